"""Turns that say only what is new: "why?", "and in Wiltshire?", "as a rate?", "and care leavers?", "what about 2018?".

Knows the last question as the state holds it. Each rule gives a question that stands alone, or None where it does not
fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.patterns import (
    ALWAYS,
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
from qa.chat.sets import grade_trend, in_region
from qa.chat.slots import region_spans
from qa.chat.wording import (
    area_words,
    asked,
    figure_question,
    grade_question,
    in_report,
    lead_question,
    possessive,
    report_words,
    swap_area,
    swap_places,
    swap_time,
    why_grade,
    without_which,
)
from qa.language.phrasing import listed
from qa.plan import plan_question
from qa.plan.vocabulary import GRADE_WORDS, find_grades

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.resolved import ResolvedTurn

__all__ = [
    "changed",
    "dated",
    "extreme",
    "fragment",
    "led_by",
    "now",
    "reasons",
    "to_improve",
]

_AUXILIARY = r"was|were|is|are|has|have|had|did|do|does|can|could|will"
_HOW_MANY = re.compile(
    rf"^(?:how many|what (?:number|share|percentage|proportion) of) (.+?) (?:(?P<aux>{_AUXILIARY}) )(.+?)\??$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^({_AUXILIARY}) (.+?)\??$", re.IGNORECASE)
_WHAT_IS = re.compile(r"^what (?:was|were|is|are) (.+?)\??$", re.IGNORECASE)
# A turn with a verb of its own stands alone when it names whom it is about: "Is Leeds good?", "How did Leeds do?".
_WHOLE = re.compile(rf"(?:{_AUXILIARY}|how (?:{_AUXILIARY}))\b", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\W*(?:for )?how (?:long|many days)(?: (?:did|was|were) (?:it|they|that|the (?:inspection|visit))"
    r"(?: last| take| there| on[ -]?site)?)?(?: for)?\W*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:figures?|numbers?|data|statistics?)\b", re.IGNORECASE)
_HOW = frozenset("how many much".split())
_NO_SLOT = frozenset("judgement compare trend".split())


def reasons(s: ResolvedTurn) -> str | None:
    """ "why?" and its like: why that grade, why so many, why it was so."""
    text = s.turn.text
    for start, end in reversed(s.turn.places):
        text = f"{text[:start]}it{text[end:]}"
    if not BARE_WHY.fullmatch(text) or not s.state.question or s.turn.plan.absent_authorities:
        return None
    question = s.state.question
    if (
        s.state.grades
        and s.names
        and (s.turn.named or s.state.kind in ("judgement", "compare", "trend", "person", "date", "aggregate"))
    ):
        when = s.when if len(s.names) == 1 else s.state.said
        return why_grade(s.names[:12], s.state.areas, s.state.grades[0], when=when)
    if s.turn.named:
        swapped = swap_places(question, s.names, s.catalogue)
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


def led_by(s: ResolvedTurn) -> str | None:
    """ "who led that one?": the lead inspector of the inspection spoken of."""
    if s.turn.named or not s.names or not LED.search(s.turn.text) or s.turn.plan.inspectors:
        return None
    plan = s.turn.plan
    if (
        set(plan.topics) - {"wrote", "signed", "ran", "responsible", "write", "did"}
        or plan.areas
        or plan.grades
        or plan.measures
    ):
        return None
    return lead_question(s.names[:6], report=s.report, when=s.when)


def to_improve(s: ResolvedTurn) -> str | None:
    """ "what did she say still needed to get better?": the report's list of what needs to improve."""
    if s.turn.named or len(s.names) != 1 or not NEEDS.search(s.turn.text):
        return None
    if s.turn.plan.areas or set(s.turn.plan.topics) - _LISTING:
        return None
    source = in_report(s.report)
    tail = f", according to {source.removeprefix('in ')}" if source else f" {s.when}"
    return asked(f"What needs to improve in {s.names[0]}{tail}")


