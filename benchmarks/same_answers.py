"""The same questions put to several libraries of the same reports: whether each answers as the first does.

    python -m benchmarks.same_answers QUESTIONS.jsonl LIBRARY LIBRARY=URL ...

URL is the Chroma server of a library whose vectors are on one. Compared are status, words, citations and what was
found, with scores to two decimals; seconds and the reports' numbers are each library's own. Prints a line for each
question whose answers differ, and the count; ends with status 1 where one does.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from qa.evaluation.batch import read_items
from qa.library import Library

OWN = ("seconds", "report", "number", "path")


def answers(name: str, questions: list[str]) -> list[Any]:
    """What the library answers, without what is its own."""
    folder, _, chroma = name.partition("=")
    with Library.open(folder, chroma=chroma or None) as library:
        return [shared(library.ask(question).to_dict()) for question in questions]


def shared(found: Any) -> Any:
    """The part of an answer that does not depend on where and in which order its library was made."""
    if isinstance(found, dict):
        return {name: shared(value) for name, value in found.items() if name not in OWN}
    if isinstance(found, list):
        return [shared(value) for value in found]
    return round(found, 2) if isinstance(found, float) else found


def main() -> None:
    """Ask, compare, and say what differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("libraries", nargs="+")
    given = parser.parse_args()
    items = read_items(given.questions)
    questions = [item.questions[0] for item in items if any(map(str.isalpha, item.questions[0]))]
    first, *others = [answers(name, questions) for name in given.libraries]
    differing = 0
    for name, own in zip(given.libraries[1:], others, strict=True):
        for question, one, other in zip(questions, first, own, strict=True):
            if differ := [key for key in one if one[key] != other[key]]:
                differing += 1
                print(json.dumps({"question": question, "library": name, "differ": differ}))
    answered = sum(one["status"] == "answered" for one in first)
    print(
        f"{len(questions)} questions, {answered} answered; {len(others)} libraries beside the first, {differing} differ"
    )
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
