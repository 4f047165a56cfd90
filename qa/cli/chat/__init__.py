"""The chat at a terminal: the loop, its commands, completion, and what is kept of it as text.

Knows terminals. Does not know how a turn is understood or answered.
"""

from __future__ import annotations

__all__: list[str] = []
