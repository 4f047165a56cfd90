"""Evidence out of spans of reports, numbered from 1 on, each with the program's line about its report.

Knows spans, citers and reports. Does not know how the spans were found, nor how they are put to a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.ground.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.model import Report
    from qa.cite import Citer
    from qa.claim import Span

__all__ = ["gather", "title_line"]


def gather(spans: Iterable[Span], *, citer: Citer, reports: Mapping[int, Report]) -> tuple[Evidence, ...]:
    """Evidence 1, 2 ... of the spans; spans met before are left out."""
    return tuple(
        Evidence(
            id=str(n),
            report=report,
            start=start,
            end=end,
            text=citer.text(report)[start:end],
            title=title_line(reports[report]),
            page=citer.page(report, start).number,
        )
        for n, (report, start, end) in enumerate(dict.fromkeys(spans), 1)
    )


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
