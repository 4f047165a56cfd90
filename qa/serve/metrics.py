"""What is counted while it is served, in the text format of Prometheus.

Knows names and numbers. Does not know any question: nothing of what is asked or answered is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from qa.serve.desk import Desk
    from qa.serve.service import Service

__all__ = ["Metrics"]

_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


class Metrics:
    """The counters of one server."""

    def __init__(self, service: Service, desks: dict[str, Desk]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "inspectqa_requests", "Requests by path and status.", ("path", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "inspectqa_request_seconds", "Seconds to the end of a response.", ("path",),
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._answers = Counter(
            "inspectqa_answers", "Answers by status: answered, or the kind of refusal.", ("status",),
            registry=self._registry,
        )  # fmt: skip
        for name, what, read in (
            ("reports", "Reports in the library.", lambda: len(service.library.resources.catalogue.reports)),
            ("conversations", "Conversations held in memory.", lambda: len(service.chats)),
        ):
            Gauge(f"inspectqa_{name}", what, registry=self._registry).set_function(read)
        for desk, at in desks.items():
            busy = Gauge(f"inspectqa_{desk}_busy", f"Threads of the {desk} desk at work.", registry=self._registry)
            busy.set_function(lambda at=at: at.busy)  # type: ignore[misc]
            line = Gauge(f"inspectqa_{desk}_waiting", f"Jobs that wait for the {desk} desk.", registry=self._registry)
            line.set_function(lambda at=at: at.in_line)  # type: ignore[misc]

    def request(self, path: str, status: int, seconds: float) -> None:
        """Count a response; `path` is the route's pattern, never what stood in its place."""
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)

    def answer(self, status: str) -> None:
        """Count an answer."""
        self._answers.labels(status).inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
