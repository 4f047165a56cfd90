"""What a library's file may define: schema.sql, and nothing besides.

Knows the schema and SQLite's own list of what a file defines. A library or a backup is a file that somebody may have
been given: a trigger, a view or a virtual table in it would be run by whoever opens it. Does not know what the rows
mean.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SCHEMA", "NotALibrary", "guarded", "read_version", "refuse_foreign"]

SCHEMA = Path(__file__).parent / "schema.sql"
_VERSION = re.compile("[1-9][0-9]{0,5}")
_OWN = re.compile(r"sqlite_(sequence|stat\d|autoindex_.*)")  # SQLite makes these itself, and allows nobody else to
_WORD_INDEX = re.compile(r"passages_fts_\w+")  # tables of FTS5's own, which another version of it may make otherwise
_RUN = re.compile(r"\b(check|generated|as|default)\b")  # what a table's definition may have run
_SHOWN = 60  # characters of a foreign name
_LONGEST_VALUE = 256 * 1024**2  # bytes: a report's text has 20 million characters at most
_DEEPEST_TRIGGERS = 10
_TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|\w+|\S""", re.DOTALL)


class NotALibrary(Exception):
    """A file is no library of inspectqa's, or no such library alone; its text is a clause that says why."""


def guarded(connection: sqlite3.Connection) -> None:
    """Set a connection so that the file's own definitions can do least: no functions with effects, bounded values."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, _DEEPEST_TRIGGERS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def read_version(connection: sqlite3.Connection) -> int:
    """The number of the schema that the file says it has; raises NotALibrary when it says none."""
    for kind, name, words in _defined(connection):
        if name == "settings" and words != _expected()["table", name]:
            raise _foreign(kind, name)  # a view of that name could be anything
    row = connection.execute("SELECT value FROM settings WHERE key = 'schema_version'").fetchone()
    if row is None or not isinstance(row[0], str) or not _VERSION.fullmatch(row[0]):
        raise NotALibrary("it does not say which schema it has")
    return int(row[0])


def refuse_foreign(connection: sqlite3.Connection, *, older: bool = False) -> None:
    """Raise NotALibrary for whatever the file defines and schema.sql does not, and for what it lacks.

    Of an `older` schema the tables may be others, and some may be lacking.
    """
    lacking = dict(_expected())
    for kind, name, words in _defined(connection):
        expected = lacking.pop((kind, name), None)
        if expected != words and not (_is_plain(words) and (older or (expected and _WORD_INDEX.fullmatch(name)))):
            raise _foreign(kind, name)
    if lacking and not older:
        kind, name = min(lacking)
        raise NotALibrary(f"it has no {kind} {name}")


def _foreign(kind: str, name: str) -> NotALibrary:
    return NotALibrary(f"it has a {kind[:_SHOWN]} {name[:_SHOWN]!r} that inspectqa has not made")


@cache
def _expected() -> Mapping[tuple[str, str], tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        return {(kind, name): words for kind, name, words in _defined(connection)}


def _defined(connection: sqlite3.Connection) -> list[tuple[str, str, tuple[str, ...]]]:
    """What the file defines: kind, name, and the words that define it. Reading them runs nothing."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    found = [(str(kind), str(name).casefold(), _words(str(sql or ""))) for kind, name, sql in rows]
    return [one for one in found if not (_OWN.fullmatch(one[1]) and (not one[2] or _is_plain(one[2])))]


def _is_plain(words: tuple[str, ...]) -> bool:
    """Whether a definition is that of a table of which nothing is run."""
    return words[:2] == ("create", "table") and not _RUN.search(" ".join(words))


def _words(sql: str) -> tuple[str, ...]:
    """A definition without what does not count: comments, spaces, quotes around names, the order of columns.

    An upgrade puts columns last, and gives them a default.
    """
    tokens = [token.casefold() for token in _TOKEN.findall(sql) if not token.startswith(("--", "/*"))]
    tokens = [token[1:-1] if token[0] in "\"'`[" and token[1:-1].isidentifier() else token for token in tokens]
    if tokens[:2] != ["create", "table"] or "(" not in tokens or ")" not in tokens:
        return tuple(tokens)
    first, last = tokens.index("("), len(tokens) - tokens[::-1].index(")")
    columns, depth = [""], 0
    for token in tokens[first + 1 : last - 1]:
        depth += {"(": 1, ")": -1}.get(token, 0)
        if token == "," and not depth:
            columns.append("")
        else:
            columns[-1] += f" {token}"
    columns = [re.sub(r" default (?:'[^']*'|\w+)$", "", column) for column in columns]
    return (*tokens[:first], *sorted(columns), *tokens[last:])
