"""All wording of /pack, within Discord's size limits. Pure: values in, texts and embeds out."""

from collections.abc import Iterable, Sequence

import discord
from discord.utils import format_dt

from bot.discord_front.wording import COLOUR, DESCRIPTION, QUIET, embed_of, fact_text, fit
from bot.errors import Problem
from bot.packs.changes import AnswerChange, Counts, Sample
from bot.packs.service import Listed, Previewed, Proposed
from bot.packs.uploads import LARGEST_ZIP
from bot.storage.packs import PackVersion

ADD_TITLE = "A pack of your own"
UPDATE_TITLE = "A new version of a pack"
FILE_LABEL = "A zip, YAML, a quiz file or plain text"
NOTE_LABEL = "A note for the history"
TITLE_LABEL = "What it is about"
TOO_LARGE = f"That file is larger than {LARGEST_ZIP // 1024**2} MB, which is the most that I take."
NOT_THERE = "Discord didn't give me the file. Upload it again."
TOO_SLOW = "I was too slow to show you a form. Try again, or attach the file to the command."
NO_EARLIER_VERSION = "There is no earlier version."
NO_SUCH_PACK = "There is no such pack here. /pack list shows them all."
CONFIRM_BUTTON = "Use it"
REMOVE_BUTTON = "Remove it"
USUAL = "usual"
USUAL_CHOICE = "What is usual: all of my operator's packs, and all of this server's"

SHOWN = 5
"""Maximum number of facts or answers shown of each kind."""

PROBLEMS = 30
"""Maximum number of problems shown; all of them are in the file."""

NAME, TEXT = 80, 160
"""Maximum lengths of a title and of a line."""


