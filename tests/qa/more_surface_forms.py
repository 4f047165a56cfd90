"""More ways in which people ask the same: reports, people, times, orders, conditions joined."""

from __future__ import annotations

from surface_forms import (
    COUNT,
    GOOD,
    IMPROVE,
    INADEQUATE,
    LATEST,
    OUTSTANDING,
    OVERALL,
    councils,
    graded,
    in_year,
    reports,
    time,
)

from qa.plan import query as q

__all__ = ["MORE_FORMS"]

MORE_FORMS: dict[str, tuple[q.Query, tuple[str, ...]]] = {
    "framework": (
        councils(q.At(q.Choice(-1, q.FrameworkIs(("SIF",))), graded(GOOD))),
        (
            "Which councils were good overall in their latest SIF report?",
            "good overall in last SIF report - who?",
            "Whose most recent SIF inspection was good overall?",
            "Which authorities' last SIF report rated them good overall?",
            "Which councils got good overall in their most recent SIF report?",
            "councils whose latest SIF says good overall",
            "Whose last SIF was good overall?",
            "Under SIF, who was good overall in their latest report?",
            "Which councils were good overall at their last SIF inspection?",
        ),
    ),
    "inspector": (
        reports(q.LedBy(("Ada Penhaligon",))),
        (
            "Which reports did Ada Penhaligon lead?",
            "inspections led by Ada Penhaligon",
            "What inspections has Ada Penhaligon led?",
            "List every inspection that had Ada Penhaligon as lead inspector.",
            "Ada Penhaligon: which reports?",
            "Show me the reports where Ada Penhaligon was the lead inspector.",
            "Which inspections was ada penhaligon in charge of?",
            "What has Ada Penhaligon inspected?",
            "Which inspections were led by Ada Penhaligon?",
            "reports by Ada Penhaligon",
            "Could I have a list of the inspections Ada Penhaligon led?",
            "A. Penhaligon's inspections",
        ),
    ),
    "the same inspector": (
        councils(q.Repeats(2)),
        (
            "Which councils were inspected twice by the same lead inspector?",
            "Which councils were led twice by the same inspector?",
            "Where did the same inspector lead two reports?",
            "Which authorities have had the same lead inspector for two inspections?",
            "same lead inspector twice - which councils?",
            "At which authorities has one and the same person led at least two inspections?",
            "Which councils had the same lead inspector twice?",
            "Has the same inspector led two inspections anywhere? Where?",
            "Where was the lead inspector the same person in two reports?",
        ),
    ),
    "missing grade": (
        reports(q.Not(q.Judged(OVERALL))),
        (
            "Which reports give no overall grade?",
            "reports without an overall grade",
            "Which reports do not have an overall judgement?",
            "List reports that lack an overall grade.",
            "Which inspections gave no overall rating?",
            "reports missing an overall grade",
            "In which reports is there no overall grade?",
            "Which reports don't give an overall grade?",
            "Which reports are without an overall judgement?",
            "no overall grade: which reports?",
            "Are there reports that give no overall grade? Which?",
        ),
    ),
    "dates": (
        reports(q.DateOf("published", time("2023-07-01", "2023-12-31"))),
        (
            "Which reports were published from July to December 2023?",
            "reports out between July and December 2023",
            "List everything published in the second half of 2023, please - the reports, I mean.",
            "What reports came out from July 2023 to December 2023?",
            "reports published Jul-Dec 2023",
            "Which reports were released between 1 July and 31 December 2023?",
            "Which reports appeared in the second half of 2023?",
            "reports dated July to December 2023",
            "What was published between July 2023 and December 2023?",
            "List reports published in H2 2023.",
        ),
    ),
    "dates of inspections": (
        reports(in_year(2022, "started"), wants=COUNT),
        (
            "How many inspections started in 2022?",
            "number of inspections that began in 2022",
            "How many inspections had their first day in 2022?",
            "Could you tell us how many inspections commenced in 2022?",
            "How many inspections began in 2022?",
            "In 2022, how many inspections started?",
            "How many of the inspections had a first day in 2022?",
        ),
    ),
    "latest reports": (
        reports(q.ALL, extreme=q.Extreme(of="date", limit=3)),
        (
            "Which are the three most recent reports?",
            "the latest three reports",
            "three newest reports please",
            "Show me the last three reports published.",
            "What are the 3 latest reports?",
            "Give me the 3 most recent reports.",
            "newest three reports",
        ),
    ),
    "ever in a framework": (
        councils(q.Has(q.And((graded(OUTSTANDING), q.FrameworkIs(("SIF",)))))),
        (
            "Which councils were outstanding overall in a SIF report?",
            "Who got outstanding overall under SIF?",
            "SIF reports outstanding overall: which councils?",
            "Which authorities have at least one SIF report that is outstanding overall?",
            "Has anybody been outstanding overall in any SIF inspection? Who?",
        ),
    ),
    "every, at least three": (
        councils(q.Has(graded(GOOD), least=3, every=True)),
        (
            "Which councils have at least three reports, all of them good overall?",
            "Who has been good overall in every one of at least three reports?",
            "Which authorities with three or more reports were good overall in every one?",
        ),
    ),
    "never below good": (
        councils(q.Not(q.Has(graded(("requires improvement", "inadequate", "adequate", "satisfactory"))))),
        (
            "Which councils were never below good overall?",
            "Which authorities have never been rated worse than good overall?",
            "never less than good overall - who?",
            "Who has never dropped below good overall?",
            "Which councils have never had an overall grade lower than good?",
        ),
    ),
    "in two years": (
        councils(
            q.And(
                (q.Has(q.And((in_year(2015, "any"), graded(GOOD)))), q.Has(q.And((in_year(2019, "any"), graded(GOOD)))))
            )
        ),
        (
            "Which councils were good overall in both 2015 and 2019?",
            "Who was good overall in 2015 and in 2019?",
            "good overall in 2015 as well as 2019: which authorities?",
        ),
    ),
    "not and but": (
        councils(q.And((q.Has(graded(INADEQUATE)), q.At(LATEST, graded(GOOD))))),
        (
            "Which councils have been inadequate overall at some point but are good overall now?",
            "Who was ever inadequate overall and is currently good overall?",
            "once inadequate overall, now good overall: who?",
            "Councils that are now good overall but have previously been inadequate overall",
        ),
    ),
    "reports since": (
        reports(q.DateOf("published", time("2020-01-01", "9999-12-31")), wants=COUNT),
        (
            "How many reports have been published since 2020?",
            "number of reports published from 2020 onwards",
            "How many reports came out in or after 2020?",
            "reports published since the start of 2020 - how many?",
        ),
    ),
    "reports before": (
        reports(q.And((q.DateOf("published", time("0001-01-01", "2016-12-31")), graded(INADEQUATE)))),
        (
            "Which reports published before 2017 were inadequate overall?",
            "inadequate overall reports published up to the end of 2016",
            "Which reports from before 2017 graded the authority inadequate overall?",
            "List all reports published no later than 2016 that were inadequate overall.",
        ),
    ),
    "area beside another": (
        councils(q.At(LATEST, q.Beside("leadership", OVERALL, "higher"))),
        (
            "Which councils have a better grade for leadership than overall?",
            "leadership rated higher than overall now: who?",
            "Whose leadership grade is above their overall grade?",
            "Where is leadership graded better than the overall effectiveness in the latest report?",
        ),
    ),
    "third and second": (
        councils(q.At(q.Choice(1), graded(GOOD))),
        (
            "Which councils were good overall in their second report?",
            "Whose second inspection came out good overall?",
            "second report good overall - which councils?",
            "Who got good overall the second time?",
        ),
    ),
    "previous": (
        councils(q.At(q.Choice(-2), graded(IMPROVE))),
        (
            "Which councils required improvement overall in their previous report?",
            "Who was requires improvement overall in the report before the latest?",
            "Whose last but one report was requires improvement overall?",
            "Which authorities were RI overall last time but one?",
        ),
    ),
    "children in care": (
        reports(q.And((graded(OUTSTANDING, "in_care"), in_year(2019)))),
        (
            "Which reports published in 2019 were outstanding for children in care?",
            "2019 reports with outstanding for looked after children",
            "reports of 2019: children in care outstanding",
            "Which reports from 2019 graded the services for children in care outstanding?",
            "In which 2019 reports did children looked after get top marks?",
        ),
    ),
    "board": (
        reports(q.And((graded(GOOD, "lscb"), q.FrameworkIs(("SIF",)))), wants=COUNT),
        (
            "How many SIF reports judged the LSCB good?",
            "In how many SIF reports was the safeguarding board good?",
            "number of SIF reports with a good LSCB",
            "How often was the Local Safeguarding Children Board good in SIF reports?",
        ),
    ),
    "ranking of inspectors": (
        reports(q.ALL, ranking=q.Ranking(by="inspector")),
        (
            "Which inspector led the most inspections?",
            "Who led the most inspections?",
            "Which lead inspector has the most reports?",
            "lead inspector with the most reports",
            "Who has been lead inspector most often?",
        ),
    ),
    "fewest by region": (
        councils(q.At(LATEST, graded(OUTSTANDING)), ranking=q.Ranking(by="region", most=False)),
        (
            "Which region has the fewest outstanding councils overall?",
            "region with fewest authorities outstanding overall now",
            "Where are the fewest councils outstanding overall, by region?",
        ),
    ),
    "share in region": (
        councils(q.At(LATEST, graded(INADEQUATE)), universe=q.InRegion(("South West",)), wants=(q.Want(kind="share"),)),
        (
            "What share of South West councils is inadequate overall?",
            "percentage of authorities in the South West inadequate overall now",
            "Of the councils in the South West, what proportion is currently inadequate overall?",
            "What fraction of the South West's authorities are inadequate overall at present?",
        ),
    ),
    "share of reports": (
        reports(
            q.And((graded(IMPROVE), q.FrameworkIs(("ILACS",)))),
            wants=(q.Want(kind="share", base=q.FrameworkIs(("ILACS",))),),
        ),
        (
            "What share of ILACS reports was requires improvement overall?",
            "What percentage of ILACS reports required improvement overall?",
            "ILACS: what proportion of reports is RI overall?",
            "Of all ILACS reports, what share was requires improvement overall?",
        ),
    ),
    "gap in months": (
        councils(q.GapBetween(None, 547)),
        (
            "Which councils had less than 18 months between two consecutive reports?",
            "gap of under 18 months between reports: who?",
        ),
    ),
    "either area": (
        councils(q.Has(q.Or((graded(INADEQUATE, "leadership"), graded(INADEQUATE, "help_and_protection"))))),
        (
            "Which councils have ever been inadequate for leadership or for help and protection?",
            "ever inadequate for either leadership or help and protection - who?",
            "Who has at some point had an inadequate grade for leadership or help and protection?",
        ),
    ),
    "moves either way": (
        councils(q.Or((q.Step(OVERALL, 2, None), q.Step(OVERALL, None, -2)))),
        (
            "Where did the overall grade change by two or more grades from one report to the next?",
            "Whose overall grade moved at least two grades either way between consecutive reports?",
            "Which councils went up or down two grades or more overall from one report to the next?",
        ),
    ),
    "next report": (
        councils(q.Then(graded(GOOD), graded(INADEQUATE), adjacent=True)),
        (
            "Which councils were good overall in one report and inadequate overall in the next?",
            "Who went straight from good overall to inadequate overall?",
            "good overall then inadequate overall in the very next report: who?",
        ),
    ),
    "not graded": (
        councils(q.At(LATEST, q.Not(q.Judged("care_leavers")))),
        (
            "Whose latest report gives no grade for care leavers?",
            "Which councils' most recent report has no care leavers judgement?",
            "no grade for care leavers in the latest report - which councils?",
        ),
    ),
    "two wants": (
        q.Query(
            over="reports",
            wants=(q.Want(kind="leader"), q.Want(kind="grades", areas=(OVERALL,))),
            choice=LATEST,
            universe=q.ByAuthority(("Kent",)),
        ),
        (
            "Who led Kent's latest inspection and what was the overall grade?",
            "Kent, latest report: lead inspector and overall grade",
            "What overall grade did Kent get in its latest report, and who was the lead inspector?",
        ),
    ),
}
