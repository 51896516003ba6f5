"""What is asked for as a whole, before anything is searched."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.called import Called
from bot.answers.requests import (
    AfterAsked,
    AppearanceAsked,
    CardAsked,
    CastAsked,
    FactAsked,
    Request,
    StoryAsked,
    StoryPart,
    TalkHeard,
    TalkKind,
    is_plain_card,
    read_request,
)
from bot.english.text import written_out
from bot.knowledge.model import Knowledge, Pack
from tests.answers.builders import a_fact, plain_story, salt_lighthouse
from tests.default_pack import default_pack

TABLE = Path(__file__).parent / "requests.txt"
WORDINGS = Path(__file__).parents[2] / "bot" / "answers" / "requests.txt"


def rows() -> list[tuple[str, str]]:
    """The lines of the table, each with what it asks for."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(line.strip(), told.strip()) for line, _, told in (row.partition("|") for row in lines)]


def told(request: Request | None) -> str:
    """A request as the table tells it."""
    match request:
        case None:
            return "-"
        case CardAsked(named=named):
            return f"card: {', '.join(one.name for one in named)}"
        case AppearanceAsked(named=named):
            return f"appears: {', '.join(one.name for one in named)}"
        case StoryAsked(part=part):
            return f"story: {part.value}"
        case AfterAsked(scene=scene):
            return f"after: {scene}".strip()
        case CastAsked():
            return "cast"
        case FactAsked(is_more=True):
            return "more"
        case FactAsked(named=named):
            return f"fact: {', '.join(one.name for one in named)}" if named else "fact"
        case TalkHeard(talk=talk):
            return talk.value


@pytest.fixture(name="called", scope="module")
def of_the_default_pack() -> Called:
    """The default pack without its phrasings: what its authors foresee may change."""
    pack = default_pack()
    return Called(Knowledge((replace(pack, facts=tuple(replace(fact, asks=()) for fact in pack.facts)),)))


@pytest.fixture(name="salt", scope="module")
def salt_pack() -> Called:
    return Called(Knowledge((salt_lighthouse(),)))


def an_faq() -> Pack:
    """A list of questions and answers, without characters or plot."""
    facts = (
        a_fact("hours", "We open at nine.", asks=("When do you open?", "what are the opening hours"), pack="faq"),
        a_fact("help", "Write to the desk.", asks=("Where do I get help?", "help"), pack="faq"),
    )
    return Pack("faq", "The Desk", ("Front Desk",), None, "en", {"film": "here"}, "", (), (), (), (), facts)


def test_the_table_says_what_each_line_asks_for(called: Called) -> None:
    table = rows()
    wrong = [f"{line}: {told(read_request(line, called))}, not {right}" for line, right in table
             if told(read_request(line, called)) != right]  # fmt: skip

    assert len(table) >= 150
    assert wrong == []


@pytest.mark.parametrize(
    "around", ["hey bot, {}", "{} pls", "so {}?", "{}!!", "can you {}", "lol {}", "  {}  lol", "{}."]
)
def test_what_stands_around_a_request_changes_nothing(called: Called, around: str) -> None:
    """But for talk, of which "lol" may be the whole, and quotations."""
    changed = [
        line
        for line, right in rows()
        if right.partition(":")[0] in {"card", "story", "cast", "fact"}
        and not told(read_request(around.format(line), called))
        == right
        == told(read_request(around.format(line.upper()), called))
    ]

    assert changed == []


def test_a_line_that_its_author_foresaw_asks_for_that_fact(salt: Called) -> None:
    pack = salt_lighthouse()
    foreseen = a_fact(
        "pitch", "Mara keeps the light.", "mara", asks=("what happens in the movie", "tell me about mara")
    )
    called = Called(Knowledge((replace(pack, facts=(*pack.facts, foreseen)),)))

    for line in ("what happens in the movie?", "Tell me about Mara, pls"):
        assert read_request(line, salt) is not None
        assert read_request(line, called) is None


@pytest.mark.parametrize("line", ["Mara", "who is Mara?"])
def test_a_bare_name_asks_for_the_card_whatever_was_foreseen(line: str) -> None:
    pack = salt_lighthouse()
    foreseen = a_fact("keeper", "Mara keeps the light.", "mara", asks=("who is mara", "mara"))
    called = Called(Knowledge((replace(pack, facts=(*pack.facts, foreseen)),)))

    assert told(read_request(line, called)) == "card: Mara Quill"


