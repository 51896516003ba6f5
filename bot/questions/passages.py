"""Cuts a fact into passages that can stand alone, each a sentence or a few, and knows what holds a sentence up."""

import re
from collections.abc import Iterator

from bot.english.sentences import sentences

LONGEST_PASSAGE = 400
"""Characters that a question quotes: read in half a minute."""

_LEANING = frozenset(
    re.findall(
        r"\w+",
        """
        he she it they we you i his her its their our my your him them us this that these those then there here but
        and or so yet also both another others afterwards meanwhile however instead otherwise which who whom whose
        such therefore thus one
        """,
    )
)
"""Words at the beginning of a sentence that point back to the one before."""

_LEANING_SECOND = frozenset(
    re.findall(
        r"\w+",
        """
        he she it they his her its their him them this that these those which whom
        """,
    )
)

_AHEAD = re.compile(r"[A-Z][a-z]+ (?:his|her|its|their) [^,.;:]{1,30}, [A-Z]")
"""A pronoun that points ahead: `Near his heart, Stark ...`."""

_META = re.compile(r",? (?:says|as told by|according to) the [^,;.]+(?:,[^;.]*)?$")
"""A remark on where a fact is said, at its end."""


_AGAIN = re.compile(r": (?=(?:it|its|he|his|she|her|they|their|this|that|thanks)\b)")
"""Where a sentence goes on to explain itself."""


def stands_alone(sentence: str) -> bool:
    """Whether a sentence says whom it is about, as far as its beginning tells."""
    words = re.findall(r"[^\W_]+", sentence.lower())[:2]
    if not words or not (sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in "\"'“‘"):
        return False
    if re.search(r"\b(?:too|also|as well)[.!?]*$", sentence) or "meanwhile" in sentence:
        return False
    if re.match(r"\w+ing (?:\w+ )?(?:is|are|was|were) ", sentence):
        return False  # `Taking part are ...`
    if _AHEAD.match(sentence):
        return True
    if re.match(r"[A-Z][a-z]+\b[^,A-Z]*, (?:he|she|they|it)\b", sentence):
        return False
    return words[0] not in _LEANING and not (len(words) > 1 and words[1] in _LEANING_SECOND and words[0] != "to")


_OPENING = re.compile(r"(?<![\w.,!?])['‘](?=\w)")
_CLOSING = re.compile(r"(?<=[.,!?…])['’](?!\w)")
_SPEAKER = re.compile(r"(?<![\w.])(?:I|me|my|mine|myself|we|us|our|ours|you|your|yours|thou|thee|thy|ye)\b(?!\.\w)")


def is_quotable(text: str) -> bool:
    """Whether a passage is told, and whole: no piece of what somebody says, of which nobody knows who."""
    if text.count("“") != text.count("”") or text.count('"') % 2 or text[:1] in "'‘“\"":
        return False
    if len(_OPENING.findall(text)) < len(_CLOSING.findall(text)) or text.endswith((",", ":", "'.", "’.")):
        return False
    spoken = re.sub(r"“[^”]*”|\"[^\"]*\"|(?<![\w.,!?])['‘].*?[.,!?…]['’](?!\w)", "", text)
    return not _SPEAKER.search(spoken) and not _OPENING.search(re.sub(r"(?<!\w)['‘]\w+['’]", "", spoken))


def passages(text: str) -> Iterator[tuple[str, int]]:
    """What can be quoted of a text: each sentence that stands alone, and each other one with those it leans on.

    With each goes where its last sentence begins: what comes before has been a passage already.
    """
    gathered: list[str] = []
    for sentence in sentences(text):
        gathered = [sentence] if not gathered or stands_alone(sentence) else [*gathered, sentence]
        passage = " ".join(gathered)
        if len(passage) <= LONGEST_PASSAGE:
            yield passage, len(passage) - len(sentence)


def bare(sentence: str) -> str:
    """A sentence without its full stop, remarks on where it is said, and what comes after a semicolon."""
    text = sentence.rstrip()
    text = text.removesuffix(".") if not text.endswith("..") else text
    text = text.split("; ")[0] if text.count("“") == text.split("; ")[0].count("“") else text
    text = _AGAIN.split(text)[0]
    return _META.sub("", text).rstrip(" ,;:")


def without_asides(text: str) -> str:
    """The text without what stands in brackets."""
    return re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s*\([^()]*\)", "", text)).strip()
