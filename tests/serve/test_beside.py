"""Many at once: each answered as alone, none kept waiting by a stuck model, none in two states of the library."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import client, served

from ingest.pipeline import ingest
from qa.serve import running
from qa.serve.running import Server

QUESTIONS = (
    "Who led the inspection of Midchester in 2019?",
    "How was Harrowmere rated in 2021?",
    "What needs to improve in Midchester?",
    "Which councils are inadequate?",
    "How often does supervision take place in Harrowmere?",
)
# Answered out of the reports' prose: a model is asked. What is recorded is answered without one.
PUT_TO_A_MODEL = (
    "How many children had no allocated social worker in Harrowmere?",
    "How many assessments were finished late in Midchester?",
    "How quickly does the front door answer calls in Midchester?",
)
NEW = """# Eastwick

## Inspection of children's social care services

Inspection dates: 3 to 7 June 2024

Lead inspector: Ida Marsh

| Judgement | Grade |
|---|---|
| Overall effectiveness | Inadequate |

Leaders in Eastwick do not know their service. Caseloads are high.
"""


@contextmanager
def stuck_model(seconds: float) -> Iterator[tuple[str, threading.Event]]:
    """A model's server that fails after so long: its address, and whether it was asked."""
    was_asked, released = threading.Event(), threading.Event()

    class Stuck(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            was_asked.set()
            released.wait(seconds)
            self.send_error(500)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Stuck)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}/v1", was_asked
    finally:
        released.set()
        http.shutdown()
        http.server_close()
        thread.join()


def asked(server: Server, question: str) -> dict[str, Any]:
    """The answer, without the time it took."""
    with client(server) as api:
        answer = api.post("/api/ask", json={"question": question}).raise_for_status().json()
    return {name: value for name, value in answer.items() if name != "seconds"}


def test_many_at_once_are_answered_as_each_alone(small_library: Path) -> None:
    with served(small_library) as server:
        alone = [asked(server, question) for question in QUESTIONS]
    with served(small_library) as server, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: asked(server, QUESTIONS[n % 5]), range(20))) == alone * 4


def test_an_ingest_beside_it_changes_the_library_between_questions(own_library: Path, tmp_path: Path) -> None:
    (tmp_path / "eastwick 2024.md").write_text(NEW, encoding="utf-8")
    question = QUESTIONS[3]
    with served(own_library) as server:
        before = asked(server, question)
        reading = threading.Thread(target=ingest, args=(own_library, [tmp_path / "eastwick 2024.md"]))
        reading.start()
        seen = []
        while reading.is_alive():
            seen.append(asked(server, question))
        reading.join()
        after = asked(server, question)
        assert "Eastwick" in after["answer"]
        assert all(answer in (before, after) for answer in seen), "one state or the other, and nothing between"
        with client(server) as api:
            assert api.get("/api/status").json()["reports"] == 4


def test_a_model_that_is_stuck_keeps_nobody_else_waiting(small_library: Path) -> None:
    with (
        stuck_model(60.0) as (address, _),
        served(small_library, model="openai:any", base_url=address) as server,
        ThreadPoolExecutor(3) as pool,
        client(server) as api,
    ):
        server.desks["model"].seconds = 3.0
        stuck = [pool.submit(api.post, "/api/ask", json={"question": question}) for question in PUT_TO_A_MODEL]
        while not any("inspectqa_model_busy 3" in line for line in api.get("/metrics").text.splitlines()):
            time.sleep(0.05)
        for path in ("/api/status", "/api/reports", "/api/reports/1/facts", "/api/reports/1/pages/1"):
            assert api.get(path).status_code == 200
        assert not any(one.done() and one.result().status_code == 200 for one in stuck)
        for one in stuck:
            assert one.result().status_code == 504
            assert "given up" in one.result().json()["error"]


def test_told_to_stop_it_gives_the_answers_under_way(small_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_GRACE", 30)
    with (
        stuck_model(1.0) as (address, was_asked),
        served(small_library, model="openai:any", base_url=address) as server,
        ThreadPoolExecutor(1) as pool,
        client(server) as api,
    ):
        under_way = pool.submit(api.post, "/api/ask", json={"question": PUT_TO_A_MODEL[0]})
        assert was_asked.wait(60)
        server.stop()
        assert under_way.result().json()["status"] == "answered"
        with pytest.raises(httpx.ConnectError), client(server) as late:
            for _ in range(200):
                late.get("/health")
                time.sleep(0.05)
