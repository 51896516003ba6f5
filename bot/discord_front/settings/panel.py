"""The panel of settings as a message. Pure: values in, components out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_front.buttons import OpenPanel, SetUpDaily, UploadPack, button, laid_out
from bot.discord_front.channels import WITH_MESSAGES
from bot.discord_front.settings import wording
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
from bot.discord_front.wording import COLOUR, OPTION, OPTIONS
from bot.house.rules import HouseRules, Starters
from bot.house.sight import Spoilers
from bot.ids import ChannelId
from bot.lookups.plain_text import shorten
from bot.lookups.story import Ending
from bot.packs.service import Listed
from bot.storage.house import RuleChange

CHANGES = 7
"""Number of changes shown, each with a button: as many as fit with the rest."""

Part = ui.Item[Any]


def panel(page: Page, *parts: Part) -> ui.LayoutView:
    """The panel, open at a page with these parts."""
    turn = [
        button(
            OpenPanel(each),
            wording.PAGES[each],
            style=discord.ButtonStyle.primary if each is page else discord.ButtonStyle.secondary,
        )
        for each in Page
    ]
    return laid_out(
        ui.Container(
            ui.TextDisplay("## Settings"),
            _row(*turn[:4]),
            _row(*turn[4:]),
            ui.Separator(),
            *parts,
            accent_colour=COLOUR,
        )
    )


def answers(rules: HouseRules) -> list[Part]:
    """Where it answers, quiet hours, private answers and cooldown."""
    quiet = [button(TypeIn(Typed.QUIET), "Quiet hours…")]
    if rules.quiet_from is not None:
        quiet.append(button(NoQuietHours(), wording.NO_QUIET_HOURS))
    return [
        ui.TextDisplay(wording.answers(rules)),
        _row(*(_switch(each, rules) for each in (Switch.MENTIONS, Switch.LISTENED, Switch.FORUM_POSTS))),
        _row(_switch(Switch.PRIVATE, rules)),
        ui.TextDisplay(wording.quiet(rules)),
        _row(*quiet, button(TypeIn(Typed.COOLDOWN), "Cooldown…")),
    ]


def spoilers(
    rules: HouseRules,
    channel_id: ChannelId | None,
    endings: Sequence[Ending],
    seen: Mapping[str, int],
    continuities: Mapping[str, str],
) -> list[Part]:
    """What is done with spoilers on the server (no channel) or in a channel."""
    number = channel_id or 0
    own = rules.channel_spoilers.get(str(number)) if channel_id else rules.spoilers
    modes = [
        discord.SelectOption(label=label, description=said, value=mode, default=own is not None and own.mode is mode)
        for mode, (label, said) in wording.MODES.items()
    ]
    if channel_id:
        modes.append(discord.SelectOption(label=wording.LIKE_SERVER, value="server", default=own is None))
    parts: list[Part] = [
        ui.TextDisplay(wording.spoilers(rules, channel_id, endings)),
        _row(
            ui.ChannelSelect(
                custom_id=PickChannel().custom_id,
                channel_types=[*WITH_MESSAGES],
                placeholder="The whole server; or choose a channel",
                min_values=0,
                default_values=[discord.Object(channel_id)] if channel_id else [],
            )
        ),
        _row(ui.Select(custom_id=PickMode(number).custom_id, options=modes)),
    ]
    if own is not None and own.mode is Spoilers.UP_TO:
        options = scene_options(endings, seen, chosen=own.scenes)
        if options:
            parts.append(_row(ui.Select(custom_id=PickScene(number).custom_id, options=options, placeholder="Up to…")))
        else:
            parts.append(ui.TextDisplay(wording.NO_SCENES))
    if len(continuities) > 1:
        left_out = [
            discord.SelectOption(label=shorten(words, OPTION), value=id, default=id in rules.hidden_continuities)
            for id, words in list(continuities.items())[:OPTIONS]
        ]
        parts += [
            ui.TextDisplay("Facts that I leave out on this server:"),
            _row(
                ui.Select(
                    custom_id=Choose(Chosen.CONTINUITIES).custom_id,
                    options=left_out,
                    placeholder="Nothing is left out",
                    min_values=0,
                    max_values=len(left_out),
                )
            ),
        ]
    return parts


def scene_options(
    endings: Sequence[Ending], seen: Mapping[str, int], *, chosen: Mapping[str, int]
) -> list[discord.SelectOption]:
    """The places where one can stop, for a member who has `seen` the packs up to these scenes."""
    several = len({each.pack for each in endings}) > 1
    return [
        discord.SelectOption(
            label=shorten(
                wording.ending(each, is_seen=each.scene_number <= seen.get(each.pack, each.of), several=several), OPTION
            ),
            value=scene_value(each),
            default=len(chosen) == 1 and chosen.get(each.pack) == each.scene_number,
        )
        for each in endings
        if len(scene_value(each)) <= OPTION
    ][:OPTIONS]


def scene_value(each: Ending) -> str:
    """The value of a choice."""
    return f"{each.scene_number}/{each.pack}"


def quiz(rules: HouseRules) -> list[Part]:
    """Who may start a quiz, and its defaults."""
    starters = [
        discord.SelectOption(label=label, value=each, default=each is rules.quiz_starters)
        for each, label in wording.STARTERS.items()
    ]
    parts: list[Part] = [
        ui.TextDisplay(wording.quiz(rules)),
        _row(ui.Select(custom_id=Choose(Chosen.STARTERS).custom_id, options=starters)),
    ]
    if rules.quiz_starters is Starters.ROLE:
        parts.append(_row(_role_menu(Chosen.QUIZ_ROLE, rules.quiz_role)))
    parts.append(
        _row(
            _switch(Switch.RELAXED, rules),
            _switch(Switch.SPOILER_FREE, rules),
            button(TypeIn(Typed.TRIVIA), "Questions and lobby…"),
        )
    )
    return parts


def people(rules: HouseRules) -> list[Part]:
    """The manager role."""
    return [ui.TextDisplay(wording.people(rules)), _row(_role_menu(Chosen.MANAGER_ROLE, rules.manager_role))]


def misses(rules: HouseRules) -> list[Part]:
    """The list of open questions, and its weekly digest."""
    parts: list[Part] = [ui.TextDisplay(wording.misses(rules)), _row(_switch(Switch.MISSES, rules))]
    if rules.keeps_misses:
        chosen = [discord.Object(rules.misses_channel)] if rules.misses_channel else []
        menu = ui.ChannelSelect[Any](
            custom_id=Choose(Chosen.DIGEST).custom_id,
            channel_types=[discord.ChannelType.text],
            placeholder="No weekly digest; or choose a channel",
            min_values=0,
            default_values=chosen,
        )
        parts.append(_row(menu))
    return parts


def packs(listed: Listed, channel_id: ChannelId | None) -> list[Part]:
    """The packs used on the server (no channel) or in a channel."""
    chosen = listed.chosen.get(channel_id, ())
    usable = [(pack not in chosen, title, pack) for pack, title in listed.titles.items() if len(pack) <= OPTION]
    parts: list[Part] = [
        ui.TextDisplay(wording.packs(listed, channel_id)),
        _row(
            ui.ChannelSelect(
                custom_id=PickPackChannel().custom_id,
                channel_types=[*WITH_MESSAGES],
                placeholder="The whole server; or choose a channel",
                min_values=0,
                default_values=[discord.Object(channel_id)] if channel_id else [],
            )
        ),
    ]
    if usable and len(chosen) <= OPTIONS:
        offered = [
            discord.SelectOption(label=shorten(title, OPTION), value=pack, default=not is_other)
            for is_other, title, pack in sorted(usable)[:OPTIONS]  # those chosen come first
        ]
        menu = ui.Select[Any](
            custom_id=PickPacks(channel_id or 0).custom_id,
            options=offered,
            placeholder=wording.LIKE_SERVER if channel_id else wording.ALL_PACKS,
            min_values=0,
            max_values=len(offered),
        )
        parts.append(_row(menu))
    if len(usable) > OPTIONS:
        parts.append(ui.TextDisplay(wording.MORE_PACKS))
    return [*parts, _row(button(UploadPack(), "Upload a pack…"))]


def status(text: str, listened: Collection[ChannelId]) -> list[Part]:
    """The daily question, the channels where the bot listens, and the rest that has commands of its own."""
    parts: list[Part] = [
        ui.TextDisplay(f"### Daily question and channels\n{text}"),
        _row(button(SetUpDaily(), "Set up the daily question…")),
    ]
    if len(listened) > OPTIONS:
        return [*parts, ui.TextDisplay(wording.MANY_CHANNELS)]
    menu = ui.ChannelSelect[Any](
        custom_id=ListenIn().custom_id,
        channel_types=[*WITH_MESSAGES],
        placeholder="I listen in no channel",
        min_values=0,
        max_values=OPTIONS,
        default_values=[discord.Object(id) for id in sorted(listened)],
    )
    return [*parts, ui.TextDisplay(wording.LISTEN_HERE), _row(menu)]


def changes(log: Sequence[RuleChange]) -> list[Part]:
    """The latest changes, each with a button to undo it."""
    head: Part = ui.TextDisplay("### Changes" if log else f"### Changes\n{wording.LOG_EMPTY}")
    undo = ((wording.change(each), button(Undo(each.id), "Undo")) for each in log[:CHANGES])
    return [head, *(ui.Section(said, accessory=pressed) for said, pressed in undo)]


def quiet_form(rules: HouseRules) -> dict[str, ui.TextInput[Any]]:
    """The fields for the quiet hours."""

    def field(value: str, example: str) -> ui.TextInput[Any]:
        return ui.TextInput(default=value, placeholder=example, max_length=60)

    begins = f"{rules.quiet_from:%H:%M}" if rules.quiet_from else ""
    ends = f"{rules.quiet_until:%H:%M}" if rules.quiet_until else ""
    return {
        "From": field(begins, "22:30 or 10:30 pm"),
        "Until": field(ends, "7:00"),
        "Time zone": field("" if rules.zone == "UTC" else rules.zone, "A city, such as Berlin"),
    }


def number_field(value: int) -> ui.TextInput[Any]:
    """A field for a number."""
    return ui.TextInput(default=str(value), max_length=5)


def _switch(each: Switch, rules: HouseRules) -> ui.Button[Any]:
    is_on = bool(getattr(rules, each))
    style = discord.ButtonStyle.success if is_on else discord.ButtonStyle.secondary
    return button(Turn(each, not is_on), f"{wording.SWITCHES[each]}: {'on' if is_on else 'off'}", style=style)


def _role_menu(what: Chosen, role_id: int | None) -> ui.RoleSelect[Any]:
    chosen = [discord.Object(role_id)] if role_id else []
    return ui.RoleSelect(custom_id=Choose(what).custom_id, placeholder="No role", min_values=0, default_values=chosen)


def _row(*items: Part) -> ui.ActionRow[Any]:
    return ui.ActionRow(*items)
