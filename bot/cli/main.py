"""The command line. Slow imports are made where they are needed."""

import atexit
import errno
import gc
import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, TextIO, TypedDict

import typer
from typer.exceptions import TyperException

from bot.errors import LorekeeperError, PackError, UserError
from bot.stopping import leave

log = logging.getLogger(__name__)

STARTING = 1_000_000
"""Garbage collector threshold while loading, in objects (Python's default is 700). Loaded objects stay, and scanning
them repeatedly took a sixth of a start. A running bot collects more often: see `app`.
"""

app = typer.Typer(
    name="lorekeeper",
    help="A Discord bot that knows a film or a series by heart, and never makes anything up.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
quiz_app = typer.Typer(help="See, check and draft the quiz questions of packs.")
app.add_typer(quiz_app, name="quiz")
db_app = typer.Typer(help="Manage the bot's database.")
app.add_typer(db_app, name="db")

Packs = Annotated[
    list[Path] | None,
    typer.Option("--pack", metavar="DIR", help="A pack to use instead of LOREKEEPER_PACKS. Can be repeated."),
]
Overheard = Annotated[
    bool,
    typer.Option(
        "--overheard",
        help="Behave as in a channel where the bot only listens: answer if sure, else stay silent.",
    ),
]


class DatabasePlace(TypedDict):
    """Keyword arguments that locate the database."""

    url: str | None
    folder: Path


class ExportFormat(StrEnum):
    """Formats for exporting a quiz."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


class WrongUse(TyperException):
    """An invalid command line. `ctx` is the command's, as in typer's own errors."""

    exit_code = 2

    def __init__(self, message: str, ctx: typer.Context) -> None:
        super().__init__(message)
        self.ctx = ctx


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits.

    Errors that the user or the operator can fix end as a line on standard error, never as a traceback.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported: see docs/decisions.md
    gc.set_threshold(STARTING)
    atexit.register(gc.freeze)  # skips the final garbage collection, since the process exits anyway
    _fill_closed_descriptors()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character still shows the rest
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(arguments or ["--help"], prog_name="lorekeeper", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
        _discard_unwritable(sys.stderr)
    except TyperException as error:
        path = getattr(getattr(error, "ctx", None), "command_path", "lorekeeper")
        _fail(f"{' '.join(error.format_message().split())} See {path} --help.", code=error.exit_code)
    except PackError as error:
        _fail(f"{error}\nThe pack can't be used. docs/packs.md describes the format.")
    except LorekeeperError as error:
        _fail(str(error))
    except BrokenPipeError:
        _discard_unwritable(sys.stdout)  # its reader is gone (a closed pipe)
        sys.exit(1)
    except OSError as error:
        if error.errno == errno.ENOSPC and error.filename is None:
            _discard_unwritable(sys.stdout)
            _fail(f"The output can't be written: {error.strerror}.")
        if error.filename is None:
            raise
        _fail(f"{error.filename}: {error.strerror}.")
    sys.exit(code)


def _fail(message: str, *, code: int = 1) -> None:
    with suppress(OSError):
        print(message, file=sys.stderr)
    _discard_unwritable(sys.stderr)
    sys.exit(code)


def _discard_unwritable(stream: TextIO | None) -> None:
    """Sends what is left of a stream nowhere if it can't be written, as Python would fail when it flushes at exit."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fill_closed_descriptors() -> None:
    """If standard input, output or error is closed, its number would go to the next file that is opened, and what a
    library prints there would end up in the database.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _show_version(wanted: bool) -> None:
    if wanted:
        print("lorekeeper", _version())
        raise typer.Exit


def _version() -> str:
    try:
        return version("lorekeeper-bot")
    except PackageNotFoundError:
        return "(run from its source, not installed)"


@app.callback()
def lorekeeper(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """A Discord bot that knows a film or a series by heart, and never makes anything up."""


@app.command()
def run() -> None:
    """Connect to Discord with DISCORD_TOKEN and answer until stopped (Ctrl-C, SIGTERM)."""
    from bot.operations.logs import start_log
    from bot.operations.sentry import start_sentry
    from bot.settings import can_others_read, read_settings

    settings = read_settings()
    token = settings.token
    start_log(settings.log_level, settings.log_format)
    start_sentry(settings.sentry, release=_version())
    if can_others_read():
        log.warning("every user of this machine can read .env, which has the token: chmod 600 .env")
    from bot.app import run_bot
    from bot.operations.monitor import monitored

    async def run_monitored() -> None:
        async with monitored(settings.monitor) as monitor:
            await run_bot(
                settings.packs,
                token=token,
                api_base=settings.discord_api_base,
                database=settings.database,
                data=settings.data,
                catch_up=settings.catch_up,
                shard=settings.shard,
                monitor=monitor,
            )

    _until_stopped(run_monitored())


@app.command()
def playground(
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="The port on 127.0.0.1; 0 picks a free one."),
    ] = 0,
    headless: Annotated[
        bool,
        typer.Option("--headless", help="For scripts: print the API's address and a token, not the chat page's."),
    ] = False,
    record: Annotated[
        Path | None,
        typer.Option("--record", metavar="TRAFFIC.jsonl", help="Write every REST request of the bot to this file."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Keep the bot's data in this folder; by default it is discarded."),
    ] = None,
    pack: Packs = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="FILE", help="Play this scripted conversation, list what failed, and end."),
    ] = None,
    screenshot: Annotated[
        Path | None,
        typer.Option(
            "--screenshot", metavar="OUT.png", help="Take a picture of the page, after the scenario, and end."
        ),
    ] = None,
) -> None:
    """Try the bot in the browser: a stand-in for Discord on this machine, without a token."""
    from bot.operations.logs import start_log
    from bot.settings import read_settings

    settings = read_settings()
    start_log(settings.log_level, settings.log_format)
    from bot.cli.script import Script
    from bot.demo import run_playground
    from bot.playground.server import Playground

    script = Script(scenario, screenshot) if scenario or screenshot else None

    def announce(playground: Playground) -> None:
        if script is not None:
            return
        lines = [f"The playground is at {playground.url} (Ctrl-C ends it)"]
        if headless:
            lines = [f"DISCORD_API_BASE={playground.api_base}", f"DISCORD_TOKEN={playground.token}"]
        try:
            print(*lines, sep="\n", flush=True)
        except OSError as error:
            log.warning("the playground's address can't be printed: %s", error.strerror)
            _discard_unwritable(sys.stdout)

    _until_stopped(
        run_playground(
            _packs(pack),
            port=port,
            record=record,
            data=data,
            catch_up=settings.catch_up,
            on_ready=announce,
            use=script.run if script else None,
        )
    )
    if script is not None and script.failures:
        raise typer.Exit(1)


def _until_stopped(service: Coroutine[Any, Any, None]) -> None:
    """Runs the service. If it is stopped while it starts, a thread may still be busy with the packs."""
    import asyncio

    try:
        asyncio.run(service)
    except asyncio.CancelledError:
        leave()


@app.command()
def doctor(
    live: Annotated[
        bool,
        typer.Option("--live", help="Only ask the running bot whether it is alive, at LOREKEEPER_MONITOR."),
    ] = False,
) -> None:
    """Check everything that the bot needs, and print the next step for each problem. Exit code 1 if there is one."""
    from bot.settings import read_settings

    settings = read_settings()
    if live:
        from bot.operations.live import ask_live

        found = ask_live(settings.monitor)
        print(found)
        raise typer.Exit(0 if found.is_fine else 1)
    import asyncio

    from bot.operations.doctor import examine
    from bot.scheduling.clock import SystemClock

    async def check_all() -> bool:
        is_fine = True
        async for finding in examine(settings, SystemClock(), version=_version(), env_file=Path(".env")):
            print(finding, flush=True)
            is_fine = is_fine and finding.is_fine
        return is_fine

    raise typer.Exit(0 if asyncio.run(check_all()) else 1)


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="What to ask, in quotation marks.")] = None,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='Read lines {"id", "question", "after"} from standard input, write a line with the answer to each.',
        ),
    ] = False,
    pack: Packs = None,
    overheard: Overheard = False,
) -> None:
    """Ask a question and print what a member would read."""
    if (question is None) != jsonl:
        raise WrongUse("Give one question in quotation marks, or --jsonl to read them from standard input.", context)
    if question is None:
        raise typer.Exit(_answer_lines(_packs(pack), overheard=overheard))
    from bot.cache import user_cache
    from bot.cli.oracle import Oracle, the_manual

    with _bar() as progress:
        knowledge = user_cache().knowledge(_packs(pack))
        oracle = Oracle(knowledge, overheard=overheard, progress=progress, manual=the_manual())
    if text := oracle.words(oracle.ask(question)):
        print(text)


@app.command()
def check(
    path: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Packs to check; by default those in LOREKEEPER_PACKS."),
    ] = None,
) -> None:
    """Check packs and print every problem with its file and line; valid packs may get advice."""
    from bot.cli.oracle import calibration_of
    from bot.cli.quiz import checked
    from bot.guess.attributes import roster_of
    from bot.knowledge.advice import Advice, advice_on, lines_of, summary
    from bot.knowledge.load import load_with_places
    from bot.questions.authored import advice_on_quiz

    try:
        packs = load_with_places(_packs(path))
    except PackError as error:
        print(error)
        found = _count(len(error.problems), "problem")
        raise UserError(f"{found}. docs/packs.md describes the format.") from error
    for pack, places in packs:
        questions, guessed = checked(pack)
        by_kind = Counter(question.kind for question in questions)
        kinds = "; ".join(f"{kind.value}: {by_kind[kind]}" for kind in by_kind)
        roster = roster_of(pack)
        to_guess = f" ({len(roster.targets)} of them for /guess)" if roster.is_enough else " (too few for /guess)"
        written = len(pack.as_written.facts)
        derived = f" and {len(pack.facts) - written} made from its data" if len(pack.facts) > written else ""
        print(
            f"{pack.id} is fine: {_count(written, 'fact')} ({len(pack.scenes)} of them in the plot){derived}, "
            f"{_count(len(pack.characters), 'character')}{to_guess}, {_count(len(pack.actors), 'actor')}, "
            f"{_count(len(questions), 'quiz question')}{f' ({kinds})' if kinds else ''}."
        )
        if told := calibration_of(pack):
            print(told)
        own = (Advice(*said) for said in advice_on_quiz(pack))
        for line in (*lines_of((*own, *advice_on(pack, places))), *guessed, summary(pack)):
            print(line)


@quiz_app.command(name="list")
def quiz_list(
    pack: Packs = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print a JSON object per line instead of a table.")] = False,
) -> None:
    """List every question that may be asked, with its options and the right answer."""
    from bot.cli.quiz import as_json
    from bot.knowledge.load import load_knowledge
    from bot.questions.maker import questions_of

    questions = [question for known in load_knowledge(_packs(pack)).packs for question in questions_of(known)]
    if jsonl:
        for question in questions:
            print(as_json(question))
    else:
        from bot.cli.tables import show_questions

        show_questions(questions)


@quiz_app.command(name="check")
def quiz_check(pack: Packs = None) -> None:
    """Count the questions by kind, category and level, and show how well guessing works on them."""
    from bot.cli.quiz import report
    from bot.knowledge.load import load_knowledge
    from bot.questions.maker import questions_of

    for known in load_knowledge(_packs(pack)).packs:
        print(*report(known, questions_of(known)), sep="\n")


@quiz_app.command(name="reported")
def quiz_reported(pack: Packs = None) -> None:
    """List the questions that members reported as bad, and those that nobody or everybody gets."""
    import asyncio

    from bot.cli.quiz import doubtful
    from bot.knowledge.load import load_knowledge
    from bot.questions.maker import questions_of
    from bot.storage.connect import open_storage

    questions = [question for known in load_knowledge(_packs(pack)).packs for question in questions_of(known)]

    async def found() -> list[str]:
        storage = await open_storage(**_database())
        try:
            reports = await storage.reports.all()
            shares = await storage.answers.shares([question.key for question in questions])
        finally:
            await storage.close()
        return [f"{each.key}: {why}\n  {each.text}" for each, why in doubtful(questions, reports, shares)]

    print(*asyncio.run(found()) or ["No question was reported, and none is missed or got by everybody."], sep="\n")


@quiz_app.command(name="draft")
def quiz_draft(
    pack: Packs = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file for the drafts; default: standard output.")
    ] = None,
) -> None:
    """Propose questions based on facts, for you to keep, edit or delete. None is asked until you add it."""
    from bot.cli.quiz import drafted, write_new
    from bot.knowledge.load import load_knowledge

    lines = drafted(load_knowledge(_packs(pack)).packs)
    if out is not None:
        write_new(out, lines)
    else:
        for line in lines:
            print(line)


@app.command()
def misses(
    server: Annotated[
        int | None, typer.Option("--server", metavar="ID", min=1, help="Only those of one server.")
    ] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print a JSON object per line instead of text.")] = False,
) -> None:
    """List the questions that the bot couldn't answer, of servers that keep them: those asked most come first."""
    import asyncio

    from bot.cli.misses import as_json, lines
    from bot.ids import ServerId
    from bot.storage.connect import open_to_read
    from bot.storage.misses import Miss

    async def kept() -> tuple[Miss, ...]:
        storage = await open_to_read(**_database())
        try:
            return await storage.misses.kept(None if server is None else ServerId(server))
        finally:
            await storage.close()

    found = asyncio.run(kept())
    if jsonl:
        for miss in found:
            print(as_json(miss))
    else:
        print(*lines(found) or ["There are no open questions."], sep="\n")


@app.command(name="eval")
def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(
            metavar="QUESTIONS", help="Questions with the right answers (.jsonl), or a folder of a public set."
        ),
    ],
    pack: Packs = None,
    overheard: Overheard = False,
) -> None:
    """Evaluate the answers on questions with known answers."""
    from bot.cache import user_cache
    from bot.cli import evaluation, question_sets, tables
    from bot.cli.oracle import Oracle
    from bot.knowledge.model import Knowledge

    if questions.is_dir():
        passages, asked = question_sets.read_set(questions)
        knowledge = Knowledge((passages,))
    else:
        asked = question_sets.read_file(questions)
        knowledge = user_cache().knowledge(_packs(pack))
    with tables.bar("Reading") as progress:
        oracle = Oracle(knowledge, overheard=overheard, progress=progress)
    tables.show(evaluation.evaluate(asked, oracle.ask, oracle.words), name_wrong=not questions.is_dir())


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; its name becomes the pack's id.")],
    title: Annotated[
        str, typer.Option("--title", metavar="T", help="The pack's title; the folder's name by default.")
    ] = "",
) -> None:
    """Make a small pack to start from, with comments: write over it."""
    from bot.knowledge.starter import make_pack

    pack = make_pack(folder, title=title)
    print(
        f"{folder} has {_count(len(pack.as_written.facts), 'fact')} about a film that doesn't exist. "
        f"Write over them, beginning with {folder / 'pack.yaml'}.\n"
        f"Check it: lorekeeper check {folder}\n"
        f'Ask it: lorekeeper ask --pack {folder} "who plays ada lind"\n'
        f"Chat with it: lorekeeper playground --pack {folder}"
    )


