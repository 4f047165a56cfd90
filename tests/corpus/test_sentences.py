"""Sentences: spans that cover the text, and the stops that end nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import BULLETS, sentences

_WORDS = st.sampled_from(
    "Plans|are|clear|No.|5|5.5%|e.g.|Mr|Dr.|J.|Smith|etc.|‘good’|(late)|why?|stop.|stop.”|end!)|...|…|2016.3|i.e.|a|:|"
    "\n|\n\n|\n• |\n12. |\n- |\u00a0|(Recommendation)".split("|")
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=60).map(" ".join))


def split(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans are clear. Visits are late.", ["Plans are clear.", "Visits are late."]),
        ("Several teams, e.g. Duty and Court, are full. Others are not.", None),
        ("It rose, i.e. Doubled, in a year. That is fast.", None),
        ("See No. 5 of the plan. It is short.", None),
        ("Is that enough? The answer is no. Staff agree.", ["Is that enough?", "The answer is no.", "Staff agree."]),
        ("Ms. Hill leads. Mr. Dale helps.", ["Ms. Hill leads.", "Mr. Dale helps."]),
        ("St. Mary met Dr. Obi. They agreed.", ["St. Mary met Dr. Obi.", "They agreed."]),
        ("The rate is 5.5% now. It was 6.1 per 10,000.", ["The rate is 5.5% now.", "It was 6.1 per 10,000."]),
        ("J. R. Smith wrote it. K. Lowe read it.", ["J. R. Smith wrote it.", "K. Lowe read it."]),
        (
            "It met at 9 a.m. and closed at 5 p.m. Nobody came.",
            ["It met at 9 a.m. and closed at 5 p.m.", "Nobody came."],
        ),
        ("They said ‘it works.’ We saw it.", ["They said ‘it works.’", "We saw it."]),
        ("(It did not help.) It was dropped.", ["(It did not help.)", "It was dropped."]),
        ("12. Visits are late. 13 of them were missed.", ["Visits are late.", "13 of them were missed."]),
        ("The plan\nran over two lines. It ended\nthere.", ["The plan ran over two lines.", "It ended there."]),
        ("There were 40 in 2016.3 The next year had 50.", None),
        (
            "Visits are late. (Recommendation) Plans are short.",
            ["Visits are late. (Recommendation)", "Plans are short."],
        ),
        ("They live nearby.\n4\n", ["They live nearby."]),
        ("First of all\n\nThen the rest", ["First of all", "Then the rest"]),
        ("Approx. 40 came... and went. Then none", ["Approx. 40 came... and went.", "Then none"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str] | None) -> None:
    found = split(text)
    if expected is None:
        assert len(found) == 2
        assert " ".join(found) == text
    else:
        assert found == expected


def test_bullets_are_sentences_without_their_marks() -> None:
    assert split("• see every child\n• write it\n  down; and\n– share it") == [
        "see every child",
        "write it down; and",
        "share it",
    ]


def test_spans_are_absolute_and_stay_in_the_range() -> None:
    text = "Before. Plans are clear. Visits are late. After."
    start, end = text.index("Plans"), text.index(" After")
    assert [text[a:b] for a, b in sentences(text, start, end)] == ["Plans are clear.", "Visits are late."]


@given(_TEXTS, st.data())
def test_spans_lie_in_the_range_in_order_and_are_trimmed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    at = start
    for a, b in sentences(text, start, end):
        assert at <= a < b <= end
        assert text[a:b] == text[a:b].strip()
        at = b


@given(_TEXTS)
def test_what_no_span_covers_is_a_mark_or_a_number(text: str) -> None:
    at, rest = 0, []
    for a, b in sentences(text, 0, len(text)):
        rest.append(text[at:a])
        at = b
    rest.append(text[at:])
    left_out = set("".join(rest)) - set(BULLETS) - set("-–—*.()")
    assert all(c.isspace() or c.isalnum() for c in left_out)
    assert all(len("".join(piece.split())) < 40 for piece in rest if not set(piece) & set(BULLETS + "-–—*"))


@given(
    st.lists(st.sampled_from(["Plans are clear", "Visits took 5.5 days", "Ms. Hill agreed"]), min_size=1, max_size=9)
)
def test_plain_sentences_come_back_one_by_one(parts: list[str]) -> None:
    assert split(" ".join(f"{part}." for part in parts)) == [f"{part}." for part in parts]
