"""All wording of /help and /about. Pure: values in, embeds out."""

import discord

from bot.discord_front.wording import capital, embed_of, fit
from bot.knowledge.model import Knowledge
from bot.lookups import plain_text

ABOUT_PACKS = 6
"""Maximum number of packs that /about describes; the others are counted."""

ABOUT_UNITS = 3
"""Maximum number of texts of a pack that /about names as its sources."""


def usage(knowledge: Knowledge, *, mention: str) -> discord.Embed:
    """A summary of the bot's features."""
    embed = embed_of(
        f"Ask me about {fit(plain_text.titles(knowledge), 400)}. Mention me ({mention}), reply to one of my "
        "messages, or write to me directly. I answer with a fact and its source; when I'm not certain I say so and "
        "show the closest one.",
        title="What I can do",
    )
    for name, text in COMMANDS.items():
        embed.add_field(name=name, value=text, inline=False)
    return embed


COMMANDS = {
    "/ask": "A question in your own words. With `private` only you see the answer.",
    "/fact": "A fact this channel hasn't seen recently, about a character or anything.",
    "/whoplayed": "Who plays a character, or which characters an actor plays.",
    "/character": "A character's card: names, actor, relations, what happens to them.",
    "/plot": "The story in pages, hidden until you click it.",
    "/daily": "Today's question, and how you did.",
    "/trivia": "A quiz in this channel: start, skip and stop. With buttons, or with typed answers.",
    "/guess": "Guess the character in six tries: one a day for the whole server, and endless ones for practice.",
    "/leaderboard": "Who has the most points on this server, today or overall.",
    "/stats": "Your stats in the games, or somebody else's, with a chart.",
    "/mydata": "What I keep about you, as a file, and a way to delete it. Only you see it.",
    "/settings": "For server managers: the daily question, and the channels I listen in.",
    "/about": "Which facts I have, and where they come from.",
    "Why this answer?": "In the menu of one of my answers, under Apps: how I arrived at it.",
}
"""Every command, with a one-line description."""


def about(knowledge: Knowledge, version: str) -> discord.Embed:
    """The loaded packs and their sources."""
    embed = embed_of(
        "I quote facts from fact sheets, word for word and with their source. I never make anything up. "
        "The source below an answer is the place in the pack's texts that says so.\n"
        "Of what you write, I only keep your answers in games and what you suggest. See and delete them with /mydata. "
        "Where managers of a server want it, I also keep questions that I couldn't answer, without who asked.",
        title=f"Lorekeeper {version}".strip(),
    )
    for pack in knowledge.packs[:ABOUT_PACKS]:
        year = f" ({pack.year})" if pack.year is not None else ""
        lines = [f"{len(pack.facts)} facts about {len(pack.characters)} characters"]
        lines.append(fit(capital(" · ".join(pack.continuities.values())), 150))
        if pack.units:
            named = list(dict.fromkeys(words.partition(",")[0] for words in pack.units.values()))
            more = f" and {len(named) - ABOUT_UNITS} more" if len(named) > ABOUT_UNITS else ""
            lines.append(f"Sources: {fit(', '.join(named[:ABOUT_UNITS]), 200)}{more}")
        if pack.licence:
            lines.append(f"Licence: {fit(pack.licence, 120)}")
        if pack.credits:
            lines.append(f"Credits: {fit(' · '.join(line.rstrip('.') for line in pack.credits), 250)}")
        name = f"{fit(pack.title, 200)}{year}"
        embed.add_field(name=name, value="\n".join(filter(None, lines)), inline=False)
    if len(knowledge.packs) > ABOUT_PACKS:
        embed.set_footer(text=f"and {len(knowledge.packs) - ABOUT_PACKS} more")
    return embed
