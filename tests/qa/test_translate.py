"""The translator: stand-ins for names and times, what speaks against a reading, and which reading is answered."""

from __future__ import annotations

import pytest
from sayable_queries import CATALOGUE

from qa.facts import runs
from qa.plan import query as q
from qa.plan.annotate import annotate
from qa.plan.asked import asked
from qa.plan.notation import read_query, write_query
from qa.plan.parse import parse
from qa.plan.plain import normal
from qa.plan.say import say
from qa.translate.alike import alike
from qa.translate.choose import likeliest, records_meant
from qa.translate.model import NONE, Translator
from qa.translate.signs import signs_of
from qa.translate.slots import Marked, Unheld, mark
from qa.translate.tokens import line_of, tokens_of


@pytest.fixture(scope="module")
def translator() -> Translator:
    return Translator()


def marked(question: str) -> Marked:
    read = annotate(question, CATALOGUE)
    return mark(read.text, read.tokens)


def query(line: str) -> q.Query:
    return read_query(line)


# --- stand-ins


def test_names_and_times_have_stand_ins_the_same_name_the_same() -> None:
    found = marked("Was Kent better than Slough in 2019, and is Kent now? Ask Ada Penhaligon, in London")
    assert found.text == "Was paris better than rome monday, and is paris now? Ask peter, in africa"
    assert found.slots["P1"] == ("Kent",) and found.slots["P2"] == ("Slough",)
    assert found.slots["T1"].start.year == 2019
    assert found.slots["I1"] == ("Ada Penhaligon",) and found.slots["R1"] == ("London",)


def test_a_query_has_the_slots_of_its_question_and_its_names_again() -> None:
    question = "How were Kent and Slough rated in 2019?"
    whole = query(
        '(query reports :wants [(want grades :areas overall)] :universe (and [(byauthority "Kent"|"Slough")'
        " (dateof published 2019-01-01..2019-12-31)]))"
    )
    slotted = marked(question).slotted(whole)
    assert write_query(slotted).endswith('(byauthority "P1"|"P2") (dateof published T1)]))')
    assert normal(marked(question).unslotted(slotted)) == normal(whole)


def test_nothing_of_the_asker_stands_in_a_marked_question() -> None:
    found = marked("I left school in 2011 and want to know where Kent was good in 2019")
    assert found.text == "want to know where paris was good monday"
    assert found.bare == "want to know where P1 was good T1"
    assert list(found.slots) == ["P1", "T1"] and found.slots["T1"].start.year == 2019


def test_a_word_that_a_reading_explains_is_no_unknown_one(translator: Translator) -> None:
    question = "Which councils are good overall with leaders who still need to improve?"
    readings = likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)
    explained = [
        one.signs["strange"] for one in readings if "leadership requires_improvement" in write_query(one.queries[0])
    ]
    others = [one.signs["strange"] for one in readings if "requires_improvement" not in write_query(one.queries[0])]
    assert explained and not any(explained)
    assert all(others)


@pytest.mark.parametrize(
    "question",
    [
        "Did Kent deserve its outstanding grade in 2019?",  # an opinion
        "What grade did Kent give itself overall in 2019?",
        "What did Kent score overall out of ten?",
        "What grade did Kent's museums get in 2019?",  # somebody else's
        "How was Kent graded for SEND in 2019?",
        "Which councils have been inspected twice and not once come out below good?",  # never
        "Who ran the council when Kent was inspected in 2019?",  # no inspector
    ],
)
def test_what_records_do_not_hold_has_no_certain_reading(translator: Translator, question: str) -> None:
    readings = likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)
    never = "not once" in question
    assert not [one for one in readings if one.certain and not (never and ":most 0" in write_query(one.queries[0]))]


def test_what_the_question_does_not_name_has_no_slot() -> None:
    with pytest.raises(Unheld):
        marked("How is Kent rated?").slotted(query('(query reports :universe (byauthority "York"))'))
    with pytest.raises(Unheld):
        marked("How is Kent rated?").unslotted(query('(query reports :universe (byauthority "P2"))'))


@pytest.mark.parametrize(
    "line",
    [
        '(query reports :where (ledby "I1"|"I2") :wants [(want count)])',
        '(query authorities :where (at (choice :among (frameworkis "SIF")) (graded in_care good|outstanding)))',
        "(query reports :where (and [(dateof published T1) (not (judged overall))]))",
    ],
)
def test_tokens_make_the_line_again(line: str) -> None:
    assert line_of(tokens_of(line)) == line


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What did Kent get for leadership last time?", True),
        ("Every overall grade Slough has had, please", True),
        ("How do children in Kent feel about their social workers?", False),
        ("What did Slough do about its waiting lists?", False),
    ],
)
def test_what_is_recorded_is_told_from_what_a_text_says(translator: Translator, question: str, meant: bool) -> None:
    assert records_meant(question, CATALOGUE, translator) == meant


