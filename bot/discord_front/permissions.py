"""Who may use a command or a press, and where: checked when it is used, not when it was offered."""

from bot.discord_front.replies import Press
from bot.discord_front.wording import MANAGERS_ONLY, SERVERS_ONLY
from bot.errors import UserError
from bot.house.service import HouseService
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


async def managing(press: Press, house: HouseService) -> ServerId:
    """The server, if the member may change its settings: they manage the server, or have its manager role.

    Raises UserError otherwise.
    """
    server_id = server_of(press)
    rules = await house.rules(server_id)
    if not rules.may_manage(roles_of(press), manages_server=press.permissions.manage_guild):
        raise UserError(MANAGERS_ONLY)
    return server_id


def managed(press: Press, otherwise: str = MANAGERS_ONLY) -> ServerId:
    """The server, if the member manages it. Raises UserError otherwise.

    By default Discord shows /settings to managers only, but a server can change that.
    """
    server_id = server_of(press)
    if not press.permissions.manage_guild:
        raise UserError(otherwise)
    return server_id
