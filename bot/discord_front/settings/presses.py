"""Handles the buttons, menus and forms of the panel of settings. Rights are checked at each of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.discord_front import wording as front_wording
from bot.discord_front.buttons import OpenPanel
from bot.discord_front.channels import missing_to_listen
from bot.discord_front.managers import managing
from bot.discord_front.permissions import member_of
from bot.discord_front.presses import Form, Item, form_with, on, on_form
from bot.discord_front.replies import Outgoing, Press, notice
from bot.discord_front.rights import TO_RUN, missing_rights
from bot.discord_front.settings import panel, wording
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
from bot.discord_front.settings_group import SettingsGroup
from bot.errors import UserError
from bot.house.rules import HouseRules, SpoilerRule, Starters
from bot.house.service import LISTENED, PACKS, HouseService
from bot.house.sight import Spoilers
from bot.ids import ChannelId, ServerId
from bot.lookups.listening import Listening
from bot.lookups.story import Ending, endings
from bot.packs.in_use import Shelf
from bot.packs.service import PackService
from bot.scheduling.clock import Clock
from bot.scheduling.spoken import read_time
from bot.scheduling.zones import zones_meant

PAGE_OF = {
    Switch.RELAXED: Page.QUIZ,
    Switch.SPOILER_FREE: Page.QUIZ,
    Chosen.STARTERS: Page.QUIZ,
    Chosen.QUIZ_ROLE: Page.QUIZ,
    Chosen.MANAGER_ROLE: Page.PEOPLE,
    Chosen.CONTINUITIES: Page.SPOILERS,
    Switch.MISSES: Page.MISSES,
    Chosen.DIGEST: Page.MISSES,
}


class PanelPresses:
    """The panel: shows its pages and changes what is set on them."""

    def __init__(
        self,
        house: HouseService,
        shelf: Shelf,
        packs: PackService,
        listening: Listening,
        clock: Clock,
        groups: Sequence[SettingsGroup],
    ) -> None:
        self._house = house
        self._shelf = shelf
        self._packs = packs
        self._listening = listening
        self._clock = clock
        self._groups = groups

    @property
    def items(self) -> Sequence[Item]:
        """The buttons and menus to register."""
        return (
            on(OpenPanel, self._open),
            on(Turn, self._turn),
            on(Choose, self._choose),
            on(TypeIn, self._open_form),
            on(NoQuietHours, self._no_quiet_hours),
            on(PickChannel, self._pick_channel),
            on(PickMode, self._pick_mode),
            on(PickScene, self._pick_scene),
            on(ListenIn, self._listen),
            on(PickPackChannel, self._pick_pack_channel),
            on(PickPacks, self._pick_packs),
            on(Undo, self._undo),
        )

    @property
    def forms(self) -> Sequence[Form]:
        """The forms to handle."""
        return (on_form(TypeIn, self._typed),)

    async def opened(self, press: Press, page: Page = Page.ANSWERS) -> Outgoing:
        """A new panel, which only the member sees."""
        server_id = await managing(press, self._house)
        return replace(await self._shown(press, server_id, page), replaces=False)

    async def _open(self, press: Press, action: OpenPanel) -> Outgoing:
        server_id = await managing(press, self._house)
        page = Page(action.page) if action.page in set(Page) else Page.ANSWERS
        return await self._shown(press, server_id, page)

    async def _turn(self, press: Press, action: Turn) -> Outgoing:
        server_id = await managing(press, self._house)
        await self._house.change(server_id, member_of(press), **{action.what.value: action.on})
        return await self._shown(press, server_id, PAGE_OF.get(action.what, Page.ANSWERS))

    async def _choose(self, press: Press, action: Choose) -> Outgoing:
        server_id, values = await managing(press, self._house), _values(press)
        first = values[0] if values else None
        match action.what:
            case Chosen.STARTERS:
                chosen: Any = Starters(first) if first in set(Starters) else Starters.EVERYBODY
            case Chosen.CONTINUITIES:
                chosen = values
            case Chosen.DIGEST:
                chosen = int(first) if first else None
                known = press.guild.get_channel(chosen) if press.guild is not None and chosen else None
                if lacking := missing_rights(known, TO_RUN):
                    raise UserError(front_wording.lacks(lacking, ChannelId(chosen or 0)))
            case Chosen.QUIZ_ROLE | Chosen.MANAGER_ROLE:
                if action.what is Chosen.MANAGER_ROLE:
                    _check_chooses_managers(press)
                chosen = int(first) if first else None
                if chosen == server_id:  # everybody has this role
                    raise UserError(wording.NOT_EVERYBODY)
        await self._house.change(server_id, member_of(press), **{action.what.value: chosen})
        return await self._shown(press, server_id, PAGE_OF[action.what])

    async def _no_quiet_hours(self, press: Press, _action: NoQuietHours) -> Outgoing:
        server_id = await managing(press, self._house)
        await self._house.change(server_id, member_of(press), quiet_from=None, quiet_until=None)
        return await self._shown(press, server_id, Page.ANSWERS)

    # Forms

    async def _open_form(self, press: Press, action: TypeIn) -> None:
        rules = await self._house.rules(await managing(press, self._house))
        match action.what:
            case Typed.QUIET:
                form = form_with(action, "Quiet hours", panel.quiet_form(rules))
            case Typed.COOLDOWN:
                form = form_with(action, "Cooldown", {"Seconds": panel.number_field(rules.cooldown)})
            case Typed.TRIVIA:
                fields = {
                    "Questions": panel.number_field(rules.trivia_rounds),
                    "Seconds to join before the first": panel.number_field(rules.trivia_lobby),
                }
                form = form_with(action, "Quiz", fields)
        await press.response.send_modal(form)

    async def _typed(self, press: Press, action: TypeIn, *typed: str) -> Outgoing:
        server_id = await managing(press, self._house)
        match action.what, typed:
            case Typed.QUIET, (begins, ends, zone):
                values: dict[str, Any] = {
                    "quiet_from": _time(begins),
                    "quiet_until": _time(ends),
                    "zone": self._zone(zone),
                }
            case Typed.COOLDOWN, (seconds,):
                values = {"cooldown": _number(seconds)}
            case Typed.TRIVIA, (rounds, lobby):
                values = {"trivia_rounds": _number(rounds), "trivia_lobby": _number(lobby)}
            case _:
                return notice(front_wording.TOO_OLD)
        await self._house.change(server_id, member_of(press), **values)
        page = Page.QUIZ if action.what is Typed.TRIVIA else Page.ANSWERS
        shown = await self._shown(press, server_id, page)
        return shown if press.message is not None else replace(shown, replaces=False)

    def _zone(self, typed: str) -> str:
        if not typed.strip():
            return "UTC"
        match zones_meant(typed, self._clock.now()):
            case (zone,):
                return zone
            case _:
                raise UserError(wording.NOT_A_ZONE)

    # Spoilers

    async def _pick_channel(self, press: Press, _action: PickChannel) -> Outgoing:
        server_id, values = await managing(press, self._house), _values(press)
        return await self._shown(press, server_id, Page.SPOILERS, ChannelId(int(values[0])) if values else None)

    async def _pick_mode(self, press: Press, action: PickMode) -> Outgoing:
        server_id, values = await managing(press, self._house), _values(press)
        channel_id = ChannelId(action.channel_id) if action.channel_id else None
        mode = values[0] if values else ""
        rule = None
        if mode in set(Spoilers):
            before = _rule(await self._house.rules(server_id), channel_id)
            rule = SpoilerRule(mode=Spoilers(mode), scenes=before.scenes if mode == Spoilers.UP_TO else {})
        await self._house.set_spoilers(server_id, channel_id, rule, member_of(press))
        return await self._shown(press, server_id, Page.SPOILERS, channel_id)

    async def _pick_scene(self, press: Press, action: PickScene) -> Outgoing:
        server_id, values = await managing(press, self._house), _values(press)
        channel_id = ChannelId(action.channel_id) if action.channel_id else None
        chosen = next((each for each in await self._endings(server_id) if panel.scene_value(each) in values), None)
        if chosen is None:
            raise UserError(wording.NO_SUCH_SCENE)
        before = _rule(await self._house.rules(server_id), channel_id)
        rule = SpoilerRule(mode=Spoilers.UP_TO, scenes={**before.scenes, chosen.pack: chosen.scene_number})
        await self._house.set_spoilers(server_id, channel_id, rule, member_of(press))
        return await self._shown(press, server_id, Page.SPOILERS, channel_id)

    # Channels and packs

    async def _listen(self, press: Press, _action: ListenIn) -> Outgoing:
        server_id = await managing(press, self._house)
        chosen = frozenset(ChannelId(int(value)) for value in _values(press))
        for channel_id in chosen - await self._listening.channels(server_id):
            where = press.guild.get_channel_or_thread(channel_id) if press.guild is not None else None
            if lacking := missing_to_listen(where):
                raise UserError(front_wording.lacks(lacking, channel_id))
        async with self._house.logged(server_id, LISTENED, member_of(press)):
            await self._listening.listen_in(server_id, chosen)
        return await self._shown(press, server_id, Page.STATUS)

    async def _pick_pack_channel(self, press: Press, _action: PickPackChannel) -> Outgoing:
        server_id, values = await managing(press, self._house), _values(press)
        return await self._shown(press, server_id, Page.PACKS, ChannelId(int(values[0])) if values else None)

    async def _pick_packs(self, press: Press, action: PickPacks) -> Outgoing:
        server_id = await managing(press, self._house)
        channel_id = ChannelId(action.channel_id) if action.channel_id else None
        async with self._house.logged(server_id, PACKS, member_of(press)):
            await self._packs.choose(server_id, channel_id, _values(press))
        return await self._shown(press, server_id, Page.PACKS, channel_id)

    async def _undo(self, press: Press, action: Undo) -> Outgoing:
        server_id = await managing(press, self._house)
        for each in await self._house.changes(server_id):
            if each.id == action.change and each.value.name == Chosen.MANAGER_ROLE:
                _check_chooses_managers(press)
        await self._house.undo(server_id, action.change, member_of(press))
        return await self._shown(press, server_id, Page.LOG)

    # The pages

    async def _shown(
        self, press: Press, server_id: ServerId, page: Page, channel_id: ChannelId | None = None
    ) -> Outgoing:
        rules = await self._house.rules(server_id)
        match page:
            case Page.ANSWERS:
                parts = panel.answers(rules)
            case Page.SPOILERS:
                seen = await self._house.seen(member_of(press))
                packs = (await self._shelf.known_to(server_id)).knowledge.packs
                continuities = {id: words for pack in packs for id, words in pack.continuities.items()}
                found = await self._endings(server_id)
                parts = panel.spoilers(rules, channel_id, found, seen, continuities)
            case Page.QUIZ:
                parts = panel.quiz(rules)
            case Page.PEOPLE:
                parts = panel.people(rules)
            case Page.PACKS:
                parts = panel.packs(await self._packs.listed(server_id), channel_id)
            case Page.MISSES:
                parts = panel.misses(rules)
            case Page.STATUS:
                said = await self._status(press)  # it also forgets channels that are gone
                parts = panel.status(said, await self._listening.channels(server_id))
            case Page.LOG:
                parts = panel.changes(await self._house.changes(server_id))
        is_panel = press.message is not None and press.message.flags.ephemeral
        return Outgoing(layout=panel.panel(page, *parts), quiet=True, replaces=is_panel)

    async def _status(self, press: Press) -> str:
        """What the features with commands of their own say about themselves."""
        embed = discord.Embed()
        for group in self._groups:
            embed = await group.add_status(embed, press)
        return wording.status(embed)

    async def _endings(self, server_id: ServerId) -> tuple[Ending, ...]:
        packs = (await self._shelf.known_to(server_id)).knowledge.packs
        return tuple(each for pack in packs for each in endings(pack))


def _check_chooses_managers(press: Press) -> None:
    """The manager role can't hand itself on. Raises UserError if the member has no more than that role."""
    if not press.permissions.manage_guild:
        raise UserError(wording.CHOOSES_NO_MANAGERS)


def _rule(rules: HouseRules, channel_id: ChannelId | None) -> SpoilerRule:
    return rules.spoilers_in([channel_id] if channel_id else [])


def _values(press: Press) -> list[str]:
    data: dict[str, Any] = dict(press.data or {})
    return [str(value) for value in data.get("values", ())]


def _time(typed: str) -> str:
    if (read := read_time(typed)) is None:
        raise UserError(wording.NOT_A_TIME)
    return read.isoformat()


def _number(typed: str) -> int:
    if not typed.strip().isdecimal():
        raise UserError(wording.NOT_A_NUMBER)
    return int(typed)
