"""Discord's gateway (version 10, uncompressed JSON): sessions, heartbeats, resuming, and the events for each client."""

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.playground import model, payloads
from bot.playground.hub import Hub
from bot.playground.model import DIRECT, THREADS, Channel, Event, Message
from bot.playground.refusals import Json
from bot.playground.traffic import Entry, Traffic
from bot.playground.world import World

log = logging.getLogger(__name__)

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, REQUEST_MEMBERS = 0, 1, 2, 3, 4, 6, 7, 8
INVALID_SESSION, HELLO, HEARTBEAT_ACK = 9, 10, 11

UNKNOWN_ERROR = 4000
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED = range(4001, 4006)
INVALID_SEQUENCE, SESSION_TIMED_OUT, INVALID_SHARD = 4007, 4009, 4010
INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4012, 4013, 4014

GUILDS = 1 << 0
GUILD_MEMBERS = payloads.GUILD_MEMBERS
GUILD_PRESENCES = payloads.GUILD_PRESENCES
GUILD_MESSAGES = 1 << 9
GUILD_REACTIONS = 1 << 10
GUILD_TYPING = 1 << 11
DIRECT_MESSAGES = 1 << 12
DIRECT_REACTIONS = 1 << 13
DIRECT_TYPING = 1 << 14
MESSAGE_CONTENT = payloads.MESSAGE_CONTENT
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25

REPLAY_MAX = 1000
"""Events that a session keeps to replay on a resume."""

FRAME_MAX = 4096
"""Discord's limit for a client's frame, in bytes."""

GOODBYE = 2.0
"""Seconds a client has to confirm that the connection is closed."""

ACK_DELAY = 0.05
"""Seconds before a heartbeat is acknowledged."""

MISSED_BEATS = 2
"""Heartbeat intervals without a frame after which the connection is closed."""


class Session:
    """A client's position in the event stream; it outlives the connection so that the client can resume."""

    def __init__(self, intents: int, shard: tuple[int, int] | None, traffic: Traffic) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self._traffic = traffic
        self.sequence = 0
        self.connection: Connection | None = None
        self._sent: deque[tuple[int, str]] = deque(maxlen=REPLAY_MAX)

    def dispatch(self, event: str, data: Json) -> None:
        self.sequence += 1
        frame = json.dumps({"op": DISPATCH, "s": self.sequence, "t": event, "d": data})
        self._sent.append((self.sequence, frame))
        self._traffic.add(Entry("GATEWAY", event))
        if self.connection is not None:
            self.connection.send_text(frame)

    def replay(self, after: int) -> bool:
        """Send all later events again; false if some of them have been dropped."""
        missed = [frame for sequence, frame in self._sent if sequence > after]
        if self.connection is None or len(missed) != self.sequence - after:
            return False
        for frame in missed:
            self.connection.send_text(frame)
        return True

    def is_for(self, guild_id: str | None) -> bool:
        """Does this session's shard serve the server? DMs belong to the first shard."""
        if self.shard is None:
            return True
        number, count = self.shard
        return number == (0 if guild_id is None else (int(guild_id) >> 22) % count)


