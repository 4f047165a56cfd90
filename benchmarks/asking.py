"""Questions put to one library that stays open, as in a conversation: how long each takes, step by step.

    python -m benchmarks.asking LIBRARY < QUESTIONS.json

QUESTIONS.json holds {"warming": [...], "questions": [...]}; the first are asked untimed. Prints JSON: a line with the
passages in the library, then one for each question, with the status of its answer and its seconds by step. Runs in a
process of its own, so that its peak memory is that of asking.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import run

__all__ = ["Asking", "ask_all"]

STEPS = ("understand", "facts", "find", "extract")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """What a process that asked questions told: their seconds by step, its peak in megabytes, the library's size."""

    passages: int
    seconds: tuple[dict[str, float], ...]
    megabytes: float

    @property
    def searching(self) -> Asking:
        """Those of the questions that searched passages."""
        some = tuple(one for one in self.seconds if "find" in one)
        return Asking(passages=self.passages, seconds=some, megabytes=self.megabytes)

    def median(self, step: str = "total") -> float:
        """The median milliseconds of a step; a question that does not come to it takes none."""
        return 1000 * statistics.median(one.get(step, 0.0) for one in self.seconds)

    def tail(self) -> float:
        """The 95th percentile of the milliseconds from question to answer."""
        return 1000 * sorted(one["total"] for one in self.seconds)[int(0.95 * len(self.seconds))]


def ask_all(library: Path, *, warming: Sequence[str], questions: Sequence[str]) -> Asking:
    """Put the questions to `library` in a new process; raises CalledProcessError where it cannot be asked."""
    given = json.dumps({"warming": list(warming), "questions": list(questions)})
    done = run(sys.executable, "-m", "benchmarks.asking", str(library), given=given, said=None)
    first, *answers = map(json.loads, done.output.splitlines())
    return Asking(
        passages=first["passages"],
        seconds=tuple(one["seconds"] for one in answers),
        megabytes=done.megabytes,
    )


def _answers(folder: Path, given: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    from qa.library import Library

    with Library.open(folder) as library:
        yield {"passages": library.resources.store.counts()["passages"]}
        for question in given["warming"]:
            library.ask(question)
        for question in given["questions"]:
            answer = library.ask(question)
            yield {"status": answer.status, "seconds": answer.seconds}


def main() -> None:
    """Ask what stdin holds."""
    for line in _answers(Path(sys.argv[1]), json.load(sys.stdin)):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
