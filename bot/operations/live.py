"""Asks the running bot about itself, as the health check of a container does: with few imports, every half minute."""

import json
from http.client import HTTPConnection, HTTPException

from bot.operations.finding import Finding, problem
from bot.settings import LOOPBACK, Address

LIVE_WITHIN = 5.0
"""Seconds for the running bot to answer about itself."""

EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104  # compared, not bound
"""Addresses to serve at that nobody can connect to as such."""


def ask_live(address: Address | None) -> Finding:
    """What the running bot says about itself."""
    if address is None:
        return problem("live", "the bot doesn't serve its health.", "Set LOREKEEPER_MONITOR to a port, and restart it.")
    connection = HTTPConnection(EVERYWHERE.get(address.host, address.host), address.port, timeout=LIVE_WITHIN)
    try:
        connection.request("GET", "/healthz")
        report = json.loads(connection.getresponse().read())
        is_live, reasons = bool(report["live"]), dict(report["reasons"])
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        why = f"nobody answers at {address} ({error})."
        return problem("live", why, "Look into the log, and start the bot if it has ended.")
    finally:
        connection.close()
    waiting = "; ".join(f"{part}: {why}" for part, why in reasons.items())
    if not is_live:
        return problem("live", f"{waiting}.", "Restart the bot.")
    return Finding("live", f"alive, not ready yet ({waiting})." if waiting else "alive and ready.")
