"""Posts of a forum in which the bot listens: what it answers there, to whom, and until when."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.discord_front.lookups.answer_wording import NOT_YOURS_TO_SOLVE
from bot.discord_front.lookups.buttons import Solve
from bot.ids import MemberId
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.members import Shown
from bot.playground.model import Channel
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from tests.end_to_end.stage import PATIENT, labels, shown
from tests.end_to_end.test_listening import BELL, DOG, Hall
from tests.end_to_end.test_trivia import NOON

CLOSEST = "The closest fact"


class Forum(Hall):
    """A hall with a forum, in which the bot listens."""

    @property
    def channel(self) -> Channel:
        """The forum."""
        return self.playground.world.channel("questions")

    async def post(self, title: str, text: str) -> tuple[Shown, Shown | None]:
        """A post of Sam's, and the bot's answer to its first message."""
        said = await self.sam.open_post("questions", title, text)
        return said, await self._answer_to(said)

    async def says(self, member: str, post: Shown, text: str, reply_to: Shown | None = None) -> Shown | None:
        """The bot's answer to what somebody says in a post."""
        said = await self.playground.member(member).say(post.id, text, reply_to=reply_to, ping=False)
        return await self._answer_to(said)

    async def _answer_to(self, said: Shown) -> Shown | None:
        await self.heard()
        answers = [each for each in self.said(said.channel_id) if each.reply_to == said.id]
        return answers[0] if answers else None

    async def solve(self, member: str, answer: Shown) -> None:
        """Press the button below an answer, until it says that the post is solved."""
        await self.playground.member(member).click(answer, "Solved")

        def is_solved(seen: Shown) -> bool:
            return seen.id == answer.id and "Open again" in labels(seen)

        await self.robin.message(answer.channel_id, is_solved)

    async def reopen(self, member: str, answer: Shown) -> None:
        """Press the button that took its place."""
        solved = await self.robin.message(answer.channel_id, lambda seen: seen.id == answer.id)
        await self.playground.member(member).click(solved, "Open again")
        await self.robin.message(answer.channel_id, lambda seen: seen.id == answer.id and "Solved" in labels(seen))

    def tags(self, post: Shown) -> list[str]:
        """The names of a post's tags."""
        applied = self.playground.world.channels[post.id].applied_tags
        return [tag.name for tag in self.channel.tags if tag.id in applied]

    def let_bot_manage_threads(self) -> None:
        own = Overwrite(self.playground.world.bot.id, 1, allow=permissions.MANAGE_THREADS)
        self.playground.world.set_overwrite(self.channel.id, own)
        self.playground.hub.publish()


@pytest.fixture
async def forum(tmp_path: Path) -> AsyncIterator[Forum]:
    clock = MovableClock(NOON)
    async with Playground(
        answer_within=PATIENT, clock=clock, privileged_intents=MESSAGE_CONTENT, rate_limits=False
    ) as playground:
        general = playground.world.channel("general")
        playground.world.add_forum(general.guild_id or "", "questions", ("Trivia", "Solved"))
        opened = Forum(tmp_path, clock, playground)
        async with opened.bot():
            told = await opened.settings("listen on", channel=opened.channel.id)
            assert "listening in the forum" in told
            yield opened


async def test_a_posts_author_is_answered_without_a_mention_until_it_is_solved(forum: Forum) -> None:
    forum.let_bot_manage_threads()

    post, first = await forum.post("A question about the film", DOG)
    assert first is not None
    assert "Barnacle" in first.text
    follow_up = await forum.says("Sam", post, "who played her?", reply_to=first)
    assert follow_up is not None
    assert "Anna Lind plays Mara" in follow_up.text
    closest = await forum.says("Sam", post, "what is the dog of the lighthouse afraid of?")
    assert closest is not None
    assert CLOSEST in closest.text
    assert await forum.says("Kim", post, "what is the dog of the lighthouse afraid of?") is None
    assert await forum.says("Sam", post, "what else do you know?") is None

    refused = shown(await forum.playground.member("Kim").click(closest, "Solved"))
    assert NOT_YOURS_TO_SOLVE in refused.text
    kim = forum.playground.member("Kim")
    forged = Solve(MemberId(int(kim.id))).custom_id
    [message] = (each for each in forum.playground.world.messages_in(post.id) if each.id == closest.id)
    own = Solve(MemberId(int(forum.sam.id))).custom_id
    message.components = json.loads(json.dumps(message.components).replace(own, forged))
    assert NOT_YOURS_TO_SOLVE in shown(await kim.click(closest, "Solved")).text
    await forum.solve("Sam", closest)
    assert forum.tags(post) == ["Solved"]
    assert await forum.says("Sam", post, BELL) is None
    assert await forum.says("Sam", post, f"@Lorekeeper {BELL}") is not None

    await forum.reopen("Sam", closest)
    assert forum.tags(post) == []
    assert await forum.says("Sam", post, "who plays Mara?") is not None


async def test_a_title_is_a_question_too_and_others_get_sure_answers_alone(forum: Forum) -> None:
    post, first = await forum.post(DOG, "I have to know. Asking for a friend")
    assert first is not None
    assert "Barnacle" in first.text
    assert DOG in first.text
    assert labels(first)[-1] == "Solved"

    answer = await forum.says("Kim", post, BELL)
    assert answer is not None
    assert "Solved" not in labels(answer)
    await forum.solve("Alex", first)
    assert forum.tags(post) == []
    assert await forum.says("Sam", post, "who plays Mara?") is None

    assert (await forum.post("The storm", "what is the dog of the lighthouse afraid of?"))[1] is None
