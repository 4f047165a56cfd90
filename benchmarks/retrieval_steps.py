"""What each step of retrieval is worth: hit@1/5/10 with one step after another added, and with each signal left out.

    python -m benchmarks.retrieval_steps QUESTIONS.jsonl --library DIR [--stock STORE] [--bodies] [--signals]

--stock takes a store of benchmarks.stock_recipe for the first line of the table (needs the dependency group `bench`).
--bodies embeds every passage without its header as well (minutes), to show what the header is worth to the dense leg.
--signals leaves out each signal of the re-ranker in turn.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.gold import Asked, key, read, shares
from corpus.store import Store
from corpus.vectors import Vectors
from ingest.embedding.embed import Embedder
from ingest.embedding.encoder import QueryEncoder
from qa.extract import extract
from qa.plan import plan_question, select_reports
from qa.question import Catalogue, Selection
from qa.reader import Reader
from qa.search.lexical import concepts, expression
from qa.search.rerank import WEIGHTS
from qa.search.retrieve import CANDIDATES_PER_RETRIEVER, HEADER_BODY, dense_leg, lexical_leg, lexicon_of, retrieve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qa.question import Plan

RRF = 60  # the constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)
Ranking = Callable[["Case"], Sequence[int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A question with its plan, its selection of reports and its vector."""

    asked: Asked
    plan: Plan
    selection: Selection
    vector: NDArray[np.float32]

    @property
    def narrowed(self) -> list[int]:
        """The numbers of the reports that the plan selects."""
        return [report.number for report in self.selection.reports]


