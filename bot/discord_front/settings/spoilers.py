"""/spoilers, for members: how far they have seen a story."""

from discord import app_commands
from discord.ext import commands

from bot.discord_front.permissions import member_of
from bot.discord_front.places import place_of
from bot.discord_front.replies import Outgoing, Press, answered_in_time, notice, suggested_in_time
from bot.discord_front.settings import panel, wording
from bot.discord_front.wording import OPTION, OPTIONS
from bot.errors import UserError
from bot.house.service import HouseService
from bot.lookups.likeness import ranked
from bot.lookups.plain_text import shorten
from bot.lookups.story import Ending, endings
from bot.packs.in_use import Shelf

EVERYTHING = "everything"
EVERYTHING_SEEN = "Everything: I know the story"

Where = app_commands.Range[str, 1, OPTION]


class SpoilersCog(commands.Cog):
    """A member's own limit, which holds on every server and in direct messages."""

    def __init__(self, house: HouseService, shelf: Shelf) -> None:
        """The `shelf` holds the packs whole: a member chooses where to stop."""
        self._house = house
        self._shelf = shelf

    @app_commands.command(description="Say how far you have seen a story: I show you nothing later")
    @app_commands.rename(seen="seen_up_to")
    @app_commands.describe(seen="The last scene that you have seen; leave it out to see what is set")
    @answered_in_time
    async def spoilers(self, interaction: Press, seen: Where | None = None) -> Outgoing:
        """Sets the limit, or shows what is set."""
        member_id, places = member_of(interaction), await self._endings(interaction)
        if seen == EVERYTHING:
            for pack in {*(await self._house.seen(member_id)), *(each.pack for each in places)}:
                await self._house.see(member_id, pack, None)
        elif seen is not None:
            chosen = next((each for each in places if panel.scene_value(each) == seen), None)
            if chosen is None:
                raise UserError(wording.NO_SUCH_SCENE)
            await self._house.see(member_id, chosen.pack, chosen.scene_number)
        return notice(wording.seen(await self._house.seen(member_id), places))

    @spoilers.autocomplete("seen")
    @suggested_in_time
    async def complete_seen(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """The places where one can stop. Titles of parts that the member hasn't seen aren't shown."""
        places, scenes = await self._endings(interaction), await self._house.seen(member_of(interaction))
        several = len({each.pack for each in places}) > 1
        names = [
            (
                shorten(
                    wording.ending(each, is_seen=each.scene_number <= scenes.get(each.pack, each.of), several=several),
                    OPTION,
                ),
                panel.scene_value(each),
            )
            for each in places
        ]
        meant = ranked(typed, [(EVERYTHING_SEEN, EVERYTHING), *names], lambda choice: (choice[0],))
        choices = [app_commands.Choice(name=name, value=value) for name, value in meant if len(value) <= OPTION]
        return choices[:OPTIONS]

    async def _endings(self, interaction: Press) -> tuple[Ending, ...]:
        packs = (await self._shelf.at(place_of(interaction))).knowledge.packs
        return tuple(each for pack in packs for each in endings(pack))
