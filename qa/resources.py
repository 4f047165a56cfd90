"""What answering rests on, loaded when first needed: store, vectors, encoder, chat model, catalogue and settings.

Knows when each is made and how it is closed. Does not know what any of them is used for.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from corpus.store import Store
from corpus.waiting import Waiting, waiting
from qa.cite import Citer
from qa.pictures import Pictures
from qa.question import Catalogue

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from corpus.settings import Settings
    from corpus.vectors import Vectors
    from ingest.embedding.encoder import QueryEncoder
    from qa.llm.models import ChatModel
    from qa.reader import Reader
    from qa.translate.model import Translator

__all__ = ["Resources"]


class Resources:
    """One library's store and settings, and what is loaded when it is first needed; threads may share it.

    `settings` may be exchanged (another chat model is then made at the next use). Raises LibraryNotFound,
    LibraryDamaged, SchemaTooNew; after `close`, LibraryClosed.
    """

    def __init__(self, settings: Settings, *, model: BaseChatModel | None = None) -> None:
        self.settings = settings
        self.store = Store(settings.library)
        self.pictures = Pictures(self.store)
        self._given_model = model
        self._model: tuple[tuple[str | None, str | None], ChatModel] | None = None
        self._vectors: Vectors | None = None
        self._encoder: QueryEncoder | None = None
        self._reader: Reader | None = None
        self._translator: Translator | None = None
        self._guard = threading.Lock()  # what is loaded is loaded once, whichever thread comes first

    def close(self) -> None:
        """Close the files and connections; what is asked of the store later fails."""
        with self._guard:
            if self._vectors is not None:
                self._vectors.close()
            if self._model is not None:
                self._model[1].close()
        self.pictures.close()
        self.store.close()

    @property
    def vectors(self) -> Vectors:
        """The passages' vectors, in the folder or on the Chroma server of the settings; opened at first use."""
        with self._guard:
            if self._vectors is None:
                from corpus.chroma_server import chroma_server
                from corpus.placing import reading_vectors

                server = chroma_server(self.settings.chroma, self.settings.chroma_token)
                self._vectors = reading_vectors(self.store.database, server)
            return self._vectors

    @property
    def encoder(self) -> QueryEncoder:
        """The embedding model's question side, loaded at first use."""
        with self._guard:
            if self._encoder is None:
                from ingest.embedding.encoder import QueryEncoder

                self._encoder = QueryEncoder(self.settings.embedding_model)
            return self._encoder

    @property
    def reader(self) -> Reader:
        """What reads the sentences that were found, loaded at first use."""
        with self._guard:
            if self._reader is None:
                from qa.reader import Reader

                self._reader = Reader()
            return self._reader

    @property
    def translator(self) -> Translator:
        """What reads a question as a query, beside the rules; loaded at first use."""
        with self._guard:
            if self._translator is None:
                from qa.translate.model import Translator

                self._translator = Translator()
            return self._translator

    @property
    def waiting(self) -> Waiting:
        """The reports that have no vectors yet; looked at again when an ingest has gone on."""
        database = self.store.database
        return database.kept("waiting", lambda: waiting(database))

    def citer(self) -> Citer:
        """What makes the citations of one answer, over the reports that the library holds now."""
        reports = {report.number: report for report in self.catalogue.reports}
        return Citer(self.store, reports, pictures=self.pictures)

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
        return self.store.database.kept("catalogue", lambda: Catalogue.of(self.store.reports()))