_LISTING = frozenset(
    """needs need needed still recommendations recommendation recommend recommended improvement improvements improve
    better sort sorted fix fixed
    wrong address work tackle priority priorities action actions want wants wanted expect expected inspector ought
    anything next change""".split()
)


def changed(s: ResolvedTurn) -> str | None:
    """ "is that better or worse than before?", "have they recovered?": this report against the one before, or since."""
    text = s.turn.text
    after = RECOVERED.search(text)
    if re.match(r"(?:how|what) (?!.*\bchang)", text, re.IGNORECASE) and after:
        return None
    if ALWAYS.fullmatch(text) and len(s.names) == 1 and s.state.grades:
        return grade_trend(s)
    before = None if after else BETTER_OR_WORSE.search(text)
    if (
        not (after or before)
        or s.turn.plan.authorities
        or len(s.names) != 1
        or (s.turn.plan.topics and set(s.turn.plan.topics) - {"recovered", "recover", "things", "bounced", "matters"})
    ):
        return None
    if s.state.measures and not s.turn.plan.areas and not s.turn.plan.grades:
        one = measure(s.state.measures[0])
        times = s.state.times[-2:]
        if len(times) == 2 and not s.moment.moved and not s.turn.time:
            return asked(f"{figure_question(s.names, one.key, when=f'{times[0]} compared with {times[1]}')}")
        what = one.label if one.unit in ("%", "per 10,000") else f"number of {one.label}"
        since = s.turn.time if s.turn.time.casefold().startswith("since ") else ""
        return asked(f"How has the {what} in {s.names[0]} changed over its reports {since}")
    areas = s.turn.plan.areas or s.state.areas
    area = next((area for area in areas if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    own = sorted(
        (r for r in s.catalogue.reports if r.authority == s.names[0] and (area or "overall") in r.judgements),
        key=lambda r: str(r.dated or ""),
    )
    focus = next((r for r in own if r.number == s.state.report), None)
    if after and focus is not None and focus is not own[-1]:
        return asked(f"Was the {what} of {s.names[0]} better or worse {in_report(own[-1])} than {in_report(focus)}")
    if after:
        return grade_trend(s)
    earlier: Report | None = own[own.index(focus) - 1] if focus is not None and own.index(focus) else None
    if focus is None or earlier is None:
        return grade_trend(s)
    return asked(f"Was the {what} of {s.names[0]} better or worse {in_report(focus)} than {in_report(earlier)}")


def now(s: ResolvedTurn) -> str | None:
    """ "where is Leeds now?": its latest grade, where grades were spoken of."""
    if not NOW.search(s.turn.text) or not s.names or s.state.kind not in ("judgement", "aggregate", "compare", "trend"):
        return None
    if set(s.turn.plan.topics) - {"stand", "doing", "moment"}:
        return None
    return grade_question(s.names[:12], s.turn.plan.areas or _areas_judged(s), when="", latest=True)


def _areas_judged(s: ResolvedTurn) -> tuple[str, ...]:
    """The areas spoken of, as far as the newest graded report of somebody meant judges them still."""
    newest: dict[str, Report] = {}
    for report in sorted(s.catalogue.reports, key=lambda r: str(r.dated or "")):
        if report.authority in s.names and report.judgements:
            newest[str(report.authority)] = report
    if not newest or not s.turn.named:
        return s.state.areas
    return tuple(area for area in s.state.areas if any(area in one.judgements for one in newest.values()))


_EXTREME = re.compile(
    r"\W*(?:(?:which|what)(?: (?:one|area|of them))? (?:is|was|are|were) )?(?:the )?(?P<way>highest|best|"
    r"strongest|lowest|worst|"
    r"weakest|poorest)(?: (?:one|area|grade|rated|graded))*\W*",
    re.IGNORECASE,
)


def extreme(s: ResolvedTurn) -> str | None:
    """ "and the lowest?": the area of the one report spoken of with the best or the worst grade."""
    found = _EXTREME.fullmatch(s.turn.text)
    if found is None or len(s.names) != 1 or s.turn.named or s.state.kind not in _NO_SLOT or s.state.measures:
        return None
    return asked(f"Which area was {found['way'].lower()} in {s.names[0]} {s.when}")


def dated(s: ResolvedTurn) -> str | None:
    """ "when was that?", "when did it come out?": the days of the inspection, or its report's publication."""
    if s.turn.named or len(s.names) != 1 or s.turn.plan.inspectors:
        return None
    if IS_LATEST.fullmatch(s.turn.text):
        return asked(f"When was the latest inspection of {s.names[0]}")
    if REPORTS.fullmatch(s.turn.text):
        return asked(f"Which reports are there on {s.names[0]}")
    plan = s.turn.plan
    if _HOW_LONG.fullmatch(s.turn.text) and s.report is not None:
        return asked(f"How many days did {possessive(s.names[0])} {report_words(s.report)} take")
    if (
        not DATED.match(s.turn.text)
        or _FIGURE.search(s.turn.text)
        or set(plan.topics) - {"happen", "exactly", "happened"}
        or plan.measures
        or plan.grades
        or plan.areas
    ):
        return None
    which = f"inspection of {s.names[0]}{f' {s.when}' if not s.report else ''}"
    if s.report is not None:
        which = f"{possessive(s.names[0])} {report_words(s.report)}"
    if re.search(
        r"\b(?:publish\w*|publication|come out|came out|released?|issued|report)\b", s.turn.text, re.IGNORECASE
    ):
        return asked(f"When was the report on {which if s.report else f'the {which}'} published")
    if (
        not re.search(
            r"\b(?:inspect\w*|visit\w*|that|it|this|happen\w*|on[ -]?site|take place|took place|there|go in"
            r"|went in|begin|start|end)\b",
            s.turn.text,
            re.IGNORECASE,
        )
        and len(s.turn.text.split()) > 2
    ):
        return None
    return asked(f"When was {which if s.report else f'the {which}'}")


def fragment(s: ResolvedTurn) -> str | None:
    """A turn of slots alone: the last question with these put for its own."""
    turn, plan, state = s.turn, s.turn.plan, s.state
    if not state.question:
        return None
    if turn.named and _WHOLE.match(turn.text) and (plan.grades or state.kind not in _NO_SLOT):
        return None
    if s.rest and not (s.rest <= _HOW and s.moment.moved):
        return _worded(s)
    if not (turn.named or plan.areas or plan.grades or plan.measures or s.moment.moved):
        return None
    base = plan_question(state.question, catalogue=s.catalogue)
    added = (
        state.kind == "compare"
        and len(state.authorities) > 1
        and len(plan.authorities) == 1
        and plan.authorities[0] not in state.authorities
    )
    names = (*state.authorities, *plan.authorities) if added else s.names
    listed_again = state.question == state.many or plan.regions or (plan.grades and state.kind == "person")
    if state.many and listed_again and not plan.authorities:
        return _of_many(s)
    if plan.measures:
        return figure_question(names, plan.measures[0], when=s.when) if names else None
    if plan.areas and names and (base.kind not in ("finding", "list", "number") or (base.measures and not base.topics)):
        return grade_question(names, plan.areas, when=s.when)
    if GRADE_WORDS.search(turn.text) and names and not (plan.grades or plan.measures):
        return grade_question(names, plan.areas or (), when=s.when)
    if base.asks_why and base.grades and s.moment.moved and names:
        # Whether it was that grade then too is what there is to know first.
        return grade_question(names, base.areas, when=s.when)
    if base.kind == "person" and not base.topics and names:
        return lead_question(names, report=s.report, when=s.when)
    if base.kind == "judgement" and not base.topics and names:
        # "How's Redbridge now?" after a board that is judged no more asks for what is judged.
        judged = s.report.judgements if turn.named and s.report is not None else None
        areas = tuple(area for area in base.areas if judged is None or area in judged)
        return grade_question(names, areas, when=s.when, latest=not s.when)
    return _substituted(s, names)


def _substituted(s: ResolvedTurn, names: tuple[str, ...]) -> str | None:
    """The last question, word for word but for the slots that the turn names."""
    turn, plan, state = s.turn, s.turn.plan, s.state
    text = state.question
    if plan.areas:
        swapped = swap_area(text, plan.areas[0], s.catalogue)
        if swapped is None:
            return (
                asked(f"What does the report say about {area_words(plan.areas[0])} in {listed(names)} {s.when}")
                if names
                else None
            )
        text = swapped
    if turn.named and names:
        placed = swap_places(text, names, s.catalogue)
        if placed is None:
            return (
                grade_question(names, state.areas, when=s.as_said)
                if state.kind in (*_NO_SLOT, "aggregate")
                else asked(f"{text.rstrip(' ?')} in {listed(names)}")
            )
        text = swap_time(placed, s.as_said)
    if s.moment.moved:
        text = swap_time(without_which(text), s.when)
    return asked(text)


def _of_many(s: ResolvedTurn) -> str | None:
    """A list asked again with another time, area, grade or region."""
    plan, text = s.turn.plan, s.state.many
    if plan.regions:
        for start, end in reversed(region_spans(text, s.catalogue)):
            text = re.sub(r"\s*\b(?:in|across|of|within)\s*(?:the\s*)?$", "", text[:start]) + text[end:]
        text = in_region(text, plan.regions)
    if plan.areas:
        swapped = swap_area(text, plan.areas[0], s.catalogue)
        text = swapped or asked(f"{text.rstrip(' ?')} for {area_words(plan.areas[0])}")
    if plan.grades:
        for old, new in reversed(list(zip(find_grades(text), plan.grades, strict=False))):
            text = text[: old.start] + new + text[old.end :]
    if s.turn.time:
        text = swap_time(without_which(text), s.when)
    return asked(text)


def _worded(s: ResolvedTurn) -> str | None:
    """ "and conferences put off?", "what about supervision?": a phrase without a verb of its own."""
    text = s.turn.text.strip(" ?.!")
    if not s.turn.led or not s.names or s.turn.plan.inspectors or len(text.split()) > 8:
        return None
    if re.match(
        rf"(?:who|whom|whose|what|when|where|which|why|how|{_AUXILIARY}|should|would|show|list|give|name|compare"
        rf"|i|you)\b",
        text,
        re.IGNORECASE,
    ):
        return None
    if re.search(r"\b(?:she|he|they|it|was|were|is|are|did|does)\b", text, re.IGNORECASE):
        return None
    where = "" if s.turn.named else f" in {listed(s.names)}"
    when = "" if s.turn.time else s.when
    quantity = re.match(
        r"the\b|its\b|their\b|.*\b(?:rate|percentage|share|proportion|number|cost|budget)\b", text, re.IGNORECASE
    )
    if (
        re.match(r"how many\b", s.state.question, re.IGNORECASE)
        and s.state.kind in ("number", "compare", "trend")
        and not quantity
    ):
        noun = (
            f"{measure(s.state.measures[0]).unit} "
            if s.state.measures and re.match(r"(?:in|with|on|at|from|under|over|aged?)\b", text, re.IGNORECASE)
            else ""
        )
        return asked(f"How many {noun}{text}{where} {when}")
    if s.turn.plan.measures or (quantity and s.state.kind == "number"):
        text = re.sub(r"^(?:the|its|their)\s+", "", text, flags=re.IGNORECASE)
        return asked(f"What was the {text}{where} {when}")
    return asked(f"What does the report say about {text}{where} {when}")
