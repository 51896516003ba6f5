"""How sure the engine may be: from the evidence for the best fact to the chance that it is right."""

import math
from collections.abc import Sequence

from bot.answers import english
from bot.answers.entries import Entry
from bot.answers.evidence import FEATURES
from bot.answers.language import QUESTION_WORDS
from bot.answers.reading import Question
from bot.answers.text import looks_like_a_question

SIGNS = (
    "score", "margin", "near_margin", "with_asks", "whole", "text_background", "dice", "dice_squared", "ask_cover",
    "same_question", "has_asks", "unmatched", "unknown", "stray_name", "stray_names", "names", "about", "few", "many",
    "wh", "statement", "first_person", "lacks", "role_fit", "kin_missing", "excluded", "mended", "matched_surprise",
    "continuity", "content", "names_only", "asks", "role_unmatched", "role_told", "other_number", "bias",
)  # fmt: skip
"""What the confidence is made from, in the order of `signs`."""

_SELF = frozenset(["i", "my", "me", "we", "us", "our", "you", "your"])
_AT = {name: number for number, name in enumerate(FEATURES)}


def signs(question: Question, best: Entry, evidence: Sequence[float], scores: Sequence[float]) -> tuple[float, ...]:
    """What speaks for and against the best fact. `scores` are those of all candidates, best first."""
    everything = best.terms | best.about | best.asks_terms
    unmatched = unknown = matched = 0.0
    content = content_matched = 0.0
    stray = stray_sure = 0
    other_number = False
    for unit in question.units:
        held = unit.found_in(everything)
        if not unit.entities:
            content += unit.weight
            content_matched += unit.weight * held
        if held < 0.5:
            other_number = other_number or unit.raw.isdigit()
            unmatched = max(unmatched, unit.surprise * min(1.0, unit.weight / max(unit.surprise, 0.1)))
            unknown += 0.0 if unit.known else 1.0
            if unit.entities and not unit.entities[0].startswith("@thing:"):
                stray += 1
                stray_sure += unit.sure
        else:
            matched += unit.surprise
    second = scores[1] if len(scores) > 1 else scores[0] - 8.0
    fifth = scores[4] if len(scores) > 4 else scores[0] - 10.0
    wh = 1.0 if question.asked else 0.0
    dice = evidence[_AT["dice"]]
    asks = 1.0 if looks_like_a_question(question.line) else 0.0
    role = max(0.0, evidence[_AT["role_fit"]])
    return (
        scores[0] / 10,
        min(5.0, scores[0] - fifth) / 5,
        min(3.0, scores[0] - second) / 3,
        evidence[_AT["with_asks"]],
        evidence[_AT["whole"]],
        evidence[_AT["text_background"]],
        dice,
        dice * dice,
        evidence[_AT["ask_cover"]],
        evidence[_AT["same_question"]],
        evidence[_AT["has_asks"]],
        unmatched / english.rarest(),
        min(2.0, unknown),
        float(stray_sure > 0),
        min(2.0, stray) / 2,
        1.0 if question.entities else 0.0,
        evidence[_AT["about"]],
        1.0 if len(question.units) <= 1 else 0.0,
        max(0.0, len(question.units) - 6) / 6,
        wh,
        0.0 if wh or QUESTION_WORDS & set(question.raws) else 1.0,
        1.0 if _SELF & set(question.raws) else 0.0,
        evidence[_AT["lacks"]],
        evidence[_AT["role_fit"]],
        evidence[_AT["kin_missing"]],
        evidence[_AT["excluded"]],
        min(3.0, float(sum(unit.mended for unit in question.units))) / 3,
        min(30.0, matched) / 30,
        min(0.0, evidence[_AT["continuity"]]),
        content_matched / content if content else 0.0,
        1.0 if question.entities and not content_matched else 0.0,
        asks,
        role * (1.0 - evidence[_AT["with_asks"]]),
        role * (1.0 - asks),
        1.0 if other_number else 0.0,
        1.0,
    )


def confidence(values: Sequence[float], weights: Sequence[float]) -> float:
    """The chance that the best fact is right, 0 to 1 (logistic model)."""
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
