"""Cards: their layout, and their text."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from discord import SelectOption, ui
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_front.buttons import button
from bot.discord_front.cards import CardMessage, CardPicture, as_text, laid_out, whole_lines
from bot.discord_front.lookups.buttons import PickPart, TurnPage, WhoPlayed
from bot.ids import MemberId
from bot.knowledge.model import Picture

HANDLE = "abcdefghijk"
CARD = CardMessage("Mara", "Keeps the light.", (("Played by", "Anna Lind"),), "Source: H1", "who is mara")


def components(card: CardMessage, *items: ui.Item[Any], files: Collection[str] = ()) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = laid_out(card, items, files=files).to_components()  # type: ignore[no-untyped-call]
    return made


async def test_a_card_has_one_text_below_the_other() -> None:
    [container] = components(CARD)

    assert [text["content"] for text in container["components"]] == [
        "> who is mara\n\n### Mara\nKeeps the light.",
        "**Played by**\nAnna Lind",
        "-# Source: H1",
    ]


async def test_buttons_stand_below_a_card_five_in_a_row_and_a_menu_alone() -> None:
    buttons = [button(WhoPlayed(HANDLE), str(number)) for number in range(6)]
    menu: ui.Select[Any] = ui.Select(options=[SelectOption(label="a")], custom_id=PickPart(MemberId(1)).custom_id)

    _, *rows = components(CARD, *buttons, menu)

    assert [[item["type"] for item in row["components"]] for row in rows] == [[2] * 5, [2], [3]]
    assert rows[0]["components"][0]["custom_id"] == WhoPlayed(HANDLE).custom_id


async def test_discord_py_keeps_no_card_in_memory() -> None:
    assert laid_out(CARD, [button(TurnPage(MemberId(1), HANDLE, 2), "Next")]).is_finished()


async def test_a_picture_stands_beside_the_title_with_its_description() -> None:
    card = CardMessage(
        "Mara",
        picture=CardPicture(Picture(link="https://example.org/a.png", alt="Mara at sea", credit="Robin"), "harbour"),
    )

    [container] = components(card)

    section, credit = container["components"]
    assert section["accessory"]["media"]["url"] == "https://example.org/a.png"
    assert section["accessory"]["description"] == "Mara at sea"
    assert credit["content"] == "-# Picture: Robin"


async def test_only_the_first_lines_stand_beside_a_picture() -> None:
    card = CardMessage(
        "Mara",
        "Keeps the light.\n-# H1\nHas a dog.\n-# H2",
        picture=CardPicture(Picture(link="https://example.org/a"), "harbour"),
    )

    [container] = components(card)

    section, rest = container["components"]
    assert section["components"][0]["content"] == "### Mara\nKeeps the light.\n-# H1"
    assert rest["content"] == "Has a dog.\n-# H2"


async def test_a_large_picture_stands_above_all_texts() -> None:
    picture = Picture(link="https://example.org/a.png", alt="Mara at sea", credit="Robin")
    card = CardMessage("Mara", "Keeps the light.", picture=CardPicture(picture, "harbour"), has_large_picture=True)

    [container] = components(card)

    gallery, text, credit = container["components"]
    [item] = gallery["items"]
    assert (item["media"]["url"], item["description"]) == ("https://example.org/a.png", "Mara at sea")
    assert (text["content"], credit["content"]) == ("### Mara\nKeeps the light.", "-# Picture: Robin")


async def test_a_card_without_a_picture_is_the_same_whether_it_should_be_large_or_not() -> None:
    assert components(replace(CARD, has_large_picture=True)) == components(CARD)


async def test_a_picture_that_is_a_file_is_shown_only_if_it_is_sent() -> None:
    card = CardMessage("Mara", picture=CardPicture(Picture(file="pictures/a b.PNG"), "harbour"))

    with_file, without = components(card, files=["picture.png"]), components(card)

    assert with_file[0]["components"][0]["accessory"]["media"]["url"] == "attachment://picture.png"
    assert "accessory" not in str(without)


async def test_sections_have_pictures_of_their_own() -> None:
    day, night = CardPicture(Picture(file="a.png", alt="Day"), "harbour"), CardPicture(Picture(file="b.png"), "winter")
    card = CardMessage("Packs", sections=(("Harbour", "1 fact"), ("Inland", ""), ("Winter", "2 facts")))
    card = replace(card, section_pictures={0: day, 2: night})

    [container] = components(card, files=card.files)

    _, harbour, inland, winter = container["components"]
    assert card.files == {"picture.png": day, "picture-2.png": night}
    assert (harbour["accessory"]["media"]["url"], harbour["accessory"]["description"]) == (
        "attachment://picture.png",
        "Day",
    )
    assert inland["content"] == "**Inland**\n"
    assert winter["accessory"]["media"]["url"] == "attachment://picture-2.png"


def test_a_card_as_text_says_the_same() -> None:
    assert as_text(CARD) == "**Mara**\nKeeps the light.\n**Played by**\nAnna Lind\n-# Source: H1"


@given(st.lists(st.text(max_size=30), max_size=30), st.integers(min_value=20, max_value=300))
def test_lines_that_do_not_fit_are_counted(lines: list[str], length: int) -> None:
    told = whole_lines(lines, length)

    assert len(told) <= length
    assert told == "\n".join(lines) or told.endswith(" more")


def test_a_question_is_left_out_where_a_page_needs_the_room() -> None:
    page = CardMessage(text="x" * 3900)

    assert page.asked("what happens in the end of it all, and what happens then, and after that?" * 2) == page
