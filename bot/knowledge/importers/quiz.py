"""Converts a quiz file in a common format into a pack."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import PackError, Problem, UserError
from bot.knowledge.importers.decoding import LOST, Decoded, decoded
from bot.knowledge.importers.folder import check_new, draft_of, put_in_place
from bot.knowledge.importers.formats import FORMATS, told_by_looking
from bot.knowledge.importers.parsed import BadRecord, ImportedQuestion, ParsedPack, ParsedQuiz, one_line
from bot.knowledge.importers.writing import QuizText, pack_yaml, quiz_texts, shortened
from bot.knowledge.limits import LONGEST_TITLE, slug_of
from bot.knowledge.load import load_pack
from bot.knowledge.schema import title_problem

LARGEST_QUIZ = 16 * 1024 * 1024
"""Maximum size of a file to import: eight times the whole Open Trivia Database."""


@dataclass(frozen=True)
class Imported:
    """The result of an import: the format, the number of questions, and notes on what was skipped or guessed."""

    format: str
    questions: int
    bad: tuple[Problem, ...]
    notes: tuple[str, ...]


def import_quiz(
    source: Path, *, format: str, title: str, out: Path, skip_bad: bool, most: int | None = None
) -> Imported:
    """Import a quiz file into the folder `out`, whose name becomes the pack's id.

    `format` is a key of FORMATS, or empty to detect it. Raises UserError, without writing anything, if the file or the
    folder can't be used, if it has more than `most` questions, or if a record can't become a question, unless
    `skip_bad`.
    """
    if title and (problem := title_problem(title)):
        raise UserError(f"The title {problem}.")
    check_new(out)
    read, notes = _read(source)
    format = format or told_by_looking(read.text, source.suffix.lower())
    if not format:
        known = ", ".join(FORMATS)
        raise UserError(f"{source} looks like none of the formats {known}. Name one: lorekeeper import FORMAT {source}")
    parsed = FORMATS[format].parse(read.text)
    if read.is_mixed:
        parsed = _without_lost_letters(parsed)
    pack = replace(parsed.pack, title=title or parsed.pack.title or _title_of(source))
    bad = [_problem(source, record) for record in parsed.bad]
    questions = list(parsed.questions)
    if most is not None and len(questions) > most:
        raise UserError(f"{source}: has {len(questions):,} questions; I take {most:,} at most")
    while questions:
        quiz = _named(slug_of(source.stem) or "quiz", list(quiz_texts(questions)))
        files: dict[str, str | bytes] = {name: each.text for name, each in quiz.items()}
        files["pack.yaml"] = pack_yaml(_with_continuities(pack, questions))
        with draft_of(out, files | _pictures(source, questions)) as draft:
            found = dict(_found_by_loading(draft, source, quiz))
            bad += [problem for problems in found.values() for problem in problems]
            if bad and not skip_bad:
                hint = "Nothing was written. Correct the file, or add --skip-bad to leave out what is wrong."
                raise UserError("\n".join([*map(str, _in_order(bad)), hint]))
            if not found:
                put_in_place(draft, out)
                told = (*notes, *parsed.notes, *_notes_on(questions))
                return Imported(FORMATS[format].name, len(questions), tuple(_in_order(bad)), told)
        questions = [question for question in questions if question not in found]
    if bad:
        raise UserError("\n".join(map(str, _in_order(bad))))
    raise UserError(f"{source} has no questions in it, so there is nothing to make a pack of.")


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in file order: `results[9]` before `results[10]`."""
    return sorted(problems, key=lambda problem: (problem.line, len(problem.field), problem))


# Reading


def _read(source: Path) -> tuple[Decoded, list[str]]:
    """The text of the file, and notes on what was guessed."""
    if source.is_dir():
        raise UserError(f"{source} is a folder. Name one file in it; each becomes a pack.")
    try:
        with source.open("rb") as file:
            raw = file.read(LARGEST_QUIZ + 1)
    except OSError as error:
        raise UserError(f"{source} cannot be read ({error.strerror or error}).") from error
    if len(raw) > LARGEST_QUIZ:
        raise UserError(f"{source} is larger than {LARGEST_QUIZ // 1024**2} MiB. Cut it up, and import each part.")
    try:
        found = decoded(raw, mixed=True)
    except UserError as error:
        raise UserError(f"{source} {error}.") from error
    if not found.text.strip():
        raise UserError(f"{source} is empty, so there is nothing to make a pack of.")
    guess = f"isn't UTF-8 and was read as {found.guess}; look whether all letters are right" if found.guess else ""
    return found, [guess] if guess else []


