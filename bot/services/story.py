"""The story of a pack, cut into pages to leaf through."""

from collections.abc import Iterable
from itertools import groupby

from bot.knowledge.model import Fact, Pack
from bot.services.results import Page

PAGE_LENGTH = 1800
"""Characters of text on a page, about a minute's reading. A longer scene has a page to itself."""

PAGE_SCENES = 10
"""Scenes on a page at most; many one-liners are a list that nobody reads."""


def pages(pack: Pack) -> tuple[Page, ...]:
    """The whole plot in order. A page never holds scenes of two parts; no plot, no pages."""
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
    """A part's scenes, on as many pages as they need; the facts that tell one scene stay together."""
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
    """The facts of a story scene by scene; several may tell one."""
    return [tuple(scene) for _, scene in groupby(facts, key=lambda fact: fact.place)]
