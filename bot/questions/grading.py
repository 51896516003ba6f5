"""Judges a typed answer: right however it is written, and never by chance.

Case, accents, articles, punctuation, the order of a name's words, numbers in words or figures and small slips make
no difference. A message that lists several answers, or says what it is not, is no answer.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.english.frequency import is_common
from bot.english.numbers import in_figures, meant_number, of_roman
from bot.english.spelling import nearest_words, slips_allowed
from bot.english.text import fold, is_english, spelt_out, stem, typed_words
from bot.english.words import TITLES
from bot.questions.model import GAP, Question

LONGEST_GUESS = 200
"""Characters of an answer; who writes more is talking, and may say anything further on."""


MOST_PIECES = 6
"""Pieces of a message, each the answer in other words; who writes more lists several."""

MORE_WORDS = 4
"""How many words more than the longest right answer a message said to nobody may have, to be taken for an answer:
enough for "i think it's maybe"."""

MORE_OF_ITS_OWN = 1
"""How many of them may be more than what people say around an answer: a wrong one may be longer than the right one."""


class Verdict(StrEnum):
    """What a typed answer is."""

    RIGHT = "right"
    WRONG = "wrong"
    SEVERAL = "several"
    """It names several answers, one of them right."""
    NEGATED = "negated"
    """It says what the answer is not."""
    EMPTY = "empty"
    """Nothing to judge: no letters or digits, or only small talk."""


def grade(text: str, question: Question, *, also: Iterable[str] = ()) -> Verdict:
    """Judge a typed answer. `also` are further answers that a server takes as right."""
    if question.tolerance and (near := _as_near(text, question)) is not None:
        return Verdict.RIGHT if near else Verdict.WRONG
    return judge(text, [*question.accepted, *also], [*question.rivals, *question.options], asked=question.text)


def _as_near(text: str, question: Question) -> bool | None:
    """Whether the one number of an answer is near enough to the right one; None where there is not one number."""
    found = re.findall(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
    return (
        abs(float(found[0]) - float(question.answer.replace(",", ""))) <= question.tolerance
        if len(found) == 1
        else None
    )


def judge(text: str, right: Sequence[str], rivals: Sequence[str], *, asked: str = "") -> Verdict:
    """Judge a text against the right answers and names that are wrong; words of `asked` may be repeated."""
    text = " ".join(text.split())
    if len(text) > LONGEST_GUESS:
        return Verdict.WRONG
    text = _DOTTED.sub(r"\1", _TAG.sub("", text))
    words = _words(text)
    if not words:
        return Verdict.EMPTY
    accepted, wrong = _names(tuple(right), tuple(rivals))
    is_number = any(each.isdigit() for each in accepted.all)
    if is_number:
        words = (of_roman(words[0]) or words[0],) if len(words) == 1 else words
        words = _in_numbers(words)
    if _is_one(words, accepted, wrong):
        return Verdict.RIGHT
    denying = _NEGATIONS - {word for each in accepted.parts for word in each}  # `no` may be what is right
    is_negated = any(word in denying for word in words)
    repeated = frozenset() if _is_of_another(text, asked) else _asked_words(asked, frozenset(wrong.all))
    if not is_negated and not _without_talk(words) and _is_answer(words, accepted, wrong, repeated):
        return Verdict.RIGHT  # an answer of small words, such as "yes"
    segments = [_words(each) for each in _CONNECTED.split(_Y_O.sub(" years old", text))]
    segments = [_in_numbers(each) if is_number else each for each in segments]
    opposed = _opposed(wrong)
    segments = [each for each in segments if _without_talk(each) or not opposed.isdisjoint(each)]
    if not segments:
        return Verdict.NEGATED if is_negated else Verdict.EMPTY
    judged = [_is_answer(each, accepted, wrong, repeated) for each in dict.fromkeys(segments[:MOST_PIECES])]
    if is_negated:
        return Verdict.NEGATED if any(judged) or _names_one(words, accepted) else Verdict.WRONG
    if all(judged) and len(segments) <= MOST_PIECES:
        return Verdict.RIGHT
    if not any(judged) and not _names_one(words, accepted):
        return Verdict.WRONG
    return Verdict.NEGATED if any(word in _NEGATIONS for word in words) else Verdict.SEVERAL


def is_meant_as_answer(text: str, question: Question, verdict: Verdict, *, names: Collection[str] = ()) -> bool:
    """Whether a message in a channel, said to nobody, is meant as an answer; `verdict` is what it would be as one.

    A right one always is. Another one has to be short, and to be made of `names` (the words of those that the packs
    know) or of the question's own options, or of a number where one is asked for, or of words that are rare in talk:
    people also chat while they play, about the same things.
    """
    if verdict in (Verdict.RIGHT, Verdict.EMPTY, Verdict.NEGATED):
        return verdict is Verdict.RIGHT
    words = _words(text[:LONGEST_GUESS])
    own = [word for word in _without_talk(words) if word not in ("or", "and")]
    longest = max(len(_core(each)) for each in question.accepted)
    if not own or words[0] in _ASKING or len(words) > longest + MORE_WORDS or len(own) > longest + MORE_OF_ITS_OWN:
        return False
    offered = words_of((*question.accepted, *question.rivals, *question.options))
    if all(word in offered or word in names for word in own) and not _BESIDE.issuperset(own):
        return True
    if all(any(map(str.isdigit, _joined(_core(each)))) for each in question.accepted):
        return any(word.isdigit() for word in own)
    return len(own) <= longest and not any(word in _BESIDE or word.isdigit() or is_common(word) for word in own)


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names, as `is_meant_as_answer` compares them."""
    return frozenset(word for name in names for word in _core(name))


