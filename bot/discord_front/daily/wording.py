"""All wording of the daily question, within Discord's size limits. Pure: values in, texts and embeds out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import assert_never

import discord
from discord.utils import format_dt

from bot.daily.results import (
    MILESTONES,
    DailyOutcome,
    DailyOver,
    DailyPaused,
    DailyPost,
    DailyPractice,
    DailyResult,
    DailyStatus,
    DailyToday,
    DailyVerdict,
    NoDaily,
    PingDropped,
)
from bot.discord_front.options import RIGHT, SHOWN, WRONG, bar, has_letters, lettered
from bot.discord_front.questions import explained, origin, show_picture
from bot.discord_front.wording import COLOUR, DESCRIPTION, FIELD_VALUE, QUIET, capital, fact_text, fit, quote
from bot.ids import ChannelId, MessageId, RoleId, ServerId
from bot.knowledge.model import Fact
from bot.lookups import plain_text
from bot.questions.model import QuestionKind, QuizQuestion
from bot.scheduling.spoken import WEEKDAYS
from bot.storage.answers import Graded, Streak
from bot.storage.ledger import Claimed, ClosedPost, DailyEntry, MissedDay, Posted
from bot.storage.settings import EVERY_DAY, DailySchedule

THREAD_NAME = 100
"""Discord's limit."""

STREAKS_SHOWN = 5
"""Maximum number of streaks in a result."""

TITLE = "Question of the day"
FORGIVEN = "🧊 The day that you missed is forgiven. Another one within a week would end your streak."
LOOK_BUTTON = "How did I do?"
INVITATION = "There is a new one today, the same for everybody here. You have six tries, and nobody sees them but you."


# In the channel


def post(post: DailyPost) -> discord.Embed:
    """The question, open."""
    embed = _question(post, colour=COLOUR).set_footer(text=_below(post.question))
    if post.invites_to_guess:
        embed.add_field(name="Guess the character", value=INVITATION, inline=False)
    return embed


def _question(post: DailyPost, *, colour: discord.Colour) -> discord.Embed:
    lines = [*_before(post), f"**{fit(post.question.text, 2000)}**"]
    if post.question.kind is QuestionKind.AUTHORED and post.question.hints:  # other hints give too much away
        lines.append(f"-# Hint: ||{fit(post.question.hints[0], 300)}||")
    if has_letters(post.options):
        lines += ["", *lettered(post.options)]
    if post.closes_at is not None:
        lines += ["", f"Open until {format_dt(post.closes_at, 'f')} ({format_dt(post.closes_at, 'R')})."]
    embed = discord.Embed(title=_title(post.day), description="\n".join(lines)[:DESCRIPTION], colour=colour)
    show_picture(embed, post.question)
    return embed


def _before(post: DailyPost) -> list[str]:
    """The previous question's result, with a separator."""
    before = post.before
    if before is None or before.question is None:
        return []
    when = "Yesterday" if post.day - before.day == timedelta(days=1) else "Last time"
    return [f"**{when}:** {fit(before.question.text, 300)}", *_reveal(before, before.question), ""]


def _reveal(result: DailyResult, question: QuizQuestion) -> list[str]:
    """The answer, the score and the streaks, in a line each."""
    lines = [f"✅ **{fit(question.answer, SHOWN)}** · {_count(result)}"]
    if running := _running(result):
        more = f" and {len(running) - STREAKS_SHOWN} more" if len(running) > STREAKS_SHOWN else ""
        named = (f"<@{member_id}> {days}{_medal(days)}" for member_id, days in running[:STREAKS_SHOWN])
        lines.append(f"🔥 {', '.join(named)}{more}")
    return lines


def reply(result: DailyResult) -> discord.Embed:
    """The reply to a question at its close. The question itself shows the full result."""
    lines = _reveal(result, result.question) if result.question else [_count(result)]
    embed = discord.Embed(title="The answer", description="\n".join(lines)[:DESCRIPTION], colour=QUIET)
    if result.question and (told := explained(result.question, result.fact)):
        embed.description = f"{embed.description}\n\n{told}"[:DESCRIPTION]
    return embed


