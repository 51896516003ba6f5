"""The buttons of /mydata."""

from dataclasses import dataclass
from typing import Annotated

from bot.discord_front.custom_ids import Action, Member, one_of


@dataclass(frozen=True)
class ForgetMe(Action, id="lk:m:{member_id}:{everywhere}{is_sure}"):
    """Deletes the data kept about this member, on this server or everywhere, after a confirmation."""

    member_id: Member
    everywhere: Annotated[bool, one_of({True: "e", False: "h"})]
    is_sure: Annotated[bool, one_of({True: "y", False: "?"})]
