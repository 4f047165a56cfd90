"""Whose a figure is, by the words beside it: England's, neighbours', a region's, a target's (corpus/data/owners.toml).

Knows the words. Does not know which of them belong to which figure of a sentence.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OTHERS", "owner_words"]

OTHERS = ("england", "neighbours", "region", "elsewhere")
"""Those whose figures are not the authority's own."""


@cache
def owner_words() -> Mapping[str, tuple[str, ...]]:
    """The words of each owner; one that ends in * is the beginning of words."""
    with (Path(__file__).parent / "data" / "owners.toml").open("rb") as file:
        return {name: tuple(table["words"]) for name, table in tomllib.load(file).items()}
