"""What a query found, told: the count and the names, a line each, who was left out and why, how many were looked at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from made_up_library import Made, make_library

from qa.facts import answer_query
from qa.language.periods import Period
from qa.plan.query import (
    And,
    At,
    ByAuthority,
    Choice,
    DateOf,
    FrameworkIs,
    GapBetween,
    Graded,
    Has,
    InRegion,
    LedBy,
    Not,
    Query,
    Ranking,
    Want,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store
    from qa.facts import FactAnswer

MADE = [
    Made(
        authority="Alderton",
        region="London",
        start="2016-05-09",
        end="2016-05-20",
        published="2016-07-04",
        inspector="Ada Penhaligon",
        grades={"overall": "inadequate", "leadership": "inadequate"},
    ),
    Made(
        authority="Alderton",
        region="London",
        start="2019-05-06",
        end="2019-05-17",
        published="2019-07-01",
        inspector="Bo Lindqvist",
        grades={"overall": "good", "leadership": "outstanding"},
    ),
    Made(
        authority="Brackwell",
        region="North East",
        start="2018-03-05",
        end="2018-03-16",
        published="2018-05-01",
        inspector="Ada Penhaligon",
        grades={"overall": "good", "care_leavers": "good", "in_care": "good"},
    ),
    Made(
        authority="Corveley",
        region="London",
        start="2021-02-01",
        end="2021-02-03",
        published="2021-03-10",
        grades={},
    ),
]
GOOD_NOW = At(Choice(), Graded("overall", ("good",)))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with make_library(tmp_path_factory.mktemp("library"), MADE) as opened:
        yield opened


def told(store: Store, query: Query) -> FactAnswer:
    answer = answer_query(query, store, store.reports())
    assert answer is not None
    return answer


def some(where: object, **more: object) -> Query:
    return Query(over="authorities", where=where, **more)  # type: ignore[arg-type]


def test_the_members_are_counted_and_named_then_shown(store: Store) -> None:
    answer = told(store, some(GOOD_NOW))
    head, *lines = answer.text.split("\n")
    assert head == "Two: Alderton and Brackwell."
    assert lines == [
        "Alderton: overall good (inspected 6 to 17 May 2019, published 1 July 2019).",
        "Brackwell: overall good (inspected 5 to 16 March 2018, published 1 May 2018).",
    ]
    assert [{fact.report for fact in claim.facts} for claim in answer.claims] == [{2}, {3}]


def test_none_is_an_answer(store: Store) -> None:
    answer = told(store, some(At(Choice(), Graded("overall", ("outstanding",)))))
    assert (answer.status, answer.text, answer.claims) == ("answered", "None.", ())


def test_who_is_left_out_is_named_with_the_reason(store: Store) -> None:
    answer = told(store, some(GOOD_NOW))
    assert answer.notes == ("Left out: Corveley (its report gives no such grade).",)
    both = told(store, some(Has(Graded("care_leavers", ("inadequate",)))))
    assert both.text == "None."
    assert any("Alderton" in note and "Corveley" in note and note.startswith("Left out: ") for note in both.notes)


def test_a_report_without_a_lead_is_left_out(store: Store) -> None:
    answer = told(store, some(Not(Has(LedBy(("Ada Penhaligon",))))))
    assert answer.notes == ("Left out: Corveley (its report does not name its lead inspector).",)


def test_what_is_outside_the_universe_is_neither_in_nor_left_out(store: Store) -> None:
    answer = told(store, some(GOOD_NOW, universe=InRegion(("North East",))))
    assert answer.text.startswith("One: Brackwell.")
    assert (answer.notes, answer.coverage) == ((), "Looked at 1 report on 1 authority.")


def test_coverage_says_how_many_were_looked_at(store: Store) -> None:
    said = told(store, some(GOOD_NOW)).coverage or ""
    assert said.startswith("Looked at 4 reports on 3 authorities. The oldest of these is the report published ")


def test_a_share_says_of_how_many(store: Store) -> None:
    query = some(GOOD_NOW, wants=(Want(kind="share"),))
    assert told(store, query).text.startswith("2 of 2 (100%): Alderton and Brackwell.")


def test_reports_are_counted_as_reports(store: Store) -> None:
    query = Query(over="reports", where=LedBy(("Ada Penhaligon",)), wants=(Want(kind="count"),))
    head, first, second = told(store, query).text.split("\n")
    assert head == "Two: Alderton and Brackwell."
    assert first.startswith("Alderton: led by Ada Penhaligon, inspected 9 to 20 May 2016")
    assert second.startswith("Brackwell: led by Ada Penhaligon")
    every = told(store, Query(over="reports", where=FrameworkIs(("ILACS",)), wants=(Want(kind="count"),)))
    assert every.text.startswith("Four reports: Alderton, Brackwell and Corveley.")


def test_a_ranking_names_the_group_and_its_members(store: Store) -> None:
    query = Query(over="reports", ranking=Ranking(by="inspector"))
    assert told(store, query).text.startswith("Ada Penhaligon: 2 (Alderton and Brackwell).")


def test_a_gap_is_told_with_both_its_reports(store: Store) -> None:
    query = some(GapBetween(700, None), wants=(Want(kind="list"), Want(kind="gap")))
    answer = told(store, query)
    assert "One: Alderton." in answer.text
    assert "from 4 July 2016 to 1 July 2019" in answer.text
    assert {fact.report for fact in answer.claims[0].facts} == {1, 2}


def test_areas_of_the_condition_are_shown(store: Store) -> None:
    answer = told(store, some(At(Choice(), Graded("leadership", ("outstanding",)))))
    assert "leadership" in answer.text and "outstanding" in answer.text


def test_every_quote_states_what_is_claimed(store: Store) -> None:
    for claim in told(store, some(Has(Graded("overall", ("inadequate", "good"))))).claims:
        for fact in claim.facts:
            text = store.text(fact.report)[fact.fact.start : fact.fact.end]
            assert fact.fact.value in text


def test_an_authority_that_is_not_here_is_no_answer(store: Store) -> None:
    query = Query(over="reports", universe=ByAuthority(("Dunmere",)), wants=(Want(kind="leader"),))
    assert answer_query(query, store, store.reports()) is None


def test_a_history_since_when_there_is_one_report_is_told_whole(store: Store) -> None:
    """One report tells no change; where it is the only one of all, there is no more to tell."""
    wants = (Want(kind="history", areas=("overall",)),)
    year = DateOf("any", Period(start=date(2019, 1, 1), end=date.max, words="since 2019"))
    found = told(store, Query(over="reports", universe=And((ByAuthority(("Alderton",)), year)), wants=wants))
    assert "inadequate (2016), good (2019)" in found.text
    assert "One report is since the time" in " ".join(found.notes)
    year = DateOf("any", Period(start=date(2018, 1, 1), end=date.max, words="since 2018"))
    found = told(store, Query(over="reports", universe=And((ByAuthority(("Brackwell",)), year)), wants=wants))
    assert "good (2018)" in found.text
    assert not any("One report is" in note for note in found.notes)
