"""The gate on real reports: their own sentences pass word for word, true sums over two too, and no altered figure."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.sentences import sentences
from ingest.read import read_file
from qa.claim import Claim
from qa.ground import Arithmetic, Draft, Gate, Quoted, Rejected
from qa.ground.model import Evidence
from qa.ground.values import Value, agrees, values
from qa.language.words import QUESTION_WORDS, stem, words
from qa.llm.prompt import encoded

FOLDER = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
_SOME, _MORE = 5, 14  # reports, spread over the folder

pytestmark = pytest.mark.skipif(
    not any(FOLDER.rglob("*.pdf")), reason=f"no real reports at {FOLDER}; name their folder in INSPECTQA_REPORTS"
)


def told(some: int, pages: slice) -> Iterator[tuple[Gate, str]]:
    """Each sentence of some reports as a model is shown it, with a gate that has its page for evidence."""
    paths = sorted(FOLDER.rglob("*.pdf"))
    for path in paths[:: max(1, len(paths) // some)][:some]:
        document = read_file(path)
        for page in document.pages[pages]:
            text = document.text[page.start : page.end]
            one = Evidence(
                id="e1", report=1, start=page.start, end=page.end, text=text, title="A report", page=page.number
            )
            gate = Gate([one])
            for start, end in sentences(document.text, page.start, page.end):
                said = encoded(document.text[start:end])
                if len(said.split()) >= 6:
                    yield gate, said


def verbatim(some: int, pages: slice) -> tuple[int, int]:
    """How many sentences passed, all there are, and how many with an altered figure did not, again all."""
    chance = random.Random(5)
    passed = altered = 0
    for gate, said in told(some, pages):
        quotes = (Quoted(evidence="e1", text=said),)
        result = gate.check(Draft(text=said, quotes=quotes))
        assert isinstance(result, Claim), (said, result)
        passed += 1
        places = [at for at, c in enumerate(said) if c.isdigit()]
        if places:
            at = chance.choice(places)
            other = said[:at] + chance.choice([d for d in "0123456789" if d != said[at]]) + said[at + 1 :]
            if all(any(agrees(value, stated) for stated in values(said)) for value in values(other)):
                continue  # altered into another figure of the same sentence
            assert isinstance(gate.check(Draft(text=other, quotes=quotes)), Rejected), other
            altered += 1
    return passed, altered


def counting(some: int) -> dict[str, list[tuple[int, str, Value, str]]]:
    """Sentences of some reports that count something, by what: the report, the sentence, the figure, the noun."""
    found: dict[str, list[tuple[int, str, Value, str]]] = {}
    paths = sorted(FOLDER.rglob("*.pdf"))
    for number, path in enumerate(paths[:: max(1, len(paths) // some)][:some], 1):
        document = read_file(path)
        for start, end in sentences(document.text, document.pages[1].start, document.pages[-1].end):
            said = encoded(document.text[start:end])
            figures = [one for one in values(said) if one.kind == "number" and one.noun and not (one.unit or one.bound)]
            for one in figures if len(figures) == 1 else []:
                noun = next((word for word in words(said[one.end :]) if stem(word) == one.noun), None)
                if noun is not None and noun not in QUESTION_WORDS:  # a claim of those alone tells nothing
                    found.setdefault(str(one.noun), []).append((number, said, one, noun))
    return found


def over_two(some: int) -> int:
    """How many true sums, shares and counts over sentences of two reports passed: all of them."""
    passed = 0
    for same in counting(some).values():
        for (report, said, one, noun), (other_report, other_said, other, _) in pairwise(same):
            a, b = sorted((int(one.key), int(other.key)))  # type: ignore[arg-type]
            if report == other_report or a < 2:
                continue
            two = [
                Evidence(id=f"e{n}", report=n, start=0, end=len(text), text=text, title=f"Report {n}", page=1)
                for n, text in enumerate((said, other_said), 1)
            ]
            quotes = tuple(Quoted(evidence=one.id, text=one.text) for one in two)
            share = f"{int(Fraction(100 * a, b) + Fraction(1, 2))}%"
            for text, operation, of, result in (
                (f"Altogether {a + b:,} {noun}.", "sum", (str(a), str(b)), str(a + b)),
                (f"{share} of {noun}.", "share", (str(a), str(b)), share),
                (f"2 reports speak of {noun}.", "count", ("e1", "e2"), "2"),
            ):
                sums = (Arithmetic(operation=operation, of=of, result=result),)  # type: ignore[arg-type]
                checked = Gate(two).check(Draft(text=text, quotes=quotes, arithmetic=sums))
                assert isinstance(checked, Claim), (checked, said, other_said)
                passed += 1
    return passed


def test_a_sentence_of_a_report_passes_and_an_altered_figure_does_not() -> None:
    passed, altered = verbatim(_SOME, slice(1, 8))
    assert passed > 100 and altered > 20


def test_true_sums_over_two_reports_pass() -> None:
    assert over_two(_SOME) > 5


@pytest.mark.long
def test_every_sentence_of_many_reports_passes() -> None:
    passed, altered = verbatim(_MORE, slice(None))
    sums = over_two(_MORE)
    print(
        f"\n{passed:,} sentences of {_MORE} reports passed, {altered:,} with an altered figure did not; "
        f"{sums} true sums over two of them passed"
    )
