"""From a question to its fact, to the closest ones, or to silence."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.engine import AnswerEngine
from bot.answers.follow_up import Said
from bot.answers.results import Answer, Closest, NoMatch
from bot.knowledge.model import Knowledge
from tests.answers.builders import a_fact, a_scene, plain_story, salt_knowledge, salt_lighthouse


@pytest.fixture(scope="module")
def engine() -> AnswerEngine:
    return AnswerEngine(salt_knowledge())


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("how old is the lamp?", "lamp-age"),
        ("what age is old bright", "lamp-age"),
        ("why does Mara limp", "mara-limp"),
        ("how come the keeper limps", "mara-limp"),
        ("can tobbin swim", "tobin-swim"),
        ("what does the rum guy smuggle", "sorrel-ship"),
        ("who nicked the lens", "scene-1"),
        ("how does sorrel die", "scene-3"),
        ("whoo resqued tobin", "scene-2"),
        ("does mara have a wooden leg in the comics", "mara-comics"),
        ("who plays mara", "mara-by-ilse-brandt"),
        ("who is ilse brandt", "mara-by-ilse-brandt"),
        ("Mara's actress?", "mara-by-ilse-brandt"),
        ("who voices the lamp", "lamp-by-joren-vale"),
        ("the smuggler's ship is called what", "sorrel-ship"),
    ],
)
def test_a_question_gets_its_fact(engine: AnswerEngine, question: str, fact: str) -> None:
    reply = engine.ask(question)

    assert isinstance(reply, Answer), reply
    assert reply.facts[0].id == fact


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "🦀🦀🦀",
        "what is the capital of Australia",
        "who directed this film",
        "who plays Captain Sorrel",
        "who plays mara's husband",
        "¿quién es el farero?",
        "how do i reset my router",
    ],
)
def test_what_the_pack_does_not_hold_gets_no_answer(engine: AnswerEngine, question: str) -> None:
    assert not isinstance(engine.ask(question), Answer)


@pytest.mark.parametrize("asked", ["who stole the lens last week", "who stole the lens last year?"])
def test_what_was_last_week_needs_a_fact_that_says_so(engine: AnswerEngine, asked: str) -> None:
    pack = salt_lighthouse()
    told = a_fact("prize", "Captain Sorrel stole the lens last week, and last year.", asks=("who stole a lens",))

    assert isinstance(engine.ask("who stole the lens"), Answer)
    assert not isinstance(engine.ask(asked), Answer)
    others = (fact for fact in pack.facts if "lens" not in fact.text)
    assert isinstance(AnswerEngine(Knowledge((replace(pack, facts=(told, *others)),))).ask(asked), Answer)


def test_a_question_for_a_price_needs_a_fact_that_tells_one(engine: AnswerEngine) -> None:
    asked = "what is the price of the lens that sorrel stole"
    pack = salt_lighthouse()
    priced = (replace(fact, text=fact.text.replace("lens", "lens, worth a pound,")) for fact in pack.facts)

    assert isinstance(engine.ask("who stole the lens"), Answer)
    assert not isinstance(engine.ask(asked), Answer)
    assert isinstance(AnswerEngine(Knowledge((replace(pack, facts=tuple(priced)),))).ask(asked), Answer)


@pytest.mark.parametrize("line", ["mara is my favourite", "lol same", "i cant swim either", "who wants to play ranked"])
def test_chatter_is_left_alone(engine: AnswerEngine, line: str) -> None:
    assert isinstance(engine.ask(line, overheard=True), NoMatch)


def test_what_asks_nothing_is_not_even_looked_up(engine: AnswerEngine) -> None:
    working = engine.ask("mara is my favourite", overheard=True).working

    assert working.ranking == ()


def test_the_closest_is_not_shown_to_those_who_did_not_ask(engine: AnswerEngine) -> None:
    nearly = [line for line in ("mara leg broken ship", "sorrel rum tobin") if isinstance(engine.ask(line), Closest)]

    assert all(isinstance(engine.ask(line, overheard=True), NoMatch) for line in nearly)


def test_an_actor_with_two_roles_gets_both(engine: AnswerEngine) -> None:
    reply = engine.ask("who does joren vale play")

    assert isinstance(reply, Answer)
    assert {fact.id for fact in reply.facts} == {"tobin-by-joren-vale", "lamp-by-joren-vale"}


def test_a_role_that_is_set_aside_is_not_told(engine: AnswerEngine) -> None:
    reply = engine.ask("who does joren vale play besides tobin")

    assert isinstance(reply, Answer)
    assert [fact.id for fact in reply.facts] == ["lamp-by-joren-vale"]


def test_a_group_gets_the_actors_of_all_its_members(engine: AnswerEngine) -> None:
    reply = engine.ask("who plays the siblings")

    assert isinstance(reply, Answer)
    assert {fact.id for fact in reply.facts} == {"mara-by-ilse-brandt", "tobin-by-joren-vale"}


def test_a_follow_up_is_about_whom_the_answer_was_about(engine: AnswerEngine) -> None:
    mara = salt_lighthouse().character("mara")

    reply = engine.ask("and who played her?", before=Said("why does mara limp", (mara,)))

    assert isinstance(reply, Answer)
    assert reply.facts[0].id == "mara-by-ilse-brandt"


@pytest.mark.parametrize("line", ["what about tobin?", "and tobin?", "how about Tobin Quill"])
def test_the_question_before_is_asked_anew_for_somebody_else(engine: AnswerEngine, line: str) -> None:
    reply = engine.ask(line, before=Said("who plays mara"))

    assert isinstance(reply, Answer)
    assert reply.facts[0].id == "tobin-by-joren-vale"
    assert reply.working.asked.startswith("who plays tobin")


def test_a_new_question_is_not_taken_for_the_one_before(engine: AnswerEngine) -> None:
    reply = engine.ask("and can tobin swim", before=Said("who plays mara"))

    assert isinstance(reply, Answer | Closest)
    assert reply.facts[0].id == "tobin-swim"


def test_a_name_in_the_question_wins_over_the_subject_of_the_conversation(engine: AnswerEngine) -> None:
    mara = salt_lighthouse().character("mara")

    reply = engine.ask("can tobin swim", before=Said("why does mara limp", (mara,)))

    assert isinstance(reply, Answer)
    assert reply.facts[0].id == "tobin-swim"


def test_the_working_shows_how_the_answer_was_found(engine: AnswerEngine) -> None:
    working = engine.ask("can tobbin swim").working

    assert working.understood == "can tobin swim"
    assert working.ranking[0].fact.id == "tobin-swim"
    assert set(working.ranking[0].matched) == {"tobin", "swim"}
    assert 0 <= working.threshold <= working.confidence <= 1
    assert len({row.fact.key for row in working.ranking}) == len(working.ranking) <= 10


def test_the_ranking_goes_from_best_to_worst(engine: AnswerEngine) -> None:
    scores = [row.score for row in engine.ask("what did sorrel steal in the storm").working.ranking]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.slow
@settings(max_examples=200)
@given(st.text(max_size=4000), st.booleans())
def test_any_text_gets_a_result(engine: AnswerEngine, line: str, overheard: bool) -> None:
    reply = engine.ask(line, overheard=overheard)

    assert 0 <= reply.working.confidence <= 1


@pytest.mark.parametrize("line", ["\0", "a" * 4000, "who " * 1000, "🧂" * 4000, "Z̸̛͓a̵l̶g̸o̷ " * 300, "<@1> ||x|| **y**"])
def test_strange_text_gets_a_result(engine: AnswerEngine, line: str) -> None:
    assert engine.ask(line).working.confidence <= 1


QUESTIONS = ("how old is the lamp", "who plays mara", "who stole the lens", "why does mara limp", "who is the captain")


@pytest.fixture(scope="module")
def turned_round() -> AnswerEngine:
    """The same facts and characters in another order."""
    pack = salt_lighthouse()
    sheets = [fact for fact in pack.facts if fact.scene_number is None]
    other = replace(pack, facts=(*reversed(sheets), *pack.scenes), characters=pack.characters[::-1])
    return AnswerEngine(Knowledge((other,)))


@pytest.fixture(scope="module")
def both() -> AnswerEngine:
    """The same pack beside an unrelated one."""
    return AnswerEngine(Knowledge((plain_story(), salt_lighthouse())))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_order_of_facts_changes_no_answer(engine: AnswerEngine, turned_round: AnswerEngine, question: str) -> None:
    before, after = engine.ask(question), turned_round.ask(question)

    assert type(before) is type(after)
    assert before.working.ranking[0].fact == after.working.ranking[0].fact


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_unrelated_pack_changes_no_answer(engine: AnswerEngine, both: AnswerEngine, question: str) -> None:
    alone, together = engine.ask(question), both.ask(question)

    assert type(alone) is type(together)
    if isinstance(alone, Answer) and isinstance(together, Answer):
        assert alone.facts == together.facts


def test_a_pack_of_bare_text_is_answered_too() -> None:
    engine = AnswerEngine(Knowledge((plain_story(),)))

    reply = engine.ask("Where did the baker hide the golden key?")

    assert reply.working.ranking[0].fact.id == "scene-2"


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    AnswerEngine(salt_knowledge(), progress=lambda done, of: told.append((done, of)))

    assert told[0][0] == 0
    assert told[-1] == (len(salt_lighthouse().facts), len(salt_lighthouse().facts))


def test_a_pack_of_one_fact_can_be_asked() -> None:
    scene = a_scene(1, "The lighthouse keeper lost her lantern in the storm.", pack="one")
    engine = AnswerEngine(Knowledge((plain_story(facts=(scene,), id="one"),)))

    assert engine.ask("what did the lighthouse keeper lose in the storm").working.ranking[0].fact == scene


def test_no_pack_means_no_answer() -> None:
    assert isinstance(AnswerEngine(Knowledge(())).ask("who is it"), NoMatch)


def test_a_pronoun_means_only_whom_it_fits(engine: AnswerEngine) -> None:
    mara, tobin = salt_lighthouse().character("mara"), salt_lighthouse().character("tobin")

    reply = engine.ask("who played him?", before=Said("who rescued tobin", (mara, tobin)))

    assert isinstance(reply, Answer)
    assert reply.facts[0].id == "tobin-by-joren-vale"


def test_a_pronoun_that_fits_nobody_is_not_guessed(engine: AnswerEngine) -> None:
    mara = salt_lighthouse().character("mara")

    assert not isinstance(engine.ask("who played him?", before=Said("why does mara limp", (mara,))), Answer)


@pytest.mark.parametrize(
    ("question", "lead", "first"),
    [
        ("does ilse brandt play mara", "Yes.", "mara-by-ilse-brandt"),
        ("ilse brandt plays tobin, right?", "No.", "tobin-by-joren-vale"),
    ],
)
def test_a_claim_about_a_role_is_confirmed_or_corrected(
    engine: AnswerEngine, question: str, lead: str, first: str
) -> None:
    reply = engine.ask(question)

    assert isinstance(reply, Answer)
    assert (reply.lead, reply.facts[0].id) == (lead, first)


@pytest.mark.parametrize("question", ["who is captain sorrel", "tell me about Captain Sorrel", "captain sorrel?"])
def test_a_bare_name_is_offered_what_is_told_of_it(engine: AnswerEngine, question: str) -> None:
    reply = engine.ask(question)

    assert not isinstance(reply, NoMatch)
    assert all("sorrel" in fact.characters for fact in reply.facts)


def test_no_fact_without_a_comparison_is_claimed_to_answer_one(engine: AnswerEngine) -> None:
    """Age of Ultron's "is captain america stronger than iron man" got "Iron Man is friends with Captain America"."""
    assert not isinstance(engine.ask("is ilse brandt older than mara"), Answer)


def test_the_same_question_is_judged_once(engine: AnswerEngine) -> None:
    first, again = (engine.ask("where does Mara keep the oil?").working.ranking for _ in range(2))

    assert first
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_what_only_the_question_before_explains_is_shown_as_the_closest(engine: AnswerEngine) -> None:
    before = Said("where did tobin fall overboard", is_answered=True)

    reply = engine.ask("near what", before=before)

    assert isinstance(engine.ask("near what"), NoMatch)
    assert isinstance(reply, Closest), reply
    assert reply.facts[0].id == "scene-2"
    assert reply.working.asked == "near what where did tobin fall overboard"
    assert isinstance(engine.ask("near what", overheard=True, before=before), NoMatch)
