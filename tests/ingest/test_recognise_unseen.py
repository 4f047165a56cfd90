"""Reports in a layout that nobody has seen: told by what they judge, named at their head, dated by their sentences."""

from __future__ import annotations

import pytest
from make_document import document

from corpus.frameworks import framework
from ingest.recognise import recognise
from ingest.recognise.headed import heading, whole_name
from ingest.recognise.told import days_told, found_before


def _read(text: str) -> dict[str, str]:
    return {f"{one.kind} {one.key}".strip(): one.value for one in recognise(document(text), source="report.pdf")}


_GRADED = "Safe: Good\nCaring: Outstanding\nWell-led: Good\n"


def test_a_report_without_a_known_title_is_told_by_what_it_judges() -> None:
    read = _read(f"Elm Visits\nHomecare service\nWho looked: the CQC\n{_GRADED}Elm Visits was busy.\n")
    assert (read["framework"], read["authority"]) == ("home care inspection", "Elm Visits")


@pytest.mark.parametrize(
    "text",
    [
        # Two areas may be another kind's; no words of the kind; a kind that its file rules out; a sentence.
        "Elm Visits\nHomecare service\nSafe: Good\nCaring: Good\n",
        f"Elm Visits\nA survey of visitors\n{_GRADED}",
        f"Elm Visits\nHomecare service and hospital report\n{_GRADED}",
        "Elm Visits\nHomecare service\nStaff said that safe was good, caring was good and well-led was good.\n",
    ],
)
def test_what_may_be_of_another_kind_is_of_none(text: str) -> None:
    assert "framework" not in _read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ofsted\nElm School\n4 Elm Street, Norwold, NW1 1AA\nElm School has 40 pupils.", "Elm School"),
        ("Weir Care Ltd\nElm Visits\nElm Visits report\nElm Visits is small. Elm Visits grows.", "Elm Visits"),
        ("Report for:\nName of service: Elm House\n", "Elm House"),
        ("Care Quality Commission\nElm House\nCare home\n", "Elm House"),
        ("Inspection of Elm Community\nPrimary School\nInspection date: 4 May 2020\n", "Elm Community\nPrimary School"),
        ("Ofsted\n2600600\nInspection date: 4 May 2020\n2600600 was calm.", "2600600"),
        ("Ofsted\nElm House\nIt is a home.", None),  # nothing repeats it: it may be a street
        ("What we found\nGood\nGood\n4 May 2020\n", None),
        ("Registration details\nRegistration details\n", None),
    ],
)
def test_a_name_at_the_head_is_what_the_report_repeats(text: str, name: str | None) -> None:
    found = heading(text, len(text))
    assert (text[slice(*found)] if found else None) == name


def test_a_name_that_cannot_end_with_its_line_goes_on() -> None:
    text = "St Anne's Church of\nEngland School\nIt is calm."
    assert text[slice(*whole_name(text, 0, 19))] == "St Anne's Church of\nEngland School"
    assert whole_name(text, 0, 9) == (0, 9)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("We were on site from 4 to 6 May 2025 and spoke with staff.", "4 to 6 May 2025"),
        ("Inspectors carried out this inspection under section 5 on 4 and 5 May 2025.", "4 and 5 May 2025"),
        ("We were last on site on 4 May 2025.", None),
        ("The previous inspection took place on 4 May 2025.", None),
        ("The next inspection will be on 4 May 2025.", None),
    ],
)
def test_days_stand_in_a_sentence_on_this_inspection(sentence: str, days: str | None) -> None:
    at = next(days_told(sentence), None)
    assert (sentence[at:].startswith(days) if days else False) == (at is not None)


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("At our last inspection the service was rated good.", "good"),
        ("At the previous inspection, in 2021, we rated the service inadequate.", "inadequate"),
        ("It was last inspected in 2020, when it was judged outstanding.", "outstanding"),
        ("It had been rated as ‘Requires improvement’ in 2020.", "requires improvement"),
        ("When we visited in 2018 the overall rating was good.", "good"),
        ("Previous inspection: Good (March 2020)", "good"),
        ("Rating at last inspection | Inadequate", "inadequate"),
        # A part, another body, this inspection, a word and no grade.
        ("At our last inspection the service was rated good for caring.", None),
        ("A home near by had been rated inadequate for years.", None),
        ("At this inspection the service was rated good.", None),
        ("Previous inspection: Good staff were met", None),
    ],
)
def test_what_the_last_inspection_found_is_told_in_many_ways(sentence: str, grade: str | None) -> None:
    kind = framework("care home inspection")
    assert kind
    assert next((one.value for one in found_before(sentence, kind)), None) == grade


def test_a_list_of_what_the_last_inspection_found_is_of_single_areas() -> None:
    kind = framework("prison inspection")
    assert kind
    text = "At our last inspection in 2019 we judged: safety poor; respect to be reasonably good. Respect is good."
    assert {one.key: one.value for one in found_before(text, kind)} == {
        "prison_safety": "poor",
        "prison_respect": "reasonably good",
    }
