"""Trivia games and boards on Discord, from /trivia start to /leaderboard, with a clock that is moved."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import the_bot
from bot.discord_front.quiz.buttons import Pick
from bot.knowledge.model import Knowledge, QuestionFormat
from bot.playground import permissions
from bot.playground.clock import MovableClock
from bot.playground.members import Member, Modal, Shown
from bot.playground.permissions import Overwrite
from bot.playground.server import Playground
from bot.questions.maker import questions_of
from bot.questions.model import QuizQuestion
from tests.default_pack import default_knowledge
from tests.discord_requests import assert_discord_accepts
from tests.end_to_end.stage import PATIENT, a_run, labels, shown
from tests.small_pack import HARBOUR, ONE_PACK

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BREAK = timedelta(seconds=8)
LONG = timedelta(minutes=3)
"""More than any question is open."""

QUESTIONS = questions_of(HARBOUR)
CATEGORY = Counter(question.category for question in QUESTIONS if question.options).most_common(1)[0][0]


class Club:
    """The playground with the bot on it, and its database in a folder. Robin manages the server, Sam does not."""

    def __init__(self, folder: Path, clock: MovableClock, playground: Playground) -> None:
        self.clock = clock
        self.playground = playground
        self.robin: Member = playground.member("Robin")
        self.sam: Member = playground.member("Sam")
        self._folder = folder

    def bot(self, knowledge: Knowledge = ONE_PACK) -> AbstractAsyncContextManager[None]:
        """One run of the bot."""
        return a_run(
            self.playground,
            self._folder,
            lambda library, storage: the_bot(library, storage, self.clock, catch_up=timedelta(hours=6)),
            commands=("trivia", "leaderboard", "stats"),
            knowledge=knowledge,
        )

    def said(self, channel: str = "lore") -> list[Shown]:
        """What the bot has said there for all to see."""
        bot = self.playground.world.application_id
        return [m for m in self.robin.sees(channel) if m.author_id == bot and not m.is_ephemeral]

    async def question(self, number: int, channel: str = "lore") -> Shown:
        """The open question with this number."""
        return await self.robin.message(
            channel, lambda m: title(m).startswith(f"Question {number} of") and "The time ends" in m.text
        )

    async def verdict(self, number: int) -> Shown:
        """How the question with this number went."""
        return await self.robin.message(
            "lore", lambda m: title(m) in {f"Question {number} of {n}: {how}" for n in range(51) for how in HOW}
        )

    async def end(self) -> Shown:
        """The standing at the end of the last game."""
        return await self.robin.message("lore", lambda m: title(m) == "The game is over")

    async def close(self, question: Shown) -> None:
        """Let the time of an open question pass, and no more, however busy the machine is."""
        closes_at = re.findall(r"The time ends <t:(\d+):R>", question.text)[-1]
        await self.clock.move_to(datetime.fromtimestamp(int(closes_at) + 1.5, UTC))


HOW = ("the answer", "skipped")


def title(message: Shown) -> str:
    return str(message.embeds[0].get("title", "")) if message.embeds else ""


def asked(message: Shown) -> QuizQuestion:
    """The question that a message asks."""
    number = [each for each in QUESTIONS if plain(each.text) in plain(message.text)]
    assert len(number) == 1, message.text
    return number[0]


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def button_of(message: Shown, option: int) -> str:
    """The id of the button of an option."""
    for button in message.buttons:
        pick = Pick.read(button.custom_id)
        if pick is not None and pick.option == option:
            return button.custom_id
    raise AssertionError(labels(message))


def written(form: Modal, answer: str) -> dict[str, str]:
    """The form's only field, filled in."""
    return {field["custom_id"]: answer for field in form.fields}


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    clock, record = MovableClock(NOON), tmp_path / "traffic.jsonl"
    async with Playground(answer_within=PATIENT, clock=clock, record=record) as playground:
        opened = Club(tmp_path, clock, playground)
        yield opened
        assert [message.text for message in opened.said() if message.pinged] == []
    assert_discord_accepts(record)


async def pick(member: Member, question: Shown, *, right: bool = True) -> Shown:
    known = asked(question)
    option = known.right if right else (known.right + 1) % len(known.options)
    return shown(await member.click(question, button_of(question, option)))


