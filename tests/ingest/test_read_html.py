"""HTML: the main text with its headings and tables; a page that says nothing, or an error, is refused by its words."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from ingest.read.file import read_data
from ingest.read.markup import read_body
from ingest.read.web import _main_text, looks_like_html

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


def test_a_term_and_what_is_said_of_it_are_a_line() -> None:
    listed = (
        "<dl><div><dt>Location ID:</dt><dd>1-200</dd></div><div><dt>Run by</dt><dd>Weir Care</dd><dd>Ada Fen</dd></div>"
        "<dt>Empty</dt></dl><h2>After</h2>"
    )
    for read in texts(listed):
        assert "Location ID: 1-200\nRun by: Weir Care\nAda Fen\nEmpty\nAfter\n" in read


def texts(body: str) -> tuple[str, str]:
    """What is read of a page by its main text (trafilatura), and of the same page by its body alone."""
    filler = (
        "<p>Managers know the families well, and they look at a sample of the work of each team every month.</p>" * 3
    )
    html = f"<html><body><main><h1>Inspection of Testshire</h1>{body}{filler}</main></body></html>"
    return "\n".join(block.text for block in _main_text(html)), "\n".join(b.text for b in read_body(html).blocks)


@pytest.mark.parametrize(
    ("body", "said", "unsaid"),
    [
        ("<p>They closed <s>19</s> 91 cases too early.</p>", "They closed 91 cases too early.", "19"),
        ("<p>They closed <del>19</del> <ins>91</ins> cases.</p>", "They closed 91 cases.", "19"),
        ("<del><p>They closed 19 cases.</p></del><p>They closed 91.</p>", "They closed 91.", "19"),
        ("<p>They closed <strike>19</strike> 91 cases.</p>", "They closed 91 cases.", "19"),
        ('<p>They closed <i style="text-decoration:line-through">19</i> 91 cases.</p>', "They closed 91 cases.", "19"),
        ('<p>They closed 91 <b class="a govuk-visually-hidden">19</b> cases.</p>', "They closed 91 cases.", "19"),
        ("<p>They closed 91 cases.</p><template><p>They closed 19.</p></template>", "They closed 91 cases.", "19"),
        ("<p>They look after 412<sup>1</sup> children.</p>", "They look after 412 children.", "4121"),
        ('<p>They look after 412<sup><a href="#n">[2]</a></sup> children.</p>', "412 children.", "[2]"),
        ("<p>On the 1<sup>st</sup> of May, 37 waited.</p>", "On the 1st of May, 37 waited.", "\0"),
        ("<details><summary>Said</summary><p>Of them, 23 were moved.</p></details>", "Of them, 23 were moved.", "\0"),
    ],
)  # fmt: skip
def test_what_is_struck_out_is_not_there_and_notes_are_no_digits(body: str, said: str, unsaid: str) -> None:
    for text in texts(body):
        assert said in " ".join(text.split()), text
        assert unsaid not in text


def test_what_is_struck_out_and_never_closed_ends_with_its_paragraph() -> None:
    for text in texts("<p>They closed <s>19 cases.</p><p>They opened 91 cases.</p>"):
        assert "They opened 91 cases." in text
        assert "19" not in text


SPANS = """<table><tr><th>Area</th><th colspan="2">Missing</th></tr>
<tr><td rowspan="2">East</td><td>2018</td><td>44</td></tr><tr><td>2019</td><td>59</td></tr>
<tr><td>West</td><td></td><td>66</td></tr><tr><td colspan="3">Counted in May</td></tr></table>"""


def test_cells_that_span_rows_and_columns_are_said_in_each() -> None:
    for text in texts(SPANS):
        rows = [" ".join(line.replace("|", " | ").split()) for line in text.split("\n") if "|" in line or "May" in line]
        assert rows == [
            "Area | Missing | Missing", "East | 2018 | 44", "East | 2019 | 59", "West | | 66", "Counted in May",
        ]  # fmt: skip


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = "<table><tr><th>Team</th><th>Open</th></tr><tr><td>North</td><td>214</td></tr></table>"
    for text in texts(f"<table><tr><td>{inner}</td><td><p>Counted on 3 June.</p></td></tr></table><p>After.</p>"):
        lines = text.split("\n")
        assert "Team | Open" in lines
        assert "North | 214" in lines
        assert "Counted on 3 June." in lines
        assert "After." in lines


@pytest.mark.parametrize(
    "spans", ["rowspan=99999999 colspan=99999999", "rowspan=x colspan=-1", "colspan=0", "rowspan='²'"]
)
def test_spans_that_no_table_has_are_bounded(spans: str) -> None:
    table = f"<table>{f'<tr><td {spans}>a</td><td {spans}>b</td></tr>' * 50}</table>"
    for text in texts(table):
        assert "a | " in text
        assert len(text) < 100_000


def archive(
    page: str, *, headers: str = "Snapshot-Content-Location: https://x.invalid/report", encoding: str = "utf-8"
) -> bytes:
    body = quopri.encodestring(page.encode(encoding)).decode("ascii")
    return (
        f"From: <Saved by a browser>\r\n{headers}\r\nSubject: Testshire\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
        "------b\r\nContent-Type: text/html\r\nContent-Location: https://x.invalid/frame\r\n\r\n<p>A banner.</p>\r\n"
        f"------b\r\nContent-Type: text/html; charset={encoding}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://x.invalid/report\r\n\r\n{body}\r\n"
        "------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------b--\r\n"
    ).encode("ascii")


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_page_saved_as_a_web_archive_is_the_page(encoding: str) -> None:
    document = read_data(archive(REPORT.replace("Short.", "A café for £5."), encoding=encoding))
    assert document.media_type == "text/html"
    assert "In May 2019, 37 assessments\nwere late" in document.text
    assert "A café for £5." in document.text
    assert "banner" not in document.text


def test_an_e_mail_is_no_web_archive() -> None:
    for headers in ("To: somebody@x.invalid", "Message-ID: <1@x.invalid>"):
        with pytest.raises(ReadError, match="e-mail"):
            read_data(archive(REPORT, headers=headers))


def test_xhtml() -> None:
    page = REPORT.replace(
        "<!DOCTYPE html><html>", '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    )
    assert "In May 2019, 37 assessments\nwere late" in read_data(page.replace("<br>", "<br/>").encode()).text


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
    "<main>", "</main>",
    "<s>", "</s>", "<del>", "</del>", "<sup>", "</sup>", "<td rowspan=3 colspan=2>", "<details>",
    "<br>", "<!--", "-->", "<![CDATA[", "<script>", "</script>", "&amp", "&#0;", "&#xD800;", "<x",
    "word ", "\0", "'", '"', "<title>", "</title>", "<pre>", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_any_tags_are_read_or_refused(tags: list[str]) -> None:
    try:
        document = read_data(f"<html>{''.join(tags)}</html>".encode())
    except ReadError:
        return
    assert document.pages[0].end == len(document.text)
