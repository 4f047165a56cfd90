"""Turns about several authorities: comparisons, lists narrowed or counted, others like it, neighbours.

Knows the list and the authorities that the state holds. Each rule gives a question that stands alone, or None where
it does not fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.authorities import authority
from corpus.measures import measure
from qa.chat.patterns import BETTER_OR_WORSE, COMPARE, COUNT_OF_THOSE, OF_THOSE, ONES, OTHERS, PERSON, SIMILAR, THAN
from qa.chat.slots import region_spans
from qa.chat.wording import (
    area_words,
    asked,
    figure_question,
    grade_question,
    in_report,
    swap_places,
    swap_time,
    without_which,
)
from qa.language.periods import find_periods
from qa.language.phrasing import listed, title_grade
from qa.plan.select import fit
from qa.plan.vocabulary import find_grades

if TYPE_CHECKING:
    from qa.chat.resolved import ResolvedTurn

__all__ = ["compared", "counted_items", "grade_trend", "in_region", "more_of_it", "narrowed", "others", "similar"]

_PER_HEAD = re.compile(r"\b(?:rates?|relative|proportion\w*|per|population|share|percentage)\b", re.IGNORECASE)
_LOWER = re.compile(r"\b(?:lower|lowest|fewer|fewest|less|least|smaller|smallest)\b", re.IGNORECASE)
_MEMBER = re.compile(
    r"\b(?:councils?|authorit(?:y|ies)|boroughs?|las|counties|cities|places|ones|services)\b", re.IGNORECASE
)
_FIRST_WORDS = re.compile(
    r"^(?:which|what|who|list|name|show(?: me)?|tell me|are there any|any)(?: of)?(?: the)?\b", re.IGNORECASE
)
_GRADED = ("judgement", "trend", "compare", "aggregate", "person", "date", "lookup")
_ITEMS = re.compile(
    r"\W*(?:so )?how many(?: (?:points|things|items|recommendations|areas|actions|priorities|of (?:them|"
    r"those|these))?)?"
    r"(?: for improvement)?(?: (?:(?:was|were|is|are) (?:that|those|there|they|it)|does that make|did "
    r"(?:they|it) (?:list|"
    r"make|have)))?(?: (?:in (?:all|total)|altogether))?\W*",
    re.IGNORECASE,
)
_BE_OR_HAVE = r"(?:was|were|is|are|did|do|does|has|have|had)\b"
_WHAT_ELSE = re.compile(
    r"\W*(?:(?:and )?(?:what|anything) else|(?:any(?:thing)?|is there|tell me) more|go on|more|more please)"
    r"(?: (?:did|do|does) (?:they|it|the report|inspectors|ofsted) (?:say|find|note))?\W*",
    re.IGNORECASE,
)
_RANKS = frozenset("best worst better worse harshest highest lowest which who most".split())
_MOST_NAMED = 12


def compared(s: ResolvedTurn) -> str | None:
    """ "compare them", "so who had more?": the last two spoken of, or those of the last answer, on what was asked
    about them."""
    text = s.turn.text
    than = THAN.search(text) and s.turn.plan.authorities
    if (
        not (COMPARE.search(text) or than)
        or (s.turn.named and len(s.turn.plan.authorities) != 1)
        or BETTER_OR_WORSE.search(text)
    ):
        return None
    names = _sides(s)
    if len(names) == 1 and s.turn.time and s.state.grades and s.state.report is not None:
        return _two_times(s, names[0])
    if len(names) < 2:
        ranked = set(s.turn.words) <= _RANKS and s.state.grades
        return grade_trend(s) if names and (s.bare or ranked) else None
    key = (s.turn.plan.measures or s.state.measures or ("",))[0]
    if key and not s.turn.plan.areas and not s.turn.plan.grades:
        one = measure(key)
        if _PER_HEAD.search(text):
            key = one.rate or one.share or key
        return _more_of(s, key, names)
    if s.turn.plan.areas or s.state.kind in _GRADED:
        when = s.as_said if _all_have(s, names) else ""
        return grade_question(names, s.turn.plan.areas or s.state.areas, when=when, latest=not when)
    swapped = swap_places(s.state.question, names, s.catalogue)
    return asked(f"Compare {listed(names)}: {swap_time(swapped, s.as_said)}") if swapped else None


def _all_have(s: ResolvedTurn, names: tuple[str, ...]) -> bool:
    """Whether each of `names` has a report of the time that was spoken of; a time of the turn's own always counts."""
    periods = [found.period for found in find_periods(s.as_said)]
    if s.turn.time or not periods:
        return True
    having = {r.authority for r in s.catalogue.reports if any(fit(r, period) for period in periods)}
    return set(names) <= having