def _below(question: QuizQuestion) -> str:
    category = plain_text.shorten(capital(question.category), 100)
    return f"{category} · your first pick counts, and only you see whether it is right"


def ping(post: DailyPost) -> str:
    """The ping of the role; empty if there is none."""
    return f"<@&{post.role_id}>" if post.role_id else ""


def thread_name(post: DailyPost) -> str:
    """The name of the discussion thread."""
    return f"{TITLE}, {_short_day(post.day)}: spoilers inside"[:THREAD_NAME]


def result(result: DailyResult) -> discord.Embed:
    """The result, which replaces the question."""
    question = result.question
    embed = discord.Embed(title=_title(result.day), colour=QUIET)
    lines = [f"**{fit(question.text, 2000)}**" if question else "My fact sheets have this question no longer."]
    answer = question.answer if question else None
    lines += ["", *_spread(result, answer), "", _count(result)]
    embed.description = "\n".join(lines)[:DESCRIPTION]
    if question:
        show_picture(embed, question)
        _tell_fact(embed, question, result.fact)
    if streaks := _streaks(result):
        embed.add_field(name="Streaks", value=streaks, inline=False)
    return embed


def _spread(result: DailyResult, answer: str | None) -> list[str]:
    """A line for each option: how many picked it."""
    lines = []
    for option, count in zip(result.options, result.spread, strict=True):
        share = count / result.answered if result.answered else 0
        mark = "✅" if option == answer else "▫️"
        name = f"**{fit(option, SHOWN)}**" if option == answer else fit(option, SHOWN)
        lines.append(f"{mark} {name}\n{bar(share)} {count} ({share:.0%})")
    return lines


def _count(result: DailyResult) -> str:
    if not result.answered:
        return "Nobody answered."
    said = f"{result.right} of {result.answered} got it right."
    return f"{said} First: <@{result.first}>." if result.first is not None else said


def _streaks(result: DailyResult) -> str:
    """The longest current streaks, and the server's."""
    running = _running(result)
    lines = [f"<@{member_id}>: {days} days in a row{_medal(days)}" for member_id, days in running[:STREAKS_SHOWN]]
    if len(running) > STREAKS_SHOWN:
        lines.append(f"and {len(running) - STREAKS_SHOWN} more")
    if result.server_streak.current > 1:
        lines.append(f"This server: {result.server_streak.current} days in a row with a right answer")
    return "\n".join(lines)[:FIELD_VALUE]


def _medal(days: int) -> str:
    """A line for a milestone day."""
    return " 🏅" if days in MILESTONES else ""


def _running(result: DailyResult) -> list[tuple[int, int]]:
    """Members with a current streak and its length, the longest first."""
    running = [(member_id, streak.current) for member_id, streak in result.streaks.items() if streak.current > 1]
    return sorted(running, key=lambda each: (-each[1], each[0]))


def _tell_fact(embed: discord.Embed, question: QuizQuestion, fact: Fact | None) -> None:
    """The fact behind the question, and the sources of both."""
    if fact is not None:
        embed.add_field(name="The fact", value=fact_text(fact, 1000), inline=False)
    if told := explained(question, fact):
        embed.add_field(name="Besides", value=told, inline=False)
    embed.set_footer(text=plain_text.shorten(origin(question), 500))


def told(notice: DailyPaused | PingDropped, server: str) -> str:
    """The direct message to the member who set it up on this server."""
    return paused(notice, server) if isinstance(notice, DailyPaused) else ping_dropped(notice, server)


def ping_dropped(notice: PingDropped, server: str) -> str:
    """The ping is gone; the questions go on."""
    on_server = f" on **{quote(server)}**" if server else ""
    return (
        f"The daily question{on_server} in <#{notice.channel_id}> goes on, but it doesn't ping <@&{notice.role_id}> "
        "any more: you may not mention that role there. A manager with that right can choose it again with "
        "/settings daily set."
    )