def normal(text: str) -> str:
    """A typed text as it is compared: what somebody else typed with the same `normal` is the same answer."""
    own = _without_talk(_words(text))
    return _joined(_plain(own)).lower() if own else fold(text)


def same_answer(first: str, second: str) -> bool:
    """Whether two typed texts are the same answer, so that what is decided of one holds for the other."""
    own, other = _without_talk(_words(first)), _without_talk(_words(second))
    if not own or not other:
        return fold(first) == fold(second)
    return _joined(_plain(own)).lower() == _joined(_plain(other)).lower()


_TAG = re.compile(
    r",?\s*\b(?:is|was|ai|are|were|would|does|did)n['’]?t (?:it|he|she|they|that)\b\s*[?!.]*\s*$", re.IGNORECASE
)
"""`..., isn't it?` asks for consent and denies nothing."""

_NEGATIONS = frozenset(re.findall(r"\w+", "not no never neither nor none nobody nothing without except cannot"))

_CONNECTED = re.compile(r"\s*(?:[,;/|&+()\n]|\b(?:or|and|aka|either|versus|vs|alternatively)\b|\b[?!.]\s)\s*")

_Y_O = re.compile(r"(?<=\d) ?y/?o\b", re.IGNORECASE)

_TALK = frozenset(
    re.findall(
        r"\w+",
        """
        i we you think thought it its is was are were be been that this those these he she they him her who what which
        would could must might may should has have had got gotta to do does did going gonna my our guess guessing
        answer final is say says saying said said d s re m ll ve believe bet reckon suppose assume feel like hope know
        remember sure pretty quite very surely certainly definitely probably possibly maybe perhaps clearly obviously
        of course um uh uhm er erm hm hmm hmmm ah oh ooh well so ok okay yes yeah yep yup hey hi bot please pls lol haha
        hehe omg right correct correctly true again then now just really actually honestly totally easy there here
        called named name with for in as the a an for sure think me tell us let go i'm im idk tbh imo am imho ans dude
        bro mate guys folks buddy thanks thank thx exactly precisely absolutely only aged at on all
        """,
    )
)
"""What people say around an answer."""

