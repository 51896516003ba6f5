"""The possible results of a lookup or a request. (Results of a search are in `bot.answers.results`.)"""

from dataclasses import dataclass
from typing import assert_never

from bot.answers.requests import TalkKind
from bot.answers.results import Answer, Closest, Named, NoMatch, Reply, Who
from bot.knowledge.model import Character, Fact, Pack, Role, Thing


@dataclass(frozen=True)
class UnknownName:
    """Nobody has that name. `near` are the people with the most similar names, best first; often empty."""

    typed: str
    near: tuple[Who, ...]


@dataclass(frozen=True)
class Unclear:
    """The name is ambiguous; two or more candidates, best first."""

    typed: str
    candidates: tuple[Named, ...]


@dataclass(frozen=True)
class FactShown:
    """A fact about a character or thing, or any fact. `continuity` is the id that was asked for, empty for any."""

    fact: Fact
    about: Character | Thing | None = None
    continuity: str = ""


@dataclass(frozen=True)
class NothingThere:
    """No facts, or none in the continuity asked for; `elsewhere` are the labels of the continuities that have some."""

    about: Character | Thing | None
    asked: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class Cast:
    """Roles in the order of the pack; at least one."""

    roles: tuple[Role, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts about these roles."""
        return tuple(role.fact for role in self.roles)


@dataclass(frozen=True)
class NotCast:
    """The packs know these characters but name no actor for them."""

    characters: tuple[Character, ...]


@dataclass(frozen=True)
class BondShown:
    """A relation: `name` is the character's `kind` ("father"), `where` is the continuity's label ("in the film").

    `spoiler` marks a relation that gives away part of the story. `continuity` is its id.
    """

    kind: str
    name: str
    where: str
    spoiler: bool = False
    continuity: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A character at a glance.

    `facts` are a few that introduce them. `scenes` are those they appear in, in story order. `counts` are the numbers
    of facts by continuity, labelled and in the order of the pack.
    """

    character: Character
    title: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    bonds: tuple[BondShown, ...]
    scenes: tuple[Fact, ...]
    counts: tuple[tuple[str, int], ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ThingCard:
    """A thing, place or group at a glance: its owner, its members, and a few facts that name it."""

    thing: Thing
    title: str
    names: tuple[str, ...]
    owner: Character | None
    members: tuple[Character, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class FullCast:
    """The whole cast of a pack: the roles, and the characters without an actor."""

    pack: Pack
    roles: tuple[Role, ...]
    others: tuple[Character, ...]


@dataclass(frozen=True)
class Overview:
    """The titles of packs without a story, and a few of the questions that they answer."""

    packs: tuple[Pack, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class AboutMe:
    """A fact about the bot itself, from its manual. It belongs to none of the packs in use."""

    fact: Fact


@dataclass(frozen=True)
class SmallTalk:
    """A friendly reply to small talk; `about` are the people and things it mentions."""

    talk: TalkKind
    about: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Page:
    """One page of the story.

    `number` counts from 1 over the whole story of `count` pages. A part that is too long for one page has several: this
    is `piece` of `pieces`.
    """

    pack: str
    title: str
    part: str
    number: int
    count: int
    piece: int
    pieces: int
    scenes: tuple[Fact, ...]


@dataclass(frozen=True)
class NoSuchPart:
    """No part of the story has that title. `parts` are the existing titles (empty if no pack has a plot)."""

    typed: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One autocomplete choice: `name` is shown, `value` is sent to the lookup."""

    name: str
    value: str


Granted = Card | ThingCard | Cast | FullCast | Page | Overview | FactShown
"""The result of a request: it is looked up, not searched for, and can't be wrong."""

Response = Reply | Granted | AboutMe | Unclear | SmallTalk
"""Everything that the bot can reply to a line."""


def shown_facts(response: Response) -> tuple[Fact, ...]:
    """The facts of the packs in use that a member sees, in order, without duplicates."""
    match response:
        case Answer(facts=facts):
            return facts
        case Closest(facts=facts):
            return facts[:1]
        case Card(roles=roles, facts=facts):
            return tuple(dict.fromkeys([*(role.fact for role in roles), *facts]))
        case ThingCard(facts=facts) | Cast(facts=facts):
            return facts
        case FullCast(roles=roles):
            return tuple(dict.fromkeys(role.fact for role in roles))
        case Page(scenes=scenes):
            return scenes
        case FactShown(fact=fact):
            return (fact,)
        case Overview() | AboutMe() | Unclear() | SmallTalk() | NoMatch():
            return ()
        case _:
            assert_never(response)


def is_answer(response: Response) -> bool:
    """Whether the bot claims that this answers the line."""
    return isinstance(response, Answer | Granted | AboutMe)


def result_of(response: Response) -> str:
    """The kind of response in a word or two, for statistics."""
    match response:
        case Answer():
            return "answer"
        case Closest():
            return "closest"
        case NoMatch():
            return "no match"
        case Unclear():
            return "unclear"
        case AboutMe():
            return "about me"
        case SmallTalk():
            return "small talk"
        case Card() | ThingCard() | Cast() | FullCast() | Page() | Overview() | FactShown():
            return "looked up"
        case _:
            assert_never(response)


def confidence(response: Response) -> float:
    """The probability, 0 to 1, that the first fact shown is right: 1 for a request, 0 for small talk."""
    return response.working.confidence if isinstance(response, Reply) else float(is_answer(response))
