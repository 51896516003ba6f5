"""What the evidence and the signs count: learned by `tests/benchmarks/learn_answers.py`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """A weight for each of `evidence.FEATURES` and of `confidence.SIGNS`, in their order."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]


PHRASED = Weights(
    ranking=(
        0.714,  # text
        0.660,  # text_background
        1.041,  # whole
        5.174,  # with_asks
        1.243,  # bm25_share
        3.122,  # bm25
        0.628,  # around
        1.446,  # dice
        1.454,  # dice_cubed
        -0.097,  # ask_cover
        0.937,  # same_question
        0.000,  # has_asks
        2.574,  # about
        0.652,  # subject
        0.558,  # holds
        -0.558,  # lacks
        1.152,  # pairs
        -0.785,  # loss
        0.430,  # length
        0.728,  # continuity
        -1.159,  # role
        1.714,  # role_fit
        0.076,  # excluded
        -0.851,  # kin_missing
    ),
    confidence=(
        1.212,  # score
        0.580,  # margin
        1.348,  # near_margin
        -0.632,  # with_asks
        0.341,  # whole
        0.307,  # text_background
        -0.509,  # dice
        -0.081,  # dice_squared
        -0.855,  # ask_cover
        0.636,  # same_question
        -1.646,  # has_asks
        0.196,  # unmatched
        -0.352,  # unknown
        -0.379,  # stray_name
        -0.295,  # stray_names
        0.154,  # names
        -0.134,  # about
        0.721,  # few
        -0.501,  # many
        -0.746,  # wh
        -0.900,  # statement
        -1.191,  # first_person
        -1.360,  # lacks
        0.713,  # role_fit
        -0.422,  # kin_missing
        0.038,  # excluded
        -0.398,  # mended
        1.678,  # matched_surprise
        -0.085,  # continuity
        1.695,  # content
        -0.339,  # names_only
        -0.138,  # asks
        -1.291,  # role_unmatched
        0.141,  # role_told
        -1.580,  # other_number
        -1.646,  # bias
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
        0.895,  # bm25
        8.217,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.812,  # holds
        -0.812,  # lacks
        1.928,  # pairs
        0.432,  # loss
        -0.273,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.144,  # kin_missing
    ),
    confidence=(
        0.233,  # score
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
        -0.053,  # mended
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
