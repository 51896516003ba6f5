"""What counts as a right answer, in a table; and that nothing at all makes the judge stumble."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trivia.grading import Verdict, grade, is_meant_as_answer, judge, same_answer, words_of
from bot.trivia.model import Question
from bot.trivia.numbers import in_figures, in_words, ordinal, value_of
from tests.trivia.builders import a_question

RIGHT, WRONG, SEVERAL = Verdict.RIGHT, Verdict.WRONG, Verdict.SEVERAL
NEGATED, EMPTY = Verdict.NEGATED, Verdict.EMPTY

HEROES = ("Thor", "Loki", "Thanos", "Hulk", "Wasp", "Odin", "Drax", "Nick Fury", "Maria Hill", "Vision", "Ultron")

SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "thor": (("Thor", "Thor Odinson", "God of Thunder"), HEROES, "Who wields Mjolnir?"),
    "thanos": (("Thanos", "Mad Titan"), HEROES, "Who is romantically obsessed with Death?"),
    "widow": (
        ("Black Widow", "Natasha Romanoff", "Natasha", "Nat", "Romanoff"),
        ("Scarlet Witch", "Wanda", "Wasp", "Helen Cho", "War Machine"),
        "Who was trained by none other than the Winter Soldier?",
    ),
    "iron man": (("Iron Man", "Tony Stark", "Tony"), ("War Machine", "Hulk", "Captain America"), "Who has shrapnel?"),
    "hulk": (("Hulk", "The Hulk", "Bruce Banner", "Dr Banner"), HEROES, "Who leaps into the Quinjet?"),
    "jarvis": (("JARVIS", "J.A.R.V.I.S."), HEROES, "Who is Iron Man's AI?"),
    "downey": (
        ("Robert Downey Jr", "RDJ", "Downey"),
        ("Chris Evans", "Chris Hemsworth", "Mark Ruffalo"),
        "Who plays Iron Man?",
    ),
    "hemsworth": (("Chris Hemsworth", "Hemsworth"), ("Chris Evans", "Evans", "Robert Downey Jr"), "Who plays Thor?"),
    "taylor": (("Aaron Taylor-Johnson", "ATJ"), ("Scarlett Johansson", "Johansson"), "Who plays Quicksilver?"),
    "skarsgard": (("Stellan Skarsgård", "Skarsgård"), ("Andy Serkis",), "Who plays Erik Selvig?"),
    "gem": (("the sceptre's gem", "the gem"), ("the sceptre", "the machine", "the serum"), "What is missing here?"),
    "quinjet": (("the Quinjet", "the jet"), ("the Helicarrier", "the carrier"), "What does Ultron steal?"),
    "ninety": (("90",), ("85", "95", "100", "80"), "“She is _____ years old.” Which number is missing here?"),
    "105": (("105",), ("100", "104", "150"), "How many steps does the tower have?"),
    "4th": (("4th",), ("3rd", "5th", "14th"), "“His birthday is the _____ of July.” Which number is missing?"),
    "1987": (("1987",), ("1986", "1978", "1989"), "In which year was it filmed?"),
    "twelve": (("twelve", "12"), ("ten", "eleven", "twenty"), "How many people held the title?"),
    "true": (("True", "yes", "right", "correct", "y"), ("False", "no", "wrong"), "True or false: “It is so.”"),
    "false": (("False", "no", "wrong"), ("True", "yes", "right"), "True or false: “It is so.”"),
    "pair": (("Pietro and Wanda", "the Maximoff twins"), ("the Avengers", "Hydra"), "Whom does Ultron recruit?"),
}
"""Right answers, names that are wrong, and the question, for each subject of the table."""

TABLE: dict[tuple[str, Verdict], str] = {
    ("thor", RIGHT): """
        Thor | thor | THOR | tHoR | thor. | thor! | thor!!! | thor? | "thor" | (thor) | *thor* | 'Thor' | the thor |
        thór | ｔｈｏｒ | thor :) | thor lol | i think it's thor | I think its Thor | is it thor? | is it thor |
        it's thor | its thor | it is thor | it was thor | thor i think | thor, i think | maybe thor | maybe thor? |
        probably thor | thor probably | my guess is thor | my guess: thor | the answer is thor | answer: thor |
        final answer thor | thor, final answer | thor for sure | definitely thor | that's thor | that would be thor |
        gotta be thor | must be thor | it must be thor | i'd say thor | i say thor | pretty sure it's thor |
        thor right? | thor of course | um thor | hmm... thor | ok thor | well, thor | thor then | god of thunder |
        the god of thunder | God Of Thunder! | thor odinson | odinson thor | thor, god of thunder | thor thor |
        thor wields mjolnir | it is thor who wields mjolnir | it's thor, isn't it? | thor isn't it |
        it was thor, wasn't he? | thorr | fhor
    """,
    ("thor", WRONG): """
        thanos | loki | Thanos | hulk | tor | thr | tho | door | thorn | bee | i think it's loki |
        it is thanos | odin | son of odin | hammer | thunder | god | mjolnir | wields mjolnir | who wields mjolnir
    """,
    ("thor", SEVERAL): """
        thor or loki | thor, loki | loki or thor | loki/thor | thor / loki / hulk | thor and loki | thor & loki |
        either thor or loki | thor; hulk | thor loki | thor, hulk, odin | thor? loki? | is it thor or thanos? |
        maybe thor or maybe loki | thor + loki | thor vs loki | loki. thor. | thor or someone | thor's brother loki
    """,
    ("thor", NEGATED): """
        not thor | it's not thor | it isn't thor | definitely not thor | anyone but not thor | never thor |
        thor not loki | not loki but thor | nobody, not even thor | it can't be thor | cannot be thor
    """,
    ("thor", EMPTY): "? | ... | !!! | - | :) | i think | maybe | hmm | um | ok | lol",
    ("thanos", RIGHT): "thanos | Thanoss | thansos | tanos | thnaos | mad titan | the mad titan | titan mad",
    ("thanos", WRONG): "thor | titan | hulk | thatnos tower | than | death | tha",
    ("widow", RIGHT): """
        black widow | Black Widow | blackwidow | BLACK-WIDOW | widow black | black widdow | blak widow | balck widow |
        natasha | natasha romanoff | romanoff natasha | romanoff, natasha | natasha romanof | natasha romanov | nat |
        romanoff | agent romanoff | Agent Natasha Romanoff | black widow / natasha | black widow (natasha romanoff) |
        Natasha Romanoff aka black widow | the black widow | black widow was trained by the winter soldier
    """,
    ("widow", WRONG): "widow maker | black | wasp | scarlet witch | nan | black panther | winter soldier | window",
    ("iron man", RIGHT): """
        iron man | ironman | Iron-Man | man iron | tony | tony stark | stark tony | stark, tony | Tony Strak |
        iron mam | mr tony stark | it's iron man | its ironman!!
    """,
    ("iron man", WRONG): "iron | war machine | man | iron maiden | tiny | iron fist | captain america",
    (
        "hulk",
        RIGHT,
    ): "hulk | the hulk | HULK | bruce banner | banner bruce | dr banner | dr. banner | doctor banner | hulkk",
    ("hulk", WRONG): "hull | bulk | hulking | she-hulk | bruce wayne",
    ("jarvis", RIGHT): "jarvis | j.a.r.v.i.s. | J.A.R.V.I.S | JARVIS | jarvs | javris | jarviss",
    ("jarvis", WRONG): "jar | friday | vision | ultron",
    ("downey", RIGHT): """
        robert downey jr | robert downey jr. | Robert Downey, Jr. | rdj | RDJ | downey | robert downy jr |
        downey robert jr
    """,
    ("downey", WRONG): "robert | chris evans | downton | robert de niro | jr | mark ruffalo",
    (
        "hemsworth",
        RIGHT,
    ): "chris hemsworth | hemsworth | hemsworth, chris | chris hemswroth | hemswort | Kris Hemsworth",
    ("hemsworth", WRONG): "chris | chris evans | evans | liam | chris pratt",
    (
        "taylor",
        RIGHT,
    ): "aaron taylor-johnson | aaron taylor johnson | taylor-johnson aaron | aaron taylor johnsen | atj",
    ("taylor", WRONG): "johansson | scarlett johansson | taylor swift | aaron",
    ("skarsgard", RIGHT): "stellan skarsgard | Stellan Skarsgård | skarsgard | skarsgaard | STELLAN SKARSGÅRD",
    ("skarsgard", WRONG): "stellan | andy serkis | skara",
    ("gem", RIGHT): "the gem | gem | a gem | the sceptre's gem | sceptre gem | scepter's gem | gems",
    ("gem", WRONG): "the sceptre | scepter | gemini | germ",
    ("quinjet", RIGHT): "quinjet | the quinjet | Quin jet | quinjett | a quinjet | the jet | ultron steals the quinjet",
    ("quinjet", WRONG): "helicarrier | jetski | the carrier",
    ("ninety", RIGHT): """
        90 | ninety | Ninety | 90! | she is 90 | it's ninety | 90 years | 90 years old | ninety years old |
        she is ninety years old | i think 90
    """,
    ("ninety", WRONG): "9 | 900 | 95 | nineteen | ninety-five | 80 | eighty | old",
    ("ninety", SEVERAL): "90 or 95 | 80, 90, 100 | ninety or eighty",
    ("ninety", NEGATED): "not 90 | it isn't ninety",
    ("105", RIGHT): "105 | a hundred and five | one hundred and five | one hundred five | hundred and five | 105 steps",
    ("105", WRONG): "100 | 150 | 1005 | a hundred | a hundred and fifty | five",
    ("4th", RIGHT): "4th | 4 | fourth | the fourth | the 4th | 4th of july | the 4th of July | july 4 | July fourth",
    ("4th", WRONG): "5th | 14th | fourteenth | forty | july",
    ("1987", RIGHT): "1987 | nineteen eighty-seven | nineteen eighty seven | in 1987 | it was 1987",
    ("1987", WRONG): "1986 | 87 | 1978 | 1897 | nineteen eighty | 19 87 1",
    ("twelve", RIGHT): "12 | twelve | Twelve | 12 people | twelve people | it was twelve",
    ("twelve", WRONG): "twenty | ten | 2 | 112 | twelfth night",
    ("true", RIGHT): "true | True! | y | yes | correct | it's true | that is true | i think it's true | right",
    ("true", WRONG): "false | wrong | tru3 | untrue | why | why are you like this",
    ("true", SEVERAL): "true or false | true, false",
    ("true", NEGATED): "not true | it's not true",
    ("false", RIGHT): "false | no | wrong | it's false | i think that's false | flase",
    ("false", WRONG): "true | yes | correct",
    ("pair", RIGHT): "pietro and wanda | wanda and pietro | Pietro & Wanda | the maximoff twins | maximof twins",
    ("pair", WRONG): "pietro | wanda | the avengers | hydra",
}


def cases() -> Iterator[object]:
    for (subject, verdict), typed in TABLE.items():
        for text in typed.split("|"):
            yield pytest.param(subject, text.strip(), verdict, id=f"{subject}: {text.strip()} -> {verdict.value}")


ALL = list(cases())


def test_the_table_is_long_enough() -> None:
    assert len(ALL) >= 200


@pytest.mark.parametrize(("subject", "text", "verdict"), ALL)
def test_a_typed_answer_is_judged_fairly(subject: str, text: str, verdict: Verdict) -> None:
    right, rivals, asked = SUBJECTS[subject]

    judged = judge(text, right, rivals, asked=asked)

    if verdict is WRONG:  # why it is none does not matter
        assert judged is not RIGHT
    else:
        assert judged is verdict


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    assert judge(text, ["Thor", "90"], HEROES[1:]) in Verdict


@given(st.sampled_from(HEROES[1:]), st.sampled_from(["{}", "is it {}?", "i think it's {}", "{}!!", "the {}"]))
def test_a_wrong_name_is_never_right(name: str, wording: str) -> None:
    assert judge(wording.format(name), ["Thor"], HEROES[1:]) is not RIGHT


def test_what_a_server_accepted_counts() -> None:
    question = a_question()

    assert grade("hammer guy", question) is WRONG
    assert grade("Hammer-guy!", question, also=["hammer guy"]) is RIGHT


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("hammer guy", "the Hammer Guy!", True),
        ("hammer guy", "i think it's hammer guy", True),
        ("a hundred and five", "105", True),
        ("hammer guy", "hammer", False),
        ("?", "!", False),
    ],
)
def test_when_two_typed_answers_are_the_same(first: str, second: str, same: bool) -> None:
    assert same_answer(first, second) is same


class TestSaidToNobody:
    """Whether a plain message in a channel in which everybody chats is an answer."""

    THOR = a_question(options=("Thor", "Loki", "Thanos", "Hulk"), accepted=("Odinson",))
    BAKED = a_question(text="What is baked?", options=("scone", "bread", "pie", "cake"), answer="scone")
    STEPS = a_question(text="How many steps?", options=("105", "100", "98", "4"), answer="105")
    NAMES = words_of(("Black Widow", "Captain America", "Nick Fury", "Iron Man"))

    @pytest.mark.parametrize(
        "text",
        [
            "thor",
            "I think it's maybe Thor!",
            "thro",
            "loki?",
            "is it hulk",
            "thor or loki",
            "iron man",
            "captain america",
            "fury",
            "zebra",
            "thanoss",
        ],
    )
    def test_right_answers_names_and_rare_words_are(self, text: str) -> None:
        assert self.meant(text, self.THOR)

    @pytest.mark.parametrize(
        "text",
        [
            "lol",
            "haha nice one",
            "brb dinner",
            "gg",
            "no idea",
            "that was close",
            "who is fury",
            "what was the score",
            "not loki",
            "man",
            "loki is my favourite of all of them",
            "loki deserved better",
            "anyone want pizza",
            "i have no clue, this is way too hard for me",
            "2 more questions",
            "Thanos, Loki, Hulk, Fury",
            "",
        ],
    )
    def test_talk_is_not(self, text: str) -> None:
        assert not self.meant(text, self.THOR)

    @pytest.mark.parametrize(
        ("text", "is_meant"), [("bread", True), ("a pie?", True), ("zebra", True), ("time", False)]
    )
    def test_where_the_answer_is_a_plain_word_the_options_are(self, text: str, is_meant: bool) -> None:
        assert self.meant(text, self.BAKED) is is_meant

    @pytest.mark.parametrize(("text", "is_meant"), [("99", True), ("a hundred", True), ("many", False)])
    def test_where_a_number_is_asked_for_numbers_are(self, text: str, is_meant: bool) -> None:
        assert self.meant(text, self.STEPS) is is_meant

    @given(st.text(max_size=300))
    def test_any_text_is_decided(self, text: str) -> None:
        assert self.meant(text, self.THOR) in (True, False)

    def meant(self, text: str, question: Question) -> bool:
        return is_meant_as_answer(text, question, grade(text, question), names=self.NAMES)


class TestNumbers:
    @given(st.integers(0, 100))
    def test_a_number_in_words_is_read_again(self, number: int) -> None:
        assert value_of(in_words(number)) == number

    @given(st.integers(1, 9999))
    def test_an_ordinal_is_read_as_its_number(self, number: int) -> None:
        assert value_of(ordinal(number)) == number

    @given(
        st.lists(st.sampled_from(["a", "and", "five", "hundred", "thousand", "7", "twenty", "first", "x"]), max_size=8)
    )
    def test_any_words_can_be_read(self, words: list[str]) -> None:
        assert len(in_figures(words)) <= len(words)