async def test_a_game_with_buttons_by_two(club: Club) -> None:
    async with club.bot():
        begun = shown(await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 2}))
        assert "2 questions" in begun.text
        for number in (1, 2):
            question = await club.question(number)
            locked = await pick(club.sam, question)
            assert locked.is_ephemeral
            assert "Your answer is" in locked.text
            await pick(club.robin, question)
            wrong = await pick(club.robin, question, right=False)
            assert "Your answer is now" in wrong.text
            assert asked(question).answer not in [m.text for m in club.said()]
            await club.close(question)
            verdict = await club.verdict(number)
            await club.clock.move(BREAK)
            assert f"✅ **{asked(question).answer}**" in verdict.text
            assert f"<@{club.sam.id}> +" in verdict.text
            assert "Source: " in verdict.text
            learned = await club.robin.changed(wrong)
            assert learned.is_ephemeral
            assert f"It is **{asked(question).answer}**" in learned.text
        end = await club.end()

        assert f"🥇 <@{club.sam.id}>" in end.text
        assert "(0 of 2 right" in end.text
        assert {label for message in club.said() for label in labels(message)} == {"Bad question", "Again"}
        assert [file["filename"] for file in end.raw["attachments"]] == []
        board = shown(await club.sam.slash("lore", "leaderboard"))
        assert board.text.index(club.sam.id) < board.text.index(club.robin.id)
        stats = shown(await club.robin.slash("lore", "stats", {"member": club.sam.id}))
        assert "Answered: **2**, right: **2** (100%)" in stats.text
        assert [file["filename"] for file in stats.raw["attachments"]] == ["stats.png"]


async def test_players_join_and_a_question_closes_when_all_have_answered(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"rounds": 2, "lobby": 60, "category": CATEGORY})
        lobby = await club.robin.message("lore", lambda m: title(m) == "A game of trivia")
        assert club.sam.mention in lobby.text
        assert f"2 questions · {CATEGORY}" in lobby.text
        assert "That makes 2" in shown(await club.robin.click(lobby, "Join")).text
    async with club.bot():  # the lobby survives a restart
        await club.clock.move(timedelta(seconds=61))
        for number in (1, 2):
            question = await club.question(number)
            assert asked(question).category == CATEGORY
            assert ("counts double" in title(question)) == (number == 2)
            await pick(club.sam, question)
            await pick(club.robin, question)
            verdict = await club.verdict(number)
            assert ("counts double" in verdict.text) == (number == 1)
            await club.clock.move(BREAK)
        end = await club.end()

        assert [file["filename"] for file in end.raw["attachments"]] == ["podium.png"]
        assert labels(await club.robin.changed(lobby)) == []
        begun = shown(await club.robin.click(end, "Again"))
        assert "2 questions" in begun.text
        again = await club.robin.message("lore", lambda m: title(m) == "A game of trivia" and m.id != lobby.id)
        assert f"2 questions · {CATEGORY.casefold()}" in again.text


async def test_a_bad_question_rests_until_a_manager_decides(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
        question = await club.question(1)
        await club.close(question)
        verdict = await club.verdict(1)

        report = shown(await club.sam.click(verdict, "Bad question"))
        assert asked(question).text[:20] in report.text.replace("\\", "")
        assert "reported it already" in shown(await club.robin.click(verdict, "Bad question")).text
        assert "Only a manager" in shown(await club.sam.click(report, "Keep asking")).text
        await club.robin.click(report, "Never ask it here")

        decided = await club.robin.message("lore", lambda m: "dropped this question" in m.text)
        assert decided.buttons == []


async def test_a_typed_game_by_reply_and_by_form(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 2, "answers": "typed"})
        first = await club.question(1)
        answer = asked(first).answer
        await club.robin.say("lore", "certainly the zebra", reply_to=first)
        await club.sam.say("lore", f"it's {answer.lower()}!", reply_to=first)
        solved = await club.sam.message("lore", lambda m: "is right. +" in m.text)
        assert answer in solved.text
        await club.clock.move(timedelta(seconds=5))
        verdict = await club.verdict(1)
        assert f"⚡ <@{club.sam.id}> +" in verdict.text

        await club.clock.move(BREAK)
        second = await club.question(2)
        if asked(second).format is not QuestionFormat.TRUE_FALSE:  # which has one guess
            form = await club.robin.click(second, "Answer")
            assert isinstance(form, Modal)
            told = shown(await club.robin.submit(form, written(form, "a zebra and a lion")))
            assert told.is_ephemeral
            assert "more guesses" in told.text
        form = await club.robin.click(second, "Answer")
        assert isinstance(form, Modal)
        solved = shown(await club.robin.submit(form, written(form, asked(second).answer)))
        assert not solved.is_ephemeral
        assert f"<@{club.robin.id}>" in solved.text
        await club.clock.move(timedelta(seconds=5))

        assert "The game is over" in (await club.end()).text


