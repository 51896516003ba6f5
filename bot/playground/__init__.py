"""A stand-in for Discord on loopback: REST, gateway and a chat page. Knows Discord's wire, and not our bot.

- `world` is what is true: servers, channels, members, messages, interactions, commands. Pure.
- `rules` and `commands` say what Discord would refuse, `permissions` who may do what, `payloads` how it is told.
- `model` names the things, `actions` is what a member's client sends.
- `rest` and `gateway` are the two doors for the bot, `chat` the one for the page; `members` is what people do.
- `server` puts it on a port; `hub` tells everybody what has happened.
- `clock` is its time, which can be moved; `controls` is what moves it, and starts the bot anew (`restarts`).
- `faults`, `throttle` and `recorder` are for trying how a bot bears it, and for looking at what it sent.
"""
