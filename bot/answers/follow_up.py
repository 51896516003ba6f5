"""Completes a line that leans on the conversation: "and who played him?" after a question about Thor.

A line is judged on its own first. The conversation only matters if a pronoun or an ellipsis needs it, or for a fragment
that has no answer otherwise. The result is an ordinary question, judged like any other.
"""

import itertools
from dataclasses import dataclass

from bot.answers.index import PackIndex
from bot.answers.names import Meant, NameTable
from bot.answers.reading import ParsedQuestion
from bot.answers.results import Named
from bot.english.text import looks_like_a_question, written_out
from bot.english.words import (
    ACTING,
    ACTORS,
    ANTECEDENTS,
    AUXILIARIES,
    CLAUSES,
    EXPLETIVE,
    LIGHT,
    OPENERS,
    ORDERS,
    QUESTION_WORDS,
    REMARKS,
    SELF,
    STOP,
    WORK_AFFAIRS,
    WORKS,
)
from bot.knowledge.model import Actor, Character, Fact, Pronoun, RoleKind, Thing, ThingKind
from bot.knowledge.verbs import base_of_past, base_of_third

FEW = 2
"""A question with a pronoun and at most this many telling words is meaningless alone: "what happens to her"."""

FRAGMENT = 3
"""Maximum number of telling words in a fragment: "real name?", "in the comics?"."""


LONGEST = 15
"""Maximum number of words in the question before, for its words to be added to a line."""


@dataclass(frozen=True)
class Said:
    """The latest turn of the conversation.

    `question` is the last question, completed; `about` are the subjects of it and its reply, those it named first.
    `earlier` are previous subjects, latest first: "he" means one of them if it fits nobody in `about`.
    `is_answered` says whether the reply was confident; `scene` is the passage of the story shown last.
    """

    question: str = ""
    about: tuple[Named, ...] = ()
    is_answered: bool = False
    scene: Fact | None = None
    earlier: tuple[Character, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True)
class InFull:
    """A completed line.

    `is_needed`: the original line is meaningless alone, so the reply to `line` is its reply, whatever that is.
    Otherwise the line may stand on its own, and only a confident answer to `line` counts.
    """

    line: str
    is_needed: bool


def in_full(line: str, said: Said, index: PackIndex, *, is_answered: bool) -> InFull | None:
    """The completed line in the terms of one pack; None if it stands on its own.

    `is_answered` says whether the line has an answer as it stands.
    """
    about = tuple(one for one in said.about if one.pack == index.pack.id)
    if (not said.question and not about) or (said.about and not about):
        return None
    line = _with_plain_pronouns(line)
    words = _without_openers(written_out(line))
    if (asked := _ALONE.get(" ".join(words))) is not None:
        full = _asked_of(asked, said.question)
        return InFull(full, said.is_answered) if full else None
    if len(words) == 2 and words[0] in _PREPOSITIONS and words[1] in {"what", "which"}:
        full = _asked_with(words, said.question, index, about)
        return InFull(full, said.is_answered) if full else None
    if full := _asked_in_short(words, said.question, about, index.names):
        return InFull(full, is_needed=True)
    read = _Line(index, index.read(line))
    earlier = tuple(one for one in said.earlier if one.pack == index.pack.id)
    if is_elliptical(line):
        return _anew(read, said.question, about, earlier)
    if read.pronouns:
        return _with_referents(read, about, earlier, is_answered=is_answered)
    if not is_answered and (full := _completed(read, said.question, about)):
        return InFull(full, is_needed=False)
    return None


def with_question(line: str, said: Said, index: PackIndex) -> str:
    """A question that says little by itself, with the words of the one before: "how many are there" after "what is the
    gem on his head". What is found by both is only the closest fact. Empty for any other line.
    """
    read = _Line(index, index.read(line))
    words = set(read.words)
    stands_alone = bool(read.names or words & (SELF | REMARKS)) or _means_the_work(read.words)
    if stands_alone or len(read.telling) > FEW or not looks_like_a_question(line):
        return ""
    leans = any(_refers_back(read, at) for at in read.pronouns) or words & _LEANING or len(words) <= FRAGMENT
    is_known = all(len(unit.holders) for unit in read.question.units if unit.raw in read.telling)
    is_short = len(written_out(said.question)) <= LONGEST
    return f"{line} {said.question}" if said.question and leans and is_known and is_short else ""


