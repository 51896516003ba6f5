"""The world's state and who sees it. No sockets: time is an argument."""

import weakref
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.playground import payloads, permissions, rules
from bot.playground.actions import Actions
from bot.playground.commands import NotPossible
from bot.playground.model import Interaction, Message, MessageCreated, MessageUpdated, ThreadOpened
from bot.playground.permissions import Overwrite
from bot.playground.refusals import Refusal
from bot.playground.world import World

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

Json = dict[str, Any]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def robin(world: World) -> Actions:
    return Actions(world, world.person("Robin").id)


@pytest.fixture
def sam(world: World) -> Actions:
    return Actions(world, world.person("Sam").id)


def register(world: World, *commands: Json) -> None:
    world.set_commands(None, [{"description": "x"} | command for command in commands], NOON)


def ask(world: World, who: Actions, channel: str = "general") -> Interaction:
    register(world, {"name": "fact"})
    return who.slash(world.channel(channel).id, "fact", [], {}, NOON)


def answer(world: World, interaction: Interaction, now: datetime = NOON, kind: int = 4, **data: Any) -> Message:
    world.answer(interaction.id, interaction.token, {"type": kind, "data": data}, now)
    assert interaction.response is not None
    return interaction.response


def code(refused: pytest.ExceptionInfo[Refusal]) -> int:
    return refused.value.code


def test_more_servers_come_after_the_usual_ones(world: World) -> None:
    large = World(more_servers=3)

    assert list(large.guilds)[: len(world.guilds)] == list(world.guilds)
    assert list(large.channels)[: len(world.channels)] == list(world.channels)
    for guild in list(large.guilds.values())[-3:]:
        [channel] = large.channels_of(guild.id)
        assert {large.users[member].name for member in guild.members} == {"Robin", "Sam", "Lorekeeper"}
        assert large.permissions_in(channel, large.bot.id) & permissions.SEND_MESSAGES


def test_a_server_lists_only_its_own_channels(world: World) -> None:
    general = world.channel("general")
    assert general.guild_id is not None
    message = world.post(general.id, {"content": "x"}, NOON)
    thread = world.open_thread(general.id, {"name": "talk"}, NOON, message.id)
    assert [channel.name for channel in world.channels_of(general.guild_id)] == ["general", "lore", "talk"]

    world.delete_channel(general.id)

    assert thread.id not in world.channels
    assert [channel.name for channel in world.channels_of(general.guild_id)] == ["lore"]


def test_ids_grow_and_contain_their_time(world: World) -> None:
    first, second, later = world.new_id(NOON), world.new_id(NOON), world.new_id(NOON + SECOND)

    assert int(first) < int(second) < int(later)
    assert (int(later) >> 22) - (int(first) >> 22) == 1000


def test_the_servers_and_their_people_have_the_same_ids_in_every_world(world: World) -> None:
    other = World()

    assert set(other.guilds) == set(world.guilds)
    assert set(other.channels) == set(world.channels)
    assert set(other.users) == set(world.users)


def test_history_is_read_newest_first_before_after_and_around(world: World) -> None:
    general = world.channel("general")
    ids = [world.post(general.id, {"content": str(n)}, NOON + n * SECOND).id for n in range(6)]

    def read(**where: Any) -> list[str]:
        return [message.content for message in world.history(general.id, **where)]

    assert read() == ["5", "4", "3", "2", "1", "0"]
    assert read(limit=2) == ["5", "4"]
    assert read(before=ids[3], limit=2) == ["2", "1"]
    assert read(after=ids[3]) == ["5", "4"]
    assert read(after=ids[0], limit=2) == ["2", "1"]
    assert read(around=ids[3], limit=3) == ["4", "3", "2"]
    with pytest.raises(Refusal, match="50035"):
        world.history(general.id, limit=101)


def test_a_nonce_is_remembered_for_a_few_minutes(world: World) -> None:
    general = world.channel("general").id
    body = {"content": "x", "nonce": "n", "enforce_nonce": True}

    first = world.post(general, body, NOON)

    assert world.post(general, body, NOON + 60 * SECOND) is first
    assert world.post(general, body | {"enforce_nonce": False}, NOON + 61 * SECOND) is not first
    assert world.post(general, body, NOON + 3600 * SECOND) is not first


def test_an_old_nonce_keeps_no_message(world: World) -> None:
    general = world.channel("general").id
    first = world.post(general, {"content": "x", "nonce": "n"}, NOON)
    world.remove(first)
    world.take_events()
    kept = weakref.ref(first)
    del first

    world.post(general, {"content": "y", "nonce": "m"}, NOON + HOUR)

    assert kept() is None


