"""The unmodified discord.py client on the playground over real sockets: the bot's actions and the members' view."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import discord
import pytest

from bot.playground.actions import FieldValue
from bot.playground.clock import MovableClock
from bot.playground.faults import Dropped, RateLimited
from bot.playground.members import Acknowledged, Choice, Failed, Modal, NotPossible, Outcome, Shown
from bot.playground.permissions import SEND_MESSAGES, Overwrite
from bot.playground.server import Playground
from tests.playground.small_bot import SmallBot, aimed_at, running, unprivileged


def shown(outcome: Outcome) -> Shown:
    assert isinstance(outcome, Shown), outcome
    return outcome


@pytest.mark.usefixtures("bot")
class TestCommands:
    async def test_a_slash_command_is_answered_with_a_message(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        answer = shown(await robin.slash("general", "fact", {"character": "thor", "number": "2"}))

        assert answer.embeds[0]["title"] == "thor"
        assert "Fact 2 of thor" in answer.text
        assert answer == robin.sees("general")[-1]
        assert answer.raw["interaction_metadata"]["user"]["id"] == robin.id
        assert not answer.pinged

    async def test_autocomplete_offers_what_the_bot_finds(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        assert await robin.autocomplete("general", "fact", "character", "th") == [Choice("Thor", "thor")]
        everyone = await robin.autocomplete("general", "fact", "character", options={"number": 3})
        assert isinstance(everyone, list)
        assert [choice.value for choice in everyone] == ["thor", "hulk", "black widow"]

    async def test_subcommands_and_ranges_are_checked_as_the_client_does(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        answer = shown(await robin.slash("general", "trivia start", {"rounds": 3}))

        assert answer.text == "3 rounds"
        for wrong, text in (
            ({"rounds": 6}, "at most 5"),
            ({"rounds": "many"}, "whole number"),
            ({}, "required"),
            ({"rounds": 1, "speed": 2}, "no option speed"),
        ):
            with pytest.raises(NotPossible, match=text):
                await robin.slash("general", "trivia start", wrong)
        with pytest.raises(NotPossible, match="needs one of: start"):
            await robin.slash("general", "trivia")
        with pytest.raises(NotPossible, match="can't use a command 'nonsense'"):
            await robin.slash("general", "nonsense")

    async def test_a_user_option_is_resolved_and_naming_somebody_pings_nobody(self, playground: Playground) -> None:
        robin, sam = playground.member("Robin"), playground.member("Sam")

        answer = shown(await robin.slash("general", "who", {"member": "Sam"}))

        assert answer.content == f"{sam.mention} is sam"
        assert answer.pinged == frozenset()

    async def test_an_ephemeral_answer_is_only_visible_to_the_member_who_asked(self, playground: Playground) -> None:
        robin, sam = playground.member("Robin"), playground.member("Sam")

        answer = shown(await robin.slash("general", "secret"))

        assert answer.is_ephemeral
        assert answer in robin.sees("general")
        assert sam.sees("general") == []
        await robin.dismiss(answer)
        assert robin.sees("general") == []

    async def test_a_deferred_answer_is_filled_by_the_first_follow_up(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        answer = shown(await robin.slash("general", "slow"))
        more = await robin.message("general", lambda message: message.content == "and more")

        assert (answer.content, answer.is_ephemeral, answer.is_thinking) == ("here it is", True, False)
        assert more.reply_to == answer.id

    async def test_an_answer_is_edited_through_its_interaction(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        await robin.slash("general", "edited")
        answer = await robin.message("general", lambda message: message.content == "second")

        assert answer.raw["edited_timestamp"] is not None

    async def test_menus_are_used_on_messages_and_on_users(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        said = await robin.say("lore", "hello")

        because = shown(await robin.menu(said, "Why this answer?"))
        that = shown(await robin.user_menu("lore", "Sam", "Who is this?"))

        assert because.text == "Because of 'hello'"
        assert that.text == "That is sam"

    async def test_the_media_of_a_card_are_files_of_its_message(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        card = shown(await robin.slash("general", "card"))

        assert card.text.splitlines()[:3] == ["Above the card", "## Thor", "Played by **Chris Hemsworth**"]
        picture, notes = card.raw["attachments"]
        _, box, hidden = card.raw["components"]
        section, line, _, gallery, file, *_ = box["components"]
        assert section["accessory"]["media"]["attachment_id"] == picture["id"]
        assert section["accessory"]["media"]["url"] == picture["url"]
        assert (line["spacing"], line["divider"]) == (2, True)
        assert [item["spoiler"] for item in gallery["items"]] == [False, True, False]
        assert gallery["items"][2]["media"]["url"] == "https://example.org/elsewhere.png"
        assert (file["name"], file["size"], file["file"]["url"]) == ("notes.txt", 5, notes["url"])
        assert (hidden["accent_color"], hidden["spoiler"]) == (None, True)

    async def test_a_layout_of_components_v2_can_be_read(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        answer = shown(await robin.slash("general", "layout"))

        assert answer.text == "# A heading\ntext"

    async def test_commands_work_in_a_dm_and_in_a_server_without_the_bot(self, playground: Playground) -> None:
        sam = playground.member("Sam")

        in_a_dm = shown(await sam.slash("dm", "fact", {"character": "hulk"}))
        elsewhere = shown(await sam.slash("lobby", "fact", {"character": "hulk"}))

        assert in_a_dm.channel_id == sam.direct
        assert shown(await sam.click(elsewhere, "Another")).content == "another fact"


@pytest.mark.usefixtures("bot")
class TestComponents:
    async def test_a_button_changes_its_message(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        card = shown(await robin.slash("general", "fact", {"character": "thor"}))

        after = shown(await robin.click(card, "Another"))

        assert (after.id, after.content) == (card.id, "another fact")
        assert [button.label for button in after.buttons] == ["Another", "Aside", "Later", "Delete", "Form"]

    async def test_a_button_can_answer_in_private_later_or_by_deleting(self, playground: Playground) -> None:
        robin, sam = playground.member("Robin"), playground.member("Sam")
        card = shown(await robin.slash("general", "fact", {"character": "thor"}))

        aside = shown(await sam.click(card, "board:aside"))
        assert aside.is_ephemeral
        assert aside.reply_to == card.id
        assert aside not in robin.sees("general")

        assert isinstance(await sam.click(card, "Later"), Acknowledged)
        later = await sam.message("general", lambda message: message.content == "later came")
        assert later.id == card.id

        assert isinstance(await sam.click(card, "Delete"), Acknowledged)
        await sam.gone(card)
        with pytest.raises(NotPossible):
            await sam.click(card, "Another")

    async def test_a_choice_reaches_the_bot(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        card = shown(await robin.slash("general", "fact", {"character": "thor"}))

        assert card.select()["placeholder"] == "Who?"
        assert shown(await robin.pick(card, "board:hero", ["hulk"])).content == "You chose hulk"
        with pytest.raises(NotPossible):
            await robin.pick(card, "board:hero", ["loki"])

    async def test_a_form_is_opened_checked_and_sent(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        form = await robin.slash("general", "form")

        assert isinstance(form, Modal)
        assert form.title == "Suggest a fact"
        assert [field["custom_id"] for field in form.fields] == ["fact", "source"]
        with pytest.raises(NotPossible, match="required"):
            await robin.submit(form, {"source": "me"})
        with pytest.raises(NotPossible, match="0 to 50"):
            await robin.submit(form, {"fact": "x" * 51})
        thanks = shown(await robin.submit(form, {"fact": "Thor has a hammer"}))
        assert thanks.content == "Thank you for 'Thor has a hammer' from ''"

    async def test_a_form_opened_by_a_button_is_answered_too(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        card = shown(await robin.slash("general", "fact", {"character": "thor"}))

        form = await robin.click(card, "Form")

        assert isinstance(form, Modal)
        assert "a source" in shown(await robin.submit(form, {"fact": "x", "source": "a source"})).content

    async def test_a_form_has_choices_boxes_files_and_members(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        form = await robin.slash("general", "survey")
        assert isinstance(form, Modal)
        proof = [robin.upload("a.txt", b"one"), robin.upload("b.txt", b"two")]

        with pytest.raises(NotPossible, match="Choose 1"):
            await robin.submit(form, {})
        with pytest.raises(NotPossible, match="Upload 0 to 2"):
            await robin.submit(form, {"best": "thor", "proof": [*proof, robin.upload("c.txt", b"")]})
        with pytest.raises(NotPossible, match="isn't one of the options"):
            await robin.submit(form, {"best": "loki"})
        filled: dict[str, FieldValue] = {
            "best": "thor",
            "liked": ["hulk"],
            "again": False,
            "proof": proof,
            "friend": ["Sam"],
        }
        answer = shown(await robin.submit(form, filled))

        assert answer.content == "thor | ['hulk'] | False | ['a.txt: one', 'b.txt: two'] | ['sam']"

    async def test_a_form_is_sent_with_its_defaults(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        form = await robin.slash("general", "survey")
        assert isinstance(form, Modal)

        assert shown(await robin.submit(form, {"best": "hulk"})).content == "hulk | [] | True | [] | []"

    async def test_a_command_takes_an_uploaded_file(self, playground: Playground) -> None:
        robin = playground.member("Robin")

        answer = shown(await robin.slash("general", "read", {"file": robin.upload("a.txt", b"inside")}))

        assert answer.content == "inside"
        with pytest.raises(NotPossible, match="no uploaded file"):
            await robin.slash("general", "read", {"file": "1"})


class TestChat:
    async def test_a_mention_a_reply_and_a_dm_are_readable_and_answered(
        self, playground: Playground, bot: SmallBot
    ) -> None:
        robin = playground.member("Robin")

        mention = await robin.say("general", "@Lorekeeper hello")
        answer = await robin.answer_to(mention)
        direct = await robin.answer_to(await robin.say("dm", "in private"))
        again = await robin.answer_to(await robin.say("general", "and you?", reply_to=answer))

        assert answer.content == f"You said: <@{playground.world.bot.id}> hello"
        assert answer.pinged == frozenset()
        assert direct.content == "You said: in private"
        assert again.content == "You said: and you?"
        assert bot.errors == []

    async def test_other_messages_arrive_empty_without_the_content_intent(
        self, playground: Playground, bot: SmallBot
    ) -> None:
        robin = playground.member("Robin")

        await robin.say("general", "not for the bot")
        await robin.answer_to(await robin.say("general", "@Lorekeeper you there"))

        assert bot.heard[0] == ("", int(playground.world.channel("general").id))
        channel = bot.get_channel(int(playground.world.channel("general").id))
        assert isinstance(channel, discord.TextChannel)
        read = [message.content async for message in channel.history(oldest_first=True)]
        mention = f"<@{playground.world.bot.id}> you there"
        assert read == ["", mention, f"You said: {mention}"]

    async def test_other_messages_arrive_whole_with_the_content_intent(self) -> None:
        intents = unprivileged()
        intents.message_content = True
        async with (
            Playground(privileged_intents=intents.value, rate_limits=False) as playground,
            running(playground, SmallBot(intents)) as bot,
        ):
            robin = playground.member("Robin")
            await robin.say("general", "for all to read")
            await robin.answer_to(await robin.say("general", "@Lorekeeper you there"))

            assert bot.heard[0][0] == "for all to read"

    async def test_a_message_knows_who_it_pinged(self, playground: Playground, bot: SmallBot) -> None:
        robin, sam = playground.member("Robin"), playground.member("Sam")
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))
        text = f"{robin.mention} {sam.mention} @everyone"

        await channel.send(text)
        await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
        await channel.send(text, allowed_mentions=discord.AllowedMentions(users=[discord.Object(int(sam.id))]))

        assert [message.pinged for message in sam.sees("general")] == [
            frozenset(),
            frozenset({robin.id, sam.id}),
            frozenset({sam.id}),
        ]

    async def test_a_nonce_makes_only_one_message(self, playground: Playground, bot: SmallBot) -> None:
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))

        first = await channel.send("today's question", nonce="daily-2026-11-23")
        again = await channel.send("today's question", nonce="daily-2026-11-23")
        other = await channel.send("today's question", nonce="daily-2026-11-24")

        assert first.id == again.id != other.id
        assert len(playground.member("Sam").sees("general")) == 2

    async def test_the_bot_edits_deletes_reacts_uploads_and_opens_threads(
        self, playground: Playground, bot: SmallBot
    ) -> None:
        sam = playground.member("Sam")
        channel = bot.get_channel(int(playground.world.channel("general").id))
        assert isinstance(channel, discord.TextChannel)

        async with channel.typing():
            message = await channel.send("first", file=discord.File(__file__, "test.txt"))
        await message.edit(content="second", embed=discord.Embed(description="more"))
        await message.add_reaction("👍")
        thread = await message.create_thread(name="About it")
        await thread.send("inside")
        await thread.edit(archived=True)

        seen = sam.sees("general")[-1]
        assert seen.text == "second\nmore"
        assert seen.raw["attachments"][0]["filename"] == "test.txt"
        assert seen.raw["reactions"][0]["emoji"]["name"] == "👍"
        assert [inside.content for inside in sam.sees("About it")] == ["inside"]
        await message.remove_reaction("👍", discord.Object(bot.application_id or 0))
        await message.delete()
        await sam.gone(seen)
        with pytest.raises(discord.NotFound, match="Unknown Message"):
            await message.edit(content="third")

    async def test_the_history_is_read_after_before_and_around(self, playground: Playground, bot: SmallBot) -> None:
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))
        posts = []
        for number in range(5):
            posts.append(await channel.send(str(number)))
            await playground.clock.move(timedelta(hours=1))

        async def read(**where: Any) -> list[str]:
            return [message.content async for message in channel.history(**where)]

        assert await read(after=posts[2]) == ["3", "4"]
        assert await read(after=posts[0], limit=2) == ["1", "2"]
        assert await read(before=posts[2]) == ["1", "0"]
        assert sorted(await read(around=posts[2], limit=3)) == ["1", "2", "3"]
        half_past = posts[3].created_at - timedelta(minutes=30)
        assert await read(after=half_past) == ["3", "4"]

    async def test_the_client_tells_the_time_by_the_moved_clock(self, playground: Playground, bot: SmallBot) -> None:
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))
        first = await channel.send("today", nonce="daily")

        await playground.clock.move(timedelta(days=1))
        second = await channel.send("tomorrow", nonce="daily")

        assert second.id != first.id
        apart = second.created_at - first.created_at
        assert timedelta(days=1) <= apart < timedelta(days=1, minutes=1)

    async def test_the_type_of_an_upload_follows_from_its_name(self, playground: Playground, bot: SmallBot) -> None:
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))
        names = ("chart.png", "scores.csv", "unknown")

        sent = await channel.send(files=[discord.File(io.BytesIO(b"x"), name) for name in names])

        kinds = [attachment.content_type for attachment in sent.attachments]
        assert kinds == ["image/png", "text/csv", "application/octet-stream"]

    async def test_the_client_is_notified_of_deleted_channels_and_threads(
        self, playground: Playground, bot: SmallBot
    ) -> None:
        channel = bot.get_channel(int(playground.world.channel("lore").id))
        assert isinstance(channel, discord.TextChannel)
        thread = await (await channel.send("x")).create_thread(name="Talk")

        playground.member("Robin").delete_channel("lore")
        with pytest.raises(discord.NotFound) as refused:
            await channel.send("x")
        await playground.member("Robin").answer_to(await playground.member("Robin").say("general", "@Lorekeeper hi"))

        assert refused.value.code == 10003
        assert bot.get_channel(channel.id) is None
        assert channel.guild.get_thread(thread.id) is None

    async def test_a_user_who_left_is_not_a_member(self) -> None:
        intents = unprivileged()
        intents.members = True
        left: asyncio.Queue[str] = asyncio.Queue()

        class Porter(SmallBot):
            async def on_raw_member_remove(self, event: discord.RawMemberRemoveEvent) -> None:
                left.put_nowait(event.user.name)

        async with (
            Playground(privileged_intents=intents.value, rate_limits=False) as playground,
            running(playground, Porter(intents)) as bot,
        ):
            kim = playground.member("Kim")
            await bot.wait_until_ready()
            guild = bot.guilds[0]
            assert (await guild.fetch_member(int(kim.id))).name == "kim"

            kim.leave("Film Club")

            assert await asyncio.wait_for(left.get(), timeout=30) == "kim"
            with pytest.raises(discord.NotFound) as refused:
                await guild.fetch_member(int(kim.id))
            assert refused.value.code == 10007

    async def test_a_channel_that_is_closed_to_the_bot_is_refused(self, playground: Playground, bot: SmallBot) -> None:
        lore = playground.world.channel("lore")
        everyone = lore.guild_id or ""
        playground.world.set_overwrite(lore.id, Overwrite(everyone, 0, deny=SEND_MESSAGES))
        channel = bot.get_partial_messageable(int(lore.id))

        with pytest.raises(discord.Forbidden, match="Missing Permissions"):
            await channel.send("hello")
        with pytest.raises(NotPossible, match="permission"):
            await playground.member("Sam").say("lore", "hello")
        with pytest.raises(discord.Forbidden, match="Missing Access"):
            await bot.fetch_channel(int(playground.world.channel("lobby").id))


class TestFailures:
    async def test_no_answer_in_time_is_a_failure(self) -> None:
        async with (
            Playground(answer_within=timedelta(milliseconds=200), rate_limits=False) as playground,
            running(playground),
        ):
            robin = playground.member("Robin")

            failed = await robin.slash("general", "silent")

            assert isinstance(failed, Failed)
            assert failed.reason == "The application did not respond"

    async def test_an_answer_after_the_deadline_is_an_unknown_interaction(self) -> None:
        seconds = 0.0
        clock = MovableClock(datetime(2026, 1, 1, tzinfo=UTC), steady=lambda: seconds)
        async with Playground(clock=clock, rate_limits=False) as playground, running(playground) as bot:
            asking = asyncio.create_task(playground.member("Robin").slash("general", "silent"))
            await playground.hub.until(lambda: playground.world.interactions or None, timeout=30, what="a question")

            seconds += 4
            bot.may_answer.set()
            failed = await asking

            assert isinstance(failed, Failed)
            await asyncio.wait_for(bot.went_wrong.wait(), timeout=30)
            assert isinstance(bot.errors[0], discord.NotFound)
            assert bot.errors[0].code == 10062

    async def test_a_second_answer_is_refused(self, playground: Playground, bot: SmallBot) -> None:
        answer = shown(await playground.member("Robin").slash("general", "twice"))
        await asyncio.wait_for(bot.went_wrong.wait(), timeout=30)

        assert answer.content == "once"
        assert isinstance(bot.errors[0], discord.HTTPException)
        assert bot.errors[0].code == 40060

    async def test_a_long_message_is_refused_with_discords_error(self, playground: Playground, bot: SmallBot) -> None:
        asking = asyncio.create_task(playground.member("Robin").slash("general", "toolong"))
        await asyncio.wait_for(bot.went_wrong.wait(), timeout=30)

        assert "Must be 2000 or fewer in length" in str(bot.errors[0])
        asking.cancel()

    async def test_without_a_bot_nobody_answers(self) -> None:
        async with Playground(answer_within=timedelta(milliseconds=200), rate_limits=False) as playground:
            robin = playground.member("Robin")
            async with running(playground):
                await playground.until_commands("secret")
            await playground.until_offline()

            assert isinstance(await robin.slash("general", "secret"), Failed)

    async def test_a_rate_limit_is_waited_out_by_the_client(self, playground: Playground, bot: SmallBot) -> None:
        playground.faults.next(RateLimited(0.01), method="POST", path="/messages$")
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))

        await channel.send("hello")

        posts = [r.status for r in playground.requests if r.path.endswith("/messages")]
        assert posts == [429, 200]

    async def test_a_dropped_connection_may_have_been_served(self, playground: Playground, bot: SmallBot) -> None:
        playground.faults.next(Dropped(applied=True), method="POST", path="/messages$")
        channel = bot.get_partial_messageable(int(playground.world.channel("general").id))

        with pytest.raises(aiohttp.ClientConnectionError):
            await channel.send("hello", nonce="only-once")
        await channel.send("hello", nonce="only-once")

        assert len(playground.member("Sam").sees("general")) == 1


class TestConnection:
    async def test_a_wrong_token_is_refused(self, playground: Playground) -> None:
        async with aimed_at(playground), SmallBot() as bot:
            with pytest.raises(discord.LoginFailure):
                await bot.start("wrong")

    async def test_a_privileged_intent_must_have_been_granted(self, playground: Playground) -> None:
        intents = unprivileged()
        intents.message_content = True
        async with aimed_at(playground), SmallBot(intents) as bot:
            with pytest.raises(discord.PrivilegedIntentsRequired):
                await bot.start(playground.token)

    async def test_a_client_reconnects_and_gets_what_it_missed(self, playground: Playground, bot: SmallBot) -> None:
        robin = playground.member("Robin")
        playground.gateway.ask_to_reconnect()
        await playground.until_offline()

        answer = await robin.answer_to(await robin.say("general", "@Lorekeeper still there?"))

        assert answer.content.endswith("still there?")
        assert bot.resumes == 1

    async def test_a_client_resumes_after_a_lost_connection(self, playground: Playground, bot: SmallBot) -> None:
        await playground.gateway.drop()
        answer = shown(await playground.member("Robin").slash("general", "secret"))

        assert answer.content == "a secret"
        assert bot.resumes == 1

    async def test_a_client_identifies_again_when_its_session_is_invalid(
        self, playground: Playground, bot: SmallBot
    ) -> None:
        playground.gateway.invalidate()
        await playground.until_offline()
        await playground.until_online()

        assert shown(await playground.member("Robin").slash("general", "secret")).content == "a secret"
        assert bot.resumes == 0

    async def test_a_sharded_client_is_served(self, playground: Playground) -> None:
        class Sharded(discord.AutoShardedClient):
            async def on_message(self, message: discord.Message) -> None:
                if message.author != self.user:
                    await message.reply(f"shard {self.shard_count}")

        async with aimed_at(playground), Sharded(intents=unprivileged(), shard_count=1) as client:
            running_client = asyncio.create_task(client.start(playground.token))
            await playground.until_online()
            robin = playground.member("Robin")

            answer = await robin.answer_to(await robin.say("general", "hello"))

            assert answer.content == "shard 1"
            await client.close()
            await running_client

    async def test_old_buttons_work_after_a_restart(self, playground: Playground) -> None:
        robin = playground.member("Robin")
        async with running(playground):
            card = shown(await robin.slash("general", "fact", {"character": "thor"}))

        async with running(playground):
            assert shown(await robin.click(card, "Another")).content == "another fact"
