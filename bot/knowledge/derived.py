"""Facts made from what a pack holds as data: names, relations, groups and things, each with ways to ask for it.

The wording is the same for all packs. Every fact keeps the source of the field that it comes from; where the author
named none, its source is the sheet or the list that the field stands in.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.knowledge.model import Character, Fact, FactKind, Pronoun, Relation, Thing, ThingKind

LONGEST_ID = 50
"""Characters of an id that is made here: `pack/fact` stays below the 100 that Discord keeps with a button."""

LIST_OF_NAMES = "list of names"
"""The source of what stands in pack.yaml without one."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

CHILD = {Pronoun.HE: "son", Pronoun.SHE: "daughter"}
PARENT = {Pronoun.HE: "father", Pronoun.SHE: "mother"}
SIBLING = {Pronoun.HE: "brother", Pronoun.SHE: "sister"}
SPOUSE = {Pronoun.HE: "husband", Pronoun.SHE: "wife"}


@dataclass(frozen=True)
class Bond:
    """How a kind of relation reads. `together` says it of both at once ("{} are twins"), where it is mutual.

    `inverse` is what the first one is to the other: by pronoun, or one word for all. `asks` are more ways to ask, and
    `said` is how it is told, with `{a}` for whose relation it is and `{b}` for the other one.
    """

    inverse: dict[Pronoun, str] | str = ""
    together: str = ""
    asks: tuple[str, ...] = ()
    said: str = "{b} is {whose} {kind}"


_PARENT = Bond(CHILD, asks=("who are {a}'s parents", "who raised {a}", "whose child is {a}", "does {b} have children"))
_CHILD = Bond(
    PARENT, asks=("who are {a}'s children", "does {a} have kids", "who are {b}'s parents", "whose kid is {b}")
)
_SIBLING = Bond(SIBLING, asks=("does {a} have siblings", "who are {a}'s siblings", "are {a} and {b} related"))
_TWIN = Bond(
    SIBLING, "{} are twins", (*_SIBLING.asks, "who is {a}'s twin", "who is {b}'s twin", "does {a} have a twin")
)
_SPOUSE = Bond(SPOUSE, "{} are married", ("who is {a} married to", "who did {a} marry", "who is {b} married to"))
_LOVE = Bond(
    "love interest",
    asks=("who does {a} love", "who is {a} in love with", "who has feelings for {b}", "are {a} and {b} in love"),
)
_FRIEND = Bond(
    "friend", "{} are friends", ("who are {a}'s friends", "is {a} friends with {b}", "who are {b}'s friends")
)
_ENEMY = Bond("enemy", "{} are enemies", ("who are {a}'s enemies", "who does {a} fight", "who is {b}'s enemy"))
_MAKER = Bond(
    "creation",
    asks=("who created {a}", "who made {a}", "who built {a}", "what did {b} create"),
    said="{b} created {a}",
)
_MADE = Bond(
    "creator",
    asks=("what did {a} create", "what did {a} make", "who created {b}", "who made {b}"),
    said="{a} created {b}",
)
_KILLER = Bond("victim", asks=("who killed {a}", "who did {b} kill", "how did {a} die"), said="{b} killed {a}")
_VICTIM = Bond("killer", asks=("who did {a} kill", "who killed {b}", "how did {b} die"), said="{a} killed {b}")
_TEACHER = Bond("student", asks=("who trained {a}", "who taught {a}", "who did {b} train"))
_RESCUER = Bond(asks=("who rescued {a}", "who saved {a}", "who did {b} save"), said="{b} rescued {a}")
_MUSE = Bond(asks=("who inspired {a}", "who is {a} based on", "who did {b} inspire"), said="{b} inspired {a}")
_CAPTOR = Bond("captive", asks=("who captured {a}", "who caught {a}", "who did {b} capture"), said="{b} captured {a}")
_DESTROYER = Bond(asks=("who destroyed {a}", "who did {b} destroy"), said="{b} destroyed {a}")
_STUDENT = Bond("teacher", asks=("who did {a} train", "who did {a} teach", "who trained {b}"))
_BOSS = Bond("employee", asks=("who does {a} work for", "who is {a}'s boss", "who works for {b}"))
_WORKER = Bond("employer", asks=("who works for {a}", "who does {b} work for", "who is {b}'s boss"))

