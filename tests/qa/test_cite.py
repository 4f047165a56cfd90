"""Citations are cut out of the report's own text, and a bare name is quoted with its label."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.cite import whole_lines
from qa.library import Library


@given(st.text(alphabet="ab .:\n", min_size=1, max_size=80), st.data())
def test_whole_lines_hold_the_span_and_stay_on_the_page(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    start = data.draw(st.integers(first, last - 1))
    end = data.draw(st.integers(start + 1, last))
    left, right = whole_lines(text, start, end, within=(first, last))
    assert first <= left <= start < end <= right <= last


def test_a_name_is_quoted_with_what_it_is() -> None:
    text = "Midchester\nLead inspector:\nAda Penhaligon\nJudgement Grade\n"
    start = text.index("Ada")
    left, right = whole_lines(text, start, start + len("Ada Penhaligon"), within=(0, len(text)))
    assert text[left:right] == "Lead inspector:\nAda Penhaligon"


def test_every_citation_of_the_samples_is_their_text(samples: Library) -> None:
    answer = samples.ask("Who led the inspection of Wiltshire published in 2015?")
    assert "Lead inspector" in answer.citations[0].quote
    for citation in answer.citations:
        assert samples.resources.store.text(citation.report)[citation.start : citation.end] == citation.quote
