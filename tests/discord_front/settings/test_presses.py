"""Who may press what on the panel of settings, and what it does."""

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.discord_front.buttons import OpenPanel
from bot.discord_front.custom_ids import Action
from bot.discord_front.replies import Press
from bot.discord_front.settings.buttons import (
    Choose,
    Chosen,
    ListenIn,
    NoQuietHours,
    Page,
    PickChannel,
    PickMode,
    PickPackChannel,
    PickPacks,
    PickScene,
    Switch,
    Turn,
    Typed,
    TypeIn,
    Undo,
)
from bot.discord_front.settings.presses import PanelPresses
from bot.errors import UserError
from bot.house.rules import HouseRules, Starters
from bot.house.service import LISTENED, PACKS, HouseService, KeptElsewhere
from bot.house.sight import Spoilers
from bot.ids import ChannelId
from bot.lookups.listening import Listening
from bot.playground import component_rules
from bot.playground.refusals import FormFaults
from tests.clock import FakeClock
from tests.packs.small_packs import Town
from tests.packs.small_shelf import a_library
from tests.small_pack import TWO_PACKS
from tests.storage.builders import ANNA, MANAGER, NOON, SERVER

ROLE = 555
CHANNEL = 77

PRESSES: tuple[tuple[Action, list[str]], ...] = (
    *((OpenPanel(page), []) for page in Page),
    *((Turn(each, on=True), []) for each in Switch),
    (Choose(Chosen.STARTERS), ["managers"]),
    (Choose(Chosen.QUIZ_ROLE), [str(ROLE)]),
    (Choose(Chosen.MANAGER_ROLE), [str(ROLE)]),
    (Choose(Chosen.CONTINUITIES), ["book"]),
    (Choose(Chosen.DIGEST), [str(CHANNEL)]),
    *((TypeIn(each), []) for each in Typed),
    (NoQuietHours(), []),
    (PickChannel(), [str(CHANNEL)]),
    (PickMode(0), ["never"]),
    (PickScene(CHANNEL), ["2/harbour"]),
    (ListenIn(), [str(CHANNEL)]),
    (PickPackChannel(), [str(CHANNEL)]),
    (PickPacks(0), ["harbour"]),
    (Undo(1), []),
)


class Hall:
    """A panel over an empty server."""

    def __init__(self) -> None:
        town = Town(clock=FakeClock(NOON), library=a_library(TWO_PACKS))
        self.packs, self.listening = town.service, Listening(town.storage.settings)
        elsewhere: dict[str, KeptElsewhere] = {LISTENED: self.listening, PACKS: self.packs}
        self.house = HouseService(town.storage.house, town.clock, elsewhere)
        self.presses = PanelPresses(self.house, town.shelf, self.packs, self.listening, town.clock, ())

    async def press(self, action: Action, *values: str, manages: bool = True, roles: tuple[int, ...] = ()) -> Any:
        """The answer to a press."""
        (item,) = [each for each in self.presses.items if each.template.fullmatch(action.custom_id)]
        return await item.answer(a_press(*values, manages=manages, roles=roles), action.custom_id)

    async def typed(self, action: TypeIn, *typed: str) -> Any:
        """The answer to a form."""
        (form,) = self.presses.forms
        work = form.answer(a_press(), action.custom_id, typed)
        assert work is not None
        return await work

    async def rules(self) -> HouseRules:
        return await self.house.rules(SERVER)


def a_press(*values: str, manages: bool = True, roles: tuple[int, ...] = ()) -> Press:
    """A press by somebody with these rights."""
    press = SimpleNamespace(
        guild_id=SERVER,
        guild=None,
        user=SimpleNamespace(id=MANAGER, roles=[SimpleNamespace(id=role) for role in roles]),
        permissions=discord.Permissions(manage_guild=manages),
        data={"values": list(values)},
        message=None,
    )
    return cast("Press", press)


