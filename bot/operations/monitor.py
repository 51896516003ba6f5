"""Serves the bot's health and metrics over HTTP, if the operator wants them."""

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import SettingsError
from bot.operations.health import Health
from bot.operations.watch import Watch
from bot.settings import Address

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Monitor:
    """What the bot reports to. By default, nobody looks."""

    health: Health = field(default_factory=Health)
    watch: Watch = field(default_factory=Watch)


@asynccontextmanager
async def monitored(address: Address | None) -> AsyncIterator[Monitor]:
    """A monitor, served at the address until the context ends. Raises SettingsError if that is impossible.

    `/healthz` says whether the process is alive and whether the bot is ready, and fails only if it needs a restart.
    `/readyz` says the same, and fails if the bot isn't ready. `/metrics` has the numbers.
    """
    if address is None:
        yield Monitor()
        return
    from aiohttp import web  # these take a third of a second, and most bots don't need them

    from bot.operations.metrics import CONTENT_TYPE, Metrics

    health, metrics = Health(), Metrics()

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response(await health.report(), status=200 if health.is_live else 503)

    async def readyz(_request: web.Request) -> web.Response:
        report = await health.report()
        return web.json_response(report, status=200 if report["ready"] else 503)

    async def numbers(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", numbers)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    logging.root.addHandler(metrics.log_counter)
    try:
        try:
            await web.TCPSite(runner, address.host, address.port).start()
        except OSError as error:
            raise SettingsError(f"LOREKEEPER_MONITOR: {_wording(address, error)}") from error
        port = runner.addresses[0][1]
        log.info("health and metrics are served at http://%s", address._replace(port=port))
        yield Monitor(health, metrics)
    finally:
        logging.root.removeHandler(metrics.log_counter)
        await runner.cleanup()


def _wording(address: Address, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {address.port} is already in use by another program. Choose another one."
    return f"{address} can't be used ({error.strerror}). Name a port, or an address of this machine and a port."
