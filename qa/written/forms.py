"""An answer, or one citation, written in a form by its name: text, md, footnotes, html, json, bibtex, csl.

Whatever the form, all that an answer shows is in it: its reason, its notes, and the number of each citation. Words of
reports and models are escaped for the form they stand in. Only Markdown, for one's own notes, has links, and they are
the program's own: what is put into a text for others does not name folders of this machine.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

from corpus.errors import OutputError
from qa.tables.inert import json_text, said_in_line
from qa.written.bibliography import bibtex, csl
from qa.written.markdown import escaped
from qa.written.reference import reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.written.reference import Cited

__all__ = ["FORMS", "Form", "all_said", "cited_as", "form_of", "written_as"]

Form = Literal["text", "md", "footnotes", "html", "json", "bibtex", "csl"]
FORMS: tuple[Form, ...] = get_args(Form)
_SUFFIXES: dict[str, Form] = {
    ".txt": "text",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".bib": "bibtex",
    ".csl": "csl",
}


class Part(Protocol):
    """One thing that an answer shows."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def citation(self) -> Any: ...


class Shown(Protocol):
    """An answer, as far as it is written down."""

    @property
    def citations(self) -> Sequence[Any]: ...
    def parts(self) -> Sequence[Part]: ...
    def to_dict(self) -> dict[str, Any]: ...


def form_of(name: str) -> Form | None:
    """The form that a file of this name has, None where its end says nothing."""
    ends = name.casefold()
    if ends.endswith(".csl.json"):
        return "csl"
    return next((form for end, form in _SUFFIXES.items() if ends.endswith(end)), None)


def cited_as(one: Cited, form: str, *, data: dict[str, Any]) -> str:
    """One citation; `data` is its object of JSON. Raises OutputError for a form that is none."""
    match _known(form):
        case "md":
            return _md_citation(one)
        case "footnotes":
            return f"[^{one.n}]: {_md_citation(one, led=False)}"
        case "html":
            return f"<cite>{_html_citation(one)}</cite>"
        case "json":
            return json_text(data)
        case "bibtex":
            return bibtex([one])
        case "csl":
            return json_text(csl([one]))
        case _:
            return reference(one)


def written_as(answer: Shown, form: str, *, heading: str) -> str:
    """The whole answer, ending in a line's end; `heading` stands over nearest evidence. Raises OutputError."""
    match _known(form):
        case "md":
            return _markdown(answer, heading, footnotes=False)
        case "footnotes":
            return _markdown(answer, heading, footnotes=True)
        case "html":
            return _html(answer, heading)
        case "json":
            return json_text(answer.to_dict())
        case "bibtex":
            return bibtex(answer.citations, said=all_said(answer)) + ("" if answer.citations else "\n")
        case "csl":
            return json_text(csl(answer.citations, said=all_said(answer)))
        case _:
            return _text(answer, heading)


def _known(form: str) -> str:
    if form not in FORMS:
        raise OutputError(f"There is no form {form!r} for an answer. Choose one of {', '.join(FORMS)}.")
    return form


def all_said(answer: Shown) -> list[str]:
    """The answer, its reason and its notes; and, where nothing is cited, the nearest evidence, by its heading."""
    said = []
    for part in answer.parts():
        if part.kind == "nearest":
            said.append(f"Nearest evidence, not an answer: {_own(part.citation)}")
        elif part.kind != "citation":
            said.append(f"Note: {part.text}" if part.kind == "note" else part.text)
    return said


def _own(one: Cited) -> str:
    """A citation in one line, with its quote."""
    return f"{reference(one)}: “{one.words}”"


def _text(answer: Shown, heading: str) -> str:
    blocks: list[str] = []
    before = ""
    for part in answer.parts():
        line = part.text
        if part.kind == "citation":
            line = f"[{part.citation.n}] {_own(part.citation)}"
        elif part.kind == "nearest":
            line = f"- {_own(part.citation)}" if before == "nearest" else f"{heading}\n- {_own(part.citation)}"
        elif part.kind == "note":
            line = f"Note: {line}"
        blocks.append(line if part.kind == before else f"\n{line}")
        before = part.kind
    return "\n".join(blocks).lstrip("\n") + "\n"


def _md_citation(one: Cited, *, led: bool = True) -> str:
    """The reference, led to its page on this machine, and the quote."""
    said = escaped(reference(one))
    return f"{f'[{said}](<{one.url}>)' if one.url and led else said}: “{escaped(one.words)}”"


def _markdown(answer: Shown, heading: str, *, footnotes: bool) -> str:
    parts = answer.parts()
    blocks: list[str] = []
    for part in parts:
        if part.kind == "answer":
            blocks.append(_md_answer(part.text, answer, footnotes=footnotes))
        elif part.kind in ("reason", "note"):
            text = escaped(said_in_line(part.text))
            blocks.append(f"*Note: {text}*" if part.kind == "note" else text)
    cited = [part.citation for part in parts if part.kind == "citation"]
    near = [f"- {_md_citation(part.citation, led=not footnotes)}" for part in parts if part.kind == "nearest"]
    if near:
        blocks.append("\n".join([f"{heading}:", "", *near]))
    if cited and footnotes:
        blocks.append("\n".join(f"[^{one.n}]: {_md_citation(one, led=False)}" for one in cited))
    elif cited:
        blocks.append("\n".join(f"{one.n}. {_md_citation(one)}" for one in cited))
    return "\n\n".join(blocks) + "\n"


def _md_answer(text: str, answer: Shown, *, footnotes: bool) -> str:
    said = "  \n".join(escaped(line) for line in text.split("\n") if line.strip())
    if not footnotes:
        return said
    numbers = [one.n for one in answer.citations]
    said = re.sub(r"\\\[(\d+)\\\]", lambda m: f"[^{m[1]}]" if int(m[1]) in numbers else m[0], said)
    left = [f"[^{n}]" for n in numbers if f"[^{n}]" not in said]  # a note that nothing leads to would not be printed
    return " ".join([said, *left])


def _html_citation(one: Cited) -> str:
    return f"{html.escape(reference(one))}: <q>{html.escape(one.words)}</q>"


def _html(answer: Shown, heading: str) -> str:
    parts = answer.parts()
    blocks: list[str] = []
    for part in parts:
        if part.kind in ("answer", "reason", "note"):
            text = html.escape(part.text).replace("\n", "<br>\n")
            blocks.append(f"<p><em>Note: {text}</em></p>" if part.kind == "note" else f"<p>{text}</p>")
    cited = [f'<li value="{one.n}">{_html_citation(one)}</li>' for one in answer.citations]
    near = [f"<li>{_html_citation(part.citation)}</li>" for part in parts if part.kind == "nearest"]
    if cited:
        blocks.append("\n".join(["<ol>", *cited, "</ol>"]))
    if near:
        blocks.append("\n".join([f"<p>{html.escape(heading)}:</p>", "<ul>", *near, "</ul>"]))
    return "\n".join(blocks) + "\n"
