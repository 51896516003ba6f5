"""Wording of games and boards, within Discord's limits whatever the questions are."""

from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest

from bot.community.boards import BoardShown, ResetOffer, SharedLine, StatsShown
from bot.discord_front.boards import wording as boards_wording
from bot.discord_front.quiz import buttons, wording
from bot.discord_front.quiz.buttons import Again
from bot.discord_front.wording import DESCRIPTION, EMBED, FIELD_VALUE
from bot.ids import AnswerId, AppealId, ChannelId, FactKey, GameId, MemberId, MessageId, QuestionKey, ServerId
from bot.knowledge.model import Difficulty, Picture
from bot.questions.grading import Verdict
from bot.questions.model import LONGEST_OPTION, LONGEST_QUESTION, QuestionKind, QuizQuestion
from bot.quiz.events import (
    ActionRefused,
    Earned,
    Ending,
    Guessed,
    HintGiven,
    LockedIn,
    PlayerScore,
    Reason,
    Solved,
    TeamScore,
)
from bot.quiz.results import (
    AlreadyRunning,
    AppealDecided,
    AppealMade,
    GameEnded,
    GameStarted,
    LobbyShown,
    QuestionShown,
    VerdictShown,
)
from bot.quiz.round import AnswerMode
from bot.quiz.wish import Wish
from bot.storage.answers import Answered, BoardPage, Game, Graded, Occasion, Record, Share, Standing, Streak
from bot.storage.appeals import Appeal, AppealState
from bot.storage.periods import Period
from tests.quiz.small_quiz import a_question
from tests.small_pack import a_fact

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
GAME = GameId("00c0ffee42")

