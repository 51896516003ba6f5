"""Authored quiz questions: detects definite mistakes, and converts the questions for the pack."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.errors import Problem
from bot.knowledge.limits import LONGEST_ID, slug_of
from bot.knowledge.model import AuthoredQuestion, Character, Fact, Picture, QuestionFormat
from bot.knowledge.schema import Known, Node, PictureEntry, QuizEntry, read, text_at, texts_at, value_at
from bot.knowledge.spots import FileKind, Spot
from bot.knowledge.wording import NUMBERS, VERDICTS, bare, normalised, number_in

TELLING = 4
"""Minimum length of an answer that is given away by appearing in the question, unlike `D` in "the D of D-Day"."""


def quiz_problems(
    spots: Sequence[Spot], facts: Collection[str] | None, sheets: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Problems with quiz questions, with their locations.

    `facts` are ids; None if some couldn't be read. `sheets` has the names of each character.
    """
    known = None if facts is None else Known(facts)
    called: dict[str, set[str]] = {}
    for who, names in sheets.items():
        for name in names:
            called.setdefault(normalised(name), set()).add(who)
    asked: dict[str, tuple[str, str, bool]] = {}
    for spot in spots:
        yield from _unknown_fact(spot, known)
        yield from _wrong_options(spot, called)
        yield from _wrong_format(spot)
        question, answer = text_at(spot.node, "question"), text_at(spot.node, "answer")
        if question is None or answer is None:
            continue
        words, right, has_options = normalised(question[1]), _plain(answer[1]), bool(texts_at(spot.node, "wrong"))
        shown = value_at(spot.node, "picture")  # "Whose flag is this?" can be asked about many pictures
        picture = "".join(text for key in ("link", "file") for _, _, text in texts_at(shown, key)) if shown else ""
        first = asked.setdefault(f"{words} {picture}", (right, f"{spot.file.path}:{question[0]}", has_options))
        if first[1] != f"{spot.file.path}:{question[0]}":
            if first[0] == right:
                yield spot.problem(question[0], "question", f"{first[1]} asks the same; keep one")
            elif not (first[2] and has_options):  # "Which of these is a fruit?" can be asked again with other options
                message = f"{first[1]} asks the same and has another answer; keep one, with the other under accepted"
                yield spot.problem(question[0], "question", message)
        if _is_given_away(spot, words, answer[1]):
            message = f"gives the answer away ('{answer[1]}'); ask it in other words"
            yield spot.problem(question[0], "question", message)
        for place, line, hint in texts_at(spot.node, "hint"):
            if _is_given_away(spot, normalised(hint), answer[1]):
                yield spot.problem(line, place, f"gives the answer away ('{answer[1]}'); hint at it in other words")


def _unknown_fact(spot: Spot, facts: Known | None) -> Iterator[Problem]:
    fact = text_at(spot.node, "fact") if spot.fact is None else None
    if fact is not None and facts is not None and fact[1] not in facts.words:
        yield spot.problem(fact[0], "fact", f"'{fact[1]}' is no fact of this pack{facts.like(fact[1])}")


