"""Reports of every kind, in texts written for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_document import document, grades, one

from corpus.frameworks import load_framework
from ingest.recognise import label, recognise, title

SIF = """1
Derby City Council
Inspection of services for children in need of help and
protection, children looked after and care leavers
and
Review of the effectiveness of the Local Safeguarding Children
Board1
Inspection date: 2 June 2014 – 25 June 2014
Report published: 8 August 2014
Children’s services in Derby City Council require improvement
to be good
1. Children who need help and protection
Requires
improvement
to be good
2. Children looked after and achieving
permanence
Good
2.1 Adoption performance Outstanding
2.2 Experiences and progress of care leavers Inadequate
3. Leadership, management and governance
Requires improvement

1 The board is reviewed under regulations of 2013.
"""
BOARD = """36
The Local Safeguarding Children Board (LSCB)
The Local Safeguarding Children Board is good
Executive summary
Members turn up and ask hard questions.
"""
GLOSSARY = """40
What the judgements mean
A Local Safeguarding Children Board (LSCB) is inadequate if it
does not know what its members do.
Overall effectiveness: outstanding
means that services do far more than they must.
Leadership, management and governance: inadequate
"""
ILACS = """Inspection of Derby local authority
children’s services
Inspection dates: 12 to 23 February 2024
Lead inspector: Ann Other, His Majesty’s Inspector
Judgement Grade
The impact of leaders on social work
practice with children and families
Good
The experiences and progress of
children who need help and protection
Requires improvement to be good
The experiences and progress of
children in care
Good
The experiences and progress of care
leavers
Outstanding
Overall effectiveness Good
Since the last inspection in 2019, when the council was judged to be
inadequate, much has changed.
"""


def test_sif_with_grades_over_three_lines() -> None:
    facts = recognise(document(SIF, BOARD, GLOSSARY), source="derby - 3 may 2013.pdf")
    assert one(facts, "framework") == "SIF"
    assert one(facts, "authority") == "Derby"
    assert one(facts, "published") == "2014-08-08"
    assert grades(facts) == {
        "overall": "requires improvement",
        "help_and_protection": "requires improvement",
        "in_care": "good",
        "adoption": "outstanding",
        "care_leavers": "inadequate",
        "leadership": "requires improvement",
        "lscb": "good",
    }


def test_every_fact_has_the_span_it_was_read_from() -> None:
    whole = document(SIF, BOARD)
    facts = recognise(whole, source="derby.pdf")
    for fact in facts:
        quote = " ".join(whole.text[fact.start : fact.end].split()).lower()
        if fact.kind == "judgement":
            assert quote.startswith(tuple("abcdefghijklmnopqrstuvwxyz0123456789"))
            assert fact.value.removesuffix("s improvement") in quote
    [board] = [fact for fact in facts if fact.key == "lscb"]
    assert whole.text[board.start : board.end] == "The Local Safeguarding Children Board is good"


def test_the_boards_grade_may_stand_on_the_first_page() -> None:
    text = SIF.replace(
        "\n1 The board", "\nThe effectiveness of the Local Safeguarding Children Board (LSCB) is\ngood.\n1 The"
    )
    assert grades(recognise(document(text, GLOSSARY), source="a.pdf"))["lscb"] == "good"


@pytest.mark.parametrize(
    "headline",
    [
        "The overall judgement is requires improvement",
        "The overall judgement is that children’s services require\nimprovement",
        "Children’s services require improvement to be good",
        "Services for children in Derby require improvement",
        "Children’s services in St. Helens require improvement",
        "Derby’s children’s services require improvement to\nbe good",
        "## Children’s services in the City of Derby require improvement",
    ],
)
def test_the_headline_gives_the_overall_grade(headline: str) -> None:
    text = SIF.replace("Children’s services in Derby City Council require improvement\nto be good", headline)
    assert grades(recognise(document(text), source="a.pdf"))["overall"] == "requires improvement"


def test_a_re_inspection_keeps_the_old_grades_apart() -> None:
    text = (
        SIF.replace("Inspection of services", "Re-inspection of services")
        .replace("and\nReview of the effectiveness of the Local Safeguarding Children\nBoard1\n", "")
        .replace("1 The board is reviewed under regulations of 2013.\n", "")
    )
    body = (
        "2\nExecutive summary\nSince the last inspection in 2011, when Derby children’s services were judged as\n"
        "inadequate overall, leaders have worked hard. Adoption performance was inadequate then.\n"
        "3\nPrevious Ofsted inspections\nThe judgements for the local authority were:\n"
        "Overall effectiveness: inadequate\n"
        "Children who need help and protection: inadequate\nLeadership, management and governance: inadequate.\n"
    )
    facts = recognise(document(text, body), source="a.pdf")
    assert grades(facts)["overall"] == "requires improvement"
    assert grades(facts)["leadership"] == "requires improvement"
    assert "lscb" not in grades(facts)
    assert grades(facts, "previous_judgement")["overall"] == "inadequate"
    assert title(facts, document(text, body), "a.pdf") == "Derby: re-inspection of children's services (SIF), June 2014"


def test_bullets_on_earlier_inspections_are_kept_by_area() -> None:
    section = (
        "3\nPrevious Ofsted inspections\n- The local authority operates two homes, one judged inadequate.\n"
        "- The previous inspection of the local authority’s safeguarding arrangements was in\nMay 2011. "
        "The local authority was judged to be adequate.\n"
        "- The last inspection of the local authority’s services for children looked after was in\nMay 2012. "
        "The local authority was judged to be good.\n"
    )
    facts = recognise(document(SIF, "2\nContents\n", section), source="a.pdf")
    assert grades(facts, "previous_judgement") == {"help_and_protection": "adequate", "in_care": "good"}


def test_ilacs_with_five_judgements_and_the_last_outcome() -> None:
    whole = document(ILACS)
    facts = recognise(whole, source="derby - 4 april 2024.pdf")
    assert one(facts, "framework") == "ILACS"
    assert one(facts, "lead_inspector") == "Ann Other"
    assert (one(facts, "inspection_start"), one(facts, "inspection_end")) == ("2024-02-12", "2024-02-23")
    assert grades(facts) == {
        "leadership": "good",
        "help_and_protection": "requires improvement",
        "in_care": "good",
        "care_leavers": "outstanding",
        "overall": "good",
    }
    assert grades(facts, "previous_judgement") == {"overall": "inadequate"}
    assert title(facts, whole, "x.pdf") == "Derby: inspection of children's services (ILACS), February 2024"
    assert label(facts, whole, "x.pdf") == "Derby children's services inspection 2024"


def test_one_judgement_may_cover_children_in_care_and_care_leavers() -> None:
    text = ILACS.replace(
        "children in care\nGood\nThe experiences and progress of care\nleavers\nOutstanding",
        "children in care and care leavers\nGood",
    )
    assert grades(recognise(document(text), source="a.pdf")) == {
        "leadership": "good",
        "help_and_protection": "requires improvement",
        "in_care": "good",
        "overall": "good",
    }


@pytest.mark.parametrize(
    "wording", ["social work\npractice with children and families", "practice with children\nand families", "practice"]
)
@pytest.mark.parametrize(
    "last",
    [
        "judged\ngood overall",
        "and overall effectiveness was\ngood.\nThen",
        "and its\noverall effectiveness was judged good",
    ],
)
def test_no_overall_grade_means_none(wording: str, last: str) -> None:
    text = ILACS.replace("social work\npractice with children and families", wording).replace(
        "Overall effectiveness Good\n", ""
    )
    text = text.replace("judged to be\ninadequate", last).replace("2024", "2026")
    facts = recognise(document(text, "The overall effectiveness of the board was good.\n"), source="a.pdf")
    assert grades(facts) == {
        "leadership": "good",
        "help_and_protection": "requires improvement",
        "in_care": "good",
        "care_leavers": "outstanding",
    }


def test_a_judgement_that_was_not_made_is_absent() -> None:
    text = ILACS.replace("leavers\nOutstanding", "leavers\nNot judged")
    assert "care_leavers" not in grades(recognise(document(text), source="a.pdf"))


def test_a_table_in_markdown_or_docx_is_read_like_a_printed_one() -> None:
    text = (
        "# Inspection of Derby local authority children's services\n\n**Inspection dates:** 12 to 23 February 2024\n\n"
        "| Judgement | Grade |\n| --- | --- |\n"
        "| The impact of leaders on social work practice with children and families | **Good** |\n"
        "| The experiences and progress of children in care | Requires improvement to be good |\n"
        "| Overall effectiveness | Inadequate |\n"
    )
    facts = recognise(document(text), source="a.md")
    assert grades(facts) == {"leadership": "good", "in_care": "requires improvement", "overall": "inadequate"}
    assert one(facts, "inspection_end") == "2024-02-23"


def test_a_table_may_run_on_behind_a_footnote_to_the_next_page() -> None:
    first, second = ILACS.split("leavers\nOutstanding")
    foot = "leavers\n1 Care leavers are judged apart since 2023, as the\nguidance says.\n"
    whole = document(first + foot, "2\nOutstanding" + second)
    assert grades(recognise(whole, source="a.pdf"))["care_leavers"] == "outstanding"


def test_a_label_may_go_on_below_its_grade() -> None:
    text = ILACS.replace(
        "children who need help and protection\nRequires improvement to be good",
        "children who need help Requires improvement to be good\nand protection",
    )
    assert grades(recognise(document(text), source="a.pdf"))["help_and_protection"] == "requires improvement"


def test_a_looked_after_children_inspection_has_its_record_at_the_end() -> None:
    front = (
        "Inspection of looked after children\nservices\nDerby City Council\nInspection dates: 15 – 19 July 2013\n"
        "Reporting inspector Ann Other HMI\nPublished: 23 August 2013\n"
    )
    body = (
        "2\nGood (Grade 2) A service that does more than it must\n"
        "Leadership and management\n12. Leaders are good at this.\n"
    )
    record = (
        "19\nRecord of main findings\nOverall effectiveness Adequate\nCapacity to improve Good\n"
        "Leadership and management Adequate\n"
    )
    facts = recognise(document(front, body, "3\nMore.\n", record), source="a.pdf")
    assert one(facts, "framework") == "LAC"
    assert grades(facts) == {"overall": "adequate", "capacity_to_improve": "good", "leadership": "adequate"}


def test_a_review_of_the_board_alone() -> None:
    text = (
        "1\nDerby Safeguarding Children Board\nReview of the effectiveness of the Local Safeguarding Children\nBoard\n"
        "Inspection dates: 2 to 5 June 2014\nReport published: 8 August 2014\n"
        "The overall judgement is that the LSCB is inadequate\nIt has no plan.\n"
    )
    facts = recognise(document(text), source="a.pdf")
    assert (one(facts, "framework"), one(facts, "authority")) == ("LSCB", "Derby")
    assert grades(facts) == {"lscb": "inadequate"}


@pytest.mark.parametrize(
    ("opening", "key"),
    [
        (
            "Focused visit to Derby City Council children’s services\n"
            "This letter sums up the focused visit on 3 and 4 May 2023.",
            "focused visit",
        ),
        (
            "Monitoring visit of Derby City Council children’s services\n"
            "This letter sums up the monitoring visit on 3 and 4 May 2023, "
            "the first since the local authority was judged inadequate in June 2022.",
            "monitoring visit",
        ),
        (
            "Joint targeted area inspection of the response to neglect in Derby\nInspection dates: 3 to 4 May 2023\n"
            "In 2019 Ofsted judged overall effectiveness: good",
            "JTAI",
        ),
    ],
)
def test_letters_and_narratives_give_no_grades(opening: str, key: str) -> None:
    address = "5 June 2023\nMs A Other\nDirector\n\nDear Ms Other\n"
    text = f"{address}{opening}\n\nOverall effectiveness Good\nLeadership is good.\n"
    facts = recognise(document(text), source="derby - 6 june 2023.pdf")
    assert (one(facts, "framework"), one(facts, "authority")) == (key, "Derby")
    assert (one(facts, "inspection_start"), one(facts, "inspection_end")) == ("2023-05-03", "2023-05-04")
    assert grades(facts) == {}


@pytest.mark.parametrize(
    ("outcome", "value"),
    [
        (
            "The local area partnership’s SEND arrangements typically lead to positive\n"
            "experiences and outcomes for children",
            "typically positive experiences and outcomes",
        ),
        (
            "The local area partnership’s arrangements lead to inconsistent experiences\nand outcomes for children",
            "inconsistent experiences and outcomes",
        ),
        (
            "There are widespread and/or systemic failings leading to significant concerns\nabout children",
            "widespread and/or systemic failings",
        ),
    ],
)
def test_area_send_inspections_have_three_outcomes(outcome: str, value: str) -> None:
    opening = "Area SEND inspection of Derby Local Area Partnership\nInspection dates: 3 to 7 July 2023\n"
    text = f"{opening}Inspection outcome\n{outcome} with SEND.\n"
    facts = recognise(document(text), source="a.pdf")
    assert (one(facts, "framework"), one(facts, "authority")) == ("SEND", "Derby")
    assert grades(facts) == {"overall": value}


def test_another_inspectorate_takes_one_data_file(tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")
    path = tmp_path / "pools.toml"
    path.write_text(docs.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    pools = load_framework(path)
    text = docs.split("```text\n")[1].split("```")[0]
    facts = recognise(document(text), source="eastgate.pdf", among=[pools])
    assert (one(facts, "framework"), one(facts, "authority")) == ("POOL", "Eastgate Baths")
    assert grades(facts) == {"overall": "satisfactory", "lifeguards": "strong", "water": "weak"}
    assert grades(facts, "previous_judgement") == {"overall": "strong"}
    assert (one(facts, "inspection_start"), one(facts, "published")) == ("2023-05-03", "2023-06-01")
    assert (one(facts, "identifier"), one(facts, "council")) == ("WS-1187", "Derby")
    assert (one(facts, "lead_inspector"), one(facts, "own")) == ("Pia Marlow", "8")


def test_a_report_of_no_known_framework_has_no_judgements() -> None:
    whole = document("Annual report of the director of public health\nLeeds City Council\nOverall effectiveness Good\n")
    facts = recognise(whole, source="a/leeds health - 5 may 2020.pdf")
    assert one(facts, "framework") is None and grades(facts) == {}
    assert (one(facts, "authority"), one(facts, "published")) == ("Leeds", "2020-05-05")
    assert title(facts, whole, "a/leeds health - 5 may 2020.pdf") == "leeds health - 5 may 2020"
