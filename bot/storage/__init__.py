"""What the bot remembers: settings, the ledger of daily posts, answers, running games, appeals, suggestions.

Each subject has a module with its interface, implemented in `sql`. Only this package knows SQLAlchemy and Alembic.
"""
