"""The lexicon: what it says of itself, and that the file questions are read by is the one that is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa
from qa.language.lexicon import lexicon
from qa.language.lexicon_source import compiled, concepts_of, expand

DATA = Path(qa.__file__).parent / "data"
CONCEPTS = concepts_of((DATA / "lexicon.toml").read_text(encoding="utf-8"))


def test_the_built_lexicon_is_in_step_with_what_is_written_down() -> None:
    import json

    built = json.loads((DATA / "lexicon.json").read_text(encoding="utf-8"))
    assert built == compiled(CONCEPTS), "run `python scripts/build_lexicon.py`"


@pytest.mark.parametrize("key", [key for key, one in CONCEPTS.items() if "yes" in one or "no" in one])
def test_a_concept_is_found_in_its_examples_and_not_in_the_others(key: str) -> None:
    for text in CONCEPTS[key].get("yes", ()):
        assert any(key in match.keys for match in lexicon().find(text)), text
    for text in CONCEPTS[key].get("no", ()):
        assert not any(key in match.keys for match in lexicon().find(text)), text


def test_brackets_and_question_marks_are_ways_of_saying_it() -> None:
    assert expand("(a|b) c") == ["a c", "b c"]
    assert expand("(a )?b") == ["a b", "b"]
    assert expand("yrs?") == ["yrs", "yr"]


@pytest.mark.parametrize("phrases", [["(a|b"], ["{noun.nothing} a"], ["{noun.own} a"]])
def test_a_fault_in_what_is_written_down_is_said(phrases: list[str]) -> None:
    with pytest.raises(ValueError):
        compiled({"noun.own": {"phrases": phrases}})


def test_the_longest_phrase_wins() -> None:
    assert [match.last - match.first for match in lexicon().find("not once good")] == [2, 1]
