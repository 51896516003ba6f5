"""A small discord.py bot that uses most features, to test the playground with the real client."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.playground.server import Playground

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG picture of one pixel."""

HEROES = ("Thor", "Hulk", "Black Widow")


class Form(ui.Modal, title="Suggest a fact"):
    fact: ui.TextInput["Form"] = ui.TextInput(label="The fact", custom_id="fact", max_length=50)
    source: ui.TextInput["Form"] = ui.TextInput(label="Its source", custom_id="source", required=False)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        text = f"Thank you for {self.fact.value!r} from {self.source.value!r}"
        await interaction.response.send_message(text, ephemeral=True)


class Survey(ui.Modal, title="A survey"):
    """A form with every kind of field that stands in a label."""

    def __init__(self) -> None:
        super().__init__(custom_id="survey")
        heroes = [(hero, hero.lower()) for hero in HEROES]
        self.best: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="best")
        self.liked: ui.CheckboxGroup[Any] = ui.CheckboxGroup(custom_id="liked", min_values=0, required=False)
        for label, value in heroes:
            self.best.add_option(label=label, value=value, description=f"{label}, of course")
            self.liked.add_option(label=label, value=value)
        self.again: ui.Checkbox[Any] = ui.Checkbox(custom_id="again", default=True)
        self.proof: ui.FileUpload[Any] = ui.FileUpload(custom_id="proof", min_values=0, max_values=2, required=False)
        self.friend: ui.UserSelect[Any] = ui.UserSelect(custom_id="friend", required=False, min_values=0)
        for text, field in (
            ("The best", self.best),
            ("Others you like", self.liked),
            ("Ask me again", self.again),
            ("Proof", self.proof),
            ("A friend", self.friend),
        ):
            self.add_item(ui.Label(text=text, description=f"Describes {text!r}", component=field))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        files = [f"{file.filename}: {(await file.read()).decode()}" for file in self.proof.values]
        friends = [friend.name for friend in self.friend.values]
        said = [self.best.value, sorted(self.liked.values), self.again.value, files, friends]
        await interaction.response.send_message(" | ".join(map(str, said)), ephemeral=True)


class Card(ui.LayoutView):
    """A card with every part of Components V2; its pictures are the uploads thor.png and notes.txt."""

    def __init__(self) -> None:
        super().__init__()
        self.add_item(ui.TextDisplay("Above the card"))
        row: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Press", custom_id="card:press"))
        row_of_members: ui.ActionRow[Any] = ui.ActionRow(ui.UserSelect(placeholder="Who?", custom_id="card:who"))
        thumbnail: ui.Thumbnail[Any] = ui.Thumbnail("attachment://thor.png", description="Thor lifts his hammer")
        gallery: ui.MediaGallery[Any] = ui.MediaGallery(
            discord.MediaGalleryItem("attachment://thor.png", description="Thor again"),
            discord.MediaGalleryItem("attachment://thor.png", description="Thor at the end", spoiler=True),
            discord.MediaGalleryItem("https://example.org/elsewhere.png", description="Thor elsewhere"),
        )
        self.add_item(
            ui.Container(
                ui.Section("## Thor", "Played by **Chris Hemsworth**", accessory=thumbnail),
                ui.Separator(spacing=discord.SeparatorSpacing.large),
                ui.Section("A link beside a text", accessory=ui.Button(label="Read", url="https://example.org/")),
                gallery,
                ui.File("attachment://notes.txt"),
                row,
                row_of_members,
                accent_colour=0xD6A24A,
            )
        )
        self.add_item(ui.Container(ui.TextDisplay("Thor survives"), spoiler=True))


def card_files() -> list[discord.File]:
    return [discord.File(io.BytesIO(PIXEL), "thor.png"), discord.File(io.BytesIO(b"notes"), "notes.txt")]


