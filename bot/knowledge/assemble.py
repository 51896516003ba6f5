"""Combines the files of a pack, and reports problems that only show across files.

The checks use the trees instead of the models, so that a mistake in one part of a file doesn't hide mistakes in
another.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel

from bot.errors import Problem
from bot.knowledge.derived import derived_facts
from bot.knowledge.drafts import Ids
from bot.knowledge.limits import slug_of
from bot.knowledge.model import (
    Actor,
    Character,
    Fact,
    FactKind,
    Pack,
    Relation,
    Role,
    RoleKind,
    Thing,
)
from bot.knowledge.quiz import authored_questions, missing_pictures, picture_of, quiz_problems
from bot.knowledge.schema import (
    CastEntry,
    CharacterFile,
    FactEntry,
    FactsFile,
    Gap,
    Items,
    Keys,
    Known,
    Node,
    PackFile,
    PhrasingsFile,
    PlotFile,
    QuizFile,
    Text,
    items_at,
    nobody,
    one_of,
    read,
    text_at,
    texts_at,
    value_at,
)
from bot.knowledge.spots import FileKind, Place, SourceFile, Spot
from bot.knowledge.wording import normalised


def assemble(
    id: str,
    folder: str,
    files: Sequence[SourceFile],
    problems: list[Problem],
    *,
    pictures: Collection[str] = (),
) -> Pack | None:
    """The pack made from these files; None if there are any problems, which are added to `problems`.

    `pictures` are the pictures in its folder, as questions refer to them.
    """
    parts = _Parts()
    files = [_with_todays_keys(file, problems) for file in files]
    for file in files:
        match file.kind:
            case FileKind.PACK:
                parts.pack = _model(PackFile, file, problems)
            case FileKind.CHARACTER:
                if sheet := _model(CharacterFile, file, problems):
                    parts.sheets[file.stem] = sheet
            case FileKind.PLOT:
                if plot := _model(PlotFile, file, problems):
                    parts.plots.append(plot)
            case FileKind.FACTS:
                if facts := _model(FactsFile, file, problems):
                    parts.facts.append(facts)
            case FileKind.PHRASINGS:
                if more := _model(PhrasingsFile, file, problems):
                    for fact, questions in more.phrasings.items():
                        parts.phrasings[fact] += questions
                    parts.not_told += more.not_told
            case FileKind.QUIZ:
                _model(QuizFile, file, problems)
    check = _Check(files)
    problems.extend(check.problems())
    problems.extend(missing_pictures([*check.questions, *check.pictured()], pictures))
    content = {file.path for file in files if file.kind is not FileKind.PACK}
    if check.says_nothing and not any(problem.file in content for problem in problems):
        message = "a pack needs at least one fact (in plot.yaml, facts.yaml or on a character's sheet) or a quiz"
        problems.append(Problem(folder, 0, "", message))
    if problems or parts.pack is None:
        return None
    parts.questions = check.questions
    return _build(id, parts.pack, parts)


@dataclass(frozen=True)
class Places:
    """File and line of a pack's contents: facts by id, characters by id, things by name, aliases by both, relations by
    the character and their position on the sheet; and of invisible characters, with each one's code (`U+200B`)."""

    facts: Mapping[str, Place]
    characters: Mapping[str, Place]
    things: Mapping[str, Place]
    aliases: Mapping[tuple[str, str], Place]
    relations: Mapping[tuple[str, int], Place]
    invisible: Sequence[tuple[Place, str]]


