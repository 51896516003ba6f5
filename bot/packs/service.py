"""Packs of a server's own, for its managers: nothing is used before it was tried out and confirmed."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import PackError, Problem, UserError
from bot.ids import ChannelId, MemberId, ServerId
from bot.knowledge.limits import LONGEST_ID, slug_of
from bot.knowledge.model import Pack
from bot.packs.changes import Changes, Sample, changes, samples
from bot.packs.in_use import BuiltPack
from bot.packs.members_facts import MembersFact, with_fact
from bot.packs.shelf import ServerShelf, pack_of
from bot.packs.uploads import (
    LARGEST_PACK,
    MOST_CHARACTERS,
    MOST_FACTS,
    MOST_QUESTIONS,
    Upload,
    check_beforehand,
    new_pack_file,
    read_upload,
    zipped,
)
from bot.scheduling.clock import Clock
from bot.storage.packs import NewVersion, Packs, PackVersion

MOST_PACKS = 10
"""Maximum number of packs of a server."""

MOST_VERSIONS = 20
"""Number of versions kept of a pack."""

NO_SUCH_PACK = "This server has no such pack. /pack list shows those that it has."
OUT_OF_DATE = "The pack was changed meanwhile, so this no longer fits. Upload the file again."
GONE = "That version isn't kept any more. /pack history shows those that are."
ALL_USED = "All packs are used there already, this one too. Without *also*, it would be the only one."


@dataclass(frozen=True)
class Refused:
    """An upload with problems, all of them. Nothing was stored."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Proposed:
    """A version that was tried out, to be confirmed. Without `changes` it is the pack's first."""

    version: PackVersion
    title: str
    read_as: str
    notes: tuple[str, ...]
    changes: Changes
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class Previewed:
    """A pack as it is."""

    title: str
    facts: int
    characters: int
    quiz: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class OwnPack:
    """A pack of a server's own: its id, and its title (or its name, if it can't be read any more)."""

    id: str
    title: str
    version: int
    is_readable: bool


