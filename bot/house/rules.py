"""A server's rules as a value, and what follows from them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.house.sight import EVERYTHING, Sight, Spoilers
from bot.ids import ChannelId, RoleId
from bot.scheduling.zones import zone_or_utc

COOLDOWN = 15
"""How many seconds the bot stays silent in a channel after answering unasked, so that people can talk."""

LONGEST_COOLDOWN = 3600

ROUNDS, LOBBY = 10, 10
"""Questions in a game, and seconds of its lobby, unless a server or a member says otherwise."""


class Starters(StrEnum):
    """Who may start a quiz."""

    EVERYBODY = "everybody"
    MANAGERS = "managers"
    ROLE = "role"
    """Members with a role, and managers."""


class SpoilerRule(BaseModel):
    """What may be told in a channel. `scenes` are the last scenes that everybody there has seen, by pack."""

    model_config = ConfigDict(frozen=True)

    mode: Spoilers = Spoilers.MARKED
    scenes: dict[str, int] = Field(default_factory=dict)


class HouseRules(BaseModel):
    """What managers have set. Stored as JSON; a missing key has its default, an unknown one is left out.

    `quiet_from` and `quiet_until` are local times in the IANA zone `zone`; there are no quiet hours without both.
    `cooldown` and `lobby` are in seconds. `hidden_continuities` are ids. `misses_channel` gets the weekly digest of the
    questions that the bot couldn't answer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    answers_mentions: bool = True
    answers_listened: bool = True
    answers_forum_posts: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None
    zone: str = "UTC"
    private_answers: bool = False
    cooldown: int = Field(default=COOLDOWN, ge=0, le=LONGEST_COOLDOWN)
    spoilers: SpoilerRule = SpoilerRule()
    channel_spoilers: dict[str, SpoilerRule] = Field(default_factory=dict)
    hidden_continuities: tuple[str, ...] = ()
    quiz_starters: Starters = Starters.EVERYBODY
    quiz_role: int | None = None
    trivia_rounds: int = Field(default=ROUNDS, ge=1, le=50)
    trivia_relaxed: bool = False
    trivia_spoiler_free: bool = False
    trivia_lobby: int = Field(default=LOBBY, ge=0, le=120)
    manager_role: int | None = None
    keeps_misses: bool = False
    misses_channel: int | None = None

    def is_quiet(self, now: datetime) -> bool:
        """Whether it is the quiet hours. They may go past midnight; the end is no longer quiet."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        at = now.astimezone(zone_or_utc(self.zone)).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def spoilers_in(self, channel_ids: Iterable[ChannelId]) -> SpoilerRule:
        """The rule for a channel; a thread comes before the channel it belongs to."""
        own = (self.channel_spoilers[str(id)] for id in channel_ids if str(id) in self.channel_spoilers)
        return next(own, self.spoilers)

    def sight(self, channel_ids: Iterable[ChannelId], seen: Mapping[str, int]) -> Sight:
        """What a member who has `seen` the packs up to these scenes may be shown in a channel.

        The stricter one counts: everybody in the channel reads the answer, and so does the member.
        """
        rule = self.spoilers_in(channel_ids)
        scenes = dict(seen)
        for pack, scene in rule.scenes.items() if rule.mode is Spoilers.UP_TO else ():
            scenes[pack] = min(scene, scenes.get(pack, scene))
        sight = Sight(rule.mode, tuple(sorted(scenes.items())), frozenset(self.hidden_continuities))
        return EVERYTHING if sight == EVERYTHING else sight

    def may_manage(self, role_ids: Iterable[RoleId], *, manages_server: bool) -> bool:
        """Whether a member manages the server: with Discord's right to do so, or with the manager role."""
        return manages_server or (self.manager_role is not None and self.manager_role in set(role_ids))

    def may_start_quiz(self, role_ids: Sequence[RoleId], *, is_manager: bool) -> bool:
        """Whether a member with these roles may start a quiz."""
        if self.quiz_starters is Starters.EVERYBODY or is_manager:
            return True
        return self.quiz_starters is Starters.ROLE and self.quiz_role in role_ids

    def with_values(self, values: Mapping[str, Any]) -> "HouseRules":
        """The rules with some values changed. Raises pydantic's ValidationError, a ValueError."""
        return HouseRules.model_validate({**self.model_dump(), **values})


def changed_values(before: HouseRules, after: HouseRules) -> dict[str, tuple[Any, Any]]:
    """The values that differ, as JSON has them, before and after."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}
