"""Channels in which the bot listens: how managers turn it on, what it answers there, and what it leaves alone."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import the_bot
from bot.discord_front.admission import CARDS
from bot.discord_front.quiz.cog import NO_MORE_SIGN, WRONG_SIGN
from bot.discord_front.wording import MANAGERS_ONLY
from bot.knowledge.model import QuestionFormat
from bot.lookups.listening import AGAIN, COOLDOWN
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.members import Member, Modal, Shown
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from tests.end_to_end.stage import PATIENT, a_run, labels, shown
from tests.end_to_end.test_trivia import NOON, asked, title

DOG = "what is mara's dog called?"
BELL = "who finds the drowned bell?"
OFF = "Message Content Intent"


class Hall:
    """The playground with the whole bot on it. Robin manages the server, Sam does not."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground) -> None:
        self.clock = clock
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self._folder = folder

    def bot(self) -> AbstractAsyncContextManager[None]:
        """One run of the bot."""
        return a_run(
            self.playground,
            self._folder,
            lambda library, storage: the_bot(library, storage, self.clock, catch_up=timedelta(hours=6)),
            commands=("settings", "trivia"),
        )

    async def settings(self, what: str, said_in: str = "lore", **options: str) -> str:
        """What Robin reads who sets something."""
        told = shown(await self.robin.slash(said_in, f"settings {what}", options))
        assert told.is_ephemeral
        return told.text

    def said(self, channel: str = "lore") -> list[Shown]:
        """What the bot has said there for all to see."""
        bot = self.playground.world.application_id
        return [m for m in self.robin.sees(channel) if m.author_id == bot and not m.is_ephemeral]

    async def heard(self, channel: str = "lore") -> None:
        """Until the bot has dealt with all that was said before."""
        await self.robin.answer_to(await self.robin.say(channel, "@Lorekeeper thanks"))
        hearing = [task for task in asyncio.all_tasks() if task.get_name() == "discord.py: on_message"]
        await asyncio.gather(*hearing)

    async def answers(self, text: str, channel: str = "lore") -> list[str]:
        """What the bot answers to a plain message."""
        said = await self.sam.say(channel, text)
        await self.heard(channel)
        return [message.text for message in self.said(channel) if message.reply_to == said.id]

    def deny(self, channel: str, right: int) -> None:
        """Take a right from everybody."""
        place = self.playground.world.channel(channel)
        assert place.guild_id is not None
        self.playground.world.set_overwrite(place.id, Overwrite(place.guild_id, 0, deny=right))
        self.playground.hub.publish()

    def thread(self, channel: str = "lore") -> str:
        """A new thread, by its id."""
        world = self.playground.world
        opened = world.open_thread(world.channel(channel).id, {"name": "talk", "type": 11}, self.clock.now())
        self.playground.hub.publish()
        return opened.id


@asynccontextmanager
async def a_hall(folder: Path, *, allowed: int = MESSAGE_CONTENT) -> AsyncIterator[Hall]:
    clock = MovableClock(NOON)
    async with Playground(
        answer_within=PATIENT, clock=clock, privileged_intents=allowed, rate_limits=False
    ) as playground:
        hall = Hall(folder, clock, playground)
        yield hall
        assert [message.text for message in hall.said("general") + hall.said("lore") if message.pinged] == []


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """A playground whose bot is on, and may read plain messages."""
    async with a_hall(tmp_path) as opened, opened.bot():
        yield opened


async def test_a_plain_question_is_answered_where_it_was_turned_on_until_it_is_turned_off(hall: Hall) -> None:
    assert await hall.answers(DOG) == []

    assert "I'm now listening in <#" in await hall.settings("listen on")
    [answer] = await hall.answers(DOG)
    assert "Barnacle" in answer
    assert await hall.answers(DOG, "general") == []

    assert "no longer" in await hall.settings("listen off")
    await hall.clock.move(AGAIN)
    assert await hall.answers(DOG) == []


async def test_it_is_remembered_through_a_restart(tmp_path: Path) -> None:
    async with a_hall(tmp_path) as hall:
        async with hall.bot():
            await hall.settings("listen on")
        async with hall.bot():
            assert len(await hall.answers(DOG)) == 1


async def test_another_channel_can_be_named(hall: Hall) -> None:
    lore = hall.playground.world.channel("lore").id

    await hall.settings("listen on", "general", channel=lore)

    assert await hall.answers(DOG, "general") == []
    assert len(await hall.answers(DOG)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "what a storm we had last night",
        "anyone up for pizza?",
        "who is the best captain in your opinion?",
        "mara's dog is called Barnacle",
        f"!ask {DOG}",
        f"> {DOG}",
        f"@Robin {DOG}",
        f"{DOG} {'really, ' * 60}",
    ],
    ids=[
        "chatter",
        "for others",
        "no fact",
        "no question",
        "a command",
        "a quotation",
        "to somebody",
        "a story",
    ],
)
async def test_all_else_gets_silence(hall: Hall, text: str) -> None:
    await hall.settings("listen on")

    assert await hall.answers(text) == []


