"""English that reading a report and reading a question share: numbers, amounts, and how times are written.

Knows how these are written. Does not know reports, nor questions; what only these need is qa.language.
"""

from __future__ import annotations

__all__: list[str] = []
