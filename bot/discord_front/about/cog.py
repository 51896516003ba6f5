"""/help and /about."""

from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from discord import app_commands
from discord.ext import commands

from bot.discord_front.about import wording
from bot.discord_front.about.wording import For
from bot.discord_front.managers import is_manager
from bot.discord_front.places import place_of
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import Outgoing, Press, answered_in_time
from bot.house.service import HouseService
from bot.ids import ServerId
from bot.packs.in_use import Shelf


class Suggestions(Protocol):
    """Knows where managers read what members suggest."""

    async def can_be(self, server_id: ServerId | None) -> bool: ...


class AboutCog(commands.Cog):
    """Commands about the bot itself, whose user id is `me`."""

    def __init__(
        self, shelf: Shelf, house: HouseService, pictures: Pictures, suggestions: Suggestions, me: int
    ) -> None:
        self._shelf = shelf
        self._house = house
        self._pictures = pictures
        self._suggestions = suggestions
        self._me = me

    @app_commands.command(name="help", description="What I can do")
    @answered_in_time
    async def usage(self, interaction: Press) -> Outgoing:
        """What the member may use here."""
        packs = await self._shelf.at(place_of(interaction))
        reader = await self._kinds_of(interaction)
        return Outgoing(card=wording.usage(packs.knowledge, mention=f"<@{self._me}>", reader=reader), quiet=True)

    @app_commands.command(description="Which facts I have, and where they come from")
    @answered_in_time
    async def about(self, interaction: Press) -> Outgoing:
        """The packs, their sources and licences."""
        packs = await self._shelf.at(place_of(interaction))
        return await self._pictures.attached(Outgoing(card=wording.about(packs.knowledge, _version()), quiet=True))

    async def _kinds_of(self, press: Press) -> set[For]:
        """What the member is here."""
        kinds, server_id = {For.EVERYBODY}, place_of(press).server_id
        if server_id is None:
            return kinds
        kinds.add(For.MEMBERS)
        if await self._suggestions.can_be(server_id):
            kinds.add(For.SUGGESTERS)
        if await is_manager(press, self._house):
            kinds.add(For.MANAGERS)
        return kinds


def _version() -> str:
    try:
        return version("lorekeeper-bot")
    except PackageNotFoundError:
        return ""
