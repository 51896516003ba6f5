"""Learns the weights in `bot/answers/weights.py` from public question sets and from the packs' own phrasings.

    python -m tests.benchmarks.learn_answers ../shared/benchmarks

Ranking is learned from questions whose right sentence is known, and from each phrasing of the default pack asked
while that phrasing is left out. Confidence is learned from the same questions, from questions whose fact is left
out of the pack (so that nothing answers them), from chat, and from all of these with slips of the keyboard.
The development questions play no part, so that they can measure.
"""

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.answers import english
from bot.answers.confidence import SIGNS, signs
from bot.answers.entries import Phrasing
from bot.answers.evidence import FEATURES
from bot.answers.index import PackIndex
from bot.answers.language import STOP
from bot.answers.reading import Question
from bot.answers.text import asked_for, written_out
from bot.knowledge.load import load_pack
from bot.knowledge.model import FactKind
from tests.benchmarks.question_sets import Asked, pooled

Floats = npt.NDArray[np.float64]
Gradient = Callable[[Floats], Floats]

ROOT = Path(__file__).parents[2]
SEED = 20
"""Draws the same samples each time."""

LEFT_OUT = 0.4
"""What a question counts whose fact was left out, beside one that can be answered."""

FORESEEN = 0.5
"""What a question counts that the pack's author wrote down word for word."""

NONE: frozenset[int] = frozenset()
NOTHING: frozenset[str] = frozenset()
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True)
class Sample:
    """The evidence for each candidate of one question (a row each), and which of them are right."""

    index: PackIndex
    question: Question
    candidates: tuple[int, ...]
    evidence: Floats
    right: npt.NDArray[np.bool_]
    weight: float


def slip(text: str, chance: random.Random) -> str:
    """The text with one random slip: a letter dropped, doubled, swapped with the next, or a neighbouring key hit."""
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    if not letters:
        return text
    at = chance.choice(letters)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
    row = next((row for row in KEYS if text[at].lower() in row), KEYS[0])
    place = row.find(text[at].lower())
    return text[:at] + row[max(0, place + chance.choice((-1, 1))) % len(row)] + text[at + 1 :]


def sample(
    index: PackIndex,
    line: str,
    relevant: frozenset[str],
    *,
    left_out: tuple[int, frozenset[int]] | None = None,
    weight: float = 1.0,
) -> Sample:
    """What the index finds for a line. `left_out` (fact, phrasings) is passed over in the evidence."""
    question = index.read(line)
    candidates = index.candidates(question)
    evidence = [
        index.evidence(question, at, left_out=left_out[1] if left_out and left_out[0] == at else frozenset())
        for at in candidates
    ]
    right = np.array([index.entries[at].fact.id in relevant for at in candidates], dtype=np.bool_)
    return Sample(index, question, tuple(candidates), np.array(evidence).reshape(-1, len(FEATURES)), right, weight)


def from_sets(folder: Path, count: int, chance: random.Random) -> list[Sample]:
    """Samples of a public set, a third of them with a slip."""
    pack, asked = pooled(folder)
    index = PackIndex(pack)
    chosen: list[Asked] = chance.sample(asked, min(count, len(asked)))
    return [
        sample(index, slip(one.question, chance) if number % 3 == 2 else one.question, one.relevant)
        for number, one in enumerate(chosen)
    ]


def from_phrasings(index: PackIndex, chance: random.Random) -> list[Sample]:
    """Each phrasing of a pack three times: foreseen by its author, not foreseen, and nothing like it foreseen."""
    samples = []
    for at, entry in enumerate(index.entries):
        if entry.fact.kind is FactKind.ROLE:
            continue
        for number, ask in enumerate(entry.fact.asks):
            alike = alike_phrasings(entry.phrasings, number, 0.5)
            for left_out, weight in ((NONE, FORESEEN), (frozenset({number}), 1.0), (frozenset({number, *alike}), 1.0)):
                line = slip(ask, chance) if chance.random() < 0.33 else ask
                right = frozenset({entry.fact.id})
                samples.append(sample(index, line, right, left_out=(at, left_out), weight=weight))
    return samples


