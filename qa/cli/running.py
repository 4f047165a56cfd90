"""The commands that run many questions: `batch` and `eval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import SettingsError
from qa.cli.app import EXIT_REJECTED, AsJson, LibraryFolder, app
from qa.cli.asking import BaseUrl, Model
from qa.cli.saving import Force, read_saving

if TYPE_CHECKING:
    from corpus.errors import QuestionError
    from qa.evaluation.batch import BatchItem
    from qa.evaluation.sheets import Sheet

QuestionFile = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS.jsonl", exists=True, dir_okay=False, readable=True, help="One JSON object a line."
    ),
]
BatchFile = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS",
        exists=True,
        dir_okay=False,
        readable=True,
        help="A spreadsheet (.csv, .xlsx), or one JSON object a line.",
    ),
]


@app.command()
def batch(
    questions: BatchFile,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="ANSWERS", help="Where the answers go: .jsonl with all of each, .csv or .xlsx."),
    ],
    library: LibraryFolder = None,
    model: Model = None,
    base_url: BaseUrl = None,
    force: Force = False,
) -> None:
    """Answer a file of questions.

    A spreadsheet has them in a column "question"; written as one, it has answer, page and quote beside each.
    It can be stopped and started again without losing or repeating answers. Exit status 3 when some lines
    hold no question that can be read.
    """
    from qa.cli import render
    from qa.evaluation.batch import read_items, sheet_items
    from qa.evaluation.sheets import Sheet, is_sheet, read_sheet

    unusable: list[QuestionError] = []
    if is_sheet(questions):
        sheet = read_sheet(questions)
        items = sheet_items(sheet)
    else:
        items = read_items(questions, unusable=unusable.append)
        asked = {item.id: item.questions[0] for item in items if not item.is_chat}
        rows: dict[str, tuple[str, ...]] = {name: (name, question) for name, question in asked.items()}
        sheet = Sheet(headings=("id", "question"), rows=rows, questions=asked)
    for error in unusable:
        render.remark(f"Left out: {error}")
    if is_sheet(out, written=True):
        if len(items) > len(sheet.rows):
            raise SettingsError(f"{questions} has conversations, which no row holds. Name a .jsonl file with --out.")
        _run_sheet(sheet, items, out, library=library, model=model, base_url=base_url, force=force)
    else:
        _run(items, out, library=library, model=model, base_url=base_url)
    if unusable:
        raise typer.Exit(EXIT_REJECTED)


def _run(items: list[BatchItem], out: Path, *, library: Path | None, model: str | None, base_url: str | None) -> None:
    from qa.cli import render
    from qa.cli.progress import counted
    from qa.evaluation.batch import run_batch
    from qa.library import Library

    with Library.open(library, model=model, base_url=base_url) as opened:
        render.say_model(opened.resources)
        for _ in counted(run_batch(opened, items, out), total=len(items), what="answers"):
            pass


def _run_sheet(sheet: Sheet, items: list[BatchItem], out: Path, *, force: bool, **options: Any) -> None:
    """Answers go to a file of lines beside `out`, for a run that is gone on with; it goes when the sheet is there."""
    from qa.evaluation.sheets import filled_in

    form = out.suffix.casefold().lstrip(".")
    saving = read_saving(**{form: str(out)}, force=force)
    lines = out.with_name(f"{out.name}.jsonl")
    _run(items, lines, **options)
    if saving:
        saving.put(filled_in(sheet, lines))
    lines.unlink()


@app.command(name="eval")
def evaluate(
    questions: QuestionFile,
    library: LibraryFolder = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="REPORTS", help="The folder of PDFs in which quotes are looked up."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="ANSWERS.jsonl", help="Keep the answers here.")] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="ANSWERS.jsonl", help="Compare with an earlier run's answers.")
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
    as_json: AsJson = False,
) -> None:
    """Score the answers to a question file.

    The file has the known answers. By kind: right, cited, found, declined.
    """
    from rich.text import Text

    from qa.cli import render
    from qa.cli.progress import counted
    from qa.cli.scores import score_table, wrong_lines
    from qa.evaluation.answers import may_hold_answers, write_answers
    from qa.evaluation.batch import answer_item, read_items
    from qa.evaluation.score import compare, load_answers, load_gold, score
    from qa.library import Library

    gold = load_gold(questions)
    if out:
        may_hold_answers(out)
    with Library.open(library, model=model, base_url=base_url) as opened:
        render.say_model(opened.resources)
        items = read_items(questions)
        answers = [answer_item(opened, item) for item in counted(iter(items), total=len(items), what="answers")]
    if out:
        write_answers(out, answers)
    result = score(gold, answers, reports=against)
    changes = compare(score(gold, load_answers(baseline), reports=against), result) if baseline else None
    if as_json:
        render.print_json({**result.to_dict(), "changes": changes})
        return
    console = render.out()
    console.print(score_table(result))
    for line in wrong_lines(result):
        console.print(line)
    for name, questions_changed in (changes or {}).items():
        console.print(f"{name}: {len(questions_changed)}")
        for changed in questions_changed:
            console.print(Text(f"  {render.safe(changed)}"))