class Steps:
    """The library, and every ranking that is compared."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.vectors = Vectors(folder)
        self.encoder = QueryEncoder()
        self.reader = Reader()
        self.catalogue = Catalogue.of(self.store.reports())
        rows = self.store.rows(
            "SELECT p.number, p.page, r.source FROM passages p JOIN reports r ON r.number = p.report"
        )
        self.pages = {row["number"]: (key(row["source"]), row["page"]) for row in rows}
        self._bodies: tuple[list[int], NDArray[np.float32]] | None = None

    def case(self, asked: Asked) -> Case:
        """Everything that the steps share about one question."""
        plan = plan_question(asked.question, catalogue=self.catalogue)
        selection = select_reports(plan, self.catalogue.reports)
        return Case(asked=asked, plan=plan, selection=selection, vector=self.encoder.embed([asked.question])[0])

    def words(self, case: Case, *, narrow: bool = False, header: bool = True, synonyms: bool = False) -> list[int]:
        """BM25 alone; without the header it is the body that counts."""
        wanted = expression(concepts(case.plan, lexicon_of(self.store)), lexicon_of(self.store), synonyms=synonyms)
        if not narrow:  # the names that selection would have used are words like any other
            names = " OR ".join(f'"{word}"' for name in case.plan.authorities for word in name.split())
            wanted = " OR ".join(part for part in (wanted, names) if part)
        if not wanted:
            return []
        weights = HEADER_BODY if header else (0.0, 1.0)
        reports = case.narrowed if narrow else None
        return [
            number
            for number, _ in self.store.match(wanted, reports=reports, limit=CANDIDATES_PER_RETRIEVER, weights=weights)
        ]

    def meaning(self, case: Case, *, narrow: bool = False) -> list[int]:
        """The nearest passages by their own vectors, which hold the header."""
        return list(dense_leg(self.store, self.vectors, case.vector, case.narrowed if narrow else None))

    def bodies(self, case: Case) -> list[int]:
        """The nearest passages by vectors of their bodies alone, embedded at the first call."""
        if self._bodies is None:
            rows = self.store.rows("SELECT number, body FROM passages")
            vectors = Embedder().embed([row["body"] for row in rows])
            self._bodies = ([row["number"] for row in rows], vectors)
        numbers, vectors = self._bodies
        return [numbers[at] for at in np.argsort(-(vectors @ case.vector))[:CANDIDATES_PER_RETRIEVER]]

    def both(self, case: Case, *, by_rank: bool) -> list[int]:
        """Both legs fused: by reciprocal ranks, or by their scores scaled to 0..1 and added."""
        found = concepts(case.plan, lexicon_of(self.store))
        legs = [
            lexical_leg(self.store, found, case.narrowed),
            dense_leg(self.store, self.vectors, case.vector, case.narrowed),
        ]
        total: dict[int, float] = {}
        for leg in legs:
            low, high = (min(leg.values()), max(leg.values())) if leg else (0.0, 1.0)
            for rank, (number, score) in enumerate(sorted(leg.items(), key=lambda pair: -pair[1]), 1):
                worth = 1 / (RRF + rank) if by_rank else (score - low) / ((high - low) or 1.0)
                total[number] = total.get(number, 0.0) + worth
        return sorted(total, key=lambda number: -total[number])

    def all(self, case: Case, *, without: str | None = None) -> list[int]:
        """What the program does; `without` leaves out one signal."""
        weights = {name: 0.0 if name == without else weight for name, weight in WEIGHTS.items()}
        found = retrieve(
            case.plan,
            store=self.store,
            vectors=self.vectors,
            encoder=self.encoder,
            reports=case.selection,
            weights=weights,
        )
        return [candidate.passage.number for candidate in found]

    def show(self, name: str, cases: Sequence[Case], ranking: Ranking) -> None:
        """Print one line: the step and its shares of hits."""
        places = [case.asked.place([self.pages[number] for number in ranking(case)]) for case in cases]
        print(f"{name:52}{shares(places)}", flush=True)

    def speed(self, cases: Sequence[Case]) -> None:
        """Print how long a question takes from the plan to the extraction, the library open and warm."""
        taken = []
        for case in cases:
            begun = time.perf_counter()
            found = retrieve(
                case.plan, store=self.store, vectors=self.vectors, encoder=self.encoder, reports=case.selection
            )
            extract(case.plan, found, store=self.store, reader=self.reader)
            taken.append(1000 * (time.perf_counter() - begun))
        taken.sort()
        slow = taken[int(0.95 * len(taken))]
        print(f"\nfinding and extracting: median {statistics.median(taken):.0f} ms, 95th {slow:.0f} ms")


def show_stock(folder: Path, cases: Sequence[Case]) -> None:
    """Print the line of the stock recipe, whose chunks are no passages of the library."""
    from benchmarks import stock_recipe

    store = stock_recipe.store(folder)
    ranked = [stock_recipe.retrieve(store, case.asked.question, k=10) for case in cases]
    places = [case.asked.place([(key(s), p) for s, p, _ in one]) for case, one in zip(cases, ranked, strict=True)]
    print(f"{'stock recipe':52}{shares(places)}", flush=True)


def main() -> None:
    """Print the table of steps and, if asked, that of signals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--stock", type=Path)
    parser.add_argument("--bodies", action="store_true")
    parser.add_argument("--signals", action="store_true")
    args = parser.parse_args()
    steps = Steps(args.library)
    cases = [case for case in map(steps.case, read(args.questions)) if case.selection.reports]
    print(f"{len(cases)} questions, {len(steps.pages)} passages\n{'':52}{'hit@1':>6}  {'hit@5':>6}  {'hit@10':>6}")
    if args.stock:
        show_stock(args.stock, cases)
    if args.bodies:
        steps.show("dense, no header", cases, steps.bodies)
    steps.show("dense, with header", cases, steps.meaning)
    steps.show("lexical, no header", cases, lambda case: steps.words(case, header=False))
    steps.show("lexical, with header", cases, steps.words)
    steps.show("dense, narrowed to the reports asked about", cases, lambda case: steps.meaning(case, narrow=True))
    steps.show("lexical, narrowed", cases, lambda case: steps.words(case, narrow=True))
    steps.show("lexical, narrowed, with synonyms", cases, lambda case: steps.words(case, narrow=True, synonyms=True))
    steps.show("both legs, narrowed, reciprocal ranks", cases, lambda case: steps.both(case, by_rank=True))
    steps.show("both legs, narrowed, scaled scores", cases, lambda case: steps.both(case, by_rank=False))
    steps.show("both legs, narrowed, re-ranked by sentences", cases, steps.all)
    steps.speed(cases)
    if args.signals:
        print("\nre-ranking without one signal")
        for name in WEIGHTS:
            steps.show(name, cases, lambda case, name=name: steps.all(case, without=name))  # type: ignore[misc]


if __name__ == "__main__":
    main()
