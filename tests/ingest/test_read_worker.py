"""Worker processes: order, and that a crash, a hang or a memory blow-up costs one file alone and is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import make_files
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.model import Document, Fact, Page
from ingest.prepare import Prepared, prepare
from ingest.read import read_file
from ingest.read.wire import pack, unpack
from ingest.read.worker import Readers

ROOT = Path(__file__).parents[2]

# Put in front of the real reader in the worker process by a package that shadows nothing but `read_file`'s module.
MISCHIEF = """
import os, signal, time
from corpus.errors import ReadError
import ingest.read.file as file

honest = file.read_file

def read_file(path):
    name = path.name
    if "crash" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "hang" in name:
        time.sleep(600)
    if "greedy" in name:
        held = [bytearray(2**20) for _ in range(4096)]
    if "stubborn" in name:  # as a C library would: dies of what it cannot get
        held = []
        try:
            while True:
                held.append(bytearray(b"x" * 2**20))
        except MemoryError:
            os.kill(os.getpid(), signal.SIGABRT)
    if "chatter" in name:
        print("not a message", flush=True)
        os.write(1, b"not a message")
    if "interrupt" in name:
        os.kill(os.getpid(), signal.SIGINT)
    return honest(path)

file.read_file = read_file
"""


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets workers (and them alone) crash, hang and so on over files of that name."""
    folder = tmp_path / "mischief"
    folder.mkdir()
    (folder / "mischief.py").write_text(MISCHIEF, encoding="utf-8")
    program = f"import sys; sys.path[:] = [{str(folder)!r}, *sys.argv[1:]]; import mischief; "
    monkeypatch.setattr("ingest.read.worker._PROGRAM", program + "from ingest.read.child import main; main()")


