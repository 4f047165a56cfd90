"""A turn of a conversation made into a question that stands alone, by rules.

Knows the order in which the rules are tried. Does not know how the question is answered. Never raises: a turn that no
rule fits
stands as it was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qa.chat.amounts import counted, difference, unit
from qa.chat.comparisons import compared, similar
from qa.chat.ellipsis import changed, dated, extreme, led_by, now, reasons, to_improve
from qa.chat.fragments import fragment
from qa.chat.lists import counted_items, more_of_it, narrowed, others
from qa.chat.patterns import GENERAL, GOODBYE, HELLO, PAGE, THANKS, YES
from qa.chat.pronouns import about_person, in_context, owned, regraded, reported
from qa.chat.references import with_pick, with_since
from qa.chat.resolved import resolve_turn
from qa.chat.slots import read_turn
from qa.chat.wording import asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.chat.resolved import ResolvedTurn
    from qa.chat.state import State
    from qa.question import Catalogue

__all__ = ["FollowUp", "follow_up"]

LONGEST_TURN = 400  # characters; a turn longer than this leaves nothing out
# Particular forms first; the first rule that gives a question wins.
_RULES: tuple[Callable[[ResolvedTurn], str | None], ...] = (
    reasons,
    extreme,
    more_of_it,
    compared,
    counted_items,
    narrowed,
    others,
    similar,
    unit,
    difference,
    changed,
    dated,
    counted,
    led_by,
    to_improve,
    now,
    owned,
    reported,
    about_person,
    regraded,
    fragment,
    in_context,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """What a turn means: `question` stands alone; `said` is the time in the person's words, for the turns to come.

    `act` is "page" where the source of the last answer is wanted and "courtesy" where nothing is asked. `carried`
    says whether
    anything was taken over from what went before; `open` that no rule knows what the turn takes over. `read_by` is the
    chat model that wrote the question, "" where the rules did.
    """

    question: str
    said: str = ""
    act: Literal["ask", "page", "courtesy"] = "ask"
    carried: bool = False
    open: bool = False
    read_by: str = ""


def follow_up(turn: str, state: State, catalogue: Catalogue) -> FollowUp:
    """The question that `turn` asks after what `state` remembers."""
    tidy = " ".join(turn.split())
    if any(pattern.fullmatch(tidy) for pattern in (THANKS, HELLO, GOODBYE, YES)):
        return FollowUp(question=tidy, act="courtesy")
    if state.question and PAGE.fullmatch(tidy):
        return FollowUp(question=tidy, act="page")
    if len(tidy) > LONGEST_TURN or not re.search(r"\w", tidy):
        return FollowUp(question=tidy)
    picked = with_pick(tidy, state, catalogue)
    read = read_turn(picked or tidy, catalogue)
    since = None if read.fresh else with_since(picked or tidy, state, catalogue)
    if since:
        read = read_turn(since, catalogue)
    named = bool(picked or since)
    alone = FollowUp(question=asked(read.text) if read.fresh or named else tidy, said=read.time, carried=named)
    if not state.question:
        return alone
    setting = resolve_turn(read, state, catalogue)
    if read.fresh:
        # Another subject, but the council stays the one spoken of where none is named.
        question = None if GENERAL.search(read.text) or not _speaks_of_one(read.text) else in_context(setting)
        return FollowUp(question=question, said=read.time, carried=True) if question else alone
    for rule in _RULES:
        question = rule(setting)
        if question:
            return FollowUp(question=question, said=_said(setting, question), carried=True)
    return replace(alone, open=not named)


def _speaks_of_one(text: str) -> bool:
    """Whether the turn is about a time or the people of one place, so that it lacks the place alone."""
    return bool(re.search(r"\b(?:19|20)\d\d\b|\b(?:the|they|their|its|it|there)\b", text, re.IGNORECASE))


def _said(setting: ResolvedTurn, question: str) -> str:
    """The time to carry on: the turn's own or the state's, unless the question went to another authority without it."""
    said = setting.moment.said
    same = setting.names == setting.state.authorities and any(name in question for name in setting.names)
    return said if same or said in question else ""
