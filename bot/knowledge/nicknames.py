"""Chooses the nicknames that are worth mentioning."""

import re
import unicodedata
from collections.abc import Sequence

from bot.knowledge.wording import bare

MOST_NICKNAMES = 5
"""Nicknames listed in one fact."""


def other_names(full_name: str, aliases: Sequence[str]) -> tuple[str, ...]:
    """Up to five aliases with a capital letter that aren't just a variant or misspelling of the full name.

    "Cap" is worth mentioning; "Rogers", "Steve" and "Captain Amerika" aren't. If two differ only in an article, the
    longer one is returned.
    """
    parts = _letters(full_name).split()
    kept: dict[str, str] = {}
    for alias in aliases:
        words = _letters(bare(alias)).split()
        if words and bare(alias)[0].isupper() and not _is_form_of(words, parts):
            name = f"the {bare(alias)}" if bare(alias) != alias else alias
            kept[" ".join(words)] = max(name, kept.get(" ".join(words), ""), key=len)
    return tuple(kept.values())[:MOST_NICKNAMES]


def _is_form_of(words: Sequence[str], parts: Sequence[str]) -> bool:
    if len(words) == 1 and any(part.startswith(words[0]) and len(part) > len(words[0]) + 1 for part in parts):
        return len(words[0]) < 3  # "Cap" is a nickname of "Captain America"
    # "Captain Amerika" and "Mjollnir" share four letters with the name; "J.A.R.V.I.S." is inside it.
    alike = any(word[:4] == part[:4] for word in words for part in parts)
    return alike or "".join(words) in "".join(parts)


def _letters(name: str) -> str:
    """The words of a name in lower case, without accents and punctuation."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’.]", "", plain)).split())
