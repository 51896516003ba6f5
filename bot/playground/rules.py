"""Discord's rules for messages and choices. Pure: an invalid body raises `Refusal`.

The limits are from https://discord.com/developers/docs (resources/message, components, interactions).
Where Discord's behaviour is undocumented, the playground is strict.
"""

from collections.abc import Sequence
from typing import Any

from bot.playground import fields
from bot.playground.component_rules import check_layout, check_rows
from bot.playground.fields import Path
from bot.playground.refusals import FormFaults, Json, empty_message

EPHEMERAL = 1 << 6
LOADING = 1 << 7
HAS_THREAD = 1 << 5
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15
SENDABLE_FLAGS = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2

CONTENT_MAX = 2000
THREAD_NAME_MAX = 100
EMBEDS_MAX = 10
EMBED_TOTAL_MAX = 6000
NONCE_MAX = 25
UPLOAD_MAX = 10 * 1024 * 1024


def check_message(body: Json, *, uploads: Sequence[str] = (), before: Json | None = None) -> None:
    """Refuse a body that Discord would not accept as a message. `uploads` are the names of the files sent with it.

    `before` is the edited message: fields that the body leaves out keep its values and count.
    """

    def kept(key: str) -> Any:
        return body[key] if key in body else (before or {}).get(key)

    faults = FormFaults()
    fields.text(faults, ("content",), body.get("content"), at_most=CONTENT_MAX)
    flags = body.get("flags") or 0
    if not isinstance(flags, int) or isinstance(flags, bool):
        faults.add(("flags",), "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        flags = 0
    was = (before or {}).get("flags", 0)
    is_v2 = bool((flags | was) & IS_COMPONENTS_V2)
    embeds = fields.items(faults, ("embeds",), body.get("embeds"), at_most=EMBEDS_MAX)
    _check_embeds(faults, embeds)
    components = fields.items(faults, ("components",), body.get("components"))
    attached = [*uploads, *_kept_files(body, before)]
    if is_v2:
        check_layout(faults, components, attached)
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if kept(key):
                faults.add(
                    (key,),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    else:
        check_rows(faults, components)
    _check_mentions(faults, body.get("allowed_mentions"))
    _check_nonce(faults, body.get("nonce"))
    for key in ("poll", "sticker_ids", "shared_client_theme"):
        if body.get(key):
            faults.add((key,), "NOT_IN_THE_PLAYGROUND", f"The playground doesn't support {key}.")
    faults.refuse_if_any()

    visible_embeds = [embed for embed in kept("embeds") or [] if not _is_empty(embed)]
    if not ((kept("content") or "").strip() or visible_embeds or kept("components") or attached):
        raise empty_message()


def _kept_files(body: Json, before: Json | None) -> list[str]:
    """The names of the edited message's files that the body keeps."""
    files = {str(file["id"]): file["filename"] for file in (before or {}).get("attachments") or []}
    if "attachments" not in body:
        return list(files.values())
    listed = {str(file.get("id")) for file in body["attachments"] or []}
    return [name for file_id, name in files.items() if file_id in listed]


def check_choices(data: Json, option_type: int) -> None:
    """Refuse autocomplete choices that Discord would not offer for an option of this type."""
    faults = FormFaults()
    choices = fields.items(faults, ("data", "choices"), data.get("choices"), at_most=25)
    for index, choice in enumerate(choices):
        check_choice(faults, ("data", "choices", index), choice, option_type)
    faults.refuse_if_any()


def check_choice(faults: FormFaults, path: Path, choice: Json, option_type: int) -> None:
    """One choice of an option: a name of 1 to 100 characters, and a value of the option's type."""
    fields.text(faults, (*path, "name"), choice.get("name"), at_least=1, at_most=100, required=True)
    value = choice.get("value")
    if option_type == 3:
        fields.text(faults, (*path, "value"), value, at_least=1, at_most=100, required=True)
    elif isinstance(value, bool) or not isinstance(value, int if option_type == 4 else (int, float)):
        faults.add((*path, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.')
    elif abs(value) > 2**53:
        faults.add((*path, "value"), "NUMBER_TYPE_MAX", "number value should be within -2^53 and 2^53.")


def _check_embeds(faults: FormFaults, embeds: Sequence[Json]) -> None:
    total = 0
    for index, embed in enumerate(embeds):
        path: Path = ("embeds", index)
        total += fields.text(faults, (*path, "title"), embed.get("title"), at_most=256)
        total += fields.text(faults, (*path, "description"), embed.get("description"), at_most=4096)
        footer, author = embed.get("footer") or {}, embed.get("author") or {}
        if footer:
            total += fields.text(
                faults, (*path, "footer", "text"), footer.get("text"), at_least=1, at_most=2048, required=True
            )
        if author:
            total += fields.text(
                faults, (*path, "author", "name"), author.get("name"), at_least=1, at_most=256, required=True
            )
        rows = fields.items(faults, (*path, "fields"), embed.get("fields"), at_most=25)
        for position, field in enumerate(rows):
            for key, at_most in (("name", 256), ("value", 1024)):
                where = (*path, "fields", position, key)
                total += fields.text(faults, where, field.get(key), at_least=1, at_most=at_most, required=True)
        fields.url(faults, (*path, "url"), embed.get("url"))
        fields.url(faults, (*path, "author", "url"), author.get("url"))
        for key in ("image", "thumbnail"):
            fields.url(faults, (*path, key, "url"), (embed.get(key) or {}).get("url"), media=True)
        for key, holder in (("footer", footer), ("author", author)):
            fields.url(faults, (*path, key, "icon_url"), holder.get("icon_url"), media=True)
        fields.number(faults, (*path, "color"), embed.get("color"), 0, 0xFFFFFF)
        fields.timestamp(faults, (*path, "timestamp"), embed.get("timestamp"))
    if total > EMBED_TOTAL_MAX:
        message = f"Embed size exceeds maximum size of {EMBED_TOTAL_MAX}"
        faults.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def _is_empty(embed: Json) -> bool:
    return not any(
        embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "author", "footer")
    )


def _check_mentions(faults: FormFaults, allowed: Any) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        faults.add(("allowed_mentions",), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    parse = fields.strings(faults, ("allowed_mentions", "parse"), allowed.get("parse"))
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            fields.not_one_of(faults, ("allowed_mentions", "parse", index), ("users", "roles", "everyone"))
    for key in ("users", "roles"):
        listed = fields.strings(faults, ("allowed_mentions", key), allowed.get(key))
        if len(listed) > 100:
            faults.add(("allowed_mentions", key), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
        if listed and key in parse:
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            faults.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_nonce(faults: FormFaults, nonce: Any) -> None:
    if nonce is not None and (not isinstance(nonce, (str, int)) or len(str(nonce)) > NONCE_MAX):
        faults.add(("nonce",), "NONCE_TYPE_TOO_LONG", f"nonce is a number or at most {NONCE_MAX} characters.")