def places_of(files: Sequence[SourceFile]) -> Places:
    """The locations of a pack's contents."""
    characters = [file for file in files if file.kind is FileKind.CHARACTER]
    return Places(
        facts={spot.id: (spot.file.path, spot.node.line) for spot in _Check(files).authored},
        characters={file.stem: (file.path, found[0]) for file in characters if (found := text_at(file.tree, "name"))},
        things={
            found[1]: (file.path, found[0])
            for file in files
            if file.kind is FileKind.PACK
            for _, thing in items_at(file.tree, "things")
            if (found := text_at(thing, "name"))
        },
        aliases={
            (file.stem, alias): (file.path, line)
            for file in characters
            for _, line, alias in texts_at(file.tree, "aliases")
        },
        relations={
            (file.stem, number): (file.path, item.line)
            for file in characters
            for number, item in enumerate(item for _, item in items_at(file.tree, "relations"))
        },
        invisible=[
            ((file.path, text.line), f"U+{ord(seen.group()):04X}")
            for file in files
            for text in _texts_in(file.tree)
            if (seen := _INVISIBLE.search(text.value or ""))
        ],
    )


_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")
"""Soft hyphens, spaces and joiners without a width, as copied from web pages: with one in it, a name that looks the
same is another one. (Those that Arabic, Hebrew, Persian and emoji need are fine.)"""


def _texts_in(node: Node) -> Iterator[Text]:
    """All texts, in the order of the file."""
    left = [node]
    while left:
        match left.pop():
            case Text() as text:
                yield text
            case Items(items=items):
                left.extend(reversed(items))
            case Keys(values=values):
                left.extend(reversed(values.values()))
            case Gap():
                pass


@dataclass
class _Parts:
    """The files of a pack as models; characters by id, and additional phrasings by fact id."""

    pack: PackFile | None = None
    sheets: dict[str, CharacterFile] = field(default_factory=dict)
    plots: list[PlotFile] = field(default_factory=list)
    facts: list[FactsFile] = field(default_factory=list)
    phrasings: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    not_told: list[str] = field(default_factory=list)
    questions: Sequence[Spot] = ()


_Model = TypeVar("_Model", bound=BaseModel)


def _model(kind: type[_Model], file: SourceFile, problems: list[Problem]) -> _Model | None:
    if isinstance(file.tree, Text) and file.tree.value is None:
        known = one_of(kind.model_fields)
        problems.append(Problem(file.path, 0, "", f"is empty; it must have keys with values: {known}"))
        return None
    content = read(kind, file.tree, file.path)
    if isinstance(content, tuple):
        problems.extend(content)
        return None
    return None if isinstance(file.tree, Gap) else content


def _with_todays_keys(file: SourceFile, problems: list[Problem]) -> SourceFile:
    """The file with `trivia` renamed to `quiz`, for packs of earlier versions."""
    if (
        file.kind not in (FileKind.PACK, FileKind.QUIZ)
        or not isinstance(file.tree, Keys)
        or "trivia" not in file.tree.values
    ):
        return file
    values = file.tree.values
    if "quiz" in values:
        message = "stands here beside quiz, and both mean the same; put all questions under quiz"
        problems.append(Problem(file.path, values["trivia"].line, "trivia", message))
        return replace(file, tree=Keys(file.tree.line, {key: values[key] for key in values if key != "trivia"}))
    renamed = {("quiz" if key == "trivia" else key): value for key, value in values.items()}
    return replace(file, tree=Keys(file.tree.line, renamed))


# Checking


