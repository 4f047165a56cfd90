"""Hunting for a quotation: how it is asked for, and the very words of one report or of many, each with its page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from searchable import HashedWords, MadeUp, asked, library, reader

from qa.cite import Citer
from qa.plan.quotation import Quotation, asks_quotation
from qa.themes import answer_quotes, quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store
    from qa.themes.gather import Spoken

REPORTS = [
    MadeUp(authority=name, published=date(2016 + n, 6, 1), pages=pages)
    for n, (name, pages) in enumerate(
        (
            (
                "Northwick",
                (
                    ("Social workers have high caseloads, and visits to children are late because of this.",),
                    ("High caseloads were spoken of by some social workers in the last of the four meetings.",),
                    ("A young person said: ‘I have high hopes that the new worker will visit me every week.’",),
                ),
            ),
            ("Southolt", (("Caseloads are manageable, so that visits to children are on time.",),)),
            ("Eastbrook", (("Some social workers have high caseloads and cannot see every child.",),)),
            ("Pineham", (("high caseloads of social workers that mean long waits.",),)),
            ("Westlea", (("High caseloads of social workers mean that children wait too long.",),)),
        )
    )
]


@pytest.mark.parametrize(
    ("question", "about", "speaker"),
    [
        ("Find me a quote about high caseloads in the area", "high caseloads", ""),
        ("What did inspectors say, word for word, about delays?", "delays", ""),
        ("Can you get a strong quotation on neglect from the area's report?", "neglect", ""),
        ("I need a quote from a young person about moving house", "moving house", "a young person"),
        ("Quote what the report says about staff turnover, please", "staff turnover", ""),
        ("Which report says “children wait far too long”?", "children wait far too long", ""),
        ("Give me the exact wording on return interviews", "return interviews", ""),
    ],
)
def test_what_is_hunted_for(question: str, about: str, speaker: str) -> None:
    assert asks_quotation(question) == Quotation(about=about, speaker=speaker)


@pytest.mark.parametrize(
    "question",
    [
        "What is the share in England, as quoted?",
        "What do reports say about caseloads?",
        "Are children's own words used in plans about care?",
        "How many quotes for repairs did the area get?",
        "Which reports say that caseloads are high?",
    ],
)
def test_what_hunts_for_none(question: str) -> None:
    assert asks_quotation(question) is None


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("quotes"), REPORTS) as opened:
        yield opened


def hunted(store: Store, words: str, *, speaker: str = "", of: str = "") -> list[Spoken]:
    plan = asked(words, kind="finding", answer_type="text")
    reports = [one for one in store.reports() if of in (one.authority, "")]
    return quotes(plan, reports, speaker=speaker, store=store, encoder=HashedWords(), reader=reader())


def test_one_of_each_report_that_says_so(store: Store) -> None:
    assert sorted(one.report.authority or "" for one in hunted(store, "high caseloads")) == [
        "Eastbrook",
        "Northwick",
        "Westlea",
    ]


def test_a_phrase_half_remembered_is_found_by_its_words(store: Store) -> None:
    found = hunted(store, "mean that children wait too long")
    assert [one.report.authority for one in found][:1] == ["Westlea"]


def test_the_very_words_come_before_what_only_says_it(store: Store) -> None:
    found = hunted(store, "social workers have high caseloads and visits are late because of this")
    assert found[0].report.authority == "Northwick"
    assert found[0].text.startswith("Social workers have")
    assert len({one.report.number for one in found}) == len(found)


def test_a_piece_of_a_sentence_is_no_quotation(store: Store) -> None:
    found = hunted(store, "high caseloads")
    assert all(one.text[0].isupper() for one in found)
    assert "Pineham" not in {one.report.authority for one in found}


def test_words_of_a_person_stand_in_marks_beside_that_person(store: Store) -> None:
    (one,) = hunted(store, "the new worker will visit every week", speaker="a young person", of="Northwick")
    assert "high hopes" in one.text
    assert hunted(store, "the new worker will visit every week", speaker="a headteacher", of="Northwick") == []


def test_every_row_is_cited_and_none_is_a_refusal(store: Store) -> None:
    reports = store.reports()
    citer = Citer(store, {one.number: one for one in reports})
    found = hunted(store, "high caseloads", of="Northwick")
    answer = answer_quotes(found, "high caseloads", citer, searched=reports[:1])
    assert answer.answered
    quoted = {one.quote for one in answer.citations}
    assert "Social workers have high caseloads, and visits to children are late because of this." in quoted
    none = answer_quotes([], "helicopters", citer, searched=reports, speaker="a parent")
    assert none.status == "not_stated"
    assert "the words of a parent about “helicopters”" in none.answer