_BESIDE = _NEGATIONS | frozenset(
    re.findall(
        r"\w+",
        """
        nice close closer great luck lucky damn dang darn wow same idea clue clueless hard harder easy easier wait
        hello hiya back soon lunch dinner brb afk gtg cya bye night morning gg ggs wp glhf ez question questions quiz
        game games round play playing player funny love loved hate next last try tries trying time way whoa woah miss
        missed already stop start almost fast faster quick slow cool sad look work sorry thanks thank thx ty np
        welcome dunno nope nah naw wtf wth ffs smh ngl ikr nvm lmao lmfao rofl xd bruh bro dude man guys everyone
        anyone someone ugh aww aw yay yikes oof welp nooo noo noooo yess yesss awesome amazing cheater cheating google
        googling hint hints help skip points point score winning wins win won lose losing lost forgot forget weird
        gn gm fr frfr wyd rn vc omw hbu tfw iirc afaik huh cap sus based ratio meme memes emote stream raid server mods
        stupid dumb rip cmon brain tip tongue obvious impossible tough ready late later tired bored fun boo hurry
        """,
    )
)
"""What people say beside a game."""

_ASKING = frozenset(re.findall(r"\w+", "who whom whose what which when where why how"))

_UNITS = frozenset(
    re.findall(r"\w+", "year years old times people persons of them day days minute minutes hour hours ad ce")
)
"""What may stand beside a number."""

_TIMES = frozenset(re.findall(r"\w+", "year years month months week weeks day days hour hours minute minutes seconds"))
"""Units of which a question names the one in which it counts."""

_SHORT = {
    "yo": ("year", "old"),
    "yr": ("year",),
    "yrs": ("year",),
    "lb": ("pound",),
    "lbs": ("pound",),
    "mi": ("mile",),
    "km": ("kilometre",),
    "kms": ("kilometre",),
    "hp": ("horsepower",),
    "kg": ("kilogram",),
    "kgs": ("kilogram",),
    "ft": ("foot",),
    "feet": ("foot",),
    "hr": ("hour",),
    "hrs": ("hour",),
    "min": ("minute",),
    "mins": ("minute",),
    "sec": ("seconds",),
    "secs": ("seconds",),
    "kilometer": ("kilometre",),
    "kilometers": ("kilometre",),
}
"""Units as they are typed after a number."""

_TITLES_SHORT = {
    "mister": "mr",
    "missus": "mrs",
    "doctor": "dr",
    "professor": "prof",
    "capt": "captain",
    "cpt": "captain",
    "cmdr": "commander",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "mt": "mount",
}
"""Words before a name, in one of the ways in which they are written."""

_DOTTED = re.compile(
    rf"\b({'|'.join(sorted(TITLES | _TITLES_SHORT.keys() | {'st', 'jr', 'sr'}))})\.(?=\s)", re.IGNORECASE
)
"""A full stop that ends no sentence."""

_HONOURS = frozenset(
    ("god", "goddess", "king", "queen", "prince", "princess", "emperor", "empress", "duke", "duchess", "saint")
)
"""What may stand before a name, and may as well be left out or be a part of it."""

_GENERATIONS = {"junior": "jr", "senior": "sr"}

_PARTICLES = frozenset(("von", "van", "der", "de", "del", "di", "da", "la", "le", "du", "of", "bin", "al"))
"""Small words within names that people leave out."""

