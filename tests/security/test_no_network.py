"""No connection is made unless a remote model or server is named: sockets shut by the kernel, and every attempt told.

The commands run in child processes. An audit hook notes whatever Python asks of the network; on Linux a seccomp filter
besides kills the process (and those that it starts) when it connects or sends, which native code cannot evade.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

SHUT = """
import sys
def hook(event, arguments):
    # urllib3 binds a socket when it is imported, to see whether there is IPv6; that reaches nobody.
    if event.startswith("socket.") and event not in ("socket.gethostname", "socket.__new__", "socket.bind"):
        sys.stderr.write(f"NETWORK {event} {arguments[1:]}\\n")
        raise OSError(f"the network is shut: {event}")
    if event.startswith(("http.client.", "urllib.Request", "ftplib.", "smtplib.")):
        sys.stderr.write(f"NETWORK {event}\\n")
sys.addaudithook(hook)
"""
# A filter in BPF. What sends without an address that can be looked at here is not allowed; connect(2) and sendto(2)
# only to addresses longer than the internet's (16 and 28 bytes): the system looks for its name service at a local one.
KERNEL = """
import ctypes, struct
SENDMSG, SENDMMSG, CONNECT, SENDTO = CALLS
NUMBER, THIRD, SIXTH = 0, 32, 56  # where the call's number and arguments lie
LOAD, EQUAL, GREATER, RETURN = 0x20, 0x15, 0x25, 0x06
KILL, ALLOW = 0x80000000, 0x7FFF0000
program = b"".join(struct.pack("HBBI", *step) for step in [
    (LOAD, 0, 0, NUMBER), (EQUAL, 10, 0, SENDMSG), (EQUAL, 9, 0, SENDMMSG), (EQUAL, 2, 0, CONNECT),
    (EQUAL, 3, 0, SENDTO), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, THIRD), (GREATER, 3, 4, 28),
    (LOAD, 0, 0, SIXTH), (EQUAL, 1, 0, 0), (GREATER, 0, 1, 28), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, KILL),
])
class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]
held = ctypes.create_string_buffer(program)
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Filter(len(program) // 8, ctypes.addressof(held))), 0, 0) == 0
"""
# The numbers of sendmsg, sendmmsg, connect and sendto.
CALLS = {"x86_64": (46, 307, 42, 44), "aarch64": (211, 269, 203, 206)}.get(platform.machine())
RUN = """
from qa.cli import main
sys.argv = ["inspectqa", *sys.argv[1:]]
main()
"""
# Nothing is to hang on these: the program itself sees to it.
OFF_BY_ENVIRONMENT = (
    "ANONYMIZED_TELEMETRY",
    "HF_HUB_OFFLINE",
    "TRANSFORMERS_OFFLINE",
    "DO_NOT_TRACK",
    "ORT_DISABLE_TELEMETRY",
)
LINUX = sys.platform == "linux" and CALLS is not None


def shut(program: str, *arguments: str | Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    kernel = f"CALLS = {CALLS}\n{KERNEL}" if LINUX else ""
    return subprocess.run(
        [sys.executable, "-c", kernel + SHUT + program, *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={name: value for name, value in os.environ.items() if name not in OFF_BY_ENVIRONMENT} | environment,
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import httpx; httpx.get('http://127.0.0.1:9')",
        "import socket; socket.getaddrinfo('example.org', 80)",
    ],
)
def test_an_attempt_would_be_noticed(attempt: str) -> None:
    run = shut(attempt)
    assert run.returncode != 0
    assert "NETWORK" in run.stderr or run.returncode < 0


@pytest.mark.skipif(not LINUX, reason="seccomp is Linux's")
def test_native_code_would_be_killed() -> None:
    calls = (
        "connect(-1, None, 16)",
        "connect(-1, None, 28)",
        "sendto(-1, None, 0, 0, None, 16)",
        "sendmsg(-1, None, 0)",
    )
    for call in calls:
        assert shut(f"import ctypes; ctypes.CDLL(None).{call}").returncode == -31  # SIGSYS
    for call in ("socket(2, 1, 0)", "connect(-1, None, 110)"):
        assert shut(f"import ctypes; ctypes.CDLL(None).{call}").returncode == 0


def quiet(run: subprocess.CompletedProcess[str], *expected: int) -> str:
    assert "NETWORK" not in run.stderr, run.stderr
    assert run.returncode in expected, (run.returncode, run.stderr)
    assert "Traceback" not in run.stderr, run.stderr
    return run.stdout


def test_nothing_reaches_for_the_network(tmp_path: Path) -> None:
    """The whole of it with an empty cache, so that the model is written, too."""
    library, home = tmp_path / "library", tmp_path / "home"
    home.mkdir()
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home), "INSPECTQA_CACHE": str(tmp_path / "cache")}
    question = "How many assessments were delayed in Darlington?"
    assert "16 added" in quiet(shut(RUN, "ingest", "--samples", "--library", library, **places), 0)
    assert "94" in quiet(shut(RUN, "ask", question, "--library", library, **places), 0)
    quiet(shut(RUN, "ask", "Which children wait too long for help?", "--library", library, **places), 0, 4)
    quiet(shut(RUN, "search", "help for families", "--library", library, **places), 0)
    quiet(shut(RUN, "check", "--library", library, **places), 0)
    talk = f"{question}\nAnd in 2018?\n/quit\n"
    quiet(shut(RUN, "chat", "--library", library, typed=talk, **places), 0)
    file = tmp_path / "questions.jsonl"
    file.write_text(
        json.dumps({"id": "1", "question": question, "kind": "figure", "answerable": True, "gold": {"answer": "94"}})
        + "\n",
        encoding="utf-8",
    )
    quiet(shut(RUN, "batch", file, "--out", tmp_path / "answers.jsonl", "--library", library, **places), 0)
    sample = Path(__file__).parents[1] / "data" / "sample_questions.jsonl"
    quiet(shut(RUN, "eval", sample, "--library", library, **places), 0)


# ONNX Runtime looks its events' host up some seconds after its first session: at once for the file, later for the rest.
HELD_OPEN_S = 20
HOLD = """
import time
from qa import Library
with Library.open(sys.argv[1]) as library:
    print(library.ask(sys.argv[2]))
    time.sleep(int(sys.argv[3]))
    library.search("help for families")
    assert "onnxruntime" in sys.modules
"""


def test_a_model_held_open_tells_nobody_and_leaves_nothing(small_library: Path, tmp_path: Path) -> None:
    """Watched for long enough: what native code sends, it sends from a thread of its own, at its leisure.

    Although the environment asks for it; where that says nothing, the same is set before a runtime is imported.
    """
    home = tmp_path / "home"
    home.mkdir()
    places = {"HOME": str(home), "USERPROFILE": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    question = "Which children wait too long for help?"
    places["ORT_DISABLE_TELEMETRY"] = "0"
    assert quiet(shut(HOLD, small_library, question, str(HELD_OPEN_S), **places), 0)
    assert [path.relative_to(home).as_posix() for path in home.rglob("*")] == []


# A module that may be the first to import ONNX Runtime, straight or by another package.
FIRST = (
    "ingest.read.child",
    "corpus.vectors",
    "corpus.chroma_server",
    "ingest.embedding.embed",
    "ingest.embedding.onnx",
    "qa.search.crossencoder",
    "qa.library",
    "qa.cli",
)


@pytest.mark.parametrize("module", FIRST)
def test_telemetry_is_off_before_a_runtime_is_imported(module: str) -> None:
    program = f"import os, sys, {module}; print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    assert quiet(shut(program, ORT_DISABLE_TELEMETRY="0"), 0).split() == ["1", "False"]


def test_chroma_tells_nobody_whatever_the_folder_says(
    small_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.vectors import Vectors

    (tmp_path / ".env").write_text(
        "ANONYMIZED_TELEMETRY=True\nCHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9\nCHROMA_OTEL_GRANULARITY=all\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    with Vectors(small_library) as vectors:
        assert vectors.count()
        settings = vectors.client.get_settings()
    assert (settings.anonymized_telemetry, settings.chroma_otel_collection_endpoint) == (False, "")


def test_an_embedding_model_that_is_not_here_is_not_fetched(tmp_path: Path, report_folder: Path) -> None:
    run = shut(
        RUN,
        "ingest",
        report_folder,
        "--library",
        tmp_path / "library",
        INSPECTQA_EMBEDDING_MODEL="nobody/no-such-model",
    )
    assert "NETWORK" not in run.stderr
    assert run.returncode == 1
    assert "downloads nothing by itself" in " ".join(run.stderr.split())
