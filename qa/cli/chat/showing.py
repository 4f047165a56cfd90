"""The chat's commands that show: sources, a cited page, how a question was understood, the reports.

Knows the last answers and how things are shown. Does not know how a question is answered.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.errors import PageNotShown, QuestionError
from corpus.files import expanded, write_new
from qa.cli import render
from qa.pictures import PDF
from qa.written.reference import key

if TYPE_CHECKING:
    from corpus.store import Store
    from qa.answer import Answer, Citation
    from qa.chat.conversation import Turn
    from qa.cli.chat.session import Session

__all__ = ["draw_source", "last_turn", "list_reports", "open_source", "show_page", "show_sources", "show_why"]


def last_turn(session: Session) -> Turn:
    """The last turn; raises QuestionError where there is none."""
    turns = session.conversation.turns
    if not turns:
        raise QuestionError("Nothing has been asked yet. Ask a question first.")
    return turns[-1]


def _cited(session: Session) -> Answer:
    """The last answer that cites anything; of a refusal, its nearest evidence counts."""
    for turn in reversed(session.conversation.turns):
        if turn.answer.citations or turn.answer.nearest:
            return turn.answer
    raise QuestionError("No answer so far cites a page. Ask a question that the reports answer first.")


def show_sources(session: Session, rest: str) -> None:
    """The sources of the last answer that has any."""
    answer = _cited(session)
    render.citations(render.out(), answer.citations or answer.nearest)


def open_source(session: Session, rest: str) -> None:
    """The page of the source that `rest` numbers, the first where it names none; raises QuestionError.

    Its text is shown here, the quote marked; where there is a display and a viewer, the file is opened at it too.
    """
    chosen = _source(session, rest)
    show_page(session.conversation.resources.store, chosen)
    if session.watched:
        _open(chosen)


def _open(cited: Citation) -> None:
    from qa.cli.viewer import has_display, open_pdf

    if not has_display() or (cited.about and cited.about.media_type != PDF):
        return
    try:
        done = open_pdf(cited.file(), cited.page)
    except PageNotShown as error:
        done = str(error)
    if done:
        render.remark(done)


def draw_source(session: Session, rest: str) -> None:
    """The page of a source as a picture in a file: "2", "2 page.png".

    Raises QuestionError, PageNotShown, OutputError.
    """
    number, _, name = rest.partition(" ")
    if number and not re.fullmatch(r"[\[(]?\d+[\])]?", number):
        number, name = "", rest
    chosen = _source(session, number)
    path = expanded(Path(name.strip() or f"{key(chosen)}-p{chosen.page}.png"))
    write_new(path, chosen.image(scale=2.0))
    render.remark(f"{chosen.format()}: drawn into {path}, the quote lit.")


def _source(session: Session, rest: str) -> Citation:
    answer = _cited(session)
    shown = answer.citations or answer.nearest
    number = rest.strip("[]() ") or "1"
    chosen = next((one for one in shown if str(one.n) == number), None)
    if chosen is None:
        numbers = f"1 to {len(shown)}" if len(shown) > 1 else "1"
        raise QuestionError(f"The last answer has no source {number!r}. Name one from {numbers}; /sources shows them.")
    return chosen


def show_page(store: Store, citation: Citation) -> None:
    """The cited page's whole text, the quote between » and «."""
    text = store.text(citation.report)
    pages = store.pages(citation.report)
    page = next((one for one in pages if one.number == citation.page), None)
    if page is None or text[citation.start : citation.end] != citation.quote:
        raise QuestionError(
            "That report has changed in the library since it was cited. /retry asks the question again."
        )
    last = next((one for one in pages if one.start < citation.end <= one.end), page)
    console = render.out()
    render.page_heading(console, citation.title, page=page.number, pages=len(pages))
    shown = Text(render.said(text[page.start : citation.start]).lstrip())
    shown.append(f"»{render.said(citation.quote)}«", style="bold reverse")
    shown.append(render.said(text[citation.end : last.end]).rstrip())
    console.print(shown)


_NAMES = {"as": "Understood as"}


def show_why(session: Session, rest: str) -> None:
    """How the last question was understood, what was searched and what was left out."""
    turn = last_turn(session)
    answer = turn.answer
    console = render.out()
    rows = [("Question", turn.question), ("Status", answer.status.replace("_", " "))]
    understood = {name: value for name, value in answer.understood.items() if name != "query"}  # "as" says it in words
    rows += [(_NAMES.get(name) or name.replace("_", " ").capitalize(), _plain(v)) for name, v in understood.items()]
    if answer.retrieved:
        titles = dict.fromkeys(passage.title or passage.source for passage in answer.retrieved)
        rows.append(("Searched", f"{len(answer.retrieved)} passages of {len(titles)} reports: {'; '.join(titles)}"))
    elif answer.citations:
        rows.append(("Searched", "the facts read out of the reports (grades, dates, names, figures)"))
    rows += [("Reason", answer.reason)] if answer.reason else []
    rows += [("Note", note) for note in answer.notes]
    rows += [("Model", answer.model)] if answer.model else []
    rows.append(("Seconds", ", ".join(f"{step} {seconds:.2f}" for step, seconds in answer.seconds.items()) or "–"))
    for name, value in rows:
        line = Text(f"{name}: ", style="bold")
        shown = render.one_line if name == "Model" else render.said_in_line
        line.append(shown(str(value)), style="not bold")
        render.paragraph(console, line)


def _plain(value: object) -> str:
    """A plan's value as a person reads it."""
    if isinstance(value, dict):
        return " ".join(str(part) for key, part in value.items() if key in ("words", "start", "end"))
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return "yes" if value is True else str(value).replace("_", " ")


def list_reports(session: Session, rest: str) -> None:
    """The reports in the scope, or those of them with all the words of `rest`."""
    from qa.cli.tables import reports_table

    scope = session.conversation.scope
    words = rest.casefold().split()
    chosen = [
        report
        for report in session.conversation.resources.catalogue.reports
        if (scope is None or scope.admits(report))
        and all(
            word in f"{report.title} {report.region} {report.dated} {report.framework}".casefold() for word in words
        )
    ]
    if not chosen:
        raise QuestionError(
            "No report here answers to that. /reports alone lists all of them, /scope off widens the scope."
        )
    console = render.out()
    console.print(reports_table(chosen, width=console.width))
