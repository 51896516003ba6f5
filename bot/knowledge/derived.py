"""Facts derived from a pack's data (names, relations, casts, groups, things), with questions for each.

The wording is the same for all packs. Each fact has the source of its field, or the name of the field's sheet or list
if the author gave no source. Facts that the author has already written are skipped.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from bot.knowledge.drafts import Draft, Drafts, roots_of
from bot.knowledge.model import Actor, Character, Fact, Role, RoleKind, Thing, ThingKind
from bot.knowledge.nicknames import other_names
from bot.knowledge.relations import relation_drafts
from bot.knowledge.wording import bare, in_words, is_plural, number_in_words, spoken, thing_of, whose

LIST_OF_NAMES = "list of names"
"""The source of entries in pack.yaml that have none."""


def derived_facts(
    pack: str,
    characters: Sequence[Character],
    actors: Sequence[Actor],
    things: Sequence[Thing],
    authored: Sequence[Fact],
    *,
    continuity: str,
) -> tuple[Fact, ...]:
    """The facts derived from a pack's data.

    `authored` are all other facts of the pack; `continuity` is the default continuity.
    """
    drafts = Drafts(pack, authored, continuity=continuity)
    known = {character.id: character for character in characters}
    made = [
        *(draft for character in characters for draft in _names(character, drafts)),
        *relation_drafts(characters),
        *_roles(actors, known),
        *(draft for thing in things for draft in _thing(thing, known)),
        *_groups(things, known),
    ]
    # The default continuity comes first, because a question stays with the first draft that has it.
    made.sort(key=lambda draft: draft.continuity not in ("", continuity))
    return tuple(drafts.in_full(made))


# Names


def _names(character: Character, drafts: Drafts) -> Iterator[Draft]:
    if character.real_name:
        yield _real_name(character, drafts)
    if also := other_names(character.full_name, character.open_aliases):
        yield _also_called(character, also, drafts, is_secret=False)
    secret = [alias for alias in character.aliases if alias in character.spoiler_names]
    if also := other_names(character.full_name, secret):
        yield _also_called(character, also, drafts, is_secret=True)


def _real_name(character: Character, drafts: Drafts) -> Draft:
    name, real = spoken(character.name), character.real_name
    kind = "full name" if roots_of(name) & roots_of(real) else "real name"
    return _of_a_name(
        character,
        drafts,
        ("real name",),
        f"{thing_of(character.name, kind)} is {real}",
        (
            f"what is {whose(name)} real name", f"what is the real name of {name}", f"real name of {name}",
            f"what is {whose(name)} actual name", f"what is {whose(name)} full name", f"what is {whose(name)} name",
            f"who is {name} really", f"what is {name} really called", f"who is {name} in real life",
            f"what is {whose(name)} secret identity", f"what is {whose(name)} true identity",
            f"who is {real}", f"which character is {real}", f"what is {real} known as", f"who is {real} also known as",
            f"what is {real} better known as", f"what other name does {real} go by", f"what is {whose(real)} alias",
            f"what is {whose(real)} alter ego", f"whose real name is {real}", f"is {real} {name}",
        ),
        real.split(),
        roots_of("name"),
        is_secret=real in character.spoiler_names,
    )  # fmt: skip


def _also_called(character: Character, also: Sequence[str], drafts: Drafts, *, is_secret: bool) -> Draft:
    name = spoken(character.name)
    return _of_a_name(
        character,
        drafts,
        ("also called",),
        f"{character.name} is also called {in_words(also, 'or')}",
        (
            f"what is {name} also called", f"what else is {name} called", f"what is {name} also known as",
            f"what other names does {name} have", f"what is {whose(name)} other name", f"what do people call {name}",
            f"what is {whose(name)} nickname", f"what are {whose(name)} nicknames", f"does {name} have a nickname",
            *(ask for each in also for ask in (f"who is called {each}", f"who is {each}", f"who is known as {each}")),
        ),
        also,
        frozenset(),
        is_secret=is_secret,
    )  # fmt: skip


def _of_a_name(
    character: Character,
    drafts: Drafts,
    id: tuple[str, ...],
    text: str,
    asks: tuple[str, ...],
    names: Sequence[str],
    words: frozenset[str],
    *,
    is_secret: bool,
) -> Draft:
    return Draft(
        id=(character.id, *id),
        text=text,
        source=character.name_source,
        home=f"sheet of {character.name}",
        characters=(character.id,),
        asks=asks,
        continuity="" if character.name_source else drafts.continuity_about(character),
        is_spoiler=is_secret or drafts.gives_away(character, names),
        subjects=(character,) if words else (),
        words=words,
    )


# Casts


def _roles(actors: Sequence[Actor], known: dict[str, Character]) -> Iterator[Draft]:
    """A draft for each actor who has several roles in one continuity."""
    busy = [(actor, roles) for actor in actors for roles in _by_continuity(actor) if len(_played(roles)) > 1]
    for actor, roles in busy:
        yield _roles_of(actor, roles, known, is_only_one=len(busy) == 1)


def _by_continuity(actor: Actor) -> list[list[Role]]:
    found: dict[str, list[Role]] = {}
    for role in actor.roles:
        found.setdefault(role.continuity, []).append(role)
    return list(found.values())


def _played(roles: Sequence[Role]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role.character for role in roles))


def _roles_of(actor: Actor, roles: Sequence[Role], known: dict[str, Character], *, is_only_one: bool) -> Draft:
    name = actor.name
    names = [spoken(known[who].name) for who in _played(roles)]
    both = in_words(names)
    asks = [
        f"who does {name} play", f"what roles does {name} play", f"what roles does {name} have",
        f"which characters does {name} play", f"who else does {name} play", f"what characters does {name} voice",
        f"how many characters does {name} play", f"how many roles does {name} have", f"who plays both {both}",
        f"who plays {both}", f"are {both} played by the same actor", f"do {both} have the same actor",
    ]  # fmt: skip
    if is_only_one:
        asks += [
            "which actor plays two characters", "who plays more than one character", "who has more than one role",
            "which characters are played by the same actor", "which characters share an actor",
        ]  # fmt: skip
    return Draft(
        id=(name, "roles"),
        text=f"{name} {_plays(roles, known)}",
        source=tuple(dict.fromkeys(unit for role in roles for unit in role.fact.source)),
        characters=_played(roles),
        asks=tuple(asks),
        continuity=roles[0].continuity,
        is_spoiler=False,
    )


def _plays(roles: Sequence[Role], known: dict[str, Character]) -> str:
    """ "plays Vision and voices JARVIS"."""
    said = []
    for kind, verb in ((RoleKind.ON_SCREEN, "plays"), (RoleKind.VOICE, "voices")):
        if names := [known[role.character].name for role in roles if role.kind is kind]:
            said.append(f"{verb} {in_words(names)}")
    return " and ".join(said)


# Things and groups


def _thing(thing: Thing, known: dict[str, Character]) -> Iterator[Draft]:
    if thing.description:
        yield _what_it_is(thing)
    if also := other_names(thing.name, [alias for alias in thing.aliases if not _DESCRIBES.search(alias)]):
        yield _thing_also_called(thing, also)
    if thing.owner:
        yield _whose_it_is(thing, known[thing.owner])


_DESCRIBES = re.compile(r"['’]|\band\b")
"""Aliases that name an owner or a group's members: "Klaue's base", "Pietro and Wanda"."""

