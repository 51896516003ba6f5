"""REST and gateway, byte by byte, without a client library."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.faults import Delayed, Status
from bot.playground.members import Shown
from bot.playground.recorder import Request
from bot.playground.server import Playground, PortTaken
from bot.playground.throttle import REQUESTS
from tests.discord_requests import assert_discord_accepts, needs_checker
from tests.playground.small_bot import running

Json = dict[str, Any]


@pytest.fixture
async def http(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bot {playground.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield session


class TestRest:
    async def test_responses_are_exactly_json(self, playground: Playground, http: aiohttp.ClientSession) -> None:
        async with http.get(playground.api_base + "/users/@me") as response:
            assert response.status == 200
            assert response.headers["Content-Type"] == "application/json"
            assert (await response.json())["id"] == playground.world.bot.id

    async def test_a_wrong_token_is_refused_on_every_bot_route(self, playground: Playground) -> None:
        async with aiohttp.ClientSession(headers={"Authorization": "Bot wrong"}) as session:
            for path in ("/users/@me", "/gateway/bot", "/channels/1/messages"):
                async with session.get(playground.api_base + path) as response:
                    assert response.status == 401
                    assert await response.json() == {"code": 0, "message": "401: Unauthorized"}

    async def test_an_unknown_route_names_itself(
        self, playground: Playground, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with http.post(playground.api_base + "/guilds/1/bulk-ban", json={}) as response:
            assert response.status == 404
            assert "POST /guilds/1/bulk-ban" in (await response.json())["message"]
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        async with http.get(playground.api_base.replace("v10", "v9") + "/users/@me") as response:
            assert response.status == 404

    async def test_invalid_json_is_refused(self, playground: Playground, http: aiohttp.ClientSession) -> None:
        channel = f"{playground.api_base}/channels/{playground.world.channel('general').id}/messages"
        json_type = {"Content-Type": "application/json"}
        for body in ("{", "[]", '"text"'):
            async with http.post(channel, data=body, headers=json_type) as response:
                assert (response.status, (await response.json())["code"]) == (400, 50109)

    async def test_posting_is_limited_per_channel(self) -> None:
        async with Playground() as playground:
            headers = {"Authorization": f"Bot {playground.token}"}
            async with aiohttp.ClientSession(headers=headers) as session:

                async def post(channel: str) -> tuple[int, Any, Any]:
                    url = f"{playground.api_base}/channels/{playground.world.channel(channel).id}/messages"
                    async with session.post(url, json={"content": "x"}) as response:
                        return response.status, response.headers, await response.json()

                posts = [await post("general") for _ in range(6)]
                elsewhere = await post("lore")

            assert [status for status, _, _ in posts] == [200] * 5 + [429]
            assert [headers["X-RateLimit-Remaining"] for _, headers, _ in posts[:5]] == ["4", "3", "2", "1", "0"]
            _, headers, body = posts[5]
            assert headers["Via"]
            assert 0 < body["retry_after"] <= 5
            assert body["global"] is False
            assert elsewhere[0] == 200

    async def test_a_global_limit_covers_all_requests_except_interactions(self) -> None:
        async with Playground() as playground:
            headers = {"Authorization": f"Bot {playground.token}"}
            async with aiohttp.ClientSession(headers=headers) as session:

                async def answered(method: str, path: str) -> tuple[int, Any, Any]:
                    async with session.request(method, playground.api_base + path) as response:
                        return response.status, response.headers, await response.json()

                answers = await asyncio.gather(*(answered("GET", "/users/@me") for _ in range(60)))
                about_interactions = await answered("POST", "/interactions/1/token/callback")

            refused = [(headers, body) for status, headers, body in answers if status == 429]
            assert refused
            assert len(answers) - len(refused) >= REQUESTS
            assert all(headers["X-RateLimit-Scope"] == "global" and body["global"] for headers, body in refused)
            assert all(0 < body["retry_after"] <= 1 for _, body in refused)
            assert about_interactions[0] == 404

    async def test_a_request_takes_its_latency_and_is_reported_when_answered(self) -> None:
        heard: list[Request] = []
        latency = timedelta(milliseconds=40)
        async with (
            Playground(latency=latency, on_request=heard.append) as playground,
            aiohttp.ClientSession() as session,
        ):
            began = time.monotonic()
            async with session.get(playground.api_base + "/users/@me") as response:
                assert response.status == 401
            took = time.monotonic() - began

        assert took >= latency.total_seconds()
        assert [(request.path, request.status) for request in heard] == [("/api/v10/users/@me", 401)]

    async def test_a_request_with_an_injected_fault_may_still_take_effect(
        self, playground: Playground, http: aiohttp.ClientSession
    ) -> None:
        url = f"{playground.api_base}/channels/{playground.world.channel('general').id}/messages"
        playground.faults.next(Status(500), method="POST")
        playground.faults.next(Status(502, applied=True), method="POST")
        playground.faults.next(Delayed(0), method="POST")
        statuses = []
        for number in range(4):
            async with http.post(url, json={"content": str(number)}) as response:
                statuses.append(response.status)

        assert statuses == [500, 502, 200, 200]
        assert [m.content for m in playground.member("Sam").sees("general")] == ["1", "2", "3"]


class TestDoors:
    async def test_only_requests_to_its_own_address_are_answered(self, playground: Playground) -> None:
        async with aiohttp.ClientSession() as session:
            for host, status in (
                (f"127.0.0.1:{playground.port}", 200),
                (f"localhost:{playground.port}", 200),
                ("evil.example", 403),
                (f"evil.example:{playground.port}", 403),
                ("127.0.0.1", 403),
            ):
                url = playground.api_base + "/gateway"
                async with session.get(url, headers={"Host": host}) as response:
                    assert response.status == status, host

    async def test_only_its_own_page_can_open_the_chat(self, playground: Playground) -> None:
        address = playground.origin
        chat = f"{address}/play/ws?key={playground.key}"
        async with aiohttp.ClientSession() as session:
            for origin in ("http://evil.example", "null", "https://127.0.0.1", address + "0", None):
                headers = {} if origin is None else {"Origin": origin}
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await session.ws_connect(chat, headers=headers)
                assert refused.value.status == 403
            async with session.ws_connect(chat, headers={"Origin": address}) as socket:
                assert (await socket.receive_json())["type"] == "state"
            async with session.get(address + "/", headers={"Origin": "http://evil.example"}) as response:
                assert response.status == 403

    async def test_nothing_is_changed_without_the_key_of_the_address(self, playground: Playground) -> None:
        own = {"Origin": playground.origin}
        async with aiohttp.ClientSession() as session:
            for key in ("", "?key=", "?key=wrong"):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await session.ws_connect(f"{playground.origin}/play/ws{key}", headers=own)
                assert refused.value.status == 403
                async with session.post(f"{playground.origin}/play/files{key}", headers=own) as response:
                    assert response.status == 403

    async def test_the_page_is_served_under_a_strict_policy(self, playground: Playground) -> None:
        async with aiohttp.ClientSession() as session:
            for name in (
                "",
                "nothing.js",
                "..%2fserver.py",
                "..%2fpage%2findex.html",
                "%2e%2e/server.py",
                ".hidden.js",
                "server.py",
            ):
                async with session.get(f"{playground.origin}/{name}") as response:
                    assert response.status == (200 if name == "" else 404), name
                    assert response.headers["X-Content-Type-Options"] == "nosniff"
                    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")

    async def test_a_taken_port_says_what_to_do(self, playground: Playground) -> None:
        with pytest.raises(PortTaken, match="--port"):
            async with Playground(port=playground.port):
                pass


class Client:
    """A minimal gateway client."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.sequence = 0

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def receive(self) -> Json:
        frame: Json = await self.socket.receive_json(timeout=30)
        self.sequence = frame["s"] or self.sequence
        return frame

    async def close_code(self) -> int:
        async for _ in self.socket:
            pass
        return self.socket.close_code or 0


