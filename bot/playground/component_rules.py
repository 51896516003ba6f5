"""Discord's rules for components: buttons, selects, Components V2 and forms. Pure: a form raises `Refusal`.

The limits are from https://discord.com/developers/docs/components/reference.
"""

from collections.abc import Collection, Sequence
from typing import Any

from bot.playground import fields
from bot.playground.components import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    LABEL,
    MODAL_INPUTS,
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
from bot.playground.fields import Path
from bot.playground.refusals import FormFaults, Json

ROWS_MAX = 5
LAYOUT_MAX = 40
"""Components of one Components V2 message, nested ones included."""
LAYOUT_TEXT_MAX = 4000
"""Characters of all its text."""
FORM_MAX = 5
"""Parts of a form."""
GROUP_MAX = 10
"""Options of a radio or checkbox group, and files of one upload field."""
UPLOADED = "attachment://"
"""Scheme of a file that is sent with the message."""


def check_rows(faults: FormFaults, components: Sequence[Json]) -> None:
    """The components of a message without Components V2: at most five rows."""
    if len(components) > ROWS_MAX:
        faults.add(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS_MAX} in length.")
    for index, row in enumerate(components):
        if row.get("type") == ROW:
            _check_row(faults, ("components", index), row)
        else:
            fields.not_one_of(faults, ("components", index, "type"), (ROW,))
    _check_unique_ids(faults, components, ("components",))


def check_layout(faults: FormFaults, components: Sequence[Json], files: Collection[str]) -> None:
    """The components of a Components V2 message with these uploaded files."""
    layout = _Layout(faults, files)
    for index, component in enumerate(components):
        layout.check(("components", index), component, in_container=False)
    everything = list(walk(list(components)))
    if len(everything) > LAYOUT_MAX:
        message = f"Must be {LAYOUT_MAX} or fewer components in all."
        faults.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(len(str(c.get("content") or "")) for c in everything if c["type"] == TEXT_DISPLAY) > LAYOUT_TEXT_MAX:
        message = f"The text of all components must be {LAYOUT_TEXT_MAX} or fewer in length."
        faults.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    _check_unique_ids(faults, components, ("components",))


class _Layout:
    def __init__(self, faults: FormFaults, files: Collection[str]) -> None:
        self._faults = faults
        self._files = files

    def check(self, path: Path, component: Json, *, in_container: bool) -> None:
        faults = self._faults
        match component.get("type"):
            case 1:
                _check_row(faults, path, component)
            case 9:
                self._check_section(path, component)
            case 10:
                where = (*path, "content")
                content = component.get("content")
                fields.text(faults, where, content, at_least=1, at_most=LAYOUT_TEXT_MAX, required=True)
            case 12:
                items = fields.items(faults, (*path, "items"), component.get("items"), at_least=1, at_most=10)
                for index, item in enumerate(items):
                    self._check_picture((*path, "items", index), item)
            case 13:
                self._check_media((*path, "file"), component.get("file"), is_upload=True)
                fields.boolean(faults, (*path, "spoiler"), component.get("spoiler"))
            case 14:
                fields.boolean(faults, (*path, "divider"), component.get("divider"))
                if component.get("spacing") not in (None, 1, 2):
                    fields.not_one_of(faults, (*path, "spacing"), (1, 2))
            case 17 if not in_container:
                inner = fields.items(faults, (*path, "components"), component.get("components"), at_least=1)
                for index, child in enumerate(inner):
                    self.check((*path, "components", index), child, in_container=True)
                fields.number(faults, (*path, "accent_color"), component.get("accent_color"), 0, 0xFFFFFF)
                fields.boolean(faults, (*path, "spoiler"), component.get("spoiler"))
            case _:
                known = (ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR)
                fields.not_one_of(faults, (*path, "type"), known if in_container else (*known, CONTAINER))

    def _check_section(self, path: Path, section: Json) -> None:
        faults = self._faults
        texts = fields.items(faults, (*path, "components"), section.get("components"), at_least=1, at_most=3)
        for index, text in enumerate(texts):
            if text.get("type") == TEXT_DISPLAY:
                self.check((*path, "components", index), text, in_container=True)
            else:
                fields.not_one_of(faults, (*path, "components", index, "type"), (TEXT_DISPLAY,))
        accessory = section.get("accessory")
        if not isinstance(accessory, dict):
            fields.missing(faults, (*path, "accessory"))
        elif accessory.get("type") == BUTTON:
            _check_button(faults, (*path, "accessory"), accessory)
        elif accessory.get("type") == THUMBNAIL:
            self._check_picture((*path, "accessory"), accessory)
        else:
            fields.not_one_of(faults, (*path, "accessory", "type"), (BUTTON, THUMBNAIL))

    def _check_picture(self, path: Path, picture: Json) -> None:
        """A thumbnail, or an item of a gallery."""
        self._check_media((*path, "media"), picture.get("media"), is_upload=False)
        description = picture.get("description")
        if description is not None:
            fields.text(self._faults, (*path, "description"), description, at_least=1, at_most=1024, required=True)
        fields.boolean(self._faults, (*path, "spoiler"), picture.get("spoiler"))

    def _check_media(self, path: Path, media: Any, *, is_upload: bool) -> None:
        where = (*path, "url")
        if not isinstance(media, dict) or not media.get("url"):
            fields.missing(self._faults, where)
            return
        url = str(media["url"])
        fields.text(self._faults, where, media["url"], at_most=2048)
        if url.startswith(UPLOADED):
            if url.removeprefix(UPLOADED) not in self._files:
                message = f"The referenced attachment '{url.removeprefix(UPLOADED)}' was not found"
                self._faults.add(where, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)
        elif is_upload:
            message = f"Must be an attachment reference ({UPLOADED}<filename>)"
            self._faults.add(where, "UNFURLED_MEDIA_ITEM_ATTACHMENT_REFERENCE_REQUIRED", message)
        else:
            fields.url(self._faults, where, url, media=True)


