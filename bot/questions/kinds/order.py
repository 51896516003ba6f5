"""What happens first in the story, and what last."""

import re
from collections.abc import Iterator, Sequence

from bot.english.sentences import sentences
from bot.english.text import fold
from bot.knowledge.model import Fact
from bot.knowledge.verbs import base_of_past
from bot.questions.candidates import Candidate, Candidates
from bot.questions.model import LONGEST_OPTION, STORY, OptionKind, QuestionKind
from bot.questions.posed import Posed

APART = 2
"""Scenes between events of which one came first: what the next one tells may happen at the same time."""

NEAR = 25
"""Events before or after one that are near enough to be asked for together with it."""

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
    r"|meanwhile|always|often|usually|never|every|no longer|not|n't|ago|eventually|finally|originally)\b",
    re.IGNORECASE,
)
"""Words that place a thing in time, or deny it."""


_POINTS_AWAY = re.compile(r"[:;]|\b(?:it|him|them|this)\b|\bher(?= (?:down|up|in|out|to|and|from|off|with|as)\b|$)")
"""Words that mean somebody or something of the sentence before."""


def order(known: Candidates) -> Iterator[Posed]:
    """One question for each event: of those that come later, or before."""
    events = list(_events(known))[:MOST]
    for position, (scene, event) in enumerate(events):
        word, others = (
            ("first", events[position + 1 :][:NEAR])
            if position < len(events) / 2
            else ("last", events[:position][-NEAR:])
        )
        yield Posed(
            kind=QuestionKind.FIRST,
            what=word,
            text=f"Which of these happens {word}?",
            category=STORY,
            answer=event,
            pool=tuple(
                each
                for other, each in others
                if abs((other.place or 0) - (scene.place or 0)) >= APART and other.continuity == scene.continuity
            ),
            fact=scene,
            source=scene.source,
            continuity=scene.continuity,
        )


def _events(known: Candidates) -> Iterator[tuple[Fact, Candidate]]:
    """One short sentence of each scene that has one, in the order of the story."""
    told: set[int] = set()
    for scene in known.pack.scenes:
        place = scene.place or 0
        if place not in told and (text := _event_in(known, sentences(scene.text))):
            told.add(place)
            yield scene, Candidate(OptionKind.SCENE, scene.id, text, (text,), scenes=(place,), is_real=False)


def _event_in(known: Candidates, told: Sequence[str]) -> str:
    """The first sentence in which somebody does something: "Ultron steals the Quinjet"; empty where there is none."""
    for sentence in told:
        text = sentence.rstrip(".!").strip()
        mentions = list(known.mentions(text))
        lead = text[: mentions[0].start].strip().lower() if mentions else "?"
        if len(text) > LONGEST_OPTION or lead not in ("", "the") or _TIMED.search(text) or _POINTS_AWAY.search(text):
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
