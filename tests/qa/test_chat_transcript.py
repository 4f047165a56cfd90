"""Transcripts: every citation with quote and page, and nothing that Markdown would take for markup."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Claim
from qa.chat.conversation import Turn
from qa.cli.chat.transcript import transcript


def citation(quote: str, title: str = "A report") -> Citation:
    return Citation(
        n=1, source="a.pdf", title=title, authority="Dorset", published="2021-11-19", inspected="2021-10-08", page=3,
        page_label="3", quote=quote, start=0, end=len(quote), report=1,
    )  # fmt: skip


def turn(asked: str, answer: str, quote: str) -> Turn:
    given = Answer(
        question=asked, status="answered", answer=answer, reason="One report was read.",
        notes=("A typo was forgiven.",),
        claims=(Claim(text=answer, citations=(1,)),), citations=(citation(quote),),
    )  # fmt: skip
    return Turn(asked=asked, question="Was Dorset good in 2021?", answer=given)


def test_a_turn_has_question_answer_quote_and_page() -> None:
    text = transcript([turn("and in 2021?", "Good.", "Overall effectiveness\nGood")], title="My notes")
    assert text.startswith(
        "# My notes\n\n## 1. and in 2021?\n\nUnderstood as: *Was Dorset good in 2021?*\n\nGood. \\[1\\]\n"
    )
    assert "1. A report, published 19 November 2021, page 3  \n   > Overall effectiveness Good\n" in text
    assert text.endswith("\n")


def test_a_refusal_shows_the_nearest_evidence_as_such() -> None:
    refused = Answer(question="q", status="not_stated", answer="It is not stated.", nearest=(citation("Near it."),))
    text = transcript([Turn(asked="q", question="q", answer=refused)], title="t")
    assert "Nearest evidence (not an answer):\n\n- A report" in text


@given(text=st.text(max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    said = text if text.strip() else "x"  # an answer says something
    written = transcript([turn(said, said, said)], title=said)
    body = re.sub(
        r"(?m)^(?:#{1,2} (?:\d+\. )?|Understood as: |\d\. |   > )|^\*(?=Note: A typo)|\*$|(?<=as: )\*", "", written
    )
    assert not re.search(r"(?<!\\)(?:\\\\)*[`_\[\]<|]", body)
    assert "\x1b" not in written


def test_a_line_that_looks_like_a_heading_or_a_list_is_text() -> None:
    text = transcript([turn("q", "# Big\n- item\n3. third\n<b>bold</b>", "[a](http://x)")], title="t")
    assert "\\# Big" in text
    assert "\\- item" in text
    assert "\\3. third" in text
    assert "\\<b\\>" in text
    assert "\\[a\\] (http: // x)" in text
