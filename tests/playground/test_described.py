"""The playground's responses match Discord's own API description."""

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest
from discord.http import Route

from bot.playground.members import Modal, Shown
from bot.playground.payloads import GUILD_MEMBERS
from bot.playground.server import Playground
from tests.discord_requests import checker, description, needs_checker
from tests.playground.small_bot import SmallBot, running


class Answers:
    """Every response that the client gets: method, path, status, body."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, int, Any]] = []
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._end)

    async def _end(self, _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        if "/api/" in end.url.path:
            body = await end.response.json() if end.response.status != 204 else None
            self.seen.append((end.method, end.url.path, end.response.status, body))


async def use_everything(playground: Playground, bot: SmallBot) -> None:
    """Everything that the small bot can do, and the routes that it doesn't use.

    No invalid form: the description has numbers where Discord sends names like BASE_TYPE_MAX_LENGTH.
    """
    robin = playground.member("Robin")
    await robin.autocomplete("general", "fact", "character", "th")
    card = await robin.slash("general", "fact", {"character": "thor"})
    assert isinstance(card, Shown)
    for button in ("Another", "Later", "Aside"):
        await robin.click(card, button)
    form = await robin.click(card, "Form")
    assert isinstance(form, Modal)
    await robin.submit(form, {"fact": "x"})
    for command in ("slow", "layout", "card", "secret"):
        await robin.slash("general", command)
    survey = await robin.slash("general", "survey")
    assert isinstance(survey, Modal)
    await robin.submit(survey, {"best": "thor", "proof": [robin.upload("a.txt", b"x")]})
    await robin.slash("lobby", "edited")
    await robin.menu(card, "Why this answer?")
    await robin.user_menu("general", "Sam", "Who is this?")
    await robin.answer_to(await robin.say("general", "@Lorekeeper hi"))
    await robin.answer_to(await robin.say("dm", "hi"))
    channel = await bot.fetch_channel(int(playground.world.channel("general").id))
    assert isinstance(channel, discord.TextChannel)
    embed = discord.Embed(title="x", description="y", color=3, timestamp=discord.utils.utcnow(), url="https://x.org")
    embed.set_footer(text="f").set_author(name="a").add_field(name="n", value="v")
    message = await channel.send("x", file=discord.File(__file__), embed=embed)
    await message.add_reaction("👍")
    thread = await message.create_thread(name="x")
    await thread.send("y")
    await thread.edit(archived=True)
    _ = [read async for read in channel.history()]
    await message.fetch()
    await message.delete()
    guild = channel.guild.id
    for path in (
        "/gateway/bot",
        "/gateway",
        "/applications/@me",
        "/users/@me/guilds",
        f"/users/{robin.id}",
        f"/guilds/{guild}",
        f"/guilds/{guild}/channels",
        f"/guilds/{guild}/roles",
        f"/guilds/{guild}/members?limit=10",
        f"/guilds/{guild}/members/{robin.id}",
        f"/guilds/{guild}/threads/active",
        f"/applications/{bot.application_id}/commands",
    ):
        await bot.http.request(Route("GET", path))
    await (await bot.fetch_user(int(robin.id))).create_dm()
    with pytest.raises(discord.HTTPException, match="empty message"):
        await channel.send("")
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(1)


@needs_checker
async def test_every_answer_is_as_discord_describes_it() -> None:
    answers = Answers()
    async with (
        Playground(rate_limits=False, privileged_intents=GUILD_MEMBERS) as playground,
        running(playground, SmallBot(trace=answers.trace)) as bot,
    ):
        await use_everything(playground, bot)

    spec = description()
    faults = set()
    for method, path, status, body in answers.seen:
        route, operation = spec.operation(method, path.removeprefix("/api/v10"))
        name = f"{method} {route or path} {status}"
        described = (operation or {"responses": {}})["responses"]
        if status >= 400:
            schema = {"$ref": "#/components/schemas/ErrorResponse"}
        elif str(status) in described:
            schema = described[str(status)].get("content", {}).get("application/json", {}).get("schema")
        else:
            faults.add(f"{name}: not described")
            continue
        if schema is None:
            if body is not None:
                faults.add(f"{name}: has no body")
            continue
        for error in spec.validator(schema).iter_errors(body):
            inner = checker().deepest(error)
            faults.add(f"{name} at {'/'.join(map(str, inner.absolute_path))}: {inner.message[:160]}")
    assert len(answers.seen) > 45
    assert not faults, "\n".join(sorted(faults))
