"""The page's protocol, without a browser."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.members import Shown
from bot.playground.server import Playground
from tests.playground.small_bot import SmallBot

Json = dict[str, Any]


class Page:
    """A page's WebSocket: `state` is the latest state, `until` reads up to a frame of the given type."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.state: Json = {}

    async def send(self, **frame: Any) -> None:
        await self._socket.send_json(frame)

    async def send_text(self, text: str) -> None:
        await self._socket.send_str(text)

    async def until(self, *kinds: str) -> Json:
        async with asyncio.timeout(30):
            while True:
                frame: Json = await self._socket.receive_json()
                if frame["type"] == "state":
                    self.state = frame
                if frame["type"] in kinds:
                    return frame

    def channel(self, name: str) -> str:
        found = [c["id"] for server in self.state["servers"] for c in server["channels"] if c["name"] == name]
        return str(found[0])

    def member(self, name: str) -> str:
        return next(str(m["id"]) for m in self.state["members"] if m["global_name"] == name)

    def command(self, name: str) -> Json:
        return next(c for c in self.state["commands"] if c["name"] == name)


@pytest.fixture
async def page(playground: Playground, bot: SmallBot) -> AsyncIterator[Page]:
    origin = playground.origin
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{origin}/play/ws?key={playground.key}", headers={"Origin": origin}) as socket,
    ):
        page = Page(socket)
        await page.until("state")
        assert bot.errors == []
        yield page


async def test_the_state_has_everything_that_a_page_needs(page: Page) -> None:
    state = page.state

    assert [member["global_name"] for member in state["members"]] == ["Robin", "Sam", "Kim", "Alex"]
    assert state["me"] == page.member("Robin")
    assert state["bot"]["online"] is True
    assert [(server["name"], server["bot_is_member"]) for server in state["servers"]] == [
        ("Film Club", True),
        ("Elsewhere", False),
    ]
    assert [channel["name"] for channel in state["servers"][0]["channels"]] == ["general", "lore"]
    assert state["directs"][0]["recipients"][0]["id"] == state["bot"]["user"]["id"]
    assert page.channel("lobby") in page.command("fact")["usable_in"]
    assert set(state["messages"]) == {page.channel("general"), page.channel("lore"), page.channel("lobby")} | {
        state["directs"][0]["id"]
    }


async def test_a_slash_command_with_autocomplete(page: Page) -> None:
    use = {"channel_id": page.channel("general"), "command_id": page.command("fact")["id"]}

    await page.send(type="autocomplete", nonce="1", options={"character": "th"}, focused="character", **use)
    choices = await page.until("choices")
    await page.send(type="slash", nonce="2", options={"character": "thor", "number": "2"}, **use)
    accepted = await page.until("accepted")
    created = await page.until("message_created")
    acknowledged = await page.until("interaction_acknowledged")

    offered = [{"name": "Thor", "value": "thor"}]
    assert choices == {"type": "choices", "nonce": "1", "choices": offered, "failed": False}
    assert accepted["nonce"] == acknowledged["nonce"] == "2"
    assert created["message"]["embeds"][0]["title"] == "thor"


async def test_a_refusal_names_the_option_at_fault(page: Page) -> None:
    fact = page.command("fact")["id"]
    await page.send(type="slash", nonce="1", channel_id=page.channel("general"), command_id=fact, options={})

    assert await page.until("refused") == {
        "type": "refused",
        "nonce": "1",
        "text": "character is required",
        "option": "character",
    }


async def test_a_mention_is_answered_and_a_button_pressed(page: Page) -> None:
    general = page.channel("general")
    await page.send(type="say", nonce="1", channel_id=general, content="@Lorekeeper hi")
    said, answer = await page.until("message_created"), await page.until("message_created")
    use = {"channel_id": general, "command_id": page.command("fact")["id"], "options": {"character": "hulk"}}
    await page.send(type="slash", nonce="2", **use)
    card = (await page.until("message_created"))["message"]
    await page.send(type="click", nonce="3", channel_id=general, message_id=card["id"], custom_id="board:another")

    assert answer["message"]["message_reference"]["message_id"] == said["message"]["id"]
    assert (await page.until("message_updated"))["message"]["content"] == "another fact"


