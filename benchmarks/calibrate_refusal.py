"""Fit the coefficients by which a date or a name is given or refused, and show the risk-coverage curve.

    python -m benchmarks.calibrate_refusal QUESTIONS.jsonl --library DIR [--also QUESTIONS.jsonl DIR] [--write]

QUESTIONS.jsonl holds questions with their gold, one object a line: id, type, question, accept (patterns of a right
answer), required_points (what a finding must say) and gold ([{"file": ..., "page": ...}]); type "unanswerable" marks
those that the reports do not answer. Answers to be given are the extractions that are right. Answers to be refused are
(1) those to unanswerable questions, (2) wrong values, though the reports say it, (3) values extracted from the same
authority's other reports, which do not hold the gold, unless they happen to be right too, and (4) those to the
questions below, which no inspection report answers, asked of authorities in the library; what people really ask weighs
most. Folds hold whole questions out. --write puts the coefficients into qa/data/refusal.toml. (Those of figures and of
findings are benchmarks/reader/measure.py's.)
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.gold import key
from benchmarks.refusal_file import put
from corpus.store import Store
from corpus.vectors import Vectors
from ingest.embedding.encoder import QueryEncoder
from qa.extract import extract
from qa.language.words import STOP, stem, words
from qa.plan import plan_question, select_reports
from qa.question import Catalogue, Selection
from qa.reader import Reader
from qa.search.retrieve import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from corpus.model import Report

FEATURES = {"value": ("lead", "fit", "margin", "absent", "role")}
# What a sample counts in the fit, by where it comes from: the likelier to be asked, the more.
WEIGHT = {"asked": 1.0, "unanswerable": 2.0, "asked, wrong": 1.5, "other reports": 0.7, "never stated": 0.5}
FOLDS = 5
RIDGE = 3.0
SAID, ENOUGH = 0.6, 0.66  # the share of a point's words that says it, and of the points that makes a finding right
DECLINED = {"value": 0.07}  # of the right answers, the share that may be lost in held-out folds

NEVER_STATED = (
    "How many swimming pools does {} run?",
    "How many parking fines did {} issue?",
    "What is the council tax for a large house in {}?",
    "How many dogs do care leavers in {} own?",
    "What percentage of pupils in {} wear glasses?",
    "How much does a social worker in {} earn?",
    "When was the town hall in {} built?",
    "Who is the headteacher of the biggest school in {}?",
    "What is the name of the youngest foster carer in {}?",
    "How many children in care in {} play the violin?",
    "How many social workers in {} cycle to work?",
    "How much did {} pay for its new computers?",
    "When does the children's centre in {} open on Sundays?",
    "How many trees did {} plant?",
    "Who won the by-election in {}?",
    "How long is the bus ride from {} to the airport?",
    "What percentage of foster carers in {} are vegetarians?",
    "How many care leavers in {} have been to Spain?",
    "When was the director of children's services in {} born?",
    "What is the average age of foster carers in {}?",
    "How many social workers in {} handed in their notice last Tuesday?",
    "How many complaints about noise did children in {} make?",
    "What percentage of care leavers in {} have a driving licence?",
    "Who is the tallest social worker in {}?",
    "How many children in care in {} are left-handed?",
    "How much is the pocket money of children in care in {}?",
    "What did the report on {} say about the cost of taxis?",
    "Why do foster carers in {} prefer boys?",
    "How do inspectors travel to {}?",
    "Why is the library in {} closed?",
    "How do I apply for a parking permit in {}?",
    "What do people in {} think of the new bypass?",
    "Why was the football ground in {} demolished?",
    "How does {} collect garden waste?",
    "What is the best restaurant in {}?",
    "Why did the bakery in {} close?",
    "What did inspectors say about potholes in {}?",
    "How has {} dealt with flooding?",
    "What do foster carers in {} think of electric cars?",
    "Why do children in care in {} like skateboarding?",
    "How do social workers in {} use drones?",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One extraction: its family, whether it should be given, its features, and what it is from."""

    question: str
    family: str
    given: bool
    features: dict[str, float]
    source: str

    @property
    def weight(self) -> float:
        """What the sample counts in the fit."""
        return WEIGHT[self.source]


