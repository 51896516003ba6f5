"""Which fact a question asks for, learned from phrasings."""

import pytest

from bot.answers import sense as sense_of_questions
from bot.answers.index import index_of
from bot.answers.sense import QuestionFeatures, Sense
from tests.answers.builders import salt_lighthouse


def an_asking(line: str, kind: str = "what") -> QuestionFeatures:
    """A line whose words all tell."""
    words = tuple(line.split())
    return QuestionFeatures(words, words, kind)


@pytest.fixture
def sense() -> Sense:
    samples = [
        (an_asking("what did the baker hide"), 0),
        (an_asking("what was under the loaf"), 0),
        (an_asking("who ate the loaves", "who"), 2),
        (an_asking("who came with a lantern", "who"), 2),
    ]
    return Sense(samples, 3)


@pytest.mark.parametrize(
    ("asking", "fact"),
    [(an_asking("what did he hide under the loaf"), 0), (an_asking("who had a lantern", "who"), 2)],
    ids=["hide", "lantern"],
)
def test_a_question_in_other_words_is_taken_for_the_nearest_phrasings(
    sense: Sense, asking: QuestionFeatures, fact: int
) -> None:
    assert sense.judge(asking).chances.argmax() == fact


def test_what_it_said_is_recalled_without_it(sense: Sense) -> None:
    asking = an_asking("who had a lantern", "who")

    recalled = sense.recalled([asking])

    assert recalled.judge(asking).chances.tolist() == sense.judge(asking).chances.tolist()
    assert recalled.judge(asking).likeliest(1) == [2]


def test_the_chances_add_up_to_one_and_pass_over_facts_without_phrasings(sense: Sense) -> None:
    judged = sense.judge(an_asking("who ate the loaf"))

    assert judged.chances.sum() + judged.none == pytest.approx(1)
    assert judged.chances[1] == 0


def test_it_tells_how_many_of_the_words_it_knows(sense: Sense) -> None:
    assert sense.judge(an_asking("baker zeppelin")).known == 0.5


def test_what_no_phrasing_has_a_word_of_is_no_fact(sense: Sense) -> None:
    judged = sense.judge(QuestionFeatures(("zeppelin",), ("zeppelin",), "when"))

    assert judged.chances.max() == 0


def test_of_too_many_questions_about_too_many_facts_none_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [(an_asking(f"where is the {thing} kept"), at) for at, thing in enumerate(("key", "loaf", "lantern"))]
    monkeypatch.setattr(sense_of_questions, "MOST_COMPARED", len(samples) * len(samples) - 1)

    judged = Sense(samples, 3).judge(an_asking("where did the key go"))

    assert judged.chances.max() == 0


def test_the_order_of_the_phrasings_does_not_matter() -> None:
    samples = [(an_asking(f"where is the {thing} kept"), at) for at, thing in enumerate(("key", "loaf", "lantern"))]

    first, second = Sense(samples, 3), Sense(reversed(samples), 3)

    asking = an_asking("where did the key go")
    assert first.judge(asking).chances.tolist() == second.judge(asking).chances.tolist()


def test_nothing_to_learn_from_says_nothing() -> None:
    judged = Sense([], 2).judge(an_asking("who"))

    assert judged.chances.tolist() == [0, 0]
    assert judged.none == 0


def test_a_pack_teaches_what_its_author_wrote() -> None:
    index = index_of(salt_lighthouse())
    facts = [fact.id for fact in index.pack.facts]

    chances = index.sense().judge(index.read("what does the smuggler smuggle").asking).chances

    assert facts[int(chances.argmax())] == "sorrel-ship"
