"""An author's own who-questions, where their fact answers them with one character."""

import re
from collections.abc import Iterator

from bot.english.text import fold, is_english, stem
from bot.english.words import STOP
from bot.knowledge.model import Fact, FactKind
from bot.questions.candidates import WORD, Candidate, Candidates, Key, Mention, words_of
from bot.questions.model import CHARACTERS, STORY, OptionKind, QuestionKind
from bot.questions.posed import Posed, where
from bot.questions.wording import is_well_formed, written

TELLING = 2
"""Words of a question that say something, besides the names: "who is strong" may be anybody."""

FAMILIAR = 0.5
"""The share of a question's words that its fact must have."""

BEST_LENGTH = 50
"""Characters of a question that says enough and no more."""

_OPENING = re.compile(r"(?:who|whose|which character)\b(?! (?:else|are|were|all|out|among|the)\b|['’])")


def asked(known: Candidates) -> Iterator[Posed]:
    """At most one question for each fact: the one that is nearest to its words."""
    for fact in known.pack.facts:
        if fact.asks and fact.kind in (FactKind.FACT, FactKind.SCENE):
            fitting = [posed for ask in fact.asks if (posed := _posed(known, fact, ask.strip().rstrip("?").strip()))]
            yield from sorted(fitting, key=lambda each: (-familiar(each.text, fact), _length(each)))[:1]


MANY = 100
"""If more facts than this say all that a question says, it has no one answer."""


def familiar(text: str, fact: Fact) -> float:
    """The share of a question's words that the fact has: the more, the surer it is what the question asks for."""
    own = {stem(word) for word in words_of(fact.text)}
    said = [stem(word) for word in words_of(text) if word not in STOP]
    return sum(word in own for word in said) / max(len(said), 1)


def _length(posed: Posed) -> int:
    return abs(len(posed.text) - BEST_LENGTH)


def _posed(known: Candidates, fact: Fact, text: str) -> Posed | None:
    if not _OPENING.match(text.lower()) or not is_well_formed(text) or familiar(text, fact) < FAMILIAR:
        return None
    mentions = list(known.mentions(text))
    if any(len(mention.keys) > 1 or _is_common(text, mention) for mention in mentions):
        return None
    named = {key for mention in mentions for key in mention.keys}
    said = _said(text, mentions)
    people = {key for key in known.about(fact) if key[0] is OptionKind.CHARACTER} - named
    if len(people) != 1 or len(said) + bool(named) < TELLING:
        return None
    answer = known.all[next(iter(people))]
    others = _also_said(known, fact, said, named)
    wording = written(known, text)
    if (
        not wording
        or answer.key in others
        or not answer.words.isdisjoint(word for word in words_of(text) if len(word) > 3)
        or _is_related(known, answer.key, named)
        or not _takes_part(known, fact, text.lower(), answer.key)
    ):
        return None
    return Posed(
        kind=QuestionKind.ASKED,
        what="-".join(words_of(text))[:60],
        text=f"{wording}{where(known.pack, fact.continuity, said=wording)}?",
        category=STORY if fact.kind is FactKind.SCENE else CHARACTERS,
        answer=answer,
        offered=lambda: (
            each
            for each in known.beside(answer)
            if each.key not in named | others and each.key != answer.key and _is_in(each, fact)
        ),
        fact=fact,
        source=fact.source,
        continuity=fact.continuity,
    )


def _said(text: str, mentions: list[Mention]) -> set[str]:
    """The stems of the words that say something, without names."""
    covered = [range(mention.start, mention.end) for mention in mentions]
    return {
        stem(fold(found.group()))
        for found in WORD.finditer(text)
        if fold(found.group()) not in STOP and not any(found.start() in each for each in covered)
    }


def _is_common(text: str, mention: Mention) -> bool:
    """Whether a name is an ordinary word here: "in a vision"."""
    return bool(re.search(r"\b(?:a|an)\s$", text[: mention.start])) and is_english(fold(mention.written))


def _is_in(candidate: Candidate, fact: Fact) -> bool:
    """Whether somebody has a part in the story that a fact tells, or in its continuity."""
    return fact.continuity in candidate.continuities and (fact.scene_number is None or bool(candidate.scenes))


def _also_said(known: Candidates, own: Fact, said: set[str], named: set[Key]) -> set[Key]:
    """Candidates that fit the question by other facts, so they may be right as well."""
    found: set[Key] = set()
    facts = known.facts_with(said)
    if len(facts) > MANY:
        return {(OptionKind.CHARACTER, who.id) for who in known.pack.characters}
    for fact in facts:
        if fact is not own and named <= (about := known.about(fact)):
            found |= about
    return found


def _is_related(known: Candidates, answer: Key, named: set[Key]) -> bool:
    """Whether somebody named is related to the one who is asked for: relations ask for them in better words."""
    ids = {id for kind, id in named if kind is OptionKind.CHARACTER}
    return not ids.isdisjoint(known.tied(answer[1]))


# Who does it


def _takes_part(known: Candidates, fact: Fact, question: str, answer: Key) -> bool:
    """Whether the answer does in the fact what the question asks about: "who wanted Hartnett for the part" is nobody
    named in "Hartnett was wanted for Loki". The first name counts as the subject of an active sentence, and as the
    object of a passive one.
    """
    people = [
        (key, mention.end)
        for mention in known.mentions(fact.text)
        for key in mention.keys
        if len(mention.keys) == 1 and key[0] is OptionKind.CHARACTER
    ]
    if answer not in {key for key, _ in people}:
        return False
    first, end = people[0]
    is_first = answer == first and not re.match(r"['’]", fact.text[end:])
    if _OBJECT.match(question):
        return not is_first
    if _PASSIVE.search(question):
        return is_first is bool(_PASSIVE.search(fact.text))
    if (verb := _VERB.match(question)) and (does := re.search(rf"\b{stem(verb[1])}", fact.text)) and does.start() < end:
        return False
    return is_first is not bool(_PASSIVE_BY.search(fact.text))


_DONE = r"\b(?:is|was|were|are|been|being|gets|got) (?:\w+ly )?\w+(?:ed|en|ught|lt|ilt)\b"
_VERB = re.compile(r"who (?:\w+ly )?(\w{4,})")
_OBJECT = re.compile(r"who (?:do|does|did)\b|whose\b")
_PASSIVE = re.compile(_DONE)
_PASSIVE_BY = re.compile(rf"{_DONE}.*\bby\b")
