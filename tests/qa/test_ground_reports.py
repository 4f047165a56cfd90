"""The gate on real reports: their own sentences pass word for word, true sums over two too, and no altered figure."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.model import Document
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


@cache
def read(path: Path) -> Document:
    return read_file(path)


def told(some: int, pages: slice) -> Iterator[tuple[Gate, str]]:
    """Each sentence of some reports as a model is shown it, with a gate that has its page for evidence."""
    paths = sorted(FOLDER.rglob("*.pdf"))
    for path in paths[:: max(1, len(paths) // some)][:some]:
        document = read(path)
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


TURNS = ("not", "never", "no longer", "only", "just", "at least", "up to")
_VERB = re.compile(r"(?<![\w-])(?:is|are|was|were|has|have|had|can|will|do|does|did)(?![\w-])")
_TURNED = re.compile(
    r"\b(?:no|not|none|nor|never|neither|nobody|nothing|without|cannot|lack\w*|fail\w*|unable|little|only|just|merely"
    r"|solely|simply|least|most|up to)\b|n.t\b",
    re.IGNORECASE,
)


def turned(some: int, pages: slice) -> tuple[int, list[str]]:
    """How many sentences with a denial or a limiter put in were rejected, and those that passed.

    The word is put behind a verb, or before a figure; sentences that deny or limit anything of their own are left out.
    """
    chance, rejected, passed = random.Random(6), 0, []
    for gate, said in told(some, pages):
        places = [match.end() for match in _VERB.finditer(said)]
        places += [match.start() - 1 for match in re.finditer(r"(?<= )\d", said)]
        if not places or _TURNED.search(said):
            continue
        at = chance.choice(places)
        other = f"{said[:at]} {chance.choice(TURNS)}{said[at:]}"
        if isinstance(gate.check(Draft(text=other, quotes=(Quoted(evidence="e1", text=said),))), Rejected):
            rejected += 1
        else:
            passed.append(other)
    return rejected, passed


def undenied(some: int, pages: slice) -> tuple[int, list[str]]:
    """How many sentences with one denial, which the claim leaves out, were rejected, and those that passed.

    Where a sentence says the same word with a denial and without, the gate cannot know which one was meant.
    """
    rejected, passed = 0, []
    for gate, said in told(some, pages):
        other = re.sub(r" (?:not|never|no longer)(?= )", "", said)
        if other == said or len(_TURNED.findall(said)) > 1:
            continue
        if isinstance(gate.check(Draft(text=other, quotes=(Quoted(evidence="e1", text=said),))), Rejected):
            rejected += 1
        else:
            passed.append(said)
    return rejected, passed


_CONTRACTED = (
    ("did not", "didn't"),
    ("do not", "don't"),
    ("is not", "isn't"),
    ("are not", "aren't"),
    ("was not", "wasn't"),
)


def reworded(said: str) -> Iterator[str]:
    """What a sentence says, told otherwise: true claims."""
    yield f"The report says that {said[0].lower()}{said[1:]}"
    led = re.match(r"(?:However|Overall|As a result|In addition|Furthermore|Consequently), (?=\w)", said)
    if led:
        yield said[led.end() :].capitalize()
    for whole, short in _CONTRACTED:
        if f" {whole} " in said:
            yield said.replace(f" {whole} ", f" {short} ")
    parts = re.split(r"(?:, and|, but|;) ", said)
    if len(parts) == 2 and all(len(part.split()) > 4 for part in parts):
        yield f"{parts[0]}."
        yield parts[1][0].upper() + parts[1][1:]


def rewordings(some: int, pages: slice) -> tuple[int, list[Rejected]]:
    """How many sentences told otherwise passed, and the others."""
    passed, others = 0, []
    for gate, said in told(some, pages):
        for other in reworded(said):
            result = gate.check(Draft(text=other, quotes=(Quoted(evidence="e1", text=said),)))
            if isinstance(result, Claim):
                passed += 1
            else:
                others.append(result)
    return passed, others


def counting(some: int) -> dict[str, list[tuple[int, str, Value, str]]]:
    """Sentences of some reports that count something, by what: the report, the sentence, the figure, the noun."""
    found: dict[str, list[tuple[int, str, Value, str]]] = {}
    paths = sorted(FOLDER.rglob("*.pdf"))
    for number, path in enumerate(paths[:: max(1, len(paths) // some)][:some], 1):
        document = read(path)
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


def test_what_a_report_does_not_deny_or_limit_no_claim_does() -> None:
    rejected, passed = turned(_SOME, slice(1, 8))
    assert rejected > 50 and passed == []
    rejected, passed = undenied(_SOME, slice(1, 8))
    assert rejected > 10 and len(passed) < rejected / 10


def test_what_a_report_says_passes_told_otherwise() -> None:
    passed, others = rewordings(_SOME, slice(1, 3))
    assert passed > 100 and len(others) < passed / 100


@pytest.mark.long
def test_every_sentence_of_many_reports_passes() -> None:
    passed, altered = verbatim(_MORE, slice(None))
    sums = over_two(_MORE)
    (put_in, let_by), (left_out, kept) = turned(_MORE, slice(None)), undenied(_MORE, slice(None))
    true, others = rewordings(_MORE, slice(None))
    assert (let_by, len(kept) < left_out / 10, len(others) < true / 100) == ([], True, True)
    print(
        f"\n{passed:,} sentences of {_MORE} reports passed, {altered:,} with an altered figure did not; "
        f"{sums} true sums over two of them passed\n{put_in:,} with a denial or limiter put in, all rejected; of "
        f"{left_out + len(kept)} with their denial left out, {left_out}; "
        f"{true:,} of {true + len(others):,} told otherwise passed"
    )
