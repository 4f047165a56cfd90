"""The thesaurus: its groups, how phrases are matched, and the user's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from qa.language.thesaurus import Thesaurus, thesaurus
from qa.language.words import stem, words


def found(question: str, groups: Thesaurus | None = None) -> dict[str, tuple[str, ...]]:
    said = words(question)
    return {
        " ".join(said[match.start : match.end]): tuple(" ".join(term.words) for term in match.says)
        for match in (groups or thesaurus()).matches([stem(word) for word in said])
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kids in care", "looked after"),
        ("late", "overdue"),
        ("delayed", "out of timescale"),
        ("at uni", "higher education"),
        ("home-educated", "electively home educated"),
        ("home schooled", "electively home educated"),
        ("agency", "agency staff"),
        ("CP plan", "subject of a child protection plan"),
        ("front door", "multi agency safeguarding hub"),
        ("run away", "go missing"),
        ("UASC", "unaccompanied asylum seeking"),
        ("LADO", "local authority designated officer"),
        ("SGO", "special guardianship"),
        ("rated", "judged"),
        ("not in work or education", "neet"),
    ],
)
def test_what_people_ask_leads_to_what_reports_say(asked: str, said: str) -> None:
    assert said in {term for terms in found(asked).values() for term in terms}


def test_the_longest_phrase_wins_and_matches_do_not_overlap() -> None:
    groups = Thesaurus([(["care leaver"], []), (["care"], ["nursing"]), (["care leaver at university"], ["graduates"])])
    assert list(found("how many care leavers at university", groups)) == ["care leavers at university"]


def test_what_only_people_say_is_never_looked_for() -> None:
    groups = Thesaurus([(["children"], ["kids", "youngsters"])])
    assert found("kids", groups) == {"kids": ("children",)}
    assert [match.reported for match in groups.matches([stem("kids"), stem("children")])] == [False, True]


def test_words_are_compared_by_their_stems() -> None:
    groups = Thesaurus([(["assessment"], ["evaluations"])])
    assert found("an evaluation", groups) == {"evaluation": ("assessment",)}


def test_a_file_of_ones_own_adds_groups(tmp_path: Path) -> None:
    own = tmp_path / "thesaurus.toml"
    own.write_text('[[group]]\nsays = ["edge of care"]\nasks = ["nearly in care"]\n', encoding="utf-8")
    assert "edge of care" in found("nearly in care", thesaurus(own))["nearly in care"]
    assert len(thesaurus(own)) > len(thesaurus())


@pytest.mark.parametrize(
    "content",
    [
        "[[group]]\nasks = ['x']\n",
        "[[group]]\nsays = 'x'\n",
        "[[group]]\nsays = ['x']\nmeans = ['y']\n",
        "[[group]\n",
        "group = [1]\n",
    ],
)
def test_a_file_of_another_form_is_refused_by_name(tmp_path: Path, content: str) -> None:
    own = tmp_path / "thesaurus.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"thesaurus\.toml"):
        thesaurus(own)
