"""Where something is asked, as far as it decides which packs are used."""

import discord

from bot.discord_front.messages import places
from bot.discord_front.replies import Press, in_time
from bot.packs.in_use import PacksInUse, Place, Shelf


def place_of(press: Press) -> Place:
    """The place of a command or a press. Without the bot as a member, a server's packs don't count."""
    server = press.guild_id if press.is_guild_integration() else None
    if press.channel is not None:
        return Place(server, places(press.channel))
    return Place(server, () if press.channel_id is None else (press.channel_id,))


async def packs_at(shelf: Shelf, command: Press, *, quiet: bool = False) -> PacksInUse:
    """The packs for a command. If they have to be built first, the answer is deferred: for everybody, or `quiet`."""
    return await in_time(command, shelf.at(place_of(command)), thinks=True, quiet=quiet)


def place_of_message(message: discord.Message) -> Place:
    """The place of a message."""
    return Place(message.guild.id if message.guild is not None else None, places(message.channel))
