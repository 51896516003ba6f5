"""What a question is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.knowledge.model import Difficulty, Picture, QuestionFormat

LONGEST_OPTION = 80
"""Characters in an option: Discord's limit for the label of a button."""

LONGEST_QUESTION = 1000
"""Characters in a question: a quarter of what Discord's embed holds, and as much as anybody reads in a game."""

GAP = "_____"
"""What stands for the words left out."""


class QuestionKind(StrEnum):
    """What a question asks for."""

    AUTHORED = "written by hand"
    PLAYED_BY = "who played"
    """A character is named, the actor is asked for."""
    PLAYS = "whom they played"
    """An actor is named, the character is asked for."""
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
    """What the options of a question are. All options of a question are of one kind."""

    CHARACTER = "character"
    ACTOR = "actor"
    PLACE = "place"
    THING = "thing"
    GROUP = "group"
    NUMBER = "number"
    NAME = "name"
    """Another name of a character."""
    SCENE = "scene"
    VERDICT = "true or false"
    FREE = "free"
    """As the author of the pack wrote them."""


CAST, CHARACTERS, STORY = "Cast", "Characters", "Story"
"""What generated questions are about. Authors have words of their own."""

TRUE, FALSE = "True", "False"

IS_RIGHT = {
    TRUE: ("True", "yes", "right", "correct", "t", "y", "yep", "yeah", "yup", "not false"),
    FALSE: ("False", "no", "wrong", "incorrect", "f", "nope", "nah", "untrue", "not true"),
}
"""What may be typed for the two options of true or false."""


@dataclass(frozen=True)
class Question:
    """A question that has exactly one right answer.

    `key` is `pack/fact:kind:what`; it depends on nothing but the fact and what is asked of it. `answer` is one of
    `options`, whose order is arbitrary but fixed; a question without options is typed. `accepted` are the typed
    answers that are right, `answer` first, and numbers as near as `tolerance`. `rivals` are names that are wrong and
    near enough to a right one to be taken for a slip of it. `fact` is the key of the fact that it rests on (empty
    where there is none), `continuity` the id. `hints` begin with the vaguest. `is_spoiler` says whether it tells what
    the pack hides. `author` is empty where the pack's data made it; `credit` is what has to be shown with it.
    """

    key: str
    kind: QuestionKind
    option_kind: OptionKind
    category: str
    text: str
    options: tuple[str, ...]
    answer: str
    accepted: tuple[str, ...]
    rivals: tuple[str, ...]
    fact: str
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

    @property
    def can_be_typed(self) -> bool:
        """Whether it can be answered without seeing the options."""
        return not self.options or (
            self.option_kind is not OptionKind.SCENE
            and not any(words in self.text.lower() for words in ("of these", "of the following"))
        )

    @property
    def right(self) -> int:
        """The position of the right option. Raises ValueError where there are no options."""
        return self.options.index(self.answer)

    def to_json(self) -> dict[str, object]:
        """The question as values that JSON knows."""
        values = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def question_from_json(said: Mapping[str, object]) -> Question:
    """The question that `to_json` gave, in this version or an earlier one. Raises KeyError or ValueError where it
    did not."""
    return Question(
        key=_text(said["key"]),
        kind=_kind(_text(said["kind"])),
        option_kind=_option_kind(_text(said["option_kind"])),
        category=_text(said["category"]),
        text=_text(said["text"]),
        options=_texts(said["options"]),
        answer=_text(said["answer"]),
        accepted=_texts(said["accepted"]),
        rivals=_texts(said["rivals"]),
        fact=_text(said["fact"]),
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
    )


def _kind(value: str) -> QuestionKind:
    """Games that an earlier version began may hold kinds that are asked no more."""
    return QuestionKind(value) if value in set(QuestionKind) else QuestionKind.ASKED


def _option_kind(value: str) -> OptionKind:
    return OptionKind(value) if value in set(OptionKind) else OptionKind.FREE


def _picture(value: object) -> Picture | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not a picture")  # noqa: TRY004  # a broken state, not a wrong call
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
