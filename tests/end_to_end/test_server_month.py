"""A month of a server with its owner, a manager, members and a troll, from joining to a pack of its own.

One story, told in order: each chapter begins where the one before it ended.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import NowRunning
from bot.discord_front.admission import OWN_QUESTIONS
from bot.discord_front.daily.wording import FORGIVEN
from bot.discord_front.wording import FLOOD, MANAGERS_ONLY, TOO_OLD
from bot.knowledge.model import Knowledge
from bot.packs.uploads import zipped
from bot.playground.clock import MovableClock
from bot.playground.members import Member, Modal, Shown
from bot.playground.model import Guild
from bot.playground.payloads import MESSAGE_CONTENT
from bot.playground.server import Playground
from tests.discord_requests import assert_discord_accepts
from tests.end_to_end import test_daily, test_guess, test_packs, test_trivia
from tests.end_to_end.stage import PATIENT, labels, shown
from tests.end_to_end.test_suggestions import values
from tests.guess.small_cast import VILLAGE
from tests.packs.small_packs import lamp, lamp_files
from tests.small_pack import HARBOUR

EVERY_PACK = Knowledge((HARBOUR, VILLAGE))
FIRST = datetime(2026, 5, 1, 12, tzinfo=UTC)
"""A Friday."""

DOG = "what is mara's dog called?"
BELL = "who finds the drowned bell?"
SWIM = "where did mara learn to swim?"
SING = "who taught mara to sing?"
OLD_HARBOUR = "Mara learned to swim in the old harbour."
FOGHORN, CAST = "The foghorn of Quillon was cast in Bergen.", "Where was the foghorn cast?"
BEYOND = "beyond what you've seen"
MISSED = 9
"""The day of May on which Sam forgets the daily question."""

FORGED = [
    "lk:sg:v:1:a",
    "lk:sg:o:1",
    "lk:hc:m",
    "lk:hu:1",
    "lk:h:l:0",
    "lk:p:r:the-lamp",
    "lk:p:b:1:the-lamp",
]
"""The ids of managers' buttons."""

MARKUP = "**Bold** @everyone <@&1> [x](https://example.org) ||hidden|| # Big"


class Town(test_daily.Town):
    """Film Club: Robin owns it, Kim will manage it, Sam is a member, and Alex a troll. Book Club has the bot, too."""

    def __init__(self, folder: Path, playground: Playground, clock: MovableClock, running: NowRunning) -> None:
        super().__init__(folder, clock, playground, running)
        self.kim, self.alex = playground.member("Kim"), playground.member("Alex")
        self.guessing = test_guess.Club(folder, clock, playground)
        self.playing = test_trivia.Club(folder, clock, playground)
        self.packs = test_packs.Town(folder, playground, clock)
        self.hello: Shown
        self.unanswered: Shown

    @property
    def guild(self) -> Guild:
        """Film Club."""
        return self.world.guilds[str(self.world.channel("lore").guild_id)]

    def role(self, member: Member, name: str, *, held: bool) -> None:
        """Give a member a role of Film Club, or take it away."""
        [role] = [each.id for each in self.guild.roles.values() if each.name == name]
        self.world.give_role(self.guild.id, member.id, role, held=held)
        self.playground.hub.publish()

    async def asked(self, member: Member, question: str, channel: str = "general") -> str:
        """What a member reads who asks with a command."""
        return shown(await member.slash(channel, "ask", {"question": question})).text

    async def mentioned(self, member: Member, question: str) -> Shown:
        """The reply to a mention."""
        return await member.answer_to(await member.say("general", f"@Lorekeeper {question}"))

    async def uses(self, member: Member, command: str) -> str:
        """What a member reads of a managers' command."""
        told = shown(await member.slash("general", command))
        assert told.is_ephemeral
        return told.text

    async def forges(self, member: Member, message: Shown, custom_id: str) -> str:
        """What a member reads whose client presses a button that the message doesn't have."""
        parts = self.world.find_message(message.id)
        assert parts is not None
        real, button = parts.components, {"type": 2, "id": 99, "style": 1, "label": "?", "custom_id": custom_id}
        parts.components = [*real, {"type": 1, "id": 98, "components": [button]}]
        try:
            told = shown(await member.click(message, custom_id))
        finally:
            parts.components = real
        assert told.is_ephemeral
        return told.text

    async def panel(self, member: Member, page: str) -> Shown:
        """The settings, opened by the button of the bot's first message."""
        opened = shown(await member.click(self.hello, "Settings"))
        assert opened.is_ephemeral
        return shown(await member.click(opened, page))

    async def suggestion(self, number: int) -> Shown:
        """A suggestion, as it is shown for review."""
        return await self.kim.message("lore", lambda message: f"Suggestion {number}\n" in f"{message.text}\n")

    async def days(self, first: int, last: int, *, without: Member | None = None) -> list[str]:
        """The daily questions of these days of May, each answered by Sam and Kim; returns what Sam read."""
        read = []
        for day in range(first, last + 1):
            await self.clock.move_to(FIRST.replace(day=day, hour=9, minute=1))
            post = await self.daily(day)
            assert "Yesterday" in post.text or day == 2
            for member in {self.kim, self.sam} - {without}:
                told = shown(await member.click(post, labels(post)[0]))
                assert told.is_ephemeral
                if member is self.sam:
                    read.append(told.text)
        return read

    async def daily(self, day: int) -> Shown:
        """The daily question of a day of May."""
        return await self.kim.message("general", lambda message: f"Question of the day · {day} May" in message.text)


