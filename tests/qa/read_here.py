"""A library of made-up reports, read in this very process and without vectors: no worker starts, no model runs.

For tests of what is asked of records; how files are brought in is tested elsewhere.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from corpus.database import Database
from corpus.model import NewReport, SeenFile
from corpus.vectors import Vectors
from corpus.writer import Writer
from ingest.embedding.embed import Embedder
from ingest.prepare import EXTRACTION_VERSION, prepare
from ingest.read.file import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_here(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write a library of these reports, Markdown by name, into `folder`, which is returned."""
    database, vectors, embedder = Database(folder, create=True), Vectors(folder), Embedder()
    writer = Writer(database, vectors)
    writer.claim_model(name=embedder.name, weights_hash=embedder.weights_hash)
    writer.add([_report(f"{name}.md", text) for name, text in texts.items()])
    vectors.close()
    database.close()
    return folder


def _report(name: str, text: str) -> NewReport:
    prepared = prepare(read_data(text.encode("utf-8")), source=name)
    return NewReport(
        id=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        file=SeenFile(path=f"/{name}", source=name, size=len(text), mtime_ns=0),
        title=prepared.title,
        document=prepared.document,
        facts=prepared.facts,
        figures=prepared.figures,
        passages=prepared.passages,
        vectors=(None,) * len(prepared.passages),
        region=prepared.region,
        extraction_version=EXTRACTION_VERSION,
    )