@pytest.mark.parametrize(("action", "values"), PRESSES, ids=lambda each: repr(each))
async def test_without_the_right_no_press_does_anything(action: Action, values: list[str]) -> None:
    hall = Hall()

    with pytest.raises(UserError, match="Only members who manage"):
        await hall.press(action, *values, manages=False, roles=(ROLE,))

    assert await hall.rules() == HouseRules()
    assert await hall.house.changes(SERVER) == ()


@pytest.mark.parametrize("page", Page)
async def test_discord_takes_every_page(page: Page) -> None:
    hall = Hall()
    await hall.house.change(SERVER, MANAGER, quiz_starters=Starters.ROLE, quiet_from="22:00", quiet_until="07:00")
    await hall.press(PickMode(0), Spoilers.UP_TO)
    await hall.press(ListenIn(), *map(str, range(1, 26)))
    for seconds in range(12):
        await hall.press(PickPacks(seconds), "harbour", "winter")
        await hall.house.change(SERVER, MANAGER, cooldown=seconds)

    shown = await hall.press(OpenPanel(page))

    faults = FormFaults()
    component_rules.check_layout(faults, shown.layout.to_components(), ())
    faults.refuse_if_any()
    assert shown.quiet


async def test_a_manager_role_may_use_the_panel_but_not_hand_itself_on() -> None:
    hall = Hall()
    await hall.press(Choose(Chosen.MANAGER_ROLE), str(ROLE))

    await hall.press(Turn(Switch.PRIVATE, on=True), manages=False, roles=(ROLE,))

    assert (await hall.rules()).private_answers
    with pytest.raises(UserError):
        await hall.press(Choose(Chosen.MANAGER_ROLE), "556", manages=False, roles=(ROLE,))
    with pytest.raises(UserError, match="everybody's"):
        await hall.press(Choose(Chosen.MANAGER_ROLE), str(SERVER))


async def test_spoilers_are_set_by_channel() -> None:
    hall = Hall()

    await hall.press(PickMode(CHANNEL), Spoilers.UP_TO)
    await hall.press(PickScene(CHANNEL), "2/harbour")

    rule = (await hall.rules()).spoilers_in([ChannelId(CHANNEL)])
    assert (rule.mode, rule.scenes) == (Spoilers.UP_TO, {"harbour": 2})
    with pytest.raises(UserError):
        await hall.press(PickScene(CHANNEL), "99/harbour")
    await hall.press(PickMode(CHANNEL), "server")
    assert (await hall.rules()).channel_spoilers == {}


async def test_titles_of_parts_that_a_manager_has_not_seen_are_not_shown() -> None:
    hall = Hall()
    await hall.press(PickMode(0), Spoilers.UP_TO)
    assert "The storm" in repr((await hall.press(OpenPanel(Page.SPOILERS))).layout.to_components())

    await hall.house.see(MANAGER, "harbour", 1)

    assert "The storm" not in repr((await hall.press(OpenPanel(Page.SPOILERS))).layout.to_components())
    await hall.house.see(ANNA, "harbour", 1)


async def test_open_questions_are_kept_and_their_digest_has_a_channel() -> None:
    hall = Hall()

    shown = await hall.press(Turn(Switch.MISSES, on=True))
    assert Choose(Chosen.DIGEST).custom_id in repr(shown.layout.to_components())
    await hall.press(Choose(Chosen.DIGEST), str(CHANNEL))
    rules = await hall.rules()
    assert (rules.keeps_misses, rules.misses_channel) == (True, CHANNEL)

    await hall.press(Choose(Chosen.DIGEST))
    assert (await hall.rules()).misses_channel is None
    changes = await hall.press(OpenPanel(Page.LOG))
    assert f"<#{CHANNEL}>" in repr(changes.layout.to_components())


async def test_what_is_typed_is_read_as_people_write_it() -> None:
    hall = Hall()

    await hall.typed(TypeIn(Typed.QUIET), "10:30 pm", "7", "Berlin")
    await hall.typed(TypeIn(Typed.TRIVIA), "5", "0")
    await hall.typed(TypeIn(Typed.COOLDOWN), "60")

    rules = await hall.rules()
    assert (f"{rules.quiet_from:%H:%M}", f"{rules.quiet_until:%H:%M}") == ("22:30", "07:00")
    assert (rules.zone, rules.trivia_rounds, rules.trivia_lobby, rules.cooldown) == ("Europe/Berlin", 5, 0, 60)
    for action, typed in ((TypeIn(Typed.QUIET), ("late", "7", "")), (TypeIn(Typed.COOLDOWN), ("-3",))):
        with pytest.raises(UserError):
            await hall.typed(action, *typed)


