"""Queries in plain English, and that English read as the same query again."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from more_surface_forms import MORE_FORMS
from random_queries import queries
from sayable_queries import CATALOGUE, FAMILIES
from surface_forms import FORMS as FIRST_FORMS

from qa.plan import query as q
from qa.plan.parse import parse
from qa.plan.plain import is_look_up, normal, to_data
from qa.plan.say import say

FORMS = {**FIRST_FORMS, **MORE_FORMS}
FEW = 12  # of each family
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def reads_back(query: q.Query) -> None:
    said = say(query)
    read = parse(said, CATALOGUE)
    assert read.query is not None and not read.topics, f"not read: {said} {read.left} {read.topics}"
    assert normal(read.query) == normal(query), said


@pytest.mark.parametrize("family", FAMILIES)
def test_what_a_query_says_is_read_as_that_query(family: str) -> None:
    @settings(max_examples=FEW, **QUIET)  # type: ignore[arg-type]
    @given(FAMILIES[family])
    def all_of_it(query: q.Query) -> None:
        reads_back(query)

    all_of_it()


@pytest.mark.long
def test_what_ten_thousand_queries_say_is_read_as_those_queries() -> None:
    said: list[str] = []

    @settings(max_examples=10_000, phases=[Phase.generate, Phase.shrink], **QUIET)  # type: ignore[arg-type]
    @given(st.one_of(*FAMILIES.values()))
    def each(query: q.Query) -> None:
        reads_back(query)
        said.append(say(query))

    each()
    print(f"\n{len(said)} queries, {len(set(said))} sentences: each read as the query that it says")


@settings(**QUIET)  # type: ignore[arg-type]
@given(queries())
def test_every_query_can_be_said_and_written_as_data(query: q.Query) -> None:
    said = say(query)
    assert said and not re.search(r"\n|  |[=_<>{}\[\]]|\([^)]*\(", said), said
    data = to_data(query)
    assert json.loads(json.dumps(data)) == data


@settings(**QUIET)  # type: ignore[arg-type]
@given(queries())
def test_the_normal_form_is_its_own(query: q.Query) -> None:
    assert normal(normal(query)) == normal(query)


@pytest.mark.parametrize(("family", "form"), [(family, form) for family, (_, forms) in FORMS.items() for form in forms])
def test_what_people_say_for_it_is_read_as_that_query(family: str, form: str) -> None:
    read = parse(form, CATALOGUE)
    assert not read.left and not read.topics
    assert read.query is not None
    assert normal(read.query) == normal(FORMS[family][0])


GOOD = q.Graded("overall", ("good",))
INADEQUATE = q.Graded("overall", ("inadequate",))
KENT = q.ByAuthority(("Kent",))

SAYINGS = [
    (
        q.Query(over="authorities", where=q.At(q.Choice(), GOOD)),
        "authorities whose latest report grades them good overall",
    ),
    (
        q.Query(over="authorities", where=q.Then(INADEQUATE, INADEQUATE, never=True)),
        "authorities with a report that grades them inadequate overall and no later one that does so again",
    ),
    (
        q.Query(over="reports", where=q.And((GOOD, q.FrameworkIs(("ILACS",)))), wants=(q.Want(kind="count"),)),
        "the number of ILACS reports that grade the authority good overall",
    ),
    (
        q.Query(over="authorities", where=q.At(q.Choice(), GOOD), ranking=q.Ranking(by="region")),
        "the region with the most authorities whose latest report grades them good overall",
    ),
    (
        q.Query(over="authorities", where=q.Or((q.At(q.Choice(), GOOD), q.Not(q.Has(INADEQUATE))))),
        "authorities either whose latest report grades them good overall or never graded inadequate overall",
    ),
]


@pytest.mark.parametrize(("query", "said"), SAYINGS)
def test_sayings(query: q.Query, said: str) -> None:
    assert say(query) == said


def test_data_leave_out_what_is_as_by_default() -> None:
    query = q.Query(over="authorities", where=q.At(q.Choice(), GOOD))
    graded = {"is": "Graded", "area": "overall", "grades": ["good"]}
    assert to_data(query) == {
        "over": "authorities",
        "where": {"is": "At", "choice": {"is": "Choice"}, "condition": graded},
    }


def test_a_look_up_is_of_one_authority() -> None:
    grades = (q.Want(kind="grades", areas=("overall",)),)
    assert is_look_up(q.Query(over="reports", choice=q.Choice(), universe=KENT, wants=grades))
    assert not is_look_up(q.Query(over="reports", universe=q.ByAuthority(("Kent", "Slough")), wants=grades))
    assert not is_look_up(q.Query(over="reports", universe=KENT, wants=(q.Want(kind="history"),)))
    assert not is_look_up(q.Query(over="authorities", where=q.At(q.Choice(), GOOD)))