_LEANING = frozenset(["that", "those", "these", "others", "else", "then", "later", "before"])

_ALONE = {
    way: asked
    for asked, ways in {
        "why": "why|why not|why though|why is that|why did that happen|how come|what for|why exactly",
        "how": "how|how so|how exactly|how though|how did that happen|how is that",
        "when": "when|when exactly|when was that|when is that|when did that happen",
        "where": "where|where exactly|where was that|where is that|where did that happen",
        "who": "who|who exactly|who was that|who did that|who did it|by who|by whom|who else|anyone else|anybody else|"
        "no one else|nobody else|only him|only her|only them|just him|just her|just them",
    }.items()
    for way in ways.split("|")
}
"""Requests for more about the previous question, with the question word they stand for."""

_ANEW = (("what", "about"), ("how", "about"), ("same", "for"), ("and",), ("or",))
"""Openings that ask the previous question about somebody else."""

_HE = frozenset(["he", "him", "his"])
_SHE = frozenset(["she", "her", "hers"])
_IT = frozenset(["it", "its"])
_THEY = frozenset(["they", "them", "their", "theirs"])
_OF_WHOM = frozenset(["his", "hers", "its", "their", "theirs"])


class _Line:
    """A line as interpreted for one pack, with the positions of its names and pronouns."""

    def __init__(self, index: PackIndex, question: ParsedQuestion) -> None:
        self.index = index
        self.question = question
        self.words = list(question.raws)
        self.names: list[Meant] = [meant for meant in index.names.find(self.words) if meant.entities != ("@title",)]
        self.pronouns = [at for at, word in enumerate(self.words) if word in _HE | _SHE | _IT | _THEY | {"there"}]

    @property
    def telling(self) -> list[str]:
        """Its telling words that aren't names."""
        units = (unit for unit in self.question.units if not unit.entities)
        return [unit.raw for unit in units if unit.raw not in STOP | LIGHT | WORKS]

    def named(self, meant: Meant) -> tuple[Named, ...]:
        """The people and things that a name refers to."""
        return self.index.names.named(meant.entities)


def _with_plain_pronouns(line: str) -> str:
    """Replaces "that guy" by "he" and "that woman" by "she" if nothing says which one."""
    words = written_out(line)
    for at, pair in enumerate(itertools.pairwise(words)):
        if pair[0] in {"that", "this"} and pair[1] in _SOMEBODY and _SAYS_WHICH.isdisjoint(words[at + 2 : at + 3]):
            return " ".join([*words[:at], _SOMEBODY[pair[1]], *words[at + 2 :]])
    return line


_SOMEBODY = {
    **dict.fromkeys(["guy", "man", "dude", "fella", "fellow", "bloke", "boy"], "he"),
    **dict.fromkeys(["woman", "girl", "lady", "chick", "gal"], "she"),
}
_SAYS_WHICH = frozenset(["who", "that", "whose", "with", "from", "in", "of", "at", "on", "has", "wearing", "called"])


def _without_openers(words: list[str]) -> list[str]:
    start = next((at for at, word in enumerate(words) if word not in OPENERS | _SIGHS), len(words))
    return words[start:]


_SIGHS = frozenset(["please", "lol", "wow", "oh", "no", "nah", "aw", "aww", "hmm", "yes", "yeah"])


def is_elliptical(line: str) -> bool:
    """Whether a line asks the previous question about somebody else: "what about Thor?", "and her brother?"."""
    return bool(_after_ellipsis(written_out(line)))


def _after_ellipsis(words: list[str]) -> list[str]:
    """The words after "what about" or "and"; empty if they are a full question."""
    while words and words[0] in OPENERS - {"and"}:
        words = words[1:]
    if words[:1] == ["and"] and len(words) > 1 and words[1] in {"what", "how"}:
        words = words[1:]
    begun = next((len(lead) for lead in _ANEW if tuple(words[: len(lead)]) == lead), 0)
    rest = words[begun:] if begun else []
    return [] if rest and rest[0] in QUESTION_WORDS | AUXILIARIES | ORDERS else rest


# The previous question with another question word


def _asked_of(asked: str, question: str) -> str:
    """The previous question with another question word: "why" after "who did Thor fight" is "why did Thor fight"."""
    words = [word for word in written_out(question) if word not in {"anyone", "anybody", "someone", "somebody"}]
    if not words:
        return ""
    if words[0] in QUESTION_WORDS:
        words = words[1:]
        while words and words[0] in {"exactly", "many", "much"}:
            words = words[1:]
    return " ".join([asked, *words]) if words else ""


