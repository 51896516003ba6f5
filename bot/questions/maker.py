"""Makes questions of a pack, each with exactly one right option whatever else the pack says.

Every question comes from one fact (or from the author), and its key names that fact and what is asked of it, so
that it stays the same when other facts change. Where a fair question is not possible there is none.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.english.numbers import in_words, ordinal, value_of
from bot.english.sentences import sentences
from bot.english.spelling import alike
from bot.english.text import fold, is_english, name_words, stem, written_out
from bot.english.words import STOP
from bot.knowledge.model import (
    Actor,
    Character,
    Difficulty,
    Fact,
    FactKind,
    Pack,
    Pronoun,
    Relation,
    Role,
    RoleKind,
)
from bot.questions.checker import sound
from bot.questions.claims import ALSO_SAID, Claims, Meaning, meaning_of, word_tokens
from bot.questions.difficulty import expected
from bot.questions.entities import TITLES, Entities, Entity, Mention, is_verb, telling_words
from bot.questions.giveaways import (
    LOOSE,
    SIBLINGS,
    compares,
    denied_from,
    is_event,
    is_only_one,
    is_state,
    tells_number,
    tells_sex,
    without_denial,
)
from bot.questions.model import (
    FALSE,
    GAP,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    TRUE,
    Category,
    OptionKind,
    Question,
    QuestionKind,
)
from bot.questions.passages import bare, is_quotable, passages, stands_alone, without_asides

WRONG = 3
"""So many wrong options stand beside the right one."""

HINTS = 2
"""So many hints a question has at most."""

LONGEST_HINT = 200
"""Characters in a hint, which is read while the clock runs."""

OF_ONE_PASSAGE = 3
"""So many names of one passage are asked for: a list of ten names is no ten questions."""

NEAR_IN_STORY = 25
"""So many events before or after one are near enough to be asked for together with it."""

NEARLY_ALL = 0.75
"""The share of a sentence's words that somebody else's must say, too, for `it is X who ...` to be untrue of X."""

APART = 2
"""So many scenes lie between events of which one came first: what the next one tells may happen at the same time."""

MOST_FACTS = 1000
"""Of a larger pack (a whole novel) so many facts are asked for, spread evenly: more than any server plays through."""

MOST_READ, BLOCK = 3000, 50
"""Of a pack with more facts so many are read for questions, in rows of so many that follow each other."""

MOST_HINTS = 30
"""So many passages about somebody are looked at for hints."""

MOST_WORDS = 150
"""So many other words are looked at for one that is missing."""

TELLING = 2
"""So many words must be left of a fact when a name is hidden, or anybody could be meant."""

IS_RIGHT = {
    TRUE: ("True", "yes", "right", "correct", "t", "y", "yep", "yeah", "yup", "not false"),
    FALSE: ("False", "no", "wrong", "incorrect", "f", "nope", "nah", "untrue", "not true"),
}
"""What may be typed for the two options of true or false."""

_YES_OR_NO = {"yes": TRUE, "true": TRUE, "no": FALSE, "false": FALSE}
"""Answers of an author that are a matter of yes or no."""


def questions_of(pack: Pack) -> tuple[Question, ...]:
    """Every question that the pack is good for, in the order of its facts; the author's own last.

    Always the same for the same pack. No two have the same key, or ask the same thing in the same words. Whatever
    the checker has doubts about is left out: there is no lack of questions, and an author could not mend it.
    """
    return tuple(sound(pack, made_of(pack)))


def made_of(pack: Pack) -> Iterator[Question]:
    """The questions before the checker has seen them."""
    seen: set[object] = set()
    for question in _Maker(_excerpt(pack.as_written)).questions():
        words = (" ".join(name_words(question.text)), question.options if question.kind is QuestionKind.FIRST else ())
        if question.key not in seen and words not in seen:
            seen |= {question.key, words}
            yield question


def _excerpt(pack: Pack) -> Pack:
    """So much of a large pack as questions are made of; the checker tries them on all of it."""
    if len(pack.facts) <= MOST_READ:
        return pack
    asked = {own.fact for own in pack.quiz}
    blocks = sorted(range(0, len(pack.facts), BLOCK), key=lambda first: _luck(pack.facts[first].key))
    read = {number for first in blocks[: MOST_READ // BLOCK] for number in range(first, first + BLOCK)}
    facts = tuple(
        fact
        for number, fact in enumerate(pack.facts)
        if number in read or fact.kind is FactKind.ROLE or fact.id in asked
    )
    return replace(pack, facts=facts)


@dataclass(frozen=True)
class _Candidate:
    """Somebody or something that could be a wrong option, and how likely it looks (0 to 1)."""

    text: str
    likeness: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Passage:
    """A passage of a fact, with whom it names. `fresh` is where the part begins that was in no passage before."""

    fact: Fact
    number: int
    text: str
    fresh: int
    mentions: tuple[Mention, ...]


class _Maker:
    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._entities = Entities(pack)
        self._claims = Claims(pack, self._entities)
        self._several = len(pack.continuities) > 1
        asked_of = sorted(pack.facts, key=lambda fact: _luck(fact.key))[:MOST_FACTS]
        chosen = {fact.key for fact in asked_of}
        self._facts = [fact for fact in pack.facts if fact.key in chosen]
        self._passages = [passage for fact in self._facts for passage in self._passages_of(fact)]
        self._own: dict[str, list[_Passage]] = {}
        self._naming: dict[str, list[_Passage]] = {}
        self._seen_in: dict[str, set[str]] = {}
        self._places: dict[str, list[int]] = {}
        self._named_in: dict[str, set[str]] = {}
        self._company: dict[str, set[str]] = {}
        for passage in self._passages:
            self._own.setdefault(passage.fact.key, []).append(passage)
            for key in {each.entities[0].key for each in passage.mentions if len(each.entities) == 1}:
                if not passage.fresh and len(self._naming.setdefault(key, [])) < MOST_HINTS:
                    self._naming[key].append(passage)
            named = self._entities.with_members(each for mention in passage.mentions for each in mention.entities)
            for key in named:
                self._seen_in.setdefault(key, set()).add(passage.fact.continuity)
                if passage.fact.place is not None:
                    self._places.setdefault(key, []).append(passage.fact.place)
        heads = {head[0]: (each, head) for each in reversed(self._passages) if (head := _last_word(each))}
        self._heads = sorted(heads.values(), key=lambda each: _luck(each[1][0]))[:MOST_WORDS]

    def questions(self) -> Iterator[Question]:
        by_fact: dict[str, list[Question]] = {}
        for question in (
            *self._played_by(),
            *self._plays(),
            *self._relations(),
            *(made for passage in self._passages for made in self._about(passage)),
            *self._first(),
        ):
            by_fact.setdefault(question.fact, []).append(question)
        for fact in self._facts:
            own = self._own.get(fact.key, [])
            made = by_fact[fact.key] = self._distinct(by_fact.get(fact.key, ()))
            made += self._true_or_false(own)
            if not made:
                made += self._missing_word(own)
            if not made and self._pack.characters:
                made += [each for passage in own[:1] if (each := self._plain(passage))]
            yield from made
        yield from self._authored()

    def _distinct(self, made: Sequence[Question]) -> list[Question]:
        """Without those that ask what another one asks, in other words: the shorter kind stays."""
        order = (QuestionKind.DEED, QuestionKind.RELATION, QuestionKind.CHARACTER)
        kept: list[tuple[Question, set[str]]] = []
        for question in sorted(made, key=lambda each: order.index(each.kind) if each.kind in order else len(order)):
            named = {entity.key for each in self._entities.mentions(question.text) for entity in each.entities}
            is_same = any(
                other.answer == question.answer
                and (
                    (question.kind is QuestionKind.RELATION and named <= known)
                    or (other.kind is QuestionKind.RELATION and known <= named)
                )
                for other, known in kept
                if question.kind in order
            )
            if not is_same:
                kept.append((question, named))
        return [each for each in made if any(each is question for question, _ in kept)]

    def _passages_of(self, fact: Fact) -> Iterator[_Passage]:
        if fact.kind is FactKind.ROLE:
            return
        for number, (text, fresh) in enumerate(passages(fact.text)):
            if stands_alone(sentences(text)[0]) and is_quotable(text):
                text = text if fresh else f"{bare(text)}."
                text = re.sub(r"([!?…]|[.!?…][\"'”’])\.$", r"\1", text)
                mentions = tuple(self._entities.mentions(text, fact.characters))
                if is_quotable(text) and not _hangs(text, mentions):
                    yield _Passage(fact, number, text, fresh, mentions)

    # Who plays whom

    def _played_by(self) -> Iterator[Question]:
        asked: set[tuple[str, str, str]] = set()
        for who in self._pack.characters:
            for role in who.roles:
                about = (who.id, role.kind.value, role.continuity)
                if about in asked:
                    continue
                asked.add(about)
                own = {fold(each.actor) for each in who.roles}
                right = [each for each in self._pack.actors if any(r.character == who.id for r in each.roles)]
                actor = next((each for each in right if role in each.roles), None)
                if actor is None:
                    continue
                wrong = [
                    _Candidate(each.name, self._likeness_of_actors(each, who, role), each.aliases)
                    for each in self._pack.actors
                    if each not in right and fold(each.name) not in own
                ]
                verb = "voices" if role.kind is RoleKind.VOICE else "plays"
                same = [
                    self._entity(OptionKind.ACTOR, each.name)
                    for each in right
                    if any(
                        (r.character, r.kind, r.continuity) == (who.id, role.kind, role.continuity) for r in each.roles
                    )
                ]
                yield from self._question(
                    fact=role.fact,
                    kind=QuestionKind.PLAYED_BY,
                    option_kind=OptionKind.ACTOR,
                    what="actor",
                    text=f"Who {verb} {self._spoken(OptionKind.CHARACTER, who.name)}"
                    f"{who.full_name.removeprefix(who.name)}{self._suffix(role.continuity)}?",
                    answer=actor.name,
                    accepted=[name for entity in same for name in entity.names],
                    also={entity.key for entity in same},
                    wrong=wrong,
                    category=Category.CAST,
                )

    def _plays(self) -> Iterator[Question]:
        for actor in self._pack.actors:
            asked: set[tuple[str, str]] = set()
            played = {role.character for role in actor.roles}
            for role in actor.roles:
                about = (role.kind.value, role.continuity)
                if about in asked:
                    continue
                asked.add(about)
                who = self._pack.character(role.character)
                same = [r.character for r in actor.roles if (r.kind.value, r.continuity) == about]
                verb = "voice" if role.kind is RoleKind.VOICE else "play"
                yield from self._question(
                    fact=role.fact,
                    kind=QuestionKind.PLAYS,
                    option_kind=OptionKind.CHARACTER,
                    what="character",
                    text=f"Which character does {actor.name} {verb}{self._suffix(role.continuity)}?",
                    answer=who.name,
                    accepted=[name for id in same for name in self._entities.by_key[f"character:{id}"].names],
                    also={f"character:{id}" for id in same},
                    wrong=[
                        _Candidate(each.name, self._likeness_of_characters(each, who, role), self._names(each))
                        for each in self._pack.characters
                        if each.id not in played and fold(actor.name) not in {fold(r.actor) for r in each.roles}
                    ],
                    category=Category.CAST,
                    hints=self._hints(self._entities.by_key[f"character:{who.id}"], role.fact),
                )

    def _likeness_of_actors(self, actor: Actor, who: Character, role: Role) -> float:
        own = [self._pack.character(each.character) for each in actor.roles]
        same_pronoun = who.pronoun in {each.pronoun for each in own}
        return (
            0.5 * same_pronoun
            + 0.2 * any(each.kind is role.kind for each in actor.roles)
            + 0.2 * any(each.continuity == role.continuity for each in actor.roles)
            + 0.1 * _alike_length(actor.name, role.actor)
        )

    def _likeness_of_characters(self, other: Character, who: Character, role: Role) -> float:
        return (
            0.4 * (other.pronoun is who.pronoun)
            + 0.3 * bool(other.roles)
            + 0.2 * any(each.kind is role.kind for each in other.roles)
            + 0.1 * _alike_length(other.name, who.name)
        )

    # Who is who

    def _relations(self) -> Iterator[Question]:
        for who in self._pack.characters:
            asked: set[str] = set()
            tied = {who.id, *(each.other for each in who.relations)}
            tied |= {each.id for each in self._pack.characters if any(r.other == who.id for r in each.relations)}
            for relation in who.relations:
                if (about := " ".join(written_out(relation.kind))) in asked:
                    continue
                asked.add(about)
                fact = self._fact_of_relation(who, relation)
                if fact is None:
                    continue
                same = [each.other for each in who.relations if " ".join(written_out(each.kind)) == about]
                meaning = self._claims.meaning(relation.kind)
                answer = self._entities.by_key[f"character:{relation.other}"]
                name = self._spoken(OptionKind.CHARACTER, who.name)
                owner = f"{name}'s {relation.kind}"
                if not name[-1].isalnum() or name.endswith("s") or name[-1].isdigit():
                    owner = f"the {relation.kind} of {name}"
                text = f"Who is {owner}{self._suffix(relation.continuity)}?"
                if len(same) > 1:
                    article = "an" if relation.kind[0].lower() in "aeiou" else "a"
                    text = f"Which of these is {article} {relation.kind} of {name}{self._suffix(relation.continuity)}?"
                known = {f"character:{id}" for id in tied} | self._kin(answer)
                if not LOOSE.isdisjoint(about.split()):
                    known |= self._met(who.id)
                wrong = self._others(answer, fact, self._wrong_for(meaning, known), text=text)
                yield from self._question(
                    fact=fact,
                    kind=QuestionKind.RELATION,
                    option_kind=OptionKind.CHARACTER,
                    what=f"{who.id}:{'-'.join(about.split())}",
                    text=text,
                    answer=answer.name,
                    accepted=[name for id in same for name in self._entities.by_key[f"character:{id}"].names],
                    also={f"character:{id}" for id in same},
                    wrong=wrong,
                    category=Category.CHARACTERS,
                    hints=self._hints(answer, fact),
                )

    def _kin(self, entity: Entity) -> set[str]:
        """The brothers and sisters of somebody, of whom much is true that is said of one."""
        who = next((each for each in self._pack.characters if f"character:{each.id}" == entity.key), None)
        relations = who.relations if who else ()
        return {f"character:{each.other}" for each in relations if not SIBLINGS.isdisjoint(written_out(each.kind))}

    def _met(self, id: str) -> set[str]:
        """Everybody whom a fact names together with this character, or a group of which they are."""
        key = f"character:{id}"
        if key not in self._company:
            if not self._named_in:
                self._named_in = {fact.key: self._named_by(fact) for fact in self._pack.facts}
            together = [named for named in self._named_in.values() if key in named]
            self._company[key] = set().union(*together)
        return self._company[key]

    def _maybe_as_close(self, passage: _Passage, named: Iterable[str]) -> set[str]:
        """Everybody who has met those that are named, where the passage tells of what one may be to several people."""
        if LOOSE.isdisjoint(stem(word) for word in written_out(passage.text)):
            return set()
        return set().union(*(self._met(key.partition(":")[2]) for key in named))

    def _fact_of_relation(self, who: Character, relation: Relation) -> Fact | None:
        """The fact that says so: of the same source, and with both in it. Rather one that has the relation's word, and
        rather a short one."""
        both = {f"character:{who.id}", f"character:{relation.other}"}
        kind = {stem(word) for word in written_out(relation.kind)}
        best: tuple[tuple[bool, bool, int], Fact] | None = None
        for fact in self._pack.facts:
            if set(fact.source).isdisjoint(relation.source) or fact.kind is FactKind.ROLE:
                continue
            if both <= self._named_by(fact):
                says_so = kind <= {stem(word) for word in written_out(fact.text)}
                score = (fact.continuity == relation.continuity, says_so, -len(fact.text))
                if best is None or score > best[0]:
                    best = score, fact
        return best[1] if best else None

    def _named_by(self, fact: Fact) -> set[str]:
        """The keys of all whom a fact is about, or whom its text names, with the members of groups."""
        return {f"character:{id}" for id in fact.characters} | self._entities.with_members(
            each for mention in self._entities.mentions(fact.text, fact.characters) for each in mention.entities
        )

    # What facts say

    def _about(self, passage: _Passage) -> Iterator[Question]:
        """Questions that hide a name or a number of the passage."""
        asked: set[str] = set()
        gathered: list[Question] = []
        for mention in passage.mentions:
            if mention.start < passage.fresh or len(mention.entities) > 1:
                continue
            entity = mention.entities[0]
            if entity.key in asked or entity.kind is OptionKind.ACTOR:
                continue
            asked.add(entity.key)
            if any(entity in each.entities and each.start < passage.fresh for each in passage.mentions):
                continue  # the passage before has asked for it
            if entity.kind in (OptionKind.CHARACTER, OptionKind.PERSON):
                deed = list(self._deed(passage, mention, entity))
                gathered += deed or self._hidden(passage, entity, QuestionKind.CHARACTER)
            else:
                gathered += self._hidden(passage, entity, QuestionKind.GAP)
        gathered.sort(key=lambda each: (each.kind is not QuestionKind.DEED, _luck(each.key)))
        yield from gathered[:OF_ONE_PASSAGE]
        yield from self._number(passage)

    def _deed(self, passage: _Passage, mention: Mention, entity: Entity) -> Iterator[Question]:
        """`Who overwhelms JARVIS?`, where the passage is one sentence with the entity as its subject."""
        clause = self._clause(passage, mention)
        if clause is None:
            return
        prefix = self._prefix(passage.fact, clause)
        if prefix and clause.startswith("who "):
            text = f"{prefix}, {clause}?"
        else:
            text = f"{prefix}: {clause}?" if prefix else f"{clause}?"
        text = text[0].upper() + text[1:]
        yield from self._asks_for(passage, entity, QuestionKind.DEED, text)

    def _clause(self, passage: _Passage, mention: Mention) -> str | None:
        """`who overwhelms JARVIS`, for a passage that is one sentence with the mention as its subject."""
        lead, rest = passage.text[: mention.start], passage.text[mention.end :]
        if passage.fresh or not re.fullmatch(r"(?:[^\W_][^,;:.()]{1,50}, )?", lead):
            return None
        following = re.match(r" ([\w'’]+)", rest)
        verb = fold(following[1]) if following else ""
        if not (is_verb(verb.removesuffix("n't")) or verb in _BEFORE_VERB):
            return None
        if any(each.entities[0].kind is OptionKind.CHARACTER for each in passage.mentions if each.start < len(lead)):
            return None
        said = re.split(r", (?:and|but) (?:this|that)\b", bare(_of_one_subject(passage, mention).strip()))[0]
        said = _ADDING.sub(r"\1", self._placeless(passage.fact, said))
        if not said or ":" in said or re.search(r"\bmeanwhile\b|\b(?:too|also)$", said):
            return None
        words = self._placeless(passage.fact, lead.removesuffix(", "))
        small = f"{words[:1].lower()}{words[1:]}"
        if not words:
            return f"who {said}"
        if " " not in words:
            return f"who {small} {said}"
        if _AT_THE_END.match(words) and "," not in said:
            return f"who {said} {small}"
        is_name = any(each.start < len(words.split()[0]) for each in passage.mentions)
        return f"{words if is_name else small}, who {said}"

    def _hidden(self, passage: _Passage, entity: Entity, kind: QuestionKind) -> Iterator[Question]:
        """`“_____ used to have black hair.” Which character is meant?`"""
        if not _can_be_hidden(passage, entity):
            return
        text = _with_gaps(passage.text, passage.mentions, entity)
        asks = {
            OptionKind.CHARACTER: "Which character is meant?",
            OptionKind.PERSON: "Who is meant?",
            OptionKind.PLACE: "Which place is missing here?",
            OptionKind.GROUP: "Which group is missing here?",
        }.get(entity.kind, "What is missing here?")
        yield from self._asks_for(passage, entity, kind, f"{self._quoted(passage, text)} {asks}")

    def _asks_for(self, passage: _Passage, entity: Entity, kind: QuestionKind, text: str) -> Iterator[Question]:
        if not _may_be_told_apart(passage, entity):
            return
        meaning = self._without_continuity(passage, meaning_of(passage.text, passage.mentions, without={entity.key}))
        hidden = meaning_of(text, self._entities.mentions(text, passage.fact.characters), without={entity.key})
        if len(meaning) < TELLING or _is_denied(passage, entity):
            return
        is_story = _is_story(passage)
        if not is_story and compares(passage.text[passage.fresh :]):
            return
        named = self._entities.with_members(each for mention in passage.mentions for each in mention.entities)
        own = named | {f"character:{id}" for id in passage.fact.characters}
        strangers = [each for each in self._entities.of_kind(entity.kind) if each.key not in own]
        asked = self._without_continuity(passage, hidden)
        if any(self._is_said(each, other, share=1.0) for each in (meaning, asked) for other in strangers):
            text = _among_these(text, kind)
        if not is_story:
            named |= self._kin(entity)
            named |= self._maybe_as_close(passage, named - {entity.key})
        near = {key.partition(":")[2] for key in named} if entity.kind is OptionKind.GROUP else set()
        members = entity.members

        def is_right_too(other: Entity) -> bool:
            if other.key in named or (members and (other.members & members or other.words & entity.words)):
                return True
            return other.id in near or self._is_said(meaning, other) or self._is_said(hidden, other)

        yield from self._question(
            fact=passage.fact,
            kind=kind,
            option_kind=entity.kind,
            what=f"{passage.number}:{entity.id}",
            text=text,
            answer=entity.name,
            accepted=entity.names,
            wrong=self._others(entity, passage.fact, is_right_too, text=text),
            category=_category(passage.fact, entity.kind),
            hints=self._hints(entity, passage.fact),
        )

    def _without_continuity(self, passage: _Passage, meaning: Meaning) -> Meaning:
        """What is said, but for the words on where it is so."""
        words = {token for word in written_out(self._continuity_words(passage.fact)) for token in word_tokens(word)}
        return tuple(each for each in meaning if each.isdisjoint(words))

    def _wrong_for(self, meaning: Meaning, named: set[str]) -> Callable[[Entity], bool]:
        """Tells of an entity whether it would be right as well: named in the same breath, or said elsewhere."""
        return lambda other: other.key in named or self._is_said(meaning, other)

    def _is_said(self, meaning: Meaning, other: Entity, *, share: float = ALSO_SAID) -> bool:
        return self._claims.says(meaning, self._tokens[other.key], share=share)

    @cached_property
    def _tokens(self) -> dict[str, list[str]]:
        """By its key, what claims may call an entity: by itself, and by the groups that it belongs to."""
        known = self._entities
        return {
            each.key: [f"@{key}" for key in (each.key, *(group.key for group in known.groups_of(each)))]
            for each in known.all
        }

    def _others(
        self, entity: Entity, fact: Fact, is_right_too: Callable[[Entity], bool], *, text: str = ""
    ) -> list[_Candidate]:
        """Those of the same kind that are wrong, with how likely they look."""
        found = []
        named = {word for word in written_out(text) if len(word) > 3}
        is_told = tells_sex(text, entity.pronoun)
        for other in self._entities.of_kind(entity.kind):
            shares = entity.kind in (OptionKind.PERSON, OptionKind.PLACE, OptionKind.THING, OptionKind.GROUP)
            if other is entity or (shares and other.words & entity.words) or is_right_too(other):
                continue
            if entity.kind is OptionKind.PERSON and other.pronoun is not entity.pronoun and _GENDERED.search(text):
                continue
            is_thing = entity.kind in (OptionKind.THING, OptionKind.GROUP)
            if is_thing and _shape(other.name) != _shape(entity.name):
                continue  # the sentence would give it away
            if entity.kind is OptionKind.CHARACTER and is_told and other.pronoun is not entity.pronoun:
                continue
            if named & other.words:
                continue  # would look silly, or like a trap
            if entity.kind is OptionKind.CHARACTER and fact.kind is FactKind.SCENE and not self._is_in(other, fact):
                continue  # no part of the story
            places, own = self._places.get(other.key, []), self._places.get(entity.key, [])
            distance = min((abs(each - (fact.place or 0)) for each in places), default=99) if fact.place else 99
            same_group = bool(
                {each.key for each in self._entities.groups_of(entity)}
                & {each.key for each in self._entities.groups_of(other)}
            )
            likeness = (
                0.35 * (other.pronoun is entity.pronoun)
                + 0.15 * (other.pronoun is Pronoun.THEY and entity.pronoun is not Pronoun.THEY)
                + 0.2 * (fact.continuity in self._seen_in.get(other.key, ()))
                + 0.15 * (distance <= 5)
                + 0.1 * same_group
                + 0.1 * (bool(places) is bool(own))
                + 0.1 * _alike_length(other.name, entity.name)
                - 0.4 * (other.name.startswith("the ") is not entity.name.startswith("the "))
            )
            found.append(_Candidate(other.name, min(1.0, max(0.0, likeness)), other.names))
        return found

    def _is_in(self, entity: Entity, fact: Fact) -> bool:
        """Whether somebody is named, or played, in the continuity of a fact."""
        return fact.continuity in self._seen_in.get(entity.key, ()) or fact.continuity in self._played_in[entity.key]

    @cached_property
    def _played_in(self) -> dict[str, set[str]]:
        return {f"character:{who.id}": {role.continuity for role in who.roles} for who in self._pack.characters}

    def _number(self, passage: _Passage) -> Iterator[Question]:
        for found in _NUMBER.finditer(passage.text):
            start, end = found.span()
            if start < passage.fresh or any(each.start < end and start < each.end for each in passage.mentions):
                continue
            value = value_of(fold(found.group()))
            if not value or value == 1 or _WORDS.findall(passage.text).count(found.group()) > 1:
                continue
            if tells_number(passage.text, value):
                continue
            is_year = bool(re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", found.group()))
            meaning = [
                each for each in meaning_of(passage.text, passage.mentions) if each != word_tokens(fold(found.group()))
            ]
            if len(meaning) < TELLING:
                continue
            wrong = [
                _Candidate(_written_like(found.group(), each), 1.0 - number / 12)
                for number, each in enumerate(_near(value, is_year=is_year))
                if not self._claims.says(tuple(meaning), [f"#{each}"])
            ]
            text = f"{passage.text[:start]}{GAP}{passage.text[end:]}"
            yield from self._question(
                fact=passage.fact,
                kind=QuestionKind.GAP,
                option_kind=OptionKind.YEAR if is_year else OptionKind.NUMBER,
                what=f"{passage.number}:number-{value}",
                text=f"{self._quoted(passage, text)} Which {'year' if is_year else 'number'} is missing here?",
                answer=found.group(),
                accepted=[found.group(), str(value)],
                wrong=wrong,
                category=_category(passage.fact, OptionKind.NUMBER),
            )

    def _missing_word(self, own: Sequence[_Passage]) -> Iterator[Question]:
        """For facts that name nothing: the noun at the end of a clause."""
        for passage in own:
            if (head := _last_word(passage)) is None:
                continue
            word, start = head
            if not passage.mentions:
                continue  # of nobody: any word that fits would do
            meaning = tuple(
                each for each in meaning_of(passage.text, passage.mentions) if each != word_tokens(fold(word))
            )
            lead = _WORDS.findall(passage.text[:start])[-1].lower()
            if len(meaning) < TELLING or stem(fold(word)) in {stem(each) for each in written_out(passage.text[:start])}:
                continue
            wrong: dict[str, _Candidate] = {}
            for other, (text, at) in self._heads:
                tokens = word_tokens(fold(text))
                if other.fact is passage.fact or tokens & word_tokens(fold(word)):
                    continue
                if text.endswith("s") is not word.endswith("s") or self._claims.says(meaning, tokens):
                    continue
                if (lead in {"a", "an"}) and (text[0].lower() in "aeiou") is not (lead == "an"):
                    continue
                if _WORDS.findall(other.text[:at])[-1].lower() in {"a", "an"} and lead not in {"a", "an", "the"}:
                    continue
                wrong.setdefault(stem(fold(text)), _Candidate(text, 0.5 * _alike_length(text, word)))
            text = f"{passage.text[:start]}{GAP}{passage.text[start + len(word) :]}"
            yield from self._question(
                fact=passage.fact,
                kind=QuestionKind.GAP,
                option_kind=OptionKind.WORD,
                what=f"{passage.number}:word-{fold(word)}",
                text=f"{self._quoted(passage, text)} Which word is missing here?",
                answer=word,
                accepted=[word],
                wrong=list(wrong.values()),
                category=_category(passage.fact, OptionKind.WORD),
            )
            return

    # True or false

    def _true_or_false(self, own: Sequence[_Passage]) -> Iterator[Question]:
        """One for the fact: as it is, or with a name or a number changed so that it is false by what the pack says."""
        alone = [each for each in own if not each.fresh] or list(own)
        for passage in alone:
            is_true = _luck(passage.fact.key, passage.text) % 2 == 1
            changed = list(self._changed(passage))
            cleft = (
                None if changed and _luck(passage.fact.key, "how") % 3 == 0 else self._cleft(passage, is_true=is_true)
            )
            if cleft is not None:
                made = self._statement(passage, cleft, TRUE if is_true else FALSE, "true" if is_true else "false-who")
            elif not changed:
                continue
            elif is_true:
                made = self._plain(passage)
            else:
                text, what = changed[_luck(passage.fact.key, "which") % len(changed)]
                made = self._statement(passage, text, FALSE, f"false-{what}")
            if made:
                yield made
                if passage.fact.kind is not FactKind.SCENE:
                    return

    def _plain(self, passage: _Passage) -> Question | None:
        return self._statement(passage, self._with_one_name_each(passage).text, TRUE, "true")

    def _cleft(self, passage: _Passage, *, is_true: bool) -> str | None:
        """`It is Thanos who has multiple children`, of him or of another. Outside of a story, what is said of one
        may hold of others of whom the pack says nothing; put like this, it is true of one and false of them."""
        if _is_story(passage) or not passage.mentions or compares(passage.text):
            return None
        mention = passage.mentions[0]
        entity = mention.entities[0]
        clause = self._clause(passage, mention)
        meaning = meaning_of(passage.text, passage.mentions, without={entity.key})
        if clause is None or not clause.startswith("who ") or len(mention.entities) > 1 or len(meaning) < TELLING:
            return None
        if entity.kind is not OptionKind.CHARACTER or _is_denied(passage, entity) or gives_away(clause, entity.names):
            return None
        others = self._strangers(passage, entity, meaning)
        people = [each for each in self._entities.of_kind(OptionKind.CHARACTER) if each is not entity]
        if not others or any(self._is_said(meaning, each, share=NEARLY_ALL) for each in people):
            return None
        name = entity.name if is_true else _likeliest(f"{passage.fact.key}:{entity.id}", others, 1)[0].text
        return f"It is {self._spoken(OptionKind.CHARACTER, name)} {clause}."

    def _with_one_name_each(self, passage: _Passage) -> _Passage:
        """The passage as statements say it, true or false: everybody by the name that options have.

        Who knows all names could tell a name that was put in from one that stood there, `Wanda (Scarlet Witch)`.
        """
        mentions, text, grown = [], passage.text, 0
        for mention in passage.mentions:
            entity = mention.entities[0]
            start, end = mention.start + grown, mention.end + grown
            is_character = len(mention.entities) == 1 and entity.kind is OptionKind.CHARACTER
            if is_character and _can_be_hidden(passage, entity) and not _becomes(passage, entity):
                name = self._spoken(entity.kind, entity.name, text[:start])
                name = name[0].upper() + name[1:] if not start else name
                text = f"{text[:start]}{name}{text[end:]}"
                grown += len(name) - (end - start)
                end = start + len(name)
            mentions.append(Mention(start, end, mention.entities))
        fresh = passage.fresh and len(text) - len(sentences(text)[-1])
        return _Passage(passage.fact, passage.number, text, fresh, tuple(mentions))

    def _spoken(self, kind: OptionKind, name: str, before: str = "") -> str:
        """A name as it stands in a sentence: `the Hulk`, where an alias has the article and no word before asks for
        none (`a vengeful Hulk`)."""
        if _DESCRIBED.search(before):
            return name
        entity = next((each for each in self._entities.of_kind(kind) if each.name == name), None)
        return f"the {name}" if entity and f"The {name}" in entity.names else name

    def _strangers(self, passage: _Passage, entity: Entity, meaning: Meaning) -> list[_Candidate]:
        """Those with whose name a passage would be false."""
        named = self._entities.with_members(each for mention in passage.mentions for each in mention.entities)
        named |= self._kin(entity)
        if not _is_story(passage):
            named |= self._maybe_as_close(passage, named - {entity.key})
        others = self._others(entity, passage.fact, self._wrong_for(meaning, named), text=passage.text)
        return [each for each in others if self._same_pronoun(entity, each.text) and _READABLE.fullmatch(each.text)]

    def _changed(self, passage: _Passage) -> Iterator[tuple[str, str]]:
        """The passage with something changed so that the pack says otherwise, and what was changed."""
        passage = self._with_one_name_each(passage)
        if (contrary := without_denial(passage.text[passage.fresh :])) is not None and not passage.fresh:
            yield contrary, "denial"
        seen: set[str] = set()
        for mention in passage.mentions:
            entity = mention.entities[0]
            if len(mention.entities) > 1 or entity.key in seen or entity.kind in (OptionKind.GROUP, OptionKind.THING):
                continue
            seen.add(entity.key)
            before, after = passage.text[: mention.start], passage.text[mention.end :]
            if not _is_story(passage) and not is_only_one(before, after):
                continue
            meaning = meaning_of(passage.text, passage.mentions, without={entity.key})
            if len(meaning) < TELLING or not _may_be_told_apart(passage, entity):
                continue
            if _is_denied(passage, entity) or not _can_be_hidden(passage, entity):
                continue
            strict = self._strangers(passage, entity, meaning)
            if not strict:
                continue
            other = _likeliest(f"{passage.fact.key}:{entity.id}", strict, 1)[0]
            text = _replaced(passage.text, passage.mentions, entity, self._spoken(entity.kind, other.text, before))
            left = {fold(word) for word in _WORDS.findall(text)} - {fold(word) for word in _WORDS.findall(other.text)}
            if not left & entity.words:
                yield text, entity.id
        for found in _NUMBER.finditer(passage.text):
            start, end = found.span()
            value = value_of(fold(found.group()))
            if value is None or any(each.start < end and start < each.end for each in passage.mentions):
                continue
            meaning = tuple(
                each for each in meaning_of(passage.text, passage.mentions) if each != word_tokens(fold(found.group()))
            )
            is_year = bool(re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", found.group()))
            wrong = [each for each in _near(value, is_year=is_year) if not self._claims.says(meaning, [f"#{each}"])]
            if tells_number(passage.text, value) or denied_from(passage.text) < len(passage.text):
                continue
            if wrong and len(meaning) >= TELLING:
                number = wrong[_luck(passage.fact.key, str(value)) % len(wrong)]
                text = f"{passage.text[:start]}{_written_like(found.group(), number)}{passage.text[end:]}"
                yield text, f"number-{value}"

    def _same_pronoun(self, entity: Entity, name: str) -> bool:
        other = next((each for each in self._entities.of_kind(entity.kind) if each.name == name), None)
        return other is not None and other.pronoun is entity.pronoun

    def _statement(self, passage: _Passage, text: str, verdict: str, what: str) -> Question | None:
        prefix = self._prefix(passage.fact, text)
        where = f" ({prefix[0].lower()}{prefix[1:]})" if prefix else ""
        said = text if passage.fresh else _ADDING.sub(r"\1", text)
        asked = f"True or false{where}: “{_inner(said)}”"
        if len(asked) > LONGEST_QUESTION:
            return None
        return Question(
            key=f"{passage.fact.key}:{QuestionKind.TRUE_FALSE.name.lower()}:{passage.number}",
            kind=QuestionKind.TRUE_FALSE,
            option_kind=OptionKind.VERDICT,
            category=_category(passage.fact, OptionKind.VERDICT),
            text=asked,
            options=(TRUE, FALSE),
            answer=verdict,
            accepted=IS_RIGHT[verdict],
            rivals=IS_RIGHT[FALSE if verdict == TRUE else TRUE],
            fact=passage.fact.key,
            source=passage.fact.source,
            continuity=passage.fact.continuity,
            difficulty=Difficulty.MEDIUM if what.startswith("false") else Difficulty.EASY,
            is_spoiler=passage.fact.spoiler,
        )

    # What came first

    def _first(self) -> Iterator[Question]:
        events = self._events()
        for position, (passage, event) in enumerate(events):
            place = passage.fact.place or 0
            for word, others in (
                ("first", events[position + 1 : position + 1 + 2 * NEAR_IN_STORY]),
                ("last", events[max(0, position - 2 * NEAR_IN_STORY) : position]),
            ):
                others = [
                    each
                    for each in others
                    if each[0].fact.continuity == passage.fact.continuity
                    and abs((each[0].fact.place or 0) - place) >= APART
                ]
                others = others[:NEAR_IN_STORY] if word == "first" else others[-NEAR_IN_STORY:]
                distance = {other[1]: abs((other[0].fact.place or 0) - place) for other in others}
                yield from self._question(
                    fact=passage.fact,
                    kind=QuestionKind.FIRST,
                    option_kind=OptionKind.SCENE,
                    what=f"{word}:{passage.number}",
                    text=f"Which of these comes {word} in the story?",
                    answer=event,
                    accepted=[event],
                    wrong=[_Candidate(text, max(0.0, 1 - away / 20)) for text, away in distance.items()],
                    category=Category.STORY,
                )

    def _events(self) -> list[tuple[_Passage, str]]:
        """One short sentence for each scene that has one, in the order of the story."""
        found: list[tuple[_Passage, str]] = []
        taken: set[int] = set()
        scenes = {scene.key: scene.place for scene in self._pack.scenes}
        for passage in self._passages:
            place = passage.fact.place
            if place is None or place in taken or passage.fresh:
                continue
            event = self._headline(passage)
            if event is None or any(fold(event) == fold(other) for _, other in found):
                continue
            meaning = self._claims.meaning(event, passage.fact.characters)
            said_in = self._claims.places_of(meaning, share=0.75)
            elsewhere = any(scenes.get(key, place) != place for key in said_in)
            if len(meaning) >= TELLING and not elsewhere:
                taken.add(place)
                found.append((passage, event))
        return found

    def _headline(self, passage: _Passage) -> str | None:
        """What happens in a sentence, in one clause: `Ultron steals the Quinjet`; None where it cannot be told."""
        text = without_asides(bare(passage.text))
        if re.search(r"\b(?:had|previously|formerly|earlier|before|later|afterwards|after)\b", text, re.IGNORECASE):
            return None
        if not passage.mentions or passage.mentions[0].start:
            if not self._pack.characters:
                return None  # any sentence of any text: nobody knows that it tells of something that happens
            is_good = len(text) <= LONGEST_OPTION and _is_plain(text) and is_event(text, "") and not _BEING.search(text)
            return text if is_good else None
        clauses = re.split(r", | until | because | when |: | and (?=\w+ly |\w+s |is |was )", text)
        first = clauses[0].strip()
        end = len(without_asides(passage.text[: self.subject_end(passage)]))
        verb = re.match(r" (?:\w+ly )?(([\w'’]+).*)", first[end:])
        is_several = " and " in first[:end] or (
            passage.mentions[0].entities[0].kind is OptionKind.GROUP and _shape(first[:end])[0]
        )
        if not verb or not (is_verb(fold(verb[2])) or (is_several and fold(verb[2]) not in STOP)):
            return None
        if not is_event(first, verb[1]):
            return None
        if not self._pack.characters and re.match(r" (?:has|had|can|could|(?:is|was) (?!\w+ed\b))", first[end:]):
            return None
        whole = text if len(text) <= LONGEST_OPTION and is_event(text, verb[1]) else first
        return whole if len(whole) <= LONGEST_OPTION and _is_plain(whole) else None

    @staticmethod
    def subject_end(passage: _Passage) -> int:
        """Where the names end with which a passage begins: `Stark and Banner`, `Ultron, Pietro and Wanda`."""
        end = passage.mentions[0].end
        for mention in passage.mentions[1:]:
            if passage.text[end : mention.start] not in (" and ", ", "):
                break
            end = mention.end
        return end

    # The author's own

    def _authored(self) -> Iterator[Question]:
        for own in self._pack.quiz:
            fact = self._pack.facts_by_id.get(own.fact)
            options = _shuffled(own.id, [own.answer, *own.wrong])
            verdict = _YES_OR_NO.get(fold(own.answer)) if len(options) == len(IS_RIGHT) else None
            meant = IS_RIGHT[verdict] if verdict else ()
            denied = IS_RIGHT[FALSE if verdict == TRUE else TRUE] if verdict else ()
            yield Question(
                key=f"{self._pack.id}/{own.fact}:authored:{own.id}"
                if own.fact
                else f"{self._pack.id}:authored:{own.id}",
                kind=QuestionKind.AUTHORED,
                option_kind=OptionKind.FREE,
                category=_category(fact, OptionKind.FREE) if fact else Category.DETAILS,
                text=own.question,
                options=tuple(options),
                answer=own.answer,
                accepted=tuple(dict.fromkeys((own.answer, *own.accepted, *meant))),
                rivals=tuple(dict.fromkeys((*own.wrong, *denied))),
                fact=fact.key if fact else "",
                source=own.source,
                continuity=own.continuity,
                difficulty=own.difficulty or expected(QuestionKind.AUTHORED, own.answer, own.wrong, likeness=0.5),
                is_spoiler=own.spoiler,
            )

    # Parts of a question

    def _question(
        self,
        *,
        fact: Fact,
        kind: QuestionKind,
        option_kind: OptionKind,
        what: str,
        text: str,
        answer: str,
        accepted: Iterable[str],
        wrong: Sequence[_Candidate],
        category: Category,
        hints: Sequence[str] = (),
        also: Collection[str] = (),
    ) -> Iterator[Question]:
        """The question, if there are enough wrong options and the text does not tell the answer.

        `also` are the keys of others who would be as right.
        """
        right = self._accepted(option_kind, [answer, *accepted], also)
        key = f"{fact.key}:{kind.name.lower()}:{what}"
        if kind is not QuestionKind.FIRST and gives_away(text, right):
            return
        taken = {_folded(each) for each in right}
        usable = [each for each in wrong if len(each.text) <= LONGEST_OPTION and _folded(each.text) not in taken]
        usable = [each for each in usable if not {_folded(name) for name in each.names} & taken]
        chosen = _likeliest(key, usable, WRONG)
        if len(chosen) < WRONG or len(answer) > LONGEST_OPTION or len(text) > LONGEST_QUESTION:
            return
        options = [answer, *(each.text for each in chosen)]
        if option_kind in (OptionKind.NUMBER, OptionKind.YEAR):
            options.sort(key=lambda each: value_of(fold(each)) or 0)
        else:
            options = _shuffled(key, options)
        rivals = [
            name
            for each in usable
            for name in (each.text, *each.names)
            if each in chosen or any(_looks_like(name, own) for own in right)
        ]
        rivals += self._near_names(option_kind, right, also)
        yield Question(
            key=key,
            kind=kind,
            option_kind=option_kind,
            category=category,
            text=text,
            options=tuple(options),
            answer=answer,
            accepted=right,
            rivals=tuple(each for each in dict.fromkeys(rivals) if _folded(each) not in taken),
            fact=fact.key,
            source=fact.source,
            continuity=fact.continuity,
            difficulty=expected(
                kind,
                answer,
                [each.text for each in chosen],
                likeness=sum(each.likeness for each in chosen) / len(chosen),
                option_kind=option_kind,
            ),
            hints=tuple(each for each in hints if not gives_away(each, right)),
            is_spoiler=fact.spoiler,
        )

    def _near_names(self, kind: OptionKind, right: Sequence[str], also: Collection[str]) -> Iterator[str]:
        """Names of all others that look like a right one or share a word with it, also of those who are no option
        because they may be right as well: who types `Frey` means Frey, and made no slip in `Freya`. And names that
        are words of English: `Rush or Hope` names two."""
        words = {word for name in right for word in telling_words(name)}
        for other in self._entities.of_kind(kind):
            if other.name != right[0] and other.key not in also:
                for name in other.names:
                    if (
                        not words.isdisjoint(telling_words(name))
                        or any(_looks_like(name, own) for own in right)
                        or (name.isalpha() and is_english(fold(name)))
                    ):
                        yield name
        if kind in (OptionKind.PLACE, OptionKind.THING, OptionKind.GROUP):  # `Lord Ashcombe` is no Ashcombe Hall
            people = self._entities.of_kind(OptionKind.CHARACTER)
            yield from (name for each in people for name in each.names if not words.isdisjoint(telling_words(name)))

    def _accepted(self, kind: OptionKind, names: Iterable[str], also: Collection[str]) -> tuple[str, ...]:
        """The right names without aliases that are somebody else's name, and with a surname that nobody else has."""
        right = tuple(dict.fromkeys(names))
        others = {
            _folded(name)
            for each in self._entities.of_kind(kind)
            if each.key not in also and each.name != right[0]
            for name in each.names
        }
        kept = [name for number, name in enumerate(right) if not number or _folded(name) not in others]
        surnames = [self._surnames[name] for name in kept if name in self._surnames and kind is OptionKind.CHARACTER]
        return tuple(dict.fromkeys([*kept, *surnames]))

    @cached_property
    def _surnames(self) -> dict[str, str]:
        """By the full names of characters, those last names by which nobody else goes."""
        taken = Counter(
            word
            for entity in self._entities.all
            for word in {fold(each) for each in _WORDS.findall(" ".join(entity.names))}
        )
        full = [who.real_name or who.name for who in self._pack.characters]
        return {
            name: words[-1]
            for name in full
            if len(words := name.split()) > 1 and taken[fold(words[-1])] == 1 and not _is_plain_english(words[-1])
        }

    def _hints(self, entity: Entity, fact: Fact) -> tuple[str, ...]:
        """Other facts about the answer, with its names hidden; short ones first."""
        found: list[str] = []
        for passage in self._naming.get(entity.key, ()):
            if passage.fact is fact or passage.fact.spoiler > fact.spoiler:
                continue
            text = _with_gaps(passage.text, passage.mentions, entity)
            if len(text) <= LONGEST_HINT and not gives_away(text, entity.names):
                found.append(text)
        found.sort(key=lambda text: _luck(fact.key, text))
        return tuple(found[:HINTS])

    def _entity(self, kind: OptionKind, name: str) -> Entity:
        return next(each for each in self._entities.of_kind(kind) if each.name == name)

    @staticmethod
    def _names(who: Character) -> tuple[str, ...]:
        return (who.name, *([who.real_name] if who.real_name else []), *who.aliases)

    def _prefix(self, fact: Fact, text: str) -> str:
        """`In the comics`, where it matters and the text does not say it."""
        words = self._pack.continuities.get(fact.continuity, "")
        if not self._several or not re.match(r"(?:in|on|at|from|behind|during|of)\b", words.lower()):
            return ""
        return "" if fold(words) in fold(text) else words[0].upper() + words[1:]

    def _continuity_words(self, fact: Fact) -> str:
        words = self._pack.continuities.get(fact.continuity, "")
        is_place = re.match(r"(?:in|on|at|from|behind|during|of)\b", words.lower())
        return words if self._several and is_place else ""

    def _placeless(self, fact: Fact, text: str) -> str:
        """The text without `in the comics` as an aside, or at an end of it: the question begins with that."""
        words = re.escape(self._continuity_words(fact))
        aside = rf"^{words}(?:, |$)|, {words},|,? {words}(?=$| to )"
        return re.sub(aside, "", text, flags=re.IGNORECASE) if words else text

    def _suffix(self, continuity: str) -> str:
        words = self._pack.continuities.get(continuity, "")
        if not self._several or not re.match(r"(?:in|on|at|from|behind|during|of)\b", words.lower()):
            return ""
        return f" {words}"

    def _quoted(self, passage: _Passage, text: str) -> str:
        prefix = self._prefix(passage.fact, passage.text)
        return f"{prefix}: “{_inner(text)}”" if prefix else f"“{_inner(text)}”"


