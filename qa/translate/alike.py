"""Which lines of the notation tell the same, so that it does not matter which of them is meant.

Knows the notation and the classes of qa.plan.query. Does not know questions.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa.plan.notation import NotationError, read_query, write_query
from qa.plan.plain import normal
from qa.plan.query import And, At, ByAuthority, Choice, Has, InRegion, Query, report_parts

__all__ = ["alike"]

_OLDER = re.compile(r"adequate\|inadequate\|requires_improvement\|satisfactory")
_NOT_GOOD = re.compile(r"\(not \(graded (\w+) good\)\)")
_DATES = re.compile(r"\(dateof (?:any|published|inspected)")


def alike(line: str) -> str:
    """The line without what makes no difference to what is told, or is a matter of taste: which of a report's dates
    a year is of, whether grades are set side by side or compared, whether "below good" names the older words or is
    said as "not good", whether reports are narrowed first or fulfil a condition, whether those of a list are asked for
    with their dates, which it shows, whether "which areas" says that they are those beside the whole.
    """
    try:
        told = dict.fromkeys(write_query(_gathered(read_query(part))) for part in line.split(" ; "))
        line = " ; ".join(told)
    except NotationError:
        return line
    line = _NOT_GOOD.sub(r"(graded \1 inadequate|requires_improvement)", line)
    line = _OLDER.sub("inadequate|requires_improvement", line).replace("(want difference", "(want grades")
    line = line.replace(" :wants [(want list) (want dates)]", "").replace("(want areas :areas apart", "(want areas")
    return _DATES.sub("(dateof", line.replace("(want times)", "(want count)"))


def _gathered(query: Query) -> Query:
    """The query with all that is said of its reports in one place, of whom they are aside; "has it such a report?" as
    "is there such a report of it?".
    """
    whole = query.where
    if query.over == "authorities" and {want.kind for want in query.wants} == {"exists"}:
        if isinstance(whole, At) and whole.choice == Choice():
            query = replace(query, over="reports", where=whole.condition, choice=whole.choice)
        elif isinstance(whole, Has) and whole == Has(whole.condition):
            query = replace(query, over="reports", where=whole.condition)
    if query.over != "reports" or query.choice is not None:
        return normal(query)
    universe = report_parts(query.universe)
    whose = tuple(part for part in universe if isinstance(part, InRegion | ByAuthority))
    rest = tuple(part for part in universe if part not in whose)
    where = And((query.where, *rest)) if rest else query.where
    return normal(replace(query, universe=And(whose), where=where))
