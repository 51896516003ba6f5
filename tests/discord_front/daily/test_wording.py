"""The wording of the daily question, and Discord's limits with the longest that there can be."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import discord
import pytest

from bot.daily.results import (
    DailyOutcome,
    DailyOver,
    DailyPaused,
    DailyPost,
    DailyResult,
    DailyStatus,
    DailyToday,
    DailyVerdict,
    NoDaily,
)
from bot.discord_front import options
from bot.discord_front.daily import wording
from bot.discord_front.daily.buttons import PickDaily, open_question
from bot.ids import AnswerId, ChannelId, MemberId, MessageId, QuestionKey, RoleId, ServerId
from bot.knowledge.model import Fact
from bot.questions.model import LONGEST_OPTION, LONGEST_QUESTION, QuestionKind, QuizQuestion
from bot.storage.answers import Answered, Graded, Occasion, Streak
from bot.storage.bags import Draw
from bot.storage.ledger import Claimed, ClosedPost, DailyEntry, DailyPlan, MissedDay, Posted
from bot.storage.settings import EVERY_DAY, DailySchedule
from tests.quiz.small_quiz import a_question
from tests.small_pack import a_fact

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = date(2026, 5, 1)
HUGE = 2**64 - 1
"""The largest id there can be."""
WILD = "*_`|~<@1>[]" * 400
"""Nothing but markup, of which every letter needs a backslash."""


def long_question() -> QuizQuestion:
    wrong = [f"{number}{WILD}"[:LONGEST_OPTION] for number in range(3)]
    question = a_question(answer=WILD[:LONGEST_OPTION], wrong=wrong)
    return replace(question, text=WILD[:LONGEST_QUESTION], source=tuple("S" * 50 for _ in range(50)))


def a_post(question: QuizQuestion | None = None, **changes: object) -> DailyPost:
    asked = question or a_question()
    post = DailyPost(ServerId(HUGE), DAY, ChannelId(HUGE), asked, asked.options, NOON, RoleId(HUGE))
    return replace(post, **changes)  # type: ignore[arg-type]  # whatever the test names


def a_result(
    question: QuizQuestion | None = None,
    *,
    fact: Fact | None = None,
    spread: Sequence[int] = (2, 1, 0),
    first: int | None = 1,
    streaks: Mapping[MemberId, Streak] | None = None,
    server_streak: int = 0,
) -> DailyResult:
    asked = question or a_question()
    return DailyResult(
        server_id=ServerId(1),
        day=DAY,
        channel_id=ChannelId(2),
        message_id=MessageId(3),
        options=asked.options,
        question=asked,
        fact=fact,
        spread=tuple(spread),
        answered=sum(spread),
        right=spread[0],
        first=first,
        streaks=streaks or {},
        server_streak=Streak(server_streak, server_streak),
    )


def graded(question: QuizQuestion, picked: str) -> Graded:
    given = Answered(
        occasion=Occasion.daily(ServerId(1), DAY),
        channel_id=ChannelId(2),
        member_id=MemberId(3),
        question_key=question.key,
        fact_key=question.fact,
        category=question.category,
        target=question.key,
        text=picked,
        normal=picked,
        is_typed=False,
        is_right=picked == question.answer,
        worth=100,
        at=NOON,
    )
    return Graded(AnswerId(1), given, given.is_right)


def a_schedule(**changes: object) -> DailySchedule:
    schedule = DailySchedule(ServerId(1), ChannelId(2), time(9), "Europe/Berlin", NOON, MemberId(7))
    return replace(schedule, **changes)  # type: ignore[arg-type]  # whatever the test names


def a_plan() -> DailyPlan:
    draw = Draw("harbour", QuestionKey("harbour/oil:who"), 1)
    return DailyPlan(ServerId(1), DAY, ChannelId(2), draw, ("Mara", "Orlo"), NOON)


ENTRIES: tuple[DailyEntry, ...] = (
    Claimed(a_plan(), NOON),
    Posted(a_plan(), NOON, NOON, MessageId(9)),
    ClosedPost(a_plan(), NOON, NOON, MessageId(9), None, NOON),
    MissedDay(ServerId(1), DAY, NOON),
)


def assert_fits(embed: discord.Embed) -> None:
    assert len(embed) <= 6000
    assert len(embed.title or "") <= 256
    assert len(embed.description or "") <= 4096
    assert len(embed.footer.text or "") <= 2048
    assert all(1 <= len(field.name or "") <= 256 and 1 <= len(field.value or "") <= 1024 for field in embed.fields)


def text_of(embed: discord.Embed) -> str:
    fields = "\n".join(f"{field.name}\n{field.value}" for field in embed.fields)
    return f"{embed.title}\n{embed.description}\n{fields}\n{embed.footer.text}"


class TestTheBeginningOfAPost:
    def test_tells_yesterdays_answer_who_was_first_and_whose_streaks_go_on(self) -> None:
        before = a_result(streaks={MemberId(7): Streak(4, 9), MemberId(8): Streak(1, 1)}, first=7)

        text = text_of(wording.post(a_post(before=before, day=DAY + timedelta(days=1))))

        assert "**Yesterday:**" in text
        assert f"**{a_question().answer}** · 2 of 3 got it right. First: <@7>." in text
        assert "🔥 <@7> 4" in text
        assert "<@8>" not in text

    def test_what_was_not_yesterday_is_told_as_the_last_time(self) -> None:
        text = text_of(wording.post(a_post(before=a_result(), day=DAY + timedelta(days=3))))

        assert "**Last time:**" in text

    def test_an_authors_hint_is_hidden_until_it_is_clicked(self) -> None:
        authored = replace(a_question(), kind=QuestionKind.AUTHORED, hints=("It glows.",))

        assert "||It glows.||" in text_of(wording.post(a_post(authored)))


class TestStreaks:
    def test_a_milestone_is_told_once(self) -> None:
        answer = graded(a_question(), a_question().answer)
        verdict = DailyVerdict(answer, a_question(), None, Streak(30, 30), is_new=True)

        assert "🏅 A milestone: 30 days!" in text_of(wording.verdict(verdict))
        assert "🏅" not in text_of(wording.verdict(replace(verdict, is_new=False)))
        assert "🏅" not in text_of(wording.verdict(replace(verdict, streak=Streak(31, 31))))

    def test_the_channel_sees_who_reached_one(self) -> None:
        assert "<@7>: 7 days in a row 🏅" in text_of(wording.result(a_result(streaks={MemberId(7): Streak(7, 7)})))

    def test_a_forgiven_day_is_told_once(self) -> None:
        answer = graded(a_question(), a_question().answer)
        verdict = DailyVerdict(answer, a_question(), None, Streak(3, 3, since_forgiven=1), is_new=True)

        assert wording.FORGIVEN in text_of(wording.verdict(verdict))
        assert "🧊" not in text_of(wording.verdict(replace(verdict, is_new=False)))
        assert "🧊" not in text_of(wording.verdict(replace(verdict, streak=Streak(4, 4, since_forgiven=2))))

    def test_a_streak_that_the_next_missed_day_would_end_has_a_sign(self) -> None:
        frozen = DailyOutcome(DAY, a_question(), None, Streak(3, 5, since_forgiven=0))

        assert "Days in a row: 3 🧊 · longest: 5" in text_of(wording.outcome(frozen))
        assert "🧊" not in text_of(wording.outcome(replace(frozen, streak=Streak(3, 5))))


class TestLimits:
    def test_the_longest_of_everything_fits(self) -> None:
        question, fact = long_question(), a_fact(text=WILD, spoiler=True)
        streaks = {MemberId(HUGE - number): Streak(10**6, 10**6) for number in range(500)}
        wild = Streak(10**6, 10**6)
        answer = graded(question, question.options[1])

        spread = (10**6, 10**6, 10**6, 0)
        result = a_result(question, fact=fact, spread=spread, first=HUGE, streaks=streaks)
        authored = replace(question, kind=QuestionKind.AUTHORED, hints=(WILD,))
        fullest = a_post(authored, before=result)
        assert_fits(wording.post(fullest))
        assert_fits(wording.post(replace(fullest, invites_to_guess=True)))
        assert "Open until" in text_of(wording.post(fullest))
        assert_fits(wording.result(result))
        assert_fits(wording.reply(result))
        assert_fits(wording.verdict(DailyVerdict(answer, question, fact, wild, is_new=False)))
        for entry in ENTRIES:
            if isinstance(entry, Posted | ClosedPost):
                assert_fits(wording.today(DailyToday(entry, a_post(question), fact, answer, wild, NOON)))
        schedule = a_schedule(is_active=False, pause_reason=WILD, closes_at=time(21), role_id=HUGE, has_thread=True)
        warnings = [wording.cannot_ping(RoleId(HUGE))] * 9
        assert_fits(wording.status(DailyStatus(schedule, NOON, DAY, ENTRIES[1]), warnings=warnings))
        assert len(wording.paused(DailyPaused(ServerId(HUGE), ChannelId(HUGE), "A" * 500), WILD[:100])) <= 2000
        assert len(wording.thread_name(a_post(question))) <= 100

    @pytest.mark.parametrize("question", [a_question(), long_question()], ids=["short", "long"])
    def test_every_button_has_a_label_and_an_id_that_fit(self, question: QuizQuestion) -> None:
        view = open_question(a_post(question))

        assert len(view.children) == len(question.options)
        for number, button in enumerate(view.children):
            assert isinstance(button, discord.ui.Button)
            assert 1 <= len(button.label or "") <= 80
            assert len(button.custom_id or "") <= 100
            assert PickDaily.read(button.custom_id or "") == PickDaily(
                a_post(question).marker, number, a_post(question).asked
            )

    def test_an_id_says_what_was_written(self) -> None:
        action = PickDaily("d3w5e11264sgsf-20260501", 3)

        assert PickDaily.read(action.custom_id) == action


class TestTheQuestion:
    def test_short_options_stand_on_the_buttons(self) -> None:
        assert options.labels(a_post().options) == ("Mara", "Orlo", "Pip")
        assert "Orlo" not in text_of(wording.post(a_post()))

    def test_long_options_stand_in_the_text_with_letters_and_none_is_cut(self) -> None:
        question = a_question(wrong=("the keeper of the old light at Cape Sorrow", "Pip"))

        assert options.labels(a_post(question).options) == ("A", "B", "C")
        assert "**B** · the keeper of the old light at Cape Sorrow" in text_of(wording.post(a_post(question)))

    def test_wide_labels_get_a_row_each(self) -> None:
        view = open_question(a_post(a_question(wrong=("the keeper of the old light", "Pip"))))

        assert [item.row for item in view.children] == [0, 1, 2]

    def test_it_says_nothing_of_the_answer(self) -> None:
        assert "Mara" not in text_of(wording.post(a_post()))

    def test_a_preview_cannot_be_answered(self) -> None:
        view = open_question(a_post(previewed=True))

        assert all(getattr(item, "disabled", False) for item in view.children)


class TestTheResult:
    def test_the_right_answer_the_spread_the_fact_and_the_first(self) -> None:
        text = text_of(wording.result(a_result(fact=a_fact(text="Mara keeps the light."))))

        assert "✅ **Mara**" in text
        assert "2 (67%)" in text
        assert "2 of 3 got it right. First: <@1>." in text
        assert "Mara keeps the light." in text
        assert "Source: H1" in text

    def test_a_fact_that_tells_of_the_plot_is_hidden(self) -> None:
        text = text_of(wording.result(a_result(fact=a_fact(text="The ship sinks.", spoiler=True))))

        assert "||The ship sinks.||" in text

    def test_streaks_of_one_day_are_none_and_the_longest_come_first(self) -> None:
        streaks = {MemberId(number): Streak(number, number) for number in range(9)}

        text = text_of(wording.result(a_result(streaks=streaks, server_streak=3)))

        assert "<@1>:" not in text
        assert text.index("<@8>: 8 days in a row") < text.index("<@7>: 7 days in a row")
        assert "and 2 more" in text
        assert "This server: 3 days in a row with a right answer" in text

    def test_where_nobody_answered_it_says_so(self) -> None:
        text = text_of(wording.result(a_result(spread=(0, 0, 0), first=None)))

        assert "Nobody answered." in text
        assert "(0%)" in text

    def test_a_question_that_the_pack_has_lost_shows_what_was_picked(self) -> None:
        text = text_of(wording.result(replace(a_result(), question=None)))

        assert "no longer" in text
        assert "✅" not in text
        assert "Orlo" in text


class TestForOne:
    def test_a_wrong_pick_is_told_the_right_answer(self) -> None:
        question = a_question()

        said = DailyVerdict(graded(question, "Orlo"), question, a_fact(), Streak(3, 5), is_new=True)

        text = text_of(wording.verdict(said))
        assert "You picked **Orlo**. The right answer is **Mara**." in text
        assert "3 days in a row" in text
        assert "already" not in text

    def test_today_hides_the_answer_from_whoever_may_still_answer(self) -> None:
        today = DailyToday(Posted(a_plan(), NOON, NOON, MessageId(9)), a_post(), a_fact(), None, Streak(0, 0), None)

        text = text_of(wording.today(today))

        assert "Mara" not in text
        assert "https://discord.com/channels/" in text
        assert "None is planned" in text

    def test_the_next_question_is_told_in_everybodys_own_time(self) -> None:
        assert f"<t:{int(NOON.timestamp())}:R>" in wording.over(DailyOver(NOON))
        assert f"<t:{int(NOON.timestamp())}:F>" in wording.no_daily(NoDaily(a_schedule(), NOON))
        after = wording.no_daily(NoDaily(a_schedule(), NOON, MissedDay(ServerId(1), DAY, NOON)))
        assert "yet" not in after
        assert f"<t:{int(NOON.timestamp())}:F>" in after
        assert wording.over(DailyOver(None)) == "This question is closed."


class TestForManagers:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: type(entry).__name__)
    def test_the_status_tells_of_the_latest_day(self, entry: DailyEntry) -> None:
        text = text_of(wording.status(DailyStatus(a_schedule(), NOON, None, entry)))

        assert "Friday, 1 May 2026" in text

    @pytest.mark.parametrize(
        ("closes", "words"),
        [
            (None, "stays open until the next one"),
            (time(9), "closes at 09:00 on the day after"),
            (time(9, 10), "closes at 09:10."),
        ],
        ids=str,
    )
    def test_the_status_tells_on_which_day_a_question_closes(self, closes: time | None, words: str) -> None:
        schedule = a_schedule(at=time(9), closes_at=closes)

        assert f"It {words}" in text_of(wording.status(DailyStatus(schedule, NOON, None, None)))

    def test_a_pause_has_its_reason_and_the_way_out(self) -> None:
        schedule = a_schedule(is_active=False, pause_reason="The channel was deleted.")

        text = text_of(wording.status(DailyStatus(schedule, None, None, None)))

        assert "The channel was deleted." in text
        assert "/settings daily resume" in text

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (EVERY_DAY, "every day"),
            (frozenset(range(5)), "Monday to Friday"),
            (frozenset({5, 6}), "Saturday and Sunday"),
            (frozenset({0, 2, 4}), "Monday, Wednesday and Friday"),
            (frozenset({6}), "Sunday"),
        ],
    )
    def test_weekdays_in_words(self, days: frozenset[int], words: str) -> None:
        assert wording.weekdays(days) == words


def test_what_cannot_be_read_is_told_with_an_example() -> None:
    assert wording.not_a_time("*soon*") == "I can't read “\\*soon\\*” as a time. Type it like 18:30 or 6:30 pm."
    assert "Type “every day”" in wording.not_weekdays("never")


def test_a_zone_that_could_be_several_is_told_with_their_names() -> None:
    assert "could be Europe/Berlin or Europe/Zurich." in wording.which_zone(
        "Germany", ("Europe/Berlin", "Europe/Zurich")
    )
    assert wording.which_zone("Berln", ()).startswith("I don't know a time zone “Berln”.")
