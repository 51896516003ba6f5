"""The rules of `bot/cli/main.py`, where it matters as somebody at a terminal meets them: in a process of its own."""

import asyncio
import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from aiohttp import web

from bot.cli.main import main
from bot.ids import ChannelId, MemberId, QuestionKey, ServerId
from bot.playground.members import Shown
from bot.playground.server import Playground
from bot.storage.connect import FILE, open_storage
from bot.storage.misses import MissEnd, NewMiss
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.knowledge.importers.wiki.builders import WIKI, an_export, written
from tests.nursery import Fork, a_program
from tests.storage.builders import NOON, a_pick, recorded

ROOT = Path(__file__).parents[2]
SETTINGS = (
    *("DISCORD_TOKEN", "DISCORD_API_BASE", "LOREKEEPER_PACKS", "LOREKEEPER_LOG_LEVEL"),
    *("LOREKEEPER_DATA", "DATABASE_URL"),
)
LOREKEEPER = (sys.executable, "-m", "bot")
PATIENCE = 60
"""Seconds after which a process counts as hung."""

pytestmark = [
    pytest.mark.process,
    pytest.mark.usefixtures("a_place_of_its_own"),
]


@pytest.fixture
def a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no `.env`, and the bot found from everywhere."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with a character, an actor and two facts."""
    folder = tmp_path / "seas"
    (folder / "characters").mkdir(parents=True)
    (folder / "pack.yaml").write_text("format: 1\ntitle: The Glass Sea\n", "utf-8")
    (folder / "characters" / "ana.yaml").write_text(
        "name: Captain Ana\n"
        "pronoun: she\n"
        "cast:\n  - {actor: Mira Holt, continuity: story, source: [S1]}\n"
        "facts:\n"
        "  - {id: ship, text: Captain Ana sails a ship of green glass., source: [S2], continuity: story}\n"
        "  - {id: parrot, text: Captain Ana is afraid of parrots., source: [S3], continuity: story}\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def broken_pack(pack: Path) -> Path:
    (pack / "pack.yaml").write_text("format: 1\ntitel: The Glass Sea\n", "utf-8")
    return pack


def lorekeeper(*arguments: str | Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """What a process of the command would end with, without one: it takes longer to start than most commands take."""
    streams = [TextIOWrapper(BytesIO(text.encode()), "utf-8") for text in (stdin, "", "")]
    with pytest.MonkeyPatch.context() as patched:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patched.setattr(sys, name, stream)
        for name, value in settings.items():
            patched.setenv(name, value)
        code = called(*arguments)
    printed = []
    for stream in streams[1:]:
        stream.seek(0)
        printed.append(stream.read())
    return subprocess.CompletedProcess(arguments, code, *printed)


def in_a_process(*arguments: str | Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own
        [*LOREKEEPER, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        env={**os.environ, **settings},
        check=False,
    )


def forked(*arguments: str | Path, **settings: str) -> Fork:
    """A process that needs no time to load."""
    environment = {**os.environ, **settings}
    told = {name: Path(name) for name in ("stdout", "stderr")}
    return a_program(*map(str, arguments), folder=Path.cwd(), environment=environment, **told)


@asynccontextmanager
async def started(*arguments: str | Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is ended afterwards where the test has not done so."""
    process = await asyncio.create_subprocess_exec(
        *LOREKEEPER,
        *map(str, arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **settings},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def line(stream: str) -> str:
    """The one line that was printed."""
    assert stream.endswith("\n")
    assert stream.count("\n") == 1, stream
    return stream.rstrip("\n")


def called(*arguments: str | Path) -> int:
    """The exit code, without a process of its own."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    code = ended.value.code
    return code if isinstance(code, int) else 0


class TestWithoutACommand:
    @pytest.mark.parametrize("arguments", [[], ["--help"]], ids=["nothing", "help"])
    def test_help_names_the_commands(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert called(*arguments) == 0

        shown = capsys.readouterr().out
        assert all(name in shown for name in ("run", "playground", "ask", "check", "eval", "import"))

    def test_the_version_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("--version") == 0

        assert line(capsys.readouterr().out).startswith("lorekeeper ")

    @pytest.mark.parametrize(
        ("arguments", "step"),
        [
            ("aks", "lorekeeper --help"),
            ("ask", "lorekeeper ask --help"),
            ("ask who --jsonl", "lorekeeper ask --help"),
            ("ask who --loud", "lorekeeper ask --help"),
            ("playground --port many", "lorekeeper playground --help"),
            ("import text plot.txt --out moth", "lorekeeper import --help"),
            ("import quiz.csv", "lorekeeper import --help"),
            ("import word quiz.csv --out moth", "lorekeeper import --help"),
            ("export", "lorekeeper export --help"),
        ],
    )
    def test_wrong_use_is_one_line_with_the_next_step(
        self, arguments: str, step: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert called(*arguments.split()) == 2

        shown = capsys.readouterr()
        assert line(shown.err).endswith(f"See {step}.")
        assert shown.out == ""


class TestAsk:
    def test_prints_what_a_member_would_read(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("ask", "who played captain ana", "--pack", pack) == 0

        assert "Mira Holt plays Captain Ana." in capsys.readouterr().out

    def test_knows_several_packs(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        other = pack.with_name("hills")
        other.mkdir()
        (other / "pack.yaml").write_text("format: 1\ntitle: The Hills\n", "utf-8")
        (other / "facts.yaml").write_text(
            "facts:\n  - {id: goat, text: The goat Tessel guards the gate., source: [H1], continuity: story}\n", "utf-8"
        )

        assert called("ask", "who guards the gate", "--pack", pack, "--pack", other) == 0

        assert "Tessel" in capsys.readouterr().out

    def test_takes_the_packs_of_the_settings(self, pack: Path) -> None:
        ended = lorekeeper("ask", "who played captain ana", LOREKEEPER_PACKS=str(pack))

        assert "Mira Holt" in ended.stdout

    def test_overheard_chatter_gets_silence(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("ask", "good morning everyone", "--overheard", "--pack", pack) == 0

        assert capsys.readouterr().out == ""

    def test_a_broken_pack_is_told_with_file_and_line(self, broken_pack: Path) -> None:
        ended = lorekeeper("ask", "who", "--pack", broken_pack)

        assert ended.returncode == 1
        assert f"{broken_pack}/pack.yaml:2: " in ended.stderr
        assert "docs/packs.md" in ended.stderr.splitlines()[-1]
        assert "Traceback" not in ended.stderr


class TestAskJsonl:
    def test_writes_a_line_for_each_in_the_same_order(self, pack: Path) -> None:
        ids = [3, "b", None, {"deep": [1.5]}, "b"]
        asked = "".join(json.dumps({"id": id, "question": "Who plays Captain Ana?"}) + "\n" for id in ids)

        ended = in_a_process("ask", "--jsonl", "--pack", pack, stdin=asked)

        told = [json.loads(row) for row in ended.stdout.splitlines()]
        assert (ended.returncode, ended.stderr) == (0, "")
        assert [row["id"] for row in told] == ids
        assert {tuple(row) for row in told} == {("id", "answered", "closest", "text", "confidence", "facts")}
        assert "Mira Holt plays Captain Ana." in told[0]["text"]
        assert told[0]["facts"][0]["source"] == ["S1"]

    def test_a_member_reads_nothing_where_the_bot_is_silent(self, pack: Path) -> None:
        ended = lorekeeper(
            "ask", "--jsonl", "--overheard", "--pack", pack, stdin='{"id": 1, "question": "good morning"}\n'
        )

        told = json.loads(ended.stdout)
        assert (told["answered"], told["text"]) == (False, "")

    def test_a_line_follows_up_those_that_it_comes_after(self, pack: Path) -> None:
        asked = [
            {"id": 1, "question": "who plays her?", "after": ["who is captain ana", "lol ok"]},
            {"id": 2, "question": "who plays her?"},
        ]

        ended = lorekeeper("ask", "--jsonl", "--pack", pack, stdin="\n".join(map(json.dumps, asked)))

        first, second = (json.loads(row) for row in ended.stdout.splitlines())
        assert (first["answered"], "Mira Holt plays Captain Ana." in first["text"]) == (True, True)
        assert second["answered"] is False

    def test_a_line_that_is_no_question_is_named_and_the_others_are_answered(self, pack: Path) -> None:
        asked = '{"id": 1, "question": "who"}\n\nwho?\n{"id": 4, "question": "who"}'

        ended = lorekeeper("ask", "--jsonl", "--pack", pack, stdin=asked)

        assert ended.returncode == 1
        assert line(ended.stderr).startswith("line 3: ")
        assert [json.loads(row)["id"] for row in ended.stdout.splitlines()] == [1, 4]

    @pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell to close a stream")
    @pytest.mark.parametrize("closed", ["<&-", ">&-"], ids=["input", "output"])
    def test_a_stream_that_is_closed_is_no_traceback(self, pack: Path, closed: str) -> None:
        command = f'"{sys.executable}" -m bot ask --jsonl --pack "{pack}" {closed}'

        ended = subprocess.run(  # noqa: S602  # our own
            command, shell=True, input="", capture_output=True, text=True, timeout=PATIENCE, check=False
        )

        assert "Traceback" not in ended.stderr

    def test_no_lines_get_no_lines(self, pack: Path) -> None:
        ended = lorekeeper("ask", "--jsonl", "--pack", pack)

        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")

    async def test_an_answer_comes_before_the_next_question(self, pack: Path) -> None:
        async with started("ask", "--jsonl", "--pack", pack) as process, asyncio.timeout(PATIENCE):
            assert process.stdin
            assert process.stdout
            for id in range(3):
                process.stdin.write(json.dumps({"id": id, "question": "who"}).encode() + b"\n")
                assert json.loads(await process.stdout.readline())["id"] == id

    async def test_a_reader_who_leaves_is_no_error(self, pack: Path) -> None:
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *LOREKEEPER,
            *("ask", "--jsonl", "--pack", str(pack)),
            stdin=asyncio.subprocess.PIPE,
            stdout=writing,
            stderr=asyncio.subprocess.PIPE,
        )
        os.close(writing)
        os.close(reading)

        async with asyncio.timeout(PATIENCE):
            _, errors = await process.communicate(b'{"id": 1, "question": "who"}\n')

        assert (process.returncode, errors) == (1, b"")

    @pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell a process's memory")
    def test_memory_does_not_grow_with_the_lines(self, pack: Path, tmp_path: Path) -> None:
        questions = tmp_path / "questions.jsonl"

        def kilobytes(lines: int) -> int:
            # One line in forty is read for its meaning, which takes a hundred times as long.
            asked = (f"Who is afraid of parrot number {id}?" if id % 40 == 0 else "lol ok" for id in range(lines))
            rows = (f'{{"id": {id}, "question": "{question}"}}\n' for id, question in enumerate(asked))
            questions.write_text("".join(rows), "utf-8")
            with questions.open("rb") as stdin, (tmp_path / "answers.jsonl").open("wb") as stdout:
                process = subprocess.Popen(  # noqa: S603  # our own
                    [*LOREKEEPER, "ask", "--jsonl", "--pack", str(pack)], stdin=stdin, stdout=stdout
                )
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            assert process.returncode == 0
            assert len((tmp_path / "answers.jsonl").read_bytes().splitlines()) == lines
            return used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)

        assert kilobytes(4_000) - kilobytes(400) < 8_000


class TestMisses:
    def test_lists_the_open_questions_of_servers(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOREKEEPER_DATA", str(tmp_path / "data"))

        async def fill() -> None:
            storage = await open_storage(url=None, folder=tmp_path / "data")
            for server, text in ((2, "Who?"), (1, "Why?"), (1, "When?"), (1, "When?")):
                new = NewMiss(ServerId(server), ChannelId(2**62), text, text, MissEnd.NOTHING, NOON)
                await storage.misses.note(new, most=9)
            await storage.close()

        asyncio.run(fill())
        assert called("misses") == 0
        told = capsys.readouterr().out
        assert called("misses", "--server", "2", "--jsonl") == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert called("misses", "--server", "3") == 0

        assert told.splitlines() == [
            "server 1",
            "    2 x  2026-05-01  nothing  When?",
            "    1 x  2026-05-01  nothing  Why?",
            "server 2",
            "    1 x  2026-05-01  nothing  Who?",
        ]
        moment = NOON.isoformat()
        asked = {"question": "Who?", "times": 1, "ended": "nothing", "first": moment, "last": moment}
        assert lines == [{"server": "2", "channel": str(2**62), **asked}]
        assert capsys.readouterr().out == "There are no open questions.\n"

    def test_reads_only(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOREKEEPER_DATA", str(tmp_path / "data"))
        assert called("misses") == 1
        assert "There is no database" in capsys.readouterr().err
        assert not (tmp_path / "data").exists()

        (tmp_path / "data").mkdir()
        with closing(sqlite3.connect(tmp_path / "data" / FILE)) as old:
            old.executescript((ROOT / "tests/storage/released/v0001.sql").read_text("utf-8"))
        assert called("misses") == 1
        assert "has the schema v0001" in capsys.readouterr().err


class TestQuiz:
    def test_lists_what_was_reported_or_what_everybody_gets(
        self, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (pack / "quiz.yaml").write_text(
            "quiz:\n- {question: What falls from the sky?, answer: Rain, wrong: [Ash, Hail], source: P1}\n"
            "- {question: What is wet?, answer: Water, wrong: [Ash, Sand], source: P1}\n"
        )
        monkeypatch.setenv("LOREKEEPER_DATA", str(tmp_path / "data"))
        assert called("quiz", "reported", "--pack", pack) == 0
        assert "No question was reported" in capsys.readouterr().out

        async def fill() -> None:
            storage = await open_storage(url=None, folder=tmp_path / "data")
            await storage.reports.report(
                ServerId(1), QuestionKey("seas:authored:what-falls-from-the-sky"), by=MemberId(2), at=NOON
            )
            for member_id in range(10):
                await recorded(
                    storage, a_pick(member_id=member_id, question_key="seas:authored:what-is-wet", is_right=False)
                )
            await storage.close()

        asyncio.run(fill())
        assert called("quiz", "reported", "--pack", pack) == 0

        assert capsys.readouterr().out.splitlines() == [
            "seas:authored:what-falls-from-the-sky: reported, pending",
            "  What falls from the sky?",
            "seas:authored:what-is-wet: nobody gets it (0 of 10)",
            "  What is wet?",
        ]

    def test_lists_questions_as_objects_of_fixed_keys(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (pack / "quiz.yaml").write_text(
            "quiz:\n- {question: What falls from the sky?, answer: Rain, wrong: [Ash, Hail], hint: Wet., source: P1}\n"
        )

        assert called("quiz", "list", "--pack", pack, "--jsonl") == 0

        (line,) = capsys.readouterr().out.splitlines()
        listed = json.loads(line)
        assert sorted(listed.pop("options")) == ["Ash", "Hail", "Rain"]
        assert listed == {
            "key": "seas:authored:what-falls-from-the-sky",
            "kind": "written by hand",
            "category": "Other",
            "text": "What falls from the sky?",
            "right": "Rain",
            "accepted": ["Rain"],
            "difficulty": "medium",
            "spoiler": False,
            "fact": None,
            "source": ["P1"],
            "author": "pack author",
            "hint": "Wet.",
            "explanation": "",
        }

    def test_lists_them_as_a_table(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (pack / "quiz.yaml").write_text("quiz:\n- {question: What falls?, answer: Rain, source: P1}\n")

        assert called("quiz", "list", "--pack", pack) == 0
        assert "1 questions, 1 of them written by hand." in capsys.readouterr().out

    def test_shows_what_guessers_make_of_them(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("quiz", "check") == 0
        assert "guessing by longest option:" in capsys.readouterr().out

    def test_never_writes_drafts_over_a_file(
        self, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        drafts = tmp_path / "drafts.yaml"

        assert called("quiz", "draft", "--pack", pack, "--out", drafts) == 0
        assert drafts.read_text().splitlines()[2] == "quiz:"
        assert called("quiz", "draft", "--pack", pack, "--out", drafts) == 1
        assert "already exists" in capsys.readouterr().err


class TestCheck:
    def test_a_sound_pack_gets_a_line_with_its_counts(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("check", pack) == 0

        told, *_ = capsys.readouterr().out.splitlines()
        assert told == (
            "seas is fine: 3 facts (0 of them in the plot), 1 character (too few for /guess), 1 actor, "
            "0 quiz questions."
        )

    def test_a_sound_pack_gets_advice_that_is_no_error(self, pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (pack / "characters" / "ben.yaml").write_text("name: Ben\n", "utf-8")

        assert called("check", pack) == 0

        _, heading, *advice = capsys.readouterr().out.splitlines()
        assert heading == "Advice (optional):"
        assert f"{pack}/characters/ben.yaml:1: no fact is about Ben; write what members will ask about them" in advice

    def test_a_quiz_question_that_is_not_fair_is_a_problem_with_its_line(
        self, pack: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (pack / "trivia.yaml").write_text(
            "trivia:\n"
            "  - {id: q, question: How many masts has it?, answer: twelve, wrong: [12, ten, nine], fact: ship}\n",
            "utf-8",
        )

        assert called("check", pack) == 1

        told = capsys.readouterr()
        assert f"{pack}/trivia.yaml:2: quiz[0].wrong[0]: '12' is a right answer, too" in told.out
        assert line(told.err) == "1 problem. docs/packs.md describes the format."

    def test_without_a_path_it_checks_what_the_bot_would_know(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("check") == 0

        assert capsys.readouterr().out.startswith("age-of-ultron is fine")

    def test_every_problem_is_printed_and_the_next_step(self, broken_pack: Path) -> None:
        (broken_pack / "characters" / "ben.yaml").write_text("name: Ben\nshoes: 2\n", "utf-8")

        ended = lorekeeper("check", broken_pack)

        assert ended.returncode == 1
        assert f"{broken_pack}/pack.yaml:2: " in ended.stdout
        assert f"{broken_pack}/characters/ben.yaml:2: " in ended.stdout
        assert "docs/packs.md" in line(ended.stderr)

    def test_a_path_that_is_no_pack_is_a_problem(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("check", tmp_path / "nowhere") == 1

        assert "nowhere" in capsys.readouterr().out


class TestImportText:
    def test_what_it_makes_can_be_checked_and_asked(self, tmp_path: Path) -> None:
        (tmp_path / "plot.txt").write_text(
            "A lighthouse keeper named Odo finds a sealed bottle. In the bottle lives a storm.", "utf-8"
        )

        made = lorekeeper("import", "text", "plot.txt", "--title", "The Bottle", "--out", "bottle")
        checked = lorekeeper("check", "bottle")
        asked = lorekeeper(
            "ask", "--jsonl", "--pack", "bottle", stdin='{"id": 1, "question": "what lives in the bottle"}\n'
        )

        assert (made.returncode, made.stderr) == (0, "")
        assert "lorekeeper ask --pack bottle" in line(made.stdout)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert json.loads(asked.stdout)["facts"][0]["source"] == ["S2"]

    def test_a_missing_text_is_one_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("import", "text", "nowhere.txt", "--title", "T", "--out", tmp_path / "out") == 1

        assert "nowhere.txt" in line(capsys.readouterr().err)


class TestQuizFiles:
    LIST = "AUTHOR: Ada\nWho rings the bell?:\n- Odo\nWhen does it ring?:\n- 12:30\n"

    def test_the_export_of_a_wiki_is_recognised_and_answers(self, tmp_path: Path) -> None:
        written(tmp_path, an_export(WIKI), "moths.xml")

        made = lorekeeper("import", "moths.xml", "--out", "moths")

        assert (made.returncode, "left out: talk pages: 1" in made.stderr) == (0, True)
        assert made.stdout.startswith("moths has 5 characters and 48 facts (3 of them in the plot) from 9 pages.")
        assert (
            "Night Watch was founded in 1901."
            in lorekeeper("ask", "--pack", "moths", "when was the night watch founded").stdout
        )

    def test_what_is_imported_can_be_exported_and_imported_again(self, tmp_path: Path) -> None:
        (tmp_path / "bells.yaml").write_text(self.LIST, "utf-8")

        made = lorekeeper("import", "bells.yaml", "--out", "bells")
        exported = lorekeeper("export", "--pack", "bells", "--out", "bells.json", "--format", "json")
        again = lorekeeper("import", "lorekeeper", "bells.json", "--out", "again", "--title", "Bells again")

        assert (made.returncode, made.stderr) == (0, "")
        assert line(made.stdout).startswith("bells has 2 quiz questions, read as a trivia list of Red.")
        assert (exported.returncode, line(exported.stdout)) == (0, "bells.json has 2 quiz questions from bells.")
        assert (again.returncode, again.stderr) == (0, "")
        assert (tmp_path / "again" / "pack.yaml").read_text("utf-8").splitlines()[1] == 'title: "Bells again"'

    def test_each_bad_record_is_a_line_with_its_place(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "bells.yaml"
        file.write_text(f"{self.LIST}Nobody?: []\n", "utf-8")

        assert called("import", "red", file, "--out", tmp_path / "bells") == 1
        refused = capsys.readouterr().err.splitlines()
        assert called("import", "red", file, "--out", tmp_path / "bells", "--skip-bad") == 0
        kept = capsys.readouterr()

        assert refused[0] == f"{file}:6: 'Nobody?' has no list of answers; write each below it, after '- '"
        assert "--skip-bad" in refused[1]
        assert line(kept.err) == f"left out: {refused[0]}"
        assert "has 2 quiz questions (1 left out)" in kept.out


class TestEval:
    def test_prints_how_many_are_right(self, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "q.jsonl").write_text(
            '{"id": "a", "question": "Who plays Captain Ana?", "units": ["S1"]}\n'
            '{"id": "b", "question": "What is the capital of Peru?", "units": []}\n',
            "utf-8",
        )

        assert called("eval", "q.jsonl", "--pack", pack) == 0

        shown = capsys.readouterr().out
        assert "1 with an answer: right fact first 1 (100.0%)" in shown
        assert "1 without one: no answer given 1 (100.0%)" in shown

    @pytest.mark.parametrize(
        "content", [b"", b"who?\n", b"\xff\xfe", None], ids=["empty", "no JSON", "no text", "missing"]
    )
    def test_a_file_that_cannot_be_used_is_one_line(
        self, content: bytes | None, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if content is not None:
            (tmp_path / "q.jsonl").write_bytes(content)

        assert called("eval", "q.jsonl", "--pack", pack) == 1

        assert line(capsys.readouterr().err).startswith("q.jsonl")


class TestDb:
    def test_a_database_is_made_saved_and_put_back(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert called("db", "upgrade") == 0
        assert "data/lorekeeper.sqlite3 has the schema" in line(capsys.readouterr().out)
        assert called("db", "backup", "backup.jsonl") == 0
        assert "backup.jsonl holds 0 rows of data/lorekeeper.sqlite3." in line(capsys.readouterr().out)
        assert called("db", "restore", "backup.jsonl", "--replace") == 0
        assert line(capsys.readouterr().out) == "The database data/lorekeeper.sqlite3 holds 0 rows of backup.jsonl."

    def test_stats_tell_the_rows_of_each_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        called("db", "upgrade")
        capsys.readouterr()

        assert called("db", "stats") == 0

        first, *rows = capsys.readouterr().out.splitlines()
        assert first.startswith("data/lorekeeper.sqlite3, schema v")
        assert "        0 daily posts" in rows

    @pytest.mark.parametrize("command", ["stats", "backup backup.jsonl"])
    def test_without_a_database_the_next_step_is_told(
        self, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert called("db", *command.split()) == 1

        assert line(capsys.readouterr().err).endswith("lorekeeper db upgrade makes one.")
        assert list(tmp_path.iterdir()) == []

    def test_the_database_is_where_the_settings_say(self, tmp_path: Path) -> None:
        ended = lorekeeper("db", "upgrade", LOREKEEPER_DATA=str(tmp_path / "elsewhere"))

        assert ended.returncode == 0
        assert (tmp_path / "elsewhere" / "lorekeeper.sqlite3").is_file()

    def test_a_postgresql_that_is_not_there_is_one_line_without_the_password(self) -> None:
        ended = lorekeeper("db", "stats", DATABASE_URL="postgres://anna:geheim@127.0.0.1:1/lore")

        assert ended.returncode == 1
        assert "postgresql+asyncpg://anna:***@127.0.0.1:1/lore" in line(ended.stderr)

    @pytest.mark.parametrize(
        "address",
        [
            *(f"anna:geh{mark}eim@127.0.0.1:1/lore" for mark in "@/:#?%[]& "),
            *("anna:geh/@eim@127.0.0.1:1/lore", "anna:geh@eim/@127.0.0.1:1/lore", "anna:geheim@127.0.0.1:1"),
            *("anna:geheim/lore", "anna:geheim", "an/na:geheim@127.0.0.1:1/lore", "an@na:geheim@127.0.0.1:1/lore"),
            "127.0.0.1:1/lore?user=anna&password=geheim",
        ],
    )
    def test_no_part_of_a_password_is_printed(
        self, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"postgresql://{address}")

        assert called("db", "stats") == 1

        told = line(capsys.readouterr().err)
        assert "geh" not in told
        assert "eim" not in told
        assert "DATABASE_URL" in told

    def test_a_file_that_is_no_backup_is_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "notes.txt").write_text("Buy milk.")

        assert called("db", "restore", "notes.txt") == 1

        assert line(capsys.readouterr().err).startswith("notes.txt isn't a Lorekeeper backup.")


@asynccontextmanager
async def refusing_server() -> AsyncIterator[str]:
    """An API that knows no token. Gives its address."""

    async def refuse(_: web.BaseRequest) -> web.Response:
        body = b'{"message": "401: Unauthorized", "code": 0}'
        return web.Response(status=401, body=body, headers={"Content-Type": "application/json"})

    runner = web.ServerRunner(web.Server(refuse))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    _, port = runner.addresses[0][:2]
    try:
        yield f"http://127.0.0.1:{port}/api/v10"
    finally:
        await runner.cleanup()


@contextmanager
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def until_its_end(*arguments: str, **settings: str) -> tuple[int, str]:
    """The exit code of a process, and what it printed on standard error."""
    process = forked(*arguments, **settings)
    async with asyncio.timeout(PATIENCE):
        return await process.wait(), process.errors


async def refused(*arguments: str, **settings: str) -> str:
    """The one line with which a process gives up."""
    code, errors = await until_its_end(*arguments, **settings)
    assert code == 1
    return line(errors)


class TestRun:
    def test_without_a_token_it_says_where_to_get_one(self) -> None:
        ended = in_a_process("run")

        assert ended.returncode == 1
        assert line(ended.stderr).startswith("DISCORD_TOKEN is not set. ")

    def test_settings_that_make_no_sense_are_all_told(self) -> None:
        ended = in_a_process("run", DISCORD_API_BASE="nonsense", LOREKEEPER_LOG_LEVEL="loud")

        assert ended.returncode == 1
        assert [row.split(":")[0] for row in ended.stderr.splitlines()] == ["DISCORD_API_BASE", "LOREKEEPER_LOG_LEVEL"]

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
    @pytest.mark.parametrize(("rights", "is_told"), [(0o644, True), (0o640, False), (0o600, False)])
    async def test_a_token_that_everybody_can_read_is_warned_of(
        self, tmp_path: Path, rights: int, *, is_told: bool
    ) -> None:
        async with refusing_server() as address:
            env = tmp_path / ".env"
            env.write_text(f"DISCORD_TOKEN=abc\nDISCORD_API_BASE={address}\n", "utf-8")
            env.chmod(rights)
            _, errors = await until_its_end("run")

        assert ("chmod 600 .env" in errors) == is_told

    async def test_it_does_not_start_on_a_broken_pack(self, broken_pack: Path) -> None:
        async with opened(SmallDiscord()) as discord:
            settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": discord.base, "LOREKEEPER_PACKS": str(broken_pack)}
            code, errors = await until_its_end("run", **settings)

        assert code == 1
        assert "pack.yaml:2: " in errors
        assert "Traceback" not in errors

    async def test_a_refused_token_is_one_line(self, pack: Path) -> None:
        async with refusing_server() as address:
            settings = {"DISCORD_TOKEN": "abc.secret", "DISCORD_API_BASE": address, "LOREKEEPER_PACKS": str(pack)}
            told = await refused("run", **settings)

        assert "DISCORD_TOKEN" in told
        assert "abc.secret" not in told

    async def test_an_api_that_cannot_be_reached_is_one_line(self, pack: Path) -> None:
        with taken_port() as port:
            address = f"http://127.0.0.1:{port}/api/v10"
        settings = {"DISCORD_TOKEN": "abc", "DISCORD_API_BASE": address, "LOREKEEPER_PACKS": str(pack)}

        assert address in await refused("run", **settings)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
    async def test_a_signal_closes_it_cleanly(self, pack: Path, number: signal.Signals) -> None:
        async with Playground() as playground, asyncio.timeout(PATIENCE):
            settings = {
                "DISCORD_TOKEN": playground.token,
                "DISCORD_API_BASE": playground.api_base,
                "LOREKEEPER_PACKS": str(pack),
            }
            async with started("run", **settings) as process:
                await playground.until_online()
                process.send_signal(number)
                _, errors = await process.communicate()

        assert process.returncode == 0
        assert b"Traceback" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
class TestOutputThatCannotBeWritten:
    def test_a_full_disk_is_one_line(self) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            ended = subprocess.run(  # noqa: S603  # our own
                [*LOREKEEPER, "--help"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=PATIENCE, text=True
            )

        assert ended.returncode == 1
        assert line(ended.stderr) == "The output can't be written: No space left on device."

    @pytest.mark.parametrize("redirection", [">/dev/full 2>/dev/full", "<&- >&- 2>&-"])
    async def test_the_bot_goes_on(self, pack: Path, redirection: str) -> None:
        async with Playground(answer_within=timedelta(seconds=PATIENCE)) as playground, asyncio.timeout(2 * PATIENCE):
            settings = {
                "DISCORD_TOKEN": playground.token,
                "DISCORD_API_BASE": playground.api_base,
                "LOREKEEPER_PACKS": str(pack),
            }
            command = f"exec {shlex.join([*LOREKEEPER, 'run'])} {redirection}"
            process = await asyncio.create_subprocess_shell(command, env={**os.environ, **settings})
            await playground.until_online(timeout=PATIENCE)
            await playground.until_commands("ask")
            answer = await playground.member("Sam").slash("lore", "ask", {"question": "who is captain ana?"})
            process.send_signal(signal.SIGTERM)

            assert isinstance(answer, Shown)
            assert await process.wait() == 0

    async def test_the_playground_goes_on_without_its_announcement(self, pack: Path) -> None:
        command = f"exec {shlex.join([*LOREKEEPER, 'playground'])} >/dev/full"
        settings = {**os.environ, "LOREKEEPER_PACKS": str(pack)}
        async with asyncio.timeout(PATIENCE):
            process = await asyncio.create_subprocess_shell(command, env=settings, stderr=asyncio.subprocess.PIPE)
            assert process.stderr
            told = b""
            while b"can't be printed" not in told:
                told = await process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()

        assert process.returncode == 0
        assert b"Traceback" not in errors


@asynccontextmanager
async def a_playground(*arguments: str | Path, lines: int, **settings: str) -> AsyncIterator[list[str]]:
    """The lines that it prints when it is ready. Afterwards it is asked to end, which it does cleanly."""
    process = forked("playground", *arguments, **settings)
    try:
        async with asyncio.timeout(PATIENCE):
            while process.printed.count("\n") < lines:
                assert process.returncode is None, process.errors
                await asyncio.sleep(0.02)
            yield process.printed.splitlines()
            process.send_signal(signal.SIGTERM)
            assert (await process.wait(), "Traceback" in process.errors) == (0, False)
    finally:
        process.kill()


class TestPlayground:
    async def test_says_where_it_is_records_and_closes_cleanly(self, pack: Path, tmp_path: Path) -> None:
        record = tmp_path / "traffic.jsonl"

        async with started("playground", "--record", record, "--pack", pack) as process, asyncio.timeout(PATIENCE):
            assert process.stdout
            told = await process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()

        assert told.startswith(b"The playground is at http://127.0.0.1:")
        assert process.returncode == 0
        assert b"Traceback" not in errors
        assert oct(record.stat().st_mode & 0o777) == "0o600"
        requests = [json.loads(row) for row in record.read_text("utf-8").splitlines()]
        assert any(request["method"] == "PUT" and request["path"].endswith("/commands") for request in requests)

    async def test_what_it_remembers_is_kept_where_one_says(self, pack: Path, tmp_path: Path) -> None:
        kept = tmp_path / "kept"

        for _ in range(2):
            async with a_playground("--data", kept, lines=1, LOREKEEPER_PACKS=str(pack)):
                pass

        assert sorted(file.name for file in kept.iterdir()) == ["lorekeeper.lock", "lorekeeper.sqlite3"]

    async def test_headless_tells_a_script_what_to_set(self, pack: Path) -> None:
        async with a_playground("--headless", lines=2, LOREKEEPER_PACKS=str(pack)) as told:
            pass

        assert [row.split("=")[0] for row in told] == ["DISCORD_API_BASE", "DISCORD_TOKEN"]

    async def test_a_port_that_is_taken_is_one_line_with_the_next_step(self, pack: Path) -> None:
        with taken_port() as port:
            assert "--port" in await refused("playground", "--port", str(port), LOREKEEPER_PACKS=str(pack))
