"""How a stretch of words is set, as far as that decides what it says: hidden, struck out, raised.

Knows no format; each reader says what its own marks of these are.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Look"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a run is set, as far as that decides what it says; None where nothing is said of it."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, else the other's."""
        return Look(
            hidden=other.hidden if self.hidden is None else self.hidden,
            struck=other.struck if self.struck is None else self.struck,
            raised=other.raised if self.raised is None else self.raised,
        )