async def test_the_menu_of_channels_sets_where_it_listens() -> None:
    hall = Hall()
    await hall.press(ListenIn(), "77", "78")

    shown = await hall.press(ListenIn(), "78", "79")

    assert await hall.listening.channels(SERVER) == {78, 79}
    assert [each["id"] for each in _component(shown, ListenIn())["default_values"]] == [78, 79]
    latest, first = await hall.house.changes(SERVER)
    assert (latest.value.before, latest.value.after) == ("[77, 78]", "[78, 79]")
    await hall.press(Undo(latest.id))
    assert await hall.listening.channels(SERVER) == {77, 78}
    with pytest.raises(UserError, match="changed again"):
        await hall.press(Undo(latest.id))
    await hall.press(Undo(first.id))
    assert await hall.listening.channels(SERVER) == frozenset()


async def test_with_more_channels_than_a_menu_can_show_there_is_no_menu() -> None:
    hall = Hall()
    await hall.listening.listen_in(SERVER, map(ChannelId, range(1, 27)))

    shown = await hall.press(OpenPanel(Page.STATUS))

    assert ListenIn().custom_id not in repr(shown.layout.to_components())
    assert "/settings listen" in repr(shown.layout.to_components())


async def test_packs_are_chosen_for_the_server_and_by_channel() -> None:
    hall = Hall()
    await hall.press(PickPacks(0), "winter")
    await hall.press(PickPacks(CHANNEL), "harbour", "winter")

    shown = await hall.press(PickPackChannel(), str(CHANNEL))

    assert (await hall.packs.listed(SERVER)).chosen == {None: ("winter",), ChannelId(CHANNEL): ("harbour", "winter")}
    assert all(each["default"] for each in _component(shown, PickPacks(CHANNEL))["options"])
    server = await hall.press(PickPackChannel())
    assert [each["value"] for each in _component(server, PickPacks(0))["options"] if each["default"]] == ["winter"]
    latest, *_ = await hall.house.changes(SERVER)
    await hall.press(Undo(latest.id))
    assert (await hall.packs.listed(SERVER)).chosen == {None: ("winter",)}
    await hall.press(PickPacks(0))
    assert (await hall.packs.listed(SERVER)).chosen == {}


async def test_the_log_names_what_was_changed() -> None:
    hall = Hall()
    await hall.press(ListenIn(), "77")
    await hall.press(PickPacks(CHANNEL), "harbour")
    await hall.press(PickPacks(CHANNEL))
    await hall.press(PickMode(0), Spoilers.NEVER)

    shown = repr((await hall.press(OpenPanel(Page.LOG))).layout.to_components())

    assert "**Channels that I listen in**: none → **<#77>**" in shown
    assert "**Packs in use**: all packs → **<#77>: harbour**" in shown
    assert "**Packs in use**: <#77>: harbour → **all packs**" in shown
    assert "**Spoilers on the server**: behind spoiler marks → **never**" in shown


def _component(shown: Any, action: Action) -> dict[str, Any]:
    """The menu with this action in a message."""

    def walk(part: Any) -> Any:
        match part:
            case {"custom_id": action.custom_id}:
                yield part
            case {"components": parts} | list(parts):
                for each in parts:
                    yield from walk(each)

    (found,) = walk(shown.layout.to_components())
    return cast("dict[str, Any]", found)


async def test_a_change_is_undone_with_its_button() -> None:
    hall = Hall()
    await hall.press(Turn(Switch.MENTIONS, on=False))
    (change,) = await hall.house.changes(SERVER)

    await hall.press(Undo(change.id))

    assert await hall.rules() == HouseRules()