# ------------------------------------------------------------------------------------ buttons and selects


def _check_row(faults: FormFaults, path: Path, row: Json) -> None:
    inner = fields.items(faults, (*path, "components"), row.get("components"), at_least=1, at_most=5)
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
            fields.not_one_of(faults, (*where, "type"), (BUTTON, *SELECTS))


def _check_button(faults: FormFaults, path: Path, button: Json) -> None:
    style = button.get("style")
    label_length = fields.text(faults, (*path, "label"), button.get("label"), at_most=80)
    if style not in (1, 2, 3, 4, 5):
        fields.not_one_of(faults, (*path, "style"), (1, 2, 3, 4, 5))
        return
    if not label_length and not button.get("emoji"):
        faults.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required")
    if style == 5:
        if not button.get("url"):
            faults.add((*path, "url"), "BUTTON_COMPONENT_URL_REQUIRED", "A url is required")
        fields.text(faults, (*path, "url"), button.get("url"), at_most=512)
        fields.url(faults, (*path, "url"), button.get("url"))
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
    fields.text(faults, (*path, "placeholder"), select.get("placeholder"), at_most=150)
    if select["type"] == TEXT_SELECT:
        options = _check_options(faults, path, select, at_least=1, at_most=25)
        _check_number_of_values(faults, path, select, 25, options)
        _check_defaults(faults, path, options, select.get("max_values") or 1)
    else:
        _check_number_of_values(faults, path, select, 25)


def _check_number_of_values(
    faults: FormFaults, path: Path, component: Json, limit: int, options: Sequence[Json] = ()
) -> None:
    least, most = component.get("min_values"), component.get("max_values")
    fields.number(faults, (*path, "min_values"), least, 0, limit)
    fields.number(faults, (*path, "max_values"), most, 1, limit)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        faults.add((*path, "min_values"), "NUMBER_TYPE_MAX", "min_values must not exceed max_values.")
    if isinstance(most, int) and options and most > len(options):
        faults.add((*path, "max_values"), "NUMBER_TYPE_MAX", f"max_values must not exceed the {len(options)} options.")


