"""/fact, /whoplayed, /character and /plot."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.lookups.replies import Replies
from bot.discord_front.permissions import member_of
from bot.discord_front.places import packs_and_privacy, place_of
from bot.discord_front.questions import Pictures
from bot.discord_front.replies import send, suggested_in_time
from bot.house.service import HouseService
from bot.ids import ChannelId
from bot.lookups.answers import AnswerService
from bot.lookups.results import Choice
from bot.packs.in_use import Shelf

Name = app_commands.Range[str, 1, 100]
"""A typed name; no longer than an autocomplete value."""


class LookupsCog(commands.Cog):
    """Lookups by name, and the story."""

    def __init__(self, shelf: Shelf, house: HouseService, pictures: Pictures) -> None:
        self._shelf = shelf
        self._house = house
        self._pictures = pictures

    @app_commands.command(description="A fact about a character, or any fact")
    @app_commands.describe(
        character="A name, nickname or actor; leave it out for any fact",
        continuity="Where it's true, for example in the film",
    )
    async def fact(
        self, interaction: discord.Interaction[Any], character: Name | None = None, continuity: Name | None = None
    ) -> None:
        """Shows a fact that this channel hasn't seen recently."""
        wanted = continuity or ""
        replies, quiet = await self._replies(interaction)
        channel_id = ChannelId(interaction.channel_id or interaction.user.id)
        result = replies.service.fact(character or "", wanted, channel_id=channel_id)
        await send(interaction, replies.fact(result, asker=member_of(interaction), continuity=wanted, quiet=quiet))

    @app_commands.command(description="Who plays a character, or which characters an actor plays")
    @app_commands.describe(name="A character or an actor")
    async def whoplayed(self, interaction: discord.Interaction[Any], name: Name) -> None:
        """Works both ways, with all roles."""
        replies, quiet = await self._replies(interaction)
        result = replies.service.who_played(name)
        await send(
            interaction,
            await self._pictures.attached(replies.played(result, asker=member_of(interaction), quiet=quiet)),
        )

    @app_commands.command(description="A character's card: names, actor, relations, what happens to them")
    @app_commands.describe(name="A name, nickname or actor")
    async def character(self, interaction: discord.Interaction[Any], name: Name) -> None:
        """Shows a character's card."""
        replies, quiet = await self._replies(interaction)
        result = replies.service.card(name)
        await send(
            interaction, await self._pictures.attached(replies.card(result, asker=member_of(interaction), quiet=quiet))
        )

    @app_commands.command(description="The story in pages, hidden until you click it")
    @app_commands.describe(part="Where to start; the beginning by default")
    async def plot(self, interaction: discord.Interaction[Any], part: Name | None = None) -> None:
        """Shows the story, a page at a time."""
        replies, quiet = await self._replies(interaction)
        result = replies.service.plot(part or "")
        await send(interaction, replies.page(result, asker=member_of(interaction), quiet=quiet))

    @fact.autocomplete("character")
    @character.autocomplete("name")
    @suggested_in_time
    async def complete_character(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Characters, by any of their names."""
        return _choices((await self._service(interaction)).complete_name(typed, actors=False))

    @whoplayed.autocomplete("name")
    @suggested_in_time
    async def complete_anybody(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Characters and actors."""
        return _choices((await self._service(interaction)).complete_name(typed, actors=True))

    @fact.autocomplete("continuity")
    @suggested_in_time
    async def complete_continuity(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Continuities with facts about the character chosen so far."""
        chosen = getattr(interaction.namespace, "character", None)
        character = chosen if isinstance(chosen, str) else ""
        return _choices((await self._service(interaction)).complete_continuity(typed, character))

    @plot.autocomplete("part")
    @suggested_in_time
    async def complete_part(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        """The parts of the story, in its order."""
        return _choices((await self._service(interaction)).complete_part(typed))

    async def _replies(self, interaction: discord.Interaction[Any]) -> tuple[Replies, bool]:
        packs, is_private = await packs_and_privacy(self._shelf, self._house, interaction)
        return packs.of(Replies), is_private

    async def _service(self, interaction: discord.Interaction[Any]) -> AnswerService:
        return (await self._shelf.at(place_of(interaction))).answers


def _choices(choices: tuple[Choice, ...]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]
