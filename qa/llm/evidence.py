"""What a model is given to answer from: spans of reports under opaque ids.

Knows how passages and facts become evidence. Does not know how they were found, nor how they are put to a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.claim import Claim
from qa.ground.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.model import Report
    from qa.answer import Answer
    from qa.cite import Citer
    from qa.claim import Span

__all__ = ["evidence_of", "gather"]

_AROUND = 200  # characters of the line around a fact's span that are given with it, at most, on either side


def evidence_of(answer: Answer, *, citer: Citer, reports: Mapping[int, Report]) -> tuple[Evidence, ...]:
    """The evidence behind an answer without a model: the passages found, else the facts that its claims state."""
    if answer.retrieved:
        return gather(
            passages=[(one.report, one.start, one.end) for one in answer.retrieved], citer=citer, reports=reports
        )
    cited = {one.n: (one.report, one.start, one.end) for one in answer.citations}
    stated = [Claim(text=one.text, spans=tuple(cited[n] for n in one.citations)) for one in answer.claims]
    return gather(stated=stated, citer=citer, reports=reports)


def gather(
    *,
    stated: Iterable[Claim] = (),
    passages: Iterable[Span] = (),
    citer: Citer,
    reports: Mapping[int, Report],
) -> tuple[Evidence, ...]:
    """Evidence e1, e2 ... from what facts state, then passages; spans met before are left out.

    A fact's span is widened to its line, so that a grade in a table comes with the row it stands in.
    """
    made: dict[Span, Evidence] = {}
    for claim in stated:
        for report, start, end in claim.spans:
            if start < end:
                _add(made, _line(citer.text(report), report, start, end), citer, reports, states=claim.text)
    for span in passages:
        _add(made, span, citer, reports)
    return tuple(made.values())


def _add(
    made: dict[Span, Evidence], span: Span, citer: Citer, reports: Mapping[int, Report], *, states: str = ""
) -> None:
    report, start, end = span
    if span in made:
        return
    made[span] = Evidence(
        id=f"e{len(made) + 1}",
        report=report,
        start=start,
        end=end,
        text=citer.text(report)[start:end],
        title=title_line(reports[report]),
        page=citer.page(report, start).number,
        states=states,
    )


def _line(text: str, report: int, start: int, end: int) -> Span:
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND, 0)
    last = text.find("\n", end)
    return report, first, min(last if last >= 0 else len(text), end + _AROUND)


def title_line(report: Report) -> str:
    """A report in one line: its title, its authority, and its dates in words."""
    parts = [report.title]
    if report.authority and report.authority not in report.title:
        parts.append(report.authority)
    if report.published:
        parts.append(f"published {report.published.day} {report.published:%B %Y}")
    if report.inspection_start and report.inspection_end:
        first, last = report.inspection_start, report.inspection_end
        parts.append(f"inspected {first.day} {first:%B %Y} to {last.day} {last:%B %Y}")
    return ", ".join(parts)
