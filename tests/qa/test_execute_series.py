"""Queries made by hand over reports made by hand: conditions on an authority's series of reports."""

from __future__ import annotations

from datetime import date

from hand_made import (
    EVER_INADEQUATE,
    GOOD,
    INADEQUATE,
    LATEST,
    authorities,
    during,
    left_out,
    names,
    of_reports,
    report,
    series,
    shown,
    years,
)

from qa.facts.execute import run
from qa.plan.query import (
    ALL,
    And,
    At,
    Between,
    Choice,
    DateOf,
    FrameworkIs,
    GapBetween,
    Graded,
    Has,
    InRegion,
    Judged,
    LedBy,
    Not,
    Query,
    Repeats,
    Step,
    Then,
)

# one report of each authority


def test_each_ones_latest_of_those_of_a_framework() -> None:
    reports = [*series("Alder", "IG", framework="SIF"), report("Alder", 2020, "O"), *series("Brack", "G")]
    assert [years(member.reports) for member in of_reports(ALL, reports, choice=LATEST).members] == [[2014], [2020]]
    chosen = Choice(-1, FrameworkIs(("SIF",)))
    assert [years(member.reports) for member in of_reports(ALL, reports, choice=chosen).members] == [[2016]]
    assert shown(authorities(At(chosen, GOOD), reports)) == {"Alder": [2016]}


def test_before_the_latest_and_second_are_false_where_there_are_too_few() -> None:
    reports = [*series("Alder", "IGO"), *series("Brack", "G")]
    assert shown(authorities(At(Choice(-2), GOOD), reports)) == {"Alder": [2016]}
    assert shown(authorities(At(Choice(1), GOOD), reports)) == {"Alder": [2016]}
    assert names(authorities(Not(At(Choice(-2), GOOD)), reports)) == ["Brack"]


def test_the_latest_that_gives_no_grade_leaves_its_authority_out() -> None:
    reports = [*series("Alder", "GG-"), *series("Brack", "GI")]
    found = authorities(Not(At(LATEST, GOOD)), reports)
    assert (shown(found), left_out(found)) == ({"Brack": [2016]}, {"Alder": ("area not graded",)})
    assert years(found.left_out[0].reports) == [2018]
    assert names(authorities(At(Choice(-1, Judged("overall")), GOOD), reports)) == ["Alder"]


def test_a_choice_among_reports_that_may_belong_holds_only_if_it_does_either_way() -> None:
    # Of the last report it is unknown whether it is one of those graded inadequate.
    reports = series("Alder", "IG-", lead_inspector="Ada")
    last_inadequate = Choice(-1, INADEQUATE)
    assert left_out(authorities(At(last_inadequate, DateOf("published", during(2014))), reports)) == {
        "Alder": ("area not graded",)
    }
    assert names(authorities(At(last_inadequate, LedBy(("Ada",))), reports)) == ["Alder"]
    known = Choice(-1, And((Judged("overall"), INADEQUATE)))
    assert names(authorities(At(known, DateOf("published", during(2014))), reports)) == ["Alder"]
    assert left_out(of_reports(ALL, reports, choice=last_inadequate)) == {"Alder": ("area not graded",)}


def test_too_many_reports_that_may_belong_are_unknown() -> None:
    reports = series("Alder", "I--------G", first=2000)
    assert left_out(authorities(At(Choice(-1, INADEQUATE), LedBy(("Ada",))), reports)).keys() == {"Alder"}


# how often


