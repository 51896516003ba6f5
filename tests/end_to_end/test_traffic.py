"""All that the bot sends is what Discord takes, and the default pack works as shipped."""

from pathlib import Path

from tests.default_pack import default_knowledge
from tests.discord_requests import assert_discord_accepts, needs_checker
from tests.end_to_end.stage import UNSURE, Stage, custom_id_of_menu, shown, staged
from tests.small_pack import TWO_PACKS

ROOT = Path(__file__).parents[2]
DEFAULT_PACK = ROOT / "facts" / "age-of-ultron"


async def tour(stage: Stage) -> None:
    """Everything a member can do, once."""
    sam, robin = stage.sam, stage.robin
    asked = {"question": "what is mara's dog called"}
    for channel in ("general", "lobby", "dm"):
        answer = shown(await sam.slash(channel, "ask", asked))
        await sam.menu(answer, "Why this answer?")
        await sam.click(answer, "🗑️")
        fact = shown(await sam.slash(channel, "fact", {"character": "Captain Orlo"}))
        await sam.click(fact, "Another fact")
        await sam.slash(channel, "whoplayed", {"name": "Ben Marsh"})
        await sam.slash(channel, "help")
        await sam.slash(channel, "about")
        plot = shown(await sam.slash(channel, "plot"))
        plot = shown(await sam.click(plot, "Next"))
        await sam.pick(plot, custom_id_of_menu(plot), [plot.select()["options"][0]["value"]])
    for command, option in (
        ("fact", "character"),
        ("fact", "continuity"),
        ("whoplayed", "name"),
        ("character", "name"),
        ("plot", "part"),
    ):
        await sam.autocomplete("general", command, option, "")
        await sam.autocomplete("general", command, option, "nowhere near")
    card = shown(await sam.slash("general", "character", {"name": "Orlo"}))
    await sam.click(card, "Who plays them?")
    await sam.slash("general", "fact", {"character": "Mara"})
    await sam.slash("general", "fact", {"character": "nobody at all @everyone"})
    offered = shown(await sam.slash("general", "ask", {"question": UNSURE, "private": True}))
    await sam.click(offered, offered.buttons[0].label)
    chat = await sam.answer_to(await sam.say("general", "@Lorekeeper what is mara's dog called?"))
    await sam.answer_to(await sam.say("general", "who played her?", reply_to=chat))
    await robin.click(chat, "🗑️")
    await sam.answer_to(await sam.say("dm", "hello @everyone"))
    await sam.answer_to(await sam.say("general", "@Lorekeeper"))


@needs_checker
async def test_every_request_is_one_that_discord_knows(tmp_path: Path) -> None:
    record = tmp_path / "traffic.jsonl"
    async with staged(record, TWO_PACKS) as stage:
        await tour(stage)

    assert_discord_accepts(record)


async def test_the_default_pack_answers() -> None:
    async with staged(knowledge=default_knowledge()) as stage:
        asked = await stage.sam.say("general", "@Lorekeeper who played Thor?")
        answer = await stage.sam.answer_to(asked)
        card = shown(await stage.sam.slash("general", "character", {"name": "Iron Man"}))
        plot = shown(await stage.sam.slash("general", "plot"))
        plot = shown(await stage.sam.click(plot, "Next"))

    assert "Chris Hemsworth" in answer.text
    assert "Tony Stark" in card.text
    assert "||" in plot.text
