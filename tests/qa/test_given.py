"""What "latest" means of an area that no latest report judges."""

from __future__ import annotations

from hand_made import GOOD, LATEST, names, report

from qa.facts import last_given
from qa.facts.execute import run
from qa.plan.query import And, At, ByAuthority, Choice, FrameworkIs, Graded, Judged, Not, Query, Want

BOARD = Graded("lscb", ("inadequate",))
REPORTS = (
    report("Alder", 2014, "G", lscb="I"),
    report("Alder", 2020, "G"),
    report("Brack", 2015, "G", lscb="G"),
    report("Brack", 2021, "I"),
    report("Corve", 2016, "I", lscb="I"),
    report("Corve", 2022, "I"),
)


def test_of_an_area_no_longer_judged_the_latest_is_the_latest_that_judges_it() -> None:
    query = last_given(Query(over="authorities", where=At(LATEST, BOARD)), REPORTS)
    assert query.where == At(Choice(among=Judged("lscb")), BOARD)
    found = run(query, REPORTS)
    assert names(found) == ["Alder", "Corve"]
    assert not found.left_out


def test_what_is_still_judged_stays_at_the_latest_beside_it() -> None:
    asked = Query(over="authorities", where=At(LATEST, And((Graded("overall", ("good",)), BOARD))))
    assert names(run(last_given(asked, REPORTS), REPORTS)) == ["Alder"]


def test_where_one_latest_report_judges_it_the_others_are_asked_of_frameworks_that_can() -> None:
    reports = (*REPORTS, report("Dunmere", 2017, "G", framework="SIF", lscb="I"))
    query = last_given(Query(over="authorities", where=At(LATEST, BOARD)), reports)
    assert query.where == At(Choice(among=Not(FrameworkIs(("ILACS",)))), BOARD)


def test_whether_a_grade_is_given_is_asked_of_the_latest() -> None:
    for where in (At(LATEST, Not(Judged("lscb"))), At(LATEST, GOOD)):
        query = Query(over="authorities", where=where)
        assert last_given(query, REPORTS) == query


def test_reports_chosen_for_what_is_wanted_of_them() -> None:
    query = Query(over="reports", choice=LATEST, wants=(Want(kind="grades", areas=("lscb",)),))
    assert last_given(query, REPORTS).choice == Choice(among=Judged("lscb"))


def test_of_a_named_authority_the_latest_is_the_latest() -> None:
    query = Query(over="authorities", where=At(LATEST, BOARD), universe=ByAuthority(("Alder",)))
    assert last_given(query, REPORTS) == query


def test_a_letter_that_judges_nothing_is_not_the_latest_word_on_a_grade() -> None:
    reports = (
        report("Alder", 2019, "G"),
        report("Alder", 2021, framework="focused visit"),
        report("Brack", 2020, "G"),
    )
    query = last_given(Query(over="authorities", where=At(LATEST, GOOD)), reports)
    found = run(query, reports)
    assert (names(found), found.left_out) == (["Alder", "Brack"], ())


def test_a_report_that_gives_no_grade_its_framework_has_stays_the_latest() -> None:
    reports = (report("Alder", 2019, "G"), report("Alder", 2026, in_care="G"), report("Brack", 2020, "G"))
    query = Query(over="authorities", where=At(LATEST, GOOD))
    assert last_given(query, reports) == query
