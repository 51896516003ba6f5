"""The chat page in a real browser, with its own small bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Literal

import discord
import pytest
import pytest_asyncio
from discord import app_commands
from playwright.async_api import Browser, expect

from bot.discord_front.address import point_at
from bot.playground.server import Playground
from tests.playground.browser import ChatPage, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="session")

COLOURS = ("amber", "azure", "black", "blue")
ATTACK = '<img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>'


class Press(discord.ui.View):
    """A message with all kinds of buttons and selects."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="Read more", url="https://example.org/more"))

    @discord.ui.button(label="Press me", style=discord.ButtonStyle.primary, custom_id="press")
    async def press(self, interaction: discord.Interaction, button: discord.ui.Button["Press"]) -> None:
        button.label = "Pressed"
        button.disabled = True
        await interaction.response.edit_message(content="Somebody pressed it.", view=self)

    @discord.ui.select(
        placeholder="Choose a colour",
        custom_id="colour",
        options=[
            discord.SelectOption(label=name.title(), value=name, description=f"As {name} as can be") for name in COLOURS
        ],
    )
    async def colour(self, interaction: discord.Interaction, select: discord.ui.Select["Press"]) -> None:
        await interaction.response.send_message(f"{select.values[0]} it is", ephemeral=True)

    @discord.ui.select(
        placeholder="Choose two",
        custom_id="two",
        max_values=2,
        options=[discord.SelectOption(label=name.title(), value=name) for name in COLOURS],
    )
    async def two(self, interaction: discord.Interaction, select: discord.ui.Select["Press"]) -> None:
        await interaction.response.send_message(f"both {' and '.join(select.values)}")


class Form(discord.ui.Modal, title="Tell us"):
    wish: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="Your wish", custom_id="wish", max_length=50)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"You wish for {self.wish.value}")


class Parrot(discord.Client):
    """Echoes its input in every way that Discord offers."""

    def __init__(self, home: str) -> None:
        super().__init__(intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none())
        self.home = home
        """The address of its playground's chat page."""
        self.tree = app_commands.CommandTree(self)
        self.enough_thought = asyncio.Event()
        """`/think` answers when this is set."""
        self._add_commands()

    def _add_commands(self) -> None:
        @self.tree.command(description="Says it again")
        @app_commands.describe(text="What to say", private="Only you see it")
        async def echo(interaction: discord.Interaction, text: str, private: bool = False) -> None:
            await interaction.response.send_message(f"**Echo:** {text}", ephemeral=private)

        @echo.autocomplete("text")
        async def colours(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=name.title(), value=name) for name in COLOURS if typed.lower() in name]

        @self.tree.command(description="A card")
        async def card(interaction: discord.Interaction) -> None:
            embed = discord.Embed(title="A card", description=f"It says ||the end|| {ATTACK}", colour=0xD6A24A)
            embed.add_field(name="Source", value="`P12`").set_footer(text="at the foot")
            await interaction.response.send_message(embed=embed)

        @self.tree.command(description="Buttons and a select")
        async def parts(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Your turn.", view=Press())

        @self.tree.command(description="A form")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Form())

        @self.tree.command(description="Takes its time")
        async def think(interaction: discord.Interaction) -> None:
            await interaction.response.defer(thinking=True)
            await self.enough_thought.wait()
            await interaction.followup.send("I have thought.")

        @self.tree.command(description="Says nothing")
        async def silent(_: discord.Interaction) -> None:
            return

        @self.tree.context_menu(name="Say again")
        async def again(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"It says: {message.content}", ephemeral=True)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None and self.user in message.mentions and not message.author.bot:
            await message.reply(f"You said: {message.clean_content}")


