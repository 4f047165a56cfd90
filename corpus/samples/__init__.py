"""The bundled samples: where they lie, and nothing else.

Short accounts of published inspections, written for this project (see README.md beside this file). Knows neither
what the files say nor how they are read; `corpus.samples.build` makes them.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["SUFFIXES", "sample_paths"]

SUFFIXES = frozenset({".pdf", ".docx", ".html", ".md"})


def sample_paths() -> list[Path]:
    """The sample reports' files, sorted by name."""
    here = Path(__file__).parent
    return sorted(p for p in here.iterdir() if p.suffix in SUFFIXES and p.name != "README.md")
