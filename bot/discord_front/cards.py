"""Cards: messages with a title, text, sections and a source line, as Components V2, which reads well on a phone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import discord
from discord import ui

from bot.discord_front.wording import COLOUR, CONTENT, fit, unquote
from bot.knowledge.model import Picture

CARD_TEXT = 4000
"""Discord's limit for all text of a card, in characters."""

ALT_TEXT = 1024
"""Discord's limit for the description of a picture."""

QUOTED = 600
"""Maximum characters of a quoted question."""

BESIDE = 3
"""Lines beside a picture: title, fact and source. On a phone the picture leaves little room, so the others go below."""

ROW_WIDTH = 5
"""Buttons in a row; a menu fills one."""

ROW, SECTION, TEXT, THUMBNAIL, GALLERY, CONTAINER = (
    discord.ComponentType[name].value
    for name in ("action_row", "section", "text_display", "thumbnail", "media_gallery", "container")
)


@dataclass(frozen=True)
class CardMessage:
    """A card to send. Each text but `question` is markup already; `sections` are names with their texts.

    `question` is quoted above everything else if the channel can't see it otherwise.
    """

    title: str = ""
    text: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    question: str = ""
    colour: discord.Colour = COLOUR
    picture: Picture | None = None
    pack: str = ""
    """Of the picture's file."""
    has_large_picture: bool = False
    """Whether the picture is as wide as the card, above its texts, and not a thumbnail beside them."""

    @property
    def head(self) -> str:
        """Question, title and text; empty if there are only sections."""
        title = f"### {self.title}\n" if self.title else ""
        return f"{_asked(self.question)}{title}{self.text}".strip("\n")

    def asked(self, question: str) -> "CardMessage":
        """The card under the question that it answers, unless the card needs all the room itself."""
        card = replace(self, question=question)
        return card if sum(map(len, card.texts)) <= CARD_TEXT else self

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts in order, as they are shown."""
        sections = (f"**{name}**\n{text}" for name, text in self.sections)
        credit = f"Picture: {fit(self.picture.credit, 200)}" if self.picture and self.picture.credit else ""
        footer = " · ".join(filter(None, (self.footer, credit)))
        return tuple(text for text in (self.head, *sections, f"-# {footer}" if footer else "") if text)


class _Finished(ui.LayoutView):
    """A message whose components are made already. discord.py's objects for them cost as much as sending it does."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._components = components
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        """As Discord's API has them."""
        return self._components

    def has_components_v2(self) -> bool:
        """Whether they are of version 2."""
        return True


def laid_out(card: CardMessage, items: Iterable[ui.Item[Any]] = (), *, has_file: bool = False) -> ui.LayoutView:
    """The card, with buttons and menus below it. discord.py keeps none of them in memory.

    A picture that is a file is shown if it is sent along.
    """
    first, *others = card.texts
    picture = card.picture
    parts: list[dict[str, Any]] = []
    if picture is not None and (picture.link or has_file):
        shown = {"media": {"url": url_of(picture)}, "description": picture.alt[:ALT_TEXT] or None}
        if card.has_large_picture:
            parts = [{"type": GALLERY, "items": [shown]}, _text(first)]
        else:
            lines = first.split("\n")
            beside = _text("\n".join(lines[:BESIDE]))
            parts = [{"type": SECTION, "components": [beside], "accessory": {"type": THUMBNAIL, **shown}}]
            others = ["\n".join(lines[BESIDE:]), *others] if lines[BESIDE:] else others
    else:
        parts = [_text(first)]
    parts += map(_text, others)
    rows = ({"type": ROW, "components": [item.to_component_dict() for item in row]} for row in _rows(items))
    return _Finished([{"type": CONTAINER, "accent_color": card.colour.value, "components": parts}, *rows])


def _text(content: str) -> dict[str, Any]:
    return {"type": TEXT, "content": content}


def _rows(items: Iterable[ui.Item[Any]]) -> list[list[ui.Item[Any]]]:
    rows: list[list[ui.Item[Any]]] = []
    for item in items:
        if rows and rows[-1][-1].row == item.row and sum(each.width for each in rows[-1]) + item.width <= ROW_WIDTH:
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def url_of(picture: Picture) -> str:
    """The address of a picture: its link, or the file that is sent along."""
    return picture.link or f"attachment://{file_name(picture)}"


def file_name(picture: Picture) -> str:
    """The name of a picture's file as it is sent. Discord changes names with spaces or accents."""
    return f"picture{PurePosixPath(picture.file).suffix.lower()}"


def as_text(card: CardMessage) -> str:
    """A card as plain text, as many whole lines as a message holds."""
    title = f"**{card.title}**" if card.title else ""
    lines = [line for line in (title, *card.text.split("\n")) if line or card.text]
    for name, text in card.sections:
        lines += [f"**{name}**", *text.split("\n")]
    if card.footer:
        lines.append(f"-# {card.footer}")
    return whole_lines(lines, CONTENT).strip("\n")


def whole_lines(lines: Sequence[str], length: int, *, most: int | None = None, hint: str = "") -> str:
    """As many of the lines as `length` characters hold, and at most `most`.

    The last line counts the others, with a `hint` where they are.
    """
    kept = list(lines[:most])
    while len(told := "\n".join([*kept, *_rest(len(lines) - len(kept), hint)])) > length:
        kept.pop()
    return told


def _rest(count: int, hint: str) -> Sequence[str]:
    return [f"and {count} more{hint}"] if count else []


# Questions quoted on a card


def _asked(question: str) -> str:
    return f"> {fit(question, QUOTED)}\n\n" if question.strip() else ""


def quoted_question(message: discord.Message) -> str:
    """The question quoted in a message of ours, empty if there is none. Older versions sent embeds."""
    texts = (*(embed.description or "" for embed in message.embeds), *_texts_in(message.components))
    return next(filter(None, map(question_in, texts)), "")


def question_in(text: str) -> str:
    """The question quoted in the first line of a text, empty if there is none."""
    first = text.split("\n", 1)[0]
    return unquote(first.removeprefix("> ")) if first.startswith("> ") else ""


def _texts_in(components: Sequence[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts_in(getattr(component, "children", ()))
