"""What a plan makes of questions: names, areas, grades, measures, kind; and which reports it selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_library import REPORTS, Made, ilacs, make_library

from qa.plan import plan_question, select_reports
from qa.plan.expected import expected_answer_type
from qa.question import Catalogue, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.model import Report
    from qa.question import Plan, Selection


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Report]]:
    with make_library(tmp_path_factory.mktemp("library"), REPORTS) as store:
        yield store.reports()


def planned(question: str, reports: list[Report], scope: Scope | None = None) -> Plan:
    return plan_question(question, catalogue=Catalogue.of(reports), scope=scope)


def selected(question: str, reports: list[Report], scope: Scope | None = None) -> Selection:
    return select_reports(planned(question, reports, scope), reports)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What was Aldermoor rated overall?", "judgement"),
        ("aldermoor ofsted rating 2017", "judgement"),
        ("how did brackenshire do on adoption?", "judgement"),
        ("How effective was the LSCB in Aldermoor judged to be in 2014?", "judgement"),
        ("Who led the 2017 inspection of Aldermoor?", "person"),
        ("When was Cressford last inspected?", "date"),
        ("How many looked after children did Aldermoor have at 31 December 2013?", "number"),
        ("What percentage of pathway plans were late in Cressford?", "number"),
        ("Why was Brackenshire inadequate in 2019?", "finding"),
        ("How come Brackenshire dropped from good to inadequate?", "finding"),
        ("What must Cressford improve?", "list"),
        ("List the recommendations of Aldermoor's 2014 report", "list"),
        ("Aldermoor or Cressford: who has the better overall grade?", "compare"),
        ("Brackenshire leadership grade 2019 vs 2023", "compare"),
        ("aldermoor ofsted history", "trend"),
        ("How has Aldermoor's overall grade changed?", "trend"),
        ("Is the number of looked after children in Aldermoor going up or down?", "trend"),
        ("Which authorities were inadequate in 2014?", "aggregate"),
        ("whose latest report is outstanding overall?", "aggregate"),
        ("Which inspections did Petra Holloway lead?", "aggregate"),
        ("What do social workers in Cressford do for care leavers?", "finding"),
        ("Which reports do you have on Aldermoor?", "lookup"),
    ],
)
def test_the_kind_of_a_question(question: str, kind: str, reports: list[Report]) -> None:
    assert planned(question, reports).kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "to-do list from Aldermoor's 2014 inspection please",
        "aldermoor 2014 what needs fixing",
        "what needed improving in Aldermoor",
        "What jobs did Ofsted leave Aldermoor with in 2014?",
        "the two things Cressford had to work on",
        "Give me Cressford's four improvement points",
        "what did inspectors tell Brackenshire to put right",
        "what homework did Ofsted set Brackenshire?",
        "What were the priorities for improvement at Cressford?",
        "What was Aldermoor asked to do by Ofsted in 2014",
        "Which issues was Aldermoor told to address in 2014?",
    ],
)
def test_what_must_be_improved_is_a_list(question: str, reports: list[Report]) -> None:
    plan = planned(question, reports)
    assert plan.kind == "list" and plan.recommendations


@pytest.mark.parametrize(
    "question",
    [
        "what are the strengths of Aldermoor's services?",
        "what priorities has Cressford set for early help?",
        "What improvements had Aldermoor made to its front door since 2014?",
        "Which councils requiring improvement in 2014 were in the North West?",
        "What should social workers do when a child goes missing?",
    ],
)
def test_other_lists_are_no_recommendations(question: str, reports: list[Report]) -> None:
    assert not planned(question, reports).recommendations


@pytest.mark.parametrize(
    ("question", "kind", "answer_type"),
    [
        ("What fraction of Aldermoor children who go missing are seen afterwards?", "number", "percentage"),
        ("How does Aldermoor help care leavers become more employable, something about driving?", "finding", "text"),
        ("What did Aldermoor put more money into and what did that get it?", "finding", "text"),
        ("Care leavers - who did better, Aldermoor or Cressford?", "compare", "text"),
        ("How big was the pile of stalled cases in Aldermoor?", "number", "number"),
        ("aldermoor, posts not filled at the 2014 visit", "number", "number"),
        ("Typical caseload for an Aldermoor social worker?", "number", "number"),
        ("Name Aldermoor's chief executive", "finding", "person"),
        ("who do children in Aldermoor talk to when they are worried?", "finding", "person"),
    ],
)
def test_the_answer_wanted(question: str, kind: str, answer_type: str, reports: list[Report]) -> None:
    plan = planned(question, reports)
    assert (plan.kind, plan.answer_type) == (kind, answer_type)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Actual headcount of agency staff in Aldermoor?", "number"),
        ("What slice of Aldermoor's teenagers knew of it?", "percentage"),
        ("Aldermoor's gap between placement and adoption, in weeks?", "duration"),
        ("What was the typical wait for a first health check in Aldermoor?", "duration"),
        ("How many lads in Aldermoor stopped for other reasons?", "number"),
        ("What were the reasons that lads in Aldermoor stopped?", "reason"),
    ],
)
def test_the_kind_of_value_wanted(question: str, wanted: str, reports: list[Report]) -> None:
    assert expected_answer_type(planned(question, reports)) == wanted


def test_a_relative_amount_is_a_rate(reports: list[Report]) -> None:
    for words in ("Relative to its size, who", "Per head, who", "Allowing for population, who"):
        plan = planned(f"{words} had more children in care in 2014, Aldermoor or Cressford?", reports)
        assert (plan.measures, plan.topics) == (("looked_after_rate",), ())


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name(reports: list[Report]) -> None:
    assert planned("How was Cressford rated in 2014? Gathering cases for a talk.", reports).names == ()
    assert planned("How did Cressford do on Gathering Stones?", reports).names == ("Gathering Stones",)


def test_everything_a_question_names(reports: list[Report]) -> None:
    plan = planned("In reports published in 2016, was Brackenshire or Cressford outstanding for adoption?", reports)
    assert plan.authorities == ("Brackenshire", "Cressford")
    assert plan.areas == ("adoption",)
    assert plan.grades == ("outstanding",)
    assert [period.of for period in plan.periods] == ["published"]
    assert plan.topics == ()


@pytest.mark.parametrize(
    ("words", "grades"),
    [
        ("good or better", ("outstanding", "good")),
        ("less than good", ("requires improvement", "inadequate")),
        ("requires improvement to be good", ("requires improvement",)),
        ("RI", ("requires improvement",)),
        ("a fail", ("inadequate",)),
        ("good practice", ()),
        ("better than inadequate", ("outstanding", "good", "requires improvement")),
    ],
)
def test_words_for_grades(words: str, grades: tuple[str, ...], reports: list[Report]) -> None:
    assert planned(f"Which councils were {words}?", reports).grades == grades


@pytest.mark.parametrize(
    ("words", "area"),
    [
        ("help and protection", "help_and_protection"),
        ("kids in care", "in_care"),
        ("looked-after children", "in_care"),
        ("care leavers", "care_leavers"),
        ("young people leaving care", "care_leavers"),
        ("leadership", "leadership"),
        ("the safeguarding board", "lscb"),
        ("adoption", "adoption"),
        ("overall effectiveness", "overall"),
    ],
)
def test_words_for_areas(words: str, area: str, reports: list[Report]) -> None:
    assert planned(f"How was {words} graded in Aldermoor?", reports).areas == (area,)


def test_a_figure_is_told_from_a_grade(reports: list[Report]) -> None:
    assert planned("How many children in care did Aldermoor have?", reports).measures == ("looked_after",)
    assert planned("What was the rate of looked after children in Aldermoor?", reports).measures == (
        "looked_after_rate",
    )
    assert planned("How were children in care judged in Aldermoor?", reports).measures == ()
    both = planned("Aldermoor and Cressford: which had more children in care, and the higher rate?", reports)
    assert both.measures == ("looked_after", "looked_after_rate")


def test_what_narrows_a_figure_is_kept(reports: list[Report]) -> None:
    assert planned("How many looked after children in Aldermoor were seen within 7 days?", reports).qualifiers


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("What was Aldermoor rated in 2020?", "no_such_report"),
        ("Summarise Cressford's 2019 inspection", "no_such_report"),
        ("ofsted rating for Wintershire county council", "no_such_authority"),
        ("What did Ofsted say about Glasgow?", "no_such_authority"),
        ("How was Norfolk rated?", "no_such_authority"),
        ("How good is the council in Atlantis?", "no_such_authority"),
        ("ofsted rating for sussex", "ambiguous"),
    ],
)
def test_refusals_name_their_kind(question: str, status: str, reports: list[Report]) -> None:
    selection = selected(question, reports)
    assert selection.status == status
    assert selection.reason
    assert selection.reports == ()


def test_a_missing_year_names_the_reports_there_are(reports: list[Report]) -> None:
    reason = selected("What was Aldermoor rated in 2020?", reports).reason
    assert reason is not None
    assert "12 May 2014" in reason and "6 December 2021" in reason


def test_a_known_authority_without_reports_is_told_from_an_unknown_name(reports: list[Report]) -> None:
    assert planned("How was Norfolk rated?", reports).absent_authorities == ("Norfolk",)
    assert planned("How was Wintershire county council rated?", reports).unknown_places == ("Wintershire",)


def test_a_typo_is_forgiven_and_said(tmp_path: Path) -> None:
    made = [
        Made(
            authority="Norfolk", published="2022-01-10", end="2021-11-19", grades=ilacs("good", "good", "good", "good")
        )
    ]
    with make_library(tmp_path, made) as store:
        plan = planned("norfolck overall rating?", store.reports())
    assert plan.authorities == ("Norfolk",)
    assert "Norfolk" in plan.notes[0]


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("Aldermoor's latest report", ["2021-12-06"]),
        ("the previous inspection of Aldermoor", ["2017-04-03"]),
        ("Aldermoor's first inspection", ["2014-05-12"]),
        ("Brackenshire's inspection of December 2015", ["2016-02-15"]),
        ("Brackenshire, report of February 2016", ["2016-02-15"]),
        ("What happened in Brackenshire in 2015?", ["2016-02-15"]),
        ("Cressford in autumn 2016", ["2016-11-25"]),
        ("Why was Brackenshire rated inadequate?", ["2019-07-22"]),
    ],
)
def test_the_reports_meant(question: str, published: list[str], reports: list[Report]) -> None:
    selection = selected(question, reports)
    assert [str(report.published) for report in selection.preferred] == published


def test_published_and_inspected_are_different_sets(reports: list[Report]) -> None:
    def authorities(question: str) -> set[str | None]:
        return {report.authority for report in selected(question, reports).reports}

    assert authorities("Which councils were good in reports published in 2016?") == {"Brackenshire", "Cressford"}
    assert authorities("Which councils inspected in 2016 were good?") == {"Cressford"}


def test_a_figure_may_stand_in_the_next_report(reports: list[Report]) -> None:
    selection = selected("How many children in care did Aldermoor have at 31 March 2016?", reports)
    assert [str(report.published) for report in selection.reports] == ["2017-04-03"]


def test_a_scope_narrows_and_is_never_widened(reports: list[Report]) -> None:
    scope = Scope(regions=("London",))
    assert {r.authority for r in selected("Which are good?", reports, scope).reports} <= {
        "Cressford",
        "Dunmarsh and Vale",
    }
    assert selected("How was Aldermoor rated?", reports, scope).status == "no_such_report"


def test_a_comparison_of_numbers_wants_a_number(reports: list[Report]) -> None:
    plan = planned("Care leavers at university: Aldermoor or Cressford, who had more?", reports)
    assert (plan.kind, plan.answer_type) == ("compare", "number")


def test_the_only_authority_is_meant_where_none_is_named(reports: list[Report]) -> None:
    scope = Scope(authorities=("Cressford",))
    assert planned("How was it rated in 2016?", reports, scope).authorities == ("Cressford",)
    assert planned("How was it rated in 2016?", reports).authorities == ()
    assert planned("Which councils were good?", reports, scope).authorities == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who led Aldermoor 2017?", "person"),
        ("Name of the HMI in charge at Aldermoor in 2017, please", "person"),
        ("who did Aldermoors last ofsted", "person"),
        ("who led children's services in Aldermoor in 2017?", "finding"),
        ("Aldermoor ofsted direction of travel", "trend"),
        ("Has Aldermoor turned the corner?", "trend"),
        ("Aldermoor 2017 - mark for protecting and helping children?", "judgement"),
        ("Aldermoor 2017: pass or fail?", "judgement"),
        ("is Aldermoor any good", "judgement"),
        ("Which area was weakest in Aldermoor?", "judgement"),
        ("How did Aldermoor do when Ofsted went in during 2017?", "judgement"),
        ("How long did Aldermoor's 2017 inspection last?", "date"),
        ("I'm told it was split across two visits in Aldermoor. What were the dates of the inspection?", "date"),
        ("Which of Aldermoor and Cressford are good?", "aggregate"),
        ("Which neighbouring boroughs did Aldermoor share its services with?", "finding"),
    ],
)
def test_wordings_of_one_kind(question: str, kind: str, reports: list[Report]) -> None:
    plan = planned(question, reports)
    assert plan.kind == kind
    assert plan.answer_type == "duration" if question.startswith("How long") else plan.answer_type != "duration"


@pytest.mark.parametrize(
    "question",
    [
        "I'm researching turnarounds. Which councils managed a good overall in a report published before 2020?",
        "Working on a piece about failure - which councils in your collection scraped a good overall?",
        "Of everything published since the start of January 2016, which councils came out good overall?",
    ],
)
def test_what_is_said_around_a_question_is_no_topic(question: str, reports: list[Report]) -> None:
    plan = planned(question, reports)
    assert (plan.kind, plan.grades, plan.topics) == ("aggregate", ("good",), ())


def test_a_light_verb_leaves_a_figure_what_it_is(reports: list[Report]) -> None:
    assert planned("How many adoptions did Aldermoor manage in 2016?", reports).topics == ()


def test_understood_is_plain_data(reports: list[Report]) -> None:
    plain = planned("How was Aldermoor rated in 2017?", reports).understood()
    assert plain["authorities"] == ["Aldermoor"]
    assert plain["periods"][0]["start"] == "2017-01-01"


@given(st.text(max_size=120))
def test_any_text_can_be_planned_and_selected(question: str) -> None:
    plan = plan_question(question, catalogue=Catalogue.of([]))
    assert select_reports(plan, []).reports == ()
