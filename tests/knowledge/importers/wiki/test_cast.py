"""The rules of `bot/knowledge/importers/wiki/cast.py`."""

import pytest

from bot.knowledge.importers.wiki.cast import CastLine, Named, cast_line
from bot.knowledge.importers.wiki.markup import Line, Link
from bot.knowledge.model import RoleKind

SEEN, HEARD = RoleKind.ON_SCREEN, RoleKind.VOICE


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Rhea Solano as Ada Lind", CastLine("Rhea Solano", SEEN, (Named("Ada Lind"),))),
        ("Rhea Solano as Ada Lind, a pilot", CastLine("Rhea Solano", SEEN, (Named("Ada Lind"),), "a pilot")),
        ("Rhea Solano as Ada Lind: The pilot. She rows.",
         CastLine("Rhea Solano", SEEN, (Named("Ada Lind"),), "The pilot. She rows.")),
        ("Rhea Solano as Dr. Ada Lind: who rows", CastLine("Rhea Solano", SEEN, (Named("Dr. Ada Lind"),))),
        ("Rhea Solano as Ada Lind / The Pilot", CastLine("Rhea Solano", SEEN, (Named("The Pilot", "Ada Lind"),))),
        ("Pell Anders (voice) as the Foghorn", CastLine("Pell Anders", HEARD, (Named("The Foghorn"),))),
        ("Pell Anders as the voice of Bess", CastLine("Pell Anders", HEARD, (Named("Bess"),))),
        ("Pell Anders voices Bess", CastLine("Pell Anders", HEARD, (Named("Bess"),))),
        ("Pell Anders as Jonas and the Foghorn",
         CastLine("Pell Anders", SEEN, (Named("Jonas"), Named("Foghorn")))),
    ],
)  # fmt: skip
def test_a_line_says_who_plays_whom(text: str, entry: CastLine) -> None:
    assert cast_line(Line(text)) == entry


def test_a_link_says_which_character_is_meant() -> None:
    line = Line("Rhea Solano as Ada", (Link("Rhea Solano", "Rhea Solano"), Link("Ada Lind", "Ada")))

    assert cast_line(line) == CastLine("Rhea Solano", SEEN, (Named("Ada", target="Ada Lind"),))


@pytest.mark.parametrize(
    "text",
    [
        "Several dogs",
        "Rhea Solano as a pilot",
        "the dogs as Ada",
        "As a child, Ada rows",
        "A as {{B|c}}",
        "Rhea works as Ada",
    ],
)
def test_other_lines_are_no_entries(text: str) -> None:
    assert cast_line(Line(text)) is None
