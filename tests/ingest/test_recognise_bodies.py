"""Reports on bodies that are no councils, by a framework written for these tests; and what is no council at all."""

from __future__ import annotations

import pytest
from make_document import document, grades, one

from corpus.frameworks import Framework, load_framework
from corpus.model import Document, Page
from ingest.recognise import own_title, recognise
from ingest.recognise.dates import date_in_name, order_of
from ingest.recognise.people import people

LODGES = """
key = "LODGE"
name = "lodge review"
inspectorate = "Lantern Office"
subject = "lodge review"
title = "{authority}: lodge review"
scale = ["thriving", "sound", "failing"]
grades_as_heads = true

[scales]
met = ["met", "not met"]

[recognised]
by = ["^lantern office lodge review"]

[body]
kind = "home"
name = ["^review of (?P<body>[^\\n]+)$"]
without = [", a lodge$"]
council = ["local authority"]
address = ["address"]

[body.identifiers]
number = ["lodge number"]

[dates]
inspected = ["days of our stay"]
published = ["sent out"]

[people.lead_inspector]
label = "lead"
printed = ["review leader"]

[people.warden]
label = "warden"
printed = ["warden"]

[areas.overall]
label = "Overall"
rows = ["our verdict"]

[areas.meals]
label = "Meals"
rows = ["meals"]
scores = ["meals scored {score}"]

[areas.rooms]
label = "Rooms"
rows = ["rooms"]

[verdicts]
rows = ["rule (?P<number>\\\\d+):? (?P<name>[^|\\n:]+?)"]
scale = "met"

[themes]
stated = ["this time we looked at (?P<theme>[^.]+)\\\\."]

[before]
stated = ["at our last stay the lodge was {grade}"]
date = ["last stay"]

[facts.beds]
label = "Beds"
unit = "beds"
printed = ["beds"]
"""
REPORT = """Lantern Office lodge review

Review of Fernhill Grange, a lodge

Lodge number: LG-204
Address: 7 Derby Street, Anytown
Local authority: Derby City Council
Days of our stay: 3 and 4 May 2023
Sent out: 1 June 2023
Last stay: 9 March 2019
Review leader: Pia Marlow
Warden: Tom Quill
Beds: 1,204

Our verdict: Sound
Rule 4: Fire doors | Met
Rule 9: Clean water | Not met

This time we looked at food and sleep. Meals scored 7 of 12.
At our last stay the lodge was failing.
"""


@pytest.fixture(scope="module")
def lodges(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    path = tmp_path_factory.mktemp("framework") / "lodges.toml"
    path.write_text(LODGES, encoding="utf-8")
    return load_framework(path)


def test_a_report_is_read_by_the_labels_of_its_framework(lodges: Framework) -> None:
    facts = recognise(document(REPORT), source="a.md", among=[lodges])
    assert one(facts, "authority") == "Fernhill Grange"
    assert one(facts, "council") == "Derby" and one(facts, "identifier") == "LG-204"
    assert one(facts, "address") == "7 Derby Street, Anytown"
    assert one(facts, "inspection_start") == "2023-05-03" and one(facts, "published") == "2023-06-01"
    assert one(facts, "lead_inspector") == "Pia Marlow" and grades(facts, "person") == {"warden": "Tom Quill"}
    assert grades(facts) == {"overall": "sound"}
    assert grades(facts, "score") == {"meals": "7 of 12"}
    assert grades(facts, "verdict") == {"4 Fire doors": "met", "9 Clean water": "not met"}
    assert one(facts, "theme") == "food and sleep"
    assert grades(facts, "previous_judgement") == {"overall": "failing"}
    assert one(facts, "previous_inspection") == "2019-03-09"
    [beds] = [fact for fact in facts if fact.kind == "own"]
    assert (beds.value, beds.number, beds.unit) == ("1,204", 1204, "beds")
    for fact in facts:
        assert 0 <= fact.start < fact.end <= len(REPORT)


def test_grades_may_stand_above_the_areas_that_have_them(lodges: Framework) -> None:
    card = "Lantern Office lodge review\n\nReview of Elm Lodge\n\nThriving\nSound\nFailing\n\n"
    told = "How it was\n\nSound\n\nMeals\nThere was soup.\n\nFailing\n\nRooms\nThey were cold.\n"
    assert grades(recognise(document(card + told), source="a.md", among=[lodges])) == {
        "meals": "sound",
        "rooms": "failing",
    }
    assert grades(recognise(document(f"{card}Meals\n{told}Meals\n"), source="a.md", among=[lodges])) == {
        "rooms": "failing"
    }
    table = "| | Thriving | Sound | Failing |\n| --- | --- | --- | --- |\n| Meals | | ✓ | |\n| Rooms | x | | |\n"
    assert grades(recognise(document(card + table), source="a.md", among=[lodges])) == {
        "meals": "sound",
        "rooms": "thriving",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Leeds Road Lodge\n\nA report\n\n14 Leeds Road, Otley\nIt was visited in May.\n",
        "# HMP Leeds\n\nA visit\n",
        "# The Wiltshire Downs School\n\nLessons in reading went well. Children in bath time sang.\n",
        "Survey of a home\n\n9 Elm Street, Lincoln, NE 68501\n",
        "# A visit to Elm School\n\nLocal authority: Derby\n",
    ],
)
def test_an_address_a_longer_name_or_a_word_is_no_council(text: str) -> None:
    assert one(recognise(document(text), source="a.md"), "authority") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# Derby City Council\n\nA letter on libraries\n", "Derby"),
        ("A review of services in Leeds\nIt was short.\n", "Leeds"),
        (
            "Area SEND inspection of South\nGloucestershire Local Area Partnership\n\nIt was short.\n",
            "South Gloucestershire",
        ),
    ],
)
def test_a_title_or_a_line_that_says_so_is(text: str, name: str) -> None:
    assert one(recognise(document(text), source="a.md"), "authority") == name


