"""Trains the small networks of `bot.answers.learned`: descent by Adam with a falling rate, and dropout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answers.learned import LARGEST, Logistic, Network
from bot.english.text import KINDS

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]


NEWTON_STEPS = 30
"""Steps in which a regression is found; some ten are enough."""


@dataclass(frozen=True)
class Shape:
    """How a network is trained: its hidden units, rounds over all samples, the rate, dropout and ridge."""

    hidden: int = 32
    rounds: int = 15
    rate: float = 5e-3
    dropout: float = 0.2
    ridge: float = 1e-4
    batch: int = 256


class Descent:
    """Parameters that go down a slope by Adam, the rate falling to nothing along half a cosine."""

    def __init__(self, parameters: dict[str, Floats], steps: int, rate: float, ridge: float) -> None:
        self.parameters = parameters
        self._means = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._squares = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._step, self._steps, self._rate, self._ridge = 0, steps, rate, ridge

    def go(self, slopes: dict[str, Floats]) -> None:
        """A step down."""
        self._step += 1
        rate = self._rate * 0.5 * (1 + np.cos(np.pi * self._step / self._steps))
        for name, value in self.parameters.items():
            slope = slopes[name] + 2 * self._ridge * value
            mean, square = self._means[name], self._squares[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            value -= rate * (mean / (1 - 0.9**self._step)) / (np.sqrt(square / (1 - 0.999**self._step)) + 1e-8)


def start(inputs: int, hidden: int, chance: np.random.Generator) -> dict[str, Floats]:
    """Parameters to begin with."""
    spread = 1 / np.sqrt(inputs)
    return {
        "hidden": chance.uniform(-spread, spread, (inputs, hidden)).astype(np.float32),
        "bias": np.zeros((len(KINDS), hidden), dtype=np.float32),
        "out": chance.uniform(-1 / np.sqrt(hidden), 1 / np.sqrt(hidden), hidden).astype(np.float32),
        "direct": np.zeros(inputs, dtype=np.float32),
        "offset": np.zeros(1, dtype=np.float32),
    }


def forward(parameters: dict[str, Floats], inputs: Floats, kinds: Ints, kept: Floats | float) -> tuple[Floats, Floats]:
    """The results and the hidden units for rows of inputs."""
    inner = np.maximum(inputs @ parameters["hidden"] + parameters["bias"][kinds], 0) * kept
    result: Floats = inner @ parameters["out"] + inputs @ parameters["direct"] + parameters["offset"][0]
    return result, inner


def slopes(
    parameters: dict[str, Floats], inputs: Floats, kinds: Ints, inner: Floats, kept: Floats, wrong: Floats
) -> dict[str, Floats]:
    """The slope of the loss in each parameter; `wrong` is that in each result."""
    back = np.where(inner > 0, wrong[:, None] * parameters["out"], np.float32(0)) * kept
    bias = np.zeros_like(parameters["bias"])
    np.add.at(bias, kinds, back)
    return {
        "hidden": inputs.T @ back,
        "bias": bias,
        "out": inner.T @ wrong,
        "direct": inputs.T @ wrong,
        "offset": np.array([wrong.sum()], dtype=np.float32),
    }


def network(parameters: dict[str, Floats], mean: Floats, scale: Floats) -> Network:
    """The network with these parameters."""
    return Network(
        mean,
        scale,
        parameters["hidden"],
        parameters["bias"],
        parameters["out"],
        parameters["direct"],
        float(parameters["offset"][0]),
    )


def averaged(networks: Sequence[Network]) -> Network:
    """One network whose result is the mean of those of several, which have the same measures."""
    count = len(networks)
    return Network(
        networks[0].mean,
        networks[0].scale,
        np.concatenate([one.hidden for one in networks], axis=1),
        np.concatenate([one.bias for one in networks], axis=1),
        (np.concatenate([one.out for one in networks]) / count).astype(np.float32),
        np.mean([one.direct for one in networks], axis=0, dtype=np.float32),
        float(np.mean([one.offset for one in networks])),
    )


def batches(count: int, shape: Shape, chance: np.random.Generator) -> Iterator[Ints]:
    """Numbers of samples, mixed anew in each round."""
    for _ in range(shape.rounds):
        order = chance.permutation(count)
        for begin in range(0, count, shape.batch):
            yield order[begin : begin + shape.batch]


def steps(count: int, shape: Shape) -> int:
    """How many batches there are in all."""
    return shape.rounds * -(-count // shape.batch)


def measures(rows: Floats) -> tuple[Floats, Floats]:
    """Mean and inverse spread of each column; a column that never changes counts nothing."""
    spread = rows.std(0)
    scale = np.where(spread > 1e-6, 1 / np.maximum(spread, 1e-6), 0)
    return rows.mean(0).astype(np.float32), scale.astype(np.float32)


def keep(rows: int, shape: Shape, chance: np.random.Generator) -> Floats:
    """Which hidden units are kept in a step, those kept made up for the others."""
    kept = chance.random((rows, shape.hidden)) >= shape.dropout
    return (kept / (1 - shape.dropout)).astype(np.float32)


def learn_ranking(
    features: Floats, right: Bools, there: Bools, weights: Floats, kinds: Ints, shape: Shape, seed: int
) -> Network:
    """A network under which the right facts are likeliest (softmax over the facts of a question).

    `features` is questions by facts by evidence, `there` tells which facts there are.
    """
    chance = np.random.default_rng(seed)
    mean, scale = measures(features[there])
    own = np.clip((features - mean) * scale, -8, 8) * there[..., None]
    best = np.where(there[..., None], own, -np.inf).max(1, keepdims=True)
    inputs = np.concatenate((own, np.where(there[..., None], own - best, 0)), axis=2).astype(np.float32)
    count, facts = there.shape
    descent = Descent(start(inputs.shape[2], shape.hidden, chance), steps(count, shape), shape.rate, shape.ridge)
    for batch in batches(count, shape, chance):
        flat = inputs[batch].reshape(-1, inputs.shape[2])
        kind = np.repeat(kinds[batch], facts)
        kept = keep(len(flat), shape, chance)
        result, inner = forward(descent.parameters, flat, kind, kept)
        scores = np.where(there[batch], result.reshape(len(batch), facts), -1e9)
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        wanted = chances * right[batch]
        wanted /= np.maximum(wanted.sum(1, keepdims=True), 1e-12)
        wrong = (chances - wanted) * weights[batch][:, None] / weights[batch].sum()
        descent.go(slopes(descent.parameters, flat, kind, inner, kept, wrong.ravel().astype(np.float32)))
    return network(descent.parameters, mean, scale)


def learn_logistic(rows: Floats, so: Bools, weights: Floats, ridge: float) -> Logistic:
    """A logistic regression with a ridge, by Newton's method. `rows` are signs, `so` tells what was true of each."""
    mean, scale = measures(rows)
    inputs = np.clip((rows - mean) * scale, -LARGEST, LARGEST).astype(np.float64)
    inputs = np.concatenate((inputs, np.ones((len(inputs), 1))), axis=1)
    weights = weights / weights.mean()
    held = np.full(inputs.shape[1], ridge)
    held[-1] = 0.0
    found = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (weights * (chance - so)) + held * found
        curve = (inputs * (weights * np.maximum(chance * (1 - chance), 1e-6))[:, None]).T @ inputs + np.diag(
            held + 1e-6
        )
        step = np.linalg.solve(curve, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return Logistic(mean, scale, found[:-1].astype(np.float32), float(found[-1]))
