"""From joining to settings: the first message, the panel, /spoilers and /setup, with rights taken away in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import the_bot
from bot.discord_front.client import Extension
from bot.packs.library import Library
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.members import Member, Shown
from bot.playground.model import Guild
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from bot.storage.storage import Storage
from tests.end_to_end.stage import PATIENT, a_run, custom_id_of_menu, labels, shown
from tests.end_to_end.test_trivia import NOON

BELL = "who finds the drowned bell?"
BEYOND = "beyond what you've seen"


class Hall:
    """The playground with the whole bot on it. Robin owns the server, Sam is a member."""

    def __init__(self, playground: Playground, folder: Path) -> None:
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self._folder = folder

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """One run of the bot."""
        clock = MovableClock(NOON)

        def build(library: Library, storage: Storage) -> Extension:
            _ = library.everything.answers  # before the bot runs, as it does itself
            return the_bot(library, storage, clock, catch_up=timedelta(hours=6))

        async with a_run(
            self.playground,
            self._folder,
            build,
            commands=("settings", "setup", "spoilers", "ask"),
        ):
            yield

    async def panel(self, page: str = "") -> Shown:
        """The panel, open at a page."""
        opened = shown(await self.robin.slash("lore", "settings panel"))
        return opened if not page else shown(await self.robin.click(opened, page))

    @property
    def guild(self) -> Guild:
        """The server of the channel #lore."""
        world = self.playground.world
        return world.guilds[str(world.channel("lore").guild_id)]

    async def ask(self, member: Member, question: str, channel: str = "lore") -> Shown:
        """The reply to a command."""
        return shown(await member.slash(channel, "ask", {"question": question}))


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """The bot, running."""
    async with Playground(answer_within=PATIENT) as playground:
        hall = Hall(playground, tmp_path)
        async with hall.run():
            yield hall


async def test_a_manager_sets_the_server_up_with_the_panel(hall: Hall) -> None:
    panel = await hall.panel()
    assert panel.is_ephemeral
    assert "Private answers to commands: off" in labels(panel)

    panel = shown(await hall.robin.click(panel, "Private answers to commands: off"))

    assert "Private answers to commands: on" in labels(panel)
    assert (await hall.ask(hall.sam, "what is mara's dog called?")).is_ephemeral
    changes = shown(await hall.robin.click(panel, "Changes"))
    assert "Private answers to commands" in changes.text
    changes = shown(await hall.robin.click(changes, "Undo"))
    assert not (await hall.ask(hall.sam, "what is mara's dog called?")).is_ephemeral


async def test_the_right_is_checked_at_each_press(hall: Hall) -> None:
    panel = await hall.panel("Changes")
    guild = hall.guild
    guild.owner_id = "1"
    guild.members[hall.playground.world.owner.id].roles.clear()

    for label in ("Answers", "Spoilers", "Quiz", "Managers", "Daily & channels"):
        refused = shown(await hall.robin.click(panel, label))
        assert "Only members who manage this server" in refused.text


async def test_members_see_nothing_later_than_they_said(hall: Hall) -> None:
    answer = await hall.ask(hall.sam, BELL)
    assert "Pip" in answer.text

    told = shown(await hall.sam.slash("lore", "spoilers", {"seen_up_to": "2/harbour"}))

    assert "up to scene 2" in told.text
    assert BEYOND in (await hall.ask(hall.sam, BELL)).text
    assert "Pip" in (await hall.ask(hall.robin, BELL)).text
    card = shown(await hall.sam.slash("lore", "character", {"name": "Pip"}))
    assert "Who finds" not in card.text
    offered = await hall.sam.autocomplete("lore", "character", "name", "pip")
    assert "Pip" not in repr(offered)
    await hall.sam.slash("lore", "spoilers", {"seen_up_to": "everything"})
    assert "Pip" in (await hall.ask(hall.sam, BELL)).text


async def test_setup_says_what_is_missing_and_mends_what_it_may(hall: Hall) -> None:
    found = shown(await hall.robin.slash("lore", "setup"))
    assert "Everything that is set up here works" in found.text

    place = hall.playground.world.channel("lore")
    hall.playground.world.set_overwrite(place.id, Overwrite(hall.guild.id, 0, deny=permissions.EMBED_LINKS))
    hall.playground.hub.publish()
    found = shown(await hall.robin.click(found, "Look again"))

    assert "missing **Embed Links**" in found.text


async def test_the_panel_listens_where_the_bot_may_read(hall: Hall) -> None:
    lore, world = hall.playground.world.channel("lore"), hall.playground.world
    panel = await hall.panel("Daily & channels")
    world.set_overwrite(lore.id, Overwrite(hall.guild.id, 0, deny=permissions.READ_MESSAGE_HISTORY))
    hall.playground.hub.publish()

    refused = shown(await hall.robin.pick(panel, custom_id_of_menu(panel), [lore.id]))
    world.set_overwrite(lore.id, Overwrite(hall.guild.id, 0))
    hall.playground.hub.publish()
    chosen = shown(await hall.robin.pick(panel, custom_id_of_menu(panel), [lore.id]))

    assert "**Read Message History**" in refused.text
    assert chosen.select()["default_values"] == [{"id": lore.id, "type": "channel"}]
    changes = shown(await hall.robin.click(chosen, "Changes"))
    assert f"**Channels that I listen in**: none → **<#{lore.id}>**" in changes.text


async def test_joining_is_told_once(hall: Hall) -> None:
    hall.robin.remove_bot(hall.guild.name)
    hall.robin.add_bot(hall.guild.name)

    hello = await hall.robin.message("general", lambda message: "Hello!" in message.text)

    assert labels(hello) == ["Ask something", "Set up the daily question", "Settings"]
    hall.robin.remove_bot(hall.guild.name)
    hall.robin.add_bot(hall.guild.name)
    await hall.ask(hall.robin, BELL)
    assert sum("Hello!" in message.text for message in hall.robin.sees("general")) == 1


async def test_a_mention_where_it_may_not_write_is_reported_once(hall: Hall) -> None:
    hall.robin.let_bot_write("lore", may=False)

    for _ in range(2):
        await hall.sam.say("lore", f"@Lorekeeper {BELL}")
    told = await hall.robin.message("dm", lambda message: "may not answer there" in message.text)

    assert "**Send Messages**" in told.text
    await hall.sam.answer_to(await hall.sam.say("general", f"@Lorekeeper {BELL}"))
    assert sum("may not answer there" in message.text for message in hall.robin.sees("dm")) == 1


async def test_setup_mends_a_daily_question_whose_channel_is_gone(hall: Hall) -> None:
    await hall.robin.slash("lore", "settings daily set", {"time": "18:00", "zone": "Europe/Berlin"})
    hall.robin.delete_channel("lore")
    found = shown(await hall.robin.slash("general", "setup"))
    assert "The channel of the daily question is gone" in found.text
    assert "Mend what I can" in labels(found)

    mended = shown(await hall.robin.click(found, "Mend what I can"))

    assert "Mend what I can" not in labels(mended)
    status = shown(await hall.robin.slash("general", "settings daily status"))
    assert "paused" in status.text.lower()
