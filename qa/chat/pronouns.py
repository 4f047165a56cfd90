"""Turns that are whole sentences but for a pronoun, or for the place and the time they mean.

Knows English pronouns. Does not know how turns without a verb are filled in: that is ellipsis.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.patterns import GENERAL, PERSON, SAYING, VAGUE
from qa.chat.wording import area_words, asked, grade_question, possessive, report_words
from qa.language.phrasing import listed
from qa.plan.select import fit

if TYPE_CHECKING:
    from corpus.model import Report
    from qa.chat.resolved import ResolvedTurn

__all__ = ["about_person", "in_context", "owned", "regraded", "reported"]

_GROUPS = ("care_leavers", "in_care")  # areas that are people, so that "they" may mean them
_GRADED = ("judgement", "compare", "trend")
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


def about_person(s: ResolvedTurn) -> str | None:
    """ "did she also do Leeds?", "what did she say about supervision?": the inspector by name, or the report that
    speaks for them."""
    text = s.turn.text
    if not PERSON.search(text) or s.turn.plan.inspectors:
        return None
    who = s.state.person or (s.report.lead_inspector if s.report is not None else None) or ""
    if SAYING.search(text) and s.names and not s.turn.plan.authorities:
        text = PERSON.sub("the report", text, count=1)
        return _placed(s, _THINKING.sub("say about", text, count=1))
    if not who:
        return None
    if s.turn.plan.authorities:
        text = _DO.sub("inspect", text)
    own = re.search(r"\b(?:his|hers|her)\b(?= \w)", text, re.IGNORECASE)
    text = PERSON.sub(possessive(who) if own and own.start() == PERSON.search(text).start() else who, text, count=1)  # type: ignore[union-attr]
    if s.turn.plan.authorities or not _THEY.search(text) or not s.names:
        return asked(_at_time(s, text, ""))
    return asked(_THEY.sub(listed(s.names[:6]), text, count=1))


def owned(s: ResolvedTurn) -> str | None:
    """ "how do Westminster's get help?": the owner is named, what they own was said before."""
    for start, end in s.turn.places:
        tail = re.match(r"(?:(?<=s)'|'s)", s.turn.text[end:]) or re.search(r"'s?$", s.turn.text[start:end])
        if tail is None:
            continue
        after = s.turn.text[end:].removeprefix("'s").removeprefix("'")
        group = next((area for area in s.state.areas if area in _GROUPS), None)
        noun = area_words(group) if group else measure(s.state.measures[0]).label if s.state.measures else ""
        if noun and (_VERB.match(after) or not after.strip(" ?.!")):
            owner = s.turn.text[start:end].removesuffix("'s").removesuffix("'")
            return asked(f"{s.turn.text[:start]}{possessive(owner)} {noun}{after}")
    return None


_REPORTING = re.compile(
    r"\b(?:did|do|have|had) (?P<who>they|inspectors|ofsted) (?:\w+ )?(?:say|said|find|found|think|thought|make of"
    r"|recommend(?:ed)?|conclude[d]?|note[d]?|criticise[d]?|praise[d]?|mention(?:ed)?|write|written|report(?:ed)?"
    r"|see|seen)\b",
    re.IGNORECASE,
)


def reported(s: ResolvedTurn) -> str | None:
    """ "what did they say about supervision?": who says things of an authority are its inspectors."""
    said = _REPORTING.search(s.turn.text)
    if said is None or s.turn.named or not s.names:
        return None
    text = f"{s.turn.text[: said.start('who')]}inspectors{s.turn.text[said.end('who') :]}"
    return _placed(s, _THINKING.sub("say about", text, count=1))


def regraded(s: ResolvedTurn) -> str | None:
    """ "was it that bad in 2019?", "were kids in care affected too?": a grade, asked for in other words."""
    plan = s.turn.plan
    received = re.search(r"\b(?:get|got|given|receive[d]?|awarded)\b", s.turn.text, re.IGNORECASE)
    if (
        s.turn.named
        or len(s.names) != 1
        or plan.grades
        or plan.measures
        or plan.inspectors
        or plan.asks_count
        or plan.kind in ("person", "date", "list")
    ):
        return None
    if not (s.state.kind in _GRADED or (received and plan.areas)) or set(s.turn.words) - VAGUE - {
        "who",
        "any",
        "kids",
        "children",
    }:
        return None
    if not (
        plan.areas
        or s.moment.moved
        or (received and s.state.kind in _GRADED)
        or re.search(r"\b(?:that|as|so) (?:bad|good|poor|weak|strong)\b", s.turn.text, re.IGNORECASE)
    ):
        return None
    return grade_question(s.names, plan.areas or s.state.areas, when=s.when)


def in_context(s: ResolvedTurn) -> str | None:
    """A whole sentence: pronouns get their names, and where it names no authority and no time it gets those spoken
    of."""
    turn = s.turn
    if turn.named or not s.names or turn.plan.inspectors:
        return None
    pronoun = any(pattern.search(turn.text) for pattern in (_THEIRS, _THEY, _THERE)) or s.moment.end > s.moment.start
    if not pronoun and GENERAL.search(turn.text):
        return None
    return _placed(s, _with_topic(s, _with_noun(s)))


def _with_noun(s: ResolvedTurn) -> str:
    """ "how many were adopted?" asks for the children that were counted before."""
    if not s.state.measures:
        return s.turn.text
    unit = measure(s.state.measures[0]).unit
    noun = unit if unit.isalpha() else "children"
    return _HOW_MANY.sub(f"How many {noun} ", s.turn.text, count=1)


def _with_topic(s: ResolvedTurn, text: str) -> str:
    """ "what does that one say about it?": it is what the last question was about."""
    about = re.search(
        r"\babout (.+?)(?=\s+(?:in|of|at|on) (?:the )?[A-Z]|,| according| in the\b|\?|$)", s.state.question
    )
    if about is None or s.turn.plan.topics:
        return text
    return re.sub(
        r"\babout (?:it|that|this|them)\b(?! (?:council|authority|inspection|report|one))",
        about[0],
        text,
        count=1,
        flags=re.IGNORECASE,
    )


def _placed(s: ResolvedTurn, text: str) -> str:
    """`text` with pronouns, place and time filled in."""
    names = listed(s.names[:8])
    group = (
        next((area for area in s.state.areas if area in _GROUPS), None)
        if s.state.kind == "finding" and not s.turn.plan.areas
        else None
    )
    counted = _counted(s)
    text, moved = _with_time(s, text)
    before = text
    if _PEOPLE_FIRST.search(text):
        return _with_place(s, text, names, moved)
    if counted and _OF_CHILDREN.search(text):
        text = re.sub(r"\bthey\b", f"the {counted} in {names}", text, count=1, flags=re.IGNORECASE)
        return asked(text if moved else _at_time(s, text, s.when))
    text = _THEIRS.sub(lambda _: possessive(names), text, count=1)
    if text == before:
        they = f"{area_words(group)} in {names}" if group else names
        text = _THEY.sub(lambda _: they, text, count=1)
    if text == before:
        text = _THERE.sub(lambda _: f"in {names}", text, count=1)
    if text == before and s.state.kind in _GRADED and not s.turn.plan.topics:
        text = _IT.sub(lambda _: names, text, count=1)
    return _with_place(s, text, names, moved)


def _with_place(s: ResolvedTurn, text: str, names: str, moved: bool) -> str:
    if names.casefold() not in text.casefold():
        text = f"{text.rstrip(' ?.!')} in {names}" if not moved else _before_time(text, f"in {names}", s.when)
    return asked(text if moved else _at_time(s, text, s.when))


def _counted(s: ResolvedTurn) -> str:
    """The children that the last figure counted."""
    if s.state.kind != "number" or not s.state.measures:
        return ""
    one = measure(s.state.measures[0])
    return one.label if one.unit in ("children", "care leavers") else ""


def _with_time(s: ResolvedTurn, text: str) -> tuple[str, bool]:
    """The text with its relative time ("three years later", "that one") put as a date, and whether it had one."""
    if (
        s.moment.end <= s.moment.start
        or text[s.moment.start : s.moment.end] != s.turn.text[s.moment.start : s.moment.end]
    ):
        return text, False
    own, after = text[s.moment.start : s.moment.end], text[s.moment.end :]
    subject = re.match(r"\s*\w", after) and not re.match(r"(?:in|at|of|from|by|for|during|on)\b", own, re.IGNORECASE)
    when = s.when.removeprefix("in ") if subject and s.when.startswith("in the ") else s.when
    return f"{text[: s.moment.start]} {when} {after}", True


def _before_time(text: str, where: str, when: str) -> str:
    at = text.find(when)
    return f"{text[:at].rstrip(' ,')} {where} {text[at:]}" if when and at > 0 else f"{text.rstrip(' ?.!')} {where}"


def _speaks_of(s: ResolvedTurn) -> Report | None:
    """The report that may tell of the turn's own time: where none is of that time, the first after it."""
    if len(s.names) != 1:
        return None
    own = sorted(
        (r for r in s.catalogue.reports if r.authority == s.names[0] and r.dated), key=lambda r: r.dated or date.min
    )
    periods = s.turn.plan.periods
    if not periods or any(fit(report, period) for report in own for period in periods):
        return None
    return next((report for report in own if report.dated and report.dated > periods[0].end), None)


def _at_time(s: ResolvedTurn, text: str, when: str) -> str:
    """The text with the time behind it, unless it has one of its own."""
    if s.turn.time:
        speaking = _speaks_of(s)
        return f"{text.rstrip(' ?.!')}, according to the {report_words(speaking)}" if speaking is not None else text
    if not when:
        return text
    return f"{text.rstrip(' ?.!')}, {when}"
