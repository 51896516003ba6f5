"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A weight for each of `evidence.FEATURES` and of `confidence.SIGNS`, in their order."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]


PHRASED = Weights(
    ranking=(
        0.695,  # text
        0.660,  # text_background
        1.022,  # whole
        5.142,  # with_asks
        1.253,  # bm25_share
        3.075,  # bm25
        0.674,  # around
        1.510,  # dice
        1.452,  # dice_cubed
        -0.067,  # ask_cover
        0.956,  # same_question
        -0.000,  # has_asks
        2.583,  # about
        0.632,  # subject
        0.556,  # holds
        -0.556,  # lacks
        1.123,  # pairs
        -0.859,  # loss
        0.401,  # length
        0.723,  # continuity
        -1.141,  # role
        1.702,  # role_fit
        0.076,  # excluded
        -0.832,  # kin_missing
    ),
    confidence=(
        1.229,  # score
        0.580,  # margin
        1.328,  # near_margin
        -0.623,  # with_asks
        0.345,  # whole
        0.343,  # text_background
        -0.530,  # dice
        -0.087,  # dice_squared
        -0.797,  # ask_cover
        0.630,  # same_question
        -1.679,  # has_asks
        0.266,  # unmatched
        -0.350,  # unknown
        -0.374,  # stray_name
        -0.300,  # stray_names
        0.157,  # names
        -0.144,  # about
        0.684,  # few
        -0.495,  # many
        -0.757,  # wh
        -0.921,  # statement
        -1.192,  # first_person
        -1.366,  # lacks
        0.710,  # role_fit
        -0.429,  # kin_missing
        0.039,  # excluded
        -0.404,  # mended
        1.646,  # matched_surprise
        -0.090,  # continuity
        1.706,  # content
        -0.304,  # names_only
        -0.128,  # asks
        -1.298,  # role_unmatched
        0.141,  # role_told
        -1.581,  # other_number
        -1.679,  # bias
    ),
)
"""For packs whose author wrote phrasings."""

PLAIN = Weights(
    ranking=(
        2.505,  # text
        2.989,  # text_background
        2.505,  # whole
        2.505,  # with_asks
        1.752,  # bm25_share
        0.983,  # bm25
        8.155,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.828,  # holds
        -0.828,  # lacks
        1.968,  # pairs
        0.354,  # loss
        -0.179,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.214,  # kin_missing
    ),
    confidence=(
        0.238,  # score
        1.747,  # margin
        1.338,  # near_margin
        -0.130,  # with_asks
        -0.130,  # whole
        0.026,  # text_background
        0.000,  # dice
        0.000,  # dice_squared
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.484,  # unmatched
        0.255,  # unknown
        0.000,  # stray_name
        0.000,  # stray_names
        0.000,  # names
        -1.123,  # about
        -0.787,  # few
        -0.425,  # many
        -0.722,  # wh
        -1.524,  # statement
        -1.348,  # first_person
        -0.373,  # lacks
        0.029,  # role_fit
        -0.155,  # kin_missing
        0.000,  # excluded
        -0.022,  # mended
        1.249,  # matched_surprise
        0.000,  # continuity
        -0.130,  # content
        0.000,  # names_only
        0.500,  # asks
        0.000,  # role_unmatched
        0.000,  # role_told
        -0.251,  # other_number
        -2.246,  # bias
    ),
)
"""For packs of bare text."""
