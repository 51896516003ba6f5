"""Message and form components (buttons, selects, text and their containers), nested as on Discord. Pure."""

from collections.abc import Iterator
from typing import Any

from bot.playground.refusals import Json

ROW, BUTTON, TEXT_SELECT, TEXT_INPUT = 1, 2, 3, 4
SELECTS = (3, 5, 6, 7, 8)
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
WITH_OPTIONS = (TEXT_SELECT, RADIO_GROUP, CHECKBOX_GROUP)
MODAL_INPUTS = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
"""Component types."""


def walk(components: Any) -> Iterator[Json]:
    """Every component in the tree, parents first."""
    if isinstance(components, dict):
        if "type" in components:
            yield components
        for key in ("components", "component", "accessory"):
            yield from walk(components.get(key))
    elif isinstance(components, list):
        for component in components:
            yield from walk(component)


def readable(message: Json) -> str:
    """All visible text of a message, one line per part: content, embeds, text of Components V2."""
    parts: list[Any] = [message.get("content")]
    for embed in message.get("embeds") or []:
        parts += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
        for field in embed.get("fields") or []:
            parts += [field.get("name"), field.get("value")]
        parts.append((embed.get("footer") or {}).get("text"))
    parts += [c.get("content") for c in walk(message.get("components")) if c["type"] == TEXT_DISPLAY]
    return "\n".join(part for part in parts if part)


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which each component without an `id` has one, numbered in order from 1 as Discord does."""
    used = {component.get("id") for component in walk(components)}
    count = 0

    def copy(value: Any) -> Any:
        nonlocal count
        if isinstance(value, list):
            return [copy(item) for item in value]
        if not isinstance(value, dict):
            return value
        own = dict(value)
        if "type" in own and not own.get("id"):
            count += 1
            while count in used:
                count += 1
            own["id"] = count
        for key in ("components", "component", "accessory"):
            if key in own:
                own[key] = copy(own[key])
        return own

    copied: list[Json] = copy(components)
    return copied


def modal_fields(modal: Json) -> list[Json]:
    """The form's input fields, in order."""
    return [component for component in walk(modal.get("components")) if component["type"] in MODAL_INPUTS]
