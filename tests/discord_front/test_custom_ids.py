"""What buttons carry in their ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base36 import base36
from bot.daily.results import read_marker
from bot.discord_front.boards.buttons import AskReset, ConfirmReset, TurnBoard
from bot.discord_front.buttons import AskSomething, GuessToday, OpenPanel, SetUpDaily, ShareDaily, UploadPack
from bot.discord_front.custom_ids import Action
from bot.discord_front.daily.buttons import LookDaily, PickDaily, PractiseDaily
from bot.discord_front.guess import buttons as guess
from bot.discord_front.lookups.buttons import (
    SUBJECTS,
    AnotherFact,
    Delete,
    Judge,
    Look,
    Meant,
    PartPicked,
    PickPart,
    Reopen,
    Share,
    Solve,
    Tell,
    TurnPage,
    WhoPlayed,
)
from bot.discord_front.member_data.buttons import ForgetMe
from bot.discord_front.misses.buttons import (
    AnswerMiss,
    ClearMisses,
    DismissMiss,
    Keep,
    KeepReply,
    LeaveReply,
    OpenDigest,
    TurnMisses,
)
from bot.discord_front.packs import buttons as packs
from bot.discord_front.quiz.buttons import (
    AcceptMine,
    Again,
    AskHint,
    Decide,
    DecideReport,
    Join,
    OpenForm,
    Pick,
    ReportQuestion,
)
from bot.discord_front.settings.buttons import (
    Choose,
    Chosen,
    ListenIn,
    NoQuietHours,
    PickChannel,
    PickMode,
    PickPackChannel,
    PickPacks,
    PickScene,
    Switch,
    Turn,
    Typed,
    TypeIn,
    Undo,
)
from bot.discord_front.setup.buttons import LookAgain, Mend
from bot.discord_front.teaching.buttons import Edit, OpenEdit, Review, Suggest, Verdict
from bot.ids import GameId, MemberId
from bot.knowledge.model import Difficulty
from bot.storage.answers import Game
from bot.storage.periods import Period

LARGEST = 2**63 - 1
MEMBERS = st.integers(min_value=0, max_value=LARGEST)
SMALL = st.integers(min_value=0, max_value=99)
PAGES = st.integers(min_value=0, max_value=999_999)
HANDLES = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True)
MARKERS = st.from_regex(r"d[0-9a-z]{13}-[0-9]{8}", fullmatch=True)
ASKED = st.from_regex(r"([A-Za-z0-9_-]{16}[0-9]{1,25})?", fullmatch=True)
PACKS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
GAMES = st.from_regex(r"[0-9a-f]{10}", fullmatch=True)

ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Tell, MEMBERS, HANDLES),
    st.builds(Delete, MEMBERS, st.lists(HANDLES, max_size=SUBJECTS).map(tuple)),
    st.builds(AnotherFact, HANDLES | st.just(""), HANDLES | st.just("")),
    st.builds(WhoPlayed, HANDLES),
    st.builds(Look, HANDLES),
    st.builds(TurnPage, MEMBERS, HANDLES, PAGES),
    st.builds(PickPart, MEMBERS),
    st.builds(PartPicked, HANDLES, PAGES),
    st.builds(PickDaily, MARKERS, SMALL, ASKED),
    st.builds(PractiseDaily, MARKERS, SMALL),
    st.builds(LookDaily, MARKERS, ASKED),
    st.builds(ForgetMe, MEMBERS, st.booleans(), st.booleans()),
    st.builds(Pick, GAMES, SMALL, SMALL),
    st.builds(OpenForm, GAMES, SMALL),
    st.builds(AskHint, GAMES, SMALL),
    st.builds(AcceptMine, GAMES, SMALL),
    st.builds(Join, GAMES, SMALL),
    st.builds(
        Again,
        *(SMALL, SMALL, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
        st.sampled_from([None, *Difficulty]),
        *(HANDLES | st.just(""), HANDLES | st.just(""), HANDLES | st.just("")),
    ),
    st.builds(ReportQuestion, HANDLES),
    st.builds(DecideReport, HANDLES, st.booleans()),
    st.builds(Decide, MEMBERS, st.booleans()),
    st.builds(TurnBoard, MEMBERS, st.sampled_from(Period), st.sampled_from([None, *Game]), PAGES),
    st.just(AskReset()),
    st.builds(ConfirmReset, MEMBERS),
    st.just(ShareDaily()),
    st.builds(guess.SharePuzzle, MEMBERS),
    st.builds(guess.AnotherPuzzle, MEMBERS),
    st.just(GuessToday()),
    st.builds(packs.Confirm, st.integers(0, 999_999), MEMBERS, PACKS),
    st.builds(packs.RollBack, st.integers(0, 999_999), PACKS),
    st.builds(packs.Remove, PACKS),
    st.builds(UploadPack, PACKS | st.just("")),
    st.builds(Turn, st.sampled_from(Switch), st.booleans()),
    st.builds(Choose, st.sampled_from(Chosen)),
    st.builds(TypeIn, st.sampled_from(Typed)),
    st.sampled_from([NoQuietHours(), PickChannel(), ListenIn(), PickPackChannel(), Mend(), LookAgain()]),
    st.builds(PickMode, MEMBERS),
    st.builds(PickPacks, MEMBERS),
    st.builds(PickScene, MEMBERS),
    st.builds(Undo, MEMBERS),
    st.builds(Share, st.lists(HANDLES, max_size=SUBJECTS).map(tuple)),
    st.builds(Judge, st.booleans(), HANDLES),
    st.builds(Meant, HANDLES),
    st.just(Suggest()),
    st.builds(Review, MEMBERS, st.sampled_from(Verdict)),
    st.builds(OpenEdit, MEMBERS),
    st.builds(Edit, MEMBERS),
    st.builds(TurnMisses, PAGES),
    st.builds(OpenDigest, MEMBERS),
    st.builds(AnswerMiss, MEMBERS, PAGES),
    st.builds(DismissMiss, MEMBERS, PAGES),
    st.builds(ClearMisses, st.booleans()),
    st.builds(KeepReply, st.sampled_from(Keep), MEMBERS, HANDLES | st.just("")),
    st.just(LeaveReply()),
)

STANDING: dict[str, Action] = {
    "lk:t:4d2:cVUBL3t1iKs": Tell(MemberId(5654), "cVUBL3t1iKs"),
    "lk:d:4d2:": Delete(MemberId(5654)),
    "lk:d:4d2:cVUBL3t1iKs.abcdefghijk": Delete(MemberId(5654), ("cVUBL3t1iKs", "abcdefghijk")),
    "lk:f::": AnotherFact(),
    "lk:f:cVUBL3t1iKs:abcdefghijk": AnotherFact("cVUBL3t1iKs", "abcdefghijk"),
    "lk:p:cVUBL3t1iKs": WhoPlayed("cVUBL3t1iKs"),
    "lk:c:cVUBL3t1iKs": Look("cVUBL3t1iKs"),
    "lk:s:4d2:cVUBL3t1iKs:12": TurnPage(MemberId(5654), "cVUBL3t1iKs", 12),
    "lk:o:4d2": PickPart(MemberId(5654)),
    "cVUBL3t1iKs:12": PartPicked("cVUBL3t1iKs", 12),
    "lk:q:p:d4d2-20260501:3": PractiseDaily("d4d2-20260501", 3),
    "lk:q:d4d2-20260501:3": PickDaily("d4d2-20260501", 3),
    "lk:q:d4d2-20260501:3:abcdefghABCDEFGH3201": PickDaily("d4d2-20260501", 3, "abcdefghABCDEFGH3201"),
    "lk:r:d4d2-20260501": LookDaily("d4d2-20260501"),
    "lk:r:d4d2-20260501:abcdefghABCDEFGH3201": LookDaily("d4d2-20260501", "abcdefghABCDEFGH3201"),
    "lk:m:4d2:e?": ForgetMe(MemberId(5654), everywhere=True, is_sure=False),
    "lk:m:4d2:hy": ForgetMe(MemberId(5654), everywhere=False, is_sure=True),
    "lk:z:p:00c0ffee42:50:4": Pick(GameId("00c0ffee42"), 50, 4),
    "lk:z:t:00c0ffee42:1": OpenForm(GameId("00c0ffee42"), 1),
    "lk:z:h:00c0ffee42:1": AskHint(GameId("00c0ffee42"), 1),
    "lk:z:x:00c0ffee42:1": AcceptMine(GameId("00c0ffee42"), 1),
    "lk:z:j:00c0ffee42:2": Join(GameId("00c0ffee42"), 2),
    "lk:z:a:10:0:10000:::": Again(10, 0, True, False, False, False, None, "", "", ""),
    "lk:z:a:10:20:0111h:cVUBL3t1iKs:abcdefghijk:bcdefghijkl": Again(
        10, 20, False, True, True, True, Difficulty.HARD, "cVUBL3t1iKs", "abcdefghijk", "bcdefghijkl"
    ),
    "lk:z:b:cVUBL3t1iKs": ReportQuestion("cVUBL3t1iKs"),
    "lk:z:k:cVUBL3t1iKs": DecideReport("cVUBL3t1iKs", is_kept=True),
    "lk:z:d:cVUBL3t1iKs": DecideReport("cVUBL3t1iKs", is_kept=False),
    "lk:z:y:5654": Decide(5654, accepted=True),
    "lk:z:n:5654": Decide(5654, accepted=False),
    "lk:z:l:5654:wb:0": TurnBoard(MemberId(5654), Period.WEEK, None, 0),
    "lk:z:l:5654:ad:7": TurnBoard(MemberId(5654), Period.ALL, Game.DAILY, 7),
    "lk:z:r:": AskReset(),
    "lk:z:z:5654": ConfirmReset(MemberId(5654)),
    "lk:z:s:": ShareDaily(),
    "lk:g:s:5654": guess.SharePuzzle(5654),
    "lk:g:a:5654": guess.AnotherPuzzle(5654),
    "lk:g:t:": GuessToday(),
    "lk:h:a:0": OpenPanel(),
    "lk:w:a": AskSomething(),
    "lk:w:d": SetUpDaily(),
    "lk:p:c:3:1767225600:the-lamp-8": packs.Confirm(3, 1767225600, "the-lamp-8"),
    "lk:p:b:2:the-lamp-8": packs.RollBack(2, "the-lamp-8"),
    "lk:p:r:the-lamp-8": packs.Remove("the-lamp-8"),
    "lk:p:u:": UploadPack(),
    "lk:p:u:the-lamp-8": UploadPack("the-lamp-8"),
    "lk:hl": ListenIn(),
    "lk:hk": PickPackChannel(),
    "lk:hj:5654": PickPacks(5654),
    "lk:ht:m:1": Turn(Switch.MENTIONS, True),
    "lk:hc:s": Choose(Chosen.STARTERS),
    "lk:hf:q": TypeIn(Typed.QUIET),
    "lk:hq": NoQuietHours(),
    "lk:hp": PickChannel(),
    "lk:hm:5654": PickMode(5654),
    "lk:hn:5654": PickScene(5654),
    "lk:hu:5654": Undo(5654),
    "lk:w:m": Mend(),
    "lk:w:r": LookAgain(),
    "lk:h:": Share(),
    "lk:v:4d2": Solve(MemberId(5654)),
    "lk:vo:4d2": Reopen(MemberId(5654)),
    "lk:h:cVUBL3t1iKs.abcdefghijk": Share(("cVUBL3t1iKs", "abcdefghijk")),
    "lk:j:r:cVUBL3t1iKs": Judge(True, "cVUBL3t1iKs"),
    "lk:j:w:cVUBL3t1iKs": Judge(False, "cVUBL3t1iKs"),
    "lk:m:cVUBL3t1iKs": Meant("cVUBL3t1iKs"),
    "lk:sg:n": Suggest(),
    "lk:sg:v:5654:a": Review(5654, Verdict.ACCEPT),
    "lk:sg:v:5654:s": Review(5654, Verdict.ACCEPT_AS_SPOILER),
    "lk:sg:v:5654:d": Review(5654, Verdict.DECLINE),
    "lk:sg:o:5654": OpenEdit(5654),
    "lk:sg:e:5654": Edit(5654),
    "lk:ms:p:3": TurnMisses(3),
    "lk:ms:o:20260504": OpenDigest(20260504),
    "lk:ms:a:5654:3": AnswerMiss(5654, 3),
    "lk:ms:d:5654:3": DismissMiss(5654, 3),
    "lk:ms:c:n": ClearMisses(False),
    "lk:ms:c:y": ClearMisses(True),
    "lk:ms:k:f:5654:": KeepReply(Keep.FACT, 5654),
    "lk:ms:k:s:5654:": KeepReply(Keep.SPOILER, 5654),
    "lk:ms:k:w:5654:cVUBL3t1iKs": KeepReply(Keep.WORDING, 5654, "cVUBL3t1iKs"),
    "lk:ms:n": LeaveReply(),
}
"""Ids as they stand in channels, letter by letter."""


KINDS = [kind for kind in Action.__subclasses__() if kind.__module__.startswith("bot.")]


def read_by_all(custom_id: str) -> list[Action]:
    """What every kind of action reads in an id."""
    return [action for kind in KINDS if (action := kind.read(custom_id)) is not None]


@given(ACTIONS)
def test_every_action_is_read_back_by_its_kind_alone_and_fits(action: Action) -> None:
    assert len(action.custom_id) <= 100
    assert read_by_all(action.custom_id) == [action]


@pytest.mark.parametrize(("custom_id", "action"), STANDING.items())
def test_what_stands_in_channels_is_read_for_ever(custom_id: str, action: Action) -> None:
    assert read_by_all(custom_id) == [action]
    assert action.custom_id == custom_id


def test_no_kind_is_forgotten_among_those_that_stand_in_channels() -> None:
    assert {type(action) for action in STANDING.values()} == set(KINDS)


@pytest.mark.parametrize(
    "custom_id",
    [
        *("", "lk:", "lk:z:1", "lk:t:!", "lk:f:short:", "lk:d:1:x.y", "lk:s:1:abc", "lk:z:q:1", "lk:z:p:xyz:1:1"),
        *("lk:z:y:", "lk:z:p:00c0ffee42:1", "lk:z:l:1:xx:0", "harbour:1", "lk:z:s:\n", "lk:form"),
    ],
)
def test_an_id_of_another_version_says_nothing(custom_id: str) -> None:
    assert read_by_all(custom_id) == []


def test_too_many_subjects_are_cut() -> None:
    many = tuple(f"{number:011d}" for number in range(9))

    assert Delete.read(Delete(MemberId(LARGEST), many).custom_id) == Delete(MemberId(LARGEST), many[:SUBJECTS])


@given(st.integers(min_value=0))
def test_base_36_is_read_back(number: int) -> None:
    assert int(base36(number), 36) == number


@pytest.mark.parametrize(
    "custom_id", [f"lk:m:{base36(2**63)}:hy", f"lk:z:y:{2**63}", f"lk:z:z:{10**20 - 1}", f"lk:g:s:{2**63}"]
)
def test_an_id_of_more_than_63_bits_says_nothing(custom_id: str) -> None:
    assert read_by_all(custom_id) == []


def test_a_marker_with_more_than_63_bits_says_nothing() -> None:
    assert read_marker(f"d{base36(2**63 - 1)}-20260501") is not None
    assert read_marker(f"d{base36(2**63)}-20260501") is None
