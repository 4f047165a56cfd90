"""The evidence page: one HTML file with the question, the answer, and each quote lit on the picture of its page.

Knows HTML, and what a page may not do: nothing in it loads from elsewhere, no script runs (the Content-Security-Policy
says so to the browser), and every word of a report, a question or a model is escaped. Does not know how a page is
drawn; where it cannot be, the words around the quote stand in its place.
"""

from __future__ import annotations

import hashlib
import html
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from corpus.errors import PageNotShown, ReportNotFound
from qa.language.lines import whole_words
from qa.language.links import unlinked
from qa.tables.inert import one_line, said_in_line
from qa.written.reference import reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.written.forms import Shown

__all__ = ["Asked", "Evidence", "evidence_page", "passage_html"]

_WHOLE_PAGES = 30  # quotes up to which the whole page is shown beside the passage

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 50rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; line-height: 1.35; margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #bbb; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.answer { font-size: 1.15rem; white-space: pre-line; }
.note, .where, footer { font-size: .9rem; color: #444; }
.where { margin: .25rem 0; }
blockquote { margin: .75rem 0; padding: .1rem 0 .1rem 1rem; border-left: .3rem solid #e0b400; }
figure { margin: 1rem 0; }
figcaption { font-size: .85rem; color: #444; margin-bottom: .3rem; }
img { display: block; max-width: 100%; height: auto; border: 1px solid #999; }
pre { white-space: pre-wrap; font: inherit; border: 1px solid #999; padding: .75rem; margin: 0; }
mark { background: #ffe96e; color: inherit; }
a { color: #0b4a8f; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #bbb; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  figure, blockquote { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; }
  figure.whole img { max-height: 21cm; width: auto; }
  a { color: inherit; text-decoration: none; }
}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question with its answer; `understood` is how it was read, where that is said."""

    question: str
    answer: Shown
    understood: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What the page says of itself: the library's folder, of which the name is shown, what it holds, and when."""

    library: str
    reports: int
    made: datetime


def evidence_page(asked: Sequence[Asked], evidence: Evidence, *, heading: str) -> str:
    """One whole HTML document; `heading` stands over nearest evidence. Pages are drawn as it is made."""
    several = len(asked) > 1
    quotes = sum(part.citation is not None for one in asked for part in one.answer.parts())
    sections = [
        _section(one, f"q{number}-" if several else "", heading=heading, whole=quotes <= _WHOLE_PAGES, top=not several)
        for number, one in enumerate(asked, 1)
    ]
    title = _escaped(said_in_line(asked[0].question))
    head = f"<h1>Questions and their evidence ({len(asked)})</h1>" if several else ""
    digest = b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en-GB">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            head,
            *sections,
            "</main>",
            _footer(evidence, whole=quotes <= _WHOLE_PAGES),
            "</body>",
            "</html>",
            "",
        ]
    )


def _section(one: Asked, prefix: str, *, heading: str, whole: bool, top: bool) -> str:
    parts = one.answer.parts()
    level = 1 if top else 2
    blocks = [f"<h{level}>{_escaped(said_in_line(one.question))}</h{level}>"]
    numbers = {part.citation.n for part in parts if part.kind == "citation"}
    understood = one.understood and one.understood.strip().rstrip(".")
    if understood and not any(understood in part.text for part in parts if part.kind == "note"):
        blocks.append(f'<p class="note">Understood as: {_escaped(said_in_line(understood))}.</p>')
    near = False
    for part in parts:
        if part.kind == "answer":
            blocks.append(f'<p class="answer">{_linked(part.text, numbers, prefix)}</p>')
        elif part.kind == "reason":
            blocks.append(f"<p>{_escaped(part.text)}</p>")
    blocks += [f'<p class="note">Note: {_escaped(part.text)}</p>' for part in parts if part.kind == "note"]
    for count, part in enumerate((part for part in parts if part.citation is not None), 1):
        if part.kind == "nearest" and not near:
            near = True
            blocks.append(f"<h{level + 1}>{_escaped(heading)}</h{level + 1}>")
        mark = f"[{part.citation.n}] " if part.kind == "citation" else ""
        anchor = f"{prefix}{part.citation.n if part.kind == 'citation' else f'near-{count}'}"
        blocks.append(_cited(part.citation, mark, anchor, level=level + 1 + near, whole=whole))
    return f"<section>\n{chr(10).join(blocks)}\n</section>"


def _linked(text: str, numbers: set[int], prefix: str) -> str:
    """The answer with its numbers leading to their quotes, on this page."""

    def led(match: re.Match[str]) -> str:
        n = int(match[1])
        return f'<a href="#c{prefix}{n}">[{n}]</a>' if n in numbers else match[0]

    return re.sub(r"\[(\d{1,6})\]", led, _escaped(text))


def _cited(one: Any, mark: str, anchor: str, *, level: int, whole: bool) -> str:
    blocks = [
        f'<section id="c{anchor}">',
        f"<h{level}>{mark}{_escaped(reference(one))}</h{level}>",
        f"<blockquote><p>{_quote(one)}</p></blockquote>",
        *_pictures(one, whole=whole),
        f'<p class="where">File: {html.escape(one_line(_name(one.source)))}</p>',
    ]
    if one.about is not None:
        where = f"The quote is characters {one.start:,} to {one.end:,} of its text."
        blocks.append(f'<p class="where">Its SHA-256: {one.about.id}. {where}</p>')
    return "\n".join([*blocks, "</section>"])


def _quote(one: Any) -> str:
    """The quote, the figure in it that may be meant in bold."""
    if one.picked is None:
        return f"“{_escaped(one.words)}”"
    start, end = (at - one.start for at in one.picked)
    before, value, after = (
        _escaped(re.sub(r"\s+", " ", whole_words(words)))
        for words in (one.quote[:start], one.quote[start:end], one.quote[end:])
    )
    return f"“{before.lstrip()}<b>{value}</b>{after.rstrip()}”"


def _pictures(one: Any, *, whole: bool) -> list[str]:
    """The passage and its page, of each page that the quote is on; the words around it where there is no picture."""
    try:
        pages = one.pages
        drawn = [(page, one.image(crop=True, scale=2.0, page=page)) for page in pages]
        shown = [_figure(png, f"The passage, page {page}", one, page, wide=True) for page, png in drawn]
        if whole:
            shown += [_figure(one.image(page=page), f"The whole page {page}", one, page) for page in pages]
    except (PageNotShown, ReportNotFound) as error:
        return [f'<p class="note">{_escaped(said_in_line(_for_others(str(error), one)))}</p>', *_words(one)]
    return shown


def _name(path: str) -> str:
    """A file's or folder's name without where it lies, on whatever system it was read: the page is for others."""
    return re.split(r"[/\\]", path)[-1]


def _for_others(said: str, one: Any) -> str:
    """Why there is no picture, without a folder of this machine and without the command that prints the text below."""
    for path in filter(None, (one.path, one.source)):
        said = said.replace(path, _name(path))
    return re.sub(r" ?`inspectqa show \d+`[^.]*\.", "", said)


def passage_html(one: Any) -> str:
    """A citation for a notebook: where it stands, its quote, and the passage with the quote lit.

    It has no style sheet but the notebook's own; a picture that is wider than the cell gets narrower.
    """
    shown = "".join(_pictures(one, whole=False)).replace("<img ", '<img style="max-width: 100%; height: auto" ')
    return f"<div><p>{_escaped(reference(one))}</p><blockquote><p>{_quote(one)}</p></blockquote>{shown}</div>"


def _figure(png: bytes, caption: str, one: Any, page: int, *, wide: bool = False) -> str:
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))  # PNG (ISO/IEC 15948), IHDR
    shown = width // 2 if wide else width
    kind = "" if wide else ' class="whole"'
    described = _escaped(f"Page {page} of {said_in_line(one.title)}, with these words marked: {one.words}")
    return (
        f"<figure{kind}><figcaption>{_escaped(caption)}</figcaption>"
        f'<img alt="{described}" width="{shown}" height="{height * shown // max(1, width)}" '
        f'src="data:image/png;base64,{b64encode(png).decode("ascii")}"></figure>'
    )


def _words(one: Any) -> list[str]:
    """What stands around the quote in the stored text, the quote marked."""
    try:
        before, after = one.around()
    except (PageNotShown, ReportNotFound):
        return []
    text = f"{_escaped(before.lstrip())}<mark>{_escaped(one.quote)}</mark>{_escaped(after.rstrip())}"
    return [f"<figure><figcaption>The text, as it was read</figcaption><pre>{text}</pre></figure>"]


def _footer(evidence: Evidence, *, whole: bool) -> str:
    made = f"{evidence.made.day} {evidence.made:%B %Y, %H:%M}"
    try:
        program = f"inspectqa {version('inspectqa')}"
    except PackageNotFoundError:
        program = "inspectqa"
    left = "" if whole else f" Above {_WHOLE_PAGES} quotes the passages alone are shown, not their whole pages."
    held = f"{evidence.reports:,} report{'' if evidence.reports == 1 else 's'}"
    library = html.escape(one_line(_name(evidence.library.rstrip("/\\"))))
    return (
        f"<footer><p>Made by {program} on {made} from the library {library}, which held {held}.{left}</p>"
        "<p>Each quote is the report's own text, word for word, and is marked where it stands on the page of the file "
        "whose SHA-256 is given. This page holds all that it shows: nothing is loaded from elsewhere.</p></footer>"
    )


def _escaped(text: str) -> str:
    """Text that is shown as it is: no markup, nothing invisible, nothing that would be a link."""
    return html.escape(unlinked(text))
