"""Times the answers against a linear scan, SQLite FTS5, bm25s and tantivy over the same made-up packs.

    python -m tests.benchmarks.answers [--sizes 100,10000] [--questions N] [--peers fts5,tantivy] [--all] [--smoke]

For each size of pack a table, a row an engine: seconds to build it, memory that building it took, median and 99th
percentile of the time for a question, each with its ratio to ours (above 1: ours is better), and P@1, the share of
questions for which the fact that they were made from comes first, of all questions and of those with a slip of the
keyboard. Each engine is built in a process of its own. All keep everything in memory, nothing on disk.

Time is processor time, of the user and the system and of all threads, so that other work on the machine counts less.

Then, of our engine alone: how a question's time grows with the words asked (down a column) and with the pack (along a
row), and how long it takes to see that an overheard line of chat is nothing to answer (the aim: 30 microseconds at the
median, in any pack).

Facts and questions are made up from a fixed seed. The sizes are 100, 10,000 and 100,000 facts;
`--sizes 100,10000,100000,1000000` adds the large one, which takes many minutes and gigabytes. The scan is asked less
often in large packs, and not at all above 100,000 facts unless with `--all`.
"""

import argparse
import gc
import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from bot.answers.engine import AnswerEngine
from bot.answers.results import Answer
from bot.cli.question_sets import plain_pack
from bot.english import frequency
from bot.knowledge.model import Fact, FactKind, Knowledge
from tests.benchmarks.peers import PEERS, Find, why_missing

SIZES = (100, 10_000, 100_000)
QUESTIONS = 200
SEED = 7

OURS = "ours"
SCAN = "rapidfuzz"

SCANNED = 2_000_000
"""Facts that the scan compares at one size; it is asked so many questions, but at least `SCANS`."""

SCANS = 5

SCAN_AT_MOST = 100_000
"""Facts of the largest pack that is scanned without being told to."""

WORDS_ASKED = (1, 2, 4, 8, 16, 32)
ASKED_EACH = 60
"""Questions for each number of words."""

CHAT_ROUNDS = 20
"""How often every line of chat is overheard."""

AIM = 30.0
"""Microseconds within which a line of chat should be seen to be nothing to answer."""


# The pack and the questions


@dataclass(frozen=True)
class Question:
    """A question made from the fact at a position."""

    text: str
    at: int
    has_slip: bool


@cache
def vocabulary() -> tuple[str, ...]:
    """The words of English at large, the commonest first."""
    return tuple(sorted(frequency.known(), key=lambda word: (frequency.weight(word), word)))


LITTLE = 200
"""So many of the commonest words tell little of what a sentence is about."""

ONSETS = "b br c ch d dr f g gr h j k kr l m n p ph qu r s sh st t th tr v w z"
VOWELS = "a e i o u ia"
ENDS = " l n r s th m nd rk x"

FACTS_PER_NAME = 25
"""A pack has one name for so many facts, but at least `FEWEST_NAMES`. Nobody has a sheet; they stand in texts alone."""

FEWEST_NAMES = 20


def made_up_names(count: int, chance: random.Random) -> list[str]:
    """So many names of two or three syllables, each once, none of them an English word."""
    onsets, vowels, ends = ONSETS.split(), VOWELS.split(), ENDS.split(" ")
    names: dict[str, None] = {}
    while len(names) < count:
        syllables = [chance.choice(onsets) + chance.choice(vowels) for _ in range(chance.choice((2, 2, 3)))]
        name = "".join(syllables) + chance.choice(ends)
        if not frequency.is_known(name):
            names[name] = None
    return [name.capitalize() for name in names]


