"""All wording of /guess, within Discord's size limits. Pure: values in, texts and embeds out."""

from collections.abc import Sequence
from typing import assert_never

import discord
from discord.utils import format_dt

from bot.discord_front.options import RIGHT, WRONG, bar
from bot.discord_front.wording import COLOUR, FIELD_NAME, FIELD_VALUE, FOOTER, TITLE, embed_of, fit, spoiler
from bot.guess.attributes import Amount, Attribute, Comparison, Labels, Match, Way
from bot.guess.hints import SOUGHT, CharacterHint
from bot.guess.results import GuessStats, Notice, PuzzleShown
from bot.guess.rules import FIRST_HINT, SECOND_HINT, SQUARES, TRIES, BoardRow
from bot.ids import MemberId
from bot.knowledge.model import Character
from bot.storage.answers import Streak

SHARE_BUTTON = "Share"
ANOTHER_BUTTON = "Another one"

NOT_OVER = "This one can't be shared: it isn't over, or it is from facts that I don't have any more."

NAMES_SHOWN = 3
"""Maximum number of names shown in a value; a phone's line holds hardly more."""

NAME = 60
"""Maximum length of a name in a line."""

LEGEND = "🟩 the same · 🟨 close, or in part · ⬛ different · ⏩ later · ⏪ earlier · 🔼 more · 🔽 fewer"

ARROWS = {
    (Attribute.SCENE, Way.MORE): " ⏩",
    (Attribute.SCENE, Way.FEWER): " ⏪",
    (Attribute.FACTS, Way.MORE): " 🔼",
    (Attribute.FACTS, Way.FEWER): " 🔽",
}

NOBODY = {
    Attribute.PRONOUN: "no pronoun",
    Attribute.GROUPS: "in no group",
    Attribute.PLAYED: "no actor",
    Attribute.CONTINUITIES: "told of nowhere",
    Attribute.TIES: "tied to nobody",
    Attribute.SCENE: "not in the plot",
    Attribute.FACTS: "no facts",
}
"""The text for an empty value."""


def board(shown: PuzzleShown) -> discord.Embed:
    """A member's board: instructions, tries, hints, and the solution at the end."""
    board = shown.board
    lines = [_notice(shown)] if shown.notice else []
    if board.is_over:
        lines += _over(shown)
    elif not board.count:
        lines += _rules(shown)
    else:
        left = TRIES - board.count
        lines.append(f"{left} {'try' if left == 1 else 'tries'} left: {_command(shown)}")
    colour = COLOUR if not board.is_over else RIGHT if board.is_solved else WRONG
    embed = embed_of("\n".join(lines), title=_title(shown), colour=colour)
    for number, row in enumerate(board.rows, 1):
        embed.add_field(
            name=fit(f"{number} · {row.tried.character.name}", FIELD_NAME),
            value=_row(row, is_last=number == len(board.rows)),
            inline=False,
        )
    for number, hint in enumerate(board.hints, 1):
        embed.add_field(name=f"Hint {number}", value=_hint(hint), inline=False)
    if board.rows:
        embed.set_footer(text=LEGEND[:FOOTER])
    return embed


def _title(shown: PuzzleShown) -> str:
    if shown.puzzle.day is None:
        return "Guess the character: practice"
    return f"Guess the character #{shown.puzzle.number}"


def _command(shown: PuzzleShown) -> str:
    return "`/guess endless try:`" if shown.puzzle.day is None else "`/guess daily try:`"


def _rules(shown: PuzzleShown) -> list[str]:
    title = fit(shown.roster.pack.title, TITLE)
    if shown.puzzle.day is None:
        who = "It doesn't count for anything."
    elif shown.puzzle.server_id is None:
        who = "There is another one every day."
    else:
        who = "It is the same one today for everybody on this server."
    return [
        f"I'm thinking of a character from **{title}**. {who}",
        "",
        f"You have {TRIES} tries: {_command(shown)}. I compare each with the one I'm thinking of. "
        f"A hint opens after the {_ordinal(FIRST_HINT)} try, another after the {_ordinal(SECOND_HINT)}.",
        "",
        LEGEND,
    ]