def test_a_visit_to_a_provider_is_none_to_a_council() -> None:
    provider = (
        "Monitoring visit report\n\nType of provider: college\n\nFindings of the monitoring visit\n\nLearners read.\n"
    )
    assert one(recognise(document(provider), source="a.md"), "framework") is None
    council = "Monitoring visit to Derby City Council children's services\n\nThe visit was short.\n"
    assert one(recognise(document(council), source="a.md"), "framework") == "monitoring visit"


def test_a_file_name_gives_a_date_only_at_its_end() -> None:
    assert date_in_name("20180412X99001.md") is None and date_in_name("2018-04-12 crash.pdf") is None
    assert str(date_in_name("crash 2018-04-12 (2).pdf")) == "2018-04-12"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("On 02/28/2019 and 03/04/2019", "month first"),
        ("On 28/02/2019 and 03/04/2019", "day first"),
        ("Elm Street, Dover, DE 19901. On 03/04/2019", "month first"),
        ("Elm Street, Dover CT16 1AA. On 03/04/2019", "day first"),
        ("On 03/04/2019", "unknown"),
    ],
)
def test_the_order_of_day_and_month_is_the_countrys(text: str, order: str) -> None:
    assert order_of(text) == order


def test_a_date_that_may_be_two_is_none() -> None:
    assert one(recognise(document("Inspection date: 03/04/2019\n"), source="a.md"), "inspection_start") is None
    american = document("Inspection date: 03/04/2019\nDallas, TX 75001\n")
    assert one(recognise(american, source="a.md"), "inspection_start") == "2019-03-04"


@pytest.mark.parametrize(
    ("text", "lead", "others"),
    [
        ("Ana Bell HMI, Ofsted lead inspector Cy Dow, CQC lead inspector\n", "Ana Bell", {"cqc_lead": "Cy Dow"}),
        ("Cy Dow, CQC lead inspector\nLead inspector: Ana Bell\n", "Ana Bell", {"cqc_lead": "Cy Dow"}),
        ("Ana Bell, Ofsted\nlead inspector\n", "Ana Bell", {}),
        ("Ofsted\nAna Bell, HMI Lead inspector\nCQC\nCy Dow, Lead inspector\n", "Ana Bell", {"cqc_lead": "Cy Dow"}),
        ("The inspection was led by Ana Bell, HMI.\n", "Ana Bell", {}),
        ("Yours sincerely\n\nAna Bell\nLead inspector\n", "Ana Bell", {}),
    ],
)
def test_each_lead_stands_under_its_own_inspectorate(text: str, lead: str, others: dict[str, str]) -> None:
    facts = people(text, None)
    assert one(facts, "lead_inspector") == lead and grades(facts, "person") == others


@pytest.mark.parametrize(
    ("said", "title"),
    [("Untitled", None), ("Report template v3", None), ("Microsoft Word - x.doc", None), ("Elm Lodge", "Elm Lodge")],
)
def test_a_templates_title_is_none(said: str, title: str | None) -> None:
    made = Document(text="x", pages=(Page(number=1, start=0, end=1),), media_type="text/plain", title=said)
    assert own_title(made) == title


def test_what_is_said_of_the_next_inspection_is_kept() -> None:
    text = "Area SEND inspection of Derby\n\nIt went well. The next full inspection will be within three years.\n"
    assert one(recognise(document(text), source="a.md"), "next_inspection") == (
        "The next full inspection will be within three years."
    )