def made_up(size: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """The names of a pack, and its facts: 6 to 20 words of English as often as they are used, and names (Zipf)."""
    words = vocabulary()
    names = made_up_names(max(FEWEST_NAMES, size // FACTS_PER_NAME), chance)
    word_shares = list(accumulate(1 / (rank + 1) for rank in range(1, len(words) + 1)))
    name_shares = list(accumulate(1 / (rank + 1) for rank in range(1, len(names) + 1)))
    facts = []
    for _ in range(size):
        sentence = chance.choices(words, cum_weights=word_shares, k=chance.randint(6, 20))
        for share, place in ((0.7, 0), (0.4, chance.randrange(1, len(sentence)))):
            if chance.random() < share:
                sentence[place] = chance.choices(names, cum_weights=name_shares)[0]
        text = " ".join(sentence)
        facts.append(f"{text[0].upper()}{text[1:]}.")
    return names, facts


ASKING = ("what", "who", "where", "when", "why", "how", "which")
BETWEEN = ("the", "of", "a", "in", "to", "did", "was", "and", "with", "for", "on", "is")


def made_up_questions(facts: Sequence[str], count: int, chance: random.Random) -> list[Question]:
    """Questions by 3 to 8 words of a fact in its order, with little words between; every fifth with a slip."""
    questions = []
    for number in range(count):
        at = chance.randrange(len(facts))
        words = told(facts[at])
        wanted = min(len(words), chance.randint(3, 8))
        asked = [words[place] for place in sorted(chance.sample(range(len(words)), wanted))]
        has_slip = number % 5 == 4 and any(len(word) >= SHORTEST_SLIP for word in asked)
        if has_slip:
            place = chance.choice([place for place, word in enumerate(asked) if len(word) >= SHORTEST_SLIP])
            asked[place] = slip(asked[place], chance)
        questions.append(Question(question_by(asked, chance), at, has_slip))
    return questions


def told(fact: str) -> list[str]:
    """The words of a fact that say what it is about; all of them where there are fewer than three."""
    words = fact.rstrip(".").lower().split()
    telling = [word for word in words if word not in little()]
    return telling if len(telling) >= 3 else words


@cache
def little() -> frozenset[str]:
    """The words that stand in any sentence."""
    return frozenset(vocabulary()[:LITTLE])


def question_by(words: Sequence[str], chance: random.Random) -> str:
    """A question word and these words, with little words between."""
    asked = [chance.choice(ASKING)]
    for word in words:
        if chance.random() < 0.5:
            asked.append(chance.choice(BETWEEN))
        asked.append(word)
    return " ".join(asked) + chance.choice(("", "?"))


SHORTEST_SLIP = 4
"""Letters from which a word is mistyped here."""

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def slip(word: str, chance: random.Random) -> str:
    """The word with one letter left out, doubled, swapped with the next or struck a key beside; never the same."""
    while True:
        at = chance.randrange(len(word))
        before, letter, after = word[:at], word[at], word[at + 1 :]
        mistyped = chance.choice(
            (
                before + after,
                before + letter + letter + after,
                before + after[:1] + letter + after[1:],
                before + key_beside(letter, chance) + after,
            )
        )
        if mistyped != word:
            return mistyped


def key_beside(letter: str, chance: random.Random) -> str:
    """What is struck instead of a letter; the letter itself where it has no key of its own."""
    for row in KEYBOARD:
        if letter in row:
            at = row.index(letter)
            return chance.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return letter


def many_words(facts: Sequence[str], count: int, chance: random.Random) -> str:
    """A question by so many words that tell, from a fact and, where it has too few, from those after it."""
    words: list[str] = []
    at = chance.randrange(len(facts))
    while len(words) < count:
        words += told(facts[at])
        at = (at + 1) % len(facts)
    return f"what {' '.join(words[:count])}?"


# What is said in a channel and meant for other people. {name} stands for a name of the pack.

REMARKS = """
lol
good morning everyone
haha that was amazing
brb dinner
gg
same here tbh
ok see you tomorrow then
thanks a lot, that helped!
no way
i can't believe it's friday already
{name} is my favourite by far
just finished the second season and i am crying
the new trailer dropped https://example.org/watch?v=4f2k
😂😂😂
<:thonk:283746> nope
<@1837465019> check your messages please
yeah
{name} deserved better, change my mind
imo the book is way better than the film
my cat just walked over the keyboard asdfghjkl
I'LL BE LATE TONIGHT SORRY
!play never gonna give you up
/roll 2d6
> we should go earlier next time
agreed, ten minutes is more than enough
happy birthday!!! 🎂
that part where {name} walks in with the sword still gives me chills
lmao {name} really said goodbye and left
not gonna lie the ending made no sense to me
we're playing at 8, bring snacks
```print("hello")```
nah i'm good
it's raining again and the train is late as always
someone told me it gets better after the third episode
2 + 2 = 4
hmm
i think {name} and {name} would make a great team
so tired today, work was a nightmare and then my phone died on the way home and i had to walk for an hour
spoiler: everyone dies ||just kidding||
bonne nuit à tous
ich komme gleich wieder
wow, what a match
don't forget to vote for the next movie night
first
i was there too, front row, best night of my life
please keep the memes in the other channel
ty ty
new record: 14,250 points
""".strip().splitlines()
"""Lines that ask nothing."""

ASIDES = """
anyone up for a game tonight?
how are you all doing
what time is it over there?
who wants pizza
are you coming or not?
why is my internet so slow again
did anybody see my message from yesterday?
can you send me the link please
what do you mean
is the server down for you too?
where did you buy that shirt
you know what i mean?
""".strip().splitlines()
"""Lines that ask, but other people and about other things."""


def chat(names: Sequence[str], lines: Sequence[str], chance: random.Random) -> list[str]:
    """The lines, with names of the pack put in."""
    return [
        " ".join(chance.choice(names[:FEWEST_NAMES]) if word == "{name}" else word for word in line.split(" "))
        for line in lines
    ]


# What is measured


@dataclass(frozen=True)
class Overheard:
    """Microseconds of each line of chat when it came for the first time, and later; how many lines were answered."""

    first_time: list[float]
    remarks: list[float]
    asides: list[float]
    answered: int


@dataclass(frozen=True)
class Ours:
    """What is measured of our engine alone: milliseconds of a question by its number of words, and chat."""

    by_words: dict[int, list[float]]
    overheard: Overheard


@dataclass(frozen=True)
class Measured:
    """What an engine took: seconds to build, bytes (None where they cannot be told), milliseconds of each question;
    for each question, and again for each with a slip, whether it found its fact."""

    build: float
    memory: int | None
    times: list[float]
    right: list[bool]
    right_with_slip: list[bool]
    ours: Ours | None = None


@dataclass(frozen=True)
class Task:
    """What is to be measured. Sent to the process that does it, which makes up its pack itself."""

    engine: str
    size: int
    questions: int
    asked: int
    asked_each: int
    chat_rounds: int


def measure(task: Task) -> Measured:
    """Build an engine and ask it."""
    chance = random.Random(SEED)  # noqa: S311  # the same pack each time, no secret
    names, facts = made_up(task.size, chance)
    warm_up, *questions = made_up_questions(facts, task.questions + 1, chance)
    questions = questions[: task.asked]
    engine: AnswerEngine | None = None
    if task.engine == OURS:
        knowledge = Knowledge((plain_pack(tuple(map(scene, range(1, task.size + 1), facts))),))
        before, start = resident(), time.process_time()
        engine = AnswerEngine(knowledge)
        find = finder(engine)
    else:
        build = PEERS[task.engine]()
        before, start = resident(), time.process_time()
        find = build(facts)
    taken = time.process_time() - start
    find(warm_up.text)
    after = resident()
    memory = max(0, after - before) if before is not None and after is not None else None
    times, found = timed(find, [question.text for question in questions])
    right = [at == question.at for at, question in zip(found, questions, strict=True)]
    return Measured(
        build=taken,
        memory=memory,
        times=times,
        right=right,
        right_with_slip=[is_right for is_right, question in zip(right, questions, strict=True) if question.has_slip],
        ours=measure_ours(engine, names, facts, task) if engine else None,
    )


def scene(place: int, text: str) -> Fact:
    return Fact("pool", f"s{place}", FactKind.SCENE, text, (f"S{place}",), "story", scene_number=place)


def finder(engine: AnswerEngine) -> Find:
    """Our engine asked for the fact that comes first, whether or not it is sure."""

    def find(question: str) -> int | None:
        ranking = engine.ask(question).working.ranking
        return int(ranking[0].fact.id[1:]) - 1 if ranking else None

    return find


Given = TypeVar("Given")
Got = TypeVar("Got")


def timed(act: Callable[[Given], Got], given: Sequence[Given]) -> tuple[list[float], list[Got]]:
    """Milliseconds of processor time of each call, and what came back."""
    times: list[float] = []
    results: list[Got] = []
    for one in given:
        start = time.process_time()
        result = act(one)
        times.append((time.process_time() - start) * 1000)
        results.append(result)
    return times, results


def resident() -> int | None:
    """Bytes of memory that this process holds; None where the system does not tell (other than Linux)."""
    gc.collect()
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


def measure_ours(engine: AnswerEngine, names: Sequence[str], facts: Sequence[str], task: Task) -> Ours:
    """Time questions of more and more words, and lines of chat."""
    chance = random.Random(SEED)  # noqa: S311  # as above
    by_words = {}
    for count in WORDS_ASKED:
        questions = [many_words(facts, count, chance) for _ in range(task.asked_each)]
        by_words[count] = timed(engine.ask, questions)[0]
    return Ours(by_words, overhear(engine, names, task.chat_rounds, chance))


def overhear(engine: AnswerEngine, names: Sequence[str], rounds: int, chance: random.Random) -> Overheard:
    """Let the engine overhear all lines of chat in one order after another."""
    said = [(line, True) for line in chat(names, REMARKS, chance)] + [
        (line, False) for line in chat(names, ASIDES, chance)
    ]
    first_time: list[float] = []
    later: dict[bool, list[float]] = {True: [], False: []}
    answered: set[str] = set()
    for number in range(rounds + 1):
        chance.shuffle(said)
        times, replies = timed(lambda line: engine.ask(line, overheard=True), [line for line, _ in said])
        for (line, is_remark), milliseconds, reply in zip(said, times, replies, strict=True):
            (later[is_remark] if number else first_time).append(milliseconds * 1000)
            if isinstance(reply, Answer):
                answered.add(line)
    return Overheard(first_time, later[True], later[False], len(answered))


# What is shown


def main() -> None:
    """Measure size by size, and print each row as it comes in."""
    options = arguments()
    peers = present_peers(options.peers)
    print(f"Seed {SEED}. Times are processor time of all threads. x: how many times ours (above 1: ours is better).")
    print("Every engine keeps its index in memory.")
    ours: dict[int, Ours] = {}
    for size in options.sizes:
        asked = min(options.questions, max(SCANS, SCANNED // size))
        print(f"\n{size:,} facts, {options.questions} questions, every fifth with a slip")
        print(
            "             build s       x       MB       x    p50 ms       x    p99 ms       x     P@1   slips",
            flush=True,
        )
        yardstick: Measured | None = None
        for name in (OURS, *peers):
            if name == SCAN and size > SCAN_AT_MOST and not options.all:
                print(f"{name:11}  skipped; --all measures it")
                continue
            each = (2, 1) if options.smoke else (ASKED_EACH, CHAT_ROUNDS)
            task = Task(name, size, options.questions, asked if name == SCAN else options.questions, *each)
            measured = measure(task) if options.smoke else measure_apart(task)
            yardstick = yardstick or measured
            print(row(name, measured, yardstick), flush=True)
            if measured.ours:
                ours[size] = measured.ours
    show_by_words({size: measured.by_words for size, measured in ours.items()})
    show_overheard({size: measured.overheard for size, measured in ours.items()})


def arguments() -> argparse.Namespace:
    """What was asked for on the command line: `sizes`, `questions`, `peers`, `all`, `smoke`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--smoke", action="store_true", help="one small size and few questions, to see that it runs")
    parser.add_argument("--sizes", type=numbers, default=list(SIZES), help="numbers of facts, with commas between")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"questions for each engine ({QUESTIONS})")
    parser.add_argument("--peers", default=",".join(PEERS), help=f"of {', '.join(PEERS)}; 'none' for ours alone")
    parser.add_argument("--all", action="store_true", help="the scan, too, in packs where it takes seconds a question")
    options = parser.parse_args()
    if options.smoke:
        options.sizes, options.questions = [SIZES[0]], 5
    if options.questions < 1 or min(options.sizes) < 1:
        parser.error("there must be at least one fact and one question")
    options.peers = [name for name in options.peers.split(",") if name not in ("", "none")]
    if unknown := set(options.peers) - PEERS.keys():
        parser.error(f"no such peer: {', '.join(sorted(unknown))}. There are {', '.join(PEERS)}.")
    return options


def numbers(text: str) -> list[int]:
    """`100,10_000` as a list."""
    return [int(number) for number in text.split(",")]


def present_peers(names: Sequence[str]) -> list[str]:
    """Those of the peers that can be measured here. The others are named."""
    missing = {name: why_missing(name) for name in names}
    for name, why in missing.items():
        if why:
            print(f"{name} is left out: {why}")
    return [name for name in names if not missing[name]]


def measure_apart(task: Task) -> Measured:
    """Measure in a fresh process, whose memory nothing else has touched."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, task).result()


def row(name: str, measured: Measured, ours: Measured) -> str:
    """A line of the table of a size."""
    memory = "-".rjust(8) if measured.memory is None else f"{measured.memory / 2**20:8.1f}"
    asked = len(measured.right)
    return (
        f"{name:11}{measured.build:9.3f}{ratio(measured.build, ours.build)}"
        f" {memory}{ratio(measured.memory, ours.memory)}"
        f"{at_share(measured.times, 0.5):10.3f}{ratio(at_share(measured.times, 0.5), at_share(ours.times, 0.5))}"
        f"{at_share(measured.times, 0.99):10.3f}{ratio(at_share(measured.times, 0.99), at_share(ours.times, 0.99))}"
        f"{share(measured.right)}{share(measured.right_with_slip)}"
        + (f"  ({asked} questions)" if asked < len(ours.right) else "")
    )


def ratio(theirs: float | None, ours: float | None) -> str:
    return f"{theirs / ours:8.2f}" if theirs is not None and ours else "-".rjust(8)


def share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):8.1%}" if right else "-".rjust(8)


def at_share(times: Sequence[float], part: float) -> float:
    """The time that this part of all stays within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def show_by_words(times: dict[int, dict[int, list[float]]]) -> None:
    """Print a row for each number of words asked, a column for each size of pack."""
    print("\nOurs by the number of words asked that tell something: p50 ms in a pack of so many facts")
    print("words" + "".join(f"{size:12,}" for size in times))
    for count in WORDS_ASKED:
        print(f"{count:5}" + "".join(f"{at_share(by_words[count], 0.5):12.3f}" for by_words in times.values()))


def show_overheard(overheard: dict[int, Overheard]) -> None:
    """Print a row for each size of pack: microseconds for a line of chat."""
    lines = len(REMARKS) + len(ASIDES)
    print(f"\nOurs, overhearing {lines} lines of chat that are not for it: microseconds a line (aim: p50 of {AIM:.0f})")
    print("    facts     p50     p99   first time p50   remarks p50   asides p50   answered")
    for size, heard in overheard.items():
        every = heard.remarks + heard.asides
        print(
            f"{size:9,}{at_share(every, 0.5):8.1f}{at_share(every, 0.99):8.1f}{at_share(heard.first_time, 0.5):17.1f}"
            f"{at_share(heard.remarks, 0.5):14.1f}{at_share(heard.asides, 0.5):13.1f}{heard.answered:11}"
        )


if __name__ == "__main__":
    main()
