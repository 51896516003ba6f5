"""All wording of the panel of settings and of /spoilers. Pure: values in, texts out."""

import json
from calendar import day_abbr
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

import discord

from bot.discord_front.cards import whole_lines
from bot.discord_front.settings.buttons import Page, Switch
from bot.discord_front.wording import fit
from bot.house.rules import HouseRules, SpoilerRule, Starters
from bot.house.service import DAILY, LISTENED, PACKS, REVIEWED
from bot.house.sight import Spoilers
from bot.ids import ChannelId
from bot.lookups.plain_text import in_words
from bot.lookups.story import Ending
from bot.packs.service import Listed
from bot.storage.house import RuleChange

STATUS = 3000
"""Characters of the status of all features."""

PAGES = {
    Page.ANSWERS: "Answers",
    Page.SPOILERS: "Spoilers",
    Page.QUIZ: "Quiz",
    Page.PEOPLE: "Managers",
    Page.PACKS: "Packs",
    Page.MISSES: "Open questions",
    Page.STATUS: "Daily & channels",
    Page.LOG: "Changes",
}

SWITCHES = {
    Switch.MENTIONS: "Mentions and replies",
    Switch.LISTENED: "Channels I listen in",
    Switch.FORUM_POSTS: "Forum posts",
    Switch.PRIVATE: "Private answers to commands",
    Switch.RELAXED: "Twice the time",
    Switch.SPOILER_FREE: "Spoiler-free",
    Switch.MISSES: "Keep open questions",
}

ANSWERED = {
    Switch.MENTIONS: "mentions and replies",
    Switch.LISTENED: "plain questions in the channels where I listen",
    Switch.FORUM_POSTS: "posts of the forums where I listen",
}

MODES = {
    Spoilers.OPEN: ("Shown openly", "Everybody here knows the story"),
    Spoilers.MARKED: ("Behind spoiler marks", "Hidden until a member clicks"),
    Spoilers.UP_TO: ("Only up to a scene", "Nothing of a later scene, and the rest behind marks"),
    Spoilers.NEVER: ("Never", "Nothing that gives the story away"),
}

STARTERS = {
    Starters.EVERYBODY: "Everybody may start a quiz",
    Starters.ROLE: "Members with a role may start a quiz",
    Starters.MANAGERS: "Only managers may start a quiz",
}

NAMES = {
    "answers_mentions": "Mentions and replies",
    "answers_listened": "Channels I listen in",
    "answers_forum_posts": "Forum posts",
    "quiet_from": "Beginning of the quiet hours",
    "quiet_until": "End of the quiet hours",
    "zone": "Time zone of the quiet hours",
    "private_answers": "Private answers to commands",
    "cooldown": "Cooldown",
    "spoilers": "Spoilers on the server",
    "channel_spoilers": "Spoilers by channel",
    "hidden_continuities": "Continuities that I leave out",
    "quiz_starters": "Who may start a quiz",
    "quiz_role": "Role that may start a quiz",
    "trivia_rounds": "Questions of a quiz",
    "trivia_relaxed": "Twice the time",
    "trivia_spoiler_free": "Spoiler-free quiz",
    "trivia_lobby": "Lobby of a quiz",
    "manager_role": "Manager role",
    LISTENED: "Channels that I listen in",
    PACKS: "Packs in use",
    DAILY: "Daily question",
    REVIEWED: "Channel for suggestions",
    "keeps_misses": "Keep open questions",
    "misses_channel": "Channel of the weekly digest",
}

LIKE_SERVER = "Like the rest of the server"
ALL_PACKS = "All packs"
MORE_PACKS = "The menu has no room for all packs: /pack use chooses the others."
LISTEN_HERE = "I also read plain messages in these channels and their threads, and answer when I'm sure:"
MANY_CHANNELS = "I listen in more channels than a menu can show: /settings listen on and off change them."
NO_QUIET_HOURS = "No quiet hours"
NO_SCENES = "None of the packs here has a story with parts, so there is nothing to stop at."
NOT_A_ZONE = "I don't know that time zone, or know several like it. Try a city, such as Berlin or New York."
NOT_A_TIME = "I can't read that as a time. Try 22:30 or 10 pm."
NOT_A_NUMBER = "I need a whole number there."
NOT_EVERYBODY = "That role is everybody's. Choose another one."
NO_SUCH_SCENE = "I don't know that place in the story. Pick one of the suggestions."
LOG_EMPTY = "Nothing has been changed yet."
UNDONE = "Undone."
ROLE_HINT = (
    "Members with this role may do here what those who manage the server may: these settings, /setup, /pack, reviewing "
    "suggestions and reports, starting and ending quizzes. They can't choose the manager role. Everybody sees the "
    "commands for managers, and I refuse them to all others. *Server Settings → Integrations* can hide them."
)
CHOOSES_NO_MANAGERS = "Only members who manage this server can choose its manager role."


