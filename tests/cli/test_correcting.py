"""The commands by which a person has the last word: corrections and editions, in their effect on answers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner, Result

from ingest.pipeline import ingest
from qa.cli import app
from qa.library import Library

QUESTION = "What grade did Midchester get overall?"


def run(library: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--library", str(library)])


def test_a_correction_is_shown_in_every_citation_of_it_until_it_is_undone(own_library: Path) -> None:
    with Library.open(own_library) as library:
        before = library.ask(QUESTION)
        assert before.citations
        made = run(own_library, "correct", "midchester", "overall=outstanding", "--because", "A misprint.")
        assert made.exit_code == 0, made.output
        assert "overall outstanding, read as good (A misprint.)" in made.output
        after = library.ask(QUESTION)
        assert "outstanding" in after.answer
        (cited,) = after.citations
        assert cited.quote == before.citations[0].quote  # what the report prints
        assert "corrected: overall outstanding, read as good (A misprint.)" in str(cited)
        assert after.to_dict()["citations"][0]["corrected"] == [
            {"field": "overall", "value": "outstanding", "read": "good", "because": "A misprint."}
        ]
        assert "A misprint." in after._repr_html_()
        asked = json.loads(run(own_library, "correct", "midchester", "--json").output)
        assert asked["corrections"][0]["value"] == "outstanding"
        other = library.ask("Who led the inspection of Midchester?")
        assert "corrected" not in str(other)  # a citation of what is as it was read
        assert run(own_library, "correct", "midchester", "--undo", "overall").exit_code == 0
        assert str(library.ask(QUESTION)) == str(before)


def test_a_corrected_date_is_shown_wherever_it_stands(own_library: Path) -> None:
    run(own_library, "correct", "midchester", "published=2019-05-02", "--because", "Its web page.")
    with Library.open(own_library) as library:
        (cited,) = library.ask(QUESTION).citations
        assert (
            ", published 2019-05-02, page 1; corrected: published 2019-05-02, which was not read (Its web page.)"
            in str(cited)
        )


def test_a_copy_is_counted_once_and_an_edition_may_be_preferred(own_library: Path, report_folder: Path) -> None:
    folder = Path(shutil.copytree(report_folder, own_library.parent / "reports"))
    text = (folder / "harrowmere 2021.txt").read_text(encoding="utf-8")
    (folder / "harrowmere 2021 (1).txt").write_text(text.replace("\n", "\n\n"), encoding="utf-8")
    (folder / "harrowmere 2021 corrected.txt").write_text(text.replace("112", "113"), encoding="utf-8")
    told = ingest(own_library, [folder]).editions
    assert [Path(one.source).name for one in told] == ["harrowmere 2021 (1).txt", "harrowmere 2021 corrected.txt"]
    assert "the same text" in told[0].reason
    assert "another edition" in told[1].reason
    with Library.open(own_library) as library:
        assert len(library.reports()) == 3
        asked = "How often was Harrowmere graded inadequate?"
        assert len(library.ask(asked).citations) <= 2  # its one report, however many files
        assert "112" in str(library.ask("How many children in Harrowmere had no allocated social worker?"))
        shown = run(own_library, "edition", "harrowmere 2021 corrected", "--prefer")
        assert shown.output.count("not counted") == 2, shown.output
        assert "113" in str(library.ask("How many children in Harrowmere had no allocated social worker?"))
        rows = json.loads(run(own_library, "edition", "harrowmere 2021 corrected", "--undo", "--json").output)
        assert [Path(row["source"]).name for row in rows if row["counted"]] == ["harrowmere 2021.txt"]


def test_what_is_no_correction_is_said_in_a_sentence(own_library: Path) -> None:
    for words, said in (
        (("published",), "FIELD=VALUE"),
        (("published=2019-05-02",), "--because"),
        (("--undo", "published"), "no correction of"),
    ):
        done = run(own_library, "correct", "midchester", *words)
        assert done.exit_code == 1
        assert said in str(done.exception)
