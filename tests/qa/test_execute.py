"""Queries made by hand over reports made by hand: conditions on one report, the universe, shares, orders and groups."""

from __future__ import annotations

from datetime import date

import pytest
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
    AreaCount,
    At,
    ByAuthority,
    Choice,
    DateOf,
    Extreme,
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
    Step,
    Then,
    Want,
)

# conditions on one report


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
    assert (found.looked_at.reports, found.looked_at.authorities, found.looked_at.nameless) == (2, 1, 1)


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


def test_the_most_recent_report_is_the_last_published() -> None:
    reports = [report("Alder", 2014, published=date(2020, 1, 1)), *series("Brack", "GG"), report("Corve", None)]
    newest = of_reports(ALL, reports, extreme=Extreme(of="date"))
    assert (names(newest), left_out(newest)) == (["Alder"], {"Corve": ("date not stated",)})
    unprinted = [*reports[:3], report("Dun", 2021, published=None)]
    assert names(of_reports(ALL, unprinted, extreme=Extreme(of="date"))) == ["Dun"]


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


def test_the_latest_is_the_last_inspected_not_the_last_published() -> None:
    late = report("Alder", 2014, "I", published=date(2017, 1, 1))
    assert names(authorities(At(LATEST, GOOD), [late, report("Alder", 2016, "G")])) == ["Alder"]


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
