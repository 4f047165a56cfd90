"""Questions with gold pages, and how far down a ranking the first of them stands.

Knows the question format of the benchmarks: one JSON object a line with id, type, question and gold (a list of "file",
its last folder and stem, and "page"). Does not know how anything is ranked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FROM_PASSAGES", "Asked", "key", "read", "shares"]

FROM_PASSAGES = ("number", "finding", "list", "date", "person")  # kinds that a passage can answer
MISSED = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question and the pages (file key, sheet number) that answer it."""

    id: str
    kind: str
    question: str
    gold: frozenset[tuple[str, int]]

    def place(self, pages: Sequence[tuple[str, int]]) -> int:
        """At which place of a ranking, from 0, the first gold page stands; MISSED where none does."""
        return next((n for n, page in enumerate(pages) if page in self.gold), MISSED)


def key(source: str) -> str:
    """A report's file as gold names it: its folder and its stem, lower-case."""
    path = Path(source.replace("\\", "/"))
    return f"{path.parent.name}/{path.stem}".lower()


def read(path: Path) -> list[Asked]:
    """The questions of a file that have gold and can be answered from a passage."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line) if line.strip() else {}
        if item.get("type") in FROM_PASSAGES and item.get("gold"):
            gold = frozenset((one["file"].lower(), int(one["page"])) for one in item["gold"])
            found.append(Asked(id=item["id"], kind=item["type"], question=item["question"], gold=gold))
    return found


def shares(places: Sequence[int]) -> str:
    """hit@1, hit@5 and hit@10 in per cent, as columns."""
    return "  ".join(f"{100 * sum(place < k for place in places) / max(1, len(places)):6.1f}" for k in (1, 5, 10))
