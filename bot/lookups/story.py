"""Splits the story of a pack into pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.answers.names import NameTable
from bot.english.text import stem, written_out
from bot.english.words import STOP
from bot.knowledge.model import Fact, Pack
from bot.lookups.results import Page

PAGE_LENGTH = 1800
"""Maximum characters on a page, about a minute's reading. A longer scene gets a page to itself."""

PAGE_SCENES = 10
"""Maximum scenes on a page; a long list of one-liners is hard to read."""


def pages(pack: Pack) -> tuple[Page, ...]:
    """The whole plot in order, empty without one. A page never holds scenes of two parts."""
    cut = [
        (part, piece, len(pieces), on_page)
        for part, of_part in groupby(pack.scenes, key=lambda scene: scene.part)
        for pieces in [_pieces(tuple(of_part))]
        for piece, on_page in enumerate(pieces, 1)
    ]
    return tuple(
        Page(
            pack=pack.id,
            title=pack.title,
            part=part,
            number=number,
            count=len(cut),
            piece=piece,
            pieces=count,
            scenes=on_page,
        )
        for number, (part, piece, count, on_page) in enumerate(cut, 1)
    )


def _pieces(facts: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """A part's scenes, on as many pages as they need; the facts of one scene stay together."""
    pieces: list[tuple[Fact, ...]] = []
    open_page: list[Fact] = []
    held = 0
    for scene in scenes(facts):
        length = sum(len(fact.text) for fact in (*open_page, *scene))
        if open_page and (length > PAGE_LENGTH or held == PAGE_SCENES):
            pieces.append(tuple(open_page))
            open_page, held = [], 0
        open_page += scene
        held += 1
    return [*pieces, tuple(open_page)]


def scenes(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """The facts of a story grouped by scene."""
    return [tuple(scene) for _, scene in groupby(facts, key=lambda fact: fact.scene_number)]


def told_once(scene: Sequence[Fact], pack: Pack) -> str:
    """The facts of a scene as one text, without facts that repeat part of another one.

    Small facts repeat each other: "Quicksilver has superhuman speed" beside "Pietro has superhuman speed, and his twin
    Wanda has telekinetic abilities". Of two equivalent facts the longer one is kept, else the first.
    """
    there = {id for fact in scene for id in fact.characters}
    people = tuple(one for one in pack.characters if one.id in there)
    names = NameTable(replace(pack, characters=people, actors=(), things=()))
    claims = [_claim(fact, names) for fact in scene]
    kept = (
        fact.text
        for at, (fact, claim) in enumerate(zip(scene, claims, strict=True))
        if not any(
            _is_repeated(claim, claims[other], is_later=at > other) for other in range(len(claims)) if other != at
        )
    )
    return " ".join(kept)


@dataclass(frozen=True)
class _Claim:
    """The content of a fact: the stems of its telling words, and the characters it names, in order, one name each."""

    continuity: str
    telling: frozenset[str]
    named: tuple[str, ...]
    length: int


_TELLING = frozenset(["no", "not", "never", "only", "before", "after", "called", "used"])
"""Stop words that change a claim."""


def _claim(fact: Fact, names: NameTable) -> _Claim:
    words = written_out(fact.text)
    meant = [one for one in names.find(words) if len(one.entities) == 1]
    within = {at for one in meant for at in range(one.start, one.stop)}
    others = (word for at, word in enumerate(words) if at not in within)
    telling = frozenset(stem(word) for word in others if word not in STOP or word in _TELLING)
    named = tuple(dict.fromkeys(one.entities[0] for one in meant))
    return _Claim(fact.continuity, telling, named, len(fact.text))


def _is_repeated(claim: _Claim, other: _Claim, *, is_later: bool) -> bool:
    """Whether the other claim includes this one. Its names must be in the same order: "Thor hits Hulk" is no part of
    "Hulk hits Thor back".
    """
    if claim.continuity != other.continuity or not claim.telling <= other.telling or not (claim.telling or claim.named):
        return False
    if tuple(name for name in other.named if name in claim.named) != claim.named:
        return False
    if (claim.telling, claim.named) == (other.telling, other.named):
        return claim.length < other.length or (claim.length == other.length and is_later)
    return True


@dataclass(frozen=True)
class Ending:
    """Where one can stop in a story: after a part. `scene_number` is the part's last scene, of `of` in all."""

    pack: str
    story: str
    part: str
    scene_number: int
    of: int


def endings(pack: Pack) -> tuple[Ending, ...]:
    """The ends of a pack's parts but the last, in order. In a story without parts, every scene."""
    numbers = [scene.scene_number or 0 for scene in pack.scenes]
    last = max(numbers, default=0)
    ends: dict[int, str] = {}
    for _, of_part in groupby(pack.scenes, key=lambda scene: scene.part):
        scenes = tuple(of_part)
        for scene in scenes[-1:] if scenes[0].part else scenes:
            ends[scene.scene_number or 0] = scene.part
    return tuple(Ending(pack.id, pack.title, part, number, last) for number, part in ends.items() if number < last)
