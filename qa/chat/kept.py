"""An answer as a conversation keeps it, and the answer made of it again, every citation looked up anew.

Knows the documented JSON of an answer and how a citation is made. What is kept lies in a file that somebody may have
been given, and the reports may have changed: it is data, never taken at its word. Does not know the tables it lies in.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from corpus.errors import ReportNotFound
from corpus.files import is_text
from qa.answer import Answer, Citation, Claim, Status
from qa.plan.notation import read_query
from qa.plan.plain import to_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.cite import Citer

__all__ = ["answer_of", "kept_answer"]


def kept_answer(answer: Answer) -> dict[str, Any]:
    """The documented object, without the passages that were only looked at, and with the numbers of the reports
    cited."""
    data = replace(answer, retrieved=()).to_dict()
    for name in ("citations", "nearest"):
        for plain, citation in zip(data[name], getattr(answer, name), strict=True):
            plain["report"] = citation.report
    return data


def answer_of(data: Mapping[str, Any], citer: Citer) -> Answer:
    """The answer out of what `kept_answer` wrote, with the citations that stand in the reports as they are now.

    A citation that does not is left out with the claims that rest on it, and a note says so. Raises KeyError,
    TypeError, ValueError, AttributeError or RecursionError for what is no answer.
    """
    citations, nearest = _cited(data["citations"], citer), _cited(data["nearest"], citer)
    standing = {one.n for one in citations}
    claims = [Claim(text=_text(c["text"]), citations=tuple(map(_number, c["citations"]))) for c in data["claims"]]
    lost = len(data["citations"]) - len(citations)
    return Answer(
        question=_text(data["question"]),
        status=_status(data["status"]),
        answer=_text(data["answer"]),
        reason=None if data["reason"] is None else _text(data["reason"]),
        claims=tuple(one for one in claims if standing.issuperset(one.citations)),
        citations=citations,
        nearest=nearest,
        notes=(*map(_text, data["notes"]), *([_lost(lost, len(data["citations"]))] if lost else [])),
        understood=_understood(data["understood"]),
        model=None if data["model"] is None else _text(data["model"]),
        usage=None if data["usage"] is None else dict(data["usage"]),
        seconds={_text(step): float(taken) for step, taken in data["seconds"].items()},
    )


def _cited(data: Sequence[Mapping[str, Any]], citer: Citer) -> tuple[Citation, ...]:
    """The citations that stand, each with the number it had and with all else as the library has it now."""
    found = []
    for one in data:
        n, report, start, end = (_number(one[name]) for name in ("n", "report", "start", "end"))
        try:
            at = citer.cite(report, start, end, picked=_picked(one, start))
        except (KeyError, ValueError, ReportNotFound):  # the report is gone, or is shorter now
            continue
        made = citer.citations[at - 1]
        if made.quote == one["quote"]:
            found.append(replace(made, n=n))
    return tuple(found)


def _understood(data: Mapping[str, Any]) -> dict[str, Any]:
    """How the question was read: its queries are what the next turn and a chart take up, so each is read again."""
    made = dict(data)
    json.dumps(made, ensure_ascii=False).encode()  # UnicodeEncodeError, a ValueError, for what is no text
    queries = [read_query(_text(line)) for line in made.get("queries", ())]
    if "query" in made:
        plain = [to_data(query) for query in queries]
        made["query"] = plain[0] if len(plain) == 1 else plain
    for offer in made.get("nearest", ()):
        _text(offer["as"])
        for line in offer["queries"]:
            read_query(_text(line))
    return made


def _picked(one: Mapping[str, Any], start: int) -> tuple[int, int] | None:
    """Where the figure that may be meant stands in the report's text."""
    value = one.get("value")
    at = -1 if value is None else _text(one["quote"]).find(_text(value))
    return None if at < 0 else (start + at, start + at + len(value or ""))


def _lost(lost: int, of: int) -> str:
    which = "The citation" if of == 1 else "None of the citations" if lost == of else f"{lost} of the {of} citations"
    does = "does not stand" if of == 1 else "stands" if lost == of else "do not stand" if lost > 1 else "does not stand"
    return f"{which} that this answer was kept with {does} in the reports as they are now. Ask the question again."


def _text(value: Any) -> str:
    if not isinstance(value, str) or not is_text(value):
        raise TypeError("no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("no number")
    return value


def _status(value: Any) -> Any:
    if value not in get_args(Status):
        raise ValueError("no status")
    return value