def test_a_name_is_a_name_also_where_it_is_a_word_of_talk() -> None:
    pack = salt_lighthouse()
    strange = replace(pack.character("sorrel"), name="Doctor Strange", aliases=("Strange",))
    called = Called(Knowledge((replace(pack, characters=(strange,)),)))

    assert told(read_request("strange!", called)) == "card: Doctor Strange"
    assert told(read_request("strange!", Called(Knowledge((pack,))))) == "remark"


def test_a_relatives_description_is_a_question_of_its_own() -> None:
    pack = salt_lighthouse()
    described = replace(pack.character("tobin"), descriptions=("Mara's brother", "the boy who fell"))
    called = Called(Knowledge((replace(pack, characters=(described, pack.character("mara"))),)))

    assert read_request("who is mara's brother", called) is None
    assert told(read_request("who is the boy who fell", called)) == "card: Tobin Quill"


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("what is this about", "story: about"),
        ("what is the front desk about", "story: about"),
        ("tell me about the desk", "story: about"),
        ("random fact", "fact"),
        ("what can you do", "help"),
        ("help", "-"),
        ("when do you open", "-"),
        ("who is mara", "-"),
        ("who are you", "identity"),
    ],
)
def test_a_list_of_questions_and_answers_has_requests_too(line: str, right: str) -> None:
    assert told(read_request(line, Called(Knowledge((an_faq(),))))) == right


@pytest.mark.parametrize(
    ("line", "pack"),
    [
        ("what is the bakery about", "bakery"),
        ("what happens in the salt lighthouse", "salt-lighthouse"),
        ("how does the movie the bakery end", "bakery"),
        ("what is it about", ""),
    ],
)
def test_a_title_says_which_pack_is_meant(line: str, pack: str) -> None:
    called = Called(Knowledge((salt_lighthouse(), plain_story())))
    request = read_request(line, called)

    assert isinstance(request, StoryAsked)
    assert request.pack == pack


def test_a_title_tells_namesakes_apart() -> None:
    other = replace(salt_lighthouse().character("mara"), pack="bakery", name="Mara", aliases=())
    bakery = replace(plain_story(), characters=(other,))
    called = Called(Knowledge((salt_lighthouse(), bakery)))

    assert read_request("who is Mara in The Bakery", called) == CardAsked("mara", (other,))
    assert read_request("who is Mara", called) == CardAsked("mara", (other,))  # her name, and an alias of the other one


def test_an_alias_that_two_share_asks_for_both() -> None:
    pack = salt_lighthouse()
    sorrel = replace(pack.character("sorrel"), aliases=("old bright",))
    called = Called(Knowledge((replace(pack, characters=(pack.character("lamp"), sorrel)),)))

    assert told(read_request("who is old bright", called)) == "card: The Lamp, Captain Sorrel"


def test_without_packs_there_is_talk() -> None:
    called = Called(Knowledge(()))

    assert read_request("hello", called) == TalkHeard(TalkKind.GREETING)
    assert read_request("who is thor", called) is None
    assert read_request("what is it about", called) == StoryAsked(StoryPart.WHOLE)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("who is mara", True),
        ("Who is Mara Quill?", True),
        ("who's the keeper", True),
        ("who is maraa", False),
        ("who is ilse brandt", False),
        ("who is the smuggler", False),
        ("mara", False),
        ("hey who is mara", False),
        ("tell me about mara", False),
        ("who is mara and why", False),
    ],
)
def test_only_a_name_letter_by_letter_is_a_plain_request_for_a_card(salt: Called, line: str, plain: bool) -> None:
    assert is_plain_card(line, salt) is plain


def test_every_wording_is_written_as_lines_are_read() -> None:
    """A word that is read as another ("info" as "information") would never be found."""
    text = "\n".join(line for line in WORDINGS.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    words = {word for line in text.splitlines() for word in line.split(" ", 1)[1].replace("|", " ").split()}
    plain = {word.strip("[]()") for word in words if "{" not in word}

    assert sorted(word for word in plain - {""} if written_out(word) != [word]) == []


@pytest.mark.parametrize(
    "line", ["\0", "a" * 4000, "who is " * 500, "tell me about " * 80, "🧂" * 400, "||who|| is <@1>"]
)
def test_strange_text_is_read(called: Called, line: str) -> None:
    assert told(read_request(line, called))


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("never seen this movie, what is it about?", "story: about"),
        ("i need help with a quiz. who is thor?", "card: Thor"),
        ("in the end, who is thor?", "card: Thor"),
        ("when the fight is over, what happens next", "-"),
        ("who is thor, and how does it end", "-"),
        ("i saw it with my kids, lol", "-"),
    ],
)
def test_a_remark_before_a_request_changes_nothing(called: Called, line: str, right: str) -> None:
    assert told(read_request(line, called)) == right
