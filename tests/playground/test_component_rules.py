"""What Discord allows in Components V2 messages and in forms."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.playground import refusals, rules
from bot.playground.component_rules import check_modal
from bot.playground.refusals import Refusal

Json = dict[str, Any]


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Yes", "custom_id": "yes"} | changes


def select(**changes: Any) -> Json:
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    return {"type": 3, "custom_id": "pick", "options": options} | changes


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def layout(*components: Json, **more: Any) -> Json:
    return {"flags": rules.IS_COMPONENTS_V2, "components": list(components)} | more


def container(*components: Json, **more: Any) -> Json:
    return {"type": 17, "components": list(components)} | more


def thumbnail(url: str = "https://example.org/thor.png", **more: Any) -> Json:
    return {"type": 11, "media": {"url": url}} | more


def section(accessory: Json | None, *texts: Json) -> Json:
    return {"type": 9, "components": list(texts or [text()]), "accessory": accessory}


def gallery(*items: Json) -> Json:
    return {"type": 12, "items": list(items)}


def item(url: str = "attachment://a.png", **more: Any) -> Json:
    return {"media": {"url": url}} | more


def file(url: str = "attachment://a.png") -> Json:
    return {"type": 13, "file": {"url": url}}


GOOD = {
    "a container": container(text(), {"type": 14}, {"type": 1, "components": [button()]}, accent_color=0xFF00AA),
    "a container behind a spoiler": container(text(), spoiler=True, accent_color=None),
    "a section with a button": section(button()),
    "a section with a picture": section(thumbnail(description="x" * 1024, spoiler=True), text(), text(), text()),
    "an uploaded thumbnail": section(thumbnail("attachment://a.png")),
    "a gallery of ten": gallery(*[item(description="Thor", spoiler=False)] * 10),
    "an uploaded file": file(),
    "a wide gap without a line": {"type": 14, "divider": False, "spacing": 2},
    "a select in a row": {"type": 1, "components": [{"type": 8, "custom_id": "where"}]},
}


@pytest.mark.parametrize("component", GOOD.values(), ids=GOOD)
def test_what_discord_shows_in_components_v2_is_accepted(component: Json) -> None:
    rules.check_message(layout(component), uploads=["a.png"])


BAD = {
    "content beside it": (layout(text(), content="x"), "content: The 'content' field cannot be used"),
    "embeds beside it": (layout(text(), embeds=[{"title": "x"}]), "embeds: The 'embeds' field cannot be used"),
    "much text": (layout(text("x" * 3000), text("y" * 1001)), "must be 4000 or fewer"),
    "41 components": (layout(*[text()] * 41), "Must be 40 or fewer components in all."),
    "41 components in a container": (layout(container(*[text()] * 40)), "Must be 40 or fewer components in all."),
    "a container in a container": (layout(container(container(text()))), "components.0.components.0.type: Value must"),
    "an empty container": (layout(container()), "components.0.components: Must be between 1"),
    "a colour": (layout(container(text(), accent_color=0x1000000)), "accent_color: int value should be between 0"),
    "a section without accessory": (layout(section(None)), "components.0.accessory: This field is required"),
    "a section with a select": (layout(section(select())), "components.0.accessory.type: Value must be one of {2, 11}"),
    "four texts in a section": (layout(section(button(), *[text()] * 4)), "components.0.components: Must be between 1"),
    "a button in a section's text": (layout(section(button(), button())), "components.0.components.0.type: Value must"),
    "a thumbnail alone": (layout(thumbnail()), "components.0.type: Value must be one of"),
    "a button alone": (layout(button()), "components.0.type: Value must be one of"),
    "no items": (layout(gallery()), "components.0.items: Must be between 1 and 10"),
    "eleven items": (layout(gallery(*[item()] * 11)), "components.0.items: Must be between 1 and 10"),
    "a long description": (layout(gallery(item(description="x" * 1025))), "description: Must be between 1 and 1024"),
    "an empty description": (layout(gallery(item(description=""))), "description: This field is required"),
    "a picture that isn't sent": (
        layout(gallery(item("attachment://b.png"))),
        "components.0.items.0.media.url: The referenced attachment 'b.png' was not found",
    ),
    "a picture from nowhere": (layout(gallery(item("file:///etc/passwd"))), "media.url: Not a well formed URL"),
    "a file from the web": (layout(file("https://example.org/a.zip")), "components.0.file.url: Must be an attachment"),
    "a spacing": (layout({"type": 14, "spacing": 3}), "components.0.spacing: Value must be one of {1, 2}"),
    "a spoiler that isn't a yes or no": (layout(container(text(), spoiler="yes")), "spoiler: Must be either true"),
    "a custom_id twice": (
        layout(section(button()), {"type": 1, "components": [button()]}),
        "components: Component custom id cannot be duplicated",
    ),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD)
def test_what_discord_refuses_in_components_v2_is_refused_with_its_path(body: Json, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_message(body, uploads=["a.png"])

    assert any(says in line for line in refusals.error_lines(refused.value.errors or {}))


def before(**changes: Any) -> Json:
    return {"content": "", "embeds": [], "components": [], "attachments": [], "flags": 0} | changes


def test_a_message_becomes_a_layout_only_if_its_content_goes() -> None:
    old = before(content="old", embeds=[{"title": "x"}])

    rules.check_message(layout(text(), content=None, embeds=[]), before=old)
    with pytest.raises(Refusal) as refused:
        rules.check_message(layout(text()), before=old)

    assert set(refused.value.errors or {}) == {"content", "embeds"}


def test_an_edit_may_name_the_files_that_it_keeps() -> None:
    old = before(flags=rules.IS_COMPONENTS_V2, attachments=[{"id": "7", "filename": "a.png"}])

    rules.check_message({"components": [file()]}, before=old)
    rules.check_message({"components": [file()], "attachments": [{"id": "7"}]}, before=old)
    with pytest.raises(Refusal, match="50035"):
        rules.check_message({"components": [file()], "attachments": []}, before=old)


# ------------------------------------------------------------------------------------------------ forms


def form(*fields: Json, **changes: Any) -> Json:
    rows = [{"type": 1, "components": [field]} for field in fields]
    return {"custom_id": "f", "title": "A form", "components": rows} | changes


def labelled(*components: Json) -> Json:
    return form(components=[{"type": 18, "label": "Label", "component": component} for component in components])


def text_input(**changes: Any) -> Json:
    return {"type": 4, "custom_id": "t", "label": "Text", "style": 1} | changes


def options(number: int, **changes: Any) -> Sequence[Json]:
    return [{"label": f"Option {n}", "value": str(n)} | changes for n in range(number)]


def radio(**changes: Any) -> Json:
    return {"type": 21, "custom_id": "r", "options": options(2)} | changes


def boxes(**changes: Any) -> Json:
    return {"type": 22, "custom_id": "b", "options": options(3)} | changes


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(form(text_input()), id="a text"),
        pytest.param(form(components=[text()]), id="a text display"),
        pytest.param(labelled(text_input(label=None), select(), radio(), boxes()), id="labels"),
        pytest.param(labelled(*[{"type": kind, "custom_id": str(kind)} for kind in (5, 6, 7, 8)]), id="selects"),
        pytest.param(labelled({"type": 19, "custom_id": "u", "min_values": 0, "max_values": 10}), id="an upload"),
        pytest.param(labelled({"type": 23, "custom_id": "c", "default": True}), id="a checkbox"),
        pytest.param(labelled(radio(options=options(10), required=False)), id="ten radio buttons"),
        pytest.param(labelled(boxes(options=options(1), min_values=0, required=False)), id="one optional box"),
    ],
)
def test_a_form_that_discord_shows_is_accepted(data: Json) -> None:
    check_modal(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (form(text_input(), title="x" * 46), "data.title: Must be between 1 and 45"),
        (form(), "data.components: Must be between 1 and 5"),
        (form(*[text_input(custom_id=str(n)) for n in range(6)]), "data.components: Must be between 1 and 5"),
        (form(text_input(label="x" * 46)), "label: Must be between 1 and 45"),
        (form(text_input(style=3)), "style: Value must be one of {1, 2}."),
        (form(text_input(max_length=4001)), "max_length: int value should be between 1 and 4000."),
        (form(text_input(), text_input()), "Component custom id cannot be duplicated"),
        (form(button()), "type: Value must be one of {4}."),
        (form(radio()), "type: Value must be one of {4}."),
        (form(components=[radio()]), "data.components.0.type: Value must be one of {1, 10, 18}."),
        (form(components=[{"type": 18, "component": radio()}]), "data.components.0.label: This field is required"),
        (form(components=[{"type": 18, "label": "x"}]), "data.components.0.component: This field is required"),
        (labelled(button()), "data.components.0.component.type: Value must be one of {4, 3, 5, 6, 7, 8, 19, 21, 22"),
        (labelled(text_input()), "component.label: The label of a text input inside a Label belongs"),
        (labelled(select(disabled=True)), "component.disabled: A select menu in a modal cannot be disabled"),
        (labelled(radio(options=options(1))), "component.options: Must be between 2 and 10"),
        (labelled(radio(options=options(11))), "component.options: Must be between 2 and 10"),
        (labelled(radio(options=options(2, default=True))), "options: Must have at most 1 default options"),
        (labelled(radio(options=options(2, label="x" * 101))), "options.0.label: Must be between 1 and 100"),
        (labelled(radio(options=options(2, value="1"))), "options.1.value: The specified option value is already"),
        (labelled(boxes(options=options(11))), "component.options: Must be between 1 and 10"),
        (labelled(boxes(max_values=4)), "max_values: max_values must not exceed the 3 options"),
        (labelled(boxes(min_values=0)), "component.required: required must be false when min_values is 0"),
        (labelled({"type": 19, "custom_id": "u", "max_values": 11}), "max_values: int value should be between 1 and"),
        (labelled({"type": 23, "custom_id": "c", "default": "yes"}), "component.default: Must be either true or false"),
        (labelled({"type": 23}), "component.custom_id: This field is required"),
    ],
)
def test_a_form_that_discord_would_not_show_is_refused(data: Json, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_modal(data)

    assert any(says in line for line in refusals.error_lines(refused.value.errors or {}))
