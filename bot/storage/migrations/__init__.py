"""Upgrades a database from each released schema to the next, with Alembic; `connect` runs the steps.

`versions/` has a file for each schema. A new one is `versions/v0003.py` with `revision = "v0003"` and
`down_revision = "v0002"`; a test checks that the resulting schema equals `tables`. It imports nothing of ours, because
`tables` changes and a released step never does.
"""