def test_ever_never_every_at_least_exactly() -> None:
    reports = [*series("Alder", "GGG"), *series("Brack", "GIG"), *series("Corve", "IGI"), *series("Dun", "G-G")]
    assert shown(authorities(EVER_INADEQUATE, reports)) == {"Brack": [2016], "Corve": [2014, 2018]}
    assert left_out(authorities(EVER_INADEQUATE, reports)) == {"Dun": ("area not graded",)}
    never = {"Alder": [2014, 2016, 2018]}
    assert shown(authorities(Not(EVER_INADEQUATE), reports)) == never
    assert shown(authorities(Has(INADEQUATE, least=None, most=0), reports)) == never
    assert names(authorities(Has(GOOD, every=True), reports)) == ["Alder"]
    assert names(authorities(Has(GOOD, least=2), reports)) == ["Alder", "Brack", "Dun"]
    assert names(authorities(Has(INADEQUATE, least=1, most=1), reports)) == ["Brack"]
    assert left_out(authorities(Has(GOOD, least=3), reports)) == {"Dun": ("area not graded",)}


def test_every_needs_enough_reports_and_looks_only_among_them() -> None:
    reports = [*series("Alder", "G"), *series("Brack", "GG"), report("Corve", 2015, "I", framework="SIF")]
    assert names(authorities(Has(GOOD, least=2, every=True), reports)) == ["Brack"]
    assert names(authorities(Has(GOOD, FrameworkIs(("ILACS",)), every=True), reports)) == ["Alder", "Brack"]
    assert names(authorities(Has(ALL, least=1, most=1), reports)) == ["Alder", "Corve"]


def test_that_there_is_no_such_report_is_shown_by_all_of_them() -> None:
    reports = [*series("Alder", "GG", framework="SIF"), *series("Brack", "G")]
    assert shown(authorities(Not(Has(ALL, FrameworkIs(("SIF",)))), reports)) == {"Brack": [2014]}


# one report and a later one


def test_later_and_next() -> None:
    reports = [*series("Alder", "IRG"), *series("Brack", "IG"), *series("Corve", "GI")]
    assert shown(authorities(Then(INADEQUATE, GOOD), reports)) == {"Alder": [2014, 2018], "Brack": [2014, 2016]}
    assert names(authorities(Then(INADEQUATE, GOOD, adjacent=True), reports)) == ["Brack"]


def test_never_again() -> None:
    reports = [*series("Alder", "IG"), *series("Brack", "IGI"), *series("Corve", "GG"), *series("Dun", "I-")]
    found = authorities(Then(INADEQUATE, INADEQUATE, never=True), reports)
    assert shown(found) == {"Alder": [2014]}
    assert left_out(found) == {"Dun": ("area not graded",)}


def test_between_reports_that_give_no_grade_the_next_one_is_looked_for_if_asked() -> None:
    reports = series("Alder", "I-G")
    assert left_out(authorities(Then(INADEQUATE, GOOD, adjacent=True), reports)) == {"Alder": ("area not graded",)}
    graded = Then(INADEQUATE, GOOD, adjacent=True, among=Judged("overall"))
    assert shown(authorities(graded, reports)) == {"Alder": [2014, 2018]}


def test_from_the_first_of_one_framework_to_the_latest() -> None:
    reports = [*series("Alder", "IR", framework="SIF"), report("Alder", 2020, "G"), *series("Brack", "IG")]
    first = At(Choice(0, FrameworkIs(("SIF",))), INADEQUATE)
    assert shown(authorities(And((first, At(LATEST, GOOD))), reports)) == {"Alder": [2014, 2020]}


# steps


def test_steps_any_last_ends_every() -> None:
    reports = [*series("Alder", "IRG"), *series("Brack", "GIG"), *series("Corve", "GGG"), *series("Dun", "G")]
    rises = {between: names(authorities(Step("overall", 1, None, between), reports)) for between in BETWEEN}
    assert rises == {
        "any": ["Alder", "Brack"],
        "last": ["Alder", "Brack"],
        "ends": ["Alder"],
        "every": ["Alder"],
    }
    unchanged = authorities(Step("overall", 0, 0, "every"), reports)
    assert shown(unchanged) == {"Corve": [2014, 2016, 2018]}


BETWEEN: tuple[Between, ...] = ("any", "last", "ends", "every")


def test_a_step_says_from_what_to_what() -> None:
    found = authorities(Step("overall", None, -2, "any"), [*series("Alder", "OGI"), *series("Brack", "GR")])
    (member,) = found.members
    assert [(step.grades, step.rise) for step in member.steps] == [(("good", "inadequate"), -2)]
    assert years(member.reports) == [2016, 2018]


