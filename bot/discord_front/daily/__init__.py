"""The daily question in Discord: its commands, buttons, wording, and the way into a channel."""
