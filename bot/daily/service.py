"""The daily question for members who answer and managers who configure it. `posts` does the posting and closing."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time

from bot.daily.posting import SHORTEST
from bot.daily.posts import DailyPosts
from bot.daily.questions import QuestionSource, asked_on
from bot.daily.recurrence import Due, Recurrence, recurrence_of
from bot.daily.results import (
    DailyOutcome,
    DailyOver,
    DailyPost,
    DailyPractice,
    DailyStatus,
    DailyToday,
    DailyVerdict,
    NoDaily,
    day_of,
)
from bot.errors import UserError
from bot.ids import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.questions.model import QuizQuestion
from bot.scheduling.clock import Clock
from bot.scheduling.zones import zone_named
from bot.storage.answers import AlreadyAnswered, Answered, Game, Graded, Occasion, Recorded, Streak, TooLate
from bot.storage.ledger import Claimed, ClosedPost, DailyPlan, MissedDay, Posted
from bot.storage.settings import EVERY_DAY, DailySchedule
from bot.storage.storage import Storage

WORTH = 100
"""Points for a right answer to the daily question. Speed doesn't count: members read it whenever they can."""

NOT_SET_UP = "There is no daily question on this server. Set one up with /settings daily set."


class DailyService:
    """A server's daily question. `on_change` is called on every change to its schedule."""

    def __init__(
        self,
        storage: Storage,
        posts: DailyPosts,
        questions: QuestionSource,
        clock: Clock,
        *,
        on_change: Callable[[ServerId], None],
    ) -> None:
        self._settings = storage.settings
        self._ledger = storage.ledger
        self._answers = storage.answers
        self._posts = posts
        self._questions = questions
        self._clock = clock
        self._on_change = on_change

    # Members

    async def answer(
        self, server_id: ServerId, day: date, *, message_id: MessageId, member_id: MemberId, option: int
    ) -> DailyVerdict | DailyOver:
        """The result of the member's pick. Only the first pick counts.

        `option` is the position of its button under `message_id`. Raises UserError if the question was removed from the
        pack.
        """
        entry = await self._ledger.entry(server_id, day)
        if entry is None or isinstance(entry, MissedDay):
            return await self._over(server_id)
        if isinstance(entry, Claimed):
            # The post may not be recorded yet, but a pressed button proves that it exists.
            await self._ledger.mark_posted(server_id, day, message_id=message_id, at=self._clock.now())
        questions = await self._questions.known_to(server_id)
        question = asked_on(entry.plan, questions)
        if question is None:
            raise UserError(
                "The pack has this question no longer, so I cannot say what is right. It counts for nobody."
            )
        if not 0 <= option < len(entry.plan.options):
            raise UserError("This button belongs to another question. Pick one of those under today's question.")
        picked = entry.plan.options[option]
        occasion = Occasion.daily(server_id, day)
        outcome = await self._answers.record(
            Answered(
                occasion=occasion,
                channel_id=entry.plan.channel_id,
                member_id=member_id,
                question_key=question.key,
                fact_key=question.fact,
                category=question.category.casefold(),
                target=question.key,
                text=picked,
                normal=picked,
                is_typed=False,
                is_right=picked == question.answer,
                worth=WORTH,
                at=self._clock.now(),
            )
        )
        match outcome:
            case Recorded(answer=answer) | AlreadyAnswered(answer=answer):
                return DailyVerdict(
                    answer=answer,
                    question=question,
                    fact=questions.fact(question),
                    streak=await self._streak(server_id, member_id),
                    is_new=isinstance(outcome, Recorded),
                )
            case TooLate():
                return await self._over(server_id)

    async def today(self, server_id: ServerId, member_id: MemberId) -> DailyToday | NoDaily:
        """The latest posted question, open or closed, and the member's answer."""
        schedule = await self._settings.schedule(server_id)
        next_post = await self._next_post(schedule)
        entry = await self._ledger.latest(server_id)
        if not isinstance(entry, Posted | ClosedPost):
            return NoDaily(schedule, next_post, entry)
        plan = entry.plan
        questions = await self._questions.known_to(server_id)
        question = asked_on(plan, questions)
        if question is None:
            return NoDaily(schedule, next_post, entry)
        return DailyToday(
            entry=entry,
            post=DailyPost(server_id, plan.day, plan.channel_id, question, plan.options, plan.closes_at),
            fact=questions.fact(question),
            own=await self._own(server_id, plan.day, member_id),
            streak=await self._streak(server_id, member_id),
            next_post=next_post,
        )

    async def outcome(self, server_id: ServerId, day: date, member_id: MemberId) -> DailyOutcome | None:
        """A member's result in the question of a day; None if that isn't known."""
        entry = await self._ledger.entry(server_id, day)
        if not isinstance(entry, Posted | ClosedPost):
            return None
        question = asked_on(entry.plan, await self._questions.known_to(server_id))
        return DailyOutcome(
            day, question, await self._own(server_id, day, member_id), await self._streak(server_id, member_id)
        )

    async def left_out(self, server_id: ServerId, member_id: MemberId) -> tuple[date, ...]:
        """The closed days whose question the member didn't answer, latest first."""
        history = await self._answers.history(server_id, member_id, game=Game.DAILY)
        answered = {answer.given.occasion.round for answer in history}
        plans = [entry.plan for entry in await self._ledger.entries(server_id) if isinstance(entry, ClosedPost)]
        questions = await self._questions.known_to(server_id)
        known = (plan.day for plan in plans if asked_on(plan, questions))
        return tuple(sorted((day for day in known if day.isoformat() not in answered), reverse=True))

    async def archived(self, server_id: ServerId, day: date) -> DailyPost:
        """An earlier day's question for practice. Raises UserError if there is none."""
        plan, question = await self._archived(server_id, day)
        return DailyPost(server_id, day, plan.channel_id, question, plan.options, None)

    async def practise(self, server_id: ServerId, day: date, *, option: int) -> DailyPractice:
        """The result of a practice pick in an earlier day's question. Nothing is recorded."""
        plan, question = await self._archived(server_id, day)
        if not 0 <= option < len(plan.options):
            raise UserError("This button belongs to another question. Open it again with /daily.")
        questions = await self._questions.known_to(server_id)
        return DailyPractice(plan.options[option], question, questions.fact(question))

    # Managers

    async def set_up(
        self,
        server_id: ServerId,
        *,
        channel_id: ChannelId,
        at: time,
        zone: str,
        by: MemberId,
        weekdays: Collection[int] = EVERY_DAY,
        role_id: RoleId | None = None,
        has_thread: bool = False,
        closes_at: time | None = None,
        may_spoil: bool = False,
        reveals_in_reply: bool = False,
        invites_to_guess: bool = False,
    ) -> DailyStatus:
        """Create or change the schedule. Nothing is posted for times that are already past today.

        Raises UserError for an unknown zone, missing weekdays, or too little time to answer.
        """
        if not weekdays:
            raise UserError("Pick at least one weekday for the daily question.")
        zone_named(zone)
        schedule = DailySchedule(
            server_id=server_id,
            channel_id=channel_id,
            at=at,
            zone=zone,
            since=self._clock.now(),
            set_up_by=by,
            weekdays=frozenset(weekdays),
            role_id=role_id,
            has_thread=has_thread,
            closes_at=closes_at,
            may_spoil=may_spoil,
            reveals_in_reply=reveals_in_reply,
            invites_to_guess=invites_to_guess,
        )
        if _is_too_short(recurrence_of(schedule), self._clock.now()):
            minutes = int(SHORTEST.total_seconds() // 60)
            raise UserError(f"Leave at least {minutes} minutes between the question and its close.")
        before = await self._settings.schedule(server_id)
        if before and before.skipped:
            schedule = replace(schedule, skipped=before.skipped)
        await self._settings.save_schedule(schedule)
        self._on_change(server_id)
        return await self.status(server_id)

    async def pause(self, server_id: ServerId) -> bool:
        """Pause the schedule; returns whether it was running. An open question stays open until its close."""
        await self._schedule(server_id)
        paused = await self._settings.pause(server_id)
        self._on_change(server_id)
        return paused

    async def resume(self, server_id: ServerId) -> bool:
        """Resume with the next scheduled time; returns whether it was paused."""
        await self._schedule(server_id)
        resumed = await self._settings.resume(server_id, since=self._clock.now())
        self._on_change(server_id)
        return resumed

    async def skip_next(self, server_id: ServerId) -> date:
        """Skip the next date and return it. Idempotent until that date is past."""
        schedule = await self._schedule(server_id)
        if not schedule.is_active:
            raise UserError(
                "The daily question is paused, so there is none to skip. Go on with /settings daily resume first."
            )
        # A skipped date that is past must get its entry before another date replaces it.
        await self._posts.pass_over(schedule)
        day = (await self._next_due(replace(schedule, skipped=None))).date
        await self._settings.skip(server_id, day)
        self._on_change(server_id)
        return day

    async def skip_nothing(self, server_id: ServerId) -> None:
        """Cancel the skipping of a date."""
        await self._posts.pass_over(await self._schedule(server_id))
        await self._settings.skip(server_id, None)
        self._on_change(server_id)

    async def turn_off(self, server_id: ServerId) -> bool:
        """Delete the schedule; returns whether there was one. An open question stays open until its close."""
        was_there = await self._settings.remove_schedule(server_id)
        self._on_change(server_id)
        return was_there

    async def preview(self, server_id: ServerId, *, channel_id: ChannelId) -> DailyPost:
        """A sample post with a question that may come next; the question isn't used up.

        Without a schedule, it is shown as for `channel_id`, starting now.
        """
        schedule = await self._settings.schedule(server_id)
        due = await self._next_due(schedule) if schedule else Due(self._clock.now(), self._clock.now().date())
        drawn = await self._posts.draw(
            server_id,
            due.date,
            channel_id=schedule.channel_id if schedule else channel_id,
            may_spoil=bool(schedule and schedule.may_spoil),
        )
        questions = await self._questions.known_to(server_id)
        question = questions.question(drawn[0].question_key) if drawn else None
        if drawn is None or question is None:
            raise UserError("The pack has no questions to ask.")
        return DailyPost(
            server_id,
            due.date,
            schedule.channel_id if schedule else channel_id,
            question,
            drawn[1],
            recurrence_of(schedule).closing(due) if schedule else None,
            schedule.role_id if schedule else None,
            previewed=True,
            invites_to_guess=bool(schedule and schedule.invites_to_guess),
        )

    async def schedule(self, server_id: ServerId) -> DailySchedule | None:
        """The current schedule; None if there is none."""
        return await self._settings.schedule(server_id)

    async def status(self, server_id: ServerId) -> DailyStatus:
        """The current state. Raises UserError if there is no schedule."""
        schedule = await self._schedule(server_id)
        latest = await self._ledger.latest(server_id)
        is_ahead = schedule.skipped is not None and (latest is None or day_of(latest) < schedule.skipped)
        return DailyStatus(schedule, await self._next_post(schedule), schedule.skipped if is_ahead else None, latest)

    # Shared

    async def _schedule(self, server_id: ServerId) -> DailySchedule:
        schedule = await self._settings.schedule(server_id)
        if schedule is None:
            raise UserError(NOT_SET_UP)
        return schedule

    async def _archived(self, server_id: ServerId, day: date) -> tuple[DailyPlan, QuizQuestion]:
        entry = await self._ledger.entry(server_id, day)
        if isinstance(entry, Claimed | Posted):
            raise UserError("That question is still open. Answer it in its channel, where it counts.")
        questions = await self._questions.known_to(server_id)
        question = asked_on(entry.plan, questions) if isinstance(entry, ClosedPost) else None
        if not isinstance(entry, ClosedPost) or question is None:
            raise UserError("I have no question of that day. Pick one from the list of /daily.")
        return entry.plan, question

    async def _over(self, server_id: ServerId) -> DailyOver:
        return DailyOver(await self._next_post(await self._settings.schedule(server_id)))

    async def _own(self, server_id: ServerId, day: date, member_id: MemberId) -> Graded | None:
        return await self._answers.answer(Occasion.daily(server_id, day), member_id)

    async def _streak(self, server_id: ServerId, member_id: MemberId) -> Streak:
        return (await self._answers.day_streaks(server_id, [member_id])).get(member_id, Streak(0, 0))

    async def _next_post(self, schedule: DailySchedule | None) -> datetime | None:
        """When the next question is planned."""
        if schedule is None or not schedule.is_active:
            return None
        return (await self._next_due(schedule)).moment

    async def _next_due(self, schedule: DailySchedule) -> Due:
        """The next due question that will be posted. Each date has one at most, even if the time is moved."""
        recurrence, latest = recurrence_of(schedule), await self._ledger.latest(schedule.server_id)
        due = recurrence.next_due(self._clock.now())
        while due.date == schedule.skipped or (latest is not None and due.date <= day_of(latest)):
            due = recurrence.next_due(due.moment)
        return due


def _is_too_short(recurrence: Recurrence, now: datetime) -> bool:
    """Whether a question would close before there is time to answer."""
    due = recurrence.next_due(now)
    return recurrence.closing(due) - due.moment < SHORTEST
