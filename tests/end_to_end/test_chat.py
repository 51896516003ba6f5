"""Talking to the bot."""

import pytest

from tests.end_to_end.stage import UNSURE, Stage, labels, shown

DOG = "what is mara's dog called?"


async def test_a_mention_is_a_question(stage: Stage) -> None:
    asked = await stage.sam.say("general", f"@Lorekeeper {DOG}")

    answer = await stage.sam.answer_to(asked)

    assert "Barnacle" in answer.text
    assert "H2 · in the film" in answer.text


@pytest.mark.parametrize("text", ["{} @Lorekeeper", "hey @Lorekeeper {}"])
async def test_the_mention_may_stand_anywhere(stage: Stage, text: str) -> None:
    asked = await stage.sam.say("general", text.format(DOG))

    assert "Barnacle" in (await stage.sam.answer_to(asked)).text


async def test_a_reply_that_pings_is_a_question(stage: Stage) -> None:
    first = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))

    second = await stage.robin.say("general", "who finds the drowned bell?", reply_to=first)

    assert "||Pip finds" in (await stage.robin.answer_to(second)).text


async def test_a_direct_message_is_a_question(stage: Stage) -> None:
    asked = await stage.sam.say("dm", DOG)

    assert "Barnacle" in (await stage.sam.answer_to(asked)).text


async def test_a_bare_mention_gets_a_short_help(stage: Stage) -> None:
    asked = await stage.sam.say("general", "@Lorekeeper")

    answer = await stage.sam.answer_to(asked)
    assert "/help" in answer.text
    await stage.sam.click(answer, "🗑️")
    await stage.sam.gone(answer)


@pytest.mark.parametrize(("channel", "text"), [("general", "hello @Lorekeeper!"), ("dm", "Hi")])
async def test_a_greeting_gets_a_short_help(stage: Stage, channel: str, text: str) -> None:
    asked = await stage.sam.say(channel, text)

    assert "/help" in (await stage.sam.answer_to(asked)).text


async def test_thanks_are_welcome(stage: Stage) -> None:
    first = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))

    answer = await stage.sam.answer_to(await stage.sam.say("general", "Thank you!", reply_to=first))

    assert answer.text.startswith("You're welcome!")
    assert labels(answer) == ["🗑️"]


async def test_what_nobody_knows_is_said_so(stage: Stage) -> None:
    asked = await stage.sam.say("general", "@Lorekeeper what is the capital of Peru?")

    assert "I don't know that" in (await stage.sam.answer_to(asked)).text


async def test_other_talk_is_left_alone(stage: Stage) -> None:
    await stage.sam.say("general", DOG)
    quiet = await stage.robin.say("general", "what a storm")
    await stage.sam.say("general", DOG, reply_to=quiet)

    await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))

    assert len(stage.everything_said()) == 1


async def test_a_follow_up_keeps_the_subject(stage: Stage) -> None:
    first = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))

    second = await stage.sam.say("general", "who played her?", reply_to=first)

    assert "Anna Lind plays Mara" in (await stage.sam.answer_to(second)).text


async def test_a_follow_up_keeps_the_subject_after_a_restart(stage: Stage) -> None:
    first = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))
    await stage.restart()

    second = await stage.sam.say("general", "who played her?", reply_to=first)

    assert "Anna Lind plays Mara" in (await stage.sam.answer_to(second)).text


async def test_a_follow_up_to_a_card_keeps_its_character(stage: Stage) -> None:
    card = shown(await stage.sam.slash("general", "character", {"name": "Mara"}))

    asked = await stage.sam.say("general", "who played her?", reply_to=card)

    assert "Anna Lind plays Mara" in (await stage.sam.answer_to(asked)).text


async def test_not_sure_it_shows_the_closest_fact_and_offers_more(stage: Stage) -> None:
    closest = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {UNSURE}"))
    assert "I'm not certain. The closest fact I have:\nMara has a dog called Barnacle." in closest.text
    assert "Source: H2 · in the film" in closest.text
    assert labels(closest) == ["About Mara and Captain Orlo", "About Pip", "🗑️"]

    answer = shown(await stage.sam.click(closest, "About Pip"))

    assert answer.id == closest.id
    assert "You picked: **About Pip**\n||Pip finds the drowned bell under the pier.||" in answer.text
    assert labels(answer) == ["🗑️"]


async def test_the_closest_fact_can_be_followed_up(stage: Stage) -> None:
    closest = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {UNSURE}"))

    asked = await stage.sam.say("general", "who played her?", reply_to=closest)

    assert "Anna Lind plays Mara" in (await stage.sam.answer_to(asked)).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who is mara?", "Mara (Mara Finn)"),
        ("list the cast", "Anna Lind: Mara (Mara Finn)"),
        ("what is it about", "||A storm puts out the light"),
        ("how does it end", "||Pip finds"),
        ("a fact about jon", "fish soup"),
        ("who are you", "I'm Lorekeeper"),
        ("finn", "matches 2 names that I know"),
    ],
)
async def test_a_request_is_granted(stage: Stage, text: str, told: str) -> None:
    answer = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {text}"))

    assert told in answer.text
    assert "🗑️" in labels(answer)


async def test_who_was_shown_on_a_card_in_chat_can_be_followed_up(stage: Stage) -> None:
    card = await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper who is mara"))
    await stage.restart()

    asked = await stage.sam.say("general", "who played her?", reply_to=card)

    assert "Anna Lind plays Mara" in (await stage.sam.answer_to(asked)).text


async def test_one_of_two_who_are_called_so_is_picked(stage: Stage) -> None:
    unclear = await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper finn"))

    assert "fish soup" in shown(await stage.sam.click(unclear, "Jon (Jon Finn)")).text


async def test_the_story_goes_on_when_asked_what_happens_next(stage: Stage) -> None:
    await stage.sam.answer_to(await stage.sam.say("dm", "how does it start"))

    page = await stage.sam.answer_to(await stage.sam.say("dm", "what happens next?"))

    assert "||Pip finds" in page.text


async def test_a_follow_up_to_a_picked_fact_keeps_its_subject(stage: Stage) -> None:
    closest = await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {UNSURE}"))
    answer = shown(await stage.sam.click(closest, "About Pip"))

    asked = await stage.sam.say("general", "who voices it?", reply_to=answer)

    assert "Ben Marsh voices Pip" in (await stage.sam.answer_to(asked)).text


@pytest.mark.parametrize(
    "text",
    [
        "@Lorekeeper @everyone who is @here?",
        "@Lorekeeper @Robin what is mara's dog called?",
        "@Lorekeeper <@&{role}> what is <@{member}> called?",
    ],
)
async def test_nobody_is_ever_pinged(stage: Stage, text: str) -> None:
    role = next(iter(stage.playground.world.guilds))
    text = text.format(role=role, member=stage.robin.id)

    answer = await stage.sam.answer_to(await stage.sam.say("general", text))
    asked = shown(await stage.sam.slash("general", "ask", {"question": text}))
    looked = shown(await stage.sam.slash("general", "fact", {"character": text}))

    assert [message.pinged for message in (answer, asked, looked)] == [frozenset()] * 3
    assert "@everyone" not in asked.text + looked.text