async def test_an_appeal_that_a_manager_accepts(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1, "answers": "typed"})
        question = await club.question(1)
        await club.sam.say("lore", "zebra", reply_to=question)
        await club.sam.message("lore", lambda m: bool(m.raw.get("reactions")))
        await club.clock.move(LONG)
        verdict = await club.verdict(1)

        appeal = shown(await club.sam.click(verdict, "Accept my answer"))
        refused = shown(await club.sam.click(appeal, "Accept"))
        assert "Only a manager" in refused.text
        decided = await club.robin.click(appeal, "Accept")

        assert decided is not None
        changed = await club.robin.message("lore", lambda m: "accepted **zebra**" in m.text)
        assert f"<@{club.sam.id}>" in changed.text
        assert changed.buttons == []
        assert "(1 of 1 right)" in shown(await club.sam.slash("lore", "leaderboard")).text


async def test_a_game_goes_on_after_a_restart(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
        before = await club.question(1)
        await pick(club.sam, before)
    await club.clock.move(timedelta(hours=1))
    async with club.bot():
        after = await club.robin.changed(before)
        assert (after.id, asked(after)) == (before.id, asked(before))
        await pick(club.robin, after, right=False)
        await club.clock.move(LONG)

        assert f"🥇 <@{club.sam.id}>" in (await club.end()).text
        assert [title(message) for message in club.said()] == [
            "Question 1 of 1",
            "Question 1 of 1: the answer",
            "The game is over",
        ]


async def test_a_second_game_is_shown_the_way_to_the_first(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0})
        question = await club.question(1)

        second = shown(await club.robin.slash("lore", "trivia start", {"lobby": 0}))

        assert f"/{question.channel_id}/{question.id}" in second.text
        await club.robin.slash("general", "trivia start", {"lobby": 0})
        assert await club.question(1, "general")


async def test_stop_and_skip_are_for_the_starter_and_moderators(club: Club) -> None:
    async with club.bot():
        await club.robin.slash("lore", "trivia start", {"lobby": 0})
        await club.question(1)

        assert "Only the one who started" in shown(await club.sam.slash("lore", "trivia stop")).text
        assert "Only the one who started" in shown(await club.sam.slash("lore", "trivia skip")).text
        assert "Skipped" in shown(await club.robin.slash("lore", "trivia skip")).text
        assert "counts for nobody" in (await club.verdict(1)).text
        assert "Stopped" in shown(await club.robin.slash("lore", "trivia stop")).text
        assert f"Stopped by <@{club.robin.id}>" in (await club.end()).text
        assert "no game in this channel" in shown(await club.robin.slash("lore", "trivia stop")).text


async def test_a_reset_shows_the_export_first(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
        await pick(club.sam, await club.question(1))
        await club.clock.move(LONG)
        await club.end()
        assert labels(shown(await club.sam.slash("lore", "leaderboard"))) == []
        board = shown(await club.robin.slash("lore", "leaderboard"))

        offer = shown(await club.robin.click(board, "Reset the boards…"))

        assert offer.is_ephemeral
        assert "1 answer would no longer count" in offer.text
        assert offer.raw["attachments"][0]["filename"] == "lorekeeper-answers-2026-05-01.jsonl"
        await club.robin.click(offer, "Yes, reset them")
        await club.sam.message("lore", lambda m: "has reset the boards" in m.text)
        assert "Nobody has answered yet" in shown(await club.sam.slash("lore", "leaderboard")).text


async def test_a_question_in_chat_is_answered_as_ever_while_a_game_runs(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "answers": "typed"})
        await club.question(1)

        answer = await club.sam.answer_to(await club.sam.say("lore", "@Lorekeeper what is mara's dog called?"))

        assert "Barnacle" in answer.text


async def test_an_answer_that_comes_late_is_no_question_to_the_bot(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1, "answers": "typed"})
        question = await club.question(1)
        await club.sam.say("lore", "zebra", reply_to=question)
        await club.clock.move(LONG)
        await club.end()

        late = await club.robin.say("lore", "mara", reply_to=question)
        await club.sam.answer_to(await club.sam.say("lore", "@Lorekeeper what is mara's dog called?"))

    assert [message for message in club.said() if message.reply_to == late.id] == []


