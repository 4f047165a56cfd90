"""What an answer is: its status, its claims, their citations (qa.citation), and the JSON schema they are in.

Knows what of an answer is shown, in which order (`Answer.parts`, for every face), and how it looks as data, in a REPL
and in a notebook. Does not know how an answer is found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from qa.citation import Citation, citation_data
from qa.language.lines import whole_words
from qa.language.links import unlinked
from qa.tables.markup import escaped_markdown
from qa.written.forms import written_as

__all__ = ["Answer", "Citation", "Claim", "Part", "Retrieved", "Status", "refused"]

NEAREST = "Nearest evidence (not an answer)"  # the heading of what a refusal shows

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
class Claim:
    """One statement of the answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One thing that an answer shows a person; `citation` is there for a citation and for nearest evidence.

    `told` says that the answer has the citation's words already: they are shown once.
    """

    kind: Literal["answer", "reason", "citation", "nearest", "note"]
    text: str
    citation: Citation | None = None
    told: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Retrieved:
    """A passage that was found, with its score (higher is better; comparable within one question only).

    `page` means nothing where the report is not `paged`.
    """

    source: str
    page: int
    score: float
    text: str
    title: str = ""
    report: int = 0
    start: int = 0
    end: int = 0
    paged: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The result of one question; a refusal is falsy.

    `status` is "answered" or the kind of refusal. `answer` is what a person is shown; ValueError for one that says
    nothing. `reason` says in a sentence why it was refused or what the person should know (a typo forgiven, reports not
    covered). `nearest` are passages shown as nearest evidence when the reports do not say it: they are not citations.
    `understood` is how the question was read (for /why). `seconds` are wall-clock seconds per step and "total".
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

    def __post_init__(self) -> None:
        if not self.answer.strip():
            raise ValueError(f"an answer of the status {self.status} says nothing")

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
            "citations": [citation_data(c) for c in self.citations],
            "nearest": [citation_data(c) for c in self.nearest],
            "retrieved": [
                {
                    "source": r.source,
                    "page": r.page if r.paged else None,
                    "score": round(r.score, 4),
                    "text": r.text,
                }
                for r in self.retrieved
            ],
            "notes": list(self.notes),
            "understood": self.understood,
            "model": self.model,
            "usage": self.usage,
            "seconds": {step: round(taken, 4) for step, taken in self.seconds.items()},
        }

    def format(self, form: str = "text") -> str:
        """All that a person is shown, as text, md, footnotes, html, json, bibtex or csl, ending in a line's end.

        Raises OutputError for a form that is none.
        """
        return written_as(self, form, heading=NEAREST)

    def parts(self) -> tuple[Part, ...]:
        """All that a person is shown, in its order; every face shows these, each in its own form.

        The answer with the numbers of its citations, the reason where it is another sentence, the citations or, of a
        refusal without any, the nearest evidence, and the notes. Nothing of a report or a model in them is a link.
        """
        said = unlinked(self.answer)
        told = [_told(one, said) for one in self.citations]
        other = [self.reason] if self.reason and self.reason.strip() != self.answer.strip() else []
        return (
            Part(kind="answer", text=_marked(said, self.claims)),
            *(Part(kind="reason", text=unlinked(reason)) for reason in other),
            *(
                Part(kind="citation", text=f"[{one.n}] {one.where}" if once else str(one), citation=one, told=once)
                for one, once in zip(self.citations, told, strict=True)
            ),
            *(Part(kind="nearest", text=_near(one), citation=one) for one in (() if self.citations else self.nearest)),
            *(Part(kind="note", text=unlinked(note)) for note in self.notes),
        )

    def __str__(self) -> str:
        lines: list[str] = []
        for part in self.parts():
            if part.kind == "nearest" and NEAREST not in lines:
                lines.append(NEAREST)
            lines.append(f"Note: {part.text}" if part.kind == "note" else part.text)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """A notebook's view; everything from a report is escaped."""
        parts = self.parts()
        listed = [_html_row(part) for part in parts if part.kind == "citation"]
        nearest = [_html_row(part) for part in parts if part.kind == "nearest"]
        said = [_html_paragraph(part) for part in parts if part.kind in ("answer", "reason")]
        notes = [_html_paragraph(part) for part in parts if part.kind == "note"]
        cited = [f"<ol>{''.join(listed)}</ol>"] if listed else []
        cited += [f"<p><i>{NEAREST}</i></p><ul>{''.join(nearest)}</ul>"] if nearest else []
        return "".join([*said, *cited, *notes])

    def _repr_markdown_(self) -> str:
        """A notebook's or an article's view in Markdown: all that `parts` has, nothing of a report a mark in it."""
        lines: list[str] = []
        for part in self.parts():
            if part.kind == "nearest" and f"*{NEAREST}*" not in lines:
                lines.append(f"*{NEAREST}*")
            words = escaped_markdown(part.text).replace("\n", "  \n")
            shown = {"answer": f"**{words}**", "note": f"*Note: {words}*", "nearest": f"- {words}"}
            if part.kind == "answer" and "\n" in words:
                head, _, rest = words.partition("  \n")
                shown["answer"] = f"**{head}**  \n{rest}"
            lines.append(shown.get(part.kind, words))
        return "\n\n".join(lines) + "\n"


def refused(reason: str, status: Status = "not_stated") -> Answer:
    """The refusal for this reason, which is what a person is shown; the question is put in by whoever asked it."""
    return Answer(question="", status=status, answer=reason, reason=reason)


def _told(one: Citation, answer: str) -> bool:
    """Whether an answer has a citation's words already, however either breaks its lines."""
    return f"“{one.words}”" in re.sub(r"\s+", " ", whole_words(answer))


def _near(one: Citation) -> str:
    """A row of the nearest evidence: the figure that may be meant, where it stands, the sentence."""
    return f"{one.value + ' - ' if one.value else ''}{one.where}: “{one.words}”"


def _marked(text: str, claims: Sequence[Claim]) -> str:
    """The answer's text with the numbers of its citations behind each claim."""
    for claim in sorted(claims, key=lambda c: len(c.text), reverse=True):
        words = unlinked(claim.text).strip()
        at = text.find(words)
        if words and at >= 0 and claim.citations:
            marks = "".join(f"[{n}]" for n in claim.citations)
            end = at + len(words)
            end += text[end : end + 1] in {"”", '"'}
            if not text[end:].startswith(" ["):
                text = f"{text[:end]} {marks}{text[end:]}"
    return text


def _html_paragraph(part: Part) -> str:
    head, *rest = html.escape(part.text).split("\n")
    if part.kind == "answer":  # what is asked for stands in its first line; the rows below it are many
        head = f"<b>{head}</b>"
    text = "<br>".join([head, *rest])
    return f"<p><i>Note: {text}</i></p>" if part.kind == "note" else f"<p>{text}</p>"


def _html_row(part: Part) -> str:
    cited = part.citation
    assert cited is not None, "citations and nearest evidence carry one"
    number = f" value='{cited.n}'" if part.kind == "citation" else ""
    value = f"<b>{html.escape(cited.value)}</b> - " if cited.value else ""
    quote = "" if part.told else f": <q>{html.escape(cited.words)}</q>"
    return f"<li{number}>{value}{html.escape(cited.where)}{quote}</li>"
