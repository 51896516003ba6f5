"""The schema of pack files, and the messages to authors about mistakes.

A file arrives as a tree of `Node`s with line numbers (from `load`); `read` turns it into one of the models below, or
into problems in plain words. Checks across files belong to `assemble`.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Annotated, Literal, TypeGuard, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import fuzz, process

from bot.errors import Problem
from bot.knowledge.limits import (
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_QUESTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SLUG,
    slug_of,
)
from bot.knowledge.model import (
    UNNAMED_CONTINUITY,
    CharacterKind,
    Difficulty,
    Pronoun,
    QuestionFormat,
    RoleKind,
    ThingKind,
)

FORMAT = "1"
"""The only format version of packs so far."""


# Contents of a file, with lines


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `value` is None if it is empty. `line` is where an author would look for it."""

    line: int
    value: str | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys with values. A value's line is the line of its key."""

    line: int
    values: dict[str, "Node"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part that couldn't be read; the problem is already reported."""

    line: int


Node = Text | Items | Keys | Gap

Model = TypeVar("Model", bound=BaseModel)


def read(model: type[Model], node: Node, file: str) -> Model | tuple[Problem, ...]:
    """The file's content as `model`, or all its problems (except those already reported)."""
    try:
        return model.model_validate(_plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        found = (_problem(model, node, file, detail) for detail in details)
        return tuple(problem for problem in found if problem is not None)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """`; did you mean 'thor'?` if a known word is similar, else empty."""
    return Known(known).like(word)


class Known:
    """The ids or names that a reference may name, for messages about those that it names wrongly."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = words
        self._written = {each.lower(): each for each in words}
        self._compared = 0

    def like(self, word: str) -> str:
        """`; did you mean 'thor'?` if a known word is similar, else empty.

        Of very many words only the first few that are wrong are compared: with thousands of both, it would take
        minutes, and their author made another mistake than a typo.
        """
        if self._compared > MOST_COMPARED:
            return ""
        self._compared += len(self._written)
        near = process.extractOne(word.lower(), self._written.keys(), scorer=fuzz.ratio, score_cutoff=65)
        return f"; did you mean '{self._written[near[0]]}'?" if near else ""


MOST_COMPARED = 1_000_000
"""Words compared for the spelling of the references to one kind of thing: about a second."""


def one_of(known: Collection[str]) -> str:
    """The known words as one text, shortened if there are very many."""
    shown = ", ".join(islice(known, _SHOWN))
    return f"{shown} and {len(known) - _SHOWN} more" if len(known) > _SHOWN else shown


_SHOWN = 12
"""Maximum number of words listed in a message."""


def slug_problem(value: str) -> str:
    """What is wrong with an id and how to fix it; empty if it is valid."""
    if SLUG.fullmatch(value):
        return ""
    better = slug_of(value)
    advice = f", such as '{better}'" if better else ""
    return (
        f"'{_short(value)}' is no id: use 1 to {LONGEST_ID} of a-z, 0-9 and -, beginning with a letter or digit{advice}"
    )


def title_problem(text: str) -> str:
    """What is wrong with a pack's title; empty if it is valid."""
    try:
        _TITLE.validate_python(text)
    except ValidationError as error:
        return error.errors()[0]["msg"]
    return ""


def unprintable(text: str) -> str:
    """The first unprintable character (`U+0007`); empty if there is none."""
    found = _UNPRINTABLE.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but for tabs and line breaks, halves of characters (YAML can write both: "\\a"), and characters
that turn the direction of the text: after one, a message reads otherwise than it is written."""


# The values


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("said", "{said}", {"said": message})


def _text(value: object) -> str:
    if isinstance(value, list):
        raise _refuse("must be one text, not a list")
    if isinstance(value, dict):
        raise _refuse('must be one text, not keys with values (is there a ": " in it? Put the text in "quotes")')
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        raise _refuse("is empty; write something, or delete the key if it is not needed")
    if character := unprintable(text):
        raise _refuse(f"has a control character in it ({character}); delete it")
    return text


def _one_line(value: object) -> str:
    return " ".join(_text(value).split())


def _findable(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise _refuse(f"'{_short(text)}' has no letters or digits, so nobody can ask for it")
    return text


def _fact_text(value: object) -> str:
    text = _text(value)
    if not any(character.isalnum() for character in text):
        raise _refuse("a fact nobody can reach: it has no letters or digits to find it by")
    return text


def _at_most(longest: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > longest:
            raise _refuse(f"has {len(text)} characters, and {longest} is the most; shorten it or make it two")
        return text

    return AfterValidator(check)


def _slug(value: object) -> str:
    text = _text(value)
    if problem := slug_problem(text):
        raise _refuse(problem)
    return text


def _yes_or_no(value: object) -> bool:
    answer = _text(value).lower()
    if answer in {"yes", "true"}:
        return True
    if answer in {"no", "false"}:
        return False
    raise _refuse(f"'{_short(answer)}' is neither yes nor no")


def _year(value: object) -> int:
    text = _text(value)
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise _refuse(f"'{_short(text)}' is no year; write it in digits, such as 2015")
    return int(text)


def _language(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise _refuse(f"'{_short(text)}' is no language; write its code, such as en")
    return text.lower()


def _format(value: object) -> str:
    text = _text(value)
    if text != FORMAT:
        raise _refuse(f"'{_short(text)}' is no format of packs that this version knows; write {FORMAT}")
    return text


def _word_of(words: type[StrEnum]) -> BeforeValidator:
    def check(value: object) -> StrEnum:
        text = _one_line(value)
        known = [word.value for word in words]
        if text.lower() not in known:
            raise _refuse(f"'{_short(text)}' is none of {', '.join(known)}{did_you_mean(text, known)}")
        return words(text.lower())

    return BeforeValidator(check, json_schema_input_type=Literal[tuple(word.value for word in words)])


def _list_of_texts(value: object) -> list[object]:
    """Accept a single text as a list of one: `source: P01`."""
    if value is None:
        return []
    if isinstance(value, dict):
        raise _refuse("must be a list of texts, e.g. [one, two]")
    return value if isinstance(value, list) else [value]


def _list_of_keys(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _refuse('must be a list: each item on a line of its own that begins with "- "')
    return value


def _some(texts: list[str]) -> list[str]:
    if not texts:
        raise _refuse("is empty; name at least one, e.g. [P01]")
    return texts


def _tolerance(value: object) -> float:
    text = _text(value)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise _refuse(f"'{_short(text)}' is not a number; write how far off is still right, such as 5 or 0.5")
    return float(text)


def _link(value: object) -> str:
    text = _text(value)
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", text) or len(text) > LONGEST_LINK:
        raise _refuse(f"'{_short(text)}' is not a link; write all of it, such as https://example.org/moth.png")
    return text


LONGEST_LINK = 2000
"""Maximum length of a link: Discord's limit for a picture's address in an embed is 2048."""


def _short(text: str) -> str:
    """An author's text on one line, shortened for quoting in a message."""
    text = "".join(each if each.isprintable() else "\ufffd" for each in text)
    return text if len(text) <= LONGEST_ID + 10 else text[: LONGEST_ID + 10] + "…"


def _typed(longest: int) -> WithJsonSchema:
    """What an editor may accept as a text: to it `1987` is a number and `no` may be a truth value."""
    return WithJsonSchema({"type": ["string", "number", "boolean"], "maxLength": longest})


Name = Annotated[
    str, BeforeValidator(_one_line), AfterValidator(_findable), _at_most(LONGEST_NAME), _typed(LONGEST_NAME)
]
Title = Annotated[
    str, BeforeValidator(_one_line), AfterValidator(_findable), _at_most(LONGEST_TITLE), _typed(LONGEST_TITLE)
]
_TITLE: TypeAdapter[str] = TypeAdapter(Title)
Line = Annotated[
    str, BeforeValidator(_one_line), AfterValidator(_findable), _at_most(LONGEST_LINE), _typed(LONGEST_LINE)
]
Prose = Annotated[str, BeforeValidator(_text), _at_most(LONGEST_TEXT), _typed(LONGEST_TEXT)]
FactText = Annotated[str, BeforeValidator(_fact_text), _at_most(LONGEST_TEXT), _typed(LONGEST_TEXT)]
Slug = Annotated[
    str, BeforeValidator(_slug), WithJsonSchema({"type": ["string", "number"], "pattern": f"^{SLUG.pattern}$"})
]
YesOrNo = Annotated[
    bool, BeforeValidator(_yes_or_no, json_schema_input_type=Literal["yes", "no", "true", "false"] | bool)
]
Names = Annotated[list[Name], BeforeValidator(_list_of_texts, json_schema_input_type=list[Name] | Name | None)]
Lines = Annotated[list[Line], BeforeValidator(_list_of_texts, json_schema_input_type=list[Line] | Line | None)]
Slugs = Annotated[list[Slug], BeforeValidator(_list_of_texts, json_schema_input_type=list[Slug] | Slug | None)]
Answer = Annotated[str, BeforeValidator(_one_line), _at_most(LONGEST_NAME), _typed(LONGEST_NAME)]
Answers = Annotated[list[Answer], BeforeValidator(_list_of_texts, json_schema_input_type=list[Answer] | Answer | None)]
Sources = Annotated[
    list[Name], BeforeValidator(_list_of_texts, json_schema_input_type=list[Name] | Name), AfterValidator(_some)
]


def _continuities(value: object) -> object:
    if not isinstance(value, dict) or not value:
        raise _refuse('must be keys with values, one "id: words for a member" on each line, e.g. film: in the film')
    for word in value:
        if problem := slug_problem(word):
            raise _refuse(problem)
    return value


def _units(value: object) -> object:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _refuse(
            'must be keys with values, one "unit: words for a member" on each line, e.g. plot: plot, paragraph'
        )
    return value


def _questions_by_id(value: object) -> object:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _refuse("must be keys with values: a fact's id on each line, and below it the list of its questions")
    return value


# The files. A field's description completes the message "is missing; it is ...".


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


class ActorEntry(_Strict):
    """An actor in pack.yaml."""

    name: Name = Field(description="the actor's name as it stands in the cast lists")
    aliases: Names = Field(default_factory=list)


class PictureEntry(_Strict):
    """A picture shown with a quiz question, on the card of a character or a thing, or for the pack in /about."""

    link: Annotated[str, BeforeValidator(_link)] = ""
    file: Line = ""
    alt: Line = ""
    credit: Line = ""

    @model_validator(mode="after")
    def _is_somewhere(self) -> "PictureEntry":
        if bool(self.link) is bool(self.file):
            raise _refuse("needs one of both: a link (https://...), or a file of the pack (pictures/moth.png)")
        return self


class ThingEntry(_Strict):
    """A place, a thing or a group in pack.yaml."""

    name: Name = Field(description="what members call it, such as Mjolnir")
    kind: Annotated[ThingKind, _word_of(ThingKind)] = Field(description="one of place, thing, group")
    aliases: Names = Field(default_factory=list)
    members: Slugs = Field(default_factory=list)
    description: Line | None = None
    owner: Slug | None = None
    source: Names = Field(default_factory=list)
    picture: PictureEntry | None = None


class OwnQuizEntry(_Strict):
    """A quiz question under its fact."""

    id: Slug | None = None
    question: Annotated[
        str,
        BeforeValidator(_one_line),
        AfterValidator(_findable),
        _at_most(LONGEST_QUESTION),
        _typed(LONGEST_QUESTION),
    ] = Field(description="what is asked")
    answer: Answer = Field(description="the one right answer")
    accepted: Answers = Field(default_factory=list)
    wrong: Answers = Field(default_factory=list)
    format: Annotated[QuestionFormat | None, _word_of(QuestionFormat)] = None
    tolerance: Annotated[float, BeforeValidator(_tolerance, json_schema_input_type=float | str)] = 0.0
    hint: Lines = Field(default_factory=list)
    explanation: Line = ""
    picture: PictureEntry | None = None
    category: Name = ""
    difficulty: Annotated[Difficulty | None, _word_of(Difficulty)] = None
    author: Name = ""
    source: Names = Field(default_factory=list)
    spoiler: YesOrNo | None = None
    continuity: Slug | None = None


class QuizEntry(OwnQuizEntry):
    """A quiz question in a quiz file or in pack.yaml."""

    fact: Slug | None = None


OwnQuiz = Annotated[list[OwnQuizEntry], BeforeValidator(_list_of_keys)]
Quiz = Annotated[list[QuizEntry], BeforeValidator(_list_of_keys)]


class PackFile(_Strict):
    """pack.yaml"""

    format: Annotated[str, BeforeValidator(_format, json_schema_input_type=Literal["1", 1])] = Field(
        description="the format of the pack; write format: 1"
    )
    title: Title = Field(description="the name of the film, series or book")
    aliases: Names = Field(default_factory=list)
    year: Annotated[int | None, BeforeValidator(_year, json_schema_input_type=int | str)] = None
    language: Annotated[str, BeforeValidator(_language)] = "en"
    continuities: Annotated[dict[str, Line], BeforeValidator(_continuities)] = UNNAMED_CONTINUITY
    licence: Prose = ""
    units: Annotated[dict[Name, Line], BeforeValidator(_units)] = {}
    credits: Annotated[
        list[Prose], BeforeValidator(_list_of_texts, json_schema_input_type=list[Prose] | Prose | None)
    ] = []
    picture: PictureEntry | None = None
    spoilers: YesOrNo = True
    actors: Annotated[list[ActorEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)
    things: Annotated[list[ThingEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)
    quiz: Quiz = Field(default_factory=list)
    not_told: Lines = Field(default_factory=list)


class CastEntry(_Strict):
    """An actor on a character's sheet."""

    actor: Name = Field(description="the actor's name, such as Scarlett Johansson")
    role: Annotated[RoleKind, _word_of(RoleKind)] = RoleKind.ON_SCREEN
    continuity: Slug | None = None
    source: Sources = Field(description="where it is said, e.g. source: [P01]")


class RelationEntry(_Strict):
    """A character's relation to another one."""

    kind: Name = Field(description="what the other one is to this character, such as father")
    to: Slug = Field(description="the other one's id, which is the name of a file in characters/")
    continuity: Slug | None = None
    source: Sources = Field(description="where it is said, e.g. source: [P01]")
    spoiler: YesOrNo | None = None


class FactEntry(_Strict):
    """A fact, on a sheet or in a facts file."""

    id: Slug = Field(description="a short name of your choice that no other fact of the pack has")
    text: FactText = Field(description="the sentence that members will read")
    source: Sources = Field(description="where it is said, e.g. source: [P01]")
    continuity: Slug | None = None
    about: Slugs = Field(default_factory=list)
    asks: Lines = Field(default_factory=list)
    spoiler: YesOrNo = False
    quiz: OwnQuiz = Field(default_factory=list)


class CharacterFile(_Strict):
    """characters/<id>.yaml"""

    name: Name = Field(description="the name that members know, such as Black Widow")
    real_name: Name = ""
    kind: Annotated[CharacterKind, _word_of(CharacterKind)] = CharacterKind.CHARACTER
    pronoun: Annotated[Pronoun, _word_of(Pronoun)] = Pronoun.THEY
    aliases: Names = Field(default_factory=list)
    descriptions: Lines = Field(default_factory=list)
    name_source: Names = Field(default_factory=list)
    spoiler_names: Names = Field(default_factory=list)
    picture: PictureEntry | None = None
    cast: Annotated[list[CastEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)
    relations: Annotated[list[RelationEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)
    facts: Annotated[list[FactEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _hides_its_own_names(self) -> "CharacterFile":
        for name in self.spoiler_names:
            if name not in (self.real_name, *self.aliases):
                raise _refuse(
                    f"has '{_short(name)}' in spoiler_names, which is neither its real_name nor one of its aliases; "
                    "write it there too (the name itself is always shown)"
                )
        return self


class SceneFactEntry(_Strict):
    """One claim of a scene that is split into several facts."""

    id: Slug = Field(description="a short name of your choice that no other fact of the pack has")
    text: FactText = Field(description="the sentence that members will read")
    source: Names = Field(default_factory=list)
    characters: Slugs = Field(default_factory=list)
    asks: Lines = Field(default_factory=list)
    quiz: OwnQuiz = Field(default_factory=list)


class SceneEntry(_Strict):
    """A passage of the plot: one text, or several facts that tell it."""

    id: Slug = Field(description="a short name of your choice that no other fact of the pack has")
    text: FactText | None = None
    facts: Annotated[list[SceneFactEntry], BeforeValidator(_list_of_keys)] = Field(default_factory=list)
    source: Sources = Field(description="where it is said, e.g. source: [P01]")
    characters: Slugs = Field(default_factory=list)
    asks: Lines = Field(default_factory=list)
    continuity: Slug | None = None
    quiz: OwnQuiz = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_one_of_both(self) -> "SceneEntry":
        if self.text is None and not self.facts:
            raise _refuse("has neither text nor facts; write the passage under text, or a list of facts that tell it")
        if self.text is not None and self.facts:
            raise _refuse("has both text and facts; keep the facts if they tell all of it, or else the text")
        if self.facts and self.asks:
            raise _refuse("has asks of its own; write them under those of its facts that answer them")
        if self.facts and self.quiz:
            raise _refuse("has a quiz of its own; write it under those of its facts that it rests on")
        return self


class PartEntry(_Strict):
    """A part of the plot."""

    title: Title = Field(description="what this part of the story is called")
    scenes: Annotated[list[SceneEntry], BeforeValidator(_list_of_keys)] = Field(description="the list of its passages")


class PlotFile(_Strict):
    """plot.yaml, or a file in plot/"""

    continuity: Slug | None = None
    parts: Annotated[list[PartEntry], BeforeValidator(_list_of_keys)] = Field(
        description="the list of the story's parts"
    )


class FactsFile(_Strict):
    """facts.yaml, or a file in facts/"""

    continuity: Slug | None = None
    facts: Annotated[list[FactEntry], BeforeValidator(_list_of_keys)] = Field(description="the list of facts")


class PhrasingsFile(_Strict):
    """phrasings.yaml, or a file in phrasings/"""

    phrasings: Annotated[dict[str, Lines], BeforeValidator(_questions_by_id)] = {}
    not_told: Lines = Field(default_factory=list)


class QuizFile(_Strict):
    """quiz.yaml, or a file in quiz/"""

    licence: Prose = ""
    credit: Prose = ""
    category: Name = ""
    continuity: Slug | None = None
    quiz: Quiz = Field(description="the list of quiz questions")


MODELS: tuple[type[BaseModel], ...] = (
    PackFile,
    ActorEntry,
    ThingEntry,
    CharacterFile,
    CastEntry,
    RelationEntry,
    FactEntry,
    PlotFile,
    PartEntry,
    SceneEntry,
    SceneFactEntry,
    FactsFile,
    PhrasingsFile,
    QuizFile,
    QuizEntry,
    OwnQuizEntry,
    PictureEntry,
)
"""All models with keys, for the documentation's test."""


# From pydantic's messages to ours


def _plain(node: Node) -> object:
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [_plain(item) for item in items]
        case Keys(values=values):
            return {key: _plain(value) for key, value in values.items()}
        case Gap():
            return None


def _problem(model: type[BaseModel], node: Node, file: str, detail: ErrorDetails) -> Problem | None:
    place: list[str | int] = []
    for step in detail["loc"]:
        match node:
            case Keys(values=values) if step in values:
                node = values[str(step)]
            case Items(items=items) if isinstance(step, int) and step < len(items):
                node = items[step]
            case Keys():
                pass  # a missing key: report it where it should be
            case _:
                break  # a single text in place of a list
        place.append(step)
    if isinstance(node, Gap):
        return None
    return Problem(file, node.line, _field(place), _message(model, detail))


def _field(place: Iterable[str | int]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).removeprefix(".")


def _message(model: type[BaseModel], detail: ErrorDetails) -> str:
    *above, last = detail["loc"] or ("",)
    match detail["type"]:
        case "missing":
            description = _model_at(model, above).model_fields[str(last)].description
            return f"is missing; it is {description}"
        case "extra_forbidden":
            known = _model_at(model, above).model_fields
            return f"there is no such key here{did_you_mean(str(last), known) or f'; there are {one_of(known)}'}"
        case "model_type" | "model_attributes_type" | "dict_type":
            known = _model_at(model, detail["loc"]).model_fields
            return f"must be keys with values; the keys are {one_of(known)}"
        case "said":
            return detail["msg"]
        case _:
            return f"cannot be used: {detail['msg']}"


def _model_at(model: type[BaseModel], place: Sequence[str | int]) -> type[BaseModel]:
    """The model at this path."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            inner = [kind for kind in get_args(model.model_fields[step].annotation) if _is_model(kind)]
            model = inner[0] if inner else model
    return model


def _is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


# Reading trees that may be invalid


def value_at(node: Node, key: str) -> Node | None:
    """The value of a key, if there is one."""
    return node.values.get(key) if isinstance(node, Keys) else None


def items_at(node: Node, key: str) -> tuple[tuple[int, Keys], ...]:
    """The items with keys in the list under a key, with their positions."""
    found = value_at(node, key)
    if not isinstance(found, Items):
        return ()
    return tuple((number, item) for number, item in enumerate(found.items) if isinstance(item, Keys))


def text_at(node: Node, key: str) -> tuple[int, str] | None:
    """Line and text of a key, if it has a text."""
    found = value_at(node, key)
    return (found.line, found.value.strip()) if isinstance(found, Text) and found.value else None


def texts_at(node: Node, key: str) -> tuple[tuple[str, int, str], ...]:
    """The texts of the list under a key, each with its field and line; a single text counts as a list."""
    found = value_at(node, key)
    match found:
        case Text(line=line, value=str(value)):
            return ((key, line, value.strip()),)
        case Items(items=items):
            texts = ((number, item) for number, item in enumerate(items) if isinstance(item, Text))
            return tuple((f"{key}[{number}]", item.line, item.value.strip()) for number, item in texts if item.value)
        case _:
            return ()


def nobody(who: str, known: Known) -> str:
    """The message for an unknown character id, with suggestions."""
    missing = f"'{_short(who)}' is no character of this pack (there is no characters/{_short(who)}.yaml)"
    return missing + (known.like(who) or (f"; there are {one_of(known.words)}" if known.words else ""))