def _without_lost_letters(parsed: ParsedQuiz) -> ParsedQuiz:
    """The quiz, in which questions of another encoding than the rest of the file are bad records."""
    lost = [question for question in parsed.questions if LOST in repr(question)]
    message = "isn't UTF-8, as other lines are; type its special letters again, and save the file with this encoding"
    return replace(
        parsed,
        questions=tuple(question for question in parsed.questions if question not in lost),
        bad=(*parsed.bad, *(BadRecord(question.place, message) for question in lost)),
    )


def _title_of(source: Path) -> str:
    """A title from the file's name: `Harry potter` for `harry_potter.yaml`."""
    words = one_line(re.sub("[_.-]+", " ", source.stem))[:LONGEST_TITLE].strip()
    words = words[:1].upper() + words[1:]
    return "Quiz" if title_problem(words) else words


def _with_continuities(pack: ParsedPack, questions: Sequence[ImportedQuestion]) -> ParsedPack:
    """The pack with the continuities of its questions, if it defines none itself."""
    named = dict.fromkeys(question.continuity for question in questions if question.continuity)
    return pack if pack.continuities else replace(pack, continuities=tuple((id, id) for id in named))


def _named(name: str, texts: Sequence[QuizText]) -> dict[str, QuizText]:
    """The quiz files by their paths in the pack."""
    if len(texts) == 1:
        return {f"quiz/{name}.yaml": texts[0]}
    return {f"quiz/{name}-{number:04}.yaml": text for number, text in enumerate(texts, start=1)}


def _pictures(source: Path, questions: Sequence[ImportedQuestion]) -> dict[str, bytes]:
    """The picture files next to the quiz file, by their paths in the pack."""
    names = {question.picture.file for question in questions if question.picture and question.picture.file}
    there = {name for name in names if re.fullmatch(r"pictures/[^/\\]+", name) and (source.parent / name).is_file()}
    return {name: (source.parent / name).read_bytes() for name in sorted(there)}


def _notes_on(questions: Sequence[ImportedQuestion]) -> Iterator[str]:
    """Notes on questions that an author may want to check."""
    cut = sum(shortened(question.explanation) != one_line(question.explanation) for question in questions)
    if cut:
        yield f"{cut} long {'explanation was' if cut == 1 else 'explanations were'} cut"
    bare = [question for question in questions if not question.wrong and _AMONG.search(question.question)]
    if bare:
        first = bare[0].place.line or bare[0].place.record
        yield f"{len(bare)} ask for one of several and have no options (first at {first}); add wrong: to them"


_AMONG = re.compile(r"\bwhich (?:one )?of (?:these|the following)\b", re.IGNORECASE)


# Problems, by their locations in the file


def _problem(source: Path, record: BadRecord) -> Problem:
    return Problem(str(source), record.place.line, record.place.record, record.message)


def _found_by_loading(
    draft: Path, source: Path, quiz: Mapping[str, QuizText]
) -> Iterator[tuple[ImportedQuestion, list[Problem]]]:
    """The pack reader's problems with the questions, with their locations in the imported file."""
    try:
        load_pack(draft)
    except PackError as error:
        files = {(draft / name).as_posix(): text for name, text in quiz.items()}
        found: dict[ImportedQuestion, list[Problem]] = {}
        for problem in error.problems:
            question = _question_at(files, problem.file, problem.line)
            if question is None:  # a problem with the whole pack
                said = f"{problem.field}: {problem.message}" if problem.field else problem.message
                raise UserError(f"{source}: {said}") from error
            field = re.sub(r"^quiz\[\d+\]\.?", "", problem.field)
            message = _in_its_places(problem.message, files)
            told = f"{field}: {message}" if field else message
            found.setdefault(question, []).append(
                Problem(str(source), question.place.line, question.place.record, told)
            )
        yield from found.items()


def _question_at(files: Mapping[str, QuizText], file: str, line: int) -> ImportedQuestion | None:
    if file not in files:
        return None
    begun = max((each for each in files[file].lines if each <= line), default=None)
    return files[file].lines[begun] if begun is not None else None


def _in_its_places(message: str, files: Mapping[str, QuizText]) -> str:
    """A message about a pack's file, reworded for the imported file."""

    def place(found: re.Match[str]) -> str:
        question = _question_at(files, found[1], int(found[2]))
        if question is None:
            return found.group()
        return f"line {question.place.line}" if question.place.line else question.place.record

    pattern = "|".join(map(re.escape, files))
    return re.sub(rf"({pattern}):(\d+)", place, message)
