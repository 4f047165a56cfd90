"""Refusal: what is given, what is not, and that the reason names what was searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searchable import HashedWords, MadeUp, asked, everything, library, reader

from corpus.store import Store
from qa.extract import Extraction, extract
from qa.extract.model import Family
from qa.extract.refusal import Refusal, calibration, confidence, refusal
from qa.question import Plan, Selection
from qa.search.retrieve import retrieve

FAMILIES = get_args(Family)
REPORTS = [
    MadeUp(
        authority="Northwick",
        published=date(year, 6, 1),
        pages=((said, "Leaders know their town well.", "Foster carers are well trained."),),
    )
    for year, said in (
        (2015, "The service has grown."),
        (2018, "Currently 176 children are home educated."),
        (2023, "The number of children educated at home has grown."),
    )
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("refuse"), REPORTS) as opened:
        yield opened


def judged(store: Store, plan: Plan, *years: int) -> tuple[Extraction | None, Refusal | None]:
    chosen = tuple(r for r in everything(store).reports if not years or (r.published and r.published.year in years))
    selection = Selection(reports=chosen)
    found = retrieve(plan, store=store, vectors=None, encoder=HashedWords(), reports=selection)
    extraction = extract(plan, found, store=store, reader=reader())
    return extraction, refusal(plan, found, extraction, selection=selection)


HOME = asked("How many children are home educated?")


def test_what_the_report_says_is_given(store: Store) -> None:
    extraction, refused = judged(store, HOME)
    assert extraction is not None
    assert extraction.value == "176"
    assert refused is None


def test_what_only_another_years_report_says_is_not_stated(store: Store) -> None:
    _, refused = judged(store, HOME, 2023)
    assert refused is not None
    assert refused.status == "not_stated"
    assert "the report on Northwick (2023)" in refused.reason


def test_the_reason_names_every_report_that_was_searched(store: Store) -> None:
    _, refused = judged(store, asked("How much was spent on ponies?", answer_type="money"))
    assert refused is not None
    assert "the 3 reports on Northwick (2015, 2018, 2023)" in refused.reason


def test_what_no_report_speaks_of_is_refused(store: Store) -> None:
    _, refused = judged(store, asked("what time does the zoo shut on saturdays", kind="finding", answer_type="text"))
    assert refused is not None


def test_a_list_of_recommendations_is_always_given() -> None:
    assert confidence(Extraction(answer="", claims=(), family="finding", features={"certain": 1.0})) == 1.0


@given(st.dictionaries(st.sampled_from(["overlap", "similarity", "missing", "lead", "fit", "asked"]), st.floats(-5, 5)))
def test_confidence_is_a_probability(features: dict[str, float]) -> None:
    for family in FAMILIES:
        assert 0.0 <= confidence(Extraction(answer="", claims=(), family=family, features=features)) <= 1.0


def test_more_of_the_question_in_the_sentence_makes_surer() -> None:
    features = {
        "overlap": 0.4,
        "similarity": 0.4,
        "missing": 0.4,
        "lead": 0.4,
        "fit": 2.0,
        "margin": 0.0,
        "relevance": 0.0,
    }
    more = {"similarity": 0.9, "lead": 1.4, "margin": 2.0, "relevance": 2.0}
    for family in FAMILIES:
        before = Extraction(answer="", claims=(), family=family, features=features)
        after = Extraction(answer="", claims=(), family=family, features={**features, **more})
        assert confidence(after) > confidence(before)
        assert 0.0 < calibration(family).threshold < 1.0