@pytest.fixture
async def client(playground: Playground, http: aiohttp.ClientSession) -> AsyncIterator[Client]:
    async with http.ws_connect(playground.gateway_url, params={"v": "10", "encoding": "json"}) as socket:
        client = Client(socket)
        assert (await client.receive())["op"] == 10
        yield client


def identity(playground: Playground, **changes: Any) -> Json:
    return {"token": playground.token, "intents": 1 << 0 | 1 << 9, "properties": {}} | changes


class TestGateway:
    async def test_a_heartbeat_is_acknowledged(self, client: Client) -> None:
        await client.send(1, None)

        assert (await client.receive())["op"] == 11

    async def test_identifying_gets_ready_and_the_servers(self, playground: Playground, client: Client) -> None:
        await client.send(2, identity(playground))

        ready, guild = await client.receive(), await client.receive()

        assert (ready["t"], ready["s"]) == ("READY", 1)
        assert [g["id"] for g in ready["d"]["guilds"]] == [guild["d"]["id"]]
        assert "shard" not in ready["d"]
        assert guild["t"] == "GUILD_CREATE"
        assert [member["user"]["id"] for member in guild["d"]["members"]] == [playground.world.bot.id]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"token": "wrong"}, 4004),
            ({"intents": 1 << 15}, 4014),
            ({"intents": 1 << 60}, 4013),
            ({"intents": None}, 4013),
            ({"shard": [2, 2]}, 4010),
        ],
    )
    async def test_identifying_wrongly_closes_the_connection(
        self, playground: Playground, client: Client, changes: Json, code: int
    ) -> None:
        await client.send(2, identity(playground, **changes))

        assert await client.close_code() == code

    @pytest.mark.parametrize(("op", "code"), [(99, 4001), (8, 4003), (3, 4003)])
    async def test_frames_out_of_order_close_the_connection(self, client: Client, op: int, code: int) -> None:
        await client.send(op, {})

        assert await client.close_code() == code

    async def test_invalid_json_closes_the_connection(self, client: Client) -> None:
        await client.socket.send_str("{")

        assert await client.close_code() == 4002

    async def test_an_old_api_version_is_refused(self, playground: Playground, http: aiohttp.ClientSession) -> None:
        async with http.ws_connect(playground.gateway_url, params={"v": "9"}) as socket:
            assert await Client(socket).close_code() == 4012

    async def test_a_silent_client_is_disconnected(self) -> None:
        async with (
            Playground(heartbeat=timedelta(milliseconds=50)) as playground,
            aiohttp.ClientSession() as session,
            session.ws_connect(playground.gateway_url, params={"v": "10"}) as socket,
        ):
            assert await Client(socket).close_code() == 4009

    async def test_a_resumed_session_gets_what_it_missed(
        self, playground: Playground, client: Client, http: aiohttp.ClientSession
    ) -> None:
        await client.send(2, identity(playground))
        session_id = (await client.receive())["d"]["session_id"]
        await client.receive()
        await client.socket.close(code=4000)
        await playground.until_offline()
        await playground.member("Sam").say("general", "missed")

        async with http.ws_connect(playground.gateway_url, params={"v": "10"}) as socket:
            again = Client(socket)
            await again.receive()
            await again.send(6, {"token": playground.token, "session_id": session_id, "seq": client.sequence})

            missed, resumed = await again.receive(), await again.receive()

        assert (missed["t"], missed["s"], missed["d"]["content"]) == ("MESSAGE_CREATE", 3, "")
        assert resumed["t"] == "RESUMED"
        assert isinstance(resumed["d"], dict)

    async def test_an_unknown_session_cannot_be_resumed(self, playground: Playground, client: Client) -> None:
        await client.send(6, {"token": playground.token, "session_id": "x", "seq": 1})

        frame = await client.receive()

        assert (frame["op"], frame["d"]) == (9, False)

    async def test_a_shard_gets_only_its_own_servers(self, playground: Playground, client: Client) -> None:
        guild_id = int(playground.world.channel("general").guild_id or 0)
        other = 1 - (guild_id >> 22) % 2
        await client.send(2, identity(playground, shard=[other, 2]))

        ready = await client.receive()
        await playground.member("Sam").say("general", "for the other shard")
        await client.send(1, None)

        assert (ready["d"]["shard"], ready["d"]["guilds"]) == ([other, 2], [])
        assert (await client.receive())["op"] == 11


