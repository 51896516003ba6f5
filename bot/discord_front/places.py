"""Where something is asked, as far as it decides which packs are used."""

import discord

from bot.discord_front.messages import channel_ids
from bot.discord_front.permissions import maybe_server_of, member_of
from bot.discord_front.replies import Press, in_time
from bot.house.service import HouseService
from bot.ids import ChannelId, MemberId, ServerId
from bot.packs.in_use import PacksInUse, Place, Shelf


def place_of(press: Press) -> Place:
    """The place of a command or a press. Without the bot as a member, a server's packs don't count."""
    server_id = maybe_server_of(press) if press.is_guild_integration() else None
    if press.channel is not None:
        return Place(server_id, channel_ids(press.channel), member_of(press))
    return Place(server_id, () if press.channel_id is None else (ChannelId(press.channel_id),), member_of(press))


async def packs_at(shelf: Shelf, command: Press) -> PacksInUse:
    """The packs for a private answer. If they have to be built first, the answer is deferred."""
    return await in_time(command, shelf.at(place_of(command)), thinks=True)


async def packs_and_privacy(shelf: Shelf, house: HouseService, command: Press) -> tuple[PacksInUse, bool]:
    """The packs for an answer, and whether it is private here. If that takes long, the answer is deferred: privately,
    unless it is known by then that everybody may read it.
    """
    is_private = True

    async def look() -> PacksInUse:
        nonlocal is_private
        place = place_of(command)
        is_private = await house.answers_privately(place.server_id)
        return await shelf.at(place)

    packs = await in_time(command, look(), thinks=True, is_quiet=lambda: is_private)
    return packs, is_private


def place_of_message(message: discord.Message) -> Place:
    """The place of a message."""
    server_id = ServerId(message.guild.id) if message.guild is not None else None
    return Place(server_id, channel_ids(message.channel), MemberId(message.author.id))
