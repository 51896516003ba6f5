"""The private replies to picks: they show the right answer after a wrong pick, when the question closes.

They are only in memory, and can be edited for 15 minutes. That is enough: the verdict in the channel shows the same.
"""

import asyncio
from collections import defaultdict

from bot.discord_front.permissions import member_of
from bot.discord_front.quiz import wording
from bot.discord_front.quiz.buttons import Pick
from bot.discord_front.replies import Press
from bot.ids import GameId, MemberId
from bot.quiz.results import VerdictShown

MOST_NAMES = 2000
"""Maximum number of names kept for the podium: the members who picked last."""

PATIENCE = 5.0
"""Timeout in seconds for all of them."""


class Receipts:
    """The replies to members' picks, by game and question."""

    def __init__(self) -> None:
        self._kept: defaultdict[tuple[GameId, int], dict[MemberId, tuple[Press, int]]] = defaultdict(dict)
        self._names: dict[MemberId, str] = {}

    def keep(self, press: Press, pick: Pick) -> None:
        """Stores the reply to a member's latest pick, and drops those of earlier questions."""
        for game_id, number in [key for key in self._kept if key[0] == pick.game_id and key[1] < pick.number]:
            del self._kept[game_id, number]
        player_id = member_of(press)
        self._kept[pick.game_id, pick.number][player_id] = (press, pick.option)
        self._names.pop(player_id, None)
        self._names[player_id] = press.user.display_name
        if len(self._names) > MOST_NAMES:
            del self._names[next(iter(self._names))]

    def name_of(self, player_id: MemberId) -> str:
        """The name of a member who picked recently; empty if unknown."""
        return self._names.get(player_id, "")

    async def tell(self, verdict: VerdictShown) -> None:
        """Edits the replies to wrong picks; failures are ignored."""
        kept = self._kept.pop((verdict.game_id, verdict.number), {})
        if verdict.was_skipped or not verdict.question.options:
            return
        told = [
            press.edit_original_response(content=None, embed=wording.picked_wrong(verdict, option))
            for press, option in kept.values()
            if option != verdict.question.right
        ]
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*told, return_exceptions=True)
        except TimeoutError:
            return
