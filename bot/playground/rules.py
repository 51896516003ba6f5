"""Discord's rules for messages, forms and choices. Pure: an invalid body raises `Refusal`.

The limits are from https://discord.com/developers/docs (resources/message, components, interactions).
Where Discord's behaviour is undocumented, the playground is strict.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.playground.components import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    LABEL,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    TEXT_DISPLAY,
    TEXT_INPUT,
    TEXT_SELECT,
    THUMBNAIL,
    walk,
)
from bot.playground.refusals import FormFaults, Json, empty_message

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15
SENDABLE_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2

CONTENT_MAX = 2000
EMBEDS_MAX = 10
EMBED_TOTAL_MAX = 6000
ROWS_MAX = 5
V2_COMPONENTS_MAX = 40
V2_TEXT_MAX = 4000
NONCE_MAX = 25
UPLOAD_MAX = 10 * 1024 * 1024

Path = tuple[str | int, ...]


def check_message(body: Json, *, uploads: int = 0, before: Json | None = None) -> None:
    """Refuse a body that Discord would not accept as a message.

    `before` is the edited message: fields that the body leaves out keep its values and count.
    """
    faults = FormFaults()
    _text(faults, ("content",), body.get("content"), at_most=CONTENT_MAX)
    flags = body.get("flags") or 0
    if not isinstance(flags, int) or isinstance(flags, bool):
        faults.add(("flags",), "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        flags = 0
    was = (before or {}).get("flags", 0)
    is_v2 = bool((flags | was) & IS_COMPONENTS_V2)
    embeds = _list(faults, ("embeds",), body.get("embeds"), at_most=EMBEDS_MAX)
    _check_embeds(faults, embeds)
    components = _list(faults, ("components",), body.get("components"), at_most=None)
    if is_v2:
        _check_v2(faults, components)
        for key in ("content", "embeds", "poll", "stickers"):
            if body.get(key):
                faults.add(
                    (key,),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    else:
        _check_rows(faults, components)
    _check_mentions(faults, body.get("allowed_mentions"))
    _check_nonce(faults, body.get("nonce"))
    for key in ("poll", "sticker_ids", "shared_client_theme"):
        if body.get(key):
            faults.add((key,), "NOT_IN_THE_PLAYGROUND", f"The playground doesn't support {key}.")
    faults.refuse_if_any()

    def kept(key: str) -> Any:
        return body[key] if key in body else (before or {}).get(key)

    attachments = uploads or (before and kept("attachments"))
    visible_embeds = [embed for embed in kept("embeds") or [] if not _is_empty(embed)]
    if not ((kept("content") or "").strip() or visible_embeds or kept("components") or attachments):
        raise empty_message()


def check_modal(data: Json) -> None:
    """Refuse a form that Discord would not show."""
    faults = FormFaults()
    _text(faults, ("data", "custom_id"), data.get("custom_id"), at_least=1, at_most=100, required=True)
    _text(faults, ("data", "title"), data.get("title"), at_least=1, at_most=45, required=True)
    components = _list(faults, ("data", "components"), data.get("components"), at_least=1, at_most=5)
    for index, component in enumerate(components):
        path: Path = ("data", "components", index)
        match component.get("type"):
            case 1:
                inner = _list(faults, (*path, "components"), component.get("components"), at_least=1, at_most=1)
                for position, field in enumerate(inner):
                    _check_text_input(faults, (*path, "components", position), field, in_label=False)
            case 18:
                _text(faults, (*path, "label"), component.get("label"), at_least=1, at_most=45, required=True)
                _text(faults, (*path, "description"), component.get("description"), at_most=100)
                inside = component.get("component")
                if not isinstance(inside, dict):
                    _required(faults, (*path, "component"))
                elif inside.get("type") == TEXT_INPUT:
                    _check_text_input(faults, (*path, "component"), inside, in_label=True)
                elif inside.get("type") in SELECTS:
                    _check_select(faults, (*path, "component"), inside)
                else:
                    _choices_fault(faults, (*path, "component", "type"), (TEXT_INPUT, *SELECTS))
            case 10:
                _text(faults, (*path, "content"), component.get("content"), at_least=1, at_most=4000, required=True)
            case _:
                _choices_fault(faults, (*path, "type"), (ROW, TEXT_DISPLAY, LABEL))
    _check_unique_ids(faults, components, ("data", "components"))
    faults.refuse_if_any()


def check_choices(data: Json, option_type: int) -> None:
    """Refuse autocomplete choices that Discord would not offer for an option of this type."""
    faults = FormFaults()
    choices = _list(faults, ("data", "choices"), data.get("choices"), at_most=25)
    for index, choice in enumerate(choices):
        check_choice(faults, ("data", "choices", index), choice, option_type)
    faults.refuse_if_any()


def check_choice(faults: FormFaults, path: Path, choice: Json, option_type: int) -> None:
    """One choice of an option: a name of 1 to 100 characters, and a value of the option's type."""
    _text(faults, (*path, "name"), choice.get("name"), at_least=1, at_most=100, required=True)
    value = choice.get("value")
    if option_type == 3:
        _text(faults, (*path, "value"), value, at_least=1, at_most=100, required=True)
    elif isinstance(value, bool) or not isinstance(value, int if option_type == 4 else (int, float)):
        faults.add((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
    elif abs(value) > 2**53:
        faults.add((*path, "value"), "NUMBER_TYPE_MAX", "number value should be within -2^53 and 2^53.")


# ----------------------------------------------------------------------------------------------- embeds


def _check_embeds(faults: FormFaults, embeds: Sequence[Json]) -> None:
    total = 0
    for index, embed in enumerate(embeds):
        path: Path = ("embeds", index)
        total += _text(faults, (*path, "title"), embed.get("title"), at_most=256)
        total += _text(faults, (*path, "description"), embed.get("description"), at_most=4096)
        footer, author = embed.get("footer") or {}, embed.get("author") or {}
        if footer:
            total += _text(
                faults, (*path, "footer", "text"), footer.get("text"), at_least=1, at_most=2048, required=True
            )
        if author:
            total += _text(
                faults, (*path, "author", "name"), author.get("name"), at_least=1, at_most=256, required=True
            )
        fields = _list(faults, (*path, "fields"), embed.get("fields"), at_most=25)
        for position, field in enumerate(fields):
            for key, at_most in (("name", 256), ("value", 1024)):
                where = (*path, "fields", position, key)
                total += _text(faults, where, field.get(key), at_least=1, at_most=at_most, required=True)
        _url(faults, (*path, "url"), embed.get("url"))
        _url(faults, (*path, "author", "url"), author.get("url"))
        for key in ("image", "thumbnail"):
            _url(faults, (*path, key, "url"), (embed.get(key) or {}).get("url"), media=True)
        for key, holder in (("footer", footer), ("author", author)):
            _url(faults, (*path, key, "icon_url"), holder.get("icon_url"), media=True)
        _number(faults, (*path, "color"), embed.get("color"), 0, 0xFFFFFF)
        _timestamp(faults, (*path, "timestamp"), embed.get("timestamp"))
    if total > EMBED_TOTAL_MAX:
        message = f"Embed size exceeds maximum size of {EMBED_TOTAL_MAX}"
        faults.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def _is_empty(embed: Json) -> bool:
    return not any(
        embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "author", "footer")
    )


# ------------------------------------------------------------------------------------------- components


def _check_rows(faults: FormFaults, components: Sequence[Json]) -> None:
    if len(components) > ROWS_MAX:
        faults.add(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS_MAX} in length.")
    for index, row in enumerate(components):
        if row.get("type") == ROW:
            _check_row(faults, ("components", index), row)
        else:
            _choices_fault(faults, ("components", index, "type"), (ROW,))
    _check_unique_ids(faults, components, ("components",))


def _check_v2(faults: FormFaults, components: Sequence[Json]) -> None:
    for index, component in enumerate(components):
        _check_v2_component(faults, ("components", index), component, in_container=False)
    everything = list(walk(list(components)))
    if len(everything) > V2_COMPONENTS_MAX:
        message = f"Must be {V2_COMPONENTS_MAX} or fewer components in all."
        faults.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(len(str(c.get("content") or "")) for c in everything if c["type"] == TEXT_DISPLAY) > V2_TEXT_MAX:
        message = f"The text of all components must be {V2_TEXT_MAX} or fewer in length."
        faults.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    _check_unique_ids(faults, components, ("components",))


def _check_v2_component(faults: FormFaults, path: Path, component: Json, *, in_container: bool) -> None:
    match component.get("type"):
        case 1:
            _check_row(faults, path, component)
        case 9:
            texts = _list(faults, (*path, "components"), component.get("components"), at_least=1, at_most=3)
            for index, text in enumerate(texts):
                if text.get("type") != TEXT_DISPLAY:
                    _choices_fault(faults, (*path, "components", index, "type"), (TEXT_DISPLAY,))
                else:
                    _check_v2_component(faults, (*path, "components", index), text, in_container=in_container)
            accessory = component.get("accessory")
            if not isinstance(accessory, dict):
                _required(faults, (*path, "accessory"))
            elif accessory.get("type") == BUTTON:
                _check_button(faults, (*path, "accessory"), accessory)
            elif accessory.get("type") == THUMBNAIL:
                _check_media(faults, (*path, "accessory", "media"), accessory.get("media"))
            else:
                _choices_fault(faults, (*path, "accessory", "type"), (BUTTON, THUMBNAIL))
        case 10:
            where = (*path, "content")
            _text(faults, where, component.get("content"), at_least=1, at_most=V2_TEXT_MAX, required=True)
        case 12:
            items = _list(faults, (*path, "items"), component.get("items"), at_least=1, at_most=10)
            for index, item in enumerate(items):
                _check_media(faults, (*path, "items", index, "media"), item.get("media"))
        case 13:
            _check_media(faults, (*path, "file"), component.get("file"))
        case 14:
            if component.get("spacing", 1) not in (1, 2):
                _choices_fault(faults, (*path, "spacing"), (1, 2))
        case 17 if not in_container:
            inner = _list(faults, (*path, "components"), component.get("components"), at_least=1, at_most=None)
            for index, child in enumerate(inner):
                _check_v2_component(faults, (*path, "components", index), child, in_container=True)
            _number(faults, (*path, "accent_color"), component.get("accent_color"), 0, 0xFFFFFF)
        case _:
            known = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
            _choices_fault(faults, (*path, "type"), known if in_container else (*known, CONTAINER))


def _check_media(faults: FormFaults, path: Path, media: Any) -> None:
    if not isinstance(media, dict) or not media.get("url"):
        _required(faults, (*path, "url"))
    else:
        _url(faults, (*path, "url"), media["url"], media=True)


def _check_row(faults: FormFaults, path: Path, row: Json) -> None:
    inner = _list(faults, (*path, "components"), row.get("components"), at_least=1, at_most=5)
    for index, component in enumerate(inner):
        where = (*path, "components", index)
        if component.get("type") == BUTTON:
            _check_button(faults, where, component)
        elif component.get("type") in SELECTS:
            _check_select(faults, where, component)
            if len(inner) > 1:
                message = "The specified component exceeds the maximum width"
                faults.add(where, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
        else:
            _choices_fault(faults, (*where, "type"), (BUTTON, *SELECTS))


def _check_button(faults: FormFaults, path: Path, button: Json) -> None:
    style = button.get("style")
    label_length = _text(faults, (*path, "label"), button.get("label"), at_most=80)
    if style not in (1, 2, 3, 4, 5):
        _choices_fault(faults, (*path, "style"), (1, 2, 3, 4, 5))
        return
    if not label_length and not button.get("emoji"):
        faults.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required")
    if style == 5:
        if not button.get("url"):
            faults.add((*path, "url"), "BUTTON_COMPONENT_URL_REQUIRED", "A url is required")
        _text(faults, (*path, "url"), button.get("url"), at_most=512)
        _url(faults, (*path, "url"), button.get("url"))
        if button.get("custom_id"):
            message = "A custom id and url cannot both be specified"
            faults.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    else:
        _custom_id(faults, path, button)
        if button.get("url"):
            message = "A custom id and url cannot both be specified"
            faults.add((*path, "url"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)


def _check_select(faults: FormFaults, path: Path, select: Json) -> None:
    _custom_id(faults, path, select)
    _text(faults, (*path, "placeholder"), select.get("placeholder"), at_most=150)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    _number(faults, (*path, "min_values"), least, 0, 25)
    _number(faults, (*path, "max_values"), most, 1, 25)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        faults.add((*path, "min_values"), "NUMBER_TYPE_MAX", "min_values must not exceed max_values.")
    if select["type"] != TEXT_SELECT:
        return
    options = _list(faults, (*path, "options"), select.get("options"), at_least=1, at_most=25)
    if isinstance(most, int) and options and most > len(options):
        faults.add((*path, "max_values"), "NUMBER_TYPE_MAX", f"max_values must not exceed the {len(options)} options.")
    seen = set()
    for index, option in enumerate(options):
        where = (*path, "options", index)
        _text(faults, (*where, "label"), option.get("label"), at_least=1, at_most=100, required=True)
        _text(faults, (*where, "value"), option.get("value"), at_least=1, at_most=100, required=True)
        _text(faults, (*where, "description"), option.get("description"), at_most=100)
        if option.get("value") in seen:
            message = "The specified option value is already used"
            faults.add((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(option.get("value"))
    chosen = sum(1 for option in options if option.get("default"))
    if isinstance(most, int) and chosen > most:
        message = f"Must have at most {most} default options."
        faults.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message)


def _check_text_input(faults: FormFaults, path: Path, field: Json, *, in_label: bool) -> None:
    if field.get("type") != TEXT_INPUT:
        _choices_fault(faults, (*path, "type"), (TEXT_INPUT,))
        return
    _custom_id(faults, path, field)
    if not in_label:
        _text(faults, (*path, "label"), field.get("label"), at_least=1, at_most=45, required=True)
    elif field.get("label"):
        message = "The label of a text input inside a Label belongs to the Label"
        faults.add((*path, "label"), "TEXT_INPUT_LABEL_IN_LABEL", message)
    if field.get("style") not in (1, 2):
        _choices_fault(faults, (*path, "style"), (1, 2))
    _number(faults, (*path, "min_length"), field.get("min_length"), 0, 4000)
    _number(faults, (*path, "max_length"), field.get("max_length"), 1, 4000)
    _text(faults, (*path, "placeholder"), field.get("placeholder"), at_most=100)
    _text(faults, (*path, "value"), field.get("value"), at_most=field.get("max_length") or 4000)


def _custom_id(faults: FormFaults, path: Path, component: Json) -> None:
    where = (*path, "custom_id")
    _text(faults, where, component.get("custom_id"), at_least=1, at_most=100, required=True)


def _check_unique_ids(faults: FormFaults, components: Sequence[Json], path: Path) -> None:
    for key, code, message in (
        ("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"),
        ("id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"),
    ):
        seen: set[Any] = set()
        for component in walk(list(components)):
            given = component.get(key)
            if given and given in seen:
                faults.add(path, code, message)
            seen.add(given)


# ----------------------------------------------------------------------------------- mentions and nonce


def _check_mentions(faults: FormFaults, allowed: Any) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        faults.add(("allowed_mentions",), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    parse = _strings(faults, ("allowed_mentions", "parse"), allowed.get("parse"))
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            _choices_fault(faults, ("allowed_mentions", "parse", index), ("users", "roles", "everyone"))
    for key in ("users", "roles"):
        listed = _strings(faults, ("allowed_mentions", key), allowed.get(key))
        if len(listed) > 100:
            faults.add(("allowed_mentions", key), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if listed and key in parse:
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            faults.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_nonce(faults: FormFaults, nonce: Any) -> None:
    if nonce is not None and (not isinstance(nonce, (str, int)) or len(str(nonce)) > NONCE_MAX):
        faults.add(("nonce",), "NONCE_TYPE_TOO_LONG", f"nonce is a number or at most {NONCE_MAX} characters.")


# ------------------------------------------------------------------------------------------- plain values


def _text(
    faults: FormFaults, path: Path, value: Any, *, at_most: int, at_least: int = 0, required: bool = False
) -> int:
    """Check a text and return its length (0 for none)."""
    if value is None or (required and isinstance(value, str) and not value.strip()):
        if required:
            _required(faults, path)
        return 0
    if not isinstance(value, str):
        faults.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return 0
    if not at_least <= len(value) <= at_most:
        if at_least:
            faults.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {at_least} and {at_most} in length.")
        else:
            faults.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {at_most} or fewer in length.")
    return len(value)


def _list(faults: FormFaults, path: Path, value: Any, *, at_most: int | None, at_least: int = 0) -> list[Json]:
    """Check a list of objects and return it (empty if it is invalid)."""
    if value is None:
        if at_least:
            _required(faults, path)
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if len(value) < at_least or (at_most is not None and len(value) > at_most):
        most = at_most if at_most is not None else V2_COMPONENTS_MAX
        faults.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {at_least} and {most} in length.")
    return value


def _strings(faults: FormFaults, path: Path, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, (str, int)) for item in value):
        faults.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    return [str(item) for item in value]


def _number(faults: FormFaults, path: Path, value: Any, least: int, most: int) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        faults.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    elif not least <= value <= most:
        faults.add(path, "NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")


def _timestamp(faults: FormFaults, path: Path, value: Any) -> None:
    if value is None:
        return
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        faults.add(path, "DATE_TIME_TYPE_PARSE", f'Could not parse "{value}". Should be ISO8601.')


def _url(faults: FormFaults, path: Path, value: Any, *, media: bool = False) -> None:
    """A link must be http(s); a picture may also be an upload of the same message."""
    schemes = ("http", "https", "attachment") if media else ("http", "https", "discord")
    if value and not re.match(rf"^({'|'.join(schemes)})://\S+$", str(value)):
        faults.add(path, "URL_TYPE_INVALID_URL", f"Not a well formed URL of one of {schemes}.")


def _required(faults: FormFaults, path: Path) -> None:
    faults.add(path, "BASE_TYPE_REQUIRED", "This field is required")


def _choices_fault(faults: FormFaults, path: Path, values: Sequence[object]) -> None:
    faults.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, values))}}}.")
