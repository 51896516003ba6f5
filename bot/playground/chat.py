"""The chat page's WebSocket. `actions` carries out the members' requests, `world` holds the state.

The page's protocol
===================

`GET /` is `page/index.html`; any other file beside it (.css, .js, .svg, .png) is served as `/<name>`. The page runs
under a strict Content-Security-Policy: no inline script or style, no other origins.

`GET /play/ws?key=...` is a WebSocket (same origin only, with the key of the page's address; others get 403). In both
directions, each frame is a text frame with one JSON object that has a `type`. Ids are Discord's snowflakes, as text.
Users, channels, messages, embeds, components and commands have Discord's own JSON shapes (API v10); the playground's
additions are listed below. A page acts as one member at a time and only gets what that member can see: an ephemeral
message goes to the page of the member who asked and to no other, and so does a DM.

From the server
---------------

``state``  The first frame after connecting and after every ``switch``: everything that the page shows ::

    {"type": "state",
     "me": "<user id of the page's member>",
     "bot": {"online": true, "user": {user}, "can_restart": true},
     "clock": {"now": "<ISO 8601>", "moving": false,
               "destinations": ["..", ...]},                       named moments that it can be moved to
     "welcome": {"title": "..", "about": "..",                     what the bot is about, and what to try:
                 "suggestions": [{"text", "ask" or "command" (and "options") or "go_to"}, ...]},
     "members": [{user, "about": "owns the server"}, ...],        the people to choose from (humans only)
     "servers": [{"id": "..", "name": "Film Club", "bot_is_member": true,
                  "members": [{user}, ...],                       includes the bot if it is a member
                  "roles": [{"id": "..", "name": "..", "managed": bool}, ...],   (managed: an app's own)
                  "own_roles": ["..", ...],                       ids of this member's roles
                  "can_manage_messages": true,                    may delete others' messages
                  "can_manage": true,                             may delete channels and silence the bot
                  "is_owner": true,                               may do everything
                  "channels": [{channel}, ...]}, ...],            in order; {"id","name","type","parent_id"?};
                                                                  "bot_may_write" if the bot is a member;
                                                                  "held": {"Send messages": true, ...}, the
                                                                  member's permissions that can be edited
     "controls": {"mode": "normal", "modes": ["..", ...],         how the API behaves, and can behave
                  "reads": false},                                has the bot the message content intent?
     "directs": [{channel}],                                      type 1, "recipients": [{user of the bot}]
     "commands": [{command}, ...],
     "messages": {"<channel id>": [{message}, ...], ...}}         the last 200 of each channel, oldest first

  `user` is ``{"id","username","global_name","discriminator","avatar": null,"bot": bool}``. Channel types: 0 text,
  1 direct, 11 thread (with ``parent_id``; a forum's post has ``applied_tags``), 15 forum (with ``available_tags``).
  A second server has ``bot_is_member: false``: the app works there only because the member installed it for
  themselves, so only some commands are ``usable_in`` its channels.

  `command` is Discord's application command (``id, type, name, description, options, ...``; type 1 slash, 2 user
  menu, 3 message menu) and ``"usable_in": ["<channel id>", ...]``: where this member may use it. Options have
  Discord's types: 1 subcommand, 2 group, 3 text, 4 whole number, 5 yes/no, 6 user, 7 channel, 8 role, 10 number;
  ``required``, ``choices`` (``[{name, value}]``), ``autocomplete``, ``min_value``, ``max_value``, ``min_length``,
  ``max_length``.

``channels``  ``{"type", "servers": [...], "directs": [...]}`` as in ``state``: sent when a thread is opened, say.

``commands``  ``{"type", "commands": [...]}`` as in ``state``: the bot has registered its commands, or they are usable
  in other channels than before.

``message_created``  ``{"type", "message": {message}}``. Every message also has ``channel_id``. The page uses these
  fields: ``flags`` has 64 for ephemeral ("only you can see this"), 128 for "is
  thinking...", 4 for suppressed embeds, 32768 for Components V2; ``type`` 19 is a reply with ``message_reference``
  and ``referenced_message`` (null: deleted), 20 a slash command's response and 23 a menu command's, both with
  ``interaction_metadata`` (``name`` of the command and ``user`` who asked; ``target_message_id`` for menus);
  ``mentions``, ``edited_timestamp``, ``reactions`` (``[{emoji, count, me}]``, ``me`` for this page's member),
  ``attachments``.
  Components: 1 row, 2 button (``style`` 1-4, 5 link with ``url``, ``disabled``, ``emoji``, ``label``, ``custom_id``),
  3 select of texts (``options``, ``placeholder``, ``min_values``, ``max_values``), 5-8 select of users / roles / both
  / channels; V2 also 9 section, 10 text, 11 thumbnail, 12 gallery, 13 file, 14 separator, 17 container. Other types
  are not shown.

``message_updated``  ``{"type", "message": {message}}``: the whole message as it is now.

``message_deleted``  ``{"type", "channel_id", "message_id"}``

``typing``  ``{"type", "channel_id", "user_id"}``: for about ten seconds, or until a message by this user arrives.

``presence``  ``{"type", "online": ["<user id>", ...]}``: the members that somebody has a page open for.

``accepted``  ``{"type", "nonce", "interaction_id"?, "message_id"?}``: the request with this ``nonce`` was valid. It is
  done (a message exists), or the bot has it (an interaction: one of the next two follows).

``refused``  ``{"type", "nonce", "text", "option"?}``: the request with this ``nonce`` was not valid and changed
  nothing. ``text`` is for the member ("character is required"), ``option`` names the option at fault.

``interaction_acknowledged``  ``{"type", "nonce", "interaction_id"}``: the bot answered in time. The answer itself
  comes as ``message_created``/``message_updated``/``modal``; a click may change nothing visible.

``interaction_failed``  ``{"type", "nonce", "interaction_id", "text"}``: "The application did not respond" in time.
  Autocomplete gets ``choices`` with ``failed`` instead: Discord only says "Loading options failed".

``choices``  ``{"type", "nonce", "choices": [{"name", "value"}, ...], "failed": false}``: answers ``autocomplete``.
  Answers may arrive out of order: show only the one for the latest ``nonce``.

``modal``  ``{"type", "nonce", "interaction_id", "modal": {"custom_id", "title", "components"}}``: show this form.
  ``components`` are rows (1) holding a text input (4: ``custom_id, label, style`` 1 short / 2 paragraph,
  ``required`` default true, ``min_length``, ``max_length``, ``placeholder``, ``value``), or labels (18: ``label``,
  ``description``, ``component``: a text input, a select of any kind, 19 file upload, 21 radio group, 22 checkbox
  group, 23 checkbox), or text (10).

``bot``  ``{"type", "online": bool}``

``clock``  ``{"type", "now": "<ISO 8601>", "moving": bool}``: the playground's clock was moved to this time. A move
  sends many of these. Between moves the clock runs normally.

``controls``  ``{"type", "controls"}`` as in ``state``: the operator has changed them.

``traffic``  ``{"type", "entries": [{"method", "path", "status", "milliseconds", "problem"}, ...]}``: the bot's requests
  and the gateway's events ("GATEWAY" with the event as ``path``), only after ``watch``. ``problem`` says why a request
  was refused; empty if it wasn't.

``notice``  ``{"type", "level": "error" | "warning" | "info", "text"}``: something the bot's developer should see,
  e.g. that it used a route unknown to the playground, or that Discord would refuse its request.

From the page
-------------

All but ``switch`` and ``dismiss`` carry a ``nonce`` (any text, unique per page), which is repeated in the answers.
Every frame is answered by ``accepted`` or ``refused`` (``autocomplete`` by ``choices`` or ``refused``), a malformed
one by a ``notice``.

``switch``  ``{"type", "member": "<user id>"}``: act as this member from now on. Answered by ``state``.

``say``  ``{"type", "nonce", "channel_id", "content", "reply_to"?: "<message id>", "ping"?: true}``: a message, up to
  2000 characters. A mention is ``<@user id>`` in ``content``; the server turns ``@Name`` of somebody in the channel
  into one, unless a letter follows. ``ping`` (default true): does a reply mention the author of the original?

``post``  ``{"type", "nonce", "channel_id", "title", "content", "tags"?: ["<tag id>", ...]}``: open a post in a forum.
  The ``message_id`` of the answer is the id of the post, too.

``edit``  ``{"type", "nonce", "message_id", "content"}``: change the text of an own message.

``delete``  ``{"type", "nonce", "message_id"}``: an own message, or anybody's for members who may manage messages.

``react``  ``{"type", "nonce", "message_id", "emoji", "on": bool}``: add or take away an own reaction.

``slash``  ``{"type", "nonce", "channel_id", "command_id", "path"?: ["group", "sub"], "options": {"name": value, ...}}``
  ``path`` names the subcommand (with its group, if it is in one). Values may be JSON values of the option's type,
  or text as typed: "5" for a whole number, "true"/"false", and for a user, channel or role its id or name.
  For an option with fixed ``choices``, the ``value`` (or the ``name``) of one. Leave out empty options.

``autocomplete``  as ``slash``, plus ``"focused": "<option name>"``: the option being typed in; its value in
  ``options`` is the text so far (possibly ``""``). Other options need not be complete.

``menu``  ``{"type", "nonce", "channel_id", "command_id", "target_id"}``: a message menu command (type 3) on a
  message, or a user menu command (type 2) on a user.

``click``  ``{"type", "nonce", "channel_id", "message_id", "custom_id"}``: a button (link buttons are plain links).

``pick``  ``{"type", "nonce", "channel_id", "message_id", "custom_id", "values": ["...", ...]}``: from a select.

``submit``  ``{"type", "nonce", "interaction_id", "values": {"<custom_id>": "text" | true | ["value", ...], ...}}``: a
  modal; ``interaction_id`` is that of the ``modal`` frame. (Closing a modal sends nothing.) A file is uploaded before:
  ``POST /play/files?key=...&name=...`` with its bytes answers ``{"id"}`` or 413; the id is its value.

``dismiss``  ``{"type", "message_id"}``: dismiss an ephemeral message. Answered by ``message_deleted``.

``delete_channel``  ``{"type", "nonce", "channel_id"}``: only for members who can manage channels.

``let_bot_write``  ``{"type", "nonce", "channel_id", "may": bool}``: allow or forbid the bot to post in the channel.

``leave``  ``{"type", "nonce", "server_id"}``: this member leaves the server for good. (Its owner can't.)

``move``  ``{"type", "nonce", "by": <seconds>}`` or ``{"type", "nonce", "to": "<destination>"}``: move the clock
  forward. It is accepted when the move begins; ``clock`` frames follow, at least one when it ends.

``restart``  ``{"type", "nonce"}``: restart the bot. ``bot`` frames say when it has gone and when it is back.

``watch``  ``{"type", "nonce", "on": bool}``: send ``traffic`` from now on, first the latest, or stop.

``api``  ``{"type", "nonce", "mode"}``: make the API behave so for all requests.

``drop_gateway``  ``{"type", "nonce"}``: close the bot's connections to the gateway.

``let_bot_read``  ``{"type", "nonce", "may": bool}``: grant or withdraw the message content intent.

``role``  ``{"type", "nonce", "server_id", "role_id", "on": bool}``: give this member a role, or take it away.

``permission``  ``{"type", "nonce", "channel_id", "permission", "on": bool}``: the same with a permission.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

from aiohttp import WSMsgType, web

from bot.playground import model, payloads, permissions
from bot.playground.actions import Actions
from bot.playground.commands import USER_MENU, NotPossible
from bot.playground.controls import MODES, Controls
from bot.playground.hub import Hub
from bot.playground.model import AUTOCOMPLETE, DIRECT, THREADS, Channel, Event, Interaction, Message, Role
from bot.playground.refusals import Json
from bot.playground.traffic import Entry, Traffic
from bot.playground.welcome import Welcome
from bot.playground.world import World

log = logging.getLogger(__name__)

HISTORY = 200
"""Messages of each channel that a page gets when it is opened."""

FRAME_MAX = 64 * 1024
"""Size limit for a frame from a page, in bytes."""

GOODBYE = 2.0
"""Seconds a page has to confirm that the connection is closed."""


class Chat:
    """All open pages."""

    def __init__(self, world: World, hub: Hub, controls: Controls, traffic: Traffic, welcome: Welcome) -> None:
        self._world = world
        self._hub = hub
        self._controls = controls
        self._traffic = traffic
        self.welcome = welcome
        """What the first screen of a page says that is opened from now on."""
        self._sockets: set[web.WebSocketResponse] = set()
        self._pages: list[Page] = []

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=FRAME_MAX, heartbeat=30, timeout=GOODBYE)
        await socket.prepare(request)
        self._sockets.add(socket)
        page = Page(self._world, self._hub, self._controls, self._traffic, self.welcome, on_switch=self._tell_presence)
        self._pages.append(page)
        self._tell_presence()
        stop = self._hub.listen(page.on_event)
        writing = asyncio.create_task(_write(socket, page))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    page.take(frame.data)
        finally:
            stop()
            page.watch(False)
            writing.cancel()
            self._sockets.discard(socket)
            self._pages.remove(page)
            self._tell_presence()
        return socket

    def _tell_presence(self) -> None:
        online = sorted({page.user_id for page in self._pages})
        for page in self._pages:
            page.tell_presence(online)

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file from the page; its id is then a value in a form or command."""
        actions = Actions(self._world, self._world.people[0].id)
        try:
            data = await request.read()
            file_id = actions.upload(request.query.get("name", ""), data, self._controls.clock.now())
        except (NotPossible, web.HTTPRequestEntityTooLarge):
            return web.json_response({"text": "This file is too large."}, status=413)
        return web.json_response({"id": file_id})

    async def close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()


