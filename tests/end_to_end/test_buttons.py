"""Buttons: whose they are, and that they outlive a restart."""

from bot.discord_front.wording import TOO_OLD
from bot.knowledge.model import Knowledge
from bot.playground.members import Acknowledged
from tests.end_to_end.stage import UNSURE, Stage, custom_id_of_menu, labels, shown
from tests.small_pack import a_fact, a_pack

DOG = {"question": "what is mara's dog called"}


async def test_the_asker_deletes_the_reply(stage: Stage) -> None:
    answer = shown(await stage.sam.slash("general", "ask", DOG))

    assert isinstance(await stage.sam.click(answer, "🗑️"), Acknowledged)

    await stage.sam.gone(answer)


async def test_who_manages_messages_deletes_any_reply(stage: Stage) -> None:
    answer = await stage.sam.answer_to(await stage.sam.say("general", "@Lorekeeper mara's dog?"))

    await stage.robin.click(answer, "🗑️")

    await stage.robin.gone(answer)


async def test_nobody_else_deletes_it(stage: Stage) -> None:
    answer = shown(await stage.robin.slash("general", "ask", DOG))

    refused = shown(await stage.sam.click(answer, "🗑️"))

    assert refused.is_ephemeral
    assert "Only the one who asked" in refused.text
    assert answer.id in [message.id for message in stage.sam.sees("general")]


async def test_somebody_else_gets_a_further_fact_for_themselves(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))

    theirs = shown(await stage.robin.click(closest, "About Pip"))

    assert theirs.is_ephemeral
    assert "||Pip finds" in theirs.text
    kept = next(message for message in stage.sam.sees("general") if message.id == closest.id)
    assert "I'm not certain" in kept.text


async def test_a_private_closest_fact_stays_private(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE, "private": True}))

    answer = shown(await stage.sam.click(closest, "About Pip"))

    assert answer.is_ephemeral
    assert f"> {UNSURE}\n\nYou picked: **About Pip**\n||Pip finds" in answer.text
    assert labels(answer) == ["Share"]


async def test_every_button_works_after_a_restart(stage: Stage) -> None:
    fact = shown(await stage.sam.slash("general", "fact", {"character": "Mara", "continuity": "book"}))
    plot = shown(await stage.sam.slash("general", "plot"))
    card = shown(await stage.sam.slash("general", "character", {"name": "Mara"}))
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))
    any_fact = shown(await stage.sam.slash("general", "fact", {}))
    answer = shown(await stage.sam.slash("general", "ask", DOG))
    await stage.restart()

    assert "shark" in shown(await stage.sam.click(fact, "Another fact")).text
    assert "Page 2 of 2" in shown(await stage.sam.click(plot, "Next")).text
    value = plot.select()["options"][0]["value"]
    assert "Page 1 of 2" in shown(await stage.sam.pick(plot, custom_id_of_menu(plot), [value])).text
    assert "Anna Lind" in shown(await stage.sam.click(card, "Who plays them?")).text
    assert "About Mara" in shown(await stage.sam.click(card, "A fact")).text
    assert "||Pip finds" in shown(await stage.sam.click(closest, "About Pip")).text
    assert "Source: " in shown(await stage.sam.click(any_fact, "Another fact")).text
    await stage.sam.click(answer, "🗑️")
    await stage.sam.gone(answer)


async def test_what_is_no_longer_there_is_told_kindly(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))
    fact = shown(await stage.sam.slash("general", "fact", {"character": "Pip"}))
    plot = shown(await stage.sam.slash("general", "plot"))
    await stage.restart(Knowledge((a_pack("other", characters=(), facts=(a_fact(pack="other", characters=()),)),)))

    for gone in (
        await stage.sam.click(closest, "About Pip"),
        await stage.sam.click(fact, "Another fact"),
        await stage.sam.click(plot, "Next"),
    ):
        assert "don't have that any more" in shown(gone).text
        assert shown(gone).is_ephemeral


async def test_it_comes_back_after_a_lost_connection(stage: Stage) -> None:
    await stage.playground.gateway.drop()
    await stage.playground.until_offline()
    await stage.playground.until_online()

    assert "Barnacle" in shown(await stage.sam.slash("general", "ask", DOG)).text


async def test_it_stays_connected_when_discord_asks_it_to_connect_anew(stage: Stage) -> None:
    stage.playground.gateway.ask_to_reconnect()
    await stage.playground.until_offline()
    await stage.playground.until_online()

    assert "Barnacle" in shown(await stage.sam.slash("general", "ask", DOG)).text


async def test_buttons_that_stand_in_channels_work_or_say_that_they_are_too_old(stage: Stage) -> None:
    answer = shown(await stage.sam.slash("general", "fact", {}))
    message = stage.playground.world.find_message(answer.id)
    assert message is not None

    for custom_id, told in (("lk:f::", "Source: "), ("lk:x:1:2", TOO_OLD), ("of another bot", TOO_OLD)):
        message.components = [a_row_with(custom_id)]
        assert told in shown(await stage.sam.click(answer.id, "Press me")).text


async def test_a_page_that_an_older_version_sent_as_an_embed_turns_into_a_card(stage: Stage) -> None:
    page = shown(await stage.sam.slash("general", "plot"))
    message = stage.playground.world.find_message(page.id)
    assert message is not None
    message.flags = 0
    message.embeds = [{"type": "rich", "description": "The first page"}]
    message.components = message.components[1:]

    turned = shown(await stage.sam.click(page.id, "Next"))

    assert turned.id == page.id
    assert turned.embeds == []
    assert "Page 2 of 2" in turned.text


async def test_an_older_closest_fact_keeps_its_question(stage: Stage) -> None:
    closest = shown(await stage.sam.slash("general", "ask", {"question": UNSURE}))
    message = stage.playground.world.find_message(closest.id)
    assert message is not None
    message.flags = 0
    message.embeds = [{"type": "rich", "description": f"> {UNSURE}\n\nI'm not certain."}]
    message.components = message.components[1:]

    assert f"> {UNSURE}\n\nYou picked" in shown(await stage.sam.click(closest.id, "About Pip")).text


def a_row_with(custom_id: str) -> dict[str, object]:
    """A button as an earlier version of the bot left it in a channel."""
    return {
        "type": 1,
        "id": 1,
        "components": [{"type": 2, "id": 2, "style": 2, "label": "Press me", "custom_id": custom_id}],
    }
