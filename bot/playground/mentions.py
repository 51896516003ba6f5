"""Who a message mentions and so notifies: Discord's rules for `allowed_mentions`. Pure."""

import re
from collections.abc import Container
from dataclasses import dataclass

from bot.playground.model import Guild
from bot.playground.permissions import MENTION_EVERYONE
from bot.playground.refusals import Json

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")

KINDS = frozenset({"users", "roles", "everyone"})
"""The kinds of mentions allowed by default."""


@dataclass(frozen=True)
class Mentions:
    """Ids of the mentioned users and roles, in text order; and whether everyone is mentioned."""

    users: list[str]
    roles: list[str]
    everyone: bool


def find(text: str, allowed: Json | None, *, users: Container[str], guild: Guild | None, may: int) -> Mentions:
    """The mentions in a text that `allowed` and the author's permissions `may` let through.

    https://discord.com/developers/docs/resources/message#allowed-mentions-object
    """
    kinds = KINDS if allowed is None else frozenset(allowed.get("parse") or [])
    listed = {str(id) for key in ("users", "roles") for id in (allowed or {}).get(key) or []}
    roles = guild.roles if guild is not None else {}
    may_all = bool(may & MENTION_EVERYONE)
    return Mentions(
        users=[id for id in dict.fromkeys(USER.findall(text)) if id in users and ("users" in kinds or id in listed)],
        roles=[
            id
            for id in dict.fromkeys(ROLE.findall(text))
            if id in roles and ("roles" in kinds or id in listed) and (roles[id].mentionable or may_all)
        ],
        everyone=guild is not None and may_all and "everyone" in kinds and EVERYONE.search(text) is not None,
    )
