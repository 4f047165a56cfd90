"""The reader: how pairs are laid out; that the shipped model tells a part from its whole, and here from elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searchable import reader

from qa.reader.layout import lay_out
from qa.reader.read import figures_of

WORDS = st.text("abc d1.", min_size=1, max_size=60)


@given(WORDS, WORDS, WORDS)
def test_the_sentence_stands_at_its_offset(heading: str, before: str, sentence: str) -> None:
    laid = lay_out(heading, before, sentence)
    assert laid.text[laid.offset :] == sentence


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("Of these, 12 were late.", True),
        ("This has led to delay.", True),
        ("They wait too long.", True),
        ("There are 40 plans, of which 12 are late.", True),
        ("The council has 40 social workers.", False),
        ("Plans are late.", False),
    ],
)
def test_the_sentence_before_is_read_where_this_one_leans_on_it(sentence: str, leans: bool) -> None:
    assert ("Forty assessments were made" in lay_out("Help", "Forty assessments were made.", sentence).text) == leans


def test_only_the_last_heading_is_read() -> None:
    assert lay_out("Findings > Children in care", "", "Plans are late.").text == "Children in care. | Plans are late."


def likeliest(question: str, sentence: str) -> str | None:
    """The figure that the reader puts first, None where it puts "none of them" first."""
    found = figures_of(sentence)
    ((_, logits),) = reader().scores(question, [("", "", sentence, [(one.start, one.end) for one in found])])
    best = max(range(len(found)), key=logits.__getitem__)
    return found[best].text if logits[best] > 0 else None


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How many referrals led to no action?", "Of the 512 referrals, 61 led to no further action.", "61"),
        (
            "What share of visits were late across England?",
            "In the borough 14% of visits were late, compared with 22% nationally.",
            "22%",
        ),
        (
            "What share of visits were late here?",
            "In the borough 14% of visits were late, compared with 22% nationally.",
            "14%",
        ),
    ],
)
def test_the_figure_of_its_clause(question: str, sentence: str, expected: str) -> None:
    assert likeliest(question, sentence) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How much did the new computers cost?", "There are 204 foster carers, 12 more than last year."),
        ("How many children play the violin?", "The council has approved 31 adopters this year."),
    ],
)
def test_a_figure_of_something_else_is_none(question: str, sentence: str) -> None:
    assert likeliest(question, sentence) is None


def test_a_sentence_that_answers_is_told_from_one_that_does_not() -> None:
    sentences = (
        "Conferences were held late because social workers did not finish their reports in time.",
        "The council has a new logo.",
    )
    (first, _), (second, _) = reader().scores(
        "Why were the meetings so late?", [("", "", sentence, []) for sentence in sentences]
    )
    assert first > 0 > second


def test_what_is_read_together_is_read_as_it_is_alone() -> None:
    """Weights of eight bits round by what stands beside: the logits differ a little, which is first does not."""
    pairs = [
        ("", "", "Of the 512 referrals, 61 led to no further action.", [(7, 10), (22, 24)]),
        ("Help > Early help", "", "Many children wait.", []),
        ("", "Reports were late.", "This was true of 12 reports, or a third of them, in the longest.", [(17, 19)]),
    ]
    together = reader().scores("How many referrals led to no action?", pairs)
    alone = [reader().scores("How many referrals led to no action?", [pair])[0] for pair in pairs]
    assert [len(logits) for _, logits in together] == [len(logits) for _, logits in alone] == [2, 0, 1]
    for told in (together, alone):
        first = told[0][1]
        assert first[1] > first[0]
        assert first[1] > told[2][1][0]
    assert reader().scores("How many?", []) == []