def answers(rules: HouseRules) -> str:
    """Where and how the bot answers."""
    on = tuple(said for each, said in ANSWERED.items() if getattr(rules, each))
    where = f"I answer {in_words(on, last='and')}." if on else "I don't answer in chat."
    return f"### Where I answer\n{where} Commands always work."


def quiet(rules: HouseRules) -> str:
    """The quiet hours and the cooldown."""
    if rules.quiet_from is None or rules.quiet_until is None:
        hours = "There are no quiet hours."
    else:
        hours = (
            f"From **{rules.quiet_from:%H:%M}** to **{rules.quiet_until:%H:%M}** ({fit(rules.zone, 60)}) "
            "I don't speak in chat, and answers to commands are private."
        )
    wait = f"After an answer that nobody asked me for, I wait **{rules.cooldown} s**."
    return f"### Quiet hours and cooldown\n{hours}\n{wait}"


def spoilers(rules: HouseRules, channel_id: ChannelId | None, endings: Sequence[Ending]) -> str:
    """What is done with spoilers on the server, and by channel."""
    lines = ["### Spoilers", f"On the server: {spoiler_rule(rules.spoilers, endings)}"]
    lines += [f"<#{id}>: {spoiler_rule(rule, endings)}" for id, rule in list(rules.channel_spoilers.items())[:15]]
    if len(rules.channel_spoilers) > 15:
        lines.append(f"and {len(rules.channel_spoilers) - 15} more channels")
    whose = f"<#{channel_id}>" if channel_id else "the whole server"
    lines += ["", f"The menus below are for **{whose}**. Members can set how far they have seen with /spoilers."]
    return "\n".join(lines)


def spoiler_rule(rule: SpoilerRule, endings: Sequence[Ending]) -> str:
    """A rule in words."""
    if rule.mode is not Spoilers.UP_TO:
        return MODES[rule.mode][0].lower()
    known = {(each.pack, each.scene_number): each for each in endings}
    places = [
        f"scene {scene} of {fit(known[pack, scene].story, 60)}"
        if (pack, scene) in known
        else f"scene {scene} of {pack}"
        for pack, scene in rule.scenes.items()
    ]
    return f"only up to {', '.join(places)}" if places else "only up to a scene (choose one below)"


def ending(each: Ending, *, is_seen: bool, several: bool) -> str:
    """Where one can stop. Titles of parts that weren't seen yet aren't shown."""
    title = f" · {each.part}" if each.part and is_seen else ""
    return f"Up to scene {each.scene_number} of {each.of}{title}{f' · {each.story}' if several else ''}"


def quiz(rules: HouseRules) -> str:
    """Who may start a quiz, and its defaults."""
    who = STARTERS[rules.quiz_starters]
    if rules.quiz_starters is Starters.ROLE:
        who += f": {f'<@&{rules.quiz_role}>' if rules.quiz_role else 'choose one below'}, and managers"
    return (
        f"### Quiz\n{who}.\nUnless the starter says otherwise, a quiz has **{rules.trivia_rounds}** questions, and "
        f"members have **{rules.trivia_lobby} s** to join."
    )


def people(rules: HouseRules) -> str:
    """The manager role."""
    role = f"The manager role is <@&{rules.manager_role}>." if rules.manager_role else "There is no manager role."
    return f"### Managers\n{role}\n{ROLE_HINT}"


def packs(listed: Listed, channel_id: ChannelId | None) -> str:
    """The packs used on the server, and by channel."""
    by_channel = [(id, ids) for id, ids in listed.chosen.items() if id is not None]
    lines = ["### Packs", f"The server uses {_titles(listed, listed.chosen.get(None, ()))}."]
    lines += [f"<#{id}> uses {_titles(listed, ids)}." for id, ids in by_channel[:15]]
    if len(by_channel) > 15:
        lines.append(f"and {len(by_channel) - 15} more channels")
    whose = f"<#{channel_id}>" if channel_id else "the whole server"
    lines += ["", f"The menus below are for **{whose}**. /pack adds packs of your own, changes and removes them."]
    return "\n".join(lines)


def _titles(listed: Listed, ids: Sequence[str]) -> str:
    if not ids:
        return "all packs"
    more = [f"{len(ids) - 5} more"] if len(ids) > 5 else []
    return in_words((*(f"**{fit(listed.title(id), 60)}**" for id in ids[:5]), *more), last="and")


