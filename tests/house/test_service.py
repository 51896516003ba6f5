"""How managers' settings are changed, logged and undone."""

from datetime import timedelta

import pytest

from bot.errors import StorageError, UserError
from bot.house.rules import HouseRules, SpoilerRule, Starters
from bot.house.service import LOGGED, HouseService
from bot.house.sight import EVERYTHING, Sight, Spoilers
from bot.ids import ChannelId, RoleId, ServerId
from bot.storage.house import House, ValueChange
from tests.clock import FakeClock
from tests.storage.builders import ANNA, CHANNEL, MANAGER, NOON, SERVER
from tests.storage.memory_house import MemoryHouse

THREAD = ChannelId(99)


@pytest.fixture
def house() -> MemoryHouse:
    return MemoryHouse()


@pytest.fixture
def service(house: House) -> HouseService:
    return HouseService(house, FakeClock(NOON))


async def test_a_server_begins_with_the_defaults(service: HouseService) -> None:
    assert await service.rules(SERVER) == HouseRules()
    assert await service.changes(SERVER) == ()


async def test_a_change_is_kept_and_logged(service: HouseService, house: House) -> None:
    await service.change(SERVER, MANAGER, cooldown=60, private_answers=True)

    after_a_restart = HouseService(house, FakeClock(NOON))
    assert await after_a_restart.rules(SERVER) == HouseRules(cooldown=60, private_answers=True)
    changes = await service.changes(SERVER)
    assert {change.value for change in changes} == {
        ValueChange("cooldown", "15", "60"),
        ValueChange("private_answers", "false", "true"),
    }
    assert {(change.by, change.at) for change in changes} == {(MANAGER, NOON)}


async def test_what_stays_as_it_was_isnt_logged(service: HouseService) -> None:
    await service.change(SERVER, MANAGER, cooldown=15)

    assert await service.changes(SERVER) == ()


async def test_an_impossible_value_is_refused(service: HouseService) -> None:
    with pytest.raises(UserError):
        await service.change(SERVER, MANAGER, cooldown=-1)

    assert await service.rules(SERVER) == HouseRules()


async def test_only_the_latest_changes_are_kept(service: HouseService) -> None:
    for seconds in range(LOGGED + 5):
        await service.change(SERVER, MANAGER, cooldown=20 + seconds)

    assert len(await service.changes(SERVER)) == LOGGED


async def test_a_change_can_be_undone(service: HouseService) -> None:
    await service.change(SERVER, MANAGER, cooldown=60)
    await service.change(SERVER, MANAGER, quiz_starters=Starters.MANAGERS)
    _, first = await service.changes(SERVER)

    await service.undo(SERVER, first.id, ANNA)

    assert await service.rules(SERVER) == HouseRules(quiz_starters=Starters.MANAGERS)
    assert [change.by for change in await service.changes(SERVER)] == [ANNA, MANAGER, MANAGER]


async def test_a_change_isnt_undone_over_a_later_one(service: HouseService) -> None:
    await service.change(SERVER, MANAGER, cooldown=60)
    await service.change(SERVER, MANAGER, cooldown=90)
    _, first = await service.changes(SERVER)

    with pytest.raises(UserError, match="changed again"):
        await service.undo(SERVER, first.id, MANAGER)
    with pytest.raises(UserError, match="isn't in the log"):
        await service.undo(ServerId(77), first.id, MANAGER)

    assert (await service.rules(SERVER)).cooldown == 90


class Shutters:
    """Something that a server has set, and that isn't in its rules."""

    def __init__(self) -> None:
        self.open: list[str] = []

    async def state(self, _server_id: ServerId) -> list[str]:
        return list(self.open)

    async def restore(self, _server_id: ServerId, state: list[str]) -> None:
        self.open = list(state)


async def test_what_is_kept_elsewhere_is_logged_and_undone_like_the_rules(house: House) -> None:
    shutters = Shutters()
    service = HouseService(house, FakeClock(NOON), {"shutters": shutters})
    async with service.logged(SERVER, "shutters", ANNA):
        shutters.open.append("north")
    async with service.logged(SERVER, "shutters", ANNA):
        pass
    (change,) = await service.changes(SERVER)

    assert (change.value, change.by) == (ValueChange("shutters", "[]", '["north"]'), ANNA)
    await service.undo(SERVER, change.id, MANAGER)

    assert shutters.open == []
    undone, _ = await service.changes(SERVER)
    assert (undone.value, undone.by) == (ValueChange("shutters", '["north"]', "[]"), MANAGER)
    with pytest.raises(UserError, match="changed again"):
        await service.undo(SERVER, change.id, MANAGER)