@dataclass(frozen=True)
class Listed:
    """The packs that a server can use: the operator's by id with their titles, its own, and what it has chosen."""

    operators: Mapping[str, str]
    own: tuple[OwnPack, ...]
    chosen: Mapping[ChannelId | None, tuple[str, ...]]

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of all packs that can be used, by id."""
        return {**self.operators, **{each.id: each.title for each in self.own}}

    def title(self, pack: str) -> str:
        """The title of a pack that can be used; its id if it is gone."""
        return self.titles.get(pack, pack)


class PackService:
    """Adds, changes, lists and removes packs of servers."""

    def __init__(self, packs: Packs, shelf: ServerShelf, clock: Clock) -> None:
        self._packs = packs
        self._shelf = shelf
        self._clock = clock
        self._contributing: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def listed(self, server_id: ServerId) -> Listed:
        """What the server has and uses."""
        plan = await self._shelf.plan(server_id)
        own = []
        for id, number in plan.current.items():
            built = await self._shelf.own(server_id, id, number)
            own.append(OwnPack(id, built.pack.title if built else _name(id, server_id), number, built is not None))
        operators = {each.pack.id: each.pack.title for each in self._shelf.library.packs}
        return Listed(operators, tuple(own), plan.chosen)

    async def propose(
        self,
        server_id: ServerId,
        *,
        name: str,
        raw: bytes,
        by: MemberId,
        pack: str = "",
        title: str = "",
        note: str = "",
    ) -> Proposed | Refused:
        """Try an uploaded file out: as a new pack, or as a change to `pack`. Nothing is used yet.

        Raises UserError if the file can't be taken at all.
        """
        from bot.knowledge.schema import title_problem  # the packs' models are slow to import

        plan = await self._shelf.plan(server_id)
        if pack and pack not in plan.current:
            raise UserError(NO_SUCH_PACK)
        if not pack and len(plan.current) >= MOST_PACKS:
            raise UserError(f"A server has {MOST_PACKS} packs at most. Remove one first: /pack remove")
        if title and (problem := title_problem(title)):
            raise UserError(f"The title {problem}.")
        number = plan.current.get(pack, 0)
        before = await self._shelf.own(server_id, pack, number) if pack else None
        known = await self._packs.files(server_id, pack, number) if pack else None
        known_pictures = await self._packs.pictures(server_id, pack, number) if pack else {}
        given = title or (before.pack.title if before else "")
        try:
            upload = await self._shelf.library.work(lambda: read_upload(name, raw, title=given))
            files = _with_upload(known, upload, given or _title_of(name))
            digests = {path: hashlib.sha256(content).hexdigest() for path, content in upload.pictures.items()}
            pictures = digests if upload.is_whole else known_pictures
            if sum(len(text.encode()) for text in files.values()) > LARGEST_PACK:
                raise UserError(f"That pack is larger than {LARGEST_PACK // 1024**2} MB, the most that I take.")
            await self._shelf.library.work(lambda: check_beforehand(files))
            made = await self._shelf.library.work(lambda: pack_of(pack or "new", files, pictures))
            id = pack or self._new_id(server_id, slug_of(title or made.title) or "pack", plan.current)
            made = made if pack else await self._shelf.library.work(lambda: pack_of(id, files, pictures))
        except PackError as error:
            return Refused(error.problems)
        _check_size(made)
        built = await self._shelf.library.built(made)
        changed = await self._shelf.library.work(lambda: changes(before, built))
        told = await self._shelf.library.work(lambda: samples(built))
        if pack and changed.is_nothing and (files, pictures) == (known, known_pictures):
            raise UserError("That changes nothing: the pack is already like this.")
        contents = {digests[path]: content for path, content in upload.pictures.items()}
        new = NewVersion(server_id, id, files, note, by, self._clock.now(), number, pictures, contents)
        version = await self._packs.add(new, most=MOST_VERSIONS)
        return Proposed(version, made.title, upload.read_as, upload.notes, changed, told)

    async def confirm(self, server_id: ServerId, pack: str, number: int, at: int) -> str:
        """Use a version that was proposed at a time (in seconds since 1970); returns the title. Raises UserError if it
        no longer fits.
        """
        version = await self._version(server_id, pack, number)
        if int(version.at.timestamp()) != at:
            raise UserError(GONE)
        plan = await self._shelf.plan(server_id)
        if version.based_on != plan.current.get(pack, 0):
            raise UserError(OUT_OF_DATE)
        if pack not in plan.current and len(plan.current) >= MOST_PACKS:
            raise UserError(f"A server has {MOST_PACKS} packs at most. Remove one first: /pack remove")
        return await self._make_current(server_id, pack, number)

    async def contribute(self, server_id: ServerId, fact: MembersFact, *, by: MemberId) -> bool:
        """Add a member's fact to the pack for them, which is made with the first one; nothing if it is there already.

        Returns whether the server uses that pack. Raises UserError if the fact can't be added.
        """
        pack = f"members-{server_id}"
        async with self._contributing[server_id]:
            plan = await self._shelf.plan(server_id)
            number = plan.current.get(pack, 0)
            chosen = plan.chosen.get(None)
            is_used = chosen is None or pack in chosen
            before = await self._shelf.own(server_id, pack, number) if number else None
            if before is not None and any(each.id == fact.id for each in before.pack.as_written.facts):
                return is_used
            if not number and len(plan.current) >= MOST_PACKS:
                raise UserError(f"A server has {MOST_PACKS} packs at most. Remove one first: /pack remove")
            known = await self._packs.files(server_id, pack, number) if number else None
            pictures = await self._packs.pictures(server_id, pack, number) if number else {}
            try:
                files, made = await self._shelf.library.work(lambda: with_fact(pack, known, fact, pictures))
            except PackError as error:
                raise UserError(f"It can't become part of the pack: {error.problems[0]}") from error
            _check_size(made)
            if sum(len(text.encode()) for text in files.values()) > LARGEST_PACK:
                raise UserError(f"The pack for members is full: {LARGEST_PACK // 1024**2} MB is the most that I take.")
            new = NewVersion(server_id, pack, files, f"Added {fact.id}", by, self._clock.now(), number, pictures)
            version = await self._packs.add(new, most=MOST_VERSIONS)
            await self._make_current(server_id, pack, version.number)
            return is_used

    async def roll_back(self, server_id: ServerId, pack: str, number: int) -> str:
        """Use a version that was used before; returns the title. Raises UserError if it is gone."""
        version = await self._version(server_id, pack, number)
        plan = await self._shelf.plan(server_id)
        if pack not in plan.current or version.used_at is None:
            raise UserError(GONE)
        return await self._make_current(server_id, pack, number)

    async def remove(self, server_id: ServerId, pack: str) -> None:
        """Delete a pack with all its versions. Raises UserError if there is none."""
        was_there = await self._packs.remove(server_id, pack)
        self._shelf.forget(server_id)
        if not was_there:
            raise UserError(NO_SUCH_PACK)

    async def history(self, server_id: ServerId, pack: str) -> tuple[PackVersion, ...]:
        """The versions that were used, newest first. Raises UserError if there is no such pack."""
        await self.current(server_id, pack)
        return tuple(each for each in await self._packs.history(server_id, pack) if each.used_at is not None)

    async def current(self, server_id: ServerId, pack: str) -> int:
        """The number of the version in use. Raises UserError if there is no such pack."""
        current = (await self._shelf.plan(server_id)).current.get(pack)
        if current is None:
            raise UserError(NO_SUCH_PACK)
        return current

    async def preview(self, server_id: ServerId, pack: str) -> Previewed:
        """What is in a pack. Raises UserError if there is no such pack."""
        built = await self._shelf.own(server_id, pack, await self.current(server_id, pack))
        if built is None:
            raise UserError("That pack can't be read by this version of the bot. Upload it again: /pack update")
        told = await self._shelf.library.work(lambda: samples(built))
        of = built.pack
        return Previewed(of.title, len(of.as_written.facts), len(of.characters), len(built.questions), told)

    async def export(self, server_id: ServerId, pack: str) -> tuple[str, bytes]:
        """A zip of the pack, as /pack add takes it, and its name. Raises UserError if there is no such pack."""
        number = await self.current(server_id, pack)
        files = await self._packs.files(server_id, pack, number)
        if files is None:
            raise UserError(NO_SUCH_PACK)
        content: dict[str, str | bytes] = {**files}
        for path in await self._packs.pictures(server_id, pack, number):
            content[path] = await self._packs.picture(server_id, pack, path) or b""
        return f"{_name(pack, server_id)}.zip", zipped(content)

    async def use(
        self, server_id: ServerId, channel_id: ChannelId | None, pack: str | None, *, also: bool = False
    ) -> tuple[str, ...]:
        """Choose a pack for a channel or the server, instead of those used there before or beside them (`also`); None:
        whatever is usual there. Returns the ids chosen there. Raises UserError if there is no such pack, or all are
        used there already.
        """
        usable = await self._usable(server_id)
        if pack is not None and pack not in usable:
            raise UserError("I don't have that pack. /pack list shows what you can choose.")
        chosen = (await self._shelf.plan(server_id)).chosen
        before = chosen.get(channel_id, chosen.get(None)) if also and pack is not None else ()
        if before is None:
            raise UserError(ALL_USED)
        return await self.choose(server_id, channel_id, () if pack is None else (*before, pack))

    async def choose(self, server_id: ServerId, channel_id: ChannelId | None, packs: Iterable[str]) -> tuple[str, ...]:
        """Choose these packs for a channel or the server, as far as they exist; none: whatever is usual there. Returns
        the ids chosen there.
        """
        chosen = tuple(sorted(set(packs) & await self._usable(server_id)))
        await self._packs.choose(server_id, channel_id, chosen)
        self._shelf.changed(server_id)
        return chosen

    async def state(self, server_id: ServerId) -> dict[str, list[str]]:
        """The packs chosen for the server ("0") and for its channels, as the log of changes keeps them."""
        chosen = (await self._shelf.plan(server_id)).chosen
        return {str(channel_id or 0): list(packs) for channel_id, packs in chosen.items()}

    async def restore(self, server_id: ServerId, state: Mapping[str, Sequence[str]]) -> None:
        """Choose the packs of an earlier state, as far as they still exist."""
        for channel in {*state, *await self.state(server_id)}:
            await self.choose(server_id, ChannelId(int(channel)) or None, state.get(channel, ()))

    async def _usable(self, server_id: ServerId) -> set[str]:
        """The ids of all packs that the server can use."""
        current = (await self._shelf.plan(server_id)).current
        return {*(each.pack.id for each in self._shelf.library.packs), *current}

    async def _make_current(self, server_id: ServerId, pack: str, number: int) -> str:
        """Build first, then store, then use: there is no moment without answers."""
        files = await self._packs.files(server_id, pack, number)
        if files is None:
            raise UserError(GONE)
        pictures = await self._packs.pictures(server_id, pack, number)
        try:
            made = await self._shelf.library.work(lambda: pack_of(pack, files, pictures))
        except PackError as error:
            raise UserError("That version can't be read by this version of the bot.") from error
        built: BuiltPack = await self._shelf.library.built(made)
        before = (await self._shelf.plan(server_id)).current.get(pack, 0)
        if not await self._packs.make_current(server_id, pack, number, instead_of=before, at=self._clock.now()):
            self._shelf.changed(server_id)
            raise UserError(OUT_OF_DATE)
        self._shelf.put(server_id, pack, number, built)
        self._shelf.changed(server_id)
        return made.title

    async def _version(self, server_id: ServerId, pack: str, number: int) -> PackVersion:
        for version in await self._packs.history(server_id, pack):
            if version.number == number:
                return version
        raise UserError(GONE)

    @staticmethod
    def _new_id(server_id: ServerId, slug: str, taken: Mapping[str, int]) -> str:
        """The id of a new pack. It holds the server's, so that nothing of two servers is ever the same."""
        slug = slug[: LONGEST_ID - 24].rstrip("-")
        names = (slug, *(f"{slug}-{number}" for number in range(2, MOST_PACKS + 2)))
        return next(id for id in (f"{name}-{server_id}" for name in names) if id not in taken)


