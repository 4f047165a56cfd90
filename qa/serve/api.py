"""The application: API, page, MCP, health and metrics put together, and errors made sentences with a status.

Knows FastAPI and what stands at which path. Does not know how anything is answered, nor who is let in (qa.serve.guard).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import InspectQAError, LibraryError, ModelError, PageNotShown, ReportNotFound
from qa.serve import routes
from qa.serve.conversations import ChatNotFound, StillAnswering
from qa.serve.desk import Busy, TooLong
from qa.serve.guard import Admission, Guard
from qa.serve.logs import log
from qa.serve.metrics import Metrics
from qa.serve.watch import Watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qa.serve.desk import Desk
    from qa.serve.service import Service

__all__ = ["create_app"]

_FILES = Path(__file__).with_name("page")
_KINDS = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".svg": "image/svg+xml"}
# The first that fits: the narrower stand before the wider.
_STATUSES: tuple[tuple[type[InspectQAError], int], ...] = (
    (Busy, 503),
    (TooLong, 504),
    (ChatNotFound, 404),
    (ReportNotFound, 404),
    (PageNotShown, 404),
    (StillAnswering, 409),
    (ModelError, 502),
    (LibraryError, 500),
    (InspectQAError, 422),
)


def create_app(
    service: Service,
    *,
    desks: dict[str, Desk],
    admission: Admission,
    questions: bool = False,
    logged: bool = True,
) -> FastAPI:
    """The application over a service; `desks` are "library" and "model"; `questions` are written into the log.

    MCP is served at /mcp where the package `mcp` is installed.
    """
    desk = desks["library"]
    asking = desks["model"] if service.library.resources.settings.model else desk
    metrics = Metrics(service, desks)
    mcp = None
    if find_spec("mcp") is not None:
        from qa.serve.tools import mcp_server

        mcp = mcp_server(service, desk=asking)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if mcp is None:
            yield
        else:
            async with mcp.session_manager.run():
                yield

    app = FastAPI(
        title="inspectqa",
        version=version("inspectqa"),
        description="Ask inspection reports a question and be shown the very sentence that answers it.",
        docs_url=None,  # FastAPI's page is loaded from elsewhere; ours is /docs
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.include_router(routes.asking(service, asking, metrics, questions=questions))
    app.include_router(routes.talking(service, asking, metrics, questions=questions))
    app.include_router(routes.looking(service, desk))
    _own_routes(app, metrics)
    _handle_errors(app)
    if mcp is not None:
        app.router.routes.extend(mcp.streamable_http_app(stateless_http=True, json_response=True, host="").routes)
    app.add_middleware(Watch, metrics=metrics, logged=logged)
    app.add_middleware(Guard, admission=admission)
    return app


def _own_routes(app: FastAPI, metrics: Metrics) -> None:
    """The page and its files, health, metrics."""
    files = {path.name: path for path in _FILES.iterdir() if path.suffix in _KINDS}

    def shown(name: str) -> Response:
        return FileResponse(files[name], media_type=_KINDS[files[name].suffix])

    @app.get("/", include_in_schema=False)
    async def page() -> Response:
        return shown("index.html")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return shown("docs.html")

    @app.get("/page/{name}", include_in_schema=False)
    async def file(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        return shown(name)

    @app.get("/health", tags=["run"])
    async def health() -> dict[str, str]:
        """Whether the server answers: nothing else is looked at."""
        return {"status": "ok"}

    @app.get("/metrics", tags=["run"])
    async def counted() -> Response:
        """Counters in Prometheus' text format; nothing that was asked is in them."""
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _handle_errors(app: FastAPI) -> None:
    """Every error is `{"error": "a sentence"}` with a status; a fault of the program says that it is one."""

    @app.exception_handler(InspectQAError)
    async def expected(_: Request, error: InspectQAError) -> Response:
        status = next(status for kind, status in _STATUSES if isinstance(error, kind))
        return _error(status, str(error), {"retry-after": "2"} if status == 503 else None)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        problems = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors()[:5]]
        return _error(422, f"The request cannot be read ({'; '.join(problems)}). /docs says what is expected.")

    @app.exception_handler(HTTPException)
    async def unknown(_: Request, error: HTTPException) -> Response:
        sentence = {
            404: "There is nothing at this path. /docs lists what there is.",
            405: "Not by this method. See /docs.",
        }
        return _error(error.status_code, sentence.get(error.status_code, str(error.detail)))

    @app.exception_handler(Exception)
    async def fault(_: Request, error: Exception) -> Response:
        log("fault", kind=type(error).__name__)
        return _error(500, f"This is a fault of inspectqa ({type(error).__name__}). Nothing was changed by it.")


def _error(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {"error": sentence}
    return JSONResponse(body, status_code=status, headers=headers)
