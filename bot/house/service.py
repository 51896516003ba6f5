"""Reads and changes what a server has set, and knows how far members have seen a story."""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol

from cachetools import LRUCache

from bot.errors import StorageError, UserError
from bot.house.rules import HouseRules, SpoilerRule, changed_values
from bot.house.sight import Sight, Spoilers
from bot.ids import ChannelId, MemberId, ServerId
from bot.scheduling.clock import Clock
from bot.storage.house import House, RuleChange, ValueChange

log = logging.getLogger(__name__)

KEPT = 10_000
"""Number of servers and of members whose settings are remembered."""

LOGGED = 50
"""Number of changes that are kept per server."""

TRIES = 5
"""How often a change is tried again because another manager changed something at the same moment."""

BUSY = "Somebody else is changing the settings at this moment. Please try again."
GONE = "This change isn't in the log any more."
CHANGED_SINCE = "This has been changed again since then. Undo the later change first."
ODD_VALUE = "That value isn't possible here."

LISTENED, PACKS, DAILY, REVIEWED = "listened_channels", "packs_in_use", "daily_question", "review_channel"
"""What managers set that is kept elsewhere than in the rules, and logged with them."""

CAREFUL = HouseRules(spoilers=SpoilerRule(mode=Spoilers.NEVER))
"""The rules while the database can't be read: nothing is given away."""


class KeptElsewhere(Protocol):
    """Something that managers set and that isn't part of the rules."""

    async def state(self, server_id: ServerId) -> Any:
        """What is set on a server, as JSON has it."""

    async def restore(self, server_id: ServerId, state: Any) -> None:
        """Sets it as it was, as far as that is still possible."""


