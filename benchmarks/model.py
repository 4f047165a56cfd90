"""Questions with known answers put to a library with a chat model and without, side by side.

    python -m benchmarks.model --library DIR --questions FILE... [--model NAME --base-url URL | --oracle]
    python -m benchmarks.model --library DIR --queries

`make bench-model` sets up a small model first (benchmarks/small_model.sh). The model is tried before it is asked
(`inspectqa models --try`), and used for what it can do. With --oracle a scripted model that knows the answers points at
the gold sentences it is shown: the ceiling of the way. With --queries scripted models read questions as queries,
rightly and wrongly (benchmarks/readers.py). Prints right and cited, wrong, refused, false quotes, tokens and
seconds, and writes the answers of both into --out as they come. With --rung a model is asked on that rung whatever it
can do: what stands between a model that cannot answer and a reader.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.oracle import oracle
from benchmarks.readers import MODES, outcomes
from corpus.samples import sample_paths
from qa.evaluation.score import score
from qa.library import Library
from qa.llm import memory
from qa.llm.ladder import PROMPT, Rung
from qa.llm.quiz import quiz

KINDS = ("number", "finding", "list")
SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "sample_questions.jsonl"


def read(paths: Sequence[Path], *, most: int) -> list[dict[str, Any]]:
    """The first `most` questions for figures, findings and lists, taken in turn from each file's kinds."""
    files = [[json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line] for path in paths]
    kept = [[one for one in items if one.get("type") == kind and one.get("gold")] for items in files for kind in KINDS]
    turns = [one for n in range(max(map(len, kept))) for one in (items[n] for items in kept if n < len(items))]
    return turns[:most]


def ask(library: Library, items: Sequence[dict[str, Any]], *, until: float, out: Path) -> list[dict[str, Any]]:
    """Each question's answer as data, as long as there is time; written to `out` one by one."""
    answers: list[dict[str, Any]] = []
    with out.open("w", encoding="utf-8") as lines:
        for n, item in enumerate(items, 1):
            if time.monotonic() > until:
                print(f"The time is up after {n - 1} of {len(items)} questions.", file=sys.stderr)
                break
            answers.append({"id": item["id"], **library.ask(item["question"]).to_dict()})
            print(json.dumps(answers[-1], ensure_ascii=False), file=lines, flush=True)
            print(f"\r{n}/{len(items)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return answers


def row(name: str, items: Sequence[dict[str, Any]], answers: Sequence[dict[str, Any]], reports: Path | None) -> str:
    """One line of the table."""
    asked = {one["id"] for one in answers}
    rows = score([one for one in items if one["id"] in asked], answers, reports=reports).rows
    good = sum(one.good for one in rows)
    refused = sum(one.declined for one in rows)
    tokens = [one["usage"]["total_tokens"] for one in answers if (one["usage"] or {}).get("total_tokens")]
    seconds = [one["seconds"]["total"] for one in answers]
    said = [100 * good / len(rows), 100 * (len(rows) - good - refused) / len(rows), 100 * refused / len(rows)]
    return (
        f"| {name} | {len(rows)} | {said[0]:.0f} | {said[1]:.0f} | {said[2]:.0f} "
        f"| {sum(one.false_quotes for one in rows)} of {sum(one.quotes for one in rows)} "
        f"| {statistics.median(tokens) if tokens else 0:.0f} | {statistics.median(seconds):.1f} |"
    )


def read_by_models(library: Path, modes: Sequence[str], most: int) -> None:
    """Print what became of the queries that scripted models write."""
    names = ("program, right", "program, wrong", "model, right", "model, wrong", "refused", "otherwise")
    print("| the model writes | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 1) + "|")
    every = []
    for mode, counted, wrong in outcomes(library, modes=modes, most=most):
        print(f"| {mode} | " + " | ".join(str(counted[name]) for name in names) + " |", flush=True)
        every += [f"{mode}: {one}" for one in wrong]
    print("\n".join(every))


def main() -> None:
    """Ask, score, print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--library", type=Path, required=True)
    options.add_argument("--questions", type=Path, nargs="+", default=[SAMPLES])
    options.add_argument("--reports", type=Path, default=sample_paths()[0].parent, help="where quotes are looked up")
    options.add_argument("--model", default="openai:local")
    options.add_argument("--base-url")
    options.add_argument("--oracle", action="store_true")
    options.add_argument("--queries", action="store_true", help="what is run of the queries that models write")
    options.add_argument("--only", nargs="+", choices=("without", *MODES), default=("without", *MODES))
    options.add_argument("--rung", choices=("choose", "word", "write"), help="asked on this rung, without a quiz")
    options.add_argument("--most", type=int, default=100)
    options.add_argument("--minutes", type=float, default=60.0, help="after which no more questions are asked")
    options.add_argument("--without", type=Path, help="answers without a model, of an earlier run")
    options.add_argument("--out", type=Path, default=Path("out/bench-model"))
    given = options.parse_args()
    if given.queries:
        read_by_models(given.library, given.only, given.most)
        return
    items = read(given.questions, most=given.most)
    given.out.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + 60 * given.minutes
    lines = ["| | questions | right and cited | wrong | refused | false quotes | tokens | seconds |", "|---" * 8 + "|"]
    with ExitStack() as stack:
        # What is found out about a model here stays here.
        stack.enter_context(patch.object(memory, "cache_folder", lambda: given.out / "learnt"))
        if given.without:
            every = [json.loads(line) for line in given.without.read_text(encoding="utf-8").splitlines()]
            plain = [one for one in every if one["id"] in {item["id"] for item in items}]
        else:
            alone = stack.enter_context(Library.open(given.library))
            plain = ask(alone, items, until=until, out=given.out / "without.jsonl")
        url = stack.enter_context(oracle(items)) if given.oracle else given.base_url
        name = "openai:oracle" if given.oracle else given.model
        library = stack.enter_context(Library.open(given.library, model=name, base_url=url))
        model = library.resources.model
        assert model is not None
        rung: Rung | None = given.rung or ("word" if given.oracle else None)
        if rung:
            model.learn(rung=rung)
            print(f"It is asked on the rung {rung!r}, in {PROMPT[rung]} tokens, whatever it can do.")
        else:
            outcome = quiz(model, settings=library.resources.settings)
            if outcome.trouble:
                sys.exit(f"The model {name} {outcome.trouble}.")
            print(outcome.told)
        written = ask(library, items, until=until, out=given.out / "with.jsonl")
        both = {one["id"] for one in written}
        for called, answers in (("without a model", plain), (name, written)):
            lines.append(row(called, items, [one for one in answers if one["id"] in both], given.reports))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
