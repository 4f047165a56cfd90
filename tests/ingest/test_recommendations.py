"""Recommendations read out of small texts of the shapes that inspection reports have."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.model import Block, BlockKind, Document, Fact, Page
from ingest.recommendations import recommendations
from ingest.structure import blocks


def document(*pages: str) -> Document:
    made, at = [], 0
    for n, page in enumerate(pages, 1):
        made.append(Page(number=n, start=at, end=at + len(page)))
        at += len(page)
    return Document(text="".join(pages), pages=tuple(made), media_type="application/pdf")


def read(*pages: str, **more: Any) -> list[Fact]:
    whole = document(*pages)
    return recommendations(whole, blocks(whole), facts=more.get("facts", []))


NUMBERED = """Recommendations
1. Make sure that every assessment is finished in good time and that managers check
its quality before it is shared.
2. Give all social workers regular supervision that helps them to think about their
work with families.
3. Find enough foster homes near to where children grew up.
Summary for children and young people
• Services for children in Middleford are getting better, but not yet for everyone.
"""

BULLETS = """What needs to improve{}
• The quality of written plans, so that families know what is expected.
• The timeliness of return interviews for children who have been missing from home
or from care.
The experiences and progress of children who need help and protection: good
1. Children are seen soon after a referral and their needs are well understood.
"""


def test_a_numbered_list() -> None:
    found = read(NUMBERED)
    assert [fact.value[:9] for fact in found] == ["Make sure", "Give all ", "Find enou"]
    assert found[0].value.endswith("before it is shared.")
    assert {fact.key for fact in found} == {"authority"}


def test_spans_are_the_items_words_without_their_numbers() -> None:
    for fact in read(NUMBERED):
        assert " ".join(NUMBERED[fact.start : fact.end].split()) == fact.value


@pytest.mark.parametrize("mark", ["?", "", ":"])
def test_bullets_below_what_needs_to_improve(mark: str) -> None:
    found = read(BULLETS.format(mark))
    assert len(found) == 2
    assert found[1].value == (
        "The timeliness of return interviews for children who have been missing from home or from care."
    )


def test_the_board_s_list_has_its_own_key() -> None:
    board = """The Local Safeguarding Children Board (LSCB)
Executive summary
Partners work together well, and the board has a clear view of what it must do next.
Recommendations
94. The board should collect figures from every agency and act on what they show.
95. The board should check that training changes what workers do.
Inspection findings – the Local Safeguarding Children Board
96. The chair is well regarded and meets the director each month to talk about risks.
"""
    assert [fact.key for fact in read(NUMBERED, board)] == ["authority"] * 3 + ["lscb"] * 2


def test_in_a_review_of_the_board_alone_every_item_is_the_board_s() -> None:
    framework = Fact(kind="framework", value="lscb-review", start=0, end=1)
    assert {fact.key for fact in read(NUMBERED, facts=[framework])} == {"lscb"}


def test_headings_within_the_list_do_not_end_it() -> None:
    text = """What does the local authority need to improve?
Priority and immediate action
Leadership and governance
4. Make sure that the council's leaders know how many children wait for a worker.
Areas for improvement
Quality of practice
5. Improve the chronologies that social workers keep of what happened to a child.
Early help
6. Offer families help early, before small worries become large ones.
Information about this inspection
Inspectors read 40 case files and met 12 families over two weeks in the spring.
"""
    assert [fact.value.split()[0] for fact in read(text)] == ["Make", "Improve", "Offer"]


def test_an_item_over_a_page_s_end_is_one_fact() -> None:
    first = """Areas for improvement
1. Improve the way in which children's views are heard at their reviews so that plans
are shaped by what they say and
"""
    second = """by what matters to their brothers and sisters.
