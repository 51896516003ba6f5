"""Every command, as members use it."""

import pytest

from bot.playground.members import Failed
from tests.end_to_end.stage import Stage, custom_id_of_menu, labels, shown
from tests.small_pack import TWO_PACKS

COMMANDS = {"ask", "fact", "whoplayed", "character", "plot", "help", "about"}


async def test_every_command_is_there_wherever_the_bot_can_be_used(stage: Stage) -> None:
    for channel in ("general", "lobby", "dm"):
        assert set(stage.sam.commands(channel)) >= COMMANDS


async def test_ask_shows_question_fact_source_and_continuity(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "ask", {"question": "what is mara's dog called"}))

    assert "what is mara's dog called" in message.text
    assert "Mara has a dog called Barnacle." in message.text
    assert "H2 · in the film" in message.text
    assert not message.is_ephemeral
    assert message in stage.robin.sees("general")


async def test_a_private_question_is_answered_for_the_asker_alone(stage: Stage) -> None:
    options = {"question": "what is mara's dog called", "private": True}

    message = shown(await stage.sam.slash("general", "ask", options))

    assert message.is_ephemeral
    assert "Barnacle" in message.text
    assert message.id not in [other.id for other in stage.robin.sees("general")]
    assert "Delete" not in labels(message)


async def test_what_nobody_knows_is_said_so(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "ask", {"question": "what is the capital of Peru"}))

    assert "I don't know that" in message.text


async def test_scenes_are_behind_spoiler_marks(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "ask", {"question": "who finds the drowned bell"}))

    assert "||Pip finds the drowned bell under the pier.||" in message.text


async def test_fact_gives_another_one_each_time(stage: Stage) -> None:
    options = {"character": "Mara", "continuity": "film"}
    texts = [shown(await stage.sam.slash("general", "fact", options)).text for _ in range(3)]

    assert len(set(texts)) == 3
    assert all("in the film" in text for text in texts)


async def test_fact_without_a_name_gives_any_fact(stage: Stage) -> None:
    first = shown(await stage.sam.slash("general", "fact", {}))
    second = shown(await stage.sam.click(first, "Another fact"))

    assert first.text != second.text
    assert all("Source: " in message.text for message in (first, second))


async def test_fact_takes_names_as_typed(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "fact", {"character": "capn orlo"}))

    assert "About Captain Orlo" in message.text


async def test_fact_in_a_continuity_that_says_nothing(stage: Stage) -> None:
    options = {"character": "Jon", "continuity": "book"}

    message = shown(await stage.sam.slash("general", "fact", options))

    assert message.is_ephemeral
    assert "nothing about Jon" in message.text
    assert "fish soup" in shown(await stage.sam.click(message, "Any fact")).text


async def test_fact_about_nobody(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "fact", {"character": "xyzzyplugh"}))

    assert message.is_ephemeral
    assert "I know nobody called “xyzzyplugh”" in message.text


async def test_fact_about_a_name_that_fits_two_asks_which(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "fact", {"character": "Finn"}))

    assert message.is_ephemeral
    assert set(labels(message)) == {"Mara (Mara Finn)", "Jon (Jon Finn)"}
    assert "fish soup" in shown(await stage.sam.click(message, "Jon (Jon Finn)")).text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Mara", ["Anna Lind plays Mara"]),
        ("the gull", ["Ben Marsh voices Pip"]),
        ("Ben Marsh", ["Ben Marsh plays Captain Orlo", "Ben Marsh voices Pip"]),
        ("Orlo", ["Ben Marsh plays Captain Orlo", "Tom Reed voices Captain Orlo"]),
        ("Jon", ["don't name an actor for Jon"]),
    ],
)
async def test_whoplayed_works_both_ways(stage: Stage, name: str, told: list[str]) -> None:
    message = shown(await stage.sam.slash("general", "whoplayed", {"name": name}))

    assert all(words in message.text for words in told)


async def test_a_character_has_a_card(stage: Stage) -> None:
    message = shown(await stage.sam.slash("general", "character", {"name": "the keeper"}))

    for words in (
        "Mara (Mara Finn)",
        "Anna Lind",
        "Brother: Captain Orlo",
        "||Rescued by Captain Orlo||",
        "||Mara rows out",
        "Facts I know: 3 (in the film)",
    ):
        assert words in message.text
    assert "plays Mara" in shown(await stage.sam.click(message, "Who plays them?")).text
    assert "About Mara" in shown(await stage.sam.click(message, "A fact")).text


