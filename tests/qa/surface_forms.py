"""Ways in which people ask the same: a query a family, and its forms, from a journalist's shorthand to a councillor's
courtesy, with everyday words and slips of the keyboard. Made up; nobody's question of any set is among them.
"""

from __future__ import annotations

from datetime import date

from qa.plan import query as q
from qa.question import Period

__all__ = ["FORMS"]

GOOD, OUTSTANDING = ("good",), ("outstanding",)
IMPROVE, INADEQUATE = ("requires improvement",), ("inadequate",)
OVERALL = "overall"
LATEST, COUNT = q.Choice(-1), (q.Want(kind="count"),)


def councils(where: object, **more: object) -> q.Query:
    return q.Query(over="authorities", where=where, **more)  # type: ignore[arg-type]


def reports(where: object, **more: object) -> q.Query:
    return q.Query(over="reports", where=where, **more)  # type: ignore[arg-type]


def time(start: str, end: str) -> Period:
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end), words="")


def in_year(year: int, kind: q.DateKind = "published") -> q.DateOf:
    return q.DateOf(kind, time(f"{year}-01-01", f"{year}-12-31"))


def graded(grades: tuple[str, ...], area: str = OVERALL) -> q.Graded:
    return q.Graded(area, grades)


FORMS: dict[str, tuple[q.Query, tuple[str, ...]]] = {
    "now": (
        councils(q.At(LATEST, graded(OUTSTANDING))),
        (
            "Which councils are outstanding overall?",
            "who is outstanding overall right now",
            "Could you please list the authorities that are currently rated outstanding overall?",
            "Councils with an overall grade of outstanding at present",
            "outstanding overall today - names please",
            "Which local authorities hold an outstanding judgement overall in their most recent report?",
            "wich councils are curently oustanding overall",
            "Whose latest inspection ended in outstanding overall?",
            "We would be grateful for the names of those authorities whose last report found them outstanding overall.",
            "Who's got top marks overall as things stand?",
            "Are there any outstanding councils overall at this point in time?",
            "which places have outstanding as their current overall grade",
            "Name the authorities judged outstanding overall when last inspected.",
        ),
    ),
    "now, of an area": (
        councils(q.At(LATEST, graded(INADEQUATE, "care_leavers"))),
        (
            "Which councils are inadequate for care leavers?",
            "care leavers inadequate now - who?",
            "Where is the care leavers grade inadequate at the moment?",
            "Who is failing care leavers according to their latest report?",
            "Which authorities' most recent inspection judged the experiences and progress of care leavers inadequate?",
            "Whose current grade for young people leaving care is inadequate?",
            "list councils inadequate for CL in the latest report",
            "Is there any authority that is inadequate for care leavers today? Please name them.",
            "Whose care leavers' grade is inadequate at present?",
            "inadequate on care leavers - which councils currently?",
            "Who is currently rated inadequate for people leaving care?",
        ),
    ),
    "now, not": (
        councils(q.At(LATEST, q.Not(graded(("outstanding", "good"))))),
        (
            "Which councils are neither good nor outstanding overall?",
            "Which authorities are not good or outstanding overall now?",
            "who isn't good or outstanding overall at present",
            "Councils that are anything but good or outstanding overall at the moment",
            "Whose latest report does not grade them good or outstanding overall?",
            "Which authorities were neither outstanding nor good overall in their most recent report?",
            "Who fails to be good or outstanding overall at the moment?",
        ),
    ),
    "at least, now": (
        councils(q.At(LATEST, graded(("outstanding", "good")))),
        (
            "Which councils are at least good overall?",
            "good or better overall now: who?",
            "Which authorities are good or outstanding overall?",
            "Who is currently no worse than good overall?",
            "councils good or above overall in latest report",
            "Whose most recent overall grade is either good or outstanding?",
            "Please give me all councils that are good or outstanding overall at present.",
            "Which authorities are currently rated good or higher overall?",
            "How about a list of councils whose last overall grade was good or outstanding?",
        ),
    ),
    "ever": (
        councils(q.Has(graded(INADEQUATE))),
        (
            "Which councils have ever been inadequate overall?",
            "Who has been inadequate overall at some point?",
            "ever inadequate overall - list",
            "Which authorities have at any time been judged inadequate overall?",
            "authorities with at least one inadequate overall judgement",
            "Who has ever failed overall?",
            "Which councils have had an inadequate overall grade in any of their reports?",
            "Has anyone been inadequate overall at one time or another? Who?",
            "which councls have ever been inadequate overal",
            "Has any council ever been inadequate overall?",
            "Which councils have been judged inadequate overall at least once?",
            "Have any authorities been inadequate overall at any point? Which?",
            "inadequate overall in any report at all: who?",
            "Name every authority that has been inadequate overall at some time.",
        ),
    ),
    "never": (
        councils(q.Not(q.Has(graded(OUTSTANDING)))),
        (
            "Which councils have never been outstanding overall?",
            "never outstanding overall: which authorities?",
            "Who has not once been outstanding overall?",
            "Which authorities have no outstanding overall judgement in any report?",
            "Which councils have at no point been judged outstanding overall?",
            "Who hasn't ever been outstanding overall?",
            "authorities without a single outstanding overall grade",
            "Are there councils that were never rated outstanding overall? Please name them.",
            "Name the councils that haven't been outstanding overall in any report.",
            "Which authorities have yet to be outstanding overall?",
            "Who has never had an outstanding overall?",
            "councils with no outstanding overall grade ever",
        ),
    ),
    "every": (
        councils(q.Has(graded(GOOD), every=True)),
        (
            "Which councils have been good overall in every report?",
            "Who has always been good overall?",
            "good overall every time - who?",
            "Which authorities were judged good overall in all of their reports?",
            "Which councils have been good overall throughout?",
            "authorities consistently good overall",
            "Who was good overall in each of their inspections?",
            "Which councils have got good overall on every occasion?",
            "Which councils have only ever been good overall?",
            "every report good overall: which authorities",
            "Who has had nothing but good overall?",
            "Which authorities have a good overall grade in all their inspections?",
            "Which councils were good overall each time they were inspected?",
        ),
    ),
    "at least twice": (
        councils(q.Has(graded(IMPROVE), least=2)),
        (
            "Which councils have required improvement overall at least twice?",
            "Which authorities got requires improvement overall in two or more reports?",
            "RI overall twice or more - who?",
            "Who has had requires improvement overall more than once?",
            "councils with at least two reports of requires improvement overall",
            "Which authorities have been found to require improvement overall in no fewer than two inspections?",
            "Which councils repeatedly required improvement overall?",
            "who has been RI overall on more than one occasion",
            "Who has twice or more been rated requires improvement overall?",
            "Which councils have had requires improvement overall in at least two of their reports?",
            "requires improvement overall multiple times - which authorities?",
            "Which authorities required improvement overall two or more times?",
        ),
    ),
    "first": (
        councils(q.At(q.Choice(0), graded(INADEQUATE))),
        (
            "Which councils were inadequate overall in their first report?",
            "inadequate overall first time round - which ones?",
            "Whose earliest report judged them inadequate overall?",
            "Who started out as inadequate overall in the first inspection?",
            "Which authorities' first report found them inadequate overall?",
            "councils whose oldest report says inadequate overall",
            "Which authorities were initially rated inadequate overall?",
            "Who was inadequate overall to begin with?",
            "Which councils got inadequate overall in their earliest report?",
        ),
    ),
    "then": (
        councils(q.Then(graded(INADEQUATE), graded(GOOD))),
        (
            "Which councils went from inadequate overall in one report to good overall in a later one?",
            "Who was inadequate overall and later became good overall?",
            "inadequate overall, then good overall later: which authorities?",
            "Which authorities were inadequate overall in one report and good overall in a later report?",
            "Which councils had been inadequate overall before they were good overall?",
            "Who was inadequate overall and subsequently good overall?",
            "Which authorities were judged inadequate overall and went on to be good overall?",
            "Which councils were inadequate overall but later good overall?",
            "Who climbed from inadequate overall to good overall in a later report?",
            "Which authorities have gone from inadequate to good overall at a later inspection?",
        ),
    ),
    "never again": (
        councils(q.Then(q.And((in_year(2015, "any"), graded(INADEQUATE))), graded(INADEQUATE), never=True)),
        (
            "Who was inadequate overall in 2015 but has not been since?",
            "inadequate overall in 2015 and not again since - who?",
            "Which authorities were judged inadequate overall in 2015 but never again after that?",
            "Which councils got inadequate overall in 2015 and have not been inadequate again?",
            "Who failed overall in 2015, and never since?",
            "Who was inadequate overall in 2015 and has not been inadequate overall again?",
            "inadequate overall 2015, never again: who",
            "Which councils were inadequate overall in 2015 and have never been so since?",
        ),
    ),
    "step up": (
        councils(q.Step(OVERALL, 1, None, "last")),
        (
            "Which councils improved overall between their last two reports?",
            "Whose overall grade is better in the latest report than in the one before?",
            "Which authorities' overall grade went up in the latest report compared with the previous one?",
            "overall grade up on last time - which councils?",
            "Who got a better overall grade in their latest report than in the previous one?",
            "Which authorities have a higher overall grade now than in the report before?",
            "Which councils moved up overall from the previous report to the latest?",
            "Which councils did better overall in their latest report than in the previous one?",
            "Who has improved overall since the previous report?",
        ),
    ),
    "step down by two": (
        councils(q.Step(OVERALL, None, -2)),
        (
            "Which councils fell by two or more grades overall from one report to the next?",
            "Whose overall grade dropped by at least two grades between one report and the next?",
            "overall down two grades or more between consecutive reports - who?",
            "Which authorities' overall grade has fallen at least two levels from one inspection to the next?",
            "Where did the overall grade slip by two grades or more from one report to the next?",
            "Which councils lost two or more grades overall from one report to the next?",
            "Which councils dropped two grades or more overall between two consecutive reports?",
            "Who fell at least two grades overall from one inspection to the next?",
            "overall grade: who lost at least two levels between one report and the next?",
        ),
    ),
    "the same": (
        councils(q.And((q.Step(OVERALL, 0, 0, "last"), q.Has(q.ALL, least=2)))),
        (
            "Which councils have the same overall grade in their last two reports?",
            "Whose overall grade stayed the same between the last two reports?",
            "Which authorities' overall grade did not change between their last two reports?",
            "no change overall between the last two reports - who?",
            "Where is the overall grade unchanged from the previous report to the latest?",
            "Which councils kept the same overall grade in the latest report as in the one before?",
            "Which authorities held the same overall grade across their last two inspections?",
            "Whose overall grade was the same in the last two reports?",
            "overall unchanged between last two reports: which councils?",
        ),
    ),
    "gap": (
        councils(q.GapBetween(1827, None)),
        (
            "Which councils went more than five years between two consecutive reports?",
            "Where was there a gap of more than five years between two reports?",
            "gap of over 5 years between inspections: which councils?",
            "Which authorities waited longer than five years from one report to the next?",
            "Which councils had an interval of more than 5 years between consecutive reports?",
            "Who went without a report for more than five years?",
            "Which authorities had more than five years between two of their reports?",
            "Were there councils with a gap longer than 5 years between consecutive inspections? Name them.",
            "Which councils had to wait over five years for their next report?",
        ),
    ),
    "longest gap": (
        councils(q.ALL, extreme=q.Extreme(of="gap"), wants=(q.Want(kind="list"), q.Want(kind="gap"))),
        (
            "Which council had the longest gap between two reports?",
            "longest gap between reports - who?",
            "Who waited longest between two consecutive inspections?",
            "What is the longest time between two reports, and whose is it?",
            "Which authority went the longest between inspections?",
            "Could you tell me which authority had the biggest gap between two consecutive reports?",
            "Which council waited the longest for its next inspection?",
            "What was the longest interval between two inspections and where?",
            "Whose gap between two reports is the longest?",
        ),
    ),
    "ranking": (
        councils(q.At(LATEST, graded(GOOD)), ranking=q.Ranking(by="region")),
        (
            "Which region has the most councils that are good overall?",
            "region with most councils good overall now",
            "In which region are the most authorities currently good overall?",
            "What region has the largest number of authorities rated good overall in their latest report?",
            "Which part of the country has the greatest number of councils that are good overall?",
            "Which region has the highest number of good councils overall?",
            "Where in the country are the most councils good overall - which region?",
        ),
    ),
    "ranking of years": (
        reports(q.ALL, ranking=q.Ranking(by="year")),
        (
            "In which year were the most reports published?",
            "Which year saw the most reports?",
            "year with the most reports",
            "What was the busiest year for reports?",
            "Which year has the largest number of reports?",
            "In what year did the most reports come out?",
            "Which year had the most reports?",
            "What year were most reports published in?",
            "most reports: which year?",
        ),
    ),
    "share": (
        councils(q.At(LATEST, graded(GOOD)), wants=(q.Want(kind="share"),)),
        (
            "What share of councils is good overall?",
            "What percentage of authorities are good overall now?",
            "proportion of councils currently good overall",
            "What fraction of the authorities is rated good overall in the latest report?",
            "Per cent of councils good overall at present?",
            "How large a share of the authorities is good overall at the moment?",
            "What proportion of councils have a latest overall grade of good?",
            "What's the share of councils currently good overall?",
            "What per cent of authorities have good overall in their latest report?",
            "Of all councils, what proportion is good overall now?",
        ),
    ),
    "count": (
        councils(q.At(LATEST, graded(INADEQUATE)), wants=COUNT),
        (
            "How many councils are inadequate overall?",
            "number of councils inadequate overall now",
            "How many authorities are currently judged inadequate overall?",
            "how meny councils are inadequate overall at the moment",
            "Could you tell me how many authorities are inadequate overall in their latest report?",
            "What is the total of councils that are inadequate overall at present?",
            "Total inadequate overall today?",
            "How many councils have inadequate as their current overall grade?",
            "Count the authorities that are inadequate overall at present.",
            "How many are inadequate overall at the moment?",
        ),
    ),
    "count of reports": (
        reports(q.And((graded(GOOD), q.FrameworkIs(("ILACS",)))), wants=COUNT),
        (
            "How many ILACS reports were good overall?",
            "number of ILACS reports good overall",
            "How many inspections under ILACS ended in good overall?",
            "In how many ILACS reports was the overall grade good?",
            "ILACS: how many reports came out good overall?",
            "How many ILACS reports gave a good overall grade?",
            "How many times did ILACS reports give a good overall grade?",
            "Count of ILACS reports with good overall",
            "How many of the ILACS reports are good overall?",
            "How many good overall judgements are there in ILACS reports?",
        ),
    ),
    "union": (
        reports(q.And((in_year(2018), graded(("outstanding", "inadequate"))))),
        (
            "Which reports published in 2018 were outstanding or inadequate overall?",
            "2018 reports that were either outstanding or inadequate overall",
            "List the reports of 2018 with an overall grade of inadequate or outstanding.",
            "reports from 2018, outstanding or inadequate overall",
            "Which 2018 reports came out as either inadequate or outstanding overall?",
            "Show me every report published in 2018 that was rated outstanding or inadequate overall.",
            "Which of the 2018 reports were inadequate or outstanding overall?",
            "reports published 2018 graded outstanding overall or inadequate overall",
            "outstanding or inadequate overall, published in 2018: which reports?",
        ),
    ),
    "two areas": (
        councils(q.At(LATEST, q.And((graded(GOOD), graded(OUTSTANDING, "leadership"))))),
        (
            "Which councils are good overall but outstanding for leadership?",
            "good overall, leadership outstanding: who now?",
            "Which authorities are good overall and have outstanding leadership in their latest report?",
            "Whose latest report is good overall with outstanding leadership?",
            "Who is good overall at present although leadership is outstanding?",
            "councils with outstanding leadership and a good overall grade right now",
            "Which councils have outstanding leadership but are only good overall?",
            "Which authorities are good overall while their leadership is outstanding?",
            "good overall yet outstanding leadership, latest report - which councils",
        ),
    ),
    "region": (
        councils(q.At(LATEST, graded(GOOD)), universe=q.InRegion(("London",))),
        (
            "Which London boroughs are good overall?",
            "Which councils in London are good overall now?",
            "London: who is good overall at the moment?",
            "good overall in London today",
            "Looking at London, which authorities are currently good overall?",
            "Please name the London authorities whose latest report is good overall.",
            "Who in London is good overall?",
            "good London authorities overall at present",
            "Of the councils in London, which are good overall now?",
            "Which of the London councils is currently good overall?",
        ),
    ),
}
