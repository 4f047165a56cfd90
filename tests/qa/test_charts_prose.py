"""A figure of prose over time: one of each report, none where it gives several, and never another's or last year's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from searchable import MadeUp, library

from corpus.errors import FilterError
from qa.charts.make import figure_chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.store import Store

REPORTS = [
    MadeUp(authority=name, published=date(year, 6, 1), pages=(said,))
    for name, year, said in (
        ("Northwick", 2015, ("There are 12 vacant posts. The council has 40 approved foster carers.",)),
        ("Northwick", 2018, ("Vacant posts rose from 19 to 23. In neighbouring authorities, 9 posts are vacant.",)),
        ("Southolt", 2018, ("There were 7 vacant posts, and 4 vacant posts were filled.",)),
        ("Eastbrook", 2019, ("The council has 55 approved foster carers.",)),
    )
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with library(tmp_path_factory.mktemp("prose"), REPORTS) as opened:
        yield opened


def test_one_figure_of_each_report_and_its_sentence(store: Store) -> None:
    made = figure_chart(store, store.reports(), "vacant posts")
    drawn = {one.name: [p.value for p in one.points] for one in made.series}
    assert drawn["Northwick"] == [12, 23]
    assert "Eastbrook" not in drawn
    assert {row["sentence"] for row in made.table} >= {"There are 12 vacant posts."}
    assert "read by rules" in made.notes[0]


def test_what_counts_something_more_is_not_drawn_beside_it(store: Store) -> None:
    made = figure_chart(store, store.reports(), "foster carers")
    assert {one.name: [p.value for p in one.points] for one in made.series} == {"Northwick": [40], "Eastbrook": [55]}
    with pytest.raises(FilterError, match="None of these reports gives one figure"):
        figure_chart(store, store.reports(), "helicopters")
