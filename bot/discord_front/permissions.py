"""Where a command or a press may be used, and by whom: looked at when it is used, not when it was offered."""

from bot.discord_front.replies import Press
from bot.discord_front.wording import MANAGERS_ONLY, SERVERS_ONLY
from bot.errors import UserError


def server_of(press: Press) -> int:
    """The server. Raises UserError outside of one."""
    if press.guild_id is None:
        raise UserError(SERVERS_ONLY)
    return press.guild_id


def channel_of(press: Press) -> tuple[int, int]:
    """The server, and the channel in it. Raises UserError outside of one."""
    if press.channel_id is None:
        raise UserError(SERVERS_ONLY)
    return server_of(press), press.channel_id


def managed(press: Press, otherwise: str = MANAGERS_ONLY) -> int:
    """The server, for a member who manages it. Raises UserError for anybody else.

    Discord shows /settings to nobody else, unless a server says otherwise.
    """
    server = server_of(press)
    if not press.permissions.manage_guild:
        raise UserError(otherwise)
    return server