@asynccontextmanager
async def flying(playground: Playground) -> AsyncIterator[Parrot]:
    """The bot, online and with its commands registered."""
    await point_at(playground.api_base, playground.token)
    parrot = Parrot(playground.url)
    running = asyncio.create_task(parrot.start(playground.token))
    try:
        await playground.until_commands("echo")
        await playground.until_online()
        yield parrot
    finally:
        await parrot.close()
        await running


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    async with Playground(bot_name="Parrot", answer_within=timedelta(seconds=20)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def parrot(playground: Playground) -> AsyncIterator[Parrot]:
    async with flying(playground) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, parrot: Parrot) -> AsyncIterator[ChatPage]:
    """The page with the bot online and its commands loaded."""
    async with open_chat(browser, parrot.home) as page:
        yield page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def empty_chat(browser: Browser) -> AsyncIterator[ChatPage]:
    """The page without a bot, shared by all tests of the module that don't need one."""
    async with Playground() as playground, open_chat(browser, playground.url) as page:
        yield page


async def test_a_slash_command_is_chosen_and_filled_in_with_the_keyboard(chat: ChatPage) -> None:
    await chat.box.press_sequentially("/ec")
    await expect(chat.offered).to_have_text(["/echoSays it again"])
    await chat.box.press("Enter")

    await expect(chat.field("text")).to_be_focused()
    await expect(chat.offered).to_have_text([name.title() for name in COLOURS])
    await chat.field("text").press_sequentially("bl")
    await expect(chat.offered).to_have_text(["Black", "Blue"])
    await chat.field("text").press("ArrowDown")
    await chat.field("text").press("Enter")
    await expect(chat.field("text")).to_have_value("Blue")
    await chat.field("text").press("Enter")

    await expect(chat.last_message).to_contain_text("Robin used /echo")
    await expect(chat.last_message.locator(".tag")).to_have_text("BOT")
    await expect(chat.last_message.locator("strong", has_text="Echo:")).to_be_visible()
    await expect(chat.last_message).to_contain_text("Echo: blue")
    await expect(chat.box).to_be_focused()


async def test_a_typed_command_continues_in_its_first_option(chat: ChatPage) -> None:
    await chat.box.fill("/echo what you hear")
    await expect(chat.field("text")).to_have_value("what you hear")
    await chat.field("text").press("Enter")

    await expect(chat.last_message).to_contain_text("Echo: what you hear")


async def test_enter_takes_the_first_option_that_is_shown(chat: ChatPage) -> None:
    await chat.start("echo")
    await chat.field("text").press_sequentially("az")
    await expect(chat.offered).to_have_text(["Azure"])

    await chat.field("text").press("Enter")

    await expect(chat.field("text")).to_have_value("Azure")


async def test_a_missing_required_option_is_reported_and_keeps_the_command(chat: ChatPage) -> None:
    await chat.start("echo")
    await chat.send()

    await expect(chat.page.get_by_role("alert")).to_have_text("text is required.")
    await expect(chat.field("text")).to_be_focused()
    await expect(chat.field("text")).to_have_attribute("aria-invalid", "true")


async def test_a_refusal_is_shown_at_the_command(chat: ChatPage) -> None:
    await chat.slash("echo", text="hello", private="perhaps")

    await expect(chat.page.get_by_role("alert")).not_to_be_empty()
    await expect(chat.field("private")).to_have_attribute("aria-invalid", "true")
    await expect(chat.field("text")).to_have_value("hello")


async def test_escape_closes_the_list_first_and_then_the_command(chat: ChatPage) -> None:
    await chat.start("echo")
    await expect(chat.offered).to_have_count(len(COLOURS))

    await chat.field("text").press("Escape")
    await expect(chat.offered).to_have_count(0)
    await expect(chat.field("text")).to_be_visible()

    await chat.field("text").press("Escape")
    await expect(chat.box).to_be_focused()


async def test_signs_of_boards_are_coloured_and_stay_text(chat: ChatPage) -> None:
    await chat.say("🟩⬛ ✅ right, ❌ wrong")

    await expect(chat.last_message.locator(".token")).to_have_text(["🟩", "⬛", "✅", "❌"])
    await expect(chat.last_message).to_contain_text("🟩⬛ ✅ right, ❌ wrong")


