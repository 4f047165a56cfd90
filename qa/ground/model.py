"""What goes into the grounding gate and what comes out of it.

Knows the fields. Does not know how a claim is checked or who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.claim import Claim

__all__ = [
    "Arithmetic",
    "Draft",
    "Evidence",
    "Grounded",
    "Problem",
    "ProblemKind",
    "Quoted",
    "Rejected",
]

ProblemKind = Literal[
    "no_quote",  # the claim quotes nothing
    "no_evidence",  # it names evidence that was not given
    "too_short",  # the quote is a word or two, which stand anywhere
    "misattributed",  # the quote stands in other evidence than the one named
    "stitched",  # its parts stand there, apart from each other
    "absent",  # it stands nowhere in the evidence
    "number",
    "date",
    "grade",
    "name",
    "character",  # a word of it looks like another: letters of other scripts, digits in disguise
    "page",  # the claim names a page; pages are put in by the program
    "arithmetic",  # the sum stated does not come out, or its terms do not stand in the quotes
    "turned",  # it denies or limits what the quotes do not, or does not deny what they do
    "unrelated",  # the claim speaks of other things than its quotes
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A span of a report: `text` is `report.text[start:end]`, `id` means nothing outside one question.

    `title` is the program's line about the report: whose it is and its dates. `states` is what the program read here
    (a fact in a sentence), or "". Both may carry a claim's names and dates; `states` its figures and grades too.
    """

    id: str
    report: int
    start: int
    end: int
    text: str
    title: str
    page: int
    states: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """A quote as it was claimed: the id of the evidence it is said to stand in, and its words."""

    evidence: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Arithmetic:
    """A sum that a claim rests on, with its terms and its result as they are written in the quotes and the claim.

    difference: the first term less the second, or the other way round. sum: all terms. share: the first as a part of
    the second. count: how many different members there are; the terms are the ids of the evidence that shows them.
    """

    operation: Literal["difference", "sum", "share", "count"]
    of: tuple[str, ...]
    result: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A claim before it is checked."""

    text: str
    quotes: tuple[Quoted, ...]
    arithmetic: tuple[Arithmetic, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong with a draft: its kind and a sentence that says what to mend."""

    kind: ProblemKind
    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A claim that failed, with everything that is wrong with it."""

    draft: Draft
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounded:
    """The claims of one answer after the gate, each in the order given."""

    kept: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
