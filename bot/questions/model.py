"""What a question is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.model import Difficulty

LONGEST_OPTION = 80
"""Characters in an option: Discord's limit for the label of a button."""

LONGEST_QUESTION = 1000
"""Characters in a question: a quarter of what Discord's embed holds, and as much as anybody reads in a game."""

GAP = "_____"
"""What stands for the words left out."""


class QuestionKind(StrEnum):
    """How a question is asked."""

    PLAYED_BY = "who played"
    """A character is named, the actor is asked for."""
    PLAYS = "whom they played"
    """An actor is named, the character is asked for."""
    DEED = "who did it"
    RELATION = "who is who"
    CHARACTER = "which character"
    """A fact with the character's names hidden."""
    GAP = "missing words"
    TRUE_FALSE = "true or false"
    FIRST = "what came first"
    AUTHORED = "from the author"


class OptionKind(StrEnum):
    """What the options of a question are. All options of a question are of one kind."""

    CHARACTER = "character"
    ACTOR = "actor"
    PERSON = "person"
    """A name that the text treats as somebody's, of whom the pack has no sheet."""
    PLACE = "place"
    THING = "thing"
    GROUP = "group"
    NUMBER = "number"
    YEAR = "year"
    WORD = "word"
    SCENE = "scene"
    VERDICT = "true or false"
    FREE = "free"
    """As the author of the pack wrote them."""


class Category(StrEnum):
    """What a question is about, for a member's best category."""

    CAST = "cast"
    CHARACTERS = "characters"
    STORY = "story"
    DETAILS = "details"


TRUE, FALSE = "True", "False"


@dataclass(frozen=True)
class Question:
    """A question that has exactly one right option.

    `key` is `pack/fact:kind:what`; it depends on nothing but the fact and what is asked of it. `answer` is one of
    `options`, whose order is arbitrary but fixed. `accepted` are the typed answers that are right, `answer` first.
    `rivals` are names that are wrong and near enough to a right one to be taken for a slip of it. `fact` is the key
    of the fact that it rests on (empty for an author's question with a source of its own), `continuity` the id.
    `hints` come from the facts, the vaguest first. `is_spoiler` says whether it tells what the pack hides.
    """

    key: str
    kind: QuestionKind
    option_kind: OptionKind
    category: Category
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

    @property
    def can_be_typed(self) -> bool:
        """Whether it can be answered without seeing the options."""
        return self.option_kind not in (OptionKind.SCENE, OptionKind.WORD) and (
            self.kind is QuestionKind.RELATION or "which of these" not in self.text.lower()
        )

    @property
    def right(self) -> int:
        """The position of the right option."""
        return self.options.index(self.answer)

    def to_json(self) -> dict[str, object]:
        """The question as values that JSON knows."""
        return {
            "key": self.key,
            "kind": self.kind.value,
            "option_kind": self.option_kind.value,
            "category": self.category.value,
            "text": self.text,
            "options": list(self.options),
            "answer": self.answer,
            "accepted": list(self.accepted),
            "rivals": list(self.rivals),
            "fact": self.fact,
            "source": list(self.source),
            "continuity": self.continuity,
            "difficulty": self.difficulty.value,
            "hints": list(self.hints),
            "is_spoiler": self.is_spoiler,
        }


def question_from_json(said: Mapping[str, object]) -> Question:
    """The question that `to_json` gave. Raises KeyError or ValueError where it did not."""
    return Question(
        key=_text(said["key"]),
        kind=QuestionKind(_text(said["kind"])),
        option_kind=OptionKind(_text(said["option_kind"])),
        category=Category(_text(said["category"])),
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
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")  # noqa: TRY004  # a broken state, not a wrong call
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list")  # noqa: TRY004
    return tuple(_text(each) for each in value)
