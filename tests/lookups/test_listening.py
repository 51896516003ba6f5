"""Which plain messages are looked up, where the bot listens, and how often it speaks up."""

from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.ids import ChannelId, ServerId
from bot.lookups.listening import AGAIN, COOLDOWN, CalledUp, Listening, Manners, may_be_a_question, named_in
from tests.clock import NOON
from tests.small_pack import BELL, DOG, LIGHT
from tests.storage.memory import MemorySettings, in_memory

SERVER, CHANNEL, THREAD = ServerId(1), ChannelId(2), ChannelId(3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("text", ["who keeps the light?", "  what is mara's dog called", "mara has a dog, right?"])
def test_what_asks_something_is_looked_up(text: str) -> None:
    assert may_be_a_question(text)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "what a storm!" * 30, "mara has a dog", "!ask who is mara", "> who is mara?", "/fact mara?", "`what?`"],
    ids=["nothing", "blank", "long", "no question", "a command", "a quotation", "a slash command", "code"],
)
def test_all_else_is_not(text: str) -> None:
    assert not may_be_a_question(text)


class Broken(MemorySettings):
    """A database that fails."""

    def __init__(self) -> None:
        """There is nothing in it."""

    async def is_listening(self, channel_id: ChannelId) -> bool:
        raise StorageError(f"nothing is known of {channel_id}: the disk is full")


class TestListening:
    async def test_a_channel_is_heard_and_so_are_its_threads(self) -> None:
        listening = Listening(in_memory().settings)

        assert not await listening.hears([CHANNEL])
        assert await listening.turn(SERVER, CHANNEL, on=True)
        assert not await listening.turn(SERVER, CHANNEL, on=True)

        assert await listening.hears([CHANNEL])
        assert await listening.hears([THREAD, CHANNEL])
        assert not await listening.hears([THREAD])
        assert await listening.channels(SERVER) == {CHANNEL}

    async def test_it_ends_when_somebody_says_so(self) -> None:
        listening = Listening(in_memory().settings)
        await listening.turn(SERVER, CHANNEL, on=True)

        assert await listening.turn(SERVER, CHANNEL, on=False)
        assert not await listening.turn(SERVER, CHANNEL, on=False)

        assert not await listening.hears([CHANNEL])

    async def test_where_the_database_does_not_say_nothing_is_heard(self, caplog: pytest.LogCaptureFixture) -> None:
        assert not await Listening(Broken()).hears([CHANNEL])
        assert "the disk is full" in caplog.text


class TestManners:
    def test_after_speaking_up_it_is_silent_for_a_while(self) -> None:
        manners = Manners()
        manners.spoke_up(CHANNEL, NOON)

        assert not manners.may_say(CHANNEL, [DOG], NOON + COOLDOWN - SECOND)
        assert manners.may_say(CHANNEL, [DOG], NOON + COOLDOWN)
        assert manners.may_say(THREAD, [DOG], NOON)

    def test_what_was_told_is_not_told_again_soon(self) -> None:
        manners = Manners()
        manners.told(CHANNEL, [DOG], NOON)

        assert not manners.may_say(CHANNEL, [DOG], NOON + AGAIN - SECOND)
        assert manners.may_say(CHANNEL, [DOG, BELL], NOON)
        assert manners.may_say(CHANNEL, [BELL], NOON)
        assert manners.may_say(THREAD, [DOG], NOON)
        assert manners.may_say(CHANNEL, [DOG], NOON + AGAIN)

    def test_it_remembers_more_than_the_last_answer(self) -> None:
        manners = Manners()
        manners.told(CHANNEL, [DOG], NOON)
        manners.told(CHANNEL, [LIGHT], NOON + SECOND)

        assert not manners.may_say(CHANNEL, [DOG], NOON + SECOND)

    def test_its_memory_is_bounded(self) -> None:
        manners = Manners(kept=2)
        for channel in (1, 2, 3):
            manners.told(ChannelId(channel), [DOG], NOON)
            manners.spoke_up(ChannelId(channel), NOON)

        assert manners.may_say(ChannelId(1), [DOG], NOON)
        assert not manners.may_say(ChannelId(2), [DOG], NOON)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Is [[Thor]] taller than [[ Loki ]]? [[Thor]]!", ("Thor", "Loki")),
        ("[[a]] [[b]] [[c]] [[d]]", ("a", "b", "c")),
        ("`[[Thor]]` ``a ` [[Thor]]`` [[Loki]]", ("Loki",)),
        ("```\n[[Thor]]\n``` [[Loki]]", ("Loki",)),
        ("```\n[[Thor]]", ()),
        ("> [[Thor]]\n[[Loki]]", ("Loki",)),
        (">>> one\n[[Thor]]", ()),
        ("[[]] [[ ]] [Thor] [[Th\nor]] [[" + "x" * 101 + "]]", ()),
    ],
)
def test_names_stand_in_double_brackets_outside_of_code_and_quotations(text: str, names: tuple[str, ...]) -> None:
    assert tuple(each.name for each in named_in(text)) == names


def test_an_exclamation_mark_in_the_brackets_asks_for_the_large_picture() -> None:
    assert named_in("[[!Thor]] and [[Loki]], [[! Hela ]]") == (
        CalledUp("Thor", is_large=True),
        CalledUp("Loki"),
        CalledUp("Hela", is_large=True),
    )


def test_a_name_that_is_called_up_twice_is_shown_once_and_large_if_either_asks_for_it() -> None:
    assert named_in("[[Thor]] [[!Thor]]") == (CalledUp("Thor", is_large=True),)