async def test_a_bar_keeps_its_number_beside_it(chat: ChatPage) -> None:
    await chat.say("██████░░░░ 3 (60%) Thor")

    await expect(chat.last_message.locator(".bar")).to_have_text("██████░░░░ 3 (60%)")
    await expect(chat.last_message.locator(".bar")).to_have_css("white-space", "nowrap")


async def test_a_mention_is_answered_by_a_reply(chat: ChatPage) -> None:
    await chat.mention("Parrot", "who are you?")

    await expect(chat.last_message).to_contain_text("You said: @Parrot who are you?")
    await expect(chat.last_message).to_contain_text("replying to")
    await expect(chat.last_message.get_by_role("button", name="Robin @Parrot who are you?")).to_be_visible()


async def test_a_reply_mentions_the_bot_unless_that_is_turned_off(chat: ChatPage) -> None:
    await chat.slash("echo", text="first")
    await expect(chat.last_message).to_contain_text("Echo: first")
    said_by_the_bot = chat.messages.first

    await said_by_the_bot.hover()
    await said_by_the_bot.get_by_role("button", name="Reply").click()
    await chat.page.get_by_role("button", name="@ on").click()
    await chat.say("quietly")
    await expect(chat.messages).to_have_count(2)

    await said_by_the_bot.hover()
    await said_by_the_bot.get_by_role("button", name="Reply").click()
    await chat.say("aloud")
    await expect(chat.messages).to_have_count(4)
    await expect(chat.last_message).to_contain_text("You said: aloud")


@pytest.mark.parametrize("how", ["click", "Enter", "Space"])
async def test_a_spoiler_opens(chat: ChatPage, how: str) -> None:
    await chat.slash("card")
    spoiler = chat.last_message.get_by_role("button", name="Spoiler, hidden")
    await expect(chat.last_message.locator(".spoiler-text")).to_have_css("opacity", "0")

    if how == "click":
        await spoiler.click()
    else:
        await spoiler.press(how)

    await expect(spoiler).to_have_count(0)
    await expect(chat.last_message.locator(".spoiler-text")).to_have_css("opacity", "1")
    await expect(chat.last_message.locator(".spoiler-text")).to_have_text("the end")


async def test_an_embed_shows_its_parts(chat: ChatPage) -> None:
    await chat.slash("card")

    embed = chat.last_message.get_by_role("article", name="Embed")
    await expect(embed.locator(".embed-title")).to_have_text("A card")
    await expect(embed.locator("dt")).to_have_text("Source")
    await expect(embed.locator("dd code")).to_have_text("P12")
    await expect(embed.locator("footer")).to_have_text("at the foot")
    await expect(embed).to_have_css("border-left-color", "rgb(214, 162, 74)")


async def test_a_button_changes_its_message(chat: ChatPage) -> None:
    await chat.slash("parts")
    await expect(chat.last_message.get_by_role("link", name="Read more")).to_have_attribute(
        "href", "https://example.org/more"
    )

    await chat.last_message.get_by_role("button", name="Press me").click()

    await expect(chat.last_message).to_contain_text("Somebody pressed it. (edited)")
    await expect(chat.last_message.get_by_role("button", name="Pressed")).to_be_disabled()


@pytest.mark.parametrize("how", ["mouse", "keyboard"])
async def test_a_select_sends_the_choice(chat: ChatPage, how: str) -> None:
    await chat.slash("parts")
    select = chat.last_message.get_by_role("combobox", name="Choose a colour")

    if how == "mouse":
        await select.click()
        await chat.page.get_by_role("option", name="Azure").click()
    else:
        await select.press("ArrowDown")
        await select.press("ArrowDown")
        await select.press("Enter")

    await expect(chat.last_message).to_contain_text("azure it is")
    await expect(chat.last_message).to_contain_text("Only you can see this")