def paused(notice: DailyPaused, server: str) -> str:
    """The schedule is paused, and what to do."""
    on_server = f" on **{quote(server)}**" if server else ""
    return (
        f"The daily question{on_server} in <#{notice.channel_id}> is paused. {quote(notice.reason)} "
        "Scores and streaks stay. Put that right and say /settings daily resume on the server, or choose another "
        "channel with /settings daily set."
    )


# Private replies to members


def verdict(verdict: DailyVerdict) -> discord.Embed:
    """The grade of a pick."""
    answer, question = verdict.answer, verdict.question
    lines = [] if verdict.is_new else ["You had answered already; your first pick counts.", ""]
    lines.append(_own(answer, question))
    if verdict.streak.current > 1:
        lines += ["", f"You have answered {verdict.streak.current} days in a row."]
    if verdict.is_new and verdict.streak.current in MILESTONES:
        lines.append(f"🏅 A milestone: {verdict.streak.current} days!")
    if verdict.is_new and verdict.streak.since_forgiven == 1:
        lines.append(FORGIVEN)
    colour = RIGHT if answer.is_right else WRONG
    embed = discord.Embed(description="\n".join(lines)[:DESCRIPTION], colour=colour)
    _tell_fact(embed, question, verdict.fact)
    return embed


def _own(answer: Graded, question: QuizQuestion | None) -> str:
    picked = fit(answer.given.text, 200)
    if answer.is_right:
        return f"✅ **{picked}** is right. +{answer.points} points."
    right = f" The right answer is **{fit(question.answer, 200)}**." if question else ""
    return f"❌ You picked **{picked}**.{right or ' That is not right.'}"


def outcome(outcome: DailyOutcome) -> discord.Embed:
    """The member's own part of a result. The result, with the fact, is in the channel."""
    own = outcome.own
    if own is None:
        return discord.Embed(description=f"You did not answer this one.\n{_streak(outcome.streak)}", colour=QUIET)
    said = _own(own, outcome.question)
    return discord.Embed(description=f"{said}\n{_streak(outcome.streak)}", colour=RIGHT if own.is_right else WRONG)


def long_day(day: date) -> str:
    """`Friday, 1 May 2026`."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {day:%B %Y}"


def earlier(post: DailyPost) -> discord.Embed:
    """An earlier question, for practice."""
    return _question(post, colour=QUIET).set_footer(text="For practice: it earns no points and changes no streak.")


def practice(outcome: DailyPractice) -> discord.Embed:
    """The grade of a practice pick."""
    picked = f"**{fit(outcome.picked, 200)}**"
    said = f"✅ {picked} is right." if outcome.is_right else f"❌ You picked {picked}."
    if not outcome.is_right:
        said += f" The right answer is **{fit(outcome.question.answer, 200)}**."
    colour = RIGHT if outcome.is_right else WRONG
    embed = discord.Embed(description=f"{said}\n-# This was practice.", colour=colour)
    _tell_fact(embed, outcome.question, outcome.fact)
    return embed


def over(over: DailyOver) -> str:
    """Says that the question is closed."""
    said = "This question is closed."
    return f"{said} The next one comes {format_dt(over.next_post, 'R')}." if over.next_post else said


def today(today: DailyToday) -> discord.Embed:
    """The question, and the member's answer."""
    entry, post = today.entry, today.post
    is_closed = isinstance(entry, ClosedPost)
    embed = _question(post, colour=QUIET if is_closed else COLOUR)
    if is_closed:
        embed.description = f"**{fit(post.question.text, 2000)}**"
    where = _link(post.server_id, post.channel_id, entry.message_id)
    if today.own is not None:
        state = _own(today.own, post.question)
    elif is_closed:
        state = f"You did not answer. It was **{fit(post.question.answer, 200)}**."
    else:
        state = f"You have not answered yet: [go to the question]({where})."
    embed.add_field(name="You", value=f"{state}\n{_streak(today.streak)}"[:FIELD_VALUE], inline=False)
    if today.own is not None or is_closed:
        _tell_fact(embed, post.question, today.fact)
    coming = _moment(today.next_post) if today.next_post is not None else "None is planned for now."
    return embed.add_field(name="Next question", value=coming, inline=False)


