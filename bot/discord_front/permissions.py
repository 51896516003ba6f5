"""Who may use a command or a press, and where: checked when it is used, not when it was offered."""

from bot.discord_front.replies import Press
from bot.discord_front.wording import SERVERS_ONLY
from bot.errors import UserError
from bot.ids import ChannelId, MemberId, RoleId, ServerId


def server_of(press: Press) -> ServerId:
    """The server. Raises UserError outside a server."""
    if press.guild_id is None:
        raise UserError(SERVERS_ONLY)
    return ServerId(press.guild_id)


def maybe_server_of(press: Press) -> ServerId | None:
    """The server; None outside a server."""
    return None if press.guild_id is None else ServerId(press.guild_id)


def member_of(press: Press) -> MemberId:
    """The member, or the user outside a server."""
    return MemberId(press.user.id)


def channel_of(press: Press) -> tuple[ServerId, ChannelId]:
    """The server and the channel. Raises UserError outside a server."""
    if press.channel_id is None:
        raise UserError(SERVERS_ONLY)
    return server_of(press), ChannelId(press.channel_id)


def roles_of(press: Press) -> tuple[RoleId, ...]:
    """The roles of the member; none outside a server."""
    return tuple(RoleId(role.id) for role in getattr(press.user, "roles", ()))
