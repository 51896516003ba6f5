"""Chooses the options of a question: all of one kind, and without cues to the right one."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from bot.knowledge.model import Pronoun
from bot.questions.candidates import Candidate, words_of
from bot.questions.model import LONGEST_OPTION, OptionKind

WRONG = 3
"""Number of wrong options."""

NEAR_IN_STORY = 5
"""Number of scenes within which another candidate is close enough in the story to be confused with the answer."""

MOST_FITTING = 40
"""Maximum number of candidates that chance picks from: those most like the answer."""

LUCK = 0.5
"""Weight of chance relative to likeness, so that the options vary."""

_NUMERIC = re.compile(r"\d[\d,]*(?:\.\d+)?")

_HIS = """
    he him his himself man boy father son brother husband king uncle nephew grandfather boyfriend widower lord
"""
_HERS = """
    she her hers herself woman girl mother daughter sister wife queen aunt niece grandmother girlfriend widow lady
"""
GENDERED = dict.fromkeys(_HIS.split(), Pronoun.HE) | dict.fromkeys(_HERS.split(), Pronoun.SHE)
"""Words that reveal a person's sex."""


def fitting(
    answer: Candidate, pool: Sequence[Candidate], *, text: str, continuity: str = ""
) -> Sequence[tuple[float, Candidate]]:
    """The candidates of the pool that may stand beside the answer, each with its likeness. If the text reveals the
    answer's sex, all have the same sex; if enough candidates occur in a continuity, all are from it."""
    fit = [each for each in pool if _may_stand_beside(answer, each)]
    at_home = [each for each in fit if continuity in each.continuities]
    if len(at_home) >= 2 * WRONG:
        fit = at_home
    if tells_sex(text):
        fit = [each for each in fit if each.pronoun is answer.pronoun]
    asked = words_of(text)
    found = [(likeness(answer, each), each) for each in fit if not _is_named(each, asked)]
    return sorted(found, key=lambda one: -one[0])[:MOST_FITTING]


def chosen(fit: Sequence[tuple[float, Candidate]], *, key: str) -> tuple[str, ...]:
    """Three wrong options of those that fit, chosen by likeness and some chance, which is fixed by the `key`; empty if
    there are too few."""
    start = hashlib.blake2b(f"{key}\0".encode(), digest_size=DIGEST)
    chances = {each.text: alike + LUCK * _luck(start, each.text) / 1000 for alike, each in fit}
    found: dict[tuple[str, ...], str] = {}
    for _, each in sorted(fit, key=lambda one: (-chances[one[1].text], one[1].text)):
        found.setdefault(each.text_words, each.text)
        if len(found) == WRONG:
            return tuple(found.values())
    return ()


def of_one_sex(pool: Iterable[Candidate], answer: Candidate) -> tuple[Candidate, ...]:
    """Men for a man and women for a woman, if there are enough, because names reveal the sex."""
    everybody = tuple(pool)
    same = tuple(each for each in everybody if each.pronoun is answer.pronoun)
    return same if len(same) >= WRONG and answer.pronoun in (Pronoun.HE, Pronoun.SHE) else everybody


def in_order(key: str, options: Iterable[str], kind: OptionKind) -> tuple[str, ...]:
    """The options in display order: numbers by size, others in a fixed random order."""
    options = tuple(options)
    if kind is OptionKind.NUMBER or all(_NUMERIC.fullmatch(each) for each in options):
        return tuple(sorted(options, key=_size))
    return tuple(sorted(options, key=lambda text: luck(key, text)))


def likeness(answer: Candidate, other: Candidate) -> float:
    """How easily one is confused with the other, judging by the pack's data: 0 to 1."""
    apart = NEAR_IN_STORY + 1
    if answer.scenes and other.scenes:
        apart = min(abs(a - b) for a in answer.scenes for b in other.scenes)
    fewer, more = answer.mentions + 1, other.mentions + 1
    if fewer > more:
        fewer, more = more, fewer
    return (
        0.2 * (answer.pronoun is other.pronoun)
        + 0.15 * (not answer.groups.isdisjoint(other.groups))
        + 0.3 * _on_one_side(answer, other)
        + 0.15 * (not answer.continuities.isdisjoint(other.continuities))
        + 0.05 * (apart <= NEAR_IN_STORY)
        + 0.05 * (bool(answer.scenes) is bool(other.scenes))
        + 0.05 * (fewer / more)
        + 0.05 * (answer.shape == other.shape)
    )


def _on_one_side(answer: Candidate, other: Candidate) -> float:
    """1 for allies, 0 for a hero and a villain, because the only villain among heroes stands out."""
    if answer.side is None or other.side is None:
        return 0.0
    return 1 - abs(answer.side - other.side) / 2


def tells_sex(text: str) -> bool:
    """Whether a text reveals a person's sex."""
    return not GENDERED.keys().isdisjoint(words_of(text))


def numbers_near(written: str) -> tuple[str, ...]:
    """Plausible alternatives to a number, in the same notation; empty if it isn't a whole number."""
    digits = written.replace(",", "")
    if not digits.isdigit() or len(digits) > 12:
        return ()
    value = int(digits)
    if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", written):
        steps = [1, -1, 2, -2, 3, -3, 5, -5, 10, -10]
    elif value >= 30 and value % 10 == 0:
        ten = 10 ** (len(digits) - 2) * (5 if value >= 100 else 10)
        steps = [ten, -ten, 2 * ten, -2 * ten, 3 * ten]
    elif value >= 20:
        steps = [5, -5, 10, -10, 3, -3, 2, -2]
    else:
        steps = [1, -1, 2, -2, 3, -3, 4]
    return tuple(f"{value + step:,}" if "," in written else str(value + step) for step in steps if value + step > 0)


def luck(*words: str) -> int:
    """A pseudo-random number below 1000, the same for the same words on every machine."""
    return _luck(hashlib.blake2b(digest_size=DIGEST), "\0".join(words))


def _luck(start: hashlib.blake2b, word: str) -> int:
    """The same for what was hashed so far and one more word."""
    digest = start.copy()
    digest.update(word.encode())
    return int.from_bytes(digest.digest()) % 1000


DIGEST = 6
"""Bytes of a digest that a pseudo-random number is made of."""


def _may_stand_beside(answer: Candidate, other: Candidate) -> bool:
    """Whether `other` fits next to the answer: both are real or both fictional, and there is nothing in brackets."""
    return (
        other.key != answer.key
        and other.is_person is answer.is_person
        and "(" not in other.text
        and len(other.text) <= LONGEST_OPTION
        and answer.called.isdisjoint(other.called)
    )


def _is_named(candidate: Candidate, asked: Sequence[str]) -> bool:
    """Whether the question already names the candidate, which would make it a silly option."""
    words = candidate.text_words
    if words and words[0] not in asked:
        return False
    return any(tuple(asked[at : at + len(words)]) == words for at in range(len(asked) - len(words) + 1))


def _size(written: str) -> float:
    return float(written.replace(",", ""))
