"""What is asked of a named authority's reports: a grade, a day, the person, how often, a history.

Knows question words and the nouns and verbs beside them. Does not know which report is meant.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qa.language.small_words import ASKING
from qa.plan import query as q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.token import Token

__all__ = ["wants_of_named"]


def wants_of_named(tokens: Sequence[Token], areas: tuple[str, ...], graded: bool, text: str) -> tuple[q.Want, ...]:
    """What is asked of a named authority's reports, in the order of the kinds; empty where nothing recorded is."""
    wants: list[q.Want] = []
    asks = any(token.has("want") for token in tokens)
    if _asks_lead(tokens):
        wants.append(q.Want(kind="leader"))
    if any(token.has("want.how_often") for token in tokens) or (
        graded and any(token.has("want.how_many") for token in tokens)
    ):
        wants.append(q.Want(kind="times", areas=areas))
    elif any(token.has("want.history") for token in tokens):
        wants.append(q.Want(kind="history", areas=areas or ("overall",)))
    elif any(_asks_when(tokens, at) for at in range(len(tokens))):
        wants.append(q.Want(kind="dates"))
    first = text.split(maxsplit=1)[0].casefold().strip("'") if text.split() else ""
    if graded and first in ASKING and not wants:
        wants.append(q.Want(kind="exists", areas=areas))
    if first in ASKING and not wants and any(t.has("set.inspectors") for t in tokens):
        return (q.Want(kind="exists"),)  # "did she lead it too?"
    alike = any(token.has("step.same", "want.better") for token in tokens)
    given = any(token.has("noun.grade") for token in tokens) and not alike
    if not graded and areas and first in ASKING and not wants and given:
        return (q.Want(kind="judged", areas=areas),)
    if not graded and not any(want.kind == "history" for want in wants):
        wants += _grades(tokens, areas, bool(wants))
    if not wants and graded and areas and asks:
        wants.append(q.Want(kind="grades", areas=areas))  # "what did it get for adoption the year it failed?"
    if not wants and graded:
        wants.append(q.Want(kind="list" if asks else "exists"))
    return tuple(wants)


def _asks_lead(tokens: Sequence[Token]) -> bool:
    """'Who led it?', 'the lead inspector': not where an inspector is named, nor of inspectors in general."""
    if any(token.has("set.inspectors") for token in tokens):
        return False
    who = any(token.has("pron.who") and token.text.lower() != "whose" for token in tokens)
    for token, after in pairwise(tokens):
        if token.has("pron.who") and after.text.lower() in ("did", "does", "do") and _no_other_verb(tokens):
            return True
    lead = any(
        t.has("noun.inspector")
        and (not t.text.lower().removesuffix("'s").endswith("s") or t.text.lower().startswith("lead inspector"))
        for t in tokens
    )
    return lead or (who and any(t.has("verb.led", "verb.inspected") for t in tokens))


def _asks_when(tokens: Sequence[Token], at: int) -> bool:
    """'When was it?', 'and when ...': not "when it was inspected" within a sentence."""
    if not tokens[at].has("want.when"):
        return False
    return (
        at == 0
        or tokens[at].text.lower() != "when"
        or tokens[at - 1].has("mark", "op.and", "set.authorities", "set.periods")
        or at == len(tokens) - 1
    )


def _no_other_verb(tokens: Sequence[Token]) -> bool:
    """'Who did the last inspection?': nothing else is done."""
    return sum(token.has("verb") for token in tokens) == 1 and any(token.has("noun.report") for token in tokens)


def _grades(tokens: Sequence[Token], areas: tuple[str, ...], besides: bool) -> list[q.Want]:
    """The grades asked for: of the areas named, of all where a profile is, of the whole where only a grade is."""
    asked = any(token.has("noun.grade", "want.better", "want.compare") for token in tokens)
    asked |= any(
        token.has("want.which", "want.how") and any(after.has("verb.graded") for after in tokens[at + 1 : at + 4])
        for at, token in enumerate(tokens)
    )
    every = any(token.has("quant.every") and after.has("noun.grade") for token, after in pairwise(tokens))
    if every or any(token.has("noun.area") for token in tokens):
        return [q.Want(kind="grades", areas=areas)]
    plainly = not besides and any(token.has("verb.graded") or token.has("want.how") for token in tokens)
    if areas or asked or plainly:
        return [q.Want(kind="grades", areas=areas or ("overall",))]
    return []
