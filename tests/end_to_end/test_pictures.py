"""Questions with a picture that is a file of the pack, in a game and as the daily question."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import the_bot
from bot.discord_front.pictures import podium
from bot.knowledge.load import load_knowledge
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.members import Shown
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from tests.end_to_end.stage import PATIENT, a_run, shown

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUIZ = """\
category: Flags
quiz:
  - {question: Whose flag is this?, answer: Norway, wrong: [Iceland, Denmark, Finland],
     picture: {file: "pictures/a flag.PNG", alt: A blue cross on red, credit: Robin}}
  - {question: Which flag is this?, answer: Sweden, wrong: [Malta, Cyprus, Greece],
     picture: {file: "pictures/a flag.PNG", alt: A blue cross on red, credit: Robin}}
"""
SHEET = """\
name: Olav
picture: {file: "pictures/a flag.PNG", alt: A blue cross on red, credit: Robin}
cast: [{actor: Nils Berg, source: [C1]}]
facts:
  - {id: olav-rows, text: Olav rows to the island., source: [P1]}
"""


class Show:
    """A bot with a pack of two questions, each with the same picture."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground) -> None:
        self.clock = clock
        self.world = playground.world
        self.playground = playground
        self.robin, self.sam = playground.member("Robin"), playground.member("Sam")
        self.pack = folder / "flags"
        (self.pack / "pictures").mkdir(parents=True)
        (self.pack / "pack.yaml").write_text("format: 1\ntitle: Flags\n", "utf-8")
        (self.pack / "quiz.yaml").write_text(QUIZ, "utf-8")
        (self.pack / "characters").mkdir()
        (self.pack / "characters" / "olav.yaml").write_text(SHEET, "utf-8")
        (self.pack / "pictures" / "a flag.PNG").write_bytes(podium([]))
        self._data = folder / "data"

    def bot(self) -> AbstractAsyncContextManager[None]:
        knowledge = load_knowledge([self.pack])
        return a_run(
            self.playground,
            self._data,
            lambda library, storage: the_bot(
                library,
                storage,
                self.clock,
                catch_up=timedelta(hours=6),
                packs=[self.pack],
            ),
            commands=("daily", "settings", "trivia"),
            knowledge=knowledge,
        )

    async def question(self) -> Shown:
        return await self.robin.message("lore", lambda m: "flag is this?" in m.text and not m.is_ephemeral)

    async def play(self) -> Shown:
        await self.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 2})
        return await self.question()

    async def daily(self) -> Shown:
        await self.robin.slash("lore", "settings daily set", {"time": "09:00", "zone": "UTC", "closes": "21:00"})
        await self.clock.move(timedelta(hours=21))
        return await self.question()


@pytest.fixture
async def show(tmp_path: Path) -> AsyncIterator[Show]:
    clock = MovableClock(NOON)
    async with Playground(answer_within=PATIENT, clock=clock) as playground:
        yield Show(tmp_path, clock, playground)


def attached(message: Shown) -> dict[str, Any]:
    """The only attachment, which the embed shows."""
    [file] = message.raw["attachments"]
    assert message.embeds[0]["image"]["url"] == file["url"]
    return dict(file)


async def test_a_game_shows_the_picture_as_long_as_it_shows_the_question(show: Show) -> None:
    async with show.bot():
        question = await show.play()
        file = attached(question)
        await show.sam.click(question, question.buttons[0].label)
        refreshed = await show.robin.message(
            "lore", lambda m: m.id == question.id and ("answered" in m.text or "closed" in m.text)
        )

    assert (file["filename"], file["description"]) == ("picture.png", "A blue cross on red")
    assert "Picture: A blue cross on red · Robin" in question.text
    assert attached(refreshed) == file


async def test_the_daily_question_shows_the_picture_also_with_its_result(show: Show) -> None:
    async with show.bot():
        preview = shown(await show.robin.slash("lore", "settings daily preview"))
        question = await show.daily()
        file = attached(question)
        await show.clock.move(timedelta(hours=12, seconds=5))
        result = await show.robin.message("lore", lambda m: m.id == question.id and "Nobody answered" in m.text)
        today = shown(await show.sam.slash("general", "daily"))

    assert file["description"] == "A blue cross on red"
    assert attached(preview)["size"] == attached(today)["size"] == file["size"] == len(podium([]))
    assert preview.is_ephemeral
    assert attached(result) == file


@pytest.mark.parametrize("start", [Show.play, Show.daily], ids=["game", "daily"])
async def test_where_no_file_may_be_attached_the_description_has_to_do(show: Show, start: Any) -> None:
    lore = show.world.channel("lore")
    show.world.set_overwrite(lore.id, Overwrite(str(lore.guild_id), 0, deny=permissions.ATTACH_FILES))
    async with show.bot():
        question = await start(show)

    assert question.raw["attachments"] == []
    assert "image" not in question.embeds[0]
    assert "Picture: A blue cross on red · Robin" in question.text


async def test_a_picture_that_was_removed_since_the_start_stops_no_game(show: Show) -> None:
    async with show.bot():
        (show.pack / "pictures" / "a flag.PNG").unlink()
        question = await show.play()

    assert question.raw["attachments"] == []
    assert "Picture: A blue cross on red" in question.text


async def test_a_card_shows_the_picture_of_its_character(show: Show) -> None:
    async with show.bot():
        card = shown(await show.sam.slash("general", "character", {"name": "Olav"}))
        answer = await show.sam.answer_to(await show.sam.say("general", "@Lorekeeper who is Olav?"))

        cast = shown(await show.sam.slash("general", "whoplayed", {"name": "Olav"}))
        played = shown(await show.sam.click(card, "Who plays them?"))

    for message in (card, answer, cast, played):
        section = message.raw["components"][0]["components"][0]
        assert section["accessory"]["description"] == "A blue cross on red"
        assert "picture.png" in section["accessory"]["media"]["url"]
        assert "Picture: Robin" in message.text


async def test_a_card_without_its_file_is_shown_without_a_picture(show: Show) -> None:
    async with show.bot():
        (show.pack / "pictures" / "a flag.PNG").unlink()
        card = shown(await show.sam.slash("general", "character", {"name": "Olav"}))

    assert "Olav rows" in card.text
    assert "accessory" not in str(card.raw["components"])