MOST_ASKED = 100
"""Members of a group who get phrasings of their own, eight each: in thousands, they would be most of the pack."""


def _of_a_thing(thing: Thing, id: str, text: str, characters: tuple[str, ...], asks: Sequence[str]) -> Draft:
    """A draft about a thing. Only its description may be a spoiler; the list of names is open to all."""
    is_spoiler = None if id == "is" else False
    return Draft(
        (thing.name, id), text, thing.source, characters, tuple(asks), home=LIST_OF_NAMES, is_spoiler=is_spoiler
    )


def _what_it_is(thing: Thing) -> Draft:
    name = thing.name
    be = "are" if is_plural(name) else "is"
    asks = [f"what {be} {name}", f"what exactly {be} {name}", f"describe {name}", f"explain {name}"]
    if not is_plural(name):
        asks += [f"what kind of {thing.kind.value} is {name}", f"what is a {bare(name)}"]
    owner = (thing.owner,) if thing.owner else ()
    return _of_a_thing(thing, "is", f"{name} {be} {_described(thing.description)}", owner, asks)


def _described(description: str) -> str:
    """The description as it follows "is": "An enchanted hammer." -> "an enchanted hammer"."""
    words = description.strip().rstrip(".")
    for verb in ("is ", "are "):
        words = words.removeprefix(verb)
    article = words.partition(" ")[0]
    return words[0].lower() + words[1:] if article in ("A", "An", "The", "One") else words


