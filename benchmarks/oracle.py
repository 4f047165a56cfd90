"""A scripted model over HTTP that knows the answers: it points at the gold sentences among those it is shown.

It says what a model that chooses rightly could reach, and so whether the sentences shown carry the answer. Knows
OpenAI's API as far as it is asked, the numbered sentences of qa/llm/prompt.py, and questions with gold quotes. It words
nothing, and sees nothing but what it is sent.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["oracle", "pointed", "served"]

_QUESTION = re.compile(r"<question-(\w+)>(.*?)</question-\1>", re.DOTALL)
_SENTENCE = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
_FIGURE = re.compile(r"[£]?\d[\d,.]*\d%?|[£]?\d%?|\b[A-Z]?[a-z]+(?:-[a-z]+)?\b")
_MOST = 8
_LEAST = 15  # letters of a sentence that are enough to know it again
_PIECE = 40


@contextmanager
def oracle(gold: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The base URL of a server on loopback that answers these questions while the block runs."""
    known = {_squashed(one["question"]): one for one in gold}
    with served(lambda asked: json.dumps(pointed(asked, known))) as url:
        yield url


@contextmanager
def served(reply: Callable[[str], str]) -> Iterator[str]:
    """The base URL of a server on loopback that replies so to all that it is asked, while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(reply))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()


def pointed(asked: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The reply to a prompt: the numbers of the gold sentences in it, and the figure of the first that is right."""
    question = _QUESTION.search(asked)
    one = known.get(_squashed(question[2])) if question else None
    if one is None:
        return {"sentences": [], "figure": "", "claim": ""}
    shown = [(int(number), text) for number, text in _SENTENCE.findall(asked)]
    gold = [_squashed(each["quote"]) for each in one.get("gold") or () if each.get("quote")]
    right = [(number, text) for number, text in shown if any(_same(_squashed(text), quote) for quote in gold)]
    figures = {number: figure for number, text in right if (figure := _right_figure(text, one))}
    right.sort(key=lambda each: each[0] not in figures)
    numbers = [number for number, _ in right][:_MOST]
    return {"sentences": numbers, "figure": figures.get(numbers[0], "") if numbers else "", "claim": ""}


def _same(sentence: str, quote: str) -> bool:
    """Whether a sentence is in the quote, or holds it or a good piece of it."""
    if len(sentence) < _LEAST:
        return False
    pieces = (sentence[at : at + _PIECE] for at in range(0, max(1, len(sentence) - _PIECE), 10))
    return sentence in quote or quote in sentence or any(piece in quote for piece in pieces)


def _right_figure(text: str, one: Mapping[str, Any]) -> str:
    """The figure of a sentence that would be right as the whole answer, or ""."""
    if one.get("type") != "number":
        return ""
    for figure in _FIGURE.findall(text):
        accepted = any(re.search(pattern, figure, re.IGNORECASE) for pattern in one.get("accept") or ())
        if accepted and not any(re.search(pattern, figure, re.IGNORECASE) for pattern in one.get("reject") or ()):
            return str(figure)
    return ""


def _squashed(text: str) -> str:
    return re.sub(r"[^a-z0-9%£]+", "", unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower())


def _handler(reply: Callable[[str], str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = "\n".join(str(one["content"]) for one in request["messages"])
            said = reply(asked)
            usage = {"prompt_tokens": len(asked) // 4, "completion_tokens": len(said) // 4}
            usage["total_tokens"] = sum(usage.values())
            delta = {"index": 0, "delta": {"role": "assistant", "content": said}, "finish_reason": "stop"}
            base = {"id": "o", "object": "chat.completion.chunk", "created": 0, "model": "oracle"}
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for event in ({**base, "choices": [delta]}, {**base, "choices": [], "usage": usage}):
                self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

    return Handler