_GLUED = re.compile(rf"(?<=\d)(?=(?:{'|'.join(_SHORT)})\b)", re.IGNORECASE)
_TENS = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
_SCALED = re.compile(r"\b(\d{1,4})\.(\d{1,6}) ?(thousand|million|billion|k|m|bn)\b", re.IGNORECASE)
_SCALES = {"thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9}
_INITIALS = re.compile(
    r"(?<![\w.'])(?:[^\W\d_]\.\s?)+(?=[^\W\d_])|(?<![\w.'])(?:[b-hj-z]\s){2,}(?=\w\w)", re.IGNORECASE
)
"""`J. R. R. Tolkien`, `J R R Tolkien`, `T. Stark`."""


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """The folded words, numbers in figures, initials as capitals."""
    text = _SCALED.sub(_scaled, re.sub(r"(?<=\d)[,. ](?=\d{3}\b)", "", text))
    text = _GLUED.sub(" ", _Y_O.sub(" years old", text.replace("&", " and ").replace("%", " percent ")))
    text = re.sub(r"\bper cent\b", "percent", text, flags=re.IGNORECASE)
    text = _TENS.sub(r"\1 \2", text)
    text = re.sub(r"\b(s?he|it|i|we)-(?=\w)", r"\1", text, flags=re.IGNORECASE)  # She-Hulk is not "she, Hulk"
    text = re.sub(r"(?<=\d)\.(?=\d)", "point", text)
    text = re.sub(r"(?<![\w)])-(?=\d)", "minus ", text)
    text = re.sub(r"\by\b(?!\.)", "yes", text, flags=re.IGNORECASE)  # here it is no "why", as it is in chat
    words: list[str] = []
    done = 0
    for found in _INITIALS.finditer(text):
        words += [word for typed in typed_words(text[done : found.start()]) for word in spelt_out(typed)]
        words += [letter.upper() for letter in re.findall(r"\w", fold(found.group()))]
        done = found.end()
    words += [word for typed in typed_words(text[done:]) for word in spelt_out(typed)]
    last = len(words) - 1
    words = [_TITLES_SHORT.get(word, word) if place < last else word for place, word in enumerate(words)]
    words[1:] = [_GENERATIONS.get(word, word) for word in words[1:]]
    figures = in_figures(words)
    return tuple(
        part
        for position, word in enumerate(figures)
        for part in (_SHORT.get(word, (word,)) if position and figures[position - 1].isdigit() else (word,))
    )


def _in_numbers(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with numbers of which one is misspelt in figures, too."""
    return tuple(in_figures([meant_number(word) for word in words]))


def _scaled(found: re.Match[str]) -> str:
    """`1.5 million` in figures, where that is a whole number."""
    zeros = _SCALES[found[3].lower()] - len(found[2])
    return f"{found[1]}{found[2]}{'0' * zeros}" if zeros >= 0 else found.group()


def _is_of_another(text: str, asked: str) -> bool:
    """Whether a text names somebody by another one, `Thor's brother`, `the brother of Thor`, where one is asked for
    and the question has no such gap: its words are then no mere repetition."""
    if not _ASKS_WHO.search(asked) or f"{GAP}'s" in asked.replace("’", "'"):
        return False
    return bool(_OWNED.search(text) or _RELATED.search(text))


_OWNED = re.compile(
    r"\b(?!(?:it|that|this|he|she|who|what|there|here|let|answer|name)['’])[^\W\d_]+['’]s +\w", re.IGNORECASE
)
_RELATED = re.compile(r"\w of (?!course)\w", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b|\bwhich character\b", re.IGNORECASE)


def _core(name: str, others: Collection[str] = ()) -> tuple[str, ...]:
    """A name as it is compared; with its title where without it others are called so, too (`Miss Maximoff`)."""
    words = _words(name)
    core = _plain(words)
    return _without_articles(words) if len(core) == 1 and core[0] in others else core


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Without articles and titles, as long as something is left."""
    kept = _without_articles(words)
    bare = tuple(word for word in kept if word not in TITLES)
    return bare or kept or tuple(words)


def _without_articles(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in {"the", "a", "an"})


def _without_particles(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in words if word not in _PARTICLES))


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _without_talk(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _TALK]


@dataclass(frozen=True)
class _Names:
    """Names as they are compared, in each of the ways in which they may be written otherwise."""

    all: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    ordered: frozenset[tuple[str, ...]]
    tight: frozenset[str]
    stems: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]
    longest: int


def _opposed(wrong: _Names) -> set[str]:
    """What people say around an answer and is a wrong one itself: `false, yes`, `Rush or Hope`. Pronouns are none,
    and `the right answer is false` says no `right`."""
    return {word for word in _TALK.intersection(wrong.all) if len(word) > 3 or word in _YES} - {"right", "correct"}


_YES = frozenset(("yes", "yep", "yup"))


def _named(names: Iterable[str]) -> _Names:
    every = tuple(dict.fromkeys(names))
    parts = tuple(tuple(each.split()) for each in every)
    return _Names(
        every,
        parts,
        frozenset(tuple(sorted(each)) for each in parts),
        frozenset(each.replace(" ", "").lower() for each in every),
        frozenset(_stems(each) for each in parts),
        frozenset(_without_particles(each) for each in parts),
        max((len(each) for each in parts), default=0),
    )


