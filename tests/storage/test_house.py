"""What every storage does with servers' rules and with what members have seen."""

from bot.storage.house import ValueChange
from bot.storage.storage import Storage
from tests.storage.builders import ANNA, BEN, MANAGER, NOON, OTHER_SERVER, SERVER
from tests.storage.conftest import also_in_memory

CHANGE = ValueChange("cooldown", "15", "30")


async def saved(storage: Storage, rules: str, *, instead_of: str | None, most: int = 9) -> bool:
    return await storage.house.save_rules(
        SERVER, rules, instead_of=instead_of, changes=[CHANGE, CHANGE], by=MANAGER, at=NOON, most=most
    )


@also_in_memory
async def test_rules_are_replaced_only_as_they_were_read(storage: Storage) -> None:
    assert await saved(storage, "{}", instead_of=None)

    assert not await saved(storage, '{"a": 1}', instead_of=None)
    assert not await saved(storage, '{"a": 1}', instead_of='{"a": 0}')
    assert await saved(storage, '{"a": 2}', instead_of="{}")

    assert await storage.house.rules(SERVER) == '{"a": 2}'
    assert await storage.house.rules(OTHER_SERVER) is None


@also_in_memory
async def test_the_log_keeps_the_latest(storage: Storage) -> None:
    await saved(storage, "{}", instead_of=None)
    await saved(storage, '{"a": 1}', instead_of="{}", most=3)

    kept = await storage.house.changes(SERVER)

    assert [(one.value, one.by, one.at) for one in kept] == [(CHANGE, MANAGER, NOON)] * 3
    assert [one.id for one in kept] == sorted((one.id for one in kept), reverse=True)
    assert await storage.house.changes(OTHER_SERVER) == ()


@also_in_memory
async def test_what_is_kept_elsewhere_is_logged_together_with_the_rules(storage: Storage) -> None:
    await saved(storage, "{}", instead_of=None)
    elsewhere = ValueChange("packs_in_use", "{}", '{"0": ["harbour"]}')

    await storage.house.log(SERVER, [elsewhere], by=MANAGER, at=NOON, most=2)

    assert [one.value for one in await storage.house.changes(SERVER)] == [elsewhere, CHANGE]


@also_in_memory
async def test_a_server_is_told_once(storage: Storage) -> None:
    assert await storage.house.tell_once(SERVER, "welcome", at=NOON)
    assert not await storage.house.tell_once(SERVER, "welcome", at=NOON)
    assert await storage.house.tell_once(SERVER, "mute:5", at=NOON)
    assert await storage.house.tell_once(OTHER_SERVER, "welcome", at=NOON)

    assert await storage.house.told(SERVER) == {"welcome", "mute:5"}


@also_in_memory
async def test_what_a_member_has_seen_is_kept_for_each_pack(storage: Storage) -> None:
    await storage.house.see(ANNA, "b", 3)
    await storage.house.see(ANNA, "a", 3)
    await storage.house.see(ANNA, "a", 5)

    assert await storage.house.seen(ANNA) == {"a": 5, "b": 3}
    assert await storage.house.seen(BEN) == {}
    await storage.house.see(ANNA, "a", None)
    assert await storage.house.seen(ANNA) == {"b": 3}