class TestRecord:
    async def test_every_request_is_recorded_before_it_is_answered(self, tmp_path: Path) -> None:
        record = tmp_path / "traffic.jsonl"
        async with Playground(record=record) as playground:
            headers = {"Authorization": f"Bot {playground.token}"}
            async with aiohttp.ClientSession(headers=headers) as session:
                channel = playground.world.channel("general").id
                await session.get(f"{playground.api_base}/channels/{channel}/messages", params={"limit": "5"})
                form = aiohttp.FormData()
                form.add_field("payload_json", json.dumps({"content": "x"}))
                form.add_field("files[0]", b"data", filename="x.txt")
                await session.post(f"{playground.api_base}/channels/{channel}/messages", data=form)

                lines = [json.loads(line) for line in record.read_text().splitlines()]

        path = f"/api/v10/channels/{channel}/messages"
        assert lines == [
            {"method": "GET", "path": path + "?limit=5", "body": None},
            {"method": "POST", "path": path, "body": {"content": "x"}},
        ]
        assert playground.requests[1].status == 200

    @needs_checker
    async def test_what_a_bot_sends_is_what_discord_describes(self, tmp_path: Path) -> None:
        record = tmp_path / "traffic.jsonl"
        async with Playground(record=record, rate_limits=False) as playground, running(playground):
            robin = playground.member("Robin")
            await robin.autocomplete("general", "fact", "character", "th")
            card = await robin.slash("general", "fact", {"character": "thor"})
            assert isinstance(card, Shown)
            await robin.click(card, "Another")
            await robin.click(card, "Later")
            await robin.message("general", lambda message: message.content == "later came")
            await robin.click(card, "Form")
            await robin.slash("general", "slow")
            await robin.slash("general", "layout")
            await robin.answer_to(await robin.say("general", "@Lorekeeper hi"))

        assert_discord_accepts(record)