def test_of_places_that_are_named_yes_or_no_is_said(translator: Translator) -> None:
    question = "Are Kent and Slough good?"
    reading = likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)[0]
    assert reading.certain and [want.kind for want in reading.queries[0].wants] == ["exists"]


# --- what speaks against a reading


@pytest.mark.parametrize(
    ("question", "reading", "sign"),
    [
        (
            "Which reports grade adoption good and leadership inadequate?",
            "(query reports :where (and [(graded adoption inadequate) (graded leadership good)]))",
            "pairs",
        ),
        ("Who has had more than two reports?", "(query authorities :where (has (always) :least 2))", "bounds"),
        ("Who rose by two grades or more?", "(query authorities :where (step overall 2 2))", "bounds"),
        (
            "Outside London, which councils are outstanding?",
            '(query authorities :where (at latest (graded overall outstanding)) :universe (inregion "London"))',
            "those named",
        ),
        (
            "Which councils were never inadequate?",
            "(query authorities :where (has (graded overall inadequate)))",
            "denial lost",
        ),
        (
            "Which areas was Kent not good in?",
            '(query reports :wants [(want areas :grades good)] :choice latest :universe (byauthority "Kent"))',
            "denial lost",
        ),
        (
            "Which councils are outstanding for adoption?",
            "(query authorities :where (at latest (graded overall good)))",
            "grades lacking",
        ),
        (
            "Who led Kent's inspection?",
            '(query reports :wants [(want dates)] :universe (byauthority "Kent"))',
            "want lost",
        ),
        (
            "How was Kent's previous inspection?",
            '(query reports :wants [(want grades)] :choice latest :universe (byauthority "Kent"))',
            "choice lost",
        ),
        (
            "What's the most recent report of all?",
            "(query reports :extreme (extreme date :most false))",
            "order turned",
        ),
        (
            "How many ILACS reports came after a SIF one?",
            '(query reports :where (frameworkis "SIF") :wants [(want count)])',
            "frameworks lacking",
        ),
        (
            "Which councils had leaders and overall both good?",
            "(query authorities :where (at latest (graded leadership good)))",
            "overall lacking",
        ),
        (
            "Which councils lost an outstanding?",
            "(query authorities :where (then (graded overall outstanding) (graded overall inadequate)))",
            "one below",
        ),
        (
            "Who is good overall where adoption was not good?",
            "(query authorities :where (at latest (and [(graded adoption good) (not (graded overall good))])))",
            "denied beside",
        ),
    ],
)
def test_a_sign_against_a_reading(question: str, reading: str, sign: str) -> None:
    assert signs_of(query(reading), asked(annotate(question, CATALOGUE).tokens))[sign] > 0


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (
            "Which reports grade adoption good and leadership inadequate?",
            "(query reports :where (and [(graded adoption good) (graded leadership inadequate)]))",
        ),
        (
            "Kent and York: how do the two compare?",
            "(query reports :wants [(want difference :areas overall)] :choice latest "
            ':universe (byauthority "Kent"|"York"))',
        ),
        (
            "Who failed twice in a row?",
            "(query authorities :where (then (graded overall inadequate) (graded overall inadequate) :adjacent true))",
        ),
        (
            "It's not far, so how has Kent been rated over the years?",
            '(query reports :wants [(want history :areas overall)] :universe (byauthority "Kent"))',
        ),
        ("Who has had more than two reports?", "(query authorities :where (has (always) :least 3))"),
        (
            "Outside London, which councils are outstanding?",
            '(query authorities :where (and [(at latest (graded overall outstanding)) (not (inregion "London"))]))',
        ),
        ("Which councils were never inadequate?", "(query authorities :where (not (has (graded overall inadequate))))"),
    ],
)
def test_no_sign_against_the_right_one(question: str, reading: str) -> None:
    found = signs_of(query(reading), asked(annotate(question, CATALOGUE).tokens))
    fatal = ("pairs", "bounds", "those named", "denial lost", "grades lacking", "want lost", "choice lost")
    assert not any(found[sign] for sign in fatal), found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            '(query reports :where (ledby "I1") :universe (byauthority "P1"))',
            '(query reports :universe (and [(ledby "I1") (byauthority "P1")]))',
        ),
        ("(query reports :where (dateof any T1))", "(query reports :where (dateof published T1))"),
        (
            "(query authorities :where (at latest (not (graded overall good))))",
            "(query authorities :where (at latest (graded overall requires_improvement|inadequate)))",
        ),
        (
            '(query authorities :where (at latest (judged lscb)) :wants [(want exists)] :universe (byauthority "P1"))',
            '(query reports :where (judged lscb) :wants [(want exists)] :choice latest :universe (byauthority "P1"))',
        ),
        (
            "(query reports :wants [(want dates) (want dates)])",
            "(query reports :wants [(want dates)])",
        ),
        (
            "(query reports :wants [(want grades :areas in_care|in_care)])",
            "(query reports :wants [(want grades :areas in_care)])",
        ),
        (
            "(query reports :wants [(want areas :areas apart :grades good)])",
            "(query reports :wants [(want areas :grades good)])",
        ),
    ],
)
def test_readings_that_tell_the_same_are_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_readings_of_other_areas_are_not_alike() -> None:
    assert alike("(query reports :where (judged lscb))") != alike("(query reports :where (judged adoption))")