def _among_these(text: str, kind: QuestionKind) -> str:
    """The question as it is asked of the options alone, where somebody else would be as right."""
    if kind is not QuestionKind.DEED:
        return re.sub(r"(?:Which character|Who) is meant\?$", "Which of these is meant?", text)
    return re.sub(
        r"\bwho\b",
        lambda found: f"{'W' if found[0][0] == 'W' else 'w'}hich of these",
        text,
        count=1,
        flags=re.IGNORECASE,
    )


def gives_away(text: str, names: Iterable[str]) -> bool:
    """Whether a word of one of the names stands in the text, in whatever form. The first name counts whole; of
    the others the owner does not (`Thor's hammer`)."""
    words = set(_WORDS.findall(fold(text)))
    stems = words | {stem(word) for word in words}
    for number, name in enumerate(names):
        shown = re.sub(r"[^\W_]+(?:['’]s|s['’]) ", "", name) if number and " " in name else name
        tell = telling_words(shown) or [fold(word) for word in _WORDS.findall(shown)]
        if any(
            word in stems or stem(word) in stems for word in tell if len(word) > 2 or word.isdigit() or len(tell) == 1
        ):
            return True
    return False


_WORDS = re.compile(r"[^\W_]+")

_NUMBER = re.compile(
    r"(?<![\w.,-])(?:\d{1,4}(?:st|nd|rd|th)?|\d{1,3}(?:,\d{3})+|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
    r"(?![\w-]|[.,]\d| (?:hundred|thousand|million|billion|dozen)\b)",
    re.IGNORECASE,
)


