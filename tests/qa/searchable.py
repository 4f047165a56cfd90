"""A searchable library of made-up reports, written straight into the tables, with vectors of hashed words."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.figures import put_figures
from corpus.model import Document, Page, Passage
from corpus.sentences import sentences
from corpus.store import Store
from ingest.figures import figures
from qa.question import Plan, Selection
from qa.reader import Reader

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSION = 64


class HashedWords:
    """An encoder without a model: a text's vector counts its words, each in a place given by its checksum."""

    dimension = DIMENSION

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,?!:;()").encode()) % DIMENSION] += 1
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        found: NDArray[np.float32] = (vectors / np.maximum(length, np.float32(1e-9))).astype(np.float32)
        return found


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """One report: pages of paragraphs. A paragraph that begins with "# " is the heading of those after it."""

    authority: str
    published: date
    pages: Sequence[Sequence[str]]
    recommendations: Sequence[str] = ()


def library(folder: Path, reports: Sequence[MadeUp]) -> Store:
    """Write the reports into a new library in `folder`: a passage a paragraph, with its sentences and vectors."""
    store = Store(folder, create=True)
    with store.database.transaction() as connection:
        passage = 0
        for number, report in enumerate(reports, 1):
            text, section = "", ""
            pages: list[tuple[int, int]] = []
            passages: list[tuple[int, int, int, str]] = []
            for paragraphs in report.pages:
                start = len(text)
                for paragraph in paragraphs:
                    if paragraph.startswith("# "):
                        section = paragraph[2:]
                    begun = len(text)
                    text += paragraph.removeprefix("# ") + "\n\n"
                    if not paragraph.startswith("# "):
                        passages.append((begun, len(text) - 2, len(pages) + 1, section))
                pages.append((start, len(text)))
            source = f"reports/{report.authority} {report.published}.txt"
            connection.execute(
                "INSERT INTO reports (number, id, source, title, media_type, text, pages, authority, published,"
                " extraction_version) VALUES (?, ?, ?, ?, 'text/plain', ?, ?, ?, ?, 'test')",
                (
                    number,
                    hashlib.sha256(source.encode()).hexdigest(),
                    source,
                    source,
                    text,
                    len(pages),
                    report.authority,
                    report.published.isoformat(),
                ),
            )
            for n, (start, end) in enumerate(pages, 1):
                connection.execute("INSERT INTO pages VALUES (?, ?, ?, ?, NULL, 'text')", (number, n, start, end))
            sheets = tuple(Page(number=n, start=start, end=end) for n, (start, end) in enumerate(pages, 1))
            read = [
                Passage(start=a, end=b, page=page, section=heading, header="", sentences=tuple(sentences(text, a, b)))
                for a, b, page, heading in passages
            ]
            document = Document(text=text, pages=sheets, media_type="text/plain")
            put_figures(connection, number, figures(document, read), sheets)
            for start, end, page, heading in passages:
                passage += 1
                spans = sentences(text, start, end)
                header = f"{report.authority} inspection {report.published.year}. {heading}"
                connection.execute(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        passage,
                        f"{number}-{start}",
                        number,
                        start,
                        end,
                        page,
                        heading,
                        json.dumps(spans),
                        header,
                        text[start:end],
                        f"r{number}",
                    ),
                )
                made = HashedWords().embed([f"{header} {text[start:end]}", *(text[a:b] for a, b in spans)])
                half = made.astype("<f2")
                connection.execute(
                    "INSERT INTO vectors VALUES (?, ?, ?)", (passage, half[0].tobytes(), half[1:].tobytes())
                )
            for item in report.recommendations:
                start = text.index(item)
                connection.execute(
                    "INSERT INTO facts (report, kind, key, value, start, end, page, origin)"
                    " VALUES (?, 'recommendation', '', ?, ?, ?, 1, 'text')",
                    (number, item, start, start + len(item)),
                )
    return store


@cache
def reader() -> Reader:
    """The reader that is part of the package, loaded once."""
    return Reader()


def everything(store: Store, **preferred: Mapping[str, object]) -> Selection:
    """All the library's reports, none preferred."""
    del preferred
    return Selection(reports=tuple(sorted(store.reports(), key=lambda report: str(report.published))))


def asked(question: str, **fields: object) -> Plan:
    """A plan for `question`: a number unless said otherwise."""
    given: dict[str, object] = {"kind": "number", "answer_type": "number", "placeless": question, **fields}
    return Plan(question=question, **given)  # type: ignore[arg-type]
