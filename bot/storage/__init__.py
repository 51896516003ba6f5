"""What the bot remembers: settings, the ledger of daily posts, answers, running games, appeals, suggestions.

The modules of its subjects promise it, `sql` keeps it. SQLAlchemy and Alembic live here and nowhere else.
"""
