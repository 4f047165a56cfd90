"""How much each sign speaks for a reading, fitted on the held-out questions, and what it is worth there.

    python -m benchmarks.translator.weigh [--write] [--agreed 0.3] [--alone 0.5]

The figures printed are of fits that had not seen the question, in five folds: of the questions that make a query how
many were read rightly and wrongly, of the others how many were read as one. A reading is right where its queries are
those written for the question, but for which of a report's dates a year is of. --write puts the weights into
qa/data/readings.toml.
"""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]

from benchmarks.translator.examples import QUESTIONS
from qa.plan.annotate import annotate
from qa.plan.notation import write_query
from qa.plan.parse import parse
from qa.question import Catalogue
from qa.translate import choose
from qa.translate.model import FOLDER, Translator
from qa.translate.slots import mark

if TYPE_CHECKING:
    from qa.plan.query import Query

# Names and times for the stand-ins: any will do, since the translator sees stand-ins again.
NAMES = {
    "paris": "Kent",
    "rome": "Slough",
    "vienna": "Wigan",
    "madrid": "Bolton",
    "berlin": "Devon",
    "lisbon": "Salford",
    "athens": "Luton",
    "prague": "Dorset",
    "africa": "London",
    "asia": "the South West",
    "europe": "the North East",
    "peter": "Ada Penhaligon",
    "paul": "Bo Lindqvist",
    "john": "Cai Trevelyan",
    "monday": "in 2019",
    "tuesday": "in 2022",
    "wednesday": "in 2015",
    "thursday": "in 2017",
}
CATALOGUE = Catalogue(
    reports=(),
    authorities=tuple(sorted(name for name in NAMES.values() if " " not in name and name != "London")),
    regions=("London", "North East", "South West"),
    frameworks=("ILACS", "SIF"),
    inspectors=("Ada Penhaligon", "Bo Lindqvist", "Cai Trevelyan"),
    years=tuple(range(2013, 2026)),
)
SIGNS = (
    "likelihood",
    "behind",
    "by rules",
    "unknown",
    "length",
    "several",
    "slots lost",
    "unaccounted",
    "areas besides",
    "grades lacking",
    "grades besides",
    "pairs",
    "bounds",
    "choice lost",
    "choice made",
    "want lost",
    "those named",
)


def plain(queries: tuple[Query, ...], text: str) -> str:
    """The queries as one line that does not tell apart what is a matter of taste."""
    read = annotate(text, CATALOGUE)
    marked = mark(read.text, read.tokens)
    line = " ; ".join(write_query(marked.slotted(query)) for query in queries)
    return choose.alike(line)


def rows() -> list[tuple[bool, list[tuple[dict[str, float], bool]]]]:
    """For each held-out question whether it makes a query, and the signs of each reading with whether it is right."""
    translator, made = Translator(FOLDER), []
    for one in map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()):
        if one["part"] != "held":
            continue
        text = re.sub("|".join(rf"\b{word}\b" for word in NAMES), lambda word: NAMES[word[0]], one["text"])
        gold = choose.alike(" ; ".join(one["queries"]))
        read = list(choose.candidates(text, CATALOGUE, parse(text, CATALOGUE), translator))
        made.append((bool(one["queries"]), [(dict(r.signs), plain(r.queries, text) == gold) for r in read]))
    return made


def matrix(readings: list[tuple[dict[str, float], bool]]) -> np.ndarray[Any, Any]:
    """The signs as numbers."""
    return np.asarray([[signs.get(name, 0.0) for name in SIGNS] for signs, _ in readings])


def fit(questions: list[tuple[bool, list[tuple[dict[str, float], bool]]]]) -> LogisticRegression:
    """The logistic regression of a reading's being right."""
    every = [one for _, readings in questions for one in readings]
    return LogisticRegression(C=0.5, max_iter=5000).fit(matrix(every), [right for _, right in every])


def main() -> None:
    """Fit, print what it is worth, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description="Weigh the signs of a reading.")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--agreed", type=float, default=0.3, help="from when on a reading that the rules make is given")
    parser.add_argument("--alone", type=float, default=0.5, help="and one that they do not make")
    given = parser.parse_args()
    every = rows()
    folds = np.random.RandomState(0).randint(0, 5, len(every))
    best: list[tuple[float, bool]] = [(0.0, False)] * len(every)
    for fold in range(5):
        model = fit([one for one, at in zip(every, folds, strict=True) if at != fold])
        for at in np.flatnonzero(folds == fold):
            readings = every[at][1]
            if readings:
                sure = model.predict_proba(matrix(readings))[:, 1]
                best[at] = (float(sure.max()), readings[int(sure.argmax())][1])
    has = sum(one for one, _ in every)
    for least in (0.0, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8):
        said = [
            (has_one, right)
            for (has_one, _), (sure, right) in zip(every, best, strict=True)
            if sure >= max(least, 0.01)
        ]
        right = sum(is_right for _, is_right in said)
        wrong = sum(has_one and not is_right for has_one, is_right in said)
        none = sum(not has_one for has_one, _ in said)
        print(
            f"from {least:.2f}: right {100 * right / has:.1f} wrong {100 * wrong / has:.1f} of {has};"
            f" read though none {100 * none / max(1, len(every) - has):.1f} of {len(every) - has}"
        )
    model = fit(every)
    weights = dict(zip(SIGNS, model.coef_[0].round(3), strict=True))
    print(weights, round(float(model.intercept_[0]), 3))
    if given.write:
        lines = "\n".join(f'"{name}" = {weight:.3f}' for name, weight in weights.items())
        kept = "\n".join(f"{name} = {choose.fitted()[name]}" for name in ("named", "sets"))
        head = f"agreed = {given.agreed}\nalone = {given.alone}\n{kept}\nintercept = {model.intercept_[0]:.3f}\n"
        text = f"{head}\n[weights]\n{lines}\n"
        (FOLDER / "readings.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
