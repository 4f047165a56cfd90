"""The last look at an answer before it is shown: are its citations what they say they are?

Knows answers and reports' texts. Does not know how the answer was made: extracted, read off facts or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.ground.values import same, values

if TYPE_CHECKING:
    from qa.answer import Answer, Citation, Claim
    from qa.cite import Citer

__all__ = ["verify"]


def verify(answer: Answer, citer: Citer, *, figures: bool = True) -> list[str]:
    """What is wrong with an answer's citations, a sentence each; nothing for a sound one.

    Each quote is `text[start:end]` of its report, on the page it names; each claim's citations are there. With
    `figures`, each number of a claim stands in one of its quotes, and each date there or in the line about the report
    (switch it off for claims that count or compute).
    """
    problems = []
    cited = {citation.n: citation for citation in answer.citations}
    for citation in (*answer.citations, *answer.nearest):
        if citation.quote != citer.text(citation.report)[citation.start : citation.end]:
            problems.append(f"Citation {citation.n} does not quote its report word for word.")
        elif citation.page != citer.page(citation.report, citation.start).number:
            problems.append(f"Citation {citation.n} names page {citation.page}, where its quote does not stand.")
    for claim in answer.claims:
        missing = [n for n in claim.citations if n not in cited]
        if missing:
            problems.append(f"“{claim.text}” cites {missing}, which the answer does not list.")
        elif figures:
            problems += _figures(claim, [cited[n] for n in claim.citations])
    return problems


def _figures(claim: Claim, cited: list[Citation]) -> list[str]:
    stated = values(" … ".join(citation.quote for citation in cited))
    lines = (f"{one.title}, {one.published or ''}, {one.inspected or ''}" for one in cited)
    stated += [value for value in values(" … ".join(lines)) if value.kind == "date"]
    return [
        f"“{value.text}” in “{claim.text}” does not stand in its quotes."
        for value in values(claim.text)
        if value.kind != "grade" and not any(same(value, one) for one in stated)
    ]
