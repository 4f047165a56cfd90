"""Words that the end of a line had broken: whole where they are shown, the stored text as it is."""

from __future__ import annotations

import pytest

from qa.answer import Citation
from qa.extract.model import shown
from qa.language.lines import whole_words


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("35 days on aver-\nage", "35 days on average"),
        ("the assess-\nments were late", "the assessments were late"),
        ("their well-\n  being", "their well-being"),
        ("a 17-\nyear-old", "a 17-year-old"),
        ("in 2012-\n13", "in 2012-13"),
        ("16-\nand 17-year-olds", "16- and 17-year-olds"),
        ("a pre-\nschool", "a pre-school"),
        ("soft\xad\nly", "softly"),
        ("decision-\n2", "decision-\n2"),
        ("decision-\nInspection report", "decision-\nInspection report"),
        ("late - and long", "late - and long"),
    ],
)
def test_a_word_over_a_lines_end_is_whole(broken: str, whole: str) -> None:
    assert whole_words(broken) == whole


def test_it_is_shown_whole_and_quoted_as_it_stands() -> None:
    quote = "• Children waited 35 days on aver-\nage."
    cited = Citation(
        n=1, source="a.pdf", title="A", authority=None, published=None, inspected=None, page=1, page_label=None,
        quote=quote, start=0, end=len(quote), report=1,
    )  # fmt: skip
    assert shown(quote) == "Children waited 35 days on average."
    assert cited.words == "• Children waited 35 days on average."
    assert cited.quote == quote and "on average" in str(cited)
