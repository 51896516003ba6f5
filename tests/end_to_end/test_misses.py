"""Open questions on Discord: kept, listed, answered by a manager's reply or the form, and posted on Monday."""

from datetime import UTC, datetime
from pathlib import Path

from bot.playground.members import Modal
from tests.end_to_end.stage import labels, shown
from tests.end_to_end.test_listening import Hall, a_hall

ASKED, TEXT = "where did mara learn to swim?", "Mara learned to swim in the old harbour."
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)


async def keeping(hall: Hall) -> None:
    """Robin turns it on in the panel, with a digest in #lore."""
    panel = shown(await hall.robin.slash("lore", "settings panel"))
    panel = shown(await hall.robin.click(panel, "Open questions"))
    panel = shown(await hall.robin.click(panel, "Keep open questions: off"))
    assert "Keep open questions: on" in labels(panel)
    told = shown(await hall.robin.pick(panel, "lk:hc:d", ["lore"]))
    assert "Each Monday" in told.text


async def listed(hall: Hall) -> str:
    """What /misses says."""
    return shown(await hall.robin.slash("general", "misses")).text


async def test_a_managers_reply_answers_an_open_question(tmp_path: Path) -> None:
    async with a_hall(tmp_path) as hall, hall.bot():
        await keeping(hall)
        question = await hall.sam.say("general", f"@Lorekeeper {ASKED}")
        await hall.sam.answer_to(question)
        assert ASKED in await listed(hall)

        assert "manage this server" in shown(await hall.sam.slash("general", "misses")).text
        reply = await hall.robin.say("general", TEXT, reply_to=question, ping=False)
        offer = await hall.robin.answer_to(reply)
        assert "manage this server" in shown(await hall.sam.click(offer, "Keep as a fact")).text
        await hall.robin.click(offer, "Keep as a fact")
        kept = await hall.robin.message("general", lambda message: "I know it now" in message.text)

        assert kept.id == offer.id
        assert labels(kept) == []
        assert TEXT in shown(await hall.sam.slash("general", "ask", {"question": ASKED})).text
        assert "no question" in await listed(hall)


async def test_the_digest_comes_on_monday_and_leads_to_the_form(tmp_path: Path) -> None:
    async with a_hall(tmp_path) as hall, hall.bot():
        await keeping(hall)
        await hall.sam.slash("general", "ask", {"question": ASKED})
        await hall.sam.slash("general", "ask", {"question": "where did mara learn to sing?", "private": True})
        assert "learn to sing" not in await listed(hall)

        await hall.clock.move_to(MONDAY)
        digest = await hall.robin.message("lore", lambda message: "or not for sure" in message.text)
        page = shown(await hall.robin.click(digest, "Answer them…"))
        form = await hall.robin.click(page, "Answer it…")
        assert isinstance(form, Modal)
        *_, text, wording, how = form.fields
        values = {text["custom_id"]: TEXT, wording["custom_id"]: ASKED, how["custom_id"]: "openly"}
        known = {form.fields[0]["custom_id"]: "none"} if len(form.fields) == 4 else {}
        told = shown(await hall.robin.submit(form, {**known, **values}))

        assert "I know it now" in told.text
        assert TEXT in shown(await hall.sam.slash("general", "ask", {"question": ASKED})).text
        assert sum("or not for sure" in message.text for message in hall.said()) == 1
