"""What is made of events that say less than Discord does."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.discord_front.events import skip_unreadable
from bot.discord_front.rights import TO_RUN, missing_rights

MEMBER, BOT = {"id": "9"}, {"id": "2", "bot": True}
COMMAND: dict[str, Any] = {"id": "1", "type": 2, "token": "t", "channel": {"id": "3", "type": 0}}


def heard(event: dict[str, Any]) -> dict[str, Any]:
    """A command as discord.py gets to read it."""
    [command] = read("INTERACTION_CREATE", event)
    return command


def read(name: str, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """What discord.py gets to read of such events."""
    given: list[dict[str, Any]] = []
    parsers = {name: given.append}
    skip_unreadable(cast(discord.Client, SimpleNamespace(_connection=SimpleNamespace(parsers=parsers))))
    for event in events:
        parsers[name](event)
    return given


def test_messages_of_members_are_read_and_those_of_bots_left() -> None:
    said, answered = {"author": MEMBER}, {"author": BOT}

    assert read("MESSAGE_CREATE", said, answered) == [said]
    assert read("MESSAGE_UPDATE", said, answered) == [said, answered]


def test_a_command_that_does_not_say_what_the_bot_may_do_lets_it_try() -> None:
    whole = heard(COMMAND | {"guild_id": "5"})

    assert discord.Permissions(int(whole["app_permissions"])).send_messages
    assert whole["authorizing_integration_owners"] == {"0": "5"}


def test_what_a_command_says_of_the_bots_rights_stands() -> None:
    said = {"guild_id": "5", "app_permissions": "0", "authorizing_integration_owners": {"1": "9"}}

    assert heard(COMMAND | said).items() >= said.items()


@pytest.mark.parametrize(("said", "manages"), [("8", True), ("32", True), ("2048", False)])
def test_an_administrator_may_do_everything(said: str, manages: bool) -> None:
    whole = heard(COMMAND | {"guild_id": "5", "member": {"permissions": said}})

    assert discord.Permissions(int(whole["member"]["permissions"])).manage_guild is manages


def test_a_command_outside_of_servers_has_no_server() -> None:
    assert "authorizing_integration_owners" not in heard(COMMAND | {"user": {"id": "9"}})


def a_channel(*, everyone: dict[str, Any]) -> discord.TextChannel:
    """A channel of a server with the bot (2) in it and one role, as the gateway tells of them."""
    server: Any = {
        "id": "5",
        "roles": [{"id": "5", "name": "@everyone", **everyone}],
        "channels": [{"id": "3", "type": 0, "name": "lore", "position": 0}],
        "members": [
            {"user": {"id": "2", "username": "l", "discriminator": "0", "avatar": None}, "roles": [], "flags": 0}
        ],
        "member_count": 1,
    }
    state: Any = discord.Client(intents=discord.Intents(guilds=True))._connection
    state.user = SimpleNamespace(id=2)
    channel = discord.Guild(data=server, state=state).get_channel(3)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_where_nobody_told_the_rights_of_roles_none_is_found_missing() -> None:
    assert missing_rights(a_channel(everyone={}), TO_RUN) == []


async def test_a_right_that_no_role_has_is_missing() -> None:
    channel = a_channel(everyone={"permissions": str(discord.Permissions(view_channel=True, send_messages=True).value)})

    assert missing_rights(channel, TO_RUN) == ["Embed Links", "Read Message History"]