async def test_a_form_is_shown_and_sent(page: Page) -> None:
    general, form = page.channel("general"), page.command("form")["id"]
    await page.send(type="slash", nonce="1", channel_id=general, command_id=form, options={})
    modal = await page.until("modal")
    sent = {"interaction_id": modal["interaction_id"], "values": {"fact": "x"}}
    await page.send(type="submit", nonce="2", **sent)

    assert modal["modal"]["title"] == "Suggest a fact"
    message = (await page.until("message_created"))["message"]
    assert message["flags"] & 64
    await page.send(type="dismiss", message_id=message["id"])
    assert (await page.until("message_deleted"))["message_id"] == message["id"]


async def test_a_menu_and_a_choice(page: Page) -> None:
    general = page.channel("general")
    use = {"channel_id": general, "command_id": page.command("fact")["id"], "options": {"character": "hulk"}}
    await page.send(type="slash", nonce="1", **use)
    card = (await page.until("message_created"))["message"]["id"]
    why = page.command("Why this answer?")["id"]
    await page.send(type="menu", nonce="2", channel_id=general, command_id=why, target_id=card)
    because = (await page.until("message_created"))["message"]
    pick = {"message_id": card, "custom_id": "board:hero", "values": ["thor"]}
    await page.send(type="pick", nonce="3", channel_id=general, **pick)
    chosen = (await page.until("message_created"))["message"]

    assert because["interaction_metadata"]["target_message_id"] == card
    assert chosen["content"] == "You chose thor"


async def test_other_members_do_not_see_an_ephemeral_message(playground: Playground, page: Page) -> None:
    general, secret = page.channel("general"), page.command("secret")["id"]
    await page.send(type="slash", nonce="1", channel_id=general, command_id=secret, options={})
    await page.until("interaction_acknowledged")
    await page.send(type="switch", member=page.member("Sam"))
    await page.until("state")
    await playground.member("Robin").slash("general", "secret")
    await playground.member("Robin").say("general", "in the open")
    created = await page.until("message_created")

    assert page.state["me"] == page.member("Sam")
    assert page.state["messages"][general] == []
    assert created["message"]["content"] == "in the open"


async def test_a_malformed_frame_causes_a_notice(page: Page) -> None:
    await page.send(type="dance")
    assert "unknown type 'dance'" in (await page.until("notice"))["text"]
    await page.send(type="say", nonce="1")
    assert "lacks 'channel_id'" in (await page.until("notice"))["text"]
    await page.send(nothing=True)
    assert (await page.until("notice"))["level"] == "error"
    await page.send(type="switch", member="1")
    assert (await page.until("refused"))["text"] == "This member doesn't exist."


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 60_000, '{"type":' * 7_000, '{"type": "say", "content": ' + "[" * 60_000, "5", "null", "[]", "{", ""),
        '{"type": "say", "channel_id": [], "content": {}}',
        '{"type": "slash", "channel_id": 1, "command_id": 2, "path": 3, "options": 4}',
        '{"type": "pick", "message_id": "x", "custom_id": "y", "values": "z"}',
        '{"type": "submit", "interaction_id": null, "values": []}',
        '{"type": "move", "by": "never"}',
        '{"type": "move", "by": NaN}',
        '{"type": "move", "to": [[]]}',
        '{"type": {}}',
    ],
    ids=lambda text: text[:40],
)
async def test_a_frame_that_no_page_sends_is_refused_and_the_next_one_is_taken(page: Page, text: str) -> None:
    await page.send_text(text)
    await page.until("notice", "refused")

    await page.send(type="say", channel_id=page.channel("general"), content="Still here?", nonce="7")

    assert (await page.until("accepted"))["nonce"] == "7"