LONG = replace(
    a_question(answer="*" * LONGEST_OPTION, wrong=tuple(f"{letter}_" * (LONGEST_OPTION // 2) for letter in "abcde")),
    text="*|" * (LONGEST_QUESTION // 2),
    source=("S" * 300,) * 5,
)
"""A question as long as it can be, of nothing but markup."""

GIVEN = Answered(
    occasion=Occasion.trivia(ServerId(1), GAME, 1),
    channel_id=ChannelId(2),
    member_id=MemberId(2**64 - 1),
    question_key=QuestionKey("q"),
    fact_key=FactKey("f"),
    category="cast",
    target="t",
    text="*" * 200,
    normal="x",
    is_typed=True,
    is_right=False,
    worth=100,
    at=NOON,
)


def a_shown(question: QuizQuestion | None = None, *, answers: AnswerMode = AnswerMode.BUTTONS) -> QuestionShown:
    return QuestionShown(
        server_id=ServerId(1),
        game_id=GAME,
        starter=MemberId(11),
        channel_id=ChannelId(2),
        number=1,
        total=50,
        question=question or a_question(),
        answers=answers,
        closes_at=NOON,
    )


def a_verdict(question: QuizQuestion | None = None, *, earned: int = 1, answered: int = 2) -> VerdictShown:
    asked = question or a_question()
    scores = tuple(PlayerScore(MemberId(2**64 - 1 - place), 9999, 50, 50, 50, place + 1) for place in range(40))
    return VerdictShown(
        server_id=ServerId(1),
        game_id=GAME,
        channel_id=ChannelId(2),
        number=1,
        total=50,
        question=asked,
        fact=a_fact(text="x" * 3000),
        answers=AnswerMode.BUTTONS,
        spread=tuple(100 for _ in asked.options),
        earned=tuple(Earned(MemberId(2**64 - 1 - place), 150, 50) for place in range(earned)),
        answered=answered,
        was_skipped=False,
        standing=scores,
        is_last=False,
    )


def a_lobby(wish: Wish | None = None) -> LobbyShown:
    return LobbyShown(
        ServerId(1),
        GAME,
        MemberId(11),
        ChannelId(2),
        wish or Wish(),
        10,
        has_spoilers=False,
        joined=(),
        begins_at=NOON,
    )


def an_end() -> GameEnded:
    return GameEnded(ServerId(1), GAME, ChannelId(2), 10, Ending.PLAYED, (), None, Wish())


def labels(view: discord.ui.View | None) -> list[str]:
    return [getattr(item, "label", "") for item in view.children] if view else []


def check(embed: discord.Embed) -> None:
    """Discord takes it."""
    assert len(embed) <= EMBED
    assert len(embed.description or "") <= DESCRIPTION
    assert all(0 < len(field.value or "") <= FIELD_VALUE for field in embed.fields)
    assert embed.description is None or embed.description.count("||") % 2 == 0


class TestLimits:
    @pytest.mark.parametrize("answers", AnswerMode)
    def test_of_a_question(self, answers: AnswerMode) -> None:
        shown = replace(
            a_shown(LONG, answers=answers), hints=(HintGiven(1, "*" * 200), HintGiven(2, "`_" * 100, letters=True))
        )

        check(wording.question(shown))
        view = buttons.question(shown)
        assert view is not None
        assert len(view.children) <= 25

    def test_of_a_verdict(self) -> None:
        check(wording.verdict(a_verdict(LONG, earned=500, answered=600)))

    @pytest.mark.parametrize("ending", Ending)
    def test_of_a_standing(self, ending: Ending) -> None:
        check(
            wording.ended(
                GameEnded(ServerId(1), GAME, ChannelId(2), 50, ending, a_verdict().standing, MemberId(11), Wish())
            )
        )

    def test_of_an_appeal(self) -> None:
        appeal = Appeal(AppealId(1), AnswerId(1), GIVEN, NOON, AppealState.PENDING, None, None)
        rescored = tuple(
            Graded(AnswerId(number), replace(GIVEN, member_id=MemberId(number)), True) for number in range(300)
        )

        check(wording.appealed(AppealMade(appeal, is_new=True), LONG.text))
        check(wording.decided(AppealDecided(appeal, is_accepted=True, rescored=rescored, by=MemberId(99))))
        check(wording.decided(AppealDecided(appeal, is_accepted=False, rescored=(), by=MemberId(99))))

    def test_of_a_board_and_stats(self) -> None:
        standings = tuple(Standing(place, MemberId(2**64 - place), 10**6, 10**4, 10**4) for place in range(1, 11))
        own = Standing(4000, MemberId(5), 1, 1, 1)
        shown = BoardShown(Period.ALL, Game.DAILY, BoardPage(standings, 4000, own), 0, 400, Streak(100, 100))
        record = Record(1, 10**6, Share(9, 8), {"cast": Share(9, 8)}, Streak(5, 9), Streak(2, 3))

        check(boards_wording.board(shown))
        check(boards_wording.stats(StatsShown(MemberId(5), record, "cast", (True,) * 20, "🟩" * 7)))


class TestAQuestion:
    def test_long_options_stand_in_the_text_and_their_buttons_have_letters(self) -> None:
        question = a_question(answer="Somebody whose name does not fit on any button", wrong=("Pip", "Orlo"))

        view = buttons.question(a_shown(question))

        assert "**A** · Somebody whose name" in (wording.question(a_shown(question)).description or "")
        assert view is not None
        assert [getattr(item, "label", "") for item in view.children] == ["A", "B", "C"]

    def test_a_closed_one_has_no_buttons(self) -> None:
        assert buttons.question(replace(a_shown(), is_closed=True)) is None

    def test_a_closed_one_with_typed_answers_has_none_that_can_be_pressed(self) -> None:
        view = buttons.question(replace(a_shown(answers=AnswerMode.TYPED), is_closed=True, can_hint=True))

        assert view is not None
        assert [getattr(item, "disabled", False) for item in view.children] == [True]

    def test_tells_how_to_answer(self) -> None:
        assert "Reply to this message" in (wording.question(a_shown(answers=AnswerMode.TYPED)).description or "")

    def test_shows_what_it_is_about_and_not_how_hard_it_is(self) -> None:
        assert wording.question(a_shown()).footer.text == "Story"

    def test_shows_the_picture_behind_a_link_and_what_is_in_it(self) -> None:
        picture = Picture(link="https://example.org/moth.png", alt="A moth", credit="Robin")
        shown = a_shown()

        embed = wording.question(replace(shown, question=replace(shown.question, picture=picture)))

        assert embed.image.url == "https://example.org/moth.png"
        assert (embed.description or "").endswith("-# Picture: A moth · Robin")


class TestAVerdict:
    def test_shows_the_answer_the_picks_the_fact_and_its_source(self) -> None:
        embed = wording.verdict(a_verdict())

        assert "✅ **Mara**" in (embed.description or "")
        assert "100 · Orlo" in (embed.description or "")
        assert embed.fields[0].name == "The fact"
        assert embed.footer.text == "Easy · Source: H1"

    def test_hides_a_fact_that_gives_away_the_plot(self) -> None:
        verdict = replace(a_verdict(), fact=a_fact(spoiler=True))

        assert (wording.verdict(verdict).fields[0].value or "").startswith("||")

    def test_nobody_is_honoured_for_no_points(self) -> None:
        standing = (
            PlayerScore(MemberId(11), 120, 1, 1, 1, 1),
            PlayerScore(MemberId(12), 0, 0, 1, 0, 2),
            PlayerScore(MemberId(13), 0, 0, 1, 0, 2),
        )

        front = wording.verdict(replace(a_verdict(), standing=standing)).fields[1].value
        end = (
            wording.ended(
                GameEnded(ServerId(1), GAME, ChannelId(2), 50, Ending.PLAYED, standing, None, Wish())
            ).description
            or ""
        )

        assert front == "<@11> 120"
        assert "🥇 <@11>" in end
        assert "**2.** <@12>" in end

    def test_offers_an_appeal_only_where_somebody_typed_something_else(self) -> None:
        typed = replace(a_verdict(), answers=AnswerMode.TYPED)

        assert labels(buttons.verdict(typed)) == [wording.APPEAL_BUTTON, wording.REPORT_BUTTON]
        assert labels(buttons.verdict(replace(typed, answered=1))) == [wording.REPORT_BUTTON]
        assert labels(buttons.verdict(replace(typed, was_skipped=True))) == [wording.REPORT_BUTTON]
        assert labels(buttons.verdict(a_verdict())) == [wording.REPORT_BUTTON]

    def test_says_before_that_the_last_question_counts_double(self) -> None:
        before = wording.verdict(replace(a_verdict(), next_counts_double=True))

        assert "The next question is the last one, and counts double" in (before.description or "")
        assert wording.question(replace(a_shown(), counts_double=True)).title == "Question 1 of 50: counts double"


class TestALobby:
    def test_tells_what_is_played_and_who_is_in(self) -> None:
        wish = Wish(category="cast", spoiler_free=True, lobby=MessageId(10))

        told = wording.lobby(replace(a_lobby(wish), joined=((MemberId(11), 0), (MemberId(12), 0)))).description or ""

        assert "10 questions · cast · buttons · no spoilers" in told
        assert "In: <@11>, <@12>" in told
        assert labels(buttons.lobby(a_lobby(wish))) == ["Join"]

    def test_warns_of_spoilers(self) -> None:
        assert "may give away the plot" in (wording.lobby(replace(a_lobby(), has_spoilers=True)).description or "")

    def test_has_a_button_for_each_team(self) -> None:
        shown = a_lobby(Wish(has_teams=True))

        assert labels(buttons.lobby(shown)) == ["Join Red", "Join Blue"]
        assert "🟦 Blue: nobody yet" in (wording.lobby(shown).description or "")

    def test_has_no_buttons_once_the_game_has_begun(self) -> None:
        assert buttons.lobby(replace(a_lobby(), is_closed=True)) is None

    def test_fits_however_many_join(self) -> None:
        check(wording.lobby(replace(a_lobby(), joined=tuple((MemberId(2**64 - 1 - each), 0) for each in range(500)))))


class TestTheEnd:
    def test_names_the_team_that_has_won(self) -> None:
        teams = (TeamScore(2, 120, 2), TeamScore(1, 80, 3))

        told = wording.ended(replace(an_end(), teams=teams)).description or ""

        assert "**🟦 Blue wins!**" in told
        assert "🟥 Red: 80 points each on average" in told

    def test_a_draw_is_one(self) -> None:
        assert "A draw!" in (
            wording.ended(replace(an_end(), teams=(TeamScore(1, 5, 1), TeamScore(2, 5, 1)))).description or ""
        )

    @pytest.mark.parametrize(
        "wish",
        [
            Wish(),
            Wish(
                20,
                "harbour",
                "Cast",
                QuestionKind.MEMBER,
                Difficulty.HARD,
                AnswerMode.TYPED,
                lobby=MessageId(30),
                has_teams=True,
            ),
        ],
        ids=["plain", "everything"],
    )
    def test_another_game_is_like_the_last(self, wish: Wish) -> None:
        (button,) = buttons.ended(replace(an_end(), wish=wish)).children
        again = Again.read(getattr(button, "custom_id", ""))

        assert again is not None
        meant = buttons.as_wish(again, ["winter", "harbour"], ["Story", "Cast"])
        assert meant == replace(wish, category=wish.category.casefold())
        assert (buttons.as_wish(again, [], []) is None) == bool(wish.pack)


class TestWhatCameOfIt:
    def test_a_pick_is_named_to_whoever_made_it(self) -> None:
        assert "Your answer is **Orlo**." in wording.came_of(LockedIn(MemberId(11), 1, changed=False), a_question())
        assert "Your answer is now **Orlo**." in wording.came_of(LockedIn(MemberId(11), 1, changed=True), a_question())

    @pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.RIGHT])
    def test_a_wrong_answer_says_what_to_do_next(self, verdict: Verdict) -> None:
        assert wording.came_of(Guessed(MemberId(11), verdict, 1)).endswith(("1 more guess.", "costs you nothing."))

    @pytest.mark.parametrize("reason", Reason)
    def test_every_refusal_has_its_words(self, reason: Reason) -> None:
        assert wording.came_of(ActionRefused(MemberId(11), reason)).endswith((".", "start."))

    def test_a_streak_is_told(self) -> None:
        assert "3 in a row" in wording.came_of(Solved(MemberId(11), "Mara", 110, 3))

    def test_the_way_to_the_first_game_is_a_link(self) -> None:
        told = wording.already_running(AlreadyRunning(ChannelId(2), MessageId(3)), server_id=ServerId(1))

        assert "https://discord.com/channels/1/2/3" in told


def test_a_shared_line_says_where_and_how_well_and_nothing_of_the_answers() -> None:
    line = SharedLine(42, "🟩🟥⬛⬜", Streak(2, 2))

    text = boards_wording.shared(MemberId(11), line, server="Lighthouse")

    assert text == "**Lighthouse · question of the day 42**\n🟩🟥⬛⬜\n<@11>: 1 of 3 right · 2 in a row"


def test_there_is_nothing_to_reset_on_an_empty_board() -> None:
    assert "nothing to reset" in boards_wording.offer(ResetOffer(0, b""))


def test_a_right_answer_in_a_form_does_not_tell_others_what_to_copy() -> None:
    told = wording.solved(Solved(MemberId(11), "Barnacle", 120, 2), MemberId(11))

    assert "Barnacle" not in told
    assert "<@11> is right. +120 points, 2 in a row." in told


def test_fewer_questions_than_were_wanted_are_explained() -> None:
    started = GameStarted(GameId("a" * 10), ChannelId(2), 4, AnswerMode.BUTTONS, is_all=True)

    assert "4 questions (there are no more like that)" in wording.started(started)
