"""The open questions of servers, for `lorekeeper misses`."""

import json
from collections.abc import Iterable
from itertools import groupby

from bot.storage.misses import Miss


def lines(misses: Iterable[Miss]) -> list[str]:
    """A heading for each server, and below it its questions as they come."""
    found = []
    for server_id, kept in groupby(misses, key=lambda each: each.server_id):
        found.append(f"server {server_id}")
        found += (f"{each.times:>5} x  {each.last_at:%Y-%m-%d}  {each.ended.value:<7}  {each.text}" for each in kept)
    return found


def as_json(miss: Miss) -> str:
    """A line of JSON. Ids are texts, as many readers of JSON round numbers of this size."""
    told = {
        "server": str(miss.server_id),
        "channel": str(miss.channel_id),
        "question": miss.text,
        "times": miss.times,
        "ended": miss.ended.value,
        "first": miss.first_at.isoformat(),
        "last": miss.last_at.isoformat(),
    }
    return json.dumps(told, ensure_ascii=False)
