"""The lexicon: each concept is found where its examples say so, and nowhere that they say not; as built, as written."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.lexicon import lexicon, lexicon_of, split_words
from qa.language.lexicon_source import compiled, concepts_of, expand

DATA = files("qa") / "data"
CONCEPTS = concepts_of((DATA / "lexicon.toml").read_text(encoding="utf-8"))
YES = [(key, text) for key, one in CONCEPTS.items() for text in one.get("yes", ())]
NO = [(key, text) for key, one in CONCEPTS.items() for text in one.get("no", ())]


def found(text: str) -> list[tuple[str, frozenset[str]]]:
    words = split_words(text)
    return [(" ".join(w.text for w in words[m.first : m.last]), m.keys) for m in lexicon().find(text)]


@pytest.mark.parametrize(("key", "text"), YES)
def test_a_concept_is_found_where_it_says_so(key: str, text: str) -> None:
    assert any(key in keys for _, keys in found(text))


@pytest.mark.parametrize(("key", "text"), NO)
def test_a_concept_is_not_found_where_it_says_not(key: str, text: str) -> None:
    assert not any(key in keys for _, keys in found(text))


@pytest.mark.parametrize(
    ("phrase", "strings"),
    [
        ("good", ["good"]),
        ("(a|b) c", ["a c", "b c"]),
        ("(very )?good", ["very good", "good"]),
        ("grades?", ["grades", "grade"]),
        ("re-?inspected", ["re-inspected", "reinspected"]),
        ("care[ -]leaver", ["care leaver"]),
        ("(a (b|c)|d)? e", ["a b e", "a c e", "d e", "e"]),
        (r"i\.e", ["i.e"]),
        ("(a|a)", ["a"]),
    ],
)
def test_a_phrase_stands_for_its_strings(phrase: str, strings: list[str]) -> None:
    assert expand(phrase) == strings


@pytest.mark.parametrize("phrase", ["(good", "good)", "((a|b)", "a (b"])
def test_a_bracket_that_is_not_closed_is_an_error(phrase: str) -> None:
    with pytest.raises(ValueError, match="not closed"):
        expand(phrase)


def test_a_reference_stands_for_the_phrases_of_the_other() -> None:
    own = lexicon_of(
        compiled(concepts_of('[a.one]\nphrases = ["red", "blue"]\n[b.two]\nphrases = ["very {a.one} hat(s)?"]'))
    )
    assert [own.find(text)[0].keys for text in ("very blue hat", "very red hats")] == [{"b.two"}] * 2
    assert own.find("blue hat")[0].keys == {"a.one"}


@pytest.mark.parametrize(
    "text",
    ['[a.one]\nphrases = ["{a.none}"]', '[a.one]\nphrases = ["x {b.two}"]\n[b.two]\nphrases = ["y {a.one}"]'],
)
def test_a_reference_that_leads_nowhere_or_round_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not there or a circle"):
        compiled(concepts_of(text))


def test_every_reference_of_the_lexicon_resolves() -> None:
    assert not any("{" in word or "}" in word for word in lexicon().vocabulary)
    assert len(CONCEPTS) > 100


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("it requires improvement to be good", ["it", "requires improvement to be good"]),
        ("no better than good", ["no better than", "good"]),
        ("children in care and care leavers", ["children in care and care leavers"]),
        ("the most recent report", ["the", "most recent", "report"]),
        ("more than once", ["more than once"]),
        ("never once good", ["never once", "good"]),
        ("wasn't good", ["was", "n't", "good"]),
    ],
)
def test_the_longest_phrase_wins(text: str, phrases: list[str]) -> None:
    assert [phrase for phrase, _ in found(text)] == phrases


@given(st.lists(st.sampled_from(sorted(lexicon().vocabulary)), max_size=12).map(" ".join))
def test_phrases_lie_side_by_side_and_none_could_be_longer(text: str) -> None:
    words, end = split_words(text), 0
    for match in lexicon().find(text):
        assert match.first >= end and match.last > match.first and match.keys
        assert lexicon().at(words, match.first) == match
        end = match.last


def test_words_keep_their_places() -> None:
    text = "Kent's reports weren't good & 1,204 re-inspections"
    words = split_words(text)
    said = ["kent", "'s", "reports", "were", "n't", "good", "&", "1,204", "re", "inspections"]
    assert [word.text for word in words] == said
    assert all(text[word.start : word.end].lower() == word.text for word in words)


def test_what_is_read_is_what_is_written_down() -> None:
    built = json.loads((DATA / "lexicon.json").read_text(encoding="utf-8"))
    assert built == compiled(CONCEPTS), "run `python scripts/build_lexicon.py`"
