"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A weight for each of `index.FEATURES` and of `confidence.SIGNS`, in their order."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]


PHRASED = Weights(
    ranking=(
        0.693,  # text
        0.608,  # text_background
        1.022,  # whole
        5.167,  # with_asks
        1.321,  # bm25_share
        3.120,  # bm25
        0.698,  # around
        1.480,  # dice
        1.415,  # dice_cubed
        -0.144,  # ask_cover
        0.944,  # same_question
        -0.000,  # has_asks
        2.561,  # about
        0.650,  # subject
        0.513,  # holds
        -0.513,  # lacks
        1.146,  # pairs
        -0.781,  # loss
        0.552,  # length
        0.720,  # continuity
        -1.123,  # role
        1.715,  # role_fit
        0.077,  # excluded
        -0.803,  # kin_missing
    ),
    confidence=(
        1.024,  # score
        0.741,  # margin
        1.328,  # near_margin
        -0.580,  # with_asks
        0.147,  # whole
        0.048,  # text_background
        0.126,  # dice
        0.495,  # dice_squared
        -0.457,  # ask_cover
        0.676,  # same_question
        -1.765,  # has_asks
        -1.597,  # unmatched
        1.083,  # unknown
        -0.183,  # stray_name
        -0.141,  # stray_names
        -0.204,  # names
        0.042,  # about
        0.377,  # few
        -0.393,  # many
        -0.870,  # wh
        -0.895,  # statement
        -1.318,  # first_person
        -0.291,  # lacks
        1.049,  # role_fit
        -0.308,  # kin_missing
        0.038,  # excluded
        0.123,  # mended
        1.488,  # matched_surprise
        -0.121,  # continuity
        1.932,  # content
        -0.094,  # names_only
        -0.446,  # asks
        -0.763,  # role_unmatched
        -0.100,  # role_told
        -1.765,  # bias
    ),
)
"""For packs whose author wrote phrasings."""

PLAIN = Weights(
    ranking=(
        2.583,  # text
        3.027,  # text_background
        2.583,  # whole
        2.583,  # with_asks
        1.589,  # bm25_share
        0.878,  # bm25
        8.206,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.823,  # holds
        -0.823,  # lacks
        1.935,  # pairs
        0.418,  # loss
        -0.325,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.145,  # kin_missing
    ),
    confidence=(
        0.205,  # score
        1.593,  # margin
        1.414,  # near_margin
        -0.082,  # with_asks
        -0.082,  # whole
        0.083,  # text_background
        0.000,  # dice
        0.000,  # dice_squared
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.525,  # unmatched
        0.282,  # unknown
        0.000,  # stray_name
        0.000,  # stray_names
        0.000,  # names
        -1.139,  # about
        -0.762,  # few
        -0.402,  # many
        -0.793,  # wh
        -1.485,  # statement
        -1.245,  # first_person
        -0.450,  # lacks
        0.025,  # role_fit
        -0.136,  # kin_missing
        0.000,  # excluded
        -0.062,  # mended
        1.266,  # matched_surprise
        0.000,  # continuity
        -0.082,  # content
        0.000,  # names_only
        0.390,  # asks
        0.000,  # role_unmatched
        0.000,  # role_told
        -2.278,  # bias
    ),
)
"""For packs of bare text."""
