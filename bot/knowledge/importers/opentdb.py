"""The JSON of the Open Trivia Database's API, in all of its encodings."""

import base64
import binascii
import json
from collections.abc import Mapping
from urllib.parse import unquote

from bot.knowledge.importers.parsed import (
    BadRecord,
    ImportedQuestion,
    ParsedQuiz,
    Place,
    gathered,
    mended,
    unescaped,
    unusable,
)
from bot.knowledge.importers.percent import is_encoded

LICENCE = "CC BY-SA 4.0"
CREDIT = "Open Trivia Database (opentdb.com)"
_TEXTS = ("category", "difficulty", "question", "correct_answer")


def json_of(text: str) -> object | ParsedQuiz:
    """Parse the JSON, keeping numbers as written; returns the error if it isn't valid."""
    try:
        found: object = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        return unusable(f"isn't valid JSON ({error.msg}, column {error.colno}); export it again", line=error.lineno)
    except RecursionError:
        return unusable("isn't a quiz: its lists are nested too deeply")
    return found


def parse(text: str) -> ParsedQuiz:
    """Parse the questions of an API response, or of a list of such questions."""
    found = json_of(text)
    if isinstance(found, ParsedQuiz):
        return found
    results = found.get("results") if isinstance(found, dict) else found
    if not isinstance(results, list):
        return unusable("isn't from the Open Trivia Database: there is no list of questions in it")
    decode = _decoder(results)
    name = "results" if isinstance(found, dict) else ""
    records = (_question(record, Place(record=f"{name}[{number}]"), decode) for number, record in enumerate(results))
    return gathered(records, licence=LICENCE, credit=CREDIT)


class _Decoder:
    """Decodes texts in the encoding requested from the API."""

    def __init__(self, *, in_base64: bool, in_percent: bool) -> None:
        self._in_base64 = in_base64
        self._in_percent = in_percent

    def __call__(self, text: str) -> str:
        if self._in_base64:
            try:
                return base64.b64decode(text, validate=True).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError):
                return ""
        return unescaped(unquote(text) if self._in_percent else text).strip()


def _decoder(results: list[object]) -> _Decoder:
    texts = [
        text
        for record in results
        if isinstance(record, dict)
        for text in (record.get("question"), record.get("category"))
        if isinstance(text, str)
    ]
    kinds = {record.get("type") for record in results if isinstance(record, dict)} - {None}
    in_base64 = bool(kinds) and kinds <= {"bXVsdGlwbGU=", "Ym9vbGVhbg=="}
    return _Decoder(in_base64=in_base64, in_percent=is_encoded(texts))


def _question(record: object, place: Place, decode: _Decoder) -> ImportedQuestion | BadRecord:
    if not isinstance(record, Mapping):
        return BadRecord(place, "isn't a question; it must have the keys question and correct_answer")
    if missing := [key for key in ("question", "correct_answer") if not record.get(key)]:
        return BadRecord(place, f"{' and '.join(missing)} is missing or empty; write it, or delete the record")
    if wrong_kind := [key for key in _TEXTS if not isinstance(record.get(key, ""), str)]:
        return BadRecord(place, f'{" and ".join(wrong_kind)} must be a text; put it in "quotes"')
    wrong = record.get("incorrect_answers", [])
    if not isinstance(wrong, list) or not all(isinstance(each, str) for each in wrong):
        return BadRecord(place, "incorrect_answers must be a list of texts")
    category, difficulty, question, answer = (decode(record.get(key, "")) for key in _TEXTS)
    return mended(
        ImportedQuestion(
            place,
            question,
            answer,
            wrong=tuple(map(decode, wrong)),
            category=category,
            difficulty=difficulty,
        )
    )
