"""Every error that inspectqa raises on purpose, in one tree.

    InspectQAError
    ├── LibraryError            the library on disk
    │   ├── LibraryNotFound     there is none at that place yet
    │   ├── LibraryClosed           it was opened, and closed again
    │   ├── LibraryInUse        another process is ingesting into it
    │   ├── LibraryDamaged      its files contradict each other or cannot be read
    │   ├── SchemaTooNew        a later version of inspectqa wrote it
    │   └── EmbeddingMismatch   it was made with another embedding model
    ├── ReadError               one file could not be turned into a report (the others go on)
    ├── CorrectionError         what was read cannot be corrected so
    ├── ReportNotFound          no report here answers to that name
    ├── PageNotShown            a page's picture cannot be drawn: its file has moved, changed, or has no pages
    ├── QuestionError           the question cannot be asked (empty, too long, no words in it)
    ├── FilterError             a filter names what is not known, or is not written as one
    ├── ModelError              a chat or embedding model is missing, unreachable or refused
    ├── ClusterError            a Ray cluster is missing, cannot be reached, or is not alike in all its machines
    ├── OutputError             results cannot be written where or as they were asked for
    └── SettingsError           a setting has a value that cannot be used

To handle all of them:

    try:
        answer = library.ask(question)
    except InspectQAError as error:
        print(error)            # a whole sentence, and what to do next
"""

from __future__ import annotations

__all__ = [
    "ClusterError",
    "CorrectionError",
    "EmbeddingMismatch",
    "FilterError",
    "InspectQAError",
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
    "ReportNotFound",
    "SchemaTooNew",
    "SettingsError",
]


class InspectQAError(Exception):
    """The base of every error raised on purpose; its text is a whole sentence and names the next step."""


class LibraryError(InspectQAError):
    """Something about the library on disk stands in the way."""


class LibraryNotFound(LibraryError):
    """There is no library at the place that was named."""


class LibraryClosed(LibraryError):
    """The library was closed before it was asked."""


class LibraryInUse(LibraryError):
    """Another process is writing to the library."""


class LibraryDamaged(LibraryError):
    """The library's files cannot be read, or contradict each other."""


class SchemaTooNew(LibraryError):
    """The library was written by a later version of inspectqa."""


class EmbeddingMismatch(LibraryError):
    """The library's vectors were made by another embedding model than the one in use."""


class ReadError(InspectQAError):
    """One file could not be turned into a report.

    `reason` is a short clause for tables ("it is password-protected"), `next_step` what the person can do about it.
    """

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(f"{reason[:1].upper()}{reason[1:]}. {next_step}")
        self.reason = reason
        self.next_step = next_step


class CorrectionError(InspectQAError):
    """What was read of a report cannot be corrected in that way."""


class ReportNotFound(InspectQAError):
    """No report in the library answers to that name."""


class PageNotShown(InspectQAError):
    """A report's page cannot be drawn: the file is not where it was read, is another now, or has no pages."""


class QuestionError(InspectQAError):
    """The question cannot be asked as it stands."""


class FilterError(InspectQAError):
    """A filter names a region, framework or authority that is not known, or is not written as one."""


class ModelError(InspectQAError):
    """A chat or embedding model is missing, cannot be reached, or refused."""


class ClusterError(InspectQAError):
    """A Ray cluster is missing or cannot be reached, or its machines would not give what this one gives."""


class OutputError(InspectQAError):
    """Results cannot be written where or as they were asked for."""


class SettingsError(InspectQAError):
    """A setting has a value that cannot be used."""