@lru_cache(maxsize=1000)
def _names(right: tuple[str, ...], rivals: tuple[str, ...]) -> tuple[_Names, _Names]:
    """The right names, and the wrong ones."""
    own = {_without_articles(_words(each)) for each in right}
    strangers = [each for each in rivals if _without_articles(_words(each)) not in own]
    others = frozenset(word for each in strangers for word in _core(each))
    accepted = _named(_joined(core) for each in right if (core := _core(each, others)))
    known = frozenset(accepted.all)
    return accepted, _named(name for each in strangers if (name := _joined(_core(each, known))) and name not in known)


def _is_one(words: Sequence[str], right: _Names, wrong: _Names) -> bool:
    """Whether the words are exactly one of the accepted answers, in whatever order of its words."""
    plain = _plain(words)
    tight = "" if all(word.isdigit() for word in plain) else "".join(plain).lower()
    whole = _joined(_without_articles(words))
    if whole in wrong.all and whole not in right.all:
        return False
    if tuple(sorted(plain)) in right.ordered or tight in right.tight or whole in right.all:
        return True
    if _joined(plain) in wrong.all:
        return False
    bare = _without_particles(plain)
    if bare and bare in right.bare:
        return bare not in wrong.bare
    if any(_is_initialled(plain, each) for each in right.parts):
        return not any(_is_initialled(plain, each) for each in wrong.parts)
    if len(plain) == 1 and plain[0].isdigit() and any(_is_measure(each, plain[0]) for each in right.parts):
        return not any(plain[0] in each for each in wrong.parts)
    if len(plain) > 1 and len(set(plain)) == 1:
        return _is_one(plain[:1], right, wrong)
    stems = _stems(plain)
    return stems in right.stems and stems not in wrong.stems


def _is_initialled(typed: Sequence[str], name: Sequence[str]) -> bool:
    """Whether one is the other with initials: `T. Stark`, `Samuel Leroy Jackson` for `Samuel L Jackson`."""
    pairs = list(zip(typed, name, strict=False))
    return (
        len(typed) == len(name) > 1
        and any(own == other and len(own) > 2 for own, other in pairs)
        and all(own == other or _is_initial_of(own, other) or _is_initial_of(other, own) for own, other in pairs)
    )


def _is_initial_of(letter: str, word: str) -> bool:
    return len(letter) == 1 and letter.isalpha() and word.lower().startswith(letter.lower())


def _is_measure(name: Sequence[str], number: str) -> bool:
    """Whether a name is this number with what it counts: `12 miles`."""
    return len(name) == 2 and name[0] == number and name[1].isalpha()


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    """The stems, so that a plural or another spelling is the same word; but `titanic` is not `titan`."""
    return tuple(sorted(word if word.endswith(_OTHER_WORD) else stem(word) for word in words))


_OTHER_WORD = ("ing", "ed", "ly", "ic", "ish", "ism", "ist")
"""Endings that make another word of a name."""


def _is_answer(words: Sequence[str], right: _Names, wrong: _Names, asked: frozenset[str]) -> bool:
    """Whether a piece of a message is the answer and nothing else that tells."""
    whole = _joined(_without_articles(words))
    if whole in wrong.all and whole not in right.all:
        return False
    opposed = _opposed(wrong)
    is_idle = [word in _TALK and word not in opposed for word in words]
    if _is_within(words, is_idle, right, wrong) or _is_twice(words, right, wrong):
        return True
    core = [word for word, idle in zip(words, is_idle, strict=True) if not idle]
    if _is_near(core, right, wrong) or (len(core) < len(words) == right.longest and _is_near(words, right, wrong)):
        return True
    is_number = any(each.isdigit() for each in right.all)
    units = _UNITS - _TIMES if is_number and not _TIMES.isdisjoint(asked) else _UNITS  # no minutes for seconds
    idle = TITLES | _HONOURS | (units if is_number else frozenset())
    fits = [word in asked or stem(word) in asked or word in idle for word in core]
    return any(fits) and _is_within(core, fits, right, wrong)


