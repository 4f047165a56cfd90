"""PDF pages come out in the order in which they are read, whatever way they are set; what cannot be read is named."""

from __future__ import annotations

import make_files
import pytest

from corpus.errors import ReadError
from corpus.model import Document
from ingest.prepare import prepare
from ingest.read.file import read_data
from ingest.read.layout import raised
from ingest.read.words import garbled, mended

TITLE = (
    "Inspection of Barnsley local authority children's services",
    "Inspection dates: 4 to 15 March 2019",
    "Lead inspector: Ada Penhaligon",
)
LEFT = (
    "Foster families in the borough are",
    "visited each month by a worker who",
    "knows them. The council counts 57",
    "families, and wants to have eighty",
    "of them before the next winter.",
)
RIGHT = (
    "Return interviews are late. Of the",
    "214 held since the spring, 36 were",
    "held in time. The manager has not",
    "been told of those that were never",
    "written down by the night team.",
)
# What a font whose letters are mapped three places on gives out.
SHIFTED = (
    "Pdqdjhuv gr qrw nqrz krz pdqb idplolhv duh zdlwlqj iru khos.",
    "Wkh frxqflo kdv jlyhq xs frxqwlqj wkhp vlqfh odvw zlqwhu.",
)


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text recognition is a matter of its own tests: here pages are what the file has."""
    monkeypatch.setattr("ingest.read.ocr.installed", lambda: False)


def lines_of(document: Document, page: int = 1) -> list[str]:
    found = document.pages[page - 1]
    return [line for line in document.text[found.start : found.end].split("\n") if line]


def written(lines: tuple[str, ...], x: float = 60, top: float = 780) -> list[tuple[float, float, str]]:
    return [(x, top - 20 * number, line) for number, line in enumerate(lines)]


def test_three_columns_follow_one_another() -> None:
    third = tuple(line.replace("214", "377").replace("36", "61") for line in RIGHT)
    columns = [
        [(x, 500.0 - 20 * n, line) for n, line in enumerate(lines)]
        for x, lines in ((30, LEFT), (220, RIGHT), (410, third))
    ]
    rows = [cell for row in zip(*columns, strict=True) for cell in row]
    assert lines_of(read_data(make_files.placed(rows, size=10))) == [*LEFT, *RIGHT, *third]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_watermark_is_in_a_line_of_its_own(columns: int) -> None:
    left, right = written(LEFT, 60, 500), written(RIGHT, 310, 500)
    rows = left if columns == 1 else [cell for pair in zip(left, right, strict=True) for cell in pair]
    found = lines_of(read_data(make_files.placed(rows, watermark="COPY FOR COMMENT")))
    assert found == [*LEFT, *(RIGHT if columns == 2 else ()), "COPY FOR COMMENT"]


@pytest.mark.parametrize(("turn", "rotate"), [(90, 90), (270, 270), (90, 0), (270, 0), (0, 90), (0, 180)])
def test_a_turned_page_has_its_lines(turn: int, rotate: int) -> None:
    lines = (*TITLE, "Of the 31 homes, 8 are full.", "Overall effectiveness Good")
    document = read_data(
        make_files.placed(written(lines, top=520 if turn or rotate else 780), turn=turn, rotate=rotate)
    )
    assert lines_of(document) == list(lines)


def test_a_table_set_sideways_has_its_rows() -> None:
    cells = [("Measure", "Number"), ("Children in need", "1,187"), ("Plans for protection", "264")]
    sideways = [
        (60 + 220 * column, 500 - 24 * row, text)
        for column in (0, 1)
        for row, text in enumerate(c[column] for c in cells)
    ]
    document = read_data(make_files.placed(sideways, turn=90))
    assert lines_of(document) == ["Measure Number", "Children in need 1,187", "Plans for protection 264"]


def test_columns_written_row_by_row_follow_one_another() -> None:
    rows = [
        cell for pair in zip(written(LEFT, x=60, top=700), written(RIGHT, x=310, top=700), strict=True) for cell in pair
    ]
    across = [(60, 760, "What the inspectors saw in the borough in the course of two whole weeks of visits, in short:")]
    document = read_data(make_files.placed([*across, *rows]))
    assert lines_of(document)[1:] == [*LEFT, *RIGHT]


@pytest.mark.parametrize(("x", "lines"), [(310, 3), (230, 5), (230, 3)], ids=["short", "aside", "aside and short"])
def test_a_short_column_and_one_at_the_side_stand_apart(x: float, lines: int) -> None:
    rows = [(60.0, *cell[1:]) for cell in written(LEFT[:lines], top=700)]
    beside = written((*RIGHT, *RIGHT), x=x, top=700)
    mixed = [cell for pair in zip(rows, beside, strict=False) for cell in pair] + beside[lines:]
    found = lines_of(read_data(make_files.placed(mixed, size=9)))
    assert found == [*LEFT[:lines], *RIGHT, *RIGHT]


def test_columns_written_one_after_the_other_stay_so() -> None:
    document = read_data(make_files.placed([*written(LEFT, x=60), *written(RIGHT, x=310)]))
    assert lines_of(document) == [*LEFT, *RIGHT]


def test_a_table_is_read_across() -> None:
    names = ("Help and protection", "Children in care", "Care leavers", "Leadership", "Overall")
    grades = ("Good", "Outstanding", "Good", "Inadequate", "Good")
    cells = [cell for pair in zip(written(names), written(grades, x=330), strict=True) for cell in pair]
    document = read_data(make_files.placed(cells))
    assert lines_of(document) == [f"{name} {grade}" for name, grade in zip(names, grades, strict=True)]


def test_a_raised_mark_is_no_digit_of_the_figure_before_it() -> None:
    data = make_files.with_marks(
        *([(line, False)] for line in TITLE),
        [("Its children's services are run from three offices, and by a trust of its own since the spring.", False)],
        [("At the time of the inspection the council looked after 305", False), ("2", True), (" children.", False)],
        [("It spends £1,240", False), ("3,4", True), (" a week on each of 12", False), ("5", True), (" homes.", False)],
    )
    document = read_data(data)
    assert "305² children" in document.text
    assert "£1,240³,⁴ a week on each of 12⁵ homes" in document.text
    found = prepare(document, source="barnsley.pdf").facts
    assert [fact.number for fact in found if fact.kind == "statistic"] == [305.0]


def test_figures_of_one_height_are_one_number() -> None:
    boxes = {n: (5.0 * n, 0.0, 5.0 * n + 4, 8.0) for n in range(12)}
    assert raised("3052 a 1,240", lambda n: boxes[n]) == {}
    boxes[3] = (15.0, 4.0, 18.0, 8.6)
    assert raised("3052 a 1,240", lambda n: boxes[n]) == {3: "²"}


def test_what_is_filled_into_a_form_stands_beside_its_label() -> None:
    fields = [("Children with a plan:", "291"), ("Social workers in post:", "118"), ("Left empty:", "")]
    document = read_data(make_files.form(fields, ticked="Announced"))
    assert lines_of(document) == [
        "Children with a plan: 291",
        "Social workers in post: 118",
        "Left empty:",
        "[x] Announced",
    ]
    passages = prepare(document, source="form.pdf").passages
    assert any("Children with a plan: 291" in document.text[p.start : p.end] for p in passages)


def test_a_page_that_only_says_to_wait_is_refused() -> None:
    waiting = (
        "Please wait...",
        "If this message is not eventually replaced by the proper contents of the document, your PDF",
        "viewer may not be able to display this type of document.",
    )
    with pytest.raises(ReadError, match="XFA") as caught:
        read_data(make_files.pdf([waiting]))
    assert "print it to a new PDF" in caught.value.next_step


def test_words_broken_at_line_ends_are_whole_and_compounds_stay() -> None:
    lines = (
        "Some plans are unsatis-",
        "factory. Managers have inter-",
        "viewed 19 families, and safeguard-",
        "ing is slow. Long-",
        "term plans of looked-",
        "after children are better.",
    )
    text = read_data(make_files.pdf([lines])).text
    for word in ("unsatisfactory.", "interviewed 19", "safeguarding is", "Long-term", "looked-after children"):
        assert word in text


@pytest.mark.parametrize(
    ("pages", "whole"),
    [
        (["a pre\x02school group and a well\x02being plan"], "a pre\x02school group and a well\x02being plan"),
        (["inade\x02quate care in a pre\x02school"], "inadequate care in a preschool"),
        (["inade\x02quate care; a re-read file was re\x02read"], "inadequate care; a re-read file was re\x02read"),
        (["the 2015\x0216 budget, COVID\x0219"], "the 2015\x0216 budget, COVID\x0219"),
        (["multi\x02agency work"], "multi\x02agency work"),
    ],
)
def test_what_may_be_a_compound_stays_one(pages: list[str], whole: str) -> None:
    assert mended(pages) == [whole]


def test_letters_that_make_no_words_are_named_and_no_evidence() -> None:
    document = read_data(make_files.pdf([(*TITLE, "Children are safe in 30 of the homes that were visited."), SHIFTED]))
    assert [page.reading for page in document.pages] == ["text", "garbled"]
    assert [document.text[start:end].split()[0] for start, end in document.garbled] == ["Pdqdjhuv"]
    shown = " ".join(document.text[p.start : p.end] for p in prepare(document, source="a.pdf").passages)
    assert "30 of the homes" in shown
    assert "frxqflo" not in shown


def test_a_file_of_letters_that_make_no_words_is_refused() -> None:
    with pytest.raises(ReadError, match="says not which letters"):
        read_data(make_files.pdf([SHIFTED]))


@pytest.mark.parametrize(
    "text",
    [
        "Mae'r plant yn ddiogel ac yn hapus gyda'u teuluoedd newydd.\nNid oes digon o weithwyr i helpu pawb.",
        "Les enfants sont en sécurité dans leurs familles d'accueil.\nPourtant beaucoup attendent trop longtemps.",
        "Oluwaseun Adebayo\nPrzemysław Kowalczyk\nNgozi Okonkwo\nKrzysztof Szczepański\nThulani Mkhwanazi",
        "LSCB MASH CSE NEET EHCP IRO LADO SEND PEP ILACS SIF\nQ1 Q2 Q3 Q4 n/a",
        "",
    ],
    ids=["Welsh", "French", "names", "short names", "nothing"],
)
def test_other_languages_and_names_are_words(text: str) -> None:
    assert garbled(text) == []


def test_pages_that_are_pictures_are_known() -> None:
    picture = make_files.picture_of("Nobody reads this.")
    document = read_data(make_files.mixed(picture, ("Page 3",), [], title=TITLE))
    assert [page.reading for page in document.pages] == ["text", "picture", "text", "text"]
