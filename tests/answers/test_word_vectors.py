"""How the words of a question are matched by those of a line."""

import numpy as np
import pytest

from bot.answers.encoder import Encoder
from bot.answers.word_vectors import WordVectors
from bot.english import frequency

LINES = ["how much is a guest pass", "?", "what does a member pass cost", "the harbour is closed on Mondays."]


@pytest.fixture(scope="module")
def lines() -> WordVectors:
    return WordVectors.of(Encoder.load().encode(LINES))


def words(lines: WordVectors, number: int) -> WordVectors:
    return lines.take(np.array([number]))


def test_a_word_is_matched_by_itself_and_by_its_like(lines: WordVectors) -> None:
    how, much, _, _, guest, pass_ = lines.matched(words(lines, 0), np.array([0, 2, 3])).tolist()

    assert [row[0] for row in (how, much, guest, pass_)] == pytest.approx([1, 1, 1, 1], abs=0.03)
    assert pass_[1] > 0.8
    assert guest[1] < 0.6
    assert max(guest[2], pass_[2]) < 0.5


def test_a_line_without_words_matches_nothing(lines: WordVectors) -> None:
    assert lines.matched(words(lines, 0), np.array([1, 1])).tolist() == [[0, 0]] * 6
    assert lines.matched(words(lines, 1), np.array([0, 2])).shape == (0, 2)
    assert lines.matched(words(lines, 0), np.array([], dtype=np.int64)).shape == (6, 0)


def test_lines_are_taken_joined_and_read_together(lines: WordVectors) -> None:
    asked = words(lines, 0)
    turned = WordVectors.joined([lines.take(np.array([3, 2])), lines.take(np.array([1, 0]))])
    expected = lines.matched(asked, np.arange(4))

    assert (turned.matched(asked, np.arange(4)) == expected[:, ::-1]).all()
    both = lines.together(np.array([0, 2, 4])).matched(asked, np.array([0, 1]))
    assert (both == np.maximum(expected[:, [0, 2]], expected[:, [1, 3]])).all()


def test_rare_words_weigh_more(lines: WordVectors) -> None:
    weights = words(lines, 0).weights.tolist()

    assert weights == pytest.approx([frequency.weight(word) for word in LINES[0].split()], abs=0.01)
    assert weights[4] > weights[3]
