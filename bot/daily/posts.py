"""The daily questions' way from due to closed, exactly once for each server and day, whatever breaks on the way.

::

    due -> claimed -> posted -> closed
       \\-> missed <-/

A claim comes before anything is sent, and says what will be sent. Until its lease runs out nobody else sends. Whoever
finds a claim whose outcome nobody knows looks for the post in the channel before posting again, and the nonce, made of
server and date, lets Discord drop a double that comes within minutes. Nothing here waits for long: what failed is
tried again later, at the moment that `advance` gives back.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from textwrap import shorten
from typing import Protocol, TypeVar
from uuid import uuid4

from bot.daily.outbox import Found, Outbox
from bot.daily.recurrence import Due, Recurrence
from bot.daily.results import DailyPaused, DailyPost, DailyResult, asked_of, is_about, marker_of, options_asked
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.knowledge.model import Fact
from bot.questions.model import Question
from bot.scheduling.backoff import Backoff
from bot.scheduling.clock import Clock
from bot.scheduling.pace import Pace
from bot.scheduling.shard import WHOLE, Shard
from bot.storage.answers import Asking, Streak
from bot.storage.bags import Draw
from bot.storage.ledger import Asks, Claimed, Closed, DailyEntry, DailyPlan, Missed, Outlook, Posted
from bot.storage.settings import DailySchedule
from bot.storage.storage import Storage

log = logging.getLogger(__name__)

T = TypeVar("T")

CATCH_UP = timedelta(hours=6)
"""How long after its time a question is still posted, by default. Later the day is missed."""

SHORTEST = timedelta(minutes=10)
"""A question that would close sooner than this after its post is not posted: nobody could answer it."""

PATIENCE = timedelta(minutes=1)
"""How long to wait for the answer to one request."""

LEASE = timedelta(minutes=2)
"""How long a claim keeps others out. Longer than a request and all that comes before it, so that nobody sends while
somebody else takes over, and short enough that a crash delays a post by no more than this."""

PROMPT = timedelta(minutes=15)
"""A new claim that comes later than this looks into the channel first, too, as does one for a time before this process
began: after the restoration of an older database the post can be there already. Longer than it takes to post for ten
thousand servers: some four minutes at POST_GAP, and some eight at half that pace."""

QUIET = timedelta(minutes=2)
"""How long after the last attempt a day may be given up, so that no request is still on its way."""

SKEW = timedelta(hours=1)
"""How far our clock may be from Discord's, generously, when messages are looked through from a moment on."""

LOOK_BACK = timedelta(days=31)
"""As far back as this, days without an entry are marked as missed."""

RESTORED = timedelta(days=1)
"""How far back a new process looks for posts of which the database knows nothing, because it is an older one again.
Those that are open are looked for however old they are."""

NOT_ALLOWED = timedelta(hours=1)
"""How often to look whether a right that was taken has been given back, while a question waits for it."""

SLACK = timedelta(seconds=2)
"""Between the moment from which no answer counts and the count, for one that is just being written down, and for
processes whose clocks differ a little."""

GIVE_UP = timedelta(days=1)
"""How long to try to show the result. Afterwards the question is closed without, so that nothing stays half done."""

REASON = 300
"""Characters of what Discord says, in the reason of a pause."""

AGAIN = timedelta(minutes=1)
"""When to look again at what somebody else has just taken."""

POST_GAP = timedelta(milliseconds=25)
"""Between two requests for daily questions: 40 a second, where Discord allows a bot 50. What the bot sends for members
meanwhile comes out of these 40 and never waits for them; ten are left for when much of it comes in the same second."""


class Questions(Protocol):
    """Where the daily questions come from: what a pack can ask."""

    @property
    def pack(self) -> str: ...

    @property
    def keys(self) -> Sequence[str]:
        """Those of all questions that may be asked as a daily one."""
        ...

    def question(self, key: str) -> Question | None:
        """None where the pack has it no longer."""
        ...

    def fact(self, question: Question) -> Fact | None:
        """What is shown after the answer; None where the question has a source of its own."""
        ...


