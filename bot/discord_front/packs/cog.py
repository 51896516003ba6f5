"""/pack, for managers: the packs of a server's own, and which packs are used where."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_front.buttons import UploadPack, below, button
from bot.discord_front.channels import Where
from bot.discord_front.insides import uploaded
from bot.discord_front.managers import managing
from bot.discord_front.packs import wording
from bot.discord_front.packs.buttons import LONGEST_NOTE, LONGEST_TITLE, Confirm, Remove, RollBack, upload_form
from bot.discord_front.permissions import member_of
from bot.discord_front.presses import Form, Item, on, on_form
from bot.discord_front.replies import Outgoing, Press, in_time, notice, send, suggested_in_time, wait
from bot.discord_front.wording import OPTION, OPTIONS
from bot.errors import UserError
from bot.house.service import PACKS, HouseService
from bot.ids import ChannelId, ServerId
from bot.lookups.likeness import ranked
from bot.packs.service import Listed, PackService, Refused
from bot.packs.uploads import LARGEST_ZIP

Name = app_commands.Range[str, 1, LONGEST_TITLE]
Note = app_commands.Range[str, 1, LONGEST_NOTE]

FILE = "A zip of a pack, one of its YAML files, a quiz file, or plain text; without one, a form asks for it"

BACK = 4
"""Number of earlier versions with a button."""


class PacksCog(commands.Cog, name="Packs"):
    """Packs of servers."""

    pack = app_commands.Group(
        name="pack",
        description="The facts and questions that I use on this server",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, service: PackService, house: HouseService) -> None:
        self._service = service
        self._house = house

    @property
    def items(self) -> Sequence[Item]:
        """The buttons to register."""
        return (
            on(Confirm, self._confirm),
            on(RollBack, self._roll_back),
            on(Remove, self._remove),
            on(UploadPack, self._open_form),
        )

    @property
    def forms(self) -> Sequence[Form]:
        """The form to handle."""
        return (on_form(UploadPack, self._uploaded),)

    @pack.command(name="list", description="The packs of this server, and where they are used")
    async def show_all(self, interaction: Press) -> None:
        """Lists the packs."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        await send(interaction, Outgoing(embed=wording.listed(await self._service.listed(server_id)), quiet=True))

    @pack.command(description="Add a pack of your own; you see what is in it before it is used")
    @app_commands.describe(file=FILE, title="What it is about", note="For the history")
    async def add(
        self,
        interaction: Press,
        file: discord.Attachment | None = None,
        title: Name | None = None,
        note: Note | None = None,
    ) -> None:
        """Tries a new pack out."""
        if file is None:
            await in_time(interaction, managing(interaction, self._house))
            await self._show_form(interaction, UploadPack(), title=title or "", note=note or "")
            return
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        await send(interaction, await self._tried(interaction, server_id, file, title=title or "", note=note or ""))

    @pack.command(description="Upload a new version of a pack; you see what changes before it is used")
    @app_commands.describe(pack="The pack to change", file=FILE, note="For the history")
    async def update(
        self, interaction: Press, pack: Name, file: discord.Attachment | None = None, note: Note | None = None
    ) -> None:
        """Tries a change to a pack out."""
        if file is None:
            _, id = await in_time(interaction, self._meant_by(interaction, pack))
            await self._show_form(interaction, UploadPack(id), note=note or "")
            return
        await wait(interaction)
        server_id, id = await self._meant_by(interaction, pack)
        await send(interaction, await self._tried(interaction, server_id, file, pack=id, note=note or ""))

    @pack.command(description="What is in a pack, with sample questions")
    @app_commands.describe(pack="One of this server's packs")
    async def preview(self, interaction: Press, pack: Name) -> None:
        """Shows a pack."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        id = _own(await self._service.listed(server_id), pack)
        await send(
            interaction, Outgoing(embed=wording.previewed(await self._service.preview(server_id, id)), quiet=True)
        )

    @pack.command(description="Get a pack as a zip, to edit it or to keep it")
    @app_commands.describe(pack="One of this server's packs")
    async def export(self, interaction: Press, pack: Name) -> None:
        """Sends the pack's files."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        listed = await self._service.listed(server_id)
        id = _own(listed, pack)
        name, content = await self._service.export(server_id, id)
        file = discord.File(BytesIO(content), name)
        await send(interaction, Outgoing(text=wording.exported(listed.title(id)), files=(file,), quiet=True))

    @pack.command(description="The versions of a pack, and a way back to each")
    @app_commands.describe(pack="One of this server's packs")
    async def history(self, interaction: Press, pack: Name) -> None:
        """Lists the versions, with buttons."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        listed = await self._service.listed(server_id)
        id = _own(listed, pack)
        versions, current = await self._service.history(server_id, id), await self._service.current(server_id, id)
        earlier = [each.number for each in versions if each.number != current][:BACK]
        buttons = [button(RollBack(number, id), wording.go_back(number)) for number in earlier]
        embed = wording.history(listed.title(id), versions, current)
        await send(interaction, Outgoing(embed=embed, view=below(*buttons) if buttons else None, quiet=True))

    @pack.command(name="rollback", description="Go back to the version that was used before")
    @app_commands.describe(pack="One of this server's packs")
    async def roll_back(self, interaction: Press, pack: Name) -> None:
        """Goes back by one version."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        id = _own(await self._service.listed(server_id), pack)
        versions, current = await self._service.history(server_id, id), await self._service.current(server_id, id)
        before = next((each.number for each in versions if each.number < current), None)
        if before is None:
            raise UserError(wording.NO_EARLIER_VERSION)
        title = await self._service.roll_back(server_id, id, before)
        await send(interaction, notice(wording.rolled_back(title, before)))

    @pack.command(description="Remove one of this server's packs")
    @app_commands.describe(pack="One of this server's packs")
    async def remove(self, interaction: Press, pack: Name) -> None:
        """Asks for confirmation."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        listed = await self._service.listed(server_id)
        id = _own(listed, pack)
        sure = button(Remove(id), wording.REMOVE_BUTTON, style=discord.ButtonStyle.danger)
        await send(interaction, notice(wording.to_remove(listed.title(id)), [sure]))

    @pack.command(description="Choose the packs for a channel, or for the whole server")
    @app_commands.describe(
        pack="The pack to use",
        channel="Only here; everywhere on the server if you say nothing",
        also="Beside those used there already, instead of in their place",
    )
    async def use(self, interaction: Press, pack: Name, channel: Where | None = None, also: bool = False) -> None:
        """Chooses packs."""
        await wait(interaction)
        server_id = await managing(interaction, self._house)
        listed = await self._service.listed(server_id)
        id = None if pack == wording.USUAL else _usable(listed, pack)
        where = ChannelId(channel.id) if channel is not None else None
        async with self._house.logged(server_id, PACKS, member_of(interaction)):
            packs = await self._service.use(server_id, where, id, also=also)
        await send(interaction, notice(wording.chosen(listed, where, packs)))

    # Uploads

    async def _open_form(self, press: Press, action: UploadPack) -> None:
        await managing(press, self._house)
        await self._show_form(press, action)

    async def _show_form(self, press: Press, action: UploadPack, *, title: str = "", note: str = "") -> None:
        if press.response.is_done():  # a form can't be opened after the first three seconds
            raise UserError(wording.TOO_SLOW)
        await press.response.send_modal(upload_form(action, title=title, note=note))

    async def _uploaded(self, press: Press, action: UploadPack, file: str, note: str, title: str = "") -> Outgoing:
        server_id = await managing(press, self._house)
        if (found := uploaded(press, file)) is None:
            raise UserError(wording.NOT_THERE)
        return await self._tried(press, server_id, found, pack=action.pack, title=title.strip(), note=note.strip())

    async def _meant_by(self, press: Press, pack: str) -> tuple[ServerId, str]:
        """The server, and the id of its pack with this id or title."""
        server_id = await managing(press, self._house)
        return server_id, _own(await self._service.listed(server_id), pack)

    async def _tried(
        self,
        press: Press,
        server_id: ServerId,
        file: discord.Attachment,
        *,
        pack: str = "",
        title: str = "",
        note: str = "",
    ) -> Outgoing:
        """What is in a file, to be confirmed; or its problems."""
        if file.size > LARGEST_ZIP:
            raise UserError(wording.TOO_LARGE)
        try:
            raw = await file.read()
        except (discord.HTTPException, discord.NotFound) as error:
            raise UserError(wording.NOT_THERE) from error
        result = await self._service.propose(
            server_id, name=file.filename, raw=raw, by=member_of(press), pack=pack, title=title, note=note
        )
        if isinstance(result, Refused):
            told = "\n".join(map(str, result.problems))
            list_of_all = discord.File(BytesIO(told.encode()), "problems.txt")
            return Outgoing(embed=wording.refused(result.problems), files=(list_of_all,), quiet=True)
        version = result.version
        confirm = Confirm(version.number, int(version.at.timestamp()), version.pack)
        view = below(button(confirm, wording.CONFIRM_BUTTON, style=discord.ButtonStyle.success))
        return Outgoing(embed=wording.proposed(result), view=view, quiet=True)

    async def _confirm(self, press: Press, action: Confirm) -> Outgoing:
        server_id = await managing(press, self._house)
        title = await self._service.confirm(server_id, action.pack, action.number, action.at)
        chosen = (await self._service.listed(server_id)).chosen.get(None, ())
        is_used = not chosen or action.pack in chosen
        return Outgoing(text=wording.in_use(title) if is_used else wording.not_chosen(title), replaces=True)

    async def _roll_back(self, press: Press, action: RollBack) -> Outgoing:
        server_id = await managing(press, self._house)
        title = await self._service.roll_back(server_id, action.pack, action.number)
        return Outgoing(text=wording.rolled_back(title, action.number), replaces=True)

    async def _remove(self, press: Press, action: Remove) -> Outgoing:
        server_id = await managing(press, self._house)
        title = (await self._service.listed(server_id)).title(action.pack)
        await self._service.remove(server_id, action.pack)
        return Outgoing(text=wording.removed(title), replaces=True)

    # Autocomplete

    @update.autocomplete("pack")
    @preview.autocomplete("pack")
    @export.autocomplete("pack")
    @history.autocomplete("pack")
    @roll_back.autocomplete("pack")
    @remove.autocomplete("pack")
    @suggested_in_time
    async def complete_own(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """This server's own packs."""
        listed = await self._service.listed(await managing(interaction, self._house))
        return _choices({pack.id: pack.title for pack in listed.own}, typed)

    @use.autocomplete("pack")
    @suggested_in_time
    async def complete_usable(self, interaction: Press, typed: str) -> list[app_commands.Choice[str]]:
        """All packs that can be used here, and the way back to the usual ones."""
        listed = await self._service.listed(await managing(interaction, self._house))
        return _choices({wording.USUAL: wording.USUAL_CHOICE, **listed.titles}, typed)


def _choices(titles: Mapping[str, str], typed: str) -> list[app_commands.Choice[str]]:
    meant = ranked(typed, [each for each in titles.items() if len(each[0]) <= OPTION], lambda each: (each[1], each[0]))
    return [app_commands.Choice(name=title[:OPTION], value=id) for id, title in meant[:OPTIONS]]


def _own(listed: Listed, typed: str) -> str:
    """The id of one of the server's own packs, by its id or title. Raises UserError if there is none."""
    return _meant({pack.id: pack.title for pack in listed.own}, typed)


def _usable(listed: Listed, typed: str) -> str:
    """The id of a pack that can be used, by its id or title. Raises UserError if there is none."""
    return _meant(listed.titles, typed)


def _meant(titles: Mapping[str, str], typed: str) -> str:
    wanted = typed.strip().casefold()
    for id, title in titles.items():
        if wanted in {id.casefold(), title.casefold()}:
            return id
    raise UserError(wording.NO_SUCH_PACK)
