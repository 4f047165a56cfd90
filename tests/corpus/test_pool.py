"""Connections are lent and given back: threads may be many, long or short, and what they hold stays bounded."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.errors import LibraryClosed
from corpus.pool import CONNECTIONS

# 450 threads that all have read and are all alive, where a process may open 128 files: as a server may be run.
MANY = """
import resource, sys, threading
from pathlib import Path
from corpus.store import Store
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
failed, all_read = [], threading.Barrier(450)
with Store(Path(sys.argv[1])) as store:
    def read():
        try:
            with store.database.snapshot():
                assert len(store.reports()) == 4
        except BaseException as error:
            failed.append(error)
        all_read.wait()
    threads = [threading.Thread(target=read) for _ in range(450)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(len(failed), *failed[:1])
"""


@pytest.fixture
def database(made: Path) -> Iterator[Database]:
    with closing(Database(made)) as opened:
        yield opened


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit on open files to be set")
def test_450_threads_that_stay_alive_need_no_more_files_than_a_few(made: Path) -> None:
    run = subprocess.run([sys.executable, "-c", MANY, made], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("0\n", "")


def test_a_thread_beyond_the_bound_waits_for_its_turn(database: Database) -> None:
    held, enough, all_hold = threading.Semaphore(0), threading.Event(), []

    def hold() -> None:
        with database.snapshot():
            all_hold.append(database.rows("SELECT count(*) FROM reports")[0][0])
            held.release()
            enough.wait()

    threads = [threading.Thread(target=hold) for _ in range(CONNECTIONS + 3)]
    for thread in threads:
        thread.start()
    for _ in range(CONNECTIONS):
        held.acquire()
    assert not held.acquire(timeout=0.05)
    enough.set()
    for thread in threads:
        thread.join()
    assert all_hold == [4] * (CONNECTIONS + 3)


def test_those_who_wait_are_told_when_it_is_closed(made: Path) -> None:
    database, enough, said = Database(made), threading.Event(), []
    ready = threading.Barrier(CONNECTIONS + 1)

    def hold() -> None:
        with database.connected():
            ready.wait()
            enough.wait()

    def wait() -> None:
        try:
            database.rows("SELECT 1")
        except LibraryClosed as error:
            said.append(error)

    holders = [threading.Thread(target=hold) for _ in range(CONNECTIONS)]
    for thread in holders:
        thread.start()
    ready.wait()
    waiting = threading.Thread(target=wait)
    waiting.start()
    database.close()
    waiting.join()
    enough.set()
    for thread in holders:
        thread.join()
    assert len(said) == 1


def test_a_block_within_a_block_is_of_the_same_connection(database: Database) -> None:
    with database.connected() as outer:
        with database.snapshot(), database.connected() as inner:
            assert inner is outer
        assert not outer.in_transaction


def test_a_generator_that_ends_in_another_thread_gives_its_connection_back(database: Database) -> None:
    def moments() -> Iterator[int]:
        with database.snapshot():
            yield 1
            yield 2

    def finish(one: Iterator[int]) -> None:
        assert list(one) == [2]

    for _ in range(2 * CONNECTIONS):
        one = moments()
        next(one)
        thread = threading.Thread(target=finish, args=(one,))
        thread.start()
        thread.join()
    with database.connected() as connection:
        assert not connection.in_transaction


def test_what_is_kept_is_made_again_after_a_write_and_is_one_object_for_all(made: Path, database: Database) -> None:
    def held() -> list[object]:
        """What each of three connections keeps."""
        found: list[object] = []
        ready = threading.Barrier(3)

        def titles() -> list[str]:
            return [row[0] for row in database.rows("SELECT title FROM reports")]

        def look() -> None:
            with database.connected():
                ready.wait()
                found.append(database.kept("titles", titles))

        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    before = held()
    assert len({id(one) for one in before}) == 1
    with closing(Database(made)) as another, another.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('tests', 'yes')")
    assert {id(one) for one in held()} == {id(before[0])}, "nothing of it has changed"
    with closing(Database(made)) as another, another.transaction() as connection:
        connection.execute("UPDATE reports SET title = title || '.'")
    after = held()
    assert len({id(one) for one in after}) == 1
    assert after[0] != before[0]
