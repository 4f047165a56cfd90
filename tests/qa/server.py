"""A chat model's server for tests, over real HTTP on loopback: OpenAI's API (and those like it) and Ollama's.

It answers each request with the next reply of a list, whole or in pieces, or misbehaves as the reply says. What it was
asked is kept. Only chat completions are served; everything else is a 404.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One reply: its text, or a status; `cut` ends it after so many characters, `hang` waits first (seconds).

    `refuses_schema` answers 400 to a request for structured output, as old servers do; `parts` sends the text as a list
    of parts.
    """

    text: str | Callable[[dict[str, Any]], str] = ""
    status: int = 200
    cut: int | None = None
    hang: float = 0.0
    refuses_schema: bool = False
    parts: bool = False


@dataclass
class ChatServer:
    """The server as a test sees it: where it is, what it will say, what it was asked."""

    replies: list[Reply]
    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def base_url(self) -> str:
        return f"{self.address}/v1"

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def prompt(self, n: int = -1) -> str:
        """All that a request said, as one text."""
        return "\n".join(str(message["content"]) for message in self.asked[n]["messages"])


@contextmanager
def serving(*replies: Reply | str) -> Iterator[ChatServer]:
    """A server on a free port of 127.0.0.1 that gives these replies in turn, the last one again and again."""
    server = ChatServer(replies=[Reply(text=r) if isinstance(r, str) else r for r in replies])
    http = _Quiet(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is none of the test's business."""


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(request)
            reply = server.next()
            if reply.hang:
                server.released.wait(reply.hang)
                self.close_connection = True
                return
            if reply.refuses_schema and ("response_format" in request or "tools" in request):
                self._send_json(400, {"error": {"message": "response_format is not supported"}})
                server.replies.insert(0, Reply(text=reply.text))
                return
            if reply.status != 200:
                self._send_json(reply.status, {"error": {"message": "no: key sk-secret-0123456789"}})
                return
            text = reply.text(request) if callable(reply.text) else reply.text
            if self.path == "/api/chat":
                self._pieces("application/x-ndjson", _ollama(text), reply.cut)
            elif self.path != "/v1/chat/completions":
                self._send_json(404, {"error": {"message": "not found"}})
            elif request.get("stream"):
                self._pieces("text/event-stream", _openai(text, parts=reply.parts), reply.cut)
            else:
                self._send_json(200, _completion(text))

        def _send_json(self, status: int, data: Any) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def _pieces(self, kind: str, pieces: Iterator[str], cut: int | None) -> None:
            """Send a chunked body; cut off, the last chunk never comes and the client sees the line go dead."""
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                for sent, piece in enumerate(pieces):
                    if cut is not None and sent * _PIECE >= cut:
                        self.close_connection = True
                        return
                    data = piece.encode()
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.write(b"0\r\n\r\n")
            except OSError:
                self.close_connection = True  # the client has heard enough

    return Handler


_PIECE = 16
_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _completion(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": _USAGE}


def _openai(text: str, *, parts: bool = False) -> Iterator[str]:
    base = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    for at in range(0, len(text), _PIECE):
        piece = text[at : at + _PIECE]
        delta = {"role": "assistant", "content": [{"type": "text", "text": piece}] if parts else piece}
        yield _event({**base, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    yield _event({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _event({**base, "choices": [], "usage": _USAGE})
    yield "data: [DONE]\n\n"


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _ollama(text: str) -> Iterator[str]:
    base = {"model": "m", "created_at": "2026-01-01T00:00:00Z"}
    for at in range(0, len(text), _PIECE):
        message = {"role": "assistant", "content": text[at : at + _PIECE]}
        yield json.dumps({**base, "message": message, "done": False}) + "\n"
    end = {"done": True, "done_reason": "stop", "prompt_eval_count": 100, "eval_count": 20}
    yield json.dumps({**base, "message": {"role": "assistant", "content": ""}, **end}) + "\n"
