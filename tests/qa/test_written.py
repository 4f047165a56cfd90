"""An answer in the forms of other documents: all of it is there, and nothing of a report acts in any of them."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_faces import ANSWERED, REFUSED
from test_links import LINKS, LIVE, acting, answer

from corpus.errors import OutputError
from corpus.model import Report
from qa.answer import Answer, Citation
from qa.library import Library
from qa.written.forms import FORMS, form_of
from qa.written.reference import key

ESCAPES = "\x1b[31m\x1b]8;;http://evil.example\x07\x9b2J\u202e"
ACTIVE = ("<script>alert(1)</script>", "<i>x</i>", "}} @book{x, title={y}", "\\input{/etc/passwd}", "=1+1", ESCAPES)


def of_report(one: Citation, **changed: object) -> Citation:
    about = Report(
        id="3fa9c1" + "0" * 58, number=1, source=one.source, title=one.title, media_type="application/pdf", pages=9,
        framework="SIF",
    )  # fmt: skip
    return replace(one, about=about, **changed)  # type: ignore[arg-type]


def test_a_citation_reads_as_people_write_it(samples: Library) -> None:
    cited = samples.ask("How many assessments were delayed in Darlington?").citations[0]
    assert cited.format() == "Ofsted, Darlington: inspection of children's services, 1 September 2015, p. 1"
    one = of_report(ANSWERED.citations[0], title="Midchester: inspection of children's services (SIF), March 2019")
    assert one.format() == "Ofsted, Midchester: inspection of children's services, 1 April 2019, p. 3"
    unknown = replace(one, about=None, published=None, inspected="2019-03-05", page_label="ii")
    assert unknown.format().endswith("(SIF), March 2019, inspected 5 March 2019, p. 3 (printed ii)")


def test_a_report_has_one_key_whatever_cites_it() -> None:
    first, second = (of_report(one) for one in ANSWERED.citations)
    assert key(first) == key(replace(second, quote="Other words.", page=7, n=9)) == "midchester-2019-04-3fa9c1"
    odd = of_report(first, authority="Bath & “N.E.” Sömerset}", published=None)
    assert key(odd) == "bath-n-e-somerset-3fa9c1"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shown", [ANSWERED, REFUSED], ids=["answered", "refused"])
def test_every_form_holds_all_that_is_shown(form: str, shown: Answer) -> None:
    written = shown.format(form)
    plain = re.sub(r"\\+(.)", r"\1", html.unescape(written))
    if form == "csl" and not shown.citations:
        assert json.loads(written) == []  # a bibliography of nothing: the command says the reason
        return
    for words in (shown.answer.split("\n")[0], shown.reason, *shown.notes):
        assert str(words) in plain, written
    for one in shown.citations or shown.nearest:
        said = json.dumps(one.quote) if form == "json" else one.words
        assert said in (written if form == "json" else plain)
        assert not shown.citations or re.search(
            rf'\[\^?{one.n}\]|value="{one.n}"|^{one.n}\. |"n": {one.n}', plain, re.M
        )


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
@pytest.mark.parametrize("words", LINKS)
def test_nothing_of_a_report_is_a_link_in_any_form(form: str, words: str) -> None:
    written = answer(words).format(form)
    if form in ("md", "footnotes"):
        assert acting(written) == [], written
    shown = html.unescape(re.sub(r"</?(?:p|em|ol|ul|li|q|br|cite)\b[^>]*>", " ", written))
    shown = re.sub(r"^@techreport|\\|\[\^1\]:", "", shown, flags=re.MULTILINE)
    assert LIVE.search(shown) is None, written


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", ACTIVE)
def test_nothing_of_a_report_acts_in_any_form(form: str, words: str) -> None:
    written = answer(words).format(form)
    assert not [c for c in written if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Co")], written
    if form == "html":
        assert not re.search(r"<(?!/?(?:p|em|ol|ul|li|q|br)\b)", written)
    if form == "bibtex":
        checked_bibtex(written, entries=1)
    if form == "csl":
        assert not re.search(r"<[a-z]", json.loads(written)[0]["note"])


def checked_bibtex(written: str, *, entries: int) -> None:
    """Every entry is one of ours, closed by its own brace, and nothing but entries begins with the sign of one."""
    assert written.replace("{@}", "").count("@") == entries
    for entry in re.findall(r"^@techreport\{[a-z0-9-]+,\n.*?^\}$", written, re.M | re.S):
        assert entry.count("{") == entry.count("}")
        entries -= 1
    assert entries == 0
    assert all(line.startswith("%") for line in written.partition("@")[0].splitlines() if line)


@given(st.text(max_size=60))
def test_any_words_leave_bibtex_and_json_whole(words: str) -> None:
    given_answer = answer(words)
    checked_bibtex(given_answer.format("bibtex"), entries=1)
    json.loads(given_answer.format("csl"))


def test_only_markdown_names_the_file_and_its_link_is_encoded() -> None:
    one = of_report(ANSWERED.citations[0], path="/home/a person/x](evil) <b>\x1b.pdf")
    shown = replace(ANSWERED, citations=(one,))
    assert "(<file:///home/a%20person/x%5D%28evil%29%20%3Cb%3E%1B.pdf#page=3>)" in shown.format("md")
    for form in ("text", "footnotes", "html", "bibtex", "csl"):
        assert "/home" not in shown.format(form)


def test_a_footnote_that_the_text_does_not_mark_is_led_to() -> None:
    written = replace(ANSWERED, claims=()).format("footnotes")
    assert written.startswith("37 assessments were late.  \nPlans were of uneven quality. [^1] [^2]\n")


def test_forms_by_name() -> None:
    names = ("a.md", "b.TXT", "c.csl.json", "d.json", "e.bib", "f.html", "g.docx")
    assert [form_of(name) for name in names] == ["md", "text", "csl", "json", "bibtex", "html", None]
    with pytest.raises(OutputError, match="Choose one of text, md"):
        ANSWERED.format("docx")
    with pytest.raises(OutputError, match="Choose one of text, md"):
        ANSWERED.citations[0].format("docx")
    assert ANSWERED.citations[0].format("footnotes").startswith("[^1]: ")
    assert json.loads(ANSWERED.citations[0].format("json"))["n"] == 1
