"""What the sentence encoder makes of lines."""

import string
import subprocess
import sys
from collections.abc import Sequence
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest

from bot.answers.encoder import AT_ONCE, DIMENSIONS, LONGEST, WORD_DIMENSIONS, Encoder, batches, gelu, padded


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def nearness(encoder: Encoder, one: str, other: str) -> float:
    left, right = encoder.encode([one, other])
    return float(left.vector @ right.vector)


def vectors(encoder: Encoder, lines: Sequence[str]) -> npt.NDArray[np.float32]:
    return np.array([line.vector for line in encoder.encode(lines)])


@pytest.mark.parametrize(
    ("line", "near", "far"),
    [
        ("who plays iron man?", "which actor is cast as iron man", "what is iron made of"),
        ("how does the film end", "what happens in the last scene", "who directed the film"),
        ("Can I get my membership fee back?", "do you refund what i paid to join", "when is the club open"),
        ("why does he want to wipe out mankind", "what's his reason to kill all people", "how was he built"),
        ("how old is she", "what's her age", "where does she live"),
    ],
)
def test_a_paraphrase_is_nearer_than_another_question(encoder: Encoder, line: str, near: str, far: str) -> None:
    assert nearness(encoder, line, near) > nearness(encoder, line, far) + 0.1


def test_the_vectors_are_those_of_the_original(encoder: Encoder) -> None:
    """The example on the page of all-MiniLM-L6-v2 at sbert.net, with the values that it gives."""
    rows = vectors(encoder, ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."])

    assert (rows @ rows.T)[np.triu_indices(3, 1)] == pytest.approx([0.6660, 0.1046, 0.1411], abs=0.02)


LINES = (
    "",
    " ",
    "?",
    "who is it",
    "WHO IS IT",
    "a longer question about what happened to the city after all",
    "钢铁侠 и железный человек 😀\u200d",
    "\x00\ud800",
    "x" * 5_000,
    "word " * 5_000,
    "?" * 5_000,
)


def test_every_line_has_a_vector_of_length_1(encoder: Encoder) -> None:
    rows = vectors(encoder, LINES)

    assert rows.shape == (len(LINES), DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(LINES)), abs=1e-5)


@pytest.mark.slow
def test_a_line_means_the_same_alone_and_among_others(encoder: Encoder) -> None:
    together = encoder.encode(LINES * 3)

    alone = [line for each in LINES * 3 for line in encoder.encode([each])]
    for one, other in zip(together, alone, strict=True):
        assert one.words == other.words
        np.testing.assert_allclose(one.vector, other.vector, atol=1e-5)
        np.testing.assert_allclose(one.rows, other.rows, atol=1e-4)


def test_the_same_lines_give_the_same_vectors(encoder: Encoder) -> None:
    assert (vectors(encoder, LINES) == vectors(encoder, LINES)).all()


def test_no_lines_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]) == []


def test_each_word_has_a_vector_and_marks_have_none(encoder: Encoder) -> None:
    [line] = encoder.encode(["Who's the AI, 'Ultron'?"])

    assert line.words == ["who", "s", "the", "ai", "ultron"]
    assert line.rows.shape == (5, WORD_DIMENSIONS)
    assert np.linalg.norm(line.rows, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_of_a_long_line_the_beginning_counts(encoder: Encoder) -> None:
    beginning = "word " * (LONGEST - 2)

    assert nearness(encoder, beginning, beginning + "and something quite different") == pytest.approx(1, abs=1e-5)


def test_whatever_the_alphabet_writes_can_be_spelt(encoder: Encoder) -> None:
    vocabulary = encoder.vocabulary
    unknown = vocabulary.numbers["[UNK]"]
    signs = string.ascii_lowercase + string.digits

    assert [a + b for a, b in product(signs, signs) if unknown in vocabulary.spell(a + b, LONGEST).tokens] == []
    assert [sign for sign in string.punctuation if unknown in vocabulary.spell(sign, LONGEST).tokens] == []


@pytest.mark.process
def test_importing_reads_no_weights() -> None:
    code = """
import sys
sys.addaudithook(lambda event, args: print(args[0]) if event == "open" and str(args[0]).endswith(".npz") else None)
import bot.answers.encoder
"""

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own

    assert ended.stdout == ""


def test_batches_hold_every_line_once_and_are_bounded() -> None:
    lengths = [64, 3, 9, 64, 2, 33] * 40

    found = list(batches(lengths))

    assert sorted(at for batch in found for at in batch) == list(range(len(lengths)))
    assert max(len(batch) * padded(max(lengths[at] for at in batch)) for batch in found) <= AT_ONCE


def test_gelu_is_good_to_a_thousandth() -> None:
    at = np.array([-3, -1, 0, 0.5, 2], dtype=np.float32)

    assert gelu(at.copy()) == pytest.approx([-0.00405, -0.15866, 0, 0.34573, 1.95450], abs=1e-3)
