"""Councils, schools and homes in one library: each question over its own kind, in the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.bodies import kind_of, told_apart
from corpus.model import Report
from qa.library import Library
from qa.plan.bodies import asked_of, not_of_one_kind
from qa.question import Catalogue, Scope

SCHOOLS = """
key = "BEACON"
name = "beacon school review"
inspectorate = "Beacon Office"
subject = "school review"
title = "{authority}: school review"
scale = ["outstanding", "good", "inadequate"]
[recognised]
by = ["^beacon office school review"]
[body]
kind = "school"
name = ["^school: (?P<body>[^\\n]+)$"]
council = ["council"]
[body.identifiers]
number = ["school number"]
[dates]
inspected = ["reviewed on"]
[areas.overall]
label = "Overall"
rows = ["overall"]
words = ["overall"]
"""
HOMES = """
key = "LANTERN"
name = "lantern home review"
inspectorate = "Lantern Office"
subject = "home review"
title = "{authority}: home review"
scale = ["outstanding", "good", "inadequate"]
[recognised]
by = ["^lantern office home review"]
[body]
kind = "home"
name = ["^home: (?P<body>[^\\n]+)$"]
council = ["council"]
[dates]
inspected = ["reviewed on"]
[areas.overall]
label = "Overall"
rows = ["overall"]
words = ["overall"]
[called]
bodies = ["care home", "rest home"]
inspectorate = ["Lantern Office"]
country = "Wales"
"""
POOLS = """
key = "POOL"
name = "pool inspection"
inspectorate = "Water Office"
subject = "pool inspection"
title = "{authority}: pool inspection"
scale = ["strong", "weak"]
[recognised]
by = ["^water office pool inspection"]
[body]
kind = "site"
name = ["^pool: (?P<body>[^\\n]+)$"]
[dates]
inspected = ["visited on"]
[areas.lifeguards]
label = "Lifeguards"
rows = ["lifeguards"]
words = ["lifeguards"]
[areas.pool_water]
label = "Water"
rows = ["water"]
words = ["water quality"]
[called]
framework = ["pool inspection"]
bodies = ["pool", "swimming pool"]
"""
CREWS = """
key = "CREW"
name = "crew review"
inspectorate = "Crew Office"
subject = "crew review"
title = "{authority}: crew review"
scale = ["outstanding", "good", "inadequate"]
headline = "crew_rating"
[recognised]
by = ["^crew office review"]
[body]
kind = "force"
name = ["^crew: (?P<body>[^\\n]+)$"]
[dates]
inspected = ["reviewed on"]
[areas.crew_rating]
label = "Crew rating"
rows = ["crew rating"]
words = ["crew rating"]
[before]
grade = ["rating before"]
[called]
bodies = ["rescue crew"]
"""
POOLS_SEEN = {"eastgate": ("Eastgate Baths", "Strong", "Weak"), "northgate": ("Northgate Baths", "Weak", "Strong")}
CREWS_SEEN = {"amber": ("Amber Crew", "Good", "Inadequate"), "birch": ("Birch Crew", "Outstanding", "Good")}
_COUNCIL = "# {}\n\nInspection of local authority children's services\n\nInspection dates: {} to {}\n\n"
COUNCILS = {
    "derby-2019": ("Derby City Council", "3 June 2019", "14 June 2019", "Good"),
    "derby-2023": ("Derby City Council", "5 June 2023", "16 June 2023", "Outstanding"),
    "leeds-2022": ("Leeds City Council", "6 June 2022", "17 June 2022", "Good"),
}
SCHOOLS_SEEN = {
    "vale": ("Derby Vale School", "101", "Derby", "1 May 2022", "Good"),
    "elm-derby": ("Elm School", "102", "Derby", "2 May 2022", "Outstanding"),
    "elm-leeds": ("Elm School", "103", "Leeds", "3 May 2022", "Inadequate"),
    "vale-later": ("Derby Vale School", "101", "Derby", "4 May 2024", "Inadequate"),
}
HOMES_SEEN = {
    "grange": ("The Grange", "Derby", "5 May 2022", "Outstanding"),
    "mill": ("Mill House", "Leeds", "6 May 2022", "Good"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("bodies")
    own, reports = folder / "own", folder / "reports"
    own.mkdir()
    reports.mkdir()
    (own / "schools.toml").write_text(SCHOOLS, encoding="utf-8")
    (own / "homes.toml").write_text(HOMES, encoding="utf-8")
    (own / "pools.toml").write_text(POOLS, encoding="utf-8")
    (own / "crews.toml").write_text(CREWS, encoding="utf-8")
    for name, (pool, lifeguards, water) in POOLS_SEEN.items():
        text = f"Water Office pool inspection\n\nPool: {pool}\n\nVisited on: 7 May 2022\n\n"
        (reports / f"{name}.md").write_text(f"{text}Lifeguards: {lifeguards}\n\nWater: {water}\n", encoding="utf-8")
    for name, (crew, rating, before) in CREWS_SEEN.items():
        text = f"Crew Office review\n\nCrew: {crew}\n\nReviewed on: 8 May 2022\n\n"
        text += f"Crew rating: {rating}\n\nRating before: {before}\n"
        (reports / f"{name}.md").write_text(text, encoding="utf-8")
    for name, (council, first, last, grade) in COUNCILS.items():
        table = f"| Judgement | Grade |\n| --- | --- |\n| Overall effectiveness | {grade} |\n"
        (reports / f"{name}.md").write_text(_COUNCIL.format(council, first, last) + table, encoding="utf-8")
    for name, (school, number, council, day, grade) in SCHOOLS_SEEN.items():
        text = f"Beacon Office school review\n\nSchool: {school}\n\nSchool number: {number}\n\nCouncil: {council}\n\n"
        (reports / f"{name}.md").write_text(f"{text}Reviewed on: {day}\n\nOverall: {grade}\n", encoding="utf-8")
    for name, (home, council, day, grade) in HOMES_SEEN.items():
        text = f"Lantern Office home review\n\nHome: {home}\n\nCouncil: {council}\n\nReviewed on: {day}\n\n"
        (reports / f"{name}.md").write_text(f"{text}Overall: {grade}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("INSPECTQA_FRAMEWORKS", str(own))
        with Library.create(folder / "library") as made:
            summary = made.ingest([reports], later=True)
            assert not summary.rejected
            yield made


def test_bodies_of_one_name_are_told_apart(library: Library) -> None:
    names = {report.authority for report in library.reports() if kind_of(report) == "school"}
    assert names == {"Derby Vale School", "Elm School (Derby, NUMBER 102)", "Elm School (Leeds, NUMBER 103)"}


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("Which schools are outstanding?", ["Elm School (Derby"], ["Grange", "Derby Vale"]),
        ("Which schools in Derby are inadequate?", ["Derby Vale School"], ["Leeds"]),
        ("Which care homes are outstanding?", ["The Grange"], ["School", "Mill House"]),
        ("Which councils are outstanding?", ["Derby"], ["School", "Grange", "Leeds"]),
        ("Who is outstanding?", ["Derby"], ["School", "Grange"]),
        ("How has Derby's overall grade changed?", ["2019", "2023"], ["School", "2022", "2024"]),
        ("How has Derby Vale School's overall grade changed?", ["2022", "2024"], ["2019", "2023"]),
        ("How many schools are inadequate?", ["2"], []),
        # The translator knows no such area: the rules' reading alone counts.
        ("Which pools are weak for water quality?", ["Eastgate Baths"], ["Northgate"]),
        # No report of theirs judges "overall": what is the whole there is meant.
        ("Which rescue crews are outstanding?", ["Birch Crew"], ["Amber", "Derby"]),
        ("How was Amber Crew rated?", ["Good"], ["Inadequate"]),
        ("What was Amber Crew rated before?", ["Inadequate"], []),
        ("When was the pool inspection of Eastgate Baths?", ["7 May 2022"], []),
    ],
)
def test_a_set_or_a_history_is_over_one_kind(
    library: Library, question: str, named: list[str], not_named: list[str]
) -> None:
    answer = library.ask(question)
    assert answer.status == "answered", answer.answer
    for name in named:
        assert name in answer.answer
    for name in not_named:
        assert name not in answer.answer


def test_what_was_understood_is_said_in_the_words_for_the_kind(library: Library) -> None:
    answer = library.ask("Which care homes are outstanding?")
    assert "care homes" in str(answer.understood["as"]) and "authorit" not in str(answer.understood["as"])


def test_the_question_is_put_as_of_councils(library: Library) -> None:
    catalogue = Catalogue.of(library.reports())
    asked = asked_of("Which schools in Derby are good?", catalogue, Scope())
    assert asked.question == "Which councils are good?"
    assert asked.scope == Scope(kinds=("school",), councils=("Derby",))
    assert asked_of("Which rest homes are good?", catalogue, Scope()).scope.frameworks == ("LANTERN",)
    for as_it_stands in (
        "How well do councils work with schools?",
        "Which prisons are good?",
        "How was Elm School rated?",
    ):
        assert asked_of(as_it_stands, catalogue, Scope()).question == as_it_stands


@pytest.mark.parametrize(
    "homes",
    ["care homes or rest homes", "Lantern Office care homes", "of the Lantern Office's rest homes", "Welsh care homes"],
)
def test_what_stands_beside_the_word_for_them_narrows_it(library: Library, homes: str) -> None:
    asked = asked_of(f"How many {homes} are good?", Catalogue.of(library.reports()), Scope())
    assert asked.question in ("How many councils are good?", "How many of councils are good?")
    assert asked.scope == Scope(kinds=("home",), frameworks=("LANTERN",))


def test_what_a_report_does_not_say_of_its_days_is_said(tmp_path: Path) -> None:
    said = "HM Inspectorate of Probation\n\nAn inspection of youth justice services in Norwold\n\n"
    said += "Published: 7 May 2024\n\nIt had been rated good in 2019.\n\nOverall rating: Inadequate\n"
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.md").write_text(said, encoding="utf-8")
    with Library.create(tmp_path / "library") as made:
        made.ingest([tmp_path / "reports"], later=True)
        when = made.ask("When was Norwold inspected?")
        before = made.ask("What was Norwold rated at the earlier inspection?")
    assert when.answer.startswith("It does not state when it was inspected.")
    assert before.answer.startswith("Good")


def test_what_is_not_here_or_not_told_apart_is_said(library: Library) -> None:
    prisons, elm = library.ask("Which prisons are good?"), library.ask("How was Elm School rated?")
    assert not prisons and "no report on prisons" in prisons.answer
    assert elm.status == "ambiguous" and "Elm School (Derby" in elm.answer and "Elm School (Leeds" in elm.answer


def test_of_what_no_framework_of_theirs_judges_none_is_never_told(library: Library) -> None:
    pools = library.ask("Which pools are good overall?")
    assert not pools and "give no overall grade" in pools.answer


def test_bodies_that_nothing_tells_apart_are_no_councils(library: Library) -> None:
    academies = library.ask("Which academies are outstanding?")
    assert not academies and "on academies" in academies.answer and "Derby" not in academies.answer


def test_a_word_for_bodies_of_two_frameworks_is_asked_about() -> None:
    reports = [
        Report(
            id=name, number=number, source=name, title=name, media_type="text/plain", pages=1, authority=name,
            framework=framework,
        )
        for number, (name, framework) in enumerate(
            [("Oak Lodge", "care home inspection"), ("SC100200", "children's home inspection")]
        )
    ]  # fmt: skip
    catalogue = Catalogue.of(reports)
    either = asked_of("Which homes are good?", catalogue, Scope())
    assert "care homes and children's homes" in str(not_of_one_kind(either, catalogue))
    assert not asked_of("Which care homes are good?", catalogue, Scope()).either


def test_a_turn_goes_on_with_the_kind_before_it(library: Library) -> None:
    chat = library.chat(save=False)
    chat.ask("Which care homes are outstanding?")
    answer = chat.ask("and good?")
    assert "Mill House" in answer.answer and "Leeds" not in answer.answer.replace("Mill House", "")


def test_who_was_renamed_keeps_the_newest_name(library: Library) -> None:
    one = next(report for report in library.reports() if report.authority == "Derby Vale School")
    old = Report(
        id="x", number=99, source="x", title="x", media_type="text/plain", pages=1, authority="Old Vale School",
        framework="BEACON", identifiers={"number": "101"}, council="Derby",
    )  # fmt: skip
    assert {report.authority for report in told_apart([one, old])} == {"Derby Vale School"}


def test_two_services_of_one_provider_are_two_bodies() -> None:
    def service(number: int, name: str, **identifiers: str) -> Report:
        return Report(
            id=str(number), number=number, source="x", title="x", media_type="text/plain", pages=1, authority=name,
            framework="Care Inspectorate inspection", identifiers=identifiers,
        )  # fmt: skip

    loch = service(1, "Loch House", service="CS1", provider="SP9")
    glen = service(2, "Glen House", service="CS2", provider="SP9")
    both = told_apart([loch, glen, service(3, "Loch House", service="CS1")])
    assert [report.authority for report in both] == ["Loch House", "Glen House", "Loch House"]
