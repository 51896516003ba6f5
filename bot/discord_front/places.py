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


async def is_private(house: HouseService, command: Press) -> bool:
    """Whether answers to commands are private here. If that is slow to find out, the answer is deferred, privately."""
    return await in_time(command, house.answers_privately(place_of(command).server_id), thinks=True, quiet=True)


async def packs_at(shelf: Shelf, command: Press, *, quiet: bool = False) -> PacksInUse:
    """The packs for a command. If they have to be built first, the answer is deferred: for everybody, or `quiet`."""
    return await in_time(command, shelf.at(place_of(command)), thinks=True, quiet=quiet)


def place_of_message(message: discord.Message) -> Place:
    """The place of a message."""
    server_id = ServerId(message.guild.id) if message.guild is not None else None
    return Place(server_id, channel_ids(message.channel), MemberId(message.author.id))
