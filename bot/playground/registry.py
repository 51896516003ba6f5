"""The bot's registered commands, global and per server. Pure."""

from collections.abc import Callable
from typing import Any

from bot.playground import refusals
from bot.playground.commands import check_command, check_number_of, check_set
from bot.playground.refusals import Json


class Registry:
    """Commands as Discord stores them, by scope: a server's id, or `None` for global ones.

    A command is identified by type and name within its scope and keeps its id. `new_id` makes a snowflake.
    """

    def __init__(self, application_id: str) -> None:
        self._application_id = application_id
        self._scopes: dict[str | None, dict[str, Json]] = {None: {}}

    def of(self, guild_id: str | None) -> list[Json]:
        """The commands of a scope."""
        return list(self._scopes.get(guild_id, {}).values())

    def get(self, guild_id: str | None, command_id: str) -> Json:
        """One command of a scope. Raises `Refusal` if it doesn't exist."""
        found = self._scopes.get(guild_id, {}).get(command_id)
        if found is None:
            raise refusals.unknown_command()
        return found

    def find(self, command_id: str) -> Json | None:
        """A command from any scope."""
        return next((scope[command_id] for scope in self._scopes.values() if command_id in scope), None)

    def replace(self, guild_id: str | None, bodies: Any, new_id: Callable[[], str]) -> list[Json]:
        """Replace all commands of a scope."""
        before = {(c["type"], c["name"]): c for c in self.of(guild_id)}
        wanted = check_set(bodies)
        stored = [self._stored(guild_id, c, before.get((c["type"], c["name"])), new_id) for c in wanted]
        self._scopes[guild_id] = {c["id"]: c for c in stored}
        return stored

    def put(
        self, guild_id: str | None, body: Json, new_id: Callable[[], str], command_id: str | None = None
    ) -> tuple[Json, bool]:
        """Add or change one command; returns it and whether it is new."""
        before = None
        if command_id is not None:
            before = self.get(guild_id, command_id)
            body = {**before, **body, "type": before["type"]}
        wanted = check_command(body)
        if before is None:
            key = (wanted["type"], wanted["name"])
            before = next((c for c in self.of(guild_id) if (c["type"], c["name"]) == key), None)
        stored = self._stored(guild_id, wanted, before, new_id)
        scope = {**self._scopes.get(guild_id, {}), stored["id"]: stored}
        check_number_of(list(scope.values()))
        self._scopes[guild_id] = scope
        return stored, before is None

    def remove(self, guild_id: str | None, command_id: str) -> None:
        self.get(guild_id, command_id)
        del self._scopes[guild_id][command_id]

    def _stored(self, guild_id: str | None, command: Json, before: Json | None, new_id: Callable[[], str]) -> Json:
        own: Json = {"id": before["id"] if before else new_id(), "application_id": self._application_id}
        if guild_id is not None:
            own["guild_id"] = guild_id
        unchanged = before is not None and all(before.get(key) == value for key, value in command.items())
        return own | command | {"version": before["version"] if before and unchanged else new_id()}
