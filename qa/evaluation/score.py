"""Scores answers against questions whose answers are known: right, cited, found, declined, false quotes, by kind.

Knows what a known question holds (docs/evaluation.md) and what counts as right. Does not know how answers are made; the
quotes are looked up in the files themselves, read again.

A question is an object with "id", "type", "question" and, as far as they apply, "accept" and "reject" (patterns on the
answer's text), "required_points" (findings and lists: two thirds of them must be in the answer), "members" (the
exact set of authorities), "gold" [{"file", "page", "quote"}] (pages that state the answer; any one of them, but one of
every report for comparisons and trends, and nine tenths of the reports for aggregates), or "turns" of a conversation.
"""

from __future__ import annotations

import json
import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import QuestionError, ReadError

__all__ = ["Result", "Row", "compare", "load_answers", "load_gold", "score"]

_DEPTHS = (1, 5, 10)
_POINTS_SHARE = 0.66  # of a finding's or a list's points
_POINT_WORDS = 0.6  # of a point's word stems
_REPORTS_SHARE = 0.9  # of an aggregate's reports
_FUNCTION_WORDS = frozenset(
    "a an and any are as at be been by did do does for from had has have how in into is it its not of on or out over "
    "so some such than that the their them then there these they this those to under up was were what when where which "
    "who will with".split()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One question's score; `cited` and `hits` are None where they do not apply."""

    id: str
    kind: str
    question: str
    right: bool
    cited: bool | None
    declined: bool
    answerable: bool
    hits: dict[int, bool] | None
    false_quotes: int
    quotes: int
    seconds: float | None

    @property
    def good(self) -> bool:
        """Right and, where that applies, cited: the figure that matters."""
        return self.right and self.cited is not False


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """The scores of one run, a row a question or turn."""

    rows: tuple[Row, ...]

    def kinds(self) -> dict[str, list[Row]]:
        """The rows by kind, and all of them under "all"."""
        by_kind: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_kind[row.kind].append(row)
        return {**dict(sorted(by_kind.items())), "all": list(self.rows)}

    def to_dict(self) -> dict[str, Any]:
        """Figures by kind in per cent of their questions, and the counts over all."""
        return {"kinds": {kind: figures(rows) for kind, rows in self.kinds().items()}}


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return round(100 * sum(listed) / len(listed), 1) if listed else None


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of a set of rows: shares in per cent (None where nothing applies), counts, median seconds."""
    seconds = [row.seconds for row in rows if row.seconds is not None]
    return {
        "n": len(rows),
        "right": _share(row.right for row in rows),
        "cited": _share(row.cited for row in rows if row.cited is not None),
        "right_and_cited": _share(row.good for row in rows),
        **{f"hit@{k}": _share(row.hits[k] for row in rows if row.hits) for k in _DEPTHS},
        "false_quotes": sum(row.false_quotes for row in rows),
        "quotes": sum(row.quotes for row in rows),
        "wrongly_declined": sum(row.declined and row.answerable for row in rows),
        "wrongly_answered": sum(not row.right and not row.answerable for row in rows),
        "seconds": round(statistics.median(seconds), 3) if seconds else None,
    }


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    except (ValueError, RecursionError) as error:
        raise QuestionError(
            f"{path} is not a file of JSON lines ({error}). Write one object a line, in UTF-8."
        ) from error
    if not all(isinstance(item, dict) and "id" in item for item in found):
        raise QuestionError(f'{path} has a line without an "id". Each line is an object with an "id".')
    return found


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Questions with known answers; raises QuestionError for a file that holds none."""
    gold = _lines(path)
    if not any(item.get("accept") or item.get("required_points") or item.get("turns") for item in gold):
        raise QuestionError(
            f'{path} holds no known answers ("accept", "required_points" or "turns"): nothing can be scored.'
        )
    return gold


def load_answers(path: Path) -> list[dict[str, Any]]:
    """The answers of an earlier run, as `batch` or `eval --out` wrote them."""
    return _lines(path)


def score(gold: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]], *, reports: Path | None = None) -> Result:
    """Score `answers` by id; a question without an answer counts as declined. `reports`: look the quotes up there."""
    by_id = {str(answer["id"]): answer for answer in answers}
    library = _Files(reports)
    rows: list[Row] = []
    for question in gold:
        answer = by_id.get(str(question["id"]), {"status": "missing", "answer": ""})
        if question.get("turns"):
            given = answer.get("turns") or []
            for n, turn in enumerate(question["turns"]):
                got = given[n] if n < len(given) else {"status": "missing", "answer": ""}
                rows.append(_row({**turn, "id": f"{question['id']}.{n + 1}", "type": "chat"}, got, library))
        else:
            rows.append(_row(question, answer, library))
    return Result(rows=tuple(rows))