BONDS: dict[str, Bond] = {
    **dict.fromkeys(("father", "mother", "parent", "adoptive father", "adoptive mother", "stepfather"), _PARENT),
    **dict.fromkeys(("son", "daughter", "child"), _CHILD),
    **dict.fromkeys(("brother", "sister", "sibling", "half-brother", "half-sister"), _SIBLING),
    **dict.fromkeys(("twin", "twin brother", "twin sister"), _TWIN),
    **dict.fromkeys(("husband", "wife", "spouse", "married to"), _SPOUSE),
    **dict.fromkeys(("lover", "love interest", "girlfriend", "boyfriend", "crush", "loves", "in love with"), _LOVE),
    **dict.fromkeys(("friend", "best friend", "close friend"), _FRIEND),
    **dict.fromkeys(("enemy", "rival", "nemesis", "arch-enemy"), _ENEMY),
    **dict.fromkeys(("creator", "maker", "inventor", "builder"), _MAKER),
    **dict.fromkeys(("creation", "invention"), _MADE),
    **dict.fromkeys(("killer", "murderer"), _KILLER),
    **dict.fromkeys(("victim", "killed"), _VICTIM),
    **dict.fromkeys(("teacher", "trainer", "mentor", "instructor", "master"), _TEACHER),
    **dict.fromkeys(("student", "trainee", "apprentice", "pupil"), _STUDENT),
    **dict.fromkeys(("boss", "employer", "commander", "works for", "serves"), _BOSS),
    **dict.fromkeys(("employee", "servant", "butler", "assistant"), _WORKER),
    **dict.fromkeys(("rescuer", "saviour", "savior"), _RESCUER),
    **dict.fromkeys(("inspiration", "model"), _MUSE),
    **dict.fromkeys(("captor", "kidnapper"), _CAPTOR),
    "destroyer": _DESTROYER,
    "grandfather": Bond({Pronoun.HE: "grandson", Pronoun.SHE: "granddaughter"}),
    "grandmother": Bond({Pronoun.HE: "grandson", Pronoun.SHE: "granddaughter"}),
    "uncle": Bond({Pronoun.HE: "nephew", Pronoun.SHE: "niece"}),
    "aunt": Bond({Pronoun.HE: "nephew", Pronoun.SHE: "niece"}),
    "nephew": Bond({Pronoun.HE: "uncle", Pronoun.SHE: "aunt"}),
    "niece": Bond({Pronoun.HE: "uncle", Pronoun.SHE: "aunt"}),
    "cousin": Bond("cousin", "{} are cousins"),
    "partner": Bond("partner", "{} are partners"),
    "colleague": Bond("colleague", "{} are colleagues"),
    "ally": Bond("ally", "{} are allies"),
    "fiance": Bond("fiancee", "{} are engaged"),
    "fiancee": Bond("fiance", "{} are engaged"),
}
"""The kinds of relations that mean something to the bot; any other kind is shown and asked for in its own words."""

_VERBS = frozenset(["loves", "hates", "likes", "serves", "fears", "trusts", "knows", "owns", "hunts", "protects"])
_LINKS = frozenset(["of", "for", "with", "to", "by", "from", "against", "in"])


class _Maker:
    """Makes the facts of one pack, with ids that nothing else in it has."""

    def __init__(self, pack: str, continuity: str, taken: Collection[str]) -> None:
        self._pack = pack
        self._continuity = continuity
        self._taken = set(taken)

    def fact(
        self,
        id: str,
        text: str,
        source: tuple[str, ...],
        characters: Iterable[str],
        asks: Iterable[str],
        *,
        continuity: str = "",
        spoiler: bool = False,
    ) -> Fact:
        number, made = 1, id[:LONGEST_ID].rstrip("-")
        while made in self._taken:
            number += 1
            made = f"{id[: LONGEST_ID - 3].rstrip('-')}-{number}"
        self._taken.add(made)
        return Fact(
            pack=self._pack,
            id=made,
            kind=FactKind.DERIVED,
            text=text[0].upper() + text[1:],
            source=source,
            continuity=continuity or self._continuity,
            characters=tuple(dict.fromkeys(characters)),
            asks=tuple(dict.fromkeys(asks)),
            spoiler=spoiler,
        )


