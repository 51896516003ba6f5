"""What a message's menu has for questions and answers (see `test_why` for "Why this answer?")."""

from bot.playground.members import Shown
from tests.end_to_end.stage import Stage, labels, shown

ASK, DELETE = "Ask about this", "Delete this answer"
DOG = "what is mara's dog called"


async def an_answer(stage: Stage) -> Shown:
    return await stage.sam.answer_to(await stage.sam.say("general", f"@Lorekeeper {DOG}"))


def is_there(stage: Stage, message: Shown) -> bool:
    return any(each.id == message.id for each in stage.robin.sees("general"))


async def test_a_message_of_somebody_else_is_asked_about_in_private(stage: Stage) -> None:
    said = await stage.sam.say("general", f"@Robin {DOG}")

    answer = shown(await stage.robin.menu(said, ASK))

    assert answer.is_ephemeral
    assert f"> {DOG}" in answer.text
    assert "Barnacle" in answer.text


async def test_it_works_where_the_bot_is_no_member(stage: Stage) -> None:
    said = await stage.sam.say("lobby", DOG)

    assert "Barnacle" in shown(await stage.robin.menu(said, ASK)).text


async def test_an_answer_is_no_question(stage: Stage) -> None:
    answer = await an_answer(stage)

    assert "wrote that myself" in shown(await stage.robin.menu(answer, ASK)).text


async def test_the_member_who_asked_deletes_the_answer(stage: Stage) -> None:
    answer = await an_answer(stage)

    told = shown(await stage.sam.menu(answer, DELETE))

    assert told.text == "It's deleted."
    assert not is_there(stage, answer)
    assert labels(answer)[-1] == "🗑️"


async def test_nobody_else_deletes_it(stage: Stage) -> None:
    answer = shown(await stage.robin.slash("general", "ask", {"question": DOG}))

    refused = shown(await stage.sam.menu(answer, DELETE))

    assert "Only the one who asked" in refused.text
    assert is_there(stage, answer)


async def test_only_answers_are_deleted(stage: Stage) -> None:
    said = await stage.sam.say("general", "hello")

    assert "isn't an answer of mine" in shown(await stage.sam.menu(said, DELETE)).text


async def test_a_private_answer_is_shared_once(stage: Stage) -> None:
    private = shown(await stage.sam.slash("general", "ask", {"question": DOG, "private": True}))
    assert labels(private) == ["Share"]

    await stage.sam.click(private, "Share")
    shared = await stage.robin.message("general", lambda message: "Barnacle" in message.text)

    assert not shared.is_ephemeral
    assert f"> {DOG}" in shared.text
    assert labels(shared) == ["🗑️"]
    assert not shared.pinged
    again = await stage.sam.message("general", lambda message: message.id == private.id)
    assert labels(again) == []
