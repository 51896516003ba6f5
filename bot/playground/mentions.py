"""Whom a text mentions, and so notifies: Discord's rules for `allowed_mentions`. Pure."""

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
"""What may be mentioned where nothing is said about it."""


@dataclass(frozen=True)
class Mentions:
    """Ids of users and roles, in the order of the text; and whether all are mentioned."""

    users: list[str]
    roles: list[str]
    everyone: bool


def find(text: str, allowed: Json | None, *, users: Container[str], guild: Guild | None, may: int) -> Mentions:
    """Who is mentioned by a text, if `allowed` lets it and its author has the permissions `may`.

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