def test_the_bot_edits_only_its_own_messages_and_deletes_others_only_with_permission(
    world: World, robin: Actions
) -> None:
    general = world.channel("general").id
    said = robin.say(general, "hello", NOON)

    with pytest.raises(Refusal) as refused:
        world.edit(general, said.id, {"content": "y"}, NOON)
    assert code(refused) == 50005
    with pytest.raises(Refusal) as refused:
        world.delete(general, said.id)
    assert code(refused) == 50013


def test_hidden_and_unknown_channels_are_refused(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        world.post(world.channel("lobby").id, {"content": "x"}, NOON)
    assert (refused.value.status, code(refused)) == (403, 50001)
    with pytest.raises(Refusal) as refused:
        world.post("1", {"content": "x"}, NOON)
    assert (refused.value.status, code(refused)) == (404, 10003)


def test_a_reply_needs_a_message_in_the_same_channel(world: World, robin: Actions) -> None:
    said = robin.say(world.channel("general").id, "hello", NOON)
    body = {"content": "x", "message_reference": {"message_id": int(said.id)}}

    reply = world.post(said.channel_id, body | {"allowed_mentions": {"parse": []}}, NOON)

    assert (reply.type, reply.reference_id, reply.pinged) == (19, said.id, frozenset())
    assert world.post(said.channel_id, body, NOON).pinged == {robin.user_id}
    with pytest.raises(Refusal, match="50035"):
        world.post(world.channel("lore").id, body, NOON)


def test_an_edit_mentions_and_pings_nobody(world: World, sam: Actions) -> None:
    posted = world.post(world.channel("general").id, {"content": "x"}, NOON)

    world.edit(posted.channel_id, posted.id, {"content": f"<@{sam.user_id}>"}, NOON)

    assert (posted.mentions, posted.pinged) == ([sam.user_id], frozenset())


def test_a_member_may_refuse_dms(world: World, sam: Actions) -> None:
    world.closed_directs.add(sam.user_id)

    with pytest.raises(Refusal, match="50007"):
        world.post(world.direct(sam.user_id).id, {"content": "x"}, NOON)


def test_only_a_mentionable_role_is_mentioned(world: World) -> None:
    general = world.channel("general")
    guild = world.guilds[general.guild_id or ""]
    role = next(role for role in guild.roles.values() if role.name == "Moderators")
    body = {"content": f"<@&{role.id}>", "allowed_mentions": {"roles": [role.id]}}

    assert world.post(general.id, body, NOON).pinged == frozenset()
    role.mentionable = True
    assert world.post(general.id, body, NOON).pinged == {role.id}


def test_a_mentionable_role_is_pinged_if_the_message_allows_it(world: World) -> None:
    general = world.channel("general")
    fans = next(role for role in world.guilds[general.guild_id or ""].roles.values() if role.name == "Quiz Fans")

    def pinged(**allowed: Any) -> frozenset[str]:
        return world.post(general.id, {"content": f"<@&{fans.id}>", "allowed_mentions": allowed}, NOON).pinged

    assert pinged(roles=[fans.id]) == pinged(parse=["roles"]) == {fans.id}
    assert pinged(parse=[]) == pinged(parse=["everyone", "users"]) == frozenset()


# -------------------------------------------------------------------------------- the clock, and what goes away


def test_moving_the_clock_expires_nonces_and_tokens_but_not_open_interactions(world: World, robin: Actions) -> None:
    general = world.channel("general").id
    body = {"content": "daily", "nonce": "2026-11-23", "enforce_nonce": True}
    first = world.post(general, body, NOON)
    answered, asked = ask(world, robin), ask(world, robin)
    answer(world, answered, content="x")
    later = NOON + DAY

    world.time_moves(DAY, later)

    assert world.post(general, body, later).id != first.id
    assert answer(world, asked, later, content="still in time").content == "still in time"
    with pytest.raises(Refusal, match="50027"):
        world.interaction_of(world.application_id, answered.token, later)


def test_a_message_includes_the_thread_opened_on_it(world: World) -> None:
    general = world.channel("general").id
    posted = world.post(general, {"content": "the question"}, NOON)
    world.take_events()

    thread = world.open_thread(general, {"name": "Talk"}, NOON, posted.id)

    assert thread.id == posted.id
    assert world.take_events() == [ThreadOpened(thread), MessageUpdated(posted)]
    assert payloads.message(world, posted)["thread"]["name"] == "Talk"
    assert posted.flags & rules.HAS_THREAD
    with pytest.raises(Refusal, match="160004"):
        world.open_thread(general, {"name": "Again"}, NOON, posted.id)


def test_a_quiet_thread_is_archived_until_the_next_message(world: World, sam: Actions) -> None:
    general = world.channel("general").id
    posted = world.post(general, {"content": "the question"}, NOON)
    thread = world.open_thread(general, {"name": "Talk"}, NOON, posted.id)
    sam.say(thread.id, "I know", NOON + HOUR)

    world.time_moves(DAY, NOON + DAY)
    assert not thread.archived
    world.time_moves(HOUR, NOON + DAY + HOUR)
    assert thread.archived

    sam.say(thread.id, "I knew", NOON + DAY + HOUR)
    assert not thread.archived
    world.time_moves(DAY, NOON + 2 * DAY + HOUR)
    world.post(thread.id, {"content": "it was"}, NOON + 2 * DAY + HOUR)
    assert not thread.archived


def test_a_deleted_channel_takes_its_threads_and_interactions_with_it(world: World, robin: Actions) -> None:
    lore = world.channel("lore").id
    posted = world.post(lore, {"content": "x"}, NOON)
    thread = world.open_thread(lore, {"name": "Talk"}, NOON, posted.id)
    asked, answered = ask(world, robin, "lore"), ask(world, robin, "lore")
    response = answer(world, answered, content="x")

    robin.delete_channel(lore)

    for gone in (lore, thread.id):
        with pytest.raises(Refusal, match="10003"):
            world.post(gone, {"content": "x"}, NOON)
    with pytest.raises(Refusal, match="10003"):
        answer(world, asked, content="x")
    with pytest.raises(Refusal, match="10003"):
        world.follow_up(answered, {"content": "x"}, NOON)
    with pytest.raises(Refusal, match="10008"):
        world.response(answered, "@original")
    assert world.find_message(response.id) is None
    with pytest.raises(NotPossible, match="This channel doesn't exist"):
        robin.say(lore, "x", NOON)


def test_a_permission_taken_from_the_bot_can_be_given_back(world: World, robin: Actions, sam: Actions) -> None:
    general = world.channel("general").id

    robin.let_bot_write(general, may=False)
    with pytest.raises(Refusal, match="50013"):
        world.post(general, {"content": "x"}, NOON)
    robin.let_bot_write(general, may=True)
    world.post(general, {"content": "x"}, NOON)

    with pytest.raises(NotPossible, match="permission"):
        sam.let_bot_write(general, may=False)


def test_a_user_who_left_is_not_a_member_but_their_messages_stay(world: World, sam: Actions) -> None:
    general = world.channel("general")
    said = sam.say(general.id, "goodbye", NOON)
    guild_id = general.guild_id or ""

    sam.leave(guild_id)

    assert sam.user_id not in world.guilds[guild_id].members
    assert world.history(general.id) == [said]
    assert payloads.gateway_message(world, said, with_content=True)["author"]["id"] == sam.user_id
    with pytest.raises(NotPossible, match="This channel doesn't exist"):
        sam.say(general.id, "x", NOON)


# --------------------------------------------------------------------------------------------- permissions


def test_overwrites_apply_in_discords_order(world: World, sam: Actions) -> None:
    lore = world.channel("lore")
    everyone = lore.guild_id or ""

    world.set_overwrite(lore.id, Overwrite(everyone, 0, deny=permissions.VIEW_CHANNEL))
    assert world.permissions_in(lore, sam.user_id) == 0
    world.set_overwrite(lore.id, Overwrite(sam.user_id, 1, allow=permissions.VIEW_CHANNEL))
    assert world.permissions_in(lore, sam.user_id) & permissions.VIEW_CHANNEL
    assert world.permissions_in(lore, world.bot.id) == 0


def test_only_moderators_can_ping_everyone(world: World, robin: Actions, sam: Actions) -> None:
    general = world.channel("general").id

    assert sam.say(general, "@everyone", NOON).pinged == frozenset()
    assert robin.say(general, "@everyone", NOON).pinged == {"everyone"}
    assert world.post(general, {"content": "@everyone"}, NOON).pinged == frozenset()


def test_commands_are_offered_in_their_contexts(world: World, robin: Actions, sam: Actions) -> None:
    register(
        world,
        {"name": "anywhere"},
        {"name": "servers", "contexts": [0], "integration_types": [0]},
        {"name": "directs", "contexts": [1]},
        {"name": "managers", "default_member_permissions": str(permissions.MANAGE_GUILD), "contexts": [0]},
    )

    def offered(who: Actions, channel_id: str) -> set[str]:
        return {command["name"] for command in who.usable(channel_id)}

    assert offered(robin, world.channel("general").id) == {"anywhere", "servers", "managers"}
    assert offered(sam, world.channel("general").id) == {"anywhere", "servers"}
    assert offered(sam, world.channel("lobby").id) == {"anywhere"}
    assert offered(sam, world.direct(sam.user_id).id) == {"anywhere", "directs"}


def test_a_dm_is_only_visible_to_its_member(world: World, robin: Actions, sam: Actions) -> None:
    own = world.direct(robin.user_id).id
    said = robin.say(own, "hello", NOON)

    assert world.messages_for(robin.user_id, own) == [said]
    assert world.messages_for(sam.user_id, own) == []
    with pytest.raises(NotPossible):
        sam.say(own, "hello", NOON)


# -------------------------------------------------------------------------------------------- interactions


def test_a_command_for_message_managers_is_hidden_from_others(world: World, robin: Actions, sam: Actions) -> None:
    general = world.channel("general").id
    alex = Actions(world, world.person("Alex").id)
    register(
        world,
        {"name": "stop", "default_member_permissions": str(permissions.MANAGE_MESSAGES)},
        {"name": "settings", "default_member_permissions": str(permissions.MANAGE_GUILD)},
    )

    def usable(who: Actions) -> list[str]:
        return [command["name"] for command in who.usable(general)]

    assert usable(robin) == ["stop", "settings"]
    assert usable(alex) == ["stop"]
    assert usable(sam) == []


def test_an_interaction_is_answered_once_and_within_three_seconds(world: World, robin: Actions) -> None:
    late, answered = ask(world, robin), ask(world, robin)

    answer(world, answered, NOON + 3 * SECOND, content="x")
    with pytest.raises(Refusal) as refused:
        answer(world, answered, NOON, content="y")
    assert code(refused) == 40060
    with pytest.raises(Refusal) as refused:
        answer(world, late, NOON + 3.1 * SECOND, content="x")
    assert (refused.value.status, code(refused)) == (404, 10062)
    assert late.failure is not None


def test_a_token_is_valid_for_fifteen_minutes(world: World, robin: Actions) -> None:
    asked = ask(world, robin)
    with pytest.raises(Refusal) as refused:
        world.interaction_of(world.application_id, asked.token, NOON)
    assert code(refused) == 10015

    answer(world, asked, content="x")

    assert world.interaction_of(world.application_id, asked.token, NOON + 900 * SECOND) is asked
    with pytest.raises(Refusal) as refused:
        world.interaction_of(world.application_id, asked.token, NOON + 901 * SECOND)
    assert (refused.value.status, code(refused)) == (401, 50027)


def test_a_refused_answer_leaves_the_interaction_open(world: World, robin: Actions) -> None:
    asked = ask(world, robin)

    with pytest.raises(Refusal) as refused:
        answer(world, asked, content="x" * 2001)
    assert "data" in (refused.value.errors or {})

    assert answer(world, asked, content="x").content == "x"


def test_a_deferred_answer_is_filled_once_and_keeps_its_privacy(world: World, robin: Actions, sam: Actions) -> None:
    asked = ask(world, robin)

    thinking = answer(world, asked, kind=5, flags=rules.EPHEMERAL)
    assert thinking.is_loading
    filled = world.follow_up(asked, {"content": "here"}, NOON)

    assert filled is thinking
    assert not filled.is_loading
    assert world.messages_for(sam.user_id, filled.channel_id) == []
    assert world.follow_up(asked, {"content": "more"}, NOON).id != filled.id


def test_an_ephemeral_message_exists_only_for_the_member_who_asked(world: World, robin: Actions) -> None:
    secret = answer(world, ask(world, robin), content="x", flags=rules.EPHEMERAL)

    assert world.history(secret.channel_id) == []
    with pytest.raises(Refusal, match="10008"):
        world.edit(secret.channel_id, secret.id, {"content": "y"}, NOON)
    assert world.messages_for(robin.user_id, secret.channel_id) == [secret]


def test_a_click_needs_an_existing_enabled_button(world: World, sam: Actions) -> None:
    buttons = [{"type": 2, "style": 1, "label": "x", "custom_id": i, "disabled": i == "off"} for i in ("on", "off")]
    rows = [{"type": 1, "components": buttons}]
    posted = world.post(world.channel("general").id, {"content": "x", "components": rows}, NOON)

    asked = sam.click(posted.id, "on", NOON)

    assert (asked.data["custom_id"], asked.data["component_type"]) == ("on", 2)
    for custom_id in ("off", "other"):
        with pytest.raises(NotPossible):
            sam.click(posted.id, custom_id, NOON)


def test_only_a_component_can_be_answered_with_an_update(world: World, robin: Actions) -> None:
    with pytest.raises(Refusal, match="50035"):
        answer(world, ask(world, robin), kind=7, content="x")


def test_follow_ups_are_limited_if_only_the_user_installed_the_app(world: World, robin: Actions) -> None:
    asked = ask(world, robin, "lobby")
    answer(world, asked, content="x")

    for _ in range(5):
        world.follow_up(asked, {"content": "more"}, NOON)
    with pytest.raises(Refusal, match="40094"):
        world.follow_up(asked, {"content": "more"}, NOON)


def test_without_the_bot_as_a_member_only_the_user_authorises(world: World, robin: Actions) -> None:
    here, there = ask(world, robin), ask(world, robin, "lobby")
    home = world.channel("general").guild_id

    assert here.owners == {"0": home, "1": robin.user_id}
    assert there.owners == {"1": robin.user_id}
    assert payloads.interaction(world, there)["guild_id"] == world.channel("lobby").guild_id


# --------------------------------------------------------------------------------------------------- commands


def test_commands_keep_their_ids_as_long_as_they_keep_their_names(world: World) -> None:
    body = [{"name": "fact", "description": "x"}, {"name": "plot", "description": "x"}]
    fact, plot = world.set_commands(None, body, NOON)

    again = world.set_commands(None, [{"name": "fact", "description": "y"}], NOON)

    assert again[0]["id"] == fact["id"]
    assert again[0]["version"] != fact["version"]
    with pytest.raises(Refusal, match="10063"):
        world.commands.get(None, plot["id"])


# ---------------------------------------------------------------------------------------- what the bot may read


def test_without_the_content_intent_a_bot_reads_its_own_messages_dms_and_mentions(world: World, sam: Actions) -> None:
    general = world.channel("general").id
    own = world.post(general, {"content": "mine"}, NOON)
    plain = sam.say(general, "plain", NOON)
    reply = sam.say(general, "reply", NOON, reply_to=own.id)
    quiet = sam.say(general, "quiet reply", NOON, reply_to=own.id, ping=False)
    mention = sam.say(general, "@Lorekeeper hi", NOON)
    direct = sam.say(world.direct(sam.user_id).id, "direct", NOON)

    def read(message: Message) -> str:
        return str(payloads.message_for_bot(world, message, with_content=False)["content"])

    assert [read(m) for m in (own, plain, reply, quiet, direct)] == ["mine", "", "reply", "", "direct"]
    assert read(mention) == f"<@{world.bot.id}> hi"
    assert payloads.message_for_bot(world, plain, with_content=True)["content"] == "plain"
    answer_to_plain = world.post(general, {"content": "a", "message_reference": {"message_id": plain.id}}, NOON)
    assert payloads.message_for_bot(world, answer_to_plain, with_content=False)["referenced_message"]["content"] == ""


def test_each_event_is_returned_once(world: World) -> None:
    world.take_events()
    posted = world.post(world.channel("general").id, {"content": "x"}, NOON)
    world.edit(posted.channel_id, posted.id, {"content": "y"}, NOON)

    assert world.take_events() == [MessageCreated(posted), MessageUpdated(posted)]
    assert world.take_events() == []


def test_a_members_permission_is_changed_by_the_channels_overwrite(world: World, robin: Actions, sam: Actions) -> None:
    general, lore = world.channel("general"), world.channel("lore")

    sam.set_permission(general.id, "Send messages", allowed=False)
    sam.set_permission(general.id, "Manage messages", allowed=True)

    held = world.permissions_in(general, sam.user_id)
    assert not held & permissions.SEND_MESSAGES
    assert held & permissions.MANAGE_MESSAGES
    assert world.permissions_in(lore, sam.user_id) & permissions.SEND_MESSAGES
    with pytest.raises(NotPossible, match="owner"):
        robin.set_permission(general.id, "Send messages", allowed=False)


def test_a_members_role_is_given_and_taken_away(world: World, sam: Actions) -> None:
    guild = world.guilds[world.channel("general").guild_id or ""]
    moderators = next(role.id for role in guild.roles.values() if role.name == "Moderators")

    sam.set_role(guild.id, moderators, held=True)
    assert sam.can_delete_in(world.channel("general").id)

    sam.set_role(guild.id, moderators, held=False)
    assert not sam.can_delete_in(world.channel("general").id)
    with pytest.raises(NotPossible, match="can't be given"):
        sam.set_role(guild.id, guild.id, held=True)
