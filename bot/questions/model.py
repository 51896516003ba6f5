"""The quiz question and its parts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.ids import FactKey, QuestionKey
from bot.knowledge.model import Difficulty, Picture, QuestionFormat

LONGEST_OPTION = 80
"""Maximum length of an option: Discord's limit for button labels."""

LONGEST_QUESTION = 1000
"""Maximum length of a question: a quarter of Discord's embed limit, and as much as players read in a game."""

GAP = "_____"
"""Placeholder for omitted words."""


class QuestionKind(StrEnum):
    """What a question asks for."""

    AUTHORED = "written by hand"
    PLAYED_BY = "who played"
    """The actor of a given character."""
    PLAYS = "whom they played"
    """The character of a given actor."""
    RELATION = "who is who"
    NAME = "other names"
    MEMBER = "members"
    ODD_ONE_OUT = "odd one out"
    OWNER = "whose is it"
    THING = "what is it"
    FIRST = "what came first"
    NUMBER = "numbers"
    ASKED = "which character"


class OptionKind(StrEnum):
    """The kind of a question's options; all its options are of one kind."""

    CHARACTER = "character"
    ACTOR = "actor"
    PLACE = "place"
    THING = "thing"
    GROUP = "group"
    NUMBER = "number"
    NAME = "name"
    """An alternative name of a character."""
    SCENE = "scene"
    VERDICT = "true or false"
    FREE = "free"
    """Texts by the pack's author."""


CAST, CHARACTERS, STORY = "Cast", "Characters", "Story"
"""Categories of generated questions. Authors choose their own."""

TRUE, FALSE = "True", "False"

IS_RIGHT = {
    TRUE: ("True", "yes", "right", "correct", "t", "y", "yep", "yeah", "yup", "not false"),
    FALSE: ("False", "no", "wrong", "incorrect", "f", "nope", "nah", "untrue", "not true"),
}
"""Typed forms of the options true and false."""


@dataclass(frozen=True)
class QuizQuestion:
    """A question with exactly one right answer.

    `key` is `pack/fact:kind:what`; it depends only on the fact and what is asked about it. `answer` is one of
    `options`, whose order is arbitrary but fixed; questions without options are typed. `accepted` are the right typed
    answers, `answer` first; numbers may differ by `tolerance`. `rivals` are wrong names so similar to a right one that
    they could be mistaken for a typo of it. `fact` is the key of the underlying fact (empty if there is none),
    `continuity` an id. `hints` start with the vaguest. `is_spoiler` means that it reveals a spoiler. `author` is empty
    for generated questions; `credit` must be shown with the question. `source` has the pack's own words, `cited` the
    same for members if the pack names its units.
    """

    key: QuestionKey
    kind: QuestionKind
    option_kind: OptionKind
    category: str
    text: str
    options: tuple[str, ...]
    answer: str
    accepted: tuple[str, ...]
    rivals: tuple[str, ...]
    fact: FactKey
    source: tuple[str, ...]
    continuity: str
    difficulty: Difficulty
    hints: tuple[str, ...] = ()
    is_spoiler: bool = False
    format: QuestionFormat = QuestionFormat.CHOICE
    tolerance: float = 0.0
    explanation: str = ""
    picture: Picture | None = None
    author: str = ""
    credit: str = ""
    cited: str = ""

    @property
    def pack(self) -> str:
        """The id of its pack."""
        return pack_of(self.key)

    @property
    def can_be_typed(self) -> bool:
        """Whether it can be answered without seeing the options."""
        return not self.options or (
            self.option_kind is not OptionKind.SCENE
            and not any(words in self.text.lower() for words in ("of these", "of the following"))
        )

    @property
    def right(self) -> int:
        """The position of the right option. Raises ValueError if there are no options."""
        return self.options.index(self.answer)

    def to_json(self) -> dict[str, object]:
        """The question as JSON values."""
        values = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def pack_of(key: QuestionKey) -> str:
    """The id of the pack of the question with this key; keys of questions without a fact contain no slash."""
    return key.partition("/")[0].partition(":")[0]


def question_from_json(said: Mapping[str, object]) -> QuizQuestion:
    """Restore a question from `to_json` of this version or an earlier one. Raises KeyError or ValueError for invalid
    data."""
    return QuizQuestion(
        key=QuestionKey(_text(said["key"])),
        kind=_kind(_text(said["kind"])),
        option_kind=_option_kind(_text(said["option_kind"])),
        category=_text(said["category"]),
        text=_text(said["text"]),
        options=_texts(said["options"]),
        answer=_text(said["answer"]),
        accepted=_texts(said["accepted"]),
        rivals=_texts(said["rivals"]),
        fact=FactKey(_text(said["fact"])),
        source=_texts(said["source"]),
        continuity=_text(said["continuity"]),
        difficulty=Difficulty(_text(said["difficulty"])),
        hints=_texts(said["hints"]),
        is_spoiler=said["is_spoiler"] is True,
        format=QuestionFormat(_text(said.get("format", QuestionFormat.CHOICE))),
        tolerance=_number(said.get("tolerance", 0.0)),
        explanation=_text(said.get("explanation", "")),
        picture=_picture(said.get("picture")),
        author=_text(said.get("author", "")),
        credit=_text(said.get("credit", "")),
        cited=_text(said.get("cited", "")),
    )


def _kind(value: str) -> QuestionKind:
    """The kind. Games saved by an earlier version may contain retired kinds."""
    return QuestionKind(value) if value in set(QuestionKind) else QuestionKind.ASKED


def _option_kind(value: str) -> OptionKind:
    return OptionKind(value) if value in set(OptionKind) else OptionKind.FREE


def _picture(value: object) -> Picture | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a picture")  # noqa: TRY004  # corrupt state, not a wrong call
    return Picture(**{key: _text(value.get(key, "")) for key in ("link", "file", "alt", "credit")})


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")  # noqa: TRY004
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")  # noqa: TRY004
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is not a list")  # noqa: TRY004
    return tuple(_text(each) for each in value)
