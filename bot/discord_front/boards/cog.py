"""/leaderboard and /stats, and their buttons."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.community.boards import BoardService, BoardShown, StatsShown, file_name
from bot.community.export import packed
from bot.discord_front.boards import wording
from bot.discord_front.boards.buttons import AskReset, ConfirmReset, TurnBoard
from bot.discord_front.buttons import ShareDaily, below, button, share_button
from bot.discord_front.managers import is_manager, managing
from bot.discord_front.permissions import member_of, server_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice, send, wait
from bot.errors import UserError
from bot.house.service import HouseService
from bot.ids import MemberId
from bot.scheduling.clock import Clock
from bot.storage.answers import Game
from bot.storage.periods import Period

BOTH = "all"

PERIODS = [app_commands.Choice(name=wording.PERIODS[period], value=period.value) for period in Period]
GAMES = [app_commands.Choice(name=name, value=name) for name in (BOTH, *(game.value for game in Game))]


class BoardsCog(commands.Cog):
    """The leaderboard and members' stats."""

    def __init__(self, service: BoardService, clock: Clock, house: HouseService) -> None:
        self._service = service
        self._clock = clock
        self._house = house

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(TurnBoard, self._turn),
            on(AskReset, self._offer_reset),
            on(ConfirmReset, self._reset),
            on(ShareDaily, self._share),
        )

    @app_commands.command(description="Who has the most points on this server")
    @app_commands.describe(period="Time span; all time by default", game="Which game; both by default")
    @app_commands.choices(period=PERIODS, game=GAMES)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @answered_in_time
    async def leaderboard(
        self,
        interaction: Press,
        period: app_commands.Choice[str] | None = None,
        game: app_commands.Choice[str] | None = None,
    ) -> Outgoing:
        """Shows the first page."""
        turn = TurnBoard(
            member_of(interaction),
            Period(period.value) if period else Period.ALL,
            Game(game.value) if game and game.value != BOTH else None,
            0,
        )
        return await self._page(interaction, turn)

    @app_commands.command(description="Your stats in this server's games, or somebody else's")
    @app_commands.describe(member="Whose stats; yours by default")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @answered_in_time
    async def stats(self, interaction: Press, member: discord.User | None = None) -> Outgoing:
        """Shows the numbers and a chart."""
        who = MemberId(member.id) if member else member_of(interaction)
        shown = await self._service.stats(server_of(interaction), who)
        can_share = shown.shared and shown.record.total.answered and who == interaction.user.id
        return Outgoing(
            embed=wording.stats(shown),
            files=await _picture(shown),
            view=below(share_button()) if can_share else None,
        )

    async def _turn(self, press: Press, action: TurnBoard) -> Outgoing:
        """Turns the page for the member who asked for the board; anybody else gets a copy that only they see."""
        is_own = press.user.id == action.asker
        outgoing = await self._page(press, replace(action, asker=member_of(press)))
        return replace(outgoing, quiet=not is_own, replaces=is_own)

    async def _page(self, press: Press, turn: TurnBoard) -> Outgoing:
        shown = await self._service.board(
            server_of(press), period=turn.period, game=turn.game, page=turn.page, member_id=turn.asker
        )
        return Outgoing(
            embed=wording.board(shown),
            view=_below(shown, turn.asker, may_reset=await is_manager(press, self._house)),
        )

    async def _offer_reset(self, press: Press, _action: AskReset) -> Outgoing:
        """Offers the export, with a button that only this manager can press."""
        server_id = await managing(press, self._house, wording.NOT_YOURS_TO_RESET)
        await wait(press, thinks=True)  # years of answers take a moment to read
        offer = await self._service.offer_reset(server_id)
        if not offer.answers:
            return notice(wording.offer(offer))
        confirm = button(ConfirmReset(member_of(press)), wording.CONFIRM_BUTTON, style=discord.ButtonStyle.danger)
        log, name = packed(offer.log, file_name(self._clock.now().date()))
        return Outgoing(
            text=wording.offer(offer), files=(discord.File(BytesIO(log), name),), view=below(confirm), quiet=True
        )

    async def _reset(self, press: Press, action: ConfirmReset) -> Outgoing:
        server_id = await managing(press, self._house, wording.NOT_YOURS_TO_RESET)
        if press.user.id != action.manager:
            raise UserError(wording.NOT_YOURS_TO_RESET)
        count = await self._service.reset(server_id, by=action.manager)
        await send(press, Outgoing(text=wording.WAS_RESET, replaces=True))  # removes the button
        return Outgoing(text=wording.reset(count, by=action.manager))

    async def _share(self, press: Press, _action: ShareDaily) -> Outgoing:
        line = await self._service.shared_line(server_of(press), member_of(press))
        if line is None:
            raise UserError(wording.NOTHING_TO_SHARE)
        return Outgoing(text=wording.shared(member_of(press), line, server=press.guild.name if press.guild else ""))


def _below(shown: BoardShown, asker: MemberId, *, may_reset: bool) -> discord.ui.View | None:
    items = []
    if shown.pages > 1:
        for label, emoji, page in (("Previous", "◀️", shown.number - 1), ("Next", "▶️", shown.number + 1)):
            is_there = 0 <= page < shown.pages
            turn = TurnBoard(asker, shown.period, shown.game, page if is_there else shown.pages + shown.number)
            items.append(button(turn, label, emoji=emoji, disabled=not is_there))
    if may_reset and shown.board.members:
        items.append(button(AskReset(), wording.RESET_BUTTON))
    return below(*items) if items else None


async def _picture(shown: StatsShown) -> tuple[discord.File, ...]:
    """The chart, drawn in a thread; nothing if there are no answers."""
    if not shown.record.total.answered:
        return ()
    from bot.discord_front.pictures import stats_chart  # Pillow is slow to import

    drawn = await asyncio.to_thread(stats_chart, shown.record.by_category, shown.latest)
    return (discord.File(BytesIO(drawn), wording.CHART_NAME),)