@app.command()
def schema(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="A folder for the schemas, such as PACK/.schema; by default printed."
        ),
    ] = None,
) -> None:
    """Write the JSON Schemas of pack files, with which an editor completes keys and shows mistakes."""
    from bot.knowledge.editors import KINDS, schema_of, write_schemas

    if out is None:
        print(json.dumps({kind: schema_of(kind) for kind in KINDS}, indent=1))
        return
    for path in write_schemas(out):
        print(path)


@app.command(name="import")
def import_(
    context: typer.Context,
    format: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="aiken, anki, csv, gift, kahoot, lorekeeper, opentdb, red, tsv or wiki; leave it out to "
            "detect it. text: plain text, a fact per sentence, with the sources S1, S2, ... in order.",
        ),
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The quiz, the wiki's export or the text.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder for the new pack. Required.")
    ] = None,
    title: Annotated[
        str,
        typer.Option("--title", metavar="T", help="The pack's title; taken from a quiz or a wiki if you leave it out."),
    ] = "",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Skip what can't become a question, instead of writing nothing.")
    ] = False,
) -> None:
    """Make a pack from a wiki's export, from a quiz that you have, or from any plain text."""
    from bot.knowledge.importers.formats import FORMATS
    from bot.knowledge.importers.wiki.export import looks_like_an_export
    from bot.knowledge.load import load_pack

    if file is None:
        format, file = "", Path(format)
    if format not in {"", "text", "wiki", *FORMATS}:
        raise WrongUse(f"'{format}' isn't a format; use text, wiki, {', '.join(FORMATS)}.", context)
    if out is None:
        raise WrongUse("Missing option '--out': name the folder of the pack to make.", context)
    if format == "wiki" or (not format and looks_like_an_export(file)):
        _import_wiki(file, title=title, out=out)
        return
    if format != "text":
        _import_quiz(file, format=format, title=title, out=out, skip_bad=skip_bad)
        return
    if not title:
        raise WrongUse("Missing option '--title': say what the text is about.", context)
    from bot.knowledge.importers import text

    text.import_text(file, title=title, out=out)
    print(f'{out} has {_count(len(load_pack(out).facts), "fact")}. Ask it: lorekeeper ask --pack {out} "..."')