def derived_facts(
    pack: str,
    characters: Iterable[Character],
    things: Iterable[Thing],
    *,
    continuity: str,
    taken: Collection[str],
    hidden: Collection[str],
) -> tuple[Fact, ...]:
    """The facts that a pack's data makes.

    `continuity` is that of what names none, `taken` are the ids that are given already, `hidden` the sources of what
    stands behind spoiler marks.
    """
    maker = _Maker(pack, continuity, taken)
    known = {character.id: character for character in characters}
    facts = [fact for character in known.values() for fact in _names(maker, character)]
    facts += _relations(maker, known, frozenset(hidden))
    for thing in things:
        facts += _thing(maker, thing, known)
    return tuple(facts)


def _names(maker: _Maker, character: Character) -> Iterator[Fact]:
    source = character.name_source or (f"sheet of {character.name}",)
    continuity = character.roles[0].continuity if character.roles else ""
    name, real = character.name, character.real_name
    if real:
        asks = (
            f"what is {name}'s real name", f"what is the real name of {name}", f"who is {name} really",
            f"what is {name}'s actual name", f"what is {name} called in real life", f"real name of {name}",
            f"who is {real}", f"which hero is {real}", f"what is {real}'s other name", f"who is {real} also known as",
            f"what is {real}'s superhero name", f"what is {real} better known as", f"{name}'s secret identity",
            f"who is {name} under the mask", f"what name does {real} go by",
        )  # fmt: skip
        text = f"{name}'s real name is {real}."
        yield maker.fact(f"{character.id}-real-name", text, source, (character.id,), asks, continuity=continuity)
    if also := nicknames(character):
        ways = (
            f"what is {name} also called", f"what other names does {name} have", f"what are {name}'s nicknames",
            f"what is {name}'s nickname", f"what is {name} also known as", f"what do people call {name}",
            *(f"who is called {alias}" for alias in also),
        )  # fmt: skip
        text = f"{name} is also called {_in_words(also, 'or')}."
        yield maker.fact(f"{character.id}-also-called", text, source, (character.id,), ways, continuity=continuity)


def nicknames(character: Character) -> tuple[str, ...]:
    """Up to five aliases that have a capital and are no other form or spelling of the full name."""
    parts = _letters(character.full_name).split()
    run = "".join(parts)
    kept: dict[str, str] = {}
    for alias in character.aliases:
        words = [word for word in _letters(alias).split() if word != "the"]
        is_form = "".join(words) in run or any(word[:4] == part[:4] for word in words for part in parts)
        if alias[0].isupper() and not is_form:
            kept.setdefault(" ".join(words), alias)
    return tuple(kept.values())[:5]


def _relations(maker: _Maker, known: dict[str, Character], hidden: frozenset[str]) -> Iterator[Fact]:
    """A fact for each relation; one for both sides where both sheets say it."""
    told: set[tuple[str, str, str, str]] = set()
    for character in known.values():
        for relation in character.relations:
            other = known[relation.other]
            bond = BONDS.get(relation.kind.casefold(), Bond())
            inverse = _inverse(bond, character)
            one = (character.id, relation.kind.casefold(), other.id, relation.continuity)
            if one in told:
                continue
            told.add(one)
            for back in other.relations:
                mirrored = back.other == character.id and back.continuity == relation.continuity
                if mirrored and inverse and BONDS.get(back.kind.casefold(), Bond()) in (bond, _mirror(bond)):
                    told.add((other.id, back.kind.casefold(), character.id, back.continuity))
            yield maker.fact(
                f"{character.id}-{relation.kind.casefold().replace(' ', '-')}-{other.id}".encode("ascii", "ignore")
                .decode()
                .replace("'", ""),
                _said(character, relation, other, bond),
                relation.source,
                (character.id, other.id),
                _ways(character, relation, other, bond, inverse),
                continuity=relation.continuity,
                spoiler=not hidden.isdisjoint(relation.source),
            )


def _mirror(bond: Bond) -> Bond:
    pairs = ((_PARENT, _CHILD), (_MAKER, _MADE), (_KILLER, _VICTIM), (_TEACHER, _STUDENT), (_BOSS, _WORKER))
    for one, other in pairs:
        if bond in (one, other):
            return other if bond is one else one
    return bond


def _inverse(bond: Bond, character: Character) -> str:
    return bond.inverse if isinstance(bond.inverse, str) else bond.inverse.get(character.pronoun, "")


