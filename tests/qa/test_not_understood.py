"""What is not understood is said to be, in the person's words; a set is never answered out of one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run

from ingest.pipeline import ingest
from qa.library import Library

if TYPE_CHECKING:
    from pathlib import Path

QUOTED = [
    ("Which councils were good except in 2015?", "“except”"),
    ("Which reports were good, bar those of the SIF?", "“bar”"),
    ("Which Labour councils are inadequate for adoption?", "“labour”"),
    ("Which authorities in London other than those rated good are there?", "“other than”"),
]


@pytest.mark.parametrize(("question", "words"), QUOTED)
def test_the_words_that_stood_in_the_way_are_quoted(samples: Library, question: str, words: str) -> None:
    answer = samples.ask(question)
    assert answer.status == "not_understood" and not answer
    assert f"I did not understand {words}" in answer.answer
    assert "You can ask, for instance" in answer.answer or "Did you mean: “" in answer.answer
    assert answer.claims == () and answer.citations == ()
    assert answer.understood["left"] or answer.understood["unknown"]


@pytest.mark.parametrize(
    "question",
    [
        "Which councils are good for social workers?",
        "List the inadequate councils whose managers left",
        "Which councils are good and why?",
    ],
)
def test_a_set_is_never_answered_out_of_one_report(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    assert answer.status == "not_understood"
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "What must Darlington put right, according to the last report?",
        "What should Slough do better, judging by its latest inspection?",
    ],
)
def test_what_must_be_put_right_is_told_by_the_text_and_not_by_a_grade(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    assert answer.answered and "1. " in answer.answer and len(answer.citations) > 1


@pytest.mark.parametrize(
    "question",
    ["Which councils let children wait?", "How many councils have waiting lists?", "Which councils let otters wait?"],
)
def test_a_set_asked_for_by_a_theme_alone_is_looked_for_in_every_report(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    assert "7 authorities searched" in answer.answer
    assert answer.status == ("answered" if answer.citations else "not_stated")


@pytest.mark.parametrize(
    "question",
    [
        "How many of the children in Darlington had NOT been seen?",
        "How many assessments in Darlington were not delayed?",
    ],
)
def test_a_figure_of_the_opposite_is_no_answer(samples: Library, question: str) -> None:
    answer = samples.ask(question)
    assert answer.status in ("not_understood", "not_stated")
    assert "94" not in answer.answer


def test_nearest_sentences_are_shown_under_that_name(samples: Library) -> None:
    answer = samples.ask("How many of the children in Darlington had NOT been seen?")
    assert answer.nearest and not answer.citations


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie wurde Darlington 2015 bewertet?", "German"),
        ("Quels sont les rapports de Manchester?", "French"),
        ("Sut oedd Somerset yn y flwyddyn?", "Welsh"),
    ],
)
def test_a_question_in_another_language_is_said_to_be(samples: Library, question: str, language: str) -> None:
    answer = samples.ask(question)
    assert answer.status == "not_understood"
    assert answer.answer.startswith(f"This seems to be {language}.")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which councils are good?", "authorities whose latest report grades them good overall"),
        (
            "Which councils were NOT good in 2015?",
            "authorities with a report published or inspected in 2015 that grades them requires improvement, "
            "inadequate, adequate or satisfactory overall",
        ),
    ],
)
def test_what_is_understood_is_said_and_is_data(samples: Library, question: str, said: str) -> None:
    answer = samples.ask(question)
    assert answer.answered
    assert f"Understood as: {said}." in answer.notes
    assert answer.understood["as"] == said
    assert answer.understood["query"]["over"] == "authorities"
    assert (answer.understood["left"], answer.understood["unknown"]) == ([], [])


def test_a_denial_counts_the_others(samples: Library) -> None:
    """Those that are good and those that are not are never the same."""
    good, not_good = (samples.ask(f"How many councils were {one} in 2015?") for one in ("good", "NOT good"))
    assert good.answer != not_good.answer


def test_always_is_not_ever(samples: Library) -> None:
    answer = samples.ask("Has Darlington always been good?")
    assert not answer.answer.startswith("Yes")


def test_a_misspelling_is_read(samples: Library) -> None:
    answer = samples.ask("Which councils are oustanding?")
    assert answer.answered
    assert "outstanding" in str(answer.understood["as"])


def test_a_misspelling_is_a_remark(samples: Library) -> None:
    assert "Read “oustanding” as “outstanding”." in samples.ask("Which councils are oustanding?").notes


def test_the_command_ends_with_status_4(samples_folder: Path) -> None:
    for question in (QUOTED[0][0], "Wie wurde Darlington 2015 bewertet?"):
        done = run("ask", question, library=samples_folder)
        assert done.returncode == 4, done.stderr
        assert "Did you mean" in done.stdout or "You can ask" in done.stdout or "This seems to be German" in done.stdout


REPORT = """Larkmere

Inspection of local authority children's services

Inspection dates: 4 to 15 March 2019

Lead inspector: Noor Abbot

Overall effectiveness: Requires improvement

Inspectors read 58 case files: 33 were good, 16 needed improvement and 9 were inadequate.
"""


def test_of_what_is_not_said_as_many_are_looked_for_in_the_one_report(tmp_path: Path) -> None:
    """No count of councils is meant where there is one, and "how many" names nothing that is counted."""
    (tmp_path / "larkmere.txt").write_text(REPORT, encoding="utf-8")
    ingest(tmp_path / "library", [tmp_path / "larkmere.txt"])
    with Library.open(tmp_path / "library") as library:
        answer = library.ask("How many were inadequate?")
        assert answer.answer.startswith("9 (Larkmere")
        assert not library.ask("How many case files needed improvement?").answer.startswith(("None", "Never"))
        assert library.ask("How many reports are there?").answer.startswith("One")
        assert library.ask("How many times was Larkmere inadequate?").answer.startswith("Never")