def _import_wiki(file: Path, *, title: str, out: Path) -> None:
    from bot.knowledge.importers.wiki.pack import import_wiki

    imported = import_wiki(file, title=title, out=out)
    for reason, number in imported.left_out.most_common():
        print(f"left out: {reason}: {number}", file=sys.stderr)
    for note in imported.notes:
        print(f"{file}: {note}", file=sys.stderr)
    pack = imported.pack
    print(
        f"{out} has {_count(len(pack.characters), 'character')} and {_count(len(pack.as_written.facts), 'fact')} "
        f"({len(pack.scenes)} of them in the plot) from {_count(imported.pages, 'page')}. "
        f"{out / 'README.md'} lists the pages and what was left out. Look at it: lorekeeper check {out}"
    )


def _import_quiz(file: Path, *, format: str, title: str, out: Path, skip_bad: bool) -> None:
    from bot.knowledge.importers.quiz import import_quiz

    imported = import_quiz(file, format=format, title=title, out=out, skip_bad=skip_bad)
    for problem in imported.bad:
        print(f"left out: {problem}", file=sys.stderr)
    for note in imported.notes:
        print(f"{file}: {note}", file=sys.stderr)
    left_out = f" ({len(imported.bad)} left out)" if imported.bad else ""
    print(
        f"{out} has {_count(imported.questions, 'quiz question')}{left_out}, read as {imported.format}. "
        f"Look at it: lorekeeper check {out}"
    )