async def test_the_page_shows_what_discord_would_refuse(playground: Playground, page: Page) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"}) as session:
        url = f"{playground.api_base}/channels/{page.channel('general')}/messages"
        await session.post(url, json={"content": "x" * 2001})
        refused = await page.until("notice")
        await session.get(playground.api_base + "/sticker-packs")
        unknown = await page.until("notice")

    assert "content: Must be 2000 or fewer in length." in refused["text"]
    assert unknown["level"] == "error"
    assert "GET /sticker-packs" in unknown["text"]


async def test_the_page_shows_when_the_bot_leaves(page: Page, bot: SmallBot) -> None:
    await bot.close()

    assert await page.until("bot") == {"type": "bot", "online": False}


async def test_each_member_sees_what_they_may_do(page: Page) -> None:
    about = {member["global_name"]: member["about"] for member in page.state["members"]}
    seen = {}
    for name in about:
        await page.send(type="switch", member=page.member(name))
        await page.until("state")
        server = page.state["servers"][0]
        named = {role["id"]: role["name"] for role in server["roles"]}
        seen[name] = ([named[role] for role in server["own_roles"]], server["can_manage"], len(page.state["servers"]))

    assert about == {
        "Robin": "owns the server",
        "Sam": "an ordinary member",
        "Kim": "an ordinary member",
        "Alex": "may manage messages",
    }
    assert seen == {
        "Robin": (["Moderators"], True, 2),
        "Sam": (["Quiz Fans"], False, 2),
        "Kim": (["Quiz Fans"], False, 1),
        "Alex": (["Helpers"], False, 1),
    }


async def test_each_member_gets_their_own_answer_to_one_button(playground: Playground, page: Page) -> None:
    general, robin, kim = page.channel("general"), playground.member("Robin"), playground.member("Kim")
    card = await robin.slash("general", "fact", {"character": "thor"})
    assert isinstance(card, Shown)

    mine, theirs = await robin.click(card, "Aside"), await kim.click(card, "Aside")
    await page.send(type="switch", member=page.member("Kim"))
    await page.until("state")

    assert isinstance(mine, Shown)
    assert isinstance(theirs, Shown)
    assert [message["id"] for message in page.state["messages"][general]] == [card.id, theirs.id]
    assert mine.id in [message.id for message in robin.sees("general")]
    assert theirs.id not in [message.id for message in robin.sees("general")]


async def test_a_manager_can_silence_the_bot_and_delete_a_channel(page: Page) -> None:
    general, lore = page.channel("general"), page.channel("lore")
    await page.send(type="let_bot_write", nonce="1", channel_id=general, may=False)
    rights = {c["name"]: c["bot_may_write"] for c in (await page.until("channels"))["servers"][0]["channels"]}
    await page.send(type="delete_channel", nonce="2", channel_id=lore)
    left = [c["name"] for c in (await page.until("channels"))["servers"][0]["channels"]]
    await page.send(type="delete_channel", nonce="3", channel_id=lore)
    again = await page.until("refused")
    await page.send(type="let_bot_write", nonce="4", channel_id=general, may=True)
    back = (await page.until("channels"))["servers"][0]["channels"][0]["bot_may_write"]

    assert rights == {"general": False, "lore": True}
    assert left == ["general"]
    assert again["text"] == "This channel doesn't exist, or you can't see it."
    assert back is True


async def test_a_member_can_leave_and_the_owner_cannot(page: Page) -> None:
    film_club = page.state["servers"][0]["id"]
    await page.send(type="leave", nonce="1", server_id=film_club)
    assert (await page.until("refused"))["text"] == "The owner can't leave."
    await page.send(type="switch", member=page.member("Kim"))
    await page.until("state")
    await page.send(type="delete_channel", nonce="2", channel_id=page.channel("general"))
    assert "permission to manage" in (await page.until("refused"))["text"]

    await page.send(type="leave", nonce="3", server_id=film_club)

    assert (await page.until("channels"))["servers"] == []
