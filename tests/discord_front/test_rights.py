"""Who may do what: each row of rights.txt, over the wire, against everything that the bot registers."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import AppCommandOptionType, app_commands

from bot.app import the_bot
from bot.base36 import base36
from bot.daily.results import marker_of
from bot.discord_front import insides, launch, wording
from bot.discord_front.admission import ANYTHING
from bot.discord_front.boards.wording import NOT_YOURS_TO_RESET
from bot.discord_front.client import Lorekeeper
from bot.discord_front.custom_ids import Action
from bot.discord_front.lookups.answer_wording import NOT_YOURS_TO_DELETE, NOT_YOURS_TO_SOLVE
from bot.discord_front.lookups.buttons import PickPart
from bot.discord_front.lookups.handles import Handles
from bot.discord_front.member_data.wording import NOT_YOURS
from bot.discord_front.presses import FORM, FormAnswers
from bot.discord_front.quiz.wording import NOT_YOURS_TO_DECIDE, NOT_YOURS_TO_KEEP
from bot.discord_front.settings.wording import CHOOSES_NO_MANAGERS
from bot.house.rules import HouseRules
from bot.ids import MemberId, ServerId
from bot.playground.clock import MovableClock
from bot.storage.storage import Storage
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened
from tests.packs.small_shelf import a_library
from tests.small_pack import DOG, HARBOUR, MARA, ONE_PACK
from tests.storage.ready import open_ready

TABLE = Path(__file__).with_name("rights.txt")

REFUSALS = (
    wording.MANAGERS_ONLY,
    NOT_YOURS_TO_DELETE,
    wording.SERVERS_ONLY,
    wording.TIMED_OUT,
    NOT_YOURS,
    NOT_YOURS_TO_DECIDE,
    NOT_YOURS_TO_KEEP,
    NOT_YOURS_TO_RESET,
    NOT_YOURS_TO_SOLVE,
)
"""How the bot says that somebody may not do something. A new way to say it goes here."""

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SERVER, ELSEWHERE, CHANNEL, MANAGER_ROLE = ServerId(5), ServerId(4), 8, 77
COMMAND, PRESS, SUBMITTED = 2, 3, 5
PRIVATE = 64
NEW, EDIT = 4, 7
"""The two kinds of an answer with a message in it: a new one, or the pressed one changed."""

NO_MANAGER_ROLE = "lk:hc:m"
"""The id of the panel's menu for the manager role. Pressed without a value, it chooses none."""

FIELDS = {"AnswerMiss": 4, "Edit": 2, "SetUpDaily": 2, "Suggest": 3, "UploadPack": 3}
"""Number of fields of the forms that have more than one."""

PATIENCE = 10
"""Seconds after which an answer that doesn't come counts as silence."""

HANGS = 600
"""Seconds after which a bot counts as hung. A busy machine takes a minute for all that one is asked."""

_numbers = count(1)


MEMBER = discord.Permissions(send_messages=True)
MANAGER = discord.Permissions(manage_guild=True)


@dataclass(frozen=True)
class Who:
    """Somebody who does something: their rights, where they are, and whether the button was made for them."""

    permissions: discord.Permissions = MEMBER
    is_asker: bool = True
    is_away: bool = False
    is_timed_out: bool = False
    roles: tuple[int, ...] = ()


WHO = {
    "member": Who(),
    "other": Who(is_asker=False),
    "moderator": Who(discord.Permissions(manage_messages=True), is_asker=False),
    "manager": Who(MANAGER),
    "by role": Who(roles=(MANAGER_ROLE,)),
    "away": Who(is_away=True),
    "timed out": Who(MANAGER, is_timed_out=True),
}


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    what: str
    id: str
    outcomes: Mapping[str, str]


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_ready(tmp_path)
    rules = HouseRules(manager_role=MANAGER_ROLE).model_dump_json(exclude_defaults=True)
    await opened.house.save_rules(SERVER, rules, instead_of=None, changes=(), by=MemberId(1), at=NOW, most=1)
    yield opened
    await opened.close()


def the_table() -> dict[str, Row]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    rows = {}
    for what, id, *outcomes in ([part.strip() for part in line.split("|")] for line in lines):
        rows[what] = Row(what, id, dict(zip(WHO, outcomes, strict=True)))
    return rows