class _Check:
    """Checks all references between files."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = files
        self._characters = {file.stem: file for file in files if file.kind is FileKind.CHARACTER}
        pack = next((file.tree for file in files if file.kind is FileKind.PACK), Gap(0))
        self._continuities = _continuities_of(pack)
        self._people = Known(self._characters)

    def problems(self) -> Iterator[Problem]:
        """Problems in no particular order."""
        authored, questions = self.authored, self.questions
        cast = list(self._entries("cast"))
        relations = list(self._entries("relations"))
        scenes = list(self._scenes_in_facts())
        yield from self._names_given_twice()
        yield from self._cast_given_twice(cast)
        yield from self._unknown_characters([*authored, *scenes], relations)
        yield from self._unknown_continuities([*authored, *scenes, *cast, *relations, *questions])
        yield from self._pack_file(cast)
        taken = {made: f"{spot.file.path} (its cast makes this fact)" for spot, made in _role_ids(cast)}
        yield from _ids_given_twice([*authored, *scenes], taken)
        yield from self._phrasings(authored, taken, {spot.id: spot.node for spot in scenes})
        yield from self._said_twice(authored, cast)
        yield from _ids_given_twice(questions, {}, "question")
        unread = any(isinstance(file.tree, Gap) for file in self._files)
        facts = None if unread else {*taken, *(spot.id for spot in authored)}
        yield from quiz_problems(questions, facts, self._names())

    @property
    def says_nothing(self) -> bool:
        """Whether the pack has neither facts nor questions."""
        return not self.authored and not any(self._entries("cast")) and not self.questions

    @cached_property
    def authored(self) -> Sequence[Spot]:
        """Facts and scenes, in the order of the pack."""
        return list(self._authored())

    def _authored(self) -> Iterator[Spot]:
        yield from self._entries("facts")
        for file in self._files:
            if file.kind is FileKind.FACTS:
                default = value_at(file.tree, "continuity") is not None
                for number, item in items_at(file.tree, "facts"):
                    yield Spot(file, f"facts[{number}]", item, has_default=default)
        for file in self._files:
            if file.kind is FileKind.PLOT:
                default = value_at(file.tree, "continuity") is not None
                for number, part in items_at(file.tree, "parts"):
                    for position, scene in items_at(part, "scenes"):
                        place = f"parts[{number}].scenes[{position}]"
                        if not items_at(scene, "facts"):
                            yield Spot(file, place, scene, has_default=default)
                        for each, told in items_at(scene, "facts"):
                            yield Spot(file, f"{place}.facts[{each}]", told, has_default=True, scene=scene)

    def _scenes_in_facts(self) -> Iterator[Spot]:
        """Scenes that consist of several facts, each with a text of its own."""
        for file in self._files:
            if file.kind is FileKind.PLOT:
                default = value_at(file.tree, "continuity") is not None
                for number, part in items_at(file.tree, "parts"):
                    for position, scene in items_at(part, "scenes"):
                        if items_at(scene, "facts"):
                            yield Spot(file, f"parts[{number}].scenes[{position}]", scene, has_default=default)

    @cached_property
    def questions(self) -> Sequence[Spot]:
        """The quiz questions: those under facts, in the order of the pack, then standalone ones."""
        return list(self._questions())

    def _questions(self) -> Iterator[Spot]:
        for fact in self.authored:
            for number, item in items_at(fact.node, "quiz"):
                yield Spot(fact.file, f"{fact.place}.quiz[{number}]", item, has_default=True, fact=fact.node)
        for file in self._files:
            if file.kind in (FileKind.PACK, FileKind.QUIZ):
                default = file.kind is FileKind.QUIZ and value_at(file.tree, "continuity") is not None
                for number, item in items_at(file.tree, "quiz"):
                    rests = text_at(item, "fact") is not None
                    yield Spot(file, f"quiz[{number}]", item, has_default=default or rests)

    def pictured(self) -> Iterator[Spot]:
        """The pack itself, character sheets and things, which may have pictures."""
        for file in self._files:
            if file.kind in (FileKind.CHARACTER, FileKind.PACK) and isinstance(file.tree, Keys):
                yield Spot(file, "", file.tree)
            if file.kind is FileKind.PACK:
                for number, item in items_at(file.tree, "things"):
                    yield Spot(file, f"things[{number}]", item)

    def _entries(self, key: str) -> Iterator[Spot]:
        """The entries under a key on all character sheets."""
        for file in self._characters.values():
            for number, item in items_at(file.tree, key):
                yield Spot(file, f"{key}[{number}]", item, owner=file.stem)

    def _names(self) -> Mapping[str, Collection[str]]:
        """Each character's names, by id."""
        return {
            who: [text for key in ("name", "real_name", "aliases") for _, _, text in texts_at(file.tree, key)]
            for who, file in self._characters.items()
        }

    def _names_given_twice(self) -> Iterator[Problem]:
        seen: dict[str, SourceFile] = {}
        for file in self._characters.values():
            if (found := text_at(file.tree, "name")) is None:
                continue
            line, name = found
            first = seen.setdefault(normalised(name) or name, file)
            if first is not file:
                message = f"'{name}' is the name of {first.path} already; make it one sheet, or tell the two apart"
                yield Problem(file.path, line, "name", message)

    def _cast_given_twice(self, cast: Sequence[Spot]) -> Iterator[Problem]:
        seen: dict[tuple[str, ...], Spot] = {}
        for spot in cast:
            if (actor := text_at(spot.node, "actor")) is None:
                continue
            role = text_at(spot.node, "role") or (0, RoleKind.ON_SCREEN.value)
            continuity = text_at(spot.node, "continuity") or (0, "")
            key = (spot.owner, actor_key(actor[1]), role[1].lower(), continuity[1])
            first = seen.setdefault(key, spot)
            if first is not spot:
                message = f"'{actor[1]}' stands in this cast already ({first.place}); delete one of the two"
                yield spot.problem(actor[0], "actor", message)

    def _unknown_characters(self, authored: Sequence[Spot], relations: Sequence[Spot]) -> Iterator[Problem]:
        for spot in authored:
            for key in ("about", "characters"):
                for place, line, who in texts_at(spot.node, key):
                    if who not in self._characters:
                        yield spot.problem(line, place, nobody(who, self._people))
        for spot in relations:
            found = text_at(spot.node, "to")
            if found is not None and found[1] not in self._characters:
                yield spot.problem(found[0], "to", nobody(found[1], self._people))

    def _unknown_continuities(self, spots: Sequence[Spot]) -> Iterator[Problem]:
        if self._continuities is None:
            return
        known = Known(self._continuities)
        ids = frozenset(self._continuities)
        for file in self._files:
            found = text_at(file.tree, "continuity") if file.kind in _WITH_A_DEFAULT else None
            if found is not None and found[1] not in ids:
                yield Problem(file.path, found[0], "continuity", self._no_continuity(found[1], known))
        for spot in spots:
            found = text_at(spot.node, "continuity")
            if found is not None and found[1] not in ids:
                yield spot.problem(found[0], "continuity", self._no_continuity(found[1], known))
            elif found is None and len(ids) > 1 and not spot.has_default:
                message = f"is missing; the pack has several, so say which: {one_of(known.words)}"
                yield spot.problem(spot.node.line, "continuity", message)

    @staticmethod
    def _no_continuity(word: str, known: Known) -> str:
        return f"'{word}' is none of {one_of(known.words)}{known.like(word)}"

    def _pack_file(self, cast: Sequence[Spot]) -> Iterator[Problem]:
        file = next((file for file in self._files if file.kind is FileKind.PACK), None)
        if file is None:
            return
        names = {actor_key(found[1]): found[1] for spot in cast if (found := text_at(spot.node, "actor"))}
        actors = Known(names.values())
        unread = any(isinstance(file.tree, Gap) for file in self._characters.values())
        seen: dict[str, int] = {}
        for number, actor in items_at(file.tree, "actors"):
            if (found := text_at(actor, "name")) is None:
                continue
            line, name = found
            place = f"actors[{number}].name"
            if actor_key(name) not in names and not unread:
                message = f"'{name}' plays nobody in this pack{actors.like(name)}"
                yield Problem(file.path, line, place, message)
            if seen.setdefault(actor_key(name), number) != number:
                yield Problem(file.path, line, place, f"'{name}' stands here twice; put all aliases in one entry")
        seen.clear()
        for number, thing in items_at(file.tree, "things"):
            for place, line, who in texts_at(thing, "members"):
                if who not in self._characters:
                    message = nobody(who, self._people)
                    yield Problem(file.path, line, f"things[{number}].{place}", message)
            if (owner := text_at(thing, "owner")) and owner[1] not in self._characters:
                yield Problem(file.path, owner[0], f"things[{number}].owner", nobody(owner[1], self._people))
            kind = text_at(thing, "kind")
            if (members := value_at(thing, "members")) and kind and kind[1].lower() in ("place", "thing"):
                message = f"a {kind[1].lower()} has no members; write kind: group, or delete them"
                yield Problem(file.path, members.line, f"things[{number}].members", message)
            if (found := text_at(thing, "name")) and seen.setdefault(normalised(found[1]), number) != number:
                message = f"'{found[1]}' stands here twice; put all aliases in one entry"
                yield Problem(file.path, found[0], f"things[{number}].name", message)

    def _said_twice(self, authored: Sequence[Spot], cast: Sequence[Spot]) -> Iterator[Problem]:
        """Texts that repeat another one in the same continuity: only the first could ever be an answer."""
        first: dict[tuple[str, str], str] = {}
        for spot in cast:
            sheet = spot.file.tree
            name, actor = text_at(sheet, "name"), text_at(spot.node, "actor")
            if name and actor:
                real_name, role = text_at(sheet, "real_name"), text_at(spot.node, "role")
                hidden = {text for _, _, text in texts_at(sheet, "spoiler_names")}
                shown = real_name[1] if real_name and real_name[1] not in hidden else ""
                text = _role_text(name[1], shown, actor[1], role[1] if role else "")
                first.setdefault((normalised(text), self._continuity_of(spot)), f"{spot.file.path}, {spot.place}")
        for spot in authored:
            found = text_at(spot.node, "text")
            if found is None or not (words := normalised(found[1])):
                continue
            key = (words, self._continuity_of(spot))
            if key in first:
                message = f"a fact nobody can reach: {first[key]} says the same; keep one, with both sources"
                yield spot.problem(found[0], "text", message)
            else:
                first[key] = f"{spot.file.path}, {spot.place}"

    def _phrasings(
        self, authored: Sequence[Spot], roles: Collection[str], scenes: Mapping[str, Keys]
    ) -> Iterator[Problem]:
        """Separately listed phrasings that belong to no fact, or that already exist.

        `scenes` are those told by several facts.
        """
        known = {*roles}
        first: dict[str, tuple[str, str]] = {}
        for spot in authored:
            found = text_at(spot.node, "id")
            fact = found[1] if found else spot.place
            known.add(fact)
            for _, line, question in texts_at(spot.node, "asks"):
                first.setdefault(normalised(question), (fact, f"{spot.file.path}:{line}"))
        ids = Known(known)
        unread = any(isinstance(file.tree, Gap) for file in self._files if file.kind in _HOMES_OF_FACTS)
        for file in self._files:
            lists = value_at(file.tree, "phrasings") if file.kind is FileKind.PHRASINGS else None
            if not isinstance(lists, Keys):
                continue
            for fact, questions in lists.values.items():
                if fact not in known and not unread:
                    message = _no_fact(fact, ids, scenes)
                    yield Problem(file.path, questions.line, f"phrasings.{fact}", message)
                for place, line, question in texts_at(lists, fact):
                    words = normalised(question) or question
                    if words not in first:
                        first[words] = fact, f"{file.path}:{line}"
                        continue
                    other, where = first[words]
                    if other == fact:
                        message = f"this question stands here and in {where}; delete one of the two"
                    else:
                        message = (
                            f"this question asks for '{other}' in {where}; keep it where the text answers it better"
                        )
                    yield Problem(file.path, line, f"phrasings.{place}", message)

    def _continuity_of(self, spot: Spot) -> str:
        found = text_at(spot.node, "continuity") or (text_at(spot.scene, "continuity") if spot.scene else None)
        found = found or (text_at(spot.file.tree, "continuity") if not spot.owner else None)
        if found:
            return found[1]
        return self._continuities[0] if self._continuities else ""


