"""How answers, passages and reports look on a terminal: wide or narrow, coloured or not, piped or not.

Knows rich and the terminal. Does not know how anything that is shown was found. Text of reports, file names and models
only ever reaches the terminal through `safe`, as literal text and never as markup; words of reports and models through
`said`, so that no terminal makes a link of them.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from qa.answer import NEAREST
from qa.language.lines import whole_words
from qa.language.links import unlinked
from qa.pictures import PDF
from qa.tables.inert import json_text, one_line, safe, said_in_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answer import Answer, Citation, Retrieved
    from qa.resources import Resources

__all__ = [
    "answer",
    "day",
    "err",
    "grade_text",
    "indented",
    "location",
    "one_line",
    "out",
    "page_heading",
    "paragraph",
    "print_json",
    "print_written",
    "remark",
    "safe",
    "said",
    "said_in_line",
    "say_model",
]

ROWS = 10  # of a set that are shown unasked
_PIPED_WIDTH = 160  # for tables: a pipe has no width of its own
_GRADE_STYLES = {
    "outstanding": "bold green",
    "good": "green",
    "adequate": "yellow",
    "requires improvement": "yellow",
    "inadequate": "bold red",
}


def out() -> Console:
    """The console of answers: stdout; piped, it has no colours, and its lines are as long as they are."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, emoji=False, width=_PIPED_WIDTH if piped else None)


def _wraps(console: Console) -> bool:
    """Whether lines are broken at the console's width: on a terminal, and where COLUMNS says how wide a pipe is."""
    return console.is_terminal or "COLUMNS" in os.environ


def err() -> Console:
    """The console of remarks and progress: stderr."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def said(text: str) -> str:
    """Words of a report or a model made safe, with nothing in them that would be a link."""
    return unlinked(safe(text.replace("\t", " ")))


def day(value: date | str | None) -> str:
    """A date as people write it: "1 September 2015"; "" for None."""
    if not value:
        return ""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{when.day} {when:%B %Y}"


def grade_text(grade: str) -> Text:
    """A grade in its colour; the word itself says everything that the colour does."""
    return Text(safe(grade), style=_GRADE_STYLES.get(grade.casefold(), ""))


def indented(console: Console, text: str | Text) -> None:
    """A paragraph set in by four: wrapped on a terminal, one line in a pipe."""
    said = Text(text) if isinstance(text, str) else text
    if _wraps(console):
        console.print(Padding(said, (0, 0, 0, 4)))
    else:
        console.print(Text("    ").append_text(said), soft_wrap=True)


def paragraph(console: Console, text: Text) -> None:
    """A paragraph: wrapped on a terminal, its own line in a pipe."""
    console.print(text, soft_wrap=not _wraps(console))


def page_heading(console: Console, title: str, *, page: int, pages: int) -> None:
    """The line above a page's text."""
    paragraph(console, Text(f"── {said_in_line(title)}, page {page} of {pages}", style="dim"))


def remark(message: str) -> None:
    """A remark on stderr, dim, wrapped by the terminal."""
    paragraph(err(), Text(safe(message), style="dim"))


def say_model(resources: Resources) -> None:
    """Say on stderr where passages go, when a model that is not on this machine is named, and what it is used for."""
    for said in (resources.model.remark, resources.model.standing) if resources.model is not None else ():
        if said:
            remark(said)


def print_json(data: Any) -> None:
    """One JSON document on stdout; characters that could drive a terminal are escaped."""
    sys.stdout.write(json_text(data, ascii_only=not _shows_all()))


def print_written(text: str, *, reason: str | None = None) -> None:
    """An answer written in a form of other documents, on stdout; `reason` is said on stderr, where it has no place."""
    sys.stdout.write(safe(text))
    if reason and reason not in text:
        remark(reason)


