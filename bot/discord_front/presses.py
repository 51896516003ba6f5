"""The single entry point for presses: discord.py finds the item whose template matches the pressed id.

An item only needs the id, neither its message nor to have been sent in this run.
"""

import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any, Self, TypeVar

import discord
from discord import ui

from bot.discord_front import failures, wording
from bot.discord_front.admission import is_welcome
from bot.discord_front.custom_ids import Action
from bot.discord_front.replies import Outgoing, Press, in_time, notice, send

Work = Coroutine[Any, Any, Outgoing | None]
"""Returns the answer; None if the handler has answered by itself."""

A = TypeVar("A", bound=Action)

FORM = "lk:form"
"""The id of every form. The id of its field holds its action."""


@dataclass(frozen=True)
class Item:
    """Handles presses whose id matches the template. The log calls it `name`; for `thinks` see `replies.wait`."""

    template: re.Pattern[str]
    answer: Callable[[Press, str], Work]
    name: str
    thinks: bool = False


def on(kind: type[A], answer: Callable[[Press, A], Work], *, thinks: bool = False) -> Item:
    """The item for presses with this action, to `register`."""

    async def read_and_answer(press: Press, custom_id: str) -> Outgoing | None:
        action = kind.read(custom_id)
        return notice(wording.TOO_OLD) if action is None else await answer(press, action)

    return Item(kind.template, read_and_answer, f"the button {kind.__name__}", thinks)


def register(client: discord.Client, *items: Item) -> None:
    """Registers all items at once; any other press gets the reply that the button is too old."""

    async def too_old(_press: Press, _custom_id: str) -> Outgoing:
        return notice(wording.TOO_OLD)

    # discord.py calls every item whose template matches, so this one must match nothing that another does.
    known = "|".join(item.template.pattern for item in items)
    rest = Item(re.compile(rf"(?!(?:{known})\Z)[\s\S]*"), too_old, "an old button")
    client.add_dynamic_items(*map(_dynamic, (*items, rest)))


def _dynamic(item: Item) -> type[ui.DynamicItem[ui.Item[Any]]]:
    class Pressed(ui.DynamicItem[ui.Item[Any]], template=item.template):
        @classmethod
        async def from_custom_id(cls, _press: Press, pressed: ui.Item[Any], _found: re.Match[str], /) -> Self:
            return cls(pressed)

        async def callback(self, interaction: Press) -> None:
            await respond(interaction, item.answer(interaction, self.custom_id), item.name, thinks=item.thinks)

    return Pressed


async def respond(press: Press, work: Work, doing: str, *, thinks: bool = False) -> None:
    """Answers with the result of some work: in time, and with an apology if it fails."""
    try:
        if not is_welcome(press, press.client.limits, doing):
            work.close()
            return
        await send(press, await in_time(press, work, thinks=thinks))
    except Exception as error:
        work.close()  # if it wasn't begun
        await failures.apologise(press, error, doing)


def form(action: Action, *, title: str, label: str, max_length: int) -> ui.Modal:
    """A form with one field, to send. discord.py doesn't keep it in memory: `FormAnswers` handles it."""
    return form_with(action, title, {label: ui.TextInput(max_length=max_length)})


Field = ui.TextInput[Any] | ui.RadioGroup[Any] | ui.FileUpload[Any]


def form_with(action: Action, title: str, fields: Mapping[str, Field]) -> ui.Modal:
    """A form with several fields by their labels. The first one's id holds the action."""
    modal = ui.Modal(title=title, custom_id=FORM)
    for number, (label, field) in enumerate(fields.items()):
        field.custom_id = str(number) if number else action.custom_id
        modal.add_item(ui.Label(text=label, component=field))
    modal.stop()
    return modal


@dataclass(frozen=True)
class Form:
    """Reads the submitted form of one kind of action; None if it is another form."""

    kind: type[Action]
    answer: Callable[[Press, str, Sequence[str]], Work | None]


def on_form(kind: type[A], answer: Callable[..., Work]) -> Form:
    """Handles forms with this action: `answer` is given the press, the action and the text of each field. Of a file
    it is the id (see `insides.uploaded`).
    """

    def read_and_answer(press: Press, custom_id: str, typed: Sequence[str]) -> Work | None:
        action = kind.read(custom_id)
        if action is None:
            return None
        try:
            signature(answer).bind(press, action, *typed)
        except TypeError:  # a form of another version, with other fields
            return _too_old()
        return answer(press, action, *typed)

    return Form(kind, read_and_answer)


async def _too_old() -> Outgoing:
    return notice(wording.TOO_OLD)


class FormAnswers(ui.Modal):
    """Handles every submitted form, including forms opened before a restart."""

    def __init__(self, *forms: Form) -> None:
        super().__init__(title="-", custom_id=FORM)
        self.forms = forms

    async def on_submit(self, interaction: Press, /) -> None:
        """Answers the form."""
        await respond(interaction, self._read_and_answer(interaction), "a form", thinks=True)

    def stop(self) -> None:
        """Does nothing: discord.py stops a submitted form, but this one handles all others too."""

    async def _read_and_answer(self, press: Press) -> Outgoing | None:
        fields = _typed_in(press.data)
        for number, (custom_id, _) in enumerate(fields):
            for each in self.forms:
                if (work := each.answer(press, custom_id, [typed for _, typed in fields[number:]])) is not None:
                    return await work
        return notice(wording.TOO_OLD)


def _typed_in(part: Any) -> list[tuple[str, str]]:
    """The ids and texts of a form's fields, however nested."""
    match part:
        case {"custom_id": str(custom_id), "value": str(typed)}:
            return [(custom_id, typed)]
        case {"custom_id": str(custom_id), "values": list(values)}:
            return [(custom_id, " ".join(map(str, values)))]
        case dict():
            return [found for each in part.values() for found in _typed_in(each)]
        case list():
            return [found for each in part for found in _typed_in(each)]
        case _:
            return []