async def test_a_multiple_select_sends_its_choices_when_it_closes(chat: ChatPage) -> None:
    await chat.slash("parts")
    await chat.last_message.get_by_role("combobox", name="Choose two").click()
    for colour in ("Blue", "Amber", "Black"):
        await chat.page.get_by_role("option", name=colour).click()
    await chat.page.keyboard.press("Escape")

    await expect(chat.last_message).to_contain_text("both amber and blue")


async def test_an_ephemeral_reply_is_marked_and_can_be_dismissed(chat: ChatPage) -> None:
    await chat.slash("echo", text="a secret", private="true")
    await expect(chat.last_message).to_contain_text("Echo: a secret")
    await expect(chat.last_message).to_contain_text("Only you can see this")

    await chat.last_message.get_by_role("button", name="Dismiss").click()

    await expect(chat.messages).to_have_count(0)


async def test_other_members_see_messages_but_not_private_ones(chat: ChatPage) -> None:
    await chat.slash("echo", text="for all")
    await expect(chat.messages).to_have_count(1)
    await chat.slash("echo", text="for one", private="true")
    await expect(chat.messages).to_have_count(2)

    await chat.become("Sam")

    await expect(chat.messages).to_have_count(1)
    await expect(chat.last_message).to_contain_text("for all")


async def test_what_is_typed_at_once_after_a_switch_of_members_is_kept(chat: ChatPage) -> None:
    await chat.box.fill("a draft of the member before")

    await chat.page.evaluate(
        """() => {
            const [select, box] = ["member", "box"].map((id) => document.getElementById(id));
            select.value = [...select.options].find(({ text }) => text === "Sam").value;
            select.dispatchEvent(new Event("change"));
            box.focus();
            box.value += "/ca";
            box.dispatchEvent(new Event("input"));
        }"""
    )
    await expect(chat.page.get_by_label("You are")).to_have_attribute("aria-busy", "false")

    await expect(chat.box).to_have_value("/ca")
    await chat.offered.filter(has_text="/card").click()
    await chat.send()
    await expect(chat.last_message).to_contain_text("Sam")


async def test_text_that_looks_like_html_is_text(chat: ChatPage) -> None:
    title = await chat.page.title()
    await chat.say(ATTACK)
    await expect(chat.last_message).to_contain_text(ATTACK)
    await chat.slash("card")
    await expect(chat.last_message.locator(".embed-description")).to_contain_text(ATTACK)

    assert await chat.page.locator("#log img:not(.avatar), #log script").count() == 0
    assert await chat.page.title() == title


async def test_only_web_addresses_become_links(chat: ChatPage) -> None:
    await chat.say("[one](https://example.org/a_(b)) [two](javascript:alert(1)) and https://example.org/c.")

    await expect(chat.last_message.get_by_role("link")).to_have_count(2)
    await expect(chat.last_message.get_by_role("link").first).to_have_attribute("href", "https://example.org/a_(b)")
    await expect(chat.last_message.get_by_role("link").last).to_have_attribute("href", "https://example.org/c")
    await expect(chat.last_message).to_contain_text("[two](javascript:alert(1))")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param(
            "**bold** *it* _it_ __under__ ~~gone~~", "p(strong(bold) em(it) em(it) u(under) s(gone))", id="emphasis"
        ),
        pytest.param("***both*** **a *b* c**", "p(strong(em(both)) strong(a em(b) c))", id="emphasis in emphasis"),
        pytest.param("`code *as is*` ``a`b``", "p(code(code *as is*) code(a`b))", id="code"),
        pytest.param("```py\nx = 1\n```after", "pre(code(x = 1)) p(after)", id="code block"),
        pytest.param("# One\n## Two\n### Three\n-# small", "h2(One) h2(Two) h2(Three) div(small)", id="headings"),
        pytest.param("> quoted\n> twice\nnot", "blockquote(p(quoted br() twice)) p(not)", id="quote"),
        pytest.param(">>> all\nof it", "blockquote(p(all br() of it))", id="quote to the end"),
        pytest.param("- a\n  - b\n- c", "ul(li(a ul(li(b))) li(c))", id="list in a list"),
        pytest.param("3. a\n4. b", "ol(li(a) li(b))", id="numbers"),
        pytest.param(r"\*not\* snake_case_name 2 * 3 * 4", "p(*not* snake_case_name 2 * 3 * 4)", id="what is no mark"),
        pytest.param(
            "<@1> <@99> <#2> <:wave:123>",
            "p(span(@Robin) span(@unknown-user) span(#general) span(:wave:))",
            id="mentions",
        ),
        pytest.param("||a **b**||", "p(span(span(a strong(b))))", id="spoiler"),
        pytest.param("||one\ntwo||", "p(span(span(one br() two)))", id="spoiler over lines"),
        pytest.param("**open ||too", "p(**open ||too)", id="marks that nothing closes"),
        pytest.param("<b>1</b> & 2", "p(<b>1</b> & 2)", id="html"),
    ],
)
async def test_markdown_is_shown_as_discord_shows_it(empty_chat: ChatPage, typed: str, shown: str) -> None:
    assert await empty_chat.page.evaluate(OUTLINE, typed) == shown


