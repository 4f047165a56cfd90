"""What is written down of each request: one JSON object a line, on stderr.

Knows what may be said. Without `questions` nothing of what was asked, of names in paths or of answers is in it.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

__all__ = ["log"]


def log(event: str, **fields: Any) -> None:
    """One line: `time` in UTC, the event, and its fields that are not None."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    print(json.dumps(line | {k: v for k, v in fields.items() if v is not None}), file=sys.stderr, flush=True)
