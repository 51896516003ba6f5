"""A posted question: its thread, its close and its result."""

import logging
from collections.abc import Hashable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from bot.daily.desk import GIVE_UP, NOT_ALLOWED, SKEW, Desk
from bot.daily.outbox import Found
from bot.daily.questions import asked_on
from bot.daily.results import DailyPost, DailyResult
from bot.errors import Forbidden, Gone, Refused, Unavailable, Unknown
from bot.ids import MessageId, ServerId
from bot.storage.answers import Occasion, Streak
from bot.storage.ledger import ClosedPost, DailyPlan, Posted
from bot.storage.settings import DailySchedule

log = logging.getLogger(__name__)

SLACK = timedelta(seconds=2)
"""Wait between the deadline and the count, for answers that are still being saved."""


class Closing:
    """Looks after a posted question until it is closed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._without_thread: set[tuple[ServerId, date]] = set()
        self._seen: set[tuple[ServerId, date]] = set()
        """Posts of an earlier process that were checked and show no result."""
        self._replying: set[tuple[ServerId, date]] = set()
        """Posts to which this process has sent a reply, perhaps without hearing that it did."""
        self._is_alone: dict[tuple[ServerId, date], bool] = {}
        """Whether a post is known to be the only one of its day."""
        self._too_many: dict[tuple[ServerId, date], set[MessageId]] = {}
        """Duplicates of a day's post that still have to be deleted."""

    async def tend(self, posted: Posted, schedule: DailySchedule | None) -> datetime | None:
        """Open the thread, and close the question when it is due."""
        if wait := await self._look_for_others(posted) or await self.remove_extra(posted.plan):
            return wait
        closes_at = posted.plan.closes_at
        count_at = closes_at and closes_at + SLACK
        if count_at and count_at <= self._desk.now():
            return await self._close(posted, schedule)
        if schedule and schedule.has_thread and posted.thread_id is None:
            return earliest([count_at, await self._open_thread(posted)])
        return count_at

    def doubt(self, plan: DailyPlan) -> None:
        """Nobody knows how often the day's question was posted: a request failed, or took long."""
        self._is_alone[plan.server_id, plan.day] = False

    def have_looked(self, plan: DailyPlan) -> None:
        """The channel was searched for the day's posts, or the only request for one was answered at once."""
        self._is_alone[plan.server_id, plan.day] = True

    async def _look_for_others(self, posted: Posted) -> datetime | None:
        """Look for a second post of the day, if there may be one; returns when to retry.

        A claim is looked for in the channel before it is sent again. But a member's press can tell that the post exists
        before that, and if the machine was suspended between a request and its retry, there are two.
        """
        plan = posted.plan
        key = (plan.server_id, plan.day)
        if self._is_alone.get(key, posted.posted_at < posted.claimed_at + self._desk.patience):
            return None
        if wait := self._desk.not_before(("others", *key)):
            return wait
        await self._desk.pace.turn()
        found: tuple[Found, ...] = ()
        try:
            found = await self._desk.find(plan, since=posted.claimed_at)
        except (Gone, Forbidden) as error:
            log.info("server %s: nobody can see whether %s is posted once: %r", plan.server_id, plan.day, error)
        except (Refused, Unavailable, Unknown) as error:
            return self._desk.later(("others", *key), error)
        messages = {each.message_id for each in found}
        if posted.message_id in messages and (extra := messages - {posted.message_id}):
            self.count_too_many(plan, extra)
        self._is_alone[key] = True
        self._desk.backoff.succeeded(("others", *key))
        return None

    def count_too_many(self, plan: DailyPlan, messages: set[MessageId]) -> None:
        """Mark these messages as duplicates of the day's post, to be deleted."""
        log.warning("server %s: messages %s are too many for %s", plan.server_id, sorted(messages), plan.day)
        self._too_many.setdefault((plan.server_id, plan.day), set()).update(messages)

    async def remove_extra(self, plan: DailyPlan) -> datetime | None:
        """Delete known duplicates; returns when to retry those that failed."""
        key = ("remove", plan.server_id, plan.day)
        extra = self._too_many.get((plan.server_id, plan.day), set())
        if not extra or (wait := self._desk.backoff.not_before(key, self._desk.now())):
            return wait if extra else None
        for message_id in sorted(extra):
            try:
                await self._desk.answered(partial(self._desk.outbox.remove, plan.channel_id, message_id))
            except Gone:
                pass
            except (Forbidden, Refused) as error:
                log.warning("message %s could not be removed: %r", message_id, error)
            except (Unavailable, Unknown) as error:
                return self._desk.later(key, error)
            extra.discard(message_id)
        del self._too_many[plan.server_id, plan.day]
        self._desk.backoff.succeeded(key)
        return None

    async def result(self, entry: Posted | ClosedPost) -> DailyResult:
        """The question's result, by the answers that count so far."""
        plan = entry.plan
        questions = await self._desk.questions.known_to(plan.server_id)
        question = asked_on(plan, questions)
        answers = await self._desk.answers.answers_to(Occasion.daily(plan.server_id, plan.day))
        right = [answer.given.member_id for answer in answers if answer.is_right]
        picked = [answer.given.text for answer in answers]
        server_streak = await self._desk.answers.server_streak(plan.server_id)
        return DailyResult(
            server_id=plan.server_id,
            day=plan.day,
            channel_id=plan.channel_id,
            message_id=entry.message_id,
            options=plan.options,
            question=question,
            fact=questions.fact(question) if question else None,
            spread=tuple(picked.count(option) for option in plan.options),
            answered=len(answers),
            right=len(right),
            first=right[0] if right else None,
            streaks=await self._desk.answers.day_streaks(
                plan.server_id, [answer.given.member_id for answer in answers]
            ),
            server_streak=server_streak if right else Streak(0, server_streak.longest),
        )

    async def _open_thread(self, posted: Posted) -> datetime | None:
        """Open the thread. It isn't part of the game, so the question goes on without it if that fails."""
        plan = posted.plan
        key = (plan.server_id, plan.day)
        question = asked_on(plan, await self._desk.questions.known_to(plan.server_id))
        if key in self._without_thread or question is None:
            return None
        if wait := self._desk.not_before(("thread", *key)):
            return wait
        post = DailyPost(plan.server_id, plan.day, plan.channel_id, question, plan.options, plan.closes_at)
        await self._desk.pace.turn()
        try:
            thread_id = await self._desk.answered(lambda: self._desk.outbox.open_thread(post, posted.message_id))
        except (Gone, Forbidden, Refused) as error:
            log.info("server %s: no thread for %s: %r", plan.server_id, plan.day, error)
            self._without_thread.add(key)
            return None
        except (Unavailable, Unknown) as error:
            return self._desk.later(("thread", *key), error)
        await self._desk.ledger.mark_thread(plan.server_id, plan.day, thread_id=thread_id)
        self._desk.backoff.succeeded(("thread", *key))
        return None

    async def _close(self, posted: Posted, schedule: DailySchedule | None) -> datetime | None:
        """Show the result, and reply with the answer if that is wanted.

        Answers no longer count by now, so showing it again shows the same.
        """
        plan = posted.plan
        key = ("close", plan.server_id, plan.day)
        if wait := self._desk.not_before(key):
            return wait
        await self._desk.pace.turn()
        try:
            is_shown = await self._is_shown(posted)
        except (Refused, Unavailable, Unknown) as error:
            return self._desk.later(key, error)
        result = await self.result(posted)
        try:
            if not is_shown:
                await self._desk.answered(lambda: self._desk.outbox.show_result(result))
            if schedule and schedule.reveals_in_reply and posted.reply_id is None and result.question:
                await self._reply(posted, result)
        except Gone:
            log.info("server %s: the question of %s was deleted", plan.server_id, plan.day)
        except Forbidden as error:
            await self._desk.pause(plan, f"I may not show the result: the permission {error} is missing.")
            if not self._is_hopeless(key):
                return self._desk.backoff.failed(key, self._desk.now(), at_least=NOT_ALLOWED)
        except (Refused, Unavailable, Unknown) as error:
            if not self._is_hopeless(key):
                return self._desk.later(key, error)
        await self._desk.ledger.mark_closed(plan.server_id, plan.day, at=self._desk.now())
        self._done(plan)
        return await self.remove_extra(plan)

    async def _reply(self, posted: Posted, result: DailyResult) -> None:
        """Reply to the post exactly once, and record it.

        Like a post, a reply whose outcome is unknown is looked for before another one is sent. So are the replies of an
        earlier process, which may have made the post, and those to a request that took suspiciously long.
        """
        plan, key = posted.plan, (posted.plan.server_id, posted.plan.day)
        found: tuple[MessageId, ...] = ()
        if key in self._replying or posted.posted_at <= self._desk.began:
            found = await self._replies(posted)
        if not found:
            self._replying.add(key)
            began = self._desk.now()
            try:
                found = (await self._desk.answered(lambda: self._desk.outbox.reply(result)),)
            except Refused as error:
                log.info("server %s: no reply to the question of %s: %r", plan.server_id, plan.day, error)
                return  # the next post opens with the answer instead
            if self._desk.now() >= began + self._desk.patience:
                found = await self._replies(posted) or found
        if extra := {*found[1:]}:
            self.count_too_many(plan, extra)
        await self._desk.ledger.mark_reply(plan.server_id, plan.day, reply_id=found[0])

    async def _replies(self, posted: Posted) -> tuple[MessageId, ...]:
        plan = posted.plan
        after = (plan.closes_at or posted.posted_at) - SKEW
        return await self._desk.answered(
            lambda: self._desk.outbox.replies(plan.channel_id, posted.message_id, after=after)
        )

    async def _is_shown(self, posted: Posted) -> bool:
        """Whether the post already shows its result, as it may if the database was restored from before the close.

        That result may include answers that the database has lost, so it is left alone. Posts that this process made or
        began to close need no check.
        """
        plan = posted.plan
        key = (plan.server_id, plan.day)
        is_known = posted.posted_at > self._desk.began or key in self._seen
        if is_known or self._is_hopeless(("close", *key)):
            return False
        try:
            is_shown = await self._desk.answered(
                lambda: self._desk.outbox.shows_result(plan.channel_id, posted.message_id)
            )
        except (Gone, Forbidden):
            return False  # the edit will fail if the post is gone, and needs no read permission
        self._seen.add(key)
        return is_shown

    def _is_hopeless(self, key: Hashable) -> bool:
        """Whether it has failed for so long that nobody is waiting for the result any more.

        Counted from the first failure, not from the close: after a long outage, two failures in a row are no reason to
        leave the question open in its channel for ever.
        """
        since = self._desk.backoff.failing_since(key)
        return since is not None and self._desk.now() > since + GIVE_UP

    def _done(self, plan: DailyPlan) -> None:
        self._without_thread.discard((plan.server_id, plan.day))
        self._seen.discard((plan.server_id, plan.day))
        self._replying.discard((plan.server_id, plan.day))
        self._is_alone.pop((plan.server_id, plan.day), None)
        self._desk.done(plan)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
