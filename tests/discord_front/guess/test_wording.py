"""What a board of /guess says, and that it fits."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.discord_front.guess import wording
from bot.discord_front.wording import EMBED, FIELD_VALUE
from bot.guess.attributes import Roster, roster_of
from bot.guess.hints import CharacterHint, Hints
from bot.guess.results import GuessStats, Notice, PuzzleShown
from bot.guess.rules import board_of
from bot.ids import MemberId, PuzzleId, ServerId
from bot.storage.answers import Streak
from bot.storage.guesses import ENDLESS, Puzzle
from tests.default_pack import default_pack
from tests.guess.small_cast import NAMES, VILLAGE, VILLAGERS

TOMORROW = datetime(2026, 5, 2, tzinfo=UTC)
HINTS = Hints(
    CharacterHint("█████ has painted two doors.", is_spoiler=False, source=()),
    CharacterHint("█████ *sinks* the ship.", is_spoiler=True, source=()),
)
ROSTER = roster_of(VILLAGE)


def shown(
    *tried: str, target: str = "ada", round: str = "2026-05-01", notice: Notice | None = None, roster: Roster = ROSTER
) -> PuzzleShown:
    """A board in Anna's server, on the third day of her streak."""
    is_daily = round != ENDLESS
    puzzle = Puzzle(PuzzleId(5), 12 if is_daily else 0, ServerId(1), ServerId(1), roster.pack.id, round, target)
    board = board_of(roster, target, tried, lambda: HINTS)
    return PuzzleShown(
        puzzle, roster, board, notice, Streak(3, 5) if is_daily else None, TOMORROW if is_daily else None
    )


def test_an_empty_board_says_what_to_do() -> None:
    embed = wording.board(shown())

    assert embed.title == "Guess the character #12"
    assert embed.description
    for words in ("The Village", "6 tries", "`/guess daily try:`", "everybody on this server", "🟩 the same"):
        assert words in embed.description


def test_the_last_try_has_a_line_for_each_value_and_earlier_ones_are_short() -> None:
    embed = wording.board(shown("bo", "cy"))

    assert [field.name for field in embed.fields] == ["1 · Bo", "2 · Cy"]
    assert (
        embed.fields[0].value
        == "⬛ he · 🟨 the council, the choir · ⬛ no actor · 🟨 tied to Ada · ⬛ not in the plot · 🟩 3 facts"
    )
    assert (embed.fields[1].value or "").splitlines() == [
        "🟩 she",
        "🟩 the council",
        "⬛ no actor",
        "⬛ tied to nobody",
        "⬛ first in scene 3 ⏪",
        "⬛ 5 facts 🔽",
    ]
    assert "4 tries left" in (embed.description or "")


def test_hints_are_shown_and_spoilers_hidden() -> None:
    embed = wording.board(shown("bo", "cy", "dot", "eli", "fay"))

    hints = {field.name: field.value for field in embed.fields}
    assert (hints["Hint 1"] or "").startswith("█████ has painted two doors.")
    assert (hints["Hint 2"] or "").startswith(r"||█████ \*sinks\* the ship.||")


def test_nothing_says_who_it_is_before_the_end() -> None:
    embed = wording.board(shown("bo", "cy", target="eli"))

    assert "Elias" not in str(embed.to_dict())


def test_the_end_says_who_it_was() -> None:
    found = wording.board(shown("bo", "eli", target="eli")).description or ""
    lost = wording.board(shown(*("bo", "cy", "dot", "fay", "gus", "hal"), target="eli")).description or ""

    assert found.splitlines() == [
        "🎉 **Eli (Elias Moss)**, found in 2 tries.",
        "Days in a row: **3** now, 5 at best.",
        f"The next one comes <t:{int(TOMORROW.timestamp())}:R>.",
    ]
    assert "It was **Eli (Elias Moss)**." in lost


def test_a_try_that_did_not_count_is_told() -> None:
    assert "doesn't count" in (wording.board(shown("bo", notice=Notice.TRIED_BEFORE)).description or "")
    assert "/guess endless" in (wording.board(shown("ada", notice=Notice.WAS_OVER)).description or "")
    practice = wording.board(shown("ada", round=ENDLESS, notice=Notice.WAS_OVER))
    assert (practice.title, "button" in (practice.description or "")) == ("Guess the character: practice", True)


def test_what_is_shared_names_nobody() -> None:
    text = wording.shared(shown("bo", "cy", "ada"), MemberId(11))

    head, *lines = text.splitlines()
    assert head == "<@11> · Guess the character #12 · 3/6 · 3 days in a row"
    assert lines == ["⬛🟨⬛🟨⬛🟩", "🟩🟩⬛⬛⬛⬛", "🟩🟩🟩🟩🟩🟩"]
    assert not [name for name in NAMES if name in text]


def test_stats_show_how_many_tries_it_took() -> None:
    embed = wording.stats(GuessStats(played=4, solved=3, by_tries=(0, 1, 2, 0, 0, 0), streak=Streak(2, 2)))

    assert "Played: **4**, found: **3** (75%)" in (embed.description or "")
    assert "`3` ██████████ 2" in (embed.description or "")
    nothing = wording.stats(GuessStats(0, 0, (0,) * 6, Streak(0, 0)))
    assert "/guess daily" in (nothing.description or "")


def test_a_full_board_of_long_names_fits() -> None:
    long = [replace(one, name=f"{one.name} {'of the Far Isles ' * 12}".strip()) for one in VILLAGERS]
    things = [replace(thing, name=f"{thing.name} {'of old ' * 40}".strip()) for thing in VILLAGE.things]
    roster = roster_of(replace(VILLAGE, characters=tuple(long), things=tuple(things)))

    embed = wording.board(shown("bo", "cy", "dot", "eli", "fay", "gus", roster=roster))

    assert len(embed) <= EMBED
    assert all(len(field.value or "") <= FIELD_VALUE for field in embed.fields)


def test_every_character_of_the_default_pack_can_be_shown() -> None:
    roster = roster_of(default_pack())
    ids = list(roster.profiles)

    for start in range(len(ids)):
        tried = [id for id in (ids + ids)[start : start + 7] if id != roster.targets[0]][:6]
        assert len(wording.board(shown(*tried, target=roster.targets[0], roster=roster))) <= EMBED


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    assert wording.nobody("Addda", "The Village", ["Ada", "Dot"]) == (
        "I know nobody called “Addda” in The Village, so it doesn't count. Did you mean Ada or Dot?"
    )
    assert "Ada or Bo" in wording.several("a", VILLAGERS[:2])