async def test_a_reply_to_somebody_else_is_left_alone(hall: Hall) -> None:
    await hall.settings("listen on")
    storm = await hall.robin.say("lore", "what a storm")

    said = await hall.sam.say("lore", DOG, reply_to=storm)
    await hall.heard()

    assert [message for message in hall.said() if message.reply_to == said.id] == []


async def test_it_does_not_speak_up_all_the_time(hall: Hall) -> None:
    await hall.settings("listen on")

    assert len(await hall.answers(DOG)) == 1
    assert await hall.answers(BELL) == []
    await hall.clock.move(COOLDOWN)
    assert len(await hall.answers(BELL)) == 1


async def test_it_does_not_say_the_same_again_soon(hall: Hall) -> None:
    await hall.settings("listen on")
    await hall.sam.answer_to(await hall.sam.say("lore", f"@Lorekeeper {DOG}"))

    assert await hall.answers(DOG) == []
    await hall.clock.move(AGAIN)
    assert len(await hall.answers(DOG)) == 1


async def test_its_answer_can_be_followed_up_explained_and_deleted(hall: Hall) -> None:
    await hall.settings("listen on")
    answer = await hall.sam.answer_to(await hall.sam.say("lore", DOG))

    follow_up = await hall.sam.answer_to(await hall.sam.say("lore", "who played her?", reply_to=answer))
    assert "Anna Lind plays Mara" in follow_up.text
    why = shown(await hall.sam.menu(answer, "Why this answer?"))
    assert "Barnacle" in why.text
    assert labels(answer) == ["🗑️"]
    await hall.sam.click(answer, "🗑️")
    await hall.sam.gone(answer)


async def test_a_channel_goes_with_its_threads(hall: Hall) -> None:
    thread = hall.thread()
    assert await hall.answers(DOG, thread) == []

    await hall.settings("listen on")

    assert len(await hall.answers(DOG, thread)) == 1
    assert "because I'm listening in <#" in await hall.settings("listen on", channel=thread)
    assert "because I'm listening in <#" in await hall.settings("listen off", channel=thread)


async def test_a_thread_can_be_listened_to_alone(hall: Hall) -> None:
    thread = hall.thread()

    await hall.settings("listen on", thread)

    assert len(await hall.answers(DOG, thread)) == 1
    assert await hall.answers(BELL) == []


@pytest.mark.parametrize(
    ("right", "name"),
    [
        (permissions.VIEW_CHANNEL, "View Channel"),
        (permissions.READ_MESSAGE_HISTORY, "Read Message History"),
        (permissions.SEND_MESSAGES, "Send Messages"),
    ],
)
async def test_where_it_may_not_it_says_what_it_lacks(hall: Hall, right: int, name: str) -> None:
    lore = hall.playground.world.channel("lore").id
    await hall.settings("listen on", "general")
    hall.deny("lore", right)

    refused = await hall.settings("listen on", "general", channel=lore)

    assert f"**{name}**" in refused
    assert lore not in await hall.settings("listen status", "general")
    hall.deny("general", permissions.SEND_MESSAGES)
    assert "I'm missing Send Messages there" in await hall.settings("listen status", "general")


async def test_the_status_names_the_channels_and_forgets_what_is_deleted(hall: Hall) -> None:
    lore, thread = hall.playground.world.channel("lore").id, hall.thread("general")
    assert "I'm not listening in any channel" in await hall.settings("listen status")
    await hall.settings("listen on")
    await hall.settings("listen on", thread)

    told = await hall.settings("listen status")

    assert f"<#{lore}>" in told
    assert f"<#{thread}>" in told
    assert OFF not in told
    assert f"<#{lore}>" in await hall.settings("status")
    hall.robin.delete_channel(thread)
    assert thread not in await hall.settings("listen status")


async def test_it_is_for_managers_alone(hall: Hall) -> None:
    refused = shown(await hall.sam.slash("lore", "settings listen on"))

    assert refused.is_ephemeral
    assert MANAGERS_ONLY in refused.text
    assert "I'm not listening in any channel" in await hall.settings("listen status")


async def test_without_the_intent_the_status_says_so_and_the_rest_works(tmp_path: Path) -> None:
    async with a_hall(tmp_path, allowed=0) as hall, hall.bot():
        assert OFF in await hall.settings("listen on")

        assert await hall.answers(DOG) == []
        assert "Barnacle" in (await hall.sam.answer_to(await hall.sam.say("lore", f"@Lorekeeper {DOG}"))).text
        assert OFF in await hall.settings("listen status")
        assert OFF in await hall.settings("status")


