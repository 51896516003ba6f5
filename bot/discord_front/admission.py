"""Whether the bot does what a member asks of it: not for members who are timed out, and not in a flood.

A flood gets one line, then silence: answering each of its messages would be a flood of our own.
"""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import discord

from bot.discord_front import wording
from bot.discord_front.replies import Press
from bot.errors import UserError
from bot.ids import ChannelId, MemberId


@dataclass(frozen=True)
class Limit:
    """How often something may be asked for."""

    most: int
    within: timedelta


ANYTHING = Limit(60, timedelta(minutes=1))
"""Commands, presses, forms and questions of one member. In the fastest quiz, a member presses once in a second."""

QUESTIONS = Limit(60, timedelta(minutes=1))
"""Questions of all members in one channel. Discord lets a bot post about one message a second there."""

OWN_QUESTIONS = Limit(30, timedelta(minutes=1))
"""Questions of one member, half of what a channel gets: so nobody alone can silence the bot for the others there."""

GAMES = Limit(10, timedelta(minutes=5))
APPEALS = Limit(10, timedelta(minutes=5))
"""Reports of questions, too: each is a message for managers, and a reported question isn't asked for now."""
HEAVY = Limit(10, timedelta(minutes=1))
"""What takes a second or more of the processor or the database, such as an export. Of one member."""

SHARES = Limit(3, timedelta(minutes=1))
CARDS = Limit(6, timedelta(minutes=1))
"""Cards that one member calls up by names in brackets."""

CHANNEL_CARDS = Limit(12, timedelta(minutes=1))
"""Cards that all members of one channel call up."""

ASKS = "the command ask"
CALLS_UP = "a name in brackets"
OFFERS = "an offer to keep a reply"
COSTLY = {
    ASKS: ("questions", OWN_QUESTIONS),
    **dict.fromkeys(("the command trivia start", "the button Again"), ("games", GAMES)),
    CALLS_UP: ("cards", CARDS),
    OFFERS: ("offers", HEAVY),
    "the button Share": ("shares", SHARES),
    **dict.fromkeys(("the button AcceptMine", "the button ReportQuestion"), ("appeals", APPEALS)),
    **dict.fromkeys(
        (
            "the command mydata",
            "the command pack add",
            "the command pack export",
            "the command pack preview",
            "the command pack update",
            "the command settings daily preview",
            "the command stats",
            "the button AskReset",
            "the button UploadPack",
        ),
        ("heavy", HEAVY),
    ),
}
"""What costs more than an answer, by its name in the log: those of one word share a limit."""

IN_CHANNEL = {ASKS: QUESTIONS, CALLS_UP: CHANNEL_CARDS}
"""What is limited for all members of a channel together."""

ALWAYS = frozenset({"the command mydata", "the button ForgetMe"})
"""What members who are timed out may do, too: their data is theirs."""

KEPT = 10_000
"""Number of members and channels after which those that have been quiet are forgotten."""


class Passes(Enum):
    """Whether something passes a limit."""

    YES = "yes"
    TOLD = "no, which is the first time in this flood"
    IGNORED = "no, as was said before"


class _Window:
    """The times at which something was done, as far as they still count."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._times: deque[datetime] = deque()
        self._is_told = False

    def take(self, now: datetime) -> Passes:
        if self.is_empty(now):
            self._is_told = False
        if len(self._times) < self._limit.most:
            self._times.append(now)
            return Passes.YES
        was_told, self._is_told = self._is_told, True
        return Passes.IGNORED if was_told else Passes.TOLD

    def is_empty(self, now: datetime) -> bool:
        while self._times and now - self._times[0] >= self._limit.within:
            self._times.popleft()
        return not self._times


class Limits:
    """Counts what members and channels have asked for."""

    def __init__(self) -> None:
        self._windows: dict[Hashable, _Window] = {}

    def take(self, member_id: MemberId, channel_id: ChannelId | None, doing: str, now: datetime) -> Passes:
        """Whether this passes all its limits, and if so, count it."""
        kinds: list[tuple[Hashable, Limit]] = [((member_id, "anything"), ANYTHING)]
        if doing in COSTLY:
            name, limit = COSTLY[doing]
            kinds.append(((member_id, name), limit))
        if doing in IN_CHANNEL and channel_id is not None:
            kinds.append((("channel", channel_id, doing), IN_CHANNEL[doing]))
        if len(self._windows) > KEPT:
            self._windows = {key: each for key, each in self._windows.items() if not each.is_empty(now)}
        for key, limit in kinds:
            passes = self._windows.setdefault(key, _Window(limit)).take(now)
            if passes is not Passes.YES:
                return passes
        return Passes.YES


def is_welcome(press: Press, limits: Limits, doing: str) -> bool:
    """Whether to do what a member wants; if not, and nothing is to be said about it, False.

    Raises UserError if it is to be said.
    """
    member_id = MemberId(press.user.id)
    channel_id = None if press.channel_id is None else ChannelId(press.channel_id)
    match limits.take(member_id, channel_id, doing, press.created_at):
        case Passes.IGNORED:
            return False
        case Passes.TOLD:
            raise UserError(wording.FLOOD)
        case Passes.YES:
            pass
    if doing not in ALWAYS and isinstance(press.user, discord.Member) and _is_timed_out(press):
        raise UserError(wording.TIMED_OUT)
    return True


def _is_timed_out(press: Press) -> bool:
    """Discord takes commands from members who are timed out, but not the buttons that they see."""
    until: datetime | None = getattr(press.user, "timed_out_until", None)
    return until is not None and until > press.created_at
