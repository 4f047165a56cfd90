"""From spans to citations: numbers them, looks the page up, cuts the quote out of the report's own text.

Knows how a citation is made of a span. Does not know why the span was chosen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.database import decoded
from corpus.model import Correction, Page, Report
from corpus.store import Store
from ingest.read.places import letters_of
from qa.answer import Answer, Citation
from qa.answer import Claim as CitedClaim
from qa.claim import Claim, Span
from qa.pictures import Pictures

__all__ = ["Citer", "find_words", "whole_lines"]

_LONGEST_LINES = 240  # characters; a longer stretch is running text, and the bare span says it better


class Citer:
    """Makes the citations of one answer; the same span gets the same number.

    Pages come from the store's page starts and quotes are `text[start:end]`, so a citation is exact by construction.
    """

    def __init__(self, store: Store, reports: Mapping[int, Report], *, pictures: Pictures | None = None) -> None:
        self._store = store
        self._pictures = pictures
        self._paths: dict[int, str | None] = {}
        self._reports = reports
        self._pages: dict[int, list[Page]] = {}
        self._texts: dict[int, str] = {}
        self._made: dict[tuple[Span, tuple[int, int] | None], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations made so far, by number."""
        return tuple(self._made.values())

    def text(self, report: int) -> str:
        """The report's text, fetched once an answer."""
        if report not in self._texts:
            self._texts[report] = self._store.text(report)
        return self._texts[report]

    def page(self, report: int, offset: int) -> Page:
        """The page on which `offset` of the report's text lies."""
        if report not in self._pages:
            self._pages[report] = self._store.pages(report)
        pages = self._pages[report]
        with decoded(self._store.database.path):
            if not pages:
                raise ValueError(f"report {report} has no pages")
        return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)]

    def _path(self, report: int) -> str | None:
        if report not in self._paths:
            paths = self._pictures.paths(report) if self._pictures else []
            self._paths[report] = str(paths[0]) if paths else None
        return self._paths[report]

    def lines(self, report: int, start: int, end: int) -> Span:
        """The span of the whole lines around a span: a name or a date with what it is."""
        page = self.page(report, start)
        return report, *whole_lines(self.text(report), start, end, within=(page.start, page.end))

    def cited(self, claim: Claim) -> CitedClaim:
        """The claim with the numbers of its spans' citations, each once."""
        with decoded(self._store.database.path):  # spans that the library itself has written
            return CitedClaim(text=claim.text, citations=tuple(dict.fromkeys(self.cite(*span) for span in claim.spans)))

    def answer(
        self, lines: Sequence[str], claims: Sequence[Claim], understood: dict[str, Any], *, notes: tuple[str, ...] = ()
    ) -> Answer:
        """The answer in these lines, each of its claims cited; the question is put in by whoever asked it."""
        return Answer(
            question="",
            status="answered",
            answer="\n".join(lines),
            claims=tuple(self.cited(one) for one in claims),
            citations=self.citations,
            notes=notes,
            understood=understood,
        )

    def citation(self, report: int, start: int, end: int, *, picked: tuple[int, int] | None = None) -> Citation:
        """The citation of this span; see `cite`."""
        n = self.cite(report, start, end, picked=picked)
        return self.citations[n - 1]

    def cite(self, report: int, start: int, end: int, *, picked: tuple[int, int] | None = None) -> int:
        """The number of the citation of this span, made now if it is new; ValueError for a span outside the text.

        `picked` is where in the text the figure stands that is meant of this span's several, if one is.
        """
        key = ((report, start, end), picked)
        if key not in self._made:
            text = self.text(report)
            if not 0 <= start < end <= len(text):
                raise ValueError(f"span {start}-{end} does not lie in report {report} of {len(text)} characters")
            about, page = self._reports[report], self.page(report, start)
            self._made[key] = Citation(
                n=len(self._made) + 1,
                source=about.source,
                title=about.title,
                authority=about.authority,
                published=about.published.isoformat() if about.published else None,
                inspected=about.inspection_end.isoformat() if about.inspection_end else None,
                page=page.number,
                page_label=page.label,
                quote=text[start:end],
                start=start,
                end=end,
                report=report,
                picked=picked,
                path=self._path(report),
                about=about,
                pictures=self._pictures,
                section=None if about.paged else self._heading(report, start),
                corrected=tuple(one for one in about.corrections if self._shows(about, one, start, end)),
                recognised=page.reading == "recognised",
            )
        return self._made[key].n

    def _heading(self, report: int, offset: int) -> str:
        """The heading above `offset`; "" where there is none."""
        rows = self._store.rows(
            "SELECT section FROM passages WHERE report = ? AND start <= ? ORDER BY start DESC LIMIT 1", (report, offset)
        )
        return str(rows[0]["section"]).rsplit(" > ", 1)[-1] if rows else ""

    def _shows(self, about: Report, made: Correction, start: int, end: int) -> bool:
        """Whether a citation of this span shows what was corrected: in its line about the report, or in its quote."""
        if made.field == "published" or (made.field == "inspection_end" and not about.published):
            return True
        kind, key = ("judgement", made.field) if made.field in about.judgements else (made.field, None)
        facts = self._store.facts(reports=[about.number], kind=kind, key=key)
        return any(one.fact.start < end and start < one.fact.end for one in facts)


def whole_lines(text: str, start: int, end: int, *, within: tuple[int, int]) -> tuple[int, int]:
    """The lines that hold `start` to `end`, and the line before where they hold nothing else; inside `within`.

    Where that would be more than 240 characters, the span itself.
    """
    first, last = within
    left = max(first, text.rfind("\n", first, start) + 1)
    right = text.find("\n", end, last)
    right = last if right < 0 else right
    label = text[left:start] + text[end:right]
    if not any(character.isalpha() for character in label) and left > first:
        left = max(first, text.rfind("\n", first, left - 1) + 1)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return (left, right) if right - left <= _LONGEST_LINES else (start, end)


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """Where a text says these words, the first time: the same letters and digits, whatever stands between them."""
    letters, owners = letters_of(text)
    wanted = letters_of(words)[0]
    at = letters.casefold().find(wanted.casefold()) if wanted and len(letters.casefold()) == len(letters) else -1
    at = letters.find(wanted) if at < 0 and wanted else at
    return (owners[at], owners[at + len(wanted) - 1] + 1) if at >= 0 else None