def _near(value: int, *, is_year: bool) -> list[int]:
    """Numbers that could be taken for this one, the likeliest first."""
    if is_year:
        steps = [1, -1, 2, -2, 3, -3, 5, -5, 10, -10]
    elif value >= 30 and value % 10 == 0:
        ten = 10 ** (len(str(value)) - 2) * (5 if value >= 100 else 10)
        steps = [ten, -ten, 2 * ten, -2 * ten, 3 * ten, -3 * ten]
    elif value >= 20 and value % 5 == 0:
        steps = [5, -5, 10, -10, 15]
    else:
        steps = [1, -1, 2, -2, 3, 4, -3]
    return [value + step for step in steps if value + step > 1]


def _written_like(model: str, number: int) -> str:
    """The number in figures or words, as the model is."""
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", model):
        return ordinal(number)
    if model[0].isdigit():
        return f"{number:,}" if "," in model else str(number)
    words = in_words(number)
    return words.capitalize() if model[0].isupper() else words


_AFTER_ARTICLE = re.compile(
    r"\b(?:a|an|the|his|her|its|their)(?: [a-z]+(?:-[a-z]+)?)? ([a-z]{4,})"
    r"(?=[.,;:!?]|$| (?:in|on|of|for|with|at|from|by)\b)"
)


