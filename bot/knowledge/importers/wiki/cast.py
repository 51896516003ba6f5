"""Reads cast lists: "Rhea Solano as Ada Lind, a harbour pilot"."""

import re
from dataclasses import dataclass

from bot.knowledge.importers.wiki.markup import MARKUP, Line
from bot.knowledge.limits import LONGEST_NAME
from bot.knowledge.model import RoleKind


@dataclass(frozen=True)
class CastLine:
    """One actor's characters, and what the list says about the first of them ("a harbour pilot who ...")."""

    actor: str
    role: RoleKind
    characters: tuple["Named", ...]
    description: str = ""


@dataclass(frozen=True)
class Named:
    """A character in a cast list; `target` is the page that the name links to."""

    name: str
    real_name: str = ""
    target: str = ""


def cast_line(line: Line) -> CastLine | None:
    """The entry in this line; None if it isn't one with the names of both."""
    found = _ENTRY.match(line.text)
    if found is None or not _is_an_actor(found["actor"]):
        return None
    said, rest = found["role"], ""
    if cut := _END.search(said):
        said, rest = said[: cut.start()], said[cut.end() :].strip()
    notes = f"{found['note'] or ''} {' '.join(_BRACKETS.findall(said))}"
    is_voice = "voic" in found["how"].lower() or "voic" in notes.lower()
    named = tuple(_named(part, line) for part in _both(_BRACKETS.sub("", said).strip(" \"“”'")))
    if not all(_is_a_name(each.name) and (not each.real_name or _is_a_name(each.real_name)) for each in named):
        return None
    role = RoleKind.VOICE if is_voice else RoleKind.ON_SCREEN
    return CastLine(found["actor"].strip(), role, named, rest if _DESCRIBES.match(rest) else "")


_ENTRY = re.compile(
    r"(?P<actor>[^,:;]{2,60}?)(?:\s*\((?P<note>[^()]*)\))?,?\s+"
    r"(?P<how>as the voices? of|voices|voicing|portrays|plays|as)\s+(?P<role>.+)",
    re.DOTALL,
)
_END = re.compile(
    r"\s*(?::|;|,|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bJr)(?<!\bSr)(?<!\bMrs)(?<!\bProf)(?<!\b[A-Z])\.(?=\s|$)"
    r"|\s[–—-]\s)"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DESCRIBES = re.compile(r"(?:an?|the|one of)\s", re.IGNORECASE)


def _is_an_actor(text: str) -> bool:
    """Whether this can be the name of a person: "Rhea de la Mare", but not "Rhea works" as something."""
    return _is_a_name(text) and all(word in _PARTICLES or not word[:1].islower() for word in text.split())


_PARTICLES = {"al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le"}
_PARTICLES |= {"van", "von", "y", "zu", "zur"}
"""Words in small letters that names have."""


def _is_a_name(text: str) -> bool:
    words = re.sub("^(?:The|the) ", "", text)
    return (
        words[:1].isupper()
        and not re.search(rf"{MARKUP.pattern}|[\[\]]", text)
        and len(text) <= LONGEST_NAME
        and len(words.split()) <= 6
    )


def _both(said: str) -> list[str]:
    """ "Jonas Lind and the Foghorn" -> both names."""
    parts = re.split(r"\s+and\s+(?:the\s+)?(?=[A-Z])", said)
    return parts if all(map(_is_a_name, parts)) else [said]


def _named(said: str, line: Line) -> Named:
    """ "Rhea Stone / The Pilot": after the stroke stands the name that members know."""
    real, stroke, name = (each.strip() for each in said.partition("/"))
    shown = {link.shown: link.target for link in line.links}
    target = next((shown[each] for each in (said, name, real) if each in shown), "")
    name = _clean(name) if stroke else _clean(real)
    return Named(f"The {name[4:]}" if name.startswith("the ") else name, _clean(real) if stroke else "", target)


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" \"“”'’,.;:")