def _row(question: dict[str, Any], answer: dict[str, Any], library: _Files) -> Row:
    kind = question.get("type", "number")
    gold = {(_key(g["file"]), g["page"]) for g in question.get("gold") or ()}
    answerable = kind != "unanswerable" and bool(gold)
    declined = answer.get("status", "answered") != "answered"
    cited = [
        (c["source"], c.get("page"), c.get("quote") or "") for c in answer.get("citations") or () if c.get("source")
    ]
    places = {place for source, page, _ in cited for place in _places(source, page, gold)}
    ranked = [place for r in answer.get("retrieved") or () for place in _places(r["source"], r.get("page"), gold)]
    seconds = answer.get("seconds")
    truth = [library.holds(*citation) for citation in cited]
    return Row(
        id=str(question["id"]),
        kind=kind,
        question=question["question"],
        right=_right(question, answer, answerable=answerable, declined=declined),
        cited=_cited(kind, gold, places) if answerable else None,
        declined=declined,
        answerable=answerable,
        hits={k: any(place in gold for place in ranked[:k]) for k in _DEPTHS} if answerable and ranked else None,
        false_quotes=truth.count(False),
        quotes=len(truth),
        seconds=seconds.get("total") if isinstance(seconds, dict) else seconds,
    )


def _places(source: str, page: Any, gold: set[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The page cited; where none is, as of a Word file without pages, all that the gold names of that file."""
    key = _key(source)
    return [place for place in gold if place[0] == key] if page is None else [(key, page)]


def _right(question: dict[str, Any], answer: dict[str, Any], *, answerable: bool, declined: bool) -> bool:
    text = str(answer.get("answer") or "")
    rejected = _matches(question.get("reject"), text)
    if not answerable:
        return (declined or _matches(question.get("accept"), text)) and not rejected
    if declined:
        return False
    if question.get("members"):
        return _same_members(question["members"], text)
    points = question.get("required_points")
    if question.get("type") in ("finding", "list") and points:
        share = sum(_has_point(point, text) for point in points) / len(points)
        if share >= _POINTS_SHARE:
            return True
    return _matches(question.get("accept"), text) and not rejected


def _matches(patterns: Sequence[str] | None, text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns or ())


def _has_point(point: str, text: str) -> bool:
    wanted = _stems(point)
    return bool(wanted) and len(wanted & _stems(text)) / len(wanted) >= _POINT_WORDS


def _same_members(members: Sequence[str], text: str) -> bool:
    """Whether exactly the gold authorities are named; a provider not in the register is looked for as written."""
    from corpus.authorities import authority, find_authorities

    known = {member: authority(member) for member in members}
    wanted = {found.name for found in known.values() if found is not None}
    named = {match.name for match in find_authorities(text, fuzzy=False)}
    others = [member for member, found in known.items() if found is None]
    return named == wanted and all(_plain(member) in _plain(text) for member in others)


def _cited(kind: str, gold: set[tuple[str, Any]], places: set[tuple[str, Any]]) -> bool:
    reports, cited = {file for file, _ in gold}, {file for file, _ in places}
    if kind in ("compare", "trend"):
        return reports <= cited
    if kind == "aggregate":
        return len(reports & cited) >= _REPORTS_SHARE * len(reports)
    return bool(places & gold)


def compare(before: Result, after: Result) -> dict[str, list[str]]:
    """What got better and what got worse between two runs, by question."""
    earlier = {row.id: row.good for row in before.rows}
    known = [row for row in after.rows if row.id in earlier]
    return {
        "better": [f"{row.id} {row.question}" for row in known if row.good and not earlier[row.id]],
        "worse": [f"{row.id} {row.question}" for row in known if not row.good and earlier[row.id]],
    }


def _key(source: str) -> str:
    """A source as its last folder and file stem, so that the same file in another place counts as the same."""
    path = PurePosixPath(source.replace("\\", "/"))
    known = (".pdf", ".txt", ".docx", ".odt", ".rtf", ".html", ".htm", ".md")
    stem = path.name[: -len(path.suffix)] if path.suffix.lower() in known else path.name
    return f"{path.parent.name}/{stem}".casefold()


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("‘", "'").replace("’", "'").casefold()
    return re.sub(r"\s+", " ", text).strip()


def _stems(text: str) -> set[str]:
    """The first six letters of each content word: enough to see that a point is made in other inflections."""
    return {
        word[:6] for word in re.findall(r"[a-z0-9]+", _plain(text)) if word not in _FUNCTION_WORDS and len(word) > 1
    }


def _squash(text: str) -> str:
    return re.sub(r"[^a-z0-9%£]+", "", unicodedata.normalize("NFKC", text).casefold())


@dataclass
class _Files:
    """The files below a folder, read again page by page to look quotes up in them."""

    root: Path | None
    _paths: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.root is not None:
            self._paths = {_key(path.as_posix()): path for path in sorted(self.root.rglob("*")) if path.is_file()}
        self._pages = lru_cache(maxsize=64)(self._read)

    def _read(self, key: str) -> list[str]:
        from ingest.read import read_file

        try:
            document = read_file(self._paths[key])
        except ReadError:
            return []
        return [_squash(document.text[page.start : page.end]) for page in document.pages]

    def holds(self, source: str, page: Any, quote: str) -> bool | None:
        """Whether the quote stands on that page (it may run over onto the next), or anywhere where no page is cited, as
        of a Word file without pages; None: no such file there.
        """
        key = _key(source)
        if key not in self._paths:
            return None
        pages = self._pages(key)
        wanted = _squash(quote)
        if page is None:
            return bool(wanted) and wanted in "".join(pages)
        if not isinstance(page, int) or not 1 <= page <= len(pages):
            return False
        return bool(wanted) and wanted in "".join(pages[page - 1 : page + 1])
