"""What an answer is: its status, its claims, their citations, and the one JSON schema they are written in.

Knows how answers look as data, in a REPL and in a notebook. Does not know how an answer is found.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Answer", "Citation", "Claim", "Retrieved", "Status"]

Status = Literal[
    "answered",
    "no_such_authority",  # the question names an authority of which there is no report here
    "no_such_report",  # there are reports of it, none of the time or kind asked for
    "not_stated",  # reports were found; they do not say it
    "false_premise",  # the question takes for granted what a report contradicts; the answer says what it states
    "off_topic",  # not a question about inspection reports
    "not_understood",  # words of the question that could change the answer found no place; the answer quotes them
    "ambiguous",  # it could mean two things (two authorities with like names); the answer asks which
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a claim stands: `quote` is `text[start:end]` of the report's stored text, word for word.

    `n` counts from 1 in the order of first use; `page` is the sheet, from 1; `page_label` what is printed on it.
    `published` and `inspected` are ISO dates or None.
    """

    n: int
    source: str
    title: str
    authority: str | None
    published: str | None
    inspected: str | None
    page: int
    page_label: str | None
    quote: str
    start: int
    end: int
    report: int

    def __str__(self) -> str:
        when = (
            f", published {self.published}"
            if self.published
            else f", inspected {self.inspected}"
            if self.inspected
            else ""
        )
        quote = re.sub(r"\s+", " ", self.quote).strip()
        return f"[{self.n}] {self.title}{when}, page {self.page}: “{quote}”"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement of the answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Retrieved:
    """A passage that was found, with its score (higher is better; comparable within one question only)."""

    source: str
    page: int
    score: float
    text: str
    title: str = ""
    report: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The result of one question; a refusal is falsy.

    `status` is "answered" or the kind of refusal. `answer` is what a person is shown; `reason` says in a sentence why
    it was refused or what the person should know (a typo forgiven, reports not covered). `nearest` are passages
    shown as nearest evidence when the reports do not say it: they are not citations. `understood` is how the question
    was read (for /why). `seconds` are wall-clock seconds per step and "total".
    """

    question: str
    status: Status
    answer: str
    reason: str | None = None
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    nearest: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    understood: dict[str, Any] = field(default_factory=dict)
    model: str | None = None
    usage: dict[str, Any] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether the reports answered the question."""
        return self.status == "answered"

    def __bool__(self) -> bool:
        """Whether the reports answered the question: `if answer:` says the same as `if answer.answered:`."""
        return self.answered

    def to_dict(self) -> dict[str, Any]:
        """The answer in the documented JSON schema (docs/answer-schema.md)."""
        return {
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "reason": self.reason,
            "claims": [{"text": c.text, "citations": list(c.citations)} for c in self.claims],
            "citations": [_citation(c) for c in self.citations],
            "nearest": [_citation(c) for c in self.nearest],
            "retrieved": [
                {"source": r.source, "page": r.page, "score": round(r.score, 4), "text": r.text} for r in self.retrieved
            ],
            "notes": list(self.notes),
            "understood": self.understood,
            "model": self.model,
            "usage": self.usage,
            "seconds": {step: round(taken, 4) for step, taken in self.seconds.items()},
        }

    def __str__(self) -> str:
        lines = [self.answer]
        if self.reason and self.reason != self.answer:
            lines.append(self.reason)
        return "\n".join([*lines, *self.notes, *map(str, self.citations)])

    def _repr_html_(self) -> str:
        """A notebook's view; everything from a report is escaped."""
        rows = "".join(_html_row(citation) for citation in self.citations)
        notes = "".join(f"<p><i>{html.escape(note)}</i></p>" for note in self.notes)
        return f"<p><b>{html.escape(self.answer)}</b></p>{notes}<ol>{rows}</ol>"


def _html_row(citation: Citation) -> str:
    quote = html.escape(re.sub(r"\s+", " ", citation.quote))
    return f"<li value='{citation.n}'>{html.escape(citation.title)}, page {citation.page}: <q>{quote}</q></li>"


def _citation(citation: Citation) -> dict[str, Any]:
    names = (
        "n",
        "source",
        "title",
        "authority",
        "published",
        "inspected",
        "page",
        "page_label",
        "quote",
        "start",
        "end",
    )
    return {name: getattr(citation, name) for name in names}