async def test_who_left_is_on_no_board(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
        question = await club.question(1)
        await pick(club.sam, question)
        await pick(club.robin, question)
        await club.clock.move(LONG)
        await club.end()
        server = club.playground.world.channel("lore").guild_id
        assert server is not None
        club.sam.leave(server)

        board = shown(await club.robin.slash("lore", "leaderboard"))

        assert club.sam.id not in board.text
        assert f"🥇 <@{club.robin.id}>" in board.text


async def test_a_form_that_was_opened_before_a_restart_counts(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1, "answers": "typed"})
        question = await club.question(1)
        form = await club.sam.click(question, "Answer")
        assert isinstance(form, Modal)
    async with club.bot():
        solved = shown(await club.sam.submit(form, written(form, asked(question).answer)))

        assert "is right" in solved.text


async def test_buttons_of_a_game_that_is_over_say_so(club: Club) -> None:
    async with club.bot():
        await club.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 1, "answers": "typed"})
        question = await club.question(1)
        form = await club.robin.click(question, "Answer")
        assert isinstance(form, Modal)
        await club.sam.slash("lore", "trivia stop")
        await club.end()

        assert "This game is over" in shown(await club.robin.submit(form, written(form, "Pip"))).text


async def test_where_the_bot_may_not_write_no_game_begins(club: Club) -> None:
    async with club.bot():
        lore = club.playground.world.channel("lore")
        assert lore.guild_id is not None
        club.playground.world.set_overwrite(lore.id, Overwrite(lore.guild_id, 0, deny=permissions.SEND_MESSAGES))
        club.playground.hub.publish()

        refused = shown(await club.robin.slash("lore", "trivia start", {"lobby": 0}))

        assert "give me **Send Messages** in this channel" in refused.text


async def test_nothing_of_it_is_offered_in_direct_messages(club: Club) -> None:
    async with club.bot():
        assert not {"trivia", "leaderboard", "stats"} & set(club.sam.commands("dm"))


async def test_the_whole_default_pack_is_played(club: Club) -> None:
    async with club.bot(default_knowledge()):
        for way in ("buttons", "typed"):
            await club.sam.slash("general", "trivia start", {"lobby": 0, "rounds": 50, "answers": way, "relaxed": True})
            await club.robin.message("general", lambda m: title(m) == "Question 1 of 50")
            for _ in range(12):
                await club.robin.slash("general", "trivia skip")
                await club.clock.move(BREAK)
            await club.sam.slash("general", "trivia stop")
            await club.robin.message("general", lambda m: title(m) == "The game is over")


async def test_a_member_sees_what_is_kept_about_them_and_deletes_it(club: Club) -> None:
    async with club.bot():
        nothing = shown(await club.sam.slash("lore", "mydata"))
        await club.robin.slash("lore", "trivia start", {"lobby": 0, "rounds": 1})
        question = await club.question(1)
        for member in (club.sam, club.robin):
            await member.click(question, labels(question)[0])
        await club.clock.move(LONG)
        await club.verdict(1)

        told = shown(await club.sam.slash("lore", "mydata"))
        private = shown(await club.robin.slash("dm", "mydata"))
        sure = shown(await club.sam.click(told, "Delete this server's data…"))
        deleted = shown(await club.sam.click(sure, "Yes, delete this server's data"))
        board = shown(await club.sam.slash("lore", "leaderboard"))
        sure = shown(await club.robin.click(private, "Delete everything…"))
        await club.robin.click(sure, "Yes, delete everything")
        empty = shown(await club.robin.slash("lore", "leaderboard"))

    assert "I don't keep anything about you" in nothing.text
    assert "1 answer, 0 guesses and 0 suggestions of yours, from 1 server" in told.text
    assert [file["filename"] for file in told.raw["attachments"]] == ["lorekeeper-my-data-2026-05-01.json"]
    assert labels(told) == ["Delete this server's data…", "Delete everything…"]
    assert labels(private) == ["Delete everything…"]
    assert "can't be undone" in sure.text
    assert "1 answer, guess or suggestion of yours on this server" in deleted.text
    assert all(message.is_ephemeral for message in (nothing, told, sure, deleted))
    assert club.robin.mention in board.text
    assert club.sam.mention not in board.text
    assert "Nobody has answered yet" in empty.text
