"""From a question to the fact that answers it, to suggestions, or to silence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import weights
from bot.answers.confidence import confidence, signs
from bot.answers.index import PackIndex
from bot.answers.language import ACTORS, CONFIRM, LIGHT, ROLE_WORDS, WORKS
from bot.answers.reading import Question
from bot.answers.results import Answer, NoMatch, Ranked, Reply, Suggestions, Who, Working
from bot.answers.text import english_stems, looks_like_a_question
from bot.knowledge.model import Actor, Character, FactKind, Knowledge, Pronoun, Role

SURE = 0.47
"""The confidence at which a question put to the bot is answered."""

SURE_OVERHEARD = 0.75
"""The confidence at which the bot speaks up in a channel that it listens to."""

NEARLY_SURE = 0.3
"""The confidence from which the bot, asked directly, offers what could be meant."""

FORESEEN = 0.95
"""The confidence where the author of a pack wrote this very question: who writes it down means the fact."""

FORESEEN_LEAD = 8.0
"""What that counts in the ranking: more than any other evidence together can make up for."""

SHOWN = 10
"""How many facts of a ranking are kept."""

SUGGESTED = 3
"""How many facts are offered at most."""


@dataclass(frozen=True)
class _Judged:
    """What one pack has to say to a question."""

    question: Question
    ranked: tuple[Ranked, ...]
    confidence: float
    who: tuple[Who, ...]


class AnswerEngine:
    """Answers questions from packs. Each pack is judged on its own; the surest one speaks."""

    def __init__(self, knowledge: Knowledge) -> None:
        english_stems()  # now, and not while the first member waits
        self._indexes = tuple(PackIndex(pack) for pack in knowledge.packs)

    def ask(self, question: str, *, overheard: bool = False, about: tuple[Who, ...] = ()) -> Reply:
        """The reply to a question put to the bot, or to a line that it overhears (the stricter rule).

        `about` are those the conversation is about, whom a pronoun or a question without a name means.
        Never raises, whatever the text.
        """
        threshold = SURE_OVERHEARD if overheard else SURE
        judged = [self._judge(index, question, about) for index in self._indexes]
        best = max(judged, key=lambda one: one.confidence, default=None)
        ranking = sorted((row for one in judged for row in one.ranked), key=lambda row: (-row.score, row.fact.key))
        sure = best.confidence if best else 0.0
        working = Working(
            question=question,
            understood=" ".join(best.question.raws) if best else "",
            ranking=tuple(ranking[:SHOWN]),
            confidence=sure,
            threshold=threshold,
            who=best.who if best else (),
        )
        if not best or not best.ranked or (overheard and not looks_like_a_question(question)):
            return NoMatch(working)
        if sure >= threshold:
            return self._answer(best, working)
        if (sure >= NEARLY_SURE or best.question.is_bare_name) and not overheard:
            return Suggestions(tuple(row.fact for row in best.ranked[:SUGGESTED]), working)
        return NoMatch(working)

    def _judge(self, index: PackIndex, line: str, about: tuple[Who, ...]) -> _Judged:
        question = index.read(_with_subject(line, about, index))
        who = index.names.everybody(entity for unit in question.units for entity in unit.entities)
        candidates = index.candidates(question)
        if not candidates:
            return _Judged(question, (), 0.0, who)
        evidence = {at: index.evidence(question, at) for at in candidates}
        learned = weights.PHRASED if index.is_phrased else weights.PLAIN
        scores = {at: _dot(row, learned.ranking) for at, row in evidence.items()}
        foreseen = index.foreseen(question)
        for at in foreseen:
            if at in scores:
                scores[at] += FORESEEN_LEAD
        ordered = sorted(candidates, key=lambda at: (-scores[at], index.entries[at].fact.key))
        best = ordered[0]
        sure = confidence(
            signs(question, index.entries[best], evidence[best], [scores[at] for at in ordered]),
            learned.confidence,
        )
        if best in foreseen or (index.entries[best].fact.kind is FactKind.ROLE and _asks_only_for_a_role(question)):
            sure = max(sure, FORESEEN)
        if best not in foreseen and question.is_about_a_role and self._nobody_plays(index, question):
            sure = 0.0
        ranked = tuple(
            Ranked(
                index.entries[at].fact,
                sure * math.exp(max(-30.0, scores[at] - scores[best])),
                tuple(
                    unit.raw
                    for unit in question.units
                    if unit.found_in(index.entries[at].terms | index.entries[at].about | index.entries[at].asks_terms)
                ),
            )
            for at in ordered[:SHOWN]
        )
        return _Judged(question, ranked, sure, who)

    def _nobody_plays(self, index: PackIndex, question: Question) -> bool:
        """Whether it asks for the actor of somebody for whom the pack names none, or whom it does not know."""
        asked = index.names.everybody(entity for unit in question.entities for entity in unit.entities)
        return question.has_stranger or (bool(asked) and not any(who.roles for who in asked))

    def _answer(self, judged: _Judged, working: Working) -> Answer:
        first = judged.ranked[0].fact
        if first.kind is not FactKind.ROLE:
            return Answer((first,), "", working)
        roles, agrees = _roles_asked(judged)
        facts = tuple(dict.fromkeys(role.fact for role in roles))
        if not facts:
            return Answer((first,), "", working)
        lead = {True: "Yes.", False: "No.", None: ""}[agrees if _wants_confirmation(judged.question) else None]
        if first in facts and agrees is not False:
            facts = (first, *(fact for fact in facts if fact != first))
        return Answer(facts, lead, working)


def _roles_asked(judged: _Judged) -> tuple[list[Role], bool | None]:
    """The roles that a question asks for: those of the actors and characters that it names.

    With them, where it names both: whether one of the actors plays one of the characters.
    """
    excluded = {entity.removeprefix("@") for entity in judged.question.excluded}
    actors = [who for who in judged.who if isinstance(who, Actor)]
    characters = [who for who in judged.who if isinstance(who, Character) and who.id not in excluded]
    ids = {who.id for who in characters}
    of_actors = [role for actor in actors for role in actor.roles if role.character not in excluded]
    of_characters = [role for character in characters for role in character.roles]
    if not actors or not characters:
        return of_actors or of_characters, None
    both = [role for role in of_actors if role.character in ids]
    return (both, True) if both else ([*of_characters, *of_actors], False)


def _asks_only_for_a_role(question: Question) -> bool:
    """Whether it names people of the cast, asks who plays whom, and says nothing that could mean something else."""
    return (
        question.is_about_a_role
        and any(unit.entities for unit in question.units)
        and (looks_like_a_question(question.line) or bool(ACTORS & set(question.raws)))
        and all(unit.entities or unit.raw in ROLE_WORDS | WORKS | LIGHT for unit in question.units)
    )


def _wants_confirmation(question: Question) -> bool:
    return question.asked == "yes/no" or question.raws[-1] in CONFIRM


_PRONOUNS = {
    Pronoun.HE: frozenset(["he", "him", "his"]),
    Pronoun.SHE: frozenset(["she", "her", "hers"]),
    Pronoun.IT: frozenset(["it", "its"]),
    Pronoun.THEY: frozenset(["they", "them", "their", "theirs"]),
}
_ANY_PRONOUN = frozenset().union(*_PRONOUNS.values())


def _with_subject(line: str, about: tuple[Who, ...], index: PackIndex) -> str:
    """The line with the name of whom the conversation is about, where the line itself names nobody."""
    here = [who for who in about if who.pack == index.pack.id]
    if not here:
        return line
    question = index.read(line)
    if any(entity in index.names.who for unit in question.units for entity in unit.entities if unit.sure):
        return line
    said = _ANY_PRONOUN & set(question.raws)
    if not said and len(question.units) > 3:
        return line
    meant = [who for who in here if not said or _fits(who, said)]
    if not said & _PRONOUNS[Pronoun.THEY]:
        meant = meant[:1]
    return " ".join([line, *(who.name for who in meant)])


def _fits(who: Who, said: frozenset[str]) -> bool:
    """Whether a pronoun can mean somebody. Of actors, and where the pack does not tell, any can."""
    if isinstance(who, Actor) or who.pronoun is Pronoun.THEY or said & _PRONOUNS[Pronoun.THEY]:
        return True
    return bool(said & _PRONOUNS[who.pronoun])


def _dot(values: Sequence[float], factors: Sequence[float]) -> float:
    return sum(value * factor for value, factor in zip(values, factors, strict=True))
