"""The bot in Discord: commands, chat, buttons, wording, limits. The only home of discord.py.

command or message -> cog -> service -> reply (embed and buttons) -> Discord

- `address` points discord.py at an API, `launch` connects and runs, `client` is the bot itself.
- Each feature has a folder: its `cog` takes in what members do, `buttons` are what they press, `wording` is what they
  read, `sending` is the way into a channel.
- `custom_ids` is what a button carries in its id, so that it works after a restart.
- `wording` has what all wording shares, and Discord's size limits; `options` how a question's options stand.
- `events` lets an event that cannot be read be lost alone.
- `failures` is the last resort when something breaks.
"""
