"""A Chroma server in place of the folder: the same library, and no trouble with it that loses anything."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from between import NONSENSE, SILENT, GoBetween, Server
from pydantic import SecretStr
from snapshot import snapshot
from writing import AFTER, BEFORE, DIMENSION, State, bring

from corpus import chroma_server
from corpus.backup import backup, restore
from corpus.check import check, repair
from corpus.chroma_server import ChromaServer
from corpus.database import Database
from corpus.errors import LibraryDamaged, LibraryError, SettingsError
from corpus.placing import open_vectors, place_vectors, reading_vectors
from corpus.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a-key-that-nobody-may-see"
TROUBLES = (*NONSENSE, *SILENT)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("chroma-server"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def between(running: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoBetween]:
    monkeypatch.setattr(chroma_server, "PAUSE_S", 0.01)
    made = GoBetween(running)
    yield made
    made.close()


@pytest.fixture
def server(between: GoBetween) -> ChromaServer:
    found = chroma_server.chroma_server(between.url, SecretStr(TOKEN))
    assert found is not None
    return found


@pytest.fixture
def library(server: ChromaServer, tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    bring_there(folder, BEFORE, server)
    return folder


def bring_there(folder: Path, state: State, server: ChromaServer) -> None:
    database = Database(folder, create=True)
    try:
        vectors = place_vectors(database, server)
    finally:
        database.close()
    bring(folder, state, vectors=vectors)


def content(folder: Path, server: ChromaServer | None = None) -> dict[str, object]:
    return {**snapshot(folder, server=server), "vectors": None}


def ask(folder: Path, server: ChromaServer | None) -> list[str]:
    """The dense leg of a question, as a new process would begin it."""
    import numpy as np

    database = Database(folder)
    try:
        vectors = reading_vectors(database, server)
        try:
            return [uid for uid, _ in vectors.query(np.ones(DIMENSION, dtype=np.float32), 5)]
        finally:
            vectors.close()
    finally:
        database.close()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://chroma.example", "http://chroma.example:8000"),
        ("https://chroma.example/", "https://chroma.example:443"),
        ("localhost:9000", "http://localhost:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_addresses(url: str, shown: str) -> None:
    assert str(chroma_server.chroma_server(url)) == shown


@pytest.mark.parametrize(
    "url", ["ftp://host", "http://", "http://host:port", "http://host:99999", "http://host/path", "file:///etc/passwd"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="http://host:port"):
        chroma_server.chroma_server(url)


def test_no_key_in_the_address() -> None:
    with pytest.raises(SettingsError, match="chroma_token") as caught:
        chroma_server.chroma_server("http://me:secret@host:8000")
    assert "secret" not in str(caught.value)
    assert chroma_server.chroma_server(None) is None
    assert chroma_server.chroma_server("") is None


def test_the_library_is_the_same_as_in_a_folder(
    library: Path, between: GoBetween, server: ChromaServer, tmp_path: Path
) -> None:
    bring(tmp_path / "folder", BEFORE)
    assert content(library, server) == content(tmp_path / "folder")
    assert check(library, server=server) == []
    assert not (library / "chroma").exists()
    assert ask(library, server) == ask(tmp_path / "folder", None)
    bring_there(library, AFTER, server)
    assert check(library, server=server) == []
    assert between.tokens == {(f"Bearer {TOKEN}", TOKEN)}


def test_two_libraries_on_one_server_are_apart(library: Path, server: ChromaServer, tmp_path: Path) -> None:
    bring_there(tmp_path / "other", AFTER, server)
    assert check(library, server=server) == []
    assert check(tmp_path / "other", server=server) == []


def test_a_library_never_leads_to_a_server_by_itself(library: Path, between: GoBetween) -> None:
    between.requests = 0
    with pytest.raises(LibraryError, match="--chroma URL"):
        ask(library, None)
    assert between.url.encode() not in (library / "library.sqlite").read_bytes()
    assert between.requests == 0


def test_from_the_folder_to_a_server_and_back(server: ChromaServer, between: GoBetween, tmp_path: Path) -> None:
    library = tmp_path / "library"
    bring(library, BEFORE)
    before = content(library)
    assert ask(library, server)  # in the folder still: the server that is named is not spoken to
    assert between.requests == 0
    bring_there(library, BEFORE, server)
    assert (content(library, server), (library / "chroma").exists()) == (before, False)
    assert repair(library) == []
    assert content(library) == before


def test_another_server_that_is_empty_is_filled(library: Path, server: ChromaServer) -> None:
    with Store(library) as store, open_vectors(store.database, server) as vectors:
        vectors.drop()
    with pytest.raises(LibraryDamaged, match="check --repair"):
        ask(library, server)
    (found,) = check(library, server=server)
    assert "missing" in found.problem
    assert repair(library, server=server) == []


def test_a_backup_is_restored_beside_the_server(library: Path, server: ChromaServer, tmp_path: Path) -> None:
    before = content(library, server)
    backup(library, tmp_path / "b")
    bring_there(library, AFTER, server)
    restore(library, tmp_path / "b", server=server)
    assert content(library, server) == before
    assert check(library, server=server) == []
    restore(tmp_path / "in a folder", tmp_path / "b")  # another library: it has its own place
    assert content(tmp_path / "in a folder") == before
    assert check(library, server=server) == []


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_that_passes_is_not_noticed_and_trouble_that_stays_is_a_sentence(
    trouble: str, library: Path, between: GoBetween, server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ask(library, server)
    if trouble == "slow":
        monkeypatch.setattr(chroma_server, "ANSWER_S", 0.5)
    if trouble not in ("refused", "not Chroma"):
        between.cause(trouble, times=1)
        assert ask(library, server) == expected
    between.cause(trouble)
    with pytest.raises(LibraryError) as caught:
        ask(library, server)
    assert "check --repair" in str(caught.value) or f"Chroma server at {between.url}" in str(caught.value)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"
    between.heal()
    assert ask(library, server) == expected


def disturbed(trouble: str, after: int, between: GoBetween, server: ChromaServer, library: Path) -> bool:
    """Bring a library to AFTER with trouble in the middle; returns whether it was stopped; then sees to it."""
    between.cause(trouble, after=after)
    try:
        bring_there(library, AFTER, server)
        stopped = False
    except LibraryError:
        stopped = True
    between.heal()
    assert [one for one in check(library, server=server) if "interrupted" not in one.problem] == []
    bring_there(library, AFTER, server)
    assert check(library, server=server) == []
    return stopped


def test_trouble_in_the_middle_of_an_ingest_loses_nothing(
    library: Path, between: GoBetween, server: ChromaServer, tmp_path: Path
) -> None:
    bring(tmp_path / "undisturbed", BEFORE)
    bring(tmp_path / "undisturbed", AFTER)
    expected = content(tmp_path / "undisturbed")
    assert disturbed("cut off", 3, between, server, library)
    assert content(library, server) == expected


def test_the_server_is_killed_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_server, "PAUSE_S", 0.01)
    running = Server(tmp_path / "data")
    running.start()
    try:
        found = ChromaServer(host="127.0.0.1", port=running.port, ssl=False)
        library = tmp_path / "library"
        bring_there(library, BEFORE, found)
        expected = ask(library, found)
        running.stop()
        with pytest.raises(LibraryError, match="`chroma run`"):
            ask(library, found)
        with pytest.raises(LibraryError, match="nothing that was ready is lost"):
            bring_there(library, AFTER, found)
        running.start()
        bring_there(library, AFTER, found)
        assert check(library, server=found) == []
        bring_there(library, BEFORE, found)
        assert ask(library, found) == expected
    finally:
        running.stop()


@pytest.mark.long
def test_every_trouble_at_many_moments_of_an_ingest(
    between: GoBetween, server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_server, "ANSWER_S", 1.0)
    bring(tmp_path / "undisturbed", BEFORE)
    bring(tmp_path / "undisturbed", AFTER)
    expected = content(tmp_path / "undisturbed")
    chance, stopped, tried = random.Random(8), 0, 0
    for trouble in TROUBLES:
        for after in chance.sample(range(1, 7), 3):
            library = tmp_path / "library"
            bring_there(library, BEFORE, server)
            stopped += disturbed(trouble, after, between, server, library)
            tried += 1
            assert content(library, server) == expected
            shutil.rmtree(library)
    print(f"\n{tried} ingests with trouble from the Chroma server, {stopped} stopped by it: all completed by the next")
    assert stopped > tried / 2
