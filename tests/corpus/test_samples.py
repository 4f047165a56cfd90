"""The bundled samples: built the same each time, true to their sources, and asked questions that they answer."""

from __future__ import annotations

import html
import json
import re
import unicodedata
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.samples import sample_paths
from corpus.samples.build import build
from corpus.samples.layout import NOTICE, board_line, front_matter, judgement_rows, read_sample

SOURCES = sorted((Path(__file__).parents[2] / "corpus" / "samples" / "source").glob("*.toml"))
QUESTIONS = Path(__file__).parents[1] / "data" / "sample_questions.jsonl"


def squash(text: str) -> str:
    """Letters, digits and signs of amount alone: line breaks, bullets and table rules may differ."""
    return re.sub(r"[^a-z0-9%£]+", "", unicodedata.normalize("NFKC", text).lower())


@cache
def pages(path: Path) -> tuple[str, ...]:
    """A sample's text page by page, read without the project's own readers."""
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(str(path))
        return tuple(page.get_textpage().get_text_bounded() for page in document)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            body = archive.read("word/document.xml").decode("utf-8")
        return (html.unescape(re.sub(r"<[^>]+>", " ", body)),)
    text = path.read_text(encoding="utf-8")
    return (html.unescape(re.sub(r"<[^>]+>", " ", text)) if path.suffix == ".html" else text,)


def undressed(path: Path) -> list[str]:
    """The pages without a PDF's running header and footer, which stand between what runs over a page's end."""
    if path.suffix != ".pdf":
        return list(pages(path))
    lines = [page.splitlines() for page in pages(path)]
    return ["\n".join(page[1 if number else 0 : -1]) for number, page in enumerate(lines)]


def content(path: Path) -> bytes | dict[str, bytes]:
    """A file's bytes; of a DOCX its members, for deflate differs from one zlib to another."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def asked() -> list[dict[str, Any]]:
    """Single questions and the turns of chats, alike."""
    return [part for question in questions() for part in question.get("turns", [question])]


def test_sample_paths_are_sorted_and_of_every_format() -> None:
    paths = sample_paths()
    assert paths == sorted(paths)
    assert len(paths) == len(SOURCES) >= 14
    kinds = Counter(path.suffix for path in paths)
    assert kinds[".pdf"] > len(paths) / 2
    assert kinds[".docx"] and kinds[".html"] and kinds[".md"] >= 2
    assert all(path.is_file() and path.name != "README.md" for path in paths)


def test_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in sample_paths()) < 600_000


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = build(tmp_path / "one"), build(tmp_path / "two")
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_bundled_files_are_what_the_sources_give(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert [path.name for path in built] == [path.name for path in sample_paths()]
    for fresh, bundled in zip(built, sample_paths(), strict=True):
        assert content(fresh) == content(bundled), f"{bundled.name}: run python -m corpus.samples.build"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_sample_says_all_that_its_source_says(source: Path) -> None:
    sample = read_sample(source)
    path = next(path for path in sample_paths() if path.name == sample.file)
    text = squash(" ".join(undressed(path)))
    wanted = [sample.title, *front_matter(sample), *(f"{area} {grade}" for area, grade in judgement_rows(sample))]
    wanted += [block.text for block in sample.blocks]
    if board := board_line(sample):
        wanted.append(board)
    assert not [part for part in wanted if squash(part) not in text]


@pytest.mark.parametrize("path", [p for p in sample_paths() if p.suffix == ".pdf"], ids=lambda path: path.stem)
def test_each_page_of_a_pdf_is_numbered_and_says_what_it_is(path: Path) -> None:
    assert 2 <= len(pages(path)) <= 4
    for number, text in enumerate(pages(path), start=1):
        assert re.search(rf"{re.escape(NOTICE)}\s+{number}\s*$", text)


def test_every_other_format_says_what_it_is() -> None:
    for path in sample_paths():
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                footers = [archive.read(n).decode("utf-8") for n in archive.namelist() if "footer" in n]
            assert any(NOTICE in footer for footer in footers)
        elif path.suffix != ".pdf":
            assert NOTICE in path.read_text(encoding="utf-8")


def test_only_sif_samples_print_a_publication_date() -> None:
    for source in SOURCES:
        sample = read_sample(source)
        text = " ".join(pages(next(path for path in sample_paths() if path.name == sample.file)))
        assert ("Report published:" in text) == (sample.framework == "sif")


def test_a_judgement_area_of_another_framework_is_refused(tmp_path: Path) -> None:
    text = SOURCES[0].read_text(encoding="utf-8").replace("[judgements]", '[judgements]\neffective = "Good"')
    source = tmp_path / "strange.toml"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="effective"):
        read_sample(source)


def test_questions_are_of_every_kind() -> None:
    kinds = Counter(question["type"] for question in questions())
    singles = "number judgement date person finding list compare trend aggregate unanswerable"
    assert len(questions()) >= 70
    assert all(kinds[kind] >= 3 for kind in singles.split())
    chats = [question for question in questions() if question["type"] == "chat"]
    assert len(chats) >= 6
    assert sum(len(chat["turns"]) for chat in chats) >= 32


def test_question_ids_are_unique() -> None:
    ids = [question["id"] for question in questions()]
    assert len(ids) == len(set(ids))


def test_every_gold_quote_stands_on_its_page() -> None:
    by_name = {f"samples/{p.name.removesuffix('.pdf')}": p for p in sample_paths()}
    for part in asked():
        for gold in part["gold"]:
            text = pages(by_name[gold["file"]])[gold["page"] - 1]
            assert squash(gold["quote"]) in squash(text), f"{part['question']}: {gold}"


def test_expected_answers_pass_their_own_patterns() -> None:
    for part in asked():
        assert not any(re.search(pattern, part["answer"], re.IGNORECASE) for pattern in part["reject"])
        if part["gold"] and part.get("type") not in {"aggregate", "unanswerable"}:
            assert any(re.search(pattern, part["answer"], re.IGNORECASE) for pattern in part["accept"]), part[
                "question"
            ]
