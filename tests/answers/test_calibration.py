"""A pack is asked about itself before it is believed."""

from dataclasses import replace

import numpy as np
import pytest

from bot.answers.calibration import (
    ENOUGH_UNTOLD,
    USUAL_SURE,
    Calibration,
    Thresholds,
    alike_phrasings,
    calibrated,
    models_without,
    without,
)
from bot.answers.features import FEATURES
from bot.answers.index import index_of
from bot.answers.judge import Judge
from bot.answers.learned import PackKind, learned
from bot.answers.meanings import strange_lines
from bot.answers.sense import Recalled
from tests.answers.builders import a_fact, plain_story, salt_lighthouse


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(index_of(salt_lighthouse()), learned())


@pytest.mark.slow
def test_a_pack_is_calibrated_in_the_same_way_each_time(judge: Judge) -> None:
    assert calibrated(judge) == calibrated(Judge(index_of(salt_lighthouse()), learned()))


@pytest.mark.slow
def test_models_without_some_phrasings_are_trained_once_for_both_calibrations(judge: Judge) -> None:
    models = models_without(judge.index)

    assert calibrated(judge, models) == calibrated(judge)
    assert all(isinstance(model, Recalled) for model in models)


@pytest.mark.slow
def test_shares_are_of_all_that_was_asked(judge: Judge) -> None:
    found = calibrated(judge)

    assert found.asked == sum(len(fact.asks) for fact in salt_lighthouse().facts)
    assert 0 <= found.right + found.wrong <= 1
    assert 0 < found.thresholds.close < 1


def test_a_pack_without_phrasings_has_the_usual_threshold() -> None:
    found = calibrated(Judge(index_of(plain_story()), learned()))

    assert found.thresholds.sure == USUAL_SURE[PackKind.PLAIN]
    assert found.asked == 0


@pytest.mark.slow
def test_many_questions_that_are_not_told_set_the_threshold() -> None:
    pack = salt_lighthouse()
    near = tuple(f"why does mara limp on day {number}" for number in range(ENOUGH_UNTOLD))
    far = tuple(f"how do i bake bread for {number} guests" for number in range(ENOUGH_UNTOLD))

    after_near, after_far = (
        calibrated(Judge(index_of(replace(pack, not_told=lines)), learned())).thresholds for lines in (near, far)
    )

    assert after_near.sure > after_far.sure


def test_phrasings_that_say_the_same_are_left_out_together() -> None:
    pack = salt_lighthouse()
    lamp = a_fact(
        "bell", "The bell weighs a ton.", asks=("how heavy is the bell", "the bell how heavy", "who rings it")
    )
    index = index_of(replace(pack, facts=(*pack.facts, lamp)))
    position = next(at for at, fact in enumerate(index.pack.facts) if fact.id == "bell")
    first = int(index.phrasings.starts[position])

    marked = alike_phrasings(index, position, first)

    assert np.flatnonzero(marked).tolist() == [first, first + 1]


def test_what_a_missing_fact_had_falls_to_the_others(judge: Judge) -> None:
    question = judge.index.read("how old is the lamp")
    evidence = judge.gatherer.gather(question, judge.gatherer.candidates(question))
    best = int(evidence.features[:, FEATURES.index("sense")].argmax())
    gone = np.zeros(len(judge.index.pack.facts), dtype=np.bool_)
    gone[evidence.positions[best]] = True

    rest = without(evidence, gone, judge.gatherer.sense.judge(question.asking).chances)

    assert len(rest.positions) == len(evidence.positions) - 1
    assert rest.features[:, FEATURES.index("sense_lead")].max() == 0
    assert rest.features[:, FEATURES.index("sense")].max() <= 1


def test_strange_lines_are_all_different() -> None:
    assert len(set(strange_lines())) == len(strange_lines()) >= 100


@pytest.mark.parametrize(
    ("asked", "words"), [(19, ""), (100, "Answers about 7 of 10 reworded questions, 2 in 100 wrong")]
)
def test_what_came_out_is_told_where_enough_was_asked(asked: int, words: str) -> None:
    told = Calibration(Thresholds(0.7, 0.5), asked, 0.71, 0.02).in_words()

    assert told.startswith(words)
    assert bool(told) is bool(words)