async def test_everything_that_the_bot_registers_has_a_row(storage: Storage) -> None:
    async with running(storage) as bot:
        registered = bot.registered()

    rows = set(the_table())
    missing = [f"{each}: add a row to {TABLE.name}, which says how" for each in sorted(registered - rows)]
    gone = [f"{each}: the bot has it no longer, take its row out of {TABLE.name}" for each in sorted(rows - registered)]
    assert not missing + gone, "\n".join(missing + gone)


@pytest.mark.slow
async def test_nobody_may_do_more_or_less_than_the_table_says(storage: Storage) -> None:
    rows = the_table().values()
    async with running(storage) as bot:
        # One after the other for each row, so that a right is always taken away after it was used.
        asked = [(row, name, bot.interaction(row, WHO[name])) for row in rows for name in reversed(WHO)]
        told = await bot.tell(event for *_, event in asked)

    wrong = []
    for (row, name, _), answer in zip(asked, told, strict=True):
        if (outcome := _outcome(row, answer)) != row.outcomes[name]:
            said = json.dumps(answer)[:300]
            wrong.append(f"{row.what}, {name}: {outcome} instead of {row.outcomes[name]}. It said {said}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
async def test_the_manager_role_opens_nothing_once_it_is_taken_away(storage: Storage) -> None:
    """From the member, or by the server, which counts another role or none: between the showing and the click."""
    rows = [row for row in the_table().values() if row.outcomes["by role"] != row.outcomes["member"]]
    async with running(storage) as bot:
        shown = [bot.interaction(row, WHO["by role"]) for row in rows]
        lost = [{**each, "id": f"{each['id']}1", "token": f"{each['token']}1"} for each in shown]
        for each in lost:
            each["member"] = {**each["member"], "roles": []}
        before, without_role = await bot.tell(shown), await bot.tell(lost)
        await bot.tell([bot.press(NO_MANAGER_ROLE, WHO["manager"])])
        uncounted = await bot.tell([bot.interaction(row, WHO["by role"]) for row in rows])

    assert {_outcome(row, told) for row, told in zip(rows, before, strict=True)} == {"yes"}
    assert {_outcome(row, told) for row, told in zip(rows, without_role, strict=True)} == {"no"}
    assert {_outcome(row, told) for row, told in zip(rows, uncounted, strict=True)} == {"no"}


async def test_the_manager_role_chooses_no_managers(storage: Storage) -> None:
    async with running(storage) as bot:
        told = await bot.tell([bot.press(NO_MANAGER_ROLE, WHO[name]) for name in ("by role", "manager")])
        log = await storage.house.changes(SERVER)
        undone = await bot.tell([bot.press(f"lk:hu:{log[0].id}", WHO["manager"])])
        back = await storage.house.changes(SERVER)
        refused = await bot.tell([bot.press(f"lk:hu:{back[0].id}", WHO["by role"])])

    assert _texts(told[0]) == _texts(refused[0]) == [CHOOSES_NO_MANAGERS]
    assert _texts(told[1]) == _texts(undone[0]) == []


async def test_buttons_of_a_daily_question_of_another_server_do_nothing(storage: Storage) -> None:
    """The server and the day are in the ids of these buttons; a member of one server must not get at the other's."""
    marker = marker_of(ELSEWHERE, date(2026, 5, 1))
    ids = (f"lk:q:{marker}:0", f"lk:r:{marker}", f"lk:q:p:{marker}:0")

    async with running(storage) as bot:
        told = await bot.tell([bot.press(id, Who()) for id in ids])

    assert [_texts(answer) for answer in told] == [[wording.TOO_OLD]] * len(ids)


TRICKS = (
    "<@999> <@&999> @everyone @here",
    "[click](https://evil.example) <https://evil.example>",
    "# heading",
    "-# small",
    "> cited",
    "```code``` `code`",
    "x ||hidden|| **bold** __under__ ~~struck~~",
    "<t:1:R> <#999> <:evil:999> </evil:999>",
    "right\u202e left\u2066 @\u200beveryone",
    "x\n# heading\n> cited",
    "||hidden||<@999>" * 150,
)
"""What a member may type to speak with the bot's voice."""

EVIL = re.compile(
    r"<@&?999>|@everyone|@here|\]\(https://evil|<https://evil|^#+ heading|^-# small|^> cited|`code|\|\|hidden|\*\*bold"
    r"|__under|~~struck|<t:1:R>|<#999>|<:evil|</evil|[\u202a-\u202e\u2066-\u2069]",
    re.MULTILINE,
)


@pytest.mark.slow
async def test_nothing_that_a_member_types_comes_back_as_markup(storage: Storage) -> None:
    async with running(storage) as bot:
        typed = [(text, each) for text in TRICKS for each in bot.typed(text)]
        told = await bot.tell(each for _, each in typed)

    wrong = [
        f"{text[:40]!r} in {json.dumps(interaction['data'])[:200]}: {rendered[:300]}"
        for (text, interaction), answer in zip(typed, told, strict=True)
        for rendered in _rendered(answer)
        if EVIL.search(re.sub(r"\\.", "·", rendered))
    ]
    assert not wrong, "\n".join(wrong)


def _rendered(part: object) -> Iterable[str]:
    """All texts of messages in which Discord reads markup."""
    match part:
        case {"type": 4, "custom_id": _}:  # a form's field, which shows what is in it as it is
            pass
        case dict():
            for name, each in part.items():
                if isinstance(each, str) and name in {"content", "description", "title", "name", "value"}:
                    yield each
                elif name not in {"footer", "author", "choices"}:
                    yield from _rendered(each)
        case list():
            for each in part:
                yield from _rendered(each)


@pytest.mark.parametrize("what", ["/help", "Pick", "form OpenForm"])
async def test_a_flood_gets_one_line_and_then_silence(storage: Storage, what: str) -> None:
    row, somebody = the_table()[what], {"id": "999999", "username": "tia", "discriminator": "0", "avatar": None}

    async with running(storage) as bot:
        flood = [bot.interaction(row, WHO["member"]) for _ in range(ANYTHING.most + 2)]
        for each in flood:
            each["member"]["user"] = somebody
        *answered, told, ignored = await bot.tell(flood)
        (other,) = await bot.tell([bot.interaction(row, WHO["member"])])

    assert all(answered)
    assert wording.FLOOD not in [text for each in (*answered, other) for text in _texts(each)]
    assert (_texts(told), ignored) == ([wording.FLOOD], [])


async def test_no_forged_button_starts_a_game_that_the_command_would_not_start(storage: Storage) -> None:
    ids = [f"lk:z:a:{rounds}:{lobby}:00000:::" for rounds, lobby in ((0, 0), (51, 0), (999_999, 0), (5, 999_999))]

    async with running(storage) as bot:
        told = await bot.tell([bot.press(id, Who()) for id in ids])

    assert [_texts(answer) for answer in told] == [[wording.TOO_OLD]] * len(ids)


def _outcome(row: Row, told: Sequence[Mapping[str, Any]]) -> str:
    texts = _texts(told)
    if any(refusal in text for refusal in REFUSALS for text in texts):
        return "no"
    if any("Something went wrong on my side" in text for text in texts):
        return "broken"
    if not told:
        return "silence"
    is_new = told[0]["type"] == NEW and told[0]["data"].get("flags", 0) & PRIVATE
    return "copy" if is_new and "copy" in row.outcomes.values() else "yes"


def _texts(told: Iterable[Mapping[str, Any]]) -> list[str]:
    return [text for each in told if (text := (each.get("data") or {}).get("content"))]


class Running:
    """The whole bot, connected to a stand-in for Discord that sends it interactions."""

    def __init__(self, client: Lorekeeper, outside: SmallDiscord) -> None:
        self._client = client
        self._outside = outside
        self._commands = {f"/{each.qualified_name}": each for each in client.tree.walk_commands()}
        handles = Handles(ONE_PACK)
        self._named = {
            "here": marker_of(SERVER, date(2026, 5, 1)).split("-", maxsplit=1)[0],
            "mara": handles.of(MARA),
            "dog": handles.of(DOG),
            "pack": handles.of(HARBOUR),
        }

    def registered(self) -> set[str]:
        """Everything that a member may use, as the table calls it."""
        tree, store = self._client.tree, self._client._connection._view_store
        commands = {name for name, each in self._commands.items() if isinstance(each, app_commands.Command)}
        kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
        menus = {f"menu {each.name}" for kind in kinds for each in tree.get_commands(type=kind)}
        actions = {each.template.pattern: each.__name__ for each in _kinds_of(Action)}
        patterns = [each.pattern for each in store._dynamic_items]
        # The last is the handler of all other buttons; what isn't an Action has its pattern as its name.
        buttons = {actions.get(pattern, pattern) for pattern in patterns if not pattern.startswith("(?!")}
        forms = set[str]()
        for each in store._modals.values():
            handled = each.forms if isinstance(each, FormAnswers) else ()
            forms |= {f"form {form.kind.__name__}" for form in handled} or {f"form {each.custom_id}"}
        return {*commands, *menus, *buttons, *forms}

    def typed(self, text: str) -> Iterable[dict[str, Any]]:
        """A manager types this text wherever a member can type something."""
        for name, command in self._commands.items():
            if isinstance(command, app_commands.Command):
                yield _interaction(COMMAND, self._command(name, text), WHO["manager"])
        for row in the_table().values():
            if row.what.startswith("form "):
                yield self.interaction(row, WHO["manager"], text)

    def interaction(self, row: Row, who: Who, text: str = "a text") -> dict[str, Any]:
        """What Discord sends when somebody does what the row is about."""
        kind, _, name = row.what.partition(" ")
        if kind == "menu":
            interaction = _interaction(COMMAND, {}, who) if row.id == "-" else self.press(row.id, who)
            resolved = {"messages": {"6": interaction.pop("message", _message({}))}}
            data = {"id": "9", "type": 3, "name": name, "target_id": "6", "resolved": resolved}
            return interaction | {"type": COMMAND, "data": data}
        if row.what.startswith("/"):
            return _interaction(COMMAND, self._command(row.what), who)
        if kind == "form":
            ids = (row.id, *(str(number) for number in range(1, FIELDS.get(name, 1))))
            fields = [
                {"type": 18, "id": 1, "component": {"type": 4, "custom_id": id, "value": text, "id": 2}} for id in ids
            ]
            return _interaction(SUBMITTED, {"custom_id": FORM, "components": fields}, who)
        return self.press(row.id, who)

    def press(self, id: str, who: Who) -> dict[str, Any]:
        """A press on the button with this id; the names in it are those that the table explains."""
        interaction = _interaction(PRESS, {"component_type": 2}, who)
        user = (interaction.get("member") or interaction)["user"]
        asker = int(user["id"]) if who.is_asker else 1_000
        custom_id = id.format(asker=base36(asker), ASKER=asker, **self._named)
        interaction["data"]["custom_id"] = custom_id
        pressed: dict[str, Any] = {"type": 2, "style": 2, "label": "Press me", "custom_id": custom_id}
        if PickPart.read(custom_id):
            value = f"{self._named['pack']}:0"
            interaction["data"] |= {"component_type": 3, "values": [value]}
            pressed = {"type": 3, "custom_id": custom_id, "options": [{"label": "Pick me", "value": value}]}
        return interaction | {"message": _message(pressed)}

    def _command(self, name: str, text: str = "") -> dict[str, Any]:
        command = self._commands[name]
        resolved: dict[str, Any] = {}
        assert isinstance(command, app_commands.Command)
        options: list[dict[str, Any]] = []
        for each in command.parameters:
            value: object = "x"
            match each.type:
                case AppCommandOptionType.string if text and not each.choices:
                    value = text[: int(each.max_value or len(text))]
                case _ if not each.required:
                    continue
                case AppCommandOptionType.integer:
                    value = each.min_value or 1
                case AppCommandOptionType.attachment:
                    value = "77"
                    file = {"id": "77", "filename": "a.txt", "size": 1, "url": "http://127.0.0.1:9/", "proxy_url": ""}
                    resolved["attachments"] = {"77": file}
                case _ if each.choices:
                    value = each.choices[0].value
                case AppCommandOptionType.string:
                    value = "12:00" if each.display_name == "at" else "x"
                case other:
                    raise AssertionError(f"{name} needs the option {each.display_name}: say here what a {other} is")
            options.append({"name": each.display_name, "type": each.type.value, "value": value})
        first, *rest = name.removeprefix("/").split()
        for depth, part in enumerate(reversed(rest)):
            options = [{"name": part, "type": 2 if depth else 1, "options": options}]
        return {"id": "9", "type": 1, "name": first, "options": options, "resolved": resolved}

    async def tell(self, interactions: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """What the bot answers to each, one after the other: its callback, and what came after it."""
        told = []
        for each in interactions:
            self._client._connection.parsers["INTERACTION_CREATE"](each)
            answers = self._outside.told.setdefault(each["token"], [])
            with suppress(TimeoutError):  # it is silent
                async with asyncio.timeout(PATIENCE):
                    while not _is_settled(answers) and _is_at_work():  # noqa: ASYNC110  # nobody tells of an answer
                        await asyncio.sleep(0.002)
            told.append(answers)
        return told


def _is_settled(told: Sequence[Mapping[str, Any]]) -> bool:
    return bool(told) and (told[0]["type"] not in {5, 6} or len(told) > 1)


def _is_at_work() -> bool:
    """Whether the bot still does something about what was done; without it, it stays silent."""
    return any(task.get_name().startswith(insides.AT_WORK) for task in asyncio.all_tasks())


def _kinds_of(kind: type[Action]) -> Iterable[type[Action]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("bot."):
            yield each


def _interaction(kind: int, data: dict[str, Any], who: Who) -> dict[str, Any]:
    number = 10_000 + next(_numbers)
    user = {"id": str(number), "username": "sam", "discriminator": "0", "avatar": None}
    interaction = {
        "id": str(discord.utils.time_snowflake(NOW) + number),
        "application_id": "1",
        "type": kind,
        "token": f"token{number}",
        "version": 1,
        "attachment_size_limit": 10_000_000,
        "channel_id": str(CHANNEL),
        "data": data,
        "locale": "en-GB",
        "entitlements": [],
    }
    if who.is_away:
        channel = {"id": str(CHANNEL), "type": 1}
        owners = {"1": str(number)}
        return interaction | {"channel": channel, "user": user, "context": 1, "authorizing_integration_owners": owners}
    member = {
        "user": user,
        "roles": [str(role) for role in who.roles],
        "joined_at": NOW.isoformat(),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(who.permissions.value),
        "communication_disabled_until": "2999-01-01T00:00:00+00:00" if who.is_timed_out else None,
    }
    return interaction | {
        "guild_id": str(SERVER),
        "guild": {"id": str(SERVER), "features": [], "locale": "en-US"},
        "guild_locale": "en-US",
        "channel": {"id": str(CHANNEL), "type": 0, "guild_id": str(SERVER), "name": "lore", "position": 0},
        "member": member,
        "context": 0,
        "app_permissions": str(discord.Permissions.all().value),
        "authorizing_integration_owners": {"0": str(SERVER)},
    }


_GUILD = {
    "id": str(SERVER),
    "name": "The Village",
    "owner_id": "1000",
    "roles": [
        {"id": str(id), "name": name, "permissions": "0", "position": position, "color": 0}
        for position, (id, name) in enumerate(((SERVER, "@everyone"), (MANAGER_ROLE, "keepers")))
    ],
    "channels": [{"id": str(CHANNEL), "type": 0, "guild_id": str(SERVER), "name": "lore", "position": 0}],
    "members": [],
    "emojis": [],
    "stickers": [],
    "features": [],
    "member_count": 2,
    "preferred_locale": "en-US",
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "premium_tier": 0,
    "nsfw_level": 0,
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "premium_progress_bar_enabled": False,
}
"""The server, with a role for its managers. No role has a permission, so what the bot may do isn't known."""


def _message(button: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot, with a button or with none."""
    return {
        "id": "6",
        "type": 0,
        "content": "",
        "channel_id": str(CHANNEL),
        "author": {"id": "1", "username": "Lorekeeper", "discriminator": "0", "avatar": None},
        "components": [{"type": 1, "id": 1, "components": [button]}] if button else [],
        "embeds": [],
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "flags": 0,
        "edited_timestamp": None,
        "timestamp": NOW.isoformat(),
    }


@asynccontextmanager
async def running(storage: Storage) -> AsyncIterator[Running]:
    """The bot of this moment, from when it is connected."""
    outside, stop, ready = SmallDiscord(lets_in=True), asyncio.Event(), asyncio.Event()
    outside.events = [("GUILD_CREATE", _GUILD)]
    kept: list[Lorekeeper] = []
    bot = the_bot(a_library(ONE_PACK), storage, MovableClock(NOW), catch_up=timedelta(hours=6))

    @asynccontextmanager
    async def extension(client: Lorekeeper) -> AsyncIterator[None]:
        kept.append(client)
        async with bot(client):
            yield

    async with opened(outside), asyncio.timeout(HANGS):
        insides.want_no_receipts()  # here, too: `tell` hands interactions in from this task, not from the client's
        run = asyncio.create_task(
            launch.run(extension, token=TOKEN, api_base=outside.base, stop=stop, on_ready=lambda _: ready.set())
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({run, waiting}, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield Running(kept[0], outside)
        finally:
            waiting.cancel()
            outside.drop()
            stop.set()
            await run
