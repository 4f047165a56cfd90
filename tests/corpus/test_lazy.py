"""A pattern compiled at first use behaves as a compiled one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lazy import Lazy
from corpus.measures import find_measures, measures, pattern


def test_it_ignores_case_and_keeps_to_the_stretch_given() -> None:
    good = Lazy(r"^good", re.MULTILINE)
    assert good.search("Not so.\nGOOD") is not None
    assert good.search("Not so.\nGOOD", 0, 8) is None
    assert [match[0] for match in good.finditer("good\nGood")] == ["good", "Good"]
    assert good.pattern == r"^good"


def test_a_pattern_that_is_none_is_told_when_it_is_used() -> None:
    with pytest.raises(re.error):
        Lazy("(").search("x")


@given(st.data())
def test_the_word_looked_for_first_stands_in_all_that_a_measure_matches(data: st.DataObject) -> None:
    one = data.draw(st.sampled_from([one for one in measures() if one.words]))
    words = data.draw(st.sampled_from(one.words))
    text = data.draw(st.from_regex(re.compile(pattern(words), re.IGNORECASE | re.ASCII), fullmatch=True))
    found = Lazy(r"\b(?:" + pattern(words) + r")(?![\w-])").search(text)
    if found is not None:
        assert find_measures(text)
