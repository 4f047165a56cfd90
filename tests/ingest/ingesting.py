"""The two steps of an ingest, and both together, for processes that are killed in them; see `forked`."""

from __future__ import annotations

from pathlib import Path

from ingest import pipeline, vectorise

vectorise._BATCH_PASSAGES = 2  # so that there is something between two of them


def read(library: str, reports: str) -> None:
    """The first step: what is read, recognised and stored."""
    pipeline.ingest(Path(library), [Path(reports)], prune=True, later=True)


def embed(library: str, reports: str) -> None:
    """The second step: vectors for what waits for them."""
    pipeline.embed(Path(library))


def whole(library: str, reports: str) -> None:
    """Both."""
    pipeline.ingest(Path(library), [Path(reports)], prune=True)
