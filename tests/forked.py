"""Work done in processes that may be killed at any moment, each forked from one that has imported everything already.

A fresh interpreter takes seconds to import what a fork has at once. Knows pipes and forks. Does not know what is done:
`Forked(module)` imports the module by name, from where this process would, and each process calls a function of it
with words. Importing may not begin a thread: a fork has none of them, and waits for what they held.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

__all__ = ["CHROMA", "Ended", "Forked", "forked"]

CHROMA = ("chromadb", "chromadb.api.rust")  # what opening a folder's vectors imports

_SERVE = """
import importlib, json, os, sys, traceback
sys.path[:] = json.loads(sys.argv[1])
module, *_ = [importlib.import_module(name) for name in sys.argv[2:]]
threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
print("ready" if threads == 1 else f"{threads} threads", flush=True)
for line in sys.stdin:
    name, words = json.loads(line)
    said, saying = os.pipe()
    one = os.fork()
    if not one:
        os.close(said)
        status = 0
        try:
            told = json.dumps(getattr(module, name)(*words))
        except BaseException:
            told, status = traceback.format_exc(), 1
        os.write(saying, told.encode()[-60000:])
        os._exit(status)
    os.close(saying)
    print(one, flush=True)
    with os.fdopen(said, "rb") as pipe:
        told = pipe.read().decode()
    status = os.waitstatus_to_exitcode(os.waitpid(one, 0)[1])
    print(json.dumps([status, told]), flush=True)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a process ended: its status (negative: the signal), and what the function gave, or the traceback."""

    status: int
    said: str

    @property
    def given(self) -> Any:
        assert self.status == 0, self.said
        return json.loads(self.said)


class Forked:
    """The process that has imported `module`, and `also` others, and those that it forks, one after the other."""

    def __init__(self, module: str, *also: str) -> None:
        command = [sys.executable, "-c", _SERVE, json.dumps(sys.path), module, *also]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._stdout.readline() == "ready\n"

    @property
    def _stdout(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout

    def start(self, function: str, *words: Any) -> int:
        """Begin a process; its id. `end` has to follow."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([function, [str(word) for word in words]]) + "\n")
        self._process.stdin.flush()
        return int(self._stdout.readline())

    def end(self) -> Ended:
        """Wait for the process that was begun."""
        status, said = json.loads(self._stdout.readline())
        return Ended(status=status, said=said)

    def run(self, function: str, *words: Any) -> Ended:
        """Begin a process and wait for its end, be it by its own hand."""
        self.start(function, *words)
        return self.end()

    def kill(self, process: int) -> Ended:
        """Kill what was begun, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return self.end()

    def close(self) -> None:
        self._process.communicate()


@contextlib.contextmanager
def forked(module: str, *also: str) -> Iterator[Forked]:
    """The process for a block."""
    made = Forked(module, *also)
    try:
        yield made
    finally:
        made.close()
