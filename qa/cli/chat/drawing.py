"""The chat's chart: of a history the grades over time, of a share how the grades divide by year.

Knows the query of the last answer, as the answer has it. Does not know how a chart is made or drawn.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import QuestionError
from corpus.files import expanded
from qa.charts.make import MOST_LINES, grades_chart, shares_chart

if TYPE_CHECKING:
    from qa.answer import Answer
    from qa.cli.chat.session import Session

__all__ = ["draw_last", "offered"]


def offered(answer: Answer) -> bool:
    """Whether an answer is one that a chart shows: a history of a few authorities' grades, or a share."""
    return bool(answer) and _wanted(answer) is not None


def _wanted(answer: Answer) -> tuple[str, str, tuple[str, ...]] | None:
    """What is drawn: "history" or "share", the area, the authorities; None where it is neither."""
    query: Any = answer.understood.get("query")
    wants = (query.get("wants") if isinstance(query, dict) else None) or []  # two queries have no one chart
    kind = wants[0].get("kind") if wants else None
    names = tuple(dict.fromkeys(one.authority for one in answer.citations if one.authority))
    area = next(iter(wants[0].get("areas") or answer.understood.get("areas") or ()), "overall") if wants else "overall"
    if kind == "history" and 0 < len(names) <= MOST_LINES:
        return kind, area, names
    return (kind, area, ()) if kind == "share" and answer.citations else None


def draw_last(session: Session, rest: str) -> None:
    """Draw what the last answer tells of, here or to the file `rest`; raises QuestionError where it is no chart."""
    from qa.cli.charting import draw

    turns = session.conversation.turns
    wanted = _wanted(turns[-1].answer) if turns else None
    if wanted is None:
        raise QuestionError(
            "The last answer is no history of grades and no share of them. Ask how a grade has changed, or see "
            "`inspectqa chart -h`."
        )
    kind, area, names = wanted
    resources = session.conversation.resources
    scope = session.filters.scope(resources.catalogue)
    reports = [one for one in resources.catalogue.reports if scope.admits(one)]
    if kind == "history":
        made = grades_chart(resources.store, [one for one in reports if one.authority in names], area=area)
    else:
        made = shares_chart(resources.store, reports, by="year", area=area)
    draw(made, expanded(Path(rest)) if rest else None)