async def test_after_the_intent_is_taken_away_it_runs_on_without(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    await hall.settings("listen on")
    hall.playground.world.privileged_intents = 0
    hall.playground.gateway.invalidate()
    await hall.playground.until_offline()
    await hall.playground.until_online()

    assert await hall.answers(DOG) == []

    assert OFF in await hall.settings("listen status")
    [line] = [record.getMessage() for record in caplog.records if OFF in record.getMessage()]
    assert "goes on without it" in line


# A quiz with typed answers


async def typed(hall: Hall) -> Shown:
    """The first question of a typed game in a channel in which the bot listens."""
    await hall.settings("listen on")
    await hall.robin.slash("lore", "trivia start", {"lobby": 0, "rounds": 1, "answers": "typed"})
    return await hall.robin.message("lore", lambda m: title(m) == "Question 1 of 1" and "The time ends" in m.text)


async def test_a_plain_message_is_an_answer_in_a_quiz(hall: Hall) -> None:
    question = await typed(hall)

    said = await hall.sam.say("lore", f"it's {asked(question).answer.lower()}!")

    assert "is right. +" in (await hall.sam.answer_to(said)).text


async def test_talk_beside_a_quiz_is_neither_marked_nor_costs_a_guess(hall: Hall) -> None:
    question = await typed(hall)

    talk = ["haha nice one", "brb dinner", "no idea, this is way too hard for me today honestly", DOG, "who said that?"]
    for text in talk:
        assert await hall.answers(text) == []

    said = await hall.sam.say("lore", asked(question).answer)
    assert "is right. +" in (await hall.sam.answer_to(said)).text
    assert [message.content for message in hall.robin.sees("lore") if message.raw.get("reactions")] == []


async def test_a_wrong_plain_answer_gets_a_sign_and_costs_a_guess(hall: Hall) -> None:
    question = await typed(hall)

    await hall.sam.say("lore", "a zebra")

    wrong = await hall.sam.message("lore", lambda m: bool(m.raw.get("reactions")))
    assert wrong.content == "a zebra"
    has_one_guess = asked(question).format is QuestionFormat.TRUE_FALSE
    sign = NO_MORE_SIGN if has_one_guess else WRONG_SIGN
    assert [reaction["emoji"]["name"] for reaction in wrong.raw["reactions"]] == [sign]


async def test_nothing_is_answered_unasked_while_a_quiz_runs(hall: Hall) -> None:
    await hall.settings("listen on")
    await hall.robin.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
    await hall.robin.message("lore", lambda m: title(m) == "Question 1 of 1")

    assert await hall.answers(DOG) == []


async def test_what_is_read_is_not_logged(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await hall.settings("listen on")

    await hall.answers("the secret word is xylophone, what is it?")

    assert "xylophone" not in caplog.text


async def test_names_in_brackets_show_their_cards(hall: Hall) -> None:
    assert await hall.answers("I like [[Orlo]]") == []
    await hall.settings("listen on")

    mara, dog = await hall.answers("I think [[!Mara]] keeps [[Pip]] away from [[Nobody At All]]")

    assert "Mara Finn" in mara
    assert "Pip" in dog


@pytest.mark.parametrize("text", ["`[[Mara]]`", "> [[Mara]]", "```\n[[Mara]]\n```", "[[Nobody At All]]", "[Mara]"])
async def test_nothing_is_shown_of_code_quotations_and_strangers(hall: Hall, text: str) -> None:
    await hall.settings("listen on")

    assert await hall.answers(text) == []


async def test_a_flood_of_names_gets_one_line_then_silence(hall: Hall) -> None:
    await hall.settings("listen on")

    told = [await hall.answers("[[Orlo]]") for _ in range(CARDS.most + 3)]

    assert all("Orlo" in card for [card] in told[: CARDS.most])
    assert ["a lot of cards" in line for [line] in told[CARDS.most : CARDS.most + 1]] == [True]
    assert told[CARDS.most + 1 :] == [[], []]


async def test_names_in_brackets_show_no_cards_in_the_quiet_hours(hall: Hall) -> None:
    await hall.settings("listen on")
    form = await hall.robin.click(shown(await hall.robin.slash("lore", "settings panel")), "Quiet hours…")
    assert isinstance(form, Modal)
    texts = ("11:00", "13:00", "UTC")
    ids = [field["custom_id"] for field in form.fields]
    await hall.robin.submit(form, dict(zip(ids, texts, strict=True)))

    quiet = await hall.sam.say("lore", "[[Mara]]")
    await hall.clock.move(timedelta(hours=2))

    assert len(await hall.answers("[[Orlo]]")) == 1
    assert quiet.id not in {message.reply_to for message in hall.said()}
