"""Types for ids, so that the type checker notices when two of them are swapped. At run time they are plain values.

Discord's numbers become ids in `discord_front`, and stored ones where their rows are read. Keys are made
with facts, in `knowledge`, and with questions, in `questions`.
"""

from typing import NewType

ServerId = NewType("ServerId", int)
ChannelId = NewType("ChannelId", int)
"""A channel, a thread, or the channel of direct messages."""
MemberId = NewType("MemberId", int)
MessageId = NewType("MessageId", int)
RoleId = NewType("RoleId", int)

AnswerId = NewType("AnswerId", int)
"""An answer in the log."""
AppealId = NewType("AppealId", int)
MissId = NewType("MissId", int)
"""A question that the bot couldn't answer."""
SuggestionId = NewType("SuggestionId", int)
"""What a member suggested for a pack."""
PuzzleId = NewType("PuzzleId", int)
"""A puzzle of /guess."""
GameId = NewType("GameId", str)
"""A game of trivia."""
FactKey = NewType("FactKey", str)
"""A fact of a pack, over all packs. Its `id` is unique in its pack only."""
QuestionKey = NewType("QuestionKey", str)
"""A quiz question of a pack."""
