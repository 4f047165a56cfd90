from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.frameworks import framework, frameworks, load_framework


def test_every_framework_says_what_it_is() -> None:
    assert {one.key for one in frameworks()} == {
        "CP",
        "CQC local authority",
        "Care Inspectorate inspection",
        "HIQA inspection",
        "ILACS",
        "JTAI",
        "LAC",
        "LSCB",
        "SEND",
        "SEND revisit",
        "SIF",
        "care home inspection",
        "childminder inspection",
        "childminder report card",
        "children's home inspection",
        "early years inspection",
        "early years report card",
        "essential standards inspection",
        "focused visit",
        "home care inspection",
        "local area SEND inspection",
        "monitoring visit",
        "prison inspection",
        "prison progress review",
        "school inspection",
        "school report card",
        "youth justice inspection",
    }
    for one in frameworks():
        assert one.name and one.inspectorate and one.subject and one.recognised_by
        assert "{authority}" in one.title
        assert bool(one.areas) == one.graded


def test_letters_and_narratives_have_no_grades() -> None:
    ungraded = {one.key for one in frameworks() if not one.graded}
    assert ungraded == {
        "focused visit",
        "monitoring visit",
        "JTAI",
        "SEND revisit",
        "essential standards inspection",
        "prison progress review",
    }


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
            assert (
                area.label and area.words and (area.rows or area.stated or area.headings or area.scores or area.scored)
            )


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


WHOLE = """
key = "K"
name = "home inspection"
inspectorate = "i"
subject = "s"
title = "{authority}"
scale = ["sound", "weak"]
unsure = "the date's place"
grades_as_heads = true

[scales]
met = ["met", "not met"]

[printed]
"weak" = ["rather weak"]

[recognised]
by = ["^home inspection"]

[body]
kind = "home"
name = ["^home: (?P<body>.+)$"]
without = ["ltd$"]
council = ["local authority"]
address = ["address"]

[body.identifiers]
number = ["registration number"]

[dates]
order = "month first"
inspected = ["visited on"]

[people.lead_inspector]
label = "lead inspector"
printed = ["lead"]

[areas.care]
label = "Care"
rows = ["care"]
stated = ["care is {grade}"]
scores = ["care score:? {score}"]
most = 12

[areas.food]
label = "Food"
rows = ["food"]
scale = "met"
under = "care"

[verdicts]
rows = ["regulation (?P<number>\\\\d+):? (?P<name>[^|]+)"]
scale = "met"

[themes]
stated = ["we looked at (?P<theme>[^.]+)"]

[before]
stated = ["last time it was {grade}"]

[facts.beds]
label = "Beds"
unit = "beds"
printed = ["number of beds"]

[standing]
sections = ["about us"]

[called]
framework = ["home visits"]
bodies = ["hostel", "nursery | nurseries"]
"""


def test_a_file_with_every_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "whole.toml"
    path.write_text(WHOLE, encoding="utf-8")
    one = load_framework(path)
    assert one.body.kind == "home" and one.dates.month_first and one.grades_as_heads
    assert one.areas["care"].scale == ("sound", "weak") and one.areas["food"].scale == ("met", "not met")
    assert one.grade("rather weak") == "weak" and one.grade("met") == "met"
    assert one.grade("met", one.areas["care"].scale) is None
    assert one.called.bodies == (("hostel", "hostels"), ("nursery", "nurseries"))
    [score] = one.areas["care"].scores
    found = score.search("Care score: 7 of 12")
    assert found and (found["score"], found["most"]) == ("7", "12")
    label = one.body.identifiers["number"]
    assert [found.end() for found in label.finditer("| Registration number | 12\nThe registration number 3")] == [24]


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ('kind = "home"', 'kind = "castle"', "'castle' as body.kind"),
        ('kind = "home"', 'sort = "home"', r"not known: 'sort' in \[body\]"),
        ('order = "month first"', 'order = "year first"', "'year first' as dates.order"),
        ('label = "Food"', "label = 3", r"'label' in \[areas.food\] is to be text"),
        ('scale = "met"\nunder', 'scale = "mat"\nunder', r"scale 'mat' in \[areas.food\]"),
        ('under = "care"', 'under = "cure"', "under 'cure'"),
        ('["care is {grade}"]', '["care is good"]', r"areas.care.stated without \{grade\}"),
        ("(?P<theme>[^.]+)", "(.+)", "themes without"),
        ('"weak" = ["rather', '"poor" = ["rather', r"\[printed\] how 'poor'"),
        ('["^home inspection"]', '["(home"]', "pattern of recognised is no regular expression"),
        ("most = 12", "most = true", "'most'.* is to be a whole number"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, was: str, is_now: str, says: str) -> None:
    assert was in WHOLE
    path = tmp_path / "faulty.toml"
    path.write_text(WHOLE.replace(was, is_now), encoding="utf-8")
    with pytest.raises(SettingsError, match=says) as caught:
        load_framework(path)
    assert "faulty.toml" in str(caught.value) and str(caught.value).endswith(".")


def test_a_file_may_be_like_another(tmp_path: Path) -> None:
    (tmp_path / "pool.toml").write_text(
        'key = "POOL"\nname = "n"\ninspectorate = "i"\nsubject = "s"\ntitle = "{authority}"\nscale = ["good", "bad"]\n'
        '[recognised]\nby = ["^pool report"]\n[areas.water]\nlabel = "Water"\nrows = ["water"]\n',
        encoding="utf-8",
    )
    own = tmp_path / "lake.toml"
    own.write_text('like = "pool"\nkey = "LAKE"\n[recognised]\nby = ["^lake report"]\n', encoding="utf-8")
    found = load_framework(own)
    assert (found.key, found.scale, list(found.areas)) == ("LAKE", ("good", "bad"), ["water"])
    assert [bool(one.search("Pool report")) for one in found.recognised_by] == [False]
    own.write_text('like = "sea"\nkey = "LAKE"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sea\.toml cannot be read"):
        load_framework(own)
