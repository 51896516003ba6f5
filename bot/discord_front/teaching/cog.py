"""/suggest, "Suggest as a fact" in a message's menu, and the review of suggestions by managers."""

from collections.abc import Sequence
from typing import assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.community.suggestions import NOBODY_READS, SuggestionService
from bot.discord_front.managers import managing
from bot.discord_front.messages import words_in
from bot.discord_front.permissions import member_of, server_of
from bot.discord_front.presses import Form, Item, on, on_form
from bot.discord_front.replies import Outgoing, Press, answered_in_time, in_time, notice, send, wait
from bot.discord_front.teaching import buttons, wording
from bot.discord_front.teaching.buttons import Edit, OpenEdit, Review, Suggest, Verdict
from bot.discord_front.teaching.suggesting import Suggesting
from bot.house.service import HouseService
from bot.ids import SuggestionId
from bot.knowledge.limits import LONGEST_LINE, LONGEST_TEXT

Fact = app_commands.Range[str, 1, LONGEST_TEXT]
Question = app_commands.Range[str, 1, LONGEST_LINE]
Credit = app_commands.Range[str, 1, buttons.LONGEST_CREDIT]


class TeachingCog(commands.Cog):
    """Suggestions."""

    def __init__(
        self, bot: commands.Bot, service: SuggestionService, suggesting: Suggesting, house: HouseService
    ) -> None:
        self._bot = bot
        self._service = service
        self._suggesting = suggesting
        self._house = house
        self._menu = app_commands.ContextMenu(
            name="Suggest as a fact",
            callback=self.suggest_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )

    async def cog_load(self) -> None:
        """discord.py doesn't register a cog's context menus, so this does."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Removes the context menu."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (on(Review, self._review), on(OpenEdit, self._open_edit))

    @property
    def forms(self) -> Sequence[Form]:
        """The forms to handle."""
        return (on_form(Suggest, self._suggested), on_form(Edit, self._edited))

    @app_commands.command(description="Suggest a fact that I should know; managers of this server decide")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.describe(
        fact="The fact, in a sentence of its own",
        question="A question that it answers",
        credit="Your name, if you want to be named as its source",
    )
    @answered_in_time
    async def suggest(
        self, interaction: Press, fact: Fact, question: Question | None = None, credit: Credit | None = None
    ) -> Outgoing:
        """Takes a suggestion."""
        return await self._suggested(interaction, Suggest(), fact, question or "", credit or "")

    async def suggest_message(self, interaction: Press, message: discord.Message) -> None:
        """Opens the form with a message's text in it."""
        if await in_time(interaction, self._service.review_channel(server_of(interaction)), thinks=True) is None:
            await send(interaction, notice(NOBODY_READS))
            return
        await interaction.response.send_modal(buttons.suggestion_form(words_in(message)))

    async def _suggested(self, press: Press, _action: Suggest, text: str, question: str, credit: str) -> Outgoing:
        return await self._suggesting.suggest(press, text, question=question, credit=credit)

    # Review

    async def _review(self, press: Press, action: Review) -> Outgoing:
        """A manager's decision."""
        server_id, by = await managing(press, self._house), member_of(press)
        match action.verdict:
            case Verdict.ACCEPT | Verdict.ACCEPT_AS_SPOILER:
                is_spoiler = action.verdict is Verdict.ACCEPT_AS_SPOILER
                accepted = await self._service.accept(server_id, SuggestionId(action.id), by=by, is_spoiler=is_spoiler)
                return Outgoing(embed=wording.accepted(accepted, is_spoiler=is_spoiler), replaces=True)
            case Verdict.DECLINE:
                declined = await self._service.decline(server_id, SuggestionId(action.id), by=by)
                return Outgoing(embed=wording.declined(declined), replaces=True)
            case _:
                assert_never(action.verdict)

    async def _open_edit(self, press: Press, action: OpenEdit) -> None:
        suggestion = await self._service.open(await managing(press, self._house), SuggestionId(action.id))
        await press.response.send_modal(buttons.edit_form(suggestion))

    async def _edited(self, press: Press, action: Edit, text: str, question: str) -> Outgoing:
        server_id = await managing(press, self._house)
        await wait(press)
        suggestion = await self._service.edit(server_id, SuggestionId(action.id), text=text, question=question)
        return Outgoing(embed=wording.to_review(suggestion), view=buttons.to_review(suggestion), replaces=True)