_AFTER_NOUNS = frozenset(
    re.findall(
        r"\w+",
        """
        abroad aboard afterwards again ahead alike alive alone apart ashore aside asleep away awake back better both
        down early either else ever first forever forward free home indoors inside instead last late later likewise
        long more naked next nearby once open outdoors outside overboard overhead overnight since sometimes soon
        thereafter thrice today together tomorrow tonight twice underground underwater upstairs well yesterday
        """,
    )
)
"""What may stand behind a noun and is none: `won the race twice`."""


def _last_word(passage: _Passage) -> tuple[str, int] | None:
    """The noun that ends a clause, as far as an article before it tells, and where it stands. The last one."""
    found = None
    for match in _AFTER_ARTICLE.finditer(passage.text):
        start = match.start(1)
        word = match[1]
        if start < passage.fresh or any(each.start <= start < each.end for each in passage.mentions):
            continue
        if (
            passage.text.startswith(" of", match.end(1))
            or word.endswith(("ing", "ly", "ed", "est"))
            or word in STOP | _AFTER_NOUNS
            or fold(word) != word
        ):
            continue
        found = (word, start)
    return found


def _with_gaps(text: str, mentions: Sequence[Mention], entity: Entity) -> str:
    return _replaced(text, mentions, entity, GAP)


