"""Computes the inputs of the confidence model from the evidence for the facts."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.answers.evidence import Evidence
from bot.answers.features import FEATURES
from bot.answers.learned import Manner
from bot.answers.reading import ParsedQuestion
from bot.answers.texts import Floats
from bot.english import frequency
from bot.english.text import asks_something, stem, written_out
from bot.english.words import DENIALS, QUESTION_WORDS, REMARKS, SELF, VERSIONS, WORK_AFFAIRS
from bot.knowledge.model import Fact

OWN_SIGNS = (
    "score", "margin", "margin_2", "margin_5", "share", "others_like_it", "unmatched", "unmatched_2", "unmatched_share",
    "unmatched_count", "unmatched_text", "unmatched_text_share", "unknown", "stray_name", "stray_sure", "names",
    "only_names", "content", "content_text", "units_1", "units_2", "units_many", "statement", "asks", "self",
    "remarks", "affairs", "other_number", "mended", "matched_surprise", "surprise", "role_told", "role_unmatched",
    "stranger", "words",
    "manner", "manner_least", "other_version", "denied",
)  # fmt: skip
"""Signs of the question and its ranking; those of the best fact's own evidence follow."""

SIGNS = (*OWN_SIGNS, *FEATURES)
"""The columns of `signs`, in order."""

_AT = {name: number for number, name in enumerate(FEATURES)}


@lru_cache(maxsize=4096)
def words_of(fact: Fact) -> frozenset[str]:
    """The stems of all words in a fact and its phrasings, and its negations as written."""
    raws = {raw for text in (fact.text, *fact.asks) for raw in written_out(text)}
    return frozenset(stem(raw) for raw in raws) | (frozenset(written_out(fact.text)) & DENIALS)


def signs(
    question: ParsedQuestion,
    evidence: Evidence,
    best_fact: Fact,
    scores: Floats,
    order: npt.NDArray[np.intp],
    manner: Manner,
) -> Floats:
    """The model's inputs for the best fact. `scores` are those of all candidates, `order` has the best first."""
    best = int(order[0])
    row = evidence.features[best]
    in_fact = evidence.in_fact[best]
    either = np.maximum(in_fact, evidence.in_asks[best])
    ranked = scores[order]
    lead = ranked[0] - ranked
    unmatched = unmatched_text = 0.0
    second = 0.0
    gone = gone_text = unknown = content = content_held = content_text = matched = 0.0
    count = stray = stray_sure = entities = mended = 0
    other_number = affairs = False
    total = background = 0.0
    for unit, held, in_text in zip(question.units, either.tolist(), in_fact.tolist(), strict=True):
        total += unit.weight
        background += unit.surprise
        mended += unit.mended
        entities += bool(unit.entities)
        told = min(unit.surprise, unit.weight)
        if in_text < 0.5:
            unmatched_text = max(unmatched_text, told)
            gone_text += unit.weight
        if not unit.entities:
            content += unit.weight
            content_held += unit.weight * held
            content_text += unit.weight * in_text
        if held < 0.5:
            count += 1
            gone += unit.weight
            if told > unmatched:
                unmatched, second = told, unmatched
            elif told > second:
                second = told
            other_number = other_number or unit.raw.isdigit()
            affairs = affairs or unit.raw in WORK_AFFAIRS
            unknown += not unit.known
            if unit.entities and not unit.entities[0].startswith("@thing:"):
                stray += 1
                stray_sure += unit.sure
        else:
            matched += unit.surprise
    raws = set(question.raws)
    said = words_of(best_fact)
    mannered, least_mannered = manner.of(question.asking)
    asks = asks_something(question.raws)
    role = max(0.0, float(row[_AT["role_fit"]]))
    chances = np.exp(-np.minimum(lead, 30))
    rarest = frequency.rarest()
    own = (
        ranked[0] / 10,
        _lead(lead, 1, 8),
        _lead(lead, 2, 8),
        _lead(lead, 4, 10),
        1 / float(chances.sum()),
        float((chances > 0.2).sum()) / 5,
        unmatched / rarest,
        second / rarest,
        gone / (total or 1.0),
        count / 4,
        unmatched_text / rarest,
        gone_text / (total or 1.0),
        min(2.0, unknown),
        float(stray > 0),
        float(stray_sure > 0),
        min(3, entities) / 3,
        float(bool(entities) and not content_held),
        content_held / content if content else 0.0,
        content_text / content if content else 0.0,
        float(len(question.units) <= 1),
        float(len(question.units) == 2),
        max(0.0, len(question.units) - 6) / 6,
        float(not question.asked and not QUESTION_WORDS & raws),
        float(asks),
        float(bool(SELF & raws)),
        min(3, len(REMARKS & raws)) / 2,
        float(affairs),
        float(other_number),
        min(3, mended) / 3,
        min(30.0, matched) / 30,
        min(40.0, background) / 40,
        role * (1.0 - float(asks)),
        role * (1.0 - float(row[_AT["with_asks"]])),
        float(question.has_stranger),
        min(30, len(question.raws)) / 15,
        mannered / 5,
        least_mannered / 2,
        float(any(stem(raw) not in said for raw in raws & VERSIONS)),
        float(bool(raws & DENIALS) is not bool(said & DENIALS)),
    )
    return np.concatenate((np.array(own, dtype=np.float32), row))


def _lead(lead: Floats, place: int, most: float) -> float:
    """The best score's lead over the one at a rank."""
    return min(most, float(lead[place])) / most if len(lead) > place else 1.0
