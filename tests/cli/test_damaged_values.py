"""Values that no library has, in any column of any table: each command ends in an answer or a sentence."""

from __future__ import annotations

import random
import shutil
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from command_line import run
from copying import copy_of

VALUES = (
    None, "", "x", "[[[[", "[[0, 1e9]]", '{"a": 1}', "2020-13-45", "picture", "NaN", "\u0000", "\ud7ff\U0010ffff",
    b"", b"\xff\x80\x00", b"\x00" * 4097, -1, 0, 1, 2**62, -(2**63), 1e308, float("inf"), 0.5,
)  # fmt: skip
COMMANDS = (
    ("ask", "How was Midchester rated in 2019?"),
    ("ask", "How many children had no allocated social worker in Harrowmere?"),
    ("search", "children wait for help"),
    ("reports", "--json"),
    ("judgements",),
    ("facts", "1"),
    ("show", "1"),
    ("figures",),
    ("chats",),
    ("check",),
)


def columns(library: Path) -> list[tuple[str, str]]:
    """Each column of each table that a library has rows of, the index of words left out."""
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "passages_fts"))
        ]
        return [
            (table, row[1])
            for table in tables
            if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for row in connection.execute(f"PRAGMA table_info({table})")
        ]


def spoilt(library: Path, table: str, column: str, value: object) -> bool:
    """Put the value into one row; False where the table itself does not take it."""
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        try:
            connection.execute(
                f'UPDATE {table} SET "{column}" = ? WHERE "{column}" IN (SELECT "{column}" FROM {table} LIMIT 1)',
                (value,),
            )
            connection.commit()
        except sqlite3.Error:
            return False
        return True


def tried(sound: Path, folder: Path, count: int) -> tuple[int, list[str]]:
    """How many such values were tried, and what was said that should not have been."""
    chance, wrong, done = random.Random(count), list[str](), 0
    cases = [(*column, value) for column in columns(sound) for value in VALUES]
    chance.shuffle(cases)
    for table, column, value in cases:
        library = copy_of(sound, folder / "library")
        if spoilt(library, table, column, value):
            done += 1
            for command in COMMANDS:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", RuntimeWarning)  # numbers that are none, in vectors
                    ended = run(*command, library=library)
                said = ended.stderr
                if ended.returncode not in (0, 1, 3, 4) or "fault of inspectqa" in said or "Traceback" in said:
                    wrong.append(f"{table}.{column} = {value!r:.40}: {command[0]}: {ended.returncode} {said[:200]}")
        shutil.rmtree(library)
        if done == count:
            break
    return done, wrong


# Of each kind of column one that had been met by a fault of the program.
MET = [
    ("figures", "start", "picture", ("figures",)),
    ("figures", "whose", b"", ("figures",)),
    ("reports", "pages", b"\xff\x80", ("search", "children wait for help")),
    ("reports", "lead_inspector", b"\x00", ("reports", "--json")),
    ("pages", "report", "picture", COMMANDS[0]),
    ("pages", "reading", b"\xff\x80", ("reports", "--json")),
    ("reports", "text", "x", COMMANDS[0]),
    ("settings", "value", "x", ("check",)),
]


@pytest.mark.parametrize("met", MET)
def test_one_that_was_met(met: tuple[str, str, object, tuple[str, ...]], small_library: Path, tmp_path: Path) -> None:
    table, column, value, command = met
    library = copy_of(small_library, tmp_path / "library")
    if table == "settings":
        with closing(sqlite3.connect(library / "library.sqlite")) as connection:
            connection.execute("UPDATE settings SET value = ? WHERE key = 'embedding_dimension'", (value,))
            connection.commit()
    else:
        assert spoilt(library, table, column, value)
    ended = run(*command, library=library)
    assert ended.returncode in (0, 1, 3, 4) and "fault of inspectqa" not in ended.stderr, ended.stderr


def test_a_value_that_no_library_has_ends_in_a_sentence_or_an_answer(small_library: Path, tmp_path: Path) -> None:
    assert tried(small_library, tmp_path, 5) == (5, [])


@pytest.mark.long
def test_many_values_that_no_library_has_end_in_a_sentence_or_an_answer(small_library: Path, tmp_path: Path) -> None:
    done, wrong = tried(small_library, tmp_path, 300)
    print(f"\n{done} values that no library has, put into {len(columns(small_library))} columns: {len(wrong)} faults")
    assert wrong == []
