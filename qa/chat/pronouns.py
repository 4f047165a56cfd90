"""Turns that are whole sentences but for a pronoun, or for the place and the time they mean.

Knows English pronouns. Does not know how turns without a verb are filled in: those are ellipsis and fragments.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.patterns import GENERAL, PERSON, SAYING, VAGUE
from qa.chat.state import GRADED_KINDS
from qa.chat.wording import area_words, asked, grade_question, possessive, report_words
from qa.language.phrasing import listed
from qa.plan.select import fit

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.resolved import ResolvedTurn

__all__ = ["about_person", "in_context", "owned", "regraded", "reported"]

_GROUPS = ("care_leavers", "in_care")  # areas that are people, so that "they" may mean them
_THEIRS = re.compile(
    r"\b(?:their|its|(?:that|the|this) (?:council|authority|borough|county|city|la|place)'s)\b", re.IGNORECASE
)
_THEY = re.compile(
    r"\b(?:they|them|(?:that|the|this) (?:council|authority|borough|la|place)(?! (?:tax|house|housing|homes?"
    r"|areas?|members?|leaders?|officers?|staff)\b))\b",
    re.IGNORECASE,
)
# People named before "they" in the same turn are those it means: "the share of the runaways ... when they came back".
_PEOPLE_FIRST = re.compile(
    r"\b(?:children|kids|people|runaways|carers|families|parents|staff|workers|boys|girls|teenagers|youngsters|babies|adopters|"
    r"leavers|inspectors|managers|leaders|pupils|mothers|fathers|siblings|seekers|(?:how many|share of the|"
    r"proportion of the|"
    r"percentage of the|% of the|number of) \w+s)\b(?=.*(?<!\bhave )(?<!\bhad )(?<!\bdo )(?<!\bdid "
    r")(?<!\bdoes )\b(?:they|them|their)\b)",
    re.IGNORECASE,
)
# What is said of children rather than of a council.
_OF_CHILDREN = re.compile(
    r"\b(?:were|are|did|do|had|have) they (?:all |mostly |mainly |also |still |usually |really )?(?:placed|"
    r"living|liv(?:e|ed)|adopted|"
    r"boys|girls|from|aged|older|younger|unaccompanied|disabled|seen|visited|stay(?:ed)?|leave|left|run|ran|go|went|move[d]?|"
    r"feel|felt|in (?:foster|residential|care|school|education|their|children)|out of|with (?:foster|family|"
    r"families|relatives)|"
    r"attend(?:ed|ing)?|safe|happy|known|subject)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere\b(?=\W*$)|\b(?:over|down|up) there\b", re.IGNORECASE)
# "it" is the authority or its services where a grade or a change is said of it.
_IT = re.compile(r"(?<=\bwas )it\b|(?<=\bis )it\b|(?<=\bdid )it\b|(?<=\bhas )it\b|(?<=\bdoes )it\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"^how many (?=(?:were|are|was|have|had|has|did|do|live[ds]?|went|go|stay\w*|get|got|left|leave|became"
    r"|become)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?:get|have|had|do|did|does|are|is|was|were|has|find|access|receive|use|know|feel|live|go|say|stay|cope"
    r"|manage|leave|need|want|like)\b",
    re.IGNORECASE,
)
_THINKING = re.compile(r"\b(?:think|thought) (?:of|about)\b|\bmake of\b", re.IGNORECASE)
_DO = re.compile(r"\b(?:do|done|cover|visit)\b(?= )", re.IGNORECASE)


def about_person(resolved: ResolvedTurn) -> str | None:
    """ "did she also do Leeds?", "what did she say about supervision?": the inspector by name, or the report that
    speaks for them."""
    turn = resolved.turn
    text = turn.text
    if not PERSON.search(text) or turn.plan.inspectors:
        return None
    who = resolved.state.person or (resolved.report.lead_inspector if resolved.report is not None else None) or ""
    if SAYING.search(text) and resolved.names and not turn.plan.authorities:
        text = PERSON.sub("the report", text, count=1)
        return _placed(resolved, _THINKING.sub("say about", text, count=1))
    if not who:
        return None
    if turn.plan.authorities:
        text = _DO.sub("inspect", text)
    own = re.search(r"\b(?:his|hers|her)\b(?= \w)", text, re.IGNORECASE)
    text = PERSON.sub(possessive(who) if own and own.start() == PERSON.search(text).start() else who, text, count=1)  # type: ignore[union-attr]
    if turn.plan.authorities or not _THEY.search(text) or not resolved.names:
        return asked(_at_time(resolved, text, ""))
    return asked(_THEY.sub(listed(resolved.names[:6]), text, count=1))


def owned(resolved: ResolvedTurn) -> str | None:
    """ "how do Westminster's get help?": the owner is named, what they own was said before."""
    turn, state = resolved.turn, resolved.state
    for start, end in turn.places:
        tail = re.match(r"(?:(?<=s)'|'s)", turn.text[end:]) or re.search(r"'s?$", turn.text[start:end])
        if tail is None:
            continue
        after = turn.text[end:].removeprefix("'s").removeprefix("'")
        group = next((area for area in state.areas if area in _GROUPS), None)
        noun = area_words(group) if group else measure(state.measures[0]).label if state.measures else ""
        if noun and (_VERB.match(after) or not after.strip(" ?.!")):
            owner = turn.text[start:end].removesuffix("'s").removesuffix("'")
            return asked(f"{turn.text[:start]}{possessive(owner)} {noun}{after}")
    return None


_REPORTING = re.compile(
    r"\b(?:did|do|have|had) (?P<who>they|inspectors|ofsted) (?:\w+ )?(?:say|said|find|found|think|thought|make of"
    r"|recommend(?:ed)?|conclude[d]?|note[d]?|criticise[d]?|praise[d]?|mention(?:ed)?|write|written|report(?:ed)?"
    r"|see|seen)\b",
    re.IGNORECASE,
)


def reported(resolved: ResolvedTurn) -> str | None:
    """ "what did they say about supervision?": who says things of an authority are its inspectors."""
    turn = resolved.turn
    said = _REPORTING.search(turn.text)
    if said is None or turn.named or not resolved.names:
        return None
    text = f"{turn.text[: said.start('who')]}inspectors{turn.text[said.end('who') :]}"
    return _placed(resolved, _THINKING.sub("say about", text, count=1))


def regraded(resolved: ResolvedTurn) -> str | None:
    """ "was it that bad in 2019?", "were kids in care affected too?": a grade, asked for in other words."""
    turn, state = resolved.turn, resolved.state
    plan = turn.plan
    received = re.search(r"\b(?:get|got|given|receive[d]?|awarded)\b", turn.text, re.IGNORECASE)
    if (
        turn.named
        or len(resolved.names) != 1
        or plan.grades
        or plan.measures
        or plan.inspectors
        or plan.asks_count
        or plan.kind in ("person", "date", "list")
    ):
        return None
    if not (state.kind in GRADED_KINDS or (received and plan.areas)) or set(turn.words) - VAGUE - {
        "who",
        "any",
        "kids",
        "children",
    }:
        return None
    if not (
        plan.areas
        or resolved.moment.moved
        or (received and state.kind in GRADED_KINDS)
        or re.search(r"\b(?:that|as|so) (?:bad|good|poor|weak|strong)\b", turn.text, re.IGNORECASE)
    ):
        return None
    return grade_question(resolved.names, plan.areas or state.areas, when=resolved.when)


def in_context(resolved: ResolvedTurn) -> str | None:
    """A whole sentence: pronouns get their names, and where it names no authority and no time it gets those spoken
    of."""
    turn = resolved.turn
    if turn.named or not resolved.names or turn.plan.inspectors:
        return None
    pronoun = (
        any(pattern.search(turn.text) for pattern in (_THEIRS, _THEY, _THERE))
        or resolved.moment.end > resolved.moment.start
    )
    if not pronoun and GENERAL.search(turn.text):
        return None
    return _placed(resolved, _with_topic(resolved, _with_noun(resolved)))


def _with_noun(resolved: ResolvedTurn) -> str:
    """ "how many were adopted?" asks for the children that were counted before."""
    turn, state = resolved.turn, resolved.state
    if not state.measures:
        return turn.text
    unit = measure(state.measures[0]).unit
    noun = unit if unit.isalpha() else "children"
    return _HOW_MANY.sub(f"How many {noun} ", turn.text, count=1)


def _with_topic(resolved: ResolvedTurn, text: str) -> str:
    """ "what does that one say about it?": it is what the last question was about."""
    about = re.search(
        r"\babout (.+?)(?=\s+(?:in|of|at|on) (?:the )?[A-Z]|,| according| in the\b|\?|$)", resolved.state.question
    )
    if about is None or resolved.turn.plan.topics:
        return text
    return re.sub(
        r"\babout (?:it|that|this|them)\b(?! (?:council|authority|inspection|report|one))",
        about[0],
        text,
        count=1,
        flags=re.IGNORECASE,
    )


def _placed(resolved: ResolvedTurn, text: str) -> str:
    """`text` with pronouns, place and time filled in."""
    turn, state = resolved.turn, resolved.state
    names = listed(resolved.names[:8])
    group = (
        next((area for area in state.areas if area in _GROUPS), None)
        if state.kind == "finding" and not turn.plan.areas
        else None
    )
    counted = _counted(resolved)
    text, moved = _with_time(resolved, text)
    before = text
    if _PEOPLE_FIRST.search(text):
        return _with_place(resolved, text, names, moved)
    if counted and _OF_CHILDREN.search(text):
        text = re.sub(r"\bthey\b", f"the {counted} in {names}", text, count=1, flags=re.IGNORECASE)
        return asked(text if moved else _at_time(resolved, text, resolved.when))
    text = _THEIRS.sub(lambda _: possessive(names), text, count=1)
    if text == before:
        they = f"{area_words(group)} in {names}" if group else names
        text = _THEY.sub(lambda _: they, text, count=1)
    if text == before:
        text = _THERE.sub(lambda _: f"in {names}", text, count=1)
    if text == before and state.kind in GRADED_KINDS and not turn.plan.topics:
        text = _IT.sub(lambda _: names, text, count=1)
    return _with_place(resolved, text, names, moved)


def _with_place(resolved: ResolvedTurn, text: str, names: str, moved: bool) -> str:
    if names.casefold() not in text.casefold():
        text = f"{text.rstrip(' ?.!')} in {names}" if not moved else _before_time(text, f"in {names}", resolved.when)
    return asked(text if moved else _at_time(resolved, text, resolved.when))


def _counted(resolved: ResolvedTurn) -> str:
    """The children that the last figure counted."""
    state = resolved.state
    if state.kind != "number" or not state.measures:
        return ""
    one = measure(state.measures[0])
    return one.label if one.unit in ("children", "care leavers") else ""


def _with_time(resolved: ResolvedTurn, text: str) -> tuple[str, bool]:
    """The text with its relative time ("three years later", "that one") put as a date, and whether it had one."""
    if (
        resolved.moment.end <= resolved.moment.start
        or text[resolved.moment.start : resolved.moment.end]
        != resolved.turn.text[resolved.moment.start : resolved.moment.end]
    ):
        return text, False
    own, after = text[resolved.moment.start : resolved.moment.end], text[resolved.moment.end :]
    subject = re.match(r"\s*\w", after) and not re.match(r"(?:in|at|of|from|by|for|during|on)\b", own, re.IGNORECASE)
    when = resolved.when.removeprefix("in ") if subject and resolved.when.startswith("in the ") else resolved.when
    return f"{text[: resolved.moment.start]} {when} {after}", True


def _before_time(text: str, where: str, when: str) -> str:
    at = text.find(when)
    return f"{text[:at].rstrip(' ,')} {where} {text[at:]}" if when and at > 0 else f"{text.rstrip(' ?.!')} {where}"


def _speaks_of(resolved: ResolvedTurn) -> Report | None:
    """The report that may tell of the turn's own time: where none is of that time, the first after it."""
    if len(resolved.names) != 1:
        return None
    own = sorted(
        (r for r in resolved.catalogue.reports if r.authority == resolved.names[0] and r.dated),
        key=lambda r: r.dated or date.min,
    )
    periods = resolved.turn.plan.periods
    if not periods or any(fit(report, period) for report in own for period in periods):
        return None
    return next((report for report in own if report.dated and report.dated > periods[0].end), None)


def _at_time(resolved: ResolvedTurn, text: str, when: str) -> str:
    """The text with the time behind it, unless it has one of its own."""
    if resolved.turn.time:
        speaking = _speaks_of(resolved)
        return f"{text.rstrip(' ?.!')}, according to the {report_words(speaking)}" if speaking is not None else text
    if not when:
        return text
    return f"{text.rstrip(' ?.!')}, {when}"
