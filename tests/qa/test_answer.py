"""Answers as data, in a REPL and in a notebook."""

from __future__ import annotations

from typing import get_args

import pytest

from qa.answer import Answer, Citation, Claim, Status


def citation(**changed: object) -> Citation:
    fields: dict[str, object] = {
        "n": 1,
        "source": "reports/a.pdf",
        "title": "Midchester: inspection",
        "authority": "Midchester",
        "published": "2019-04-01",
        "inspected": None,
        "page": 3,
        "page_label": "2",
        "quote": "Some 37 assessments\nwere late.",
        "start": 10,
        "end": 40,
        "report": 1,
    }
    return Citation(**{**fields, **changed})  # type: ignore[arg-type]


def test_a_citation_prints_title_date_page_and_quote_on_one_line() -> None:
    assert str(citation()) == (
        "[1] Midchester: inspection, published 2019-04-01, page 3: “Some 37 assessments were late.”"
    )


def test_the_json_keeps_the_quote_as_it_stands() -> None:
    answer = Answer(
        question="q",
        status="answered",
        answer="37",
        claims=(Claim(text="37", citations=(1,)),),
        citations=(citation(),),
    )
    plain = answer.to_dict()
    assert plain["citations"][0]["quote"] == "Some 37 assessments\nwere late."
    assert plain["claims"] == [{"text": "37", "citations": [1]}]
    assert set(plain["citations"][0]) == {
        "n", "source", "url", "title", "authority", "published", "inspected", "page", "page_label", "quote",
        "start", "end",
    }  # fmt: skip


def test_a_notebook_shows_nothing_from_a_report_as_markup() -> None:
    evil = citation(title="<script>alert(1)</script>", quote="<img src=x onerror=alert(2)>")
    shown = Answer(question="q", status="answered", answer="<b>37</b>", citations=(evil,))._repr_html_()
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "<b>37" not in shown.replace("<b>&lt;b&gt;37", "")


@pytest.mark.parametrize("status", get_args(Status))
def test_a_refusal_is_falsy(status: Status) -> None:
    answer = Answer(question="q", status=status, answer="…")
    assert bool(answer) is answer.answered is (status == "answered")


def test_a_quote_is_shown_once() -> None:
    answer = Answer(
        question="q",
        status="answered",
        answer="37 (Midchester): “Some 37 assessments were late.”",
        claims=(Claim(text="Some 37 assessments were late.", citations=(1,)),),
        citations=(citation(),),
    )
    assert str(answer).count("Some 37 assessments were late.") == 1
    assert "[1] Midchester: inspection, published 2019-04-01, page 3" in str(answer)
    assert answer._repr_html_().count("Some 37 assessments") == 1
    told = Answer(question="q", status="answered", answer="37.", citations=(citation(),))
    assert "“Some 37 assessments were late.”" in str(told)


def test_what_comes_nearest_shows_the_figure_that_may_be_meant() -> None:
    near = citation(picked=(15, 17))
    assert near.value == "37"
    refused = Answer(question="q", status="not_stated", answer="No.", nearest=(near,))
    assert "37 - Midchester: inspection, published 2019-04-01, page 3: “Some 37" in str(refused)
    assert refused.to_dict()["nearest"][0]["value"] == "37"
    assert "<b>37</b>" in refused._repr_html_()