def _no_fact(id: str, known: Known, scenes: Mapping[str, Keys]) -> str:
    """The message for phrasings of an unknown id, with what the id could be."""
    if id not in scenes:
        return f"'{id}' is no fact, scene or cast entry of this pack{known.like(id)}"
    told = [found[1] for _, fact in items_at(scenes[id], "facts") if (found := text_at(fact, "id"))]
    return f"'{id}' is told in facts; put each question under the one that answers it: {one_of(told)}"


_HOMES_OF_FACTS = (FileKind.CHARACTER, FileKind.PLOT, FileKind.FACTS)
"""While one of these files can't be read, the set of facts is unknown."""


def _continuities_of(pack: Node) -> tuple[str, ...] | None:
    """The ids in pack.yaml; None if they can't be determined."""
    if not isinstance(pack, Keys):
        return None
    found = value_at(pack, "continuities")
    if found is None:
        return tuple(PackFile.model_fields["continuities"].default)
    return tuple(found.values) if isinstance(found, Keys) and found.values else None


_WITH_A_DEFAULT = (FileKind.PLOT, FileKind.FACTS, FileKind.QUIZ)
"""Files that may set a continuity for all their entries."""


def _ids_given_twice(authored: Sequence[Spot], taken: Mapping[str, str], what: str = "fact") -> Iterator[Problem]:
    seen = dict(taken)
    for spot in authored:
        if (found := text_at(spot.node, "id")) is None:
            continue
        line, name = found
        if name in seen:
            yield spot.problem(line, "id", f"'{name}' is taken by {seen[name]}; every {what} of a pack has its own")
        else:
            seen[name] = f"{spot.file.path}:{line}"


