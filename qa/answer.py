"""What an answer is: its status, its claims, their citations, and the one JSON schema they are written in.

Knows what of an answer is shown, in which order (`Answer.parts`, for every face), and how it looks as data, in a REPL
and in a notebook. Does not know how an answer is found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus.errors import PageNotShown
from corpus.model import Correction, Report
from qa.language.lines import whole_words
from qa.language.links import unlinked
from qa.pictures import PDF, SCALE, Pictures, page_url
from qa.tables.markup import escaped_markdown
from qa.written.forms import cited_as, written_as

__all__ = ["Answer", "Citation", "Claim", "Part", "Retrieved", "Status"]

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
class Citation:
    """Where a claim stands: `quote` is `text[start:end]` of the report's stored text, word for word.

    `n` counts from 1 in the order of first use; `page` is the sheet, from 1; `page_label` what is printed on it.
    `published` and `inspected` are ISO dates or None. `section` is the heading above it ("" where there is none) in a
    format that does not say where its pages end: then no page is named. `corrected` is what a person has corrected of
    the report, as far as this citation shows it. `picked` is where in the report's text a figure
    stands that may be the one asked for (start, end), in the nearest evidence of a refusal. `path` is where the file
    was when it was read, absolute, None where that is not known any more; `about` is the report, where it is known.
    `recognised` says that the page was a picture whose words OCR has read.
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
    picked: tuple[int, int] | None = None
    path: str | None = None
    recognised: bool = False
    about: Report | None = field(default=None, repr=False, compare=False)
    pictures: Pictures | None = field(default=None, repr=False, compare=False)
    section: str | None = None
    corrected: tuple[Correction, ...] = ()

    @property
    def url(self) -> str | None:
        """The file's address on this machine, at the page where it has pages; None where its place is not known."""
        media_type = self.about.media_type if self.about else PDF
        return page_url(self.path, self.page, media_type=media_type) if self.path else None

    def format(self, form: str = "text") -> str:
        """The citation as people write it, or as md, footnotes, html, json, bibtex or csl.

        "Ofsted, Darlington: inspection of children's services, 1 September 2015, p. 11". Raises OutputError.
        """
        return cited_as(self, form, data=_citation(self))

    def image(self, *, crop: bool = False, scale: float = SCALE, page: int | None = None) -> bytes:
        """The cited page as a PNG, the quote lit; with `crop` the passage alone. `scale` is in pixels to a point.

        A quote that runs over a page's end is lit on `page` as far as it stands there. Raises PageNotShown where the
        file has moved or changed, is no PDF, or the library is not open.
        """
        lit = [(self.start, self.end)]
        return self._drawn_by.picture(self.report, page or self.page, highlight=lit, crop=crop, scale=scale).png

    def file(self) -> Path:
        """The PDF that was read, where it lies now; raises PageNotShown where it has moved or changed, or is none."""
        return self._drawn_by.file(self.report)

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages that the quote stands on; raises PageNotShown where the library is not open."""
        return tuple(one.number for one in self._drawn_by.touched(self.report, self.start, self.end))

    def around(self, *, characters: int = 600) -> tuple[str, str]:
        """What the report's text has before and after the quote; raises PageNotShown where the library is not open."""
        return self._drawn_by.around(self.report, self.start, self.end, characters=characters)

    @property
    def _drawn_by(self) -> Pictures:
        if self.pictures is None:
            raise PageNotShown(
                "This citation is a copy that belongs to no open library. Ask again, or give its report, page and span "
                "to Library.page_image."
            )
        return self.pictures

    def __str__(self) -> str:
        return f"[{self.n}] {self.where}: “{self.words}”"

    @property
    def where(self) -> str:
        """The title, when it was published or inspected, the page or heading, corrections; nothing in it is a link."""
        when = (
            f", published {self.published}"
            if self.published
            else f", inspected {self.inspected}"
            if self.inspected
            else ""
        )
        return f"{unlinked(self.title)}{when}{self.place}{unlinked(self.remark)}"

    @property
    def place(self) -> str:
        """Where in the report it stands: ", page 3", or the heading above it where there are no pages."""
        if self.section is None:
            return f", page {self.page}"
        return f", under “{unlinked(self.section)}”" if self.section else ""

    @property
    def remark(self) -> str:
        """Whether OCR has read it, and what of the report a person has corrected, as clauses; "" for neither."""
        read = "; read by text recognition" if self.recognised else ""
        return read + (f"; corrected: {'; '.join(map(str, self.corrected))}" if self.corrected else "")

    @property
    def value(self) -> str | None:
        """The figure that may be meant, as it stands in the quote; None where none was picked."""
        if self.picked is None:
            return None
        return self.quote[self.picked[0] - self.start : self.picked[1] - self.start]

    @property
    def words(self) -> str:
        """The quote on one line, words that a line's end had broken whole; nothing in it is a link."""
        return unlinked(re.sub(r"\s+", " ", whole_words(self.quote))).strip()


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
    text = html.escape(part.text).replace("\n", "<br>")
    return {"answer": f"<p><b>{text}</b></p>", "note": f"<p><i>Note: {text}</i></p>"}.get(part.kind, f"<p>{text}</p>")


def _html_row(part: Part) -> str:
    cited = part.citation
    assert cited is not None, "citations and nearest evidence carry one"
    number = f" value='{cited.n}'" if part.kind == "citation" else ""
    value = f"<b>{html.escape(cited.value)}</b> - " if cited.value else ""
    quote = "" if part.told else f": <q>{html.escape(cited.words)}</q>"
    return f"<li{number}>{value}{html.escape(cited.where)}{quote}</li>"


def _citation(citation: Citation) -> dict[str, Any]:
    names = (
        "n",
        "source",
        "url",
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
    told: dict[str, Any] = {name: getattr(citation, name) for name in names}
    if citation.section is not None:
        told |= {"page": None, "section": citation.section}
    if whole_words(citation.quote) != citation.quote:
        told["words"] = citation.words
    if citation.value:
        told["value"] = citation.value
    if citation.recognised:
        told["recognised"] = True
    if citation.corrected:
        told["corrected"] = [
            {"field": one.field, "value": one.value, "read": one.read, "because": one.because}
            for one in citation.corrected
        ]
    return told