@app.command()
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file to write.")],
    pack: Annotated[
        Path | None, typer.Option("--pack", metavar="DIR", help="The pack; by default that in LOREKEEPER_PACKS.")
    ] = None,
    format: Annotated[
        ExportFormat,
        typer.Option("--format", help="yaml and json can be imported again as they are; csv is for a spreadsheet."),
    ] = ExportFormat.YAML,
) -> None:
    """Export the questions that a pack's author wrote to one file, to share or to edit elsewhere."""
    from bot.knowledge.export import export_quiz

    packs = _packs([pack] if pack else None)
    if len(packs) != 1:
        raise WrongUse("LOREKEEPER_PACKS has several packs: say which one with --pack.", context)
    count = export_quiz(packs[0], out, format=format.value)
    print(f"{out} has {_count(count, 'quiz question')} from {packs[0]}.")


def _count(number: int, noun: str) -> str:
    """`1 fact`, `2 facts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@db_app.command(name="upgrade")
def upgrade_database() -> None:
    """Create the database, or upgrade it to this version's schema. lorekeeper run does the same when it starts."""
    import asyncio

    from bot.storage import maintenance

    held = asyncio.run(maintenance.bring_up(**_database()))
    print(f"The database {held.place} has the schema {held.schema}.")


@db_app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; an older backup is replaced.")],
) -> None:
    """Write everything that the bot remembers to a file, even while it runs."""
    import asyncio

    from bot.storage import maintenance

    held = asyncio.run(maintenance.back_up(file, **_database(), now=datetime.now(UTC)))
    print(f"{file} holds {_count(sum(held.rows.values()), 'row')} of {held.place}.")


