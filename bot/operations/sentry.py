"""Reports errors to Sentry, if the operator has one. Alone in knowing sentry_sdk, which comes with the extra."""

import logging
from typing import Any

from bot.errors import SettingsError

NO_EXTRA = (
    "SENTRY_DSN is set, but the package sentry-sdk is missing. Install it with the extra: "
    'python3 -m pip --python .venv install -e ".[sentry]", or remove SENTRY_DSN.'
)


def start_sentry(dsn: str | None, *, release: str, **options: Any) -> None:
    """From now on, log entries from error on go to this Sentry; None reports nothing. `options` are sentry_sdk's.

    A report has the message and the traceback, without the values of variables, which may hold what members typed.
    Raises SettingsError without the extra, or for an invalid DSN.
    """
    if dsn is None:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.logging import LoggingIntegration
        from sentry_sdk.utils import BadDsn
    except ModuleNotFoundError as error:
        raise SettingsError(NO_EXTRA) from error
    try:
        sentry_sdk.init(
            dsn,
            release=release,
            default_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
            include_local_variables=False,
            max_breadcrumbs=0,
            server_name="",
            shutdown_timeout=1,
            before_send=_with_reference,
            **options,
        )
    except BadDsn as error:
        raise SettingsError("SENTRY_DSN isn't a DSN. Copy it from your Sentry project's Client Keys.") from error


def _with_reference(event: Any, _hint: dict[str, Any]) -> Any:
    """The reference that a member was given becomes a tag, by which Sentry can be searched."""
    if reference := event.get("extra", {}).get("reference"):
        event.setdefault("tags", {})["reference"] = reference
    return event
