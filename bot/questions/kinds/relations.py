"""Who is whose brother, who trained whom: each kind of relation brings its own question, or none."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial

from bot.english.text import fold, is_english, stem
from bot.knowledge.bonds import BondKind, Form, inverse_word, question_verb, read_kind
from bot.knowledge.model import Character, Pronoun, Relation
from bot.knowledge.verbs import third_of
from bot.knowledge.wording import thing_of
from bot.questions.candidates import Candidate, Candidates, words_of
from bot.questions.model import CHARACTERS, OptionKind, QuestionKind
from bot.questions.options import WRONG
from bot.questions.posed import Posed, asked, where

OF_THE_SECOND = {
    "spouse": "who is {} married to",
    "former spouse": "who was {} once married to",
    "engaged": "who is {} engaged to",
    "love": "who is {} in love with",
    "friend": "which of these is a friend of {}",
    "ally": "which of these is an ally of {}",
    "rival": "which of these is a rival of {}",
    "enemy": "which of these is an enemy of {}",
    "colleague": "which of these does {} work with",
    "roommate": "who does {} live with",
    "crush": "who is in love with {}",
    "boss": "who does {} work for",
    "bodyguard": "who protects {}",
    "owner": "who does {} belong to",
    "predecessor": "who came before {}",
}
"""By the key of a bond, how the one on its first side is asked for where a noun would be stiff."""

OF_THE_FIRST = {
    "crush": "who is {} in love with",
    "boss": "who works for {}",
    "bodyguard": "who does {} protect",
    "owner": "which of these belongs to {}",
    "predecessor": "who came after {}",
}
"""How the one on its second side is asked for."""

NOT_ASKED = {"target", "obsession", "acquaintance", "subject", "object", "counterpart", "namesake", "host", "associate"}
"""Nouns that make no question anybody would ask."""

ARGUABLE = {"friend", "ally", "colleague", "rescue", "destroy", "defeat", "owner"}
"""Bonds that are told of many, each time with something else in mind: their question has no one answer."""

OF_THE_DOER = {"kill", "create"}
"""Deeds that one person may do to many others, of which a pack names only some."""

AS_SAID = {"love interest": "who is {'s love interest}", "inspiration": "who was {'s inspiration}"}
"""How to ask for the person that a sheet names with these words."""

MANY = 3
"""So many may be right: of more it would be a question of luck."""


@dataclass(frozen=True)
class _Asked:
    """A question for `answer` that names `about`; `wording` has a place for the name."""

    wording: str
    about: Character
    answer: Character
    relation: Relation
    deed: str = ""
    """The key of its bond, where that is something done."""


def relations(known: Candidates) -> Iterator[Posed]:
    """A question for each side of each relation, with everybody who would be right taken together."""
    together: defaultdict[tuple[str, str, str], list[_Asked]] = defaultdict(list)
    for found in _all(known):
        together[found.wording, found.about.id, found.relation.continuity].append(found)
    for (wording, about, continuity), same in together.items():
        right = list(dict.fromkeys(each.answer.id for each in same))
        if about not in known.people or len(right) > MANY or about in right or (same[0].deed and len(right) > 1):
            continue
        in_several = sum((wording, about, each) in together for each in known.pack.continuities) > 1
        yield from _posed(known, same[0], right, where(known.pack, continuity, is_needed=in_several))


def _posed(known: Candidates, one: _Asked, right: list[str], suffix: str) -> Iterator[Posed]:
    answer = known.character(one.answer.id)
    name = _called(known.character(one.about.id), answer)
    if not name:
        return
    fact = known.said_by(one.about.name, one.answer.name, source=one.relation.source)
    wording = one.wording
    if len(right) > 1:
        wording = wording.replace("who is", "which of these is", 1).replace("who ", "which of these ", 1)
    yield Posed(
        kind=QuestionKind.RELATION,
        what=f"{one.about.id}:{one.answer.id}:{'-'.join(words_of(one.wording))}",
        text=asked(_filled(wording, name) + suffix),
        category=CHARACTERS,
        answer=answer,
        offered=partial(_pool, known, one, right),
        fact=fact,
        source=one.relation.source,
        continuity=one.relation.continuity,
        also=tuple(known.character(id) for id in right if id != one.answer.id),
    )


def _pool(known: Candidates, one: _Asked, right: Iterable[str]) -> tuple[Candidate, ...]:
    """Who is wrong: of friends nobody of the same group, of lovers only men or only women, and in a large family only
    those with its name: who knows that Rafe is a Quill would find his brother among strangers.
    """
    about, answer = known.character(one.about.id), known.character(one.answer.id)
    could_be_right = {one.about.id}.union(right, _tied(known, one.about), *_told_alike(known, one))
    if _surname(answer) and _surname(about) == _surname(answer):
        alike = [each for each in known.namesakes(answer) if _surname(each) == _surname(answer)]
        family = [each for each in alike if each.id not in could_be_right and each.pronoun is answer.pronoun]
        if len(family) >= WRONG:
            return tuple(family)
    wrong = [each for each in known.beside(answer) if each.id not in could_be_right]
    if _AMONG_FRIENDS.search(one.wording):
        return tuple(each for each in wrong if each.groups.isdisjoint(about.groups))
    if _IN_LOVE.search(one.wording):
        return tuple(each for each in wrong if each.pronoun is answer.pronoun)
    return tuple(wrong)


def _surname(who: Candidate) -> str:
    return who.text_words[-1] if len(who.text_words) > 1 else ""


def _told_alike(known: Candidates, one: _Asked) -> Iterator[Set[str]]:
    """People with the same deed in a fact, or named together in the same part of the source, so they may have had a
    part in it.
    """
    if not one.deed:
        return
    yield known.people_with(stem(one.deed))
    for fact in known.facts_about((OptionKind.CHARACTER, one.about.id)):
        if not set(fact.source).isdisjoint(one.relation.source):
            yield known.people_in(fact)


_AMONG_FRIENDS = re.compile(r"\b(?:friend|ally|work with|live with)\b")
_IN_LOVE = re.compile(r"\b(?:love|married|engaged|date)\b")


def _filled(wording: str, name: str) -> str:
    """ "whose brother" with the name in it: `{'s brother}` is "Thor's brother", or "the brother of ..."."""
    before, found, noun = wording.partition("{'s ")
    return before + thing_of(name, noun.removesuffix("}")) if found else wording.format(name)


def _all(known: Candidates) -> Iterator[_Asked]:
    for a in known.pack.characters:
        for relation in a.relations:
            b = known.pack.character(relation.other)
            kind = read_kind(relation.kind)
            if relation.spoiler or (kind.bond and kind.bond.key in ARGUABLE):
                continue
            deed = kind.bond.key if kind.bond and kind.bond.verbs and kind.is_plain else ""
            for wording, about, answer in _sides(kind, a, b, is_now=_is_of_the_story(known, relation)):
                yield _Asked(wording, about, answer, relation, deed)


def _is_of_the_story(known: Candidates, relation: Relation) -> bool:
    """Whether a scene tells it: what happens in a story is told in the present."""
    return any(
        scene.continuity == relation.continuity and not set(scene.source).isdisjoint(relation.source)
        for scene in known.pack.scenes
    )


def _sides(kind: BondKind, a: Character, b: Character, *, is_now: bool) -> Iterator[tuple[str, Character, Character]]:
    """Wordings with whom they name and whom they ask for. `b` is the `kind` of `a`."""
    first, second = (b, a) if kind.b_is_first else (a, b)
    bond, words = kind.bond, kind.words.lower() if kind.bond else kind.words
    if bond and words in AS_SAID:
        yield AS_SAID[words], a, b
        if bond.is_mutual:
            yield AS_SAID[words], b, a
    elif bond and bond.verbs and kind.is_plain:
        past, base = bond.verbs[0]
        yield f"who {third_of(base) if is_now else past} {{}}", second, first
        if bond.key not in OF_THE_DOER:
            yield f"who {'does' if is_now else 'did'} {{}} {base}", first, second
    elif bond and kind.is_plain and bond.key in OF_THE_SECOND:
        yield OF_THE_SECOND[bond.key], second, first
        if wording := OF_THE_SECOND[bond.key] if bond.is_mutual else OF_THE_FIRST.get(bond.key):
            yield wording, first, second
    elif kind.form in (Form.NOUN, Form.NOUN_OF):
        owner, other = (a, b) if kind.form is Form.NOUN else (b, a)
        if not NOT_ASKED.isdisjoint(words.split()):
            return
        yield f"who is {{'s {words}}}", owner, other
        if word := inverse_word(kind, owner.pronoun):
            yield f"who is {{'s {word}}}", other, owner
    elif kind.form is Form.LINK:
        yield f"who is {{}} {words}", a, b
        yield f"who is {words} {{}}", b, a
    else:
        yield f"who {question_verb(words)}", a, b
        yield f"who {words} {{}}", b, a


def _called(about: Candidate, answer: Candidate) -> str:
    """A name that has no word of the answer's: "Wanda" where both are Maximoffs; empty where there is none."""
    first = about.text.split()[0]
    names = [about.spoken]
    names += [first] if " " in about.text and about.pronoun is not Pronoun.IT and not is_english(fold(first)) else []
    names += [name for name in about.names[1:] if name[0].isupper()]
    return next((name for name in names if set(words_of(name)).isdisjoint(words_of(answer.text))), "")


def _tied(known: Candidates, about: Character) -> Set[str]:
    """Those who have to do with somebody in whatever way: some of it might make them right as well."""
    close = known.tied(about.id)
    return close if len(close) <= len(known.pack.characters) // 3 else frozenset()
