"""The bot in Discord: commands, chat, buttons, wording, limits. The only home of discord.py.

command or message -> cog -> service -> reply (embed and buttons) -> Discord

- `address` points discord.py at an API, `launch` connects and runs, `client` is the bot itself.
- `cogs` take in what members do, `views` what they press; `actions` does what a button says.
- `custom_ids` is what a button carries in its id, so that it works after a restart.
- `render` has all wording for Discord and all of its size limits; `replies` adds the buttons.
- `conversation` reads back from messages what was asked and whom it was about.
- `events` lets an event that cannot be read be lost alone.
- `failures` is the last resort when something breaks.
"""
