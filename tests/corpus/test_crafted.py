"""Libraries and backups made to do harm: refused with a sentence before anything of theirs is run, nothing lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from snapshot import snapshot
from writing import AFTER, bring

from corpus import database as database_module
from corpus.backup import backup, restore
from corpus.chats import Chats, KeptTurn
from corpus.check import check
from corpus.database import Database
from corpus.errors import LibraryDamaged, LibraryError, SchemaTooNew

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
CRAFTED = {
    "a trigger": "CREATE TRIGGER spoil AFTER INSERT ON journal BEGIN DELETE FROM reports; END",
    "a trigger under a known name": "DROP TRIGGER passages_added;"
    " CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN UPDATE facts SET value = 'outstanding'; END",
    "a trigger that never ends": f"CREATE TRIGGER spin AFTER INSERT ON turns BEGIN {ENDLESS}; END",
    "a view": f"CREATE VIEW extra AS {ENDLESS}",
    "a view in the place of a table": f"DROP TABLE journal; CREATE VIEW journal AS SELECT ({ENDLESS}) AS uid",
    "a view in the place of the settings": "CREATE TABLE held AS SELECT * FROM settings; DROP TABLE settings;"
    f" CREATE VIEW settings AS SELECT key, value FROM held WHERE ({ENDLESS}) > 0",
    "a table": "CREATE TABLE extra (a)",
    "a virtual table": "CREATE VIRTUAL TABLE extra USING fts5 (a)",
    "an index on an expression": "CREATE INDEX extra ON facts (abs(amount))",
    "a table lacking": "DROP TABLE codes",
    "a trigger lacking": "DROP TRIGGER passages_removed",
    "a column of its own": "ALTER TABLE reports ADD COLUMN extra TEXT",
    "a condition of its own": "DROP TABLE journal;"
    " CREATE TABLE journal (uid TEXT PRIMARY KEY CHECK (length(uid) > abs(1))) WITHOUT ROWID",
    "the first version with a trigger": "UPDATE settings SET value = '1' WHERE key = 'schema_version';"
    " DROP TABLE codes; ALTER TABLE reports RENAME COLUMN extraction_version TO recipe;"
    " CREATE TRIGGER spoil AFTER UPDATE ON reports BEGIN DELETE FROM passages; END",
}
VERSIONS = ("", "0", "-3", "3.0", " 3", "\u0663", "three", "9" * 5000, "NaN", b"3", "1" * 6)


def changed(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(sql)


def content(folder: Path) -> dict[str, object]:
    return {**snapshot(folder), "vectors": None}


@pytest.mark.parametrize("what", CRAFTED)
def test_a_crafted_library_is_not_used(library: Path, what: str) -> None:
    changed(library / "library.sqlite", CRAFTED[what])
    with pytest.raises(LibraryDamaged, match="Restore a backup") as refused:
        Database(library)
    assert "lacking" in what or "has not made" in str(refused.value)
    with closing(sqlite3.connect(library / "library.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (4,), "nothing of it was run"


@pytest.mark.parametrize("what", CRAFTED)
def test_a_crafted_backup_leaves_the_library_in_place(library: Path, tmp_path: Path, what: str) -> None:
    backup(library, tmp_path / "b")
    changed(tmp_path / "b", CRAFTED[what])
    bring(library, AFTER)
    before = content(library)
    with pytest.raises(LibraryDamaged, match="not touched"):
        restore(library, tmp_path / "b")
    assert content(library) == before
    assert check(library) == []
    assert {one.name for one in library.iterdir()} >= {"library.sqlite", "chroma"}
    assert not [one for one in library.iterdir() if "inspectqa-" in one.name or "damaged" in one.name]
    with pytest.raises(LibraryDamaged):
        restore(tmp_path / "new", tmp_path / "b")
    assert not (tmp_path / "new" / "library.sqlite").exists()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_that_is_no_plain_number(library: Path, tmp_path: Path, version: str | bytes) -> None:
    backup(library, tmp_path / "b")
    for path in (tmp_path / "b", library / "library.sqlite"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE settings SET value = ? WHERE key = 'schema_version'", (version,))
            connection.commit()
    with pytest.raises((LibraryDamaged, SchemaTooNew)):
        Database(library)
    with pytest.raises((LibraryDamaged, SchemaTooNew)):
        restore(tmp_path / "new", tmp_path / "b")
    assert not (tmp_path / "new" / "library.sqlite").exists()


def test_a_backup_that_cannot_be_brought_up_to_date_leaves_the_library(library: Path, tmp_path: Path) -> None:
    """Whole, and of an older version by its own word: what an upgrade finds in it is not what that version had."""
    backup(library, tmp_path / "b")
    changed(tmp_path / "b", "UPDATE settings SET value = '1' WHERE key = 'schema_version'")
    before = content(library)
    with pytest.raises(LibraryDamaged, match="not touched"):
        restore(library, tmp_path / "b")
    assert content(library) == before


def test_what_is_made_foreign_while_it_is_open_is_not_written(library: Path) -> None:
    with closing(Database(library)) as database:
        changed(library / "library.sqlite", CRAFTED["a trigger"])
        with pytest.raises(LibraryDamaged, match="has not made"), database.transaction():
            pass


def test_functions_with_effects_are_not_for_the_file_to_call(library: Path) -> None:
    with closing(Database(library)) as database, database.connected() as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone()[0] == 0
        with database.transaction() as writing:
            writing.execute("DELETE FROM passages WHERE number = 1")
        assert connection.execute("PRAGMA trusted_schema").fetchone()[0] == 0


def test_reading_that_never_ends_is_given_up(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_LONGEST_S", 0.0)
    monkeypatch.setattr(database_module, "_STEPS", 100)
    with pytest.raises(LibraryDamaged, match="given up"), closing(Database(library)) as database:
        database.rows(ENDLESS)


def test_a_value_larger_than_any_report_is_not_read(library: Path) -> None:
    with closing(Database(library)) as database, pytest.raises(LibraryDamaged, match="too big"):
        database.rows("SELECT zeroblob(?)", (300 * 1024**2,))


def test_the_log_of_a_library_that_is_gone_is_not_played_into_the_next(library: Path) -> None:
    held = Database(library)  # open, so that the log stays
    with held.transaction() as connection:
        connection.execute("INSERT INTO settings VALUES ('from', 'the log')")
    log = (library / "library.sqlite-wal").read_bytes()
    held.close()
    shutil.rmtree(library / "chroma")
    (library / "library.sqlite").unlink()
    (library / "library.sqlite-wal").write_bytes(log)
    with closing(Database(library, create=True)) as database:
        assert database.rows("SELECT * FROM reports") == []
        assert database.rows("SELECT * FROM settings WHERE key = 'from'") == []


BROKEN_CHATS = (
    "UPDATE chats SET title = CAST(x'ff' AS TEXT) WHERE id = '{}'",
    "UPDATE chats SET title = x'ffff' WHERE id = '{}'",
    "UPDATE chats SET started = 'yesterday' WHERE id = '{}'",
    "UPDATE turns SET at = x'80' WHERE chat = '{}'",
    "UPDATE turns SET at = 'zzz' WHERE chat = '{}'",
)
BROKEN_TURNS = (
    "UPDATE turns SET answer = '{{' WHERE chat = '{}'",
    "UPDATE turns SET answer = '[]' WHERE chat = '{}'",
    "UPDATE turns SET state = CAST(x'ff' AS TEXT) WHERE chat = '{}'",
    "UPDATE turns SET asked = CAST(x'c328' AS TEXT) WHERE chat = '{}'",
    "UPDATE turns SET answer = replace(hex(zeroblob(200000)), '00', '[') WHERE chat = '{}'",
)


def two_chats(library: Path) -> tuple[str, str]:
    with closing(Database(library)) as database:
        chats = Chats(database)
        first, second = chats.start("one"), chats.start("another")
        for chat in (first, second):
            chats.add(chat, KeptTurn(asked="a", question="b", answer={"n": 1}, state={}, at=""))
    return first, second


@pytest.mark.parametrize("sql", BROKEN_CHATS)
def test_a_broken_row_costs_its_conversation_alone(library: Path, sql: str) -> None:
    broken, sound = two_chats(library)
    changed(library / "library.sqlite", sql.format(broken))
    with closing(Database(library)) as database:
        assert [one.id for one in Chats(database).all()] == [sound]
        assert Chats(database).unreadable() == 1
        assert Chats(database).find().id == sound


@pytest.mark.parametrize("sql", BROKEN_TURNS)
def test_a_broken_turn_costs_its_conversation_alone(library: Path, sql: str) -> None:
    broken, sound = two_chats(library)
    changed(library / "library.sqlite", sql.format(broken))
    with closing(Database(library)) as database:
        with pytest.raises(LibraryError, match=r"cannot be read.*The others are not touched"):
            Chats(database).turns(broken)
        assert len(Chats(database).turns(sound)) == 1
