"""The library's face: open one, ask it, search it, look around in it, talk with it.

Knows how the parts are put together. Does not know how any of them does its work, nor when each is loaded
(qa.resources); what ingests is imported by `ingest` alone.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from corpus.errors import LibraryClosed, LibraryError, ReportNotFound
from corpus.model import FigureKind, Page, Report
from corpus.settings import Settings, load_settings
from corpus.store import Store
from qa.across import figures, find, latest_or_named, recommendations, summary
from qa.answer import Answer, Claim, Retrieved
from qa.ask import ask, retrieved_of, search, stream
from qa.outward import Filters, Outward
from qa.pictures import SCALE
from qa.plan.scope import read_scope
from qa.question import Scope
from qa.resources import Resources

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from ingest.progress import Event, IngestSummary
    from qa.chat.conversation import Answering, Conversation
    from qa.themes import By, Each

__all__ = ["Library"]


class Library(Outward):
    """A library of reports, opened for questions; close it, or use it in a `with` block.

    with Library.open() as library:
        answer = library.ask("How many assessments were delayed in Darlington?")
        print(answer.citations[0])

    Raises LibraryNotFound, LibraryDamaged, SchemaTooNew, EmbeddingMismatch, SettingsError; LibraryClosed once it is
    closed. Threads may share it.
    """

    def __init__(self, settings: Settings, *, model: BaseChatModel | None = None) -> None:
        self.resources = Resources(settings, model=model)

    @classmethod
    def create(cls, folder: Path | str | None = None, **options: Any) -> Library:
        """Open the library in `folder`, made empty if there is none; the options are those of `open`."""
        path = Path(folder) if folder is not None else None
        Store(load_settings(library=path).library, create=True).close()
        return cls.open(path, **options)

    @classmethod
    def open(
        cls, folder: Path | str | None = None, *, model: str | BaseChatModel | None = None, **options: Any
    ) -> Library:
        """Open the library in `folder`, else the one INSPECTQA_LIBRARY or the settings name, else the user's own.

        `model` is a chat model by name ("ollama:llama3.2") or one of LangChain's. `options` are settings by name
        (base_url=..., reranker=...); None means not given.
        """
        path = Path(folder) if folder is not None else None
        if model is None or isinstance(model, str):
            return cls(load_settings(library=path, model=model, **options))
        return cls(load_settings(library=path, **options), model=model)

    def ingest(
        self,
        paths: Path | str | Iterable[Path | str],
        *,
        progress: Callable[[Event], None] | None = None,
        prune: bool = False,
        again: bool = False,
        later: bool = False,
        ray: str | None = None,
    ) -> IngestSummary:
        """Bring files, and the files in folders, into this library; gives what became of each, and why.

        `progress` is told each step (ingest.progress: Discovered, Read, Stored, Askable, Embedded). `prune` removes
        reports whose file below `paths` is gone, `again` reads what is in already too, `later` leaves the vectors to
        `embed` or the next ingest, `ray` is the address of a Ray cluster to work on ("local": one started here). What
        reads and embeds is imported here, when it is called for: a process that only asks never holds it. Raises
        LibraryInUse, EmbeddingMismatch, ModelError and ClusterError; a bad file raises nothing, it is in `rejected`
        with its reason and next step.
        """
        from corpus.chroma_server import chroma_server
        from ingest.pipeline import ingest
        from ingest.read.limits import FileLimits

        self.resources.catalogue  # noqa: B018 - a library that is closed says so
        settings = self.resources.settings
        named = [paths] if isinstance(paths, Path | str) else paths
        return ingest(
            settings.library,
            [Path(path) for path in named],
            prune=prune,
            again=again,
            later=later,
            on_event=progress,
            model=settings.embedding_model,
            limits=FileLimits(timeout_s=settings.read_timeout, memory_bytes=settings.read_memory),
            server=chroma_server(settings.chroma, settings.chroma_token),
            ray=ray,
        )

    def embed(self, *, progress: Callable[[Event], None] | None = None, ray: str | None = None) -> int:
        """Make the vectors that are wanting; returns how many passages have got theirs.

        Raises LibraryInUse, EmbeddingMismatch, ModelError and ClusterError.
        """
        from corpus.chroma_server import chroma_server
        from ingest.pipeline import embed

        settings = self.resources.settings
        server = chroma_server(settings.chroma, settings.chroma_token)
        return embed(settings.library, on_event=progress, model=settings.embedding_model, server=server, ray=ray)

    def close(self) -> None:
        """Close the files; whatever is asked later raises LibraryClosed."""
        self.resources.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            held = f"{len(self.resources.catalogue.reports)} reports"
        except LibraryError as error:
            held = "closed" if isinstance(error, LibraryClosed) else "unreadable"
        return f"Library({str(self.resources.settings.library)!r}, {held})"

    def _repr_html_(self) -> str:
        """A notebook's view: where it is and what it holds."""
        return f"<p>{html.escape(repr(self))}</p>"

    def __len__(self) -> int:
        """How many reports it holds; a library is true all the same, as its files are."""
        return len(self.resources.catalogue.reports)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Report]:
        """The reports, by authority, then by date."""
        return iter(self.resources.catalogue.reports)

    # asking

    def ask(self, question: str, *, scope: Scope | None = None, **filters: Unpack[Filters]) -> Answer:
        """Answer a question from the reports, every claim with its citation, or refuse and say why.

        The reports may be narrowed by a `scope`, or by filters as people write them:
        `ask("...", authority="Leeds", since=2018)`, `region`, `until`, `framework`; `authority` may be a list.

        A refusal is falsy: `if answer:` asks whether the reports answer the question. Raises QuestionError for a
        question that is empty, has no words in it, or is too long.
        """
        return ask(question, resources=self.resources, scope=self.within(scope, filters))

    def stream(
        self,
        question: str,
        *,
        scope: Scope | None = None,
        found: Callable[[Answer], None] | None = None,
        **filters: Unpack[Filters],
    ) -> Iterator[Claim | Answer]:
        """The claims of the chat model, if one is set, each as soon as it is checked; then the whole answer, last.

        `found` is told what was found before the model is asked: the answer made without it.
        """
        yield from stream(question, resources=self.resources, scope=self.within(scope, filters), found=found)

    async def aask(self, question: str, *, scope: Scope | None = None, **filters: Unpack[Filters]) -> Answer:
        """`ask`, for programs that await: it runs in a thread."""
        import asyncio

        return await asyncio.to_thread(self.ask, question, scope=scope, **filters)

    def as_retriever(self, *, k: int = 10, scope: Scope | None = None) -> BaseRetriever:
        """The library as a LangChain retriever of passages."""
        from qa.langchain import as_retriever

        return as_retriever(self, k=k, scope=scope)

    def as_runnable(self, *, scope: Scope | None = None) -> Runnable[Any, Answer]:
        """The library as a LangChain runnable from questions to answers."""
        from qa.langchain import as_runnable

        return as_runnable(self, scope=scope)

    def as_tool(self, *, scope: Scope | None = None) -> BaseTool:
        """The library as a LangChain tool."""
        from qa.langchain import as_tool

        return as_tool(self, scope=scope)

    def chat(self, *, save: bool = True, resume: str | None = None, answered: Answering | None = None) -> Conversation:
        """A conversation over this library, kept in it unless `save` is false; `resume` is the id of an earlier one.

        `answered` answers in place of `qa.ask.ask` where no chat model is set: one that keeps answers, for instance.
        """
        from qa.chat.conversation import Conversation

        self.resources.catalogue  # noqa: B018 - a library that is closed says so here, not at the first turn
        return Conversation(self.resources, save=save, resume=resume, answered=answered)

    def search(
        self, question: str, *, k: int = 10, scope: Scope | None = None, **filters: Unpack[Filters]
    ) -> list[Retrieved]:
        """The `k` passages that fit the question best, best first; narrowed as `ask` is."""
        return retrieved_of(search(question, resources=self.resources, scope=self.within(scope, filters)), k=k)

    def find(
        self, words: str, *, each: Each = "report", scope: Scope | None = None, **filters: Unpack[Filters]
    ) -> Answer:
        """What the reports say of a theme, the best sentence of each report (or authority), every row cited.

        Raises QuestionError for words that are empty or too many.
        """
        return find(words, resources=self.resources, scope=self.within(scope, filters), each=each)

    def recommendations(
        self, about: str = "", *, by: By | None = None, scope: Scope | None = None, **filters: Unpack[Filters]
    ) -> Answer:
        """What reports want improved: their recommendations, of a theme if one is named, in groups if asked for."""
        return recommendations(about, resources=self.resources, scope=self.within(scope, filters), by=by)

    def summary(self, name: Report | str | int, *, problems: bool = False) -> Answer:
        """A report, or an authority's latest, in short (of `problems`, its worst areas and why); see `report`."""
        report = latest_or_named(name, self.resources) if isinstance(name, str) else name
        return summary(self._report(report), resources=self.resources, problems=problems)

    def figures(
        self,
        about: str = "",
        *,
        report: Report | str | int | None = None,
        kind: FigureKind | None = None,
        scope: Scope | None = None,
        **filters: Unpack[Filters],
    ) -> list[dict[str, Any]]:
        """The figures of the reports' prose, a row each: of all, of a theme, of one report, of one kind ("share")."""
        one = None if report is None else self._report(report)
        return figures(about, resources=self.resources, scope=self.within(scope, filters), report=one, kind=kind)

    def scope(
        self,
        *,
        authorities: Sequence[str] = (),
        region: str | None = None,
        since: int | None = None,
        until: int | None = None,
        framework: str | None = None,
        grade: str | None = None,
    ) -> Scope:
        """Filters as people write them, made canonical; `since` and `until` are years, both inclusive.

        `grade` is an overall one. Raises FilterError, with the nearest name, for a region, framework, authority or
        grade that is not known.
        """
        return read_scope(
            self.resources.catalogue,
            authorities=authorities,
            region=region,
            since=since,
            until=until,
            framework=framework,
            grade=grade,
        )

    # looking around

    def reports(self) -> list[Report]:
        """Every report, by authority, then by date."""
        return list(self.resources.catalogue.reports)

    def report(self, name: str | int) -> Report:
        """The report that `name` means: its number, file name, title or the start of its id; raises ReportNotFound."""
        if isinstance(name, str):
            return self.resources.store.find_report(name)
        numbered = self.resources.store.reports([name], editions=True)
        if not numbered:
            raise ReportNotFound(f"There is no report number {name} in this library. `inspectqa reports` lists them.")
        return numbered[0]

    def _report(self, report: Report | str | int) -> Report:
        return report if isinstance(report, Report) else self.report(report)

    def page_texts(self, report: Report | str | int, *, page: int | None = None) -> list[tuple[Page, str]]:
        """The report's pages with their text, or the one asked for; a report's number or name will do.

        Raises ReportNotFound for a report that is not here and for a page it has not.
        """
        report = self._report(report)
        text = self.resources.store.text(report.number)
        pages = [p for p in self.resources.store.pages(report.number) if page is None or p.number == page]
        if not pages:
            raise ReportNotFound(
                f"{report.title} has {report.pages} pages; there is no page {page}. Name one from 1 on."
            )
        return [(p, text[p.start : p.end]) for p in pages]

    def page_image(
        self,
        report: Report | str | int,
        page: int,
        *,
        highlight: Sequence[tuple[int, int]] = (),
        crop: bool = False,
        scale: float = SCALE,
    ) -> bytes:
        """A report's page as a PNG, with spans of its text lit; a report's number or name will do.

        `highlight` are spans (start, end) of the report's stored text, as a citation has them; what of them lies on
        another page is left out. With `crop` the passages around them alone. `scale` is in pixels to a point, 0.1 to
        10. Raises ReportNotFound, and PageNotShown where the file has moved or changed (by its SHA-256), is no PDF,
        or cannot be drawn.
        """
        number = (report if isinstance(report, Report) else self.report(report)).number
        return self.resources.pictures.picture(number, page, highlight=highlight, crop=crop, scale=scale).png

    def facts(self, report: Report | str | int) -> list[dict[str, Any]]:
        """What was read out of the report: kind, key, value, number, unit, as_of, page, quote, start, end and origin.

        A report's number or name will do; raises ReportNotFound for one that is not here.
        """
        report = self._report(report)
        text = self.resources.store.text(report.number)
        return [
            {
                "kind": stored.fact.kind,
                "key": stored.fact.key,
                "value": stored.fact.value,
                "number": stored.fact.number,
                "unit": stored.fact.unit,
                "as_of": stored.fact.as_of,
                "page": stored.page,
                "quote": text[stored.fact.start : stored.fact.end],
                "start": stored.fact.start,
                "end": stored.fact.end,
                "origin": stored.fact.origin,
            }
            for stored in self.resources.store.facts(reports=[report.number])
        ]