def _with_upload(known: Mapping[str, str] | None, upload: Upload, title: str) -> Mapping[str, str]:
    """The files of the new version: a whole pack replaces the old files, a single one is added to them."""
    if upload.is_whole:
        return upload.files
    if known is None:
        return {"pack.yaml": new_pack_file(title), **upload.files}
    is_only_that = set(upload.files) == {"pack.yaml"}
    return {**known, **{path: text for path, text in upload.files.items() if path != "pack.yaml" or is_only_that}}


def _check_size(pack: Pack) -> None:
    """Raises UserError if a pack is too large to be built in time."""
    for count, most, what in (
        (len(pack.as_written.facts), MOST_FACTS, "facts"),
        (len(pack.characters), MOST_CHARACTERS, "characters"),
        (len(pack.quiz), MOST_QUESTIONS, "quiz questions"),
    ):
        if count > most:
            raise UserError(f"That pack has {count:,} {what}; I take {most:,} at most. Make two packs of it.")


def _title_of(name: str) -> str:
    words = " ".join(slug_of(name.rpartition(".")[0] or name).split("-"))
    return words[:1].upper() + words[1:] or "Our pack"


def _name(pack: str, server_id: ServerId) -> str:
    """A pack's id without the server's."""
    return pack.removesuffix(f"-{server_id}")
