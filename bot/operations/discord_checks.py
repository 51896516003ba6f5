"""Checks of `lorekeeper doctor` that ask Discord. Nothing is changed there, and no session is used up."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
import yarl

from bot.discord_front import address
from bot.errors import ConnectionFailed
from bot.operations.finding import Finding, problem
from bot.scheduling.clock import Clock
from bot.scheduling.shard import Shard

PATIENCE = aiohttp.ClientTimeout(total=10)

HELLO = 10
"""The opcode of the gateway's first message."""

MESSAGE_CONTENT = 1 << 18 | 1 << 19
"""An application's flags for the Message Content Intent; the second is for a bot in few servers."""

SKEW = timedelta(seconds=5)
"""A clock as wrong as this posts daily questions at the wrong time, and Discord's Date header has whole seconds."""

FEW_SESSIONS = 50
"""Discord resets the token of a bot that starts more sessions a day than it may, usually 1,000."""

BOT_PAGE = "the page Bot at https://discord.com/developers/applications"


class _Told(NamedTuple):
    """A response of the API, and how far our clock is ahead of its."""

    body: Any
    ahead: timedelta | None


async def ask_discord(token: str, api_base: str, shard: Shard, clock: Clock) -> AsyncIterator[Finding]:
    """The token, the intents, the gateway and the clock."""
    try:
        base, gateway = await address.find(api_base, token)
    except ConnectionFailed as error:
        text, _, step = str(error).partition(". ")
        yield problem("token" if str(error) == address.REFUSED else "API", f"{text}.", step)
        return
    async with aiohttp.ClientSession(timeout=PATIENCE, headers={"Authorization": f"Bot {token}"}) as session:
        try:
            me = await _get(session, f"{base}/users/@me", clock)
            application = await _get(session, f"{base}/applications/@me", clock)
            start = (await _get(session, f"{base}/gateway/bot", clock)).body
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            yield problem("API", f"{base} fails ({address.reason(error)}).", "Try again in some minutes.")
            return
        yield Finding("token", f"Discord accepts it, for the bot {_in(me.body, 'username') or '?'}.")
        yield _intents(_in(application.body, "flags"))
        yield await _gateway(session, gateway.address)
    yield _shards(gateway.shards, shard)
    yield _sessions(start)
    yield _clock(me.ahead)


async def _get(session: aiohttp.ClientSession, url: str, clock: Clock) -> _Told:
    async with session.get(url, allow_redirects=False) as response:
        response.raise_for_status()
        ahead = None
        if date := response.headers.get("Date"):
            ahead = _ahead(date, clock.now())
        return _Told(json.loads(await response.text()), ahead)


def _ahead(date: str, now: datetime) -> timedelta | None:
    try:
        return now - parsedate_to_datetime(date)
    except (TypeError, ValueError):  # not a date, or one without a zone
        return None


def _in(body: Any, key: str) -> Any:
    return body.get(key) if isinstance(body, dict) else None


def _intents(flags: Any) -> Finding:
    if isinstance(flags, int) and flags & MESSAGE_CONTENT:
        return Finding("intents", "the Message Content Intent is on, so managers can let the bot listen.")
    return Finding(
        "intents",
        "the Message Content Intent is off, so the bot reads mentions, replies that ping it and direct messages.",
        f"To let it listen in channels, turn the intent on, on {BOT_PAGE}.",
    )


async def _gateway(session: aiohttp.ClientSession, url: yarl.URL) -> Finding:
    """Connects and waits for the greeting, without identifying."""
    try:
        async with (
            asyncio.timeout(PATIENCE.total),
            session.ws_connect(url.update_query(v="10", encoding="json")) as socket,
        ):
            hello = await socket.receive_json()
    except (aiohttp.ClientError, OSError, TimeoutError, TypeError, ValueError) as error:
        return problem(
            "gateway",
            f"{url} can't be reached ({address.reason(error)}).",
            "Allow WebSocket connections to it in your firewall or proxy.",
        )
    if _in(hello, "op") != HELLO:
        return problem("gateway", f"{url} doesn't greet as Discord's gateway does.", "Check DISCORD_API_BASE.")
    return Finding("gateway", f"{url.host} answers.")


def _shards(advised: int, shard: Shard) -> Finding:
    if shard.count < advised:
        return Finding(
            "shards",
            f"Discord advises {advised}, and this process is {shard}.",
            "Run more processes: docs/running.md says how, under Thousands of servers.",
        )
    return Finding("shards", f"this process is {shard}, and Discord advises {advised}.")


def _sessions(start: Any) -> Finding:
    limit = _in(start, "session_start_limit")
    left, total = _in(limit, "remaining"), _in(limit, "total")
    if not isinstance(left, int):
        return Finding("sessions", "the API doesn't say how often the bot may still connect today.")
    if left < FEW_SESSIONS:
        return problem(
            "sessions",
            f"the bot may connect {left} more times today, of {total}.",
            "Find out why it restarts so often before you start it again: Discord resets the token at zero.",
        )
    return Finding("sessions", f"the bot may connect {left} more times today.")


def _clock(ahead: timedelta | None) -> Finding:
    if ahead is None:
        return Finding("clock", "the API doesn't say what time it is, so the clock couldn't be compared.")
    seconds = ahead.total_seconds()
    if abs(ahead) < SKEW:
        return Finding("clock", "it agrees with Discord's.")
    return problem(
        "clock",
        f"it is {abs(seconds):.0f} seconds {'ahead of' if seconds > 0 else 'behind'} Discord's.",
        "Let the machine keep its time over the network: timedatectl set-ntp true.",
    )
