"""Judges a typed answer: right however it is written, and never by chance.

Case, accents, articles, punctuation, the order of a name's words, numbers in words or figures and small slips make
no difference. A message that lists several answers, or says what it is not, is no answer.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.answers.english import is_common
from bot.answers.matching import nearest_words, slips_allowed
from bot.answers.text import fold, is_english, stem, written_out
from bot.trivia.entities import TITLES
from bot.trivia.model import Question
from bot.trivia.numbers import in_figures

LONGEST_GUESS = 200
"""Characters of a message that are read; who writes more is talking."""

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
    return judge(text, [*question.accepted, *also], [*question.rivals, *question.options], asked=question.text)


def judge(text: str, right: Sequence[str], rivals: Sequence[str], *, asked: str = "") -> Verdict:
    """Judge a text against the right answers and names that are wrong; words of `asked` may be repeated."""
    text = _TAG.sub("", " ".join(text[:LONGEST_GUESS].split()))
    words = _words(text)
    if not words:
        return Verdict.EMPTY
    accepted = {_joined(_core(each)): each for each in right if _core(each)}
    wrong = {_joined(_core(each)) for each in rivals if _core(each)} - accepted.keys()
    if _is_one(words, accepted, wrong):
        return Verdict.RIGHT
    is_negated = any(word in _NEGATIONS for word in words)
    repeated = _asked_words(asked, wrong)
    if not is_negated and not _without_talk(words) and _is_answer(words, accepted, wrong, repeated):
        return Verdict.RIGHT  # an answer of small words, such as "yes"
    segments = [_words(each) for each in _CONNECTED.split(fold(text))]
    segments = [each for each in segments if _without_talk(each)]
    if not segments:
        return Verdict.NEGATED if is_negated else Verdict.EMPTY
    judged = [_is_answer(each, accepted, wrong, repeated) for each in segments]
    if is_negated:
        return Verdict.NEGATED if any(judged) or _names_one(words, accepted) else Verdict.WRONG
    if all(judged):
        return Verdict.RIGHT
    return Verdict.SEVERAL if any(judged) or _names_one(words, accepted) else Verdict.WRONG


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
    return _joined(_plain(own)) if own else fold(text)


def same_answer(first: str, second: str) -> bool:
    """Whether two typed texts are the same answer, so that what is decided of one holds for the other."""
    own, other = _without_talk(_words(first)), _without_talk(_words(second))
    return _joined(_plain(own)) == _joined(_plain(other)) if own and other else fold(first) == fold(second)


_TAG = re.compile(
    r",?\s*\b(?:is|was|ai|are|were|would|does|did)n['’]?t (?:it|he|she|they|that)\b\s*[?!.]*\s*$", re.IGNORECASE
)
"""`..., isn't it?` asks for consent and denies nothing."""

_NEGATIONS = frozenset(re.findall(r"\w+", "not no never neither nor none nobody nothing without except cannot"))

_CONNECTED = re.compile(r"\s*(?:[,;/|&+()\n]|\b(?:or|and|aka|either|versus|vs|alternatively)\b|\b[?!.]\s)\s*")

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
        called named name with for in as the a an for sure think me tell us let go i'm im idk tbh imo
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
    re.findall(r"\w+", "year years old times people persons of them day days minute minutes hour hours percent")
)
"""What may stand beside a number."""


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """The folded words, numbers in figures."""
    text = re.sub(r"(?<=\d)[,. ](?=\d{3}\b)", "", text).replace("&", " and ")
    text = re.sub(r"\b(s?he|it|i|we)-(?=\w)", r"\1", text, flags=re.IGNORECASE)  # She-Hulk is not "she, Hulk"
    text = re.sub(r"(?<=\d)\.(?=\d)", "point", text)
    text = re.sub(r"\by\b", "yes", text, flags=re.IGNORECASE)  # here it is no "why", as it is in chat
    return tuple(in_figures(written_out(text)))


def _core(name: str) -> tuple[str, ...]:
    return _plain(_words(name))


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Without articles and titles, as long as something is left."""
    kept = tuple(word for word in words if word not in {"the", "a", "an"})
    bare = tuple(word for word in kept if word not in TITLES)
    return bare or kept or tuple(words)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)


def _without_talk(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _TALK]


def _is_one(words: Sequence[str], accepted: Iterable[str], wrong: Iterable[str]) -> bool:
    """Whether the words are exactly one of the accepted answers, in whatever order of its words."""
    plain = _plain(words)
    own = sorted(plain)
    tight = "".join(plain)
    right = list(accepted)
    if any(sorted(each.split()) == own or each.replace(" ", "") == tight for each in right):
        return True
    if _joined(plain) in wrong:
        return False
    if len(plain) > 1 and len(set(plain)) == 1:
        return _is_one(plain[:1], right, wrong)
    stems = _stems(plain)
    return not any(_stems(each.split()) == stems for each in wrong) and any(
        _stems(each.split()) == stems for each in right
    )


def _stems(words: Sequence[str]) -> list[str]:
    """The stems, so that a plural or another spelling is the same word; but `hulking` is not `hulk`."""
    return sorted(word if word.endswith(("ing", "ed", "ly")) else stem(word) for word in words)


def _is_answer(words: Sequence[str], accepted: Iterable[str], wrong: set[str], asked: frozenset[str]) -> bool:
    """Whether a piece of a message is the answer and nothing else that tells."""
    right = list(accepted)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            around = [*words[:start], *words[end:]]
            if all(word in _TALK for word in around) and _is_one(words[start:end], right, wrong):
                return True
    core = _without_talk(words)
    if _is_near(core, right, wrong):
        return True
    is_number = any(each.isdigit() for each in right)
    for start in range(len(core)):
        for end in range(len(core), start, -1):
            around = [*core[:start], *core[end:]]
            fits = all(
                word in asked or stem(word) in asked or (is_number and word in _UNITS) or word in TITLES
                for word in around
            )
            if fits and around and _is_one(core[start:end], right, wrong):
                return True
    return False


def _is_near(core: Sequence[str], right: Sequence[str], wrong: set[str]) -> bool:
    """Whether the words are an accepted answer with slips of the keyboard, and no nearer to a wrong one."""
    plain = _plain(core)
    typed = _joined(plain)
    if not plain or any(any(ch.isdigit() for ch in word) for word in plain):
        return False
    best = _slips(typed, right)
    if best is None or not best:
        return best == 0
    other = _slips(typed, wrong)
    return (other is None or best < other) and not all(is_english(word) for word in plain)


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


def _names_one(words: Sequence[str], accepted: Iterable[str]) -> bool:
    """Whether one of the answers stands somewhere among the words."""
    text = f" {_joined(words)} "
    return any(f" {each} " in text for each in accepted)


def _asked_words(asked: str, wrong: Iterable[str]) -> frozenset[str]:
    """Words of the question that an answer may repeat: not those that name somebody else."""
    others = {word for each in wrong for word in each.split()}
    words = frozenset(_words(asked)) - others
    return words | {stem(word) for word in words}