def refused(problems: Sequence[Problem]) -> discord.Embed:
    """The problems of an upload."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"- {fit(str(problem), 250)}" for problem in problems[:PROBLEMS]]
    more = len(problems) - PROBLEMS
    lines += [f"… and {more} more, in the file below."] if more > 0 else []
    return embed_of(
        _lines(["Nothing has changed. Correct these, and upload the file again:", *lines]),
        title=f"This pack has {count}",
        colour=QUIET,
    )


def proposed(proposed: Proposed) -> discord.Embed:
    """What an upload would change, to be confirmed."""
    changes = proposed.changes
    is_new = proposed.version.based_on == 0
    first = f"I read it as {fit(proposed.read_as, NAME)}. Nothing is used before you confirm."
    lines = [first, *(f"- {fit(note, TEXT)}" for note in proposed.notes)]
    lines.append(f"**Facts**: {_counts(changes.facts)}. **Quiz questions**: {_counts(changes.quiz)}.")
    if not is_new:
        lines += _some("Added", [fact_text(fact, TEXT) for fact in changes.added], changes.facts.added)
        lines += _some("Changed", [fact_text(new, TEXT) for _, new in changes.changed], changes.facts.changed)
        lines += _some("Gone", [fact_text(fact, TEXT) for fact in changes.gone], changes.facts.gone)
        lines += _some("Questions with another answer", map(_answer_change, changes.answers), len(changes.answers))
    embed = embed_of(_lines(lines), title=f"{'A new pack' if is_new else 'A change'}: {fit(proposed.title, NAME)}")
    return _with_samples(embed, proposed.samples)


def previewed(preview: Previewed) -> discord.Embed:
    """What is in a pack."""
    lines = [f"Facts: {preview.facts} · characters: {preview.characters} · quiz questions: {preview.quiz}"]
    return _with_samples(embed_of(_lines(lines), title=fit(preview.title, NAME)), preview.samples)


def in_use(title: str) -> str:
    """A confirmed version is used now."""
    return f"**{fit(title, NAME)}** is in use now. Ask me something, or see /pack history."


def rolled_back(title: str, number: int) -> str:
    """An earlier version is used again."""
    return f"**{fit(title, NAME)}** is back to version {number}."


def not_chosen(title: str) -> str:
    """A pack that the server hasn't chosen isn't used by itself."""
    return f"This server has chosen its packs, and **{fit(title, NAME)}** isn't among them: /pack use adds it."


def to_remove(title: str) -> str:
    """Asks before a pack is removed."""
    return f"Remove **{fit(title, NAME)}** with all its versions? That can't be undone; /pack export saves it."


def removed(title: str) -> str:
    """A pack was removed."""
    return f"**{fit(title, NAME)}** is removed, with all its versions."


def exported(title: str) -> str:
    """Says what the file below is, and what to do with it."""
    return (
        f"Here are all files of **{fit(title, NAME)}** in a zip: unzip it to edit them, then zip the folder and upload "
        "it with /pack update."
    )


def history(title: str, versions: Sequence[PackVersion], current: int) -> discord.Embed:
    """The versions that were used."""
    lines = []
    for version in versions:
        by = f" by <@{version.by}>" if version.by is not None else ""
        note = f": {fit(version.note, TEXT)}" if version.note else ""
        now = " (**in use**)" if version.number == current else ""
        lines.append(f"{version.number}. {format_dt(version.at, 'f')}{by}{note}{now}")
    return embed_of(_lines(lines), title=f"Versions of {fit(title, NAME)}")


def go_back(number: int) -> str:
    """The label of a button to go back."""
    return f"Back to {number}"


def listed(listed: Listed) -> discord.Embed:
    """The packs of a server, and where they are used."""
    lines = ["**This server's own**"]
    lines += [
        f"- {fit(pack.title, NAME)}, version {pack.version}"
        + ("" if pack.is_readable else ": can't be read any more, so it isn't used; upload it again")
        for pack in listed.own
    ] or ["None yet. A manager adds one with /pack add."]
    lines += ["", "**My operator's**", *(f"- {fit(title, NAME)}" for title in listed.operators.values()), ""]
    if not listed.chosen:
        lines.append("All of them are used in every channel. /pack use chooses others.")
    for channel, packs in listed.chosen.items():
        where = f"<#{channel}>" if channel is not None else "The server"
        lines.append(f"{where} uses {_titles(listed, packs)}.")
    return discord.Embed(title="Packs", description=_lines(lines), colour=COLOUR)


def chosen(listed: Listed, channel: int | None, packs: Sequence[str]) -> str:
    """Says what is used from now on."""
    where = f"<#{channel}>" if channel is not None else "This server"
    if not packs:
        return f"{where} uses what is usual: all of my operator's packs, and all of this server's own."
    return f"{where} uses {_titles(listed, packs)} from now on. A game that is running goes on as it began."


def _titles(listed: Listed, packs: Iterable[str]) -> str:
    return ", ".join(f"**{fit(listed.title(pack), NAME)}**" for pack in packs)


def _counts(counts: Counts) -> str:
    if counts == Counts(0, 0, 0):
        return "no change"
    named = ((counts.added, "added"), (counts.changed, "changed"), (counts.gone, "gone"))
    return ", ".join(f"{count} {what}" for count, what in named if count)


def _some(title: str, lines: Iterable[str], count: int) -> list[str]:
    told = [f"- {line}" for _, line in zip(range(SHOWN), lines, strict=False)]
    more = [f"- … and {count - SHOWN} more"] if count > SHOWN else []
    return [f"**{title}**", *told, *more] if told else []


def _answer_change(change: AnswerChange) -> str:
    before, after = (fit(text, 100) if text else "no answer" for text in (change.before, change.after))
    return f"{fit(change.question, 100)} {before} → {after}"


def _with_samples(embed: discord.Embed, samples: Sequence[Sample]) -> discord.Embed:
    for sample in samples:
        answer = f"||{fit(sample.answer, 300)}||" if sample.answer else "(no sure answer)"
        embed.add_field(name=fit(sample.question, 200), value=answer, inline=False)
    return embed


def _lines(lines: Iterable[str]) -> str:
    """As many whole lines as fit."""
    kept, left = [], DESCRIPTION - 100
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)
