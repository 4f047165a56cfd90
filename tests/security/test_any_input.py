"""Any input: texts that look like reports and are not, damaged files, questions of all kinds, claims of all kinds."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.samples import sample_paths

sys.path.append(str(Path(__file__).parents[1] / "fuzz"))
import targets

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(QUICK, max_examples=1500)

# What the recognisers look for, in any order and any state of disrepair.
PIECES = st.sampled_from(
    [
        "Inspection dates: ", "Published: ", "Lead inspector: ", "Overall effectiveness", "Judgement", "Grade",
        "good", "Requires improvement", "inadequate", "The experiences and progress of children in care",
        "1. ", "2.1 ", "31 March 2015", "12 to 23 February 2024", "9-24", "November", "2017", "1,234", "£1.2 million",
        "45 per 10,000", "18%", "Darlington", "Kingston upon Hull", "children were looked after", "At", "an increase",
        "(", ")", "|", "---", "#", "- ", "\n", "\n\n", "\f", "\t", "\u2022", "\u2013", "\ufb01", "\u0002", ".",
        "recommendations", "What needs to improve", "of these", "a rate of", "compared with", "Ada Penhaligon HMI",
    ]
)  # fmt: skip
REPORTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map(" ".join)
WORDS = st.sampled_from(
    [
        "How many", "which", "compare", "latest", "previous", "Darlington", "darlingtn", "Hull", "since", "before",
        "2015", "May 2019", "31/02/2020", "inadequate", "care leavers", "not", "AND", "OR", "NEAR(", '"', "*", "^", ":",
        "body:", "-", "(", ")", "'", "\u2019", "%", "{0}", "\\", ";", "DROP TABLE", "?", "per cent", "average",
    ]
)  # fmt: skip
ASKED = st.lists(st.one_of(WORDS, st.text(max_size=10)), max_size=25).map(" ".join)
CLAIMED = st.tuples(ASKED, ASKED, ASKED).map("|".join)


@QUICK
@given(REPORTS)
@example("\n\n".join(["1"] * 200))
@example("(" * 3000)
@example("a" * 20_000)
@example("1 " * 8_000)
def test_any_text_is_taken_in(text: str) -> None:
    targets.take_in(text)


@QUICK
@given(ASKED)
@example('"' * 500)
@example("in " * 600)
@example("2015 " * 400)
def test_any_question_is_understood_or_refused(text: str) -> None:
    targets.question(text)


@QUICK
@given(CLAIMED)
@example("1" * 400 + "|" + "1" * 400 + "|" + "1" * 4000)
def test_any_claim_is_supported_or_rejected(text: str) -> None:
    targets.gate(text)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy with bytes changed, taken out, doubled or put in; or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100))):
        at, size = chance.randrange(max(1, len(out))), chance.choice((1, 4, 64, 1024))
        change = chance.randrange(5)
        if change == 0:
            out[at : at + size] = chance.randbytes(min(size, max(0, len(out) - at)))
        elif change == 1:
            del out[at : at + size]
        elif change == 2:
            out[at:at] = out[at : at + size]
        elif change == 3:
            out[at:at] = chance.choice((b"\x00", b"<div>" * 50, b" obj ", b"99999999999", b"\xff\xfe", b"stream\n"))
        elif len(out) > 2000:
            del out[at:]
    return bytes(out)


def read_damaged(folder: Path, count: int) -> tuple[int, int, dict[str, int]]:
    """Returns how many damaged files were read, how many named with a reason, and how often each reason."""
    from ingest.prepare import prepare
    from ingest.read.worker import Readers

    chance = random.Random(count)
    samples = [path.read_bytes() for path in sample_paths()]
    paths = [folder / f"{number}.bin" for number in range(count)]
    for path in paths:
        path.write_bytes(damaged(chance.choice(samples), chance) or b"x")
    read, reasons = 0, dict[str, int]()
    with Readers() as readers:
        # Where text recognition is installed a page of pictures takes a second, and several on a busy machine.
        for path, result in readers.read_many(paths, timeout_s=90.0):
            if isinstance(result, ReadError):
                assert result.next_step.endswith("."), result
                reasons[result.reason] = reasons.get(result.reason, 0) + 1
                continue
            read += 1
            targets.whole(result)
            try:
                prepare(result, source=str(path))
            except ReadError as error:
                assert "failed" not in error.reason, (path, error)
    return read, sum(reasons.values()), reasons


def test_damaged_files_are_read_or_named(tmp_path: Path) -> None:
    read, named, reasons = read_damaged(tmp_path, 40)
    assert read + named == 40
    assert not [reason for reason in reasons if "crashed" in reason or "seconds" in reason], reasons


@pytest.mark.long
def test_thousands_of_damaged_files_are_read_or_named(tmp_path: Path) -> None:
    read, named, reasons = read_damaged(tmp_path, 3000)
    hangs = sum(count for reason, count in reasons.items() if "seconds" in reason)
    crashes = sum(count for reason, count in reasons.items() if "crashed" in reason)
    print(f"\n{read + named} damaged files: {read} read, {named} named with a reason; {crashes} crashes, {hangs} hangs")
    for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:12]:
        print(f"  {count:5} {reason}")
    assert (crashes, hangs) == (0, 0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("target", "strategy"),
    [(targets.take_in, REPORTS), (targets.question, ASKED), (targets.gate, CLAIMED)],
    ids=["texts", "questions", "claims"],
)
def test_many_of_any_kind(target, strategy) -> None:  # type: ignore[no-untyped-def]
    cases = 0

    @LONG
    @given(strategy)
    def run(text: str) -> None:
        nonlocal cases
        cases += 1
        target(text)

    run()
    print(f"\n{cases} cases for {target.__name__}")
