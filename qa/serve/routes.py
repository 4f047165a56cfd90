"""The paths of the API: what is asked at each, and by which desk it is answered.

Knows the service's functions and the forms. Does not know who is let in, nor how anything is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from corpus.model import FigureKind
from qa.charts.drawn import Charted
from qa.charts.make import By
from qa.listings.of_library import Listed
from qa.serve import requests, responses
from qa.serve.around import Picture
from qa.serve.events import answered_in_events

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.serve.desk import Desk
    from qa.serve.metrics import Metrics
    from qa.serve.service import Service

__all__ = ["asking", "looking", "talking"]

_STREAM = {"x-accel-buffering": "no"}  # a proxy is to hand each event on
_Offset = Annotated[int, Query(ge=0, le=10**9)]
_Limit = Annotated[int, Query(ge=1, le=5_000)]
_Place = Annotated[int | None, Query(ge=0, le=10**9)]
_Form = Literal["csv", "xlsx", "json"]
_Figure = Annotated[str, Query(max_length=200, description="A figure in words: children looked after.")]
_KINDS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "A file.", "content": {"text/csv": {}}}}
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: `understood`, `evidence`, `claim` (each as it passes), `done` with the "
        "whole answer, or `error`.",
        "content": {"text/event-stream": {}},
    }
}


def filters(
    *,
    authority: Annotated[list[str] | None, Query(max_length=200)] = None,
    region: Annotated[str | None, Query(max_length=200)] = None,
    since: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    until: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    framework: Annotated[str | None, Query(max_length=200)] = None,
    grade: Annotated[str | None, Query(max_length=200)] = None,
) -> requests.Filters:
    """The filters of a list, from its address."""
    return requests.Filters(
        authorities=authority or [], region=region, since=since, until=until, framework=framework, grade=grade
    )


_Filters = Annotated[requests.Filters, Depends(filters)]


def asking(service: Service, desk: Desk, metrics: Metrics, *, questions: bool) -> APIRouter:
    """What is asked once: questions, themes, recommendations, passages."""
    router = APIRouter(prefix="/api", tags=["ask"])

    def note(request: Request, question: str, answer: dict[str, Any]) -> None:
        _note(request, metrics, question if questions else None, answer)

    @router.post("/ask", response_model=responses.Answered)
    async def ask(request: Request, asked: requests.Ask) -> Response:
        """Answer a question from the reports, every claim with its citation, or refuse and say why."""
        answer = await desk.run(lambda: service.ask(asked.question, asked.filters.plain()))
        note(request, asked.question, answer)
        return JSONResponse(answer)

    @router.post("/ask/events", responses=_EVENTS)
    async def ask_events(request: Request, asked: requests.Ask) -> Response:
        """The same as it is being made, as server-sent events."""
        plain = asked.filters.plain()
        events = await answered_in_events(
            lambda tell: service.ask(asked.question, plain, told=tell),
            desk=desk,
            done=lambda answer: note(request, asked.question, answer),
        )
        return StreamingResponse(events, media_type="text/event-stream", headers=_STREAM)

    @router.post("/search", response_model=list[responses.Found])
    async def search(asked: requests.Search) -> Response:
        """The passages that fit a question best, best first."""
        return JSONResponse(await desk.run(lambda: service.search(asked.question, asked.k, asked.filters.plain())))

    @router.post("/find", response_model=responses.Answered)
    async def find(request: Request, asked: requests.Find) -> Response:
        """What the reports say of a theme, the best sentence of each report or authority."""
        answer = await desk.run(lambda: service.find(asked.words, asked.each, asked.filters.plain()))
        note(request, asked.words, answer)
        return JSONResponse(answer)

    @router.post("/recommendations", response_model=responses.Answered)
    async def recommendations(request: Request, asked: requests.Recommend) -> Response:
        """What reports want improved."""
        answer = await desk.run(lambda: service.recommendations(asked.about, asked.by, asked.filters.plain()))
        note(request, asked.about, answer)
        return JSONResponse(answer)

    return router


def talking(service: Service, desk: Desk, metrics: Metrics, *, questions: bool) -> APIRouter:
    """Conversations: each known by its id alone, to whoever has it."""
    router = APIRouter(prefix="/api/chats", tags=["chats"])

    def note(request: Request, question: str, answer: dict[str, Any]) -> None:
        _note(request, metrics, question if questions else None, answer)

    @router.post("", response_model=responses.Started, status_code=201)
    async def begin() -> Response:
        """Begin a conversation."""
        return JSONResponse({"id": await desk.run(service.chats.start)}, status_code=201)

    @router.get("/{chat}", response_model=list[responses.Turn])
    async def read(chat: str) -> Response:
        """The turns of a conversation with their answers."""
        return JSONResponse(await desk.run(lambda: service.chat(chat)))

    @router.post("/{chat}/end", status_code=204)
    async def end(chat: str) -> Response:
        """Forget a conversation."""
        service.chats.end(chat)
        return Response(status_code=204)

    @router.get("/{chat}/turns/{turn}/table/{form}", responses=_FILE)
    async def table(chat: str, turn: int, form: _Form) -> Response:
        """The rows of an answer as a file: each statement with its report, page and quote."""
        return _file(await desk.run(lambda: service.turn_table(chat, turn, form)), "answer", form)

    @router.post("/{chat}/turns", response_model=responses.Turn)
    async def turn(request: Request, chat: str, asked: requests.Ask) -> Response:
        """Answer the next turn of a conversation; what was said before is understood."""
        answer = await desk.run(lambda: service.turn(chat, asked.question, asked.filters.plain()))
        note(request, asked.question, answer)
        return JSONResponse(answer)

    @router.post("/{chat}/turns/events", responses=_EVENTS)
    async def turn_events(request: Request, chat: str, asked: requests.Ask) -> Response:
        """The same as it is being made, as server-sent events."""
        service.chats.read(chat)  # one that is not there is told of by the status
        plain = asked.filters.plain()
        events = await answered_in_events(
            lambda tell: service.turn(chat, asked.question, plain, told=tell),
            desk=desk,
            done=lambda answer: note(request, asked.question, answer),
        )
        return StreamingResponse(events, media_type="text/event-stream", headers=_STREAM)

    return router


def looking(service: Service, desk: Desk) -> APIRouter:
    """Looking around: reports, what was read out of them, their pages."""
    router = APIRouter(prefix="/api", tags=["look"])

    async def given(work: Callable[[], Any]) -> Response:
        return JSONResponse(await desk.run(work))

    @router.get("/status", response_model=responses.State)
    async def status() -> Response:
        """What is held here, what can be filtered by, and whether an ingest runs."""
        return await given(service.status)

    @router.get("/reports", response_model=responses.Reports)
    async def reports(narrowed: _Filters, offset: _Offset = 0, limit: _Limit = 1_000) -> Response:
        """The reports, by authority and date, with every grade."""
        return await given(lambda: service.reports(narrowed.plain(), offset=offset, limit=limit))

    @router.get("/judgements", response_model=responses.Reports)
    async def judgements(narrowed: _Filters, offset: _Offset = 0, limit: _Limit = 1_000) -> Response:
        """The reports that give a grade, inspection by inspection."""
        return await given(lambda: service.reports(narrowed.plain(), graded=True, offset=offset, limit=limit))

    @router.get("/statistics", response_model=list[responses.Statistic])
    async def statistics(narrowed: _Filters, measure: Annotated[str | None, Query(max_length=200)] = None) -> Response:
        """The standard statistics that reports record, each with its page and quote."""
        return await given(lambda: service.statistics(narrowed.plain(), measure))

    @router.get("/figures", response_model=responses.Figures)
    async def figures(
        narrowed: _Filters,
        *,
        about: Annotated[str, Query(max_length=2_000, description="A theme; empty: all.")] = "",
        report: Annotated[str | None, Query(max_length=300)] = None,
        kind: FigureKind | None = None,
        offset: _Offset = 0,
        limit: _Limit = 1_000,
    ) -> Response:
        """The figures of the reports' prose: value, what it counts, of how many, when, whose, sentence, page."""
        return await given(
            lambda: service.figures(narrowed.plain(), about, report=report, kind=kind, offset=offset, limit=limit)
        )

    @router.get("/charts/{name}", response_model=responses.Charted)
    async def chart(name: Charted, narrowed: _Filters, figure: _Figure = "", by: By | None = None) -> Response:
        """A chart in words and rows: "grades" over time (`by` year or region: how they divide), a "figure", a "ranking"
        by one."""
        return await given(lambda: service.chart_data(service.chart(name, figure, by, narrowed.plain())))

    @router.get("/charts/{name}/{form}", responses=_FILE)
    async def chart_file(
        name: Charted, form: Picture, narrowed: _Filters, figure: _Figure = "", by: By | None = None
    ) -> Response:
        """The same drawn (svg, png), or its table as a file (csv, xlsx, json)."""

        def made() -> bytes:
            return service.chart_file(service.chart(name, figure, by, narrowed.plain()), form)

        return _file(await desk.run(made), name, form)

    @router.get("/tables/{name}/{form}", responses=_FILE)
    async def table(name: Listed, form: _Form, narrowed: _Filters) -> Response:
        """What the library lists, as a file: reports, judgements, facts, statistics, recommendations or figures."""
        return _file(await desk.run(lambda: service.table(name, narrowed.plain(), form)), name, form)

    @router.get("/reports/{report}/facts", response_model=responses.ReportFacts)
    async def facts(report: str) -> Response:
        """A report with what was read out of it; it is named by its id, number, file name or title."""
        return await given(lambda: service.facts(report))

    @router.get("/reports/{report}/pages/{page}", response_model=responses.PageText)
    async def page(report: str, page: int, start: _Place = None, end: _Place = None) -> Response:
        """A page's text; `start` and `end` are those of a citation, and `mark` says where it lies in the text."""
        return await given(lambda: service.page(report, page, start=start, end=end))

    @router.get("/reports/{report}/pages/{page}/image", responses={200: {"content": {"image/png": {}}}})
    async def image(report: str, page: int, start: _Place = None, end: _Place = None) -> Response:
        """The page as a picture, the sentence of a citation lit; 404 where its file has moved or is no PDF."""
        drawn = await desk.run(lambda: service.image(report, page, start=start, end=end))
        return Response(drawn, media_type="image/png")

    return router


def _file(content: bytes, name: str, form: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=_KINDS[form], headers=headers)


def _note(request: Request, metrics: Metrics, question: str | None, answer: dict[str, Any]) -> None:
    """Count an answer, and add to the line about its request what may be said of it."""
    metrics.answer(answer["status"])
    request.scope["state"]["said"] |= {"answer": answer["status"], "question": question}
