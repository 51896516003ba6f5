"""Why this answer?"""

import pytest

from bot.playground.permissions import MANAGE_MESSAGES, Overwrite
from tests.end_to_end.stage import UNSURE, Stage, shown

WHY = "Why this answer?"
DOG = "what is mara's dog called"


async def test_a_command_is_explained(stage: Stage) -> None:
    answer = shown(await stage.sam.slash("general", "ask", {"question": DOG}))

    why = shown(await stage.robin.menu(answer, WHY))

    assert why.is_ephemeral
    for words in (DOG, "Barnacle", "Matched:", "score", "Runner-up", "Confidence", "Needed for an answer"):
        assert words in why.text


async def test_an_answer_in_chat_is_explained_after_a_restart(stage: Stage) -> None:
    answer = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))
    await stage.restart()

    why = shown(await stage.sam.menu(answer, WHY))

    assert f"> {DOG}" in why.text
    assert "sure enough" in why.text


async def test_a_follow_up_is_explained_with_its_subject(stage: Stage) -> None:
    first = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))
    second = await stage.sam.say("general", "who played her?", reply_to=first)
    answer = await stage.sam.answer_to(second)
    await stage.restart()

    why = shown(await stage.sam.menu(answer, WHY))

    assert "Anna Lind plays Mara" in why.text
    assert "sure enough to answer" in why.text


async def test_the_closest_fact_and_refusals_are_explained(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))
    unknown = shown(await stage.sam.slash("general", "ask", {"question": "what is the capital of Peru"}))

    assert "so I showed the closest fact" in shown(await stage.sam.menu(closest, WHY)).text
    assert "No fact matched" in shown(await stage.sam.menu(unknown, WHY)).text


async def test_a_picked_fact_is_told_as_such(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))
    answer = shown(await stage.sam.click(closest, "About Pip"))

    assert "picked with a button" in shown(await stage.sam.menu(answer, WHY)).text


async def test_other_messages_are_no_answers(stage: Stage) -> None:
    chat = await stage.sam.say("general", "hello")
    card = shown(await stage.sam.slash("general", "character", {"name": "Mara"}))

    assert "That message isn't mine" in shown(await stage.sam.menu(chat, WHY)).text
    assert "isn't an answer to a question" in shown(await stage.sam.menu(card, WHY)).text


@pytest.mark.parametrize("channel", ["general", "lobby"])
async def test_what_came_of_a_button_answers_no_question(stage: Stage, channel: str) -> None:
    fact = shown(await stage.sam.slash(channel, "fact", {"character": "Mara"}))
    another = shown(await stage.sam.click(fact, "Another fact"))

    assert "isn't an answer to a question" in shown(await stage.sam.menu(another, WHY)).text


@pytest.mark.parametrize("text", ["@Lorekeeper", "@Lorekeeper thanks"])
async def test_small_talk_is_no_question(stage: Stage, text: str) -> None:
    answer = await stage.sam.answer_to(await stage.sam.say("general", text))

    assert "isn't an answer to a question" in shown(await stage.sam.menu(answer, WHY)).text


async def test_what_was_asked_for_as_a_whole_is_explained(stage: Stage) -> None:
    answer = await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper who is mara"))

    why = shown(await stage.sam.menu(answer, WHY)).text

    assert "> who is mara" in why
    assert "I looked it up" in why


async def test_a_question_that_was_deleted_cannot_be_read(stage: Stage) -> None:
    world = stage.playground.world
    asked = await stage.sam.say("general", f"@Lorekeeper {DOG}")
    answer = await stage.sam.answer_to(asked)
    world.set_overwrite(asked.channel_id, Overwrite(next(iter(world.guilds)), 0, allow=MANAGE_MESSAGES))
    world.delete(asked.channel_id, asked.id)

    assert "can't read the question" in shown(await stage.sam.menu(answer, WHY)).text


async def test_a_fact_picked_in_chat_is_explained_by_the_question(stage: Stage) -> None:
    closest = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {UNSURE}"))
    answer = shown(await stage.sam.click(closest, "About Pip"))

    why = shown(await stage.sam.menu(answer, WHY)).text

    assert f"> {UNSURE}" in why
    assert "picked with a button" in why


async def test_it_works_where_the_bot_is_no_member(stage: Stage) -> None:
    answer = shown(await stage.sam.slash("lobby", "ask", {"question": DOG}))

    assert "Barnacle" in shown(await stage.sam.menu(answer, WHY)).text
