"""Discord's JSON for users, servers, channels, messages and interactions. Pure.

`message` is complete; `message_for_bot` leaves out what an app without the message content intent can't read.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.playground import components, permissions
from bot.playground.component_rules import UPLOADED
from bot.playground.model import (
    COMMAND,
    COMPONENT,
    DIRECT,
    FORUM,
    MODAL_SUBMIT,
    REPLY,
    THREADS,
    Attachment,
    Channel,
    Guild,
    Interaction,
    Message,
    Role,
    User,
)
from bot.playground.refusals import Json
from bot.playground.rules import UPLOAD_MAX
from bot.playground.world import World

GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
MESSAGE_CONTENT = 1 << 15

UPLOADS = "uploads"
"""What stands for a channel in the address of a file that a member uploads to a form or command."""

EPOCH = "2015-01-01T00:00:00+00:00"


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def user(person: User) -> Json:
    return {
        "id": person.id,
        "username": person.name.lower().replace(" ", "_") if not person.bot else person.name,
        "global_name": None if person.bot else person.name,
        "discriminator": "0001" if person.bot else "0",
        "avatar": None,
        "bot": person.bot,
        "flags": 0,
        "public_flags": 0,
        "primary_guild": None,
    }


def own_user(world: World) -> Json:
    """The bot's own user object, with its private fields."""
    return user(world.bot) | {
        "verified": True,
        "email": None,
        "mfa_enabled": False,
        "locale": "en-US",
    }


def role(thing: Role) -> Json:
    return {
        "id": thing.id,
        "name": thing.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": thing.position,
        "permissions": str(thing.permissions),
        "managed": thing.managed,
        "mentionable": thing.mentionable,
        "flags": 0,
    }


