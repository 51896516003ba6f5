"""/guess on Discord: members of one server, a day that passes, and restarts in between."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import the_bot
from bot.guess.attributes import roster_of
from bot.ids import MemberId, ServerId
from bot.knowledge.model import Knowledge
from bot.playground.clock import MovableClock
from bot.playground.members import Failed, Member, Shown
from bot.playground.server import Playground
from bot.storage.connect import open_storage
from tests.discord_requests import assert_discord_accepts
from tests.end_to_end.stage import PATIENT, a_run, labels, shown
from tests.guess.small_cast import IDS, NAMES, ONE_VILLAGE, VILLAGE
from tests.small_pack import ONE_PACK

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

INVITES = "Guess the character"

NAME_OF = dict(zip(IDS, NAMES, strict=True))


class Club:
    """The playground with the bot on it, and its database in a folder."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground) -> None:
        self.clock = clock
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self.folder = folder

    def bot(self, knowledge: Knowledge = ONE_VILLAGE) -> AbstractAsyncContextManager[None]:
        """One run of the bot."""
        return a_run(
            self.playground,
            self.folder,
            lambda library, storage: the_bot(library, storage, self.clock, catch_up=timedelta(hours=6)),
            commands=("guess", "mydata"),
            knowledge=knowledge,
        )

    async def target(self, member: Member, channel: str = "general", kind: str = "daily") -> str:
        """The name of the one who is looked for, read off the database."""
        await member.slash(channel, f"guess {kind}")
        storage = await open_storage(url=None, folder=self.folder)
        try:
            scope = MemberId(int(member.id)) if channel == "dm" or kind == "endless" else ServerId(self.server(channel))
            round = "endless" if kind == "endless" else self.clock.now().date().isoformat()
            puzzle = await storage.guesses.of_round(scope, "village", round)
            assert puzzle
            return NAME_OF[puzzle.target]
        finally:
            await storage.close()

    def server(self, channel: str) -> int:
        return next(int(c.guild_id or 0) for c in self.playground.world.channels.values() if c.name == channel)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with AsyncExitStack() as stack:
        clock = MovableClock(NOON)
        record = tmp_path / "traffic.jsonl"
        playground = await stack.enter_async_context(Playground(answer_within=PATIENT, clock=clock, record=record))
        yield Club(tmp_path / "data", clock, playground)
    assert_discord_accepts(record)


async def a_try(member: Member, name: str, *, channel: str = "general", kind: str = "daily") -> Shown:
    return shown(await member.slash(channel, f"guess {kind}", {"try": name}))


def others(target: str) -> list[str]:
    return [name for name in NAMES if name != target]


async def test_members_play_for_themselves_and_look_for_the_same_one(club: Club) -> None:
    async with club.bot():
        target = await club.target(club.sam)
        wrong = others(target)[0]

        board = await a_try(club.sam, wrong)
        again = await a_try(club.sam, wrong)
        found = await a_try(club.robin, target)

        assert board.is_ephemeral
        assert f"1 · {wrong}" in board.text
        assert "5 tries left" in board.text
        assert "doesn't count" in again.text
        assert "5 tries left" in again.text
        assert "found in 1 try" in found.text
        assert labels(found) == ["Share"]
        assert board.id not in [message.id for message in club.robin.sees("general")]


async def test_a_board_goes_on_after_a_restart_and_is_shared_when_that_is_wanted(club: Club) -> None:
    async with club.bot():
        target = await club.target(club.sam)
        wrong = others(target)[:4]
        for name in wrong[:2]:
            await a_try(club.sam, name)
    async with club.bot():
        third = await a_try(club.sam, wrong[2])
        assert "Hint 1" in third.text
        assert "3 tries left" in third.text
        over = await a_try(club.sam, target)
        assert f"**{target}" in over.text
        public = [message for message in club.robin.sees("general") if "Guess the character" in message.text]
        assert public == []
    async with club.bot():
        await club.sam.click(over, "Share")
        first = await club.robin.message("general", lambda message: "Guess the character #1 · 4/6" in message.text)

        assert not first.is_ephemeral
        assert first.text.count("\n") == 4
        assert not [name for name in NAMES if name in first.text]
        assert not first.pinged
        board = next(message for message in club.sam.sees("general") if message.id == over.id)
        assert labels(board) == [], "it is shared once"


