"""What is shown of a question in games and under the daily question alike: picture, explanation, where it is from."""

import discord

from bot.discord_front.wording import fit
from bot.knowledge.model import Fact
from bot.questions.authored import PACK_AUTHOR
from bot.questions.model import Question


def show_picture(embed: discord.Embed, question: Question) -> None:
    """The picture of a question, if it is behind a link; whoever cannot see it reads what is on it."""
    picture = question.picture
    if picture is None or not picture.link:
        return
    embed.set_image(url=picture.link)
    if said := " · ".join(filter(None, (picture.alt, picture.credit))):
        embed.description = f"{embed.description or ''}\n-# Picture: {fit(said, 300)}"


def explained(question: Question, fact: Fact | None) -> str:
    """What is added to the answer, on a line of its own; empty where there is nothing but the fact, which is shown."""
    if fact is not None and question.explanation == fact.text:
        return ""
    return fit(question.explanation, 400)


def origin(question: Question) -> str:
    """How hard it was, who wrote it, and where it is from: for when it is over."""
    parts = [question.difficulty.value.capitalize()]
    parts += [f"Source: {', '.join(question.source)}"] if question.source else []
    if question.author and question.author not in {PACK_AUTHOR, question.credit}:
        parts.append(f"Question: {question.author}")
    parts += [question.credit] if question.credit else []
    return " · ".join(parts)
