"""The evidence page: one file that shows each quote on its page, loads nothing, and runs nothing."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import pytest
from test_faces import REFUSED
from test_links import LINKS, answer

from corpus.errors import PageNotShown
from qa.answer import NEAREST, Answer
from qa.library import Library
from qa.written.page import Asked, Evidence, evidence_page

EVIDENCE = Evidence(library="/home/x/<library>", reports=16, made=datetime(2026, 3, 1, 9, 5))
TAGS = (
    "html head meta title style body main section h1 h2 h3 h4 p a b blockquote figure figcaption img pre mark footer"
).split()


class Read(HTMLParser):
    """What a page is made of; fails on whatever could load, run or lead elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.images: list[tuple[str, bytes]] = []
        self.ids: list[str] = []
        self.led: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        if tag not in ("meta", "img"):
            self.open.append(tag)
        for name, value in attrs:
            assert name in ("lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "alt", "src")\
                or name in ("width", "height"), name  # fmt: skip
            self.ids += [value or ""] if name == "id" else []
            self.led += [value or ""] if name == "href" else []
        found = dict(attrs)
        if tag == "img":
            assert (found["src"] or "").startswith("data:image/png;base64,")
            self.images.append((found["alt"] or "", b64decode((found["src"] or "").partition(",")[2])))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(*answers: Answer) -> str:
    asked = [Asked(question=one.question, answer=one, understood=None) for one in answers]
    return evidence_page(asked, EVIDENCE, heading=NEAREST)


def test_each_quote_is_shown_on_its_page(samples: Library) -> None:
    given = samples.ask("Which councils were judged inadequate in reports published in 2015?")
    page = page_of(given)
    read = Read(page)
    assert len(read.images) == 2 * len(given.citations) == 4
    assert all(png.startswith(b"\x89PNG") for _, png in read.images)
    assert f"with these words marked: {given.citations[0].words}" in read.images[0][0]
    assert set(read.led) == {f"#c{one.n}" for one in given.citations} == {f"#{one}" for one in read.ids}
    for words in ("Understood as: authorities with a report published in 2015", "1 March 2026, 09:05", "16 reports"):
        assert words in page
    assert given.citations[0].about is not None
    assert given.citations[0].about.id in page


def test_no_folder_of_this_machine_is_named(samples: Library) -> None:
    cited = samples.ask("How many assessments were delayed in Darlington?").citations[0]
    moved = replace(cited, path="/home/x/reports/a.pdf", source="/home/x/reports/a.pdf", pictures=Moved())  # type: ignore[arg-type]
    page = page_of(answer("94"), Answer(question="q", status="answered", answer="94", citations=(moved,)))
    assert '<p class="where">File: a.pdf</p>' in page
    assert "/home/x" not in page
    assert "from the library &lt;library&gt;, which held 16 reports" in page
    assert "cannot be drawn from a" in page


class Moved:
    """Pictures of a file that is not there any more."""

    def __getattr__(self, name: str) -> object:
        raise PageNotShown("Page 1 of it cannot be drawn from /home/x/reports/a.pdf: it is not there.")


def test_the_policy_lets_in_its_own_style_and_nothing_else(samples: Library) -> None:
    page = page_of(samples.ask("How many assessments were delayed in Darlington?"))
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'" in page
    assert page.index("Content-Security-Policy") < page.index("<title>")
    assert not re.search(r"https?:|url\(|@import", page)


def test_without_a_picture_the_words_around_are_marked(samples: Library) -> None:
    given = samples.ask("Who led the inspection of Westminster in 2024?")  # an HTML file
    page = page_of(given)
    assert Read(page).images == []
    assert "is a web page, which has no pages to draw" in page
    assert "inspectqa show" not in page, "whoever reads it has no command line"
    assert re.search(rf"<pre>[^<]*<mark>{re.escape(given.citations[0].quote)}</mark>", page)


def test_a_refusal_shows_its_nearest_evidence_as_no_answer() -> None:
    page = page_of(REFUSED)
    Read(page)
    assert NEAREST in page
    assert page.count("<blockquote>") == 2
    assert "None of the passages found gives a figure." in page
    assert "belongs to no open library" in page


@pytest.mark.parametrize("words", [*LINKS, "<script>alert(1)</script>", '"><img src=x onerror=x>', "\x1b]8;;x\x07"])
def test_nothing_of_a_report_or_a_question_acts(words: str) -> None:
    page = page_of(replace(answer(words), question=words), replace(answer(words), question=f"And {words}?"))
    read = Read(page)
    assert all(one.startswith("#c") for one in read.led)
    assert len(set(read.ids)) == len(read.ids)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", page)
