"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A weight for each of `index.FEATURES` and of `confidence.SIGNS`, in their order."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]


PHRASED = Weights(
    ranking=(
        0.690,  # text
        0.650,  # text_background
        1.025,  # whole
        5.141,  # with_asks
        1.372,  # bm25_share
        3.119,  # bm25
        0.698,  # around
        1.470,  # dice
        1.591,  # dice_cubed
        -0.290,  # ask_cover
        0.969,  # same_question
        0.000,  # has_asks
        2.503,  # about
        0.642,  # subject
        0.515,  # holds
        -0.515,  # lacks
        1.112,  # pairs
        -0.795,  # loss
        0.526,  # length
        0.732,  # continuity
        -1.116,  # role
        1.889,  # role_fit
        0.075,  # excluded
        -0.793,  # kin_missing
    ),
    confidence=(
        1.061,  # score
        0.769,  # margin
        1.291,  # near_margin
        -0.599,  # with_asks
        0.131,  # whole
        0.064,  # text_background
        0.152,  # dice
        0.619,  # dice_squared
        -0.545,  # ask_cover
        0.738,  # same_question
        -1.757,  # has_asks
        -1.597,  # unmatched
        1.085,  # unknown
        -0.195,  # stray_name
        -0.151,  # stray_names
        -0.212,  # names
        -0.000,  # about
        0.361,  # few
        -0.389,  # many
        -0.871,  # wh
        -0.886,  # statement
        -1.338,  # first_person
        -0.286,  # lacks
        0.956,  # role_fit
        -0.309,  # kin_missing
        0.034,  # excluded
        0.114,  # mended
        1.452,  # matched_surprise
        -0.121,  # continuity
        1.948,  # content
        -0.116,  # names_only
        -0.453,  # asks
        -0.734,  # role_unmatched
        -0.099,  # role_told
        -1.757,  # bias
    ),
)
"""For packs whose author wrote phrasings."""

PLAIN = Weights(
    ranking=(
        2.579,  # text
        3.013,  # text_background
        2.579,  # whole
        2.579,  # with_asks
        1.602,  # bm25_share
        0.876,  # bm25
        8.185,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.823,  # holds
        -0.823,  # lacks
        1.951,  # pairs
        0.421,  # loss
        -0.309,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.145,  # kin_missing
    ),
    confidence=(
        0.196,  # score
        1.586,  # margin
        1.413,  # near_margin
        -0.076,  # with_asks
        -0.076,  # whole
        0.092,  # text_background
        0.000,  # dice
        0.000,  # dice_squared
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.513,  # unmatched
        0.278,  # unknown
        0.000,  # stray_name
        0.000,  # stray_names
        0.000,  # names
        -1.143,  # about
        -0.761,  # few
        -0.405,  # many
        -0.797,  # wh
        -1.489,  # statement
        -1.244,  # first_person
        -0.450,  # lacks
        0.025,  # role_fit
        -0.135,  # kin_missing
        0.000,  # excluded
        -0.072,  # mended
        1.281,  # matched_surprise
        0.000,  # continuity
        -0.076,  # content
        0.000,  # names_only
        0.386,  # asks
        0.000,  # role_unmatched
        0.000,  # role_told
        -2.285,  # bias
    ),
)
"""For packs of bare text."""
