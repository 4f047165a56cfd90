from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.dates import date_in_name, inspection_dates, published, read_dates


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("9-24 November 2017", "2017-11-09", "2017-11-24"),
        ("12 to 23 February 2024", "2024-02-12", "2024-02-23"),
        ("6 March to 30 March 2017", "2017-03-06", "2017-03-30"),
        ("6 March 2017–30 March 2017", "2017-03-06", "2017-03-30"),
        ("6 March ─ 30 March 2017", "2017-03-06", "2017-03-30"),
        ("18 Feb 2014 - 12 Mar 2014", "2014-02-18", "2014-03-12"),
        ("12/09/2016 to 06/10/2016", "2016-09-12", "2016-10-06"),
        ("2nd June - 25th June 2014", "2014-06-02", "2014-06-25"),
        ("Monday 2 June and Tuesday 3 June 2014", "2014-06-02", "2014-06-03"),
        ("between 2 June 2014 and\n25 June 2014", "2014-06-02", "2014-06-25"),
        ("30 November to 9 January 2015", "2014-11-30", "2015-01-09"),
        ("8 July 2019 to 12 July 2019 and 7 August 2019 to\n8 August 2019", "2019-07-08", "2019-08-08"),
        ("6 to 10 and 20 to 24 March 2017", "2017-03-06", "2017-03-24"),
        ("2024-02-12 to 2024-02-23", "2024-02-12", "2024-02-23"),
        ("23 June – 16 July 2015\n1 The board reports under a power of 2006", "2015-06-23", "2015-07-16"),
        ("4 May 2016", "2016-05-04", "2016-05-04"),
    ],
)
@pytest.mark.parametrize("label", ["Inspection dates: {}", "Inspection date: {}", "**Inspection dates:** {}"])
def test_inspection_dates_are_read_in_all_their_shapes(label: str, printed: str, start: str, end: str) -> None:
    text = f"1\nAnytown Council\n{label.format(printed)}\nLead inspector: Ann Other\n"
    first, last = inspection_dates(text, len(text))
    assert (first.kind, first.value) == ("inspection_start", start)
    assert (last.kind, last.value) == ("inspection_end", end)
    for fact in (first, last):
        assert read_dates(text, fact.start, fact.end)[0][0].isoformat() == fact.value


@pytest.mark.parametrize(
    "text",
    [
        "This letter is about the monitoring visit to Anytown children’s services on 3 and 4 May 2018.\n",
        "The visit to Anytown took place from 3 to 4 May 2018 and looked at the front door.\n",
    ],
)
def test_a_letter_says_in_a_sentence_when_the_visit_was(text: str) -> None:
    assert [fact.value for fact in inspection_dates(text, len(text))] == ["2018-05-03", "2018-05-04"]


def test_without_a_label_there_are_no_inspection_dates() -> None:
    text = "Children’s services in Anytown\nThe director came in May 2018. There were 24 cases.\n"
    assert inspection_dates(text, len(text)) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Report published: 25 November 2016", "2016-11-25"),
        ("Report published: 25/11/2016", "2016-11-25"),
        ("Published: 07 February 2017", "2017-02-07"),
        ("Report published: Tuesday 7 February 2017\n1. Children", "2017-02-07"),
        ("Publication date 7th February 2017", "2017-02-07"),
        ("| Report published | 1 September 2015 |", "2015-09-01"),
    ],
)
def test_the_publication_date_is_the_texts(line: str, value: str) -> None:
    text = f"Anytown\n{line}\nMore.\n"
    fact = published(text, len(text), "anytown - 03 september 2014.pdf")
    assert fact is not None and (fact.value, fact.origin) == (value, "text")
    assert read_dates(text, fact.start, fact.end)[0][0].isoformat() == value


def test_else_it_is_the_file_names() -> None:
    text = "Anytown\nThe plan was published in July 2014.\n"
    fact = published(text, len(text), "reports 2011/anytown/inspection - 03 september 2014.pdf")
    assert fact is not None
    assert (fact.value, fact.origin, fact.start, fact.end) == ("2014-09-03", "filename", 0, 0)
    assert published(text, len(text), "reports 3 may 2011/anytown.pdf") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a - 01 september 2015.pdf", date(2015, 9, 1)),
        ("a_1-Sep-2015.docx", date(2015, 9, 1)),
        ("a 2015-09-01.html", date(2015, 9, 1)),
        ("a-20150901.html", date(2015, 9, 1)),
        ("a 01-09-2015", date(2015, 9, 1)),
        ("a 31 february 2015.pdf", None),
        ("a 2015.pdf", None),
        ("80453_a.pdf", None),
    ],
)
def test_dates_in_file_names(name: str, value: date | None) -> None:
    assert date_in_name(name) == value


@given(st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_is_read_back_from_print(day: date) -> None:
    for printed in (f"{day:%d %B %Y}", f"{day:%d/%m/%Y}", f"{day.day} {day:%b %Y}", day.isoformat()):
        assert read_dates(printed, 0, len(printed)) == [(day, 0, len(printed))]


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    for day, start, end in read_dates(text, 0, len(text)):
        assert 0 <= start < end <= len(text) and day.year > 1999
