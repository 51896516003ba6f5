"""The rules of `bot/storage`."""