def _streak(streak: Streak) -> str:
    frozen = " 🧊" if streak.is_frozen else ""
    return f"Days in a row: {streak.current}{frozen} · longest: {streak.longest}"


def no_daily(none: NoDaily) -> str:
    """Says that there is no question."""
    if none.schedule is None:
        return "There is no daily question on this server. A manager can set one up with /settings daily set."
    if none.next_post is None:
        return "The daily question of this server is paused."
    if none.latest is not None:
        return f"There is no question just now. The next one comes {_moment(none.next_post)}."
    return f"There has been no question yet. The first comes {_moment(none.next_post)}."


# For managers


def status(status: DailyStatus, *, warnings: Sequence[str] = ()) -> discord.Embed:
    """The schedule, with warnings."""
    schedule = status.schedule
    embed = discord.Embed(
        title="Daily question" if schedule.is_active else "Daily question: paused",
        description=_plan(schedule),
        colour=COLOUR if schedule.is_active else WRONG,
    )
    if not schedule.is_active:
        reason = quote(schedule.pause_reason) or "A manager paused it."
        embed.add_field(name="Why", value=f"{reason}\nGo on with /settings daily resume."[:FIELD_VALUE], inline=False)
    if status.next_post is not None:
        embed.add_field(name="Next question", value=_moment(status.next_post), inline=False)
    if status.skipped is not None:
        embed.add_field(name="Left out", value=long_day(status.skipped), inline=False)
    if status.latest is not None:
        embed.add_field(name="Latest", value=_entry(status.latest), inline=False)
    if warnings:
        embed.add_field(name="Mind", value="\n".join(warnings)[:FIELD_VALUE], inline=False)
    return embed


def not_set_up(told: str) -> discord.Embed:
    """Replaces `status` if there is no schedule."""
    return discord.Embed(title="Daily question", description=told, colour=COLOUR)


def _plan(schedule: DailySchedule) -> str:
    lines = [
        f"{capital(weekdays(schedule.weekdays))} at **{schedule.at:%H:%M}** ({quote(schedule.zone)}) "
        f"in <#{schedule.channel_id}>"
    ]
    closes = "stays open until the next one"
    if schedule.closes_at is not None:
        later = " on the day after" if schedule.closes_at <= schedule.at else ""
        closes = f"closes at {schedule.closes_at:%H:%M}{later}"
    lines.append(f"It {closes}.")
    if schedule.role_id:
        lines.append(f"It pings <@&{schedule.role_id}>.")
    if schedule.has_thread:
        lines.append("It has a thread for talk.")
    if schedule.reveals_in_reply:
        lines.append("The answer follows as a reply at the close.")
    if schedule.invites_to_guess:
        lines.append("It invites to guess the character of the day.")
    if schedule.may_spoil:
        lines.append("Questions may tell the plot.")
    return "\n".join(lines)


def _entry(entry: DailyEntry) -> str:
    match entry:
        case Claimed(plan=plan):
            return f"{long_day(plan.day)}: being posted"
        case Posted(plan=plan, message_id=message):
            return f"{long_day(plan.day)}: [open]({_link(plan.server_id, plan.channel_id, message)})"
        case ClosedPost(plan=plan, message_id=message):
            return f"{long_day(plan.day)}: [closed]({_link(plan.server_id, plan.channel_id, message)})"
        case MissedDay(day=day):
            return f"{long_day(day)}: no question. Streaks go on over it."
        case _:
            assert_never(entry)


