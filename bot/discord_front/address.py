"""Finds an API and its gateway, and points discord.py at them."""

import asyncio
import json
from typing import Any, NamedTuple

import aiohttp
import yarl

from bot.discord_front import insides
from bot.errors import ConnectionFailed

PATIENCE = aiohttp.ClientTimeout(total=20)
"""How long to wait for the API to name its gateway. Discord takes well under a second."""

USUAL_PATHS = ("", "/v10", "/api/v10")
"""Paths below the configured address where an API may be: the address itself, or Discord's path."""


async def point_at(api_base: str, token: str) -> int:
    """Points discord.py at the API and its gateway, and returns the recommended number of shards.

    Raises ConnectionFailed, in one line, if there is no such API or it refuses the token.
    """
    base, gateway = await find(api_base, token)
    insides.point_at(base, gateway.address)
    return gateway.shards


class Gateway(NamedTuple):
    """Where to connect, and the recommended number of shards."""

    address: yarl.URL
    shards: int


async def find(api_base: str, token: str) -> tuple[str, Gateway]:
    """The address of the API, and its gateway. Raises as `point_at` does."""
    api_base = api_base.rstrip("/")
    status = 404
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            for path in USUAL_PATHS:
                base = api_base + path
                asked = session.get(
                    f"{base}/gateway/bot",
                    headers={"Authorization": f"Bot {token}"},
                    allow_redirects=False,  # the token must not go to any other address
                )
                async with asked as response:
                    status, text = response.status, await response.text(errors="replace")
                if status != 404:
                    break
    except (aiohttp.InvalidURL, ValueError) as error:
        raise ConnectionFailed(f"{api_base} is no address of an API. Check DISCORD_API_BASE.") from error
    except TimeoutError as error:
        raise ConnectionFailed(
            f"{api_base} does not answer within {PATIENCE.total:.0f} seconds. Check the network and try again."
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        raise ConnectionFailed(unreachable(api_base, error)) from error
    if status in {401, 403}:
        raise ConnectionFailed(REFUSED)
    if status == 429:
        raise ConnectionFailed(f"{api_base} asks us to come back later (429). Wait some minutes and try again.")
    if status >= 500:
        raise ConnectionFailed(f"{api_base} has trouble of its own (status {status}). Try again in some minutes.")
    gateway = _gateway_in(text) if status == 200 else None
    if gateway is None:
        raise ConnectionFailed(
            f"{api_base} does not speak Discord's API: GET /gateway/bot gave status {status} and no gateway. "
            "Check DISCORD_API_BASE."
        )
    return base, gateway


REFUSED = (
    "Discord refuses the token. Copy it again from the Bot page of your application at "
    "https://discord.com/developers/applications, and set DISCORD_TOKEN."
)


def unreachable(address: str, error: BaseException) -> str:
    """One line for an unreachable address."""
    return f"{address} cannot be reached ({reason(error)}). Check the network, and DISCORD_API_BASE if you set it."


def reason(error: BaseException) -> str:
    """The reason for a failed connection, on one line."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"no address is known for {error.host}"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "its certificate is not trusted"
    if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
        return "it does not answer"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split())[:200] or type(error).__name__


def _gateway_in(text: str) -> Gateway | None:
    """The gateway in a response to GET /gateway/bot, and the recommended number of shards (1 if it has none)."""
    try:
        answer: Any = json.loads(text)
    except ValueError:
        return None
    address = answer.get("url") if isinstance(answer, dict) else None
    if not isinstance(address, str):
        return None
    try:
        gateway = yarl.URL(address)
    except ValueError:
        return None
    shards = answer.get("shards")
    if gateway.scheme not in {"ws", "wss"} or not gateway.host:
        return None
    return Gateway(gateway, shards if isinstance(shards, int) else 1)
