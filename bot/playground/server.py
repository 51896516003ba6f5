"""Serves the playground on 127.0.0.1: Discord's REST API and gateway for the bot, the chat page for people.

::

    async with Playground() as playground:
        playground.url                        # the chat page, http://127.0.0.1:PORT/?key=KEY
        playground.api_base                   # http://127.0.0.1:PORT/api/v10
        playground.token                      # the bot's login token
        ...                                   # (start the bot)
        await playground.until_online()
        robin = playground.member("Robin")    # owns the servers; Sam and Kim are ordinary, Alex can manage messages
        await robin.slash("general", "fact", {"character": "thor"})
        await playground.clock.move(timedelta(days=1))      # runs everything that is due on the way
"""

import asyncio
import errno
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.playground.chat import Chat
from bot.playground.clock import MovableClock
from bot.playground.controls import Controls, Destination
from bot.playground.faults import Faults
from bot.playground.gateway import Gateway
from bot.playground.hub import Hub
from bot.playground.members import PATIENCE, Member
from bot.playground.model import Event, InteractionAnswered, InteractionFailed, InteractionSent
from bot.playground.recorder import Recorder, Request
from bot.playground.rest import ALLOWED_UPLOAD, Rest
from bot.playground.throttle import REQUESTS, SECOND, Throttle
from bot.playground.traffic import Traffic
from bot.playground.welcome import Welcome
from bot.playground.world import World

log = logging.getLogger(__name__)

HOST = "127.0.0.1"

PAGE = Path(__file__).parent / "page"

PAGE_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

ANSWER_WITHIN = timedelta(seconds=3)
"""Discord's deadline for the first answer to an interaction."""

HEARTBEAT = timedelta(seconds=41.25)
"""Discord's heartbeat interval."""

NOTHING_SAID = Welcome()

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PortTaken(OSError):
    """Another program is using the port; the text says what to do."""