def _thing_also_called(thing: Thing, also: Sequence[str]) -> Draft:
    name = thing.name
    be = "are" if is_plural(name) else "is"
    asks = [
        f"what {be} {name} also called", f"what else {be} {name} called", f"what {be} {name} also known as",
        f"what is another name for {name}", *(f"what is {each}" for each in also),
    ]  # fmt: skip
    return _of_a_thing(thing, "also-called", f"{name} {be} also called {in_words(also, 'or')}", (), asks)


def _whose_it_is(thing: Thing, owner: Character) -> Draft:
    name, who = thing.name, spoken(owner.name)
    be, do, belong = ("are", "do", "belong") if is_plural(name) else ("is", "does", "belongs")
    asks = [
        f"whose {be} {name}", f"who owns {name}", f"who {do} {name} belong to", f"who has {name}",
        f"who is the owner of {name}", f"who uses {name}", f"{be} {name} {whose(who)}", f"does {who} own {name}",
    ]  # fmt: skip
    return _of_a_thing(thing, "belongs-to", f"{name} {belong} to {owner.name}", (owner.id,), asks)


def _groups(things: Sequence[Thing], known: dict[str, Character]) -> Iterator[Draft]:
    """A draft for each group's members, and one for each character in several groups."""
    groups = [thing for thing in things if thing.kind is ThingKind.GROUP and thing.members]
    of_each: dict[str, list[Thing]] = {who: [] for who in known}
    for group in groups:
        for member in dict.fromkeys(group.members):
            of_each[member].append(group)
    in_several = {who: of for who, of in of_each.items() if len(of) > 1}
    for group in groups:
        yield _members(group, [known[member] for member in group.members], in_several)
    for who, several in in_several.items():
        yield _memberships(known[who], several)


def _members(group: Thing, members: Sequence[Character], in_several: Collection[str]) -> Draft:
    name = group.name
    asks = [f"who is in {name}", f"who are the members of {name}", f"who belongs to {name}", f"list {name}",
            f"which characters are in {name}", f"who makes up {name}", f"name the members of {name}"]  # fmt: skip
    if is_plural(name):
        asks += [f"who are {name}", f"name {name}"]
    if len(members) > 1:
        asks += [f"how many members {'do' if is_plural(name) else 'does'} {name} have", f"how many are in {name}"]
    for member in members[:MOST_ASKED]:
        asks += _in_the_group(spoken(member.name), name)
        if member.id not in in_several:
            asks += _which_group(spoken(member.name))
    return _of_a_thing(group, "members", _who_they_are(name, [one.name for one in members]), group.members, asks)


def _in_the_group(who: str, group: str) -> tuple[str, ...]:
    if _is_kin(group):
        return (f"is {who} one of {group}",)
    return (f"is {who} in {group}", f"is {who} a member of {group}", f"does {who} belong to {group}")


def _which_group(who: str) -> tuple[str, ...]:
    return (
        f"what group is {who} in", f"which groups is {who} in", f"what team is {who} on",
        f"which team does {who} belong to", f"what is {who} a member of",
    )  # fmt: skip


def _who_they_are(group: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is a member of {group}"
    if _is_kin(group):
        return f"{group} are {in_words(names)}"
    has = "have" if is_plural(group) else "has"
    return f"{group} {has} {number_in_words(len(names))} known members: {in_words(names)}"


def _is_kin(group: str) -> bool:
    """Whether a group is a complete set of relatives, not called members: "the Maximoff twins"."""
    return is_plural(group) and group.split()[-1].casefold() in _KIN


_KIN = frozenset(["twins", "triplets", "brothers", "sisters", "siblings", "parents"])


def _memberships(character: Character, groups: Sequence[Thing]) -> Draft:
    kin = [f"one of {group.name}" for group in groups if _is_kin(group.name)]
    teams = [group.name for group in groups if not _is_kin(group.name)]
    memberships = [*kin, *([f"a member of {in_words(teams)}"] if teams else [])]
    return Draft(
        id=(character.id, "member of"),
        text=f"{character.name} is {in_words(memberships)}",
        source=tuple(dict.fromkeys(unit for group in groups for unit in group.source)),
        home=LIST_OF_NAMES,
        characters=(character.id,),
        asks=_which_group(spoken(character.name)),
        is_spoiler=False,
    )
