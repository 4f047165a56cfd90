"""Turns about the list or the findings just given: "how many of those?", "which are in London?", "any others?".

Knows the list that the state holds. Each rule gives a question that stands alone, or None where it does not fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.measures import measure
from qa.chat.patterns import COUNT_OF_THOSE, OF_THOSE, ONES, OTHERS, PERSON
from qa.chat.slots import region_spans
from qa.chat.wording import (
    MOST_NAMED,
    area_words,
    asked,
    in_report,
    swap_time,
)
from qa.language.phrasing import listed, title_grade
from qa.plan.vocabulary import find_grades

if TYPE_CHECKING:
    from qa.chat.resolved import ResolvedTurn

__all__ = ["counted_items", "in_region", "more_of_it", "narrowed", "others"]

_MEMBER = re.compile(
    r"\b(?:councils?|authorit(?:y|ies)|boroughs?|las|counties|cities|places|ones|services)\b", re.IGNORECASE
)
_FIRST_WORDS = re.compile(
    r"^(?:which|what|who|list|name|show(?: me)?|tell me|are there any|any)(?: of)?(?: the)?\b", re.IGNORECASE
)
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


def counted_items(resolved: ResolvedTurn) -> str | None:
    """ "how many points was that?": the items of the list that was just given."""
    turn = resolved.turn
    if resolved.state.kind != "list" or turn.named or len(resolved.names) != 1 or not _ITEMS.fullmatch(turn.text):
        return None
    source = in_report(resolved.report)
    tail = f" {source}" if source else f" {resolved.when}"
    return asked(f"How many recommendations were there for {resolved.names[0]}{tail}")


def more_of_it(resolved: ResolvedTurn) -> str | None:
    """ "what else?" after what the reports find: the last question for more."""
    state = resolved.state
    if not _WHAT_ELSE.fullmatch(resolved.turn.text) or state.kind not in ("finding", "list"):
        return None
    question = re.sub(r"^what else\b", "What", state.question, flags=re.IGNORECASE)
    if re.match(r"what\b", question, re.IGNORECASE):
        return asked(f"What else{question[4:]}")
    return asked(f"What else is there to say: {question[:1].lower()}{question[1:]}")


def narrowed(resolved: ResolvedTurn) -> str | None:
    """ "how many of those?", "which of those are in London?": the last list counted or narrowed."""
    turn, state = resolved.turn, resolved.state
    text = turn.text
    among = OF_THOSE.search(text)
    many = state.many
    if among is None and many and many == state.question and not turn.named:
        return _ones(resolved)
    if COUNT_OF_THOSE.fullmatch(text):
        return _how_many(many)
    if among is None or turn.plan.authorities:
        return None
    if state.kind == "number" and state.measures and resolved.names:
        whole = f"of the {measure(state.measures[0]).label} in {listed(resolved.names)}"
        kept = re.sub(
            r"\b(?:of|among|amongst|out of) (?:those|them|these)\b", whole, text, count=1, flags=re.IGNORECASE
        )
        return asked(f"{kept.rstrip(' ?')} {'' if turn.time else resolved.as_said or resolved.when}")
    if not many:
        return None
    plan = turn.plan
    counted = bool(re.match(r"\W*how many\b", text, re.IGNORECASE))
    base = re.sub(r"^how many\b", "Which", many, flags=re.IGNORECASE)
    base = _FIRST_WORDS.sub("How many", base, count=1) if counted else base
    if plan.regions and not (plan.grades or plan.areas or plan.measures):
        for start, end in reversed(region_spans(base, resolved.catalogue)):
            base = re.sub(r"\s*\b(?:in|across|of|within)\s*(?:the\s*)?$", "", base[:start]) + base[end:]
        return in_region(base, plan.regions)
    if turn.time and not (plan.grades or plan.areas or plan.measures or turn.words):
        return swap_time(base, turn.time)
    if not state.members or len(state.members) > MOST_NAMED:
        return None
    rest = text[among.end() :].strip()
    asks = re.match(r"(?:so |and )?(was|were|is|are|did|do|does|has|have|had)\b", text, re.IGNORECASE)
    rest = f"{asks[1].lower()} {rest}" if asks else rest
    if len(state.members) == 1 and not counted and re.match(_BE_OR_HAVE, text[among.end() :].strip(), re.IGNORECASE):
        verb, _, after = text[among.end() :].strip().partition(" ")
        return asked(f"{verb} {state.members[0]} {after} {state.said}")
    head = "How many" if counted else "Which"
    return asked(f"{head} of {listed(state.members)} {rest} {'' if turn.time else state.said}")


def _how_many(many: str) -> str | None:
    """The list's question as one for its number."""
    if re.match(r"how many\b", many, re.IGNORECASE):
        return many
    return asked(_FIRST_WORDS.sub("How many", many, count=1)) if _FIRST_WORDS.match(many) else None


def _ones(resolved: ResolvedTurn) -> str | None:
    """ "which ones were inadequate?": the list again with another grade, or those of it that have one."""
    turn, state = resolved.turn, resolved.state
    ones = ONES.match(turn.text)
    if COUNT_OF_THOSE.fullmatch(turn.text):
        return _how_many(state.many)
    if (
        ones is None
        or len(turn.plan.grades) != 1
        or set(turn.plan.topics) - {"instead"}
        or turn.plan.areas
        or turn.time
    ):
        return None
    found = find_grades(state.many)
    if not found:
        return asked(f"{state.many.rstrip(' ?')} and were {turn.plan.grades[0]}")
    return asked(state.many[: found[0].start] + turn.plan.grades[0] + state.many[found[-1].end :])


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


def others(resolved: ResolvedTurn) -> str | None:
    """ "any others?", "anywhere else?": the same of other authorities, or where else an inspector has been."""
    turn, state = resolved.turn, resolved.state
    text = turn.text
    elsewhere = re.search(
        r"\b(?:anywhere|any(?:one|body)|where|who|what|which) ?else\b|\bother (?:councils?|authorit\w+|places?|ones?|"
        r"inspections?|reports?)\b|\bany (?:others?|more)\b|\bothers\b",
        text,
        re.IGNORECASE,
    )
    person = PERSON.search(text)
    did = re.search(r"\b(?:inspect\w*|do|done|led|lead|been|visit\w*|look\w*)\b", text, re.IGNORECASE)
    if state.person and elsewhere and person and did and not turn.plan.authorities:
        return asked(f"Which other authorities did {state.person} inspect")
    if not OTHERS.fullmatch(text):
        return None
    if state.person and state.kind in ("person", "lookup"):
        return asked(f"Which other authorities did {state.person} inspect")
    if state.many and state.question == state.many:
        return asked(re.sub(r"^(which|what)\b", r"\1 other", state.many, count=1, flags=re.IGNORECASE))
    if state.grades:
        area = next((area for area in state.areas if area != "overall"), None)
        for_what = f" for {area_words(area)}" if area else ""
        return asked(f"Which other authorities were judged {title_grade(state.grades[0])}{for_what} {resolved.as_said}")
    return None
