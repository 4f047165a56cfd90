"""How times are written: each module reads one family of forms out of a text's atoms.

Knows the calendar and English names for its parts. Does not know questions; what they need is qa.language.periods.
"""

from __future__ import annotations

__all__: list[str] = []
