"""Misspelt words of the lexicon are read as what they are a slip away from, and it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.lexicon import Word, lexicon, split_words
from qa.language.misspelt import spelt


def read(text: str) -> tuple[str, list[str]]:
    words, notes = spelt(split_words(text))
    return " ".join(word.text for word in words), notes


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("inadaquate", "inadequate"),
        ("oustanding", "outstanding"),
        ("concil", "council"),
        ("leadreship", "leadership"),
        ("adopton", "adoption"),
        ("childern", "children"),
        ("improvment", "improvement"),
        ("latset", "latest"),
    ],
)
def test_a_slip_is_read_as_the_word_and_said(written: str, meant: str) -> None:
    assert read(f"which {written} one") == (f"which {meant} one", [f"Read “{written}” as “{meant}”."])


@pytest.mark.parametrize(
    "text",
    [
        "gorse",  # too short for what it is near to
        "countries",  # a word of its own
        "stared",
        "referrals",
        "goood",  # shorter words are too near to too many others
        "kent 2019 x1ab2",
    ],
)
def test_a_word_of_its_own_stays(text: str) -> None:
    assert read(text) == (text, [])


def letters(words: list[Word]) -> str:
    return "".join(word.text for word in words).replace("'", "")


@given(st.lists(st.sampled_from(sorted(lexicon().vocabulary)), max_size=10).map(" ".join))
def test_what_the_lexicon_knows_is_never_changed(text: str) -> None:
    words = split_words(text)
    right, notes = spelt(words)
    assert notes == []
    # "childrens" is read with the apostrophe that it lacks; no letter of it is.
    assert letters(right) == letters(words)


@given(st.text(max_size=80))
def test_places_stay(text: str) -> None:
    words = split_words(text)
    right, _ = spelt(words)
    # "mens" is read as two words, with the apostrophe that it lacks: they lie where it lay.
    assert [at for w in right for at in range(w.start, w.end)] == [at for w in words for at in range(w.start, w.end)]
