"""What to ask a bot that somebody meets for the first time, and what it knows; made from its packs. Pure."""

import re

from bot.knowledge.model import Knowledge, Pack, RoleKind
from bot.lookups import plain_text

LONGEST = 45
"""Characters of a question; a longer one doesn't fit on a button of a phone."""

WHY = re.compile(r"why (?:did|does|do) ", re.IGNORECASE)

ONE_MEANING = 3
"""Letters that a name has at least to be written with its capitals inside a question ("it" may be a character)."""


def first_questions(knowledge: Knowledge) -> tuple[str, ...]:
    """At most two questions: who plays somebody, and why something happens in the story."""
    people = [question for pack in knowledge.packs for question in _about_the_cast(pack)]
    reasons = [question for pack in knowledge.packs for question in _reasons(pack)]
    found = dict.fromkeys([*people[:1], *reasons[:1], *plain_text.examples(knowledge.packs, 3)])
    return tuple(found)[:2]


def known(knowledge: Knowledge) -> str:
    """What the packs hold, in a sentence."""
    facts = sum(len(pack.as_written.facts) for pack in knowledge.packs)
    characters = sum(len(pack.characters) for pack in knowledge.packs)
    questions = sum(len(pack.quiz) for pack in knowledge.packs)
    parts = [(facts, "facts"), (characters, "characters"), (questions, "quiz questions")]
    told = [f"{number:,} {what}" for number, what in parts if number]
    return f"It knows {plain_text.in_words(tuple(told), last='and')}." if told else ""


def _about_the_cast(pack: Pack) -> list[str]:
    """The characters with most facts first; voices before faces, because they are harder to guess."""
    told: dict[str, int] = {}
    for fact in pack.facts:
        for id in fact.characters:
            told[id] = told.get(id, 0) + 1
    played = [one for one in pack.characters if one.roles]
    played.sort(key=lambda one: (one.roles[0].kind is not RoleKind.VOICE, -told.get(one.id, 0)))
    return [f"Who {'voices' if one.roles[0].kind is RoleKind.VOICE else 'plays'} {one.name}?" for one in played]


def _reasons(pack: Pack) -> list[str]:
    """The first "why" question of each scene that names a character, the shortest first."""
    names = {name for one in pack.characters for name in (one.name, one.real_name) if len(name) >= ONE_MEANING}
    found = []
    for fact in pack.facts:
        asks = [ask for ask in fact.asks if WHY.match(ask)] if fact.scene_number is not None else []
        for ask in asks[:1]:
            question = f"{ask[:1].upper()}{ask[1:].rstrip('?.! ')}?"
            for name in names:
                question = re.sub(rf"\b{re.escape(name)}\b", name, question, flags=re.IGNORECASE)
            if len(question) <= LONGEST and any(name in question for name in names):
                found.append(question)
    return sorted(found, key=lambda question: (len(question), question.casefold()))
