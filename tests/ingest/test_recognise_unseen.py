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
        # Bodies of other kinds that are judged in the same areas: prose speaks of what they are not.
        f"CQC\nElm Practice\nDoctors\nOverall: Good\n{_GRADED}Some patients came from a care home near by.\n",
        f"CQC\nElm Hospice\nOverall: Good\n{_GRADED}Elm Hospice was calm.\n",
        f"CQC\nElm Hospice\nProvider: Elm Ltd\nLocation ID: 1-200\nOverall: Good\n{_GRADED}Patients like the lounge.\n",
        f"CQC\nElm Practice\nProvider: Elm Ltd\nLocation ID: 1-200\nOverall: Good\n{_GRADED}The premises are new.\n",
        "HM Inspectorate of Probation\nAn inspection of probation services in Norwold\nOverall rating Good\n"
        "1.1 Governance and leadership Good\n1.3 Services Good\n2.1 Assessment Good\n2.2 Planning Good\n",
        # A paper on several homes: the same area, and another grade.
        f"Norwold Council\nOur care homes\nElm House care home\n{_GRADED}Weir Court care home\nSafe: Inadequate\n",
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
        ("Last inspection: 3 May 2018, inadequate", "inadequate"),
        ("The home was judged outstanding at its previous inspection.", "outstanding"),
        ("It was rated inadequate when we last inspected it.", "inadequate"),
        ("The service was previously rated good.", "good"),
        ("The previous inspection, in 2019, judged the home to be good.", "good"),
        ("This home's last inspection, in March 2018, found it to be inadequate.", "inadequate"),
        ("Rating at last inspection | Inadequate", "inadequate"),
        # A part, another body, this inspection, a word and no grade.
        ("At our last inspection the service was rated good for caring.", None),
        ("A home near by had been rated inadequate for years.", None),
        ("At this inspection the service was rated good.", None),
        ("The home was judged good for caring at its previous inspection.", None),
        ("The previous inspection, in 2019, judged the home to be good for caring.", None),
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


_TOP = (
    "Care Quality Commission\nElm House\nInspection report",
    "CQC\nInspection summary: Elm House\n4 Elm Lane, Norwold, NW1 1AA",
    "Elm House – care home inspection report\n4 Elm Street\nNorwold\nNW1 1AA",
    "Assessment report\nName of service: Elm House",
    "Report of an inspection of Elm House\n\nThe Old Mill, Mill Lane, Norwold NW1 1AA",
)
_DAYS = (
    "Inspection dates: 4 to 6 May 2020",
    "When we inspected - 4 May 2020 to 6 May 2020",
    "Date(s) of inspection visit | 04/05/2020 - 06/05/2020",
    "Dates of assessment 4–6 May 2020",
    "The inspection was carried out from Monday 4 May 2020 to Wednesday 6 May 2020.",
)
_OUT = (
    "Published on: 1 July 2020",
    "Report issued - Wednesday 1 July 2020",
    "Publication date | 1 July 2020",
    "Publication Wednesday 1 July 2020",
    "Date report published: 01/07/2020",
)
_LEAD = (
    "Lead inspector: Ada Thorne",
    "Inspector - Ada Thorne",
    "Led by Ada Thorne",
    "Lead inspector’s name | Ada Thorne",
    "The inspection was led by Ada Thorne.",
)
_NUMBER = ("Location ID: 1-100200", "CQC location number - 1-100200", "Location 1-100200", "Location | 1-100200")
_RATED = (
    "Overall rating for this service Good\nIs the service safe? Inadequate\nIs the service well-led? Good",
    "Key question | Rating\nOverall | Good\nSafe | Inadequate\nWell-led | Good",
    "• Overall: Good\n• Safe: Inadequate\n• Well-led: Good",
    "Overall\n\nGood\n\nSafe\n\nInadequate\n\nWell-led\n\nGood",
    "Overall rating (Good)\nSafe (Inadequate)\nWell-led (Good)",
)


@pytest.mark.parametrize("at", range(20))
def test_one_report_says_the_same_in_many_forms(at: int) -> None:
    top, days, out, lead, number, rated = (
        forms[(at * step + at // 5) % len(forms)]
        for step, forms in enumerate((_TOP, _DAYS, _OUT, _LEAD, _NUMBER, _RATED), start=1)
    )
    parts = [top, "Type of service: Care home", days, number, rated, out, lead, "Elm House was calm on the day."]
    read = _read(("\n" if at % 2 else "\n\n").join(parts))
    assert read == {
        "framework": "care home inspection",
        "authority": "Elm House",
        "inspection_start": "2020-05-04",
        "inspection_end": "2020-05-06",
        "published": "2020-07-01",
        "lead_inspector": "Ada Thorne",
        "identifier location": "1-100200",
        "judgement overall": "good",
        "judgement is_it_safe": "inadequate",
        "judgement well_led": "good",
    }


@pytest.mark.parametrize(
    "top",
    [
        "Ofsted, CQC, HMICFRS and HMI Probation\nJTAI report on Norwold",
        "Norwold – joint targeted area inspection report",
        "Ofsted and the CQC\nJoint targeted area inspection\nNorwold",
        "JTAI report\nArea: Norwold",
    ],
)
def test_a_joint_inspection_is_told_by_its_name(top: str) -> None:
    read = _read(f"{top}\nInspection dates: 4 to 8 May 2020\nNorwold has changed little. Families in Norwold say so.\n")
    assert (read["framework"], read["authority"]) == ("JTAI", "Norwold")


@pytest.mark.parametrize(
    "line",
    [
        "Our judgements",
        "Safeguarding (Met)",
        "Led by Ada Thorne",
        "Norwold NW1 1AA",
        "4 Elm Street",
        "Ofsted and the CQC",
        "Joint inspection",
    ],
)
def test_what_no_place_can_name_is_no_name(line: str) -> None:
    text = f"Ofsted\n{line}\nURN: 150200\nReport card\nAchievement: Strong standard\nInclusion: Strong standard\n"
    assert "authority" not in _read(f"{text}{line} again, and {line}.")


def test_a_childminder_without_a_name_goes_by_the_number() -> None:
    text = "Inspection of a childminder in Norwold\nType of provision: Childminder\nOverall effectiveness: Good\n"
    assert _read(f"{text}Unique reference number: EY200200\n")["authority"] == "EY200200"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Elm Park 1", "Elm Park"),  # the next page's is another number
        ("Elm Park Page 1", "Elm Park"),
        ("Elm Unit 2", "Elm Unit 2"),
    ],
)
def test_the_number_of_a_page_is_no_part_of_a_name(name: str, read: str) -> None:
    pages = f"Inspection of youth justice services: {name}", "Inspection of youth justice services: Elm Park 2"
    text = f"HMI Probation\n{pages[0]}\nOverall rating: Good\n1.1 Governance and leadership: Good\n{pages[1]}\n"
    assert _read(text)["authority"] == read


def test_a_statement_of_action_is_not_required_only_where_that_is_said() -> None:
    letter = "Dear colleague\nJoint local area SEND inspection in Norwold\n{0} a written statement of action is {1}.\n"
    assert _read(letter.format("So", "not required"))["judgement written_statement"] == "not required"
    for said in (("If", "not required"), ("We shall say whether", "required")):
        assert "judgement written_statement" not in _read(letter.format(*said))