OUTLINE = """async (typed) => {
  const { renderBlocks } = await import("/markdown.js");
  const names = { user: (id) => ({ 1: "Robin" })[id], channel: () => "general", role: () => undefined };
  const outline = (node) => node.nodeType === Node.TEXT_NODE
    ? node.data.trim()
    : `${node.localName}(${[...node.childNodes].map(outline).filter(Boolean).join(" ")})`;
  return [...renderBlocks(typed, names).childNodes].map(outline).join(" ");
}"""


async def test_a_message_menu_command_is_used_from_the_messages_menu(chat: ChatPage) -> None:
    await chat.say("a thought")

    await chat.choose_from_menu(chat.messages.first, "Say again")

    await expect(chat.last_message).to_contain_text("It says: a thought")


async def test_the_menu_is_reached_by_keyboard(chat: ChatPage) -> None:
    await chat.say("a thought")
    await expect(chat.messages).to_have_count(1)

    await chat.box.press("ArrowUp")
    await expect(chat.last_message).to_be_focused()
    await chat.last_message.get_by_role("button", name="More").press("Enter")
    await chat.page.keyboard.press("ArrowUp")
    await expect(chat.page.get_by_role("menuitem", name="Say again")).to_be_focused()
    await chat.page.keyboard.press("Enter")

    await expect(chat.last_message).to_contain_text("It says: a thought")


async def test_a_form_is_a_dialog(chat: ChatPage) -> None:
    await chat.slash("form")
    dialog = chat.page.get_by_role("dialog", name="Tell us")
    await expect(dialog.get_by_label("Your wish")).to_be_focused()

    await dialog.get_by_label("Your wish").fill("rain")
    await dialog.get_by_label("Your wish").press("Enter")

    await expect(dialog).to_be_hidden()
    await expect(chat.last_message).to_contain_text("You wish for rain")


async def test_a_deferred_reply_shows_thinking_until_it_arrives(chat: ChatPage, parrot: Parrot) -> None:
    await chat.slash("think")
    await expect(chat.last_message).to_contain_text("Parrot is thinking…")

    parrot.enough_thought.set()

    await expect(chat.last_message).to_contain_text("I have thought.")
    await expect(chat.messages).to_have_count(1)


async def test_an_unanswered_command_fails(browser: Browser) -> None:
    async with (
        Playground(bot_name="Parrot", answer_within=timedelta(milliseconds=300)) as playground,
        flying(playground),
        open_chat(browser, playground.url) as chat,
    ):
        await chat.slash("silent")

        await expect(chat.last_message).to_contain_text("/silent")
        await expect(chat.last_message).to_contain_text("The application did not respond")
        await expect(chat.last_message).to_contain_text("Only you can see this")


