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
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.asking import Asking, ask_all
from benchmarks.processes import ROOT, Run, inspectqa, median, reports_folder, run

# What is asked from the shell: a grade, which is a recorded fact; what passages of one authority say; what any say.
STATED = "How was {} rated?"
WITHIN = "Why do children wait too long for an assessment in {}?"
OVER_ALL = "Why do children wait too long for an assessment?"
# The prompt stands: bracketed paste on, then the line drawn and the cursor shown.
PROMPT = r"\x1b\[\?2004h.*?\x1b\[\?25h"
TEXTS, TURNS = 400, 4  # of the embedding: passages, and the turns in which they are taken
_LARGE = 10**7  # characters for which the quicker way is chosen


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
    """PDFs to a library that can be asked, ours and the stock recipe's, alone and beside a busy process."""
    folder = scratch / "files"
    for path in files:
        target = folder / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    for beside in (False, True):
        place = Path(tempfile.mkdtemp(dir=scratch)) if beside else library
        with busy(1 if beside else 0):
            askable = inspectqa("ingest", str(folder), "--later", library=place)
            rest = inspectqa("embed", library=place)
            theirs = stock("ingest", str(folder), str(place / "stock" if beside else scratch / "stock"))
        pages = json.loads(theirs.output)["pages"]
        said = ", beside a busy process" if beside else ""
        yield Figure(
            name=f"{len(files)} PDFs, {pages} pages, by words and facts{said}",
            value=pages / askable.seconds,
            unit="pages/s",
            bar=">= 80",
            stock=pages / theirs.seconds,
        )
        yield Figure(
            name=f"  with vectors{said}",
            value=pages / (askable.seconds + rest.seconds),
            unit="pages/s",
            bar=f">= {3 if beside else 1.5} x stock",
            stock=pages / theirs.seconds,
        )
        most = max(askable.megabytes, rest.megabytes)
        yield Figure(name="  peak memory", value=most, unit="MB", bar="<= 1000", stock=theirs.megabytes)
    again = inspectqa("ingest", str(folder), library=library)
    yield Figure(name="second run, nothing changed", value=again.seconds, unit="s", bar="<= 1.5")


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that do nothing but reckon, for the length of the block."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


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
    """Passages a second by all cores against so many times one thread's, and the processor's time for each.

    By ONNX Runtime, and by torch where this machine takes that way.
    """
    from ingest.embedding.embed import Embedder

    texts = sorted(_passages(library), key=len)  # an ingest embeds texts of one length together
    chosen = Embedder()
    chosen.expect(_LARGE)
    for way in ("onnx", *(("torch",) if chosen.way == "torch" else ())):
        for beside in (False, True):
            yield from _by(way, texts, beside=beside)


def _by(way: Literal["onnx", "torch"], texts: Sequence[str], *, beside: bool) -> Iterator[Figure]:
    """One thread and all cores take turns, and what counts is their best round: both have met the same load by others.

    `texts` are from short to long.
    """
    from ingest.embedding.embed import Embedder
    from ingest.embedding.onnx import cores

    parts = [texts[n::TURNS] for n in range(TURNS)]
    count = cores()

    def embedded(threads: int, part: Sequence[str]) -> tuple[float, float]:
        with threads_named(threads):
            embedder = Embedder(way=way)
            embedder.embed(part[:1])
            begun, used = time.perf_counter(), time.process_time()
            embedder.embed(part)
            return time.perf_counter() - begun, time.process_time() - used

    with busy(1 if beside else 0):
        turns = [(embedded(1, part), embedded(count, part)) for part in parts]
    one, every = (min(turn[which][0] / len(part) for turn, part in zip(turns, parts, strict=True)) for which in (0, 1))
    name = f"embedded on {count} cores by {way}{', beside a busy process' if beside else ''}"
    yield Figure(name=name, value=1 / every, unit="1/s", bar=">= 0.85 x cores", stock=count / one)
    one, every = (sum(turn[which][1] for turn in turns) / len(texts) for which in (0, 1))
    yield Figure(name="  processor time for each", value=1000 * every, unit="ms", bar="<= 1.1 x one", stock=1000 * one)


@contextmanager
def threads_named(count: int) -> Iterator[None]:
    """OMP_NUM_THREADS set for the length of the block."""
    held = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = str(count)
    try:
        yield
    finally:
        if held is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = held


def _passages(library: Path) -> list[str]:
    """What is embedded for passages spread evenly over the library."""
    from corpus.store import Store
    from ingest.prepare import embedded_text

    with Store(library) as store:
        numbers = [row["number"] for row in store.rows("SELECT number FROM passages ORDER BY number")]
        chosen = numbers[:: max(1, len(numbers) // TEXTS)][:TEXTS]
        return [embedded_text(one.header, one.text) for one in store.passages(chosen).values()]


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
