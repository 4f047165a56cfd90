"""The command line in this process: what a command prints where and how it ends, as a person at a pipe sees it.

Knows `main`, the streams and the environment. Does not know what any command does. What hangs on a process of its own
- signals, terminals, what is imported, what the kernel lets it do - starts one.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

__all__ = ["Done", "run"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """How a command ended and what it printed; `out` and `err` are the bytes of `stdout` and `stderr`."""

    returncode: int
    out: bytes
    err: bytes

    @property
    def stdout(self) -> str:
        return self.out.decode("utf-8")

    @property
    def stderr(self) -> str:
        return self.err.decode("utf-8")


def run(
    *arguments: str | Path,
    library: Path | None = None,
    typed: str | bytes = "",
    encoding: str = "utf-8",
    **environment: str,
) -> Done:
    """`inspectqa ARGUMENTS` with `typed` on stdin; `encoding` is the streams', as in PYTHONIOENCODING, and strict."""
    from qa.cli import main

    given = typed.encode("utf-8") if isinstance(typed, str) else typed
    stdin = io.TextIOWrapper(io.BytesIO(given), encoding=encoding)
    out, err = io.BytesIO(), io.BytesIO()
    stdout, stderr = (io.TextIOWrapper(one, encoding=encoding, write_through=True) for one in (out, err))
    if library is not None:
        environment["INSPECTQA_LIBRARY"] = str(library)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["inspectqa", *(os.fspath(one) for one in arguments)])
        for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
            patch.setattr(sys, name, stream)
        try:
            main()
            status: int | str | None = 0
        except SystemExit as ended:
            status = ended.code
    assert status is None or isinstance(status, int), status
    return Done(returncode=status or 0, out=out.getvalue(), err=err.getvalue())
