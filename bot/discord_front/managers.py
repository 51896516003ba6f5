"""Those who run a server: who counts as one of them, and how to reach one by direct message."""

import logging

import discord

from bot.discord_front.permissions import roles_of, server_of
from bot.discord_front.replies import Press
from bot.discord_front.wording import MANAGERS_ONLY
from bot.errors import StorageError, UserError
from bot.house.service import HouseService
from bot.ids import ServerId

log = logging.getLogger(__name__)

NEWEST = 20
"""Entries of the audit log that are searched for the member who added the bot."""


async def is_manager(press: Press, house: HouseService) -> bool:
    """Whether the member manages the server: with Discord's right to do so, or with the server's manager role.

    Every door for managers asks this when it is used, as a role may be taken away after a button was shown. Discord
    itself hides no command: it knows nothing about the role, and would hide them from its members.
    """
    server_id = server_of(press)
    if press.permissions.manage_guild:
        return True
    return (await house.rules(server_id)).may_manage(roles_of(press), manages_server=False)


async def managing(press: Press, house: HouseService, otherwise: str = MANAGERS_ONLY) -> ServerId:
    """The server, if the member manages it. Raises UserError with the text `otherwise` if not."""
    if not await is_manager(press, house):
        raise UserError(otherwise)
    return server_of(press)


async def tell_manager(guild: discord.Guild, text: str, view: discord.ui.View | None = None) -> bool:
    """Sends a direct message to the member who added the bot, if the audit log names them, else to the owner.

    Returns whether Discord took it.
    """
    for member_id in dict.fromkeys([await _who_added_me(guild), guild.owner_id]):
        if member_id is None:
            continue
        try:
            user = guild.get_member(member_id) or await guild.fetch_member(member_id)
            await (user.send(text) if view is None else user.send(text, view=view))
        except (discord.HTTPException, discord.RateLimited) as error:
            log.info("member %s of server %s could not be told something: %s", member_id, guild.id, error)
        else:
            return True
    return False


async def first_time(house: HouseService, server_id: ServerId, what: str) -> bool:
    """Whether a server should be told this: once, also after restarts. False if the database fails."""
    try:
        return await house.tell_once(server_id, what)
    except StorageError as error:
        log.warning("server %s isn't told something, as the database failed: %s", server_id, error)
        return False


async def _who_added_me(guild: discord.Guild) -> int | None:
    if guild.me is None or not guild.me.guild_permissions.view_audit_log:
        return None
    try:
        async for entry in guild.audit_logs(action=discord.AuditLogAction.bot_add, limit=NEWEST):
            if entry.target is not None and entry.target.id == guild.me.id:
                return entry.user_id
    except (discord.HTTPException, discord.RateLimited) as error:
        log.info("the audit log of server %s can't be read: %s", guild.id, error)
    return None
