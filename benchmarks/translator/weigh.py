"""How much each sign speaks for a reading, fitted on the held-out questions, and what it is worth there.

    python -m benchmarks.translator.weigh [--write] [--certain 0.33]

The figures printed are of fits that had not seen the question, in five folds: of the questions that make a query how
many were read rightly and wrongly, of the others how many were read as one; as they are written, with idle words set
in, with words that ask for what is not recorded (insertions.toml, the lists that nothing was trained on), and questions
about the text of reports. A reading is right where its queries are those written for the question, but for which of a
report's dates a year is of. --write puts the weights into qa/data/readings.toml.
"""

from __future__ import annotations

import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped,unused-ignore]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped,unused-ignore]

from benchmarks.translator.examples import QUESTIONS
from benchmarks.translator.insertions import inserted, of_the_text
from benchmarks.translator.stand_ins import CATALOGUE, named
from qa.plan.annotate import annotate
from qa.plan.notation import write_query
from qa.plan.parse import parse
from qa.translate import choose
from qa.translate.alike import alike
from qa.translate.asides import spoken
from qa.translate.model import FOLDER, Translator
from qa.translate.slots import mark

if TYPE_CHECKING:
    from qa.plan.query import Query

SIGNS = (
    "likelihood",
    "likely",
    "likely by rules",
    "behind",
    "none",
    "by rules",
    "rules silent",
    "named",
    "conditions",
    "strange",
    "restricting",
    "restricting surely",
    "strange restricting",
    "unaccounted",
    "areas lacking",
    "areas besides",
    "overall lacking",
    "frameworks lacking",
    "grades lacking",
    "grades besides",
    "one below",
    "pairs",
    "bounds",
    "choice lost",
    "step lost",
    "choice made",
    "want lost",
    "area alone",
    "denial lost",
    "denial made",
    "denial shown",
    "grades unsaid",
    "states nothing",
    "past at latest",
    "want made",
    "yes or no",
)
AGAINST = (
    *("pairs", "choice lost", "step lost", "want lost", "denial lost", "denial made", "grades unsaid"),
    *("states nothing", "overall lacking", "frameworks lacking"),
)
Readings = list[tuple[dict[str, float], bool]]  # of each its signs, and whether it is right


def plain(queries: tuple[Query, ...], text: str) -> str:
    """The queries as one line that does not tell apart what is a matter of taste."""
    read = annotate(text, CATALOGUE)
    marked = mark(read.text, read.tokens)
    line = " ; ".join(write_query(marked.slotted(query)) for query in queries)
    return alike(line)


def rows() -> list[tuple[str, bool, Readings]]:
    """For each held-out question, as it is written and with words set in, its kind, whether it makes a query, and its
    readings; those with a strange word that restricts are none.
    """
    made, rng = [], random.Random(7)
    for one in map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()):
        if one["part"] != "held":
            continue
        text = named(one["text"])
        gold = alike(" ; ".join(one["queries"])) if one["queries"] else None
        made.append(("written", text, gold))
        for kind, each in inserted(text, "held", rng) if gold else []:
            made.append((kind, each, None if kind == "restricting" else gold))
    made += [("of the text", text, None) for text in of_the_text("held", rng, 400)]
    with ProcessPoolExecutor() as pool:
        told = pool.map(readings, [(text, gold) for _, text, gold in made], chunksize=20)
        return [(kind, gold is not None, each) for (kind, _, gold), each in zip(made, told, strict=True)]


def readings(question: tuple[str, str | None]) -> Readings:
    """The readings of a question that are not held back, each with its signs and whether it is the query written."""
    text, gold = question
    text = spoken(text, CATALOGUE, translator).question
    read = choose.candidates(text, CATALOGUE, parse(text, CATALOGUE), translator())
    return [(dict(r.signs), gold is not None and plain(r.queries, text) == gold) for r in read if not restricted(r)]


@cache
def translator() -> Translator:
    """The packaged translator, loaded once a process."""
    return Translator(FOLDER)


def restricted(reading: choose.Reading) -> bool:
    """Whether it is never answered, however sure."""
    return bool(reading.signs.get("restricted", -9.0) > choose.fitted()["restricted"])


def matrix(readings: Readings) -> np.ndarray[Any, Any]:
    """The signs as numbers."""
    return np.asarray([[signs.get(name, 0.0) for name in SIGNS] for signs, _ in readings])


def fit(questions: list[tuple[str, bool, Readings]]) -> Any:
    """The logistic regression of a reading's being right, on signs of one size; with words set in it counts half."""
    every = [(one, 1.0 if kind in ("written", "of the text") else 0.5) for kind, _, told in questions for one in told]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=5000))
    weights = [weight for _, weight in every]
    return model.fit(
        matrix([one for one, _ in every]), [right for (_, right), _ in every], logisticregression__sample_weight=weights
    )


def crossed(every: list[tuple[str, bool, Readings]]) -> list[tuple[float, bool]]:
    """Of each question how sure its surest reading is and whether it is right, by fits that had not seen the question:
    what is written and what was set into it lie in one fold.
    """
    at = np.cumsum([kind in ("written", "of the text") for kind, _, _ in every])
    folds = np.random.RandomState(0).randint(0, 5, int(at[-1]) + 1)[at]
    best = [(0.0, False)] * len(every)
    for fold in range(5):
        model = fit([one for one, its in zip(every, folds, strict=True) if its != fold])
        for n in np.flatnonzero(folds == fold):
            if told := every[n][2]:
                sure = model.predict_proba(matrix(told))[:, 1]
                best[n] = (float(sure.max()), told[int(sure.argmax())][1])
    return best


def main() -> None:
    """Fit, print what it is worth, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description="Weigh the signs of a reading.")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--certain", type=float, default=0.33, help="from when on a reading is answered")
    given = parser.parse_args()
    every = rows()
    best = crossed(every)
    for kind in ("written", "idle", "restricting", "of the text"):
        these = [(has, *told) for (one, has, _), told in zip(every, best, strict=True) if one == kind]
        makes = sum(has for has, _, _ in these)
        for least in (0.2, 0.3, 0.4, 0.5, 0.6):
            said = [(has, right) for has, sure, right in these if sure >= least]
            right, wrong = sum(right for _, right in said), sum(has and not right for has, right in said)
            none = sum(not has for has, _ in said)
            print(
                f"{kind}, from {least}: right {100 * right / max(1, makes):.0f} wrong {100 * wrong / max(1, makes):.0f}"
                f" of {makes}; read though none {100 * none / max(1, len(these) - makes):.0f} of {len(these) - makes}"
            )
    if given.write:
        write(fit(every), given.certain)


def write(model: Any, certain: float) -> None:
    """Keep the weights, of the signs as they are."""
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    # What only the rules' readings may hold at all says nothing for them.
    weights = np.asarray(
        [min(weight, 0.0) if name in AGAINST else weight for name, weight in zip(SIGNS, weights, strict=True)]
    )
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    lines = "\n".join(f'"{name}" = {weight:.3f}' for name, weight in zip(SIGNS, weights, strict=True))
    kept = "\n".join(
        f"{name} = {choose.fitted()[name]}" for name in ("named", "sets", "restricted", "none", "meant", "surely")
    )
    text = f"certain = {certain}\n{kept}\nintercept = {intercept:.3f}\n\n[weights]\n{lines}\n"
    (FOLDER / "readings.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
