"""The wording of questions made from authors' phrasings, which are typed in lower case for finding facts."""

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.english.text import fold, is_english
from bot.english.words import STOP
from bot.knowledge.verbs import base_of_past
from bot.knowledge.wording import bare
from bot.questions.candidates import WORD, Candidates, Mention, words_of

LONGEST = 90
"""Maximum length of a question that is read at a glance."""

_SLANG = frozenset(
    re.findall(
        r"\w+",
        """
        dude dudes guy guys kid kids dad mom mum bro sis gonna wanna gotta bad badass stuff thing lol kinda whos anyone
        somebody someone anybody you your me my i we us tell name baddie cop cops baddies hots hot
        """,
    )
)
_TWO_CLAUSES = re.compile(r"[,;:]|\b(?:and (?:what|who|why|how|when|where|did|does|is)|or|because|but)\b")
_DENIED = re.compile(r"\b(?:not|never|no)\b|n't\b")

_SET = frozenset(
    re.findall(
        r"\w+",
        """
        the a an his her its their this that these new old other which whose what many all some each every
        """,
    )
)
"""Words after which a name needs no article."""


def is_well_formed(text: str) -> bool:
    """Whether a text makes a good question: a single clause without slang or negation, which would fit most options."""
    words = words_of(text)
    return (
        len(words) >= 3
        and len(text) <= LONGEST
        and _SLANG.isdisjoint(words)
        and not _TWO_CLAUSES.search(text.lower())
        and not _DENIED.search(text.lower())
    )


def written(known: Candidates, text: str) -> str:
    """The question with the capitals and articles it needs; empty if a word would be doubled."""
    parts, end, proper = [], 0, _proper_nouns(known)
    for mention in known.mentions(text):
        parts += [_cased(text[end : mention.start], proper), _article(known, text, mention), mention.written]
        end = mention.end
    result = "".join([*parts, _cased(text[end:], proper)])
    for title in (known.pack.title, *known.pack.aliases):
        result = re.sub(rf"\b{re.escape(title)}\b", title, result, flags=re.IGNORECASE)
    words = words_of(result)
    is_stuttering = any(words[at] == words[at + 1] for at in range(len(words) - 1))
    return "" if is_stuttering else result[:1].upper() + result[1:]


def _article(known: Candidates, text: str, mention: Mention) -> str:
    """ "the " for "who took quinjet", where the texts say "the Quinjet"."""
    who = known.all[next(iter(mention.keys))]
    before = text[: mention.start].rstrip().rpartition(" ")[2].lower()
    is_bare = words_of(mention.written) == words_of(bare(who.text)) and (who.has_article or who.text.startswith("the "))
    if not is_bare or before in _SET or mention.written.startswith("the "):
        return ""
    is_before_noun = before in STOP or (before.endswith(("s", "ed")) and not before.endswith(("'s", "s'")))
    return "the " if is_before_noun or base_of_past(before) else ""


def _cased(text: str, proper: Mapping[str, str]) -> str:
    def cased(found: re.Match[str]) -> str:
        word = found.group()
        names = (fold(word)[:-cut] for cut in (1, 2, 3) if len(word) - cut > 4 and word.endswith("n"))
        is_of_a_place = any(name in proper for name in names)  # "Sokovian"
        return proper.get(fold(word), word.capitalize() if is_of_a_place else word)

    return WORD.sub(cased, text)


@lru_cache(maxsize=8)
def _proper_nouns(known: Candidates) -> Mapping[str, str]:
    """Words of names, and words that the facts always capitalize within sentences."""
    capital: dict[str, str] = {}
    small: set[str] = set()
    for thing in known.pack.things:
        words = [word for word in WORD.findall(bare(thing.name)) if word[0].isupper()]
        capital |= {fold(word): word for word in words if not is_english(fold(word))}
    for fact in known.pack.facts:
        for found in re.finditer(r"(?<=[\w,;] )[^\W\d_]+", fact.text):
            word = found.group()
            if word[0].isupper():
                capital.setdefault(fold(word), word)
            else:
                small.add(fold(word))
    return {word: form for word, form in capital.items() if word not in small and len(word) > 2}
