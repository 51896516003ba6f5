"""Just enough of Discord to log in to, and to be turned away by: for what goes wrong at the door."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "a.token.of.the.tests"
"""What the door opens for."""


class SmallDiscord:
    """An API at `base`, which names a gateway that closes every connection with `close_code`.

    With `gateway_status` the gateway answers that instead. With `lets_in` it lets the client in (`ready` is what it
    says instead of a right READY), tells it `events`, sends `frames` as they are, and then is deaf, but for the goodbye
    after `frames`; `drop` breaks off the connection. What the client answers to a command or a press goes into
    `callbacks`, what it posts into `messages`; both are confirmed without a word (204), and cannot be changed
    afterwards. While it `keeps_waiting` it confirms no callback. `told` has the callback and the follow-ups of each
    interaction, by its token.

    `flags` are the application's, without which it says nothing of them. A client that asks for intents that are
    `refused` is closed with 4014; `intents` holds what clients asked for, in order.
    """

    def __init__(
        self,
        *,
        prefix: str = "/api/v10",
        close_code: int = 4004,
        gateway_status: int = 0,
        lets_in: bool = False,
        answers: Mapping[str, web.Response] | None = None,
        ready: Mapping[str, Any] | None = None,
        flags: int | None = None,
        refused: int = 0,
    ) -> None:
        self.base = ""
        self.asked: list[str] = []
        self._prefix = prefix
        self._close_code = close_code
        self._gateway_status = gateway_status
        self._lets_in = lets_in
        self.events: list[tuple[str, Any]] = []
        self.frames: list[str | bytes] = []
        self._answers = answers or {}
        self._dropped = asyncio.Event()
        self._ready = _READY if ready is None else ready
        self._flags = {} if flags is None else {"flags": flags}
        self._refused = refused
        self.intents: list[int] = []
        self.keeps_waiting = False
        self.callbacks: asyncio.Queue[Any] = asyncio.Queue()
        self.messages: asyncio.Queue[Any] = asyncio.Queue()
        self.told: dict[str, list[Any]] = {}

    def drop(self) -> None:
        """Break off the connection, and turn away whoever comes anew."""
        self._gateway_status = 503
        self._dropped.set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer any request."""
        path = request.path.removeprefix(self._prefix)
        self.asked.append(f"{request.method} {request.path}")
        if request.path == "/gateway":
            return await self._gateway(request)
        if not request.path.startswith(self._prefix + "/"):
            return _json({"message": "404: Not Found", "code": 0}, 404)
        if path in self._answers:
            return self._answers[path]
        if path.startswith("/interactions/"):
            callback = await _body(request)
            self.told.setdefault(path.split("/")[3], []).append(callback)
            self.callbacks.put_nowait(callback)
            if self.keeps_waiting:
                await self._dropped.wait()
            return web.Response(status=204)
        if path.startswith("/webhooks/"):
            self.told.setdefault(path.split("/")[3], []).append({"type": 0, "data": await _body(request)})
            return _json({"message": "Unknown Message", "code": 10008}, 404)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path.endswith("/messages"):
            self.messages.put_nowait(await request.json())
            return web.Response(status=204)
        match path:
            case "/gateway/bot":
                return _json({"url": f"ws://{request.host}/gateway", "shards": 1})
            case "/users/@me":
                return _json({"id": "1", "username": "Lorekeeper", "discriminator": "0", "avatar": None})
            case "/oauth2/applications/@me":
                return _json(_APPLICATION | self._flags)
            case "/applications/1/commands":
                return _json([])
            case _:
                return _json({"message": "404: Not Found", "code": 0}, 404)

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if self._gateway_status:
            return web.Response(status=self._gateway_status)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40000}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT or frame.json()["op"] != 2:
                continue
            self.intents.append(frame.json()["d"]["intents"])
            if self.intents[-1] & self._refused:
                await socket.close(code=4014)
                continue
            if self._lets_in:
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": self._ready})
                for name, data in self.events:
                    await socket.send_json({"op": 0, "s": 2, "t": name, "d": data})
                for raw in self.frames:
                    await (socket.send_bytes(raw) if isinstance(raw, bytes) else socket.send_str(raw))
                while self.frames and not socket.closed:
                    await socket.receive()
                await self._dropped.wait()
                if request.transport is not None:
                    request.transport.abort()
                break
            await socket.close(code=self._close_code)
        return socket


_READY: dict[str, Any] = {
    "v": 10,
    "session_id": "s",
    "resume_gateway_url": "ws://127.0.0.1:9/",
    "user": {"id": "1", "username": "Lorekeeper", "discriminator": "0", "avatar": None},
    "guilds": [],
    "application": {"id": "1", "flags": 0},
}

_APPLICATION: dict[str, Any] = {
    "id": "1",
    "name": "Lorekeeper",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": {"id": "2", "username": "robin", "discriminator": "0", "avatar": None},
}


async def _body(request: web.Request) -> Any:
    """What was sent; of a message with files, only the message."""
    if request.content_type == "application/json":
        return await request.json()
    if request.content_type.startswith("multipart/"):
        return json.loads(str((await request.post()).get("payload_json", "{}")))
    return {}


def _json(value: object, status: int = 200) -> web.Response:
    """Discord's content type has no charset, and discord.py insists."""
    response = web.json_response(value, status=status)
    response.headers["Content-Type"] = "application/json"
    return response


@asynccontextmanager
async def opened(discord: SmallDiscord) -> AsyncIterator[SmallDiscord]:
    """The stand-in on a port of loopback."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", discord.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    discord.base = f"http://{host}:{port}/api/v10"
    try:
        yield discord
    finally:
        await runner.cleanup()
