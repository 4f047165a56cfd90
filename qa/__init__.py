"""How answers get out: understand the question, find, answer, ground and cite.

from qa import Library

with Library.open() as library:
    print(library.ask("How many assessments were delayed in Darlington?"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.errors import (
        ClusterError,
        CorrectionError,
        EmbeddingMismatch,
        FilterError,
        InspectQAError,
        LibraryClosed,
        LibraryDamaged,
        LibraryError,
        LibraryInUse,
        LibraryNotFound,
        ModelError,
        OutputError,
        PageNotShown,
        QuestionError,
        ReadError,
        ReportNotFound,
        SchemaTooNew,
        SettingsError,
    )
    from corpus.model import Report
    from ingest.progress import IngestSummary
    from qa.answer import Answer, Citation, Claim, Retrieved
    from qa.chat.conversation import Conversation
    from qa.library import Library
    from qa.question import Scope
    from qa.tables.model import Table

__all__ = [
    "Answer",
    "Citation",
    "Claim",
    "ClusterError",
    "Conversation",
    "CorrectionError",
    "EmbeddingMismatch",
    "FilterError",
    "IngestSummary",
    "InspectQAError",
    "Library",
    "LibraryClosed",
    "LibraryDamaged",
    "LibraryError",
    "LibraryInUse",
    "LibraryNotFound",
    "ModelError",
    "OutputError",
    "PageNotShown",
    "QuestionError",
    "ReadError",
    "Report",
    "ReportNotFound",
    "Retrieved",
    "SchemaTooNew",
    "Scope",
    "SettingsError",
    "Table",
]

_HOMES = {
    "Answer": "qa.answer",
    "Citation": "qa.answer",
    "Claim": "qa.answer",
    "Conversation": "qa.chat.conversation",
    "IngestSummary": "ingest.progress",
    "Library": "qa.library",
    "Report": "corpus.model",
    "Retrieved": "qa.answer",
    "Scope": "qa.question",
    "Table": "qa.tables.model",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `inspectqa --help` need not wait for the database."""
    if name not in __all__:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "corpus.errors")), name)


def __dir__() -> list[str]:
    """The public names, whether they are imported yet or not."""
    return sorted(__all__)