class Bench:
    """A library opened for extraction without any refusal."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.vectors = Vectors(folder)
        self.encoder = QueryEncoder()
        self.reader = Reader()
        self.catalogue = Catalogue.of(self.store.reports())

    def sample(self, question: str, reports: Sequence[Report] | None, right: Any, source: str) -> Sample | None:
        """The extraction from the reports selected (or from `reports`); None where there is nothing to judge."""
        plan = plan_question(question, catalogue=self.catalogue)
        selection = select_reports(plan, self.catalogue.reports)
        if reports is not None:
            selection = Selection(reports=tuple(reports))
        if not selection.reports or plan.kind in ("judgement", "aggregate", "trend", "compare", "list", "lookup"):
            return None
        found = retrieve(plan, store=self.store, vectors=self.vectors, encoder=self.encoder, reports=selection)
        extraction = extract(plan, found, store=self.store, reader=self.reader)
        if extraction is None or "certain" in extraction.features:
            return None
        return Sample(
            question=question,
            family=extraction.family,
            given=right(extraction.answer),
            features=dict(extraction.features),
            source=source,
        )

    def samples(self, questions: Sequence[dict[str, Any]]) -> Iterator[Sample]:
        """Every sample that the questions and the list above give."""
        for item in questions:
            if item["type"] not in ("number", "finding", "date", "person", "unanswerable"):
                continue
            never = item["type"] == "unanswerable"
            right = partial(_right, item)
            made = [self.sample(item["question"], None, right, "unanswerable" if never else "asked")]
            others = self._others(item)
            if others and not never:
                made.append(self.sample(item["question"], others, right, "other reports"))
            for sample in made:
                if sample is not None and _telling(sample):
                    wrong = sample.source == "asked" and not sample.given
                    yield replace(sample, source="asked, wrong") if wrong else sample
        authorities = self.catalogue.authorities
        for n, question in enumerate(NEVER_STATED):
            for name in {authorities[n % len(authorities)], authorities[(n * 7 + 3) % len(authorities)]}:
                sample = self.sample(question.format(name), None, lambda _: False, "never stated")
                if sample is not None:
                    yield sample

    def _others(self, item: dict[str, Any]) -> list[Report]:
        """The other reports of the one authority whose report holds the gold."""
        gold = {one["file"].lower() for one in item.get("gold") or ()}
        holding = {r.authority for r in self.catalogue.reports if key(r.source) in gold}
        if len(holding) != 1:
            return []
        return [r for r in self.catalogue.reports if r.authority in holding and key(r.source) not in gold]


def _right(item: dict[str, Any], answer: str) -> bool:
    """Whether an answer matches a pattern that is accepted, or says two thirds of what a finding must say."""
    if item["type"] == "unanswerable":
        return False
    if any(re.search(pattern, answer, re.IGNORECASE) for pattern in item.get("accept") or ()):
        return True
    have = _telling_stems(answer)
    points = [_telling_stems(point) for point in item.get("required_points") or ()]
    said = sum(len(point & have) >= SAID * len(point) for point in points)
    return bool(points) and said >= ENOUGH * len(points)


def _telling_stems(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP}


def _telling(sample: Sample) -> bool:
    """Whether a sample shows what should be given or refused: other years may speak of the same finding."""
    if sample.source == "asked":
        return sample.given or sample.family == "value"
    return not sample.given and (sample.source != "other reports" or sample.family == "value")


def logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Ridge logistic regression by gradient descent on standardised features, classes weighted alike."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread
    weights, intercept = np.zeros(z.shape[1]), 0.0
    balance = counts * np.where(y == 1, 0.5 / (counts * y).mean(), 0.5 / (counts * (1 - y)).mean())
    for _ in range(4000):
        wrong = (1 / (1 + np.exp(-(z @ weights + intercept))) - y) * balance
        weights -= 0.3 * (z.T @ wrong + RIDGE * weights) / len(y)
        intercept -= 0.3 * float(wrong.mean())
    weights = weights / spread
    return weights, intercept - float(weights @ mean)


def calibrate(family: str, samples: Sequence[Sample]) -> str:
    """Fit one family, print its curve from held-out folds, and give its part of the data file."""
    names = FEATURES[family]
    x = np.array([[sample.features.get(name, 0.0) for name in names] for sample in samples])
    y = np.array([float(sample.given) for sample in samples])
    counts = np.array([sample.weight for sample in samples])
    folds = np.array([zlib.crc32(sample.question.encode()) % FOLDS for sample in samples])
    held = np.zeros(len(y))
    for fold in range(FOLDS):
        out = folds == fold
        weights, intercept = logistic(x[~out], y[~out], counts[~out])
        held[out] = 1 / (1 + np.exp(-(x[out] @ weights + intercept)))
    weights, intercept = logistic(x, y, counts)
    right, wrong = np.sort(held[y == 1]), held[y == 0]
    threshold = float(right[int(DECLINED[family] * len(right))]) - 0.005
    print(f"\n{family}: {len(right)} to be given, {len(wrong)} to be refused; threshold {threshold:.2f}")
    print("threshold  right answers lost  others given  share right among those given")
    for at in sorted({*np.arange(0.1, 0.95, 0.1).round(2), round(threshold, 2)}):
        given = held >= at
        precision = y[given].mean() if given.any() else 1.0
        print(f"{at:9.2f} {100 * (right < at).mean():19.1f} {100 * (wrong >= at).mean():13.1f} {100 * precision:31.1f}")
    for source in WEIGHT:
        of = np.array([sample.source == source for sample in samples])
        if of.any():
            print(f"  {source}: {of.sum()}, of which given {100 * (held[of] >= threshold).mean():.1f} per cent")
    for at in np.argsort(-held):
        if y[at] == 0 and held[at] >= threshold:
            print(f"  given: {held[at]:.2f} {samples[at].source}: {samples[at].question[:90]}")
    for at in np.argsort(held):
        if y[at] == 1 and held[at] < threshold:
            print(f"  lost:  {held[at]:.2f} {samples[at].source}: {samples[at].question[:90]}")
    lines = [f"[{family}]", f"threshold = {threshold:.3f}", f"intercept = {intercept:.3f}", "", f"[{family}.weights]"]
    return "\n".join([*lines, *(f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)), ""])


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Read the questions, fit both families, print their curves and, if asked, write the data file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--also", nargs=2, type=Path, action="append", default=[], help="questions, and their library")
    parser.add_argument("--write", action="store_true", help="write qa/data/refusal.toml")
    args = parser.parse_args()
    samples = list(Bench(args.library).samples([one for path in args.questions for one in _read(path)]))
    for questions, folder in args.also:
        samples += Bench(folder).samples(_read(questions))
    parts = [calibrate(family, [one for one in samples if one.family == family]) for family in FEATURES]
    if args.write:
        for family, part in zip(FEATURES, parts, strict=True):
            put(family, part)


if __name__ == "__main__":
    main()