@asynccontextmanager
async def a_town(folder: Path) -> AsyncIterator[Town]:
    """The town, before the bot comes; at the end nobody has been pinged."""
    clock, running, record = MovableClock(FIRST), NowRunning(), folder / "traffic.jsonl"
    playground = Playground(
        answer_within=PATIENT,
        clock=clock,
        record=record,
        rate_limits=False,
        privileged_intents=MESSAGE_CONTENT,
        is_busy=lambda: running.is_busy,
    )
    async with playground:
        playground.world.add_server("Book Club", "books")
        town = Town(folder / "data", playground, clock, running)
        town.robin.remove_bot("Film Club")
        yield town
        said = [message for channel in town.world.channels for message in town.world.messages_in(channel)]
        assert [m.content for m in said if m.author_id == town.world.bot.id and m.pinged] == []
    assert_discord_accepts(record)


async def test_a_month_from_joining_to_a_pack_of_its_own(tmp_path: Path) -> None:
    async with a_town(tmp_path) as town:
        async with town.bot(EVERY_PACK):
            await the_bot_joins_and_is_set_up(town)
            await members_ask(town)
            await spoilers_are_kept_from_those_who_want_none(town)
            await town.days(2, 4)
            await open_questions_are_answered(town)
            await members_teach(town)
            await town.days(5, 7)
            await a_game_is_played(town)
        async with town.bot(EVERY_PACK):
            await a_week_of_guesses_and_a_missed_day(town)
            await a_pack_of_its_own(town)
            await a_troll_comes(town)
        async with town.bot(EVERY_PACK):
            await town.days(15, 20)
            await rights_change(town)
            await town.days(21, 30)
            await a_member_leaves_and_the_bot_comes_back(town)