def membership(world: World, guild: Guild, user_id: str, *, with_user: bool = True) -> Json:
    own = guild.members[user_id]
    payload: Json = {
        "roles": list(own.roles),
        "nick": None,
        "avatar": None,
        "banner": None,
        "joined_at": stamp(own.joined),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    if with_user:
        payload["user"] = user(world.users[user_id])
    return payload


def channel(world: World, thing: Channel) -> Json:
    if thing.type == DIRECT:
        return {
            "id": thing.id,
            "type": DIRECT,
            "flags": 0,
            "last_message_id": world.last_message_id(thing.id),
            "recipients": [user(world.users[u]) for u in thing.recipients if u != world.bot.id],
        }
    payload: Json = {
        "id": thing.id,
        "type": thing.type,
        "guild_id": thing.guild_id,
        "name": thing.name,
        "parent_id": thing.parent_id,
        "flags": 0,
        "rate_limit_per_user": 0,
        "last_message_id": world.last_message_id(thing.id),
    }
    if thing.type in THREADS:
        opened = stamp(thing.opened) if thing.opened else EPOCH
        messages = len(world.messages_in(thing.id))
        return payload | {
            "owner_id": thing.owner_id,
            "message_count": messages,
            "total_message_sent": messages,
            "member_count": 1,
            "member": {"id": thing.id, "user_id": world.bot.id, "join_timestamp": opened, "flags": 0},
            "thread_metadata": {
                "archived": thing.archived,
                "auto_archive_duration": thing.auto_archive,
                "archive_timestamp": opened,
                "locked": thing.locked,
                "create_timestamp": opened,
            },
            "applied_tags": list(thing.applied_tags),
        }
    payload |= {
        "position": thing.position,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {"id": o.id, "type": o.type, "allow": str(o.allow), "deny": str(o.deny)} for o in thing.overwrites
        ],
    }
    if thing.type == FORUM:
        payload |= {
            "available_tags": [
                {"id": tag.id, "name": tag.name, "moderated": tag.moderated, "emoji_id": None, "emoji_name": None}
                for tag in thing.tags
            ],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return payload


def partial_channel(world: World, thing: Channel, user_id: str) -> Json:
    """A channel in an interaction, with the member's permissions."""
    payload = channel(world, thing)
    payload.pop("permission_overwrites", None)
    return payload | {"permissions": str(world.permissions_in(thing, user_id))}


def guild(thing: Guild) -> Json:
    """A server in REST responses."""
    return {
        "id": thing.id,
        "name": thing.name,
        "owner_id": thing.owner_id,
        "icon": None,
        "icon_hash": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "application_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(r) for r in thing.roles.values()],
        "max_members": 500000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "incidents_data": None,
        "home_header": None,
        "widget_channel_id": None,
        "max_presences": None,
        "widget_enabled": False,
    }


def guild_create(world: World, thing: Guild, intents: int) -> Json:
    """A server in gateway events: only the bot as a member, unless the app may see presences."""
    sees_all = intents & GUILD_PRESENCES and intents & GUILD_MEMBERS
    members = [u for u in thing.members if sees_all or u == world.bot.id]
    channels = world.channels_of(thing.id)
    return guild(thing) | {
        "joined_at": stamp(thing.members[world.bot.id].joined),
        "large": False,
        "unavailable": False,
        "member_count": len(thing.members),
        "members": [membership(world, thing, u) for u in members],
        "channels": [channel(world, c) for c in channels if c.type not in THREADS],
        "threads": [channel(world, c) for c in channels if c.type in THREADS and not c.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


# ------------------------------------------------------------------------------------------------ messages


def message(world: World, thing: Message) -> Json:
    """The complete message object, without the gateway's extra fields."""
    payload: Json = {
        "id": thing.id,
        "type": thing.type,
        "channel_id": thing.channel_id,
        "author": user(world.users[thing.author_id]),
        "content": thing.content,
        "embeds": [_embed(world, embed, thing) for embed in thing.embeds],
        "components": [_component(world, component, thing) for component in thing.components],
        "attachments": [attachment(world, thing.channel_id, a) for a in thing.attachments],
        "timestamp": stamp(thing.sent),
        "edited_timestamp": stamp(thing.edited) if thing.edited else None,
        "flags": thing.flags,
        "tts": thing.tts,
        "pinned": False,
        "mentions": [user(world.users[u]) for u in thing.mentions],
        "mention_roles": list(thing.mention_roles),
        "mention_everyone": thing.mention_everyone,
    }
    if thing.nonce is not None:
        payload["nonce"] = thing.nonce
    if thing.reactions:
        payload["reactions"] = [
            {
                "emoji": {"id": None, "name": emoji},
                "count": len(users),
                "count_details": {"burst": 0, "normal": len(users)},
                "burst_colors": [],
                "me": world.bot.id in users,
                "me_burst": False,
            }
            for emoji, users in thing.reactions.items()
        ]
    if thing.answers is not None:
        payload |= {"application_id": world.application_id, "webhook_id": world.application_id}
        payload["interaction_metadata"] = interaction_metadata(world, thing.answers)
        if thing.answers.type == COMMAND and thing.type != REPLY:
            asker = user(world.users[thing.answers.user_id])
            payload["interaction"] = {
                "id": thing.answers.id,
                "type": COMMAND,
                "name": thing.answers.name,
                "user": asker,
            }
    if thing.reference_id is not None:
        reference: Json = {"type": 0, "message_id": thing.reference_id, "channel_id": thing.channel_id}
        if thing.guild_id is not None:
            reference["guild_id"] = thing.guild_id
        payload["message_reference"] = reference
        original = world.find_message(thing.reference_id)
        if thing.type == REPLY:
            payload["referenced_message"] = message(world, original) if original else None
            if original:
                payload["referenced_message"].pop("referenced_message", None)
    if thing.channel_id != thing.id and (thread := world.channels.get(thing.id)) is not None:
        payload["thread"] = channel(world, thread)
    return payload


def message_for_bot(world: World, thing: Message, *, with_content: bool) -> Json:
    """The message as the bot gets it: without the content intent, only the parts it may read."""
    payload = message(world, thing)
    if not (with_content or world.may_bot_read(thing)):
        _withhold(payload)
    original = world.find_message(thing.reference_id) if thing.reference_id else None
    if payload.get("referenced_message") and original and not (with_content or world.may_bot_read(original)):
        _withhold(payload["referenced_message"])
    return payload


def gateway_message(world: World, thing: Message, *, with_content: bool) -> Json:
    """The message in a gateway event: with its server, and member data for its author and mentions."""
    payload = message_for_bot(world, thing, with_content=with_content)
    payload["channel_type"] = world.channels[thing.channel_id].type
    if thing.guild_id is None:
        return payload
    home = world.guilds[thing.guild_id]
    payload["guild_id"] = thing.guild_id
    if thing.author_id in home.members:
        payload["member"] = membership(world, home, thing.author_id, with_user=False)
    for mentioned in payload["mentions"]:
        if mentioned["id"] in home.members:
            mentioned["member"] = membership(world, home, mentioned["id"], with_user=False)
    return payload


def _withhold(payload: Json) -> None:
    payload |= {"content": "", "embeds": [], "components": [], "attachments": []}


def _embed(world: World, embed: Json, thing: Message) -> Json:
    """An embed as Discord returns it: of type rich, with `attachment://` pictures replaced by their URLs."""
    shown: Json = {"type": "rich"} | {key: value for key, value in embed.items() if value is not None}
    for key in ("image", "thumbnail"):
        file = _uploaded(thing, (shown.get(key) or {}).get("url", ""))
        if file:
            shown[key] = shown[key] | {"url": world.address + attachment_path(thing.channel_id, file)}
    return shown


def _uploaded(thing: Message, url: str) -> Attachment | None:
    """The file of the message that an `attachment://` address names."""
    if not url.startswith(UPLOADED):
        return None
    return next((file for file in thing.attachments if file.filename == url.removeprefix(UPLOADED)), None)


def _component(world: World, component: Json, thing: Message) -> Json:
    """A component as Discord returns it: with its defaults, and with media resolved to their addresses."""
    shown = dict(component)
    for key in ("components", "accessory"):
        if isinstance(shown.get(key), list):
            shown[key] = [_component(world, child, thing) for child in shown[key]]
        elif isinstance(shown.get(key), dict):
            shown[key] = _component(world, shown[key], thing)
    match shown["type"]:
        case components.THUMBNAIL:
            shown |= _picture(world, shown, thing)
        case components.GALLERY:
            shown["items"] = [_picture(world, item, thing) for item in shown["items"]]
        case components.FILE:
            file = _uploaded(thing, shown["file"]["url"])
            own = {"name": file.filename, "size": len(file.data)} if file else {"name": None, "size": None}
            shown |= own | {"file": _media(world, shown["file"]["url"], thing), "spoiler": bool(shown.get("spoiler"))}
        case components.SEPARATOR:
            divider = shown.get("divider")
            shown |= {"divider": divider is None or divider, "spacing": shown.get("spacing") or 1}
        case components.CONTAINER:
            shown |= {"accent_color": shown.get("accent_color"), "spoiler": bool(shown.get("spoiler"))}
        case _ if shown.get("default_values"):
            shown["default_values"] = [each | {"id": str(each["id"])} for each in shown["default_values"]]
    return shown


def _picture(world: World, picture: Json, thing: Message) -> Json:
    return picture | {
        "media": _media(world, picture["media"]["url"], thing),
        "description": picture.get("description"),
        "spoiler": bool(picture.get("spoiler")),
    }


def _media(world: World, url: str, thing: Message) -> Json:
    """The "unfurled media item" of an upload or a web address."""
    file = _uploaded(thing, url)
    if file is None:
        return {"id": thing.id, "url": url, "proxy_url": url, "width": None, "height": None, "content_type": None}
    own = world.address + attachment_path(thing.channel_id, file)
    return {
        "id": file.id,
        "url": own,
        "proxy_url": own,
        "width": None,
        "height": None,
        "content_type": file.content_type,
        "attachment_id": file.id,
    }


def attachment_path(holder: str, file: Attachment) -> str:
    """Where a file of a channel is served, or one that a member uploads to a form or command (`UPLOADS`)."""
    return f"/attachments/{holder}/{file.id}/{quote(file.filename)}"


def attachment(world: World, holder: str, file: Attachment) -> Json:
    url = world.address + attachment_path(holder, file)
    payload: Json = {
        "id": file.id,
        "filename": file.filename,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
        "content_type": file.content_type,
    }
    if file.description:
        payload["description"] = file.description
    return payload


# ---------------------------------------------------------------------------------------------- interactions


def interaction(world: World, thing: Interaction) -> Json:
    """INTERACTION_CREATE as the gateway sends it."""
    asked_in = world.channels[thing.channel_id]
    payload: Json = {
        "id": thing.id,
        "application_id": world.application_id,
        "type": thing.type,
        "token": thing.token,
        "version": 1,
        "channel_id": thing.channel_id,
        "channel": partial_channel(world, asked_in, thing.user_id),
        "data": thing.data,
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": thing.owners,
        "context": thing.context,
        "attachment_size_limit": UPLOAD_MAX,
        "app_permissions": str(world.app_permissions_in(asked_in)),
    }
    if thing.guild_id is not None:
        home = world.guilds[thing.guild_id]
        payload["guild_id"] = thing.guild_id
        payload["guild_locale"] = "en-US"
        payload["guild"] = {"id": home.id, "locale": "en-US", "features": []}
        payload["member"] = member_here(world, home, asked_in, thing.user_id)
    else:
        payload["user"] = user(world.users[thing.user_id])
    if thing.message is not None:
        payload["message"] = message(world, thing.message)
    return payload


def member_here(world: World, home: Guild, here: Channel, user_id: str) -> Json:
    """The member, with their permissions in the channel."""
    permissions_here = str(world.permissions_in(here, user_id))
    return membership(world, home, user_id) | {"permissions": permissions_here}


def resolved_member(world: World, home: Guild, here: Channel, user_id: str) -> Json:
    """A member given as an option: like `member_here`, without the user."""
    payload = member_here(world, home, here, user_id)
    del payload["user"]
    return payload


def interaction_metadata(world: World, thing: Interaction) -> Json:
    """A message's data about the interaction that it answers."""
    payload: Json = {
        "id": thing.id,
        "type": thing.type,
        "user": user(world.users[thing.user_id]),
        "authorizing_integration_owners": thing.owners,
    }
    if thing.type == COMMAND:
        payload |= {"name": thing.name, "command_type": thing.command_type}
        target: Any = thing.data.get("target_id")
        if thing.command_type == 2:
            payload["target_user"] = user(world.users[target])
        elif thing.command_type == 3:
            payload["target_message_id"] = target
    elif thing.type == COMPONENT and thing.message is not None:
        payload["interacted_message_id"] = thing.message.id
    elif thing.type == MODAL_SUBMIT and thing.trigger is not None:
        payload["triggering_interaction_metadata"] = interaction_metadata(world, thing.trigger)
    return payload


def callback(world: World, thing: Interaction) -> Json:
    """The response to an interaction callback with `with_response=1`."""
    payload: Json = {"interaction": {"id": thing.id, "type": thing.type}}
    if thing.answer_type in (4, 5, 6, 7) and thing.response is not None:
        payload["interaction"] |= {
            "response_message_id": thing.response.id,
            "response_message_loading": thing.response.is_loading,
            "response_message_ephemeral": thing.response.is_ephemeral,
        }
    if thing.answer_type in (4, 7) and thing.response is not None:
        payload["resource"] = {"type": thing.answer_type, "message": message(world, thing.response)}
    return payload


# ----------------------------------------------------------------------------------------------- application


def application(world: World) -> Json:
    flags = 0
    for intent, flag in ((GUILD_PRESENCES, 1 << 13), (GUILD_MEMBERS, 1 << 15), (MESSAGE_CONTENT, 1 << 19)):
        if world.privileged_intents & intent:
            flags |= flag
    bot_permissions = permissions.EVERYONE & ~permissions.USE_EXTERNAL_APPS
    scopes = ["bot", "applications.commands"]
    return {
        "id": world.application_id,
        "name": world.bot.name,
        "description": "",
        "icon": None,
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "team": None,
        "type": None,
        "flags": flags,
        "flags_new": str(flags),
        "explicit_content_filter": 0,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "eligible_oauth2_scopes": scopes,
        "approximate_user_authorization_count": len(world.people),
        "owner": user(world.owner),
        "bot": user(world.bot),
        "integration_types_config": {
            "0": {"oauth2_install_params": {"scopes": scopes, "permissions": str(bot_permissions)}},
            "1": {"oauth2_install_params": {"scopes": ["applications.commands"], "permissions": "0"}},
        },
        "approximate_guild_count": 1,
        "approximate_user_install_count": len(world.people),
        "tags": [],
    }