async def test_the_story_is_leafed_through(stage: Stage) -> None:
    first = shown(await stage.sam.slash("general", "plot"))
    assert "The storm" in first.text
    assert "||A storm puts out the light" in first.text

    second = shown(await stage.sam.click(first, "Next"))
    assert second.id == first.id
    assert "||Pip finds" in second.text
    assert "Page 2 of 2" in second.text

    back = shown(await stage.sam.click(second, "Previous"))
    assert "Page 1 of 2" in back.text


async def test_a_part_is_picked_from_the_menu(stage: Stage) -> None:
    first = shown(await stage.sam.slash("general", "plot"))
    value = first.select()["options"][1]["value"]

    second = shown(await stage.sam.pick(first, custom_id_of_menu(first), [value]))

    assert "The bell" in second.text


async def test_somebody_else_turns_pages_for_themselves(stage: Stage) -> None:
    first = shown(await stage.sam.slash("general", "plot"))

    copy = shown(await stage.robin.click(first, "Next"))

    assert copy.id != first.id
    assert copy.is_ephemeral
    assert "Page 2 of 2" in copy.text
    assert "Page 1 of 2" in shown(await stage.robin.click(copy, "Previous")).text


async def test_the_story_opens_at_a_part(stage: Stage) -> None:
    assert "The bell" in shown(await stage.sam.slash("general", "plot", {"part": "harbour/2"})).text
    assert "The bell" in shown(await stage.sam.slash("general", "plot", {"part": "the bel"})).text
    assert "called “opera”" in shown(await stage.sam.slash("general", "plot", {"part": "opera"})).text


async def test_help_and_about_are_for_the_asker_alone(stage: Stage) -> None:
    usage = shown(await stage.sam.slash("general", "help"))
    about = shown(await stage.sam.slash("general", "about"))

    assert all(f"/{name}" in usage.text for name in COMMANDS - {"help"})
    assert "The Harbour Light (1999)" in about.text
    assert usage.is_ephemeral
    assert about.is_ephemeral


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("fact", "character", "", ""),
        ("fact", "character", "orllo", "Captain Orlo"),
        ("fact", "continuity", "", "in the film"),
        ("fact", "continuity", "bok", "in the book"),
        ("character", "name", "", ""),
        ("character", "name", "gul", "Pip"),
        ("whoplayed", "name", "", ""),
        ("whoplayed", "name", "ana lind", "Anna Lind (Mara)"),
        ("plot", "part", "", "1. The storm"),
        ("plot", "part", "bel", "2. The bell"),
    ],
)
async def test_every_name_is_completed(stage: Stage, command: str, option: str, typed: str, first: str) -> None:
    choices = await stage.sam.autocomplete("general", command, option, typed)

    assert not isinstance(choices, Failed)
    assert 1 <= len(choices) <= 25
    assert not first or choices[0].name == first
    assert all(1 <= len(choice.name) <= 100 for choice in choices)


async def test_continuities_are_those_of_the_character_chosen(stage: Stage) -> None:
    choices = await stage.sam.autocomplete("general", "fact", "continuity", "", {"character": "Jon"})

    assert not isinstance(choices, Failed)
    assert [choice.name for choice in choices] == ["in the film"]


async def test_namesakes_of_two_packs_can_be_told_apart(stage: Stage) -> None:
    await stage.restart(TWO_PACKS)

    choices = await stage.sam.autocomplete("general", "character", "name", "mara")
    assert not isinstance(choices, Failed)
    winter = next(choice for choice in choices if "Winter" in choice.name)
    message = shown(await stage.sam.slash("general", "character", {"name": winter.value}))

    assert "Winter Harbour" in message.text


@pytest.mark.parametrize("channel", ["lobby", "dm"])
async def test_it_works_without_the_bot_in_the_server_and_in_direct_messages(stage: Stage, channel: str) -> None:
    fact = shown(await stage.sam.slash(channel, "fact", {"character": "Pip"}))
    again = shown(await stage.sam.click(fact, "Another fact"))
    asked = shown(await stage.sam.slash(channel, "ask", {"question": "what is mara's dog called"}))

    assert "About Pip" in fact.text
    assert "About Pip" in again.text
    await stage.sam.click(asked, "Delete")
    await stage.sam.gone(asked)
