"""What the translator is trained on, and that a training can go on from the packaged files."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
import torch

from benchmarks.translator.examples import around
from benchmarks.translator.shipped import restored
from benchmarks.translator.stand_ins import NAMES, named, numbered
from benchmarks.translator.train import Data
from ingest.embedding.weights import find_weights
from qa.translate.model import FOLDER, WORDS, Translator
from qa.translate.slots import STAND_INS

WRITTEN = {"text": "Did rome do better than paris monday?", "queries": ['(x "P2"|"P1" T1)'], "part": "train"}


def test_every_stand_in_has_a_name() -> None:
    assert set(NAMES) == {word for words in STAND_INS.values() for word in words}
    assert named("How was paris rated monday?") == "How was Kent rated in 2019?"


@pytest.mark.parametrize(
    ("text", "line", "told", "said"),
    [
        ("Did rome beat paris?", '(x "P2"|"P1")', "Did paris beat rome?", '(x "P1"|"P2")'),
        ("I left vienna. How is paris?", '(x "P1")', "I left paris. How is rome?", '(x "P2")'),
        ("Who led Rome tuesday, not monday?", '(x "P2" T2)', "Who led paris monday, not tuesday?", '(x "P1" T1)'),
        ("How is paris?", '(x "P1")', "How is paris?", '(x "P1")'),
    ],
)
def test_stand_ins_are_numbered_as_they_are_named(text: str, line: str, told: str, said: str) -> None:
    assert numbered(text, [line]) == (told, [said])


def test_what_is_said_around_a_question_changes_its_query_only_where_it_restricts() -> None:
    rng, one = random.Random(3), {**WRITTEN, "text": "Which councils are good in rome?", "queries": ['(x "P2")']}
    made = [other for _ in range(60) for other in around(one, rng)]
    assert {bool(other["queries"]) for other in made} == {True, False}
    assert all(len(other["text"]) > len(one["text"]) for other in made)


def test_a_training_goes_on_from_what_is_packaged() -> None:
    """The network put together from the packaged files holds a query as likely as these do."""
    question = "Which councils are outstanding overall?"
    line, likelihood = Translator(FOLDER).read(question).queries()[0]
    words = json.loads((FOLDER / WORDS).read_text(encoding="utf-8"))
    one = {"text": question, "queries": line.split(" ; ")}
    data = Data([one], find_weights().folder / "tokenizer.json", before=words)
    ids, mask, written = data.batch(data.of([one]), "cpu", None)
    with torch.no_grad():
        told = restored().eval()(ids, mask, written[:, :-1]).log_softmax(-1)
    assert np.isclose(float(told.gather(-1, written[:, 1:, None]).sum()), likelihood, atol=0.1)
