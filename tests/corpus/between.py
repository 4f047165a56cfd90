"""A Chroma server for the tests, in a process of its own, and a go-between that makes trouble when told to."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

NONSENSE = {
    "no JSON": (200, b"<html>It works!</html>"),
    "nothing": (200, b""),
    "another shape": (200, b'{"hello": ["world"]}'),
    "a number": (200, b"7"),
    "null": (200, b"null"),
    "half of it": (200, b'{"ids": [["a", "b'),
    "wrong lengths": (200, b'{"ids": [["a", "b"]], "distances": [[0.5]], "embeddings": [[1]]}'),
    "no numbers": (200, b'{"ids": [["a"]], "distances": [["near"]]}'),
    "an error": (500, b'{"error": "InternalError", "message": "something broke"}'),
    "busy": (503, b"try later"),
    "not Chroma": (404, b"no such page"),
    "refused": (401, b'{"error": "AuthError", "message": "who are you?"}'),
}
SILENT = ("slow", "cut off")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Server:
    """`chroma run` on loopback over a folder; ended by its own process id."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = "import sys; from chromadb.cli.cli import app; sys.argv[0] = 'chroma'; app()"
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--path", str(self.folder))
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, "run", *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with contextlib.suppress(OSError):
                if self._alive():
                    return
            assert self.process.poll() is None, "chroma run has ended"
            time.sleep(0.05)
        raise AssertionError("chroma run does not answer")

    def _alive(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", "/api/v2/heartbeat")
            return asking.getresponse().status == 200
        finally:
            asking.close()

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class GoBetween:
    """Passes requests on to a server; from request `after` on it makes `trouble`, for `times` requests."""

    def __init__(self, server: Server) -> None:
        self.server, self.trouble, self.after, self.times = server, "", 0, 10**9
        self.requests = 0
        self.tokens: set[tuple[str | None, str | None]] = set()
        self.heal_by = threading.Event()
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                between.tokens.add((self.headers.get("Authorization"), self.headers.get("X-Chroma-Token")))
                between.requests += 1
                if between.trouble and between.after < between.requests <= between.after + between.times:
                    between.disturb(self)
                else:
                    self.answer(*between.pass_on(self.command, self.path, body, self.headers))

            def answer(self, status: int, content: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                return

            do_GET = do_POST = do_DELETE = do_PUT = handle_any

        self.listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.listening.daemon_threads = True
        self.thread = threading.Thread(target=self.listening.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listening.server_address[1]}"

    def cause(self, trouble: str, *, after: int = 0, times: int = 10**9) -> None:
        """Begin trouble after so many more requests, for so many."""
        self.requests, self.trouble, self.after, self.times = 0, trouble, after, times
        self.heal_by.clear()

    def heal(self) -> None:
        self.trouble = ""
        self.heal_by.set()

    def disturb(self, handler: Any) -> None:
        if self.trouble in NONSENSE:
            handler.answer(*NONSENSE[self.trouble])
            return
        if self.trouble == "slow":
            self.heal_by.wait(20)
        handler.close_connection = True
        with contextlib.suppress(OSError):
            handler.connection.shutdown(socket.SHUT_RDWR)

    def pass_on(self, command: str, path: str, body: bytes, headers: Any) -> tuple[int, bytes]:
        asking = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            asking.request(command, path, body, {"Content-Type": headers.get("Content-Type") or "application/json"})
            answer = asking.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 502, b"bad gateway"
        finally:
            asking.close()

    def close(self) -> None:
        self.heal()
        self.listening.shutdown()
        self.thread.join()
        self.listening.server_close()