@db_app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file from lorekeeper db backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Discard the database's contents. Otherwise it must be empty.")
    ] = False,
) -> None:
    """Load a backup into the database: all of it, or nothing. Stop the bot first."""
    import asyncio

    from bot.storage import maintenance

    held = asyncio.run(maintenance.restore(file, **_database(), replace=replace))
    print(f"The database {held.place} holds {_count(sum(held.rows.values()), 'row')} of {file}.")


@db_app.command()
def stats() -> None:
    """Print the number of rows in each table."""
    import asyncio

    from bot.storage import maintenance

    held = asyncio.run(maintenance.statistics(**_database()))
    print(f"{held.place}, schema {held.schema}")
    for table, rows in sorted(held.rows.items()):
        print(f"{rows:>9} {table.replace('_', ' ')}")


def _database() -> DatabasePlace:
    """The location of the database, from the settings."""
    from bot.settings import read_settings

    settings = read_settings()
    return {"url": settings.database, "folder": settings.data}


def _packs(named: list[Path] | None) -> tuple[Path, ...]:
    """The packs from the command line, or else from the settings."""
    if named:
        return tuple(named)
    from bot.settings import read_settings

    return read_settings().packs


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal; importing the library for it takes half a second."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from bot.cli import tables

    with tables.bar("Reading") as progress:
        yield progress


def _answer_lines(packs: Sequence[Path], *, overheard: bool) -> int:
    """Answers standard input line by line, in order, with bounded memory. Returns the exit code.

    An invalid line is reported on standard error and skipped, so that later ones still get their answers; the exit
    code is 1 then.
    """
    from bot.cache import user_cache
    from bot.cli import jsonl
    from bot.cli.oracle import Oracle, the_manual

    with _bar() as progress:
        knowledge = user_cache().knowledge(packs)
        oracle = Oracle(knowledge, overheard=overheard, progress=progress, manual=the_manual())
    code = 0
    for number, line in enumerate(sys.stdin.buffer if sys.stdin else (), 1):
        if not line.strip():
            continue
        try:
            question = jsonl.read_question(line)
        except UserError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            code = 1
            continue
        response = oracle.ask(question.text, question.after)
        print(jsonl.answer_line(question, response, oracle.words(response)), flush=True)
    return code
