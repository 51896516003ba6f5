"""Who is also known as somebody else."""

from collections.abc import Iterator
from functools import partial

from bot.english.text import fold
from bot.knowledge.model import Character, CharacterKind, Fact
from bot.knowledge.nicknames import other_names
from bot.knowledge.wording import whose
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.model import CHARACTERS, OptionKind, QuestionKind
from bot.questions.options import WRONG, of_one_sex
from bot.questions.posed import Posed, asked


def names(known: Candidates) -> Iterator[Posed]:
    """Real names both ways, and aliases that are no form of the name."""
    real = {who.id: _as_option(known, who, who.open_real_name) for who in known.pack.characters if who.open_real_name}
    for who in known.people.values():
        if who.kind is CharacterKind.PERSON:
            continue
        also = [who.open_real_name] if who.open_real_name else []
        also += [name for name in other_names(who.full_name, who.open_aliases) if name[:1].isupper()]
        for number, name in enumerate(each for each in also if _is_another(each, who.name)):
            fact = known.said_by(who.name, name)
            yield _who_is(known, who, name, fact)
            if name == who.open_real_name and not number:
                yield _real_name(known, who, real, fact)


def _who_is(known: Candidates, who: Character, name: str, fact: Fact | None) -> Posed:
    is_real = name == who.open_real_name
    return Posed(
        kind=QuestionKind.NAME,
        what=f"{who.id}:{fold(name)}",
        text=asked(f"who is {name} better known as" if is_real else f"who is also called {name}"),
        category=CHARACTERS,
        answer=known.character(who.id),
        offered=partial(_others, known, who, name, is_real=is_real),
        fact=fact,
        source=who.name_source or (fact.source if fact else ()),
        continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
    )


def _others(known: Candidates, who: Character, name: str, *, is_real: bool) -> tuple[Candidate, ...]:
    """Those who share no word with a name of somebody."""
    words = set(words_of(name))
    among = _with_two_names(known, who) if is_real else known.beside(known.character(who.id))
    return of_one_sex(
        (each for each in among if each.id != who.id and words.isdisjoint(each.words)), known.character(who.id)
    )


def _real_name(known: Candidates, who: Character, real: dict[str, Candidate], fact: Fact | None) -> Posed:
    return Posed(
        kind=QuestionKind.NAME,
        what=f"{who.id}:real-name",
        text=asked(f"what is {whose(known.character(who.id).spoken)} real name"),
        category=CHARACTERS,
        answer=real[who.id],
        offered=partial(_other_real_names, known, who, real),
        fact=fact,
        source=who.name_source or (fact.source if fact else ()),
        continuity=fact.continuity if fact else next(iter(known.pack.continuities)),
    )


def _other_real_names(known: Candidates, who: Character, real: dict[str, Candidate]) -> tuple[Candidate, ...]:
    others = [each for id, each in real.items() if id != who.id]
    if sum(each.pronoun is who.pronoun for each in others) < WRONG:
        others += _plain_names(known, who)
    return of_one_sex(others, real[who.id])


def _with_two_names(known: Candidates, like: Character) -> tuple[Candidate, ...]:
    """Those who are known by another name than their own, where there are enough of one sex; else everybody."""
    found = tuple(
        known.character(who.id)
        for who in known.pack.characters
        if who.open_real_name and who.pronoun is like.pronoun and who.kind is not CharacterKind.PERSON
    )
    return found if len(found) > WRONG else known.beside(known.character(like.id))


def _plain_names(known: Candidates, who: Character) -> Iterator[Candidate]:
    """Characters who go by a full name of their own, where few others have a real name."""
    for each in known.pack.characters:
        if each.id != who.id and not each.open_real_name and len(each.name.split()) > 1 and "(" not in each.name:
            yield _as_option(known, each, each.name)


def _as_option(known: Candidates, who: Character, name: str) -> Candidate:
    side, is_person = known.character(who.id).side, who.kind is CharacterKind.PERSON
    return Candidate(OptionKind.NAME, who.id, name, (name,), who.pronoun, is_real=False, is_person=is_person, side=side)


def _is_another(name: str, known_as: str) -> bool:
    """Whether a name shares no word with the one that everybody knows."""
    return set(words_of(name)).isdisjoint(words_of(known_as))
