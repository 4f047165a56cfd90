"""The commands that run many questions: `batch` and `eval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli.app import EXIT_REJECTED, AsJson, LibraryFolder, app
from qa.cli.asking import BaseUrl, Model

if TYPE_CHECKING:
    from corpus.errors import QuestionError

QuestionFile = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS.jsonl", exists=True, dir_okay=False, readable=True, help="One JSON object a line."
    ),
]


@app.command()
def batch(
    questions: QuestionFile,
    out: Annotated[Path, typer.Option("--out", metavar="ANSWERS.jsonl", help="Where the answers go, a line each.")],
    library: LibraryFolder = None,
    model: Model = None,
    base_url: BaseUrl = None,
) -> None:
    """Answer a file of questions.

    It can be stopped and started again without losing or repeating answers. Exit status 3 when some lines
    hold no question that can be read.
    """
    from qa.cli import render
    from qa.cli.progress import counted
    from qa.evaluation.batch import read_items, run_batch
    from qa.library import Library

    unusable: list[QuestionError] = []
    items = read_items(questions, unusable=unusable.append)
    for error in unusable:
        render.remark(f"Left out: {error}")
    with Library.open(library, model=model, base_url=base_url) as opened:
        render.say_model(opened.resources)
        for _ in counted(run_batch(opened, items, out), total=len(items), what="answers"):
            pass
    if unusable:
        raise typer.Exit(EXIT_REJECTED)


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