# Words


def actor_key(name: str) -> str:
    """A key that is the same for all spellings of an actor: `Robert Downey Jr` and `Robert Downey, Jr.`."""
    return normalised(name).replace(" ", "") or name


def _role_text(name: str, real_name: str, actor: str, role: str) -> str:
    verb = "voices" if role.lower() == RoleKind.VOICE.value else "plays"
    full_name = f"{name} ({real_name})" if real_name else name
    return f"{actor} {verb} {full_name}."


def _role_ids(cast: Sequence[Spot]) -> Iterator[tuple[Spot, str]]:
    """The ids of the facts generated from the cast lists."""
    ids = _RoleIds()
    for spot in cast:
        if found := text_at(spot.node, "actor"):
            yield spot, ids.next(spot.owner, found[1])


class _RoleIds:
    """Generates ids like `black-widow-by-scarlett-johansson`, numbered if an actor plays the same character twice."""

    def __init__(self) -> None:
        self._ids = Ids()

    def next(self, character: str, actor: str) -> str:
        """The next id; deterministic for the same names in the same order."""
        return self._ids.new(f"{character}-by-{slug_of(actor) or 'actor'}")


# Building


def _build(pack_id: str, about: PackFile, parts: _Parts) -> Pack:
    only = next(iter(about.continuities))

    def fact(entry: FactEntry, owner: tuple[str, ...], default: str | None) -> Fact:
        return Fact(
            pack=pack_id,
            id=entry.id,
            kind=FactKind.FACT,
            text=entry.text,
            source=tuple(entry.source),
            continuity=entry.continuity or default or only,
            characters=_once([*owner, *entry.about]),
            asks=(*entry.asks, *parts.phrasings[entry.id]),
            spoiler=entry.spoiler,
        )

    facts = [fact(entry, (who,), None) for who, sheet in sorted(parts.sheets.items()) for entry in sheet.facts]
    facts += [fact(entry, (), file.continuity) for file in parts.facts for entry in file.facts]
    facts += _scenes(pack_id, about, parts, only)

    ids = _RoleIds()
    characters: list[Character] = []
    roles: list[Role] = []
    for who, sheet in sorted(parts.sheets.items()):
        own = [_role(pack_id, ids.next(who, entry.actor), who, sheet, entry, only, parts) for entry in sheet.cast]
        roles += own
        characters.append(
            Character(
                pack=pack_id,
                id=who,
                name=sheet.name,
                real_name=sheet.real_name,
                kind=sheet.kind,
                pronoun=sheet.pronoun,
                aliases=tuple(sheet.aliases),
                descriptions=tuple(sheet.descriptions),
                roles=tuple(own),
                relations=tuple(
                    Relation(entry.kind, entry.to, entry.continuity or only, tuple(entry.source), entry.spoiler)
                    for entry in sheet.relations
                ),
                name_source=tuple(sheet.name_source),
                spoiler_names=tuple(sheet.spoiler_names),
                picture=picture_of(sheet.picture),
            )
        )
    facts += [role.fact for role in roles]
    things = tuple(
        Thing(
            pack_id,
            entry.name,
            entry.kind,
            tuple(entry.aliases),
            _once(entry.members),
            description=entry.description or "",
            owner=entry.owner or "",
            source=tuple(entry.source),
            picture=picture_of(entry.picture),
        )
        for entry in about.things
    )
    actors = _actors(pack_id, about, roles)
    derived = derived_facts(pack_id, characters, actors, things, facts, continuity=only)
    return Pack(
        id=pack_id,
        title=about.title,
        aliases=tuple(about.aliases),
        year=about.year,
        language=about.language,
        continuities=about.continuities,
        licence=about.licence,
        credits=tuple(about.credits),
        characters=tuple(characters),
        actors=actors,
        things=things,
        facts=(*facts, *derived),
        quiz=tuple(authored_questions(parts.questions, facts, characters, only=only)),
        not_told=(*about.not_told, *parts.not_told),
        units=about.units,
        picture=picture_of(about.picture),
    )


