"""What a line asks after what was said before, and which lines stand on their own."""

from dataclasses import replace

import pytest

from bot.answers.follow_up import LONGEST, InFull, Said, in_full, is_elliptical, with_question
from bot.answers.index import PackIndex, index_of
from bot.answers.results import Named
from bot.knowledge.model import Pronoun, Relation
from tests.answers.builders import a_character, a_role, salt_lighthouse

PACK = salt_lighthouse()
MARA, TOBIN, SORREL, LAMP = (PACK.character(id) for id in ("mara", "tobin", "sorrel", "lamp"))
BRANDT, VALE = PACK.actors
HERON, QUILLS = PACK.things
UNSEEN = a_character(
    "salt", "Old Salt", pronoun=Pronoun.HE, roles=(a_role("Joren Vale", "salt", "Old Salt", voice=True),)
)


@pytest.fixture(scope="module")
def index() -> PackIndex:
    return index_of(salt_lighthouse())


def said(question: str, *about: Named) -> Said:
    """What was said before, and answered."""
    return Said(question, about, is_answered=True)


def full(index: PackIndex, line: str, before: Said, *, is_answered: bool = False) -> str:
    """The line in full, empty where it stands on its own."""
    found = in_full(line, before, index, is_answered=is_answered)
    return found.line if found else ""


@pytest.mark.parametrize(
    ("line", "about", "expected"),
    [
        ("what happens to her?", (MARA,), "what happens to Mara Quill"),
        ("and who played him?", (MARA, TOBIN), "and who played Tobin Quill"),
        ("who voices him", (SORREL, UNSEEN), "who voices Old Salt"),
        ("what is her ship called", (MARA,), "what is Mara Quill's ship called"),
        ("whose brother is he", (TOBIN,), "who brother is Tobin Quill"),
        ("did he drown her", (SORREL, MARA), "did Captain Sorrel drown Mara Quill"),
        ("why did sorrel rescue him", (SORREL, TOBIN), "why did sorrel rescue Tobin Quill"),
        ("how old is it", (LAMP,), "how old is The Lamp"),
        ("where does it sink", (SORREL, HERON), "where does the Grey Heron sink"),
        ("who plays them", (QUILLS,), "who plays the Quills"),
        ("what else does he play", (TOBIN, VALE), "what does Joren Vale play"),
        ("did she rescue tobin", (MARA,), "did Mara Quill rescue tobin"),
    ],
)
def test_a_pronoun_means_somebody_who_was_spoken_of(
    index: PackIndex, line: str, about: tuple[Named, ...], expected: str
) -> None:
    assert full(index, line, said("who stole the lens", *about)) == expected


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("who played him?", (MARA,)),
        ("who plays them", (HERON,)),
        ("what did tobin see in his dream", (SORREL,)),
        ("what did tobin do when mara rescued him", (SORREL,)),
        ("when did it come out", (HERON,)),
        ("where does it take place", (HERON,)),
        ("how much money did it make", (HERON,)),
        ("is it true that the keeper limps", (HERON,)),
        ("when he drowns, what does mara do", (SORREL,)),
        ("is there a post credit scene", (HERON,)),
    ],
    ids=[
        "nobody whom it fits",
        "a ship is not they",
        "a name in the line itself",
        "a name in the clause before",
        "the film came out",
        "the film takes place",
        "the film made money",
        "it means nothing",
        "the name comes later",
        "there is",
    ],
)
def test_a_pronoun_that_means_something_else_is_left_alone(
    index: PackIndex, line: str, about: tuple[Named, ...]
) -> None:
    assert full(index, line, said("who stole the lens", *about)) == ""


def test_it_may_be_said_of_somebody_but_need_not(index: PackIndex) -> None:
    found = in_full("how old is it", said("who is mara", MARA), index, is_answered=False)

    assert found == InFull("how old is Mara Quill", is_needed=False)


def test_he_is_somebody_from_earlier_where_it_fits_nobody_of_the_last_question(index: PackIndex) -> None:
    before = replace(said("why does she limp", MARA), earlier=(TOBIN, SORREL))

    found = in_full("can he swim", before, index, is_answered=False)

    assert found == InFull("can Tobin Quill swim", is_needed=False)
    assert in_full("can he swim", before, index, is_answered=True) is None
    assert full(index, "can she swim", before) == "can Mara Quill swim"


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("what about tobin?", "who plays mara", "who plays tobin"),
        ("and Tobin?", "who plays the lamp", "who plays tobin"),
        ("ok and what about the smuggler", "can tobin swim", "can the smuggler swim"),
        ("and joren vale?", "who does ilse brandt play", "who does joren vale play"),
        ("and the thief?", "who is the main character", "who is the thief"),
    ],
)
def test_the_question_before_is_asked_for_somebody_else(
    index: PackIndex, line: str, before: str, expected: str
) -> None:
    assert full(index, line, said(before, MARA)) == expected


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("and her brother?", "who plays mara", "who plays tobin quill"),
        ("and mara's twin brother?", "how does mara die", "how does tobin quill die"),
        ("and her brother?", "who is the keeper", "who is mara quill brother"),
        ("what about her brother", "where are the needle rocks", "tobin quill"),
        ("and her father?", "what does mara quill do", "what does mara quill father do"),
    ],
    ids=["brother", "twin brother", "who it is", "nobody was named", "a relative who isn't in the pack"],
)
def test_a_relative_whom_the_pack_knows_is_asked_for_by_name(line: str, before: str, expected: str) -> None:
    """Else "what can Wanda's brother do" finds that the two are twins."""
    mara = replace(MARA, relations=(Relation("twin brother", "tobin", "film", ("P1",)),))
    others = tuple(one for one in PACK.characters if one.id != "mara")
    index = index_of(replace(PACK, characters=(*others, mara)))

    assert full(index, line, said(before, mara)) == expected


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("with what?", "who rescued tobin", "what does Mara Quill use to rescue tobin"),
        ("with what", "how does mara limp", "with what does mara limp"),
        ("from what", "does sorrel run", "from what does sorrel run"),
    ],
)
def test_with_what_asks_more_of_the_question_before(index: PackIndex, line: str, before: str, expected: str) -> None:
    assert full(index, line, said(before, TOBIN, MARA)) == expected


