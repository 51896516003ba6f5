"""Ways to ask that follow from how a fact is worded: "Ada carries a lamp" answers "what does Ada carry".

One table for all packs. A pattern is read in a sentence that begins with a name of the pack; what it makes counts less
than what an author writes. Where a pattern would misfire, there is none: it is no help to be found by a question that
the text does not answer.
"""

import re
from collections.abc import Callable, Iterator

from bot.knowledge.patterns import (
    ABILITY,
    ABOUT,
    ADVERB,
    AGE,
    BE,
    CALLED,
    COLOUR,
    DEATH,
    HAVING,
    IDENTITY,
    JOBS,
    LONGEST_PHRASE,
    MADE_OF,
    MAKING,
    MEASURE,
    NUMBER,
    ORIGIN,
    PLACE,
    TIME,
    TOWARDS,
    WORK,
    Pattern,
    phrase_of,
    question_verb,
)
from bot.knowledge.subjects import KnownNames, Subject, subject_of
from bot.knowledge.wording import whose, with_article

MOST_TEMPLATES = 12
"""Ways to ask that one fact gets."""

MOST_SENTENCES = 3
"""Sentences of a text that are read."""


def templates_of(text: str, names: KnownNames) -> tuple[str, ...]:
    """Ways to ask for a fact with this text; none where it follows no pattern."""
    asks: dict[str, None] = {}
    if not names:
        return ()
    for sentence in _SENTENCE_END.split(text)[:MOST_SENTENCES]:
        if subject := subject_of(sentence.strip(), names):
            asks.update(dict.fromkeys(_asks(subject, names)))
    return tuple(asks)[:MOST_TEMPLATES]