class Playground:
    """A small Discord that runs while the context is open.

    `port` 0 picks a free one. `record` is a file for all REST requests, one line of JSON each. `clock` is the world's
    clock; give it to the bot too. `key` is the secret part of the page's address, by default a random one. `welcome` is
    what the page's first screen says. `restart` is called when the page asks for a restart of the bot, and
    `destinations` are named moments to which the page can move the clock. While `is_busy` returns true, the bot is
    doing due work and a move of the clock waits. `privileged_intents` are the granted intents as bits. `more_servers`
    is the number of servers besides the usual two. Each REST request takes `latency`, and `on_request` is called after
    it.
    Raises `OSError` if the record can't be written, and its subclass `PortTaken` if the port is in use.
    """

    def __init__(
        self,
        port: int = 0,
        record: Path | None = None,
        clock: MovableClock | None = None,
        rate_limits: bool = True,
        *,
        key: str = "",
        welcome: Welcome = NOTHING_SAID,
        restart: Callable[[], None] | None = None,
        destinations: Mapping[str, Destination] | None = None,
        is_busy: Callable[[], bool] = lambda: False,
        answer_within: timedelta = ANSWER_WITHIN,
        heartbeat: timedelta = HEARTBEAT,
        privileged_intents: int = 0,
        bot_name: str = "Lorekeeper",
        more_servers: int = 0,
        latency: timedelta = timedelta(),
        on_request: Callable[[Request], None] = lambda _: None,
    ) -> None:
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self.key = key or secrets.token_urlsafe(9)
        """What only those know who have the page's address; without it nothing can be changed."""
        self.clock = clock or MovableClock()
        self.world = World(
            bot_name=bot_name,
            privileged_intents=privileged_intents,
            answer_within=answer_within,
            more_servers=more_servers,
        )
        self.hub = Hub(self.world)
        self.faults = Faults()
        self._traffic = Traffic()
        self._record = record
        self._recorder = Recorder(None)
        self._on_request = on_request
        self._latency = latency
        self._throttle = Throttle() if rate_limits else None
        self._ceiling = Throttle(REQUESTS, SECOND) if rate_limits else None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._runner: web.AppRunner | None = None
        self.gateway = Gateway(
            self.world,
            self.hub,
            token=self.token,
            url=lambda: self.gateway_url,
            heartbeat=heartbeat,
            traffic=self._traffic,
        )
        self.controls = Controls(
            self.world,
            self.hub,
            self.clock,
            destinations=destinations or {},
            restart=restart,
            faults=self.faults,
            drop_gateway=self.gateway.drop,
        )
        self._chat = Chat(self.world, self.hub, self.controls, self._traffic, welcome)
        self.hub.listen(self._watch_deadlines)
        self.clock.listen(self._clock_moves)
        self.clock.wait_for(is_busy)

    @property
    def url(self) -> str:
        """The chat page's address."""
        return f"{self.origin}/?key={self.key}"

    @property
    def origin(self) -> str:
        """The address of everything that is served, e.g. http://127.0.0.1:8000."""
        return f"http://{HOST}:{self.port}"

    @property
    def api_base(self) -> str:
        return f"{self.origin}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://{HOST}:{self.port}/gateway/"

    @property
    def requests(self) -> list[Request]:
        """The REST requests so far (the latest ten thousand)."""
        return self._recorder.requests

    def member(self, name: str) -> Member:
        """A person by name ("Robin", "Sam") or id. Raises `KeyError`."""
        return Member(self.world, self.hub, self.clock.now, self.world.person(name).id)

    def greet(self, welcome: Welcome) -> None:
        """Say this on the first screen of pages that are opened from now on."""
        self._chat.welcome = welcome

    async def until_online(self, *, timeout: float = PATIENCE) -> None:
        """Wait until the bot is connected to the gateway."""
        await self.hub.until(lambda: self.gateway.is_online or None, timeout=timeout, what="the bot")

    async def until_offline(self, *, timeout: float = PATIENCE) -> None:
        await self.hub.until(lambda: not self.gateway.is_online or None, timeout=timeout, what="the bot's leaving")

    async def until_commands(self, *names: str, timeout: float = PATIENCE) -> None:
        """Wait until the bot has registered global commands with these names."""

        def all_there() -> bool | None:
            return {*names} <= {command["name"] for command in self.world.commands.of(None)} or None

        await self.hub.until(all_there, timeout=timeout, what=f"the commands {', '.join(names)}")

    # -------------------------------------------------------------------------------------------- opening, closing

    async def __aenter__(self) -> Self:
        self._recorder = Recorder(self._record, self._on_request)
        app = web.Application(middlewares=[self._guard], client_max_size=ALLOWED_UPLOAD)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/play/ws", self._chat.handle)
        app.router.add_post("/play/files", self._chat.upload)
        app.router.add_get("/attachments/{channel}/{attachment}/{name}", self._attachment)
        rest = Rest(
            self.world,
            self.hub,
            token=self.token,
            clock=self.clock.now,
            gateway_url=lambda: self.gateway_url,
            recorder=self._recorder,
            faults=self.faults,
            traffic=self._traffic,
            throttle=self._throttle,
            ceiling=self._ceiling,
            latency=self._latency,
        )
        rest.add_routes(app)
        self.clock.wait_for(lambda: rest.is_busy)
        self.clock.excuse(lambda: rest.is_limiting)
        app.router.add_get("/{name:[^/]*}", self._page_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        try:
            await site.start()
        except OSError as error:
            await self.__aexit__(None, None, None)
            if error.errno == errno.EADDRINUSE:
                text = f"Port {self.port} is already in use by another program. Choose another one with --port."
                raise PortTaken(errno.EADDRINUSE, text) from error
            raise
        self.port = self._runner.addresses[0][1]
        self.world.address = self.origin
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        await self.controls.close()
        await self._chat.close()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._recorder.close()

    # --------------------------------------------------------------------------------------------------- deadlines

    def _watch_deadlines(self, event: Event) -> None:
        """Fail interactions that aren't answered in time."""
        match event:
            case InteractionSent(interaction):
                wait = self.world.answer_within.total_seconds()
                loop = asyncio.get_running_loop()
                self._timers[interaction.id] = loop.call_later(wait, self._give_up, interaction.id)
            case InteractionAnswered(interaction) | InteractionFailed(interaction):
                timer = self._timers.pop(interaction.id, None)
                if timer is not None:
                    timer.cancel()
            case _:
                pass

    def _clock_moves(self, by: timedelta) -> None:
        self.world.time_moves(by, self.clock.now())
        self.hub.publish()

    def _give_up(self, interaction_id: str) -> None:
        self.world.give_up(self.world.interactions[interaction_id])
        self.hub.publish()

    # ----------------------------------------------------------------------------------------------- what is served

    @web.middleware
    async def _guard(self, request: web.Request, handler: Serve) -> web.StreamResponse:
        """Accept only our own Host (against DNS rebinding) and Origin (against pages of other sites)."""
        hosts = {f"{name}:{self.port}" for name in (HOST, "localhost")}
        if request.host.lower() not in hosts:
            return web.Response(status=403, text="The playground only answers requests to its own address.\n")
        origin = request.headers.get("Origin")
        is_page = request.path.startswith("/play/")
        if (origin is not None or is_page) and (origin or "").lower() not in {f"http://{host}" for host in hosts}:
            return web.Response(status=403, text="The playground only answers requests from its own page.\n")
        if is_page and not secrets.compare_digest(request.query.get("key", "").encode(), self.key.encode()):
            return web.Response(status=403, text="Open the page by the whole address that the playground printed.\n")
        return await handler(request)

    async def _page_file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"] or "index.html"
        path = PAGE / name
        if name != path.name or path.suffix not in PAGE_TYPES or name.startswith(".") or not path.is_file():
            return web.Response(status=404, text="There is no such file.\n", headers=self._page_headers())
        headers = self._page_headers() | {"Content-Type": PAGE_TYPES[path.suffix]}
        return web.Response(body=path.read_bytes(), headers=headers)

    def _page_headers(self) -> dict[str, str]:
        sockets = f"ws://{HOST}:{self.port} ws://localhost:{self.port}"
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        """A file uploaded by the bot or by a member. Pictures are displayed; all other files are downloads."""
        file = self.world.file(request.match_info["channel"], request.match_info["attachment"])
        if file is None:
            return web.Response(status=404, text="There is no such file.\n", headers=self._page_headers())
        is_picture = file.content_type in ("image/png", "image/jpeg", "image/gif", "image/webp")
        kind = file.content_type if is_picture else "application/octet-stream"
        headers = self._page_headers() | {"Content-Type": kind}
        if not is_picture:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.data, headers=headers)