def _replaced(text: str, mentions: Sequence[Mention], entity: Entity, name: str) -> str:
    for mention in reversed(mentions):
        if entity in mention.entities:
            shown = name[0].upper() + name[1:] if not mention.start else name
            text = f"{text[: mention.start]}{shown}{text[mention.end :]}"
    return text


def _may_be_told_apart(passage: _Passage, entity: Entity) -> bool:
    """False where a pronoun would tell a man from a woman, and nobody knows which the person is."""
    if entity.kind is not OptionKind.PERSON or entity.pronoun is not Pronoun.THEY:
        return True
    return not _GENDERED.search(passage.text)


_GENDERED = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)


def _is_plain_english(word: str) -> bool:
    """Whether a word of a name could mean something: `Widow`, `of`, `007`."""
    return not word.isalpha() or len(word) < 3 or is_english(fold(word))


def _shape(name: str) -> tuple[bool, bool]:
    """What of a name the words around it agree with: whether it is a plural, and whether it has an article."""
    return name.endswith("s") and not name.endswith("ss"), name.lower().startswith("the ")


_ADDING = re.compile(r"\b((?:is|was|has|had|have|can|could) |^)(?:also|even) ")
"""What joins a sentence to one that is not shown."""

_DESCRIBED = re.compile(r"\b(?:an?|the|his|her|its|their|this|that|new|old|\w+['’]s)(?: [\w-]+)? $", re.IGNORECASE)

