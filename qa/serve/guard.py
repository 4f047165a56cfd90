"""Who is let in: the Host and Origin of a request, its token, its rate, its size; and the headers of every response.

Knows HTTP's headers and how browsers use them. Does not know what is asked. It stands before everything else that is
served, so that nothing is left out: pages, API, MCP, metrics.

Threats it answers: a page of another site that asks through the reader's browser (Origin and Sec-Fetch-Site are
checked, nothing is allowed across origins, nothing is asked by cookie); DNS rebinding (Host has to be an address or a
name that is known); a token that is guessed letter by letter (compared in constant time).
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.serve.rates import Rates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BODY", "Admission", "Guard"]

BODY = 65_536  # bytes of a request: a question has no more than a few hundred
_HEARD = 16  # times as many are read, to no use
_BODY_SECONDS = 10.0  # for all of a request's body
_OPEN = {"/", "/health", "/docs"}  # without a token: nothing of the library is in them
_PAGE = "/page/"
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:(?P<port>\d{1,5}))?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# Everything comes from here and nothing is written into a page but text; images of pages are made by the script.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = tuple(
    (name.encode(), value.encode())
    for name, value in {
        "content-security-policy": _POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
        "cache-control": "no-store",
    }.items()
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Admission:
    """Who may ask: `hosts` are names under which the server may be called beside its own, `local` says that only this
    machine reaches it, `token` (None: none is asked for) what a request has to bring as `Authorization: Bearer`.

    `rate` are requests a second, of one address, in the long run; twice as many at once.
    """

    local: bool = True
    hosts: frozenset[str] = frozenset()
    token: str | None = None
    rate: float = 100.0


class Guard:
    """ASGI middleware that lets through what `admission` admits, and refuses the rest in one sentence of JSON."""

    def __init__(self, app: ASGIApp, *, admission: Admission) -> None:
        self._app = app
        self._admission = admission
        self._rates = Rates(admission.rate, most=2 * admission.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request, then hand it on with a bounded body; anything but HTTP is not served."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        answer = _with_headers(send)
        refused = self._refused(scope)
        if refused is not None:
            status, reason, more = refused
            await _refuse(answer, status, reason, more)
            return
        body = await _body(receive, _headers(scope))
        if isinstance(body, tuple):
            await _refuse(answer, *body)
            return
        await self._app(scope, _replayed(body, receive), answer)

    def _refused(self, scope: Scope) -> tuple[int, str, dict[str, str]] | None:
        """The status and the sentence for a request that is not let in; None for one that is."""
        headers, path, method = _headers(scope), scope["path"], scope["method"]
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "This server is not known by that name. Use the address that it printed when it started.", {}
        if (foreign := _foreign(headers, host, scope)) is not None:
            return 403, foreign, {}
        client = scope["client"][0] if scope.get("client") else ""
        wait = self._rates.wait(client)
        if wait > 0:
            return 429, "Too many requests in so short a time. Wait a moment.", {"retry-after": str(int(wait) + 1)}
        if not self._has_token(headers, path):
            return (
                401,
                "This needs the token that the server printed when it started: Authorization: Bearer TOKEN.",
                {"www-authenticate": "Bearer"},
            )
        if method in ("POST", "PUT", "PATCH"):
            kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
            if kind != "application/json":
                return 415, "Send JSON, with Content-Type: application/json.", {}
        return None

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found["name"].strip("[]").casefold().rstrip(".")
        if name in _LOOPBACK or name in self._admission.hosts:
            return True
        # A name somebody else owns can be made to point here; an address cannot.
        return not self._admission.local and _is_address(name)

    def _has_token(self, headers: Mapping[str, str], path: str) -> bool:
        wanted = self._admission.token
        if wanted is None or path in _OPEN or path.startswith(_PAGE):
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        # Compared as bytes, in constant time; of another length it is still compared.
        same = secrets.compare_digest(given.strip().encode("utf-8", "replace"), wanted.encode())
        return same and scheme.casefold() == "bearer"


def _foreign(headers: Mapping[str, str], host: str, scope: Scope) -> str | None:
    """The sentence for a request that comes from a page of another site; None where none does."""
    origin = headers.get("origin")
    reason = (
        "This was asked by a page of another site, and nothing is answered across sites. Open this server's own page."
    )
    if origin is not None and origin.casefold() not in (f"http://{host}".casefold(), f"https://{host}".casefold()):
        return reason
    site = headers.get("sec-fetch-site", "none")
    if site in ("same-origin", "none"):
        return None
    # A link somewhere else may lead to the page itself, as a whole and with nothing asked.
    follows = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return None if follows and scope["method"] == "GET" and scope["path"] in _OPEN else reason


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by lower-case name; of one that comes twice both, so that neither is overlooked."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key = name.decode("latin-1").casefold()
        text = value.decode("latin-1")
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _body(receive: Receive, headers: Mapping[str, str]) -> bytes | tuple[int, str, dict[str, str]]:
    """All of a request's body, or the refusal of one that is too long or too slow in coming.

    What is only somewhat too long is read to its end all the same, so that the refusal is heard: whoever still sends
    when a connection is closed sees nothing but that it broke.
    """
    too_long = 413, f"A request here has no more than {BODY:,} bytes. Ask in fewer words.", {"connection": "close"}
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > _HEARD * BODY:
        return too_long
    body, size, more = bytearray(), 0, True
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            while more and size <= _HEARD * BODY:
                message = await receive()
                if message["type"] != "http.request":
                    break
                piece = message.get("body", b"")
                size += len(piece)
                if size <= BODY:
                    body += piece
                more = message.get("more_body", False)
    except TimeoutError:
        sentence = f"The request did not arrive within {_BODY_SECONDS:.0f} seconds. Send it again."
        return 408, sentence, {"connection": "close"}
    return bytes(body) if size <= BODY else too_long


def _replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` with the body that was read already, then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(one for one in _HEADERS if one[0] not in own)]
        await send(message)

    return sent


async def _refuse(send: Send, status: int, reason: str, more: Mapping[str, str]) -> None:
    body = json.dumps({"error": reason}).encode()
    headers: list[Any] = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in more.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
