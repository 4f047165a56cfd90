"""Statistics read out of small texts of the standard shapes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Fact, Page
from ingest.statistics import statistics
from ingest.statistics.numbers import iso, number
from ingest.structure import blocks

REPORTS = Path(os.environ.get("INSPECTQA_REPORTS", Path(__file__).parents[3] / "shared" / "reports"))

LIST = """Children looked after in this area
• At 31 March 2019, 412 children were being looked after by the local authority (a
rate of 61 per 10,000 children). This is an increase from 398 (59 per 10,000
children) at 31 March 2018. Of this number:
– 101 (or 25%) live outside the local authority area
– 30 live in residential children’s homes, of whom 12 (40%) live out of the
authority area
– six live in residential special schools, all of whom live out of the authority area
– 240 live with foster families, of whom 31% live out of the authority area
– nine live with parents, none of whom live out of the authority area
– no children are unaccompanied asylum-seeking children.
• In the last 12 months:
– there have been 17 adoptions
– 22 children became subjects of special guardianship orders
– 140 children ceased to be looked after, of whom 4% subsequently returned to be
looked after
– five young people ceased to be looked after and moved on to independent living.
"""


def document(*pages: str) -> Document:
    made, at = [], 0
    for n, page in enumerate(pages, 1):
        made.append(Page(number=n, start=at, end=at + len(page)))
        at += len(page)
    return Document(text="".join(pages), pages=tuple(made), media_type="application/pdf")


def read(*pages: str) -> list[Fact]:
    whole = document(*pages)
    found = statistics(whole, blocks(whole), facts=[])
    for fact in found:
        assert fact.value in " ".join(whole.text[fact.start : fact.end].split())
        assert any(page.start <= fact.start < fact.end <= page.end for page in whole.pages)
    return found


def values(*pages: str) -> dict[tuple[str, str | None], float | None]:
    return {(fact.key, fact.as_of): fact.number for fact in read(*pages)}


def test_a_row_of_a_table_that_names_a_measure_states_it() -> None:
    rows = "Children in need 1,204\nChildren with a protection plan 276\nNumber of children in care 533\nVisits 61\n"
    assert values(f"Numbers\n\nMeasure Number\n{rows}\nThe rest is prose.\n") == {
        ("children_in_need", None): 1204, ("child_protection_plans", None): 276, ("looked_after", None): 533,
    }  # fmt: skip
    piped = rows.replace(" 1", " | 1").replace(" 2", " | 2").replace(" 5", " | 5").replace(" 6", " | 6")
    assert len(read(f"Numbers\n\nMeasure | Number\n{piped}\nThe rest is prose.\n")) == 3


@pytest.mark.parametrize(
    "table",
    [
        "Measure Rate\nChildren in need 1,204\nChildren in care 533\n",
        "Measure 2018 2019\nChildren in need 1,204 1,300\nChildren in care 533 540\n",
        "Average of neighbours Number\nChildren in need 1,204\nChildren in care 533\n",
        "Measure Number\nVisits to children in care 533\nChildren in care who moved 61\n",
    ],
)
def test_a_table_of_shares_of_others_or_of_parts_states_no_measure(table: str) -> None:
    assert not read(f"Numbers\n\n{table}\nThe rest is prose.\n")


def test_two_dates_in_one_bullet_are_two_facts() -> None:
    found = values("• At 3 May 2016, 1,204 children and young people were the subject of a child\n"
                   "protection plan. This is a reduction from 1,310 at 31 March 2015.\n")  # fmt: skip
    assert found == {
        ("child_protection_plans", "2016-05-03"): 1204,
        ("child_protection_plans", "2015-03-31"): 1310,
    }


def test_a_list_below_the_number_looked_after() -> None:
    found = values(LIST)
    day = "2019-03-31"
    assert found[("looked_after", day)] == 412
    assert found[("looked_after_rate", day)] == 61
    assert found[("looked_after", "2018-03-31")] == 398
    assert found[("looked_after_rate", "2018-03-31")] == 59
    assert found[("out_of_area", day)] == 101
    assert found[("out_of_area_share", day)] == 25
    assert found[("residential_homes", day)] == 30
    assert found[("residential_homes_out_of_area", day)] == 12
    assert found[("residential_homes_out_of_area_share", day)] == 40
    assert found[("residential_special_schools", day)] == 6
    assert found[("residential_special_schools_out_of_area", day)] == 6
    assert found[("foster_families_out_of_area_share", day)] == 31
    assert found[("placed_with_parents_out_of_area", day)] == 0
    assert found[("unaccompanied_asylum_seeking", day)] == 0
    assert found[("adoptions", None)] == 17
    assert found[("special_guardianship_orders", None)] == 22
    assert found[("ceased_to_be_looked_after", None)] == 140
    assert found[("returned_to_care_share", None)] == 4
    assert found[("independent_living", None)] == 5
    assert ("foster_families_out_of_area", day) not in found


def test_the_span_reads_as_a_quote() -> None:
    whole = document(LIST)
    found = {(f.key, f.as_of): f for f in statistics(whole, blocks(whole), facts=[])}
    adoptions = found[("adoptions", None)]
    assert whole.text[adoptions.start : adoptions.end] == "there have been 17 adoptions"
    earlier = found[("looked_after", "2018-03-31")]
    assert whole.text[earlier.start :].startswith("At 31 March 2019, 412")
    assert whole.text[: earlier.end].endswith("at 31 March 2018.")


def test_the_national_average_is_not_the_authority_s() -> None:
    found = values(
        "• The proportion of children entitled to free school meals:\n"
        "– in primary schools is 21% (the national average is 15%)\n"
        "– in secondary schools is 13.5% (the national average is 14%).\n"
    )
    assert found == {("free_school_meals_primary", None): 21, ("free_school_meals_secondary", None): 13.5}


@pytest.mark.parametrize(
    "text",
    [
        "• At 31 March 2016, fewer than 5 children lived in a privately arranged fostering placement.\n",
        "• At 31 March 2016, the number of children living in a privately arranged\nplacement was five or fewer.\n",
        "The England average is 61% of care leavers in education, employment or training.\n",
        "Around 37% of care leavers over the age of 19 are not in education, employment or training.\n",
        "At the time of the inspection, 12 children were the subject of a child protection plan for two years.\n",
        "Inspectors read the files of 30 children who live with foster families and of 12 who live with parents.\n",
        "No young people are living in hotels in the borough.\n",
    ],
)
def test_what_is_not_a_figure_of_all_is_absent(text: str) -> None:
    assert read(text) == []


def test_a_month_or_a_year_alone_is_left_as_it_is() -> None:
    text = "At December 2014, 482 children were being looked after by the local authority.\n"
    assert values(text) == {("looked_after", "2014-12"): 482}


def test_no_date_is_none() -> None:
    text = "At the time of the inspection, 96 children were being looked after by the local authority.\n"
    assert values(text) == {("looked_after", None): 96}


def test_a_year_earlier_is_a_date_and_nine_months_earlier_is_not() -> None:
    text = "• At 31 March 2015, 86 children were the subject of child protection plans, a fall from 140 {} earlier.\n"
    assert ("child_protection_plans", "2014-03-31") in values(text.format("a year"))
    assert len(values(text.format("nine months"))) == 1


def test_a_sentence_reads_on_over_a_page_s_end() -> None:
    first = (
        "Child protection in this area\n• At 29th April 2014, 328 children were the subject of a\n"
        "child protection plan. This is an increase from 200 at 31 March\n\n7\n"
    )
    found = values(first, "2013. However, the child population has grown.\n")
    assert found[("child_protection_plans", "2013-03-31")] == 200


def test_a_footnote_s_mark_is_no_part_of_the_number() -> None:
    found = read("• Approximately 56,2002 children and young people under the age of 18 years live in Middleford.\n")
    assert [(fact.value, fact.number) for fact in found] == [("56,200", 56200)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,251", 1251), ("three", 3), ("None", 0), ("both", 2), ("44.4%", 44.4), ("Twenty-one", 21), ("7 per cent", 7)],
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31st March 2014", "2014-03-31"),
        ("31 May 14", "2014-05-31"),
        ("March 31 2015", "2015-03-31"),
        ("1/04/12", "2012-04-01"),
        ("31\nMarch 2016", "2016-03-31"),
        ("December 2014", "2014-12"),
        ("2010", "2010"),
        ("31 February 2014", None),
    ],
)
def test_dates(text: str, day: str | None) -> None:
    assert iso(text) == day


@given(count=st.integers(0, 99_999), rate=st.integers(1, 400), before=st.integers(0, 99_999))
def test_any_count_comes_back(count: int, rate: int, before: int) -> None:
    found = values(
        f"• At 31 March 2018, {count:,} children were being looked after by the local authority (a rate of {rate} per\n"
        f"10,000 children). This is a change from {before:,} at 31 March 2017.\n"
    )
    assert found[("looked_after", "2018-03-31")] == count
    assert found[("looked_after_rate", "2018-03-31")] == rate
    assert found[("looked_after", "2017-03-31")] == before


def test_real_reports_state_the_children_looked_after() -> None:
    if not REPORTS.is_dir():
        pytest.skip(f"There are no real reports at {REPORTS}; set INSPECTQA_REPORTS to their folder.")
    from ingest.read import read_file

    with_section = 0
    for path in sorted(REPORTS.rglob("*201[4-8].pdf"))[:20]:
        whole = read_file(path)
        if "Children looked after in this area" not in whole.text:
            continue
        with_section += 1
        found = statistics(whole, blocks(whole), facts=[])
        assert {"looked_after", "looked_after_rate", "child_protection_plans", "out_of_area"} <= {f.key for f in found}
        assert len(found) >= 20, path
    assert with_section