def _asked_with(asked: list[str], question: str, index: PackIndex, about: tuple[Named, ...]) -> str:
    """The previous question with "with what": "what does Iron Man use to stop the Hulk" after "who stops the Hulk" and
    a reply about him; otherwise like "why".
    """
    words = written_out(question)
    if words[:1] == ["who"] and len(words) > 2 and words[1] not in AUXILIARIES and asked == ["with", "what"]:
        known = index.names.named(entity for unit in index.read(question).units for entity in unit.entities)
        found = next((one for one in about if isinstance(one, Character) and one not in known), None)
        if found is not None:
            verb = base_of_past(words[1]) or base_of_third(words[1])
            return " ".join(["what", "does", found.name, "use", "to", verb, *words[2:]])
    return _asked_of(" ".join(asked), question)


def _asked_in_short(words: list[str], question: str, about: tuple[Named, ...], names: NameTable) -> str:
    """Completes a short line: "and the actor" for the one who plays the character just mentioned, "how many are there"
    for a number of things, "who can" after "can Thor lift it" for who can lift it. Empty for any other line.
    """
    said = set(words)
    if said & ACTORS and said <= ACTORS | _BESIDE_ACTORS:
        of_whom = next((one for one in about if isinstance(one, Character)), None)
        return f"who plays {of_whom.name}" if of_whom is not None else ""
    if words[:2] == ["how", "many"] and said <= _BESIDE_HOW_MANY:
        of_what = next((one for one in about if isinstance(one, Thing)), None)
        return f"how many {of_what.name.removeprefix('the ')} are there" if of_what is not None else ""
    if words[-1:] == ["then"]:
        words = words[:-1]
    if len(words) == 2 and words[0] == "who" and words[1] in AUXILIARIES:
        asked = written_out(question)
        stop = next((meant.stop for meant in names.find(asked) if meant.start == 1), 2 if asked[1:2] == ["i"] else 0)
        return " ".join(["who", words[1], *asked[stop:]]) if asked[:1] == words[1:] and stop else ""
    return ""


_BESIDE_ACTORS = frozenset(
    ["and", "the", "a", "who", "is", "was", "what", "his", "her", "its", "their", "voice", "name", "about", "of"]
)
_BESIDE_HOW_MANY = frozenset(["how", "many", "are", "were", "is", "there", "of", "them", "those", "in", "total", "all"])


# The previous question about somebody else


def _anew(read: _Line, question: str, about: tuple[Named, ...], earlier: tuple[Character, ...]) -> InFull | None:
    """The previous question with the line's name in place of its own."""
    rest = _after_ellipsis(read.words)
    if any(word in _HE | _SHE | _IT | _THEY for word in rest):
        of_rest = _Line(read.index, read.index.read(" ".join(rest)))
        resolved = _with_referents(of_rest, about, earlier, is_answered=False)
        if resolved is None:
            return None
        rest = written_out(resolved.line)
    elif read.telling and not _relative(rest, read.index.names):
        return _asked_who(rest, question)
    named = _Line(read.index, read.index.read(" ".join(rest)))
    if not named.names:
        return None
    of_whom = " ".join(rest)
    if relative := _relative(named.words, read.index.names):
        rest = written_out(relative)
        named = _Line(read.index, read.index.read(relative))
    last = read.index.read(question)
    wanted = _sort(named.named(named.names[0]))
    of_units = {unit: read.index.names.named(unit.entities) for unit in last.units if unit.entities}
    replaced = [unit for unit, meant in of_units.items() if _sort(meant) == wanted]
    if not replaced:
        is_enough = relative or (len(rest) > 1 and read.telling)
        return InFull(" ".join(rest), is_needed=True) if is_enough else None
    kind = type(named.named(named.names[0])[0])
    # "What about Rhodey" after "is Falcon in the team" takes the place of Falcon, not of the team.
    replaced = [unit for unit in replaced if isinstance(of_units[unit][0], kind)] or replaced
    words = " ".join(last.raws)
    before, _, after = f" {words} ".rpartition(f" {replaced[-1].raw} ")
    before = before.removesuffix(" the")
    if relative and before.split() == ["who", "is"]:
        rest = written_out(of_whom)  # the fact says "Quicksilver is the son of Magneto", not who Magneto is
    full = " ".join(f"{before} {' '.join(rest)} {after}".split())
    return None if full == words else InFull(full, is_needed=True)