def _said(character: Character, relation: Relation, other: Character, bond: Bond) -> str:
    kind = relation.kind
    if bond.together:
        return f"{bond.together.format(f'{character.name} and {other.name}')}."
    words = kind.casefold().split()
    if words[0] in _VERBS:
        return f"{character.name} {kind} {other.name}."
    if words[-1] in _LINKS:
        return f"{character.name} is {kind} {other.name}."
    said = bond.said.format(a=character.name, b=other.name, whose=_whose(character.name), kind=kind)
    return f"{said}."


def _ways(character: Character, relation: Relation, other: Character, bond: Bond, inverse: str) -> Iterator[str]:
    a, b, kind = character.name, other.name, relation.kind
    words = kind.casefold().split()
    if words[0] in _VERBS:
        yield f"who does {a} {words[0].removesuffix('s')}"
        yield f"who {kind} {b}"
    elif words[-1] in _LINKS:
        yield f"who is {a} {kind}"
        yield f"who is {kind} {b}"
    else:
        yield f"who is {_whose(a)} {kind}"
        yield f"who is the {kind} of {a}"
        yield f"{_whose(a)} {kind}"
        yield f"is {b} {_whose(a)} {kind}"
    if inverse:
        yield f"who is {_whose(b)} {inverse}"
        yield f"is {a} {_whose(b)} {inverse}"
    yield f"how are {a} and {b} related"
    yield f"what is {b} to {a}"
    yield f"what do {a} and {b} have to do with each other"
    for ask in bond.asks:
        yield ask.format(a=a, b=b)


def _thing(maker: _Maker, thing: Thing, known: dict[str, Character]) -> Iterator[Fact]:
    source = thing.source or (LIST_OF_NAMES,)
    name, id = thing.name, _letters(thing.name).replace(" ", "-")
    bare = name.removeprefix("the ").removeprefix("The ")
    if thing.description:
        asks = (f"what is {name}", f"what is a {bare}", f"what kind of {thing.kind.value} is {name}",
                f"what are {name}", f"describe {name}", f"explain {name}")  # fmt: skip
        owner = (thing.owner,) if thing.owner else ()
        yield maker.fact(f"{id}-is", f"{name} {_is(name)} {thing.description.rstrip('.')}.", source, owner, asks)
    if thing.owner:
        who = known[thing.owner].name
        whose = (f"whose {bare} is it", f"who owns {name}", f"whose is {name}", f"who has {name}",
                f"who does {name} belong to", f"who uses {name}", f"is {name} {_whose(who)}")  # fmt: skip
        yield maker.fact(f"{id}-belongs-to", f"{name} {_belongs(name)} to {who}.", source, (thing.owner,), whose)
    if thing.kind is ThingKind.GROUP and thing.members:
        members = [known[member].name for member in thing.members]
        number = NUMBERS[len(members)] if len(members) < len(NUMBERS) else str(len(members))
        text = f"{number} member{'s' * (len(members) != 1)} of {name} {'are' if len(members) != 1 else 'is'} named: "
        ways = [
            f"who is in {name}", f"who are {name}", f"who are the members of {name}", f"list {name}", f"name {name}",
            f"how many members does {name} have", f"how many {bare} are there", f"who belongs to {name}",
            f"who is a member of {name}", f"which characters are in {name}", f"who makes up {name}",
        ]  # fmt: skip
        for who in members:
            ways += [
                f"is {who} in {name}",
                f"is {who} a member of {name}",
                f"what team is {who} on",
                f"which group is {who} in",
            ]
        yield maker.fact(f"{id}-members", f"{text}{_in_words(members, 'and')}.", source, thing.members, ways)


def _is(name: str) -> str:
    """ "is" or "are": names of groups and things in the plural end in s ("the Infinity Stones")."""
    return "are" if _is_plural(name) else "is"


def _belongs(name: str) -> str:
    return "belong" if _is_plural(name) else "belongs"


def _is_plural(name: str) -> bool:
    return name.casefold().startswith("the ") and name.endswith("s") and not name.endswith(("ss", "us", "is"))


def _whose(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _letters(name: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in name.casefold().replace("'", "").replace("’", ""))
    return " ".join(kept.encode("ascii", "ignore").decode().split())


def _in_words(names: Iterable[str], last: str) -> str:
    *first, final = names
    return f"{', '.join(first)} {last} {final}" if first else final