def recurrence_of(schedule: DailySchedule) -> Recurrence:
    """When the schedule's questions are due and close."""
    return Recurrence(schedule.at, schedule.zone, schedule.weekdays, schedule.closes_at)


NO_QUESTION = Draw("", "", 1)
"""Stands in an entry whose question is not known."""


def day_of(entry: DailyEntry) -> date:
    """The local date whose question it is."""
    return entry.day if isinstance(entry, Missed) else entry.plan.day


@dataclass(frozen=True)
class _Begun:
    """When to look again after new questions were posted (`is_new`), or after none was due.

    `has_tried`: something was due, so what was read before is old.
    """

    again: datetime | None
    is_new: bool = False
    has_tried: bool = False


class DailyPosts:
    """Posts and closes what is due. Several of them, also in several processes, may work over one storage.

    For each server, `advance` is not called again before it has returned; the planner sees to that.
    """

    def __init__(
        self,
        storage: Storage,
        outbox: Outbox,
        questions: Questions,
        clock: Clock,
        chance: random.Random,
        *,
        pace: Pace | None = None,
        catch_up: timedelta = CATCH_UP,
        patience: timedelta = PATIENCE,
        shard: Shard = WHOLE,
    ) -> None:
        """What is due for servers of which the `shard` does not hear is left to others."""
        self._settings = storage.settings
        self._departures = storage.departures
        self._ledger = storage.ledger
        self._bags = storage.bags
        self._answers = storage.answers
        self._outbox = outbox
        self._questions = questions
        self._clock = clock
        self._chance = chance
        self._pace = pace or Pace(clock, POST_GAP)
        self._catch_up = catch_up
        self._patience = patience
        self._shard = shard
        self._holder = uuid4().hex
        self._began = clock.now()
        self._backoff = Backoff(chance)
        self._sent: dict[tuple[int, date], datetime] = {}
        self._without_thread: set[tuple[int, date]] = set()
        self._unseen: set[tuple[int, date]] = set()
        """Posts that we hold without having been allowed to see what they show."""
        self._too_many: dict[tuple[int, date], set[int]] = {}
        """Doubles of a day's post that are still to be removed."""

    async def agenda(self, until: datetime) -> Mapping[int, Hashable]:
        """The servers for which something is or may become due until then, each with what it follows from.

        Where that has changed, the server has to be looked at anew.
        """
        left = await self._departures.noted()
        overdue, look_back = await self._ledger.overdue(now=until), self._look_back()
        days = {server: day for server, day in overdue.items() if server not in left}
        left_over = {server: day for server, day in days.items() if day < look_back}
        active = await self._settings.active_schedules()
        agenda = {**days, **{schedule.server: (schedule, left_over.get(schedule.server)) for schedule in active}}
        return {server: what for server, what in agenda.items() if self._shard.hears_of(server)}

    async def advance(self, server: int) -> datetime | None:
        """Do for a server what is due, and give the moment at which to look again; None where nothing will be due.

        Of a server that was left everything stays as it is, until the bot is back.

        A new question comes first, and what is half done at the next look, which is soon: so while many servers have
        their question at the same time, none waits for the results of the others. An error that nobody thought of in
        the one does not keep the other from being done, and is raised afterwards.
        """
        outlook = await self._outlook(server)
        if outlook.was_left:
            return None
        begun = (await asyncio.gather(self._begin(outlook), return_exceptions=True))[0]
        if isinstance(begun, _Begun) and begun.is_new:
            return begun.again
        if not isinstance(begun, _Begun) or begun.has_tried:
            outlook = await self._outlook(server)
        finished = await self._finish(outlook)
        if isinstance(begun, BaseException):
            raise begun
        return _earliest([begun.again, finished])

    async def result(self, entry: Posted) -> DailyResult:
        """How the question has gone, by the answers that count until now."""
        plan = entry.plan
        question = self._questions.question(plan.draw.question)
        answers = await self._answers.answers_to(Asking.daily(plan.server, plan.day))
        right = [answer.given.member for answer in answers if answer.is_right]
        picked = [answer.given.text for answer in answers]
        server_streak = await self._answers.server_streak(plan.server)
        return DailyResult(
            server=plan.server,
            day=plan.day,
            channel=plan.channel,
            message=entry.message,
            options=plan.options,
            question=question,
            fact=self._questions.fact(question) if question else None,
            spread=tuple(picked.count(option) for option in plan.options),
            answered=len(answers),
            right=len(right),
            first=right[0] if right else None,
            streaks=await self._answers.day_streaks(plan.server, [answer.given.member for answer in answers]),
            server_streak=server_streak if right else Streak(0, server_streak.longest),
        )

    # What is half done, or stands in a channel

    async def _finish(self, outlook: Outlook) -> datetime | None:
        """Go on with every entry that is neither closed nor missed."""
        moments = []
        for entry in outlook.unfinished:
            match entry:
                case Claimed():
                    moments.append(await self._settle(entry, outlook.schedule))
                case Posted():
                    moments.append(await self._tend(entry, outlook.schedule))
        return _earliest(moments)

    async def _settle(self, claim: Claimed, schedule: DailySchedule | None) -> datetime | None:
        """Find out what became of a claim, and post where nothing did."""
        plan = claim.plan
        if wait := self._must_wait(claim, ("post", plan.server, plan.day)):
            return wait
        await self._pace.turn()
        match await self._take(plan):
            case Claimed() as mine:
                return await self._send(mine, schedule, look_first=True)
            case Posted() as posted:
                return await self._tend(posted, schedule)
            case None:
                return self._clock.now() + AGAIN

    async def _send(self, claim: Claimed, schedule: DailySchedule | None, *, look_first: bool) -> datetime | None:
        """Post what is claimed by us. Every way out leaves a post, a missed day, or a moment to try again."""
        plan = claim.plan
        key = (plan.server, plan.day)
        try:
            if look_first and (found := await self._find(plan, claim.claimed_at)):
                return await self._stands(plan, found, schedule)
        except Forbidden as error:
            return await self._cannot_look(claim, error)
        except Gone:
            await self._give_up(plan, "The channel was deleted.")
            return None
        except (Refused, Unavailable, Unknown) as error:
            return self._later(("post", *key), error)

        now = self._clock.now()
        question = self._questions.question(plan.draw.question)
        if question is None:
            log.warning("server %s: the question of %s is in the pack no longer", plan.server, plan.day)
        if not schedule or not schedule.is_active or not question or now > self._last(plan.due_at, plan.closes_at):
            if (sent := self._sent.get(key)) and sent <= now < sent + QUIET:
                return sent + QUIET
            await self._miss(plan)
            return None
        if now + self._patience > claim.lease_until:
            return now
        post = DailyPost(plan.server, plan.day, plan.channel, question, plan.options, plan.closes_at, schedule.role)
        self._sent[key] = now
        try:
            message = await self._answered(lambda: self._outbox.post(post))
        except Forbidden as error:
            await self._give_up(plan, f"I may not post in the channel: the permission {error} is missing.")
            return None
        except Gone:
            await self._give_up(plan, "The channel was deleted.")
            return None
        except Refused as error:
            await self._give_up(plan, f"Discord does not take the question: {shorten(str(error), REASON)}")
            return None
        except (Unavailable, Unknown) as error:
            return self._later(("post", *key), error)
        new = Found(message, post.asked, has_result=False)
        return await self._stands(plan, await self._as_it_stands(claim, new, since=now), schedule)

    async def _as_it_stands(self, claim: Claimed, sent: Found, *, since: datetime) -> tuple[Found, ...]:
        """The post that has just been sent, and with it others, where it was on its way for suspiciously long.

        A request that gets no answer is tried again within seconds, while Discord still drops a double. Where the
        machine slept between the two, it does not any more.
        """
        if self._clock.now() < since + self._patience:
            return (sent,)
        try:
            found = await self._find(claim.plan, claim.claimed_at)
        except OutboxError as error:
            log.warning("server %s: nobody knows whether %s is posted once: %r", claim.plan.server, sent.message, error)
            found = ()
        others = tuple(each for each in found if each.message != sent.message)
        return tuple(sorted((sent, *others), key=lambda each: each.message))

    async def _find(self, plan: DailyPlan, since: datetime) -> tuple[Found, ...]:
        after = min(since, plan.due_at) - SKEW
        return await self._answered(
            lambda: self._outbox.find(plan.channel, marker_of(plan.server, plan.day), after=after)
        )

    async def _stands(self, plan: DailyPlan, found: Sequence[Found], schedule: DailySchedule | None) -> datetime | None:
        """The post is there: note it, unless another one is the day's post already. What is too many is removed.

        What it asks and shows goes before what the database says of it, which may be older: a result stays as it is.
        """
        first, now = found[0], self._clock.now()
        asks = await self._asked(plan, first)
        is_it = await self._ledger.mark_posted(plan.server, plan.day, message=first.message, at=now, asks=asks)
        if is_it and first.has_result:
            log.info("server %s: the question of %s shows its result already", plan.server, plan.day)
            await self._ledger.mark_closed(plan.server, plan.day, at=now)
        entry = await self._ledger.entry(plan.server, plan.day)
        kept = entry.message if isinstance(entry, Posted | Closed) else None
        if extra := {each.message for each in found} - {kept}:
            log.warning("server %s: messages %s are too many for %s", plan.server, sorted(extra), plan.day)
            self._too_many[plan.server, plan.day] = extra
        self._done(plan)
        return await (self._tend(entry, schedule) if isinstance(entry, Posted) else self._remove_extra(plan))

    async def _remove_extra(self, plan: DailyPlan) -> datetime | None:
        """Remove what is known to be too many; the moment at which to try again what failed."""
        key = ("remove", plan.server, plan.day)
        extra = self._too_many.get((plan.server, plan.day), set())
        if not extra or (wait := self._backoff.not_before(key, self._clock.now())):
            return wait if extra else None
        for message in sorted(extra):
            try:
                await self._answered(partial(self._outbox.remove, plan.channel, message))
            except Gone:
                pass
            except (Forbidden, Refused) as error:
                log.warning("message %s could not be removed: %r", message, error)
            except (Unavailable, Unknown) as error:
                return self._later(key, error)
            extra.discard(message)
        del self._too_many[plan.server, plan.day]
        self._backoff.succeeded(key)
        return None

    async def _asked(self, plan: DailyPlan, found: Found) -> Asks | None:
        """What a post asks, where that is not what was claimed.

        So it is where the claim was made after an older database was restored. A question that the pack has no longer
        counts for nobody.
        """
        if not found.asked or found.asked == asked_of(self._questions.question(plan.draw.question), plan.options):
            return None
        for key in self._questions.keys:
            question = self._questions.question(key)
            if question and (options := options_asked(question, found.asked)):
                [draw] = await self._bags.peek(plan.server, self._questions.pack, [key])
                return Asks(draw, options)
        if is_about(plan.draw.question, found.asked):
            return None
        log.warning("server %s: the question of %s is in the pack no longer", plan.server, plan.day)
        return Asks(NO_QUESTION, ())

    async def _cannot_look(self, claim: Claimed, error: Forbidden) -> datetime | None:
        """Whether there is a post cannot be known: wait for the right, and give the day up when it is over."""
        plan = claim.plan
        reason = f"I cannot see whether the question was posted: the permission {error} is missing in the channel."
        await self._pause(plan, reason)
        now = self._clock.now()
        over = plan.closes_at or plan.due_at + GIVE_UP
        if now < over:
            return min(over, self._backoff.failed(("post", plan.server, plan.day), now, at_least=NOT_ALLOWED))
        await self._miss(plan)
        return None

    async def _give_up(self, plan: DailyPlan, reason: str) -> None:
        """There is no post and there cannot be one."""
        await self._pause(plan, reason)
        await self._miss(plan)

    async def _miss(self, plan: DailyPlan) -> None:
        if await self._ledger.miss(plan.server, plan.day, holder=self._holder, now=self._clock.now()):
            log.warning("server %s has no daily question on %s", plan.server, plan.day)
        self._done(plan)

    # What stands in a channel

    async def _tend(self, posted: Posted, schedule: DailySchedule | None) -> datetime | None:
        """Open the thread, and close the question when its time has come."""
        extra = await self._remove_extra(posted.plan)
        closes_at = posted.plan.closes_at
        count_at = closes_at and closes_at + SLACK
        if count_at and count_at <= self._clock.now():
            return _earliest([extra, await self._close(posted)])
        if schedule and schedule.has_thread and posted.thread is None:
            return _earliest([extra, count_at, await self._open_thread(posted)])
        return _earliest([extra, count_at])

    async def _open_thread(self, posted: Posted) -> datetime | None:
        """The talk is no part of the game: where it cannot be had, the question does without."""
        plan = posted.plan
        key = (plan.server, plan.day)
        question = self._questions.question(plan.draw.question)
        if key in self._without_thread or question is None:
            return None
        if wait := self._must_wait(posted, ("thread", *key)):
            return wait
        post = DailyPost(plan.server, plan.day, plan.channel, question, plan.options, plan.closes_at)
        await self._pace.turn()
        try:
            thread = await self._answered(lambda: self._outbox.open_thread(post, posted.message))
        except (Gone, Forbidden, Refused) as error:
            log.info("server %s: no thread for %s: %r", plan.server, plan.day, error)
            self._without_thread.add(key)
            return None
        except (Unavailable, Unknown) as error:
            return self._later(("thread", *key), error)
        await self._ledger.mark_thread(plan.server, plan.day, thread=thread)
        self._backoff.succeeded(("thread", *key))
        return None

    async def _close(self, posted: Posted) -> datetime | None:
        """Show how it went. No answer counts any more, so that showing it again shows the same."""
        plan = posted.plan
        key = ("close", plan.server, plan.day)
        if wait := self._must_wait(posted, key):
            return wait
        await self._pace.turn()
        try:
            is_shown = await self._is_shown(posted)
        except (Refused, Unavailable, Unknown) as error:
            return self._later(key, error)
        mine = await self._take(plan)
        if not isinstance(mine, Posted):
            return self._clock.now() + AGAIN
        result = await self.result(mine)
        try:
            if not is_shown:
                await self._answered(lambda: self._outbox.show_result(result))
        except Gone:
            log.info("server %s: the question of %s was deleted", plan.server, plan.day)
        except Forbidden as error:
            await self._pause(plan, f"I may not edit the question: the permission {error} is missing.")
            if not self._is_hopeless(plan, key):
                return self._backoff.failed(key, self._clock.now(), at_least=NOT_ALLOWED)
        except (Refused, Unavailable, Unknown) as error:
            if not self._is_hopeless(plan, key):
                return self._later(key, error)
        await self._ledger.mark_closed(plan.server, plan.day, at=self._clock.now())
        self._done(plan)
        return None

    async def _is_shown(self, posted: Posted) -> bool:
        """Whether the result stands there already, as it does where the database was restored from before the close.

        It may count answers that the database has lost, so it is left alone. What this process posted or began to
        close needs no look.
        """
        plan = posted.plan
        key = (plan.server, plan.day)
        is_known = posted.holder == self._holder and key not in self._unseen
        if is_known or self._is_hopeless(plan, ("close", *key)):
            return False
        try:
            is_shown = await self._answered(lambda: self._outbox.shows_result(plan.channel, posted.message))
        except (Gone, Forbidden):
            self._unseen.add(key)
            return False  # the edit will tell, and needs no right to read
        self._unseen.discard(key)
        return is_shown

    def _is_hopeless(self, plan: DailyPlan, key: Hashable) -> bool:
        """Whether it was tried more than once, and for so long that the result is shown to nobody."""
        closes_at = plan.closes_at or plan.due_at
        return self._backoff.failures(key) > 0 and self._clock.now() > closes_at + GIVE_UP

    # What is due

    async def _begin(self, outlook: Outlook) -> _Begun:
        """Post what is due, and mark what was due too long ago."""
        schedule = outlook.schedule
        if schedule is None or not schedule.is_active:
            return _Begun(None)
        server, recurrence, now = schedule.server, recurrence_of(schedule), self._clock.now()
        start = max(schedule.since, now - LOOK_BACK) - timedelta.resolution
        newest = max(outlook.known, default=date.min)  # after a move to a zone further west, a date comes once more
        is_new = has_tried = False
        moments = [recurrence.next_due(now).moment]
        for due in recurrence.due_between(start, now, without=outlook.known):
            has_tried = True
            closes_at = recurrence.closing(due)
            is_in_time = newest < due.date and now <= self._last(due.moment, closes_at)
            is_wanted = is_in_time and due.date != schedule.skipped
            if due.date != schedule.skipped and not is_wanted:
                match await self._stands_already(due, closes_at, schedule):
                    case bool(is_wanted):
                        pass
                    case datetime() as moment:
                        moments.append(moment)
                        continue
            if not is_wanted:
                if await self._ledger.miss(server, due.date, holder=self._holder, now=now):
                    log.info("server %s has no daily question on %s", server, due.date)
            elif await self._claim(due, closes_at, schedule, outlook.unfinished):
                is_new = True
        return _Begun(now + SLACK if is_new else min(moments), is_new=is_new, has_tried=has_tried)

    async def _stands_already(self, due: Due, closes_at: datetime, schedule: DailySchedule) -> bool | datetime:
        """Whether the question of a day that is too late to be posted stands in the channel, open or with its result.

        So it does where the database was restored from before its post. A moment where that has to be looked at again.
        """
        now, key = self._clock.now(), ("look", schedule.server, due.date)
        if due.moment > self._began or now >= max(closes_at, due.moment + RESTORED):
            return False
        if wait := self._backoff.not_before(key, now):
            return wait
        await self._pace.turn()
        marker = marker_of(schedule.server, due.date)
        try:
            found = await self._answered(lambda: self._outbox.find(schedule.channel, marker, after=due.moment - SKEW))
        except (Gone, Forbidden):
            return False
        except (Refused, Unavailable, Unknown) as error:
            return self._later(key, error)
        self._backoff.succeeded(key)
        return bool(found)

    async def _claim(
        self, due: Due, closes_at: datetime, schedule: DailySchedule, unfinished: Sequence[Claimed | Posted]
    ) -> bool:
        """Decide what is asked, claim the day, and post. Whether the day was nobody else's."""
        server = schedule.server
        drawn = await self.draw(server)
        draw, options = drawn or (NO_QUESTION, ())
        plan = DailyPlan(server, due.date, schedule.channel, draw, options, due.moment, closes_at)
        if drawn is None:
            await self._give_up(plan, "The pack has no questions to ask.")
            return False
        await self._pace.turn()
        now = self._clock.now()
        claim = await self._ledger.claim(plan, holder=self._holder, now=now, lease=LEASE)
        if claim is None:
            return False
        await self._close_older(server, due.date, unfinished)
        await self._send(claim, schedule, look_first=now > due.moment + PROMPT or due.moment <= self._began)
        return True

    async def draw(self, server: int) -> tuple[Draw, tuple[str, ...]] | None:
        """A question that the server has not been asked for longest, and its options as they would be shown.

        It is not taken out of the bag. None where there is no question at all.
        """
        keys = list(self._questions.keys)
        self._chance.shuffle(keys)
        for draw in await self._bags.peek(server, self._questions.pack, keys):
            if question := self._questions.question(draw.question):
                options = list(question.options)
                self._chance.shuffle(options)
                return draw, tuple(options)
        return None

    async def pass_over(self, schedule: DailySchedule) -> None:
        """Note that the date to be skipped had no question, if it is past, so that another one can be skipped."""
        now = self._clock.now()
        due = recurrence_of(schedule).due_on(schedule.skipped) if schedule.skipped else None
        if due and due.moment <= now:
            await self._ledger.miss(schedule.server, due.date, holder=self._holder, now=now)

    async def _close_older(self, server: int, day: date, unfinished: Sequence[Claimed | Posted]) -> None:
        """The next question closes those before it."""
        now = self._clock.now()
        for entry in unfinished:
            if isinstance(entry, Posted) and entry.plan.day < day and not _is_over(entry.plan, now):
                await self._ledger.close_from(server, entry.plan.day, at=now)

    # Shared steps

    async def _take(self, plan: DailyPlan) -> Claimed | Posted | None:
        return await self._ledger.take(plan.server, plan.day, holder=self._holder, now=self._clock.now(), lease=LEASE)

    async def _answered(self, request: Callable[[], Awaitable[T]]) -> T:
        """What the request gives. Raises OutboxError; Unknown where no answer comes in time."""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                return await request()
        except TimeoutError as error:
            raise Unknown(f"no answer within {self._patience}") from error

    async def _pause(self, plan: DailyPlan, reason: str) -> None:
        """Pause the schedule and tell whoever set it up, once: told first, so that a crash cannot leave it untold."""
        schedule = await self._settings.schedule(plan.server)
        if schedule is None or not schedule.is_active or schedule.channel != plan.channel:
            return
        log.warning("server %s: the daily question is paused: %s", plan.server, reason)
        notice = DailyPaused(plan.server, plan.channel, reason)
        if (member := schedule.set_up_by) is not None:
            try:
                await self._answered(
                    lambda: self._outbox.tell(member, notice, nonce=f"p{marker_of(plan.server, plan.day)}")
                )
            except OutboxError as error:
                log.info("member %s could not be told: %r", member, error)
        await self._settings.pause(plan.server, reason=reason)

    def _must_wait(self, entry: Claimed | Posted, key: Hashable) -> datetime | None:
        """Until when to keep away from an entry: somebody else holds it, or it has just failed."""
        now = self._clock.now()
        if entry.holder != self._holder and entry.lease_until > now:
            return entry.lease_until
        return self._backoff.not_before(key, now)

    def _later(self, key: Hashable, error: Refused | Unavailable | Unknown) -> datetime:
        at_least = (error.retry_after if isinstance(error, Unavailable) else None) or timedelta()
        again = self._backoff.failed(key, self._clock.now(), at_least=at_least)
        log.info("%s failed (%r), again at %s", key, error, again)
        return again

    async def _outlook(self, server: int) -> Outlook:
        """With the days that can be due, a little more generously than any zone needs."""
        return await self._ledger.outlook(server, since=self._look_back() - timedelta(days=3))

    def _look_back(self) -> date:
        return (self._clock.now() - LOOK_BACK).date()

    def _done(self, plan: DailyPlan) -> None:
        self._sent.pop((plan.server, plan.day), None)
        self._without_thread.discard((plan.server, plan.day))
        self._unseen.discard((plan.server, plan.day))
        for step in ("post", "close", "thread"):
            self._backoff.succeeded((step, plan.server, plan.day))

    def _last(self, due_at: datetime, closes_at: datetime | None) -> datetime:
        """Until when a question is still posted."""
        latest = due_at + self._catch_up
        return latest if closes_at is None else min(latest, closes_at - SHORTEST)


def _is_over(plan: DailyPlan, now: datetime) -> bool:
    return plan.closes_at is not None and plan.closes_at <= now


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
