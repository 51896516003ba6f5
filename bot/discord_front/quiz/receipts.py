"""The private replies to picks: whoever picked wrong reads there how it is, when the question closes.

They are kept in memory alone, and can be edited for 15 minutes: it is a courtesy, and the verdict in the channel has
the same for everybody.
"""

import asyncio
from collections import defaultdict

from bot.discord_front.quiz import wording
from bot.discord_front.quiz.buttons import Pick
from bot.discord_front.replies import Press
from bot.quiz.results import VerdictShown

MOST_NAMES = 2000
"""Members whose names are remembered for the podium: those who picked last."""

PATIENCE = 5.0
"""Seconds that a game waits for all of them."""


class Receipts:
    """What members were told of their picks, by game and question."""

    def __init__(self) -> None:
        self._kept: defaultdict[tuple[str, int], dict[int, tuple[Press, int]]] = defaultdict(dict)
        self._names: dict[int, str] = {}

    def keep(self, press: Press, pick: Pick) -> None:
        """Remember the reply to a member's latest pick, and forget those of questions before."""
        for game, number in [key for key in self._kept if key[0] == pick.game and key[1] < pick.number]:
            del self._kept[game, number]
        self._kept[pick.game, pick.number][press.user.id] = (press, pick.option)
        self._names.pop(press.user.id, None)
        self._names[press.user.id] = press.user.display_name
        if len(self._names) > MOST_NAMES:
            del self._names[next(iter(self._names))]

    def name_of(self, player: int) -> str:
        """What a member who picked lately is called; empty where that is not known."""
        return self._names.get(player, "")

    async def tell(self, verdict: VerdictShown) -> None:
        """Tell those who picked wrong. Who cannot be told is left out."""
        kept = self._kept.pop((verdict.game, verdict.number), {})
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