async def the_bot_joins_and_is_set_up(town: Town) -> None:
    town.robin.add_bot("Film Club")
    town.hello = await town.robin.message("general", lambda message: "Hello!" in message.text)
    assert labels(town.hello) == ["Ask something", "Set up the daily question", "Settings"]
    assert MANAGERS_ONLY in shown(await town.kim.click(town.hello, "Settings")).text

    daily = {"time": "9 am", "zone": "UTC"}
    assert "Every day at **09:00**" in shown(await town.robin.slash("general", "settings daily set", daily)).text
    town.robin.let_bot_write("general", may=False)
    found = shown(await town.robin.slash("general", "setup"))
    assert "missing **Send Messages**" in found.text
    town.robin.let_bot_write("general", may=True)
    assert "Everything that is set up here works" in shown(await town.robin.click(found, "Look again")).text

    town.role(town.alex, "Helpers", held=False)
    town.role(town.kim, "Helpers", held=True)
    await town.robin.pick(await town.panel(town.robin, "Managers"), "lk:hc:m", ["Helpers"])
    assert "Members can suggest facts now" in shown(await town.robin.slash("lore", "settings suggestions on")).text
    panel = await town.panel(town.kim, "Open questions")
    panel = shown(await town.kim.click(panel, "Keep open questions: off"))
    assert "Each Monday" in shown(await town.kim.pick(panel, "lk:hc:d", ["lore"])).text


async def members_ask(town: Town) -> None:
    assert "Barnacle" in (await town.mentioned(town.sam, DOG)).text
    assert "Barnacle" in await town.asked(town.kim, "wat is maras dog caled")
    assert "I don't know that" in (await town.mentioned(town.sam, "what's the weather like in Paris?")).text
    town.unanswered = await town.sam.say("general", f"@Lorekeeper {SWIM}")
    assert "I'm not certain" in (await town.sam.answer_to(town.unanswered)).text
    assert "I'm not certain" in await town.asked(town.sam, SING)
    assert "Barnacle" in await town.asked(town.sam, DOG, "books")


async def spoilers_are_kept_from_those_who_want_none(town: Town) -> None:
    lore = town.world.channel("lore").id
    page = shown(await town.kim.pick(await town.panel(town.kim, "Spoilers"), "lk:hp", ["lore"]))
    page = shown(await town.kim.pick(page, f"lk:hm:{lore}", ["up to"]))
    await town.kim.pick(page, f"lk:hn:{lore}", ["2/harbour"])
    assert BEYOND in await town.asked(town.sam, BELL, "lore")
    assert "Pip" in await town.asked(town.sam, BELL)

    await town.sam.slash("general", "spoilers", {"seen_up_to": "2/harbour"})
    assert BEYOND in await town.asked(town.sam, BELL)
    assert BEYOND in await town.asked(town.sam, BELL, "books")
    assert "Pip" in await town.asked(town.robin, BELL)
    await town.sam.slash("general", "spoilers", {"seen_up_to": "everything"})
    assert "Pip" in await town.asked(town.sam, BELL)


async def open_questions_are_answered(town: Town) -> None:
    digest = await town.kim.message("lore", lambda message: "or not for sure" in message.text)
    assert SWIM in digest.text
    assert town.sam.id not in digest.text

    reply = await town.kim.say("general", OLD_HARBOUR, reply_to=town.unanswered, ping=False)
    offer = await town.kim.answer_to(reply)
    assert MANAGERS_ONLY in shown(await town.sam.click(offer, "Keep as a fact")).text
    await town.kim.click(offer, "Keep as a fact")
    await town.kim.message("general", lambda message: "I know it now" in message.text)
    assert OLD_HARBOUR in await town.asked(town.sam, SWIM)

    page = shown(await town.kim.click(digest, "Answer them…"))
    form = await town.kim.click(page, "Answer it…")
    assert isinstance(form, Modal)
    page = shown(await town.kim.submit(form, values(form, "none", "The gulls taught Mara to sing.", SING, "hidden")))
    assert "I know it now" in page.text
    assert "||The gulls taught Mara to sing.||" in (await town.asked(town.sam, SING)).replace("**", "")
    await town.kim.click(page, "Dismiss")
    assert "no question" in await town.uses(town.kim, "misses")


