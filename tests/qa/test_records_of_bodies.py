"""Reports of many inspectorates in one library: scores, regulations, figures, people, grades before, sets, histories.

The reports are those of tests/ingest/inspectorates, and a few more below.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from read_here import read_here

from qa.library import Library

MADE_UP = Path(__file__).parents[1] / "ingest" / "inspectorates"
COUNCIL = """# {0}

Inspection of local authority children's services

Inspection dates: {1}

| Judgement | Grade |
| --- | --- |
| The experiences and progress of children who need help and protection | {2} |
| Overall effectiveness | {2} |
"""
MORE = {
    "derby-2019": COUNCIL.format("Derby City Council", "3 to 14 June 2019", "Good"),
    "derby-2023": COUNCIL.format("Derby City Council", "5 to 16 June 2023", "Outstanding"),
    "hackney": COUNCIL.format("London Borough of Hackney", "8 to 19 June 2020", "Inadequate"),
    "leeds": COUNCIL.format("Leeds City Council", "6 to 17 June 2022", "Good"),
    "send": """Area SEND inspection of Derby Local Area Partnership
Inspection dates: 4 to 8 March 2024
Inspection outcome
There are widespread and/or systemic failings leading to significant concerns about the experiences of children.
Ofsted lead inspector: Ada Thorne
Cy Dow, CQC lead inspector
""",
    "jtai": """Joint targeted area inspection of Derby
Inspection dates: 9 to 13 September 2024
Derby City Council is the principal authority.
""",
    "kirkhaven": """An inspection of youth justice services in
Kirkhaven
HM Inspectorate of Probation, April 2022

Kirkhaven Youth Justice Service
Score 5/36
Overall rating Inadequate
1.1 Governance and leadership Inadequate
4.1 Resettlement policy and provision Good
""",
    "bradford-2019": """Report on an unannounced inspection of
HMP Bradford
by HM Chief Inspector of Prisons
4–14 March 2019

At this inspection of HMP Bradford, we found that outcomes for prisoners were:
• good for safety
• reasonably good for respect
• good for purposeful activity
• poor for rehabilitation and release planning.

Prisoners held at the time of inspection: 590
""",
    "st-cedd": """Inspection of St Cedd’s Primary School
Inspection dates: 4 and 5 June 2024
The quality of education Good
What is it like to attend this school?
Unique reference number 100234
""",
    "quarry-bank": """Inspection of Quarry Bank Catholic Primary School
Inspection dates: 11 and 12 June 2024
Overall effectiveness Good
What is it like to attend this school?
Unique reference number 100235
""",
    "mill-lane": """Ungraded inspection report
Inspection of Mill Lane High School
Inspection dates: 11 to 12 March 2025
What is it like to attend this school?
The arrangements for safeguarding are not effective.
This was the first ungraded inspection since the school was judged to be outstanding in April 2017.
Unique reference number 141250
""",
    "larch-house": """Larch House

Unique reference number: 2138535

Registered provider: The Oak Trust
Full inspection
Inspected under the social care common inspection framework, as children's homes are.

Inspection date: 22 March 2021

Overall experiences and progress of children and young people, taking into account: Good

Lead inspector: Ada Thorne
""",
    "kirkhaven-2018": """An inspection of youth offending services in
Kirkhaven
HM Inspectorate of Probation, June 2018

