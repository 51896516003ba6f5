"""/guess: a daily character for the whole server, and endless ones for practice."""

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands

from bot.discord_front.buttons import GuessToday, below, button
from bot.discord_front.guess import wording
from bot.discord_front.guess.buttons import AnotherPuzzle, SharePuzzle
from bot.discord_front.permissions import maybe_server_of, member_of
from bot.discord_front.places import place_of
from bot.discord_front.presses import Item, on
from bot.discord_front.replies import Outgoing, Press, send, suggested_in_time, wait
from bot.errors import UserError
from bot.guess.attributes import Roster
from bot.guess.results import PuzzleShown
from bot.guess.service import GuessService, Player, roster_in, rosters_of
from bot.ids import PuzzleId
from bot.lookups.likeness import ranked
from bot.packs.in_use import PacksInUse, Shelf

Name = app_commands.Range[str, 1, 100]

TRY = "Who to try; leave it out to see your board"
PACK = "Which story; the first one I know if you say nothing"


class GuessCog(commands.Cog, name="Guess the character"):
    """Guess the character in six tries. Boards are private until shared."""

    guess = app_commands.Group(name="guess", description="Guess the character in six tries")

    def __init__(self, service: GuessService, shelf: Shelf) -> None:
        self._service = service
        self._shelf = shelf

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(GuessToday, self._today, thinks=True),
            on(SharePuzzle, self._share),
            on(AnotherPuzzle, self._another, thinks=True),
        )

    @guess.command(description="Today's character, the same for everybody on this server")
    @app_commands.rename(tried="try")
    @app_commands.describe(tried=TRY, pack=PACK)
    async def daily(self, interaction: Press, tried: Name | None = None, pack: Name | None = None) -> None:
        """A try, or the board so far."""
        await wait(interaction)
        packs = await self._shelf.at(place_of(interaction))
        roster = roster_in(packs, pack or "")
        everybody = roster_in(packs.whole, roster.pack.id)
        character = _meant(packs, roster, tried)
        shown = await self._service.daily(_player(interaction), roster, character, everybody=everybody)
        await send(interaction, _board(shown))

    @guess.command(description="Another character as often as you like, for practice")
    @app_commands.rename(tried="try")
    @app_commands.describe(tried=TRY, pack=PACK)
    async def endless(self, interaction: Press, tried: Name | None = None, pack: Name | None = None) -> None:
        """Adds a try, or shows the board; starts a new one if the last is finished."""
        await wait(interaction)
        packs = await self._shelf.at(place_of(interaction))
        roster = roster_in(packs, pack or "")
        shown = await self._service.endless(_player(interaction), roster, _meant(packs, roster, tried))
        await send(interaction, _board(shown))

    @guess.command(description="How you do from day to day")
    async def stats(self, interaction: Press) -> None:
        """Shows the member's own stats on this server."""
        await wait(interaction)
        embed = wording.stats(await self._service.stats(_player(interaction)))
        await send(interaction, Outgoing(embed=embed, quiet=True))

    async def _today(self, press: Press, _action: GuessToday) -> Outgoing:
        packs = await self._shelf.at(place_of(press))
        roster = roster_in(packs)
        everybody = roster_in(packs.whole, roster.pack.id)
        return _board(await self._service.daily(_player(press), roster, everybody=everybody))

    async def _another(self, press: Press, action: AnotherPuzzle) -> Outgoing:
        packs = await self._shelf.at(place_of(press))
        return _board(await self._service.another(_player(press), packs, PuzzleId(action.puzzle_id)))

    async def _share(self, press: Press, action: SharePuzzle) -> Outgoing:
        """Shows the squares to the channel. Removes the button first, so they are shown once."""
        await press.response.edit_message(view=None)
        packs = await self._shelf.known_to(place_of(press).server_id)
        shown = await self._service.finished(packs, PuzzleId(action.puzzle_id), member_of(press))
        if shown is None:
            raise UserError(wording.NOT_OVER)
        return Outgoing(text=wording.shared(shown, member_of(press)))

    @daily.autocomplete("tried")
    @endless.autocomplete("tried")
    @suggested_in_time
    async def complete_character(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The characters of the pack, by any of their names."""
        chosen = getattr(interaction.namespace, "pack", None)
        packs = await self._shelf.at(place_of(interaction))
        try:
            roster = roster_in(packs, chosen if isinstance(chosen, str) else "")
        except UserError:
            return []
        choices = packs.answers.complete_name(typed, actors=False, pack=roster.pack.id)
        return [app_commands.Choice(name=choice.name, value=choice.value) for choice in choices]

    @daily.autocomplete("pack")
    @endless.autocomplete("pack")
    @suggested_in_time
    async def complete_pack(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The packs with enough characters."""
        in_use = await self._shelf.at(place_of(interaction))
        packs = [roster.pack for roster in in_use.of(rosters_of) if len(roster.pack.id) <= 100]
        meant = ranked(typed, packs, lambda pack: (pack.title, pack.id))
        return [app_commands.Choice(name=pack.title[:100], value=pack.id) for pack in meant[:25]]


def _meant(packs: PacksInUse, roster: Roster, typed: str | None) -> str | None:
    """The id of the character with this name. Raises UserError if there is none, or several."""
    if typed is None:
        return None
    pack = roster.pack
    meant = packs.answers.characters_of(pack.id, typed)
    if not meant:
        near = [who.name for who in packs.answers.near(typed) if who.pack == pack.id]
        raise UserError(wording.nobody(typed, pack.title, near))
    if len(meant) > 1:
        raise UserError(wording.several(typed, meant))
    return meant[0].id


def _player(interaction: Press) -> Player:
    """The player and the server; no server in direct messages, and if the bot isn't on the server."""
    return Player(member_of(interaction), maybe_server_of(interaction) if interaction.is_guild_integration() else None)


def _board(shown: PuzzleShown) -> Outgoing:
    """The board as the answer, with a button if it is finished."""
    view = None
    if shown.board.is_over:
        id = shown.puzzle.id
        again = button(AnotherPuzzle(id), wording.ANOTHER_BUTTON) if shown.puzzle.day is None else None
        view = below(again or button(SharePuzzle(id), wording.SHARE_BUTTON))
    return Outgoing(embed=wording.board(shown), view=view, quiet=True)
