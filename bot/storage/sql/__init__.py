"""The storage in SQL: each statement written once, for SQLite and PostgreSQL."""
