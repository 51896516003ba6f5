"""All wording of leaderboards and stats, within Discord's size limits. Pure: values in, texts and embeds out."""

from typing import assert_never

import discord
from discord.utils import format_dt

from bot.community.badges import Badge, EarnedBadge
from bot.community.boards import BoardShown, ResetOffer, SharedLine, StatsShown
from bot.discord_front.options import rank_mark
from bot.discord_front.wording import COLOUR, DESCRIPTION, QUIET, capital, quote
from bot.ids import MemberId
from bot.storage.answers import Game, Standing
from bot.storage.periods import Period

NOT_YOURS_TO_RESET = "Only managers of this server can reset the boards."
NOTHING_TO_SHARE = "You haven't answered any of the recent daily questions, so there's nothing to share."
WAS_RESET = "Done: the boards are reset."

RESET_BUTTON = "Reset the boards…"
CONFIRM_BUTTON = "Yes, reset them"

CHART_NAME = "stats.png"

BADGES = {
    Badge.STREAK: ("🔥", "Ten right answers in a row"),
    Badge.ALONE: ("🦉", "The only one who knew it"),
    Badge.WEEK: ("📅", "A perfect week: seven dailies right in a row"),
    Badge.GAME: ("🎯", "A perfect game, without a wrong answer"),
    Badge.HARD: ("🪨", "Cracked a question that hardly anybody gets"),
    Badge.MANY: ("💯", "A hundred right answers"),
}

PERIODS = {
    Period.TODAY: "today",
    Period.WEEK: "this week",
    Period.MONTH: "this month",
    Period.ALL: "of all time",
}


def board(shown: BoardShown) -> discord.Embed:
    """A page of a board, with the rank of the member who asked."""
    lines = [_place(standing) for standing in shown.board.standings]
    if not lines:
        begin = "Today's question: /daily" if shown.game is Game.DAILY else "Start a game with /trivia start."
        lines.append(f"Nobody has answered yet. {begin}")
    own = shown.board.own
    if own is not None and own not in shown.board.standings:
        lines += ["", f"You: {_place(own)}"]
    elif own is None and shown.board.standings:
        lines += ["", "You're not on this board yet."]
    embed = discord.Embed(
        title=f"Leaderboard {PERIODS[shown.period]}{_game(shown.game)}",
        description="\n".join(lines)[:DESCRIPTION],
        colour=COLOUR,
    )
    footer = [f"Page {shown.number + 1} of {shown.pages}"] if shown.pages > 1 else []
    if shown.server_streak.current > 1:
        footer.append(f"This server: {shown.server_streak.current} dailies in a row with a right answer")
    return embed.set_footer(text=" · ".join(footer)) if footer else embed


def _game(game: Game | None) -> str:
    match game:
        case None:
            return ""
        case Game.TRIVIA:
            return ": trivia"
        case Game.DAILY:
            return ": daily questions"
        case _:
            assert_never(game)


def _place(standing: Standing) -> str:
    stands = rank_mark(standing.rank, standing.points)
    return (
        f"{stands} <@{standing.member_id}> · {_points(standing.points)} ({standing.right} of {standing.answered} right)"
    )


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def stats(shown: StatsShown) -> discord.Embed:
    """A member's stats; the chart is a separate file."""
    record, total = shown.record, shown.record.total
    if not total.answered:
        return discord.Embed(
            description=f"<@{shown.member_id}> hasn't answered anything yet. Start a game with /trivia start.",
            colour=QUIET,
        )
    rank = f" · place {record.rank}" if record.rank is not None else ""
    lines = [
        f"<@{shown.member_id}> · {_points(record.points)}{rank}",
        "",
        f"Answered: **{total.answered}**, right: **{total.right}** ({total.right / total.answered:.0%})",
        f"Right in a row: **{record.hits.current}** now, {record.hits.longest} at best",
    ]
    if record.days.longest:
        frozen = " 🧊" if record.days.is_frozen else ""
        lines.append(f"Dailies in a row: **{record.days.current}**{frozen} now, {record.days.longest} at best")
    if shown.best is not None:
        share = record.by_category[shown.best]
        lines.append(f"Best at: **{capital(shown.best)}** ({share.right} of {share.answered})")
    if shown.badges:
        lines += ["", *map(_badge, shown.badges)]
    if shown.shared:
        lines += ["", f"Last dailies: {shown.shared}"]
    embed = discord.Embed(title="Stats", description="\n".join(lines)[:DESCRIPTION], colour=COLOUR)
    return embed.set_image(url=f"attachment://{CHART_NAME}")


def _badge(earned: EarnedBadge) -> str:
    sign, what = BADGES[earned.badge]
    return f"{sign} {what} ({format_dt(earned.at, 'd')})"


def shared(member_id: MemberId, line: SharedLine, *, server: str) -> str:
    """The text that a member shares. Reveals nothing about the questions."""
    where = f"{quote(server)} · " if server else ""
    days = f" · {line.streak.current} in a row" if line.streak.current > 1 else ""
    return f"**{where}question of the day {line.number}**\n{line.squares}\n<@{member_id}>: {_legend(line)}{days}"


def _legend(line: SharedLine) -> str:
    """The number of right squares, for readers who don't know the colours."""
    asked = sum(square != "⬛" for square in line.squares)
    return f"{line.squares.count('🟩')} of {asked} right"


def offer(offer: ResetOffer) -> str:
    """Describes a reset before it is confirmed."""
    if not offer.answers:
        return "The boards are empty; there's nothing to reset."
    return (
        f"Everybody would start again from zero: {_answers(offer.answers)} would no longer count. "
        "**This can't be undone.** "
        "The file has all the answers; keep it in case you want to look something up. "
        "A reset deletes no answers; members can delete theirs with /mydata."
    )


def reset(answers: int, *, by: MemberId) -> str:
    """Announces that the boards were reset."""
    count = "count" if answers != 1 else "counts"
    return f"<@{by}> has reset the boards; {_answers(answers)} no longer {count}."


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"
