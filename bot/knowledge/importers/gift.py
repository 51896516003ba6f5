"""GIFT, Moodle's format with answers in braces: multiple choice, true or false, short answers and numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.importers.parsed import (
    LOST_PICTURE,
    BadRecord,
    ImportedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    plain,
    unusable,
)


def parse(text: str) -> ParsedQuiz:
    """Parse the questions; unsupported types (matching, essays, several answers at once) become bad records."""
    records = list(_records(_hidden(text)))
    if not any("{" in words for _, _, words in records):
        return unusable("isn't GIFT: there is no answer in {braces}")
    return gathered(_question(line, category, words) for line, category, words in records)


ANSWERS = re.compile(
    r"(?<!\\)\{\s*(?:[=~#](?!\})|(?:T|F|TRUE|FALSE)\s*[#}])|^[ \t]*::[^:\n]+::[^{}]{0,2000}\{",
    re.IGNORECASE | re.MULTILINE,
)
"""Syntax that only GIFT has: braces with an answer, or a title between colons."""


# Escapes: \~ \= \# \{ \} \: \\ stand for the character, \n for a line break. They are hidden while we look for signs.


_ESCAPED = "~=#{}:\\"
_HIDDEN = {character: chr(0xE100 + number) for number, character in enumerate(_ESCAPED)}
_SHOWN = str.maketrans({hidden: character for character, hidden in _HIDDEN.items()})


def _hidden(text: str) -> str:
    # An escaped line break becomes an HTML one, so that it doesn't end a record.
    return re.sub(r"\\([~=#{}:\\n])", lambda found: "<br>" if found[1] == "n" else _HIDDEN[found[1]], text)


def _shown(text: str) -> str:
    """The plain text of a part of a record: without format, markup and escapes."""
    return plain(re.sub(r"^\s*\[(?:html|moodle|plain|markdown)\]", "", text).translate(_SHOWN))


# Records


_CATEGORY = re.compile(r"^\s*\$CATEGORY\s*:\s*(.*?)\s*$")


def _records(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, category and text of each record. Records are separated by blank lines outside of matched braces."""
    lines = ["" if line.lstrip().startswith("//") else line for line in text.split("\n")]
    comments = {number for number, line in enumerate(text.split("\n")) if line.lstrip().startswith("//")}
    category, begun, own, open_braces = "", 0, list[str](), 0
    for number, line in enumerate(lines):
        if found := _CATEGORY.match(line):
            if own:
                yield begun, category, "\n".join(own)
            category, own, open_braces = _name_of(found[1]), [], 0
            continue
        is_within = bool(open_braces) and _is_closed_below(lines[number : number + _AHEAD])
        ends = not line.strip() and number not in comments and not is_within
        begins = not open_braces and bool(own) and own[-1].rstrip().endswith("}") and _BEGINS.match(line)
        if (ends or begins) and own:
            yield begun, category, "\n".join(own)
            own, open_braces = [], 0
        if line.strip():
            begun = begun if own else number + 1
            own.append(line)
            open_braces = max(0, open_braces + line.count("{") - line.count("}"))
    if own:
        yield begun, category, "\n".join(own)


_BEGINS = re.compile(r"\s*::|[^{}]*\{")
"""A line that starts a new question directly below another one's closing brace."""


_AHEAD = 60
"""Maximum number of lines to the closing brace, if there are blank lines between the braces."""


def _is_closed_below(lines: list[str]) -> bool:
    following = re.search("[{}]", "\n".join(lines))
    return following is not None and following.group() == "}"


def _name_of(path: str) -> str:
    """The last part of `$course$/top/Film`; empty for the top category."""
    name = _shown(re.split(r"(?<!/)/(?!/)", path)[-1].replace("//", "/"))
    return "" if name in {"top", "$course$"} else name.removeprefix("Default for ")


def _question(line: int, category: str, text: str) -> ImportedQuestion | BadRecord:
    place = Place(line)
    title = re.match(r"\s*::(.*?)::", text, re.DOTALL)
    text = text[title.end() :] if title else text
    parts = re.fullmatch(r"([^{}]*)\{([^{}]*)\}([^{}]*)", text)
    if parts is None:
        if "{" not in text and "}" not in text:
            return BadRecord(place, "there is no answer in {braces}; a text alone cannot be asked")
        if text.count("{") > 1:
            return BadRecord(place, "has several {braces}; make a question of each, and write \\{ for a plain brace")
        return BadRecord(place, "the braces don't match; close them with }, and write \\{ or \\} for plain ones")
    before, inside, after = parts.groups()
    words = _asked(_shown(before), _shown(after))
    if LOST_PICTURE.search(words):
        return BadRecord(place, "shows a picture that isn't in the file; link to it (https://...)")
    answers = _answers(inside)
    if isinstance(answers, str):
        return BadRecord(place, answers)
    return mended(
        ImportedQuestion(
            place,
            words,
            answers.right[0],
            accepted=answers.right[1:],
            wrong=answers.wrong,
            format=answers.format,
            tolerance=answers.tolerance,
            explanation=answers.explanation,
            category=category,
        )
    )


