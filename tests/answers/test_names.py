"""Who is meant by a name as people type it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.names import Names, NameTable
from bot.english.text import written_out
from bot.knowledge.model import Thing, ThingKind
from tests.answers.builders import salt_knowledge, salt_lighthouse


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(salt_knowledge())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mara Quill", ["Mara Quill"]),
        ("mara", ["Mara Quill"]),
        ("the keeper", ["Mara Quill"]),
        ("MARA'S", ["Mara Quill"]),
        ("sorel", ["Captain Sorrel"]),
        ("the smugler", ["Captain Sorrel"]),
        ("joren vael", ["Joren Vale"]),
        ("quill", ["Mara Quill", "Tobin Quill"]),
        ("lamp", ["The Lamp"]),
        ("Gandalf", []),
        ("", []),
        ("the", []),
        ("🙂", []),
    ],
)
def test_a_typed_name_means(names: Names, typed: str, meant: list[str]) -> None:
    assert [who.name for who in names.find(typed)] == meant


def test_an_empty_field_offers_those_of_whom_most_is_told(names: Names) -> None:
    offered = [who.name for who in names.complete("")]

    assert offered[0] == "Mara Quill"
    assert len(offered) == 6


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("to", "Tobin Quill"),
        ("ma qu", "Mara Quill"),
        ("sorr", "Captain Sorrel"),
        ("ils", "Ilse Brandt"),
        ("tobbin", "Tobin Quill"),
        ("vale", "Joren Vale"),
    ],
)
def test_the_likeliest_name_is_offered_first(names: Names, typed: str, first: str) -> None:
    assert names.complete(typed)[0].name == first


@pytest.mark.parametrize("typed", ["zzz", "xq"])
def test_what_is_like_nobody_offers_nobody(names: Names, typed: str) -> None:
    assert names.complete(typed) == ()


def test_names_that_are_far_less_alike_are_not_offered(names: Names) -> None:
    assert [who.name for who in names.complete("sorrl")] == ["Captain Sorrel"]


def test_actors_can_be_left_out(names: Names) -> None:
    assert all(who.name != "Ilse Brandt" for who in names.complete("", actors=False))


def test_no_more_names_are_offered_than_wanted(names: Names) -> None:
    assert len(names.complete("", limit=2)) == 2


@given(st.text(max_size=200))
def test_any_text_can_be_typed_into_a_name(names: Names, typed: str) -> None:
    assert len(names.complete(typed)) <= 25
    assert isinstance(names.find(typed), tuple)


def test_longer_names_win_over_shorter_ones_in_a_line() -> None:
    table = NameTable(salt_lighthouse())
    line = written_out("did Mara Quill see the rum guy steal Sorrel's ship")

    found = {" ".join(line[meant.start : meant.stop]): meant.entities for meant in table.find(line)}

    assert found == {
        "mara quill": ("@mara",),
        "rum guy": ("@sorrel",),
        "sorrel ship": ("@thing:the grey heron",),
    }


def test_a_shared_family_name_means_both() -> None:
    table = NameTable(salt_lighthouse())

    [meant] = table.find(["quill"])

    assert set(meant.entities) == {"@mara", "@tobin"}


def test_every_name_is_found_between_other_words() -> None:
    pack = salt_lighthouse()
    table = NameTable(pack)
    names = [name for who in pack.characters for name in (who.name, *who.aliases, *who.descriptions)]
    names += [name for thing in pack.things for name in (thing.name, *thing.aliases)]

    lost = [name for name in names if not table.find(["who", "saw", *written_out(name), "there"])]

    assert lost == []


def test_a_description_is_found_in_other_words() -> None:
    table = NameTable(salt_lighthouse())

    assert [meant.entities for meant in table.find(["where", "is", "the", "rum", "dude"])] == [("@sorrel",)]


@pytest.mark.parametrize(
    ("line", "is_meant"),
    [("who founded shield", True), ("what is mara's shield made of", False), ("her shield", False)],
)
def test_a_plain_word_after_its_owner_is_no_organisation(line: str, is_meant: bool) -> None:
    pack = salt_lighthouse()
    shield = Thing(pack.id, "SHIELD", ThingKind.GROUP, (), ("mara",))
    table = NameTable(replace(pack, things=(shield,)))

    found = {entity for meant in table.find(written_out(line)) for entity in meant.entities}

    assert ("@thing:shield" in found) is is_meant
