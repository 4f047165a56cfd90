"""The grounding gate: nothing is shown as cited that does not stand in a report.

Knows quotes, values and names as strings, and evidence as spans. Does not know how evidence is found, who writes
claims, nor how an answer is shown.

    ground(claims, evidence) -> Grounded      all claims of an answer
    Gate(evidence).check(claim)               one at a time, as they arrive
    quote_of(text, quote) -> (start, end)     a quote's place in a text
    verify(answer, citer) -> problems         the last look at any answer
"""

from __future__ import annotations

from qa.ground.gate import Gate, ground
from qa.ground.model import Arithmetic, Draft, Grounded, Problem, Quoted, Rejected
from qa.ground.quotes import quote_of
from qa.ground.verify import verify

__all__ = [
    "Arithmetic",
    "Draft",
    "Gate",
    "Grounded",
    "Problem",
    "Quoted",
    "Rejected",
    "ground",
    "quote_of",
    "verify",
]
