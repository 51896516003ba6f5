"""/leaderboard and /stats, and their buttons."""

import asyncio
from io import BytesIO
from typing import Any, assert_never

import discord
from discord import app_commands
from discord.ext import commands

from bot.community.boards import BoardService, BoardShown, StatsShown, file_name
from bot.community.export import packed
from bot.discord_front.boards import wording
from bot.discord_front.boards.chart import stats_chart
from bot.discord_front.buttons import below
from bot.discord_front.quiz.buttons import button
from bot.discord_front.quiz.ids import AskReset, Reset, ShareDaily, TurnBoard
from bot.discord_front.replies import Outgoing, receipt_optional, send, turn_into
from bot.errors import UserError
from bot.scheduling.clock import Clock
from bot.storage.answers import Game
from bot.storage.periods import Period

Press = discord.Interaction[Any]
BoardPress = TurnBoard | AskReset | Reset | ShareDaily

BOTH = "all"

PERIODS = [app_commands.Choice(name=wording.PERIODS[period], value=period.value) for period in Period]
GAMES = [app_commands.Choice(name=name, value=name) for name in (BOTH, *(game.value for game in Game))]


class Boards(commands.Cog):
    """Who is in front, and what somebody has done."""

    def __init__(self, service: BoardService, clock: Clock) -> None:
        self._service = service
        self._clock = clock

    @app_commands.command(description="Who has most points on this server")
    @app_commands.describe(period="Since when; of all time if you say nothing", game="Which game; both if not said")
    @app_commands.choices(period=PERIODS, game=GAMES)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def leaderboard(
        self,
        interaction: Press,
        period: app_commands.Choice[str] | None = None,
        game: app_commands.Choice[str] | None = None,
    ) -> None:
        """The first page."""
        turn = TurnBoard(
            interaction.user.id,
            Period(period.value) if period else Period.ALL,
            Game(game.value) if game and game.value != BOTH else None,
            0,
        )
        await send(interaction, await self._page(interaction, turn))

    @app_commands.command(description="What you, or somebody else, have done in the games of this server")
    @app_commands.describe(member="Whose; yours if you name nobody")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def stats(self, interaction: Press, member: discord.User | None = None) -> None:
        """Numbers and a picture."""
        who = member.id if member else interaction.user.id
        shown = await self._service.stats(_server(interaction), who)
        items = []
        if shown.shared and shown.record.total.answered and who == interaction.user.id:
            items.append(button(ShareDaily(), wording.SHARE_BUTTON))
        with receipt_optional(interaction):
            await interaction.response.send_message(
                embed=wording.stats(shown),
                file=await _picture(shown) or discord.utils.MISSING,
                view=below(*items) if items else discord.utils.MISSING,
            )

    async def press(self, press: Press, action: BoardPress) -> None:
        """Do what a button of a board says."""
        server = _server(press)
        match action:
            case TurnBoard(asker=asker, period=period, game=game, page=page):
                outgoing = await self._page(press, TurnBoard(press.user.id, period, game, page))
                if press.user.id == asker:
                    await turn_into(press, outgoing)
                else:
                    await send(press, Outgoing(embed=outgoing.embed, view=outgoing.view, quiet=True))
            case AskReset():
                await self._offer_reset(press, server)
            case Reset(manager=manager):
                if press.user.id != manager or not press.permissions.manage_guild:
                    raise UserError(wording.NOT_YOURS_TO_RESET)
                count = await self._service.reset(server, by=manager)
                await turn_into(press, Outgoing(text=wording.WAS_RESET))  # nobody presses it again
                await press.followup.send(wording.reset(count, by=manager))
            case ShareDaily():
                shown = await self._service.stats(server, press.user.id)
                if not shown.shared:
                    raise UserError(wording.NOTHING_TO_SHARE)
                text = wording.shared(press.user.id, shown.shared, shown.record.days.current)
                await send(press, Outgoing(text=text))
            case _:
                assert_never(action)

    async def _page(self, interaction: Press, turn: TurnBoard) -> Outgoing:
        shown = await self._service.board(
            _server(interaction), period=turn.period, game=turn.game, page=turn.page, member=turn.asker
        )
        return Outgoing(
            embed=wording.board(shown),
            view=_below(shown, turn.asker, may_reset=interaction.permissions.manage_guild),
        )

    async def _offer_reset(self, press: Press, server: int) -> None:
        """The export first, and a button that only this manager can press."""
        if not press.permissions.manage_guild:
            raise UserError(wording.NOT_YOURS_TO_RESET)
        with receipt_optional(press):
            await press.response.defer(ephemeral=True, thinking=True)  # years of answers take a moment to read
        offer = await self._service.offer_reset(server)
        if not offer.answers:
            await press.followup.send(wording.offer(offer), ephemeral=True)
            return
        confirm = button(Reset(press.user.id), wording.CONFIRM_BUTTON, style=discord.ButtonStyle.danger)
        log, name = packed(offer.log, file_name(self._clock.now().date()))
        await press.followup.send(
            wording.offer(offer), file=discord.File(BytesIO(log), name), view=below(confirm), ephemeral=True
        )


def _server(interaction: Press) -> int:
    if interaction.guild_id is None:
        raise UserError(wording.SERVERS_ONLY)
    return interaction.guild_id


def _below(shown: BoardShown, asker: int, *, may_reset: bool) -> discord.ui.View | None:
    items = []
    if shown.pages > 1:
        for label, emoji, page in (("Previous", "◀️", shown.number - 1), ("Next", "▶️", shown.number + 1)):
            is_there = 0 <= page < shown.pages
            turn = TurnBoard(asker, shown.period, shown.game, page if is_there else shown.pages + shown.number)
            items.append(button(turn, label, emoji=emoji, disabled=not is_there))
    if may_reset and shown.board.members:
        items.append(button(AskReset(), wording.RESET_BUTTON))
    return below(*items) if items else None


async def _picture(shown: StatsShown) -> discord.File | None:
    """The chart, drawn in a thread; none where there is nothing to draw."""
    if not shown.record.total.answered:
        return None
    drawn = await asyncio.to_thread(stats_chart, shown.record.by_category, shown.latest)
    return discord.File(BytesIO(drawn), wording.CHART_NAME)
