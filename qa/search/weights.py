"""The weights that were set by hand, out of their data file.

Knows the names of its tables. Does not know what a weight is for: that is said beside each in qa/data/weights.toml.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["weights"]

_DATA = Path(__file__).parents[1] / "data" / "weights.toml"


@cache
def _tables() -> dict[str, dict[str, float]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def weights(table: str) -> Mapping[str, float]:
    """The weights of one table by name, not to be changed; raises KeyError for a table that is not there."""
    return MappingProxyType(_tables()[table])
