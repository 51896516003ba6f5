"""All wording of /help and /about. Pure: values in, cards out."""

from collections.abc import Collection
from enum import Enum, auto

from bot.discord_front.cards import CardMessage, CardPicture
from bot.discord_front.wording import capital, fit
from bot.knowledge.model import UNNAMED_CONTINUITY, Knowledge, Pack
from bot.lookups import plain_text

PACKS = 9
"""Maximum number of packs on the card of /about; the others are counted. With its picture each takes four of a
message's 40 components."""

PACKS_LENGTH = 3200
"""Maximum characters of what /about says about the packs, so that all fits on a card; packs beyond are counted."""

UNITS = 3
"""Maximum number of texts of a pack that /about names as its sources."""


class For(Enum):
    """Who may use a command."""

    EVERYBODY = auto()
    MEMBERS = auto()
    """On a server that the bot is a member of."""
    SUGGESTERS = auto()
    """Where managers read suggestions."""
    MANAGERS = auto()


HELP: tuple[tuple[str, dict[str, tuple[str, For]]], ...] = (
    (
        "Ask and look up",
        {
            "/ask": ("a question in your own words; with `private` only you see the answer", For.EVERYBODY),
            "/character": ("a card: names, actor, relations, what happens to them", For.EVERYBODY),
            "/whoplayed": ("who plays a character, or which characters an actor plays", For.EVERYBODY),
            "/fact": ("a fact that this channel hasn't seen lately", For.EVERYBODY),
            "/plot": ("the story in pages, hidden until you click it", For.EVERYBODY),
            "/spoilers": ("how far you have seen a story; I tell you nothing beyond it", For.EVERYBODY),
            "/suggest": ("a fact that I should know; the managers decide", For.SUGGESTERS),
        },
    ),
    (
        "Play",
        {
            "/daily": ("today's question, and how you did", For.MEMBERS),
            "/trivia": ("a quiz in this channel: start, skip and stop", For.MEMBERS),
            "/guess": ("guess the character in six tries: one a day, and endless ones for practice", For.EVERYBODY),
            "/leaderboard": ("who has the most points on this server", For.MEMBERS),
            "/stats": ("how you, or somebody else, did in the games", For.MEMBERS),
        },
    ),
    (
        "In the menu of a message, under Apps",
        {
            "Ask about this": ("takes the message as a question; only you see the answer", For.EVERYBODY),
            "Why this answer?": ("how I arrived at an answer of mine", For.EVERYBODY),
            "Delete this answer": ("if it was you who asked", For.EVERYBODY),
            "Suggest as a fact": ("passes the message on to the managers", For.SUGGESTERS),
        },
    ),
    (
        "About me",
        {
            "/about": ("which facts I have, and where they come from", For.EVERYBODY),
            "/mydata": ("what I keep about you, and a way to delete it", For.EVERYBODY),
        },
    ),
    (
        "For managers of this server",
        {
            "/setup": ("looks whether I have everything I need, and mends what is wrong", For.MANAGERS),
            "/settings": ("everything that can be set; begin with /settings panel", For.MANAGERS),
            "/pack": ("packs of your own, and which packs are used where", For.MANAGERS),
            "/misses": ("questions that I couldn't answer, for you to answer", For.MANAGERS),
        },
    ),
)
"""Every command but /help, and every entry in the menu of a message: what it is, and who may use it."""


def usage(knowledge: Knowledge, *, mention: str, reader: Collection[For]) -> CardMessage:
    """A summary of what the reader may use. The reader may be several of these."""
    sections = (
        (title, "\n".join(f"**{name}**: {text}" for name, (text, who) in rows.items() if who in reader))
        for title, rows in HELP
    )
    return CardMessage(
        title="What I can do",
        text=f"Ask me about {fit(plain_text.titles(knowledge), 400)}. Mention me ({mention}), reply to one of my "
        "messages, or write to me directly. I answer with a fact and its source; when I'm not certain I say so and "
        "show the closest one.",
        sections=tuple((title, text) for title, text in sections if text),
    )


def about(knowledge: Knowledge, version: str) -> CardMessage:
    """The loaded packs and their sources, each with its picture."""
    sections: list[tuple[str, str]] = []
    pictures: dict[int, CardPicture] = {}
    left = PACKS_LENGTH
    for pack in knowledge.packs[:PACKS]:
        year = f" ({pack.year})" if pack.year is not None else ""
        name, text = f"{fit(pack.title, 150)}{year}", "\n".join(_lines(pack))
        left -= len(name) + len(text)
        if left < 0:
            break
        if pack.picture is not None:
            pictures[len(sections)] = CardPicture(pack.picture, pack.id)
        sections.append((name, text))
    more = len(knowledge.packs) - len(sections)
    return CardMessage(
        title=f"Lorekeeper {version}".strip(),
        text="I quote facts from fact sheets, word for word and with their source. I never make anything up. "
        "The source below an answer is the place in the pack's texts that says so.\n"
        "Of what you write, I only keep your answers in games and what you suggest. See and delete them with /mydata. "
        "Where managers of a server want it, I also keep questions that I couldn't answer, without who asked.",
        sections=tuple(sections),
        footer=f"and {more} more" if more else "",
        section_pictures=pictures,
    )


def _lines(pack: Pack) -> list[str]:
    who = f" about {_count(len(pack.characters), 'character')}" if pack.characters else ""
    lines = [f"{_count(len(pack.facts), 'fact')}{who}"]
    if pack.continuities != UNNAMED_CONTINUITY:
        lines.append(fit(capital(" · ".join(pack.continuities.values())), 120))
    if pack.units:
        named = list(dict.fromkeys(words.partition(",")[0] for words in pack.units.values()))
        more = f" and {len(named) - UNITS} more" if len(named) > UNITS else ""
        lines.append(f"Sources: {fit(', '.join(named[:UNITS]), 150)}{more}")
    if pack.licence:
        lines.append(f"Licence: {fit(pack.licence, 120)}")
    if pack.credits:
        lines.append(f"Credits: {fit(' · '.join(line.rstrip('.') for line in pack.credits), 250)}")
    if pack.picture is not None and pack.picture.credit:
        lines.append(f"Picture: {fit(pack.picture.credit, 200)}")
    return list(filter(None, lines))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
