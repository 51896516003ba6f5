"""Proves that every question of a pack has one right option, with nothing of how the questions were made.

It reads a question as a member does, and the pack as its author wrote it: names are looked for in the sentences,
roles and relations in the sheets. What it finds is told like any other problem of the pack.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.english.numbers import value_of
from bot.english.text import fold, stem
from bot.english.words import STOP
from bot.errors import Problem
from bot.knowledge.model import Fact, FactKind, Pack, ThingKind
from bot.questions.giveaways import (
    CLEFT,
    LOOSE,
    SIBLINGS,
    compares,
    denied_from,
    is_event,
    is_only_one,
    is_state,
    tells_number,
    tells_sex,
)
from bot.questions.grading import Verdict, grade
from bot.questions.model import FALSE, GAP, LONGEST_OPTION, LONGEST_QUESTION, TRUE, OptionKind, Question, QuestionKind

SAME = 0.5
"""A sentence that names an option and has this share of the question's words makes the option right as well."""


@dataclass(frozen=True)
class Report:
    """What came of a pack's questions: how many there are of each kind, and what is wrong with which."""

    counts: tuple[tuple[QuestionKind, int], ...]
    facts_asked: int
    problems: tuple[Problem, ...]


def check(pack: Pack, questions: Sequence[Question]) -> Report:
    """Try every question."""
    proof = _Proof(pack)
    places = {f":authored:{own.id}": (own.file, own.line) for own in pack.quiz}
    problems: list[Problem] = []
    words: dict[tuple[str, ...], str] = {}
    keys: set[str] = set()
    for question in questions:
        place = next((at for ending, at in places.items() if question.key.endswith(ending)), (pack.id, 0))
        said = list(proof.problems(question))
        if question.key in keys:
            said.append("another question has the same key")
        keys.add(question.key)
        same = (" ".join(_words(question.text)), *(question.options if question.kind is QuestionKind.FIRST else ()))
        if same in words:
            said.append(f"{words[same]} asks the same in the same words")
        words.setdefault(same, question.key)
        problems += (Problem(*place, question.key, message) for message in said)
    problems += (Problem(pack.id, 0, key, message) for key, message in proof.repeated(questions))
    counts = Counter(question.kind for question in questions)
    facts = {question.fact for question in questions if question.fact}
    return Report(tuple((kind, counts[kind]) for kind in QuestionKind if counts[kind]), len(facts), tuple(problems))


def sound(pack: Pack, questions: Iterable[Question]) -> Iterator[Question]:
    """Those questions with which nothing is wrong; all of the author's, who can mend them."""
    proof = _Proof(pack)
    for question in questions:
        if question.kind is QuestionKind.AUTHORED or not any(proof.problems(question)):
            yield question


@dataclass(frozen=True)
class _Named:
    """Something with names, as the sheets have it."""

    id: str
    kind: OptionKind
    name: str
    names: tuple[str, ...]
    members: tuple[str, ...] = ()


