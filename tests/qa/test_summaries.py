"""A report in short: grades, what must improve, and the report's own sentences that praise and blame, all cited."""

from __future__ import annotations

import pytest

from qa.library import Library
from qa.plan.summary import asks_summary
from qa.summaries.tones import tone


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("Plans are clear, and children benefit from skilled and committed workers.", 1),
        ("Plans are not always good, and visits are delayed.", -1),
        ("Too many children wait, although some services are strong.", -1),
        ("Good planning prevents drift and delays.", 1),
        ("There is no backlog.", 0),
        ("Staff are committed, but they have other duties too.", 0),
        ("Families meet a worker on Mondays.", 0),
        ("Leaders were not deterred.", 0),
    ],
)
def test_praise_and_blame(sentence: str, way: int) -> None:
    found = tone(sentence)
    assert (found > 0) - (found < 0) == way


def test_a_summary_has_grades_and_sentences_each_where_it_stands(samples: Library) -> None:
    report = next(one for one in samples.reports() if one.judgements)
    answer = samples.summary(report)
    assert answer.answered
    assert "Grades:" in answer.answer
    numbers = {one.n for one in answer.citations}
    assert all(claim.citations and set(claim.citations) <= numbers for claim in answer.claims)
    text = samples.resources.store.text(report.number)
    assert all(text[one.start : one.end] == one.quote for one in answer.citations)
    assert {one.report for one in answer.citations} == {report.number}


def test_an_authority_is_its_latest_report(samples: Library) -> None:
    name = next(one.authority for one in samples.reports() if one.authority)
    own = [one for one in samples.reports() if one.authority == name]
    latest = max(own, key=lambda one: str(one.dated))
    assert samples.summary(str(name)).understood["report"] == latest.number


def test_problems_are_the_areas_graded_lowest(samples: Library) -> None:
    from qa.summaries import summarise

    for report in samples.reports():
        found = summarise(report, store=samples.resources.store)
        if found.lowest and len(found.lowest) < len([one for one in found.grades if one.area != "overall"]):
            break
    else:
        pytest.fail("no sample has areas of different grades")
    told = samples.summary(report, problems=True).answer
    assert "Graded lowest:" in told
    assert "strength:" not in told
    for one in found.grades:
        if one.area != "overall":
            assert (f"- {one.name}: {one.grade}" in told) == (one in found.lowest)


def test_figures_of_a_library_are_rows_with_their_sentence(samples: Library) -> None:
    rows = samples.figures()
    assert rows
    for row in rows:
        text = samples.resources.store.text(row["report"])
        assert " ".join(text[row["start"] : row["end"]].split()) == row["value"]
        assert row["value"] in row["sentence"]
        assert row["page"] >= 1
    shares = samples.figures(kind="share")
    assert shares
    assert {row["unit"] for row in shares} == {"%"}
    about = samples.figures("assessments")
    assert 0 < len(about) < len(rows)
    assert all("assess" in row["sentence"].lower() for row in about)
    assert samples.figures(report=rows[0]["report"]) == [one for one in rows if one["report"] == rows[0]["report"]]


@pytest.mark.parametrize(
    ("placeless", "wanted"),
    [
        ("Summarise the last report on the area", "report"),
        ("Summarise the area’s 2015 report", "report"),
        ("Can you sum up the report on the area?", "report"),
        ("What are the main problems in the area?", "problems"),
        ("main problems in the area", "problems"),
        ("What were the biggest weaknesses found in the area in 2015?", "problems"),
        ("What are the main problems with care leavers in the area?", None),
        ("How many reports have a summary of caseloads?", None),
        ("How was the area rated?", None),
    ],
)
def test_a_question_for_a_summary_has_no_other_word(placeless: str, wanted: str | None) -> None:
    assert asks_summary(placeless) == wanted


def test_a_question_is_answered_by_a_summary_of_the_report_it_means(samples: Library) -> None:
    name = next(one.authority for one in samples.reports() if one.authority and len(one.judgements) > 2)
    told = samples.ask(f"What are the main problems in {name}?")
    assert told.answered
    assert told.understood["summary"] == "problems"
    assert samples.ask(f"Summarise the latest report on {name}").answer == samples.summary(str(name)).answer
