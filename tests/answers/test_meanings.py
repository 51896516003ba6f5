"""What a pack means, and how near a question comes to it."""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answers.encoder import Encoded
from bot.answers.engine import AnswerEngine
from bot.answers.index import PackIndex, index_of
from bot.answers.meanings import (
    STRANGE,
    Known,
    Vectoriser,
    Vectors,
    digest,
    installed_vectoriser,
    lines_of,
    meanings_of,
    spoken,
    strange,
    strange_lines,
)
from bot.answers.results import Answer
from bot.knowledge.model import Knowledge
from tests.answers.builders import a_fact, plain_story, salt_lighthouse
from tests.default_pack import default_pack


@pytest.fixture(scope="module")
def index() -> PackIndex:
    return index_of(salt_lighthouse())


def test_bytes_are_as_good_as_the_numbers_that_they_stand_for() -> None:
    rows = np.random.default_rng(1).normal(size=(40, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    vectors = Vectors.of([Encoded(row, [], np.zeros((0, 64), dtype=np.float32)) for row in rows])

    assert vectors.near(rows[3]) == pytest.approx(rows @ rows[3], abs=0.004)
    assert vectors.line(3).vector == pytest.approx(rows[3], abs=0.002)


def test_each_phrasing_is_nearest_to_itself(index: PackIndex) -> None:
    encode = Vectoriser()
    meanings = meanings_of(index, encode)
    lines = lines_of(index)[: len(index.phrasings.asked)]

    for number in range(0, len(lines), 7):
        near = meanings.nearness(meanings.of_line(number)).phrasings
        assert lines[int(near.argmax())] == lines[number]


def test_a_fact_comes_as_near_as_the_nearest_of_its_sentences() -> None:
    whole = index_of(replace(plain_story(), facts=(a_fact("one", "The keeper is old. A red boat lies on the beach."),)))
    meanings = meanings_of(whole, Vectoriser())
    meaning = Vectoriser()(["the colour of the boat on the beach"]).line(0)
    [keeper, boat] = meanings.sentences.near(meaning.vector)

    assert meanings.nearness(meaning).texts == pytest.approx([max(keeper, boat)])


def test_a_pack_without_facts_has_meanings_too() -> None:
    empty = index_of(replace(plain_story(), facts=()))

    assert len(meanings_of(empty, Vectoriser()).nearness(Vectoriser()(["who"]).line(0)).texts) == 0


def test_known_lines_are_not_encoded_again(index: PackIndex) -> None:
    lines = lines_of(index)[:5]
    encode = Vectoriser()
    told: list[tuple[int, int]] = []

    first = encode(lines)
    known = Known.of(lines, first)
    again = Vectoriser(lambda: known)([*lines, "a new line"], lambda done, of: told.append((done, of)))

    assert told == [(1, 1)]
    assert (again.rows[:5] == first.rows).all()
    assert (again.words.rows[: len(first.words.rows)] == first.words.rows).all()
    assert again.line(5).words.rows.shape == (3, 64)


def test_an_off_topic_line_is_nearer_to_others_than_to_the_pack(index: PackIndex) -> None:
    meanings = meanings_of(index, Vectoriser())
    lines = Vectoriser()(["can you write my homework for me", "who keeps the salt lighthouse"])

    far, near = (meanings.nearness(lines.line(number)).belonging for number in range(2))

    assert far < 0 < near


def test_off_topic_lines_were_encoded_as_they_are_now() -> None:
    lines = [spoken(line) for line in strange_lines()]
    with STRANGE.open("rb") as file, np.load(file) as numbers:
        digests = bytes(numbers["digests"])

    assert digests == b"".join(map(digest, lines)), "python -m tests.benchmarks.make_vectors"
    assert len(strange()) == len(lines)


@pytest.mark.slow
def test_no_start_waits_for_what_the_default_pack_means() -> None:
    index = index_of(default_pack())
    places = Known.shipped().find([*lines_of(index), *map(spoken, strange_lines())])

    assert (places >= 0).all(), "python -m tests.benchmarks.make_vectors"


def test_without_the_weights_questions_are_answered_by_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert installed_vectoriser(tmp_path / "encoder.npz") is None

    assert [record.getMessage() for record in caplog.records] == [
        "The sentence encoder isn't installed: questions are answered by their words alone."
    ]


@pytest.mark.slow
def test_an_engine_answers_while_it_reads_meanings_and_after() -> None:
    engine = AnswerEngine(Knowledge((salt_lighthouse(),)))
    asked = salt_lighthouse().facts[0].asks[0]
    answered: list[bool] = []

    engine.read_meanings(Vectoriser(), progress=lambda *_: answered.append(isinstance(engine.ask(asked), Answer)))

    assert answered
    assert all(answered)
    assert isinstance(engine.ask(asked), Answer)


def test_a_pack_that_is_too_large_stays_with_its_words(caplog: pytest.LogCaptureFixture) -> None:
    engine = AnswerEngine(Knowledge((salt_lighthouse(),)))
    by_words = engine.calibrations
    encoded: list[int] = []

    engine.read_meanings(Vectoriser(), progress=lambda done, _: encoded.append(done), most=20)

    assert encoded == []
    assert engine.calibrations == by_words
    assert "salt-lighthouse is too large to read for its meaning" in caplog.text
