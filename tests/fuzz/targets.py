"""What must hold for any input: one function for each way in. They raise what a fuzzer is to find, and nothing else.

Used by the property tests in tests/security (short and long) and, coverage-guided, by `make fuzz`.
"""

from __future__ import annotations

import functools
import io
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.model import Document, Page

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "ingest")]
from grown import ODT, WORD, grown

if TYPE_CHECKING:
    from corpus.store import Store
    from qa.question import Catalogue

__all__ = ["TARGETS", "docx", "gate", "odt", "question", "read", "rtf", "take_in"]


def whole(document: Document) -> None:
    """Pages tile the text, from the first character to the last."""
    at = 0
    for number, page in enumerate(document.pages, 1):
        assert (page.number, page.start) == (number, at)
        assert page.end >= page.start
        at = page.end
    assert at == len(document.text)
    document.text.encode("utf-8")  # no lone surrogates


def read(data: bytes) -> bool:
    """Any bytes are a document or a ReadError that says why not; returns whether they were a document."""
    from ingest.read.file import read_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        try:
            document = read_file(path)
        except ReadError as error:
            assert error.reason
            assert error.next_step.endswith(".")
            assert "did not expect" not in error.reason or error.__cause__ is not None
            return False
    whole(document)
    take_in_document(document)
    return True


def docx(data: bytes) -> None:
    """A Word document of any body."""
    head, _, tail = _word_parts()["word/document.xml"].partition(b"<w:body>")
    body = grown(data, WORD, prefix="w:")
    read(_packed(_word_parts(), "word/document.xml", head + b"<w:body>" + body + tail[tail.index(b"</w:body>") :]))


def odt(data: bytes) -> None:
    """An OpenDocument text of any body."""
    import make_files
    from test_read_odt import OUTLINE, STYLES

    read(make_files.odt(grown(data, ODT).decode(), styles=STYLES, named=OUTLINE))


def rtf(text: bytes) -> None:
    """A rich text file of anything."""
    read(b"{\\rtf1" + text)


def _packed(parts: dict[str, bytes], name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for other, data in {**parts, name: content}.items():
            archive.writestr(zipfile.ZipInfo(other), data)
    return out.getvalue()


@functools.cache
def _word_parts() -> dict[str, bytes]:
    """What a Word document holds besides its body."""
    import docx as made

    file = io.BytesIO()
    made.Document().save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def take_in(text: str) -> None:
    """Any text goes through the recognisers, the splitter, the statistics and the recommendations."""
    from ingest.read.normalise import normalise

    half = len(text) // 2
    sheets = [normalise(part) for part in (text[:half], text[half:])]
    pages, at = [], 0
    for number, sheet in enumerate(sheets, 1):
        pages.append(Page(number=number, start=at, end=at + len(sheet)))
        at += len(sheet)
    take_in_document(Document(text="".join(sheets), pages=tuple(pages), media_type="text/plain"))


def take_in_document(document: Document) -> None:
    """Facts and passages have their places in the text; nothing fails but for want of anything to quote."""
    from ingest.prepare import prepare

    text = document.text
    try:
        prepared = prepare(document, source="any - 1 may 2020.txt")
    except ReadError as error:
        assert "failed" not in error.reason, (error, error.__cause__)
        return
    pages = {page.number: page for page in document.pages}
    for passage in prepared.passages:
        assert pages[passage.page].start <= passage.start < passage.end <= pages[passage.page].end
        assert all(passage.start <= start < end <= passage.end for start, end in passage.sentences)
    for fact in prepared.facts:
        assert fact.value == fact.value.strip()
        if fact.origin == "text":
            assert 0 <= fact.start < fact.end <= len(text)
            assert text[fact.start : fact.end].strip()
            assert any(page.start <= fact.start < page.end for page in document.pages)
    assert prepared.title.strip()


@functools.cache
def library() -> tuple[Store, Catalogue]:
    """A library of one sentence, to ask in."""
    from corpus.store import Store
    from qa.question import Catalogue

    folder = Path(tempfile.mkdtemp(prefix="inspectqa-fuzz-"))
    store = Store(folder, create=True)
    with store.database.transaction() as connection:
        body = "In Darlington 62 of the 248 assessments had been finished late."
        connection.execute(
            "INSERT INTO reports (id, source, title, media_type, text, pages, authority, published, framework,"
            " extraction_version)"
            " VALUES ('a', 'd.txt', 'Darlington 2015', 'text/plain', ?, 1, 'Darlington', '2015-09-01', 'SIF', '')",
            (body,),
        )
        connection.execute(
            'INSERT INTO passages (uid, report, start, "end", page, section, sentences, header, body, scope)'
            " VALUES ('a', 1, 0, ?, 1, '', '[]', 'Darlington 2015', ?, 'r1')",
            (len(body), body),
        )
    return store, Catalogue.of(store.reports())


def question(text: str) -> None:
    """Any question is planned, selects reports, and makes an expression that the word index understands."""
    from corpus.errors import QuestionError
    from qa.plan import plan_question, select_reports
    from qa.question import Scope, checked
    from qa.search.lexical import Lexicon, concepts, expression, quoted

    try:
        asked = checked(text[:2_000])
    except QuestionError as error:
        assert str(error).endswith((".", '"', "?"))
        return
    store, catalogue = library()
    plan = plan_question(asked, catalogue=catalogue, scope=Scope())
    select_reports(plan, catalogue.reports)
    json.dumps(plan.understood(), allow_nan=False)
    store.match(quoted((asked,)))
    wanted = expression(concepts(plan, Lexicon(store)), Lexicon(store))
    if wanted:
        store.match(wanted, reports=[1])


def gate(text: str) -> None:
    """Any claim on any quote is supported or rejected; what is supported is a slice of the evidence."""
    from qa.claim import Claim
    from qa.ground import Draft, Gate, Quoted, quote_of
    from qa.ground.model import Evidence
    from qa.ground.sanitize import sanitize

    claim, _, rest = text.partition("|")
    quote, _, hay = rest.partition("|")
    hay = hay or "In Darlington 62 of the 248 assessments had been finished late."
    evidence = Evidence(id="e1", report=1, start=0, end=len(hay), text=hay, title="Darlington 2015", page=1)
    draft = Draft(text=claim, quotes=(Quoted(evidence="e1", text=quote),))
    result = Gate([evidence]).check(draft)
    if isinstance(result, Claim):
        assert quote_of(hay, quote) is not None
    place = quote_of(hay, quote)
    if place is not None:
        assert 0 <= place[0] < place[1] <= len(hay)
    shown = sanitize(claim)
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    assert "\x1b" not in shown


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


TARGETS = {
    "read": read,
    "web": read,
    "docx": docx,
    "odt": odt,
    "rtf": rtf,
    "take_in": lambda data: take_in(_text(data)),
    "question": lambda data: question(_text(data)),
    "gate": lambda data: gate(_text(data)),
}
