"""Discord's REST API under /api/v10: parses requests, applies them to the world, answers in Discord's format.

An unknown route gets a 404 with its name, an error in the log and a notice on the page.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.playground import payloads, permissions, refusals
from bot.playground.faults import Delayed, Dropped, Fault, Faults, Garbled, RateLimited, Status
from bot.playground.hub import Hub
from bot.playground.model import THREADS, Attachment, Message, detected_type
from bot.playground.recorder import Recorder, Request
from bot.playground.refusals import Json, Refusal, invalid_form
from bot.playground.rules import UPLOAD_MAX
from bot.playground.throttle import Grant, Throttle
from bot.playground.traffic import Entry, Traffic
from bot.playground.world import World

log = logging.getLogger(__name__)

PREFIX = "/api/v10"

BY_TOKEN_IN_PATH = ("/interactions/", "/webhooks/")
"""Routes authorised by a token in their path. They don't count towards the bot's global rate limit (as on Discord)."""


@dataclass
class Call:
    """A request being handled."""

    method: str
    path: str
    """After /api/v10, without the query."""
    query: dict[str, str]
    parts: dict[str, str]
    """The values of the route's placeholders."""
    body: Any
    uploads: list[Attachment] = field(default_factory=list)

    @property
    def form(self) -> Json:
        """The body, which must be an object."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise Refusal(400, 50109, "The request body contains invalid JSON.")
        return self.body


Response = tuple[int, object]
Handler = Callable[[Call], Response]

NO_CONTENT: Response = (204, None)


class Rest:
    """The API's routes. `throttle` limits posts per channel, `ceiling` all requests; None means no limit.

    A request and its response each travel for half of `latency`. It is long because it has a method for each route.
    """

    def __init__(
        self,
        world: World,
        hub: Hub,
        *,
        token: str,
        clock: Callable[[], datetime],
        gateway_url: Callable[[], str],
        recorder: Recorder,
        faults: Faults,
        traffic: Traffic,
        throttle: Throttle | None,
        ceiling: Throttle | None = None,
        latency: timedelta = timedelta(),
    ) -> None:
        self._world = world
        self._hub = hub
        self._token = token
        self._clock = clock
        self._gateway_url = gateway_url
        self._recorder = recorder
        self._faults = faults
        self._traffic = traffic
        self._throttle = throttle
        self._ceiling = ceiling
        self._one_way = latency.total_seconds() / 2
        self._in_progress = 0

    @property
    def is_busy(self) -> bool:
        """Is a request being handled?"""
        return self._in_progress > 0

    @property
    def is_limiting(self) -> bool:
        """Is a rate limit used up, so that the client holds its posts back?"""
        now = asyncio.get_running_loop().time()
        return any(limit is not None and limit.is_used_up(now) for limit in (self._throttle, self._ceiling))

    def add_routes(self, app: web.Application) -> None:
        for method, path, handler in self._routes():
            app.router.add_route(method, PREFIX + path, self._serving(handler))
        app.router.add_route("*", "/api/{rest:.*}", self._serving(self._unknown))

    def _routes(self) -> list[tuple[str, str, Handler]]:
        own, message = "/applications/{application}", "/channels/{channel}/messages/{message}"
        webhook = "/webhooks/{application}/{token}"
        routes: list[tuple[str, str, Handler]] = [
            ("GET", "/gateway", lambda _: (200, {"url": self._gateway_url()})),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("GET", "/users/@me", lambda _: (200, payloads.own_user(self._world))),
            ("GET", "/users/@me/guilds", self._own_guilds),
            ("GET", "/users/{user}", self._user),
            ("POST", "/users/@me/channels", self._open_direct),
            ("GET", "/applications/@me", lambda _: (200, payloads.application(self._world))),
            ("GET", "/oauth2/applications/@me", lambda _: (200, payloads.application(self._world))),
            ("GET", "/guilds/{guild}", self._guild),
            ("GET", "/guilds/{guild}/channels", self._guild_channels),
            ("GET", "/guilds/{guild}/roles", self._guild_roles),
            ("GET", "/guilds/{guild}/members", self._guild_members),
            ("GET", "/guilds/{guild}/members/{user}", self._guild_member),
            ("GET", "/guilds/{guild}/threads/active", self._active_threads),
            ("GET", "/channels/{channel}", self._channel),
            ("PATCH", "/channels/{channel}", self._change_thread),
            ("GET", "/channels/{channel}/messages", self._history),
            ("POST", "/channels/{channel}/messages", self._post),
            ("POST", "/channels/{channel}/messages/bulk-delete", self._delete_many),
            ("POST", "/channels/{channel}/typing", self._type),
            ("POST", "/channels/{channel}/threads", self._open_thread),
            ("PUT", "/channels/{channel}/thread-members/@me", self._join_thread),
            ("GET", message, self._message),
            ("PATCH", message, self._edit),
            ("DELETE", message, self._delete),
            ("POST", message + "/threads", self._open_thread),
            ("GET", message + "/reactions/{emoji}", self._reactions),
            ("PUT", message + "/reactions/{emoji}/@me", self._react),
            ("DELETE", message + "/reactions/{emoji}/{user}", self._unreact),
            ("POST", "/interactions/{interaction}/{token}/callback", self._answer),
            ("POST", webhook, self._follow_up),
            ("GET", webhook + "/messages/{message}", self._response),
            ("PATCH", webhook + "/messages/{message}", self._edit_response),
            ("DELETE", webhook + "/messages/{message}", self._delete_response),
        ]
        for scope in (own, own + "/guilds/{guild}"):
            routes += [
                ("GET", scope + "/commands", self._commands),
                ("PUT", scope + "/commands", self._set_commands),
                ("POST", scope + "/commands", self._add_command),
                ("GET", scope + "/commands/{command}", self._command),
                ("PATCH", scope + "/commands/{command}", self._change_command),
                ("DELETE", scope + "/commands/{command}", self._delete_command),
            ]
        return routes

    # ------------------------------------------------------------------------------------------------ serving

    def _serving(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            self._in_progress += 1
            try:
                return await self._handle(request, handler)
            finally:
                self._in_progress -= 1

        return serve

    async def _handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        parts = dict(request.match_info)
        call = Call(request.method, path, dict(request.query), parts, None)
        unreadable = await self._read_body(request, call)
        await asyncio.sleep(self._one_way)
        record = self._recorder.record(request.method, request.path_qs, call.body)
        start = asyncio.get_running_loop().time()
        response = await self._serve(request, handler, call, record, unreadable)
        taken = int((asyncio.get_running_loop().time() - start) * 1000)
        problem = record.problem or (f"HTTP {record.status}" if not 200 <= record.status < 400 else "")
        self._traffic.add(Entry(call.method, _without_token(call), record.status, taken, problem))
        self._recorder.answered(record)
        await asyncio.sleep(self._one_way)
        return response

    async def _serve(
        self, request: web.Request, handler: Handler, call: Call, record: Request, unreadable: Refusal | None
    ) -> web.StreamResponse:
        fault = self._faults.take(call.method, call.path)
        if isinstance(fault, Delayed):
            await asyncio.sleep(fault.seconds)
        elif fault is not None and not (isinstance(fault, Status | Dropped | Garbled) and fault.applied):
            record.problem = "on order"
            return self._fail(request, record, fault)
        if wait := self._global_wait(call):
            record.status, record.problem = 429, "the global rate limit"
            return _rate_limited(wait, {}, is_global=True)
        grant = self._grant(call)
        if grant is not None and grant.retry_after:
            record.status, record.problem = 429, "the channel's rate limit"
            return _rate_limited(grant.retry_after, self._headers(grant))
        try:
            self._authorise(request, call)
            if unreadable is not None:
                raise unreadable
            status, answer = handler(call)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body()
            record.problem = "; ".join([str(refusal), *refusals.error_lines(refusal.errors or {})])
            self._report(call, refusal)
        self._hub.publish()
        record.status = status
        if isinstance(fault, Status | Dropped | Garbled):
            return self._fail(request, record, fault)
        return _json(status, answer, self._headers(grant))

    async def _read_body(self, request: web.Request, call: Call) -> Refusal | None:
        """Read the body into the call; returns a refusal if it can't be used."""
        if not request.body_exists:
            return None
        if request.content_type.startswith("multipart/"):
            try:
                await self._read_form(request, call)
            except (ValueError, RecursionError, web.HTTPRequestEntityTooLarge):
                return Refusal(413, 40005, "Request entity too large")
            return None
        raw = await request.read()
        if not raw:
            return None
        try:
            call.body = json.loads(raw)
        except (ValueError, RecursionError):
            return Refusal(400, 50109, "The request body contains invalid JSON.")
        if request.content_type != "application/json":
            return Refusal(400, 50035, f"Unsupported Content-Type: {request.content_type}")
        return None

    async def _read_form(self, request: web.Request, call: Call) -> None:
        form = await request.post()
        files: dict[str, web.FileField] = {}
        for key, value in form.items():
            if key == "payload_json":
                raw = value.file.read() if isinstance(value, web.FileField) else value
                call.body = json.loads(raw)
            elif isinstance(value, web.FileField):
                files[key.removeprefix("files[").removesuffix("]")] = value
        body = call.body if isinstance(call.body, dict) else {}
        message = body["data"] if isinstance(body.get("data"), dict) else body
        described = {str(a.get("id")): a for a in message.get("attachments") or [] if isinstance(a, dict)}
        size = 0
        for number, file in files.items():
            data = file.file.read()
            size += len(data)
            description = described.get(number, {}).get("description")
            kind = detected_type(file.filename, file.content_type)
            call.uploads.append(Attachment(self._world.new_id(self._clock()), file.filename, kind, data, description))
        if size > UPLOAD_MAX:
            raise ValueError(size)

    def _authorise(self, request: web.Request, call: Call) -> None:
        if call.path.startswith(BY_TOKEN_IN_PATH) or call.path == "/gateway":
            return
        given = request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bot {self._token}".encode()):
            raise refusals.unauthorized()

    def _global_wait(self, call: Call) -> float:
        """Seconds to wait because of the global rate limit, in real time; 0 if none."""
        if self._ceiling is None or call.path.startswith(BY_TOKEN_IN_PATH):
            return 0.0
        return self._ceiling.take("", asyncio.get_running_loop().time()).retry_after

    def _grant(self, call: Call) -> Grant | None:
        """The rate limit for posting in a channel, in real time whatever the world's clock says."""
        if self._throttle is None or call.method != "POST":
            return None
        if not call.path.endswith("/messages") or not call.path.startswith("/channels/"):
            return None
        return self._throttle.take(call.parts.get("channel", ""), asyncio.get_running_loop().time())

    def _headers(self, grant: Grant | None) -> dict[str, str]:
        if grant is None or self._throttle is None:
            return {}
        return {
            "X-RateLimit-Limit": str(self._throttle.posts),
            "X-RateLimit-Remaining": str(grant.remaining),
            "X-RateLimit-Reset": f"{self._clock().timestamp() + grant.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{grant.reset_after:.3f}",
            "X-RateLimit-Bucket": "playground-post-messages",
        }

    def _fail(self, request: web.Request, record: Request, fault: Fault) -> web.StreamResponse:
        match fault:
            case Status(status, code=code):
                record.status = status
                return _json(status, {"code": code, "message": f"{status}: on order"}, {})
            case RateLimited(via=False):
                record.status = 429
                return web.Response(status=429, text="error code: 1015", content_type="text/plain")
            case RateLimited(retry_after, is_global):
                record.status = 429
                return _rate_limited(retry_after, {}, is_global=is_global)
            case Garbled(text, content_type=content_type):
                record.status = 200
                return web.Response(body=text.encode(), headers={"Content-Type": content_type})
            case _:
                record.status = 0
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)

    def _report(self, call: Call, refusal: Refusal) -> None:
        """Show the developer a request that Discord would refuse."""
        log.warning("%s %s refused: %s", call.method, _without_token(call), refusal)
        lines = refusals.error_lines(refusal.errors or {})
        text = f"{call.method} {_without_token(call)}: {refusal.code} {refusal.message}"
        self._world.notice("warning", "\n".join([text, *lines]))

    def _unknown(self, call: Call) -> Response:
        name = f"{call.method} {call.path}"
        log.error("unknown route in the playground: %s", name)
        self._world.notice("error", f"The playground doesn't know the route {name}")
        return 404, {"code": 0, "message": f"404: the playground doesn't know the route {name}"}

    # -------------------------------------------------------------------------------------------- who and where

    def _gateway_bot(self, _: Call) -> Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return 200, {"url": self._gateway_url(), "shards": 1, "session_start_limit": limit}

    def _own_guilds(self, _: Call) -> Response:
        own = [g for g in self._world.guilds.values() if self._world.bot.id in g.members]
        return 200, [
            {
                "id": g.id,
                "name": g.name,
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": "0",
                "features": [],
            }
            for g in own
        ]

    def _user(self, call: Call) -> Response:
        user = self._world.users.get(call.parts["user"])
        if user is None:
            raise refusals.unknown_user()
        return 200, payloads.user(user)

    def _open_direct(self, call: Call) -> Response:
        recipient = str(call.form.get("recipient_id"))
        if all(recipient != person.id for person in self._world.people):
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return 200, payloads.channel(self._world, self._world.direct(recipient))

    def _guild(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        payload = payloads.guild(guild)
        if call.query.get("with_counts", "").lower() in ("1", "true"):
            payload |= {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
        return 200, payload

    def _guild_channels(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        own = self._world.channels_of(guild.id)
        return 200, [payloads.channel(self._world, c) for c in own if c.type not in THREADS]

    def _guild_roles(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        return 200, [payloads.role(role) for role in guild.roles.values()]

    def _guild_members(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        if not self._world.privileged_intents & payloads.GUILD_MEMBERS:
            raise refusals.missing_access()
        limit, after = _whole(call.query, "limit", 1), _whole(call.query, "after", 0)
        found = sorted((u for u in guild.members if int(u) > after), key=int)[:limit]
        return 200, [payloads.membership(self._world, guild, u) for u in found]

    def _guild_member(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        if call.parts["user"] not in self._world.users:
            raise refusals.unknown_user()
        if call.parts["user"] not in guild.members:
            raise refusals.unknown_member()
        return 200, payloads.membership(self._world, guild, call.parts["user"])

    def _active_threads(self, call: Call) -> Response:
        guild = self._world.guild_for_bot(call.parts["guild"])
        found = [c for c in self._world.channels_of(guild.id) if c.type in THREADS and not c.archived]
        threads = [payloads.channel(self._world, c) for c in found]
        return 200, {"threads": threads, "has_more": False, "members": [thread["member"] for thread in threads]}

    def _channel(self, call: Call) -> Response:
        return 200, payloads.channel(self._world, self._world.channel_for_bot(call.parts["channel"]))

    def _change_thread(self, call: Call) -> Response:
        return 200, payloads.channel(self._world, self._world.change_thread(call.parts["channel"], call.form))

    def _open_thread(self, call: Call) -> Response:
        parts = call.parts
        thread = self._world.open_thread(parts["channel"], call.form, self._clock(), parts.get("message"))
        return 201, payloads.channel(self._world, thread)

    def _join_thread(self, call: Call) -> Response:
        self._world.channel_for_bot(call.parts["channel"])
        return NO_CONTENT

    # ------------------------------------------------------------------------------------------------- messages

    def _shown(self, message: Message) -> Json:
        """A message in REST format, with its content only if the application may read it."""
        with_content = bool(self._world.privileged_intents & payloads.MESSAGE_CONTENT)
        return payloads.message_for_bot(self._world, message, with_content=with_content)

    def _history(self, call: Call) -> Response:
        query = call.query
        for key in ("before", "after", "around"):
            _whole(query, key, 0)
        found = self._world.history(
            call.parts["channel"],
            limit=_whole(query, "limit", 50),
            before=query.get("before"),
            after=query.get("after"),
            around=query.get("around"),
        )
        return 200, [self._shown(message) for message in found]

    def _message(self, call: Call) -> Response:
        needs = permissions.READ_MESSAGE_HISTORY
        return 200, self._shown(self._world.message_for_bot(call.parts["channel"], call.parts["message"], needs))

    def _post(self, call: Call) -> Response:
        message = self._world.post(call.parts["channel"], call.form, self._clock(), call.uploads)
        return 200, self._shown(message)

    def _edit(self, call: Call) -> Response:
        parts = call.parts
        message = self._world.edit(parts["channel"], parts["message"], call.form, self._clock(), call.uploads)
        return 200, self._shown(message)

    def _delete(self, call: Call) -> Response:
        self._world.delete(call.parts["channel"], call.parts["message"])
        return NO_CONTENT

    def _delete_many(self, call: Call) -> Response:
        listed = call.form.get("messages")
        self._world.delete_many(call.parts["channel"], [str(m) for m in listed] if isinstance(listed, list) else [])
        return NO_CONTENT

    def _type(self, call: Call) -> Response:
        self._world.type_in(call.parts["channel"], self._clock())
        return NO_CONTENT

    def _reactions(self, call: Call) -> Response:
        message = self._world.message_for_bot(call.parts["channel"], call.parts["message"])
        users = message.reactions.get(call.parts["emoji"], [])
        return 200, [payloads.user(self._world.users[u]) for u in users]

    def _react(self, call: Call) -> Response:
        parts = call.parts
        self._world.react(parts["channel"], parts["message"], parts["emoji"], self._world.bot.id)
        return NO_CONTENT

    def _unreact(self, call: Call) -> Response:
        parts = call.parts
        user_id = self._world.bot.id if parts["user"] == "@me" else parts["user"]
        self._world.unreact(parts["channel"], parts["message"], parts["emoji"], user_id)
        return NO_CONTENT

    # --------------------------------------------------------------------------------------------- interactions

    def _answer(self, call: Call) -> Response:
        parts = call.parts
        interaction = self._world.answer(parts["interaction"], parts["token"], call.form, self._clock(), call.uploads)
        if call.query.get("with_response", "").lower() not in ("1", "true"):
            return NO_CONTENT
        return 200, payloads.callback(self._world, interaction)

    def _follow_up(self, call: Call) -> Response:
        now = self._clock()
        interaction = self._world.interaction_of(call.parts["application"], call.parts["token"], now)
        message = self._world.follow_up(interaction, call.form, now, call.uploads)
        return 200, payloads.message(self._world, message)

    def _response(self, call: Call) -> Response:
        return 200, payloads.message(self._world, self._response_of(call))

    def _edit_response(self, call: Call) -> Response:
        message = self._world.edit_response(self._response_of(call), call.form, self._clock(), call.uploads)
        return 200, payloads.message(self._world, message)

    def _delete_response(self, call: Call) -> Response:
        self._world.delete_response(self._response_of(call))
        return NO_CONTENT

    def _response_of(self, call: Call) -> Message:
        interaction = self._world.interaction_of(call.parts["application"], call.parts["token"], self._clock())
        return self._world.response(interaction, call.parts["message"])

    # ------------------------------------------------------------------------------------------------- commands

    def _scope(self, call: Call) -> str | None:
        if call.parts["application"] != self._world.application_id:
            raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
        return call.parts.get("guild")

    def _commands(self, call: Call) -> Response:
        return 200, self._world.commands.of(self._scope(call))

    def _set_commands(self, call: Call) -> Response:
        return 200, self._world.set_commands(self._scope(call), call.body, self._clock())

    def _add_command(self, call: Call) -> Response:
        command, is_new = self._world.set_command(self._scope(call), call.form, self._clock())
        return 201 if is_new else 200, command

    def _command(self, call: Call) -> Response:
        return 200, self._world.commands.get(self._scope(call), call.parts["command"])

    def _change_command(self, call: Call) -> Response:
        command_id = call.parts["command"]
        return 200, self._world.set_command(self._scope(call), call.form, self._clock(), command_id)[0]

    def _delete_command(self, call: Call) -> Response:
        self._world.delete_command(self._scope(call), call.parts["command"])
        return NO_CONTENT


def _json(status: int, answer: object, headers: dict[str, str]) -> web.Response:
    """A response whose content type is exactly application/json, because clients compare it."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    body = json.dumps(answer).encode()
    return web.Response(status=status, body=body, headers=headers | {"Content-Type": "application/json"})


def _rate_limited(retry_after: float, headers: dict[str, str], *, is_global: bool = False) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": round(retry_after, 3), "global": is_global}
    scope = {"X-RateLimit-Scope": "global" if is_global else "user"}
    if is_global:
        scope["X-RateLimit-Global"] = "true"
    return _json(429, body, headers | {"Via": "1.1 playground", "Retry-After": str(int(retry_after) + 1)} | scope)


def _whole(query: dict[str, str], key: str, default: int) -> int:
    value = query.get(key)
    if value is None:
        return default
    if not value.isdecimal():
        raise invalid_form((key,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    return int(value)


def _without_token(call: Call) -> str:
    token = call.parts.get("token")
    return call.path.replace(token, "{token}") if token else call.path


ALLOWED_UPLOAD = UPLOAD_MAX + 1024 * 1024
"""The size limit of a request's body: an upload and the JSON around it."""
