"""What is computed from a pack is kept between starts, and never believed blindly."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bot.answers.engine import AnswerEngine
from bot.cache import FOLDER, PackCache, user_cache
from bot.errors import PackError
from bot.knowledge.load import load_knowledge
from bot.knowledge.model import Fact, Knowledge, Pack
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion
from bot.settings import DEFAULT_PACK
from tests.answers.builders import a_fact, salt_lighthouse
from tests.knowledge.builders import a_pack


@dataclass(frozen=True)
class Index:
    """What is built from a pack: some of its own facts, and numbers."""

    facts: tuple[Fact, ...]
    numbers: npt.NDArray[np.float32]
    empty: npt.NDArray[np.float32]


class Builder:
    """Builds a text, and counts how often."""

    def __init__(self) -> None:
        self.built = 0

    def __call__(self) -> str:
        self.built += 1
        return "built"


@pytest.fixture
def build() -> Builder:
    return Builder()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def test_what_was_built_is_kept(tmp_path: Path, build: Builder) -> None:
    pack = salt_lighthouse()

    told = [PackCache(tmp_path)(pack, build) for _ in range(3)]

    assert told == ["built"] * 3
    assert build.built == 1


def test_a_pack_with_many_characters_is_kept(tmp_path: Path, build: Builder) -> None:
    one = salt_lighthouse().characters[0]
    many = tuple(replace(one, id=f"keeper-{n}", aliases=(f"The {n}",), spoiler_names=(f"The {n}",)) for n in range(120))
    pack = replace(salt_lighthouse(), characters=many)

    told = [PackCache(tmp_path)(pack, build) for _ in range(2)]

    assert told == ["built"] * 2
    assert build.built == 1


def test_a_pack_holds_no_sets() -> None:
    def sets(part: object) -> Iterator[object]:
        if isinstance(part, set | frozenset):
            yield part
        elif is_dataclass(part):
            for field in fields(part):
                yield from sets(getattr(part, field.name))
        elif isinstance(part, tuple | list):
            for one in part:
                yield from sets(one)

    assert list(sets(load_knowledge([DEFAULT_PACK]))) == []


def test_facts_of_the_pack_are_not_in_memory_twice(tmp_path: Path) -> None:
    pack, cache = salt_lighthouse(), PackCache(tmp_path)
    facts = pack.facts[1:3]

    for _ in range(2):
        index = cache(pack, lambda: Index(facts, np.ones(3, dtype=np.float32), np.zeros(0, dtype=np.float32)))

        assert all(kept is fact for kept, fact in zip(index.facts, facts, strict=True))


def test_arrays_can_be_changed_without_changing_the_file(tmp_path: Path) -> None:
    pack, cache = salt_lighthouse(), PackCache(tmp_path)

    def index() -> Index:
        return cache(pack, lambda: Index((), np.arange(5, dtype=np.float32), np.zeros(0, dtype=np.float32)))

    index().numbers[0] = 7
    changed = index()
    changed.numbers[0] = 7

    assert (changed.numbers.tolist(), changed.empty.tolist()) == ([7, 1, 2, 3, 4], [])
    assert index().numbers.tolist() == [0, 1, 2, 3, 4]


def test_a_changed_pack_is_built_again_and_its_old_file_goes(tmp_path: Path, build: Builder) -> None:
    pack = salt_lighthouse()
    changed = replace(pack, facts=(*pack.facts, a_fact("bell", "The bell rings.")))

    PackCache(tmp_path)(pack, build)
    PackCache(tmp_path)(changed, build)

    assert build.built == 2
    assert len(files(tmp_path)) == 1


def test_packs_keep_their_files_apart(tmp_path: Path, build: Builder) -> None:
    pack = salt_lighthouse()
    cache = PackCache(tmp_path)

    cache(pack, build)
    cache(replace(pack, id="other"), build)
    cache(pack, build)

    assert build.built == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 500])
def test_a_damaged_file_is_made_again(tmp_path: Path, build: Builder, damage: bytes) -> None:
    pack = salt_lighthouse()
    PackCache(tmp_path)(pack, build)
    [file] = files(tmp_path)
    file.write_bytes(damage)

    assert PackCache(tmp_path)(pack, build) == "built"
    assert PackCache(tmp_path)(pack, build) == "built"
    assert build.built == 2


def test_one_changed_byte_is_noticed(tmp_path: Path, build: Builder) -> None:
    pack = salt_lighthouse()
    PackCache(tmp_path)(pack, build)
    [file] = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-2] ^= 1
    file.write_bytes(bytes(content))

    PackCache(tmp_path)(pack, build)

    assert build.built == 2


def test_files_are_their_owners_alone(tmp_path: Path, build: Builder) -> None:
    folder = tmp_path / "new"

    PackCache(folder)(salt_lighthouse(), build)

    assert [oct(path.stat().st_mode & 0o777) for path in (folder, *files(folder))] == ["0o700", "0o600"]


def test_without_a_folder_that_can_be_written_all_is_built(tmp_path: Path, build: Builder) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")

    assert PackCache(in_the_way / "cache")(salt_lighthouse(), build) == "built"
    assert PackCache(None)(salt_lighthouse(), build) == "built"
    assert build.built == 2


def test_the_environment_names_the_folder(tmp_path: Path, build: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    user_cache()(salt_lighthouse(), build)
    assert len(files(tmp_path)) == 1

    monkeypatch.setenv(FOLDER, "")
    user_cache()(salt_lighthouse(), build)
    assert build.built == 2


def test_an_engine_answers_the_same_from_a_file(tmp_path: Path) -> None:
    knowledge = Knowledge((salt_lighthouse(),))
    lines = ("how old is the lamp", "who plays mara", "can tobbin swim", "who directed this")

    first = AnswerEngine(knowledge, keep=PackCache(tmp_path))
    second = AnswerEngine(knowledge, keep=PackCache(tmp_path))

    assert [first.ask(line) for line in lines] == [second.ask(line) for line in lines]
    assert first.calibrations == second.calibrations


@pytest.mark.slow
def test_what_is_built_is_found_again_for_a_pack_from_a_file_and_one_that_was_used(
    tmp_path: Path, build: Builder
) -> None:
    read = load_knowledge([DEFAULT_PACK])
    kept = [PackCache(tmp_path).knowledge([DEFAULT_PACK]) for _ in range(2)]
    used = load_knowledge([DEFAULT_PACK]).packs[0]
    assert used.as_written.scenes

    for pack in (read.packs[0], *(one.packs[0] for one in kept), used):
        PackCache(tmp_path)(pack, build)

    assert build.built == 1


def test_new_quiz_questions_leave_what_is_built(tmp_path: Path, build: Builder) -> None:
    pack = PackCache(tmp_path).knowledge([DEFAULT_PACK]).packs[0]

    PackCache(tmp_path)(pack, build)
    PackCache(tmp_path)(replace(pack, quiz=()), build)

    assert build.built == 1


@pytest.mark.slow
def test_quiz_questions_are_made_once_and_are_the_same_from_their_file(tmp_path: Path) -> None:
    pack = load_knowledge([DEFAULT_PACK]).packs[0]
    made = questions_of(pack)
    asked: list[Pack] = []

    def make(pack: Pack) -> tuple[QuizQuestion, ...]:
        asked.append(pack)
        return made

    assert [PackCache(tmp_path).questions(each, make) for each in (pack, pack)] == [made, made]
    PackCache(tmp_path).questions(replace(pack, title="Another"), make)

    assert asked == [pack, replace(pack, title="Another")]


class TestPacks:
    def test_a_pack_is_read_once(self, tmp_path: Path) -> None:
        home, cache = a_pack(tmp_path), PackCache(tmp_path / "cache")

        first = cache.knowledge([home])
        [file] = files(tmp_path / "cache")
        written = file.stat().st_mtime_ns

        assert cache.knowledge([home]) == first == load_knowledge([home])
        assert [each.stat().st_mtime_ns for each in files(tmp_path / "cache")] == [written]

    def test_a_changed_file_is_noticed(self, tmp_path: Path) -> None:
        home, cache = a_pack(tmp_path), PackCache(tmp_path / "cache")
        cache.knowledge([home])

        (home / "pack.yaml").write_text((home / "pack.yaml").read_text("utf-8") + "aliases: [Bells]\n", "utf-8")

        assert cache.knowledge([home]).packs[0].aliases == ("Bells",)
        assert len(files(tmp_path / "cache")) == 1

    @pytest.mark.parametrize("name", ["notes.txt", "plot/deeper", "characters/Wrong Name.yaml"])
    def test_what_makes_a_pack_wrong_is_noticed(self, tmp_path: Path, name: str) -> None:
        home, cache = a_pack(tmp_path), PackCache(tmp_path / "cache")
        cache.knowledge([home])

        (home / name).parent.mkdir(exist_ok=True)
        (home / name).mkdir() if name == "plot/deeper" else (home / name).write_text("", "utf-8")

        with pytest.raises(PackError):
            cache.knowledge([home])

    def test_a_link_out_of_the_pack_is_noticed(self, tmp_path: Path) -> None:
        home, cache = a_pack(tmp_path), PackCache(tmp_path / "cache")
        cache.knowledge([home])

        (home / "pack.yaml").rename(tmp_path / "elsewhere.yaml")
        (home / "pack.yaml").symlink_to(tmp_path / "elsewhere.yaml")

        with pytest.raises(PackError, match="leads out of the pack"):
            cache.knowledge([home])

    def test_a_pack_named_twice_is_refused_as_ever(self, tmp_path: Path) -> None:
        home, cache = a_pack(tmp_path), PackCache(tmp_path / "cache")
        cache.knowledge([home])

        with pytest.raises(PackError, match="is taken"):
            cache.knowledge([home, home])

    def test_several_packs_keep_their_order(self, tmp_path: Path) -> None:
        cache = PackCache(tmp_path / "cache")
        first = a_pack(tmp_path)
        second = first.rename(tmp_path / "anchors")
        a_pack(tmp_path)

        for _ in range(2):
            assert cache.knowledge([first, second]) == load_knowledge([first, second])