class Connection:
    """One WebSocket and its outgoing queue."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.session: Session | None = None
        self.has_ended_session = False
        """Has the client closed without wanting to resume, or timed out?"""
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    def send(self, op: int, data: object) -> None:
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, frame: str) -> None:
        self._outgoing.put_nowait(frame)

    async def write(self) -> None:
        """Send queued frames in order until cancelled or disconnected."""
        while True:
            frame = await self._outgoing.get()
            try:
                await self.socket.send_str(frame)
            except ConnectionError:
                return


class Gateway:
    """All sessions of the bot. Sends each session the world's events that it may see.

    It is long because each event and each opcode has its own few lines; `_send` is the table of the events.
    """

    def __init__(
        self, world: World, hub: Hub, *, token: str, url: Callable[[], str], heartbeat: timedelta, traffic: Traffic
    ) -> None:
        self._world = world
        self._hub = hub
        self._token = token
        self._url = url
        self._heartbeat = heartbeat
        self._traffic = traffic
        self.sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        hub.listen(self._on_event)

    @property
    def is_online(self) -> bool:
        return any(session.connection is not None for session in self.sessions.values())

    # --------------------------------------------------------------------------------- at the tests' request

    def ask_to_reconnect(self) -> None:
        """Tell all clients to reconnect and resume (op 7), as Discord does several times a day."""
        for connection in self._connections:
            connection.send(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell all clients that their session is invalid (op 9)."""
        for connection in self._connections:
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            connection.send(INVALID_SESSION, resumable)

    async def drop(self, code: int = UNKNOWN_ERROR) -> None:
        """Close all connections. After the default code, clients resume."""
        for connection in list(self._connections):
            self._traffic.add(Entry("GATEWAY", "CLOSED", code))
            await connection.socket.close(code=code)

    async def close(self) -> None:
        """Close all connections; clients will reconnect."""
        await self.drop(WSCloseCode.SERVICE_RESTART)

    # ------------------------------------------------------------------------------------------- connections

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=64 * 1024, timeout=GOODBYE)
        await socket.prepare(request)
        if request.query.get("v") != "10" or request.query.get("encoding", "json") != "json":
            await socket.close(code=INVALID_VERSION, message=b"Invalid API version")
            return socket
        connection = Connection(socket)
        self._connections.add(connection)
        writing = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": int(self._heartbeat / timedelta(milliseconds=1))})
        try:
            await self._read(connection)
        finally:
            writing.cancel()
            self._connections.discard(connection)
            self._leave(connection)
        return socket

    def _leave(self, connection: Connection) -> None:
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection = None
        if connection.has_ended_session:
            self.sessions.pop(session.id, None)
        self._tell_online()

    def _tell_online(self) -> None:
        self._world.bot_is_online(self.is_online)
        self._hub.publish()

    async def _read(self, connection: Connection) -> None:
        patience = (self._heartbeat * MISSED_BEATS).total_seconds()
        while True:
            try:
                frame = await connection.socket.receive(timeout=patience)
            except TimeoutError:
                log.info("a client missed its heartbeats and is disconnected")
                connection.has_ended_session = True
                await connection.socket.close(code=SESSION_TIMED_OUT, message=b"Session timed out")
                return
            if frame.type is not WSMsgType.TEXT:
                if frame.type is WSMsgType.BINARY:
                    await self._refuse(connection, DECODE_ERROR, "Error while decoding payload")
                elif frame.type is WSMsgType.CLOSE:
                    connection.has_ended_session = frame.data in (WSCloseCode.OK, WSCloseCode.GOING_AWAY)
                return
            refusal = self._handle_frame(connection, frame.data)
            if refusal is not None:
                await self._refuse(connection, *refusal)
                return

    async def _refuse(self, connection: Connection, code: int, reason: str) -> None:
        log.warning("gateway: closed with %d: %s", code, reason)
        self._traffic.add(Entry("GATEWAY", "CLOSED", code, problem=reason))
        self._world.notice("error", f"The gateway closed the connection: {code} {reason}")
        self._hub.publish()
        await connection.socket.close(code=code, message=reason.encode())

    def _handle_frame(self, connection: Connection, text: str) -> tuple[int, str] | None:
        """Handle a client's frame; returns a close code and reason if the connection must be closed."""
        if len(text.encode()) > FRAME_MAX:
            return DECODE_ERROR, "Payload too long"
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            return DECODE_ERROR, "Error while decoding payload"
        op = frame.get("op") if isinstance(frame, dict) else None
        data: Any = frame.get("d") if isinstance(frame, dict) else None
        if op == HEARTBEAT:
            # discord.py records the time just after sending, so an ACK that comes before that looks a whole beat late.
            asyncio.get_running_loop().call_later(ACK_DELAY, connection.send, HEARTBEAT_ACK, None)
            return None
        if op == IDENTIFY:
            return self._identify(connection, data if isinstance(data, dict) else {})
        if op == RESUME:
            return self._resume(connection, data if isinstance(data, dict) else {})
        if op not in (PRESENCE, VOICE, REQUEST_MEMBERS):
            return UNKNOWN_OPCODE, "Unknown opcode"
        if connection.session is None:
            return NOT_AUTHENTICATED, "Not authenticated"
        if op == REQUEST_MEMBERS:
            self._send_members(connection.session, data)
        elif op == VOICE:
            self._world.notice("warning", "The playground has no voice channels.")
            self._hub.publish()
        return None

    def _identify(self, connection: Connection, data: Json) -> tuple[int, str] | None:
        if connection.session is not None:
            return ALREADY_AUTHENTICATED, "Already authenticated"
        if not self._is_token(data.get("token")):
            return AUTHENTICATION_FAILED, "Authentication failed"
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents & ~KNOWN_INTENTS:
            return INVALID_INTENTS, "Invalid intents"
        if intents & PRIVILEGED & ~self._world.privileged_intents:
            return DISALLOWED_INTENTS, "Disallowed intents"
        shard = None
        if (given := data.get("shard")) is not None:
            if not isinstance(given, list) or len(given) != 2 or not 0 <= given[0] < given[1]:
                return INVALID_SHARD, "Invalid shard"
            shard = (given[0], given[1])
        for left in [s for s in self.sessions.values() if s.connection is None and s.shard == shard]:
            del self.sessions[left.id]
        session = Session(intents, shard, self._traffic)
        self.sessions[session.id] = session
        connection.session, session.connection = session, connection
        guilds = [g for g in self._world.guilds.values() if self._world.bot.id in g.members and session.is_for(g.id)]
        ready: Json = {
            "v": 10,
            "user": payloads.own_user(self._world),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._url(),
            "application": {
                "id": self._world.application_id,
                "flags": payloads.application(self._world)["flags"],
            },
            "private_channels": [],
            "relationships": [],
            "presences": [],
        }
        if shard is not None:
            ready["shard"] = list(shard)
        session.dispatch("READY", ready)
        if intents & GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", payloads.guild_create(self._world, guild, intents))
        self._tell_online()
        return None

    def _is_token(self, given: object) -> bool:
        return isinstance(given, str) and secrets.compare_digest(
            given.removeprefix("Bot ").encode(), self._token.encode()
        )

    def _resume(self, connection: Connection, data: Json) -> tuple[int, str] | None:
        if connection.session is not None:
            return ALREADY_AUTHENTICATED, "Already authenticated"
        if not self._is_token(data.get("token")):
            return AUTHENTICATION_FAILED, "Authentication failed"
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            connection.send(INVALID_SESSION, False)
            return None
        after = data.get("seq")
        if not isinstance(after, int) or after > session.sequence:
            return INVALID_SEQUENCE, "Invalid seq"
        connection.session, session.connection = session, connection
        if session.replay(after):
            session.dispatch("RESUMED", {"_trace": []})
        else:
            del self.sessions[session.id]
            connection.session = session.connection = None
            connection.send(INVALID_SESSION, False)
        self._tell_online()
        return None

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self._world.guilds.get(str(data.get("guild_id")))
        if guild is None or self._world.bot.id not in guild.members:
            return
        wanted = data.get("user_ids")
        if wanted is not None:
            listed = {str(wanted)} if isinstance(wanted, (str, int)) else {str(u) for u in wanted}
            found = [u for u in guild.members if u in listed]
        else:
            query = str(data.get("query") or "").lower()
            if not query and not session.intents & GUILD_MEMBERS:
                return
            found = [u for u in guild.members if self._world.users[u].name.lower().startswith(query)]
            found = found[: data.get("limit") or None]
        chunk: Json = {
            "guild_id": guild.id,
            "members": [payloads.membership(self._world, guild, u) for u in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
        }
        if data.get("presences"):
            chunk["presences"] = []
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    # -------------------------------------------------------------------------------------------- the events

    def _on_event(self, event: Event) -> None:
        for session in list(self.sessions.values()):
            self._send(session, event)

    def _send(self, session: Session, event: Event) -> None:
        match event:
            case model.MessageCreated(message) | model.MessageUpdated(message):
                if self._receives_message(session, message, GUILD_MESSAGES, DIRECT_MESSAGES):
                    name = "MESSAGE_CREATE" if isinstance(event, model.MessageCreated) else "MESSAGE_UPDATE"
                    with_content = bool(session.intents & self._world.privileged_intents & MESSAGE_CONTENT)
                    payload = payloads.gateway_message(self._world, message, with_content=with_content)
                    session.dispatch(name, payload)
            case model.MessageDeleted(message):
                if self._receives_message(session, message, GUILD_MESSAGES, DIRECT_MESSAGES):
                    session.dispatch("MESSAGE_DELETE", self._location(message) | {"id": message.id})
            case model.ReactionChanged(message, user_id, emoji, added):
                if self._receives_message(session, message, GUILD_REACTIONS, DIRECT_REACTIONS):
                    payload = self._location(message) | {
                        "message_id": message.id,
                        "user_id": user_id,
                        "emoji": {"id": None, "name": emoji},
                        "type": 0,
                        "burst": False,
                    }
                    if added:
                        payload["message_author_id"] = message.author_id
                    if added and message.guild_id is not None:
                        guild = self._world.guilds[message.guild_id]
                        payload["member"] = payloads.membership(self._world, guild, user_id)
                    session.dispatch("MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE", payload)
            case model.Typing(channel, user_id, at):
                intent = DIRECT_TYPING if channel.type == DIRECT else GUILD_TYPING
                if session.intents & intent and self._sees(session, channel.id):
                    payload = {"channel_id": channel.id, "user_id": user_id, "timestamp": int(at.timestamp())}
                    if channel.guild_id is not None:
                        guild = self._world.guilds[channel.guild_id]
                        payload["guild_id"] = guild.id
                        payload["member"] = payloads.membership(self._world, guild, user_id)
                    session.dispatch("TYPING_START", payload)
            case model.InteractionSent(interaction):
                if session.is_for(interaction.guild_id):
                    session.dispatch("INTERACTION_CREATE", payloads.interaction(self._world, interaction))
            case model.ThreadOpened(thread) | model.ThreadChanged(thread):
                if session.intents & GUILDS and self._sees(session, thread.id):
                    payload = payloads.channel(self._world, thread)
                    if isinstance(event, model.ThreadOpened):
                        session.dispatch("THREAD_CREATE", payload | {"newly_created": True})
                    else:
                        session.dispatch("THREAD_UPDATE", payload)
            case model.ChannelChanged(channel):
                if self._receives_channel(session, channel):
                    session.dispatch("CHANNEL_UPDATE", payloads.channel(self._world, channel))
            case model.ChannelDeleted(channel):
                if self._receives_channel(session, channel):
                    name = "THREAD_DELETE" if channel.type in THREADS else "CHANNEL_DELETE"
                    session.dispatch(name, payloads.channel(self._world, channel))
            case model.MemberLeft(guild, self._world.bot.id):
                if session.is_for(guild.id):
                    session.dispatch("GUILD_DELETE", {"id": guild.id})
            case model.BotAdded(guild):
                if session.intents & GUILDS and session.is_for(guild.id):
                    payload = payloads.guild_create(self._world, guild, session.intents)
                    del payload["unavailable"]  # with it, a library takes the server for one that is back
                    session.dispatch("GUILD_CREATE", payload)
            case model.MemberChanged(guild, user_id):
                if session.intents & GUILD_MEMBERS and session.is_for(guild.id) and self._world.bot.id in guild.members:
                    payload = payloads.membership(self._world, guild, user_id) | {"guild_id": guild.id}
                    session.dispatch("GUILD_MEMBER_UPDATE", payload)
            case model.MemberLeft(guild, user_id):
                if session.intents & GUILD_MEMBERS and session.is_for(guild.id) and self._world.bot.id in guild.members:
                    payload = {"guild_id": guild.id, "user": payloads.user(self._world.users[user_id])}
                    session.dispatch("GUILD_MEMBER_REMOVE", payload)
            case _:
                pass

    def _receives_channel(self, session: Session, channel: Channel) -> bool:
        """Does this session get the channel's events?"""
        guild_id = channel.guild_id
        is_member = guild_id is not None and self._world.bot.id in self._world.guilds[guild_id].members
        return bool(session.intents & GUILDS) and is_member and session.is_for(guild_id)

    def _receives_message(self, session: Session, message: Message, in_guilds: int, in_directs: int) -> bool:
        """Does this session get the message's events? Not for ephemeral messages or servers without the bot."""
        intent = in_directs if message.guild_id is None else in_guilds
        return bool(session.intents & intent) and not message.is_ephemeral and self._sees(session, message.channel_id)

    def _sees(self, session: Session, channel_id: str) -> bool:
        channel = self._world.channels[channel_id]
        return session.is_for(channel.guild_id) and bool(self._world.permissions_in(channel, self._world.bot.id))

    def _location(self, message: Message) -> Json:
        location: Json = {"channel_id": message.channel_id}
        if message.guild_id is not None:
            location["guild_id"] = message.guild_id
        return location
