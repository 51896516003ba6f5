"""The common result of all quiz parsers, and the corrections that apply to all formats."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Place:
    """A location in a file: a line number from 1 (0 for none), or the name of a record (`results[3]`)."""

    line: int = 0
    record: str = ""


@dataclass(frozen=True)
class BadRecord:
    """A record that can't become a question, with the problem and how to fix it."""

    place: Place
    message: str


@dataclass(frozen=True)
class ParsedPicture:
    """A picture: a link, or (in our exports) a file next to the quiz file."""

    link: str = ""
    alt: str = ""
    credit: str = ""
    file: str = ""


@dataclass(frozen=True)
class ImportedQuestion:
    """A question of a quiz file in its author's words. Fields that the file doesn't set are empty."""

    place: Place
    question: str
    answer: str
    accepted: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    format: str = ""
    tolerance: str = ""
    hints: tuple[str, ...] = ()
    explanation: str = ""
    picture: ParsedPicture | None = None
    category: str = ""
    difficulty: str = ""
    author: str = ""
    source: tuple[str, ...] = ()
    continuity: str = ""
    spoiler: bool = False
    id: str = ""
    licence: str = ""
    credit: str = ""


@dataclass(frozen=True)
class ParsedPack:
    """What one of our exports says about its original pack."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    year: str = ""
    language: str = ""
    continuities: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    credits: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedQuiz:
    """A parsed quiz file: its questions in order, the bad records, and information about the quiz.

    `notes` tell the importing person how ambiguous content was interpreted.
    """

    questions: tuple[ImportedQuestion, ...] = ()
    bad: tuple[BadRecord, ...] = ()
    notes: tuple[str, ...] = ()
    pack: ParsedPack = ParsedPack()


def unusable(message: str, *, line: int = 0) -> ParsedQuiz:
    """The result for a file without usable content."""
    return ParsedQuiz(bad=(BadRecord(Place(line), message),))


def gathered(
    records: Iterable[ImportedQuestion | BadRecord], *, licence: str = "", credit: str = "", notes: Sequence[str] = ()
) -> ParsedQuiz:
    """The records of a file, split into questions and bad records; settings of the file are added to each question."""
    questions, bad = list[ImportedQuestion](), list[BadRecord]()
    for record in records:
        if isinstance(record, BadRecord):
            bad.append(record)
        else:
            licence_of, credit_of = record.licence or one_line(licence), record.credit or one_line(credit)
            questions.append(replace(record, licence=licence_of, credit=credit_of))
    return ParsedQuiz(tuple(questions), tuple(bad), tuple(notes))


def mended(question: ImportedQuestion) -> ImportedQuestion | BadRecord:
    """The question with linked pictures separated, "True" or "False" given its opposite, and duplicates removed."""
    question = _with_its_picture(question)
    answer, *accepted = _once(map(_without_pictures, [question.answer, *question.accepted]))
    wrong = [each for each in _once(question.wrong) if each]
    if not question.question:
        return BadRecord(question.place, "there is no question; write one, or delete the record")
    if _LINK.fullmatch(question.question):
        return BadRecord(question.place, "the question is only a link to a sound or a page; ask it in words")
    if not answer:
        return BadRecord(question.place, "there is no answer; write one, or delete the record")
    if not wrong and answer.casefold() in _OPPOSITES:
        wrong = [_OPPOSITES[answer.casefold()]]
    return replace(question, answer=answer, accepted=tuple(filter(None, accepted)), wrong=tuple(wrong))


_OPPOSITES = {"true": "False", "false": "True"}


def one_line(text: str) -> str:
    """The text with single spaces and without unprintable characters."""
    return " ".join(_UNSHOWN.sub(" ", text).split())


_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def _once(texts: Iterable[str]) -> list[str]:
    """Each text as a single line, without duplicates."""
    return list(dict.fromkeys(map(one_line, texts)))


# Pictures


_LINK = re.compile(r"<?https?://[^\s<>]+>?")

_PICTURE = re.compile(
    r"(?:!\[(?P<alt>[^\[\]]*)\]\()?<?(?P<link>https?://[^\s<>()\"]{1,2000}?\.(?:png|jpe?g|gif|webp)(?:\?[^\s<>()\"]*)?)>?"
    r"(?(alt)\)|(?=[\s,;:.?!)]|$))",
    re.IGNORECASE,
)
"""A link to a picture: bare, in <...>, or in Markdown."""


def _with_its_picture(question: ImportedQuestion) -> ImportedQuestion:
    picture, text = question.picture, question.question
    if picture is None and (found := _PICTURE.search(text)):
        picture = ParsedPicture(found["link"], one_line(found["alt"] or ""))
        before, after = text[: found.start()].rstrip(" :\n\t-("), text[found.end() :].lstrip(" )")
        text = f"{before}{after}" if after[:1] in {"?", "!", ".", ":"} else f"{before} {after}"
        text = text if any(map(str.isalnum, text)) else "What does this picture show?"
    return replace(question, question=one_line(text), picture=picture)


def _without_pictures(answer: str) -> str:
    """An answer without the link that some lists append, unless the link is all there is."""
    return _PICTURE.sub("", answer).rstrip(" :") or answer if "://" in answer else answer


# Markup and escapes


def plain(markup: str) -> str:
    """The visible text of an HTML fragment as a single line; plain text stays unchanged."""
    text = _BREAKS.sub(" ", _IMAGE.sub(_linked, markup))
    return one_line(html.unescape(_TAG.sub("", text)).replace("\xa0", " "))


def unescaped(text: str) -> str:
    """The text with HTML entities (`&quot;`, `&#039;`) decoded, but a bare `&copy` unchanged."""
    return ENTITY.sub(lambda found: html.unescape(found.group()), text)


ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAKS = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|tr|td|h[1-6]|blockquote|pre)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"<\s*/?\s*(?:a|abbr|b|big|center|code|del|em|font|i|img|ins|mark|q|s|small|span|strike|strong|sub|sup|table|"
    r"tbody|thead|u|audio|video|source|iframe)\b[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
"""HTML tags common in quizzes. Anything else in angle brackets is text ("x < y > z")."""

_IMAGE = re.compile(r"<\s*img\b[^<>]*?\bsrc\s*=\s*[\"']?(?P<link>[^\"'\s>]+)[^<>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*\"([^\"]*)\"|\balt\s*=\s*'([^']*)'", re.IGNORECASE)


def _linked(image: re.Match[str]) -> str:
    """An HTML image as a Markdown link, which `mended` recognizes."""
    alt = _ALT.search(image.group())
    words = one_line((alt[1] or alt[2] or "").translate(str.maketrans("[]", "()"))) if alt else ""
    return f" ![{words}]({image['link']}) "


LOST_PICTURE = re.compile(r"!\[[^\[\]]*\]\((?!https?://)[^)]*\)")
"""A picture that isn't at a web address."""
