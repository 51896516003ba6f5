"""Which question a day gets."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.daily.draws import APART, DailyCandidate, PastQuestion, fairest, options_for, without_plot
from bot.ids import QuestionKey
from bot.knowledge.model import Difficulty
from bot.questions.model import OptionKind, QuestionKind, QuizQuestion
from bot.storage.bags import Draw
from tests.quiz.small_quiz import a_question
from tests.small_pack import a_chance

MONDAY = date(2026, 6, 1)
SUNDAY = date(2026, 6, 7)
DAY = timedelta(days=1)
KINDS = (QuestionKind.PLAYED_BY, QuestionKind.RELATION, QuestionKind.FIRST)
LEVELS = (Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD)


def a_daily(key: str, **values: object) -> QuizQuestion:
    """A question about a fact of its own."""
    return replace(a_question(key), fact=f"{key}-fact", **values)  # type: ignore[arg-type]  # names of its fields


def a_pack(size: int) -> list[QuizQuestion]:
    """Questions of several kinds and levels."""
    return [
        a_daily(f"p/{number}", kind=KINDS[number % 3], difficulty=LEVELS[number // 3 % 3]) for number in range(size)
    ]


def a_bag(questions: Sequence[QuizQuestion], asked: Sequence[PastQuestion] = ()) -> list[DailyCandidate]:
    """All of them, those in their second turn that were asked."""
    before = {each.question.key for each in asked}
    return [DailyCandidate(Draw("p", each.key, 2 if each.key in before else 1), each) for each in questions]


def play(questions: Sequence[QuizQuestion], days: int, *, start: date = MONDAY) -> list[PastQuestion]:
    """The questions of so many days, one after the other."""
    chance, asked = a_chance(), list[PastQuestion]()
    for day in (start + number * DAY for number in range(days)):
        drawn = fairest(a_bag(questions, asked), asked, day, chance)
        assert drawn
        asked.append(PastQuestion(day, drawn.question))
    return asked


def test_no_fact_comes_twice_within_two_months_where_the_pack_allows() -> None:
    facts = [each.question.fact for each in play(a_pack(90), 200)]

    apart = [later - day for day, fact in enumerate(facts) for later in range(day + 1, 200) if facts[later] == fact]
    assert min(apart) >= APART.days


def test_two_questions_about_one_fact_are_months_apart() -> None:
    twins = [replace(each, key=QuestionKey(f"{each.key}-again")) for each in a_pack(70)]

    asked = play([*a_pack(70), *twins], 60)

    assert len({each.question.fact for each in asked}) == 60


def test_no_kind_comes_twice_in_a_row() -> None:
    kinds = [each.question.kind for each in play(a_pack(90), 200)]

    assert all(one is not next_one for one, next_one in pairwise(kinds))


def test_what_people_wrote_differs_in_what_it_asks_for() -> None:
    names = [a_daily(f"p/n{number}", kind=QuestionKind.AUTHORED) for number in range(20)]
    things = [a_daily(f"p/t{number}", kind=QuestionKind.AUTHORED, option_kind=OptionKind.THING) for number in range(20)]

    kinds = [each.question.option_kind for each in play([*names, *things], 30)]

    assert all(one is not next_one for one, next_one in pairwise(kinds))


def test_monday_is_easier_than_sunday() -> None:
    asked = play(a_pack(180), 56)

    by_weekday = [[LEVELS.index(e.question.difficulty) for e in asked if e.day.weekday() == day] for day in range(7)]
    assert sum(by_weekday[0]) == 0
    assert min(by_weekday[6]) == 2


def test_what_was_not_asked_in_this_turn_goes_before_what_fits_the_weekday() -> None:
    easy, hard = a_daily("p/easy"), a_daily("p/hard", difficulty=Difficulty.HARD)
    bag = [DailyCandidate(Draw("p", easy.key, 2), easy), DailyCandidate(Draw("p", hard.key, 1), hard)]

    drawn = fairest(bag, (), MONDAY, a_chance())

    assert drawn
    assert drawn.question == hard


def test_a_pack_of_one_question_asks_it_every_day() -> None:
    assert [each.question.key for each in play([a_daily("p/only")], 3)] == 3 * ["p/only"]


def test_an_empty_pack_has_none() -> None:
    assert fairest((), (), SUNDAY, a_chance()) is None


def test_numbers_stand_by_size_and_names_by_chance() -> None:
    numbers = a_daily("p/1", option_kind=OptionKind.NUMBER, options=("2", "9", "10", "40"), answer="9")
    names = a_daily("p/2")
    chance = a_chance()

    assert {options_for(numbers, chance) for _ in range(20)} == {("2", "9", "10", "40")}
    assert len({options_for(names, chance) for _ in range(20)}) > 1


def test_nobody_reads_of_the_plot_unless_there_is_nothing_else() -> None:
    plain, telling = a_daily("p/1"), a_daily("p/2", is_spoiler=True)

    assert without_plot([plain, telling]) == [plain]
    assert without_plot([telling]) == [telling]