async def test_the_next_day_there_is_somebody_else_and_days_are_counted(club: Club) -> None:
    async with club.bot():
        first = await club.target(club.sam)
        await a_try(club.sam, first)
        await club.clock.move_to(NOON + timedelta(days=1))
        second = await club.target(club.sam)
        over = await a_try(club.sam, second)
        stats = shown(await club.sam.slash("general", "guess stats"))

        assert second != first
        assert over.embeds[0]["title"] == "Guess the character #2"
        assert "Days in a row: **2** now, 2 at best." in stats.text


async def test_practice_goes_on_as_long_as_one_likes(club: Club) -> None:
    async with club.bot():
        first = await club.target(club.sam, kind="endless")
        over = await a_try(club.sam, first, kind="endless")
        assert labels(over) == ["Another one"]
    async with club.bot():
        fresh = shown(await club.sam.click(over, "Another one"))
        second = await club.target(club.sam, kind="endless")

        assert "I'm thinking of a character" in fresh.text
        assert second != first
        assert "finished none" in shown(await club.sam.slash("general", "guess stats")).text


@pytest.mark.parametrize("channel", ["dm", "lobby"])
async def test_where_the_bot_has_no_server_a_member_plays_alone(club: Club, channel: str) -> None:
    async with club.bot():
        board = shown(await club.sam.slash(channel, "guess daily"))
        target = await club.target(club.sam, "dm")
        over = await a_try(club.sam, target, channel=channel)

        assert "everybody on this server" not in board.text
        assert "found in 1 try" in over.text


async def test_characters_are_completed_by_any_of_their_names(club: Club) -> None:
    async with club.bot():
        every = await club.sam.autocomplete("general", "guess daily", "try", "")
        moss = await club.sam.autocomplete("general", "guess endless", "try", "elias mos")
        packs = await club.sam.autocomplete("general", "guess daily", "pack", "vill")

        assert not isinstance(every, Failed)
        assert not isinstance(moss, Failed)
        assert not isinstance(packs, Failed)
        assert {choice.name for choice in every} == {who.full_name for who in VILLAGE.characters}
        assert moss[0].name == "Eli (Elias Moss)"
        assert [choice.value for choice in packs] == ["village"]


async def test_a_name_that_nobody_has_costs_no_try(club: Club) -> None:
    async with club.bot():
        refused = await a_try(club.sam, "xyzzyplugh")

        assert "I know nobody called “xyzzyplugh” in The Village" in refused.text
        assert "6 tries" in shown(await club.sam.slash("general", "guess daily")).text


async def test_a_pack_with_too_few_characters_is_told_kindly(club: Club) -> None:
    assert not roster_of(ONE_PACK.packs[0]).is_enough
    async with club.bot(ONE_PACK):
        told = shown(await club.sam.slash("general", "guess daily"))

        assert told.is_ephemeral
        assert "at least 10 characters" in told.text


async def test_tries_are_part_of_a_members_data_and_go_with_it(club: Club) -> None:
    async with club.bot():
        target = await club.target(club.sam)
        await a_try(club.sam, others(target)[0])
        data = shown(await club.sam.slash("general", "mydata"))
        asked = shown(await club.sam.click(data, "Delete everything…"))
        await club.sam.click(asked, "Yes, delete everything")

        assert "1 guess" in data.text
        assert "6 tries" in shown(await club.sam.slash("general", "guess daily")).text


async def test_the_daily_question_invites_to_guess_if_a_manager_says_so(club: Club) -> None:
    async with club.bot():
        set_up = {"time": "09:00", "zone": "UTC", "guess": True}
        told = shown(await club.robin.slash("lore", "settings daily set", set_up))
        preview = shown(await club.robin.slash("lore", "settings daily preview"))
        await club.clock.move_to(NOON + timedelta(hours=21))
        post = await club.robin.message("lore", lambda message: INVITES in labels(message) and not message.is_ephemeral)
        board = shown(await club.sam.click(post, INVITES))
    async with club.bot():
        again = shown(await club.robin.click(post, INVITES))

    assert "invites to guess" in told.text
    assert labels(preview)[-1] == labels(post)[-1] == INVITES
    assert "six tries" in post.text
    assert board.is_ephemeral
    assert "6 tries" in board.text
    assert "6 tries" in again.text


async def test_where_nobody_can_be_guessed_the_daily_question_does_not_invite(club: Club) -> None:
    async with club.bot(ONE_PACK):
        set_up = {"time": "09:00", "zone": "UTC", "guess": True}
        refused = shown(await club.robin.slash("lore", "settings daily set", set_up))
        status = shown(await club.robin.slash("lore", "settings daily status"))

    assert "at least 10 characters" in refused.text
    assert "There is no daily question" in status.text
