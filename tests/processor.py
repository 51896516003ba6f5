"""Time limits that hold on a busy machine, too: to be ready and wait for a processor doesn't count."""

from pathlib import Path
from time import monotonic

NANOSECONDS = 1e9


class Stopwatch:
    """Seconds since it was made, without those in which all that these processes lacked was a processor."""

    def __init__(self, *process_ids: int) -> None:
        self._waits = [_Wait(process_id) for process_id in process_ids]
        self._begun = monotonic()

    def seconds(self) -> float:
        """Ask now and then while the processes live: how long one has waited isn't told after its end."""
        return monotonic() - self._begun - sum(wait.seconds() for wait in self._waits)


class _Wait:
    """How long the main thread of a process has waited for a processor, from now on. Only Linux tells it."""

    def __init__(self, process_id: int) -> None:
        self._told = Path(f"/proc/{process_id}/schedstat")
        self._latest = self._before = self._read() or 0.0

    def seconds(self) -> float:
        self._latest = self._read() or self._latest
        return self._latest - self._before

    def _read(self) -> float | None:
        try:
            return int(self._told.read_text("ascii").split()[1]) / NANOSECONDS
        except (OSError, IndexError):
            return None
