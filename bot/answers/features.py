"""The pieces of evidence by name, and what speaks for some facts as numbers in their order."""

import numpy as np
import numpy.typing as npt

from bot.answers.texts import Floats

MEANING = (
    "near_ask", "near_asks", "near_text", "near", "near_lead", "near_share", "near_untold", "near_untold_lead",
    "near_before", "near_after", "near_passage",
)  # fmt: skip
"""Evidence of meaning; all 0 where the encoder didn't read the question."""

FEATURES = (
    # how much of the question stands in the text
    "text", "text_background", "text_count", "exact", "inflected", "whole", "with_asks", "bm25_share", "bm25", "rarest",
    "names", "loss", "loss_around", "missing", "focus", "focus_missing",
    # in the passages around it
    "before", "before_2", "after", "after_2", "before_all", "rarest_around", "names_before", "names_before_pronoun",
    "passage", "chapter", "chapter_best", "main", "clause", "clause_before", "clause_after",
    # how the words stand
    "pairs", "in_order", "closeness", "length", "precision", "new_words", "nothing_new",
    # what kind of thing is asked for; the first ones in the order of `HOLDS`
    "number", "year", "time", "place", "reason", "name", "person", "speech", "pronoun", "feeling",
    "telling", "telling_kind", "telling_most", "holds", "lacks", "new_name",
    # phrasings
    "dice", "dice_cubed", "dice_kind", "dice_top", "ask_cover", "ask_cover_top", "same_question", "has_asks",
    "asks_typical", "sense", "sense_log", "sense_lead", "sense_known", "sense_none",
    # names, roles, continuity
    "about", "subject", "continuity", "role", "role_fit", "excluded", "kin_missing",
    "home", "derived",
    # by how rare words are in this pack alone
    "pack_text", "pack_asks", "pack_either", "pack_rarest", "pack_dice", "pack_dice_top", "pack_cover",
    # how near its phrasings and its sentences come in meaning
    *MEANING,
)  # fmt: skip
"""What `gather` gives for each fact, in order."""

AT = {name: number for number, name in enumerate(FEATURES)}
"""The place of each."""


class Columns:
    """The evidence for some facts in the making: a row a feature, a column a fact, all of it 0 at first."""

    def __init__(self, size: int) -> None:
        self.values: Floats = np.zeros((len(FEATURES), size), dtype=np.float32)

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self.values[AT[name]]
        return column

    def __setitem__(self, name: str, value: npt.ArrayLike) -> None:
        self.values[AT[name]] = value
