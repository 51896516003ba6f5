"""Posts a question exactly once for each server and day, whatever fails on the way.

Before anything is sent, a claim records what will be sent. If the outcome of a claim is unknown, the bot looks for the
post in the channel before posting again. The nonce, made of server and date, lets Discord drop a duplicate within
minutes.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import shorten

from cachetools import TTLCache

from bot.daily.closing import SLACK, Closing
from bot.daily.desk import GIVE_UP, NOT_ALLOWED, SKEW, DailyEvent, Desk
from bot.daily.draws import APART, DailyCandidate, PastQuestion, fairest, options_for, without_plot
from bot.daily.outbox import Found
from bot.daily.questions import DailyQuestions, as_kept, asked_on
from bot.daily.recurrence import Due, recurrence_of
from bot.daily.results import DailyPost, DailyResult, asked_of, is_about, marker_of, options_asked
from bot.errors import Forbidden, Gone, OutboxError, Refused, Unavailable, Unknown
from bot.ids import ChannelId, QuestionKey, ServerId
from bot.questions.difficulty import rated
from bot.storage.answers import Share
from bot.storage.bags import Draw
from bot.storage.ledger import Asks, Claimed, ClosedPost, DailyPlan, Outlook, Posted
from bot.storage.settings import DailySchedule

log = logging.getLogger(__name__)

CATCH_UP = timedelta(hours=6)
"""How late a question may still be posted, by default. After that, the day is missed."""

SHORTEST = timedelta(minutes=10)
"""Questions that would close sooner after their post aren't posted: there would be no time to answer."""

PROMPT = timedelta(minutes=15)
"""New claims later than this check the channel first, like those due before this process started: if an older database
was restored, the post may exist already. Must be longer than posting for ten thousand servers takes: about four minutes
at POST_GAP, eight at half that pace."""

QUIET = timedelta(minutes=2)
"""Wait after the last attempt before giving a day up, so that no request is still in flight."""

LOOK_BACK = timedelta(days=31)
"""How far back days without an entry are marked as missed."""

LATELY = timedelta(days=7)
"""Maximum age of the previous question for its result to be shown in the next post."""

RESTORED = timedelta(days=1)
"""How far back a new process looks for posts that the database doesn't know, because an older one was restored. Open
posts are looked for regardless of age."""

MEASURED_PACKS = 100
"""Sets of packs whose shares are kept."""

MEASURED_FOR = timedelta(hours=1)
"""How long the shares of right answers are kept: thousands of servers draw at the same time, and they change slowly."""

REASON = 300
"""Maximum length of Discord's message in the reason for a pause."""

NO_QUESTION = Draw("", QuestionKey(""), 1)
"""Placeholder in an entry whose question is unknown."""


@dataclass(frozen=True)
class Begun:
    """When to check again, after new questions were posted (`is_new`) or none was due.

    `has_tried`: something was due, so data read earlier is stale.
    """

    again: datetime | None
    is_new: bool = False
    has_tried: bool = False


