"""Members suggest facts on Discord, and managers review them."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.members import Modal, Shown
from bot.playground.server import Playground
from tests.end_to_end.stage import PATIENT, labels, shown
from tests.end_to_end.test_packs import NOON, Town

TEXT, QUESTION = "The foghorn of Quillon was cast in Bergen.", "Where was the foghorn cast?"


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    clock = MovableClock(NOON)
    async with Playground(answer_within=PATIENT, clock=clock, rate_limits=False) as playground:
        town = Town(tmp_path, playground, clock)
        async with town.bot():
            await town.robin.slash("general", "settings suggestions on", {"channel": "lore"})
            yield town


async def to_review(town: Town, text: str = TEXT) -> Shown:
    """What the managers see of Sam's suggestion."""
    told = shown(await town.sam.slash("general", "suggest", {"fact": text, "question": QUESTION, "credit": "Sam"}))
    assert told.is_ephemeral
    return await town.robin.message("lore", lambda message: "Suggestion 1" in message.text)


def values(form: Modal, *texts: str) -> Mapping[str, str]:
    """What is typed into a form, field by field."""
    return dict(zip((field["custom_id"] for field in form.fields), texts, strict=True))


async def answer(town: Town) -> str:
    return shown(await town.sam.slash("general", "ask", {"question": QUESTION})).text


async def test_a_suggestion_is_accepted_and_answers_questions(town: Town) -> None:
    review = await to_review(town)

    await town.robin.click(review, "Accept")
    decided = await town.robin.message("lore", lambda message: "Accepted by" in message.text)

    assert labels(review) == ["Accept", "Accept as a spoiler", "Edit", "Decline"]
    assert labels(decided) == []
    told = await answer(town)
    assert TEXT in told
    assert "suggested by Sam" in told


async def test_only_managers_decide_at_the_moment_of_the_click(town: Town) -> None:
    review = await to_review(town)

    assert "manage this server" in shown(await town.sam.click(review, "Accept")).text
    guild = town.playground.world.guilds[town.playground.world.channel("lore").guild_id or ""]
    guild.owner_id = town.sam.id
    guild.members[town.robin.id].roles.clear()
    for button in labels(review):
        assert "manage this server" in shown(await town.robin.click(review, button)).text


async def test_a_message_is_suggested_from_its_menu_and_edited(town: Town) -> None:
    said = await town.robin.say("general", "it was cast in Bergen, the foghorn")
    form = await town.sam.menu(said, "Suggest as a fact")
    assert isinstance(form, Modal)
    assert "Thank you" in shown(await town.sam.submit(form, values(form, "cast in Bergen", "", ""))).text
    review = await town.robin.message("lore", lambda message: "cast in Bergen" in message.text)

    edit = await town.robin.click(review, "Edit")
    assert isinstance(edit, Modal)
    await town.robin.submit(edit, values(edit, TEXT, QUESTION))
    edited = await town.robin.message("lore", lambda message: TEXT in message.text)
    await town.robin.click(edited, "Accept as a spoiler")
    await town.robin.message("lore", lambda message: "Accepted by" in message.text)

    assert edited.id == review.id
    assert f"||{TEXT}||" in (await answer(town)).replace("**", "")


async def test_a_declined_one_is_not_known(town: Town) -> None:
    review = await to_review(town)

    await town.robin.click(review, "Decline")
    await town.robin.message("lore", lambda message: "Declined by" in message.text)

    assert TEXT not in await answer(town)


async def test_the_text_of_a_member_is_never_markup(town: Town) -> None:
    review = await to_review(town, "**Bold** @everyone [x](https://example.org)")

    assert "\\*\\*Bold" in review.text
    assert not review.pinged


async def test_nothing_is_kept_if_the_managers_cannot_see_it(town: Town) -> None:
    town.robin.let_bot_write("lore", may=False)

    told = shown(await town.sam.slash("general", "suggest", {"fact": TEXT}))

    assert "haven't kept yours" in told.text
    assert "No suggestions are waiting" in shown(await town.robin.slash("general", "settings suggestions status")).text


async def test_it_can_be_turned_off(town: Town) -> None:
    await town.robin.slash("general", "settings suggestions off")
    said = await town.robin.say("general", TEXT)

    assert "Nobody reads" in shown(await town.sam.menu(said, "Suggest as a fact")).text
    assert "Nobody reads" in shown(await town.sam.slash("general", "suggest", {"fact": TEXT})).text


DOG = "what is mara's dog called"
RIGHT, WRONG = "👍", "👎"


async def an_answer(town: Town) -> Shown:
    return await town.sam.answer_to(await town.sam.say("general", f"@Lorekeeper {DOG}"))


async def test_a_wrong_answer_asks_what_was_meant_and_managers_review_it(town: Town) -> None:
    form = await town.robin.click(await an_answer(town), WRONG)
    assert isinstance(form, Modal)
    meant, text = form.fields
    *facts, none = meant["options"]

    told = await town.robin.submit(form, {meant["custom_id"]: facts[0]["value"], text["custom_id"]: ""})

    assert "Thank you" in shown(told).text
    assert facts[0]["label"].startswith("About")
    assert none["label"] == "None of these"
    review = await town.robin.message("lore", lambda message: "Suggestion 1" in message.text)
    assert DOG in review.text


async def test_none_of_these_wants_the_right_one_in_words(town: Town) -> None:
    for text, reply in (("", "Pick a fact"), ("The dog of Mara is called Rope.", "Thank you")):
        form = await town.sam.click(await an_answer(town), WRONG)
        assert isinstance(form, Modal)
        assert reply in shown(await town.sam.submit(form, values(form, "none", text))).text

    review = await town.robin.message("lore", lambda message: "Suggestion 1" in message.text)
    assert "Rope" in review.text


async def test_a_right_answer_gets_thanks_and_nobody_has_to_review_it(town: Town) -> None:
    asked = shown(await town.sam.slash("general", "ask", {"question": DOG}))

    assert "good to know" in shown(await town.robin.click(asked, RIGHT)).text
    assert "No suggestions are waiting" in shown(await town.robin.slash("general", "settings suggestions status")).text


async def test_answers_are_judged_only_where_managers_read_suggestions(town: Town) -> None:
    answer = await an_answer(town)
    await town.robin.slash("general", "settings suggestions off")
    form = await town.robin.click(answer, WRONG)
    assert isinstance(form, Modal)

    assert labels(answer) == [RIGHT, WRONG, "🗑️"]
    assert labels(await an_answer(town)) == ["🗑️"]
    assert "Nobody reads" in shown(await town.robin.submit(form, values(form, "none", "Rope."))).text


async def test_a_closest_fact_that_is_right_answers_the_question_from_then_on(town: Town) -> None:
    ask = {"question": "what did the gull steal"}
    asked = shown(await town.sam.slash("general", "ask", ask))

    assert "Thank you! The managers" in shown(await town.robin.click(asked, RIGHT)).text
    review = await town.robin.message("lore", lambda message: "Suggestion 1" in message.text)
    await town.robin.click(review, "Accept")
    await town.robin.message("lore", lambda message: "Accepted by" in message.text)

    assert "closest" in asked.text
    assert "suggested by a member" in shown(await town.sam.slash("general", "ask", ask)).text
