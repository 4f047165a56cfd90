"""Filters as people write them: known names are taken, unknown ones are refused with the nearest."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import FilterError
from corpus.model import Report
from qa.plan.scope import read_scope
from qa.question import Catalogue, Scope

HERE = (("Darlington", "North East"), ("North Northamptonshire", "East Midlands"), ("Midchester", "North West"))
CATALOGUE = Catalogue.of(
    Report(
        id=str(number),
        number=number,
        source=f"{authority}.txt",
        title=authority,
        media_type="text/plain",
        pages=1,
        authority=authority,
        region=region,
        framework="ILACS",
        published=date(2015 + number, 6, 1),
    )
    for number, (authority, region) in enumerate(HERE)
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("darlington", "Darlington"),
        ("Darlington Borough Council", "Darlington"),
        ("midchester", "Midchester"),  # a provider that is in the library and in no register
        ("Hull", "Kingston upon Hull"),  # known, though there is no report of it here
        ("Northamptonshire", "North Northamptonshire"),  # abolished: its successors that are here
    ],
)
def test_an_authority_is_named_as_people_do(written: str, meant: str) -> None:
    assert read_scope(CATALOGUE, authorities=[written]).authorities == (meant,)


def test_regions_and_frameworks_are_named_whatever_their_capitals() -> None:
    scope = read_scope(CATALOGUE, region=" south  west", framework="ilacs")
    assert (scope.regions, scope.frameworks) == (("South West",), ("ILACS",))
    assert read_scope(CATALOGUE, framework="sif").frameworks == ("SIF",)  # known, though none is here


def test_years_are_those_of_the_library() -> None:
    assert read_scope(CATALOGUE, since=2016).years == (2016, 2017)
    assert not any(read_scope(CATALOGUE, until=1999).admits(report) for report in CATALOGUE.reports)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"authorities": ["Darlngton"]}, "Did you mean Darlington?"),
        ({"authorities": ["Midchestre"]}, "Did you mean Midchester?"),
        ({"authorities": ["Zzyzx"]}, "inspectqa reports"),
        ({"authorities": ["Sussex"]}, "could mean East Sussex or West Sussex"),
        ({"authorities": ["Darlington, Hull"]}, "could mean Darlington or Kingston upon Hull"),
        ({"authorities": [""]}, "is a name"),
        ({"authorities": [3]}, "is a name"),
        ({"region": "Yorkshire"}, "Did you mean Yorkshire and the Humber?"),
        ({"region": "Sowth West"}, "Did you mean South West?"),
        ({"region": ["London"]}, "is a name"),
        ({"framework": "ILAC"}, "Did you mean ILACS?"),
        ({"framework": "9"}, "inspectqa frameworks"),
        ({"since": "2015"}, "since=2016"),
        ({"since": 2019, "until": 2015}, "since 2019 and until 2015"),
        ({"authorities": "Darlington"}, "authorities=['Darlington']"),
    ],
)
def test_what_is_no_filter_is_refused_with_the_next_step(filters: dict[str, object], said: str) -> None:
    with pytest.raises(FilterError, match=r"\.|\?") as refused:
        read_scope(CATALOGUE, **filters)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_a_scope_made_by_hand_takes_lists_and_no_strings() -> None:
    assert Scope(regions=["London"]) == Scope(regions=("London",))  # type: ignore[arg-type]
    assert hash(Scope(years=[2015])) == hash(Scope(years=(2015,)))  # type: ignore[arg-type]
    for field in ("authorities", "regions", "years", "frameworks"):
        with pytest.raises(FilterError, match="takes a list"):
            Scope(**{field: "London"})  # type: ignore[arg-type]