async def members_teach(town: Town) -> None:
    fact = {"fact": FOGHORN, "question": CAST, "credit": "Sam"}
    assert "Thank you" in shown(await town.sam.slash("general", "suggest", fact)).text
    review = await town.suggestion(1)
    assert MANAGERS_ONLY in shown(await town.sam.click(review, "Accept")).text
    assert FOGHORN not in await town.asked(town.sam, CAST)
    await town.kim.click(review, "Accept")
    await town.kim.message("lore", lambda message: "Accepted by" in message.text)
    assert f"{FOGHORN}\n-# Source: suggested by Sam" in await town.asked(town.sam, CAST)

    form = await town.sam.click(await town.mentioned(town.kim, DOG), "👎")
    assert isinstance(form, Modal)
    assert OLD_HARBOUR in [option.get("description") for option in form.fields[0]["options"]]
    await town.sam.submit(form, values(form, "none", "The dog of Mara is called Rope."))
    await town.kim.click(await town.suggestion(2), "Decline")
    await town.kim.message("lore", lambda message: "the question has left the list" in message.text)
    assert "Rope" not in await town.asked(town.sam, DOG)


async def a_game_is_played(town: Town) -> None:
    await town.sam.slash("lore", "trivia start", {"lobby": 0, "rounds": 2, "pack": "harbour"})
    for number in (1, 2):
        question = await town.playing.question(number)
        assert "drowned bell" not in question.text
        for member in (town.sam, town.kim):
            assert "Your answer is" in shown(await member.click(question, labels(question)[0])).text
        await town.playing.close(question)
        await town.playing.verdict(number)
        await town.clock.move(test_trivia.BREAK)
    await town.playing.end()
    board = shown(await town.alex.slash("lore", "leaderboard")).text
    assert town.sam.mention in board
    assert town.alex.mention not in board


async def a_week_of_guesses_and_a_missed_day(town: Town) -> None:
    read = []
    for day in range(8, 15):
        read += await town.days(day, day, without=town.sam if day == MISSED else None)
        target = await town.guessing.target(town.sam)
        assert "found in 1 try" in (await test_guess.a_try(town.sam, target)).text
    assert [FORGIVEN in told for told in read] == [False, True, False, False, False, False]
    assert "Days in a row: **7** now" in shown(await town.sam.slash("general", "guess stats")).text
    assert not any("Guess the character" in message.text for message in town.playing.said("general"))


async def a_pack_of_its_own(town: Town) -> None:
    assert MANAGERS_ONLY in await town.uses(town.sam, "pack list")
    broken = zipped(lamp_files() | {"facts.yaml": "facts:\n  - id: x\n    txt: no\n"})
    refused = await town.packs.pack("add", file=town.packs.file(broken))
    assert "facts.yaml:3" in refused.text
    assert labels(refused) == []

    await town.packs.put(lamp())
    assert "burns oil" in await town.packs.answer()
    assert "burns oil" not in await town.packs.answer("books")
    change = await town.packs.pack("update", pack="The Lamp", file=town.packs.file(lamp("butter")))
    assert "The lamp of Quillon burns oil. → The lamp of Quillon burns butter." in change.text
    await town.packs.press(change, "Use it")
    assert "burns butter" in await town.packs.answer()
    await town.packs.press(await town.packs.pack("history", pack="The Lamp"), "Back to 1")
    assert "burns oil" in await town.packs.answer()
    exported = (await town.packs.pack("export", pack="The Lamp")).raw["attachments"]
    assert [file["filename"] for file in exported] == ["the-lamp.zip"]

    for pack in ("The Harbour Light", "The Village", "From our members"):
        await town.packs.pack("use", pack=pack, also=pack != "The Harbour Light")
    await town.packs.pack("use", pack="The Lamp", channel=town.world.channel("lore").id)
    assert "burns oil" in await town.packs.answer()
    assert "burns oil" not in await town.packs.answer("general")
    assert FOGHORN in await town.asked(town.sam, CAST)
    assert await town.sam.autocomplete("books", "character", "name", "Quil") == []


