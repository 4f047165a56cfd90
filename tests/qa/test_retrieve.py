"""Retrieval over made-up reports: both legs, narrowing, re-ranking, comparisons, and no crash on any question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searchable import HashedWords, MadeUp, asked, everything, library

from corpus.store import Store
from qa.question import Period, Plan, Selection
from qa.search.rerank import Candidate
from qa.search.retrieve import retrieve

NORTH_2015 = MadeUp(
    authority="Northwick",
    published=date(2015, 6, 1),
    pages=(
        ("Leaders know their town.", "At 31 March 2015, 210 children were looked after by the council."),
        ("Ten foster carers left. Managers had not planned for it.", "Most pathway plans were overdue."),
    ),
)
NORTH_2019 = MadeUp(
    authority="Northwick",
    published=date(2019, 6, 1),
    pages=(
        ("# What needs to improve", "The timeliness of pathway plans.", "The recording of visits."),
        ("At 31 March 2019, 260 children were looked after by the council.", "Staff turnover is 9%."),
    ),
)
SOUTH_2019 = MadeUp(
    authority="Southolt",
    published=date(2019, 9, 1),
    pages=(
        (
            "Staff turnover was 14% in the year.",
            "Seven children went missing from care.",
            "Pathway plans are up to date.",
        ),
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("retrieve"), [NORTH_2015, NORTH_2019, SOUTH_2019]) as opened:
        yield opened


def find(store: Store, plan: Plan, *, reports: Selection | None = None, dense: bool = True) -> list[Candidate]:
    encoder = HashedWords() if dense else None
    return retrieve(plan, store=store, vectors=None, encoder=encoder, reports=reports or everything(store))


def of(store: Store, authority: str) -> Selection:
    return Selection(reports=tuple(r for r in everything(store).reports if r.authority == authority))


@pytest.mark.parametrize("dense", [True, False])
def test_the_sentence_that_says_it_comes_first(store: Store, dense: bool) -> None:
    best = find(store, asked("How many foster carers left Northwick?"), reports=of(store, "Northwick"), dense=dense)[0]
    assert best.best.text == "Ten foster carers left."
    assert (best.report.published, best.passage.page) == (date(2015, 6, 1), 2)


def test_a_question_in_other_words_finds_it(store: Store) -> None:
    best = find(
        store, asked("Were pathway plans late?", answer_type="yes_no", kind="finding"), reports=of(store, "Northwick")
    )
    assert "overdue" in best[0].passage.text


def test_only_the_selected_reports_are_searched(store: Store) -> None:
    found = find(store, asked("staff turnover"), reports=of(store, "Southolt"))
    assert {candidate.report.authority for candidate in found} == {"Southolt"}
    assert find(store, asked("staff turnover"), reports=Selection(reports=())) == []


def test_the_report_that_fits_the_time_is_preferred(store: Store) -> None:
    north = of(store, "Northwick")
    year = Period(start=date(2019, 1, 1), end=date(2019, 12, 31), words="2019")
    plan = asked("How many children were looked after in 2019?", periods=(year,))
    found = find(store, plan, reports=Selection(reports=north.reports, preferred=north.reports[1:]))
    assert "260" in found[0].passage.text


def test_the_date_that_a_figure_speaks_of_decides_between_reports(store: Store) -> None:
    month = Period(start=date(2015, 3, 1), end=date(2015, 3, 31), words="March 2015", of="as_of", precision="month")
    found = find(store, asked("How many children were looked after in March 2015?", periods=(month,)))
    assert "210" in found[0].passage.text


def test_a_question_in_the_present_prefers_the_latest_report(store: Store) -> None:
    plan = asked("How many children does Northwick look after?")
    assert "260" in find(store, plan, reports=of(store, "Northwick"))[0].passage.text


def test_passages_below_the_heading_of_improvements_come_first_for_a_list(store: Store) -> None:
    plan = asked("What does Northwick need to improve?", kind="list", answer_type="list", asks_list=True)
    assert find(store, plan, reports=of(store, "Northwick"))[0].passage.section == "What needs to improve"


def test_each_side_of_a_comparison_has_its_share(store: Store) -> None:
    plan = asked("staff turnover in Northwick and Southolt", kind="compare", authorities=("Northwick", "Southolt"))
    found = retrieve(plan, store=store, vectors=None, encoder=None, reports=everything(store), limit=2)
    assert {candidate.report.authority for candidate in found} == {"Northwick", "Southolt"}


def test_scores_fall_and_features_add_up(store: Store) -> None:
    found = find(store, asked("How many children went missing?"))
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert all(candidate.score == candidate.best.score for candidate in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=120))
def test_any_question_can_be_searched(store: Store, question: str) -> None:
    for candidate in find(store, asked(question)):
        text = store.text(candidate.report.number)
        for sentence in candidate.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