def alike_phrasings(phrasings: tuple[Phrasing, ...], number: int, alike: float) -> set[int]:
    """The phrasings that share at least this much (Dice, 0 to 1) with one of them."""
    own = phrasings[number].terms
    return {
        other
        for other, phrasing in enumerate(phrasings)
        if 2 * len(own & phrasing.terms) / max(1, len(own) + len(phrasing.terms)) > alike
    }


ASKED_OF_CHARACTERS = (
    "who plays {}", "who played {}", "who's playing {}", "{} actor", "who portrays {}", "whos the actor for {}",
    "which actor plays {}", "which actress is {}", "what's the name of the person who plays {}", "who voices {}",
    "actor behind {}?", "who did they get to play {}", "who is {} played by", "name the actor of {}",
    "{} is played by who",
    "who portrayed {} in the movie", "who was the actress as {}", "who does the voice of {}",
)  # fmt: skip
"""How people ask who plays somebody."""

ASKED_OF_ACTORS = (
    "who does {} play", "who is {} in this", "{} is who in the movie", "{} role", "what character does {} play",
    "which character is {}", "who's {} supposed to be", "{}'s character", "{} plays who", "what part does {} have",
    "as who is {} in this film", "{} was who", "is {} in this? who", "{} character name",
)  # fmt: skip
"""How people ask whom somebody plays."""


def from_cast(index: PackIndex, chance: random.Random) -> list[Sample]:
    """Questions for roles, by any name; a third with a slip. Where a pack names no actor, nothing is right."""
    samples = []
    for character in index.pack.characters:
        roles = frozenset(role.fact.id for role in character.roles)
        for template in ASKED_OF_CHARACTERS:
            name = chance.choice((character.name, *character.aliases, *character.descriptions))
            samples.append(sample(index, maybe_slip(template.format(name), chance), roles))
    for actor in index.pack.actors:
        roles = frozenset(role.fact.id for role in actor.roles)
        for template in ASKED_OF_ACTORS:
            name = chance.choice((actor.name, *actor.aliases))
            samples.append(sample(index, maybe_slip(template.format(name), chance), roles))
    return samples


