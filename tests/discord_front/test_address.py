"""discord.py is pointed at an API, or an operator reads in one line why not."""

import socket

import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_front import address
from bot.errors import ConnectionFailed
from tests.discord_front.small_discord import TOKEN, SmallDiscord, opened


async def refusal(api_base: str, token: str = TOKEN) -> str:
    """The line that an operator reads."""
    with pytest.raises(ConnectionFailed) as caught:
        await address.point_at(api_base, token)
    text = str(caught.value)
    assert "\n" not in text
    assert token not in text
    return text


@pytest.mark.parametrize("typed", ["/api/v10", "/api/v10/", "/api", "/", ""])
async def test_the_api_is_found_and_names_its_gateway(typed: str) -> None:
    async with opened(SmallDiscord()) as discord:
        root = discord.base.removesuffix("/api/v10")

        await address.point_at(root + typed, TOKEN)

        assert discord.base == Route.BASE
        assert str(DiscordWebSocket.DEFAULT_GATEWAY) == f"ws{root.removeprefix('http')}/gateway"


async def test_a_refused_token_is_told() -> None:
    async with opened(SmallDiscord()) as discord:
        assert "DISCORD_TOKEN" in await refusal(discord.base, "wrong")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (web.Response(text="<html>hello</html>"), "does not speak Discord's API"),
        (web.Response(text="[]"), "does not speak Discord's API"),
        (web.Response(text='{"url": "http://elsewhere"}'), "does not speak Discord's API"),
        (web.Response(text='{"url": 7}'), "does not speak Discord's API"),
        (web.Response(status=503), "trouble of its own"),
        (web.Response(status=429), "later"),
        (web.Response(status=302, headers={"Location": "/elsewhere"}), "does not speak Discord's API"),
    ],
    ids=["page", "list", "no gateway", "number", "trouble", "too often", "redirect"],
)
async def test_a_strange_answer_is_told(answer: web.Response, words: str) -> None:
    async with opened(SmallDiscord(answers={"/gateway/bot": answer})) as discord:
        assert words in await refusal(discord.base)


async def test_something_else_on_that_port_is_told() -> None:
    async with opened(SmallDiscord(prefix="/other")) as discord:
        assert "DISCORD_API_BASE" in await refusal(discord.base)


async def test_nobody_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

        assert "cannot be reached" in await refusal(f"http://127.0.0.1:{port}/api/v10")


@pytest.mark.parametrize("typed", ["nonsense", "http://", "ftp://example.invalid/api"])
async def test_nonsense_is_told(typed: str) -> None:
    assert "DISCORD_API_BASE" in await refusal(typed)


async def test_an_unknown_name_is_told() -> None:
    assert "cannot be reached" in await refusal("http://discord.invalid/api/v10")
