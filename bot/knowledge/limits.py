"""How long the parts of a pack may be, and what an id looks like."""

import re
import unicodedata

LONGEST_TEXT = 1500
"""Maximum length of a fact: with source, continuity and spoiler marks it fits into Discord's 2000 characters."""

LONGEST_NAME = 80
"""Maximum length of a name: with another word, it fits into an autocomplete choice (100)."""

LONGEST_TITLE = 100
"""Maximum length of a title of a pack or a part: exactly an autocomplete choice."""

LONGEST_LINE = 300
"""Maximum length of a phrasing, a description or a credit: chat questions aren't longer."""

LONGEST_QUESTION = 1000
"""Maximum length of a quiz question: a quarter of Discord's embed limit, and as much as players read in a game."""

LONGEST_ID = 40
"""Maximum length of an id: `pack/fact` must fit into the 100 characters of a button's custom id."""

SLUG = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST_ID - 1}}}")
"""The form of ids, which are also safe as file names on all systems."""


def slug_of(text: str) -> str:
    """The text as an id (`Erik Selvig` -> `erik-selvig`), shortened if it is too long; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", ""))
    return words.strip("-")[:LONGEST_ID].strip("-")
