"""The /commands of the chat: what each is called, what it says of itself, and what it does.

Knows the loop, the last answer and how things are shown. Does not know how a question is answered.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from corpus.errors import QuestionError
from qa.cli import render

if TYPE_CHECKING:
    from qa.answer import Answer, Citation
    from qa.chat.conversation import Conversation, Turn
    from qa.cli.chat.repl import Filters, Repl

__all__ = ["COMMANDS", "Command", "Leave", "is_command", "run_command"]


class Leave(Exception):
    """The person wants to leave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One command: its name, what may stand behind it, what it does in a few words."""

    name: str
    takes: str
    does: str
    run: Callable[[Repl, str], None]


def is_command(line: str) -> bool:
    """Whether a line is a command rather than a question."""
    return bool(re.match(r"/[A-Za-z?]*(?:\s|$)", line))


def run_command(repl: Repl, line: str) -> None:
    """Do what `line` says; raises Leave, InspectQAError, and QuestionError for a command that is none."""
    name, _, rest = line[1:].partition(" ")
    name = {"exit": "quit", "q": "quit", "?": "help", "": "help", "h": "help"}.get(name.casefold(), name.casefold())
    begun = [one for one in COMMANDS if one.name.startswith(name)]
    command = next((one for one in COMMANDS if one.name == name), begun[0] if len(begun) == 1 else None)
    if command is None:
        near = difflib.get_close_matches(name, [one.name for one in COMMANDS], n=1)
        hint = f" Did you mean /{near[0]}?" if near else ""
        raise QuestionError(f"There is no command /{name}.{hint} /help lists them.")
    command.run(repl, rest.strip())


def _help(_: Repl, rest: str) -> None:
    console = render.out()
    for command in COMMANDS:
        head = Text(f"/{command.name}{f' {command.takes}' if command.takes else ''}", style="bold")
        render.paragraph(console, head)
        render.indented(console, command.does)
    render.paragraph(
        console, Text("Anything else is a question. A line that ends in \\ goes on in the next one; so does Alt-Enter.")
    )


def _last(repl: Repl) -> Turn:
    turns = repl.conversation.turns
    if not turns:
        raise QuestionError("Nothing has been asked yet. Ask a question first.")
    return turns[-1]


def _cited(repl: Repl) -> Answer:
    """The last answer that cites anything; of a refusal, its nearest evidence counts."""
    for turn in reversed(repl.conversation.turns):
        if turn.answer.citations or turn.answer.nearest:
            return turn.answer
    raise QuestionError("No answer so far cites a page. Ask a question that the reports answer first.")


def _sources(repl: Repl, rest: str) -> None:
    answer = _cited(repl)
    render.citations(render.out(), answer.citations or answer.nearest)


def _open(repl: Repl, rest: str) -> None:
    answer = _cited(repl)
    shown = answer.citations or answer.nearest
    number = rest.strip("[]() ") or "1"
    chosen = next((one for one in shown if str(one.n) == number), None)
    if chosen is None:
        numbers = f"1 to {len(shown)}" if len(shown) > 1 else "1"
        raise QuestionError(f"The last answer has no source {number!r}. Name one from {numbers}; /sources shows them.")
    show_page(repl.conversation, chosen)


def show_page(conversation: Conversation, citation: Citation) -> None:
    """The cited page's whole text, the quote between » and «."""
    store = conversation.library.store
    text = store.text(citation.report)
    pages = store.pages(citation.report)
    page = next((one for one in pages if one.number == citation.page), None)
    if page is None or text[citation.start : citation.end] != citation.quote:
        raise QuestionError(
            "That report has changed in the library since it was cited. /retry asks the question again."
        )
    last = next((one for one in pages if one.start < citation.end <= one.end), page)
    console = render.out()
    console.print(Text(f"── {render.one_line(citation.title)}, page {page.number} of {len(pages)} ──", style="dim"))
    shown = Text(render.safe(text[page.start : citation.start]).lstrip())
    shown.append(f"»{render.safe(citation.quote)}«", style="bold reverse")
    shown.append(render.safe(text[citation.end : last.end]).rstrip())
    console.print(shown)


def _why(repl: Repl, rest: str) -> None:
    turn = _last(repl)
    answer = turn.answer
    console = render.out()
    rows = [("Question", turn.question), ("Status", answer.status.replace("_", " "))]
    rows += [(name.replace("_", " ").capitalize(), _plain(value)) for name, value in answer.understood.items()]
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
        line.append(render.one_line(str(value)), style="not bold")
        render.paragraph(console, line)


def _plain(value: object) -> str:
    """A plan's value as a person reads it."""
    if isinstance(value, dict):
        return " ".join(str(part) for key, part in value.items() if key in ("words", "start", "end"))
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return "yes" if value is True else str(value).replace("_", " ")


