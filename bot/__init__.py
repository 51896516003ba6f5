"""Lorekeeper, a Discord bot that knows a film or a series by heart, and never makes anything up.

The road of a fact::

    facts/*.yaml -> knowledge -> answers, trivia -> services -> discord_front
                                                      |           |
                                                   storage   Discord, or the playground

- `knowledge` reads packs: files in, a frozen `Knowledge` out, or every problem with file and line.
- `answers` finds the fact that a question asks for, or says that there is none. Pure: no files, no clock, no Discord.
- `trivia` is a quiz on paper: questions out of a pack, a checker that proves them fair, typed answers graded, and a
  game that is told the time. Pure as well.
- `scheduling` knows when something is due, in whatever zone, and wakes for it; `clock` tells it the time.
- `storage` remembers: settings, the ledger of daily posts, the log of answers and all that follows from it.
- `services` is what a member can do, wherever they are: ask, look up a character, page through the story,
  answer the daily question.
- `discord_front` puts that into Discord: commands, buttons, wording, limits. The only user of discord.py.
- `playground` is a stand-in for Discord on loopback, with a chat page. It knows Discord's wire, and not our bot.
- `app` builds and connects all of it; `cli` is the command line, with `oracle` (packs, engine and words without
  Discord), `jsonl` (questions from a program) and `tables` (what `eval` prints) beside it.

Imports point back along the road, never forward. `tests/test_architecture.py` holds this map.
"""
