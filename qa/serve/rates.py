"""How often one address may ask: a bucket each, filled at an even rate (the token bucket of traffic shaping).

Knows addresses and time. Does not know what is asked.
"""

from __future__ import annotations

import time
from collections import OrderedDict

__all__ = ["Rates"]

_ADDRESSES = 10_000  # remembered; whoever was not seen for longest is forgotten first


class Rates:
    """`rate` requests a second of each address in the long run, `most` of them at once. For one thread."""

    def __init__(self, rate: float, *, most: float) -> None:
        self._rate, self._most = rate, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds until this address may ask again; 0 lets it in now, and counts."""
        now = time.monotonic()
        left, at = self._left.pop(address, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._left[address] = (left - 1 if wait == 0 else left, now)
        while len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)
        return wait
