"""Kinds of relations as ordinary authors write them."""

import pytest

from bot.knowledge.bonds import BONDS, Form, all_kinds, inverse_word, read_kind
from bot.knowledge.model import Pronoun


@pytest.mark.parametrize(
    ("kind", "pronoun", "inverse"),
    [
        ("father", Pronoun.SHE, "daughter"),
        ("son", Pronoun.HE, "father"),
        ("Mother", Pronoun.THEY, "child"),
        ("half-sister", Pronoun.HE, "half-brother"),
        ("half brother", Pronoun.SHE, "half-sister"),
        ("stepfather", Pronoun.HE, "stepson"),
        ("step-sister", Pronoun.SHE, "stepsister"),
        ("foster mother", Pronoun.IT, "foster child"),
        ("adoptive father", Pronoun.SHE, "adopted daughter"),
        ("great-grandmother", Pronoun.HE, "great-grandson"),
        ("mother-in-law", Pronoun.SHE, "daughter-in-law"),
        ("younger brother", Pronoun.SHE, "older sister"),
        ("twin sister", Pronoun.HE, "twin brother"),
        ("aunt", Pronoun.HE, "nephew"),
        ("aunt", Pronoun.THEY, ""),
        ("godmother", Pronoun.SHE, "goddaughter"),
        ("cousin", Pronoun.HE, "cousin"),
        ("ex-husband", Pronoun.SHE, "ex-wife"),
        ("former wife", Pronoun.HE, "ex-husband"),
        ("fiancée", Pronoun.HE, "fiance"),
        ("mentor", Pronoun.HE, "student"),
        ("former apprentice", Pronoun.HE, "former teacher"),
        ("ward", Pronoun.HE, "guardian"),
        ("dog", Pronoun.SHE, "owner"),
        ("landlady", Pronoun.HE, "tenant"),
        ("human butler", Pronoun.HE, ""),
        ("AI", Pronoun.HE, ""),
    ],
)
def test_a_kind_has_a_word_for_the_other_side(kind: str, pronoun: Pronoun, inverse: str) -> None:
    assert inverse_word(read_kind(kind), pronoun) == inverse


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("friend", Form.NOUN),
        ("nemesis", Form.NOUN),
        ("princess", Form.NOUN),
        ("beloved", Form.NOUN),
        ("second-in-command", Form.NOUN),
        ("宿敵", Form.NOUN),
        ("mentor of", Form.NOUN_OF),
        ("prisoner of", Form.NOUN_OF),
        ("member of", Form.NOUN_OF),
        ("afraid of", Form.LINK),
        ("in love with", Form.LINK),
        ("friends with", Form.LINK),
        ("killed by", Form.LINK),
        ("works for", Form.VERB),
        ("spies on", Form.VERB),
        ("hates", Form.VERB),
        ("betrayed", Form.VERB),
        ("abandoned", Form.VERB),
    ],
)
def test_a_kind_stands_in_a_sentence_as_its_grammar_wants(kind: str, form: Form) -> None:
    assert read_kind(kind).form is form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("father", "son"),
        ("mentor", "student"),
        ("mentor of", "student of"),
        ("killer", "victim"),
        ("killer", "killed by"),
        ("killed", "victim"),
        ("boss", "works for"),
        ("twin", "brother"),
        ("husband", "married to"),
        ("crush", "admirer"),
        ("love", "in love with"),
        ("owner", "pet"),
        ("ex-wife", "former husband"),
    ],
)
def test_words_for_one_thing_have_one_key(one: str, other: str) -> None:
    assert read_kind(one).key == read_kind(other).key


@pytest.mark.parametrize(
    ("one", "other"), [("husband", "ex-husband"), ("father", "stepfather"), ("brother", "brother-in-law")]
)
def test_what_is_no_longer_or_only_nearly_so_is_something_else(one: str, other: str) -> None:
    assert read_kind(one).key != read_kind(other).key
    assert not read_kind(other).is_plain or read_kind(other).bond != read_kind(one).bond


def test_no_word_stands_for_two_bonds() -> None:
    words = [word for _, _, word in all_kinds()]

    assert sorted(words) == sorted(set(words))


def test_every_way_to_ask_can_be_filled_in() -> None:
    asks = [ask for bond in BONDS for ask in (*bond.asks, *bond.asks_first, *bond.asks_second, bond.said)]

    assert [ask for ask in asks if "{" in ask.format("", "Ada", "Bo", **{"1's": "Ada's", "2's": "Bo's"})] == []
