"""The story of a pack, cut into pages to leaf through."""

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
        (part, piece, len(pieces), scenes)
        for part, of_part in groupby(pack.scenes, key=lambda scene: scene.part)
        for pieces in [_pieces(tuple(of_part))]
        for piece, scenes in enumerate(pieces, 1)
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
            scenes=scenes,
        )
        for number, (part, piece, count, scenes) in enumerate(cut, 1)
    )


def _pieces(scenes: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """A part's scenes, on as many pages as they need."""
    pieces: list[tuple[Fact, ...]] = []
    open_page: list[Fact] = []
    for scene in scenes:
        length = sum(len(other.text) for other in open_page) + len(scene.text)
        if open_page and (length > PAGE_LENGTH or len(open_page) == PAGE_SCENES):
            pieces.append(tuple(open_page))
            open_page = []
        open_page.append(scene)
    return [*pieces, tuple(open_page)]
