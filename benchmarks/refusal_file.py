"""qa/data/refusal.toml: one family's coefficients exchanged, the others left as they are."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["put"]

FILE = Path(__file__).parents[1] / "qa" / "data" / "refusal.toml"


def put(family: str, table: str) -> None:
    """Write `table`, which begins with `[family]`, in the place of the family's table, or at the end."""
    text = FILE.read_text(encoding="utf-8")
    pattern = re.compile(rf"\[{family}\]\n.*?(?=\n\[(?!{family}\.)|\Z)", re.DOTALL)
    text = pattern.sub(lambda _: table, text) if pattern.search(text) else f"{text}\n{table}"
    FILE.write_text(text, encoding="utf-8")
