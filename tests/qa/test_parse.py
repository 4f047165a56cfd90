"""What query a question makes, family by family; what makes none, and what is then named."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sayable_queries import CATALOGUE

from qa.facts.own_areas import grades_in
from qa.plan.account import accounted
from qa.plan.annotate import annotate
from qa.plan.notation import read_query
from qa.plan.parse import parse
from qa.plan.phrases import joined_phrases
from qa.plan.plain import normal, to_data
from qa.plan.query import (
    ALL,
    And,
    AreaCount,
    At,
    Beside,
    ByAuthority,
    Choice,
    DateKind,
    DateOf,
    Extreme,
    FrameworkIs,
    GapBetween,
    Graded,
    Has,
    InRegion,
    Judged,
    LedBy,
    Not,
    Or,
    Query,
    Ranking,
    Step,
    Then,
    Want,
)
from qa.plan.say import say
from qa.question import Period

QUIET: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}
G, O, R, I = "good", "outstanding", "requires improvement", "inadequate"  # noqa: E741


def gr(*grades: str, area: str = "overall") -> Graded:
    return Graded(area, grades)


def dates(kind: DateKind, first: str, last: str) -> DateOf:
    """A date of `kind` from `first` to `last` (years or ISO days)."""
    start = date.fromisoformat(f"{first}-01-01" if len(first) == 4 else first)
    end = date.fromisoformat(f"{last}-12-31" if len(last) == 4 else last)
    return DateOf(kind, Period(start=start, end=end, words=""))


def some(where: Any, **more: Any) -> Query:
    return Query(over="authorities", where=where, **more)


def reports(where: Any = ALL, **more: Any) -> Query:
    return Query(over="reports", where=where, **more)


def want(kind: Any, **more: Any) -> tuple[Want, ...]:
    return (Want(kind=kind, **more),)


def now(*conditions: Any) -> At:
    return At(Choice(), conditions[0] if len(conditions) == 1 else And(conditions))


def ranked(by: Literal["region", "year", "inspector", "framework"], most: bool = True, limit: int = 1) -> Ranking:
    return Ranking(by=by, most=most, limit=limit)


BELOW_GOOD = (R, I, "adequate", "satisfactory")
COUNT = want("count")
GAP = (Want(kind="list"), Want(kind="gap"))
LONDON, NORTH_EAST, SOUTH_WEST = InRegion(("London",)), InRegion(("North East",)), InRegion(("South West",))

SETS: dict[str, Query] = {
    # now, ever, never, every
    "Which councils are good these days?": some(now(gr(G))),
    "Whose first report was inadequate?": some(At(Choice(0), gr(I))),
    "Show me every authority that has been inadequate at some point": some(Has(gr(I))),
    "Which boroughs have never had an outstanding report?": some(Not(Has(gr(O)))),
    "Which councils in London have never been below good?": some(Not(Has(gr(*BELOW_GOOD))), universe=LONDON),
    "Which councils were good in every inspection?": some(Has(gr(G), every=True)),
    "Which councils were good each time since 2016?": some(
        Has(gr(G), dates("any", "2016", "9999"), every=True),
    ),
    "Are any councils in London inadequate?": some(now(gr(I)), universe=LONDON),
    # how often
    "Which authorities were inadequate at least twice?": some(Has(gr(I), least=2)),
    "Which councils were inadequate in three different reports?": some(Has(gr(I), least=3)),
    "Which councils got exactly two good reports?": some(Has(gr(G), least=2, most=2)),
    "How many councils were inadequate more than once?": some(Has(gr(I), least=2), wants=COUNT),
    "Which councils have only one report?": some(Has(ALL, least=1, most=1)),
    "Which authorities have more than two reports?": some(Has(ALL, least=3)),
    # one after another
    "Which councils were good and later inadequate?": some(Then(gr(G), gr(I))),
    "Which councils went straight from inadequate to good?": some(Then(gr(I), gr(G), adjacent=True)),
    "Which authorities were inadequate, then inadequate again?": some(Then(gr(I), gr(I))),
    "Which councils were inadequate and never so again?": some(Then(gr(I), gr(I), never=True)),
    "Which councils were inadequate and then never good?": some(Then(gr(I), gr(G), never=True)),
    "Who was inadequate in 2015 and is good now?": some(
        And((Has(And((gr(I), dates("any", "2015", "2015")))), now(gr(G))))
    ),
    # up, down, the same
    "Which councils dropped between their last two reports?": some(Step("overall", None, -1, "last")),
    "Which councils got better in their latest report?": some(Step("overall", 1, None, "last")),
    "Which councils have risen by two grades between one report and the next?": some(Step("overall", 2, 2)),
    "Which councils fell by at least two grades?": some(Step("overall", None, -2)),
    "Which authorities stayed the same throughout?": some(And((Step("overall", 0, 0, "every"), Has(ALL, least=2)))),
    # gaps
    "Which authority had the longest gap between inspections?": some(ALL, wants=GAP, extreme=Extreme(of="gap")),
    "How long was the shortest gap?": some(ALL, wants=GAP, extreme=Extreme(of="gap", most=False)),
    "Which councils had a gap of less than two years between reports?": some(GapBetween(None, 729)),
    "Which councils went more than five years without an inspection?": some(GapBetween(1827, None)),
    # ranked
    "Which region has the most outstanding councils?": some(now(gr(O)), ranking=ranked("region")),
    "Which two regions have the most inadequate authorities?": some(now(gr(I)), ranking=ranked("region", limit=2)),
    "Which region has the fewest councils that are good?": some(now(gr(G)), ranking=ranked("region", most=False)),
    "Which inspector led the fewest reports?": reports(ranking=ranked("inspector", most=False)),
    "Who led the most inspections?": reports(ranking=ranked("inspector")),
    "In which year were the most reports published?": reports(ranking=ranked("year")),
    "Which inspector led the most ILACS reports?": reports(FrameworkIs(("ILACS",)), ranking=ranked("inspector")),
    "Which is the earliest report here?": reports(extreme=Extreme(of="date", most=False)),
    "What are the three newest reports?": reports(extreme=Extreme(of="date", limit=3)),
    "Who was inspected longest ago?": reports(choice=Choice(), extreme=Extreme(of="date", most=False)),
    # shares and counts
    "What share of councils are outstanding?": some(now(gr(O)), wants=want("share")),
    "What percentage of SIF reports were inadequate?": reports(
        And((gr(I), FrameworkIs(("SIF",)))), wants=want("share", base=FrameworkIs(("SIF",)))
    ),
    "What proportion of reports by Ada Penhaligon were good?": reports(
        And((gr(G), LedBy(("Ada Penhaligon",)))), wants=want("share", base=LedBy(("Ada Penhaligon",)))
    ),
    "How many reports graded care leavers outstanding?": reports(gr(O, area="care_leavers"), wants=COUNT),
    "How many reports were published in 2022?": reports(dates("published", "2022", "2022"), wants=COUNT),
    "How many inspections took place in 2017?": reports(dates("inspected", "2017", "2017"), wants=COUNT),
    # regions
    "How many London councils are good?": some(now(gr(G)), universe=LONDON, wants=COUNT),
    "How many authorities in the South West require improvement?": some(now(gr(R)), universe=SOUTH_WEST, wants=COUNT),
    "Which reports in the North East were not inadequate?": reports(Not(gr(I)), universe=NORTH_EAST),
    # frameworks and inspectors
    "Which ILACS reports were inadequate?": reports(And((gr(I), FrameworkIs(("ILACS",))))),
    "Which reports did Bo Lindqvist lead?": reports(LedBy(("Bo Lindqvist",))),
    "Which councils did Ada Penhaligon find inadequate?": some(Has(And((gr(I), LedBy(("Ada Penhaligon",)))))),
    # a grade that is missing
    "Which reports give no overall grade?": reports(Not(Judged("overall"))),
    "Which reports give no grade for care leavers?": reports(Not(Judged("care_leavers"))),
    # dates
    "Which reports published in 2021 were good?": reports(And((gr(G), dates("published", "2021", "2021")))),
    "Which reports were published between March 2019 and May 2020?": reports(
        dates("published", "2019-03-01", "2020-05-31")
    ),
    "Which inspections that began in 2018 ended in inadequate?": reports(
        And((gr(I), dates("started", "2018", "2018")))
    ),
    "Which councils have not been inspected since 2019?": some(Not(Has(dates("inspected", "2019", "9999")))),
    "Which councils were inspected in 2016 and in 2019?": some(
        And((Has(dates("inspected", "2016", "2016")), Has(dates("inspected", "2019", "2019"))))
    ),
    "Whose latest report was published in 2021?": some(now(dates("published", "2021", "2021"))),
    # or, nor, not, but, other than, or better
    "Which councils are good or outstanding?": some(now(gr(G, O))),
    "Which councils are neither good nor outstanding?": some(now(Not(gr(G, O)))),
    "Which councils are anything other than good?": some(now(Not(gr(G)))),
    "Which councils are not good?": some(now(gr(*BELOW_GOOD))),
    "Which councils are good or better?": some(now(gr(O, G))),
    "Which councils are at best good?": some(now(gr(G, *BELOW_GOOD))),
    "Which councils are above requires improvement for leadership?": some(now(gr(O, G, area="leadership"))),
    # areas
    "Which councils are good overall but inadequate for care leavers?": some(now(gr(G), gr(I, area="care_leavers"))),
    "Which councils are outstanding for both leadership and care leavers?": some(
        now(gr(O, area="leadership"), gr(O, area="care_leavers"))
    ),
    "Which councils are outstanding for leadership or care leavers?": some(
        now(Or((gr(O, area="leadership"), gr(O, area="care_leavers"))))
    ),
    "Which councils have a worse grade for leadership than for care leavers?": some(
        now(Beside("leadership", "care_leavers", "lower"))
    ),
    # misspelt, in capitals, without a mark
    "WHICH COUNCILS ARE INADAQUATE NOW": some(now(gr(I))),
    # areas counted, one beside another, and what was always so
    "Which councils have only ever been good?": some(Has(gr(G), every=True)),
    "Which councils have at least two inadequate areas?": some(now(AreaCount((I,), least=2))),
    "Which authorities got a better grade for leadership than overall?": some(
        Has(Beside("leadership", "overall", "higher"))
    ),
}

KENT, SLOUGH = ByAuthority(("Kent",)), ByAuthority(("Slough",))
OVERALL = want("grades", areas=("overall",))

NAMED: dict[str, Query] = {
    # grades
    "What was Dunmere's overall grade?": reports(
        choice=Choice(-1, Judged("overall")), universe=ByAuthority(("Dunmere",)), wants=OVERALL
    ),
    "How did Kent do for care leavers in 2019?": reports(
        universe=And((KENT, dates("any", "2019", "2019"))), wants=want("grades", areas=("care_leavers",))
    ),
    "What grades did Kent get at its previous inspection?": reports(choice=Choice(-2), universe=KENT, wants=OVERALL),
    "Did Slough get a grade for adoption?": reports(
        choice=Choice(), universe=SLOUGH, wants=want("judged", areas=("adoption",))
    ),
    # yes or no, how often
    "Has Kent ever been outstanding?": reports(gr(O), universe=KENT, wants=want("exists")),
    "How often was Alderton inadequate?": reports(gr(I), universe=ByAuthority(("Alderton",)), wants=want("times")),
    # areas with a grade, above or below the whole
    "Which areas were inadequate in Kent's latest report?": reports(
        choice=Choice(), universe=KENT, wants=want("areas", grades=(I,), areas=("apart",))
    ),
    "What was graded lower than overall in Slough?": reports(
        choice=Choice(), universe=SLOUGH, wants=want("areas", grades=("lower than overall",), areas=("apart",))
    ),
    "Which areas of Kent's 2018 report were above the overall grade?": reports(
        universe=And((KENT, dates("any", "2018", "2018"))),
        wants=want("areas", grades=("higher than overall",), areas=("apart",)),
    ),
    # people and dates
    "Who led Slough's 2016 inspection?": reports(
        universe=And((SLOUGH, dates("any", "2016", "2016"))), wants=want("leader")
    ),
    "When was Corveley last inspected?": reports(
        choice=Choice(), universe=ByAuthority(("Corveley",)), wants=want("dates")
    ),
    "When was Kent's 2019 report published?": reports(
        universe=And((KENT, dates("published", "2019", "2019"))), wants=want("dates")
    ),
    "Who led the last two inspections of Slough?": reports(universe=SLOUGH, wants=want("leader", last=2)),
    # several things at once
    "What did Kent get in its first report, and who led it?": reports(
        choice=Choice(0), universe=KENT, wants=(*want("leader"), *OVERALL)
    ),
    # history
    "Show the history of Dunmere's overall grade": reports(
        universe=ByAuthority(("Dunmere",)), wants=want("history", areas=("overall",))
    ),
    "How has Brackwell's grade changed over time?": reports(
        universe=ByAuthority(("Brackwell",)), wants=want("history", areas=("overall",))
    ),
    "Did Slough get better or worse at its latest inspection?": reports(
        universe=SLOUGH, wants=want("history", areas=("overall",), last=2)
    ),
    # two of them, each with a time of its own
    "Compare Kent and Slough": reports(
        choice=Choice(-1, Judged("overall")), universe=ByAuthority(("Kent", "Slough")), wants=OVERALL
    ),
    "Which is rated higher for leadership, Kent or Slough?": reports(
        choice=Choice(-1, Judged("leadership")),
        universe=ByAuthority(("Kent", "Slough")),
        wants=want("grades", areas=("leadership",)),
    ),
    "Compare Kent's 2019 report with Slough's 2021 report": reports(
        universe=Or((And((KENT, dates("any", "2019", "2019"))), And((SLOUGH, dates("any", "2021", "2021"))))),
        wants=OVERALL,
    ),
    "What were the last three grades of Kent?": reports(
        universe=KENT, wants=want("history", areas=("overall",), last=3)
    ),
}

# More than can be said as a query: refused, not answered with half of it.
REFUSED = (
    "Which authorities started out inadequate and are outstanding today?",
    "Which councils were good in 2016 but not in 2019?",
    "Which councils have been inspected under both the SIF and ILACS?",
    "Which councils have been inspected only under the SIF?",
    "Which councils are either inadequate or in London?",
    "Which councils besides Kent are good?",
    "Which council is good without being led by Ada Penhaligon?",
    "Which councils moved from good to outstanding between their last two reports?",
    "Which authorities got a worse overall grade at their most recent inspection?",
)


def compared(query: Query | None) -> Any:
    """The query as data in its normal form, a time by its days alone."""
    return None if query is None else to_data(normal(query))


@pytest.mark.parametrize("question", SETS)
def test_a_question_about_a_set(question: str) -> None:
    read = parse(question, CATALOGUE)
    assert compared(read.query) == compared(SETS[question])
    assert (read.left, read.topics) == ((), ())


MOST_REPORTS: dict[str, tuple[Any, Any]] = {
    "Who was inspected most often since 2015?": (ALL, dates("inspected", "2015-01-01", "9999-12-31")),
    "Which council has had the fewest SIF inspections?": (ALL, FrameworkIs(("SIF",))),
    "Who has the most inadequate reports?": (ALL, gr("inadequate")),
    "Which council that is inadequate has had the most inspections?": (Has(gr("inadequate")), ALL),
}


@pytest.mark.parametrize("question", MOST_REPORTS)
def test_what_is_said_of_the_most_reports_is_what_is_counted(question: str) -> None:
    read = parse(question, CATALOGUE).query
    where, universe = MOST_REPORTS[question]
    most = "fewest" not in question
    assert read is not None
    expected = Query(over="authorities", where=where, universe=universe, extreme=Extreme(of="reports", most=most))
    assert compared(read) == compared(expected)
    again = parse(say(read), CATALOGUE)
    assert compared(again.query) == compared(read)


@pytest.mark.parametrize("question", NAMED)
def test_a_question_that_names_its_authorities(question: str) -> None:
    read = parse(question, CATALOGUE)
    assert compared(read.query) == compared(NAMED[question])
    assert not read.about_a_set


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_query_can_say_is_refused(question: str) -> None:
    assert parse(question, CATALOGUE).query is None


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Which councils are good except in 2019?", "except"),
        ("Which reports were good, bar those by Bo Lindqvist?", "bar"),
        ("Which councils had twice as many reports as Kent?", "twice"),
        ("Is Kent's 2018 grade for leadership better than Slough's of 2021?", "better than"),
        ("Which authorities in London other than those rated good are there?", "other than"),
        ("Which councils are good in Corby and why?", "why"),
    ],
)
def test_an_operator_without_a_place_gives_no_query_and_is_named(question: str, left: str) -> None:
    read = parse(question, CATALOGUE)
    assert read.query is None
    assert left in read.left


@pytest.mark.parametrize("word", ["otters", "bad", "ombudsman"])
def test_a_word_that_no_concept_knows_is_a_topic(word: str) -> None:
    read = parse(f"Which councils are good for {word}?", CATALOGUE)
    assert word in read.topics


@pytest.mark.parametrize(
    "question",
    [
        "Which reports were good overall and inadequate overall?",
        "Which reports graded leadership outstanding and leadership good?",
    ],
)
def test_one_report_has_not_two_grades(question: str) -> None:
    assert parse(question, CATALOGUE).query is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Which councils are good?", True),
        ("How many reports were published in 2022?", True),
        ("Who was inadequate in 2015?", True),
        ("Was Kent good?", False),
        ("Which councils are like Kent?", False),
        ("Why do children wait?", False),
    ],
)
def test_whether_a_set_is_asked_for(question: str, asks: bool) -> None:
    assert parse(question, CATALOGUE).about_a_set == asks


def test_what_the_asker_says_of_himself_changes_nothing() -> None:
    plain = parse("Which councils are good?", CATALOGUE).query
    for before in ("I am a councillor. ", "Hello, quick question: ", "I'm writing a story for our readers. "):
        assert parse(f"{before}Which councils are good?", CATALOGUE).query == plain, before


def test_a_sentence_before_that_is_leant_on_is_kept() -> None:
    read = parse("I looked at reports on London councils. Which of them are good?", CATALOGUE)
    assert read.query is None or "London" in str(read.query)


PIECES = (
    "Which councils",
    "How many reports",
    "Who",
    "Kent",
    "Slough",
    "in London",
    "in the North East",
    "are",
    "were",
    "have been",
    "good",
    "outstanding",
    "inadequate",
    "requires improvement",
    "for leadership",
    "for care leavers",
    "overall",
    "in 2016",
    "since 2019",
    "and",
    "or",
    "but",
    "not",
    "never",
    "only",
    "at least twice",
    "other than",
    "neither",
    "nor",
    "again",
    "then",
    "later",
    "in its latest report",
    "in every report",
    "between their last two reports",
    "ILACS",
    "SIF",
    "led by Ada Penhaligon",
    "better than",
    "improved",
    "fell",
    "without a grade",
    "the most",
    "which region",
    "compared with",
    ",",
    "?",
)
glued = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map(" ".join)


@settings(**QUIET)
@given(glued)
def test_what_a_question_names_stands_in_its_query(question: str) -> None:
    """Each grade, area, time, place, framework and person, whatever they are glued together with."""
    read = parse(question, CATALOGUE)
    query = read.query
    if query is None or read.topics:  # with a word that no concept knows it is not answered by the query
        return
    tokens = joined_phrases([one for one in annotate(question, CATALOGUE).tokens if not _idle(one.keys)])
    assert accounted(query, tokens)
    held = str(query).casefold()
    for name in ("Kent", "Slough", "London", "North East", "ILACS", "SIF", "Ada Penhaligon", "leadership"):
        if name.casefold() in question.casefold():
            assert name.casefold() in held, name
    for year in ("2016", "2019"):
        if year in question:
            assert year in held


def _idle(keys: frozenset[str]) -> bool:
    return all(key.startswith(("filler.", "talk.")) for key in keys)


@settings(**QUIET)
@given(glued)
def test_with_something_left_there_is_no_query(question: str) -> None:
    read = parse(question, CATALOGUE)
    assert read.query is None or not read.left
    assert all(word in question for word in read.left)


@settings(**QUIET)
@given(st.one_of(glued, st.text(max_size=100)))
def test_any_text_can_be_parsed(question: str) -> None:
    parse(question, CATALOGUE)
    assert parse(question, CATALOGUE) == parse(question, CATALOGUE)


def test_how_an_area_stands_to_another_is_no_grade_of_a_scale() -> None:
    query = read_query("(query reports :wants [(want areas :areas apart :grades lower_than_overall)] :choice latest)")
    assert not grades_in(query)
    assert grades_in(read_query("(query reports :where (graded safe good|well_below))")) == {"good", "well below"}
