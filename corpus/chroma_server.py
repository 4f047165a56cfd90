"""A Chroma server that holds a library's vectors in place of its folder: its address, its token, and patience with it.

Knows how to reach it, how long to wait and how often to try again. Does not know what is kept there. Nothing is sent
to a server that the person did not name.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from corpus.errors import LibraryError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

__all__ = ["ChromaServer", "chroma_server", "private_settings"]

CONNECT_S = 5.0
ANSWER_S = 30.0
TRIES = 3
PAUSE_S = 0.5  # before the second try; twice that before the third

_Result = TypeVar("_Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class ChromaServer:
    """Where a server listens; the token never shows in its repr."""

    host: str
    port: int
    ssl: bool
    token: SecretStr | None = None

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http{'s' if self.ssl else ''}://{host}:{self.port}"

    def connect(self) -> Any:
        """A client of the server, which waits at most ANSWER_S seconds for an answer; telemetry is off."""
        import httpx
        from chromadb.api.client import Client

        class Impatient(Client):
            """Chroma's own client waits for ever, and leaves its connections open."""

            def __init__(self, settings: Any) -> None:
                try:
                    super().__init__(settings=settings)
                except Exception:
                    self._server._session.close()  # type: ignore[attr-defined]
                    raise

            def get_user_identity(self) -> Any:
                """The first thing that it asks."""
                self._server._session.timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)  # type: ignore[attr-defined]
                return super().get_user_identity()

            def _validate_tenant_database(self, tenant: str, database: str) -> None:
                """The default ones are always there; Chroma would ask by a second connection without patience."""

            def close(self) -> None:
                super().close()
                self._server._session.close()  # type: ignore[attr-defined]

        token = self.token.get_secret_value() if self.token else ""
        headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": token} if token else {}
        return Impatient(
            settings=private_settings(
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=f"[{self.host}]" if ":" in self.host else self.host,
                chroma_server_http_port=self.port,
                chroma_server_ssl_enabled=self.ssl,
                chroma_server_headers=headers,
            )
        )

    def tried(self, work: Callable[[], _Result]) -> _Result:
        """Do `work`, which may be done twice without harm; what may pass is tried TRIES times in all.

        Raises LibraryError when the server does not answer, refuses, or answers what makes no sense.
        """
        from chromadb.errors import ChromaError, NotFoundError

        said = ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE_S * 2 ** (attempt - 1))
            try:
                return work()
            except (LibraryError, MemoryError, NotFoundError):
                raise
            except ChromaError as error:
                said = self._said(error)
                if error.code() < 500:
                    break
            except Exception as error:  # httpx's errors, and whatever comes of an answer that makes no sense
                said = self._said(error)
        raise LibraryError(
            f"The Chroma server at {self} does not answer as it should ({said}). See that it runs (`chroma run`), that "
            "--chroma names it and that the setting chroma_token is right, then run the command again; nothing that "
            "was ready is lost."
        )

    def _said(self, error: Exception) -> str:
        said = " ".join(str(error).split())[:160] or type(error).__name__
        token = self.token.get_secret_value() if self.token else ""
        return said.replace(token, "***") if token else said


def private_settings(**named: Any) -> Any:
    """Chroma's settings: telemetry and tracing off, and no .env file of the folder that the command runs in."""
    from chromadb.config import Settings

    # Given here, they have precedence over the environment.
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
        chroma_otel_granularity="none",
        **named,
    )


def chroma_server(url: str | None, token: SecretStr | None = None) -> ChromaServer | None:
    """The server that the setting `chroma` names, or None; raises SettingsError when it is no address of one."""
    if not url:
        return None
    try:
        parts = urlsplit(url if "//" in url else f"//{url}", scheme="http")
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.username or parts.password:
        raise SettingsError(
            "The setting chroma has a name or password in its address. Give the address alone, and the key in the "
            "setting chroma_token (INSPECTQA_CHROMA_TOKEN)."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError(f"{url!r} is no address of a Chroma server. Write it as http://host:port.")
    ssl = parts.scheme == "https"
    return ChromaServer(host=parts.hostname, port=port or (443 if ssl else 8000), ssl=ssl, token=token)