class HouseService:
    """What servers and members have set. One process serves a server, so nothing else changes its rules."""

    def __init__(
        self,
        house: House,
        clock: Clock,
        elsewhere: Mapping[str, KeptElsewhere] | None = None,
        *,
        on_change: Callable[[ServerId], None] = lambda _: None,
    ) -> None:
        """`elsewhere` is what is kept elsewhere by its name in the log. `on_change` is called with every server whose
        rules were changed.
        """
        self._house = house
        self._clock = clock
        self._elsewhere = elsewhere or {}
        self._on_change = on_change
        self._changing: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._rules: LRUCache[ServerId, tuple[str | None, HouseRules]] = LRUCache(KEPT)
        self._seen: LRUCache[MemberId, Mapping[str, int]] = LRUCache(KEPT)

    async def rules(self, server_id: ServerId | None) -> HouseRules:
        """What a server has set; the defaults outside of servers. Cautious ones if the database fails."""
        if server_id is None:
            return HouseRules()
        try:
            return (await self._kept(server_id))[1]
        except StorageError as error:
            log.warning("the settings of server %s can't be read: %s", server_id, error)
            return CAREFUL

    async def answers_privately(self, server_id: ServerId | None) -> bool:
        """Whether only the member sees the answer to a command: if managers want it so, and in the quiet hours."""
        rules = await self.rules(server_id)
        return rules.private_answers or rules.is_quiet(self._clock.now())

    async def change(self, server_id: ServerId, by: MemberId, **values: Any) -> HouseRules:
        """Sets some values, and logs those that changed. Raises UserError if a value isn't possible."""
        for _ in range(TRIES):
            text, before = await self._kept(server_id)
            try:
                after = before.with_values(values)
            except ValueError as error:
                raise UserError(ODD_VALUE) from error
            changed = changed_values(before, after)
            if not changed:
                return before
            changes = [ValueChange(name, json.dumps(old), json.dumps(new)) for name, (old, new) in changed.items()]
            new_text = after.model_dump_json(exclude_defaults=True)
            now = self._clock.now()
            if await self._house.save_rules(
                server_id, new_text, instead_of=text, changes=changes, by=by, at=now, most=LOGGED
            ):
                self._rules[server_id] = (new_text, after)
                self._on_change(server_id)
                return after
            self.forget(server_id)
        raise UserError(BUSY)

    async def set_spoilers(
        self, server_id: ServerId, channel_id: ChannelId | None, rule: SpoilerRule | None, by: MemberId
    ) -> HouseRules:
        """Sets the rule for spoilers in a channel (None: on the server); no rule: the channel follows the server."""
        if channel_id is None:
            return await self.change(server_id, by, spoilers=(rule or SpoilerRule()).model_dump())
        rules = (await self.rules(server_id)).channel_spoilers
        own = {id: each.model_dump() for id, each in rules.items() if id != str(channel_id)}
        if rule is not None:
            own[str(channel_id)] = rule.model_dump()
        return await self.change(server_id, by, channel_spoilers=own)

    @asynccontextmanager
    async def logged(self, server_id: ServerId, what: str, by: MemberId) -> AsyncIterator[None]:
        """Logs how the work inside changes something that is kept elsewhere."""
        kept = self._elsewhere[what]
        async with self._changing[server_id]:
            before = await kept.state(server_id)
            yield
            after = await kept.state(server_id)
            if before != after:
                change = ValueChange(what, json.dumps(before), json.dumps(after))
                await self._house.log(server_id, [change], by=by, at=self._clock.now(), most=LOGGED)

    async def changes(self, server_id: ServerId) -> tuple[RuleChange, ...]:
        """The log, newest first."""
        return await self._house.changes(server_id)

    async def undo(self, server_id: ServerId, change_id: int, by: MemberId) -> RuleChange:
        """Sets a value back to what it was before a change; this is a change, too. Raises UserError if it can't."""
        log_of_server = await self._house.changes(server_id)
        change = next((each for each in log_of_server if each.id == change_id), None)
        if change is None:
            raise UserError(GONE)
        name, before, after = change.value.name, json.loads(change.value.before), json.loads(change.value.after)
        if (kept := self._elsewhere.get(name)) is not None:
            async with self.logged(server_id, name, by):
                if await kept.state(server_id) != after:
                    raise UserError(CHANGED_SINCE)
                await kept.restore(server_id, before)
            return change
        now = (await self._kept(server_id))[1].model_dump(mode="json")
        if name not in now or now[name] != after:
            raise UserError(CHANGED_SINCE)
        await self.change(server_id, by, **{name: before})
        return change

    async def sight(
        self, server_id: ServerId | None, channel_ids: tuple[ChannelId, ...], member_id: MemberId | None
    ) -> Sight:
        """What may be shown to a member in a channel; without a member, to everybody there."""
        rules = await self.rules(server_id)
        return rules.sight(channel_ids, {} if member_id is None else await self.seen(member_id))

    async def seen(self, member_id: MemberId) -> Mapping[str, int]:
        """How far a member has seen each story, as far as they said. Raises StorageError."""
        if (known := self._seen.get(member_id)) is None:
            known = self._seen[member_id] = await self._house.seen(member_id)
        return known

    async def see(self, member_id: MemberId, pack: str, scene: int | None) -> None:
        """Sets how far a member has seen a story; None: they may see everything."""
        try:
            await self._house.see(member_id, pack, scene)
        finally:
            self._seen.pop(member_id, None)

    async def tell_once(self, server_id: ServerId, what: str) -> bool:
        """Whether the server should be told this: true once."""
        return await self._house.tell_once(server_id, what, at=self._clock.now())

    def forget(self, server_id: ServerId) -> None:
        """Read the server's rules again when they are needed."""
        self._rules.pop(server_id, None)

    def forget_member(self, member_id: MemberId) -> None:
        """Read what the member has seen again when it is needed."""
        self._seen.pop(member_id, None)

    async def _kept(self, server_id: ServerId) -> tuple[str | None, HouseRules]:
        if (known := self._rules.get(server_id)) is None:
            text = await self._house.rules(server_id)
            known = self._rules[server_id] = (text, _read(server_id, text))
        return known


def _read(server_id: ServerId, text: str | None) -> HouseRules:
    """The rules; the cautious ones if another version has stored what this one can't read."""
    try:
        return HouseRules() if text is None else HouseRules.model_validate_json(text)
    except ValueError:
        log.warning("the settings of server %s were made by another version", server_id)
        return CAREFUL