def weekdays(days: frozenset[int]) -> str:
    """`every day`, `Monday to Friday`, `Monday, Wednesday and Friday`."""
    if days == EVERY_DAY:
        return "every day"
    order = sorted(days)
    if len(order) > 2 and order == list(range(order[0], order[-1] + 1)):
        return f"{WEEKDAYS[order[0]]} to {WEEKDAYS[order[-1]]}"
    return plain_text.in_words(tuple(WEEKDAYS[day] for day in order), last="and")


def cannot_post(rights: Sequence[str], channel_id: ChannelId) -> str:
    """Warns that the next question would pause the schedule."""
    names = plain_text.in_words(tuple(f"**{right}**" for right in rights), last="and")
    return f"I cannot post in <#{channel_id}>: give me {names} there, or choose another channel."


def may_not_ping(role_id: RoleId) -> str:
    """Refuses a role that the manager may not mention."""
    return (
        f"You can't mention <@&{role_id}> there, so I won't do it for you. Pick a role that everyone may mention, or "
        "ask somebody with **Mention Everyone** to set it."
    )


def cannot_ping(role_id: RoleId) -> str:
    """Warns that the role would be named but not notified."""
    return (
        f"Nobody hears <@&{role_id}> from me: allow everyone to mention the role, or give me **Mention Everyone** in "
        "the channel."
    )


def skipped(day: date) -> str:
    """Confirms a skip, and explains how to undo it."""
    return f"There will be no question on {long_day(day)}. Take it back with /settings daily unskip."


def not_a_time(typed: str) -> str:
    """Rejects an invalid time."""
    return f"I can't read “{quote(typed[:50])}” as a time. Type it like 18:30 or 6:30 pm."


def not_a_day(typed: str) -> str:
    """Rejects an invalid date."""
    return f"I can't read “{quote(typed[:50])}” as a day. Pick one from the list, or type it like 2026-05-01."


def not_weekdays(typed: str) -> str:
    """Rejects invalid weekdays."""
    return f"I can't read “{quote(typed[:100])}” as weekdays. Type “every day”, “Monday to Friday” or “Mon, Wed, Sat”."


def which_zone(typed: str, found: Sequence[str]) -> str:
    """Rejects an unknown or ambiguous time zone."""
    if not found:
        return f"I don't know a time zone “{quote(typed)}”. Type a city or a country, and pick one from the list."
    names = plain_text.in_words(tuple(map(quote, found)), last="or")
    return f"“{quote(typed)}” could be {names}. Type one of them, or pick one from the list."


NO_TEXT_CHANNEL = "I cannot post there. Pick a text channel that I can see, with the option channel."
BOTH = "Tell me either the new one or to do without it, not both."
EVERYONE = "Pick a role whose members want to be pinged. I never ping everyone."
NEEDS = "To begin, tell me the time and the time zone: /settings daily set time:18:00 zone:Europe/Berlin"
NOTHING_KNOWN = "I have nothing about this question any more, so I cannot say how you did."
CHANNEL_GONE = "I see its channel no longer. Choose another with /settings daily set."
NOTHING_SKIPPED = "No day is left out."
PAUSED = (
    "The daily question is paused. A question that is open stays open until its close. "
    "Go on with /settings daily resume."
)
PAUSED_ALREADY = "The daily question is paused already. Go on with /settings daily resume."
RUNS_ALREADY = "The daily question is not paused."
TURNED_OFF = (
    "There will be no daily question any more. A question that is open stays open until its close; scores and streaks "
    "stay. Begin again with /settings daily set."
)
WAS_OFF = "There is no daily question on this server. Set one up with /settings daily set."


# Helpers


def _moment(moment: datetime) -> str:
    """A timestamp that Discord shows in each reader's local time."""
    return f"{format_dt(moment, 'F')} ({format_dt(moment, 'R')})"


def _title(day: date) -> str:
    return f"{TITLE} · {_short_day(day)}"


def _short_day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _link(server_id: ServerId, channel_id: ChannelId, message_id: MessageId) -> str:
    return f"https://discord.com/channels/{server_id}/{channel_id}/{message_id}"
