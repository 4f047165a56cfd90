"""Examples for the reader: written questions beside what the search finds for them, those on paragraphs made up for
this, and questions made of clauses.

    python -m benchmarks.reader.examples OUT --library DIR [--since LINE]

Knows benchmarks/reader/questions.jsonl and the library it speaks of. A line of it is a question: `report` is the
beginning of a report's SHA-256, {place} stands for the council, `sentences` are the spans of the sentences that answer
(best first, none where the report does not say it), `figure` the span of the figure asked for, if one is. A line of
made_up.jsonl is a paragraph, with its questions; `s` are the numbers of the sentences that answer, from 1.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.settings import Settings
from qa.plan import plan_question
from qa.question import HERE, Scope, Selection
from qa.reader.read import figures_of
from qa.resources import Resources
from qa.search.retrieve import retrieve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Report
    from qa.search.rerank import Candidate

QUESTIONS = Path(__file__).parent / "questions.jsonl"
MADE_UP = Path(__file__).parent / "made_up.jsonl"
BESIDE = 3, 9  # sentences of other paragraphs beside a made-up one's, at least; and how many there are in all
LOOKED_AT, KEPT = 25, 16  # candidates looked at, sentences kept
ASKS = {
    "count": ("how many", "number of", "how many were"),
    "percentage": ("what percentage", "what share", "proportion of"),
    "rate": ("what rate", "rate of"),
    "money": ("how much money", "how much"),
    "duration": ("how long", "how many days"),
    "fraction": ("what fraction", "what share"),
    "none": ("how many", "were there any"),
}
_BEFORE = re.compile(r"[;,:(]| and | while | but ")
_AFTER = re.compile(r"[;:)]|, | while | but ")


def held_out(authority: str) -> bool:
    """Whether an authority's questions are kept for measuring."""
    return int(hashlib.sha1(authority.encode(), usedforsecurity=False).hexdigest(), 16) % 4 == 2


def examples(library: Path, since: int = 0) -> Iterator[dict[str, Any]]:
    """The written questions, each with the sentences that the search finds in its report and those that answer."""
    resources = Resources(Settings(library=library))
    reports = {one.id: one for one in resources.catalogue.reports}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[since:]:
        asked = json.loads(line)
        report = next((one for key, one in reports.items() if key.startswith(asked["report"])), None)
        if report is not None:
            yield _example(asked, report, resources)
    resources.close()


def _example(asked: dict[str, Any], report: Report, resources: Resources) -> dict[str, Any]:
    question = asked["question"].replace("{place}", report.authority or "it")
    plan = plan_question(question, catalogue=resources.catalogue, scope=Scope())
    found = retrieve(
        plan,
        store=resources.store,
        vectors=None,
        encoder=resources.encoder,
        reports=Selection(reports=(report,)),
    )
    sentences = sorted(_sentences(found[:LOOKED_AT]), key=lambda one: -one["score"])
    if asked["figure"] is not None or asked["kind"] == "figure":
        sentences = [one for one in sentences if one["figures"]]
    kept = sentences[:KEPT]
    held = {(one["start"], one["end"]) for one in kept}
    kept += [
        one
        for one in _whole(report, resources)
        if [one["start"], one["end"]] in asked["sentences"] and (one["start"], one["end"]) not in held
    ]
    return {
        "part": "held" if held_out(report.authority or "") else "written",
        "question": asked["question"].replace("{place}", HERE),
        "kind": asked["kind"],
        "authority": report.authority,
        "sentences": kept,
        "gold": _gold(asked, kept),
    }


def _sentences(found: list[Candidate]) -> Iterator[dict[str, Any]]:
    for candidate in found:
        before = ""
        for one in candidate.sentences:
            yield _sentence(one.text, (one.start, one.end), before, candidate.passage.section, score=one.score)
            before = one.text


def _whole(report: Report, resources: Resources) -> Iterator[dict[str, Any]]:
    for passage in resources.store.passages_of(report.number):
        before = ""
        for start, end in passage.sentences:
            text = passage.text[start - passage.start : end - passage.start]
            yield _sentence(text, (start, end), before, passage.section)
            before = text


def _sentence(text: str, span: tuple[int, int], before: str, heading: str, *, score: float = 0.0) -> dict[str, Any]:
    return {
        "text": text,
        "start": span[0],
        "end": span[1],
        "before": before,
        "heading": heading,
        "score": score,
        "figures": _figures(text),
    }


@cache  # a report's sentences are looked at for each of its questions
def _figures(text: str) -> list[tuple[int, int, str, float | None]]:
    return [(one.start, one.end, one.kind, one.value) for one in figures_of(text)]


