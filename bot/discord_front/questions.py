"""The parts of a question that games and daily questions share: picture, explanation, source."""

import discord

from bot.discord_front.wording import fit
from bot.knowledge.model import Fact
from bot.questions.authored import PACK_AUTHOR
from bot.questions.model import QuizQuestion


def show_picture(embed: discord.Embed, question: QuizQuestion) -> None:
    """The picture of a question, if it has a link, with its description for people who can't see it."""
    picture = question.picture
    if picture is None or not picture.link:
        return
    embed.set_image(url=picture.link)
    if said := " · ".join(filter(None, (picture.alt, picture.credit))):
        embed.description = f"{embed.description or ''}\n-# Picture: {fit(said, 300)}"


def explained(question: QuizQuestion, fact: Fact | None) -> str:
    """The explanation below the answer, on its own line; empty if there is only the fact, which is shown anyway."""
    if fact is not None and question.explanation == fact.text:
        return ""
    return fit(question.explanation, 400)


def origin(question: QuizQuestion) -> str:
    """Difficulty, author and origin, shown when the question is closed."""
    parts = [question.difficulty.value.capitalize()]
    parts += [f"Source: {', '.join(question.source)}"] if question.source else []
    if question.author and question.author not in {PACK_AUTHOR, question.credit}:
        parts.append(f"Question: {question.author}")
    parts += [question.credit] if question.credit else []
    return " · ".join(parts)