def _check_options(faults: FormFaults, path: Path, component: Json, *, at_least: int, at_most: int) -> list[Json]:
    given = component.get("options")
    options = fields.items(faults, (*path, "options"), given, at_least=at_least, at_most=at_most)
    seen = set()
    for index, option in enumerate(options):
        where = (*path, "options", index)
        fields.text(faults, (*where, "label"), option.get("label"), at_least=1, at_most=100, required=True)
        fields.text(faults, (*where, "value"), option.get("value"), at_least=1, at_most=100, required=True)
        fields.text(faults, (*where, "description"), option.get("description"), at_most=100)
        if option.get("value") in seen:
            message = "The specified option value is already used"
            faults.add((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(option.get("value"))
    return options


def _check_defaults(faults: FormFaults, path: Path, options: Sequence[Json], most: object) -> None:
    chosen = sum(1 for option in options if option.get("default"))
    if isinstance(most, int) and chosen > most:
        message = f"Must have at most {most} default options."
        faults.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", message)


# ------------------------------------------------------------------------------------------------ forms


def check_modal(data: Json) -> None:
    """Refuse a form that Discord would not show."""
    faults = FormFaults()
    fields.text(faults, ("data", "custom_id"), data.get("custom_id"), at_least=1, at_most=100, required=True)
    fields.text(faults, ("data", "title"), data.get("title"), at_least=1, at_most=45, required=True)
    components = fields.items(faults, ("data", "components"), data.get("components"), at_least=1, at_most=FORM_MAX)
    for index, component in enumerate(components):
        path: Path = ("data", "components", index)
        match component.get("type"):
            case 1:
                inner = fields.items(faults, (*path, "components"), component.get("components"), at_least=1, at_most=1)
                for position, field in enumerate(inner):
                    _check_text_input(faults, (*path, "components", position), field, in_label=False)
            case 10:
                fields.text(
                    faults, (*path, "content"), component.get("content"), at_least=1, at_most=4000, required=True
                )
            case 18:
                _check_label(faults, path, component)
            case _:
                fields.not_one_of(faults, (*path, "type"), (ROW, TEXT_DISPLAY, LABEL))
    _check_unique_ids(faults, components, ("data", "components"))
    faults.refuse_if_any()


def _check_label(faults: FormFaults, path: Path, label: Json) -> None:
    fields.text(faults, (*path, "label"), label.get("label"), at_least=1, at_most=45, required=True)
    fields.text(faults, (*path, "description"), label.get("description"), at_most=100)
    inside, where = label.get("component"), (*path, "component")
    if not isinstance(inside, dict):
        fields.missing(faults, where)
        return
    match inside.get("type"):
        case 4:
            _check_text_input(faults, where, inside, in_label=True)
        case 3 | 5 | 6 | 7 | 8:
            _check_select(faults, where, inside)
            if inside.get("disabled"):
                message = "A select menu in a modal cannot be disabled"
                faults.add((*where, "disabled"), "MODAL_COMPONENT_CANNOT_BE_DISABLED", message)
            fields.boolean(faults, (*where, "required"), inside.get("required"))
        case 19:
            _custom_id(faults, where, inside)
            _check_number_of_values(faults, where, inside, GROUP_MAX)
            fields.boolean(faults, (*where, "required"), inside.get("required"))
        case 21:
            _custom_id(faults, where, inside)
            options = _check_options(faults, where, inside, at_least=2, at_most=GROUP_MAX)
            _check_defaults(faults, where, options, 1)
            fields.boolean(faults, (*where, "required"), inside.get("required"))
        case 22:
            _custom_id(faults, where, inside)
            options = _check_options(faults, where, inside, at_least=1, at_most=GROUP_MAX)
            _check_number_of_values(faults, where, inside, GROUP_MAX, options)
            _check_defaults(faults, where, options, inside.get("max_values") or len(options))
            fields.boolean(faults, (*where, "required"), inside.get("required"))
            if inside.get("min_values") == 0 and inside.get("required") is not False:
                message = "required must be false when min_values is 0"
                faults.add((*where, "required"), "CHECKBOX_GROUP_REQUIRED_WITHOUT_VALUES", message)
        case 23:
            _custom_id(faults, where, inside)
            fields.boolean(faults, (*where, "default"), inside.get("default"))
        case _:
            fields.not_one_of(faults, (*where, "type"), MODAL_INPUTS)


def _check_text_input(faults: FormFaults, path: Path, field: Json, *, in_label: bool) -> None:
    if field.get("type") != TEXT_INPUT:
        fields.not_one_of(faults, (*path, "type"), (TEXT_INPUT,))
        return
    _custom_id(faults, path, field)
    if not in_label:
        fields.text(faults, (*path, "label"), field.get("label"), at_least=1, at_most=45, required=True)
    elif field.get("label"):
        message = "The label of a text input inside a Label belongs to the Label"
        faults.add((*path, "label"), "TEXT_INPUT_LABEL_IN_LABEL", message)
    if field.get("style") not in (1, 2):
        fields.not_one_of(faults, (*path, "style"), (1, 2))
    fields.number(faults, (*path, "min_length"), field.get("min_length"), 0, 4000)
    fields.number(faults, (*path, "max_length"), field.get("max_length"), 1, 4000)
    fields.text(faults, (*path, "placeholder"), field.get("placeholder"), at_most=100)
    fields.text(faults, (*path, "value"), field.get("value"), at_most=field.get("max_length") or 4000)


def _custom_id(faults: FormFaults, path: Path, component: Json) -> None:
    where = (*path, "custom_id")
    fields.text(faults, where, component.get("custom_id"), at_least=1, at_most=100, required=True)


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
