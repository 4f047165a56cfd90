"""Conversations kept in the library: each with its turns, what was answered, and what the next turn carries over.

Knows the tables `chats` and `turns`. Does not know what an answer or a state is made of: both are JSON here.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Row

    from corpus.database import Database

__all__ = ["Chats", "KeptChat", "KeptTurn", "broken"]

_LONGEST_TITLE = 100
_ID = re.compile("[0-9a-f]{8}")

_Kept = TypeVar("_Kept")


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
        """Every conversation that has a turn and can be read, the one last spoken in first."""
        kept = (_decoded(_chat, row) for row in self._database.rows(_LISTED))
        return sorted((one for one in kept if one), key=lambda one: (one.last, one.started), reverse=True)

    def unreadable(self) -> int:
        """How many conversations have rows that make no sense, and are left out of `all`."""
        return sum(_decoded(_chat, row) is None for row in self._database.rows(_LISTED))

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
        """The conversation's turns in order; raises LibraryError where one of its rows makes no sense."""
        turns = [_decoded(_turn, row) for row in self._database.rows(_TURNS, (chat,))]
        if None in turns:
            raise broken(chat)
        return [turn for turn in turns if turn is not None]


def broken(chat: str) -> LibraryError:
    """The error for a conversation that makes no sense."""
    return LibraryError(
        f"The conversation {chat} cannot be read: what is kept of it makes no sense. The others are not touched: "
        "`inspectqa chats` lists them; or start a new one with `inspectqa chat`."
    )


# As bytes, whatever they are: a text that is none would otherwise end the reading of all.
_LISTED = (
    "SELECT CAST(id AS BLOB), CAST(started AS BLOB), CAST(title AS BLOB), count(*), CAST(max(at) AS BLOB)"
    " FROM chats JOIN turns ON chat = id GROUP BY id"
)
_TURNS = (
    "SELECT CAST(asked AS BLOB), CAST(question AS BLOB), CAST(answer AS BLOB), CAST(state AS BLOB), CAST(at AS BLOB)"
    " FROM turns WHERE chat = ? ORDER BY n"
)


def _decoded(make: Callable[[Row], _Kept], row: Row) -> _Kept | None:
    """What a row says, or None where it makes no sense."""
    try:
        return make(row)
    except (ValueError, TypeError, AttributeError, RecursionError):  # no text, no JSON, JSON that never ends
        return None


def _chat(row: Row) -> KeptChat:
    id_, started, title, turns, last = row
    if not _ID.fullmatch(id_.decode()):
        raise ValueError(id_)
    for time in (started, last):
        datetime.fromisoformat(time.decode())
    return KeptChat(id=id_.decode(), started=started.decode(), last=last.decode(), title=title.decode(), turns=turns)


def _turn(row: Row) -> KeptTurn:
    asked, question, answer, state, at = (cell.decode() for cell in row)
    data = json.loads(answer), json.loads(state)
    if not all(isinstance(one, dict) for one in data):
        raise TypeError("no object")
    return KeptTurn(asked=asked, question=question, answer=data[0], state=data[1], at=at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