def _two_times(s: ResolvedTurn, name: str) -> str | None:
    """ "compare that to 2015": the grade of the report spoken of against that of the turn's own time."""
    focus = next((report for report in s.catalogue.reports if report.number == s.state.report), None)
    area = next((area for area in (*s.turn.plan.areas, *s.state.areas) if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    return asked(f"Was the {what} of {name} better or worse {in_report(focus)} than {s.turn.time}")


def grade_trend(s: ResolvedTurn) -> str:
    """How one authority's grade went over its inspections."""
    area = next((area for area in (*s.turn.plan.areas, *s.state.areas) if area != "overall"), None)
    what = f"grade for {area_words(area)}" if area else "overall grade"
    return asked(f"How has the {what} of {s.names[0]} changed across its inspections")


def _sides(s: ResolvedTurn) -> tuple[str, ...]:
    own = s.turn.plan.authorities
    some = re.search(r"\b(first|last) (two|three)\b", s.turn.text, re.IGNORECASE)
    if some and s.state.members:
        count = 2 if some[2].casefold() == "two" else 3
        return s.state.members[:count] if some[1].casefold() == "first" else s.state.members[-count:]
    if own:
        return tuple(dict.fromkeys((*s.state.authorities, *own)))
    if len(s.state.authorities) > 1:
        return s.state.authorities[:_MOST_NAMED]
    return s.state.recent[-2:]


def _more_of(s: ResolvedTurn, key: str, names: tuple[str, ...]) -> str:
    one = measure(key)
    text = s.turn.text
    if not re.search(r"\b(?:who|which)\b", text, re.IGNORECASE):
        return figure_question(names, key, when=s.as_said)
    low = bool(_LOWER.search(text))
    if one.unit in ("%", "per 10,000"):
        per = " per 10,000" if one.unit == "per 10,000" else ""
        head = f"Which had the {'lower' if low else 'higher'} {one.label}{per}"
    else:
        head = f"Which had {'fewer' if low else 'more'} {one.label}"
    return asked(f"{head} {s.as_said}, {listed(names, last='or')}")


def counted_items(s: ResolvedTurn) -> str | None:
    """ "how many points was that?": the items of the list that was just given."""
    if s.state.kind != "list" or s.turn.named or len(s.names) != 1 or not _ITEMS.fullmatch(s.turn.text):
        return None
    source = in_report(s.report)
    tail = f" {source}" if source else f" {s.when}"
    return asked(f"How many recommendations were there for {s.names[0]}{tail}")


def more_of_it(s: ResolvedTurn) -> str | None:
    """ "what else?" after what the reports find: the last question for more."""
    if not _WHAT_ELSE.fullmatch(s.turn.text) or s.state.kind not in ("finding", "list"):
        return None
    question = re.sub(r"^what else\b", "What", s.state.question, flags=re.IGNORECASE)
    if re.match(r"what\b", question, re.IGNORECASE):
        return asked(f"What else{question[4:]}")
    return asked(f"What else is there to say: {question[:1].lower()}{question[1:]}")


def narrowed(s: ResolvedTurn) -> str | None:
    """ "how many of those?", "which of those are in London?": the last list counted or narrowed."""
    text = s.turn.text
    among = OF_THOSE.search(text)
    many = s.state.many
    if among is None and many and many == s.state.question and not s.turn.named:
        return _ones(s)
    if COUNT_OF_THOSE.fullmatch(text):
        return _how_many(many)
    if among is None or s.turn.plan.authorities:
        return None
    if s.state.kind == "number" and s.state.measures and s.names:
        whole = f"of the {measure(s.state.measures[0]).label} in {listed(s.names)}"
        kept = re.sub(
            r"\b(?:of|among|amongst|out of) (?:those|them|these)\b", whole, text, count=1, flags=re.IGNORECASE
        )
        return asked(f"{kept.rstrip(' ?')} {'' if s.turn.time else s.as_said or s.when}")
    if not many:
        return None
    plan = s.turn.plan
    counted = bool(re.match(r"\W*how many\b", text, re.IGNORECASE))
    base = re.sub(r"^how many\b", "Which", many, flags=re.IGNORECASE)
    base = _FIRST_WORDS.sub("How many", base, count=1) if counted else base
    if plan.regions and not (plan.grades or plan.areas or plan.measures):
        for start, end in reversed(region_spans(base, s.catalogue)):
            base = re.sub(r"\s*\b(?:in|across|of|within)\s*(?:the\s*)?$", "", base[:start]) + base[end:]
        return in_region(base, plan.regions)
    if s.turn.time and not (plan.grades or plan.areas or plan.measures or s.turn.words):
        return swap_time(base, s.turn.time)
    if not s.state.members or len(s.state.members) > _MOST_NAMED:
        return None
    rest = text[among.end() :].strip()
    asks = re.match(r"(?:so |and )?(was|were|is|are|did|do|does|has|have|had)\b", text, re.IGNORECASE)
    rest = f"{asks[1].lower()} {rest}" if asks else rest
    if len(s.state.members) == 1 and not counted and re.match(_BE_OR_HAVE, text[among.end() :].strip(), re.IGNORECASE):
        verb, _, after = text[among.end() :].strip().partition(" ")
        return asked(f"{verb} {s.state.members[0]} {after} {s.state.said}")
    head = "How many" if counted else "Which"
    return asked(f"{head} of {listed(s.state.members)} {rest} {'' if s.turn.time else s.state.said}")


def _how_many(many: str) -> str | None:
    """The list's question as one for its number."""
    if re.match(r"how many\b", many, re.IGNORECASE):
        return many
    return asked(_FIRST_WORDS.sub("How many", many, count=1)) if _FIRST_WORDS.match(many) else None


def _ones(s: ResolvedTurn) -> str | None:
    """ "which ones were inadequate?": the list again with another grade, or those of it that have one."""
    ones = ONES.match(s.turn.text)
    if COUNT_OF_THOSE.fullmatch(s.turn.text):
        return _how_many(s.state.many)
    if (
        ones is None
        or len(s.turn.plan.grades) != 1
        or set(s.turn.plan.topics) - {"instead"}
        or s.turn.plan.areas
        or s.turn.time
    ):
        return None
    found = find_grades(s.state.many)
    if not found:
        return asked(f"{s.state.many.rstrip(' ?')} and were {s.turn.plan.grades[0]}")
    return asked(s.state.many[: found[0].start] + s.turn.plan.grades[0] + s.state.many[found[-1].end :])


def in_region(question: str, regions: tuple[str, ...]) -> str:
    bare = ("London", "East of", "Yorkshire")
    where = f"in {listed([name if name.startswith(bare) else f'the {name}' for name in regions])}"
    member = _MEMBER.search(question)
    if member is None:
        first = re.match(
            r"(?:which|what|how many|are there any|any|list|name|show(?: me)?)(?: the"
            r"| all)*\b",
            question,
            re.IGNORECASE,
        )
        if first:
            return asked(f"{first[0]} authorities {where} {question[first.end() :]}")
        return asked(f"Of the authorities {where}, {question[:1].lower()}{question[1:]}")
    return asked(f"{question[: member.end()]} {where}{question[member.end() :]}")


def others(s: ResolvedTurn) -> str | None:
    """ "any others?", "anywhere else?": the same of other authorities, or where else an inspector has been."""
    text = s.turn.text
    elsewhere = re.search(
        r"\b(?:anywhere|any(?:one|body)|where|who|what|which) ?else\b|\bother (?:councils?|authorit\w+|places?|ones?|"
        r"inspections?|reports?)\b|\bany (?:others?|more)\b|\bothers\b",
        text,
        re.IGNORECASE,
    )
    person = PERSON.search(text)
    did = re.search(r"\b(?:inspect\w*|do|done|led|lead|been|visit\w*|look\w*)\b", text, re.IGNORECASE)
    if s.state.person and elsewhere and person and did and not s.turn.plan.authorities:
        return asked(f"Which other authorities did {s.state.person} inspect")
    if not OTHERS.fullmatch(text):
        return None
    if s.state.person and s.state.kind in ("person", "lookup"):
        return asked(f"Which other authorities did {s.state.person} inspect")
    if s.state.many and s.state.question == s.state.many:
        return asked(re.sub(r"^(which|what)\b", r"\1 other", s.state.many, count=1, flags=re.IGNORECASE))
    if s.state.grades:
        area = next((area for area in s.state.areas if area != "overall"), None)
        for_what = f" for {area_words(area)}" if area else ""
        return asked(f"Which other authorities were judged {title_grade(s.state.grades[0])}{for_what} {s.as_said}")
    return None


def similar(s: ResolvedTurn) -> str | None:
    """ "what about the neighbouring authorities?", "and the same region?": the last question asked of those."""
    match = SIMILAR.search(s.turn.text)
    if match is None or s.turn.plan.authorities or not s.names:
        return None
    known = authority(s.names[0])
    report = next((r for r in s.catalogue.reports if r.authority == s.names[0]), None)
    here = set(s.catalogue.authorities)
    region = report.region if report is not None else known.region if known is not None else None
    near = [name for name in known.neighbours if name in here] if known is not None else []
    if not match["near"] or not near:
        near = sorted(
            {
                r.authority
                for r in s.catalogue.reports
                if r.authority and r.region == region and region and r.authority != s.names[0]
            }
        )
    if not near:
        return None
    names = near[:_MOST_NAMED]
    if s.state.measures:
        return figure_question(names, s.state.measures[0], when=s.as_said)
    if s.state.kind in _GRADED:
        return grade_question(names, s.state.areas, when=s.as_said, latest=not s.as_said)
    swapped = swap_places(s.state.question, names, s.catalogue)
    return without_which(swap_time(swapped, s.as_said)) if swapped else None