def _scenes(pack_id: str, about: PackFile, parts: _Parts, only: str) -> list[Fact]:
    entries = [(plot, part, entry) for plot in parts.plots for part in plot.parts for entry in part.scenes]
    return [
        Fact(
            pack=pack_id,
            id=told.id,
            kind=FactKind.SCENE,
            text=told.text or "",
            source=tuple(told.source or entry.source),
            continuity=entry.continuity or plot.continuity or only,
            characters=_once(told.characters or entry.characters),
            asks=(*told.asks, *parts.phrasings[told.id]),
            scene_number=number,
            part=part.title,
            spoiler=about.spoilers,
        )
        for number, (plot, part, entry) in enumerate(entries, 1)
        for told in (entry.facts or (entry,))
    ]


def _role(
    pack_id: str, fact_id: str, character: str, sheet: CharacterFile, entry: CastEntry, only: str, parts: _Parts
) -> Role:
    continuity = entry.continuity or only
    fact = Fact(
        pack=pack_id,
        id=fact_id,
        kind=FactKind.ROLE,
        text=_role_text(
            sheet.name,
            "" if sheet.real_name in sheet.spoiler_names else sheet.real_name,
            entry.actor,
            entry.role.value,
        ),
        source=tuple(entry.source),
        continuity=continuity,
        characters=(character,),
        asks=tuple(parts.phrasings[fact_id]),
    )
    return Role(entry.actor, character, entry.role, continuity, fact)


def _actors(pack_id: str, about: PackFile, roles: Sequence[Role]) -> tuple[Actor, ...]:
    """All actors, in the order of the cast lists; spelled as in pack.yaml, otherwise as first mentioned."""
    listed = {actor_key(entry.name): entry for entry in about.actors}
    gathered: dict[str, list[Role]] = {}
    for role in roles:
        gathered.setdefault(actor_key(role.actor), []).append(role)
    actors: list[Actor] = []
    for key, own in gathered.items():
        entry = listed.get(key)
        name, aliases = (entry.name, tuple(entry.aliases)) if entry else (own[0].actor, ())
        actors.append(Actor(pack_id, name, aliases, tuple(own)))
    return tuple(actors)


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
