"""Queries made by hand over reports made by hand: each class of the algebra, and each rule of what is unknown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corpus.model import Report
from qa.facts.execute import run
from qa.facts.result import Result
from qa.plan.query import (
    ALL,
    And,
    AreaCount,
    At,
    ByAuthority,
    Choice,
    DateOf,
    Extreme,
    FrameworkIs,
    GapBetween,
    Graded,
    Has,
    InRegion,
    Judged,
    LedBy,
    Not,
    Or,
    Query,
    Ranking,
    Repeats,
    Step,
    Then,
    Want,
)
from qa.question import Period

WORDS = {"O": "outstanding", "G": "good", "R": "requires improvement", "I": "inadequate", "A": "adequate"}
INADEQUATE, GOOD = Graded("overall", ("inadequate",)), Graded("overall", ("good",))
AT_LEAST_GOOD = Graded("overall", ("outstanding", "good"))
LATEST = Choice()
EVER_INADEQUATE = Has(INADEQUATE)


def report(authority: str | None, year: int | None, overall: str = "", **given: Any) -> Report:
    """A report of an inspection in June of `year`, published in July; grades of other areas by their letters."""
    areas = ("help_and_protection", "in_care", "care_leavers", "leadership", "adoption", "lscb")
    grades = {"overall": overall} | {area: given.pop(area) for area in areas if area in given}
    number = given.pop("number", None) or (year or 0) * 100 + len(authority or "")
    stated = {"framework": "ILACS", "region": "London"} | given
    if year is not None:
        dates = {
            "inspection_start": date(year, 6, 1),
            "inspection_end": date(year, 6, 12),
            "published": date(year, 7, 20),
        }
        stated = dates | stated
    return Report(
        id=f"{authority}{year}{number}",
        number=number,
        source="a.pdf",
        title="A report",
        media_type="application/pdf",
        pages=3,
        authority=authority,
        judgements={area: WORDS.get(grade, grade) for area, grade in grades.items() if grade},
        **stated,
    )


def series(authority: str, grades: str, first: int = 2014, **given: Any) -> list[Report]:
    """Reports of every second year, graded by the letters; "-" gives no overall grade."""
    return [report(authority, first + 2 * i, grade.strip("-"), **given) for i, grade in enumerate(grades)]


def authorities(where: Any, reports: list[Report], **more: Any) -> Result:
    return run(Query(over="authorities", where=where, **more), reports)


def of_reports(where: Any, reports: list[Report], **more: Any) -> Result:
    return run(Query(over="reports", where=where, **more), reports)


def names(result: Result) -> list[str | None]:
    return [member.authority for member in result.members]


def shown(result: Result) -> dict[str | None, list[int]]:
    """The years of the reports that show it, by authority."""
    return {member.authority: years(member.reports) for member in result.members}


def years(reports: tuple[Report, ...]) -> list[int]:
    return [report.dated.year if report.dated else 0 for report in reports]


def left_out(result: Result) -> dict[str | None, tuple[str, ...]]:
    return {one.authority: one.why for one in result.left_out}


def during(first: int, last: int | None = None) -> Period:
    return Period(start=date(first, 1, 1), end=date(last or first, 12, 31), words=str(first))


# one report


def test_a_report_without_the_grade_neither_has_it_nor_lacks_it() -> None:
    reports = [report("Alder", 2019, "G"), report("Brack", 2019), report("Corve", 2019, "I")]
    good, others = of_reports(GOOD, reports), of_reports(Not(GOOD), reports)
    assert (names(good), names(others)) == (["Alder"], ["Corve"])
    assert left_out(good) == left_out(others) == {"Brack": ("area not graded",)}
    assert names(of_reports(Not(Judged("overall")), reports)) == ["Brack"]
    assert not of_reports(Not(Judged("overall")), reports).left_out


def test_what_is_known_settles_and_and_or() -> None:
    reports = [report("Alder", 2019, leadership="G"), report("Brack", 2019, leadership="I")]
    led_well = Graded("leadership", ("good",))
    both, either = of_reports(And((GOOD, led_well)), reports), of_reports(Or((GOOD, led_well)), reports)
    assert (names(both), left_out(both)) == ([], {"Alder": ("area not graded",)})
    assert (names(either), left_out(either)) == (["Alder"], {"Brack": ("area not graded",)})


def test_capitals_of_grades_and_names_do_not_count() -> None:
    reports = [report("Alder", 2019, "Requires Improvement", lead_inspector="Ada Penhaligon")]
    assert names(of_reports(Graded("overall", ("requires improvement",)), reports)) == ["Alder"]
    assert names(of_reports(LedBy(("ADA PENHALIGON",)), reports)) == ["Alder"]


def test_care_leavers_judged_with_children_in_care_are_unknown_and_it_is_said() -> None:
    reports = [
        report("Alder", 2019, "G", in_care="G"),
        report("Brack", 2024, "G", in_care="G", care_leavers="O"),
        report("Corve", 2015, "G", framework="SIF", in_care="G"),
    ]
    found = of_reports(Graded("care_leavers", ("outstanding",)), reports)
    assert names(found) == ["Brack"]
    assert left_out(found) == {"Alder": ("judged with children in care",), "Corve": ("area not graded",)}


def test_areas_are_counted_without_overall() -> None:
    reports = [
        report("Alder", 2019, "I", leadership="I", in_care="G"),
        report("Brack", 2019, "I", leadership="I", in_care="I"),
        report("Corve", 2019, "I"),
    ]
    found = of_reports(AreaCount(("inadequate",), 2), reports)
    assert (names(found), left_out(found)) == (["Brack"], {"Corve": ("area not graded",)})
    assert names(of_reports(AreaCount(("good",), None, 0), reports)) == ["Brack"]


def test_each_kind_of_date() -> None:
    one = report(
        "Alder", None, inspection_start=date(2018, 12, 10), inspection_end=date(2019, 1, 4), published=date(2020, 2, 1)
    )
    by_kind = {
        kind: [year for year in (2018, 2019, 2020) if of_reports(DateOf(kind, during(year)), [one]).members]
        for kind in ("published", "inspected", "started", "ended", "any")
    }
    assert by_kind == {
        "published": [2020],
        "inspected": [2018, 2019],
        "started": [2018],
        "ended": [2019],
        "any": [2018, 2019, 2020],
    }
    printed = report("Brack", None, published=date(2020, 2, 1))
    assert left_out(of_reports(DateOf("inspected", during(2020)), [printed])) == {"Brack": ("date not stated",)}
    assert not of_reports(DateOf("any", during(2018)), [printed]).left_out


def test_unnamed_lead_is_left_out_and_unknown_place_is_not() -> None:
    reports = [report("Alder", 2019, lead_inspector="Ada"), report("Brack", 2019), report("Corve", 2019, region=None)]
    assert left_out(of_reports(Not(LedBy(("Ada",))), reports[:2])) == {"Brack": ("no lead named",)}
    assert names(of_reports(Not(InRegion(("London",))), reports)) == ["Corve"]


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


BETWEEN = ("any", "last", "ends", "every")


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


# what is not dated


def test_reports_without_a_date_are_counted_but_not_placed() -> None:
    undated = report("Alder", None, "I", number=1)
    reports = [*series("Alder", "RG"), undated]
    found = authorities(At(LATEST, GOOD), reports)
    assert (names(found), found.undated) == (["Alder"], (undated,))
    assert names(authorities(EVER_INADEQUATE, reports)) == ["Alder"]
    assert left_out(authorities(At(Choice(2), GOOD), reports)) == {"Alder": ("date not stated",)}
    two = [report("Alder", 2014, "G"), undated]
    for where in (Step("overall", 1, None), Then(GOOD, GOOD), GapBetween()):
        assert left_out(authorities(where, two)) == {"Alder": ("date not stated",)}
    alone = authorities(At(LATEST, INADEQUATE), [undated])
    assert (names(alone), alone.undated) == (["Alder"], ())


def test_reports_of_no_authority_are_reports_but_no_series() -> None:
    reports = [report(None, 2019, "G"), *series("Alder", "G")]
    assert names(of_reports(GOOD, reports)) == ["Alder", None]
    found = authorities(At(LATEST, GOOD), reports)
    assert names(found) == ["Alder"]
    assert (found.looked_at.reports, found.looked_at.authorities) == (2, 1)


# the universe, shares, orders and groups


def test_what_is_outside_the_universe_is_neither_member_nor_left_out() -> None:
    reports = [*series("Alder", "-", region="South West"), *series("Brack", "IG")]
    found = authorities(At(LATEST, GOOD), reports, universe=InRegion(("London",)))
    assert (names(found), found.left_out, found.looked_at.reports) == (["Brack"], (), 2)
    early = authorities(At(LATEST, INADEQUATE), reports, universe=DateOf("published", during(2014)))
    assert names(early) == ["Brack"]


def test_what_may_lie_in_the_universe_is_left_out() -> None:
    reports = [report("Alder", 2019, "G", published=None), *series("Brack", "G")]
    universe = DateOf("published", during(2014))
    assert left_out(of_reports(ALL, reports, universe=universe)) == {"Alder": ("date not stated",)}
    assert left_out(authorities(ALL, reports, universe=universe)) == {"Alder": ("date not stated",)}
    more = [*reports, report("Alder", 2014, "G")]
    assert not authorities(ALL, more, universe=universe).left_out


def test_a_share_counts_within_its_base() -> None:
    reports = [*series("Alder", "G"), *series("Brack", "I"), *series("Corve", "G", region="South West")]
    share = (Want(kind="share", base=InRegion(("London",))),)
    found = authorities(At(LATEST, GOOD), reports, wants=share)
    assert (names(found), [member.authority for member in found.base]) == (["Alder"], ["Alder", "Brack"])
    whole = authorities(At(LATEST, GOOD), reports, wants=(Want(kind="share"),))
    assert (len(whole.members), len(whole.base)) == (2, 3)


def test_the_first_of_an_order_with_those_level_with_it() -> None:
    reports = [*series("Alder", "GGG"), *series("Brack", "GGG"), *series("Corve", "GG", first=2019)]
    most = authorities(ALL, reports, extreme=Extreme(of="reports"))
    assert shown(most) == {"Alder": [2014, 2016, 2018], "Brack": [2014, 2016, 2018]}
    assert names(authorities(ALL, reports, extreme=Extreme(of="reports", most=False))) == ["Corve"]
    newest = of_reports(ALL, reports, extreme=Extreme(of="date", limit=3))
    assert [years(member.reports) for member in newest.members] == [[2021], [2019], [2018], [2018]]
    assert names(of_reports(ALL, reports, extreme=Extreme(of="date", most=False))) == ["Alder", "Brack"]


def test_who_was_first_and_who_longest_ago() -> None:
    reports = [*series("Alder", "GOO"), *series("Brack", "IOG", first=2013)]
    outstanding = Has(Graded("overall", ("outstanding",)))
    first = authorities(outstanding, reports, extreme=Extreme(of="date", most=False))
    assert shown(first) == {"Brack": [2015]}
    assert shown(authorities(outstanding, reports, extreme=Extreme(of="date"))) == {"Alder": [2018]}


def test_the_longest_and_the_shortest_gap() -> None:
    reports = [*series("Alder", "GG"), report("Alder", 2021), report("Brack", 2014), report("Brack", 2015)]
    reports += [report("Corve", 2014), report("Dun", None, number=1), report("Dun", None, number=2)]
    longest = authorities(ALL, reports, extreme=Extreme(of="gap"))
    assert shown(longest) == {"Alder": [2016, 2021]}
    assert [gap.days for gap in longest.members[0].gaps] == [1826]
    assert left_out(longest) == {"Dun": ("date not stated",)}
    assert shown(authorities(ALL, reports, extreme=Extreme(of="gap", most=False))) == {"Brack": [2014, 2015]}


def test_who_improved_most() -> None:
    reports = [*series("Alder", "IG"), *series("Brack", "IO"), *series("Corve", "RG"), *series("Dun", "GI")]
    rose = Step("overall", 1, None, "ends")
    best = authorities(rose, reports, extreme=Extreme(of="improvement"))
    assert [(member.authority, member.steps[0].rise) for member in best.members] == [("Brack", 3)]
    assert names(authorities(rose, reports, extreme=Extreme(of="improvement", most=False))) == ["Corve"]


def test_groups_with_ties_and_none() -> None:
    reports = [
        *series("Alder", "O"),
        *series("Brack", "O", region="South West"),
        *series("Corve", "G", region="North East"),
        *series("Dun", "O", region=None),
    ]
    where = At(LATEST, Graded("overall", ("outstanding",)))
    most = authorities(where, reports, ranking=Ranking(by="region"))
    assert [(group.key, group.count) for group in most.groups] == [("London", 1), ("South West", 1)]
    assert (names(most), left_out(most)) == (["Alder", "Brack"], {"Dun": ("no region known",)})
    fewest = authorities(where, reports, ranking=Ranking(by="region", most=False))
    assert [(group.key, group.count) for group in fewest.groups] == [("North East", 0)]


def test_groups_of_reports_by_year_person_and_grade() -> None:
    reports = [*series("Alder", "GGI", lead_inspector="Ada"), *series("Brack", "GG", lead_inspector="Bo")]
    groups = {
        by: [(group.key, group.count) for group in of_reports(ALL, reports, ranking=Ranking(by=by, limit=2)).groups]
        for by in ("year", "inspector", "grade", "framework", "authority")
    }
    assert groups == {
        "year": [("2014", 2), ("2016", 2)],
        "inspector": [("Ada", 3), ("Bo", 2)],
        "grade": [("good", 4), ("inadequate", 1)],
        "framework": [("ILACS", 5)],
        "authority": [("Alder", 3), ("Brack", 2)],
    }


def test_order_and_places() -> None:
    reports = [*series("brack", "GI"), *series("Alder", "G"), *series("Corve", "G")]
    assert names(authorities(ByAuthority(("Corve", "Brack")), reports)) == ["brack", "Corve"]
    ordered = of_reports(ALL, reports)
    assert [(member.authority, years(member.reports)) for member in ordered.members] == [
        ("Alder", [2014]),
        ("Corve", [2014]),
        ("brack", [2014]),
        ("brack", [2016]),
    ]


# what does not go together


@pytest.mark.parametrize(
    "query",
    [
        Query(over="authorities", where=GOOD),
        Query(over="reports", where=EVER_INADEQUATE),
        Query(over="authorities", where=Not(And((GOOD,)))),
    ],
)
def test_a_condition_on_the_wrong_thing_is_refused(query: Query) -> None:
    with pytest.raises(TypeError, match="is not a condition on"):
        run(query, series("Alder", "G"))


@pytest.mark.parametrize(
    "query",
    [
        Query(over="authorities", choice=LATEST),
        Query(over="reports", extreme=Extreme(of="gap")),
        Query(over="steps", where=Step("overall", 1, None), extreme=Extreme(of="reports")),
        Query(over="authorities", extreme=Extreme(of="improvement")),
    ],
)
def test_parts_that_do_not_go_together_are_refused(query: Query) -> None:
    with pytest.raises(ValueError, match=r"has no choice|ordered by|needs a Step"):
        run(query, series("Alder", "G"))


def test_the_same_reports_again_and_others_after_them() -> None:
    first, second = tuple(series("Alder", "G")), tuple(series("Brack", "G"))
    query = Query(over="authorities", where=At(LATEST, GOOD))
    assert [names(run(query, reports)) for reports in (first, first, second)] == [["Alder"], ["Alder"], ["Brack"]]
