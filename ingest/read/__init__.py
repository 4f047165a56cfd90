"""Reading: one file in, one `corpus.model.Document` out, or a `ReadError` that says why not.

`read_file` reads in this process; `ingest.read.worker.Readers` reads many files in worker processes under limits.
Knows no framework, no authority, no passage and no store.
"""

from __future__ import annotations

from ingest.read.file import read_file

__all__ = ["read_file"]