_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\b(?:Dr|Mr|Ms|St|Jr)\.)(?<!\bMrs\.)(?<=[.!?])\s+(?=[\"“‘A-Z])")


def _asks(subject: Subject, names: KnownNames) -> Iterator[str]:
    for rule in RULES:
        yield from rule.asks_of(subject, names) if isinstance(rule, Pattern) else rule(subject, names)


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")


# What takes a closer look


def counted(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "has nine fingers", "brings 340 children up the shaft"."""
    for found in _COUNTED.finditer(subject.rest):
        verb = question_verb(found["v"])
        noun = _PREPOSITION.split(phrase_of(found["y"]))[0]
        if verb and _COUNTABLE.fullmatch(noun):
            yield f"how many {noun} {verb[0]} {subject.name} {verb[1]}"


_COUNTED = re.compile(
    rf"(?:^|\band ){ADVERB}(?P<v>[a-z]+) (?:an? (?:total|collection|crew|army) of )?{ABOUT}{NUMBER} "
    r"(?=(?P<y>[a-z].*))"
)
_PREPOSITION = re.compile(
    r" (?:(?<!pairs )(?<!kinds )(?<!sets )of|in|on|at|to|for|with|from|up|by|into|under|out|off|over|"
    r"through|per|each|every|a|an|the|down|behind)\b"
)
_COUNTABLE = re.compile(
    r"(?!(?:year|day|week|month|hour|minute|second|time|mile|metre|meter|kilometre|tonne|ton|pound|percent)s?\b)"
    r"(?:[\w'-]+ ){0,2}(?:(?:pairs|kinds|sets) of \w+|\w+s|men|women|people|children|feet|crew|dead|hp)"
)


def coloured(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "is red", "has red hair", "X's red coat"."""
    x = subject.name
    if found := _IS_COLOUR.match(subject.rest):
        yield f"what colour {found['be']} {x}"
        yield f"what color {found['be']} {x}"
    if (found := _HAS_COLOUR.search(subject.rest)) and (verb := question_verb(found["v"])):
        noun = _PREPOSITION.split(phrase_of(found["y"]))[0]
        if 0 < len(noun.split()) <= 2:
            yield f"what colour {noun} {verb[0]} {x} {verb[1]}"
            yield f"what colour {'are' if _is_plural(noun) else 'is'} {whose(x)} {noun}"
    if found := _OWN_COLOUR.match(subject.thing):
        owner = x.removesuffix(subject.thing)
        yield f"what colour {'are' if _is_plural(found['y']) else 'is'} {owner}{found['y']}"


_IS_COLOUR = re.compile(
    rf"^{BE} {ADVERB}(?:(?:painted|bright|dark|light|pale|all) )*{COLOUR}"
    r"(?=$|[,;.]| (?:and|but|below|above|in|though|with|all|from)\b)"
)
_HAS_COLOUR = re.compile(
    rf"(?:^|\band ){ADVERB}(?P<v>has|had|wears|wore|drives|rides|carries) (?:an? |the |his |her |its |their )?"
    rf"(?:[a-z]+ )?{COLOUR} (?P<y>.+)"
)
_OWN_COLOUR = re.compile(rf"^{COLOUR} (?P<y>[a-z ]+)$")


def killing(subject: Subject, names: KnownNames) -> Iterator[str]:
    """ "killed Bo", "is killed by Bo"."""
    found = _KILLS.search(subject.rest)
    if found and names.is_person_at_start(found["y"]) and (victim := names.at_start(found["y"])):
        yield f"who killed {victim.name}"
        yield f"who did {subject.name} kill"
        yield f"how did {victim.name} die"
        yield f"is {victim.name} dead"


_KILLS = re.compile(r"(?:^|\band )(?:kills|killed|murders|murdered|slays|slew|assassinated|executed) (?P<y>.+)")


def done_by(subject: Subject, names: KnownNames) -> Iterator[str]:
    """ "was built by Y"."""
    found = _DONE_BY.match(subject.rest)
    if not found or _GERUND.match(found["y"]):
        return
    y = found["y"]
    is_somebody = y[:1].isupper() or names.is_person_at_start(y) or _SOMEBODY.match(y) or found["done"] in _BY_PEOPLE
    by = "who" if is_somebody else "what"
    yield f"{by} {found['be']} {subject.name} {found['done']} by"
    if found["done"].endswith(("ed", "ilt", "ade")):
        yield f"{by} {found['done']} {subject.name}"


_DONE_BY = re.compile(rf"^{BE} {ADVERB}(?P<done>[a-z]+(?:ed|en|n|t|ade|und|id|ung)) by (?P<y>.+)")
_GERUND = re.compile(r"\w+ing\b|(?:way|means|night|day|hand|chance|accident|mistake|default)\b")
_SOMEBODY = re.compile(
    r"(?:an?|the|his|her|one of the|\d+) (?:[\w-]+ ){0,2}?(?:\w+(?:er|or|ist|man|men)|people|king|queen|pilot)s?\b"
)
_BY_PEOPLE = frozenset(
    ["voiced", "played", "portrayed", "directed", "written", "composed", "trained", "raised", "painted"]
)


def of_whom(subject: Subject, names: KnownNames) -> Iterator[str]:
    """ "is Y's father"."""
    found = _OF_WHOM.match(subject.rest)
    if found and names.is_person_at_start(found["owner"]) and (thing := phrase_of(found["thing"])):
        who = "who" if subject.is_person else "what"
        yield f"{who} {found['be']} {whose(found['owner'])} {thing}"
        yield f"whose {thing} {found['be']} {subject.name}"


_OF_WHOM = re.compile(rf"^{BE} (?P<owner>[\w -]+?)['’]s? (?P<thing>[a-z][\w -]*)")


def of_somebody(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "X's Y is Z"."""
    if subject.thing and (found := _IS_WHAT.match(subject.rest)):
        yield f"{'who' if subject.is_person else 'what'} {found['be']} {subject.name}"


_IS_WHAT = re.compile(rf"^{BE} (?:in truth |really |actually )?(?:an? |the |one of |called |named |[A-Z\"“‘])")


def apposed(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "X, a Y, ..."."""
    if subject.also and subject.is_person:
        yield f"who is {subject.name}"
        if _IS_JOB.search(subject.also.partition(" of ")[0]):
            yield f"what is {whose(subject.name)} job"
            yield f"what does {subject.name} do for a living"


_IS_JOB = re.compile(rf"\b(?:{JOBS})s?\b")


def without(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "has no Y", "drinks no Y"."""
    if (found := _WITHOUT.match(subject.rest)) and (verb := question_verb(found["v"])) and (y := phrase_of(found["y"])):
        do, base = verb
        yield f"{do} {subject.name} {base} {y if _is_plural(y) or base != 'have' else with_article(y)}"
        yield f"what {do} {subject.name} not {base}"


_WITHOUT = re.compile(r"^(?P<v>[a-z]+) no (?P<y>[a-z].*)")


def why(subject: Subject, _: KnownNames) -> Iterator[str]:
    """ "... because ..."."""
    found = _REASON.match(subject.rest)
    if not found or len(found["claim"].split()) > LONGEST_PHRASE + 3:
        return
    x, claim = subject.name, found["claim"]
    if denied := _DENIED.match(claim):
        yield f"why {denied['aux']} {x} not {denied['rest']}"
        yield f"why {denied['aux']}n't {x} {denied['rest']}"
    elif helped := _AUXILIARY.match(claim):
        yield f"why {helped['aux']} {x} {helped['rest']}".strip()
    elif (told := _FREQUENCY.match(claim)) and (verb := question_verb(told["v"])):
        yield f"why {verb[0]} {x} {told['adverb'] or ''}{verb[1]}{told['rest']}"
        yield f"what is the reason that {x} {claim}"


_REASON = re.compile(r"^(?P<claim>[^,;:]+?),? (?:because|so that|in order to)\b")
_DENIED = re.compile(r"^(?P<aux>does|did|is|was|can|will|do) ?(?:not|n't|n’t) (?P<rest>.+)")
_AUXILIARY = re.compile(
    r"^(?P<aux>is|was|are|were|can|could|will|would|must|may|might|should|"
    r"(?:has|had)(?= been\b| never\b| [a-z]+ed\b)) (?P<rest>.+)"
)
_FREQUENCY = re.compile(r"^(?P<adverb>(?:always|never|often|usually|still|only|also) )?(?P<v>[a-z]+)(?P<rest>.*)")


def doing(subject: Subject, names: KnownNames) -> Iterator[str]:
    """ "eats Y", for verbs whose object alone is asked for."""
    found = _DOING.match(subject.rest)
    if not found or not (verb := question_verb(found["v"])) or verb[1] not in _DEEDS or _NO_OBJECT.match(found["y"]):
        return
    if y := phrase_of(found["y"]):
        is_somebody = names.is_person_at_start(y) or (verb[1] in _OF_PEOPLE and _PEOPLE.match(y))
        yield f"{'who' if is_somebody else 'what'} {verb[0]} {subject.name} {verb[1]}"
        yield f"{'who' if subject.is_person else 'what'} {found['v']} {y}"


_DOING = re.compile(rf"^{ADVERB}(?P<v>[a-z]+) (?P<y>.+)")
_NO_OBJECT = re.compile(
    r"(?:to|for|in|on|at|up|out|off|by|with|from|into|over|down|away|back|about|against|around|through|like|as|and|or|"
    r"no|not|him|it|them|her(?= (?:and|or|in|on|from|with|to|at|by|for)\b|$|[,.;])|\w+self|themselves|everybody|"
    r"everyone|nothing|nobody|that|how|why|what|when|where|if|together|alone|too|very|so|well)\b"
)
_OF_PEOPLE = frozenset(["kill", "murder", "marry", "betray", "rescue", "save", "train", "kidnap", "teach"])
"""What one does to people, also to those whom the pack has no sheet for."""
_PEOPLE = re.compile(r"[A-Z]|(?:his|her|their) ")
_DEEDS = frozenset(
    [
        "kill", "murder",
        "eat", "drink", "wear", "carry", "wield", "use", "drive", "ride", "sell", "buy", "collect", "study", "teach",
        "hate", "love", "like", "fear", "hunt", "steal", "smuggle", "drop", "carve", "keep", "speak", "play", "cook",
        "smoke", "read", "own", "lead", "rule", "run", "command", "head", "govern", "protect", "guard", "breed",
        "train", "fight", "betray", "save", "rescue", "capture", "discover", "destroy", "serve", "marry", "inherit",
        "control", "repair", "mend", "supply", "provide", "dream", "seek", "worship", "forge", "sew", "knit", "stamp",
        "cast", "sign", "weld", "offer", "poison", "supervise", "edit", "manage", "chair", "publish", "kidnap", "free",
    ]
)  # fmt: skip

RULES: tuple[Pattern | Callable[[Subject, KnownNames], Iterator[str]], ...] = (
    *CALLED, *AGE, counted, *MEASURE, coloured, *MADE_OF, killing, *DEATH, done_by, *ORIGIN, *WORK, of_whom, *TOWARDS,
    *TIME, why, *ABILITY, without, *HAVING, *MAKING, *PLACE, apposed, of_somebody, *IDENTITY, doing,
)  # fmt: skip
"""All rules, those that ask most exactly first."""
