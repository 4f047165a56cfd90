"""The server under load: so many clients for so long, every answer compared with the one that was given alone.

    python -m benchmarks.serving --library DIR --questions QUESTIONS.jsonl --clients 16 --seconds 120

Prints the median alone and together, errors, answers that differ, memory and open files over time. With `--turns` each
question is the first turn of a new conversation. The server gives answers that it has kept; with `--anew` it has none.
`--think` is how long a client reads, in seconds, on average (exponential), before it asks again. `--ingest` reads files
into the same library beside it, which changes it: an answer is then to be the one given alone before or after. What
else the machine does is told by its load beside each figure. `--once` asks each question once, one after another, and
says what the server holds after each hundred: is its memory flat?
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

_APART = {"seconds", "turn", "asked", "stood_alone"}  # of two equal answers these may differ


class Load:
    """What the clients met."""

    def __init__(self, address: str, questions: list[str], *, turns: bool, think: float) -> None:
        self.address, self.questions, self.turns, self.think = address, questions, turns, think
        self.alone: dict[str, dict[str, Any]] = {}
        self.seconds: list[float] = []
        self.errors: list[str] = []
        self.different: list[tuple[str, dict[str, Any]]] = []

    def asked(self, client: httpx.Client, question: str) -> tuple[float, dict[str, Any]]:
        """Seconds and the answer."""
        began = time.perf_counter()
        path = f"/api/chats/{client.post('/api/chats', json={}).json()['id']}/turns" if self.turns else "/api/ask"
        answer = client.post(path, json={"question": question}).raise_for_status().json()
        return time.perf_counter() - began, {name: one for name, one in answer.items() if name not in _APART}

    def go(self, seed: int, ends: float) -> None:
        """One client, until the end."""
        choose = random.Random(seed)
        with httpx.Client(base_url=self.address, timeout=300) as client:
            while time.monotonic() < ends:
                if self.think:
                    time.sleep(choose.expovariate(1 / self.think))
                question = choose.choice(self.questions)
                try:
                    taken, answer = self.asked(client, question)
                except httpx.HTTPError as error:
                    self.errors.append(repr(error))
                    continue
                self.seconds.append(taken)
                if answer != self.alone[question]:
                    self.different.append((question, answer))


def state(pid: int) -> str:
    """What the server holds and has used, and the machine's load of the last minute (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    used = sum(map(int, Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]))
    processor = used / os.sysconf("SC_CLK_TCK")
    return f"{resident // 1024} MB, {files} files, {processor:.0f} s of processor; load {os.getloadavg()[0]:.1f}"


def beside(library: str, files: list[str], load: Load) -> None:
    """Read the files into the library, and say how many answers were given meanwhile."""
    began, before = time.monotonic(), len(load.seconds)
    command = [sys.executable, "-m", "qa.cli", "ingest", *files, "--library", library]
    ingest = subprocess.run(command, capture_output=True, text=True, check=False)
    given = len(load.seconds) - before
    said = (ingest.stdout + ingest.stderr).strip().splitlines()[-1:]
    print(
        f"  ingest: status {ingest.returncode} in {time.monotonic() - began:.0f} s, {given} answers meanwhile; {said}"
    )


def settled(load: Load, client: httpx.Client) -> None:
    """Of the answers that differ leave those that are not the ones given alone of the library as it is now."""
    now = {question: load.asked(client, question)[1] for question in {question for question, _ in load.different}}
    after = sum(answer == now[question] for question, answer in load.different)
    load.different = [(question, answer) for question, answer in load.different if answer != now[question]]
    print(f"  {after} answers are those of the library after the ingest, {len(load.different)} neither")


def measure(load: Load, pid: int, *, clients: int, seconds: float, ingest: Callable[[], None] | None) -> None:
    with httpx.Client(base_url=load.address, timeout=300) as client:
        load.asked(client, load.questions[0])
        alone = []
        for question in load.questions:
            taken, load.alone[question] = load.asked(client, question)
            alone.append(taken)
    middle = statistics.median(alone)
    print(f"alone: {len(alone)} questions, median {middle:.3f} s, mean {statistics.mean(alone):.3f} s, {state(pid)}")
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=load.go, args=(seed, ends)) for seed in range(clients)]
    if ingest is not None:
        threads.append(threading.Thread(target=ingest))
    for thread in threads:
        thread.start()
    while time.monotonic() < ends:
        time.sleep(min(15.0, seconds / 4))
        print(f"  {len(load.seconds)} answers; {state(pid)}", flush=True)
    for thread in threads:
        thread.join()
    if ingest is not None:
        with httpx.Client(base_url=load.address, timeout=300) as client:
            settled(load, client)
    median = statistics.median(load.seconds)
    ratio = median / middle
    print(
        f"{clients} clients, {seconds:.0f} s: {len(load.seconds)} answers, {len(load.errors)} errors, "
        f"{len(load.different)} different; median {median:.3f} s, {ratio:.2f} times that alone; {state(pid)}"
    )
    for trouble in (load.errors[:3], [question for question, _ in load.different[:3]]):
        if trouble:
            print(trouble)


def steady(load: Load, pid: int) -> None:
    with httpx.Client(base_url=load.address, timeout=300) as client:
        for count, question in enumerate(load.questions, 1):
            try:
                load.seconds.append(load.asked(client, question)[0])
            except httpx.HTTPError as error:
                load.errors.append(repr(error))
            if count % 100 == 0 or count == len(load.questions):
                print(f"{count} questions, {len(load.errors)} errors; {state(pid)}", flush=True)
    print(f"median {statistics.median(load.seconds):.3f} s, mean {statistics.mean(load.seconds):.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", required=True)
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a `question` each")
    parser.add_argument("--most", type=int, default=100, help="how many of the questions")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--think", type=float, default=0.0)
    parser.add_argument("--turns", action="store_true")
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--ingest", nargs="+", help="files and folders to read into the library meanwhile")
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()][: given.most]
    start = "from qa.serve import kept; kept.KEPT = 0; " if given.anew else ""
    program = [sys.executable, "-c", f"{start}from qa.cli import main; main()"]
    command = [*program, "serve", "--library", given.library, "--no-open", "--quiet"]
    with subprocess.Popen([*command, "--rate", "100000"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[2]
            load = Load(address, questions, turns=given.turns, think=given.think)
            if given.once:
                steady(load, server.pid)
                return
            ingest = (lambda: beside(given.library, given.ingest, load)) if given.ingest else None
            measure(load, server.pid, clients=given.clients, seconds=given.seconds, ingest=ingest)
        finally:
            began = time.monotonic()
            server.terminate()
            server.wait()
            print(f"stopped within {time.monotonic() - began:.1f} s, status {server.returncode}")


if __name__ == "__main__":
    main()
