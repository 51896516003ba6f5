"""The files of a pack and the locations in them, for reporting problems."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.errors import Problem
from bot.knowledge.schema import Keys, Node, text_at


class FileKind(Enum):
    """The kind of a pack's file."""

    PACK = auto()
    CHARACTER = auto()
    PLOT = auto()
    FACTS = auto()
    PHRASINGS = auto()
    QUIZ = auto()


Place = tuple[str, int]
"""A file, as its author would type it, and a line in it."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: `path` as its author would type it, `stem` without folder and `.yaml`."""

    path: str
    stem: str
    kind: FileKind
    tree: Node


@dataclass(frozen=True, slots=True)
class Spot:
    """The location of a fact, scene, cast entry, relation or quiz question.

    `owner` is the character whose sheet it is on.
    """

    file: SourceFile
    place: str
    node: Keys
    owner: str = ""
    has_default: bool = False
    """Whether its file sets a continuity for all entries."""
    scene: Keys | None = None
    """The scene that it is part of."""
    fact: Keys | None = None
    """A quiz question's fact."""

    @property
    def id(self) -> str:
        found = text_at(self.node, "id")
        return found[1] if found else ""

    def problem(self, line: int, key: str, message: str) -> Problem:
        return Problem(self.file.path, line, ".".join(filter(None, (self.place, key))), message)
