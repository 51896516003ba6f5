"""/help and /about."""

from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.ext import commands

from bot.discord_front.about import wording
from bot.discord_front.places import packs_at
from bot.discord_front.replies import Outgoing, Press, send
from bot.packs.in_use import Shelf


class AboutCog(commands.Cog):
    """Commands about the bot itself, whose user id is `me`."""

    def __init__(self, shelf: Shelf, me: int) -> None:
        self._shelf = shelf
        self._me = me

    @app_commands.command(name="help", description="What I can do")
    async def usage(self, interaction: Press) -> None:
        """A summary of the bot's features."""
        packs = await packs_at(self._shelf, interaction)
        embed = wording.usage(packs.knowledge, mention=f"<@{self._me}>")
        await send(interaction, Outgoing(embed=embed, quiet=True))

    @app_commands.command(description="Which facts I have, and where they come from")
    async def about(self, interaction: Press) -> None:
        """The packs, their sources and licences."""
        packs = await packs_at(self._shelf, interaction)
        await send(interaction, Outgoing(embed=wording.about(packs.knowledge, _version()), quiet=True))


def _version() -> str:
    try:
        return version("lorekeeper-bot")
    except PackageNotFoundError:
        return ""
