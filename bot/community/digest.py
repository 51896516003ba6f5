"""The weekly digest of a waiting list: posted once a week where managers want it, whatever fails on the way.

As with the daily question, a claim is stored before anything is sent. If it is unknown whether the message was sent,
the bot looks for it in the channel before it sends it again.
"""

import logging
import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from bot.community.misses import KEPT_FOR
from bot.errors import Forbidden, Gone, Refused, Unavailable, Unknown
from bot.house.rules import HouseRules
from bot.house.service import CAREFUL, HouseService
from bot.ids import ChannelId, ServerId
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.scheduling.pace import Pace
from bot.scheduling.shard import WHOLE, Shard
from bot.scheduling.zones import zone_or_utc
from bot.storage.misses import DigestClaim, Miss
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

WEEK = timedelta(days=7)

AT = time(9)
"""Local time of the digest, on Mondays."""

CATCH_UP = timedelta(days=1)
"""How late a digest may still be posted. After that, the next week's comes."""

TOP = 10
"""Number of questions in a digest."""

UNREADABLE = timedelta(hours=1)
"""How long to wait if a server's settings can't be read."""

SKEW = timedelta(hours=1)
"""Tolerance for the difference between our clock and Discord's, when looking for a message."""


@dataclass(frozen=True)
class Digest:
    """What is posted: the questions asked most, of all those that were asked within a week."""

    server_id: ServerId
    channel_id: ChannelId
    week: date
    top: tuple[Miss, ...]
    count: int


class DigestOutbox(Protocol):
    """Where digests are posted. Raises OutboxError only."""

    async def post(self, digest: Digest) -> None:
        """Posts it, with a nonce made of server and week that Discord enforces for some minutes."""

    async def has(self, channel_id: ChannelId, week: date, *, after: datetime) -> bool:
        """Whether a digest of this week was posted in the channel since then."""


@dataclass(frozen=True)
class Monday:
    """When a digest is due, and the local date of that day."""

    moment: datetime
    date: date


def last_monday(zone: str, now: datetime) -> Monday:
    """The latest time for a digest that isn't in the future."""
    local = now.astimezone(zone_or_utc(zone))
    day = local.date() - timedelta(days=local.weekday())
    if local < datetime.combine(day, AT, local.tzinfo):
        day -= WEEK
    return Monday(_moment(zone, day), day)


def next_monday(zone: str, now: datetime) -> datetime:
    """The first time for a digest after now."""
    return _moment(zone, last_monday(zone, now).date + WEEK)


def _moment(zone: str, day: date) -> datetime:
    return datetime.combine(day, AT, zone_or_utc(zone)).astimezone(UTC)


def asked_before(monday: Monday, kept: Sequence[Miss]) -> tuple[Miss, ...]:
    """The questions that were open at that time and were asked within the week before it, or since.

    Those that came later wait for the next digest: a week without questions has none, however late it is looked at.
    """
    return tuple(each for each in kept if each.first_at < monday.moment <= each.last_at + WEEK)


class WaitingLists:
    """`Work` for a planner: deletes questions that are too old or not wanted any more, and posts digests."""

    def __init__(
        self,
        storage: Storage,
        house: HouseService,
        outbox: DigestOutbox,
        clock: Clock,
        chance: random.Random,
        *,
        pace: Pace,
        shard: Shard = WHOLE,
    ) -> None:
        """Handles only the servers of `shard`."""
        self._misses = storage.misses
        self._departures = storage.departures
        self._house = house
        self._outbox = outbox
        self._clock = clock
        self._backoff = Backoff(chance)
        self._pace = pace
        self._shard = shard

    async def agenda(self) -> Collection[ServerId]:
        """The servers with something on their list."""
        return [server_id for server_id in await self._misses.servers() if self._shard.hears_of(server_id)]

    async def advance(self, server_id: ServerId) -> datetime | None:
        """Do what is due for a server; returns when to check again, None while its list is empty."""
        now, rules = self._clock.now(), await self._house.rules(server_id)
        if rules is CAREFUL:  # they can't be read, so nobody knows what is wanted
            return now + UNREADABLE
        if not rules.keeps_misses:
            await self._misses.clear(server_id)
            return None
        await self._misses.clear(server_id, before=now - KEPT_FOR)
        kept = await self._misses.kept(server_id)
        if not kept:
            return None
        moments = [min(each.last_at for each in kept) + KEPT_FOR + timedelta.resolution]
        if rules.misses_channel is not None and server_id not in await self._departures.noted():
            moments.append(await self._digest(server_id, rules, ChannelId(rules.misses_channel), kept))
        return min(moments)

    async def _digest(
        self, server_id: ServerId, rules: HouseRules, channel_id: ChannelId, kept: Sequence[Miss]
    ) -> datetime:
        """Post the digest if it is due; returns when to check again."""
        now = self._clock.now()
        monday, following = last_monday(rules.zone, now), next_monday(rules.zone, now)
        asked = asked_before(monday, kept)
        if not asked or now > monday.moment + CATCH_UP:
            return following
        if wait := self._backoff.not_before(server_id, now):
            return wait
        claim = DigestClaim(server_id, monday.date, channel_id, now)
        is_new = await self._misses.claim_digest(claim)
        if not is_new:
            claim = await self._misses.digest(server_id) or claim
        if claim.settled_at is not None:
            return following
        try:
            await self._pace.turn()
            # A claim that isn't new may have been posted before the process died, or Discord's answer was lost.
            since = claim.claimed_at - SKEW
            if is_new or not await self._outbox.has(claim.channel_id, claim.week, after=since):
                await self._outbox.post(Digest(server_id, claim.channel_id, claim.week, asked[:TOP], len(asked)))
        except (Unavailable, Unknown) as error:
            at_least = (error.retry_after if isinstance(error, Unavailable) else None) or timedelta()
            return self._backoff.failed(server_id, now, at_least=at_least)
        except (Gone, Forbidden, Refused) as error:
            log.warning("server %s gets no digest this week: %r", server_id, error)
        self._backoff.succeeded(server_id)
        await self._misses.settle_digest(server_id, claim.week, at=self._clock.now())
        return following
