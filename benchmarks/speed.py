"""Speed side by side with the stock recipe, in one run: at ingest, from the shell, in a conversation, in embedding.

    python -m benchmarks.speed [--files N] [--repeat N] [--library DIR]

Takes PDFs from the folder INSPECTQA_REPORTS names, else from ../shared/reports, else the bundled samples. Prints a
table: the figure, its bar, the stock recipe's figure, the ratio. Absolute times depend on the machine and on what else
it does; ratios are from the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.asking import Asking, ask_all
from benchmarks.processes import ROOT, Run, inspectqa, median, reports_folder, run

# What is asked from the shell: a grade, which is a recorded fact; what passages of one authority say; what any say.
STATED = "How was {} rated?"
WITHIN = "Why do children wait too long for an assessment in {}?"
OVER_ALL = "Why do children wait too long for an assessment?"
# The prompt stands: bracketed paste on, then the line drawn and the cursor shown.
PROMPT = r"\x1b\[\?2004h.*?\x1b\[\?25h"
TEXTS, TURNS, ROUNDS, SIDE = 1024, 4, 3, 2048  # of the embedding: passages, turns they take, rounds, the matrices' side


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One line of the table; `bar` and `stock` are None where there is none."""

    name: str
    value: float
    unit: str
    bar: str | None = None
    stock: float | None = None


def stock(*arguments: str) -> Run:
    """The stock recipe in a process of its own."""
    return run(sys.executable, "-m", "benchmarks.stock_recipe", *arguments)


def at_ingest(files: Sequence[Path], library: Path, scratch: Path) -> Iterator[Figure]:
    """PDFs to a searchable library, ours and the stock recipe's, and our second run."""
    folder = scratch / "files"
    for path in files:
        target = folder / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    ours = inspectqa("ingest", str(folder), library=library)
    theirs = stock("ingest", str(folder), str(scratch / "stock"))
    pages = json.loads(theirs.output)["pages"]
    again = inspectqa("ingest", str(folder), library=library)
    yield Figure(
        name=f"ingest of {len(files)} PDFs, {pages} pages",
        value=pages / ours.seconds,
        unit="pages/s",
        bar=">= 3 x stock",
        stock=pages / theirs.seconds,
    )
    yield Figure(name="  its peak memory", value=ours.megabytes, unit="MB", bar="<= 2000", stock=theirs.megabytes)
    yield Figure(name="second run, nothing changed", value=again.seconds, unit="s", bar="<= 1.5")


def from_the_shell(library: Path, stocked: Path, repeat: int) -> Iterator[Figure]:
    """A question in a new process, by each of the three ways, ours and the stock recipe's."""
    name = _most_reported(library)
    for sort, question in (
        ("answered from facts", STATED.format(name)),
        ("within one authority", WITHIN.format(name)),
        ("over all reports", OVER_ALL),
    ):
        steps = json.loads(inspectqa("ask", question, "--json", library=library).output)["seconds"]
        assert ("find" in steps) == (sort != "answered from facts"), f"{question} is not {sort}"
        asked = [inspectqa("ask", question, library=library) for _ in range(repeat)]
        stock("ask", str(stocked), question)
        theirs = [stock("ask", str(stocked), question) for _ in range(repeat)]
        yield Figure(
            name=f"question from the shell, {sort}",
            value=median(asked),
            unit="s",
            bar="<= 1.5, stock/4",
            stock=median(theirs),
        )
        yield Figure(
            name="  its peak memory",
            value=max(one.megabytes for one in asked),
            unit="MB",
            bar="<= 500",
            stock=max(one.megabytes for one in theirs),
        )


def _most_reported(library: Path) -> str:
    """The authority of which there are most reports that grade it overall."""
    reports = json.loads(inspectqa("reports", "--json", library=library).output)
    graded = Counter(str(one["authority"]) for one in reports if one["authority"] and "overall" in one["judgements"])
    return min(graded, key=lambda name: (-graded[name], name))


