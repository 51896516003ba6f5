"""The dashboard shows what /metrics gives, all of it, and nothing else."""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations.metrics import Metrics

ROOT = Path(__file__).parents[2]

OF_THE_PROCESS = {"process_resident_memory_bytes", "process_cpu_seconds_total"}
"""What Linux alone tells of a process."""


def dashboard() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / "docs" / "grafana.json").read_text("utf-8"))
    return told


def asked_for() -> set[str]:
    """The names in the queries of the panels and of the variables."""
    found = dashboard()
    queries = [target["expr"] for panel in found["panels"] for target in panel["targets"]]
    queries += [str(variable["query"]) for variable in found["templating"]["list"]]
    return set(re.findall(r"\b(?:lorekeeper|process)_\w+", " ".join(queries)))


def given() -> set[str]:
    """The names of all samples after everything has happened once."""
    metrics = Metrics()
    metrics.asked("answer", timedelta())
    metrics.responded(200, is_counted=True)
    metrics.transaction("read", timedelta(), has_failed=False)
    families = text_string_to_metric_families(metrics.text().decode())
    return {sample.name for family in families for sample in family.samples}


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells of a process")
def test_every_query_asks_for_a_metric_that_is_there() -> None:
    assert asked_for() - given() == set()


def test_every_metric_of_ours_is_on_the_dashboard() -> None:
    parts = ("_created", "_sum", "_count")
    ours = {name for name in given() if name.startswith("lorekeeper_") and not name.endswith(parts)}

    assert ours - asked_for() == set()


def test_the_operators_guide_names_every_metric() -> None:
    guide = (ROOT / "docs" / "running.md").read_text("utf-8")
    ours = {re.sub(r"_bucket$", "", name) for name in asked_for() - OF_THE_PROCESS}

    assert sorted(name for name in ours if f"`{name}`" not in guide) == []


def test_no_panel_lies_on_another() -> None:
    spots = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard()["panels"]]

    assert len(set(spots)) == len(spots)
