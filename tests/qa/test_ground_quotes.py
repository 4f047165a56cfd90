"""Quotes are found word for word, however a PDF or a model writes them, and nothing else is."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.ground import Draft, Gate, Quoted, Rejected, quote_of
from qa.ground.model import Evidence
from qa.ground.normal import find, normal

TEXT = (
    "Leaders’ self-evaluation is “broadly accurate” – though plans are brief.\n"
    "In 2014–15, 1,250 children (12.5%) were on a plan; the of\ufb01ce sent £3.2 million back.\n"
    "\uf0b7 Impro-\nvement is slow: 16- and 17-year-olds wait 35 days, and case\u0002\nloads grow."
)
WORDS = [match.span() for match in re.finditer(r"\d[\d.,]*\d|\w+", TEXT)]
# Other ways to write a character of a report; "" stands for nothing.
OTHERS = {"’": "'`", "“": '"”«', "”": '"“»', "–": "-—‒−", "-": "‐–‑", " ": "\u00a0\n\t", "\n": " ", "\ufb01": ("fi",)}


def evidence(ident: str, text: str) -> Evidence:
    return Evidence(id=ident, report=1, start=0, end=len(text), text=text, title="A report", page=1)


def problem(quote: str, *texts: str) -> str:
    """The problem that the gate finds with a quote said to stand in the first of the texts."""
    gate = Gate([evidence(f"e{n}", text) for n, text in enumerate(texts, 1)])
    result = gate.check(Draft(text="Something.", quotes=(Quoted(evidence="e1", text=quote),)))
    assert isinstance(result, Rejected)
    return result.problems[0].kind


@st.composite
def slices(draw: st.DrawFn) -> tuple[int, int]:
    """The span of whole words of TEXT."""
    first = draw(st.integers(0, len(WORDS) - 1))
    last = draw(st.integers(first, len(WORDS) - 1))
    return WORDS[first][0], WORDS[last][1]


@given(slices(), st.randoms(use_true_random=False))
def test_a_verbatim_slice_written_in_another_way_is_found_and_maps_back_exactly(
    span: tuple[int, int], random: Random
) -> None:
    start, end = span
    written = "".join(random.choice([c, *OTHERS.get(c, c)]) for c in TEXT[start:end])
    written = re.sub(r"[ \n]", lambda m: m.group() * random.choice([1, 1, 2]), written)
    found = quote_of(TEXT, written)
    assert found is not None
    assert normal(TEXT[slice(*found)]).text == normal(TEXT[start:end]).text
    if TEXT.count(TEXT[start:end]) == 1:
        assert found == (start, end)


@given(slices(), st.data())
def test_a_quote_with_an_altered_digit_is_never_found(span: tuple[int, int], data: st.DataObject) -> None:
    quote = TEXT[slice(*span)]
    places = [at for at, c in enumerate(quote) if c.isdigit()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != quote[at]]))
    altered = quote[:at] + other + quote[at + 1 :]
    assume(normal(altered).text not in normal(TEXT).text)
    assert quote_of(TEXT, altered) is None


@given(st.text(max_size=200))
def test_every_character_of_a_normal_form_has_its_place_in_the_original(text: str) -> None:
    form = normal(text)
    assert len(form.text) == len(form.starts) == len(form.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(form.starts, form.ends, strict=True))
    assert list(form.starts) == sorted(form.starts)


def test_a_letter_is_not_found_in_one_with_an_accent() -> None:
    assert find(normal("Zoe"), normal("Zoë met Zoe")) == (8, 11)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_found_reads_as_what_was_looked_for(needle: str, hay: str) -> None:
    found = find(normal(needle), normal(f"{hay} {needle} {hay}"))
    if found is not None:
        assert normal(f"{hay} {needle} {hay}"[slice(*found)]).text.strip(" -") == normal(needle).text.strip(" -")


@pytest.mark.parametrize(
    "quote",
    [
        'Leaders\' self-evaluation is "broadly accurate" - though plans are brief.',
        "self-evaluation is “broadly accurate”",
        "Improvement is slow",
        "improvement is slow",
        "“Improvement is slow”.",
        "the office sent £3.2 million back",
        "caseloads grow",
        "in 2014-15, 1,250 children",
    ],
)
def test_ways_to_write_the_same_words(quote: str) -> None:
    found = quote_of(TEXT, quote)
    assert found is not None
    words = normal(TEXT[slice(*found)]).text
    assert words.casefold().strip(".'") == normal(quote).text.casefold().strip(".'")


@pytest.mark.parametrize(
    "quote",
    [
        "250 children (12.5%) were on a plan",
        "5%) were on a plan",
        "year-olds wait 3",
        "lans are brief",
        "2014–1",
        "",
        "…",
        "120",
    ],
)
def test_part_of_a_word_or_a_number_is_no_quote(quote: str) -> None:
    assert quote_of(TEXT, quote) is None


def test_what_is_wrong_with_a_quote_is_told_apart() -> None:
    one, other = (
        "The service is short of social workers in every team.",
        "Foster carers are well supported by the council.",
    )
    assert problem("Foster carers are well supported", one, other) == "misattributed"
    assert problem("The service is short … in every team", one, other) == "stitched"
    assert problem("The service is short of social workers. Foster carers are well supported", one, other) == "stitched"
    assert problem("Social workers are paid too little", one, other) == "absent"
    assert problem("social workers", one, other) == "too_short"
    assert problem("The service is short of nurses in every team", one, other) == "absent"


def test_a_quote_of_thousands_of_words_is_looked_for_in_no_more_than_its_pieces() -> None:
    stands = "The service is short of social workers in every team."
    assert problem(" ".join(f"word{n}" for n in range(3000)), stands) == "absent"  # by every stretch of it: an hour
    assert problem(f"{stands} " * 30, stands) == "stitched"


def test_a_quote_of_evidence_that_was_not_given_is_refused() -> None:
    gate = Gate([evidence("e1", TEXT)])
    result = gate.check(Draft(text="Plans are brief.", quotes=(Quoted(evidence="e7", text="plans are brief"),)))
    assert isinstance(result, Rejected)
    assert result.problems[0].kind == "no_evidence"