class _Proof:
    def __init__(self, pack: Pack) -> None:
        pack = pack.as_written  # names and relations are read in the sheets
        self._pack = pack
        self._facts = {fact.key: fact for fact in pack.facts}
        self._named = list(_named(pack))
        self._by_name = {(each.kind, fold(each.name)): each for each in self._named}
        self._in_group = {
            f"@{each.kind.value}:{each.id}": [f"@{OptionKind.CHARACTER.value}:{who}" for who in each.members]
            for each in self._named
            if each.members
        }
        self._ids: dict[str, list[_Named]] = defaultdict(list)
        for each in self._named:
            for name in each.names:
                self._ids[_key(name)].append(each)
        self._names = _pattern(name for each in self._named for name in each.names)
        self._texts = [line for fact in pack.facts for line in _lines(fact.text)]
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._texts):
            for root in {_root(word) for word in _words(line)}:
                self._index[root].append(number)
        self._read: dict[int, frozenset[str]] = {}
        self._found: dict[str, list[int]] = {}
        self._placed: dict[str, set[int]] = {}

    def _said_in(self, number: int) -> frozenset[str]:
        """What one of the sentences says. They are read when somebody asks: a large pack has many."""
        if number not in self._read:
            self._read[number] = frozenset(self._tokens(self._texts[number]))
        return self._read[number]

    def _with(self, token: str) -> list[int]:
        """The sentences that say this token, or name a group of which it is."""
        if token not in self._found:
            numbers: Iterable[int] = self._index.get(token, ())
            if token[0] == "@":
                groups = {group for group, members in self._in_group.items() if token in members}
                meant = [each for each in self._named if f"@{each.kind.value}:{each.id}" in {token, *groups}]
                first = {_root(words[0]) for each in meant for name in each.names if (words := _key(name).split())}
                numbers = sorted({number for root in first for number in self._index.get(root, ())})
            self._found[token] = [
                number for number in numbers if token in (said := self._said_in(number)) or token in self._members(said)
            ]
        return self._found[token]

    def _is_said(self, tokens: set[str], *, denies: bool) -> bool:
        """Whether a sentence of the pack says all of this."""
        rarest = min(tokens, key=lambda token: (token[0] == "@", len(self._index.get(token, ()))), default="")
        return bool(rarest) and any(
            tokens <= self._said_in(number) and denies is (not denied_from(self._texts[number]))
            for number in self._with(rarest)
        )

    @cached_property
    def _scenes(self) -> list[tuple[int, str]]:
        return [
            (scene.place or 0, f" {' '.join(_words(_without_brackets(scene.text)))} ") for scene in self._pack.scenes
        ]

    @cached_property
    def _company(self) -> dict[str, set[str]]:
        """Who is named together with whom in a fact."""
        company: dict[str, set[str]] = defaultdict(set)
        for fact in self._pack.facts:
            said = set(self._tokens(fact.text))
            named = {token for token in {*said, *self._members(said)} if token.startswith("@character:")}
            for token in named:
                company[token] |= named
        return company

    def problems(self, question: Question) -> Iterator[str]:
        """Everything that is wrong with a question."""
        yield from self._form(question)
        if question.answer not in question.options:
            return
        yield from self._typed(question)
        yield from self._accepts(question)
        yield from self._rests(question)
        match question.kind:
            case QuestionKind.PLAYED_BY | QuestionKind.PLAYS:
                yield from self._kinds(question)
                yield from self._given_away(question)
                yield from self._cast(question)
            case QuestionKind.RELATION:
                yield from self._kinds(question)
                yield from self._given_away(question)
                yield from self._relation(question)
                yield from self._alike(question)
            case QuestionKind.DEED | QuestionKind.CHARACTER | QuestionKind.GAP:
                yield from self._kinds(question)
                yield from self._given_away(question)
                yield from self._said(question)
                yield from self._open(question)
            case QuestionKind.TRUE_FALSE:
                yield from self._statement(question)
            case QuestionKind.FIRST:
                yield from self._order(question)
            case QuestionKind.AUTHORED:
                if f" {' '.join(_words(question.answer))} " in f" {' '.join(_words(question.text))} ":
                    yield "the question gives the answer away"
                yield from self._same_names(question)

    def repeated(self, questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
        """The questions that ask of a fact what another one asks of it in other words."""
        asked: dict[tuple[str, str], list[tuple[Question, set[str]]]] = defaultdict(list)
        for question in questions:
            if question.kind in (QuestionKind.RELATION, QuestionKind.DEED, QuestionKind.CHARACTER):
                names = {token for token in self._asked(question) if token[0] == "@"}
                asked[question.fact, question.answer].append((question, names))
        for same in asked.values():
            for question, names in same:
                if question.kind is QuestionKind.RELATION and any(
                    names <= others for other, others in same if other is not question
                ):
                    yield question.key, "another question asks the same in other words"

    def _form(self, question: Question) -> Iterator[str]:
        options = question.options
        if len(options) not in (2, 4):
            yield f"has {len(options)} options; there must be 4, or 2"
        if question.answer not in options:
            yield "the answer is none of the options"
        if question.answer not in question.accepted:
            yield "the answer is not accepted when it is typed"
        plain = [" ".join(_words(option)) or fold(option) for option in options]
        if len(set(plain)) < len(plain):
            yield "two options are the same but for case, accents or punctuation"
        if any(not option.strip() or len(option) > LONGEST_OPTION for option in options):
            yield f"an option is empty, or longer than {LONGEST_OPTION} characters"
        if not question.text.strip() or len(question.text) > LONGEST_QUESTION:
            yield f"the question is empty, or longer than {LONGEST_QUESTION} characters"
        if "\u2026" in question.options or any(option.endswith(("\u2026", "...")) for option in options):
            yield "an option is cut off"

    def _typed(self, question: Question) -> Iterator[str]:
        if not question.can_be_typed:
            return
        for option in question.options:
            verdict = grade(option, question)
            if (verdict is Verdict.RIGHT) is not (option == question.answer):
                yield f"'{option}' typed as an answer is judged {verdict.value}"

    def _same_names(self, question: Question) -> Iterator[str]:
        """Whether two options are names of one, by the sheets."""
        seen: dict[str, str] = {}
        for option in (question.answer, *(each for each in question.options if each != question.answer)):
            known = self._ids.get(_key(option), ())
            meant = [each for each in known if _key(each.name) == _key(option)] or known
            for each in meant:
                one = f"{each.kind.value}:{each.id}"
                if one in seen and len(meant) == 1:
                    yield f"'{option}' is another name of '{seen[one]}'; the options must be different things"
                seen.setdefault(one, option)

    def _accepts(self, question: Question) -> Iterator[str]:
        known = self._by_name.get((question.option_kind, fold(question.answer)))
        several = question.kind in (QuestionKind.PLAYED_BY, QuestionKind.PLAYS, QuestionKind.RELATION)
        for name in question.accepted:
            for other in self._ids.get(_key(name), ()):
                if other is known or other.kind is not question.option_kind or name == question.answer:
                    continue
                if several and fold(other.name) in {fold(each) for each in question.accepted}:
                    continue  # as right as the answer
                yield f"'{name}' is accepted, and it is the name of another {other.kind.value}"
                break

    def _rests(self, question: Question) -> Iterator[str]:
        if question.fact and question.fact not in self._facts:
            yield "rests on a fact that is not there"
        if not question.source:
            yield "has no source"

    def _kinds(self, question: Question) -> Iterator[str]:
        for option in question.options:
            match question.option_kind:
                case OptionKind.NUMBER | OptionKind.YEAR:
                    fits = value_of(fold(option)) is not None
                case OptionKind.WORD:
                    fits = option.isalpha() and stem(fold(option)) in self._index
                case OptionKind.PERSON | OptionKind.PLACE if (question.option_kind, fold(option)) not in self._by_name:
                    fits = any(option in fact.text for fact in self._pack.facts)
                case _:
                    fits = (question.option_kind, fold(option)) in self._by_name
            if not fits:
                yield f"'{option}' is no {question.option_kind.value}, as the other options are"

    def _given_away(self, question: Question) -> Iterator[str]:
        asked = set(_words(question.text))
        known = self._by_name.get((question.option_kind, fold(question.answer)))
        names = [question.answer, *(known.names if known else ())]
        for name in names:
            shown = name if name == question.answer else re.sub(r"\w+(?:['’]s|s['’]) ", "", name)
            tell = [word for word in _words(shown) if len(word) > 2 and word not in STOP and word not in _TITLES]
            if given := asked.intersection(tell):
                yield f"the question gives the answer away: '{sorted(given)[0]}'"
                return

    def _cast(self, question: Question) -> Iterator[str]:
        fact = self._facts.get(question.fact)
        if fact is None:
            return
        roles = [each for each in self._pack.facts if each.kind is FactKind.ROLE]
        is_actor = question.kind is QuestionKind.PLAYED_BY
        own = next((role for who in self._pack.characters for role in who.roles if role.fact.key == fact.key), None)
        for option in question.options:
            if is_actor:
                right = any(
                    fold(each.text).startswith(f"{fold(option)} ") for each in roles if self._of_same(each, fact)
                )
            else:
                who = self._by_name.get((OptionKind.CHARACTER, fold(option)))
                right = own is not None and any(
                    _words(role.actor) == _words(own.actor)
                    for each in self._pack.characters
                    if who is not None and each.id == who.id
                    for role in each.roles
                )
            if right is not (option == question.answer) and not (is_actor and self._spelt_else(option, question)):
                yield f"'{option}' is {'right' if right else 'not right'} by the cast lists"

    def _of_same(self, fact: Fact, other: Fact) -> bool:
        return fact.characters[:1] == other.characters[:1]

    def _spelt_else(self, option: str, question: Question) -> bool:
        """Whether this is the answer in the spelling of the list of actors, which the role spells differently."""
        actor = next((each for each in self._pack.actors if each.name == option), None)
        return option == question.answer and actor is not None and any(r.fact.key == question.fact for r in actor.roles)

    def _relation(self, question: Question) -> Iterator[str]:
        asked = f" {' '.join(_words(question.text))} "
        meant = [
            who
            for who in self._pack.characters
            for relation in who.relations
            if f" {' '.join(_words(relation.kind))} " in asked
            and f" {' '.join(_words(who.name))} " in asked
            and fold(self._pack.character(relation.other).name) == fold(question.answer)
        ]
        if not meant:
            yield "no relation of the pack says so"
        for option in question.options:
            other = self._by_name.get((OptionKind.CHARACTER, fold(option)))
            if option == question.answer or other is None:
                continue
            for who in meant:
                tied = {each.other for each in who.relations}
                if not LOOSE.isdisjoint(asked.split()):
                    met = self._company[f"@{OptionKind.CHARACTER.value}:{who.id}"]
                    tied |= {each.rpartition(":")[2] for each in met}
                if other.id in tied or any(each.other == who.id for each in self._pack.character(other.id).relations):
                    yield f"'{option}' has a relation with {who.name}, too"

    def _said(self, question: Question) -> Iterator[str]:
        asked = self._asked(question)
        fact = self._facts.get(question.fact)
        if fact is not None:
            mine = [frozenset(self._tokens(line)) for line in _lines(fact.text)]
            right = self._tokens_of_option(question, question.answer)
            if not any(line & right and _share(asked, line) >= SAME for line in mine):
                yield "its fact does not say so"
        for option in question.options:
            if option == question.answer:
                continue
            tokens = self._tokens_of_option(question, option)
            for token in tokens:
                if any(_share(asked, self._said_in(number)) >= SAME for number in self._with(token)):
                    yield f"'{option}' may be right as well: the pack says something like it"
                    break

    def _open(self, question: Question) -> Iterator[str]:
        """Whether the sentence leaves room for another option, or none for those that are wrong."""
        text = question.text
        if quoted := re.search(r"“(.*)”", text, re.DOTALL):
            text = quoted[1]
        *_before, last = _SENTENCE.split(text)
        if question.option_kind in (OptionKind.NUMBER, OptionKind.YEAR):
            number = value_of(fold(question.answer))
            if number is not None and tells_number(text, number):
                yield "the question gives the answer away: a word says how many there are"
            return
        gap = last.rfind(GAP) if GAP in last else 0
        if question.option_kind is not OptionKind.WORD and gap >= denied_from(last):
            yield "what is denied of one is not so of others, either"
        is_story = self._is_story(question)
        if question.option_kind is OptionKind.CHARACTER and not is_story and compares(last):
            yield "who is more than another one need not be the only one"
        if not is_story:
            yield from self._close(question)
        yield from self._alike(question)

    def _is_story(self, question: Question) -> bool:
        """Whether the fact tells what happens in a story, and not what is so, as it may be of others, too."""
        fact = self._facts.get(question.fact)
        if fact is None or fact.kind is not FactKind.SCENE:
            return False
        asked, right = self._asked(question), self._tokens_of_option(question, question.answer)
        lines = [line for line in _lines(fact.text) if right & (said := {*self._tokens(line)}) and asked & said]
        return not any(self._tells_state(line) for line in lines)

    def _tells_state(self, line: str) -> bool:
        """Whether a sentence begins with names, and goes on with what is so: `Hawkeye has a wife and children`."""
        rest = self._behind_names(line)
        return rest != line and is_state(re.sub(r"^\w+ly ", "", rest))

    def _close(self, question: Question) -> Iterator[str]:
        """Whether other options, too, may be what one can be to several people: friends, allies."""
        if question.option_kind is not OptionKind.CHARACTER or LOOSE.isdisjoint(map(stem, _words(question.text))):
            return
        named = self._asked(question) - self._tokens_of_option(question, question.answer)
        met = set().union(*(self._company.get(token, ()) for token in {*named, *self._members(named)}))
        for option in question.options:
            if option != question.answer and met & self._tokens_of_option(question, option):
                yield f"'{option}' has met those that are named, and may be as close to them"

    def _alike(self, question: Question) -> Iterator[str]:
        """Whether all options fit into the sentence, and into what the sheets say of brothers and sisters."""
        if question.option_kind in (OptionKind.THING, OptionKind.GROUP):
            if len({option.lower().startswith("the ") for option in question.options}) > 1:
                yield "the question gives the answer away: some options have an article"
            return
        if question.option_kind is not OptionKind.CHARACTER:
            return
        known = {option: self._by_name.get((OptionKind.CHARACTER, fold(option))) for option in question.options}
        answer = known[question.answer]
        if answer is None:
            return
        who = self._pack.character(answer.id)
        fact = self._facts.get(question.fact)
        if tells_sex(question.text, who.pronoun) and any(
            self._pack.character(each.id).pronoun is not who.pronoun for each in known.values() if each is not None
        ):
            yield "the question gives the answer away: it tells a man from a woman"
        siblings = {each.other for each in who.relations if not SIBLINGS.isdisjoint(_words(each.kind))}
        for option, each in known.items():
            if each is not None and each.id in siblings and fact is not None and not self._is_story(question):
                yield f"'{option}' is a brother or sister of whom it is said, and it may be true of both"

    def _statement(self, question: Question) -> Iterator[str]:
        if question.options != (TRUE, FALSE):
            yield "true and false are the only options"
        said = re.search(r"“(.*)”$", question.text, re.DOTALL)
        if said is None:
            yield "states nothing"
            return
        statement = said[1]
        fact = self._facts.get(question.fact)
        if question.answer == TRUE:
            if fact is None:
                return
            if cleft := CLEFT.fullmatch(statement):
                told = {*self._tokens(cleft[1]), *self._tokens(cleft[2])}
                if not any(told <= set(self._tokens(line)) for line in _lines(fact.text)):
                    yield "its fact does not say so"
                asked = {token for token in told if token not in set(self._tokens(cleft[1]))}
                for who in self._pack.characters:
                    token = f"@{OptionKind.CHARACTER.value}:{who.id}"
                    if token not in told and any(asked <= self._said_in(number) for number in self._with(token)):
                        yield f"the pack says so of {who.name}, too"
            elif not self._is_told(statement, fact):
                yield "its fact does not say so"
            return
        tokens = set(self._tokens(statement))
        denies = not denied_from(statement)
        if self._is_said(tokens, denies=denies):
            yield "the pack says so, so it is true"
        elif fact is not None and not self._is_false(statement, tokens, fact):
            yield "the pack does not say that this is false"

    def _is_told(self, statement: str, fact: Fact) -> bool:
        """Whether some sentences of the fact say all of the statement, with whatever names."""
        tokens = set(self._tokens(statement))
        denies = not denied_from(statement)
        said = [(set(self._tokens(each)), not denied_from(each)) for each in _SENTENCE.split(fact.text)]
        for first in range(len(said)):
            told: set[str] = set()
            denied = False
            for more, also in said[first:]:
                told |= more
                denied |= also
                if tokens <= told and denied is denies:
                    return True
        return False

    def _is_false(self, statement: str, tokens: set[str], fact: Fact) -> bool:
        """Whether the fact says otherwise: another number, the contrary, or another name where there is one only.

        A story tells who did what, so that there another name is false. Of what is true of somebody outside of a
        story others may be an example, too, unless the sentence leaves room for one only.
        """
        for line in _lines(fact.text):
            told = set(self._tokens(line))
            added, missing = tokens - told, told - tokens
            if not added and not denied_from(line) and denied_from(statement):
                return True
            kinds = {token[0] for token in added}
            if kinds == {"#"} and any(token[0] == "#" for token in missing):
                return True
            if kinds == {"@"} and any(token[0] == "@" for token in missing):
                is_story = fact.kind is FactKind.SCENE and not self._tells_state(line)
                return is_story or self._leaves_room_for_one(statement, added)
        return False

    def _leaves_room_for_one(self, statement: str, added: set[str]) -> bool:
        if cleft := CLEFT.fullmatch(statement):
            named = {*self._tokens(cleft[2])}
            met = set().union(*(self._company.get(token, ()) for token in {*named, *self._members(named)}))
            is_close = not LOOSE.isdisjoint(map(stem, _words(cleft[2]))) and not added.isdisjoint(met)
            return not added.isdisjoint(self._tokens(cleft[1])) and not is_close
        return self._names is not None and any(
            is_only_one(statement[: found.start()], statement[found.end() :])
            for found in self._names.finditer(statement)
            if any(f"@{each.kind.value}:{each.id}" in added for each in self._ids.get(_key(found.group()), ()))
        )

    def _order(self, question: Question) -> Iterator[str]:
        places: dict[str, set[int]] = {}
        for option in question.options:
            words = f" {' '.join(_words(option))} "
            places[option] = self._places_of(words)
        for option, found in places.items():
            if len(found) != 1:
                yield f"'{option}' has {len(found)} places in the story"
                return
        order = {option: min(found) for option, found in places.items()}
        for option in question.options:
            if not is_event(option, self._after_names(option)):
                yield f"'{option}' is no event that happens once, or says when it happens"
        if any(abs(place - order[question.answer]) == 1 for place in order.values()):
            yield "two of the events may happen at the same time"
        picked = (max if " last " in question.text else min)(order.values())
        if order[question.answer] != picked or list(order.values()).count(picked) != 1:
            yield "the answer is not the one that comes first" if " first " in question.text else "nor last"

    def _places_of(self, words: str) -> set[int]:
        if words not in self._placed:
            self._placed[words] = {place for place, said in self._scenes if words in said}
        return self._placed[words]

    def _after_names(self, clause: str) -> str:
        """What follows the names at the beginning of a clause, which is its verb; else its first word for a state."""
        rest = self._behind_names(clause)
        if rest is clause and (being := re.search(r"\b(?:is|are|was|were|has|have|had)\b", clause)):
            return being.group()
        return re.sub(r"^\w+ly ", "", rest)

    def _behind_names(self, clause: str) -> str:
        """The clause without the names at its beginning."""
        rest = clause
        while self._names is not None and (match := self._names.match(re.sub(r"^(?:The|the|An?) ", "", rest))):
            rest = re.sub(r"^(?:The|the|An?) ", "", rest)[match.end() :]
            rest = re.sub(r"^(?: and |, )", "", rest).lstrip()
        return rest

    def _asked(self, question: Question) -> set[str]:
        """What a question says, but for where it is so. A name of two counts once."""
        quoted = re.search(r"“(.*)”", question.text, re.DOTALL)
        text = quoted[1] if quoted else question.text
        for words in sorted(self._pack.continuities.values(), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", text, flags=re.IGNORECASE)
        return set(self._tokens(text.replace(GAP, " "), once=True))

    def _tokens_of_option(self, question: Question, option: str) -> set[str]:
        if question.option_kind in (OptionKind.NUMBER, OptionKind.YEAR):
            return {f"#{value_of(fold(option))}"}
        known = self._by_name.get((question.option_kind, fold(option)))
        if known is None:
            return {stem(word) for word in _words(option)}
        own = f"{known.kind.value}:{known.id}"
        return {f"@{own}", *(f"@{each.kind.value}:{each.id}" for each in self._named if known.id in each.members)}

    def _members(self, tokens: Iterable[str]) -> Iterator[str]:
        """Who is named where a group is."""
        for token in tokens:
            yield from self._in_group.get(token, ())

    def _tokens(self, text: str, *, once: bool = False) -> Iterator[str]:
        """The names in a text, and the stems of its other words, but for the small ones.

        With `once`, of several that have one name the first stands for all.
        """
        rest, has_names = text, False
        if self._names is not None:
            for found in self._names.finditer(text):
                if (after := re.match(r" ([A-Z][a-z]\w*)", text[found.end() :])) and not self._names.match(after[1]):
                    continue  # the first part of a name that no sheet has
                has_names = True
                for each in self._ids.get(_key(found.group()), ())[: 1 if once else None]:
                    yield f"@{each.kind.value}:{each.id}"
            rest = self._names.sub(" ", text)
        words = [word for word in _words(rest) if len(word) > 1 or word.isdigit()]
        telling = [word for word in words if word not in STOP]
        for word in words:
            if (number := value_of(word)) is not None:
                yield f"#{number}"
            elif word in telling or not (telling or has_names):
                yield stem(word)


def _share(asked: set[str], line: frozenset[str]) -> float:
    return len(asked & line) / len(asked) if asked else 1.0


_TITLES = frozenset(
    ("doctor", "agent", "director", "miss", "mister", "professor", "mrs", "lady", "lord", "sir", "madam")
)


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    whole = _LONG_NUMBER.sub(lambda found: str(value_of(found.group())), re.sub(r"(?<=\w)['’]s\b", "", fold(text)))
    return tuple(re.findall(r"[^\W_]+", whole))


_LONG_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])"
    r"|(?<![\w-])(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-"
    r"(?:one|two|three|four|five|six|seven|eight|nine)(?![\w-])"
)
"""Numbers of several words: `14,087`, `thirty-one`."""


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    number = value_of(word)
    return stem(word) if number is None else f"#{number}"


