"""The cited page as a picture, through the library: what is lit, and what is said where there is nothing to draw."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING

import pytest
from copying import copy_of
from PIL import Image

from corpus.errors import LibraryClosed, PageNotShown, ReportNotFound
from qa.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.answer import Citation

QUESTION = "How many assessments were delayed in Darlington?"


@pytest.fixture(scope="module")
def cited(samples: Library) -> Citation:
    return samples.ask(QUESTION).citations[0]


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def test_a_citation_shows_its_page_and_names_it(samples: Library, cited: Citation) -> None:
    whole, cropped = cited.image(), cited.image(crop=True)
    assert size(whole)[1] > 2 * size(cropped)[1]
    assert size(cited.image(scale=3))[0] == pytest.approx(2 * size(whole)[0], abs=2)
    assert whole == samples.page_image(cited.report, cited.page, highlight=[(cited.start, cited.end)])
    assert whole != samples.page_image(cited.report, cited.page)
    assert cited.url is not None
    assert cited.url.startswith("file:///")
    assert cited.url.endswith("darlington%20-%201%20september%202015.pdf#page=1")
    assert cited.url == samples.ask(QUESTION).to_dict()["citations"][0]["url"]


def test_a_page_that_is_not_there_and_a_report_without_pages(samples: Library) -> None:
    with pytest.raises(ReportNotFound, match="there is no page 99"):
        samples.page_image("darlington - 21 may 2018.pdf", 99)
    for name in ("westminster - 13 january 2025.html", "somerset - 29 january 2018.docx"):
        with pytest.raises(PageNotShown, match=r"has no pages to draw\. `inspectqa show \d+` prints"):
            samples.page_image(name, 1)


def test_a_file_that_has_moved_or_changed_is_said_to_have(samples_folder: Path, tmp_path: Path) -> None:
    copy = copy_of(samples_folder, tmp_path / "library")
    with Library.open(copy) as library:
        report = library.report("darlington - 1 september 2015.pdf")
        moved = tmp_path / "gone.pdf"
        with library.resources.store.database.transaction() as connection:
            connection.execute("UPDATE sources SET path = ? WHERE report = ?", (str(moved), report.number))
        with pytest.raises(PageNotShown, match=r"gone\.pdf: it is not there"):
            library.page_image(report, 1)
        moved.write_bytes(b"%PDF-1.4 something else")
        with pytest.raises(PageNotShown, match="it has changed since it was read"):
            library.page_image(report, 1)
    with pytest.raises(LibraryClosed):
        library.page_image(report, 1)


def test_a_citation_that_was_pickled_is_data_and_says_so(cited: Citation) -> None:
    again = pickle.loads(pickle.dumps(cited))  # noqa: S301 - what was just made
    assert again == cited
    with pytest.raises(PageNotShown, match=r"Library\.page_image"):
        again.image()
