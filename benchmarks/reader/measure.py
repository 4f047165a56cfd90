"""What the reader is worth on authorities it was not trained on, and from when on its answers are given.

    python -m benchmarks.reader.measure --library DIR [--write]

Asks the questions of benchmarks/reader/questions.jsonl whose authorities were held out, the whole way from search to
extraction, each of its own report. Prints right, wrong and refused by how sure the answer must be; --write puts the
fitted coefficients into qa/data/refusal.toml. The figures printed are of fits that had
not seen the authority, in three folds.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]

from benchmarks.reader.examples import QUESTIONS, held_out
from benchmarks.refusal_file import put
from corpus.language.amounts import amounts
from corpus.settings import Settings
from qa.extract import extract
from qa.extract.objections import OBJECTIONS
from qa.plan import plan_question
from qa.question import Scope, Selection
from qa.resources import Resources
from qa.search.retrieve import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Report
    from qa.extract import Extraction

FEATURES = {
    "figure": ("margin", "relevance", "asked", "behind", "lead", *sorted(OBJECTIONS)),
    "finding": ("relevance", "likely", "similarity", "overlap", "lead"),
}
MOST_WRONG = {"figure": 0.055, "finding": 0.16}  # wrong ones of all that are asked: what the threshold allows


@dataclass(frozen=True, slots=True)
class Sample:
    """One extraction: what it is, whether the question has an answer, whether this is it."""

    question: str
    authority: str
    family: str
    asked: str
    has: bool
    right: bool
    features: dict[str, float]


def samples(library: Path) -> Iterator[Sample]:
    """The extraction of each held-out question, from its own report."""
    resources = Resources(Settings(library=library))
    reports = {one.id[:12]: one for one in resources.catalogue.reports}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        report = reports.get(asked["report"])
        if report is not None and held_out(report.authority or ""):
            found = _extracted(asked, report, resources)
            if found is not None:
                yield _sample(asked, report, found, resources.store.text(report.number))
    resources.close()


def _extracted(asked: dict[str, Any], report: Report, resources: Resources) -> Extraction | None:
    question = asked["question"].replace("{place}", report.authority or "it")
    plan = plan_question(question, catalogue=resources.catalogue, scope=Scope(authorities=(report.authority or "",)))
    found = retrieve(
        plan, store=resources.store, vectors=None, encoder=resources.encoder, reports=Selection(reports=(report,))
    )
    return extract(plan, found, store=resources.store, reader=resources.reader)


def _sample(asked: dict[str, Any], report: Report, found: Extraction, text: str) -> Sample:
    spans = [(start, end) for claim in found.claims for _, start, end in claim.spans]
    gold = [tuple(span) for span in asked["sentences"]]
    hit = any(start < b and a < end for start, end in spans for a, b in gold)
    right = hit and (asked["figure"] is None) == (found.family == "finding")
    if right and asked["figure"] is not None:
        right = found.picked is not None and found.picked[0] <= asked["figure"][0] < found.picked[1]
    if not right and asked["figure"] is not None and found.picked is not None:  # the same value, said elsewhere too
        right = _same(text[slice(*asked["figure"])], text[slice(*found.picked)])
    return Sample(
        question=asked["question"],
        authority=report.authority or "",
        family=found.family,
        asked=asked["kind"],
        has=bool(gold),
        right=right,
        features=dict(found.features),
    )


def _same(one: str, other: str) -> bool:
    a, b = amounts(one), amounts(other)
    return len(a) == len(b) == 1 and a[0].value is not None and (a[0].kind, a[0].value) == (b[0].kind, b[0].value)


def fit(found: list[Sample], family: str) -> tuple[LogisticRegression, np.ndarray[Any, Any]]:
    """The logistic regression of being right on the family's features."""
    rows = np.asarray([[one.features.get(name, 0.0) for name in FEATURES[family]] for one in found])
    right = np.asarray([one.right for one in found])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(rows, right)
    return model, rows


def show(found: list[Sample], sure: np.ndarray[Any, Any], family: str) -> None:
    """The table of right, wrong, refused of the answerable, and answered of the others, by threshold."""
    has = np.asarray([one.has for one in found])
    right = np.asarray([one.right for one in found])
    print(f"{family}: {has.sum()} answerable, {(~has).sum()} not")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        given = sure >= least
        print(
            f"  from {least:.2f}: right {100 * (given & has & right).sum() / has.sum():5.1f}"
            f" wrong {100 * (given & has & ~right).sum() / has.sum():5.1f}"
            f" answered though not stated {100 * (given & ~has).sum() / max(1, (~has).sum()):5.1f}"
        )


def threshold(found: list[Sample], sure: np.ndarray[Any, Any], most: float) -> float:
    """The least confidence from which on no more than `most` of all questions get a wrong answer."""
    for least in np.arange(0.05, 0.99, 0.01):
        if sum(not one.right for one, value in zip(found, sure, strict=True) if value >= least) <= most * len(found):
            return float(least)
    return 0.99


def held_out_confidences(found: list[Sample], family: str) -> np.ndarray[Any, Any]:
    """Each sample's confidence by a fit that has not seen its authority, in three folds."""
    names = sorted({one.authority for one in found})
    folds = np.asarray([names.index(one.authority) % 3 for one in found])
    sure = np.zeros(len(found))
    for fold in range(3):
        model, _ = fit([one for one, at in zip(found, folds, strict=True) if at != fold], family)
        out = np.flatnonzero(folds == fold)
        rows = [[found[at].features.get(name, 0.0) for name in FEATURES[family]] for at in out]
        sure[out] = model.predict_proba(np.asarray(rows))[:, 1]
    return sure


def main() -> None:
    """Measure, print, and write the coefficients if asked to."""
    parser = argparse.ArgumentParser(description="What the reader is worth on held-out authorities.")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    every = list(samples(given.library))
    for family, most in MOST_WRONG.items():
        found = [one for one in every if one.family == family]
        sure = held_out_confidences(found, family)
        show(found, sure, family)
        least = threshold(found, sure, most)
        whole, _ = fit(found, family)
        print(f"  threshold {least:.2f}", dict(zip(FEATURES[family], whole.coef_[0].round(3), strict=True)))
        if given.write:
            put(family, _table(family, whole, least))


def _table(family: str, model: LogisticRegression, least: float) -> str:
    weights = "\n".join(f"{n} = {w:.3f}" for n, w in zip(FEATURES[family], model.coef_[0], strict=True))
    head = f"[{family}]\nthreshold = {least:.3f}\nintercept = {model.intercept_[0]:.3f}\n\n[{family}.weights]\n"
    return f"{head}{weights}\n"


if __name__ == "__main__":
    main()