def _is_within(words: Sequence[str], is_idle: Sequence[bool], right: _Names, wrong: _Names) -> bool:
    """Whether some words in a row are the answer, and all around them are idle."""
    telling = [position for position, idle in enumerate(is_idle) if not idle]
    first, last = (telling[0], telling[-1]) if telling else (len(words) - 1, 0)
    tried: set[tuple[str, ...]] = set()
    for start in range(first + 1):
        for end in range(min(len(words), start + right.longest + 4), max(start, last), -1):
            piece = tuple(words[start:end])
            if piece not in tried and _is_one(piece, right, wrong):
                return True
            tried.add(piece)
    return False


def _is_twice(words: Sequence[str], right: _Names, wrong: _Names) -> bool:
    """Whether the words are one name and then another of the same: `Tom Ames the cook`."""
    return any(
        _is_one(words[:end], right, wrong) and _is_one(words[end:], right, wrong)
        for end in range(1, min(len(words), right.longest + 2))
        if len(words) <= 2 * right.longest + 2
    )


def _is_near(core: Sequence[str], right: _Names, wrong: _Names) -> bool:
    """Whether the words are an accepted answer with slips of the keyboard, and no nearer to a wrong one."""
    plain = _plain(core)
    typed = _joined(plain)
    if not plain or any(any(ch.isdigit() for ch in word) for word in plain):
        return False
    initials = _initials(plain)
    near = [each for each in right.all if not initials or _initials(each.split()) == initials]
    title = next((word for word in _without_articles(core)[:1] if word in TITLES), "")
    untitled = [each for each in near if " " not in each or each.split()[0] not in TITLES]
    titled = [each.removeprefix(f"{title} ") for each in near if title and each.startswith(f"{title} ")]
    best = _slips(typed, [*untitled, *titled])
    if best is None or not best:
        return best == 0
    other = _slips(typed, [each for each in wrong.all if each not in titled])
    if other is not None and best >= other:
        return False
    if not all(is_english(word) for word in plain):
        return True
    known = {word for each in right.parts for word in each}
    others = [word for word in plain if word not in known]
    return 0 < len(others) < len(plain) and not any(is_common(word) for word in others)  # `Chris Evens` is no phrase


def _initials(words: Iterable[str]) -> list[str]:
    return [word for word in words if len(word) == 1 and word.isupper()]


def _slips(typed: str, names: Iterable[str]) -> int | None:
    """How many slips away the nearest of the names is; None where none is near enough."""
    best: int | None = None
    words = typed.split()
    for name in names:
        if any(ch.isdigit() for ch in name):
            continue
        parts = name.split()
        found = None
        if len(parts) == len(words) > 1:
            found = min(
                (
                    each
                    for each in (_by_words(words, parts), _by_words(sorted(words), sorted(parts)))
                    if each is not None
                ),
                default=None,
            )
        if found is None and slips_allowed(min(len(typed), len(name))):
            near = nearest_words(typed.replace(" ", ""), [name.replace(" ", "")])
            allowed = slips_allowed(min(len(typed), len(name)))
            found = near[0][1] if near and near[0][1] <= allowed else None
        if found is not None and (best is None or found < best):
            best = found
    return best


def _by_words(typed: Sequence[str], name: Sequence[str]) -> int | None:
    """The slips of all words together, if every word is near its counterpart."""
    total = 0
    for own, other in zip(typed, name, strict=True):
        if own == other:
            continue
        near = nearest_words(own, [other]) if slips_allowed(min(len(own), len(other))) else []
        if not near or near[0][1] > slips_allowed(min(len(own), len(other))):
            return None
        total += near[0][1]
    return total


def _names_one(words: Sequence[str], accepted: _Names) -> bool:
    """Whether one of the answers stands somewhere among the words."""
    text = f" {_joined(words)} "
    return any(f" {each} " in text for each in accepted.all)


@lru_cache(maxsize=1000)
def _asked_words(asked: str, wrong: frozenset[str]) -> frozenset[str]:
    """Words of the question that an answer may repeat: not those that name somebody else."""
    others = {word for each in wrong for word in each.split()}
    words = frozenset(_words(asked)) - others
    return words | {stem(word) for word in words}
