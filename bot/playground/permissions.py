"""Discord's permission bits and how they combine."""

from collections.abc import Iterable
from dataclasses import dataclass

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_EXTERNAL_EMOJIS = 1 << 18
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
USE_EXTERNAL_APPS = 1 << 50

ALL = (1 << 53) - 1

EVERYONE = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
    | USE_EXTERNAL_APPS
)
"""Discord's default permissions of an ordinary member, without pinging @everyone."""

IN_A_DIRECT = EVERYONE & ~(CREATE_PUBLIC_THREADS | SEND_MESSAGES_IN_THREADS)


EDITABLE = {
    "Send messages": SEND_MESSAGES,
    "Use commands": USE_APPLICATION_COMMANDS,
    "Add reactions": ADD_REACTIONS,
    "Attach files": ATTACH_FILES,
    "Manage messages": MANAGE_MESSAGES,
    "Mention everyone": MENTION_EVERYONE,
    "Create threads": CREATE_PUBLIC_THREADS,
    "Send messages in threads": SEND_MESSAGES_IN_THREADS,
}
"""The permissions that the page can give a member in a channel, or take away."""


@dataclass(frozen=True)
class Overwrite:
    """A channel's permission overwrite for one role (`type` 0) or one member (`type` 1)."""

    id: str
    type: int
    allow: int = 0
    deny: int = 0


def of_member(*, guild_id: str, user_id: str, roles: Iterable[tuple[str, int]], overwrites: Iterable[Overwrite]) -> int:
    """A member's permissions in a channel. `roles` are ids with their bits, including @everyone.

    In Discord's order: the sum of the roles, then the overwrites for @everyone, the roles and the member.
    https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    held = dict(roles)
    bits = 0
    for permissions in held.values():
        bits |= permissions
    if bits & ADMINISTRATOR:
        return ALL
    listed = list(overwrites)
    for overwrite in listed:
        if overwrite.id == guild_id:
            bits = bits & ~overwrite.deny | overwrite.allow
    allow = deny = 0
    for overwrite in listed:
        if overwrite.type == 0 and overwrite.id in held and overwrite.id != guild_id:
            allow |= overwrite.allow
            deny |= overwrite.deny
    bits = bits & ~deny | allow
    for overwrite in listed:
        if overwrite.type == 1 and overwrite.id == user_id:
            bits = bits & ~overwrite.deny | overwrite.allow
    return bits if bits & VIEW_CHANNEL else 0