def files(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(f"The words of {path.stem}.", encoding="utf-8")
    return paths


def reasons(results: list[tuple[Path, Document | ReadError]]) -> dict[str, str]:
    return {path.name: result.reason if isinstance(result, ReadError) else "read" for path, result in results}


def test_order_and_results_are_those_of_read_file(tmp_path: Path) -> None:
    paths = files(tmp_path, *(f"r{n}.txt" for n in range(12)))
    (tmp_path / "r3.txt").write_bytes(make_files.pdf(title="Third"))
    (tmp_path / "r5.txt").write_bytes(b"")
    (tmp_path / "r7.txt").write_bytes(b"# Heading\n\nSome words.\n")
    paths.append(tmp_path / "gone.txt")
    with Readers() as readers:
        results = list(readers.read_many(paths, workers=2))
        assert [path for path, _ in results] == paths
        for path, result in results:
            if isinstance(result, Document):
                assert result == read_file(path)
        assert {name: why for name, why in reasons(results).items() if why != "read"} == {
            "r5.txt": "it is empty (0 bytes)",
            "gone.txt": "it is not there (any more)",
        }
        assert list(readers.read_many([], workers=1)) == []


@pytest.mark.skipif(os.name != "posix", reason="names with such bytes exist on POSIX alone")
def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 'x\n\".txt"))
    path.write_text("Words.", encoding="utf-8")
    with Readers() as readers:
        assert reasons(list(readers.read_many([path], workers=1))) == {path.name: "read"}


@pytest.mark.usefixtures("mischief")
def test_a_bad_file_costs_itself_alone(tmp_path: Path) -> None:
    paths = files(
        tmp_path, "a.txt", "crash.txt", "b.txt", "hang.txt", "chatter.txt", "greedy.txt", "interrupt.txt", "c.txt"
    )
    with Readers() as readers:  # no time limit that a slow machine could reach before memory ends, or a sound file does
        stuck = list(readers.read_many([paths.pop(3)], timeout_s=2))
        results = list(readers.read_many(paths, timeout_s=300, memory_bytes=512 * 1024**2, workers=2))
    assert reasons(stuck) == {"hang.txt": "reading it took more than 2 seconds"}
    assert [path for path, _ in results] == paths
    assert reasons(results) == {
        "a.txt": "read",
        "crash.txt": "the reader crashed on it (status -11)",
        "b.txt": "read",
        "chatter.txt": "read",
        "greedy.txt": "reading it needed more than 512 MiB of memory",
        "interrupt.txt": "read",
        "c.txt": "read",
    }


@pytest.mark.usefixtures("mischief")
@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit holds where RLIMIT_AS does")
def test_a_reader_that_dies_for_want_of_memory_is_told_from_a_crash(tmp_path: Path) -> None:
    paths = files(tmp_path, "stubborn.txt", "a.txt")
    with Readers() as readers:
        results = list(readers.read_many(paths, memory_bytes=256 * 1024**2, workers=1))
    assert reasons(results) == {"stubborn.txt": "reading it needed more than 256 MiB of memory", "a.txt": "read"}


def test_a_worker_killed_between_files_is_replaced(tmp_path: Path) -> None:
    paths = files(tmp_path, "a.txt", "b.txt")
    with Readers() as readers:
        list(readers.read_many(paths, workers=1))
        (worker,) = readers._idle
        os.kill(worker._process.pid, signal.SIGKILL)
        time.sleep(0.2)
        assert reasons(list(readers.read_many(paths, workers=1))) == {"a.txt": "read", "b.txt": "read"}


@pytest.mark.usefixtures("mischief")
def test_closing_ends_a_hanging_read(tmp_path: Path) -> None:
    paths = files(tmp_path, "a.txt", "hang.txt", "b.txt")
    readers = Readers()
    results = readers.read_many(paths, workers=2)
    assert next(results)[0].name == "a.txt"
    threading.Timer(0.3, readers.close).start()
    rest = list(results)  # would hang for a minute if close() did not end the workers
    assert reasons(rest)["hang.txt"] == "reading was stopped"
    assert [path.name for path, _ in rest] == ["hang.txt", "b.txt"]
    assert not readers._all


def test_leaving_early_leaves_no_process_behind(tmp_path: Path) -> None:
    paths = files(tmp_path, *(f"r{n}.txt" for n in range(20)))
    with Readers() as readers:
        results = readers.read_many(paths, workers=2)
        next(results)
        workers = list(readers._all)
        assert workers
    del results
    for worker in workers:
        worker.bury()
        assert not worker.alive


def test_no_guard_is_needed_in_the_calling_script(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom ingest.read.worker import Readers\n"
        "with Readers() as readers:\n"
        "    for path, result in readers.read_many([Path('a.txt')]):\n"
        "        print(path, result.text)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("a.txt The words of a.\n\n", "")


def test_reading_imports_nothing_heavy_before_it_must() -> None:
    program = (
        "import sys, ingest.read, ingest.read.worker, ingest.read.child, ingest.discover\n"
        "print({'pypdfium2', 'docx', 'trafilatura', 'lxml', 'torch', 'chromadb', 'langchain_core', 'multiprocessing'}"
        " & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]))),
    st.lists(st.tuples(st.integers(0), st.integers(0))),
)
def test_documents_cross_unchanged(text: str, title: str | None, headings: list[tuple[int, int]]) -> None:
    import json

    document = Document(
        text=text,
        pages=(Page(number=1, start=0, end=len(text), label=title),),
        media_type="text/plain",
        title=title,
        headings=tuple(headings),
        breaks=(0, 3),
    )
    assert unpack(json.loads(json.dumps(pack(document)))) == document
    refused = unpack(json.loads(json.dumps(pack(ReadError("it is odd", "Do this.")))))
    assert isinstance(refused, ReadError)
    assert (refused.reason, refused.next_step) == ("it is odd", "Do this.")


LARKHURST = "Larkhurst\n\nChildren in Larkhurst are heard at last. 12 of them wrote to the council.\n"


def prepared() -> Prepared:
    document = Document(text=LARKHURST, pages=(Page(number=1, start=0, end=len(LARKHURST)),), media_type="text/plain")
    facts = (Fact(kind="statistic", key="letters", value="12", number=12.0, unit="children", start=52, end=54),)
    return replace(prepare(document, source="larkhurst 2021.txt"), facts=facts)


def test_what_is_to_be_stored_of_a_report_crosses_as_it_is() -> None:
    whole = prepared()
    assert whole.passages[0].sentences
    assert unpack(json.loads(json.dumps(pack(whole)))) == whole


@pytest.mark.parametrize("where", ["passages", "facts"])
def test_a_span_outside_the_text_does_not_cross(where: str) -> None:
    message = pack(prepared())
    message[where][0]["end"] = len(LARKHURST) + 1
    with pytest.raises(ValueError, match="outside the text"):
        unpack(message)


def test_workers_prepare_as_this_process_would(tmp_path: Path) -> None:
    paths = [tmp_path / f"larkhurst 202{n}.txt" for n in range(3)]
    for path in paths:
        path.write_text(LARKHURST, encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    sources = {path: path.name for path in [*paths, tmp_path / "empty.pdf"]}
    with Readers() as readers:
        results = dict(readers.prepare_many(sources, workers=2))
    assert list(results) == list(sources)
    for path in paths:
        assert results[path] == prepare(read_file(path), source=path.name)
    assert isinstance(results[tmp_path / "empty.pdf"], ReadError)