class Posting:
    """Claims and posts due questions.

    It is long because each state in which an earlier process may have left a post is taken further here.
    """

    def __init__(self, desk: Desk, closing: Closing, *, catch_up: timedelta = CATCH_UP) -> None:
        self._desk = desk
        self._closing = closing
        self._catch_up = catch_up
        self._sent: dict[tuple[ServerId, date], datetime] = {}
        """When the last request for a post started, while its outcome is unknown."""
        self._counting = asyncio.Lock()
        self._shares: TTLCache[str, Mapping[QuestionKey, Share]] = TTLCache(
            MEASURED_PACKS, MEASURED_FOR.total_seconds(), timer=lambda: desk.now().timestamp()
        )

    async def begin(self, outlook: Outlook) -> Begun:
        """Post what is due, and mark what is overdue as missed."""
        schedule = outlook.schedule
        if schedule is None or not schedule.is_active:
            return Begun(None)
        server_id, recurrence, now = schedule.server_id, recurrence_of(schedule), self._desk.now()
        start = max(schedule.since, now - LOOK_BACK) - timedelta.resolution
        newest = max(outlook.known, default=date.min)  # after a move to a zone further west, a date could come twice
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
                if await self._desk.ledger.miss(server_id, due.date, now=now):
                    log.info("server %s has no daily question on %s", server_id, due.date)
                    if due.date != schedule.skipped:
                        self._desk.tell(DailyEvent.DUE, due.moment)
                        self._desk.tell(DailyEvent.MISSED, due.moment)
            elif await self._claim(due, closes_at, schedule, outlook.unfinished):
                is_new = True
        return Begun(now + SLACK if is_new else min(moments), is_new=is_new, has_tried=has_tried)

    async def _stands_already(self, due: Due, closes_at: datetime, schedule: DailySchedule) -> bool | datetime:
        """Whether the post of a day that is too late to be posted already exists, open or with its result.

        It does if the database was restored from before the post. Returns when to check again if that is unknown.
        """
        now, key = self._desk.now(), ("look", schedule.server_id, due.date)
        if due.moment > self._desk.began or now >= max(closes_at, due.moment + RESTORED):
            return False
        if wait := self._desk.backoff.not_before(key, now):
            return wait
        await self._desk.pace.turn()
        marker = marker_of(schedule.server_id, due.date)
        try:
            found = await self._desk.answered(
                lambda: self._desk.outbox.find(schedule.channel_id, marker, after=due.moment - SKEW)
            )
        except (Gone, Forbidden):
            return False
        except (Refused, Unavailable, Unknown) as error:
            return self._desk.later(key, error)
        self._desk.backoff.succeeded(key)
        return bool(found)

    async def _claim(
        self, due: Due, closes_at: datetime, schedule: DailySchedule, unfinished: Sequence[Claimed | Posted]
    ) -> bool:
        """Choose the question, claim the day and post. Returns whether the claim was ours."""
        server_id = schedule.server_id
        drawn = await self.draw(server_id, due.date, channel_id=schedule.channel_id, may_spoil=schedule.may_spoil)
        draw, options = drawn or (NO_QUESTION, ())
        question = (await self._desk.questions.at(server_id, schedule.channel_id)).question(draw.question_key)
        plan = DailyPlan(
            server_id, due.date, schedule.channel_id, draw, options, due.moment, closes_at, asked=as_kept(question)
        )
        if drawn is None:
            self._desk.tell(DailyEvent.DUE, due.moment)
            await self._give_up(plan, "The pack has no questions to ask.")
            return False
        await self._desk.pace.turn()
        now = self._desk.now()
        claim = await self._desk.ledger.claim(plan, now=now)
        if claim is None:
            return False
        self._desk.tell(DailyEvent.DUE, due.moment)
        await self._close_older(server_id, due.date, unfinished)
        await self._send(claim, schedule, look_first=now > due.moment + PROMPT or due.moment <= self._desk.began)
        return True

    async def draw(
        self, server_id: ServerId, day: date, *, channel_id: ChannelId, may_spoil: bool
    ) -> tuple[Draw, tuple[str, ...]] | None:
        """A question for the day in a channel (see `draws`), and its options in display order.

        It stays in the bag. None if there are no questions, or members reported all of them.
        """
        questions, chance = await self._desk.questions.at(server_id, channel_id), self._desk.chance
        known_to_server = await self._desk.questions.known_to(server_id)
        resting = await self._desk.reports.resting(server_id)
        shares = await self._measured(questions)
        known = [
            rated(question, right=shares[key].right, answers=shares[key].answered) if key in shares else question
            for key in questions.keys
            if key not in resting and (question := questions.question(key))
        ]
        fitting = {question.key: question for question in (known if may_spoil else without_plot(known))}
        bag = await self._desk.bags.peek(server_id, questions.pack, list(fitting), count=len(fitting))
        past = [
            PastQuestion(asked_on, question)
            for asked_on, key in await self._desk.ledger.asked(server_id, since=day - APART)
            if (question := known_to_server.question(key))
        ]
        best = fairest([DailyCandidate(draw, fitting[draw.question_key]) for draw in bag], past, day, chance)
        return (best.draw, options_for(best.question, chance)) if best else None

    async def _measured(self, questions: DailyQuestions) -> Mapping[QuestionKey, Share]:
        """How many answers to each question are right, so far. Counted once for all servers with the same packs."""
        async with self._counting:
            shares = self._shares.get(questions.pack)
            if shares is None:
                shares = self._shares[questions.pack] = await self._desk.answers.shares(questions.keys)
        return shares

    async def pass_over(self, schedule: DailySchedule) -> None:
        """If the skipped date is past, record that it had no question, so that another one can be skipped."""
        now = self._desk.now()
        due = recurrence_of(schedule).due_on(schedule.skipped) if schedule.skipped else None
        if due and due.moment <= now:
            await self._desk.ledger.miss(schedule.server_id, due.date, now=now)

    async def _close_older(self, server_id: ServerId, day: date, unfinished: Sequence[Claimed | Posted]) -> None:
        """Close older questions, because the next one replaces them."""
        now = self._desk.now()
        for entry in unfinished:
            if isinstance(entry, Posted) and entry.plan.day < day and not _is_over(entry.plan, now):
                await self._desk.ledger.close_from(server_id, entry.plan.day, at=now)

    async def settle(self, claim: Claimed, schedule: DailySchedule | None) -> datetime | None:
        """Find out what happened to a claim, and post if nothing did."""
        plan = claim.plan
        if wait := self._desk.not_before(("post", plan.server_id, plan.day)):
            return wait
        self._sent.setdefault((plan.server_id, plan.day), claim.claimed_at)
        await self._desk.pace.turn()
        match await self._desk.ledger.entry(plan.server_id, plan.day):
            case Claimed() as still:
                return await self._send(still, schedule, look_first=True)
            case Posted() as posted:
                return await self._closing.tend(posted, schedule)
            case _:
                return None

    async def _send(self, claim: Claimed, schedule: DailySchedule | None, *, look_first: bool) -> datetime | None:
        """Post our claim. Ends with a post, a missed day, or a time to retry."""
        plan = claim.plan
        key = (plan.server_id, plan.day)
        try:
            if look_first and (found := await self._desk.find(plan, since=claim.claimed_at)):
                self._closing.have_looked(plan)
                return await self._stands(plan, found, schedule)
        except Forbidden as error:
            return await self._cannot_look(claim, error)
        except Gone:
            await self._give_up(plan, "The channel was deleted.")
            return None
        except (Refused, Unavailable, Unknown) as error:
            return self._desk.later(("post", *key), error)

        now = self._desk.now()
        question = asked_on(plan, await self._desk.questions.known_to(plan.server_id))
        if question is None:
            log.warning("server %s: the question of %s is in the pack no longer", plan.server_id, plan.day)
        if not schedule or not schedule.is_active or not question or now > self._last(plan.due_at, plan.closes_at):
            if (sent := self._sent.get(key)) and sent <= now < sent + QUIET:
                return sent + QUIET
            await self._miss(plan)
            return None
        post = DailyPost(
            plan.server_id,
            plan.day,
            plan.channel_id,
            question,
            plan.options,
            plan.closes_at,
            await self._desk.pinged(plan, schedule),
            before=await self._before(plan, schedule),
            invites_to_guess=schedule.invites_to_guess,
        )
        self._sent[key] = now = self._desk.now()
        try:
            message_id = await self._desk.answered(lambda: self._desk.outbox.post(post))
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
            self._closing.doubt(plan)
            return self._desk.later(("post", *key), error)
        new = Found(message_id, post.asked, has_result=False)
        return await self._stands(plan, await self._as_it_stands(claim, new, since=now), schedule)

    async def _before(self, plan: DailyPlan, schedule: DailySchedule) -> DailyResult | None:
        """The previous question's result; None if there was none recently, or a reply tells it, now or soon."""
        earlier = await self._desk.ledger.asked(plan.server_id, since=plan.day - LATELY)
        for day in sorted((day for day, _ in earlier if day < plan.day), reverse=True):
            entry = await self._desk.ledger.entry(plan.server_id, day)
            if isinstance(entry, Posted | ClosedPost):
                is_told = entry.reply_id is not None or (isinstance(entry, Posted) and schedule.reveals_in_reply)
                return None if is_told else await self._closing.result(entry)
        return None

    async def _as_it_stands(self, claim: Claimed, sent: Found, *, since: datetime) -> tuple[Found, ...]:
        """The post just sent, together with others if the request took suspiciously long.

        A request without a response is retried within seconds, while Discord still drops duplicates. If the machine was
        suspended between the two, Discord no longer does.
        """
        found: tuple[Found, ...] = ()
        try:
            if self._desk.now() >= since + self._desk.patience:
                found = await self._desk.find(claim.plan, since=claim.claimed_at)
            self._closing.have_looked(claim.plan)
        except OutboxError as error:
            log.info("server %s: is %s posted once? %r", claim.plan.server_id, claim.plan.day, error)
            self._closing.doubt(claim.plan)
        others = tuple(each for each in found if each.message_id != sent.message_id)
        return tuple(sorted((sent, *others), key=lambda each: each.message_id))

    async def _stands(self, plan: DailyPlan, found: Sequence[Found], schedule: DailySchedule | None) -> datetime | None:
        """Record the existing post, unless the day already has another one. Duplicates are deleted.

        Its question and result take precedence over the database, which may be older, so an existing result stays.
        """
        first, now = found[0], self._desk.now()
        asks = await self._asked(plan, first)
        is_it = await self._desk.ledger.mark_posted(
            plan.server_id, plan.day, message_id=first.message_id, at=now, asks=asks
        )
        if is_it:
            self._desk.tell(DailyEvent.POSTED, plan.due_at)
        if is_it and first.has_result:
            log.info("server %s: the question of %s shows its result already", plan.server_id, plan.day)
            await self._desk.ledger.mark_closed(plan.server_id, plan.day, at=now)
        entry = await self._desk.ledger.entry(plan.server_id, plan.day)
        kept = entry.message_id if isinstance(entry, Posted | ClosedPost) else None
        if extra := {each.message_id for each in found} - {kept}:
            self._closing.count_too_many(plan, extra)
        self._done(plan)
        if isinstance(entry, Posted):
            return await self._closing.tend(entry, schedule)
        return await self._closing.remove_extra(plan)

    async def _asked(self, plan: DailyPlan, found: Found) -> Asks | None:
        """The question of a post, if it differs from the claim.

        They differ if the claim was made after an older database was restored. A question that was removed from the
        pack scores no points.
        """
        questions = await self._desk.questions.known_to(plan.server_id)
        if not found.asked or found.asked == asked_of(asked_on(plan, questions), plan.options):
            return None
        for key in questions.keys:
            question = questions.question(key)
            if question and (options := options_asked(question, found.asked)):
                [draw] = await self._desk.bags.peek(plan.server_id, questions.pack, [key])
                return Asks(draw, options, as_kept(question))
        if is_about(plan.draw.question_key, found.asked):
            return None
        log.warning("server %s: the question of %s is in the pack no longer", plan.server_id, plan.day)
        return Asks(NO_QUESTION, ())

    async def _cannot_look(self, claim: Claimed, error: Forbidden) -> datetime | None:
        """The bot can't check for a post: wait for the permission, and give the day up when it is over."""
        plan = claim.plan
        reason = f"I cannot see whether the question was posted: the permission {error} is missing in the channel."
        await self._desk.pause(plan, reason)
        now = self._desk.now()
        over = plan.closes_at or plan.due_at + GIVE_UP
        if now < over:
            return min(over, self._desk.backoff.failed(("post", plan.server_id, plan.day), now, at_least=NOT_ALLOWED))
        await self._miss(plan)
        return None

    async def _give_up(self, plan: DailyPlan, reason: str) -> None:
        """Mark the day as missed: there is no post, and there can't be one."""
        await self._desk.pause(plan, reason)
        await self._miss(plan)

    async def _miss(self, plan: DailyPlan) -> None:
        if await self._desk.ledger.miss(plan.server_id, plan.day, now=self._desk.now()):
            log.warning("server %s has no daily question on %s", plan.server_id, plan.day)
            self._desk.tell(DailyEvent.MISSED, plan.due_at)
        self._done(plan)

    def _done(self, plan: DailyPlan) -> None:
        self._sent.pop((plan.server_id, plan.day), None)
        self._desk.done(plan)

    def _last(self, due_at: datetime, closes_at: datetime | None) -> datetime:
        """The latest time at which a question is still posted."""
        latest = due_at + self._catch_up
        return latest if closes_at is None else min(latest, closes_at - SHORTEST)


def _is_over(plan: DailyPlan, now: datetime) -> bool:
    return plan.closes_at is not None and plan.closes_at <= now
