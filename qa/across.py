"""What is asked of many reports: a theme, report by report, quotations, and what reports want improved.

Knows how a question's reports are selected and what is looked for in each. Does not know questions about one report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import FilterError
from qa.answer import Answer, refused
from qa.plan import plan_question, select_reports
from qa.plan.scope import read_scope
from qa.prose import Stopwatch
from qa.question import checked
from qa.search.lexical import concepts
from qa.search.retrieve import lexicon_of
from qa.summaries import answer_summary, summarise
from qa.themes import answer_quotes, answer_recommended, answer_theme, figures_of, quotes, recommended, theme
from qa.unembedded import noted

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.cite import Citer
    from qa.plan.quotation import Quotation
    from qa.question import Plan, Scope, Selection
    from qa.resources import Resources
    from qa.themes import By, Each

__all__ = ["answer_by_quotes", "answer_by_theme", "figures", "find", "latest_or_named", "recommendations", "summary"]


def find(words: str, *, resources: Resources, scope: Scope, each: Each = "report") -> Answer:
    """What the reports say of a theme, report by report; raises QuestionError when there is nothing to look for."""
    watch = Stopwatch()
    with resources.store.database.snapshot(), watch.step("find"):
        plan = plan_question(checked(words), catalogue=resources.catalogue, scope=scope)
        selection = select_reports(plan, resources.catalogue.reports)
        answer = answer_by_theme(plan, selection, resources.citer(), resources, each=each)
        answer = noted(answer, selection.reports, resources)
    return replace(answer, question=words, seconds=watch.seconds())


def answer_by_theme(
    plan: Plan, selection: Selection, citer: Citer, resources: Resources, *, each: Each, words: str = ""
) -> Answer:
    """The theme of a question over the reports it selects; `words` are those of the theme, else the whole question."""
    plan = replace(plan, question=words or plan.question, placeless=words or plan.placeless)
    if not selection.reports:
        reason = selection.reason or "There is no report here that this could be about."
        status = "no_such_report" if selection.status == "answered" else selection.status
        return refused(reason, status)
    found = theme(
        plan,
        selection.reports,
        store=resources.store,
        encoder=resources.encoder,
        reader=resources.reader,
        each=each,
    )
    return answer_theme(found, plan.question, citer)


def answer_by_quotes(plan: Plan, selection: Selection, citer: Citer, resources: Resources, wanted: Quotation) -> Answer:
    """The very words of the selected reports on what is wanted; a refusal where none is sure."""
    asked = replace(plan, question=wanted.about, placeless=wanted.about)
    found = quotes(
        asked,
        selection.reports,
        speaker=wanted.speaker,
        store=resources.store,
        encoder=resources.encoder,
        reader=resources.reader,
    )
    return answer_quotes(found, wanted.about, citer, searched=selection.reports, speaker=wanted.speaker)


def figures(
    about: str, *, resources: Resources, scope: Scope, report: Report | None = None, kind: str | None = None
) -> list[dict[str, Any]]:
    """The figures of prose of one report or of those in `scope`, as rows; of the theme `about`, or ("") all."""
    with resources.store.database.snapshot():
        plan = plan_question(checked(about or "figures"), catalogue=resources.catalogue, scope=scope)
        reports = [report] if report is not None else [one for one in resources.catalogue.reports if scope.admits(one)]
        found = concepts(plan, lexicon_of(resources.store)) if about else ()
        return figures_of(reports, store=resources.store, found=found, kind=kind)


def latest_or_named(name: str, resources: Resources) -> Report:
    """The latest report of the authority that `name` names, else the report that it names; raises ReportNotFound."""
    try:
        scope = read_scope(resources.catalogue, authorities=[name])
    except FilterError:
        return resources.store.find_report(name)
    own = [report for report in resources.catalogue.reports if scope.admits(report) and report.dated]
    return max(own, key=lambda report: str(report.dated)) if own else resources.store.find_report(name)


def summary(report: Report, *, resources: Resources, problems: bool = False) -> Answer:
    """A report in short, or of `problems` what it blames most."""
    watch = Stopwatch()
    with resources.store.database.snapshot(), watch.step("find"):
        found = summarise(report, store=resources.store)
        answer = answer_summary(found, resources.citer(), problems=problems)
    return replace(answer, question=report.title, seconds=watch.seconds())


def recommendations(about: str, *, resources: Resources, scope: Scope, by: By | None = None) -> Answer:
    """What reports want improved, of the theme `about` or ("") altogether; raises QuestionError for words too many."""
    watch = Stopwatch()
    with resources.store.database.snapshot(), watch.step("find"):
        plan = plan_question(checked(about or "recommendations"), catalogue=resources.catalogue, scope=scope)
        reports = select_reports(plan, resources.catalogue.reports).reports
        some = recommended(
            reports,
            store=resources.store,
            about=about,
            found=concepts(plan, lexicon_of(resources.store)) if about else (),
            encoder=resources.encoder,
        )
        answer = answer_recommended(some, searched=len(reports), about=about, by=by, citer=resources.citer())
    return replace(answer, question=about, seconds=watch.seconds())
