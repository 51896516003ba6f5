"""Forums of the playground: their posts, who opens them, and the tags that the bot may apply."""

from datetime import UTC, datetime

import discord
import pytest

from bot.playground import payloads, permissions
from bot.playground.actions import Actions
from bot.playground.commands import NotPossible
from bot.playground.model import Channel, MessageCreated, ThreadChanged, ThreadOpened
from bot.playground.permissions import Overwrite
from bot.playground.refusals import Refusal
from bot.playground.server import Playground
from bot.playground.world import World
from tests.playground.small_bot import running

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def forum(world: World) -> Channel:
    return with_forum(world)


@pytest.fixture
def sam(world: World) -> Actions:
    return Actions(world, world.person("Sam").id)


def with_forum(world: World) -> Channel:
    guild_id = world.channel("general").guild_id
    assert guild_id is not None
    return world.add_forum(guild_id, "questions", ("Trivia", "Solved"))


def let_bot_manage_threads(world: World, forum: Channel) -> None:
    world.set_overwrite(forum.id, Overwrite(world.bot.id, 1, allow=permissions.MANAGE_THREADS))


def test_a_forum_is_described_with_its_tags(world: World, forum: Channel) -> None:
    described = payloads.channel(world, forum)

    assert described["type"] == 15
    assert [tag["name"] for tag in described["available_tags"]] == ["Trivia", "Solved"]


def test_a_post_is_a_thread_whose_first_message_has_its_id(world: World, forum: Channel, sam: Actions) -> None:
    first = sam.open_post(forum.id, "Who plays Ultron?", "The voice, I mean", NOON, tags=["Trivia"])

    post = world.channels[first.id]
    assert (first.channel_id, first.content) == (post.id, "The voice, I mean")
    assert (post.name, post.parent_id, post.owner_id) == ("Who plays Ultron?", forum.id, sam.user_id)
    assert world.take_events() == [ThreadOpened(post), MessageCreated(first)]
    assert payloads.channel(world, post)["applied_tags"] == [forum.tags[0].id]
    assert "thread" not in payloads.message(world, first)


def test_nobody_writes_into_a_forum_itself(world: World, forum: Channel, sam: Actions) -> None:
    with pytest.raises(NotPossible, match="A forum has posts"):
        sam.say(forum.id, "hello", NOON)
    with pytest.raises(Refusal, match="non-text channel"):
        world.post(forum.id, {"content": "hello"}, NOON)


@pytest.mark.parametrize(("title", "text"), [("", "text"), ("x" * 101, "text"), ("title", " ")])
def test_a_post_has_a_title_and_a_text(forum: Channel, sam: Actions, title: str, text: str) -> None:
    with pytest.raises(NotPossible):
        sam.open_post(forum.id, title, text, NOON)


def test_only_forums_have_posts(world: World, sam: Actions) -> None:
    with pytest.raises(NotPossible, match="Only a forum"):
        sam.open_post(world.channel("general").id, "Title", "text", NOON)


def test_who_may_not_write_in_a_forum_opens_no_post(world: World, forum: Channel, sam: Actions) -> None:
    world.set_overwrite(forum.id, Overwrite(sam.user_id, 1, deny=permissions.SEND_MESSAGES))

    with pytest.raises(NotPossible, match="permission"):
        sam.open_post(forum.id, "Title", "text", NOON)


def test_tagging_somebody_elses_post_needs_manage_threads(world: World, forum: Channel, sam: Actions) -> None:
    post = world.channels[sam.open_post(forum.id, "Title", "text", NOON).id]
    world.take_events()

    with pytest.raises(Refusal, match="Missing Permissions"):
        world.change_thread(post.id, {"applied_tags": [forum.tags[1].id]})
    let_bot_manage_threads(world, forum)
    world.change_thread(post.id, {"applied_tags": [forum.tags[1].id]})

    assert post.applied_tags == [forum.tags[1].id]
    assert world.take_events()[-1] == ThreadChanged(post)


def test_tags_are_those_of_the_forum_and_five_at_most(world: World, forum: Channel, sam: Actions) -> None:
    post = sam.open_post(forum.id, "Title", "text", NOON).id
    let_bot_manage_threads(world, forum)

    with pytest.raises(Refusal, match="Unknown tag"):
        world.change_thread(post, {"applied_tags": ["1"]})
    with pytest.raises(Refusal, match="Invalid Form Body"):
        world.change_thread(post, {"applied_tags": [forum.tags[0].id] * 6})


async def test_a_client_sees_a_post_with_its_forum_and_tags() -> None:
    async with Playground(rate_limits=False) as playground:
        with_forum(playground.world)
        async with running(playground) as bot:
            sam = playground.member("Sam")

            said = await sam.open_post("questions", "Who plays Ultron?", "hm", tags=["Solved"])
            await sam.answer_to(await sam.say("general", "@Lorekeeper hi"))

            post = bot.guilds[0].get_thread(int(said.id))
            assert post is not None
            assert isinstance(post.parent, discord.ForumChannel)
            assert (post.name, [tag.name for tag in post.applied_tags]) == ("Who plays Ultron?", ["Solved"])