def other_years(index: PackIndex, chance: random.Random) -> list[Sample]:
    """Phrasings about another year: nothing answers them."""
    asks = [ask for entry in index.entries for ask in entry.fact.asks]
    return [
        sample(
            index, maybe_slip(f"{ask} in {chance.choice(('', 'the '))}{chance.randint(1940, 2030)}", chance), NOTHING
        )
        for ask in chance.sample(asks, len(asks) // 6)
    ]


def near_misses(index: PackIndex, lines: list[str], chance: random.Random) -> list[Sample]:
    """Questions and chat about other things, in which a name of this pack stands: nothing answers them."""
    names = [name for one in index.pack.characters for name in (one.name, *one.aliases)]
    names += [name for one in index.pack.actors for name in (one.name, *one.aliases)]
    return [sample(index, maybe_slip(with_name(line, chance.choice(names), chance), chance), NOTHING) for line in lines]


def in_other_words(index: PackIndex, chance: random.Random) -> list[Sample]:
    """Each phrasing twice, as if nothing like it were written: with a word exchanged for one that the pack does not
    know in this place, and with words put in, as people put things differently and say more than they need."""
    strange = [word for word in english.known() if len(word) > 3 and not english.is_everyday(word)]
    samples = []
    for at, entry in enumerate(index.entries):
        for number, ask in enumerate(entry.fact.asks):
            left_out = (at, frozenset({number, *alike_phrasings(entry.phrasings, number, 0.5)}))
            right = frozenset({entry.fact.id})
            lines = (exchanged(index, ask, strange, chance), with_more(ask, strange, chance))
            samples += [sample(index, line, right, left_out=left_out) for line in lines]
    return samples


def exchanged(index: PackIndex, line: str, strange: list[str], chance: random.Random) -> str:
    """The line with one word exchanged that is neither a name nor a little word."""
    names = {word for unit in index.read(line, mend=False).entities for word in unit.raw.split()}
    words = line.split()
    places = [at for at, word in enumerate(words) if word not in STOP and word.removesuffix("'s") not in names]
    if places:
        words[chance.choice(places)] = chance.choice(strange)
    return " ".join(words)


def with_more(line: str, strange: list[str], chance: random.Random) -> str:
    """The line with one or two words put in."""
    words = line.split()
    for _ in range(chance.choice((1, 2))):
        words.insert(chance.randrange(1, len(words) + 1), chance.choice(strange))
    return " ".join(words)


OTHER_QUESTIONS = {
    "how many": "how many",
    "when": "when",
    "year": "what year",
    "where": "what place",
    "name": "what is the name of",
    "who": "who else",
}
"""Kinds of things asked for, with words that ask for them."""


def other_questions(index: PackIndex, chance: random.Random) -> list[Sample]:
    """Phrasings turned to ask for a kind of thing that their fact does not hold: nothing answers them."""
    samples = []
    for entry in index.entries:
        for ask in entry.fact.asks:
            words = ask.split()
            asked = asked_for(written_out(ask))
            lead = 2 if words[:2] in (["how", "many"], ["how", "old"], ["what", "is"]) else 1
            kinds = [kind for kind in OTHER_QUESTIONS if kind != asked and kind not in entry.holds]
            if asked in {"", "yes/no"} or not kinds or chance.random() < 0.5:
                continue
            line = f"{OTHER_QUESTIONS[chance.choice(kinds)]} {' '.join(words[lead:])}"
            samples.append(sample(index, maybe_slip(line, chance), NOTHING))
    return samples


def with_name(line: str, name: str, chance: random.Random) -> str:
    """The line with the name in the place of somebody it speaks of, or somewhere."""
    for pattern in (
        r"(?<=[a-z] )[A-Z]\w+(?: [A-Z]\w+)*",
        r"\b(?:the|a|my|your) \w+\b",
        r"\b(?:he|she|you|they|i|it)\b",
    ):
        found = list(re.finditer(pattern, line))
        if found:
            there = chance.choice(found)
            return line[: there.start()] + name + line[there.end() :]
    words = line.split()
    at = chance.randrange(len(words) + 1)
    return " ".join([*words[:at], name, *words[at:]])


def maybe_slip(line: str, chance: random.Random) -> str:
    """The line in lower case, a third of the time with a slip."""
    return slip(line.lower(), chance) if chance.random() < 0.33 else line.lower()


def rank_weights(samples: list[Sample], *, rounds: int = 500, rate: float = 0.1, ridge: float = 1e-3) -> Floats:
    """Weights under which the right candidates are likeliest (softmax over a question's candidates, Adam)."""
    useful = [one for one in samples if one.right.any()]
    most = max(len(one.candidates) for one in useful)
    x = np.zeros((len(useful), most, len(FEATURES)))
    y = np.zeros((len(useful), most), dtype=np.bool_)
    mask = np.full((len(useful), most), -1e9)
    share = np.array([one.weight for one in useful])
    for row, one in enumerate(useful):
        x[row, : len(one.candidates)] = one.evidence
        y[row, : len(one.candidates)] = one.right
        mask[row, : len(one.candidates)] = 0

    def gradient(weights: Floats) -> Floats:
        logits = x @ weights + mask
        chances = np.exp(logits - logits.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        wanted = chances * y
        wanted /= np.maximum(wanted.sum(1, keepdims=True), 1e-12)
        result: Floats = np.einsum("nk,nkd->d", (chances - wanted) * share[:, None], x) / share.sum() + ridge * weights
        return result

    return descend(gradient, len(FEATURES), rounds, rate)


def descend(gradient: Gradient, size: int, rounds: int, rate: float) -> Floats:
    """Adam, from zero."""
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, rounds + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def told(one: Sample, ranking: Floats, *, without_right: bool = False) -> tuple[tuple[float, ...], bool] | None:
    """The signs of a sample's best candidate and whether it is right; with the right ones left out on request."""
    keep = np.nonzero(~one.right)[0] if without_right else np.arange(len(one.candidates))
    if not len(keep):
        return None
    scores = one.evidence[keep] @ ranking
    order = np.argsort(-scores, kind="stable")
    best = keep[order[0]]
    values = signs(
        one.question,
        one.index.entries[one.candidates[best]],
        tuple(one.evidence[best]),
        [float(scores[at]) for at in order],
    )
    return values, bool(one.right[best])


def confidence_weights(rows: list[tuple[tuple[float, ...], bool, float]], *, ridge: float = 2e-3) -> Floats:
    """Weights of a logistic model of whether the best candidate is right."""
    x = np.array([values for values, _, _ in rows])
    y = np.array([right for _, right, _ in rows], dtype=np.float64)
    share = np.array([weight for _, _, weight in rows])

    def gradient(weights: Floats) -> Floats:
        chances = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        result: Floats = ((chances - y) * share) @ x / share.sum() + ridge * weights
        return result

    return descend(gradient, len(SIGNS), 3000, 0.05)


def chat_lines(folder: Path) -> Iterator[str]:
    """The even lines of the public chat; the odd ones are kept for measuring."""
    for number, line in enumerate((folder / "chat.jsonl").read_text("utf-8").splitlines()):
        if number % 2 == 0:
            yield str(json.loads(line)["text"])


def learn(samples: list[Sample], *, garbled: list[Sample], silent: list[Sample]) -> tuple[Floats, Floats]:
    """The weights for ranking and confidence. Nothing is right for the `silent` ones; the `garbled` ones can still
    be answered, and teach only how sure one may be of that."""
    ranking = rank_weights(samples)
    rows: list[tuple[tuple[float, ...], bool, float]] = []
    for one in (*samples, *garbled):
        for without_right, weight in ((False, 1.0), (True, LEFT_OUT)):
            row = told(one, ranking, without_right=without_right)
            if row:
                rows.append((*row, weight * one.weight))
    rows += [(*row, 1.0) for one in silent if (row := told(one, ranking))]
    right = [row[1] for one in samples if (row := told(one, ranking))]
    print(f"right first {sum(right) / len(samples):.3f} of {len(samples)}")
    return ranking, confidence_weights(rows)


def main() -> None:
    """Learn, and write what was learned."""
    folder = Path(sys.argv[1])
    chance = random.Random(SEED)  # noqa: S311  # to draw samples, not secrets
    default = PackIndex(load_pack(ROOT / "facts" / "age-of-ultron"))
    tales = from_sets(folder / "fairytale-train", 2000, chance)
    encyclopedia = from_sets(folder / "selqa-dev", 785, chance)
    chat = list(chat_lines(folder))
    strange = [one.question.line for one in (*tales[:600], *encyclopedia[:200])]
    phrased = learn(
        [*from_phrasings(default, chance), *from_cast(default, chance)],
        garbled=in_other_words(default, chance),
        silent=[
            *(sample(default, line, NOTHING) for line in (*chat, *strange)),
            *other_questions(default, chance),
            *other_years(default, chance),
            *near_misses(default, [*chat, *strange, *(one.question.line for one in tales[600:1400])], chance),
        ],
    )
    plain = learn(
        [*tales, *encyclopedia],
        garbled=[],
        silent=[sample(index, line, NOTHING) for index in (tales[0].index, encyclopedia[0].index) for line in chat],
    )
    write(phrased, plain)


def write(phrased: tuple[Floats, Floats], plain: tuple[Floats, Floats]) -> None:
    """Write `bot/answers/weights.py`."""
    lines = [
        '"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""',
        "",
        "from dataclasses import dataclass",
        "",
        "",
        "@dataclass(frozen=True)",
        "class Weights:",
        '    """A weight for each of `evidence.FEATURES` and of `confidence.SIGNS`, in their order."""',
        "",
        "    ranking: tuple[float, ...]",
        "    confidence: tuple[float, ...]",
        "",
    ]
    for name, about, (ranking, certainty) in (
        ("PHRASED", "For packs whose author wrote phrasings.", phrased),
        ("PLAIN", "For packs of bare text.", plain),
    ):
        lines += ["", f"{name} = Weights(", "    ranking=("]
        lines += [f"        {value:.3f},  # {feature}" for feature, value in zip(FEATURES, ranking, strict=True)]
        lines += ["    ),", "    confidence=("]
        lines += [f"        {value:.3f},  # {sign}" for sign, value in zip(SIGNS, certainty, strict=True)]
        lines += ["    ),", ")", f'"""{about}"""']
    (ROOT / "bot" / "answers" / "weights.py").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
