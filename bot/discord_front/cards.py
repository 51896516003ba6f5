"""Cards: messages with a title, text, sections and a source line, as Components V2, which reads well on a phone."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

import discord
from discord import ui

from bot.discord_front.wording import COLOUR, CONTENT, fit, unquote
from bot.knowledge.model import Character, Picture, Thing

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
class CardPicture:
    """A picture on a card, and the pack that its file is in."""

    picture: Picture
    pack: str

    @classmethod
    def of(cls, shown: Character | Thing) -> "CardPicture | None":
        """The picture of a character or thing, if the pack has one."""
        return cls(shown.picture, shown.pack) if shown.picture is not None else None


@dataclass(frozen=True)
class CardMessage:
    """A card to send. Each text but `question` is markup already; `sections` are names with their texts.

    `question` is quoted above everything else if the channel can't see it otherwise. `picture` is beside the head.
    """

    title: str = ""
    text: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    question: str = ""
    colour: discord.Colour = COLOUR
    picture: CardPicture | None = None
    has_large_picture: bool = False
    """Whether the picture is as wide as the card, above its texts, and not a thumbnail beside them."""
    section_pictures: Mapping[int, CardPicture] = field(default_factory=dict)
    """Pictures beside sections, by the index of the section. Their credits stand in its text."""

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
        return tuple(text for text, _ in self.parts)

    @cached_property
    def parts(self) -> tuple[tuple[str, CardPicture | None], ...]:
        """All texts in order, each with the picture beside it."""
        sections = (
            (f"**{name}**\n{text}", self.section_pictures.get(at)) for at, (name, text) in enumerate(self.sections)
        )
        picture = self.picture.picture if self.picture is not None else None
        credit = f"Picture: {fit(picture.credit, 200)}" if picture is not None and picture.credit else ""
        footer = " · ".join(filter(None, (self.footer, credit)))
        parts = ((self.head, self.picture), *sections, (f"-# {footer}" if footer else "", None))
        return tuple((text, picture) for text, picture in parts if text)

    @cached_property
    def files(self) -> Mapping[str, CardPicture]:
        """The pictures that are files, by the names under which they are sent."""
        pictures = dict.fromkeys(picture for _, picture in self.parts if picture is not None)
        numbered = enumerate((each for each in pictures if each.picture.file and not each.picture.link), 1)
        return {file_name(each.picture, number): each for number, each in numbered}


class _Finished(ui.LayoutView):
    """A message whose components are made already: discord.py's objects for them take longer to make."""

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


def laid_out(card: CardMessage, items: Iterable[ui.Item[Any]] = (), *, files: Collection[str] = ()) -> ui.LayoutView:
    """The card, with buttons and menus below it. discord.py keeps none of them in memory.

    A picture that is a file is shown if it is among the `files` that are sent along.
    """
    attached = {picture: f"attachment://{name}" for name, picture in card.files.items() if name in files}
    parts: list[dict[str, Any]] = []
    for text, shown in card.parts:
        url = (shown.picture.link or attached.get(shown)) if shown is not None else None
        if shown is None or url is None:
            parts.append(_text(text))
            continue
        media = {"media": {"url": url}, "description": shown.picture.alt[:ALT_TEXT] or None}
        if shown is card.picture and card.has_large_picture:
            parts += ({"type": GALLERY, "items": [media]}, _text(text))
        else:
            lines = text.split("\n")
            beside = _text("\n".join(lines[:BESIDE]))
            parts.append({"type": SECTION, "components": [beside], "accessory": {"type": THUMBNAIL, **media}})
            if lines[BESIDE:]:
                parts.append(_text("\n".join(lines[BESIDE:])))
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


def file_name(picture: Picture, number: int = 1) -> str:
    """The name of a picture's file as it is sent. Discord changes names with spaces or accents.

    The pictures of one message have numbers.
    """
    return f"picture{f'-{number}' if number > 1 else ''}{PurePosixPath(picture.file).suffix.lower()}"


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
