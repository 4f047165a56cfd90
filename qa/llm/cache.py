"""Replies of a model, kept on disk where the person switched that on (answer_cache).

Knows keys and texts. Does not know what is in them: a reply out of the cache passes the same gate as a new one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

__all__ = ["ReplyCache", "key_of"]


def key_of(**shaped: object) -> str:
    """The key of everything that shaped a reply: model, address, format, messages."""
    return hashlib.sha256(json.dumps(shaped, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


class ReplyCache:
    """Texts by key in `folder`/replies.sqlite; a cache that cannot be read or written is passed over in silence."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "replies.sqlite"

    def get(self, key: str) -> str | None:
        """The reply kept under `key`, or None."""
        if not self._path.exists():
            return None
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._path, timeout=5)) as connection:
            row = connection.execute("SELECT reply FROM replies WHERE key = ?", (key,)).fetchone()
            return None if row is None else str(row[0])
        return None

    def put(self, key: str, reply: str) -> None:
        """Keep a reply."""
        with suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=5)) as connection, connection:
                connection.execute("CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL)")
                connection.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", (key, reply))
