"""What can come of a look-up. (What can come of a question is in `bot.answers.results`.)"""

from dataclasses import dataclass

from bot.answers.results import Who
from bot.knowledge.model import Character, Fact, Role


@dataclass(frozen=True)
class Unknown:
    """Nobody of that name. `near` are those whose names come nearest, best first; often empty."""

    typed: str
    near: tuple[Who, ...]


@dataclass(frozen=True)
class Unclear:
    """Several are meant equally by what was typed; two or more, best first."""

    typed: str
    candidates: tuple[Who, ...]


@dataclass(frozen=True)
class FactShown:
    """A fact about `character`. `continuity` is the id that was asked for, empty where any would do."""

    fact: Fact
    character: Character
    continuity: str = ""


@dataclass(frozen=True)
class NothingThere:
    """The packs say nothing of `character` in the continuity asked for, but `elsewhere` (in words)."""

    character: Character
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

    A `spoiler` comes from a part of the source that is told in a scene, and gives that away.
    """

    kind: str
    name: str
    where: str
    spoiler: bool = False


@dataclass(frozen=True)
class Card:
    """Everything worth knowing of a character at a glance.

    `scenes` are those they appear in, in story order. `counts` says how many facts there are
    in which continuity, in words and in the order of the pack.
    """

    character: Character
    title: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    bonds: tuple[Bond, ...]
    scenes: tuple[Fact, ...]
    counts: tuple[tuple[str, int], ...]


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
