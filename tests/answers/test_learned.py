"""What was learned, and how it is applied."""

import numpy as np

from bot.answers.confidence import SIGNS
from bot.answers.features import FEATURES
from bot.answers.learned import Logistic, Manner, Network, PackKind, beside_best, learned, manners
from bot.answers.sense import QuestionFeatures
from bot.english.text import KINDS


def test_what_is_stored_fits_the_evidence_and_the_signs() -> None:
    for judging in (*learned().by_words.values(), *learned().by_meaning.values()):
        ranking = judging.ranking
        assert ranking.mean.shape == (len(FEATURES),)
        assert ranking.direct.shape == (2 * len(FEATURES),)
        assert ranking.bias.shape[0] == len(KINDS)
        for chance in (judging.right, judging.about):
            assert chance.mean.shape == chance.weights.shape == (len(SIGNS),)


def test_a_network_comes_back_as_it_was_stored() -> None:
    network = learned().by_words[PackKind.PLAIN].ranking

    again = Network.of(network.stored("it"), "it")

    rows = np.ones((2, 2 * len(FEATURES)), dtype=np.float32)
    assert again.result(rows, 0).tolist() == network.result(rows, 0).tolist()


def test_a_regression_comes_back_as_it_was_stored() -> None:
    right = learned().by_words[PackKind.PLAIN].right

    again = Logistic.of(right.stored("it"), "it")

    signs = np.linspace(-1, 1, len(SIGNS)).astype(np.float32)
    assert again.chance(signs) == right.chance(signs)


def test_a_chance_follows_the_weights() -> None:
    regression = Logistic(np.zeros(2, np.float32), np.ones(2, np.float32), np.array([2, -1], np.float32), 0.0)

    assert regression.chance(np.array([0, 0], np.float32)) == 0.5
    assert regression.chance(np.array([1, 0], np.float32)) > 0.8
    assert regression.chance(np.array([0, 1], np.float32)) < 0.3


def test_each_row_is_set_beside_the_best_of_each_column() -> None:
    rows = np.array([[1, 5], [3, 2]], dtype=np.float32)

    assert beside_best(rows).tolist() == [[1, 5, -2, 0], [3, 2, 0, -3]]


def test_names_are_all_the_same_in_the_manner_of_asking() -> None:
    asking = QuestionFeatures(("who", "@thor", "love"), (), "who")

    assert list(manners(asking)) == ["who", "@", "love", "< who", "who @", "@ love", "love >"]


def test_the_manner_of_a_line_is_the_sum_of_its_parts_and_the_worst_of_them() -> None:
    manner = Manner({"who": 0.5, "lol": -2.0})

    assert manner.of(QuestionFeatures(("who", "lol", "cares"), (), "who")) == (-1.5, -2.0)
    assert manner.of(QuestionFeatures(("thor",), (), "")) == (0.0, 0.0)
