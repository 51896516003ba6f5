"""Reaches those who run a server, by direct message."""

import logging

import discord

from bot.errors import StorageError
from bot.house.service import HouseService
from bot.ids import ServerId

log = logging.getLogger(__name__)

NEWEST = 20
"""Entries of the audit log that are searched for the member who added the bot."""


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
