"""What can come of a look-up, and of a line that asks for one. (What is found is in `bot.answers.results`.)"""

from dataclasses import dataclass
from typing import assert_never

from bot.answers.requests import Talk
from bot.answers.results import Answer, Closest, Named, NoMatch, Reply, Who
from bot.knowledge.model import Character, Fact, Pack, Role, Thing


@dataclass(frozen=True)
class Unknown:
    """Nobody of that name. `near` are those whose names come nearest, best first; often empty."""

    typed: str
    near: tuple[Who, ...]


@dataclass(frozen=True)
class Unclear:
    """Several are meant equally by what was typed; two or more, best first."""

    typed: str
    candidates: tuple[Named, ...]


@dataclass(frozen=True)
class FactShown:
    """A fact about somebody or something, or any fact. `continuity` is the id that was asked for, empty where any would
    do."""

    fact: Fact
    about: Character | Thing | None = None
    continuity: str = ""


@dataclass(frozen=True)
class NothingThere:
    """The packs say nothing of somebody, or nothing at all, in the continuity asked for, but `elsewhere` (in words)."""

    about: Character | Thing | None
    asked: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class Cast:
    """Who plays whom, in the order of the pack; at least one role."""

    roles: tuple[Role, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that say so."""
        return tuple(role.fact for role in self.roles)


@dataclass(frozen=True)
class NotCast:
    """Known to the packs, and no actor is named for them."""

    characters: tuple[Character, ...]


@dataclass(frozen=True)
class Bond:
    """`name` is the character's `kind` ("father"), `where` in words ("in the film").

    A `spoiler` comes from a part of the source that is told in a scene, and gives that away. `continuity` is its id.
    """

    kind: str
    name: str
    where: str
    spoiler: bool = False
    continuity: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """Everything worth knowing of a character at a glance.

    `facts` are a few that tell who they are. `scenes` are those they appear in, in story order. `counts` says how many
    facts there are in which continuity, in words and in the order of the pack.
    """

    character: Character
    title: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    bonds: tuple[Bond, ...]
    scenes: tuple[Fact, ...]
    counts: tuple[tuple[str, int], ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class ThingCard:
    """A thing, a place or a group at a glance: whose it is, who belongs to it, and a few facts that name it."""

    thing: Thing
    title: str
    names: tuple[str, ...]
    owner: Character | None
    members: tuple[Character, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class FullCast:
    """Everybody in a pack: who plays whom, and those for whom no actor is named."""

    pack: Pack
    roles: tuple[Role, ...]
    others: tuple[Character, ...]


@dataclass(frozen=True)
class Overview:
    """What packs without a story are about: their titles, and a few of the questions that they answer."""

    packs: tuple[Pack, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class SmallTalk:
    """A friendly word to somebody who asks for nothing; `about` are those of whom they spoke."""

    talk: Talk
    about: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Page:
    """A piece of the story that is read in one go.

    `number` counts from 1 over the whole story, `count` is how many there are. A part that is too long
    for one page is on several: then this is `piece` of `pieces`.
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
    """No part of the story is called that. `parts` are the titles there are (none: no pack has a plot)."""

    typed: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One line of autocomplete: `name` is shown, `value` is what the look-up understands."""

    name: str
    value: str


Granted = Card | ThingCard | Cast | FullCast | Page | Overview | FactShown
"""What was asked for as a whole: it is looked up, not searched for, and cannot be wrong."""

Response = Reply | Granted | Unclear | SmallTalk
"""What comes of a line that is put to the bot."""


def shown_facts(response: Response) -> tuple[Fact, ...]:
    """The facts that a member sees, in order, none twice."""
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
        case Overview() | Unclear() | SmallTalk() | NoMatch():
            return ()
        case _:
            assert_never(response)


def is_answer(response: Response) -> bool:
    """Whether the bot claims that this is what was asked for."""
    return isinstance(response, Answer | Granted)


def confidence(response: Response) -> float:
    """The chance that the first fact shown is right, 0 to 1. What was asked for as a whole is sure; talk shows none."""
    return response.working.confidence if isinstance(response, Reply) else float(is_answer(response))
