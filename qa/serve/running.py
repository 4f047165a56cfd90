"""Running the server: address, port and token settled, the page opened, and all closed at the end.

Knows uvicorn, sockets and the browser. Does not know what is served.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import os
import secrets
import socket
import sys
import threading
import webbrowser
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import SettingsError
from corpus.pool import CONNECTIONS
from qa.serve.api import create_app
from qa.serve.desk import Desk
from qa.serve.guard import Admission
from qa.serve.service import Service

if TYPE_CHECKING:
    from qa.library import Library

__all__ = ["TOKEN", "Options", "Server", "serve"]

TOKEN = "INSPECTQA_SERVE_TOKEN"
_SHORTEST = 16
_CONNECTIONS = 256
_GRACE = 20  # seconds for answers under way, once it is told to stop


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How it is served. `port` 0 takes one that is free; `seconds` is what a question may take, waiting counted in;
    `threads` questions are answered side by side; `token` asks for one on this machine too."""

    host: str = "127.0.0.1"
    port: int = 0
    token: bool = False
    names: tuple[str, ...] = ()
    write: bool = False
    questions: bool = False
    open_page: bool = True
    threads: int = 4
    seconds: float = 120.0
    rate: float = 100.0
    logged: bool = True


class Server:
    """A library served at an address that is bound already; raises SettingsError for one that cannot be used.

    `address` is where it is reached, `token` what it asks for, None where it asks for none; `desks` are "library" and
    "model", at which questions wait for a thread.
    """

    def __init__(self, library: Library, options: Options) -> None:
        import uvicorn

        from qa.serve.patience import PatientProtocol

        self.local = _is_local(options.host)
        self.token = _token() if options.token or not self.local else None
        self._bound = _bound(options.host, options.port)
        self.address = _address(options.host, self._bound)
        own = () if self.local else _own_names()
        # Each holds a connection, that its answer be of one moment of the library: a model that is stuck leaves some.
        worded = min(2 * options.threads, CONNECTIONS - options.threads)
        self.desks = {
            "library": Desk("library", threads=options.threads, waiting=128, seconds=options.seconds),
            "model": Desk("model", threads=worded, waiting=64, seconds=options.seconds),
        }
        library.resources.model  # noqa: B018 - a model that cannot be made says so here; making it keeps nobody waiting
        self.desks["library"].submit(lambda: _warm(library))
        app = create_app(
            Service(library, write=options.write),
            desks=self.desks,
            admission=Admission(
                local=self.local,
                hosts=frozenset(name.casefold() for name in (*options.names, options.host, *own)),
                token=self.token,
                rate=options.rate,
            ),
            questions=options.questions,
            logged=options.logged,
        )
        for name in (
            "uvicorn",
            "mcp",
        ):  # their tracebacks, of answers that were cut short; faults are in the log as such
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=PatientProtocol,
                ws="none",
                loop="asyncio",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_CONNECTIONS,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=_GRACE,
            )
        )

    def run(self) -> None:
        """Serve until `stop`, Ctrl-C or SIGTERM; answers under way are given to their end, for some seconds."""
        try:
            asyncio.run(self._server.serve(sockets=[self._bound]))
        finally:
            for desk in self.desks.values():
                desk.close()
            self._bound.close()

    def stop(self) -> None:
        """Take no more requests, end those under way, and let `run` return."""
        self._server.should_exit = True


def serve(library: Library, options: Options) -> None:
    """Serve until it is told to stop, and say where; raises SettingsError for an address that cannot be used."""
    server = Server(library, options)
    _say(server)
    if options.open_page and server.token is None:  # others on the machine could read it from the browser's command
        threading.Timer(0.5, webbrowser.open, (f"{server.address}/",)).start()
    server.run()


def _warm(library: Library) -> None:
    """Load what the first question would otherwise wait for."""
    resources = library.resources
    for load in (lambda: resources.encoder, lambda: resources.reader, lambda: resources.translator):
        load()
    library.reports()


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def _token() -> str:
    """The token of the environment, else one of 256 random bits."""
    given = os.environ.get(TOKEN)
    if given is None:
        return secrets.token_urlsafe(32)
    if len(given) < _SHORTEST or not given.isascii() or not given.isprintable() or " " in given:
        raise SettingsError(
            f"{TOKEN} has to have {_SHORTEST} or more letters and digits, without blanks. Make one with "
            '`python -c "import secrets; print(secrets.token_urlsafe(32))"`.'
        )
    return given


def _bound(host: str, port: int) -> socket.socket:
    """A socket at that address; raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let another program take the same port
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host.strip("[]"), port))
        bound.listen(_CONNECTIONS)  # who comes from now on waits until it is served
    except OSError as error:
        bound.close()
        raise SettingsError(
            f"Nothing can be served at {host}, port {port or 'any'}: {error.strerror or error}. Name another with "
            "--host and --port; --port 0 takes one that is free."
        ) from error
    return bound


def _own_names() -> tuple[str, ...]:
    return tuple({socket.gethostname(), socket.getfqdn()})


def _address(host: str, bound: socket.socket) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{bound.getsockname()[1]}"


def _say(server: Server) -> None:
    """Where it is served and how it is reached, on stdout; what should be known besides, on stderr."""
    print(f"Serving at {server.address}  (Ctrl-C stops)", flush=True)
    if server.token is not None and TOKEN not in os.environ:
        print(f"Open {server.address}/#token={server.token}", flush=True)
        print(
            "The token is shown this once; whoever has it may ask. Other programs send it as "
            "Authorization: Bearer TOKEN.",
            file=sys.stderr,
        )
    if not server.local:
        print(
            "Other machines can reach this, and what is sent is not encrypted: put a proxy with TLS in front "
            "(docs/deploy.md).",
            file=sys.stderr,
        )
