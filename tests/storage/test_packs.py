"""What every storage does with packs of servers."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.ids import ServerId
from bot.storage.packs import DRAFT, NewVersion, ServerPacks
from bot.storage.sql.storage import SqlStorage
from bot.storage.storage import Storage
from bot.storage.tables import pack_pictures
from tests.storage.builders import CHANNEL, MANAGER, MINUTE, NOON, OTHER_SERVER, SERVER
from tests.storage.conftest import also_in_memory

PICTURE = "pictures/moth.png"
FILES = {"pack.yaml": "format: 1\ntitle: Die Möwe\n", "facts/a.yaml": "facts: []\n"}
MOST = 5


def a_version(
    pack: str = "lamp", *, server_id: ServerId = SERVER, based_on: int = 0, at: timedelta = MINUTE
) -> NewVersion:
    return NewVersion(server_id, pack, FILES, "a note", MANAGER, NOON + at, based_on)


@also_in_memory
async def test_a_draft_is_kept_with_its_files_and_is_not_current(storage: Storage) -> None:
    draft = await storage.packs.add(a_version(), most=MOST)

    assert (draft.number, draft.used_at, draft.note, draft.by) == (1, None, "a note", MANAGER)
    assert await storage.packs.history(SERVER, "lamp") == (draft,)
    assert await storage.packs.files(SERVER, "lamp", 1) == FILES
    assert await storage.packs.files(OTHER_SERVER, "lamp", 1) is None
    assert await storage.packs.of_server(SERVER) == ServerPacks({}, {})


@also_in_memory
async def test_a_version_becomes_current_if_nothing_came_between(storage: Storage) -> None:
    for number in range(3):
        await storage.packs.add(a_version(based_on=number), most=MOST)

    assert await storage.packs.make_current(SERVER, "lamp", 1, instead_of=0, at=NOON)
    assert not await storage.packs.make_current(SERVER, "lamp", 2, instead_of=0, at=NOON)
    assert await storage.packs.make_current(SERVER, "lamp", 2, instead_of=1, at=NOON)
    assert not await storage.packs.make_current(SERVER, "lamp", 9, instead_of=2, at=NOON)
    assert not await storage.packs.make_current(OTHER_SERVER, "lamp", 1, instead_of=0, at=NOON)
    assert (await storage.packs.of_server(SERVER)).current == {"lamp": 2}
    assert [each.used_at for each in await storage.packs.history(SERVER, "lamp")] == [None, NOON, NOON]


@also_in_memory
async def test_the_oldest_versions_go_but_never_the_current_one(storage: Storage) -> None:
    await storage.packs.add(a_version(), most=2)
    await storage.packs.make_current(SERVER, "lamp", 1, instead_of=0, at=NOON)
    for _ in range(3):
        await storage.packs.add(a_version(based_on=1), most=2)

    assert [each.number for each in await storage.packs.history(SERVER, "lamp")] == [4, 3, 1]


@also_in_memory
async def test_a_draft_that_nobody_confirmed_goes_with_the_next_one(storage: Storage) -> None:
    await storage.packs.add(a_version("lamp"), most=MOST)
    await storage.packs.add(a_version("bell"), most=MOST)
    await storage.packs.make_current(SERVER, "bell", 1, instead_of=0, at=NOON)
    await storage.packs.add(a_version("door", at=DRAFT + 2 * MINUTE), most=MOST)

    assert await storage.packs.history(SERVER, "lamp") == ()
    assert len(await storage.packs.history(SERVER, "bell")) == 1


@also_in_memory
async def test_packs_are_chosen_for_channels_and_for_the_server(storage: Storage) -> None:
    await storage.packs.choose(SERVER, None, ["lamp", "harbour"])
    await storage.packs.choose(SERVER, CHANNEL, ["lamp"])
    await storage.packs.choose(OTHER_SERVER, None, ["bell"])
    chosen = (await storage.packs.of_server(SERVER)).chosen
    await storage.packs.choose(SERVER, CHANNEL, [])

    assert chosen == {None: ("harbour", "lamp"), CHANNEL: ("lamp",)}
    assert (await storage.packs.of_server(SERVER)).chosen == {None: ("harbour", "lamp")}


@also_in_memory
async def test_a_removed_pack_leaves_nothing(storage: Storage) -> None:
    await storage.packs.add(a_version(), most=MOST)
    await storage.packs.make_current(SERVER, "lamp", 1, instead_of=0, at=NOON)
    await storage.packs.choose(SERVER, CHANNEL, ["lamp", "harbour"])

    assert await storage.packs.remove(SERVER, "lamp")
    assert not await storage.packs.remove(SERVER, "lamp")
    assert await storage.packs.history(SERVER, "lamp") == ()
    assert await storage.packs.of_server(SERVER) == ServerPacks({}, {CHANNEL: ("harbour",)})


@also_in_memory
async def test_who_is_forgotten_is_named_by_no_version(storage: Storage) -> None:
    await storage.packs.add(a_version(), most=MOST)
    await storage.forget_member(MANAGER)

    assert [each.by for each in await storage.packs.history(SERVER, "lamp")] == [None]


@also_in_memory
async def test_a_server_that_is_forgotten_leaves_nothing(storage: Storage) -> None:
    for server_id in (SERVER, OTHER_SERVER):
        await storage.packs.add(a_version(server_id=server_id), most=MOST)
        await storage.packs.make_current(server_id, "lamp", 1, instead_of=0, at=NOON)
        await storage.packs.choose(server_id, None, ["lamp"])

    await storage.forget_server(SERVER)

    assert await storage.packs.of_server(SERVER) == ServerPacks({}, {})
    assert await storage.packs.history(SERVER, "lamp") == ()
    assert (await storage.packs.of_server(OTHER_SERVER)).current == {"lamp": 1}


def pictured(digest: str, *, pack: str = "lamp", at: timedelta = MINUTE, based_on: int = 0) -> NewVersion:
    """A version with a picture, whose content is its digest."""
    version = a_version(pack, at=at, based_on=based_on)
    return replace(version, pictures={PICTURE: digest}, contents={digest: digest.encode()})


@also_in_memory
async def test_a_picture_is_that_of_the_version_in_use(storage: Storage) -> None:
    for digest in ("aa", "bb"):
        await storage.packs.add(pictured(digest), most=MOST)
    assert await storage.packs.picture(SERVER, "lamp", PICTURE) is None
    assert await storage.packs.pictures(SERVER, "lamp", 2) == {PICTURE: "bb"}

    await storage.packs.make_current(SERVER, "lamp", 2, instead_of=0, at=NOON)

    assert await storage.packs.picture(SERVER, "lamp", PICTURE) == b"bb"
    assert await storage.packs.picture(SERVER, "lamp", "pictures/other.png") is None
    assert await storage.packs.picture(OTHER_SERVER, "lamp", PICTURE) is None
    assert await storage.packs.pictures(SERVER, "lamp", 9) == {}
    await storage.packs.make_current(SERVER, "lamp", 1, instead_of=2, at=NOON)
    assert await storage.packs.picture(SERVER, "lamp", PICTURE) == b"aa"


async def test_a_picture_is_stored_once_and_goes_with_the_last_version_that_has_it(storage: SqlStorage) -> None:
    await storage.packs.add(pictured("aa"), most=2)
    await storage.packs.add(replace(pictured("aa"), contents={}), most=2)
    await storage.packs.add(pictured("bb", pack="other"), most=2)
    assert await _stored(storage) == {("lamp", "aa"), ("other", "bb")}

    await storage.packs.add(pictured("cc"), most=2)
    assert await _stored(storage) == {("lamp", "aa"), ("lamp", "cc"), ("other", "bb")}
    await storage.packs.add(pictured("dd"), most=2)
    assert await _stored(storage) == {("lamp", "cc"), ("lamp", "dd"), ("other", "bb")}

    await storage.packs.remove(SERVER, "other")
    await storage.packs.add(pictured("ee", at=DRAFT + 2 * MINUTE), most=2)
    assert await _stored(storage) == {("lamp", "ee")}


async def _stored(storage: SqlStorage) -> set[tuple[str, str]]:
    async with storage.database.reading() as connection:
        found = await connection.execute(select(pack_pictures.c.pack, pack_pictures.c.digest))
        return {(row.pack, row.digest) for row in found}