def at_the_start(library: Path, scratch: Path, repeat: int) -> Iterator[Figure]:
    """What needs no answer: help, the version, and the prompt of a conversation."""
    for option in ("--help", "--version"):
        yield Figure(
            name=option,
            value=median([inspectqa(option, library=library) for _ in range(repeat + 1)][1:]),
            unit="s",
            bar="<= 0.3",
        )
    waited = sorted([_until_prompt(library, scratch) for _ in range(repeat + 1)][1:])
    yield Figure(name="the chat's prompt", value=waited[len(waited) // 2], unit="s", bar="<= 0.7")


def _until_prompt(library: Path, scratch: Path) -> float:
    """Seconds from the start of `inspectqa chat` in a pseudo-terminal until its prompt has been drawn."""
    import pexpect

    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "XDG_STATE_HOME": str(scratch)}
    begun = time.perf_counter()
    chat = pexpect.spawn(
        sys.executable,
        ["-m", "qa.cli", "chat", "--library", str(library)],
        cwd=str(ROOT),
        env=environment,
        timeout=60,
    )
    try:
        chat.expect(PROMPT)
        seconds = time.perf_counter() - begun
        chat.sendeof()
        chat.expect(pexpect.EOF)
    finally:
        chat.close(force=True)
    return seconds


def in_a_conversation(library: Path) -> Iterator[Figure]:
    """Question to answer with the library open: median and 95th percentile over the known questions."""
    from qa.evaluation.batch import read_items

    questions = [
        item.questions[0]
        for item in read_items(ROOT / "tests" / "data" / "sample_questions.jsonl")
        if not item.is_chat and any(character.isalpha() for character in item.questions[0])
    ]
    told = ask_all(library, warming=questions[:10], questions=questions)
    yield from _answering(f"{len(questions)} questions, {told.passages} passages", told)
    yield from _answering(f"{len(told.searching.seconds)} of them that search passages", told.searching)
    yield Figure(name="  peak memory of asking them", value=told.megabytes, unit="MB", bar="<= 500")


def _answering(name: str, told: Asking) -> Iterator[Figure]:
    yield Figure(name=f"{name}, median", value=told.median(), unit="ms", bar="<= 40")
    yield Figure(name="  95th percentile", value=told.tail(), unit="ms", bar="<= 100")


def of_the_embedding(library: Path) -> Iterator[Figure]:
    """Share of the machine's own matrix product that embedding real passages reaches, in the precision used.

    Products and embedding take turns, and the best round of each counts, so that both have met the same load by others.
    """
    import torch

    from ingest.embedding.embed import Embedder

    embedder = Embedder()
    texts = sorted(_passages(library), key=len)  # an ingest embeds texts of one length together
    lengths = _tokens(embedder.model, texts)
    a = torch.randn(SIDE, SIDE, dtype=torch.bfloat16 if embedder.precision == "bfloat16" else torch.float32)
    parts = [texts[at : at + TEXTS // TURNS] for at in range(0, len(texts), TEXTS // TURNS)]
    rounds = []
    for _ in range(ROUNDS + 1):  # the first is to warm up
        turns = [(_seconds(lambda: a @ a), _seconds(partial(embedder.embed, part))) for part in parts]
        rounds.append([sum(some) for some in zip(*turns, strict=True)])
    product, embedding = (min(some) for some in zip(*rounds[1:], strict=True))
    # A token costs 2 operations for each of the encoder's 10.6 million weights, attention 4 x length x width a layer.
    operations = sum(length * (2 * 10.6e6 + 6 * 4 * length * 384) for length in lengths)
    name = f"passages embedded, {sum(lengths) / len(texts):.0f} tokens each"
    yield Figure(name=name, value=len(texts) / embedding, unit="1/s")
    yield Figure(
        name=f"embedding's share of the matrix product, {embedder.precision}",
        value=100 * (operations / embedding) / (len(parts) * 2 * SIDE**3 / product),
        unit="%",
        bar=">= 60",
    )


def _passages(library: Path) -> list[str]:
    """What is embedded for passages spread evenly over the library."""
    from corpus.store import Store
    from ingest.prepare import embedded_text

    with Store(library) as store:
        numbers = [row["number"] for row in store.rows("SELECT number FROM passages ORDER BY number")]
        chosen = numbers[:: max(1, len(numbers) // TEXTS)][:TEXTS]
        return [embedded_text(one.header, one.text) for one in store.passages(chosen).values()]


def _tokens(model: Any, texts: Sequence[str]) -> list[int]:
    """How many tokens of each text the model reads, without padding."""
    read = model.tokenizer(list(texts), truncation=True, max_length=model.max_seq_length, padding=False)
    return [len(one) for one in read["input_ids"]]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def show(figures: Iterator[Figure]) -> None:
    """Lines of the table on stdout, as soon as they are measured."""
    for one in figures:
        theirs = "" if one.stock is None else f"{one.stock:.2f}"
        ratio = "" if one.stock is None else f"{one.value / one.stock:.2f}"
        print(f"{one.name:50}{one.value:>9.2f} {one.unit:8}{one.bar or '':>15}{theirs:>9}{ratio:>8}", flush=True)


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--files", type=int, default=40, help="how many PDFs the ingest is measured on")
    parser.add_argument("--repeat", type=int, default=5, help="processes a figure from the shell is the median of")
    parser.add_argument("--library", type=Path, help="ask this library, not the one made of those PDFs")
    chosen = parser.parse_args()
    found = sorted(reports_folder().rglob("*.pdf"))
    files = found[:: max(1, len(found) // chosen.files)][: chosen.files]
    print(f"{'':50}{'ours':>9} {'':8}{'bar':>15}{'stock':>9}{'ratio':>8}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        library = scratch / "library"
        asked = chosen.library.resolve() if chosen.library else library
        show(at_ingest(files, library, scratch))
        show(from_the_shell(asked, scratch / "stock", chosen.repeat))
        show(at_the_start(asked, scratch, chosen.repeat))
        show(in_a_conversation(asked))
        show(of_the_embedding(library))


if __name__ == "__main__":
    main()
