"""The bot in Discord: commands, chat, buttons, wording, limits. The only user of discord.py.

command, message or press -> cog -> service -> what to send (embed and buttons) -> Discord

Each feature has a folder: `cog` handles members' input, `buttons` defines the buttons, `wording` the texts, and
`sending` posts to channels. No feature knows another; `bot.app` builds and connects them. They share:

- `client`, the bot itself, which `launch` connects and runs; `address` finds the API, `insides` has our uses of
  undocumented parts of discord.py, `events` drops events that discord.py can't read.
- `presses`, the entry point for buttons and forms; `custom_ids`, their ids; `buttons`, to make them.
- `replies`, messages as timely answers to commands and presses; `failures`, error handling.
- `permissions` of members and `rights` of the bot; `messages` reads messages; `sending` and `traffic` send requests.
- `wording`, shared wording and Discord's size limits; `options`, the layout of a question's options.
"""
