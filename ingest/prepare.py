"""From a read document to all that is stored of it but the vectors: facts, title, passages.

Calls the recogniser, the structure, the splitter, the statistics and the figures in their order. Knows no file, no
embedding model and no store.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.model import Document, Fact, Figure, Passage

__all__ = [
    "EMBEDDING",
    "EXTRACTION_VERSION",
    "Embedded",
    "Prepared",
    "embedded_spans",
    "embedded_text",
    "load_steps",
    "prepare",
]

EMBEDDING = "pooled"  # how sentences' vectors are made: those made otherwise are not used again

# What a file is read into. It rises by one with every change of the rows made from any file: files read under another
# are read again. tests/ingest/test_extraction_version.py fails where the rows change and the number does not.
EXTRACTION_VERSION = f"{EMBEDDING}-10"

Embedded = tuple[str, tuple[tuple[int, int], ...]]  # a passage as it is embedded, and where its sentences stand in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A report before embedding."""

    document: Document
    title: str
    region: str | None
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    passages: tuple[Passage, ...]

    @property
    def embedded(self) -> list[Embedded]:
        """The passages as they are embedded, and where in each its sentences stand."""
        text = self.document.text
        return [
            (embedded_text(one.header, text[one.start : one.end]), embedded_spans(one.header, one.start, one.sentences))
            for one in self.passages
        ]


def prepare(document: Document, *, source: str) -> Prepared:
    """Recognise, structure and split one document; `source` is its path as it was given.

    Raises ReadError when the file cannot become a report: it has nothing to quote, or a step failed on it.
    """
    try:
        return _prepare(document, source)
    except ReadError:
        raise
    except Exception as error:  # one odd file must not stop the rest; its name and the error's type lead to the cause
        raise ReadError(
            f"reading its contents failed ({type(error).__name__}: {str(error)[:120]})",
            "This is a fault of inspectqa: please report it with the file's name. The other files are not affected.",
        ) from error


def _prepare(document: Document, source: str) -> Prepared:
    from corpus.authorities import authority
    from corpus.frameworks import framework
    from ingest.figures import figures
    from ingest.furniture import without_text_of
    from ingest.recognise import label, recognise, title
    from ingest.recommendations import recommendations
    from ingest.split import split
    from ingest.statistics import statistics
    from ingest.structure import blocks

    facts = _legible(recognise(document, source=source), document)
    kind = next((framework(fact.value) for fact in facts if fact.kind == "framework"), None)
    found = blocks(document)
    if kind is not None and kind.standing.any:
        found = without_text_of(kind.standing, found, document.text)
    passages = split(document, found, label=label(facts, document, source))
    if not passages:
        raise ReadError(
            "it has no text that could be quoted", "Check that the file is the report itself and not a page about it."
        )
    facts = [
        *facts,
        *statistics(document, found, facts=facts),
        *recommendations(document, found, facts=facts),
    ]
    # A body that is no council lies in the region of the council that it names.
    of_council = kind is None or kind.body.kind in ("council", "partnership")
    place = "authority" if of_council else "council"
    named = next((fact.value for fact in facts if fact.kind == place), None)
    known = authority(named) if named else None
    return Prepared(
        document=document,
        title=title(facts, document, source),
        region=known.region if known else None,
        facts=tuple(facts),
        figures=tuple(figures(document, passages)),
        passages=tuple(passages),
    )


def _legible(facts: Iterable[Fact], document: Document) -> list[Fact]:
    """The facts without those that stand where letters make no words, or a line recognised is not sure."""
    return [
        fact
        for fact in facts
        if fact.origin != "text" or not any(fact.start < end and start < fact.end for start, end in document.garbled)
    ]


def load_steps() -> None:
    """Import what `prepare` calls, which takes some tenths of a second: before limits are set, and not for others."""
    for name in (
        "corpus.authorities",
        "ingest.figures",
        "ingest.recognise",
        "ingest.recommendations",
        "ingest.split",
        "ingest.statistics",
    ):
        importlib.import_module(name)


def embedded_text(header: str, body: str) -> str:
    """What is embedded for a passage."""
    return f"{header}\n{body}"


def embedded_spans(header: str, start: int, sentences: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where in a passage's embedded text its sentences stand; `start` and `sentences` are offsets into the report."""
    shift = len(header) + 1 - start
    return tuple((first + shift, last + shift) for first, last in sentences)
