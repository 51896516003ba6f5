"""What goes to Sentry, and what doesn't."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot.discord_front import failures
from bot.errors import SettingsError
from bot.operations import sentry
from bot.operations.sentry import start_sentry

DSN = "https://key@sentry.invalid/1"


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Any] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.events += [item.payload.json for item in envelope.items if item.type == "event"]


@pytest.fixture
def sent() -> Iterator[list[Any]]:
    kept = Kept()
    start_sentry(DSN, release="1.2.3", transport=kept)
    yield kept.events
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def breaks(question: str) -> None:
    raise RuntimeError(f"broken by {len(question)} characters")


def test_an_error_is_sent_with_its_reference_and_without_what_was_typed(sent: list[Any]) -> None:
    try:
        breaks("a secret question")
    except RuntimeError as error:
        apology = failures.words_for(error, "the command ask")

    [event] = sent
    assert event["tags"]["reference"] in apology
    assert event["release"] == "1.2.3"
    assert event["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert "a secret question" not in json.dumps({**event, "exception": without_source(event["exception"])})
    assert event["breadcrumbs"]["values"] == []


def without_source(exception: Any) -> Any:
    """Lines of source are no secret; this test's own line has the question."""
    told = json.loads(json.dumps(exception))
    for value in told["values"]:
        for frame in value["stacktrace"]["frames"]:
            for part in ("context_line", "pre_context", "post_context"):
                frame.pop(part, None)
    return told


def test_warnings_and_what_is_fine_stay_here(sent: list[Any]) -> None:
    log = logging.getLogger("bot.tests.sentry")

    log.info("fine")
    log.warning("Discord did not take it")

    assert sent == []


def test_without_a_dsn_nothing_is_even_imported() -> None:
    code = (
        "import sys; from bot.operations.sentry import start_sentry; start_sentry(None, release=''); "
        "print('sentry_sdk' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # ours

    assert done.stdout.strip() == "False"


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(SettingsError) as error:
        start_sentry(DSN, release="")

    assert str(error.value) == sentry.NO_EXTRA
    assert ".[sentry]" in sentry.NO_EXTRA


def test_what_is_no_dsn_is_told_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match="SENTRY_DSN isn't a DSN") as error:
        start_sentry("https://sentry.invalid/secret", release="")

    assert "secret" not in str(error.value)