async def test_an_empty_channel_suggests_what_to_try(chat: ChatPage) -> None:
    await expect(chat.page.locator("#log")).to_contain_text("Type / to see what Parrot can do, or mention it: @Parrot")

    await chat.page.locator("#log").get_by_role("button", name="/echo").click()

    await expect(chat.field("text")).to_be_focused()


async def test_a_direct_message_needs_no_mention(chat: ChatPage) -> None:
    await chat.go("Parrot")
    await chat.slash("echo", text="between us")

    await expect(chat.last_message).to_contain_text("Echo: between us")


async def test_a_message_elsewhere_marks_its_channel_as_unread(
    chat: ChatPage, playground: Playground, parrot: Parrot
) -> None:
    elsewhere = playground.world.channel("lore").id
    await parrot.get_partial_messageable(int(elsewhere)).send("over here")
    await expect(chat.page.get_by_role("button", name="lore 1 unread")).to_be_visible()

    await chat.go("lore")

    await expect(chat.last_message).to_contain_text("over here")
    await expect(chat.page.get_by_role("button", name="unread")).to_have_count(0)


async def test_the_page_shows_who_is_typing_until_their_message_arrives(
    chat: ChatPage, playground: Playground, parrot: Parrot
) -> None:
    here = parrot.get_partial_messageable(int(playground.world.channel("general").id))
    await here.typing()
    await expect(chat.page.locator("#typing")).to_contain_text("Parrot is typing…")

    await here.send("done")

    await expect(chat.last_message).to_contain_text("done")
    await expect(chat.page.locator("#typing")).to_be_empty()


async def test_an_unknown_route_is_shown_on_the_page(chat: ChatPage, parrot: Parrot) -> None:
    with pytest.raises(discord.NotFound):
        await parrot.http.request(discord.http.Route("GET", "/frobnicate"))

    notices = chat.page.get_by_role("region", name="Notices")
    await expect(notices).to_contain_text("/frobnicate")
    await notices.get_by_role("button", name="Dismiss notice").click()
    await expect(notices).to_be_empty()


async def test_the_page_shows_that_the_bot_has_gone(chat: ChatPage, parrot: Parrot) -> None:
    await expect(chat.page.locator("#bot-state")).to_have_text("Parrot is online")

    await parrot.close()

    await expect(chat.page.locator("#banner")).to_contain_text("Parrot is offline")


async def test_the_page_reconnects_when_the_playground_is_back(browser: Browser) -> None:
    async with Playground() as first, open_chat(browser, first.url) as chat:
        chat.tolerated = ("WebSocket connection to", "Failed to load resource")
        await first.__aexit__(None, None, None)
        await expect(chat.page.locator("#banner")).to_contain_text("The connection to the playground was lost")

        async with Playground(port=first.port, key=first.key):
            await chat.page.evaluate("document.querySelector('#banner button')?.click()")  # unless it has just tried
            await expect(chat.page.locator("#banner")).not_to_contain_text("connection")


@pytest.mark.parametrize("colours", ["dark", "light"])
async def test_a_narrow_screen_shows_the_chat_and_hides_the_channel_list(
    browser: Browser, parrot: Parrot, colours: Literal["dark", "light"]
) -> None:
    async with open_chat(browser, parrot.home, colours=colours, width=360, height=640) as chat:
        await chat.slash("parts")
        await expect(chat.last_message.get_by_role("button", name="Press me")).to_be_visible()
        places = chat.page.get_by_role("navigation", name="Channels")
        await expect(places).to_be_hidden()
        assert await chat.page.evaluate("document.documentElement.scrollWidth") == 360

        await chat.page.get_by_role("button", name="Channels").click()
        await expect(places).to_be_visible()
        await chat.go("lore")
        await expect(places).to_be_hidden()
