"""Turns that leave a sentence unsaid: "why?", "who led that one?", "is that better than before?", "when was that?".

Knows the last question as the state holds it. Each rule gives a question that stands alone, or None where it does not
fit. Does not know turns that are nothing but another place, time or area: that is fragments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.comparisons import grade_trend
from qa.chat.patterns import (
    ALWAYS,
    AUXILIARY,
    BARE_WHY,
    BETTER_OR_WORSE,
    DATED,
    IS_LATEST,
    LED,
    NEEDS,
    NOW,
    RECOVERED,
    REPORTS,
)
from qa.chat.state import GRADED_KINDS
from qa.chat.wording import (
    area_words,
    asked,
    figure_question,
    grade_question,
    in_report,
    lead_question,
    possessive,
    report_words,
    swap_places,
    why_grade,
)

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.resolved import ResolvedTurn

__all__ = ["changed", "dated", "extreme", "led_by", "now", "reasons", "to_improve"]

_HOW_MANY = re.compile(
    rf"^(?:how many|what (?:number|share|percentage|proportion) of) (.+?) (?:(?P<aux>{AUXILIARY}) )(.+?)\??$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^({AUXILIARY}) (.+?)\??$", re.IGNORECASE)
_WHAT_IS = re.compile(r"^what (?:was|were|is|are) (.+?)\??$", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\W*(?:for )?how (?:long|many days)(?: (?:did|was|were) (?:it|they|that|the (?:inspection|visit))"
    r"(?: last| take| there| on[ -]?site)?)?(?: for)?\W*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:figures?|numbers?|data|statistics?)\b", re.IGNORECASE)


def reasons(resolved: ResolvedTurn) -> str | None:
    """ "why?" and its like: why that grade, why so many, why it was so."""
    turn, state = resolved.turn, resolved.state
    text = turn.text
    for start, end in reversed(turn.places):
        text = f"{text[:start]}it{text[end:]}"
    if not BARE_WHY.fullmatch(text) or not state.question or turn.plan.absent_authorities:
        return None
    question = state.question
    if (
        state.grades
        and resolved.names
        and (turn.named or state.kind in ("judgement", "compare", "trend", "person", "date", "aggregate"))
    ):
        when = resolved.when if len(resolved.names) == 1 else state.said
        return why_grade(resolved.names[:12], state.areas, state.grades[0], when=when)
    if turn.named:
        swapped = swap_places(question, resolved.names, resolved.catalogue)
        return f"Why? {swapped}" if swapped else None
    many = _HOW_MANY.match(question)
    if many:
        aux = (
            "were"
            if many["aux"].casefold() in ("did", "do", "does") and re.match(r"\w+ed\b", many[3])
            else many["aux"].lower()
        )
        return asked(f"Why {aux} {many[1]} {many[3]}")
    number = re.match(r"how many (.+?)\??$", question, re.IGNORECASE)
    if number:
        return asked(f"What reasons are given for {number[1]}")
    yes_no = _YES_NO.match(question)
    if yes_no:
        return asked(f"Why {yes_no[1].lower()} {yes_no[2]}")
    what = _WHAT_IS.match(question)
    if what:
        return asked(f"What reasons are given for {what[1]}")
    if re.match(r"why\b|what reasons\b", question, re.IGNORECASE):
        return question
    return asked(f"What are the reasons: {question[:1].lower()}{question[1:]}")


def led_by(resolved: ResolvedTurn) -> str | None:
    """ "who led that one?": the lead inspector of the inspection spoken of."""
    turn = resolved.turn
    if turn.named or not resolved.names or not LED.search(turn.text) or turn.plan.inspectors:
        return None
    plan = turn.plan
    if (
        set(plan.topics) - {"wrote", "signed", "ran", "responsible", "write", "did"}
        or plan.areas
        or plan.grades
        or plan.measures
    ):
        return None
    return lead_question(resolved.names[:6], report=resolved.report, when=resolved.when)


def to_improve(resolved: ResolvedTurn) -> str | None:
    """ "what did she say still needed to get better?": the report's list of what needs to improve."""
    turn = resolved.turn
    if turn.named or len(resolved.names) != 1 or not NEEDS.search(turn.text):
        return None
    if turn.plan.areas or set(turn.plan.topics) - _LISTING:
        return None
    source = in_report(resolved.report)
    tail = f", according to {source.removeprefix('in ')}" if source else f" {resolved.when}"
    return asked(f"What needs to improve in {resolved.names[0]}{tail}")


_LISTING = frozenset(
    """needs need needed still recommendations recommendation recommend recommended improvement improvements improve
    better sort sorted fix fixed
    wrong address work tackle priority priorities action actions want wants wanted expect expected inspector ought
    anything next change""".split()
)


