"""Requests that Discord would refuse, and its error messages."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.playground import refusals, rules
from bot.playground.commands import NotPossible, check_command, check_set, fill_in
from bot.playground.refusals import Refusal

Json = dict[str, Any]


def button(**changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Yes", "custom_id": "yes"} | changes


def rows(*components: Json) -> Json:
    return {"content": "x", "components": [{"type": 1, "components": [component]} for component in components]}


def select(**changes: Any) -> Json:
    options = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]
    return {"type": 3, "custom_id": "pick", "options": options} | changes


def embed(**parts: Any) -> Json:
    return {"embeds": [parts]}


FIELD = {"name": "n", "value": "v"}

GOOD = {
    "the longest text": {"content": "x" * 2000},
    "full embed": embed(title="x" * 256, description="x" * 4096, footer={"text": "x" * 1648}),
    "25 fields": embed(fields=[FIELD] * 25),
    "ten embeds": {"embeds": [{"title": "x"}] * 10},
    "five rows of five": {
        "content": "x",
        "components": [
            {"type": 1, "components": [button(custom_id=f"{row}{place}") for place in range(5)]} for row in range(5)
        ],
    },
    "a link": rows({"type": 2, "style": 5, "label": "Go", "url": "https://example.org"}),
    "a button with only an emoji": rows(button(label=None, emoji={"name": "🔁"})),
    "a select": rows(select(placeholder="x" * 150, min_values=0, max_values=2)),
    "a select of users": rows({"type": 5, "custom_id": "who"}),
    "only buttons": {"components": [{"type": 1, "components": [button()]}]},
    "mentions by name": {"content": "x", "allowed_mentions": {"parse": ["roles"], "users": ["1"]}},
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_what_discord_accepts_is_accepted(body: Json) -> None:
    rules.check_message(body)


BAD = {
    "too long": ({"content": "x" * 2001}, "content: Must be 2000 or fewer in length."),
    "no text": ({"content": 5}, "content: Could not interpret value as string."),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds: Must be between 0 and 10 in length."),
    "title": (embed(title="x" * 257), "embeds.0.title: Must be 256 or fewer in length."),
    "description": (embed(description="x" * 4097), "embeds.0.description: Must be 4096 or fewer in length."),
    "footer": (embed(footer={"text": "x" * 2049}), "embeds.0.footer.text: Must be between 1 and 2048 in length."),
    "author": (embed(author={"name": "x" * 257}), "embeds.0.author.name: Must be between 1 and 256 in length."),
    "fields": (embed(fields=[FIELD] * 26), "embeds.0.fields: Must be between 0 and 25 in length."),
    "empty field name": (embed(fields=[FIELD | {"name": " "}]), "embeds.0.fields.0.name: This field is required"),
    "long field": (
        embed(fields=[FIELD | {"value": "x" * 1025}]),
        "embeds.0.fields.0.value: Must be between 1 and 1024 in length.",
    ),
    "6001 in all": (
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]},
        "embeds: Embed size exceeds maximum size of 6000",
    ),
    "url": (embed(title="x", url="javascript:alert(1)"), "embeds.0.url: Not a well formed URL"),
    "six rows": (rows(*[button(custom_id=str(n)) for n in range(6)]), "components: Must be between 1 and 5"),
    "six buttons": (
        {"components": [{"type": 1, "components": [button(custom_id=str(n)) for n in range(6)]}]},
        "components.0.components: Must be between 1 and 5",
    ),
    "custom_id twice": (rows(button(), button()), "components: Component custom id cannot be duplicated"),
    "long custom_id": (
        rows(button(custom_id="x" * 101)),
        "components.0.components.0.custom_id: Must be between 1 and 100",
    ),
    "no custom_id": (rows(button(custom_id=None)), "components.0.components.0.custom_id: This field is required"),
    "long label": (rows(button(label="x" * 81)), "components.0.components.0.label: Must be 80 or fewer"),
    "no label": (rows(button(label="")), "components.0.components.0.label: A label or an emoji is required"),
    "a link with an id": (rows(button(style=5, url="https://x.org")), "A custom id and url cannot both be specified"),
    "a link to nowhere": (rows({"type": 2, "style": 5, "label": "x"}), "components.0.components.0.url: A url"),
    "a style": (rows(button(style=9)), "components.0.components.0.style: Value must be one of {1, 2, 3, 4, 5}."),
    "a select beside a button": (
        {"components": [{"type": 1, "components": [button(), select()]}]},
        "components.0.components.1: The specified component exceeds the maximum width",
    ),
    "no options": (rows(select(options=[])), "components.0.components.0.options: Must be between 1 and 25"),
    "26 options": (
        rows(select(options=[{"label": str(n), "value": str(n)} for n in range(26)])),
        "components.0.components.0.options: Must be between 1 and 25",
    ),
    "a value twice": (
        rows(select(options=[{"label": "x", "value": "1"}] * 2)),
        "components.0.components.0.options.1.value: The specified option value is already used",
    ),
    "long placeholder": (rows(select(placeholder="x" * 151)), "placeholder: Must be 150 or fewer"),
    "min over max": (rows(select(min_values=2, max_values=1)), "min_values must not exceed max_values"),
    "a text input": (rows({"type": 4, "custom_id": "x"}), "components.0.components.0.type: Value must be one of"),
    "text without the flag": (
        {"components": [{"type": 10, "content": "x"}]},
        "components.0.type: Value must be one of {1}.",
    ),
    "mentions twice": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions: parse:[",
    ),
    "nonce": ({"content": "x", "nonce": "x" * 26}, "nonce: nonce is a number or at most 25 characters."),
    "a poll": ({"content": "x", "poll": {"question": {}}}, "poll: The playground doesn't support poll."),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD)
def test_what_discord_refuses_is_refused_with_its_path(body: Json, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_message(body)

    assert refused.value.code == 50035
    assert any(says in line for line in refusals.error_lines(refused.value.errors or {}))


@pytest.mark.parametrize("body", [{}, {"content": " \n"}, {"embeds": [{"color": 1}]}, {"content": None, "embeds": []}])
def test_an_empty_message_is_refused(body: Json) -> None:
    with pytest.raises(Refusal, match="50006"):
        rules.check_message(body)


def test_an_edit_may_be_partial_but_may_not_empty_the_message() -> None:
    before = {"content": "x", "embeds": [], "components": [], "attachments": [], "flags": 0}

    rules.check_message({"embeds": []}, before=before)
    with pytest.raises(Refusal, match="50006"):
        rules.check_message({"content": ""}, before=before)


def test_all_errors_are_reported_at_once_nested_as_on_discord() -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_message({"content": "x" * 2001} | embed(title="x" * 257, fields=[FIELD | {"value": ""}]))

    required = {"code": "BASE_TYPE_REQUIRED", "message": "This field is required"}
    assert refused.value.body() == {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "content": {
                "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}],
            },
            "embeds": {
                "0": {
                    "title": {
                        "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}]
                    },
                    "fields": {"0": {"value": {"_errors": [required]}}},
                }
            },
        },
    }


@pytest.mark.parametrize(
    ("choices", "option_type", "is_good"),
    [
        ([{"name": "x" * 100, "value": "y" * 100}] * 25, 3, True),
        ([{"name": "x", "value": 1}], 4, True),
        ([{"name": "x", "value": "y"}] * 26, 3, False),
        ([{"name": "x" * 101, "value": "y"}], 3, False),
        ([{"name": "", "value": "y"}], 3, False),
        ([{"name": "x", "value": "y" * 101}], 3, False),
        ([{"name": "x", "value": 1}], 3, False),
        ([{"name": "x", "value": "1"}], 4, False),
        ([{"name": "x", "value": 2**54}], 4, False),
    ],
)
def test_choices_have_limits_and_the_options_type(choices: list[Json], option_type: int, is_good: bool) -> None:
    if is_good:
        rules.check_choices({"choices": choices}, option_type)
    else:
        with pytest.raises(Refusal):
            rules.check_choices({"choices": choices}, option_type)


# ------------------------------------------------------------------------------------------------ commands


def command(*options: Json, **changes: Any) -> Json:
    return {"name": "fact", "description": "A fact", "options": list(options)} | changes


def option(kind: int = 3, name: str = "who", **changes: Any) -> Json:
    return {"type": kind, "name": name, "description": "Who"} | changes


@pytest.mark.parametrize(
    "body",
    [
        command(option(required=True), option(name="when")),
        command(option(2, "group", options=[option(1, "sub", options=[option()])])),
        command(option(choices=[{"name": "One", "value": "1"}])),
        {"name": "Why this answer?", "type": 3},
        command(name="été-2_日本"),
    ],
)
def test_commands_that_discord_accepts_are_accepted(body: Json) -> None:
    assert check_command(body)["name"] == body["name"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (command(name="Fact"), "name: Command name is invalid"),
        (command(name="two words"), "name: Command name is invalid"),
        (command(description=""), "description: Must be between 1 and 100"),
        (command(description="x" * 101), "description: Must be between 1 and 100"),
        (command(*[option(name=f"o{n}") for n in range(26)]), "options: Must be between 0 and 25"),
        (command(option(), option(name="x", required=True)), "Required options must be placed before"),
        (command(option(), option()), "Option name is already used"),
        (command(option(), option(1, "sub")), "cannot be mixed"),
        (command(option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])), "choices: Must be between"),
        (command(option(choices=[{"name": "x", "value": "x"}], autocomplete=True)), "cannot have choices and auto"),
        (command(option(5, autocomplete=True)), "Only text and number options"),
        ({"name": "x", "type": 3, "description": "no"}, "Context menu commands have no description"),
        (command(contexts=[7]), "contexts: Value must be one or more of"),
    ],
)
def test_commands_that_discord_refuses_are_refused(body: Json, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_command(body)

    assert any(says in line for line in refusals.error_lines(refused.value.errors or {}))


@pytest.mark.parametrize("kind", [2, 3], ids=["of members", "of messages"])
def test_a_scope_holds_a_hundred_commands_and_fifteen_menus_of_a_kind_with_unique_names(kind: int) -> None:
    check_set([command(name=f"c{n}") for n in range(100)] + [{"name": f"m{n}", "type": kind} for n in range(15)])
    for bodies in (
        [command(name=f"c{n}") for n in range(101)],
        [{"name": f"m{n}", "type": kind} for n in range(16)],
        [command(), command()],
    ):
        with pytest.raises(Refusal):
            check_set(bodies)


class Nobody:
    """A lookup that finds nothing."""

    def user(self, _: str) -> None:
        return None

    channel = role = file = user


@pytest.mark.parametrize(
    ("kind", "given", "sent"),
    [(3, " thor ", "thor"), (4, "5", 5), (10, "2.5", 2.5), (5, "true", True), (5, False, False)],
)
def test_values_are_sent_in_the_options_type(kind: int, given: object, sent: object) -> None:
    filled = fill_in(command(option(kind)), [], {"who": given}, Nobody())

    assert filled.options == [{"name": "who", "type": kind, "value": sent}]


def test_options_are_sent_in_the_order_in_which_they_were_declared() -> None:
    declared = command(option(name="what"), option(name="when"), option(name="who"))

    filled = fill_in(declared, [], {"who": "Thor", "what": "hammer", "when": "now"}, Nobody())

    assert [each["name"] for each in filled.options] == ["what", "when", "who"]


@pytest.mark.parametrize(
    ("kind", "given", "path"), [(4, "x", []), (10, "x", []), (5, "maybe", []), (6, "Sam", []), (3, "x", ["sub"])]
)
def test_values_of_another_type_are_not_sent(kind: int, given: object, path: Sequence[str]) -> None:
    with pytest.raises(NotPossible):
        fill_in(command(option(kind)), path, {"who": given}, Nobody())


def test_an_option_with_choices_takes_a_choice_by_value_or_name() -> None:
    declared = command(option(4, choices=[{"name": "One", "value": 1}]))

    for given in (1, "1", "One"):
        assert fill_in(declared, [], {"who": given}, Nobody()).options[0]["value"] == 1
    with pytest.raises(NotPossible, match="one of: One"):
        fill_in(declared, [], {"who": 2}, Nobody())


def test_while_typing_other_options_may_be_missing() -> None:
    declared = command(option(required=True), option(name="what", autocomplete=True))

    filled = fill_in(declared, [], {"what": "th"}, Nobody(), focused="what")

    assert filled.options == [{"name": "what", "type": 3, "value": "th", "focused": True}]
    assert filled.focused_type == 3