_READABLE = re.compile(r"(?:[^\W_]|[ .'’-])+")
"""Names that can stand in a sentence without being taken for a part of it: not `Who?`, not `Jarvis (butler)`."""

_BEING = re.compile(r"\b(?:is|are|was|were|has|have|had)\b")

_BEFORE_VERB = frozenset(("even", "always", "never", "once", "also", "only"))

_AT_THE_END = re.compile(r"(?:At|For|Within|Near|Every|In|On|During|Before|After|With|From|Under|To|By) ")
"""What may as well stand at the end of a sentence, and reads better there in a question."""


def _is_denied(passage: _Passage, entity: Entity) -> bool:
    """Whether the passage says of it what is not so, as it is not of most others."""
    end = passage.fresh + denied_from(passage.text[passage.fresh :])
    return any(entity in each.entities and each.start >= end for each in passage.mentions)


def _can_be_hidden(passage: _Passage, entity: Entity) -> bool:
    """False where a gap, or another name, for each of its names would make no sense: `the transformation of Bruce
    Banner into the Hulk`, `the Captain America identity`, `a program called 'Ultron'`."""
    shown: list[frozenset[str]] = []
    for mention in passage.mentions:
        if entity not in mention.entities:
            continue
        name, after = passage.text[mention.start : mention.end], passage.text[mention.end :]
        following = re.match(r" ([a-z]+)", after)
        if _ARTICLED.match(name) and following and following[1] not in STOP | _LINKS and not is_verb(following[1]):
            return following[1].endswith("ly")
        if passage.text[: mention.start].endswith(("'", "‘", "“", '"')) or _PAIRED.search(
            passage.text[: mention.start]
        ):
            return False
        if name[0].islower() and not _ARTICLED.match(name) and entity.name[0].isupper():
            return False  # `his hammer`, where the options are `Mjolnir` and the like
        shown.append(frozenset(telling_words(name)))
    return all(first <= second or second <= first for first in shown for second in shown)