def _asked(before: str, after: str) -> str:
    """The question. Answers in the middle of a sentence are replaced by a gap."""
    if any(map(str.isalnum, after)):
        return f"{before} _____{'' if after[0] in '.,;:!?' else ' '}{after}"
    if after == "." and before[-1:].isalnum():
        return f"{before} _____."
    return before


# Answers


@dataclass(frozen=True)
class _Answers:
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()
    format: str = ""
    tolerance: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class _Part:
    """An answer: its sign (= or ~), its percentage of the points if given, and its feedback."""

    sign: str
    share: float | None
    text: str
    feedback: str

    @property
    def is_right(self) -> bool:
        return self.share == 100 if self.share is not None else self.sign == "="

    @property
    def is_partly_right(self) -> bool:
        return self.share is not None and 0 < self.share < 100


_TRUE_OR_FALSE = re.compile(r"(?P<word>T|TRUE|F|FALSE)\s*(?:#(?P<wrong>[^#]*))?(?:#(?P<right>[^#]*))?", re.IGNORECASE)
_CLOZE = re.compile(r"\d*:[A-Z_]+:")


def _answers(inside: str) -> _Answers | str:
    """The content of the braces, or why it isn't supported."""
    body, _, general = inside.strip().partition("####")
    body, explanation = body.strip(), _shown(general)
    if not body:
        return "wants a free text (an essay), which nobody can grade here; give it an answer"
    if found := _TRUE_OR_FALSE.fullmatch(body):
        is_true = found["word"].upper().startswith("T")
        told = explanation or _worth_telling(_shown(found["right"] or "")) or _shown(found["wrong"] or "")
        return _Answers(("True" if is_true else "False",), format="true_false", explanation=told)
    if _CLOZE.match(body):
        return "is a cloze question of Moodle's; write it as {=answer}"
    if body.startswith("#"):
        return _number(body[1:].strip(), explanation)
    parts = list(_parts(body))
    if not parts:
        return "the answers don't begin with = (right) or ~ (wrong)"
    if all(part.sign == "=" and "->" in part.text for part in parts):
        return "is a matching question; ask for each pair on its own"
    right = tuple(part for part in parts if part.is_right and part.text.strip(" *"))
    if not right:
        if sum(part.is_partly_right for part in parts) > 1:
            return "wants several answers at once; ask for one of them"
        return "no answer is right; mark one with ="
    told = explanation or _worth_telling(right[0].feedback)
    wrong = tuple(part.text for part in parts if part.sign == "~" and not part.is_right and not part.is_partly_right)
    texts = tuple(part.text.strip("* ") or part.text for part in right)  # in Moodle, * matches anything
    return _Answers(texts, wrong, explanation=told)


def _worth_telling(feedback: str) -> str:
    """Feedback that explains something, unlike "Correct!" or "Well done"."""
    return feedback if len(feedback.split()) > 3 else ""


def _parts(body: str) -> Iterator[_Part]:
    for found in re.finditer(r"([=~])([^=~]*)", body):
        text, _, feedback = found[2].partition("#")
        share = re.match(r"\s*%(-?\d+(?:\.\d+)?)%", text)
        if share:
            text = text[share.end() :]
        yield _Part(found[1], float(share[1]) if share else None, _shown(text), _shown(feedback))


_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_EXACT = re.compile(rf"(?P<value>{_NUMBER})(?:\s*:\s*(?P<tolerance>{_NUMBER}))?")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*\.\.\s*(?P<high>{_NUMBER})")


def _number(body: str, explanation: str) -> _Answers | str:
    parts = list(_parts(body if body.startswith(("=", "~")) else f"={body}"))
    found = [_value_of(part.text) for part in parts if part.is_right and part.sign == "="]
    values = [each for each in found if each is not None]
    if not values or len(values) < len(found):
        return "the right number is missing or isn't one; write it like {#3}, {#3:0.5} or {#1..5}"
    if len(values) > 1:
        texts = tuple(value for value, _ in values)
        return _Answers(texts, format="typed", explanation=explanation)
    value, tolerance = values[0]
    told = explanation or _worth_telling(next(part.feedback for part in parts if part.is_right))
    return _Answers((value,), format="number", tolerance=tolerance, explanation=told)


def _value_of(text: str) -> tuple[str, str] | None:
    """A number and its tolerance."""
    if found := _EXACT.fullmatch(text.strip()):
        return found["value"], _in_digits(abs(float(found["tolerance"] or 0)))
    if found := _RANGE.fullmatch(text.strip()):
        low, high = float(found["low"]), float(found["high"])
        return _in_digits((low + high) / 2), _in_digits(abs(high - low) / 2)
    return None


def _in_digits(number: float) -> str:
    """The number as an author would write it; empty for 0."""
    return f"{number:.10f}".rstrip("0").rstrip(".") if number else ""