def misses(rules: HouseRules) -> str:
    """Whether questions that the bot couldn't answer are kept, and where their digest goes."""
    head = "### Open questions"
    if not rules.keeps_misses:
        return (
            f"{head}\nI can keep the questions that I couldn't answer, for you to answer: their text, without who "
            "asked, for 30 days. Then /misses lists them, and when a manager replies to such a question, I offer to "
            "keep the reply (for that I need to read plain messages: *Message Content Intent*)."
        )
    digest = f"Each Monday <#{rules.misses_channel}> gets the ones asked most." if rules.misses_channel else ""
    return (
        f"{head}\nI keep the text of questions that I couldn't answer, without who asked, for 30 days. See them with "
        f"/misses. When you turn this off, the list is deleted.\n{digest or 'There is no weekly digest.'}"
    )


def status(embed: discord.Embed) -> str:
    """What the features with commands of their own say about themselves, as text."""
    lines = [f"**{embed.title}**"] if embed.title else []
    lines += (embed.description or "").split("\n")
    for field in embed.fields:
        lines += [f"**{field.name}**", *(field.value or "").split("\n")]
    return whole_lines(lines, STATUS)


def change(each: RuleChange) -> str:
    """A change, with who and when."""
    by = f"<@{each.by}>" if each.by else "somebody"
    old, new = json.loads(each.value.before), json.loads(each.value.after)
    name = NAMES.get(each.value.name, each.value.name)
    said = f"{_value(each.value.name, old)} → **{_value(each.value.name, new)}**"
    return f"**{name}**: {said}\n-# {by}, <t:{int(each.at.timestamp())}:R>"


def _value(name: str, value: Any) -> str:
    match value:
        case {"at": _} if name == DAILY:
            return _schedule(value)
        case {} if name == PACKS:
            used = [f"{_place(id)}: {fit(', '.join(ids), 100)}" for id, ids in list(value.items())[:5]]
            more = [f"{len(value) - 5} more"] if len(value) > 5 else []
            return "; ".join([*used, *more]) or ALL_PACKS.lower()
        case None | []:
            return "none"
        case dict() if not value:
            return "none"
        case bool():
            return "on" if value else "off"
        case _ if name in {"quiz_role", "manager_role"}:
            return f"<@&{value}>"
        case _ if name in {"misses_channel", REVIEWED}:
            return f"<#{value}>"
        case {"mode": _}:
            return spoiler_rule(SpoilerRule.model_validate(value), ())
        case dict():
            rules = ((f"<#{id}>", SpoilerRule.model_validate(rule)) for id, rule in list(value.items())[:5])
            return ", ".join(f"{channel} {spoiler_rule(rule, ())}" for channel, rule in rules)
        case list() if name == LISTENED:
            more = [f"{len(value) - 10} more"] if len(value) > 10 else []
            return ", ".join([*(f"<#{id}>" for id in value[:10]), *more])
        case list():
            return fit(", ".join(map(str, value)), 200)
        case str() if name in {"quiet_from", "quiet_until"}:
            return f"{time.fromisoformat(value):%H:%M}"
        case _:
            return fit(str(value), 100)


def _schedule(state: Mapping[str, Any]) -> str:
    """A schedule of the daily question: everything that managers can set."""
    days = "" if len(state["weekdays"]) == 7 else ", ".join(day_abbr[day] for day in state["weekdays"])
    said = [
        f"{state['at']} {fit(state['zone'], 60)} in <#{state['channel_id']}>",
        days,
        f"pings <@&{state['role_id']}>" if state["role_id"] else "",
        f"closes at {state['closes_at']}" if state["closes_at"] else "",
        *(words for key, words in _DAILY_FLAGS.items() if state[key]),
        "" if state["is_active"] else "paused",
    ]
    return ", ".join(filter(None, said))


_DAILY_FLAGS = {
    "has_thread": "with a thread",
    "reveals_in_reply": "answer as a reply",
    "may_spoil": "may tell the plot",
    "invites_to_guess": "invites to guess",
}


def _place(channel_id: str) -> str:
    return "the server" if channel_id == "0" else f"<#{channel_id}>"


def seen(scenes: Mapping[str, int], endings: Sequence[Ending]) -> str:
    """How far a member has seen each story."""
    if not scenes:
        return "You see everything, as far as this channel may. Say how far you have seen with /spoilers."
    titles = {each.pack: each.story for each in endings}
    lines = [f"- {fit(titles.get(pack, pack), 100)}: up to scene {scene}" for pack, scene in scenes.items()]
    return "\n".join(["You don't see anything later than this, on any server:", *lines])
