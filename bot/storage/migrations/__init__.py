"""How a database comes from each released schema to the next, in Alembic's form; `connect` runs them.

`versions/` has a file for each schema. A new one is `versions/v0003.py` with `revision = "v0003"` and
`down_revision = "v0002"`, and has to bring a database to what `tables` says, which a test compares. It stands for
itself and imports nothing of ours, because `tables` changes and a released step never does.
"""
