"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A weight for each of `index.FEATURES` and of `confidence.SIGNS`, in their order."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]


PHRASED = Weights(
    ranking=(
        0.692,  # text
        0.606,  # text_background
        1.022,  # whole
        5.156,  # with_asks
        1.312,  # bm25_share
        3.126,  # bm25
        0.703,  # around
        1.489,  # dice
        1.412,  # dice_cubed
        -0.141,  # ask_cover
        0.936,  # same_question
        -0.000,  # has_asks
        2.552,  # about
        0.657,  # subject
        0.555,  # holds
        -0.555,  # lacks
        1.145,  # pairs
        -0.783,  # loss
        0.530,  # length
        0.731,  # continuity
        -1.138,  # role
        1.712,  # role_fit
        0.076,  # excluded
        -0.818,  # kin_missing
    ),
    confidence=(
        1.206,  # score
        0.594,  # margin
        1.348,  # near_margin
        -0.659,  # with_asks
        0.358,  # whole
        0.353,  # text_background
        -0.512,  # dice
        -0.080,  # dice_squared
        -0.850,  # ask_cover
        0.632,  # same_question
        -1.650,  # has_asks
        0.175,  # unmatched
        -0.350,  # unknown
        -0.374,  # stray_name
        -0.287,  # stray_names
        0.155,  # names
        -0.120,  # about
        0.710,  # few
        -0.498,  # many
        -0.752,  # wh
        -0.897,  # statement
        -1.181,  # first_person
        -1.363,  # lacks
        0.709,  # role_fit
        -0.422,  # kin_missing
        0.038,  # excluded
        -0.392,  # mended
        1.695,  # matched_surprise
        -0.087,  # continuity
        1.650,  # content
        -0.364,  # names_only
        -0.139,  # asks
        -1.301,  # role_unmatched
        0.141,  # role_told
        -1.582,  # other_number
        -1.650,  # bias
    ),
)
"""For packs whose author wrote phrasings."""

PLAIN = Weights(
    ranking=(
        2.577,  # text
        3.030,  # text_background
        2.577,  # whole
        2.577,  # with_asks
        1.615,  # bm25_share
        0.896,  # bm25
        8.217,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.813,  # holds
        -0.813,  # lacks
        1.928,  # pairs
        0.432,  # loss
        -0.274,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.144,  # kin_missing
    ),
    confidence=(
        0.234,  # score
        1.632,  # margin
        1.411,  # near_margin
        -0.125,  # with_asks
        -0.125,  # whole
        0.039,  # text_background
        0.000,  # dice
        0.000,  # dice_squared
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.474,  # unmatched
        0.249,  # unknown
        0.000,  # stray_name
        0.000,  # stray_names
        0.000,  # names
        -1.124,  # about
        -0.788,  # few
        -0.423,  # many
        -0.739,  # wh
        -1.509,  # statement
        -1.335,  # first_person
        -0.393,  # lacks
        0.026,  # role_fit
        -0.157,  # kin_missing
        0.000,  # excluded
        -0.052,  # mended
        1.297,  # matched_surprise
        0.000,  # continuity
        -0.125,  # content
        0.000,  # names_only
        0.515,  # asks
        0.000,  # role_unmatched
        0.000,  # role_told
        -0.244,  # other_number
        -2.248,  # bias
    ),
)
"""For packs of bare text."""
