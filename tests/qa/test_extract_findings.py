"""Findings and lists: the sentences that say it, whole, in order and without repeats; every item of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from searchable import MadeUp, asked, everything, library, reader

from qa.extract import Extraction, extract
from qa.question import Plan
from qa.search.retrieve import retrieve


def answer(folder: Path, plan: Plan, pages: Sequence[Sequence[str]], recommendations: Sequence[str] = ()) -> Extraction:
    made = MadeUp(authority="Northwick", published=date(2019, 6, 1), pages=pages, recommendations=recommendations)
    with library(folder, [made]) as store:
        found = retrieve(plan, store=store, vectors=None, encoder=None, reports=everything(store))
        extraction = extract(plan, found, store=store, reader=reader())
        assert extraction is not None
        text = store.text(1)
        for claim in extraction.claims:
            assert " ".join(" ".join(text[a:b].split()) for _, a, b in claim.spans) == claim.text
        return extraction


WHY = asked("Why were conferences late?", kind="finding", answer_type="reason", asks_why=True)


def test_what_points_back_follows_what_it_points_to(tmp_path: Path) -> None:
    page = (
        "Many conferences were late because reports were not ready in time. This has led to drift for whole families.",
        "The canteen serves soup on most days of the week.",
    )
    shown = [claim.text for claim in answer(tmp_path, WHY, [page]).claims]
    assert shown == [
        "Many conferences were late because reports were not ready in time.",
        "This has led to drift for whole families.",
    ]


def test_sentences_stand_in_the_reports_order_and_do_not_repeat_each_other(tmp_path: Path) -> None:
    pages = [
        ["Conferences were late because chairs were few in number."],
        ["Late conferences were due to a lack of minutes from schools."],
        ["Because chairs were few in number, conferences were late."],
    ]
    found = answer(tmp_path, WHY, pages)
    starts = [claim.spans[0][1] for claim in found.claims]
    assert starts == sorted(starts)
    assert sum("chairs were few" in claim.text for claim in found.claims) == 1
    assert 2 <= len(found.claims) <= 5


def test_a_sentence_cut_by_a_pages_end_is_shown_whole_with_both_spans(tmp_path: Path) -> None:
    pages = [["Conferences were late because the chairs of"], ["both panels had left the council."]]
    (claim,) = answer(tmp_path, WHY, pages).claims[:1]
    assert claim.text == "Conferences were late because the chairs of both panels had left the council."
    assert len(claim.spans) == 2


def test_a_bullet_is_shown_without_its_mark(tmp_path: Path) -> None:
    found = answer(tmp_path, WHY, [["• Conferences were late because reports were missing."]])
    assert found.claims[0].text == "Conferences were late because reports were missing."


IMPROVE = asked("What does Northwick need to improve?", kind="list", answer_type="list", asks_list=True)


def test_every_recommendation_is_listed_with_its_own_citation(tmp_path: Path) -> None:
    items = ["The timeliness of plans.", "The recording of visits.", "Supervision by managers."]
    found = answer(tmp_path, IMPROVE, [items], recommendations=items)
    assert [claim.text for claim in found.claims] == items
    assert found.answer.splitlines()[1:] == [f"{n}. {item}" for n, item in enumerate(items, 1)]
    assert found.features["certain"] == 1.0


def test_a_report_without_recognised_recommendations_lists_what_stands_below_the_heading(tmp_path: Path) -> None:
    page = ("Plans improve.", "# What needs to improve", "The timeliness of plans.", "The recording of visits.")
    found = answer(tmp_path, IMPROVE, [page])
    assert [claim.text for claim in found.claims] == ["The timeliness of plans.", "The recording of visits."]


def test_the_latest_report_is_listed_where_none_is_named(tmp_path: Path) -> None:
    reports = [
        MadeUp(
            authority="Northwick",
            published=date(year, 6, 1),
            pages=([f"Plans of {year}."],),
            recommendations=[f"Plans of {year}."],
        )
        for year in (2019, 2015)
    ]
    with library(tmp_path, reports) as store:
        found = retrieve(IMPROVE, store=store, vectors=None, encoder=None, reports=everything(store))
        listed = extract(IMPROVE, found, store=store, reader=reader())
    assert listed is not None
    assert [claim.text for claim in listed.claims] == ["Plans of 2019."]


def test_no_passages_give_no_answer(tmp_path: Path) -> None:
    with library(tmp_path, []) as store:
        assert extract(WHY, [], store=store, reader=reader()) is None


def test_rows_of_the_front_page_are_no_part_of_a_finding(tmp_path: Path) -> None:
    plan = asked("How effective is help for young carers?", kind="finding", answer_type="text")
    page = ("Lead inspector: Ann Lee", "Help for young carers Good", "Young carers get help that is effective.")
    found = answer(tmp_path, plan, [page])
    assert [claim.text for claim in found.claims] == ["Young carers get help that is effective."]
    assert found.answer.splitlines()[0].endswith("1 June 2019:")


def test_who_is_let_down_is_told_by_what_is_not_good(tmp_path: Path) -> None:
    plan = asked("It turned good, but who was still being let down?", kind="finding", answer_type="text")
    page = (
        "Care leavers have good support from their advisers.",
        "Disabled children do not receive an effective service.",
    )
    made = MadeUp(authority="Northwick", published=date(2019, 6, 1), pages=(page,))
    with library(tmp_path, [made]) as store:
        found = retrieve(plan, store=store, vectors=None, encoder=None, reports=everything(store))
    assert found[0].best.text.startswith("Disabled children")
