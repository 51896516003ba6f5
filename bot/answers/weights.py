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
        -0.852,  # kin_missing
    ),
    confidence=(
        1.212,  # score
        0.580,  # margin
        1.348,  # near_margin
        -0.632,  # with_asks
        0.340,  # whole
        0.308,  # text_background
        -0.509,  # dice
        -0.082,  # dice_squared
        -0.855,  # ask_cover
        0.637,  # same_question
        -1.646,  # has_asks
        0.195,  # unmatched
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
        1.679,  # matched_surprise
        -0.085,  # continuity
        1.694,  # content
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
        2.569,  # text
        3.026,  # text_background
        2.569,  # whole
        2.569,  # with_asks
        1.612,  # bm25_share
        0.901,  # bm25
        8.205,  # around
        0.000,  # dice
        0.000,  # dice_cubed
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.000,  # about
        0.000,  # subject
        0.812,  # holds
        -0.812,  # lacks
        1.932,  # pairs
        0.414,  # loss
        -0.270,  # length
        0.000,  # continuity
        0.000,  # role
        0.000,  # role_fit
        0.000,  # excluded
        0.134,  # kin_missing
    ),
    confidence=(
        0.231,  # score
        1.635,  # margin
        1.413,  # near_margin
        -0.125,  # with_asks
        -0.125,  # whole
        0.040,  # text_background
        0.000,  # dice
        0.000,  # dice_squared
        0.000,  # ask_cover
        0.000,  # same_question
        0.000,  # has_asks
        -0.478,  # unmatched
        0.252,  # unknown
        0.000,  # stray_name
        0.000,  # stray_names
        0.000,  # names
        -1.122,  # about
        -0.790,  # few
        -0.421,  # many
        -0.738,  # wh
        -1.506,  # statement
        -1.335,  # first_person
        -0.393,  # lacks
        0.026,  # role_fit
        -0.153,  # kin_missing
        0.000,  # excluded
        -0.051,  # mended
        1.287,  # matched_surprise
        0.000,  # continuity
        -0.125,  # content
        0.000,  # names_only
        0.516,  # asks
        0.000,  # role_unmatched
        0.000,  # role_told
        -0.247,  # other_number
        -2.244,  # bias
    ),
)
"""For packs of bare text."""