async def a_troll_comes(town: Town) -> None:
    for _ in range(OWN_QUESTIONS.most):
        assert "Barnacle" in (await town.mentioned(town.alex, DOG)).text
    assert (await town.mentioned(town.alex, DOG)).text == FLOOD
    ignored = await town.alex.say("general", f"@Lorekeeper {DOG}")
    assert "Barnacle" in (await town.mentioned(town.sam, DOG)).text
    assert ignored.id not in {message.reply_to for message in town.playing.said("general")}

    for custom_id in FORGED:
        assert MANAGERS_ONLY in await town.forges(town.alex, town.hello, custom_id), custom_id
    assert TOO_OLD in await town.forges(town.alex, town.hello, "lk:sg:v:1:x")
    for command in ("settings panel", "settings status", "setup", "misses", "pack list", "settings daily off"):
        assert await town.uses(town.alex, command) == MANAGERS_ONLY, command

    await town.alex.slash("general", "suggest", {"fact": MARKUP, "question": MARKUP, "credit": "@everyone"})
    review = await town.suggestion(3)
    await town.kim.click(review, "Accept")
    title = {"pack.yaml": f"format: 1\ntitle: '{MARKUP}'\n"}
    proposed = await town.packs.pack("add", file=town.packs.file(zipped(lamp_files() | title), "alex.zip"))
    await town.packs.press(proposed, "Use it")
    listed = await town.packs.pack("list")
    for text in (review.text, proposed.text, listed.text, await town.asked(town.sam, MARKUP)):
        assert "\\*\\*Bold" in text
        assert "@everyone" not in text
        assert "[x](" not in text


async def rights_change(town: Town) -> None:
    town.role(town.alex, "Helpers", held=True)
    panel = await town.panel(town.alex, "Answers")
    town.role(town.alex, "Helpers", held=False)
    assert MANAGERS_ONLY in shown(await town.alex.click(panel, "Private answers to commands: off")).text

    await town.sam.slash("general", "suggest", {"fact": "Mara's boat is painted green."})
    review = await town.suggestion(4)
    town.role(town.kim, "Helpers", held=False)
    assert MANAGERS_ONLY in shown(await town.kim.click(review, "Accept")).text
    town.role(town.kim, "Helpers", held=True)
    await town.kim.click(review, "Accept")
    await town.kim.message("lore", lambda message: message.id == review.id and "Accepted by" in message.text)

    panel = await town.panel(town.kim, "Answers")
    await town.kim.click(panel, "Private answers to commands: off")
    assert shown(await town.sam.slash("general", "ask", {"question": DOG})).is_ephemeral
    changes = await town.panel(town.kim, "Changes")
    assert "Private answers to commands**: off → **on" in changes.text
    await town.kim.click(changes, "Undo")
    assert not shown(await town.sam.slash("general", "ask", {"question": DOG})).is_ephemeral


async def a_member_leaves_and_the_bot_comes_back(town: Town) -> None:
    data = shown(await town.sam.slash("general", "mydata"))
    assert "7 guesses and 3 suggestions" in data.text
    sure = shown(await town.sam.click(data, "Delete everything…"))
    assert "Deleted" in shown(await town.sam.click(sure, "Yes, delete everything")).text
    assert "I don't keep anything about you" in shown(await town.sam.slash("general", "mydata")).text
    town.sam.leave("Film Club")
    assert town.sam.id not in shown(await town.kim.slash("general", "leaderboard")).text

    town.robin.remove_bot("Film Club")
    await town.clock.move(timedelta(hours=2))
    town.robin.add_bot("Film Club")
    await town.days(31, 31, without=town.sam)
    assert FOGHORN in await town.asked(town.kim, CAST)
    assert sum("Hello!" in message.text for message in town.playing.said("general")) == 1
    digests = [m for m in town.playing.said("lore") if "or not for sure" in m.text]
    assert [datetime.fromisoformat(str(m.raw["timestamp"])).day for m in digests] == [4], "Sam's 👎 was declined"
