"""The regions that a question names, misspelt ones too, and where they stand."""

from __future__ import annotations

import pytest

from qa.plan.regions import find_regions


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Which London councils are good?", ["London"]),
        ("which lodnon boroughs are good", ["London"]),
        ("anyone in the nroth west below good", ["North West"]),
        ("the souht east and the west midlnds", ["South East", "West Midlands"]),
        ("councils in yorkshre", ["Yorkshire and the Humber"]),
        ("the north east of England", ["North East"]),
        ("up north", ["North East", "North West", "Yorkshire and the Humber"]),
        ("Nroth Somerset", []),
        ("It is worth a mouth, forth and fourth; sooth.", []),
        ("the City of London Corporation, the London Borough of Brent", []),
    ],
)
def test_regions_are_found_misspelt_too(question: str, named: list[str]) -> None:
    assert [one.name for one in find_regions(question)] == named


def test_a_region_stands_where_it_was_written() -> None:
    question = "Are the souht east, lndon or the nort west better?"
    written = [(question[one.start : one.end], one.slips) for one in find_regions(question)]
    assert written == [
        ("the souht east", (("souht", "south"),)),
        ("lndon", (("lndon", "London"),)),
        ("the nort west", (("nort", "north"),)),
    ]