def _wrong_options(spot: Spot, called: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Wrong options that are also right, or duplicated. `called` has the characters by name."""
    answer = text_at(spot.node, "answer")
    right = {_plain(text) for _, _, text in texts_at(spot.node, "accepted")}
    if answer is not None:
        right.add(_plain(answer[1]))
    people = called.get(normalised(answer[1]), ()) if answer else ()
    seen: set[str] = set()
    for place, line, text in texts_at(spot.node, "wrong"):
        if (same := _plain(text)) in right:
            yield spot.problem(line, place, f"'{text}' is a right answer, too; a wrong one must be wrong")
        elif same in seen:
            yield spot.problem(line, place, f"'{text}' stands here twice; name another")
        elif answer is not None and len(people) == 1 and called.get(normalised(text)) == people:
            yield spot.problem(line, place, f"'{text}' is another name of '{answer[1]}'; a wrong one must be wrong")
        seen.add(same)


def _wrong_format(spot: Spot) -> Iterator[Problem]:
    """Formats that don't match the answer, and tolerances without a number."""
    answer, written = text_at(spot.node, "answer"), text_at(spot.node, "format")
    wrong, tolerance = texts_at(spot.node, "wrong"), text_at(spot.node, "tolerance")
    if answer is None:
        return
    format = written[1].lower() if written else ""
    if format == QuestionFormat.TRUE_FALSE and answer[1].lower() not in VERDICTS:
        yield spot.problem(answer[0], "answer", f"'{answer[1]}' must be true or false with format: true_false")
    if format == QuestionFormat.NUMBER and number_in(answer[1]) is None:
        yield spot.problem(answer[0], "answer", f"'{answer[1]}' must be a number with format: number, in digits")
    if format == QuestionFormat.TYPED and not normalised(answer[1]):
        yield spot.problem(answer[0], "answer", f"'{answer[1]}' has no letters or digits, so nobody can type it")
    if tolerance is not None and (number_in(answer[1]) is None or wrong):
        message = "is for answers that are numbers and have no wrong options; delete it"
        yield spot.problem(tolerance[0], "tolerance", message)


def _is_given_away(spot: Spot, question: str, answer: str) -> bool:
    """Whether the question contains the answer and no wrong option: "Which is larger, Mars or Venus?" is fine."""
    words = normalised(answer)
    if len(words) < TELLING or words in VERDICTS or words.isdigit() or f" {words} " not in f" {question} ":
        return False
    return not any(f" {normalised(text)} " in f" {question} " for _, _, text in texts_at(spot.node, "wrong"))


def picture_of(entry: PictureEntry | None) -> Picture | None:
    """The picture of a question or a sheet."""
    return Picture(**entry.model_dump()) if entry else None


def missing_pictures(spots: Iterable[Spot], pictures: Collection[str]) -> Iterator[Problem]:
    """Pictures that these refer to but the pack doesn't have."""
    known = Known(pictures)
    for spot in spots:
        picture = value_at(spot.node, "picture")
        if picture is not None and (file := text_at(picture, "file")) and file[1] not in pictures:
            message = f"there is no {file[1]} in the pack{known.like(file[1])}"
            yield spot.problem(file[0], "picture.file", message)


def _plain(text: str) -> str:
    """The same for all spellings of an answer, including numbers in words; signs count ("C#" and "C++", "-5" and
    "5")."""
    words = [str(NUMBERS.index(word)) if word in NUMBERS[1:] else word for word in normalised(bare(text)).split()]
    return " ".join((*words, *_signs(text))) or text.strip()


def _signs(text: str) -> Iterator[str]:
    yield from (each for at, each in enumerate(text) if each in "+#<>=*/%&|^~$€£@" or (each == "-" and not at))


# Building


def authored_questions(
    spots: Sequence[Spot], facts: Sequence[Fact], characters: Sequence[Character], *, only: str
) -> Iterator[AuthoredQuestion]:
    """The questions at these locations, if they are valid. `only` is the continuity of those that name none."""
    known = {fact.id: fact for fact in facts}
    people = _people(characters)
    entries = [(spot, _entry(spot)) for spot in spots]
    taken = {entry.id for _, entry in entries if entry.id}
    bare = Counter(slug_of(entry.question) for _, entry in entries if not entry.id)
    for spot, entry in entries:
        own = _home(spot)
        fact = known.get(_text(spot.fact, "id") if spot.fact else entry.fact or "")
        who = people.get(entry.answer) or people.get(normalised(entry.answer))
        id = entry.id or _id_for(entry, is_free=bare[slug_of(entry.question)] == 1, taken=taken)
        taken.add(id)
        spoiler = entry.spoiler if entry.spoiler is not None else bool(fact and fact.spoiler)
        yield AuthoredQuestion(
            id=id,
            question=entry.question,
            answer=_named(entry.answer, people),
            accepted=tuple(entry.accepted),
            wrong=tuple(_named(text, people) for text in entry.wrong),
            character=who.id if who else "",
            format=entry.format,
            tolerance=entry.tolerance,
            hints=tuple(entry.hint),
            explanation=entry.explanation,
            picture=picture_of(entry.picture),
            category=entry.category or own["category"],
            difficulty=entry.difficulty,
            author=entry.author,
            fact=fact.id if fact else "",
            source=tuple(entry.source) or (fact.source if fact else ()),
            continuity=entry.continuity or (fact.continuity if fact else own["continuity"] or only),
            spoiler=spoiler,
            licence=own["licence"],
            credit=own["credit"],
            file=spot.file.path,
            line=spot.node.line,
        )


def _entry(spot: Spot) -> QuizEntry:
    """The entry at a location, which was validated with its file."""
    entry = read(QuizEntry, spot.node, spot.file.path)
    if isinstance(entry, tuple):
        raise TypeError(entry)
    return entry


def _home(spot: Spot) -> Mapping[str, str]:
    """What a question's file sets for all its questions."""
    is_quiz = spot.file.kind is FileKind.QUIZ
    return {
        key: _text(spot.file.tree, key) if is_quiz else "" for key in ("category", "continuity", "licence", "credit")
    }


def _text(node: Node, key: str) -> str:
    found = text_at(node, key)
    return found[1] if found else ""


def _people(characters: Sequence[Character]) -> Mapping[str, Character]:
    """Characters by id and name. Aliases aren't included, because they may be the answer themselves."""
    return {normalised(who.name): who for who in characters} | {who.id: who for who in characters}


def _named(text: str, people: Mapping[str, Character]) -> str:
    """An option, with a character's id replaced by the name."""
    who = people.get(text)
    return who.name if who and who.id == text else text


def _id_for(entry: QuizEntry, *, is_free: bool, taken: set[str]) -> str:
    """An id made from the question; the answer is added if several questions start with the same words."""
    slug = slug_of(entry.question)
    if slug and is_free and len(slug) < LONGEST_ID and slug not in taken:
        return slug
    told = f"{entry.question}\0{entry.answer}"
    while True:
        digest = hashlib.blake2b(told.encode(), digest_size=3).hexdigest()
        id = f"{slug[: LONGEST_ID - len(digest) - 1].rstrip('-')}-{digest}".lstrip("-")
        if id not in taken:
            return id
        told += "\0"  # two may differ in nothing but their picture