def _ordinal(number: int) -> str:
    return {3: "third", 5: "fifth"}.get(number, f"{number}.")


def _notice(shown: PuzzleShown) -> str:
    match shown.notice:
        case Notice.TRIED_BEFORE:
            return "You have tried that one before, so it doesn't count."
        case Notice.WAS_OVER if shown.puzzle.day is None:
            return "This one is over. Press the button for another."
        case Notice.WAS_OVER:
            return "You have played today. For more: `/guess endless`"
        case None:
            return ""
        case _:
            assert_never(shown.notice)


def _over(shown: PuzzleShown) -> list[str]:
    board = shown.board
    name = fit(board.target.character.full_name, NAME * 2)
    tries = "1 try" if board.count == 1 else f"{board.count} tries"
    lines = [f"🎉 **{name}**, found in {tries}." if board.is_solved else f"It was **{name}**."]
    if shown.streak is not None and board.is_solved:
        lines.append(_streak(shown.streak))
    if shown.next_at is not None:
        lines.append(f"The next one comes {format_dt(shown.next_at, 'R')}.")
    return lines


def _streak(streak: Streak) -> str:
    return f"Days in a row: **{streak.current}** now, {streak.longest} at best."


def _row(row: BoardRow, *, is_last: bool) -> str:
    """A try: one line per value for the latest, a single line for earlier ones."""
    values = [f"{SQUARES[verdict.match]} {_value(verdict)}" for verdict in row.verdicts]
    return (("\n" if is_last else " · ").join(values) or SQUARES[Match.SAME])[:FIELD_VALUE]


def _value(verdict: Comparison) -> str:
    attribute, value = verdict.attribute, verdict.value
    match value:
        case Amount(number=None) | Labels(names=()):
            said = NOBODY[attribute]
        case Amount(number=int(number)):
            said = f"first in scene {number}" if attribute is Attribute.SCENE else _facts(number)
        case Labels(names=names):
            said = f"tied to {_list(names)}" if attribute is Attribute.TIES else _list(names)
        case _:
            said = ""
    return f"{said}{ARROWS.get((attribute, verdict.way), '')}"


def _facts(number: int) -> str:
    return "1 fact" if number == 1 else f"{number} facts"


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(fit(name, NAME) for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _hint(hint: CharacterHint) -> str:
    text = spoiler(hint.text, 600) if hint.is_spoiler else fit(hint.text, 600)
    return f"{text}\n{SOUGHT} is the one you are looking for."


def shared(shown: PuzzleShown, member_id: MemberId) -> str:
    """The text that a member shares. Doesn't reveal the character."""
    days = f" · {shown.streak.current} days in a row" if shown.streak and shown.streak.current > 1 else ""
    title = f"Guess the character #{shown.puzzle.number}"
    return f"<@{member_id}> · {title} · {shown.board.score}{days}\n{shown.board.grid}"


def stats(stats: GuessStats) -> discord.Embed:
    """A member's stats."""
    if not stats.played:
        return embed_of("You have finished none yet. Begin with `/guess daily`", title="Guess the character: your days")
    lines = [
        f"Played: **{stats.played}**, found: **{stats.solved}** ({stats.solved / stats.played:.0%})",
        _streak(stats.streak),
        "",
    ]
    most = max(stats.by_tries)
    lines += [
        f"`{number}` {bar(count / most if most else 0)} {count}" for number, count in enumerate(stats.by_tries, 1)
    ]
    return embed_of("\n".join(lines), title="Guess the character: your days")


def nobody(typed: str, title: str, near: Sequence[str]) -> str:
    """Rejects a name that isn't in the pack."""
    text = f"I know nobody called “{fit(typed, NAME)}” in {fit(title, TITLE)}, so it doesn't count."
    return f"{text} Did you mean {' or '.join(fit(name, NAME) for name in near)}?" if near else text


def several(typed: str, meant: Sequence[Character]) -> str:
    """Rejects an ambiguous name."""
    names = " or ".join(fit(who.full_name, NAME) for who in meant[:NAMES_SHOWN])
    return f"“{fit(typed, NAME)}” may be {names}. Pick one from the list; nothing is counted yet."