def _gold(asked: dict[str, Any], kept: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """The places of what answers: (sentence, figure); of a finding (sentence, 0)."""
    wanted = [tuple(span) for span in asked["sentences"]]
    at = {(one["start"], one["end"]): n for n, one in enumerate(kept)}
    if asked["figure"] is None:
        return [] if asked["kind"] == "figure" else [(at[span], 0) for span in wanted if span in at]
    first = kept[at[wanted[0]]]
    chosen = next(n for n, (start, *_) in enumerate(first["figures"]) if start + first["start"] == asked["figure"][0])
    same = tuple(first["figures"][chosen][2:])
    gold = [(at[wanted[0]], chosen)]
    for span in wanted[1:]:
        gold += [(at[span], n) for n, one in enumerate(kept[at[span]]["figures"]) if tuple(one[2:]) == same]
    return gold


def of_made_up(rng: random.Random) -> Iterator[dict[str, Any]]:
    """The questions on made-up paragraphs, each beside its paragraph's sentences and some of others."""
    every = [json.loads(line) for line in MADE_UP.read_text(encoding="utf-8").splitlines()]
    rows = [
        [
            {"text": text, "before": before, "heading": one["heading"], "figures": _figures(text)}
            for before, text in itertools.pairwise(["", *one["sentences"]])
        ]
        for one in every
    ]
    for n, paragraph in enumerate(every):
        for asked in paragraph["questions"]:
            figure = asked["kind"] == "figure"
            mine = [at for at, row in enumerate(rows[n]) if row["figures"] or not figure]
            rng.shuffle(mine)
            elsewhere = [row for at in rng.sample(range(len(rows)), BESIDE[1]) if at != n for row in rows[at]]
            fitting = [row for row in elsewhere if row["figures"] or not figure]
            others = rng.sample(fitting, min(len(fitting), max(BESIDE[0], BESIDE[1] - len(mine))))
            gold = [(mine.index(number - 1), 0) for number in asked["s"]]
            if asked["figure"]:
                figures = rows[n][asked["s"][0] - 1]["figures"]
                gold = [(gold[0][0], next(k for k, one in enumerate(figures) if [*one[:2]] == asked["figure"]))]
            yield {
                "part": "written",
                "question": asked["q"].replace("{place}", HERE),
                "kind": asked["kind"],
                "authority": "",
                "sentences": [*(rows[n][at] for at in mine), *others],
                "gold": gold,
            }


def made_of_clauses(library: Path, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Questions made of the words about a figure, some left out: they teach what belongs to a figure, not English."""
    resources = Resources(Settings(library=library))
    for report in resources.catalogue.reports:
        if held_out(report.authority or ""):
            continue
        telling = [one for one in _whole(report, resources) if one["figures"] and len(one["text"]) < 600]
        if len(telling) < 6:
            continue
        for one in telling:
            for n in rng.sample(range(len(one["figures"])), min(2, len(one["figures"]))):
                question = _of_clause(one, n, rng)
                others = rng.sample([other for other in telling if other is not one], 4)
                missing = rng.random() < 0.12
                if question is not None:
                    yield {
                        "part": "clauses",
                        "question": question,
                        "kind": "figure",
                        "authority": report.authority,
                        "sentences": others if missing else [one, *others],
                        "gold": [] if missing else [(0, n)],
                    }
    resources.close()


def _of_clause(sentence: dict[str, Any], n: int, rng: random.Random) -> str | None:
    start, end, kind, _ = sentence["figures"][n]
    before = _BEFORE.split(sentence["text"][:start])[-1].split()[-9:]
    after = _AFTER.split(sentence["text"][end:])[0].split()[:12]
    words = [re.sub(r"\d[\d,.%]*", "", word) for word in before + after]
    kept = [word for word in words if word and rng.random() > 0.25]
    if rng.random() < 0.3:
        rng.shuffle(kept)
    return f"{rng.choice(ASKS[kind])} {' '.join(kept)}" if len(kept) >= 3 else None


def main() -> None:
    """Write the examples, one a line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--library", type=Path, required=True)
    arguments.add_argument("--since", type=int, default=0, help="only the written questions from this line on")
    given = arguments.parse_args()
    with given.out.open("w", encoding="utf-8") as file:
        for one in examples(given.library, given.since):
            file.write(json.dumps(one) + "\n")
        if not given.since:
            for one in (*of_made_up(random.Random(3)), *made_of_clauses(given.library, random.Random(1))):
                file.write(json.dumps(one) + "\n")


if __name__ == "__main__":
    main()
