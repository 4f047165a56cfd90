"""The library's face: open one, ask it, search it, look around in it, talk with it.

Knows how the parts are put together and when each is loaded. Does not know how any of them does its work; it never
ingests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.model import Page, Report
from corpus.settings import Settings, load_settings
from corpus.store import Store
from qa.answer import Answer, Claim, Retrieved
from qa.ask import ask, retrieved_of, search, stream
from qa.question import Catalogue, Scope

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from corpus.vectors import Vectors
    from ingest.embedding.onnx import QueryEncoder
    from qa.chat.conversation import Conversation
    from qa.llm.models import ChatModel

__all__ = ["Library"]


class Library:
    """A library of reports, opened for questions; close it, or use it in a `with` block.

    with Library.open() as library:
        answer = library.ask("How many assessments were delayed in Darlington?")
        print(answer.citations[0])

    Raises LibraryNotFound, LibraryDamaged, SchemaTooNew, EmbeddingMismatch, SettingsError. Threads may share it.
    """

    def __init__(self, settings: Settings, *, model: BaseChatModel | None = None) -> None:
        self.settings = settings
        self._given_model = model
        self._model: tuple[tuple[str | None, str | None], ChatModel] | None = None
        self.store = Store(settings.library)
        self._guard = threading.Lock()
        self._held = threading.local()

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

    def close(self) -> None:
        """Close the files; questions asked later fail."""
        if "vectors" in self.__dict__:
            self.vectors.close()
        if self._model is not None:
            self._model[1].close()
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Library({str(self.settings.library)!r}, {len(self.catalogue.reports)} reports)"

    # what is loaded when it is first needed

    @cached_property
    def vectors(self) -> Vectors:
        """The passages' vectors, in the folder or on the Chroma server of the settings; opened at first use."""
        from corpus.chroma_server import chroma_server
        from corpus.placing import reading_vectors

        return reading_vectors(self.store.database, chroma_server(self.settings.chroma, self.settings.chroma_token))

    @cached_property
    def encoder(self) -> QueryEncoder:
        """The embedding model's question side, loaded at first use."""
        from ingest.embedding.onnx import QueryEncoder

        return QueryEncoder(self.settings.embedding_model)

    @property
    def model(self) -> ChatModel | None:
        """The chat model that words answers, made at first use; None where none is set.

        Raises ModelError, with the next step, for a wrong name, a missing package, key or folder.
        """
        chosen = self._given_model or self.settings.model
        if chosen is None:
            return None
        key = (self.settings.model, self.settings.base_url)
        with self._guard:
            if self._model is None or self._model[0] != key:
                from qa.llm.models import chat_model

                self._model = (key, chat_model(chosen, settings=self.settings))
            return self._model[1]

    @property
    def catalogue(self) -> Catalogue:
        """What the library holds now; read again when an ingest has changed it."""
        # A version can be compared with those of the same connection alone, and each thread has its own.
        mark = (self.store.database.connection, int(self.store.rows("PRAGMA data_version")[0][0]))
        if getattr(self._held, "mark", None) != mark:
            self._held.catalogue = Catalogue.of(self.store.reports())
            self._held.mark = mark
        catalogue: Catalogue = self._held.catalogue
        return catalogue

    # asking

    def ask(self, question: str, *, scope: Scope | None = None) -> Answer:
        """Answer a question from the reports, every claim with its citation, or refuse and say why.

        Raises QuestionError for a question that is empty, has no words in it, or is too long.
        """
        with self.store.database.snapshot():
            return ask(question, library=self, scope=scope or Scope())

    def stream(self, question: str, *, scope: Scope | None = None) -> Iterator[Claim | Answer]:
        """The claims of the chat model, if one is set, each as soon as it is checked; then the whole answer, last."""
        with self.store.database.snapshot():
            yield from stream(question, library=self, scope=scope or Scope())

    async def aask(self, question: str, *, scope: Scope | None = None) -> Answer:
        """`ask`, for programs that await: it runs in a thread."""
        import asyncio

        return await asyncio.to_thread(self.ask, question, scope=scope)

    def as_retriever(self, *, k: int = 10, scope: Scope | None = None) -> BaseRetriever:
        """The library as a LangChain retriever of passages."""
        from qa.langchain import as_retriever

        return as_retriever(self, k=k, scope=scope)

    def as_runnable(self, *, scope: Scope | None = None) -> Runnable[str | dict[str, Any], Answer]:
        """The library as a LangChain runnable from questions to answers."""
        from qa.langchain import as_runnable

        return as_runnable(self, scope=scope)

    def as_tool(self, *, scope: Scope | None = None) -> BaseTool:
        """The library as a LangChain tool."""
        from qa.langchain import as_tool

        return as_tool(self, scope=scope)

    def chat(self, *, save: bool = True, resume: str | None = None) -> Conversation:
        """A conversation over this library, kept in it unless `save` is false; `resume` is the id of an earlier one."""
        from qa.chat.conversation import Conversation

        return Conversation(self, save=save, resume=resume)

    def search(self, question: str, *, k: int = 10, scope: Scope | None = None) -> list[Retrieved]:
        """The `k` passages that fit the question best, best first."""
        with self.store.database.snapshot():
            return retrieved_of(search(question, library=self, scope=scope or Scope()), k=k)

    def scope(
        self,
        *,
        authorities: Sequence[str] = (),
        region: str | None = None,
        since: int | None = None,
        until: int | None = None,
        framework: str | None = None,
    ) -> Scope:
        """Filters as people write them, made canonical; `since` and `until` are years, both inclusive."""
        from qa.cli.filters import canonical_authority

        years: tuple[int, ...] = ()
        if since is not None or until is not None:
            years = tuple(y for y in self.catalogue.years if (since or y) <= y <= (until or y)) or (-1,)
        regions = tuple(r for r in self.catalogue.regions if region and r.casefold() == region.strip().casefold())
        return Scope(
            authorities=tuple(canonical_authority(name) for name in authorities),
            regions=regions or ((region,) if region else ()),
            years=years,
            frameworks=(framework,) if framework else (),
        )

    # looking around

    def reports(self) -> list[Report]:
        """Every report, by authority, then by date."""
        return list(self.catalogue.reports)

    def report(self, name: str) -> Report:
        """The report that `name` means: its number, file name, title or the start of its id; raises ReportNotFound."""
        return self.store.find_report(name)

    def page_texts(self, report: Report, *, page: int | None = None) -> list[tuple[Page, str]]:
        """The report's pages with their text, or the one asked for; raises ReportNotFound for a page it has not."""
        from corpus.errors import ReportNotFound

        text = self.store.text(report.number)
        pages = [p for p in self.store.pages(report.number) if page is None or p.number == page]
        if not pages:
            raise ReportNotFound(
                f"{report.title} has {report.pages} pages; there is no page {page}. Name one from 1 on."
            )
        return [(p, text[p.start : p.end]) for p in pages]

    def facts(self, report: Report) -> list[dict[str, Any]]:
        """What was read out of the report: kind, key, value, number, unit, as_of, page, quote, start and end."""
        text = self.store.text(report.number)
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
            for stored in self.store.facts(reports=[report.number])
        ]
