"""HTML: the main text with its headings and tables; a page that says nothing, or an error, is refused by its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from ingest.read.file import read_data
from ingest.read.web import looks_like_html

REPORT = """<!DOCTYPE html><html><head><title>Testshire &ndash; 2021</title><style>p {}</style></head><body>
<nav><a href="/">Home</a><a href="/about">About this site</a></nav>
<main><h1>Inspection of Testshire</h1>
<p>Inspection dates: 3 to 14 June 2019</p>
<table><tr><th>Area</th><th>Grade</th></tr><tr><td>Overall <b>effectiveness</b></td><td>Good</td></tr></table>
<h2>What needs to improve</h2>
<ul><li>The timeliness of visits.</li><li>The quality of plans.</li></ul>
<p>In May&nbsp;2019, 37 assessments<br>were late because of vacancies in the team that does them.</p>
<p>Short.</p><script>alert("no text")</script><p hidden>Hidden words.</p>
</main><footer>Terms and conditions</footer></body></html>"""


def page(heading: str, *paragraphs: str, title: str = "A site") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{heading}</h1>{body}</body></html>".encode()


def test_report() -> None:
    document = read_data(REPORT.encode())
    assert document.media_type == "text/html"
    assert document.title == "Testshire – 2021"
    assert [document.text[start:end] for start, end in document.headings] == [
        "Inspection of Testshire",
        "What needs to improve",
    ]
    assert "Area | Grade\nOverall effectiveness | Good\n" in document.text
    assert "• The timeliness of visits.\n• The quality of plans.\n" in document.text
    assert "In May 2019, 37 assessments\nwere late" in document.text
    assert "Short." in document.text
    for left_out in ("About this site", "Terms and conditions", "alert", "Hidden", "p {}"):
        assert left_out not in document.text
    assert len(document.pages) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    document = read_data(REPORT.replace("Short.", "A café for £5.").encode(encoding))
    assert "A café for £5." in document.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            page("Report not found", "The document you asked for has been taken away.", "Try our search."),
            "Report not found",
        ),
        (page("404 - Not Found", "nginx"), "404 - Not Found"),
        (page("Access denied", "You need to be let in."), "Access denied"),
        (page("Sorry, this page is unavailable", "Come back later."), "Sorry, this page is unavailable"),
        (page("", "Nothing.", title="503 Service Unavailable"), "503 Service Unavailable"),
        (page("Sign in", "Name", "Password"), "Sign in"),
        (page("Oh no", "Go home.", title="Page not found | Council"), "Page not found | Council"),
    ],
)
def test_error_pages_are_refused_in_their_own_words(data: bytes, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_data(data)
    assert caught.value.reason == f'it is a web page that says "{said}", not a report'


@pytest.mark.parametrize(
    "data",
    [
        page("404 children in care", "This many children were in care in May."),
        page("Errors in recording", "Some records were found to be wrong."),
        page("Help that is not available at night", "There is a telephone line."),
        page("Report not found", *["The rest of this page is long enough to be a report of its own."] * 20),
    ],
)
def test_reports_that_speak_of_such_things_are_read(data: bytes) -> None:
    assert read_data(data).media_type == "text/html"


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<!doctype html><html><head><title>Report</title></head><body><script>render()</script></body></html>",
        b"<html><body><img src='scan.png'></body></html>",
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
    ],
)
def test_pages_that_say_nothing_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="web page without any text"):
        read_data(data)


@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_deep_nesting_is_read(depth: int) -> None:
    document = read_data(f"<html><body>{'<div>' * depth}<p>Deep words.</p>{'</div>' * depth}</body></html>".encode())
    assert "Deep words." in document.text


def test_entities_are_not_multiplied() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>x &b; y</p></body></html>'
    assert len(read_data(bomb.encode()).text) < 60


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<p>A piece of a page.</p>", True),
        ("<html><p>A page that was cut", True),
        ("<?xml version='1.0'?>\n<!-- x --><html xmlns='x'></html>", True),
        ("The <p> element opens a paragraph.", False),
        ("<p> is what opens a paragraph.", False),
        ("<!-- " * 3000 + "-->" * 3000, False),
        ("<!-- -->" * 2000 + "x", False),
    ],
)
def test_looks_like_html(text: str, is_html: bool) -> None:
    assert looks_like_html(text) is is_html


TAGS = [
    "<p>", "</p>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>", "<h1>", "</h1>", "<nav>", "</nav>",
    "<main>", "</main>", "<br>", "<!--", "-->", "<![CDATA[", "<script>", "</script>", "&amp", "&#0;", "&#xD800;", "<x",
    "word ", "\0", "'", '"', "<title>", "</title>", "<pre>", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_tags_are_read_or_refused(tags: list[str]) -> None:
    try:
        document = read_data(f"<html>{''.join(tags)}</html>".encode())
    except ReadError:
        return
    assert document.pages[0].end == len(document.text)
