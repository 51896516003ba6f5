"""Packs of a server on Discord: uploaded, tried out, confirmed, used, and kept from everybody else."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import the_bot
from bot.discord_front.pictures import podium
from bot.packs.uploads import zipped
from bot.playground.clock import MovableClock
from bot.playground.members import Member, Modal, Shown
from bot.playground.server import Playground
from tests.end_to_end.stage import PATIENT, a_run, labels, shown
from tests.packs.small_packs import QUESTION, lamp, lamp_files

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Town:
    """The playground with the bot on it, and its database in a folder. Robin manages the server, Sam does not."""

    def __init__(self, folder: Path, playground: Playground, clock: MovableClock) -> None:
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self._folder = folder
        self._clock = clock

    def bot(self) -> AbstractAsyncContextManager[None]:
        """One run of the bot."""
        return a_run(
            self.playground,
            self._folder,
            lambda library, storage: the_bot(library, storage, self._clock, catch_up=timedelta(hours=6)),
            commands=("pack", "ask", "character"),
        )

    def file(self, content: bytes, name: str = "lamp.zip") -> str:
        """A file that Robin uploads, by its id."""
        return self.robin.upload(name, content)

    async def pack(self, what: str, **options: object) -> Shown:
        """What Robin sees of a command."""
        told = shown(await self.robin.slash("lore", f"pack {what}", options))
        assert told.is_ephemeral
        return told

    async def press(self, message: Shown, label: str) -> Shown:
        """What becomes of a message when Robin presses one of its buttons."""
        await self.robin.click(message, label)
        return await self.robin.message("lore", lambda m: m.id == message.id and label not in labels(m))

    async def put(self, content: bytes) -> None:
        """Upload a pack, and confirm it."""
        await self.press(await self.pack("add", file=self.file(content)), "Use it")

    async def answer(self, channel: str = "lore") -> str:
        return shown(await self.sam.slash(channel, "ask", {"question": QUESTION})).text


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    clock = MovableClock(NOON)
    async with Playground(answer_within=PATIENT, clock=clock, rate_limits=False) as playground:
        town = Town(tmp_path, playground, clock)
        async with town.bot():
            yield town


async def test_a_manager_uploads_a_pack_and_members_get_its_answers(town: Town) -> None:
    proposed = await town.pack("add", file=town.file(lamp()))
    before = await town.answer()
    used = await town.press(proposed, "Use it")

    assert "A new pack: The Lamp" in proposed.text
    assert "burns oil" not in before
    assert "in use now" in used.text
    assert "burns oil" in await town.answer()
    assert "burns oil" not in await town.answer("dm")


async def test_a_pack_with_a_picture_is_uploaded_in_a_form(town: Town) -> None:
    sheet = lamp_files()["characters/quillon.yaml"] + "picture: {file: pictures/quillon.png, alt: The keeper}\n"
    files: dict[str, str | bytes] = {**lamp_files(), "characters/quillon.yaml": sheet}
    files["pictures/quillon.png"] = podium([])
    form = await town.robin.slash("lore", "pack add", {"note": "With a picture"})
    assert isinstance(form, Modal)
    file, note, title = (field["custom_id"] for field in form.fields)

    answers = {file: [town.file(zipped(files))], note: "With a picture", title: "Our lamp"}
    proposed = shown(await town.robin.submit(form, answers))
    await town.press(proposed, "Use it")

    assert proposed.is_ephemeral
    assert "I read it as a pack with 1 picture" in proposed.text
    card = shown(await town.sam.slash("lore", "character", {"name": "Quillon"}))
    assert "picture.png" in repr(card.raw)
    assert "With a picture" in (await town.pack("history", pack="The Lamp")).text


async def test_problems_are_told_by_line_and_nothing_can_be_confirmed(town: Town) -> None:
    files = lamp_files() | {"facts.yaml": "facts:\n  - id: x\n    txt: no\n"}

    refused = await town.pack("add", file=town.file(zipped(files)))

    assert "facts.yaml:3" in refused.text
    assert labels(refused) == []


async def test_a_file_that_is_no_pack_is_refused_in_a_line(town: Town) -> None:
    assert "damaged" in (await town.pack("add", file=town.file(b"PK\x03\x04 nothing", "evil.zip"))).text


async def test_a_change_is_shown_and_can_be_taken_back_with_one_press(town: Town) -> None:
    await town.put(lamp())
    change = await town.pack("update", pack="The Lamp", file=town.file(lamp("butter")), note="It was butter")
    await town.press(change, "Use it")
    changed = await town.answer()
    history = await town.pack("history", pack="The Lamp")
    await town.press(history, "Back to 1")

    assert "burns butter" in change.text
    assert "Questions with another answer" in change.text
    assert "burns butter" in changed
    assert "It was butter" in history.text
    assert "burns oil" in await town.answer()


async def test_who_lost_the_right_cannot_confirm(town: Town) -> None:
    proposed = await town.pack("add", file=town.file(lamp()))
    guild = town.playground.world.guilds[town.playground.world.channel("lore").guild_id or ""]
    guild.owner_id = town.sam.id
    guild.members[town.robin.id].roles.clear()

    refused = shown(await town.robin.click(proposed, "Use it"))

    assert "manage this server" in refused.text
    assert "burns oil" not in await town.answer()


async def test_a_pack_is_listed_previewed_exported_chosen_and_removed(town: Town) -> None:
    await town.put(lamp())

    listed = (await town.pack("list")).text
    preview = (await town.pack("preview", pack="The Lamp")).text
    exported = await town.pack("export", pack="The Lamp")
    chosen = await town.pack("use", pack="The Harbour Light")
    without = await town.answer()
    usual = await town.pack("use", pack="usual")
    with_it = await town.answer()
    removed = await town.press(await town.pack("remove", pack="The Lamp"), "Remove it")

    assert "The Lamp" in listed
    assert "Facts: 3" in preview
    assert exported.raw["attachments"][0]["filename"] == "the-lamp.zip"
    assert "all files of **The Lamp** in a zip" in exported.text
    assert "The Harbour Light" in chosen.text
    assert "burns oil" not in without
    assert "what is usual" in usual.text
    assert "burns oil" in with_it
    assert "is removed" in removed.text
    assert "burns oil" not in await town.answer()


async def test_autocomplete_and_cards_know_the_pack_on_its_server_alone(town: Town) -> None:
    await town.put(lamp())

    here = await town.sam.autocomplete("lore", "character", "name", "Quil")
    there = await town.sam.autocomplete("dm", "character", "name", "Quil")
    card = shown(await town.sam.slash("lore", "character", {"name": "Quillon"}))
    elsewhere = shown(await town.sam.slash("dm", "character", {"name": "Quillon"}))

    assert isinstance(here, list)
    assert here
    assert there == []
    assert "lights the lamp" in card.text
    assert "lights the lamp" not in elsewhere.text