def _scope(repl: Repl, rest: str) -> None:
    what, _, value = rest.partition(" ")
    what, value = what.casefold(), value.strip()
    if what:
        filters = _filters(repl, what, value)
        library = repl.conversation.library
        scope = library.scope(
            authorities=filters.authorities,
            region=filters.region,
            since=filters.since,
            until=filters.until,
            framework=filters.framework,
        )
        if not any(scope.admits(report) for report in library.catalogue.reports):
            raise QuestionError(f"No report here passes those filters ({filters}). The scope stays as it was.")
        repl.filters = filters
        repl.conversation.scope = scope
    admitted = repl.conversation.scope
    reports = [r for r in repl.conversation.library.catalogue.reports if admitted is None or admitted.admits(r)]
    about = f"only {repl.filters}" if str(repl.filters) else "everything"
    render.paragraph(
        render.out(),
        Text(render.one_line(f"Scope: {about} ({len(reports)} report{'s' if len(reports) != 1 else ''}).")),
    )


def _filters(repl: Repl, what: str, value: str) -> Filters:
    from qa.cli.chat.repl import Filters

    if what in ("off", "all", "none", "clear"):
        return Filters()
    if what not in ("authority", "region", "since", "until", "year", "years", "framework"):
        raise QuestionError(
            f"There is no filter {what!r}. The filters are authority, region, since, until, framework, and off."
        )
    if not value:
        raise QuestionError("Say what to narrow by: /scope region London, /scope since 2019, or /scope off.")
    if what == "authority":
        from qa.cli.filters import canonical_authority

        return replace(repl.filters, authorities=tuple(canonical_authority(name) for name in value.split(",")))
    if what in ("since", "until", "year", "years"):
        years = re.findall(r"\b(?:19|20)\d\d\b", value)
        if not years:
            raise QuestionError(f"{value!r} is no year. Write it as /scope since 2019.")
        if what == "since":
            return replace(repl.filters, since=int(years[0]))
        if what == "until":
            return replace(repl.filters, until=int(years[0]))
        return replace(repl.filters, since=int(years[0]), until=int(years[-1]))
    if what == "framework":
        known = {key.casefold(): key for key in repl.conversation.library.catalogue.frameworks}
        return replace(repl.filters, framework=known.get(value.casefold(), value))
    known = {name.casefold(): name for name in repl.conversation.library.catalogue.regions}
    return replace(repl.filters, region=known.get(value.casefold(), value))


def _model(repl: Repl, rest: str) -> None:
    library = repl.conversation.library
    if rest:
        name = None if rest.casefold() in ("off", "none") else rest
        settings = library.settings.model_copy(update={"model": name})
        if name is not None:
            from qa.llm.models import chat_model

            chat_model(name, settings=settings).close()  # a wrong name is told here, and the old one stays
        library.settings = settings
    current = library.settings.model
    shown = (
        f"Model: {current}." if current else "Model: none; answers are sentences and facts of the reports themselves."
    )
    render.paragraph(render.out(), Text(render.one_line(shown)))


def _reports(repl: Repl, rest: str) -> None:
    from qa.cli.tables import reports_table

    scope = repl.conversation.scope
    words = rest.casefold().split()
    chosen = [
        report
        for report in repl.conversation.library.reports()
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


def _retry(repl: Repl, rest: str) -> None:
    _last(repl)
    repl.answer(lambda conversation, **told: conversation.retry(**told))


def _reset(repl: Repl, rest: str) -> None:
    repl.conversation.reset()
    render.remark("Forgotten. The next question begins a new conversation.")


def _save(repl: Repl, rest: str) -> None:
    from qa.cli.chat.transcript import transcript

    turns = repl.conversation.turns
    if not rest:
        raise QuestionError("Name the file: /save notes.md")
    if not turns:
        raise QuestionError("Nothing has been asked yet: there is nothing to save.")
    path = Path(rest).expanduser()
    text = transcript(turns, title=turns[0].asked)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise QuestionError(f"{path} is there already. Name another file.") from None
    except OSError as error:
        raise QuestionError(f"{path} cannot be written: {error.strerror or error}. Name another file.") from error
    render.remark(f"{len(turns)} turn{'s' if len(turns) != 1 else ''} saved to {path}.")


def _quit(repl: Repl, rest: str) -> None:
    raise Leave


COMMANDS = (
    Command(name="help", takes="", does="List the commands.", run=_help),
    Command(name="sources", takes="", does="Show the sources of the last answer again.", run=_sources),
    Command(name="open", takes="[N]", does="Show the page of source N with the quote marked.", run=_open),
    Command(
        name="why",
        takes="",
        does="Say how the last question was understood, what was searched and what was left out.",
        run=_why,
    ),
    Command(
        name="scope",
        takes="[authority NAME | region NAME | since YEAR | until YEAR | framework KEY | off]",
        does="Show or set what every question is narrowed to.",
        run=_scope,
    ),
    Command(
        name="model",
        takes="[PROVIDER:NAME | off]",
        does="Show or set the chat model that words the answers.",
        run=_model,
    ),
    Command(
        name="reports",
        takes="[WORDS]",
        does="List the reports in the scope, or those whose title has these words.",
        run=_reports,
    ),
    Command(name="retry", takes="", does="Ask the last question again.", run=_retry),
    Command(
        name="reset", takes="", does="Forget what was said; the next question begins a new conversation.", run=_reset
    ),
    Command(
        name="save",
        takes="FILE.md",
        does="Write the conversation to a Markdown file, with every quote and page.",
        run=_save,
    ),
    Command(name="quit", takes="", does="Leave; so does Ctrl-D.", run=_quit),
)
