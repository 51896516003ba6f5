"""A stand-in for Discord on loopback: REST, gateway and a chat page. It knows Discord's wire format, not our bot.

- `world` holds the state: servers, channels, members, messages, interactions, commands. Pure.
- `rules` and `commands` check what Discord would refuse, `permissions` who may do what; `payloads` builds the JSON.
- `model` has the data types, `actions` the requests that a member's client sends.
- The bot connects through `rest` and `gateway`, the page through `chat`; tests act as people through `members`.
- `server` listens on a port; `hub` passes events to all listeners.
- `clock` can be moved by hand; `controls` moves it and restarts the bot (`restarts`).
- `faults`, `throttle` and `recorder` test how a bot copes with errors and limits, and show what it sent.
"""