def _shows_all() -> bool:
    """Whether stdout has a way to write every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").casefold().startswith("utf")


def answer(result: Answer, *, whole: bool = True, more: str = "") -> None:
    """The answer with its numbers, the reason, then its citations or the nearest evidence, and the notes.

    Unless `whole`, a long set is cut after its first rows, with the citations of those; `more` says how to see all.
    """
    console = out()
    before = ""
    cited_before: Citation | None = None
    shown = None if whole else _first_rows(result.parts()[0].text)
    for part in result.parts():
        if shown is not None and part.citation is not None and f"[{part.citation.n}]" not in shown:
            continue
        text = safe(shown if shown is not None and part.kind == "answer" else part.text)
        if part.kind in ("citation", "nearest", "note") and part.kind != before:
            console.print()
        if part.kind == "answer":
            paragraph(console, _answer_text(text, refused=not (result.answered or result.citations)))
        elif part.kind == "reason":
            paragraph(console, Text(text, style="dim" if result.answered else ""))
        elif part.citation is not None:
            if part.kind == "nearest" and before != "nearest":
                console.print(Text(NEAREST, style="italic"))
            citations(
                console, [part.citation], bracket=part.kind == "citation", quoted=not part.told, after=cited_before
            )
            cited_before = part.citation
        else:
            paragraph(console, Text(f"Note: {text}", style="dim"))
        before = part.kind
    if shown is not None and more:
        paragraph(console, Text(more, style="dim"))


def _first_rows(text: str) -> str | None:
    """The first line and the rows after it, as many as are shown unasked; None where that is all there is."""
    head, *rows = text.split("\n")
    if len(rows) <= ROWS + 2:
        return None
    return "\n".join([head, *rows[:ROWS], f"... and {len(rows) - ROWS:,} more rows."])


def _answer_text(text: str, *, refused: bool) -> Text:
    if refused:
        return Text(text, style="bold")
    shown = Text(text)
    shown.highlight_regex(r"\[\d+\]", "cyan")
    first = re.match(r"[^\n]*", text)
    if first and len(first.group()) <= 120:
        shown.stylize("bold", 0, first.end())
    return shown


def citations(
    console: Console,
    cited: Sequence[Citation],
    *,
    bracket: bool = True,
    quoted: bool = True,
    after: Citation | None = None,
) -> None:
    """Each citation: number, title, date and page on one line, the quote under it unless the answer has it, the file.

    The file is named once where citations of one page follow each other; `after` is the one shown before these.
    """
    before = (after.path or after.source, after.page) if after else None
    for citation in cited:
        head = Text()
        head.append(f"[{citation.n}] " if bracket else "  · ", style="cyan")
        head.append(said(citation.title), style="bold")
        if citation.published:
            head.append(f", published {day(citation.published)}")
        elif citation.inspected:
            head.append(f", inspected {day(citation.inspected)}")
        label = (
            f" (printed {said(citation.page_label)})" if citation.page_label not in (None, str(citation.page)) else ""
        )
        head.append(f"{said(citation.place)}{label if citation.section is None else ''}{said(citation.remark)}")
        paragraph(console, head)
        if quoted:
            indented(console, _quote(citation))
        where = citation.path or citation.source, citation.page
        if where != before:
            indented(console, location(citation, width=console.width - 4 if _wraps(console) else None))
        before = where


def location(citation: Citation, *, width: int | None = None) -> Text:
    """The cited file and its page, as a link where the terminal knows links; cut in the middle to `width`.

    The link is the program's own: of a report's name it holds nothing but percent-encoded ASCII.
    """
    path = one_line(citation.path or citation.source)
    paged = citation.about is None or citation.about.media_type == PDF
    page = f"#page={citation.page}" if paged else ""
    shown = path if width is None else "/".join(Path(path).parts[-2:])
    room = max(12, (width or 0) - len(page))
    if width is not None and cell_len(shown) > room:
        half = (room - 1) // 2
        shown = f"{shown[: room - 1 - half]}…{shown[-half:]}"
    link = citation.url if _knows_links() else None
    return Text(f"{shown}{page}", style=Style(dim=True, link=link))


def _knows_links() -> bool:
    """Whether stdout is a terminal that may be given a link (OSC 8): what does not know it passes over it.

    The consoles that print it instead are left out, and so is whoever wants no escape sequences.
    """
    plain = os.environ.get("TERM", "").casefold() in ("", "dumb", "unknown", "linux", "cons25")
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and not (plain and os.name != "nt")


def _quote(citation: Citation) -> Text:
    """The quote on one line, the figure in it that may be meant in bold."""
    if citation.picked is None:
        return Text(f"“{said_in_line(citation.words)}”")
    start, end = (at - citation.start for at in citation.picked)
    parts = (citation.quote[:start], citation.quote[start:end], citation.quote[end:])
    before, value, after = (re.sub(r"\s+", " ", said(whole_words(part))) for part in parts)
    return Text.assemble(f"“{before.lstrip()}", (value, "bold"), f"{after.rstrip()}”")


def passages(found: Sequence[Retrieved]) -> None:
    """Passages with rank, score and page, best first."""
    console = out()
    for rank, passage in enumerate(found, 1):
        head = Text(f"{rank}. ", style="cyan")
        head.append(said(passage.title) or safe(passage.source), style="bold")
        head.append(f", page {passage.page}" if passage.paged else "")
        head.append(f"  score {passage.score:.3f}", style="dim")
        paragraph(console, head)
        indented(console, said_in_line(passage.text))
