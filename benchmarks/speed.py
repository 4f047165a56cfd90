"""Speed side by side with the stock recipe, in one run: from the shell, in a conversation, at ingest.

    python -m benchmarks.speed [--files N] [--repeat N]

Looks for PDFs in the folder INSPECTQA_REPORTS names, else ../shared/reports, else uses the bundled samples. Prints a
table: the figure, its bar, the stock recipe's figure, the ratio. Absolute times depend on the machine and on what else
it does; ratios are from the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

QUESTION = "How many assessments were delayed in Darlington?"
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One line of the table; `bar` and `stock` are None where there is none."""

    name: str
    value: float
    unit: str
    bar: str | None = None
    stock: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One process: wall-clock seconds and its own peak memory in megabytes."""

    seconds: float
    megabytes: float
    output: str


def run(*command: str, environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end; raises CalledProcessError when it fails otherwise than by refusing (status 4)."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        out.seek(0)
        text = out.read()
    if process.returncode not in (0, 3, 4):
        raise subprocess.CalledProcessError(process.returncode, command, text)
    return Run(seconds=seconds, megabytes=usage.ru_maxrss / 1024, output=text)


def median(runs: list[Run]) -> float:
    """The median wall-clock seconds."""
    return statistics.median(one.seconds for one in runs)


def inspectqa(*arguments: str, library: Path) -> Run:
    """The command line in a process of its own."""
    return run(sys.executable, "-m", "qa.cli", *arguments, environment={"INSPECTQA_LIBRARY": str(library)})


def stock(*arguments: str) -> Run:
    """The stock recipe in a process of its own."""
    return run(sys.executable, "-m", "benchmarks.stock_recipe", *arguments)


def at_ingest(files: list[Path], library: Path, scratch: Path) -> list[Figure]:
    """PDFs to a searchable library, ours and the stock recipe's, and our second run."""
    folder = scratch / "files"
    for path in files:
        target = folder / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    ours = inspectqa("ingest", str(folder), library=library)
    theirs = stock("ingest", str(folder), str(scratch / "stock"))
    counts = json.loads(theirs.output)
    again = inspectqa("ingest", str(folder), library=library)
    return [
        Figure(
            name=f"ingest of {len(files)} PDFs, {counts['pages']} pages",
            value=counts["pages"] / ours.seconds,
            unit="pages/s",
            bar=">= 3 x stock",
            stock=counts["pages"] / theirs.seconds,
        ),
        Figure(
            name="peak memory of that ingest", value=ours.megabytes, unit="MB", bar="<= 2000", stock=theirs.megabytes
        ),
        Figure(name="second run, nothing changed", value=again.seconds, unit="s", bar="<= 1.5"),
    ]


def from_the_shell(library: Path, scratch: Path, repeat: int) -> list[Figure]:
    """A question in a new process, and what needs no library."""
    asked = [inspectqa("ask", QUESTION, library=library) for _ in range(repeat + 1)][1:]
    theirs = [stock("ask", str(scratch / "stock"), QUESTION) for _ in range(repeat + 1)][1:]
    helped = [inspectqa("--help", library=library) for _ in range(repeat)]
    return [
        Figure(
            name="one question from the shell",
            value=median(asked),
            unit="s",
            bar="<= 1.5, 1/4 stock",
            stock=median(theirs),
        ),
        Figure(
            name="peak memory of that question",
            value=max(one.megabytes for one in asked),
            unit="MB",
            bar="<= 500",
            stock=max(one.megabytes for one in theirs),
        ),
        Figure(name="--help", value=median(helped), unit="s", bar="<= 0.3"),
    ]


def in_a_conversation(library: Path) -> list[Figure]:
    """Question to answer with the library open: median and 95th percentile over the known questions."""
    from qa.batch import read_items
    from qa.library import Library

    questions = [
        item.questions[0]
        for item in read_items(ROOT / "tests" / "data" / "sample_questions.jsonl")
        if not item.is_chat and any(character.isalpha() for character in item.questions[0])
    ]
    with Library.open(library) as opened:
        for question in questions[:10]:
            opened.ask(question)
        seconds = sorted(opened.ask(question).seconds["total"] for question in questions)
        passages = opened.store.counts()["passages"]
    name = f"question to answer, {passages} passages"
    return [
        Figure(name=f"{name}, median", value=1000 * statistics.median(seconds), unit="ms", bar="<= 40"),
        Figure(
            name=f"{name}, 95th percentile", value=1000 * seconds[int(0.95 * len(seconds))], unit="ms", bar="<= 100"
        ),
    ]


def of_the_embedding() -> list[Figure]:
    """Share of the machine's own matrix product that embedding reaches, in the precision used."""
    import torch

    from ingest.embed import Embedder

    embedder = Embedder()
    words = "The local authority has improved how quickly it assesses children and families who need help. "
    texts = [words * 7 + str(n) for n in range(256)]
    embedder.embed(texts[:32])
    tokens = sum(len(embedder.model.tokenizer(text)["input_ids"]) for text in texts[:8]) / 8
    best = min(_timed(lambda: embedder.embed(texts)) for _ in range(3))
    half = embedder.precision == "bfloat16"
    a = torch.randn(2048, 2048, dtype=torch.bfloat16 if half else torch.float32)
    product = 2 * 2048**3 / min(_timed(lambda: a @ a) for _ in range(5))
    # A token costs 2 operations for each of the encoder's 10.6 million weights, attention 4 x length x width a layer.
    operations = len(texts) * tokens * (2 * 10.6e6 + 6 * 4 * tokens * 384)
    return [
        Figure(name="passages embedded", value=len(texts) / best, unit="1/s"),
        Figure(
            name=f"embedding's share of the matrix product ({embedder.precision})",
            value=100 * operations / best / product,
            unit="%",
            bar=">= 60",
        ),
    ]


def _timed(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def show(figures: list[Figure]) -> None:
    """Lines of the table on stdout, as soon as they are measured."""
    for one in figures:
        stock_value = "" if one.stock is None else f"{one.stock:.2f}"
        ratio = "" if one.stock is None else f"{one.value / one.stock:.2f}"
        print(
            f"{one.name:58}{one.value:>10.2f} {one.unit:8}{one.bar or '':>20}{stock_value:>10}{ratio:>12}", flush=True
        )


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--files", type=int, default=15, help="how many PDFs the ingest is measured on")
    parser.add_argument("--repeat", type=int, default=5, help="processes a figure from the shell is the median of")
    parser.add_argument("--library", type=Path, help="ask this library, not the one made of those PDFs")
    chosen = parser.parse_args()
    print(f"{'':58}{'ours':>10} {'':8}{'bar':>20}{'stock':>10}{'ours/stock':>12}", flush=True)
    named = Path(os.environ.get("INSPECTQA_REPORTS", ROOT.parent / "shared" / "reports"))
    folder = named if named.is_dir() else ROOT / "corpus" / "samples"
    found = sorted(folder.rglob("*.pdf"))
    files = found[:: max(1, len(found) // chosen.files)][: chosen.files]
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch) / "library"
        show(at_ingest(files, library, Path(scratch)))
        asked = chosen.library or library
        show(from_the_shell(asked, Path(scratch), chosen.repeat))
        show(in_a_conversation(asked))
    show(of_the_embedding())


if __name__ == "__main__":
    main()
