"""Numbers, bounds on counts and lengths of time, in figures and in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.numerals import ORDINALS
from qa.language.numbers import find_bounds, find_durations, find_numbers

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_SMALL = [*_UNITS, "seventeen", "eighteen", "nineteen"]
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    """A number below a million as English writes it."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_SMALL[number // 100]} hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{in_words(number // 1000)} thousand" + (f"{joint}{in_words(rest)}" if rest else "")


@pytest.mark.parametrize(
    ("text", "value", "kind", "words"),
    [
        ("2,014 children", 2014, "cardinal", "2,014"),
        ("some 3.5 each", 3.5, "cardinal", "3.5"),
        ("two hundred and five thousand", 205_000, "cardinal", "two hundred and five thousand"),
        ("a dozen of them", 12, "cardinal", "a dozen"),
        ("a couple of reports", 2, "cardinal", "a couple"),
        ("£1.4 million", 1_400_000, "cardinal", "1.4 million"),
        ("none of them", 0, "cardinal", "none"),
        ("half of them", 0.5, "fraction", "half"),
        ("a third of plans", 1 / 3, "fraction", "a third"),
        ("two-thirds of plans", 2 / 3, "fraction", "two-thirds"),
        ("one in five children", 0.2, "fraction", "one in five"),
        ("3 out of 4", 0.75, "fraction", "3 out of 4"),
        ("45% were late", 45, "percent", "45%"),
        ("Ninety-four per cent", 94, "percent", "Ninety-four per cent"),
        ("twice in care", 2, "multiple", "twice"),
        ("good three times", 3, "multiple", "three times"),
        ("inspected once since", 1, "multiple", "once"),
        ("its 3rd report", 3, "ordinal", "3rd"),
        ("the twenty-first", 21, "ordinal", "twenty-first"),
        ("a third report", 3, "ordinal", "third"),
    ],
)
def test_numbers(text: str, value: float, kind: str, words: str) -> None:
    (found,) = find_numbers(text)
    assert (found.value, found.kind, found.words) == (value, kind, words)


@pytest.mark.parametrize(
    "text",
    ["no reports", "which one?", "the London one", "one another", "KS2", "16-year-old", "a half-term", "once it had"],
)
def test_what_counts_nothing(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "least", "most", "words"),
    [
        ("good in at least two reports", 2, None, "at least two"),
        ("two or more reports", 2, None, "two or more"),
        ("3+ reports", 3, None, "3+"),
        ("more than three", 4, None, "more than three"),
        ("over 100 children", 101, None, "over 100"),
        ("more than once", 2, None, "more than once"),
        ("no fewer than three times", 3, None, "no fewer than three times"),
        ("fewer than four", 0, 3, "fewer than four"),
        ("no more than one", 0, 1, "no more than one"),
        ("up to 3", 0, 3, "up to 3"),
        ("exactly two", 2, 2, "exactly two"),
        ("only one", 1, 1, "only one"),
        ("a single report", 1, 1, "a single"),
        ("not a single report", 0, 0, "not a single"),
        ("judged good twice", 2, 2, "twice"),
        ("between two and four reports", 2, 4, "between two and four"),
        ("two or three reports", 2, 3, "two or three"),
    ],
)
def test_bounds_on_counts(text: str, least: int, most: int | None, words: str) -> None:
    (found,) = find_bounds(text)
    assert (found.least, found.most, found.words) == (least, most, words)


@pytest.mark.parametrize(
    "text",
    [
        "in two reports",
        "more than 50%",
        "more than two years",
        "children over 16",
        "up to 2017",
        "the single worst case",
    ],
)
def test_what_bounds_no_count(text: str) -> None:
    assert find_bounds(text) == []


@pytest.mark.parametrize(
    ("text", "least", "most", "words"),
    [
        ("10 days", 10, 10, "10 days"),
        ("35-day limit", 35, 35, "35-day"),
        ("within 10 working days", 0, 10, "within 10 working days"),
        ("two to three weeks", 14, 21, "two to three weeks"),
        ("between six and nine months", 183, 274, "between six and nine months"),
        ("18 months", 548, 548, "18 months"),
        ("five years and four months", 1948, 1948, "five years and four months"),
        ("a year and a half", 548, 548, "a year and a half"),
        ("half a year", 183, 183, "half a year"),
        ("more than two years", 731, None, "more than two years"),
        ("less than a month", 0, 29, "less than a month"),
        ("3 months or more", 91, None, "3 months or more"),
    ],
)
def test_lengths_of_time(text: str, least: int, most: int | None, words: str) -> None:
    (found,) = find_durations(text)
    assert (found.days_least, found.days_most, found.words) == (least, most, words)


@pytest.mark.parametrize("text", ["98 a year", "16-year-olds", "the year 2015", "every day"])
def test_what_is_no_length_of_time(text: str) -> None:
    assert find_durations(text) == []


@given(st.integers(1, 999_999))
def test_a_number_reads_the_same_in_figures_and_in_words(number: int) -> None:
    for text in (
        f"There were {number:,} of them",
        f"There were {number} of them",
        f"There were {in_words(number)} in all",
    ):
        (found,) = find_numbers(text)
        assert (found.value, found.kind) == (number, "cardinal")


@given(st.integers(2, 90), st.sampled_from(("at least {}", "{} or more", "fewer than {}", "exactly {}", "up to {}")))
def test_a_bound_reads_the_same_in_figures_and_in_words(number: int, form: str) -> None:
    (figures,), (words,) = find_bounds(form.format(number)), find_bounds(form.format(in_words(number)))
    assert (figures.least, figures.most) == (words.least, words.most)


WORDS = st.lists(
    st.sampled_from(
        "1 2,014 3.5 two twenty - hundred and thousand a half third thirds in of one or more than at least no only"
        f" between to % per cent days year weeks times twice once single not up {next(iter(ORDINALS))}".split()
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=60)))
def test_what_is_found_lies_in_the_text(text: str) -> None:
    spans = (
        [(one.start, one.end, one.words) for one in find_numbers(text)],
        [(one.start, one.end, one.words) for one in find_bounds(text)],
        [(one.start, one.end, one.words) for one in find_durations(text)],
    )
    for found in spans:
        assert all(0 <= start < end <= len(text) for start, end, _ in found)
        assert all(one[1] <= two[0] for one, two in pairwise(found))
        assert all(" ".join(text[start:end].split()) == words for start, end, words in found)
    for bound in find_bounds(text):
        assert bound.most is None or bound.least <= bound.most
