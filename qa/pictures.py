"""Pages of reports as pictures, words of them lit; and where a report's file lies.

Knows the library's paths and which passage a span is in. Does not know what a citation is, nor how a page is drawn:
that is done by a worker process under limits, kept until this is closed.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PageNotShown, ReadError, ReportNotFound
from ingest.read.file import read_bytes
from ingest.read.picture import Picture, Wanted
from ingest.read.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Page, Report
    from corpus.store import Store
    from ingest.read.worker import Readers

__all__ = ["PDF", "SCALE", "Pictures", "Span", "page_url"]

SCALE = 1.5  # pixels to a point: 108 to an inch, A4 some 890 wide
_SMALLEST, _LARGEST = 0.1, 10.0
_TIMEOUT_S = 30.0
PDF = "application/pdf"
_FORMATS = {
    "text/html": "a web page",
    "text/plain": "a text",
    "text/markdown": "a text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word document",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text",
    "application/rtf": "a rich text file",
}

Span = tuple[int, int]


class Pictures:
    """Draws pages of one library's reports; threads may share it. What is drawn by is started when first needed.

    Left out of pickles and copies: what is pickled is data.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers: Readers | None = None
        self._guard = threading.Lock()
        self._turns: threading.BoundedSemaphore | None = None

    def close(self) -> None:
        """End the workers."""
        with self._guard:
            if self._readers is not None:
                self._readers.close()

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()

    def paths(self, report: int) -> list[Path]:
        """Where the report's bytes were seen, as absolute paths; empty where that is not known any more."""
        rows = self._store.rows("SELECT path FROM sources WHERE report = ? ORDER BY path", (report,))
        return [Path(row["path"]) for row in rows]

    def picture(
        self, number: int, page: int, *, highlight: Sequence[Span] = (), crop: bool = False, scale: float = SCALE
    ) -> Picture:
        """One page drawn, `highlight` lit: spans of the report's stored text, of which what is on the page counts.

        With `crop` only the passages that hold what is lit, or all that is written. Raises ReportNotFound for a report
        or page that is not there, PageNotShown where the file has moved or changed, is no PDF, or cannot be drawn.
        """
        report = self._report(number)
        pages = self._store.pages(number)
        found = next((one for one in pages if one.number == page), None)
        if found is None:
            raise ReportNotFound(f"{report.title} has {len(pages)} pages; there is no page {page}. Name one from 1 on.")
        _has_pages(report)
        framed = self._frame(number, found, highlight) if crop else ()
        wanted = Wanted(
            id=report.id,
            page=page,
            text=self._store.text(number)[found.start : found.end],
            lit=_on_page(highlight, found),
            frame=_on_page(framed, found),
            scale=min(max(scale, _SMALLEST), _LARGEST),
        )
        return self._drawn(report, wanted)

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._store.folder

    def file(self, number: int) -> Path:
        """The PDF that a report was read from, its bytes seen to be the same.

        Raises ReportNotFound, and PageNotShown where it has moved or changed, or is no PDF.
        """
        report = self._report(number)
        _has_pages(report)
        why = "it is not there. Ingest it from where it lies."
        for path in self.paths(number):
            try:
                data = read_bytes(path)
            except ReadError as error:
                why = f"{error.reason}. {error.next_step}"
                continue
            if hashlib.sha256(data).hexdigest() == report.id and sniff(data) == "pdf":
                return path
            why = "it has changed since it was read. Ingest it again, or put back the file that was read."
        where = next((str(path) for path in self.paths(number)), report.source)
        raise PageNotShown(f"{report.title} cannot be opened from {where}: {why}")

    def touched(self, number: int, start: int, end: int) -> list[Page]:
        """The pages that a span of the report's text lies on."""
        return [one for one in self._store.pages(number) if one.start < end and start < one.end]

    def around(self, number: int, start: int, end: int, *, characters: int = 600) -> tuple[str, str]:
        """What the report's text has before and after a span, on its pages, at most so much of it."""
        text, pages = self._store.text(number), self.touched(number, start, end)
        if not pages:
            return "", ""
        return text[max(pages[0].start, start - characters) : start], text[end : min(pages[-1].end, end + characters)]

    def _report(self, number: int) -> Report:
        reports = self._store.reports([number])
        if not reports:
            raise ReportNotFound(f"There is no report number {number} in this library. `inspectqa reports` lists them.")
        return reports[0]

    def _frame(self, number: int, page: Page, highlight: Sequence[Span]) -> list[Span]:
        """The passages of the page that hold a highlight, and the highlights themselves; else the page's whole text."""
        if not highlight:
            return [(page.start, page.end)]
        passages = self._store.passages_of(number, page=page.number)
        holding = [(one.start, one.end) for one in passages if any(s < one.end and one.start < e for s, e in highlight)]
        return [*holding, *highlight]

    def _drawn(self, report: Report, wanted: Wanted) -> Picture:
        paths = self.paths(report.number)
        error: ReadError | None = None
        for path in paths:
            with self._turn():
                result = self._crew().draw(path, wanted, timeout_s=_TIMEOUT_S)
            if isinstance(result, Picture):
                return result
            error = result
        where = str(paths[-1]) if paths else report.source
        why = f"{error.reason}. {error.next_step}" if error else "it is not there. Ingest it from where it lies."
        raise PageNotShown(
            f"Page {wanted.page} of {report.title} cannot be drawn from {where}: {why} {_text_instead(report.number)}"
        ) from error

    def _crew(self) -> Readers:
        with self._guard:
            if self._readers is None:
                from ingest.read.worker import Readers

                self._readers = Readers()
            return self._readers

    def _turn(self) -> threading.BoundedSemaphore:
        """What lets in as many threads at once as there are workers for."""
        with self._guard:
            if self._turns is None:
                from ingest.read.worker import default_workers

                self._turns = threading.BoundedSemaphore(default_workers())
            return self._turns


def _has_pages(report: Report) -> None:
    if report.media_type != PDF:
        what = _FORMATS.get(report.media_type, "no PDF")
        raise PageNotShown(f"{report.title} is {what}, which has no pages to draw. {_text_instead(report.number)}")


def page_url(path: Path | str, page: int, *, media_type: str = PDF) -> str | None:
    """The address of a file on this machine, at its page where it has pages, in ASCII; None for a path that is none."""
    if not Path(path).is_absolute():  # a library that was made under another system
        return None
    address = Path(path).as_uri()
    return f"{address}#page={page}" if media_type == PDF else address


def _on_page(spans: Iterable[Span], page: Page) -> tuple[Span, ...]:
    """Spans of the report's text as spans of the page's: what lies on it."""
    cut = ((max(start, page.start) - page.start, min(end, page.end) - page.start) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def _text_instead(number: int) -> str:
    return f"`inspectqa show {number}` prints its text as it was read."