# --- which reading is answered


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "and who has got the very lowest mark for leadership at the moment?",
            "(query authorities :where (at latest (graded leadership inadequate)))",
        ),
        (
            "Slough: take us through how the overall grade went over the years",
            '(query reports :wants [(want history :areas overall)] :universe (byauthority "Slough"))',
        ),
        (
            "what part of the councils have outstanding as their newest overall result, in percent",
            "(query authorities :where (at latest (graded overall outstanding)) :wants [(want share)])",
        ),
    ],
)
def test_a_question_in_free_words_is_read(translator: Translator, question: str, line: str) -> None:
    found = likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)
    assert [alike(write_query(one)) for one in found[0].queries] == [alike(line)]


@pytest.mark.parametrize(
    "question",
    [
        "Which councils are good for dentists?",  # a word that nobody here knows belongs to what is asked
        "Which councils are good and why?",
        "Do councillors in Kent read these things?",
    ],
)
def test_what_is_not_surely_read_is_not_answered(translator: Translator, question: str) -> None:
    found = likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)
    assert not any(one.certain for one in found[:1])


@pytest.mark.parametrize(
    "line",
    [
        "(query authorities :where (at latest (beside leadership overall lower)) :wants [(want count)])",
        '(query reports :wants [(want history :areas in_care)] :universe (byauthority "Kent"))',
        '(query reports :where (graded overall inadequate) :wants [(want dates)] :universe (byauthority "Slough"))',
    ],
)
def test_what_a_refusal_offers_can_be_asked_as_it_stands(translator: Translator, line: str) -> None:
    offered = say(query(line))
    found = likeliest(offered, CATALOGUE, parse(offered, CATALOGUE), translator)
    assert found[0].certain and alike(write_query(found[0].queries[0])) == alike(line)


def test_mere_talk_before_a_question_changes_nothing(translator: Translator) -> None:
    question = "Splendid weather, folks. Which councils are outstanding overall right now?"
    parsed = parse(question, CATALOGUE)
    assert likeliest(question, CATALOGUE, parsed, translator)[0].certain


@pytest.mark.parametrize(
    "question",
    [
        "How many cases needed improvement?",
        "How many audits were graded good?",
        "List the inadequate councils whose managers left",
    ],
)
def test_what_is_counted_or_said_of_whom_is_never_passed_over(translator: Translator, question: str) -> None:
    assert not any(one.certain for one in likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator))


@pytest.mark.parametrize(
    "where", ["rural {0}", "cash-strapped {0}", "{0} that use agency staff", "{0} with a new mayor"]
)
def test_a_word_that_restricts_is_never_passed_over(translator: Translator, where: str) -> None:
    question = f"Which {where.format('councils')} are outstanding overall?"
    assert not any(one.certain for one in likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator))


@pytest.mark.parametrize(
    "idle", ["My deputy forgets: {0}", "{0} Beats me, frankly.", "Blimey, {0}", "{0} Muchas gracias"]
)
def test_a_word_that_changes_nothing_is(translator: Translator, idle: str) -> None:
    question = idle.format("which councils are outstanding overall right now?")
    assert likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator)[0].certain


@pytest.mark.parametrize(
    "question",
    [
        "What do carers in Kent say about their allowances?",
        "Why do so few babies in Slough get seen by a nurse?",
        "How often does Wigan's panel meet?",
    ],
)
def test_what_is_asked_of_the_text_is_no_query(translator: Translator, question: str) -> None:
    assert not any(one.certain for one in likeliest(question, CATALOGUE, parse(question, CATALOGUE), translator))


def test_a_question_of_nothing_that_is_recorded_has_no_reading(translator: Translator) -> None:
    assert likeliest("Show me the page", CATALOGUE, parse("Show me the page", CATALOGUE), translator) == []


def test_a_line_is_as_likely_as_its_tokens(translator: Translator) -> None:
    read = translator.read("which councils are inadequate overall?")
    lines = dict(read.queries())
    best = max(lines, key=lambda line: lines[line])
    assert read.likelihood(best) == pytest.approx(lines[best], abs=0.05)
    assert read.likelihood("(query dragons)") == float("-inf")
    assert read.likelihood(NONE) < lines[best]


def test_parts_that_do_not_go_together_are_not_run() -> None:
    assert runs(query("(query authorities :where (at latest (graded overall good)))"))
    assert not runs(query("(query authorities :extreme (extreme improvement))"))
    assert not runs(query("(query authorities :choice latest)"))
    assert not runs(query("(query reports :where (at latest (graded overall good)))"))