@pytest.mark.parametrize(
    "line", ["and can tobin swim", "what about the weather", "and how does sorrel die", "and mara?"]
)
def test_what_says_more_or_the_same_is_not_the_question_before(index: PackIndex, line: str) -> None:
    assert full(index, line, said("who plays mara", MARA)) == ""


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("why?", "who stole the lens", "why stole the lens"),
        ("but why", "what does mara do", "why does mara do"),
        ("how?", "does sorrel die", "how does sorrel die"),
        ("where exactly", "does anyone drown", "where does drown"),
        ("by whom?", "is tobin rescued", "who is tobin rescued"),
    ],
)
def test_a_question_word_alone_asks_more_of_the_question_before(
    index: PackIndex, line: str, before: str, expected: str
) -> None:
    assert full(index, line, said(before, MARA)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("wooden leg?", "Mara Quill's wooden leg"), ("in the comics?", "why does she limp in the comics")],
)
def test_a_fragment_that_nothing_answers_is_completed(index: PackIndex, line: str, expected: str) -> None:
    before = said("why does she limp", MARA)

    assert full(index, line, before) == expected
    assert full(index, line, before, is_answered=True) == ""


@pytest.mark.parametrize(
    ("line", "before", "about", "expected"),
    [
        ("and the actor?", "who is mara", (MARA,), "who plays Mara Quill"),
        ("who is his voice actor", "who is the lamp", (HERON, LAMP), "who plays The Lamp"),
        ("how many are there", "who are the quills", (QUILLS,), "how many Quills are there"),
        ("who can then", "can mara quill row", (MARA,), "who can row"),
        ("and who can", "can i row", (HERON,), "who can row"),
        ("nobody else?", "who drowns", (TOBIN,), "who drowns"),
        ("nooo why", "can mara row", (MARA,), "why can mara row"),
        ("who plays that guy", "who is sorrel", (TOBIN,), "who plays Tobin Quill"),
        ("does this woman swim", "who is mara", (MARA,), "does Mara Quill swim"),
        ("did tobin break it", "who is tobin", (TOBIN, LAMP), "did tobin break The Lamp"),
    ],
)
def test_a_few_little_words_ask_with_what_was_said(
    index: PackIndex, line: str, before: str, about: tuple[Named, ...], expected: str
) -> None:
    assert full(index, line, said(before, *about)).removeprefix("and ") == expected


@pytest.mark.parametrize("line", ["who plays that guy with the lens", "how many are there on the ship", "who can swim"])
def test_little_words_that_say_which_stand_on_their_own(index: PackIndex, line: str) -> None:
    assert full(index, line, said("can mara row", MARA)) == ""


@pytest.mark.parametrize(
    "line",
    [
        "lol ok",
        "that was great",
        "good morning",
        "recommend me a ship",
        "i want a leg",
        "who directed this",
        "does anyone die",
        "who rescued tobin",
        "where are the needle rocks",
        "",
    ],
)
def test_talk_and_whole_questions_stand_on_their_own(index: PackIndex, line: str) -> None:
    assert full(index, line, said("who plays mara", MARA, HERON)) == ""


def test_without_anything_said_every_line_stands_on_its_own(index: PackIndex) -> None:
    assert [full(index, line, Said()) for line in ("why?", "who is she", "and tobin?", "leg?")] == [""] * 4


def test_what_is_answered_and_says_enough_needs_nothing(index: PackIndex) -> None:
    line = "where does he hide the stolen golden lens"

    assert full(index, line, said("who is sorrel", SORREL), is_answered=True) == ""


def test_who_is_named_in_another_pack_is_not_meant_here(index: PackIndex) -> None:
    stranger = PACK.character("mara").__class__(**{**vars(MARA), "pack": "other"})

    assert full(index, "what happens to her", said("who is mara", stranger)) == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [("what about thor?", True), ("and her brother", True), ("and who is he", False), ("thor?", False), ("and", False)],
)
def test_an_ellipsis_begins_in_one_of_a_few_ways(line: str, expected: bool) -> None:
    assert is_elliptical(line) is expected


@pytest.mark.parametrize("line", ["which ship then", "how did it sink", "what did those smuggle"])
def test_a_question_that_says_little_takes_the_words_of_the_one_before(index: PackIndex, line: str) -> None:
    assert with_question(line, said("who stole the lens", SORREL), index) == f"{line} who stole the lens"


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("can tobin swim", "who stole the lens"),  # names somebody
        ("what do you think of it", "who stole the lens"),  # talk
        ("does anyone drown", "who stole the lens"),
        ("who directed it", "who stole the lens"),  # the work
        ("how do they make sourdough", "who stole the lens"),  # a word that the pack lacks
        ("it sank", "who stole the lens"),  # no question
        ("how did it sink", ""),
        ("how did it sink", "lens " * (LONGEST + 1)),
    ],
)
def test_other_lines_take_nothing_from_the_one_before(index: PackIndex, line: str, before: str) -> None:
    assert with_question(line, said(before), index) == ""


def test_a_person_takes_the_place_of_a_person_and_not_of_a_group(index: PackIndex) -> None:
    before = said("is tobin one of the quills", TOBIN, QUILLS)

    assert full(index, "what about sorrel", before) == "is sorrel one of the quills"
