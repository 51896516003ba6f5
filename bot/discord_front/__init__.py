"""The bot in Discord: commands, chat, buttons, wording, limits. The only home of discord.py.

command, message or press -> cog -> service -> what to send (embed and buttons) -> Discord

Each feature has a folder: its `cog` takes in what members do, `buttons` are what they press, `wording` is what they
read, `sending` is the way into a channel. No feature knows another; `bot.app` builds and connects them. They share:

- `client`, the bot itself, which `launch` connects and runs; `address` finds the API, `insides` is what we use of
  discord.py beyond its documentation, `events` lets an event that cannot be read be lost alone.
- `presses`, the one way in for buttons and forms; `custom_ids`, what they carry; `buttons`, to make them.
- `replies`, a message to send, and how a command or a press is answered in time; `failures` when something breaks.
- `permissions` of members and `rights` of the bot; `messages` reads messages; `sending` and `traffic` go out.
- `wording` has what all wording shares, and Discord's size limits; `options` how a question's options are laid out.
"""
