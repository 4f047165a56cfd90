"""A Word document that does not say where its pages end: it is cited by the heading above the quote, by no page."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_BREAK

from ingest.pipeline import ingest
from qa.library import Library
from qa.serve.responses import Cited

QUESTION = "How many children in Larkhurst had no allocated social worker?"
SAID = "At the time of the inspection 112 children in Larkhurst had no allocated social worker."


def written(path: Path, *, broken: bool) -> None:
    made = Document()
    made.add_heading("Larkhurst: inspection of children's social care services", 0)
    made.add_paragraph("Inspection dates: 10 to 21 May 2021")
    for number in range(2):
        if broken:
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        made.add_heading(f"Part {number + 1}", 1)
        made.add_paragraph("Managers know the families well, and look at the work of each team every month.")
    made.add_paragraph(SAID)
    made.save(str(path))


@pytest.fixture(scope="module", params=[True, False])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, bool]:
    folder = tmp_path_factory.mktemp("unpaged")
    written(folder / "larkhurst.docx", broken=request.param)
    ingest(folder / "library", [folder / "larkhurst.docx"])
    library = Library.open(folder / "library")
    request.addfinalizer(library.close)
    return library, request.param


def test_a_document_without_pages_is_cited_by_its_heading(asked: tuple[Library, bool]) -> None:
    library, broken = asked
    answer = library.ask(QUESTION)
    cited = next(one for one in (*answer.citations, *answer.nearest) if "112" in one.quote)
    data = answer.to_dict()
    told = next(one for one in (*data["citations"], *data["nearest"]) if "112" in one["quote"])
    (found,) = [one for one in library.search(QUESTION) if "112" in one.text]
    if broken:
        assert cited.where.endswith(", page 3")
        assert (told["page"], "section" in told, found.paged) == (3, False, True)
    else:
        assert cited.where.endswith(", under “Part 2”")
        assert "page 1" not in str(answer)
        assert (told["page"], told["section"], found.paged) == (None, "Part 2", False)
    shown = Cited.model_validate({**told, "report": None})
    assert shown.page == told["page"]
