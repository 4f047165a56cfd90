"""Answers from facts over made-up reports: what is said, how it is refused, and which reports carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_library import REPORTS, make_library

from qa.answer import Answer
from qa.facts import FactAnswer, answer_from_facts, answer_query
from qa.plan import plan_question
from qa.plan.notation import read_query
from qa.plan.parse import parse
from qa.question import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make_library(tmp_path_factory.mktemp("library"), REPORTS) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(store: Store) -> Callable[[str], FactAnswer | None]:
    reports = store.reports()
    catalogue = Catalogue.of(reports)

    def asked(question: str) -> FactAnswer | None:
        plan, parsed = plan_question(question, catalogue=catalogue), parse(question, catalogue)
        if (
            parsed.query is not None
            and not parsed.topics
            and not plan.measures
            and (not plan.future or parsed.query.over == "authorities")
        ):
            return answer_query(parsed.query, store, reports) or answer_from_facts(plan, store, reports)
        return answer_from_facts(plan, store, reports)

    return asked


def cited(answer: FactAnswer) -> set[int]:
    return {fact.report for claim in answer.claims for fact in claim.facts}


# Report numbers: Aldermoor 1 (2014), 2 (2017), 3 (2021); Brackenshire 4 (2016), 5 (2019), 6 (2023); Cressford 7 (2016),
# 8 (2023); Dunmarsh and Vale 9 (2018); Ellerby 10 (2013), 11 (2026); Fenwick 12 (2022).
LOOKED_UP = [
    ("What was Aldermoor's overall rating in 2017?", "Requires improvement", {2}),
    ("aldermoor ofsted grade", "Good", {3}),
    ("what's the latest ofsted grade for brackenshire council", "Requires improvement", {6}),
    ("Ofsted's overall verdict on Cressford in 2016?", "Outstanding", {7}),
    ("How were care leavers graded in Aldermoor's report of May 2014?", "Inadequate", {1}),
    ("brackenshire care leavers rating 2023", "Inadequate", {6}),
    (
        "How effective was Aldermoor's Local Safeguarding Children Board judged to be?",
        "Requires improvement",
        {1},
    ),
    ("how did aldermoor do on adoption?", "Good", {2}),
    ("What grade did leadership get when inspectors came to Brackenshire in June 2019?", "Inadequate", {5}),
    ("Brackenshire, report of October 2023: grade for help and protection?", "Requires improvement", {6}),
    ("Was Aldermoor inadequate in 2014?", "Yes", {1}),
    ("Was Brackenshire good in 2019?", "No", {5}),
    ("Is Cressford still outstanding?", "No", {8}),
    ("Has Brackenshire ever been rated inadequate overall?", "Yes", {5}),
    ("How many times has Brackenshire been rated inadequate overall?", "Once", {5}),
    ("Which areas were inadequate in Brackenshire's 2023 report?", "Care leavers", {6}),
    ("What was Aldermoor rated at its previous inspection?", "Requires improvement", {2}),
    ("What grade did Aldermoor's first inspection give overall?", "Inadequate", {1}),
    ("Who led the 2017 inspection of Aldermoor?", "Rowan Tate", {2}),
    ("lead inspector cressford 2023", "Dilys Marchant", {8}),
    ("Who led the inspection that found Brackenshire inadequate?", "Petra Holloway", {5}),
    ("name of the reporting inspector on Ellerby's 2013 looked after children inspection", "Imogen Sayle", {10}),
    ("Did Rowan Tate also lead the inspection of Brackenshire?", "Yes", {6}),
    ("Did Petra Holloway lead the inspection of Cressford?", "No", {7, 8}),
    ("When was Cressford last inspected?", "11 to 22 September 2023", {8}),
    ("When was Aldermoor's 2014 report published?", "12 May 2014", {1}),
    ("On what date was the 2021 Aldermoor report published?", "6 December 2021", {3}),
    (
        "When were inspectors on site in Brackenshire for the report published in February 2016?",
        "30 November to 17 December 2015",
        {4},
    ),
    ("When was Aldermoor first judged good?", "October 2021", {3}),
    ("In which year did Brackenshire come out of inadequate?", "September 2023", {6}),
    ("How long did the 2017 inspection of Aldermoor last?", "25 days", {2}),
    ("How many children were looked after in Aldermoor at 31 December 2013?", "410", {1}),
    ("how many kids in care did aldermoor have at the end of december 2012", "395", {1}),
    ("number of children in care aldermoor 2017 report", "455", {2}),
    ("rate of looked after children in Cressford at 31 March 2016?", "37 per 10,000", {7}),
    ("How many adoptions did Aldermoor complete in its 2017 report?", "34", {2}),
    ("Which reports do you have on Brackenshire?", "Three reports", {4, 5, 6}),
]


GRADES_AS_ASKED = [
    ("what did Brackenshire's leaders get from ofsted in 2019", "leadership: inadequate", {5}),
    ("How was the way Brackenshire is led graded in 2023?", "leadership: requires improvement to be good", {6}),
    ("How did Ofsted mark Aldermoor in 2014?", "overall inadequate", {1}),
    ("what did Aldermoor get for adoption the year it failed", "adoption performance: good", {1}),
    ("When Aldermoor was found inadequate, how was it rated for adoption?", "adoption performance: good", {1}),
    ("Hi, I'm writing about Aldermoor. How did it do with adoption in 2014?", "adoption performance good", {1}),
    ("How's Brackenshire now?", "overall requires improvement to be good", {6}),
    ("aldermoor 2014, help & protection?", "help and protection inadequate", {1}),
    ("Who headed the team that declared Brackenshire inadequate?", "Petra Holloway", {5}),
    ("Where does Brackenshire stand on leadership at the moment?", "leadership requires improvement", {6}),
]


@pytest.mark.parametrize(("question", "says", "reports"), GRADES_AS_ASKED)
def test_many_ways_to_ask_for_a_grade(
    question: str, says: str, reports: set[int], ask: Callable[[str], FactAnswer | None]
) -> None:
    answer = ask(question)
    assert answer is not None and answer.status == "answered"
    assert says in answer.text
    assert cited(answer) == reports


def test_a_grade_is_shown_as_its_report_prints_it(ask: Callable[[str], FactAnswer | None]) -> None:
    older, newer = ask("What was Aldermoor's overall rating in 2017?"), ask("What is Brackenshire rated now?")
    assert older is not None and newer is not None
    assert older.text.startswith("Requires improvement.\n") and "to be good" not in older.text
    assert newer.text.startswith("Requires improvement to be good.\n")


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        ("What will Aldermoor be graded next time round?", "not_stated", "none foretells"),
        ("Is Brackenshire going to be good at its next inspection?", "not_stated", "none foretells"),
        ("When will Ofsted next inspect Cressford?", "not_stated", "none foretells"),
        ("Who runs Atlantis?", "no_such_authority", "Atlantis"),
        ("How good is Gotham?", "no_such_authority", "Gotham"),
        ("narnia overall grade", "no_such_authority", "narnia"),
    ],
)
def test_what_no_report_can_tell(
    question: str, status: str, says: str, ask: Callable[[str], FactAnswer | None]
) -> None:
    answer = ask(question)
    assert answer is not None and answer.status == status
    assert says in str(answer.reason)


def test_a_framework_may_be_where_a_stretch_begins(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Brackenshire's journey: list its overall ratings from the SIF to 2023")
    assert answer is not None and cited(answer) == {4, 5, 6}


def test_care_leavers_are_no_set_with_children_in_care(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Under the newer ILACS framework, which authorities had care leavers graded inadequate?")
    assert answer is not None and answer.status == "answered"
    assert "children in care" not in answer.text and any("together" in note for note in answer.notes)


@pytest.mark.parametrize(("question", "says", "reports"), LOOKED_UP)
def test_a_fact_is_looked_up_and_cited(
    question: str, says: str, reports: set[int], ask: Callable[[str], FactAnswer | None]
) -> None:
    answer = ask(question)
    assert answer is not None and answer.status == "answered"
    assert says in answer.text
    assert cited(answer) == reports


COMPARED = [
    (
        "Brackenshire leadership grade: 2019 vs 2023, better or worse?",
        ["better", "inadequate", "requires improvement"],
        {5, 6},
    ),
    ("Who has the better overall grade, Cressford or Brackenshire?", ["Cressford higher", "good"], {6, 8}),
    ("Which came out worse for leadership in 2023, Brackenshire or Cressford?", ["Brackenshire lower"], {6, 8}),
    ("Did Aldermoor and Cressford come out with the same overall grade?", ["The same, good"], {3, 8}),
    ("compare aldermoor and cressford on children in care", ["The same, outstanding"], {3, 8}),
    ("Compare overall and leadership in Cressford's 2023 report", ["outstanding", "good"], {8}),
    (
        "Who was looking after more children in 2016, Cressford or Aldermoor?",
        ["Aldermoor had more", "455", "205"],
        {2, 7},
    ),
    (
        "Brackenshire or Cressford: which had the higher rate of children in care, 2015 and 2016?",
        ["Brackenshire", "55", "37"],
        {4, 7},
    ),
    ("Did Aldermoor complete more adoptions in its 2014 report or its 2017 report?", ["21", "34", "higher at"], {1, 2}),
    (
        "Were there more looked after children in Aldermoor in December 2013 or December 2016?",
        ["410", "455", "up"],
        {1, 2},
    ),
    (
        "How has Aldermoor's overall grade changed over its three inspections?",
        ["inadequate (2014)", "up twice"],
        {1, 2, 3},
    ),
    ("brackenshire ofsted history", ["good (2016)", "inadequate (2019)", "down, then up"], {4, 5, 6}),
    ("Has Aldermoor improved since 2014?", ["Yes", "up twice"], {1, 2, 3}),
    (
        "Trace Aldermoor's leadership judgement from the 2014 report to the latest",
        ["leadership", "up twice"],
        {1, 2, 3},
    ),
    ("Did Brackenshire's grade go up or down in the 2019 report?", ["down"], {4, 5}),
    ("Is the number of looked after children in Aldermoor going up or down?", ["Up, 395 to 455"], {1, 2}),
    (
        "What happened to the rate of children in care in Aldermoor between the 2014 and 2017 reports?",
        ["Up, 82", "91"],
        {1, 2},
    ),
]


@pytest.mark.parametrize(("question", "says", "reports"), COMPARED)
def test_sides_and_times_are_set_side_by_side(
    question: str, says: list[str], reports: set[int], ask: Callable[[str], FactAnswer | None]
) -> None:
    if question in AS_YET:
        pytest.xfail("not as yet")
    answer = ask(question)
    assert answer is not None and answer.status == "answered"
    assert [part for part in says if part not in answer.text] == []
    assert cited(answer) == reports


# Said by the old rules of one question each, and not by queries as yet: refused, or told with less.
AS_YET = {
    "Has Aldermoor improved since 2014?",  # no "Yes" in front
    "Did Brackenshire's grade go up or down in the 2019 report?",  # the report before is not looked at
    "Which came out worse for leadership in 2023, Brackenshire or Cressford?",  # who is higher is said
    "Which authorities were outstanding in every area?",
}


A, B, C, D, E, F = "Aldermoor", "Brackenshire", "Cressford", "Dunmarsh and Vale", "Ellerby", "Fenwick"
COUNTED = [
    ("Which authorities were judged inadequate overall in reports published in 2014?", {A}),
    ("which councils have ever been rated inadequate overall?", {A, B}),
    ("How many councils were outstanding overall in reports published in 2016, and who are they?", {C}),
    ("Which councils inspected in 2015 were good overall?", {B}),
    ("whose most recent report is good overall?", {A, C}),
    ("Going by each authority's latest report, which are outstanding overall?", {D}),
    ("which councils are currently inadequate for care leavers?", {B}),
    ("Which London boroughs have been outstanding?", {C, D}),
    ("How many authorities in the North West have been inadequate?", {A}),
    ("what share of reports published in 2023 were good or better overall?", {C}),
    ("who got outstanding for children in care in 2021 or 2023?", {A, C}),
    ("Which authorities were outstanding in every area?", {D}),
    ("Which councils had inadequate leadership but good adoption?", {A}),
    ("Which councils had outstanding leadership while only good overall?", {C}),
    ("Has any council gone straight from good overall to inadequate overall between one report and the next?", {B}),
    ("Which councils have gone from inadequate to good?", {A}),
    ("which authorities lost their outstanding rating?", {C}),
    ("Which authorities improved between their last two inspections?", {A, B}),
    ("Which councils declined at their latest inspection?", {C}),
    ("Which authorities have never been rated inadequate overall?", {C, D}),
    ("Which of the inspections were led by Petra Holloway?", {A, B, D}),
    ("which councils did Dilys Marchant inspect?", {C, E}),
    ("Which authorities were inspected in September 2023?", {B, C}),
    ("Which reports were published in November 2016?", {C}),
    ("Which council had the highest rate of looked after children in reports published in 2014-2017?", {A}),
    ("which authority had the fewest children looked after in 2016?", {C}),
    ("Which authorities had more than 400 looked after children?", {A, B}),
    ("Which councils were rated requires improvement for help and protection in 2017?", {A}),
    ("Any councils rated outstanding in 2014?", set()),
    ("what is the most recent report here?", {E}),
]


@pytest.mark.parametrize(("question", "members"), COUNTED)
def test_a_set_names_its_members_and_nobody_else(
    question: str, members: set[str], ask: Callable[[str], FactAnswer | None]
) -> None:
    if question in AS_YET:
        pytest.xfail("not as yet")
    answer = ask(question)
    assert answer is not None and answer.status == "answered"
    assert {name for name in (A, B, C, D, E, F) if name in answer.text} == members
    assert not any(name in (answer.coverage or "") for name in (A, B, C, D, E, F))
    assert all(claim.facts for claim in answer.claims)


def test_a_count_is_said_first_and_each_member_has_its_line(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Which councils have ever been rated inadequate overall?")
    assert answer is not None
    first, *lines = answer.text.split("\n")
    assert first == "Two: Aldermoor and Brackenshire."
    assert len(lines) == len(answer.claims) == 2


def test_a_member_is_confirmed_by_the_next_report(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Which authorities were inadequate overall in reports published in 2014?")
    assert answer is not None
    assert [fact.report for fact in answer.claims[0].facts] == [1, 2]


def test_coverage_says_how_many_state_it(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Which councils have been inadequate overall?")
    assert answer is not None
    assert answer.coverage == "Looked at 12 reports on 6 authorities."
    assert any(note.startswith("Left out: Ellerby and Fenwick") or "Fenwick" in note for note in answer.notes)


REFUSED = [
    ("What was Aldermoor's overall grade in its 2019 inspection?", "no_such_report", "12 May 2014"),
    ("ofsted rating for Wintershire county council?", "no_such_authority", "Wintershire"),
    ("How is Cardiff rated?", "no_such_authority", "Wales"),
    ("Compare Aldermoor and Norfolk", "no_such_authority", "Norfolk"),
    ("What was Ellerby's overall grade in 2026?", "not_stated", "no overall grade"),
    ("What grade did Fenwick get overall?", "not_stated", "gives no grade"),
    ("How have Fenwick's grades changed?", "not_stated", "gives no grade"),
    ("Fenwick up", "not_stated", "gives no grade"),
    ("How has Ellerby done on adoption over the years?", "not_stated", "None of the two reports looked at on Ellerby"),
    ("Cressford's latest grade for adoption?", "not_stated", "no grade for adoption"),
    ("Who led the inspection of Fenwick?", "not_stated", "does not name"),
    ("Why was Cressford rated inadequate in 2023?", "false_premise", "good"),
    ("Why did Dunmarsh and Vale lose its outstanding rating?", "false_premise", "kept it"),
    ("What made inspectors give Aldermoor outstanding overall in 2021?", "false_premise", "good overall"),
    ("Why did Aldermoor's rating fall in 2021?", "false_premise", "went up"),
    ("How come Brackenshire went from good to outstanding?", "false_premise", "not judged outstanding"),
]


@pytest.mark.parametrize(("question", "status", "says"), REFUSED)
def test_a_refusal_says_why(question: str, status: str, says: str, ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.status == status
    assert says in answer.text


def test_an_authority_without_grades_is_named_where_another_has_a_history(
    ask: Callable[[str], FactAnswer | None],
) -> None:
    answer = ask("How have the grades of Aldermoor and Fenwick changed?")
    assert answer is not None and answer.status == "answered"
    assert any(note.endswith("on Fenwick gives no grade (focused visit).") for note in answer.notes)
    assert not any("frameworks" in note and "focused visit" in note for note in answer.notes)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_answer_says_something(text: str) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        FactAnswer(status="answered", text=text)
    with pytest.raises(ValueError, match="says nothing"):
        Answer(question="Which?", status="answered", answer=text)


def test_a_correction_cites_what_contradicts_the_premise(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Why was Cressford rated inadequate in 2023?")
    assert answer is not None
    assert cited(answer) == {8}


@pytest.mark.parametrize(
    "question",
    [
        "Why was Brackenshire inadequate in 2019?",
        "How come Brackenshire dropped from good to inadequate in 2019?",
        "What did Cressford have to improve in 2023?",
        "Who was the director of children's services in Aldermoor in 2014?",
        "Who was deputy lead inspector on the 2017 Aldermoor inspection?",
        "When was Cressford's children's trust set up?",
        "When did the chair of the board in Aldermoor take up post?",
        "How many looked after children in Aldermoor were seen within 7 days?",
        "How many care leavers were homeless in Brackenshire?",
        "What percentage of looked after children in Aldermoor had a dental check?",
        "Compare staff turnover in Aldermoor and Cressford",
        "Cressford was outstanding in 2016, but which group was it still failing to reach?",
        "How many looked after children did Dunmarsh and Vale have?",
    ],
)
def test_what_stands_in_prose_is_left_to_the_passages(question: str, ask: Callable[[str], FactAnswer | None]) -> None:
    assert ask(question) is None


def test_one_judgement_for_two_groups_is_said(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("How were care leavers judged in Brackenshire in 2019?")
    assert answer is not None
    assert "Requires improvement" in answer.text
    assert any("together" in note for note in answer.notes)


def test_an_older_grade_is_given_with_the_silence_since(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("What is Ellerby's overall grade?")
    assert answer is not None and answer.status == "answered"
    assert "Adequate" in answer.text
    assert "Later reports give no overall grade." in answer.notes


def test_grades_of_different_scales_are_not_ranked(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Ellerby or Aldermoor: which has the better overall grade?")
    assert answer is not None
    assert "different scales" in answer.text
    assert "higher" not in answer.text


@pytest.mark.parametrize(
    ("question", "head", "reports"),
    [
        (
            "Which councils were inadequate in their earliest report and are good in their latest?",
            "One: Aldermoor.",
            {1, 2, 3},
        ),
        ("Which are good now but started out inadequate?", "One: Aldermoor.", {1, 2, 3}),
        ("Which of Aldermoor and Brackenshire are good?", "One: Aldermoor.", {3}),
        ("Which authorities only have one report?", "Two: Dunmarsh and Vale and Fenwick.", {9, 12}),
        ("Which councils haven't been inspected since 2020?", "One: Dunmarsh and Vale.", {9}),
        ("Aldermoor 2014: pass or fail?", "Inadequate.", {1}),
    ],
)
def test_sets_in_other_words(
    question: str, head: str, reports: set[int], ask: Callable[[str], FactAnswer | None]
) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.text.startswith(head)
    assert cited(answer) == reports


def test_not_good_means_below_good(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Which councils are not good?")
    assert answer is not None
    assert "Brackenshire" in answer.text
    assert "outstanding" not in answer.text
    assert "Aldermoor" not in answer.text


def test_the_weakest_area_is_told(ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask("Which area was lowest in Brackenshire's report of October 2023?")
    assert answer is not None
    assert answer.text.startswith("Care leavers: inadequate.")


@pytest.mark.parametrize(
    "question",
    [
        "What is the average number of children looked after across all councils?",
        "How many children are looked after in Aldermoor and Brackenshire together?",
        "What's the total number of looked-after children in London?",
    ],
)
def test_figures_of_several_reports_are_not_added_up(question: str, ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask(question)
    assert answer is not None and answer.status == "not_stated"
    assert "not added up or averaged" in answer.text


def test_the_days_of_an_inspection_are_counted(store: Store, ask: Callable[[str], FactAnswer | None]) -> None:
    report = next(one for one in store.reports() if one.number == 2)
    assert report.inspection_start and report.inspection_end
    answer = ask("How long did Aldermoor's 2017 inspection last?")
    assert answer is not None
    assert answer.text.startswith(f"{(report.inspection_end - report.inspection_start).days + 1} days, from ")


def test_which_came_first_is_told_with_the_others(store: Store) -> None:
    line = '(query reports :choice latest :universe (byauthority "Aldermoor"|"Brackenshire") :extreme (extreme date))'
    found = answer_query(read_query(line), store, store.reports())
    assert found is not None
    first, other = found.text.splitlines()
    assert first.startswith("Brackenshire (") and "2023" in first
    assert other.startswith("Beside it: Aldermoor (") and "2021" in other
    assert cited(found) == {3, 6}


@pytest.mark.parametrize("name", ["Atlantis", "atlantis"])
def test_a_name_that_no_report_knows_is_told(name: str, ask: Callable[[str], FactAnswer | None]) -> None:
    answer = ask(f"Has {name} been inspected?")
    assert answer is not None and answer.status == "no_such_authority"


def test_every_claim_is_carried_by_a_span_that_states_it(store: Store, ask: Callable[[str], FactAnswer | None]) -> None:
    for question, _, _ in LOOKED_UP:
        answer = ask(question)
        assert answer is not None
        for claim in answer.claims:
            for fact in claim.facts:
                quote = store.text(fact.report)[fact.fact.start : fact.fact.end]
                assert fact.page is None or fact.fact.value in quote


_QUESTIONS = [row[0] for table in (LOOKED_UP, COMPARED, COUNTED, REFUSED) for row in table]
_WORDS = sorted({word for question in _QUESTIONS for word in (*question.split(), "up", "down", "changed", "history")})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14).map(" ".join))
def test_any_jumble_of_these_words_is_answered_or_left(ask: Callable[[str], FactAnswer | None], question: str) -> None:
    answer = ask(question)
    assert answer is None or answer.text