async def _write(socket: web.WebSocketResponse, page: "Page") -> None:
    while True:
        frame = await page.outgoing.get()
        try:
            await socket.send_str(json.dumps(frame))
        except ConnectionError:
            return


class Page:
    """One open page: handles its frames, and queues frames for it in `outgoing`.

    It is long because it has a few lines for each kind of frame; `_act` is the table of what a member can do.
    """

    def __init__(
        self,
        world: World,
        hub: Hub,
        controls: Controls,
        traffic: Traffic,
        welcome: Welcome,
        *,
        on_switch: Callable[[], None],
    ) -> None:
        self._world = world
        self._hub = hub
        self._controls = controls
        self._traffic = traffic
        self._stop_watching: Callable[[], None] | None = None
        self._welcome = welcome
        self._on_switch = on_switch
        self._nonces: dict[str, str] = {}
        """Interaction id -> the nonce of the page's request."""
        self.outgoing: asyncio.Queue[Json] = asyncio.Queue()
        self._actions = Actions(world, world.people[0].id)
        self._send("state", **self._state())

    @property
    def user_id(self) -> str:
        """The member that the page acts as."""
        return self._actions.user_id

    def tell_presence(self, online: list[str]) -> None:
        self._send("presence", online=online)

    def watch(self, on: bool) -> None:
        """Send the bot's requests and events from now on, first the latest; or stop."""
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None
        if on:
            self._tell_traffic(self._traffic.latest)
            self._stop_watching = self._traffic.listen(lambda entry: self._tell_traffic([entry]))

    def _tell_traffic(self, entries: list[Entry]) -> None:
        self._send("traffic", entries=[asdict(entry) for entry in entries])

    def _be(self, user_id: str) -> None:
        self._actions = Actions(self._world, user_id)
        self._send("state", **self._state())
        self._on_switch()

    def _send(self, kind: str, **rest: object) -> None:
        self.outgoing.put_nowait({"type": kind} | rest)

    # ------------------------------------------------------------------------------------------ from the page

    def take(self, text: str) -> None:
        """Handle a frame from the page."""
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):  # 60,000 open brackets
            frame = None
        if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
            self._send("notice", level="error", text="The page sent a malformed frame.")
            return
        nonce = str(frame.get("nonce", ""))
        try:
            self._act(frame, nonce)
        except NotPossible as reason:
            refused: Json = {"nonce": nonce, "text": str(reason)}
            if reason.option:
                refused["option"] = reason.option
            self._send("refused", **refused)
        except KeyError as missing:
            self._send("notice", level="error", text=f"A frame of type {frame['type']} lacks {missing}.")
        self._hub.publish()

    def _act(self, frame: Json, nonce: str) -> None:
        now, act = self._controls.clock.now(), self._actions
        match frame["type"]:
            case "switch":
                if all(person.id != str(frame["member"]) for person in self._world.people):
                    raise NotPossible("This member doesn't exist.")
                self._be(str(frame["member"]))
            case "say":
                reply_to = str(frame["reply_to"]) if frame.get("reply_to") else None
                ping = bool(frame.get("ping", True))
                message = act.say(str(frame["channel_id"]), str(frame["content"]), now, reply_to=reply_to, ping=ping)
                self._send("accepted", nonce=nonce, message_id=message.id)
            case "post":
                tags = [str(tag) for tag in _a_list(frame.get("tags"))]
                forum, title = str(frame["channel_id"]), str(frame["title"])
                message = act.open_post(forum, title, str(frame["content"]), now, tags=tags)
                self._hub.publish()  # the page goes to the post, so it has to know it
                self._send("accepted", nonce=nonce, message_id=message.id)
            case "dismiss":
                message = act.dismiss(str(frame["message_id"]))
                self._send("message_deleted", channel_id=message.channel_id, message_id=message.id)
            case "edit":
                act.edit(str(frame["message_id"]), str(frame["content"]), now)
                self._send("accepted", nonce=nonce)
            case "delete":
                act.delete(str(frame["message_id"]))
                self._send("accepted", nonce=nonce)
            case "react":
                act.react(str(frame["message_id"]), str(frame["emoji"]), on=bool(frame["on"]))
                self._send("accepted", nonce=nonce)
            case "slash" | "autocomplete":
                focused = str(frame["focused"]) if frame["type"] == "autocomplete" else None
                path = [str(step) for step in _a_list(frame.get("path"))]
                options = frame.get("options") if isinstance(frame.get("options"), dict) else {}
                channel, command = str(frame["channel_id"]), str(frame["command_id"])
                self._asked(act.slash(channel, command, path, options or {}, now, focused=focused), nonce)
            case "menu":
                declared = self._world.commands.find(str(frame["command_id"]))
                on_user = declared is not None and declared["type"] == USER_MENU
                channel, target = str(frame["channel_id"]), str(frame["target_id"])
                self._asked(act.menu(channel, str(frame["command_id"]), target, now, on_user=on_user), nonce)
            case "click":
                self._asked(act.click(str(frame["message_id"]), str(frame["custom_id"]), now), nonce)
            case "pick":
                values = [str(value) for value in _a_list(frame["values"])]
                self._asked(act.pick(str(frame["message_id"]), str(frame["custom_id"]), values, now), nonce)
            case "submit":
                fields = frame["values"] if isinstance(frame["values"], dict) else {}
                self._asked(act.submit(str(frame["interaction_id"]), fields, now), nonce)
            case "delete_channel":
                act.delete_channel(str(frame["channel_id"]))
                self._send("accepted", nonce=nonce)
            case "let_bot_write":
                act.let_bot_write(str(frame["channel_id"]), may=bool(frame["may"]))
                self._send("accepted", nonce=nonce)
            case "leave":
                act.leave(str(frame["server_id"]))
                self._send("accepted", nonce=nonce)
            case "move":
                self._move(frame)
                self._send("accepted", nonce=nonce)
            case "restart":
                self._controls.restart()
                self._send("accepted", nonce=nonce)
            case _:
                self._operate(frame, nonce)

    def _operate(self, frame: Json, nonce: str) -> None:
        """The operator's panel."""
        match frame["type"]:
            case "watch":
                self.watch(bool(frame["on"]))
            case "api":
                self._controls.let_api_be(str(frame["mode"]))
            case "drop_gateway":
                self._controls.drop()
            case "let_bot_read":
                self._controls.let_bot_read(bool(frame["may"]))
            case "role":
                self._actions.set_role(str(frame["server_id"]), str(frame["role_id"]), held=bool(frame["on"]))
            case "permission":
                allowed = bool(frame["on"])
                self._actions.set_permission(str(frame["channel_id"]), str(frame["permission"]), allowed=allowed)
            case kind:
                self._send("notice", level="error", text=f"The page sent a frame of unknown type {kind!r}.")
                return
        self._send("accepted", nonce=nonce)

    def _move(self, frame: Json) -> None:
        if "to" in frame:
            self._controls.go_to(str(frame["to"]))
        elif isinstance(frame["by"], (int, float)) and abs(frame["by"]) < timedelta.max.total_seconds():
            self._controls.move(timedelta(seconds=frame["by"]))
        else:
            raise NotPossible("By how many seconds?")

    def _asked(self, interaction: Interaction, nonce: str) -> None:
        self._nonces[interaction.id] = nonce
        if interaction.type != AUTOCOMPLETE:
            self._send("accepted", nonce=nonce, interaction_id=interaction.id)

    # -------------------------------------------------------------------------------------------- to the page

    def on_event(self, event: Event) -> None:
        """Send the event to the page if its member can see it."""
        match event:
            case model.MessageCreated(message) if self._sees(message):
                self._send("message_created", message=self._message(message))
            case model.MessageUpdated(message) | model.ReactionChanged(message) if self._sees(message):
                self._send("message_updated", message=self._message(message))
            case model.MessageDeleted(message) if self._sees(message):
                self._send("message_deleted", channel_id=message.channel_id, message_id=message.id)
            case model.Typing(channel, user_id, _) if self._world.permissions_in(channel, self._actions.user_id):
                self._send("typing", channel_id=channel.id, user_id=user_id)
            case model.InteractionAnswered(interaction) | model.InteractionFailed(interaction):
                self._answered(interaction)
            case model.CommandsChanged():
                self._send("commands", commands=self._commands())
            case (
                model.ThreadOpened()
                | model.ThreadChanged()
                | model.ChannelChanged()
                | model.ChannelDeleted()
                | model.MemberChanged()
                | model.MemberLeft()
            ):
                self._send("channels", servers=self._servers(), directs=self._directs())
                self._send("commands", commands=self._commands())
            case model.BotOnline(online):
                self._send("bot", online=online)
            case model.ClockMoved(now):
                self._send("clock", now=payloads.stamp(now), moving=self._controls.clock.is_moving)
            case model.ControlsChanged():
                self._send("controls", controls=self._controls_now())
            case model.Notice(level, text):
                self._send("notice", level=level, text=text)
            case _:
                pass

    def _answered(self, interaction: Interaction) -> None:
        nonce = self._nonces.pop(interaction.id, None)
        if nonce is None or interaction.user_id != self._actions.user_id:
            return
        failed = interaction.failure is not None
        if interaction.type == AUTOCOMPLETE:
            self._send("choices", nonce=nonce, choices=interaction.choices, failed=failed)
        elif failed:
            self._send("interaction_failed", nonce=nonce, interaction_id=interaction.id, text=interaction.failure)
        else:
            self._send("interaction_acknowledged", nonce=nonce, interaction_id=interaction.id)
            if interaction.modal is not None:
                self._send("modal", nonce=nonce, interaction_id=interaction.id, modal=interaction.modal)

    def _sees(self, message: Message) -> bool:
        return self._world.sees(self._actions.user_id, message)

    def _message(self, message: Message) -> Json:
        """The message as Discord sends it, but `me` in reactions is the page's member."""
        payload = payloads.message(self._world, message)
        for reaction in payload.get("reactions", ()):
            reaction["me"] = self._actions.user_id in message.reactions[reaction["emoji"]["name"]]
        return payload

    def _state(self) -> Json:
        world, me = self._world, self._actions.user_id
        return {
            "me": me,
            "bot": {
                "online": world.is_online,
                "user": payloads.user(world.bot),
                "can_restart": self._controls.can_restart,
            },
            "clock": {
                "now": payloads.stamp(self._controls.clock.now()),
                "moving": self._controls.clock.is_moving,
                "destinations": list(self._controls.destinations),
            },
            "controls": self._controls_now(),
            "welcome": asdict(self._welcome),
            "members": [payloads.user(person) | {"about": self._about(person.id)} for person in world.people],
            "servers": self._servers(),
            "directs": self._directs(),
            "commands": self._commands(),
            "messages": {
                channel.id: [self._message(m) for m in world.messages_for(me, channel.id)[-HISTORY:]]
                for channel in self._channels()
            },
        }

    def _controls_now(self) -> Json:
        return {"mode": self._controls.mode, "modes": list(MODES), "reads": self._controls.bot_reads_messages}

    def _about(self, user_id: str) -> str:
        guilds = [guild for guild in self._world.guilds.values() if user_id in guild.members]
        if any(guild.owner_id == user_id for guild in guilds):
            return "owns the server"
        held = [guild.roles[role].permissions for guild in guilds for role in guild.members[user_id].roles]
        if any(bits & permissions.MANAGE_MESSAGES for bits in held):
            return "may manage messages"
        return "an ordinary member"

    def _channels(self) -> list[Channel]:
        me = self._actions.user_id
        return [channel for channel in self._world.channels.values() if self._world.permissions_in(channel, me)]

    def _servers(self) -> list[Json]:
        servers = []
        for guild in self._world.guilds.values():
            if self._actions.user_id not in guild.members:
                continue
            channels = [channel for channel in self._channels() if channel.guild_id == guild.id]
            servers.append(
                {
                    "id": guild.id,
                    "name": guild.name,
                    "bot_is_member": self._world.bot.id in guild.members,
                    "members": [payloads.user(self._world.users[user_id]) for user_id in guild.members],
                    "roles": [_role(role) for role in guild.roles.values()],
                    "own_roles": guild.members[self._actions.user_id].roles,
                    "can_manage_messages": all(self._actions.can_delete_in(channel.id) for channel in channels),
                    "can_manage": all(self._actions.can_manage(channel.id) for channel in channels),
                    "is_owner": guild.owner_id == self._actions.user_id,
                    "channels": [self._channel(channel) for channel in channels],
                }
            )
        return servers

    def _channel(self, channel: Channel) -> Json:
        held = self._world.permissions_in(channel, self._world.bot.id)
        needed = permissions.SEND_MESSAGES_IN_THREADS if channel.type in THREADS else permissions.SEND_MESSAGES
        own = self._world.permissions_in(channel, self._actions.user_id)
        return payloads.channel(self._world, channel) | {
            "bot_may_write": bool(held & needed),
            "held": {name: bool(own & bit) for name, bit in permissions.EDITABLE.items()},
        }

    def _directs(self) -> list[Json]:
        bot = payloads.user(self._world.bot)
        own = [channel for channel in self._channels() if channel.type == DIRECT]
        return [payloads.channel(self._world, channel) | {"recipients": [bot]} for channel in own]

    def _commands(self) -> list[Json]:
        usable: dict[str, Json] = {}
        for channel in self._channels():
            for command in self._actions.usable(channel.id):
                usable.setdefault(command["id"], command | {"usable_in": []})["usable_in"].append(channel.id)
        return list(usable.values())


def _role(role: Role) -> Json:
    return {"id": role.id, "name": role.name, "managed": role.managed}


def _a_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
