"""Charts of what reports record: grades over time, shares of grades, a figure over reports, a ranking by one.

Knows what is plotted and how it is drawn. Does not know how reports are chosen.
"""

from __future__ import annotations

__all__: list[str] = []
