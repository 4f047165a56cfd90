from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.frameworks import framework, frameworks, load_framework


def test_every_framework_says_what_it_is() -> None:
    assert {one.key for one in frameworks()} == {
        "CP",
        "ILACS",
        "JTAI",
        "LAC",
        "LSCB",
        "SEND",
        "SIF",
        "focused visit",
        "monitoring visit",
    }
    for one in frameworks():
        assert one.name and one.inspectorate and one.subject and one.recognised_by
        assert "{authority}" in one.title
        assert bool(one.areas) == one.graded


def test_letters_and_narratives_have_no_grades() -> None:
    ungraded = {one.key for one in frameworks() if not one.graded}
    assert ungraded == {"focused visit", "monitoring visit", "JTAI"}


def test_the_scale_runs_from_best_to_worst_and_knows_printed_variants() -> None:
    one = framework("SIF")
    assert one is not None
    assert one.scale == ("outstanding", "good", "requires improvement", "inadequate")
    for printed in ("Requires improvement", "requires improvement to be good", "Requires\nimprovement\nto be\ngood"):
        assert one.grade(printed) == "requires improvement"
    assert one.grade("Good ") == "good"
    assert one.grade("adequate") is None


def test_every_area_has_words_that_people_use() -> None:
    for one in frameworks():
        for area in one.areas.values():
            assert area.label and area.words and (area.rows or area.stated)


def test_an_unknown_key_is_no_framework() -> None:
    assert framework("XYZ") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("key = ", "cannot be read"),
        ('key = "X"\nname = "x"', "lacks the key"),
        ('key = "X"\nnmae = "x"', "not known: 'nmae'"),
    ],
)
def test_a_faulty_file_is_refused_with_the_next_step(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says) as caught:
        load_framework(path)
    assert "faulty.toml" in str(caught.value)


def test_patterns_are_written_for_people(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'key = "K"\nname = "n"\ninspectorate = "i"\nsubject = "s"\ntitle = "{authority}"\nscale = []\n'
        '[recognised]\nby = ["^the board\'s report ?of"]\n',
        encoding="utf-8",
    )
    [pattern] = load_framework(path).recognised_by
    assert pattern.search("1\n## THE\nboard’s  Reportof 2020")
    assert not pattern.search("So says the board's report of 2020")