def _becomes(passage: _Passage, entity: Entity) -> bool:
    """Whether a passage tells one name of somebody from another one: `Loki was reborn as Kid Loki`."""
    mentions = [each for each in passage.mentions if entity in each.entities]
    return any(
        re.fullmatch(r" (?:\w+ ){1,3}(?:as|into|called|named) ", passage.text[first.end : second.start])
        for first, second in pairwise(mentions)
    )


def _is_story(passage: _Passage) -> bool:
    """Whether it tells what happens in a story, where who did it is who did it. What is so may be so of others, too,
    wherever it stands: `Hawkeye has a wife and children`."""
    if passage.fact.kind is not FactKind.SCENE:
        return False
    if passage.fresh or not passage.mentions or passage.mentions[0].start:
        return True
    following = re.match(r",? (?:\w+ly )?(.*)", passage.text[_Maker.subject_end(passage) :], re.DOTALL)
    return following is None or not is_state(following[1])


def _of_one_subject(passage: _Passage, subject: Mention) -> str:
    """What follows a subject, up to where somebody else begins to do something: `orders the dogs to be drowned`, of
    `X orders the dogs to be drowned, but Y hides one`."""
    ends = [
        found.start()
        for found in _NEXT_CLAUSE.finditer(passage.text, subject.end)
        if (other := next((each for each in passage.mentions if each.start == found.end()), None)) is not None
        and (verb := re.match(r" ([\w'’]+)", passage.text[other.end :]))
        and (is_verb(fold(verb[1])) or fold(verb[1]) in _BEFORE_VERB)
    ]
    ends += [found.start() for found in _NEXT_PRONOUN.finditer(passage.text, subject.end)]
    return passage.text[subject.end : min(ends, default=len(passage.text))]