2. Train foster carers in how to keep children safe online.
Information about this inspection
Inspectors spoke to children, parents and staff.
"""
    found = read(first, second)
    assert len(found) == 2
    assert found[0].value.endswith("what they say and by what matters to their brothers and sisters.")
    assert (first + second)[found[0].start : found[0].end].endswith("what they say and"), "a span stays on one page"


def test_a_footer_in_between_leaves_the_first_part_as_the_span() -> None:
    pieces: list[tuple[BlockKind, str, int]] = [
        ("heading", "Recommendations\n", 1),
        ("paragraph", "1. Improve the way in which children are heard so that plans\nfollow and\n", 1),
        ("furniture", "Inspection of Middleford children's services 4\n", 1),
        ("furniture", "Inspection of Middleford children's services 5\n", 2),
        ("paragraph", "show what they say.\n", 2),
        ("paragraph", "2. Train foster carers in online safety.\n", 2),
    ]
    made, at = [], 0
    for kind, words, page in pieces:
        made.append(Block(kind=kind, start=at, end=at + len(words), page=page))
        at += len(words)
    whole = document("".join(w for _, w, page in pieces if page == 1), "".join(w for _, w, page in pieces if page == 2))
    found = recommendations(whole, made, facts=[])
    assert [fact.value for fact in found] == [
        "Improve the way in which children are heard so that plans follow and show what they say.",
        "Train foster carers in online safety.",
    ]
    assert whole.text[found[0].start : found[0].end].endswith("follow and")


def test_sub_bullets_stay_with_their_item() -> None:
    text = """What needs to improve?
• Practice with disabled children, to show:
– an understanding of their daily lives
– high hopes for what they can achieve.
• The quality of supervision in the assessment teams.
The experiences and progress of children in care: good
"""
    found = read(text)
    assert len(found) == 2
    assert "daily lives" in found[0].value and "high hopes" in found[0].value


def test_a_list_that_says_that_nothing_is_needed_has_no_items() -> None:
    text = """Priority and immediate action
10. The inspection did not identify any areas for priority or immediate action.
Areas for improvement
11. Improve the quality of plans for young people who leave care.
Information about this inspection
Inspectors spoke to children, parents and staff.
"""
    assert [fact.value for fact in read(text)] == ["Improve the quality of plans for young people who leave care."]


def test_a_report_without_such_a_list_has_none() -> None:
    assert (
        read("The experiences and progress of children in care: good\n1. Children in care do well at school.\n") == []
    )


def test_a_heading_with_nothing_below_it_gives_no_items() -> None:
    assert read("Inspection dates: ", " recommendations") == []


TWO_LISTS = """Areas for priority action
Responsible body Areas for priority action
Marsh Council Leaders must visit each family that has waited for more than a year.
NHS Marsh ICB Leaders should say when the waiting lists for therapy will be shorter, particularly:
• those of the youngest children; and
• those at the coast.
Areas for improvement
Leaders should make sure that annual reviews are held in time.
Leaders should make sure that parents are told who their case worker
is.
Local area partnership details
Local Authority Integrated Care Board
"""


def test_sentences_that_say_who_is_to_do_what_are_items_with_the_bullets_below_them() -> None:
    found = [(fact.key, fact.value) for fact in read(TWO_LISTS)]
    assert found == [
        ("priority", "Marsh Council Leaders must visit each family that has waited for more than a year."),
        (
            "priority",
            "NHS Marsh ICB Leaders should say when the waiting lists for therapy will be shorter, particularly: "
            "• those of the youngest children; and • those at the coast.",
        ),
        ("authority", "Leaders should make sure that annual reviews are held in time."),
        ("authority", "Leaders should make sure that parents are told who their case worker is."),
    ]


def test_an_item_goes_on_over_the_page_s_end_below_a_running_header_and_nothing_else_is_one() -> None:
    cut = TWO_LISTS.index("• those at")
    found = read(TWO_LISTS[:cut], "Inspection report: Marsh Local Area Partnership\n" + TWO_LISTS[cut:])
    assert [fact.value for fact in found] == [fact.value for fact in read(TWO_LISTS)]


def test_one_sentence_over_all_the_bullets_only_leads_in() -> None:
    text = """What needs to improve?
The local authority should take swift and lasting action to make sure that:
• every child is seen alone by the social worker; and
• managers write down why they have decided.
"""
    assert [fact.value[:10] for fact in read(text)] == ["every chil", "managers w"]