def _asked_who(rest: list[str], question: str) -> InFull | None:
    """ "Who is the villain" for "and the villain?" after "who is the main character"."""
    words = written_out(question)
    if words[:1] not in (["who"], ["what"]) or words[1:3] not in (["is", "the"], ["are", "the"], ["was", "the"]):
        return None
    return InFull(" ".join([*words[:2], *rest]), is_needed=True) if rest[0] == "the" else None


def _relative(words: list[str], names: NameTable) -> str:
    """The name of the relative in "Wanda's brother" or "Wanda's twin brother"; empty if the pack has none."""
    for stop in range(len(words) - 1, max(0, len(words) - 3), -1):
        match names.find(words[:stop]):
            case [Meant(start=0, stop=end, entities=(whose,))] if end == stop:
                related = [set(names.relative(whose, word)) for word in words[stop:]]
                found = names.named(set.intersection(*related))
                if len(found) == 1:
                    return found[0].name
    return ""


def _sort(named: tuple[Named, ...]) -> str:
    """The category of a name; only names of one category can replace each other: people and groups, actors, or things
    and places.
    """
    match named[:1]:
        case (Actor(),):
            return "actor"
        case (Thing(kind=ThingKind.PLACE | ThingKind.THING),):
            return "thing"
        case _:
            return "somebody"


# Pronouns


def _with_referents(
    read: _Line, about: tuple[Named, ...], earlier: tuple[Character, ...], *, is_answered: bool
) -> InFull | None:
    """The line with names for its pronouns, as far as they fit the people mentioned before."""
    words = list(read.words)
    put_in: dict[str, int] = {}
    is_loose = False
    for at in read.pronouns:
        if not _refers_back(read, at):
            continue
        meant = _referent(read, at, about)
        if not meant and words[at] in _IT and about and isinstance(about[0], Character):
            named = {one for name in read.names for one in read.named(name)}
            meant = next((one.name for one in about if isinstance(one, Character) and one not in named), "")
            is_loose = is_loose or bool(meant)  # people call a robot "it"
        if not meant and words[at] in _HE | _SHE:
            meant = next((one.name for one in earlier if _fits(one, words[at])), "")
            is_loose = is_loose or bool(meant)
        if meant and meant not in put_in:
            put_in[meant] = at
            words[at] = f"{meant}'s" if _is_genitive(read.words, at) else meant
    if not put_in:
        return None
    few = len(read.telling) <= FEW
    of_people = any(read.words[at] in _HE | _SHE for at in put_in.values())
    may_stand = is_loose or any(_may_refer_within(read.words, at) for at in put_in.values())
    is_needed = (of_people or few) and not may_stand
    if is_answered and not (few and is_needed):
        return None
    return InFull(" ".join(word for word in words if word != "else"), is_needed)


def _refers_back(read: _Line, at: int) -> bool:
    """Whether a pronoun must refer to the conversation: no name before it in the line fits, and it isn't a dummy "it"
    or the work itself ("when did it come out").
    """
    word = read.words[at]
    if word == "there":
        beside = set(read.words[max(0, at - 1) : at] + read.words[at + 1 : at + 2])
        return at > 0 and not beside & AUXILIARIES
    if word in _IT and _means_the_work(read.words):
        return False
    if read.words[0] in CLAUSES and at < len(read.words) // 2:
        return False  # "after he dies, what does Thor do": the name comes later
    before = [
        one
        for meant in read.names
        if meant.stop <= at and not (_is_object(read.words, at) and _in_one_clause(read.words[meant.stop : at]))
        for one in read.named(meant)
    ]
    return not any(_fits(one, word) for one in before)


def _is_object(words: list[str], at: int) -> bool:
    """Whether the pronoun is the object of a verb, as in "why did Stark build him"."""
    return words[at] in {"him", "them"} or (words[at] == "her" and not _is_genitive(words, at))


def _in_one_clause(words: list[str]) -> bool:
    """Whether no new clause begins in these words: "him" is Thor in "what did Thor do when Loki stabbed him"."""
    return (CLAUSES | QUESTION_WORDS | {"and", "but", "because", "that", "if"}).isdisjoint(words)


