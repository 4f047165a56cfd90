"""Conversations kept in the library: each with its turns, what was answered, and what the next turn carries over.

Knows the tables `chats` and `turns`. Does not know what an answer or a state is made of: both are JSON here.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from corpus.database import translated
from corpus.errors import LibraryError

if TYPE_CHECKING:
    from corpus.database import Database

__all__ = ["Chats", "KeptChat", "KeptTurn"]

_LONGEST_TITLE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptChat:
    """A conversation as a list shows it: `title` is its first question, `started` and `last` are ISO times in UTC."""

    id: str
    started: str
    last: str
    title: str
    turns: int


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptTurn:
    """One turn: what was typed, the question as it stood alone, the answer's JSON object, and the state after it."""

    asked: str
    question: str
    answer: dict[str, Any]
    state: dict[str, Any]
    at: str


class Chats:
    """The conversations of one library; raises LibraryError where they cannot be read or written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def writable(self) -> bool:
        """Whether anything can be kept here."""
        _ = self._database.connection  # whether it may be written is known once it is open
        return not self._database.read_only

    def start(self, title: str) -> str:
        """Begin a conversation; its id is eight hexadecimal digits."""
        chat = secrets.token_hex(4)
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO chats VALUES (?, ?, ?)", (chat, _now(), title[:_LONGEST_TITLE]))
        return chat

    def add(self, chat: str, turn: KeptTurn) -> None:
        """Add a turn behind those that are there."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO turns SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ? FROM turns WHERE chat = ?",
                (chat, turn.asked, turn.question, _json(turn.answer), _json(turn.state), turn.at or _now(), chat),
            )

    def drop_last(self, chat: str) -> None:
        """Take the last turn back: it is being asked again."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM turns WHERE chat = ? AND n = (SELECT max(n) FROM turns WHERE chat = ?)", (chat, chat)
            )

    def all(self) -> list[KeptChat]:
        """Every conversation that has a turn, the one last spoken in first."""
        with translated(self._database.path):
            rows = self._database.connection.execute(
                "SELECT id, started, title, count(*) AS turns, max(at) AS last FROM chats JOIN turns ON chat = id"
                " GROUP BY id ORDER BY last DESC, started DESC"
            ).fetchall()
        return [
            KeptChat(id=r["id"], started=r["started"], last=r["last"], title=r["title"], turns=r["turns"]) for r in rows
        ]

    def find(self, name: str | None = None) -> KeptChat:
        """The conversation whose id begins with `name`, or the last one; raises LibraryError when it is not one."""
        chats = self.all()
        found = chats[:1] if name is None else [chat for chat in chats if name and chat.id.startswith(name.casefold())]
        if len(found) == 1:
            return found[0]
        if name is None:
            raise LibraryError("No conversation is kept in this library yet. Start one with `inspectqa chat`.")
        how = "Several conversations begin" if found else "No conversation here begins"
        raise LibraryError(f"{how} with {name!r}. `inspectqa chats` lists them with their ids.")

    def turns(self, chat: str) -> list[KeptTurn]:
        """The conversation's turns in order."""
        with translated(self._database.path):
            rows = self._database.connection.execute(
                "SELECT asked, question, answer, state, at FROM turns WHERE chat = ? ORDER BY n", (chat,)
            ).fetchall()
        return [
            KeptTurn(
                asked=row["asked"],
                question=row["question"],
                answer=json.loads(row["answer"]),
                state=json.loads(row["state"]),
                at=row["at"],
            )
            for row in rows
        ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