def test_grades_of_two_scales_are_not_compared() -> None:
    reports = [report("Kenley", 2013, "A", framework="LAC"), report("Kenley", 2017, "R", framework="SIF")]
    found = authorities(Step("overall", None, -1), reports)
    assert (found.members, left_out(found)) == ((), {"Kenley": ("other scale",)})
    assert names(authorities(Step("overall", None, 0, "last"), [*reports, report("Kenley", 2021, "R")])) == ["Kenley"]
    # Its own words are compared with no others: adequate is neither good nor requires improvement.
    adequate = authorities(At(Choice(0), Graded("overall", ("requires improvement",))), reports)
    assert (adequate.members, adequate.left_out) == ((), ())


def test_a_step_to_a_report_without_the_grade_is_unknown() -> None:
    reports = [report("Alder", 2016, "G", framework="SIF", in_care="G", care_leavers="G")]
    reports += [report("Alder", 2019, "G", in_care="G")]
    found = authorities(Step("care_leavers", 0, 0, "last"), reports)
    assert left_out(found) == {"Alder": ("judged with children in care",)}


def test_over_steps_each_pair_is_a_member() -> None:
    reports = [*series("Alder", "IGIG"), *series("Brack", "RG", region="South West")]
    found = run(Query(over="steps", where=Step("overall", 2, 2)), reports)
    assert [(member.authority, years(member.reports)) for member in found.members] == [
        ("Alder", [2014, 2016]),
        ("Alder", [2018, 2020]),
    ]
    place = And((Step("overall", 1, None), InRegion(("South West",))))
    assert names(run(Query(over="steps", where=place), reports)) == ["Brack"]
    last = run(Query(over="steps", where=Step("overall", 1, None, "last")), reports)
    assert [years(member.reports) for member in last.members] == [[2018, 2020], [2014, 2016]]
    unknown = run(Query(over="steps", where=Step("overall", 1, None)), series("Alder", "G-G"))
    assert [years(one.reports) for one in unknown.left_out] == [[2014, 2016], [2016, 2018]]


# gaps and people


def test_gaps_between_publications() -> None:
    reports = [*series("Alder", "GG"), report("Brack", 2014), report("Brack", 2020), report("Corve", 2014)]
    found = authorities(GapBetween(least=1949), reports)
    assert [(gap.days, years((gap.before, gap.after))) for gap in found.members[0].gaps] == [(2192, [2014, 2020])]
    assert names(authorities(Not(GapBetween(least=1949)), reports)) == ["Alder", "Corve"]
    # Where one of the two states no publication, the inspections' ends are compared.
    early = report("Alder", 2014, published=date(2014, 6, 30))
    assert [gap.days for gap in authorities(GapBetween(), [early, report("Alder", 2016)]).members[0].gaps] == [751]
    crossed = [report("Alder", 2014, published=date(2015, 2, 1)), report("Alder", 2015, published=date(2015, 1, 2))]
    assert authorities(GapBetween(30, 30), crossed).members
    unprinted = [report("Alder", 2014), report("Alder", 2016, published=None, inspection_end=date(2016, 6, 13))]
    assert [gap.days for gap in authorities(GapBetween(), unprinted).members[0].gaps] == [732]


def test_one_person_twice() -> None:
    reports = [
        *series("Alder", "GG", lead_inspector="Ada"),
        *series("Brack", "G", lead_inspector="Ada"),
        report("Brack", 2018, "G"),
        report("Corve", 2015, lead_inspector="Bo"),
        report("Corve", 2018, lead_inspector="Cai"),
    ]
    found = authorities(Repeats(), reports)
    assert (shown(found), left_out(found)) == ({"Alder": [2014, 2016]}, {"Brack": ("no lead named",)})
    assert names(authorities(Not(Repeats()), reports)) == ["Corve"]
