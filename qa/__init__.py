"""How answers get out: understand the question, find, answer, ground and cite.

from qa import Library

with Library.open() as library:
    print(library.ask("How many assessments were delayed in Darlington?"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.errors import InspectQAError
    from corpus.model import Report
    from qa.answer import Answer, Citation, Claim, Retrieved
    from qa.library import Library
    from qa.question import Scope

__all__ = ["Answer", "Citation", "Claim", "InspectQAError", "Library", "Report", "Retrieved", "Scope"]

_HOMES = {
    "Answer": "qa.answer",
    "Citation": "qa.answer",
    "Claim": "qa.answer",
    "InspectQAError": "corpus.errors",
    "Library": "qa.library",
    "Report": "corpus.model",
    "Retrieved": "qa.answer",
    "Scope": "qa.question",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `inspectqa --help` need not wait for the database."""
    if name not in _HOMES:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
