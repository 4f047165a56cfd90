"""Passages found by their words and by meaning, joined, and ranked again.

Knows a plan and the library's indexes. Does not know how an answer is made of a passage.
"""

from __future__ import annotations

__all__: list[str] = []
