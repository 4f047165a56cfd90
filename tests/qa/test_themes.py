"""Themes across reports: one row a report, cited, in the theme's direction, headed by how many were searched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from searchable import HashedWords, MadeUp, asked, library, reader

from corpus.store import Store
from qa.cite import Citer
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of
from qa.themes import Theme, answer_recommended, answer_theme, recommended, theme
from qa.themes.recommended import Recommended
from qa.themes.theme import Each

SAID = {
    "Northwick": "Social workers have high caseloads, and visits to children are late because of this.",
    "Southolt": "Caseloads of social workers are manageable, so that visits to children are on time.",
    "Eastbrook": "Some social workers carry caseloads that are too high to see every child in time.",
    "Westlea": "The choir of the leaving care service sang at the opening of the new town hall.",
}
REPORTS = [
    MadeUp(authority=name, published=date(2018 + n, 6, 1), pages=((said, "The board has met four times this year."),))
    for n, (name, said) in enumerate(SAID.items())
] + [MadeUp(authority="Northwick", published=date(2012, 6, 1), pages=(("High caseloads mean that children wait.",),))]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("themes"), REPORTS) as opened:
        yield opened


def looked_for(store: Store, words: str, each: Each = "report") -> Theme:
    plan = asked(words, kind="finding", answer_type="text")
    return theme(plan, store.reports(), store=store, encoder=HashedWords(), reader=reader(), each=each)


def test_those_that_say_so_and_none_that_says_the_opposite(store: Store) -> None:
    found = looked_for(store, "high caseloads")
    assert [row.report.authority for row in found.rows].count("Northwick") == 2
    assert {row.report.authority for row in found.rows} == {"Northwick", "Eastbrook"}
    assert found.searched == 5


def test_the_other_direction_finds_the_others(store: Store) -> None:
    assert {row.report.authority for row in looked_for(store, "manageable caseloads").rows} == {"Southolt"}


def test_one_row_an_authority(store: Store) -> None:
    found = looked_for(store, "high caseloads", each="authority")
    assert sorted(row.report.authority or "" for row in found.rows) == ["Eastbrook", "Northwick"]
    assert found.searched == 4


def test_every_row_is_cited_by_its_sentence_and_the_head_counts(store: Store) -> None:
    found = looked_for(store, "high caseloads")
    answer = answer_theme(found, "high caseloads", Citer(store, {one.number: one for one in store.reports()}))
    head, *rows = answer.answer.splitlines()
    assert head == "3 of 5 reports searched speak of it; that the others do not is no proof."
    assert len(rows) == len(answer.claims) == len(answer.citations) == 3
    for row, citation in zip(rows, answer.citations, strict=True):
        assert f"page {citation.page}: “{citation.words}”" in row
        assert store.text(citation.report)[citation.start : citation.end] == citation.quote


def test_what_nobody_speaks_of_is_refused_with_the_count(store: Store) -> None:
    found = looked_for(store, "swimming pools")
    answer = answer_theme(found, "swimming pools", Citer(store, {one.number: one for one in store.reports()}))
    assert not answer
    assert "5 reports" in answer.answer
    assert "no proof" in answer.answer


WANTED = [
    MadeUp(
        authority=name,
        published=date(year, 6, 1),
        pages=((*items,),),
        recommendations=items,
    )
    for name, year, items in (
        ("Northwick", 2015, ("The timeliness of adoption plans.", "Supervision of social workers by managers.")),
        ("Southolt", 2019, ("The quality of supervision for social workers.", "The sufficiency of foster homes.")),
    )
]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("wanted"), WANTED) as opened:
        yield opened


def listed(store: Store, about: str) -> list[Recommended]:
    found = concepts(asked(about, kind="finding"), lexicon_of(store)) if about else ()
    return recommended(store.reports(), store=store, about=about, found=found, encoder=HashedWords())


def test_the_recommendations_of_a_theme_and_all(wanted: Store) -> None:
    assert {one.text for one in listed(wanted, "supervision")} == {
        "Supervision of social workers by managers.",
        "The quality of supervision for social workers.",
    }
    assert len(listed(wanted, "")) == 4
    assert listed(wanted, "zebras") == []


def test_recommendations_in_groups_each_cited(wanted: Store) -> None:
    citer = Citer(wanted, {one.number: one for one in wanted.reports()})
    answer = answer_recommended(listed(wanted, ""), searched=2, about="", by="year", citer=citer)
    lines = answer.answer.splitlines()
    assert lines[0] == "4 recommendations in 2 of 2 reports."
    assert [line for line in lines if line.endswith("(2)")] == ["2015 (2)", "2019 (2)"]
    assert len(answer.citations) == 4
    for citation in answer.citations:
        assert wanted.text(citation.report)[citation.start : citation.end] == citation.quote


def test_no_recommendation_is_a_refusal(wanted: Store) -> None:
    citer = Citer(wanted, {})
    answer = answer_recommended([], searched=2, about="zebras", by=None, citer=citer)
    assert not answer
    assert "“zebras”" in answer.answer