_NEXT_CLAUSE = re.compile(r"(?:,? (?:and|but)|, (?:so|yet)) (?:the )?(?=[^\W_])")
_NEXT_PRONOUN = re.compile(r", (?:and|but|so|yet) (?:he|she|it|they)\b")

_PAIRED = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})\.? and $", re.IGNORECASE)
"""`Mr. and` of `Mr. and Mrs. Black`."""

_ARTICLED = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_LINKS = frozenset(("of", "with", "without", "against", "among", "within", "upon", "across", "behind", "until", "than"))


def _hangs(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a pronoun before or after names speaks of somebody who is not named: `To rouse the Hulk, she ...`."""
    for found in _SUBJECT.finditer(text):
        before = [each for each in mentions if each.start < found.start()]
        fits = {Pronoun.THEY, Pronoun.IT, Pronoun.HE if found[1].lower() == "he" else Pronoun.SHE}
        people = [
            entity
            for each in before
            for entity in each.entities
            if entity.kind in (OptionKind.CHARACTER, OptionKind.ACTOR, OptionKind.PERSON)
        ]
        if people and all(each.pronoun not in fits for each in people):
            return True
    return False


_SUBJECT = re.compile(r"\b(he|she)\b", re.IGNORECASE)


def _inner(text: str) -> str:
    """A text as it stands within quotation marks."""
    return text.replace("“", "‘").replace("”", "’").replace('"', "'")


def _is_plain(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0 and text[-1:].isalnum()


def _category(fact: Fact, kind: OptionKind) -> Category:
    if fact.kind is FactKind.SCENE:
        return Category.STORY
    if fact.kind is FactKind.ROLE:
        return Category.CAST
    return Category.CHARACTERS if fact.characters and kind is not OptionKind.NUMBER else Category.DETAILS


@lru_cache(maxsize=50_000)
def _looks_like(first: str, second: str) -> bool:
    return alike(_folded(first), _folded(second)) >= 0.5


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return " ".join(word for word in written_out(text) if word not in {"the", "a", "an"}) or fold(text)


def _alike_length(first: str, second: str) -> float:
    return min(len(first), len(second)) / max(len(first), len(second), 1)


def _luck(*words: str) -> int:
    """A number that looks like chance and is the same for the same words, on every machine."""
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=6).digest())


def _shuffled(key: str, texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: _luck(key, text))


def _likeliest(key: str, candidates: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """The likeliest, with some luck in it, so that the same three do not stand everywhere; all different."""
    ranked = sorted(
        candidates, key=lambda each: (-each.likeness - 0.3 * (_luck(key, each.text) % 1000) / 1000, each.text)
    )
    chosen: list[_Candidate] = []
    seen: set[str] = set()
    for each in ranked:
        if (folded := _folded(each.text)) not in seen and folded:
            seen.add(folded)
            chosen.append(each)
        if len(chosen) == count:
            break
    return chosen