def _key(name: str) -> str:
    words = _words(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _lines(text: str) -> Iterator[str]:
    """Each sentence, with those before it that its first words point back to."""
    line = ""
    for sentence in _SENTENCE.split(text):
        leans = (
            "meanwhile" in sentence
            or not _BACK.isdisjoint(re.findall(r"\w+", sentence.lower())[:3])
            or sentence.rstrip(".").endswith(" too")
        )
        line = f"{line} {sentence}" if line and leans else sentence
        yield line


_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\b\w\.)\s+(?=[A-Z“\"'‘(])")
_BACK = frozenset(re.findall(r"\w+", "he she it they his her its their this that these those then there here her him"))


def _named(pack: Pack) -> Iterator[_Named]:
    for who in pack.characters:
        names = (who.name, who.real_name, *who.aliases)
        yield _Named(who.id, OptionKind.CHARACTER, who.name, tuple(filter(None, names)))
    for actor in pack.actors:
        yield _Named(_key(actor.name), OptionKind.ACTOR, actor.name, (actor.name, *actor.aliases))
    kinds = {ThingKind.PLACE: OptionKind.PLACE, ThingKind.THING: OptionKind.THING, ThingKind.GROUP: OptionKind.GROUP}
    for thing in pack.things:
        names = (thing.name, *thing.aliases)
        yield _Named(_key(thing.name), kinds[thing.kind], thing.name, names, thing.members)


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds every name, the longest first; names with a capital only where the text has one, too."""
    bare = {re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE) for name in names}
    parts = []
    for name in sorted(filter(None, bare), key=lambda name: (-len(name), name)):
        inner = r"[\s.\-]{1,2}".join(re.escape(word) for word in re.split(r"[\s.\-]+", name) if word)
        if not inner:
            continue
        parts.append(inner if name[0].isupper() else f"(?i:{inner})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None