def changed(resolved: ResolvedTurn) -> str | None:
    """ "is that better or worse than before?", "have they recovered?": this report against the one before, or since."""
    turn, state = resolved.turn, resolved.state
    text = turn.text
    after = RECOVERED.search(text)
    if re.match(r"(?:how|what) (?!.*\bchang)", text, re.IGNORECASE) and after:
        return None
    if ALWAYS.fullmatch(text) and len(resolved.names) == 1 and state.grades:
        return grade_trend(resolved)
    before = None if after else BETTER_OR_WORSE.search(text)
    if (
        not (after or before)
        or turn.plan.authorities
        or len(resolved.names) != 1
        or (turn.plan.topics and set(turn.plan.topics) - {"recovered", "recover", "things", "bounced", "matters"})
    ):
        return None
    if state.measures and not turn.plan.areas and not turn.plan.grades:
        one = measure(state.measures[0])
        times = state.times[-2:]
        if len(times) == 2 and not resolved.moment.moved and not turn.time:
            return asked(f"{figure_question(resolved.names, one.key, when=f'{times[0]} compared with {times[1]}')}")
        what = one.label if one.unit in ("%", "per 10,000") else f"number of {one.label}"
        since = turn.time if turn.time.casefold().startswith("since ") else ""
        return asked(f"How has the {what} in {resolved.names[0]} changed over its reports {since}")
    areas = turn.plan.areas or state.areas
    area = next((area for area in areas if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    own = sorted(
        (
            r
            for r in resolved.catalogue.reports
            if r.authority == resolved.names[0] and (area or "overall") in r.judgements
        ),
        key=lambda r: str(r.dated or ""),
    )
    focus = next((r for r in own if r.number == state.report), None)
    if after and focus is not None and focus is not own[-1]:
        return asked(
            f"Was the {what} of {resolved.names[0]} better or worse {in_report(own[-1])} than {in_report(focus)}"
        )
    if after:
        return grade_trend(resolved)
    earlier: Report | None = own[own.index(focus) - 1] if focus is not None and own.index(focus) else None
    if focus is None or earlier is None:
        return grade_trend(resolved)
    return asked(f"Was the {what} of {resolved.names[0]} better or worse {in_report(focus)} than {in_report(earlier)}")


def now(resolved: ResolvedTurn) -> str | None:
    """ "where is Leeds now?": its latest grade, where grades were spoken of."""
    turn = resolved.turn
    if (
        not NOW.search(turn.text)
        or not resolved.names
        or resolved.state.kind not in ("judgement", "aggregate", "compare", "trend")
    ):
        return None
    if set(turn.plan.topics) - {"stand", "doing", "moment"}:
        return None
    return grade_question(resolved.names[:12], turn.plan.areas or _areas_judged(resolved), when="", latest=True)


def _areas_judged(resolved: ResolvedTurn) -> tuple[str, ...]:
    """The areas spoken of, as far as the newest graded report of somebody meant judges them still."""
    state = resolved.state
    newest: dict[str, Report] = {}
    for report in sorted(resolved.catalogue.reports, key=lambda r: str(r.dated or "")):
        if report.authority in resolved.names and report.judgements:
            newest[str(report.authority)] = report
    if not newest or not resolved.turn.named:
        return state.areas
    return tuple(area for area in state.areas if any(area in one.judgements for one in newest.values()))


_EXTREME = re.compile(
    r"\W*(?:(?:which|what)(?: (?:one|area|of them))? (?:is|was|are|were) )?(?:the )?(?P<way>highest|best|"
    r"strongest|lowest|worst|"
    r"weakest|poorest)(?: (?:one|area|grade|rated|graded))*\W*",
    re.IGNORECASE,
)


def extreme(resolved: ResolvedTurn) -> str | None:
    """ "and the lowest?": the area of the one report spoken of with the best or the worst grade."""
    turn, state = resolved.turn, resolved.state
    found = _EXTREME.fullmatch(turn.text)
    if found is None or len(resolved.names) != 1 or turn.named or state.kind not in GRADED_KINDS or state.measures:
        return None
    return asked(f"Which area was {found['way'].lower()} in {resolved.names[0]} {resolved.when}")


def dated(resolved: ResolvedTurn) -> str | None:
    """ "when was that?", "when did it come out?": the days of the inspection, or its report's publication."""
    turn = resolved.turn
    if turn.named or len(resolved.names) != 1 or turn.plan.inspectors:
        return None
    if IS_LATEST.fullmatch(turn.text):
        return asked(f"When was the latest inspection of {resolved.names[0]}")
    if REPORTS.fullmatch(turn.text):
        return asked(f"Which reports are there on {resolved.names[0]}")
    plan = turn.plan
    if _HOW_LONG.fullmatch(turn.text) and resolved.report is not None:
        return asked(f"How many days did {possessive(resolved.names[0])} {report_words(resolved.report)} take")
    if (
        not DATED.match(turn.text)
        or _FIGURE.search(turn.text)
        or set(plan.topics) - {"happen", "exactly", "happened"}
        or plan.measures
        or plan.grades
        or plan.areas
    ):
        return None
    which = f"inspection of {resolved.names[0]}{f' {resolved.when}' if not resolved.report else ''}"
    if resolved.report is not None:
        which = f"{possessive(resolved.names[0])} {report_words(resolved.report)}"
    if re.search(r"\b(?:publish\w*|publication|come out|came out|released?|issued|report)\b", turn.text, re.IGNORECASE):
        return asked(f"When was the report on {which if resolved.report else f'the {which}'} published")
    if (
        not re.search(
            r"\b(?:inspect\w*|visit\w*|that|it|this|happen\w*|on[ -]?site|take place|took place|there|go in"
            r"|went in|begin|start|end)\b",
            turn.text,
            re.IGNORECASE,
        )
        and len(turn.text.split()) > 2
    ):
        return None
    return asked(f"When was {which if resolved.report else f'the {which}'}")
