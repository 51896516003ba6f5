"""The names of the features, and the array that collects them."""

import numpy as np
import numpy.typing as npt

from bot.answers.texts import Floats

MEANING = (
    "near_ask", "near_asks", "near_text", "near", "near_lead", "near_share", "near_untold", "near_untold_lead",
    "near_before", "near_after", "near_passage",
    # how near each of the question's words is to the nearest word of the phrasings, of the text, of either
    "word_ask", "word_ask_gap", "word_ask_gap_2", "word_ask_lacks",
    "word_text", "word_text_gap", "word_text_gap_2", "word_text_lacks",
    "word", "word_gap", "word_gap_2", "word_lacks", "word_lead", "word_gap_lead",
)  # fmt: skip
"""Features of meaning; all 0 if the encoder didn't read the question."""

FEATURES = (
    # how much of the question is in the text
    "text", "text_background", "text_count", "exact", "inflected", "whole", "with_asks", "bm25_share", "bm25", "rarest",
    "names", "loss", "loss_around", "missing", "focus", "focus_missing",
    # in the passages around it
    "before", "before_2", "after", "after_2", "before_all", "rarest_around", "names_before", "names_before_pronoun",
    "passage", "chapter", "chapter_best", "main", "clause", "clause_before", "clause_after",
    # the positions of the words
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
    # nearness in meaning of its phrasings and sentences, and word by word
    *MEANING,
)  # fmt: skip
"""The columns of `gather`, in order."""

AT = {name: number for number, name in enumerate(FEATURES)}
"""The index of each feature."""


class Columns:
    """Features under construction: a row per feature, a column per fact, initially 0."""

    def __init__(self, size: int) -> None:
        self.values: Floats = np.zeros((len(FEATURES), size), dtype=np.float32)

    def __getitem__(self, name: str) -> Floats:
        column: Floats = self.values[AT[name]]
        return column

    def __setitem__(self, name: str, value: npt.ArrayLike) -> None:
        self.values[AT[name]] = value
