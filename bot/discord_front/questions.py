"""The parts of a question that games and daily questions share: picture, explanation, source."""

import asyncio
import logging
from dataclasses import replace
from io import BytesIO
from typing import Protocol

import discord

from bot.discord_front.cards import ALT_TEXT, file_name, url_of
from bot.discord_front.replies import Outgoing
from bot.discord_front.wording import fit
from bot.errors import StorageError
from bot.knowledge.model import Fact, Picture
from bot.knowledge.pictures import PackPictures
from bot.questions.authored import PACK_AUTHOR
from bot.questions.model import QuizQuestion

log = logging.getLogger(__name__)

ATTACHED = 9 * 1024 * 1024
"""Bytes of all pictures of a message. Discord takes 10 MiB; the text needs some."""


class StoredPictures(Protocol):
    """The pictures of packs that aren't on disk."""

    async def picture(self, pack: str, file: str) -> bytes | None:
        """The content of a file of a pack; None if there is none."""


class Pictures:
    """The pictures that are files of a pack, ready to be sent."""

    def __init__(self, packs: PackPictures, stored: StoredPictures | None = None) -> None:
        self._packs = packs
        self._stored = stored

    async def file_of(self, question: QuizQuestion) -> discord.File | None:
        """The file to attach to the question; None if its picture isn't a file, or was removed."""
        picture = question.picture
        if picture is None or not picture.file:
            return None
        content = await self._read(question.pack, picture.file)
        return None if content is None else _file(content, picture, file_name(picture))

    async def _read(self, pack: str, file: str) -> bytes | None:
        content = await asyncio.to_thread(self._packs.read, pack, file)
        if content is None and self._stored is not None:
            content = await self._read_stored(self._stored, pack, file)
        return content

    async def _read_stored(self, stored: StoredPictures, pack: str, file: str) -> bytes | None:
        try:
            return await stored.picture(pack, file)
        except StorageError as error:  # the question is asked without it
            log.warning("the picture %s of the pack %s can't be read: %s", file, pack, error)
            return None

    async def attached(self, outgoing: Outgoing) -> Outgoing:
        """The message with those pictures of its card that are files, as many as Discord takes."""
        if outgoing.card is None or not outgoing.card.files:
            return outgoing
        files, left = list[discord.File](), ATTACHED
        for name, shown in outgoing.card.files.items():
            content = await self._read(shown.pack, shown.picture.file)
            if content is not None and len(content) <= left:
                files.append(_file(content, shown.picture, name))
                left -= len(content)
        return replace(outgoing, files=tuple(files))

    async def shown(self, embed: discord.Embed, question: QuizQuestion) -> Outgoing:
        """A private message with the question and its picture."""
        file = await self.file_of(question)
        return Outgoing(embed=embed if file else without_file(embed), files=(file,) if file else (), quiet=True)


def _file(content: bytes, picture: Picture, name: str) -> discord.File:
    return discord.File(BytesIO(content), name, description=picture.alt[:ALT_TEXT] or None)


def without_file(embed: discord.Embed) -> discord.Embed:
    """The question without its picture, if that would be an attachment. The description of the picture stays."""
    is_attached = (embed.image.url or "").startswith("attachment://")
    return embed.copy().set_image(url=None) if is_attached else embed


def show_picture(embed: discord.Embed, question: QuizQuestion) -> None:
    """The picture of a question, linked or attached, with its description for people who can't see it."""
    picture = question.picture
    if picture is None or not (picture.link or picture.file):
        return
    embed.set_image(url=url_of(picture))
    if said := " · ".join(filter(None, (picture.alt, picture.credit))):
        embed.description = f"{embed.description or ''}\n-# Picture: {fit(said, 300)}"


def explained(question: QuizQuestion, fact: Fact | None) -> str:
    """The explanation below the answer, on its own line; empty if there is only the fact, which is shown anyway."""
    if fact is not None and question.explanation == fact.text:
        return ""
    return fit(question.explanation, 400)


def origin(question: QuizQuestion) -> str:
    """Difficulty, author and origin, shown when the question is closed."""
    parts = [question.difficulty.value.capitalize()]
    if cited := question.cited or ", ".join(question.source):
        parts.append(f"Source: {cited}")
    if question.author and question.author not in {PACK_AUTHOR, question.credit}:
        parts.append(f"Question: {question.author}")
    parts += [question.credit] if question.credit else []
    return " · ".join(parts)