async def test_two_managers_at_once_lose_nothing(service: HouseService, house: House) -> None:
    other = HouseService(house, FakeClock(NOON))
    await service.rules(SERVER)
    await other.change(SERVER, ANNA, private_answers=True)

    await service.change(SERVER, MANAGER, cooldown=60)

    assert await service.rules(SERVER) == HouseRules(cooldown=60, private_answers=True)


async def test_a_thread_has_its_own_rule_or_that_of_its_channel(service: HouseService) -> None:
    up_to = SpoilerRule(mode=Spoilers.UP_TO, scenes={"harbour": 2})
    await service.set_spoilers(SERVER, CHANNEL, up_to, MANAGER)

    assert await service.sight(SERVER, (CHANNEL,), None) == Sight(Spoilers.UP_TO, (("harbour", 2),))
    assert await service.sight(SERVER, (THREAD, CHANNEL), None) == Sight(Spoilers.UP_TO, (("harbour", 2),))
    assert await service.sight(SERVER, (THREAD,), None) == EVERYTHING
    await service.set_spoilers(SERVER, THREAD, SpoilerRule(mode=Spoilers.OPEN), MANAGER)
    assert (await service.sight(SERVER, (THREAD, CHANNEL), None)).spoilers is Spoilers.OPEN
    await service.set_spoilers(SERVER, CHANNEL, None, MANAGER)
    assert await service.sight(SERVER, (CHANNEL,), None) == EVERYTHING


async def test_of_a_member_and_a_channel_the_stricter_one_counts(service: HouseService) -> None:
    await service.set_spoilers(SERVER, CHANNEL, SpoilerRule(mode=Spoilers.UP_TO, scenes={"a": 2, "b": 5}), MANAGER)
    await service.see(ANNA, "a", 4)
    await service.see(ANNA, "b", 3)

    sight = await service.sight(SERVER, (CHANNEL,), ANNA)

    assert sight.scenes == (("a", 2), ("b", 3))
    await service.see(ANNA, "b", None)
    assert (await service.sight(None, (), ANNA)).scenes == (("a", 4),)


class Unreachable(MemoryHouse):
    """A database that is gone."""

    async def rules(self, server_id: ServerId) -> str | None:
        raise StorageError(f"no rules of {server_id}")


async def test_while_the_database_is_gone_nothing_is_given_away() -> None:
    service = HouseService(Unreachable(), FakeClock(NOON))

    assert (await service.sight(SERVER, (CHANNEL,), None)).spoilers is Spoilers.NEVER


async def test_rules_of_another_version_give_nothing_away(house: MemoryHouse) -> None:
    await house.save_rules(SERVER, '{"version": 2}', instead_of=None, changes=(), by=MANAGER, at=NOON, most=1)

    assert (await HouseService(house, FakeClock(NOON)).rules(SERVER)).spoilers.mode is Spoilers.NEVER


@pytest.mark.parametrize(
    ("hour", "is_quiet"), [(20, False), (21, True), (23, True), (4, True), (5, False), (12, False)], ids=str
)
async def test_quiet_hours_are_local_and_may_go_past_midnight(service: HouseService, hour: int, is_quiet: bool) -> None:
    rules = await service.change(SERVER, MANAGER, quiet_from="23:00", quiet_until="07:00", zone="Europe/Berlin")

    assert rules.is_quiet(NOON.replace(month=7, hour=hour)) is is_quiet
    assert not HouseRules().is_quiet(NOON + timedelta(hours=hour))


def test_who_may_start_a_quiz() -> None:
    role, other = RoleId(5), RoleId(6)
    everybody, managers = HouseRules(), HouseRules(quiz_starters=Starters.MANAGERS)
    with_role = HouseRules(quiz_starters=Starters.ROLE, quiz_role=role)

    assert everybody.may_start_quiz([], is_manager=False)
    assert not managers.may_start_quiz([role], is_manager=False)
    assert managers.may_start_quiz([], is_manager=True)
    assert with_role.may_start_quiz([role], is_manager=False)
    assert with_role.may_start_quiz([other], is_manager=True)
    assert not with_role.may_start_quiz([other], is_manager=False)


async def test_a_server_is_told_once(service: HouseService, house: House) -> None:
    assert await service.tell_once(SERVER, "welcome")
    assert not await HouseService(house, FakeClock(NOON)).tell_once(SERVER, "welcome")
    assert await service.tell_once(ServerId(SERVER + 1), "welcome")


async def test_who_wants_to_know_is_told_of_changes() -> None:
    changed: list[ServerId] = []
    service = HouseService(MemoryHouse(), FakeClock(NOON), on_change=changed.append)

    await service.change(SERVER, MANAGER, cooldown=30)
    await service.change(SERVER, MANAGER, cooldown=30)

    assert changed == [SERVER]
