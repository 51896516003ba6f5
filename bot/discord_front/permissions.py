"""Who may use a command or a press, and where: checked when it is used, not when it was offered."""

from bot.discord_front.replies import Press
from bot.discord_front.wording import MANAGERS_ONLY, SERVERS_ONLY
from bot.errors import UserError


def server_of(press: Press) -> int:
    """The server. Raises UserError outside a server."""
    if press.guild_id is None:
        raise UserError(SERVERS_ONLY)
    return press.guild_id


def channel_of(press: Press) -> tuple[int, int]:
    """The server and the channel. Raises UserError outside a server."""
    if press.channel_id is None:
        raise UserError(SERVERS_ONLY)
    return server_of(press), press.channel_id


def managed(press: Press, otherwise: str = MANAGERS_ONLY) -> int:
    """The server, if the member manages it. Raises UserError otherwise.

    By default Discord shows /settings to managers only, but a server can change that.
    """
    server = server_of(press)
    if not press.permissions.manage_guild:
        raise UserError(otherwise)
    return server