Kirkhaven Youth Offending Service
Score 24/36
Overall rating Good
""",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    texts = {
        f"{path.stem}-{at}": one["text"].lstrip().replace("-- page --", "")
        for path in MADE_UP.glob("*.toml")
        for at, one in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["report"])
        if one["says"].get("framework")
    }
    with Library.open(read_here(tmp_path_factory.mktemp("many") / "library", texts | MORE)) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        ("Who was inspected by HIQA in 2023?", ["One: Abbey Court"], ["Gorse", "Rowan", "Harbour"]),
        # Scores.
        ("What did Hackney score for assessing needs?", ["4 of 4"], ["nadequate"]),
        ("What overall score did the CQC give Hackney?", ["88%"], ["nadequate"]),
        ("Which councils scored 2 for equity in experience?", ["Two: Derby and Wiltshire"], ["Hackney", "Poole"]),
        ("Which councils scored at least 3 for safeguarding?", ["Two: Derby and Hackney"], ["Wiltshire", "Poole"]),
        ("Which councils scored below 2 on safeguarding?", ["One: Wiltshire"], ["Leeds", "Poole"]),
        ("Which council scored lowest for safeguarding?", ["Wiltshire: 1 of 4"], ["Poole"]),
        ("What did Derby score overall in its youth justice inspection?", ["22 of 36"], ["Outstanding"]),
        ("Which youth justice service has the highest score?", ["different totals"], []),
        ("Did Hackney score higher than Derby for assessing needs?", ["Hackney", "4 of 4", "Derby", "3 of 4"], []),
        ("Compare the CQC scores of Hackney and Derby for assessing needs", ["4 of 4", "3 of 4"], []),
        ("What did Kirkhaven's youth justice service score in 2018?", ["24 of 36"], ["5 of 36"]),
        ("What was Derby's score out of 36 in its youth justice inspection?", ["22 of 36"], ["Good"]),
        # The numbers of bodies, and names as people write them.
        ("What is the URN of St Cedd's Primary School?", ["100234"], []),
        ("What's the unique reference number of St Cedds?", ["100234"], []),
        ("Which schools have ineffective safeguarding?", ["One: Mill Lane High School"], []),
        ("What was Mill Lane High rated at its last inspection?", ["Outstanding", "before"], ["now"]),
        ("Which schools were outstanding at their previous inspection?", ["Mill Lane High School: outstanding"], []),
        ("Which children's homes are good for overall experiences and progress?", ["Larch House"], []),
        ("Who was the lead inspector at the children's home called Larch House?", ["Ada Thorne"], []),
        ("How was Quarry Bank Primary rated?", ["Quarry Bank Catholic Primary School: overall good"], []),
        # Held to the reports of the inspectorate that it says has published.
        ("When did the CQC publish its report on Hackney?", ["published 9 August 2024"], ["2020"]),
        ("How did the CQC score Hackney for safeguarding in its adult social care assessment?", ["3 of 4"], []),
        # Regulations.
        ("Was Abbey Court compliant with the regulation on fire precautions?", ["Not compliant"], []),
        ("What was Gorse Hill's judgment for Regulation 15?", ["Compliant", "Staffing"], ["Fire"]),
        ("Which regulations was Abbey Court not compliant with?", ["Two of the 4", "23", "28"], ["15", "16 "]),
        ("How many regulations did Rowan Lodge comply with?", ["One of the 2"], []),
        ("Which centres in Ireland were not compliant on fire precautions?", ["Abbey Court and Gorse Hill"], ["Rowan"]),
        ("Which HIQA centres were not compliant on fire precautions?", ["Abbey Court and Gorse Hill"], ["Rowan"]),
        # Who inspects is said beside the kind of body.
        ("How many care homes are rated good overall by the CQC?", ["Three: Juniper Court"], []),
        # Figures of the body and its people.
        ("How many prisoners did HMP Bradford hold in 2019?", ["590"], ["612"]),
        ("Does Little Acorns have more places than St Mary's Pre-School?", ["60", "26"], []),
        ("How many beds does St Anne's Lodge have?", ["32"], ["27"]),
        ("How many people live at St Anne's Lodge?", ["27"], ["32"]),
        ("What's the capacity of HMP Bradford?", ["640"], ["612"]),
        ("What age range does The Wiltshire Vale Academy take?", ["11 to 18"], []),
        ("What type of school is Hollins Lane?", ["Primary"], []),
        ("Who runs Little Acorns?", ["Little Acorns (Derby) Ltd"], ["Thorne"]),
        ("Who is the registered manager of St Anne's Lodge?", ["Joan Hartwell"], []),
        ("Who was the CQC lead inspector in Derby?", ["Cy Dow"], ["Thorne"]),
        ("Which is the biggest school by number of pupils?", ["Elm Park High School: 1,340"], ["Hollins"]),
        ("Which schools have over 1,000 pupils?", ["Two: Elm Park High School and The Wiltshire Vale"], ["Hollins"]),
        ("How many schools have fewer than 100 pupils?", ["One: St Hilda's"], ["Hollins"]),
        ("What did Derby's youth justice service score?", ["22 of 36"], ["utstanding"]),
        ("Which nurseries have more than 50 places?", ["One: Little Acorns Day Nursery"], ["Mary"]),
        # Of what came before one inspection, never that inspection's own grade.
        ("What was Derby rated before its 2023 inspection?", ["Good"], ["Outstanding"]),
        ("What was Mill Lane High rated before its 2025 inspection?", ["Outstanding", "before"], ["now"]),
        # The grade before, also where its report is not here.
        ("Which care homes got worse?", ["Oakfield House and St Anne's Lodge"], ["Willow", "Juniper"]),
        ("Which care homes were good and are now inadequate?", ["One: St Anne's Lodge"], ["Oakfield"]),
        ("Which schools went from good to requires improvement?", ["One: Hollins Lane"], ["Wiltshire Vale"]),
        ("Has The Wiltshire Vale Academy improved since its last inspection?", ["Yes", "inadequate before"], []),
        ("What was St Anne's Lodge rated last time?", ["Good."], []),
        # Areas of the kind's own, in short words; grades of its own scale.
        ("Is Willow Bank Care Home safe?", ["Good"], []),
        ("Which care homes are inadequate for safety?", ["One: St Anne's Lodge"], []),
        ("Which prison did worst on safety?", ["None is worse than the others: not sufficiently good"], []),
        ("How many prisons have reasonably good respect?", ["Three"], ["Fernway"]),
        ("Which schools need attention for achievement?", ["Brook Street Academy and Fallow Lane Academy"], ["Elm"]),
        ("Which care services in Scotland are weak for leadership?", ["One: Little Thistles Nursery"], ["Birch"]),
        ("Which local areas have systemic failings?", ["One: Derby"], []),
        ("What were the experiences and outcomes of children with SEND in Derby?", ["systemic failings"], []),
        (
            "Which schools did not meet the safeguarding standards?",
            ["Two: Elm Park High School and Fallow Lane Primary School"],
            ["Hollins"],
        ),
        # Each question over its own kind.
        ("Which councils are outstanding for adult social care?", ["One: Hackney"], ["Derby"]),
        ("Which councils did the CQC rate good?", ["Two: Derby and Poole"], ["Leeds"]),
        ("How did HMI Probation rate Derby?", ["Good", "youth justice"], ["utstanding"]),
        ("Which YOTs were outstanding?", ["One: Wiltshire"], ["Derby"]),
        ("Which youth justice services are inadequate?", ["One: Kirkhaven"], ["Hackney"]),
        ("How was Kirkhaven rated?", ["Inadequate", "published in April 2022"], ["1 April", "no report"]),
        ("How was Kirkhaven judged for resettlement?", ["Good"], []),
        ("Has Kirkhaven's youth justice service got better?", ["No.", "good before, inadequate now"], []),
        ("Which councils had a JTAI?", ["One: Derby"], ["Leeds"]),
        ("How has Derby's overall grade changed?", ["good (2019), outstanding (2023)"], ["2024", "failings", "youth"]),
        ("How has HMP Bradford's safety changed?", ["good (2019), not sufficiently good (2023)"], []),
        ("Which councils are inadequate?", ["One: Hackney"], ["St Anne", "Kirkhaven", "Busy"]),
        ("Which schools in Derby require improvement?", ["One: Hollins Lane Primary School"], ["Acorns"]),
    ],
)
def test_what_is_recorded_of_bodies_is_told(library: Library, question: str, says: list[str], never: list[str]) -> None:
    answer = library.ask(question)
    assert answer.status == "answered", answer.answer
    assert answer.citations
    for words in says:
        assert words in answer.answer
    for words in never:
        assert words not in answer.answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # An inspection before, whose report is not here, found otherwise.
        ("Which schools have never been inadequate?", "The Wiltshire Vale Academy"),
        ("Has St Anne's Lodge ever been good?", "St Anne's Lodge"),
        # Another scale than the one on which "not good" and "or better" are read.
        ("Which prisons are not good for respect?", "reasonably good, not sufficiently good and poor"),
        ("Which care services are good or better for leadership?", "very good"),
        ("Which prisons are inadequate for safety?", "Say which of them you mean"),
        # Who inspects is a condition.
        ("How did the CQC rate Leeds?", "no report by the CQC on Leeds"),
        # A word for bodies that nothing here knows.
        ("Which gyms are outstanding?", "gyms"),
        ("Which areas have widespread failings in SEND?", ""),
        # An area alone is no grade.
        ("Which care homes are safe?", ""),
        ("Which care homes are not safe?", ""),
        ("Which prisons are safe?", ""),
        ("Which prisons improved?", "no overall grade"),
        ("Which councils does the CQC rate outstanding but Ofsted inadequate?", "one of them at a time"),
        ("Who was the CQC lead inspector in Saltmarsh?", "names no CQC lead inspector"),
        # What one word of the question would change is no record's value.
        ("Is Oakfield House caring?", "gives no grade"),
        ("How many of the pupils at Hollins Lane Primary School have no desk?", ""),
        ("Which care homes do not have more than 30 beds?", ""),
        ("How many pupils did Hollins Lane Primary School exclude?", ""),
        ("How many beds will St Anne's Lodge have next year?", ""),
        ("How was Quarry Bank Church of England Primary School rated?", ""),
    ],
)
def test_what_is_not_recorded_is_not_told(library: Library, question: str, says: str) -> None:
    answer = library.ask(question)
    assert answer.status != "answered", answer.answer
    assert says in answer.answer


def test_a_set_says_how_it_was_understood_and_who_is_left_out(library: Library) -> None:
    answer = library.ask("Which nurseries have more than 50 places?")
    assert any("nurseries by places, at least 51" in note for note in answer.notes)
    assert any("Left out: Busy Bees of Reading" in note for note in answer.notes)


def test_a_turn_about_a_score_counts_no_reports(library: Library) -> None:
    chat = library.chat(save=False)
    chat.ask("Which councils did the CQC rate good?")
    answer = chat.ask("which of those scored 3 for safeguarding?")
    assert answer.status != "answered" and "score" in answer.answer


def test_the_only_body_is_meant_where_none_is_named(tmp_path: Path) -> None:
    text = (
        "Brightwater Care Limited\n\n# Oakfield House\n\n## Inspection report\n\nDate of publication: 27 April 2023\n\n"
        "Overall rating for this service Good\n\nOakfield House is a care home for up to 40 people.\n"
    )
    with Library.open(read_here(tmp_path / "library", {"a": text})) as made:
        for question in ("Overall rating?", "What was the overall rating?"):
            answer = made.ask(question)
            assert answer.answer.startswith("Good.") and any("Oakfield House" in note for note in answer.notes)
        assert "gives no grade" in made.ask("Is it safe?").answer
