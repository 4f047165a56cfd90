"""The command `frameworks`: which kinds of report are known, what each file says, what would be read out of a report.

Knows the frameworks' fields and the terminal. Does not know how a report is recognised (ingest.recognise).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.cli.app import AsJson, app

if TYPE_CHECKING:
    from corpus.frameworks import Framework
    from corpus.model import Document, Fact

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        help="The folder of your own framework files (else INSPECTQA_FRAMEWORKS, else the settings file).",
        show_default=False,
    ),
]


@app.command()
def frameworks(
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="A framework, to see what its file says.", show_default=False)
    ] = None,
    folder: Folder = None,
    tried: Annotated[
        Path | None,
        typer.Option("--try", metavar="FILE", help="Show what would be read out of this report, and where it stands."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List or check the kinds of reports.

    With a KEY, what that framework reads; with --try, what would be read out of a report. Nothing is stored.
    docs/frameworks.md says how a framework is written.
    """
    from corpus.frameworks import frameworks as every
    from corpus.settings import load_settings

    load_settings(frameworks=folder)
    known = every()
    if tried is not None:
        _try(tried, known, as_json=as_json)
    elif key is not None:
        _explain(_called(key, known), as_json=as_json)
    else:
        _list(known, as_json=as_json)


def _called(key: str, known: tuple[Framework, ...]) -> Framework:
    from corpus.errors import SettingsError

    found = next((one for one in known if one.key.casefold() == key.casefold()), None)
    if found is None:
        raise SettingsError(f"There is no framework {key!r}. There are {', '.join(one.key for one in known)}.")
    return found


def _list(known: tuple[Framework, ...], *, as_json: bool) -> None:
    from qa.cli import render
    from qa.cli.tables import plain_table

    if as_json:
        render.print_json([_plain(one) for one in known])
        return
    table = plain_table("Key", "Reports", "On", "Grades")
    for one in known:
        table.add_row(*(render.safe(cell) for cell in (one.key, one.name, one.body.kind, _grades(one))))
    render.out().print(table)
    render.remark(f"{len(known)} frameworks, each sound. `inspectqa frameworks KEY` says what one reads.")


def _grades(one: Framework) -> str:
    scales = dict.fromkeys(area.scale for area in one.areas.values() if area.scale)
    return "; ".join(", ".join(scale) for scale in scales) or "none"


def _plain(one: Framework) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "inspectorate": one.inspectorate,
        "body": one.body.kind,
        "called": [many for _, many in one.called.bodies],
        "areas": {key: {"label": area.label, "grades": list(area.scale)} for key, area in one.areas.items()},
        "facts": {key: own.label for key, own in one.own.items()},
        "unsure": one.unsure,
    }


def _explain(one: Framework, *, as_json: bool) -> None:
    from rich.text import Text

    from qa.cli import render

    if as_json:
        render.print_json(_plain(one))
        return
    lines = [f"{one.key}: {one.name}, by {one.inspectorate}.", f"Its reports are on one {one.body.kind} each."]
    if one.called.bodies:
        lines.append(f"In questions these are {', '.join(many for _, many in one.called.bodies)}.")
    for area in one.areas.values():
        graded = ", ".join(area.scale) if area.scale else "a score alone"
        lines.append(f"- {area.label} ({area.key}): {graded}")
    if one.verdicts is not None:
        lines.append(f"- each regulation or standard: {', '.join(one.verdicts.scale)}")
    lines += [f"- {own.label} ({own.key})" for own in one.own.values()]
    lines += [f"- {role.label} ({role.key})" for role in one.roles.values()]
    if one.unsure:
        lines.append(f"Not sure: {one.unsure}")
    for line in lines:
        render.paragraph(render.out(), Text(render.safe(line)))


def _try(path: Path, known: tuple[Framework, ...], *, as_json: bool) -> None:
    from rich.text import Text

    from corpus.frameworks import framework
    from ingest.read.file import read_file
    from ingest.recognise import recognise, title
    from qa.cli import render
    from qa.cli.tables import plain_table

    document = read_file(path)
    facts = recognise(document, source=str(path), among=known)
    rows = [(_named(fact), fact.value, _where(fact, document), _words(fact, document)) for fact in facts]
    if as_json:
        render.print_json([dict(zip(("what", "value", "where", "words"), row, strict=True)) for row in rows])
        return
    kind = next((framework(fact.value) for fact in facts if fact.kind == "framework"), None)
    render.paragraph(render.out(), Text(render.safe(title(facts, document, str(path)))))
    table = plain_table("What", "Value", "Where", "Words")
    for row in rows:
        table.add_row(*(render.safe(cell) for cell in row))
    render.out().print(table)
    if kind is None:
        render.remark("No framework knows this report: of its title no `recognised.by` is found on its first pages.")
        return
    lacking = _lacking(kind, facts)
    if lacking:
        render.remark(f"Not found: {', '.join(lacking)}.")


def _named(fact: Fact) -> str:
    kind = {"authority": "body", "own": "fact", "previous_judgement": "judgement before"}.get(fact.kind, fact.kind)
    return f"{kind.replace('_', ' ')}{f': {fact.key}' if fact.key else ''}"


def _where(fact: Fact, document: Document) -> str:
    if fact.origin == "filename":
        return "file name"
    page = next((page.number for page in document.pages if page.start <= fact.start < page.end), 1)
    return f"page {page}"


def _words(fact: Fact, document: Document) -> str:
    return "" if fact.origin == "filename" else " ".join(document.text[fact.start : fact.end].split())


def _lacking(kind: Framework, facts: list[Fact]) -> list[str]:
    """What the framework's file would have read and the report does not have."""
    found = {(fact.kind, fact.key) for fact in facts}
    single = {fact.kind for fact in facts}
    lacking = [
        name
        for name, one in (
            ("the body's name", "authority"),
            ("the inspection's dates", "inspection_end"),
            ("the date of publication", "published"),
            ("the lead inspector", "lead_inspector"),
        )
        if one not in single
    ]
    for key, area in kind.areas.items():
        if ("judgement", key) not in found and ("score", key) not in found:
            lacking.append(area.label)
    lacking += [own.label for key, own in kind.own.items() if ("own", key) not in found]
    lacking += [key for key in kind.body.identifiers if ("identifier", key) not in found]
    return lacking
