"""Whom or what a sentence of a fact is about: a name of the pack that it begins with, or something of a name's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Subject:
    """What a sentence is about, as it is written, and the `rest` of the sentence after it.

    `also` is what stands between commas after the name ("Ada, a pilot, ..."); an owner's `thing` is what of theirs the
    sentence is about ("left leg" of "Pike's left leg").
    """

    name: str
    is_person: bool
    rest: str
    also: str = ""
    thing: str = ""


class KnownNames:
    """The names of a pack, and which of them are of people."""

    def __init__(self, people: Iterable[str], things: Iterable[str]) -> None:
        named = [(name, False) for name in things] + [(name, True) for name in people]
        self._is_person = {plain: is_person for name, is_person in named if (plain := _plain(name))}
        self._longest = max((len(name.split()) for name in self._is_person), default=0)

    def __bool__(self) -> bool:
        return bool(self._is_person)

    def at_start(self, text: str) -> Subject | None:
        """The longest name that a text begins with."""
        words = text.split(" ")
        start = 1 if words[0].casefold() == "the" else 0
        for size in range(min(self._longest, len(words) - start), 0, -1):
            *before, last = words[start : start + size]
            name = " ".join([*before, (_ENDING if last.count(".") < 2 else _ENDING_OF_INITIALS).sub("", last)])
            is_person = self._is_person.get(_plain(name))
            if is_person is not None:
                written = " ".join([*words[:start], name])
                return Subject(f"the {name}" if start else name, is_person, text[len(written) :])
        return None

    def is_person_at_start(self, text: str) -> bool:
        """Whether a text begins with somebody, and not with something of theirs or named after them."""
        found = self.at_start(text)
        return found is not None and found.is_person and not _GOES_ON.match(found.rest)


_GOES_ON = re.compile(r"['’]| [A-Z]")
"""What shows that a name is only the beginning of another one: "Rivet's leg", "the Rivet Cleaver"."""

_ENDING = re.compile(r"(?:['’]s?)?[,;:.!?]*$")
_ENDING_OF_INITIALS = re.compile(r"(?:['’]s?)?[,;:!?]*$")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split()).removeprefix("the ").rstrip(".")


def subject_of(sentence: str, names: KnownNames) -> Subject | None:
    """What a sentence is about; None where it does not begin with a name."""
    sentence = _LEAD_IN.sub("", sentence).rstrip(".!")
    found = names.at_start(sentence)
    if found is None or re.match(r" [A-Z]", found.rest):
        return None
    rest = _BRACKET.sub("", found.rest)
    if owned := _OWNED.match(rest):
        thing = owned["thing"]
        name = f"{found.name}{owned['ending']} {thing}"
        return Subject(name, thing.split()[-1] in _KIN, rest[owned.end() :].strip(), thing=thing)
    if apposed := _APPOSED.match(rest):
        return replace(found, rest=rest[apposed.end() :].strip(), also=apposed["also"])
    return replace(found, rest=rest.strip()) if rest[:1] in (" ", "") else None


_LEAD_IN = re.compile(
    r"^(?:in|for|at) the (?:end of the )?(?:film|movie|novel|book|series|show|game|comics|end|beginning),? ",
    re.IGNORECASE,
)
"""What may come before the name: the answer tells its continuity anyway."""

_BRACKET = re.compile(r"^ \([^()]*\)")

_OWNED = re.compile(r"(?P<ending>['’]s?) (?P<thing>[\w-]+(?: [\w-]+){0,2}?)(?= (?:is|was|are|were|has|had|can)\b)")

_APPOSED = re.compile(r", (?P<also>(?:an?|the) [^,]{1,60}),(?= [a-z])")

_KIN = frozenset(
    (
        "father", "mother", "dad", "mum", "mom", "brother", "sister", "son", "daughter", "wife", "husband", "uncle",
        "aunt", "cousin", "girlfriend", "boyfriend", "boss", "teacher", "mentor", "friend", "butler", "assistant",
        "partner",
    )
)  # fmt: skip
"""What of somebody's is somebody."""
