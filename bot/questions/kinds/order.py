"""What happens first in the story, what last, and what next."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from bot.english.sentences import sentences
from bot.english.text import fold
from bot.knowledge.model import Fact
from bot.knowledge.verbs import base_of_past
from bot.questions.candidates import Candidate, Candidates, Key
from bot.questions.model import STORY, OptionKind, QuestionKind
from bot.questions.posed import Posed

FIRST, LAST, NEXT = "first", "last", "next"

_ASKS_NEXT = "What happens next?"

APART = 2
"""Scenes between events of which one came first: what the next one tells may happen at the same time."""

LONGEST = 60
"""Characters of an event: four of them are read at a glance."""

TOGETHER = 2
"""So many names in common let one event follow from the other: who is rescued was captured before."""

NEAR = 10
"""Events on either side that are close enough to be options: the finale among the opening scenes gives itself away."""

MOST = 60
"""Events of a story that are asked for."""

_STATE = frozenset(
    re.findall(
        r"\w+",
        """
        used commands plans is are was were be been has have had can could will would may might must should does do did
        belongs
        seems looks knows wants likes loves hates needs means contains lives works plays owns comes remains
        stays consists resembles thinks believes hopes fears
        """,
    )
)
"""Verbs that tell what is so, and not what happens."""

_TIMED = re.compile(
    r"\b(?:had|previously|formerly|once|earlier|before|later|after|afterwards|since|again|also|still|too|already|then"
    r"|meanwhile|always|often|usually|never|every|no longer|not|n't|ago|eventually|finally|originally|first|last|next"
    r"|at the (?:end|beginning)|in the end)\b",
    re.IGNORECASE,
)
"""Words that place a thing in time, or deny it."""


_REST = re.compile(r",? because |, (?:and|but|so|who|which|where) ")
"""Where a long sentence may end as well."""

_POINTS_AWAY = re.compile(r"[:;]|\b(?:it|him|them|this)\b|\bher(?= (?:down|up|in|out|to|and|from|off|with|as)\b|$)")
"""Words that mean somebody or something of the sentence before."""


def order(known: Candidates) -> Iterator[Posed]:
    """Questions for each event: one of those that come later, one of those before, and what follows it."""
    events = _events(known)[:MOST]
    for position, (scene, event) in enumerate(events):
        for word, others in ((FIRST, events[position + 1 :][:NEAR]), (LAST, events[:position][-NEAR:])):
            yield Posed(
                kind=QuestionKind.FIRST,
                what=word,
                text=f"Which of these happens {word}?",
                category=STORY,
                answer=event,
                offered=partial(_apart, known, scene, event, others),
                fact=scene,
                source=scene.source,
                continuity=scene.continuity,
            )
    for (before, anchor), (scene, event) in pairwise(events):
        if (scene.scene_number, scene.continuity) == ((before.scene_number or 0) + 1, before.continuity):
            yield Posed(
                kind=QuestionKind.FIRST,
                what=NEXT,
                text=f"“{anchor.text}.” {_ASKS_NEXT}",
                category=STORY,
                answer=event,
                offered=partial(_besides, known, anchor, scene, event, events),
                fact=scene,
                source=tuple(dict.fromkeys((*before.source, *scene.source))),
                continuity=scene.continuity,
            )


def _besides(
    known: Candidates, anchor: Candidate, scene: Fact, event: Candidate, events: Sequence[tuple[Fact, Candidate]]
) -> Iterator[Candidate]:
    """Events near this one, but neither the one before it nor any that might be taken for it."""
    at = next(number for number, (_, each) in enumerate(events) if each is event)
    near = events[max(at - NEAR, 0) : at + NEAR]
    return (each for each in _apart(known, scene, event, near) if each is not anchor)


def _apart(
    known: Candidates, scene: Fact, event: Candidate, others: Iterable[tuple[Fact, Candidate]]
) -> Iterator[Candidate]:
    """The others that are far enough away, and about other people."""
    return (
        each
        for other, each in others
        if abs((other.scene_number or 0) - (scene.scene_number or 0)) >= APART
        and other.continuity == scene.continuity
        and len(_people(known, each) & _people(known, event)) < TOGETHER
    )


def in_order_of_story(posed: Posed, options: Collection[str]) -> str:
    """The explanation: the events of the question from the first to the last."""
    if posed.what == NEXT:
        return f"In the story: {posed.text.removesuffix(_ASKS_NEXT).strip('“.” ')} → {posed.answer.text}."
    return f"In the story: {' → '.join(each.text for each in _shown(posed, options))}."


def order_hints(known: Candidates, posed: Posed, options: Collection[str]) -> Iterator[str]:
    """Two hints: which of two wrong events comes first, so that one of them is out; then the part of the answer.
    What comes next is in the part of the one before, or begins another: no hint."""
    if posed.what == NEXT:
        return
    wrong = [each for each in _shown(posed, options) if each != posed.answer]
    if len(wrong) > 1:
        before, after = wrong[-2:] if posed.what == FIRST else wrong[:2]
        yield f"“{before.text}” comes before “{after.text}”."
    part_of = {each.text: known.pack.facts_by_id[each.id].part for each in _shown(posed, options)}
    if (part := part_of[posed.answer.text]) and len(set(part_of.values())) > 1:
        yield f"It happens in “{part}”."


def _shown(posed: Posed, options: Collection[str]) -> list[Candidate]:
    """The events among the options, in the order of the story."""
    events = [each for each in (posed.answer, *posed.pool) if each.text in options]
    return sorted(events, key=lambda each: each.scenes)


def _people(known: Candidates, event: Candidate) -> set[Key]:
    return {key for each in known.mentions(event.text) for key in each.keys if key[0] is OptionKind.CHARACTER}


def _events(known: Candidates) -> list[tuple[Fact, Candidate]]:
    """One short sentence of each scene that has one, in the order of the story."""
    told: set[int] = set()
    found: list[tuple[Fact, Candidate]] = []
    for scene in known.pack.scenes:
        place = scene.scene_number or 0
        if place not in told and (text := _event_in(known, sentences(scene.text))):
            told.add(place)
            found.append((scene, Candidate(OptionKind.SCENE, scene.id, text, (text,), scenes=(place,), is_real=False)))
    past = [each for each in found if _is_past(each[1].text)]
    is_told_in_past = 2 * len(past) > len(found)
    return [each for each in found if (each in past) is is_told_in_past]


def _is_past(text: str) -> bool:
    """ "saw", among scenes told in the present: it happened before the scene that tells it."""
    return any(base_of_past(word) for word in re.findall(r" ([a-z]+)\b", text)[:2])


def _event_in(known: Candidates, told: Sequence[str]) -> str:
    """The first sentence in which somebody does something: "Ultron steals the Quinjet"; empty where there is none."""
    for sentence in told:
        text = sentence.rstrip(".!").strip()
        if len(text) > LONGEST:
            text = _REST.split(text, maxsplit=1)[0]
        mentions = list(known.mentions(text))
        lead = text[: mentions[0].start].strip().lower() if mentions else "?"
        if len(text) > LONGEST or lead not in ("", "the") or _TIMED.search(text) or _POINTS_AWAY.search(text):
            continue
        end = mentions[0].end
        for mention in mentions[1:]:
            if text[end : mention.start] not in (" and ", ", ", " and the ", ", the "):
                break
            end = mention.end
        verb = re.match(r" (?:\w+ly )?([a-z]+)\b", text[end:])
        if verb and _happens(fold(verb[1]), is_several=end > mentions[0].end or mentions[0].written.endswith("s")):
            return text
    return ""


def _happens(verb: str, *, is_several: bool) -> bool:
    if verb in _STATE or verb.endswith(("ss", "ous", "ing")):
        return False
    return verb.endswith("s") or bool(base_of_past(verb)) or (is_several and verb not in _LINKS)


_LINKS = frozenset(
    re.findall(
        r"\w+",
        """
        of and or in on at to from with by for who whose which that as
        """,
    )
)
