"""What the bot remembers: settings, the ledger of daily posts, answers, running games, appeals, suggestions.

`interface` promises it, `memory` and `sql` keep it. SQLAlchemy and Alembic live here and nowhere else.
"""
