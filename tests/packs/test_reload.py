"""The operator's packs are read again when their files change."""

import logging
from pathlib import Path

import pytest

from bot.knowledge.load import load_pack
from bot.packs.in_use import BuiltPack
from bot.packs.library import Library
from bot.packs.reload import Reload, state_of
from tests.clock import FakeClock
from tests.packs.small_shelf import built
from tests.small_pack import a_chance

LAMP = "format: 1\ntitle: The Lamp\n"
FACTS = 'facts:\n  - id: {id}\n    text: "{text}"\n    source: [S1]\n    asks: ["What burns in the lamp?"]\n'


class Operator:
    """An operator with two packs, who edits one."""

    def __init__(self, folder: Path) -> None:
        self.lamp, self.door = folder / "lamp", folder / "door"
        for pack in (self.lamp, self.door):
            pack.mkdir()
            (pack / "pack.yaml").write_text(LAMP.replace("Lamp", pack.name.title()))
            self.write(pack, "The lamp burns oil.")
        read_at = {each: state_of(each) for each in (self.lamp, self.door)}
        packs = [built(load_pack(each)) for each in read_at]
        self.library = Library(packs, built, a_chance())
        self.reload = Reload(self.library, read_at, self.read, FakeClock())
        self.was_read: list[Path] = []

    def write(self, pack: Path, text: str) -> None:
        (pack / "facts.yaml").write_text(FACTS.format(id="oil", text=text))

    def read(self, folder: Path) -> BuiltPack:
        self.was_read.append(folder)
        return built(load_pack(folder))

    def told(self) -> list[str]:
        return [fact.text for fact in self.library.everything.knowledge.pack("lamp").facts]


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


async def test_a_changed_pack_is_read_again_and_the_others_stay(operator: Operator) -> None:
    door = operator.library.packs[1]
    operator.write(operator.lamp, "The lamp burns butter, every night.")

    await operator.reload.look()
    await operator.reload.look()
    await operator.reload.look()

    assert operator.told() == ["The lamp burns butter, every night."]
    assert operator.library.packs[1] is door
    assert operator.was_read == [operator.lamp]


async def test_a_change_made_while_the_bot_started_is_not_missed(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    read_at = {operator.lamp: state_of(operator.lamp)}
    operator.write(operator.lamp, "The lamp burns butter.")

    reload = Reload(operator.library, read_at, operator.read, FakeClock())
    await reload.look()
    await reload.look()

    assert operator.told() == ["The lamp burns butter."]


async def test_files_that_are_still_being_saved_are_not_read(operator: Operator) -> None:
    operator.write(operator.lamp, "The lamp burns butter.")
    await operator.reload.look()
    operator.write(operator.lamp, "The lamp burns butter and wax.")
    await operator.reload.look()

    assert operator.was_read == []


async def test_a_broken_change_is_refused_with_its_problems_and_the_old_pack_stays(
    operator: Operator, caplog: pytest.LogCaptureFixture
) -> None:
    before = operator.library.everything
    (operator.lamp / "facts.yaml").write_text("facts:\n  - id: oil\n    txt: The lamp burns oil.\n")

    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            await operator.reload.look()

    assert operator.library.everything is before
    assert caplog.text.count("facts.yaml:3") >= 1
    assert len(caplog.records) == 1, "it is told once"


async def test_a_pack_that_is_mended_is_read(operator: Operator) -> None:
    (operator.lamp / "facts.yaml").write_text("facts: 7")
    await operator.reload.look()
    await operator.reload.look()
    operator.write(operator.lamp, "The lamp burns tallow.")
    await operator.reload.look()
    await operator.reload.look()

    assert operator.told() == ["The lamp burns tallow."]