class Board(ui.View):
    """A persistent view: every custom_id is fixed."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Another", custom_id="board:another")
    async def another(self, interaction: discord.Interaction, _: ui.Button["Board"]) -> None:
        await interaction.response.edit_message(content="another fact")

    @ui.button(label="Aside", custom_id="board:aside")
    async def aside(self, interaction: discord.Interaction, _: ui.Button["Board"]) -> None:
        await interaction.response.send_message("between us", ephemeral=True)

    @ui.button(label="Later", custom_id="board:later")
    async def later(self, interaction: discord.Interaction, _: ui.Button["Board"]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later came")

    @ui.button(label="Delete", custom_id="board:delete")
    async def delete(self, interaction: discord.Interaction, _: ui.Button["Board"]) -> None:
        await interaction.response.defer()
        await interaction.delete_original_response()

    @ui.button(label="Form", custom_id="board:form")
    async def form(self, interaction: discord.Interaction, _: ui.Button["Board"]) -> None:
        await interaction.response.send_modal(Form())

    @ui.select(
        custom_id="board:hero",
        placeholder="Who?",
        options=[discord.SelectOption(label=hero, value=hero.lower()) for hero in HEROES],
    )
    async def hero(self, interaction: discord.Interaction, select: ui.Select["Board"]) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}")


class SmallBot(discord.Client):
    """`heard` are the messages received from others, as (content, channel id); `errors` the exceptions raised."""

    def __init__(self, intents: discord.Intents | None = None, trace: aiohttp.TraceConfig | None = None) -> None:
        nobody = discord.AllowedMentions.none()
        trace = trace or aiohttp.TraceConfig()
        super().__init__(intents=intents or unprivileged(), allowed_mentions=nobody, http_trace=trace)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[tuple[str, int]] = []
        self.errors: list[BaseException] = []
        self.resumes = 0
        self.went_wrong = asyncio.Event()
        self.may_answer = asyncio.Event()
        add_commands(self)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Skip discord.py's five seconds of waiting before it identifies again."""

    async def setup_hook(self) -> None:
        self.add_view(Board())
        await self.tree.sync()

    async def on_resumed(self) -> None:
        self.resumes += 1

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append((message.content, message.channel.id))
        is_asked = self.user in message.mentions or message.guild is None
        if is_asked:
            await message.reply(f"You said: {message.content}", nonce=f"answer-{message.id}"[:25])

    def got_wrong(self, error: BaseException) -> None:
        self.errors.append(error)
        self.went_wrong.set()


def unprivileged() -> discord.Intents:
    return discord.Intents.default()


def add_commands(bot: SmallBot) -> None:
    tree = bot.tree

    @tree.error
    async def on_error(_: discord.Interaction, error: app_commands.AppCommandError) -> None:
        bot.got_wrong(getattr(error, "original", error))

    @tree.command(description="A fact")
    async def fact(interaction: discord.Interaction, character: str, number: int = 1) -> None:
        embed = discord.Embed(title=character, description=f"Fact {number} of {character}, @everyone")
        await interaction.response.send_message(embed=embed, view=Board())

    @fact.autocomplete("character")
    async def offer(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = [hero for hero in HEROES if typed.lower() in hero.lower()]
        return [app_commands.Choice(name=hero, value=hero.lower()) for hero in found]

    @tree.command(description="Only you can see it")
    async def secret(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("a secret", ephemeral=True)

    @tree.command(description="Thinks first")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("here it is")
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(description="Thinks first, then edits")
    async def edited(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="first")
        sent = await interaction.original_response()
        await sent.edit(content="second")

    @tree.command(description="Answers when it may")
    async def silent(interaction: discord.Interaction) -> None:
        await bot.may_answer.wait()
        await interaction.response.send_message("at last")

    @tree.command(description="Answers twice")
    async def twice(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once")
        again = discord.InteractionResponse(interaction)
        await again.send_message("twice")

    @tree.command(description="Sends more than Discord takes")
    async def toolong(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("x" * 2001)

    @tree.command(description="A form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="Who is it?")
    async def who(interaction: discord.Interaction, member: discord.User) -> None:
        await interaction.response.send_message(f"{member.mention} is {member.name}")

    @tree.command(description="Components V2")
    async def layout(interaction: discord.Interaction) -> None:
        view = ui.LayoutView()
        box: ui.Container[Any] = ui.Container(ui.TextDisplay("# A heading"), ui.Separator(), ui.TextDisplay("text"))
        view.add_item(box)
        await interaction.response.send_message(view=view)

    @tree.command(description="A card")
    async def card(interaction: discord.Interaction, private: bool = False) -> None:
        await interaction.response.send_message(view=Card(), files=card_files(), ephemeral=private)

    @tree.command(description="A long form")
    async def survey(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Survey())

    @tree.command(description="Reads a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.send_message((await file.read()).decode())

    trivia = app_commands.Group(name="trivia", description="A game")

    @trivia.command(description="Starts")
    async def start(interaction: discord.Interaction, rounds: app_commands.Range[int, 1, 5]) -> None:
        await interaction.response.send_message(f"{rounds} rounds")

    tree.add_command(trivia)

    @tree.context_menu(name="Why this answer?")
    async def why(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Because of {message.content!r}", ephemeral=True)

    @tree.context_menu(name="Who is this?")
    async def whois(interaction: discord.Interaction, member: discord.User) -> None:
        await interaction.response.send_message(f"That is {member.name}", ephemeral=True)


@asynccontextmanager
async def aimed_at(playground: Playground) -> AsyncIterator[None]:
    """Points discord.py at the playground inside the context."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = playground.api_base
    DiscordWebSocket.DEFAULT_GATEWAY = URL(playground.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@asynccontextmanager
async def running(playground: Playground, bot: SmallBot | None = None) -> AsyncIterator[SmallBot]:
    """The small bot, logged in and connected."""
    bot = bot or SmallBot()
    async with aimed_at(playground):
        task = asyncio.create_task(bot.start(playground.token))
        waiting = asyncio.create_task(playground.until_online())
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            waiting.cancel()
            task.result()
        await waiting
        try:
            yield bot
        finally:
            await bot.close()
            await task