def _means_the_work(words: list[str]) -> bool:
    """Whether "it" means the work, or nothing: "when did it come out", "is it true that"."""
    came_out = "out" in words and {"come", "came", "comes"}.intersection(words)
    is_set = "place" in words and {"take", "takes", "took"}.intersection(words)
    return bool(came_out or is_set or (EXPLETIVE | WORK_AFFAIRS).intersection(words))


def _may_refer_within(words: list[str], at: int) -> bool:
    """Whether the pronoun may refer to a person earlier in the line: "which hero loses his arm"."""
    before = words[:at]
    if ANTECEDENTS.intersection(before):
        return True
    return (
        "who" in before
        and words[at] in _OF_WHOM | {"her", "he", "she", "they"}
        and not (AUXILIARIES.intersection(before) or words[at - 1] in ACTING)
    )


def _referent(read: _Line, at: int, about: tuple[Named, ...]) -> str:
    """The name that a pronoun refers to; empty if it fits nobody mentioned before."""
    word = read.words[at]
    if word == "there":
        return next((f"in {one.name}" for one in about if _is_place(one)), "")
    named = {one for name in read.names for one in read.named(name)} if _is_object(read.words, at) else set[Named]()
    fitting = [one for one in about if _fits(one, word) and one not in named]  # Stark doesn't build himself
    if word in _THEY:
        group = next((one for one in fitting if isinstance(one, Thing)), None)
        several = [one.name for one in fitting if isinstance(one, Character)][:2]
        return group.name if group is not None else " and ".join(several)
    plays = ACTING.union(["role", "roles", "been"]).intersection(read.words[at + 1 :])
    if plays and word in {"he", "she"}:
        fitting.sort(key=lambda one: not isinstance(one, Actor))
    if _VOICES.intersection(read.words):  # "who made Ultron", Stark; "who voices him": Ultron
        fitting.sort(key=lambda one: not (isinstance(one, Character) and _has_a_voice(one)))
    return fitting[0].name if fitting else ""


_VOICES = frozenset(["voice", "voices", "voiced", "voicing"])


def _has_a_voice(character: Character) -> bool:
    return any(role.kind is RoleKind.VOICE for role in character.roles)


def _is_place(one: Named) -> bool:
    return isinstance(one, Thing) and one.kind is ThingKind.PLACE


def _fits(one: Named, word: str) -> bool:
    """Whether a pronoun can refer to a person or thing. Any personal pronoun fits actors, and characters whose pronoun
    the pack doesn't give.
    """
    match one:
        case Actor():
            return word in _HE | _SHE
        case Thing(kind=ThingKind.GROUP):
            return word in _THEY | _IT
        case Thing():
            return word in _IT
        case Character(pronoun=Pronoun.THEY):
            return word in _HE | _SHE | _THEY
        case Character(pronoun=pronoun):
            own = {Pronoun.HE: _HE, Pronoun.SHE: _SHE, Pronoun.IT: _IT}[pronoun]
            return word in own | _THEY


def _is_genitive(words: list[str], at: int) -> bool:
    """Whether a pronoun is possessive: "her brother", unlike "what happens to her in the end"."""
    if words[at] == "her":
        return at + 1 < len(words) and words[at + 1] not in STOP - {"own"}
    return words[at] in _OF_WHOM


# Fragments


def _completed(read: _Line, question: str, about: tuple[Named, ...]) -> str:
    """A fragment with its subject: "real name?" gets a name, "in the comics?" the previous question."""
    words = read.words
    if read.names or not words or not _is_fragment(read):
        return ""
    if words[0] in _PREPOSITIONS:
        return f"{' '.join(written_out(question))} {' '.join(words)}" if question else ""
    known = all(len(unit.holders) for unit in read.question.units)
    return f"{about[0].name}'s {' '.join(words)}" if about and known and read.telling else ""


_PREPOSITIONS = frozenset(["in", "at", "on", "with", "for", "from", "during", "before", "after", "by", "of", "under"])


def _is_fragment(read: _Line) -> bool:
    """Whether a line isn't a sentence: few words, no question word, no leading verb, no "I"."""
    said = set(read.words)
    return (
        len(read.telling) <= FRAGMENT
        and len(read.words) <= 2 * FRAGMENT
        and not said & (QUESTION_WORDS | AUXILIARIES | SELF | REMARKS)
        and read.words[0] not in ORDERS | OPENERS
    )
