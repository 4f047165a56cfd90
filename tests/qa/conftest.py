"""What the tests of questions share: a library of the bundled samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.library import Library


@pytest.fixture(scope="session")
def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled samples; not to be changed."""
    from corpus.samples import sample_paths
    from ingest.pipeline import ingest

    folder = tmp_path_factory.mktemp("samples") / "library"
    summary = ingest(folder, sample_paths())
    assert not summary.rejected, summary.rejected
    return folder


@pytest.fixture(scope="session")
def samples(samples_folder: Path) -> Iterator[Library]:
    """The library of the bundled samples, opened."""
    with Library.open(samples_folder) as library:
        yield library
