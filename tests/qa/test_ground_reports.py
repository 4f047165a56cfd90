"""The gate on real reports: their own sentences pass word for word, and no altered figure does."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sentences import sentences
from ingest.read import read_file
from qa.claim import Claim
from qa.ground import Draft, Gate, Quoted, Rejected
from qa.ground.model import Evidence
from qa.ground.values import agrees, values
from qa.llm.prompt import encoded

FOLDER = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))
_SOME = 5  # reports, spread over the folder

pytestmark = pytest.mark.skipif(
    not any(FOLDER.rglob("*.pdf")), reason=f"no real reports at {FOLDER}; name their folder in INSPECTQA_REPORTS"
)


def told() -> Iterator[tuple[Gate, str]]:
    """Each sentence of some reports as a model is shown it, with a gate that has its page for evidence."""
    paths = sorted(FOLDER.rglob("*.pdf"))
    for path in paths[:: max(1, len(paths) // _SOME)][:_SOME]:
        document = read_file(path)
        for page in document.pages[1:8]:
            text = document.text[page.start : page.end]
            one = Evidence(
                id="e1", report=1, start=page.start, end=page.end, text=text, title=path.stem, page=page.number
            )
            gate = Gate([one])
            for start, end in sentences(document.text, page.start, page.end):
                said = encoded(document.text[start:end])
                if len(said.split()) >= 6:
                    yield gate, said


def test_a_sentence_of_a_report_passes_and_an_altered_figure_does_not() -> None:
    chance = random.Random(5)
    passed = altered = 0
    for gate, said in told():
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
    assert passed > 100 and altered > 20
