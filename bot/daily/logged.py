"""The daily question's schedule as the log of a server's changes keeps it, so that a change of it can be undone."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from bot.ids import ChannelId, RoleId, ServerId
from bot.scheduling.clock import Clock
from bot.storage.settings import DailySchedule, ServerSettings


class LoggedSchedule:
    """What managers set of the daily question. A skipped date isn't part of it: it passes by itself.

    `on_change` is called with every server whose schedule was set back.
    """

    def __init__(self, settings: ServerSettings, clock: Clock, *, on_change: Callable[[ServerId], None]) -> None:
        self._settings = settings
        self._clock = clock
        self._on_change = on_change

    async def state(self, server_id: ServerId) -> dict[str, Any] | None:
        """The schedule, as JSON has it; None if there is none."""
        now = await self._settings.schedule(server_id)
        if now is None:
            return None
        return {
            "at": now.at.isoformat("minutes"),
            "zone": now.zone,
            "channel_id": now.channel_id,
            "weekdays": sorted(now.weekdays),
            "role_id": now.role_id,
            "has_thread": now.has_thread,
            "closes_at": now.closes_at.isoformat("minutes") if now.closes_at else None,
            "reveals_in_reply": now.reveals_in_reply,
            "may_spoil": now.may_spoil,
            "invites_to_guess": now.invites_to_guess,
            "is_active": now.is_active,
        }

    async def restore(self, server_id: ServerId, state: Mapping[str, Any] | None) -> None:
        """Set the schedule as it was. Nothing is posted for times that are already past."""
        if state is None:
            await self._settings.remove_schedule(server_id)
        else:
            before = await self._settings.schedule(server_id)
            closes_at = state["closes_at"]
            schedule = DailySchedule(
                server_id=server_id,
                channel_id=ChannelId(state["channel_id"]),
                at=time.fromisoformat(state["at"]),
                zone=state["zone"],
                since=self._clock.now(),
                set_up_by=before.set_up_by if before else None,
                weekdays=frozenset(state["weekdays"]),
                role_id=RoleId(state["role_id"]) if state["role_id"] else None,
                has_thread=state["has_thread"],
                closes_at=time.fromisoformat(closes_at) if closes_at else None,
                is_active=state["is_active"],
                skipped=before.skipped if before else None,
                may_spoil=state["may_spoil"],
                reveals_in_reply=state["reveals_in_reply"],
                invites_to_guess=state["invites_to_guess"],
            )
            await self._settings.save_schedule(schedule)
        self._on_change(server_id)
