"""Lorekeeper, a Discord bot that knows a film or a series by heart, and never makes anything up.

The road of a fact::

    facts/*.yaml -> knowledge -> answers   -> lookups -> packs -> quiz, daily, guess -> discord_front
                              -> questions ->              |              |                   |
                                                        storage        storage        Discord, or the playground

- `knowledge` reads packs: files in, a frozen `Knowledge` out, or every problem with file and line.
- `english` knows the language and no film: words, spelling, numbers, sentences. Pure.
- `answers` finds the fact that a question asks for, or says that there is none. Pure: no files, no clock, no Discord.
- `questions` makes quiz questions of facts, proves them fair, draws them, and grades typed answers. Pure as well.
- `scheduling` tells the time, knows zones and which shard we are, and wakes when something is due.
- `storage` remembers: settings, the ledger of daily posts, the log of answers and all that follows from it.
- `house` is what a server has set: where the bot answers, who may do what, and how much of a story may be shown.
- `packs` gives each channel the packs that it uses, built and ready: the operator's, and a server's own.
- `lookups`, `daily`, `quiz` and `guess` are what a member can do: ask and look up, answer the daily question, play,
  guess a character. Each has its rules and a service that takes the decision first and does the storing and sending
  afterwards.
- `community` has boards, what members suggest, what is kept about them, and servers that the bot leaves.
- `discord_front` puts that into Discord, a folder for each feature. The only user of discord.py.
- `playground` is a stand-in for Discord on loopback, with a chat page. It knows Discord's wire, and not our bot.
- `ids` are types for ids, which any of these may use.
- `operations` is what the operator sees: the log, health, metrics, and `lorekeeper doctor`.
- `app` builds and connects all of it; `demo` runs it in the playground; `cli` is the command line.

Imports point back along the road, never forward. `tests/test_architecture.py` holds this map.
"""
