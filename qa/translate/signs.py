"""What speaks for and against a query as the reading of a question: signs that are counted, for a fitted weighing.

Knows tokens and queries. Does not know how a query came about, nor the weights.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qa.language.small_words import ASKING
from qa.plan import query as q
from qa.plan.account import accounted
from qa.plan.operators import denies
from qa.translate.strange import hints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.plan.token import Token

__all__ = ["is_polar", "lists", "names_said", "signs_of"]

_BELOW = {"requires improvement", "inadequate", "adequate", "satisfactory"}
_WANTS = {
    "want.how_many": ("count", "times", "gap", "difference", "exists"),
    "want.share": ("share",),
    "want.when": ("dates", "gap"),
    "want.how_often": ("times", "count", "gap"),
    "want.history": ("history",),
}
# What a grade, or a change of it, is asked for by.
_OF_GRADES = (
    *("grade", "noun.grade", "noun.area", "verb.graded", "step", "rank", "cmp"),
    *("want.better", "want.how", "want.history", "want.compare"),
)
# What has a date that is recorded: a report, a visit, who led it, a grade that was given.
_OF_DATES = (
    *("noun.report", "verb.inspected", "verb.published", "noun.inspector"),
    *("grade", "set.grades", "noun.grade", "step"),
)
# What tells one report or authority from another: where nothing does, all is shown, and a denial changes nothing of it.
_SELECTING = (
    *(q.Graded, q.Judged, q.AreaCount, q.Beside, q.Has, q.Then, q.Step, q.GapBetween, q.Repeats),
    *(q.InRegion, q.FrameworkIs, q.DateOf, q.LedBy),
)
# What else than a plain "not" a denial may be said by: "never", "below", "fails to reach", "apart from".
_DENYING = ("op.lack", "op.neither", "op.other_than", "quant", "cmp")
_RANKED = {"noun.authority": "authority", "noun.region": "region", "noun.inspector": "inspector"}
_CHOSEN = {"choice.latest": -1, "choice.first": 0, "choice.previous": -2, "choice.second": 1}


def signs_of(query: q.Query, tokens: Sequence[Token]) -> dict[str, float]:
    """The signs, each 0 where all is well or as many as there are amiss; `tokens` are those of what is asked."""
    parts = list(q.every_part(query))
    named = Counter(name for token in tokens if token.has("set.areas") for name in token.value.names)
    held = Counter(area for part in parts for area in _areas(part))
    return {
        "unaccounted": float(not accounted(query, tokens)),
        "areas lacking": float(len(set(named) - set(held) - {"overall"})),
        "areas besides": float(len(set(held) - set(named) - {"overall", "apart"})),
        "overall lacking": float("overall" in named and "overall" not in held),
        "frameworks lacking": float(_frameworks_lacking(tokens, parts)),
        "order turned": float(_order_turned(tokens, query)),
        **_grades(tokens, parts),
        "pairs": float(_crossed(tokens, parts)),
        "bounds": float(_bounds(tokens, parts)),
        **_denial(tokens, parts),
        **_wanted(tokens, query),
        **_chosen(tokens, query, parts),
        "step lost": float(_step_lost(tokens, parts)),
        "those named": float(_named(tokens, query, parts)),
        "framework made": float(
            any(isinstance(part, q.FrameworkIs) for part in parts)
            and not any(token.has("framework", "set.frameworks") for token in tokens)
        ),
        "ranked else": float(_ranked_else(tokens, query)),
    }


def is_polar(tokens: Sequence[Token]) -> bool:
    """Whether the question is to be answered by yes or no: "Are both good?"."""
    begins = tokens[0].text.lower().split()[0] if tokens else ""
    return begins in ASKING and not any(token.has("want", "pron.who") for token in tokens)


def names_said(tokens: Sequence[Token], key: str) -> set[str]:
    """The areas, grades, frameworks or places that the tokens of this key name."""
    return {name for token in tokens if token.has(key) for name in token.value.names}


def lists(query: q.Query) -> bool:
    """Whether members are listed or counted, which is no answer to a question that asks for yes or no."""
    return {want.kind for want in query.wants} <= {"list", "count", "share"}


def _grades(tokens: Sequence[Token], parts: Sequence[Any]) -> dict[str, float]:
    named = {grade.casefold() for grade in names_said(tokens, "set.grades")}
    held = {grade for part in parts for grade in getattr(part, "grades", ())}
    negated = any(token.has("set.grades") and token.value.negated for token in tokens)
    if negated or (any(denies(token) for token in tokens) and held and not held & named):
        held |= named  # "not good": its opposite may be named in its place
    lacking = set() if any(isinstance(part, q.Want) and part.kind == "history" for part in parts) else named - held
    if named & _BELOW and held & _BELOW == _BELOW:
        lacking -= _BELOW
    hinted = {grade for token in tokens for grade in hints(token)}
    below = held & {"requires improvement", "inadequate"}
    return {
        "grades lacking": float(len(lacking)),
        "grades besides": float(bool(held - named - _BELOW)),
        # "Lost its outstanding" says that it fell, not to which grade.
        "one below": float(len(below) == 1 and not below & (named | hinted)),
    }


def _crossed(tokens: Sequence[Token], parts: Sequence[Any]) -> int:
    """How many grades stand in the query with another area than the question sets them beside."""
    marks = [one for one in tokens if one.has("set.areas", "set.grades")]
    areas = [one for one in marks if one.has("set.areas")]
    if len(marks) < 4 or len(areas) * 2 != len(marks):
        return 0
    if any(one.has("set.areas") == other.has("set.areas") for one, other in zip(marks[::2], marks[1::2], strict=True)):
        return 0
    held = {(part.area, grade) for part in parts if isinstance(part, q.Graded) for grade in part.grades}
    crossed = 0
    for one, other in zip(marks[::2], marks[1::2], strict=True):
        area, grade = (one, other) if one.has("set.areas") else (other, one)
        crossed += not any((a, g.casefold()) in held for a in area.value.names for g in grade.value.names)
    return crossed


def _bounds(tokens: Sequence[Token], parts: Sequence[Any]) -> int:
    """How many of the counts that the question sets ("more than twice", "exactly two") the query does not hold.

    As many as are named ("the two") set none, and "twice" stands in one report and the very next.
    """
    pairs = {(part.least, getattr(part, "most", None)) for part in parts if hasattr(part, "least")}
    pairs |= {(None if b is None else -b, None if a is None else -a) for a, b in pairs}
    alone = {getattr(part, name, None) for part in parts for name in ("limit", "last")}
    alone |= {2 for part in parts if isinstance(part, q.Then) and part.adjacent}
    alone.add(sum(len(part.names) for part in parts if isinstance(part, q.ByAuthority)))
    wanted = [(token.value.least, token.value.most) for token in tokens if token.has("bound")]
    # "Twice" is said of two and of at least two.
    return sum(
        not (
            {(least, most), (least, None) if least == most else (least, most)} & pairs
            or {least, most} - {None} <= alone
        )
        for least, most in wanted
    )


def _denial(tokens: Sequence[Token], parts: Sequence[Any]) -> dict[str, float]:
    says = any(denies(token) for token in tokens) or any(
        token.has("set.grades") and token.value.negated for token in tokens
    )
    holds = any(isinstance(part, q.Not) or getattr(part, "never", False) for part in parts)
    shown = not any(isinstance(part, _SELECTING) or (isinstance(part, q.Want) and part.grades) for part in parts)
    below = any(set(getattr(part, "grades", ())) >= _BELOW for part in parts)
    never = any(isinstance(part, q.Has) and (part.most == 0 or (below and part.every)) for part in parts)
    at_no_time = any(token.has("quant.never") and "yet" not in token.text.lower().split() for token in tokens)
    return {
        "denial lost": float(says and not (holds or below or never or shown)),
        "denial shown": float(says and shown),
        "never lost": float(at_no_time and not (holds or never)),
        "denial made": float(holds and not says and not any(token.has(*_DENYING) for token in tokens)),
        "denied beside": float(_denied_beside(tokens, parts)),
    }


def _denied_beside(tokens: Sequence[Token], parts: Sequence[Any]) -> bool:
    """Whether the query denies a grade of one area where the question denies one of another: "outstanding overall
    though its leadership isn't" denies that of leadership.
    """
    within = [one for part in parts if isinstance(part, q.Not) for one in q.every_part(part)]
    denied = {one.area for one in within if isinstance(one, q.Graded)}
    held = {one.area for one in parts if isinstance(one, q.Graded) and one not in within}
    if len(denied) != 1 or len(held) != 1 or denied == held:
        return False
    for clause in _clauses(tokens):
        at = [n for n, token in enumerate(clause) if denies(token)]
        areas = [(n, set(token.value.names)) for n, token in enumerate(clause) if token.has("set.areas")]
        if len(at) == 1 and areas:
            # Of two areas in one clause it is said of the nearer one: "good overall where leadership is not".
            nearest = min(abs(n - at[0]) for n, _ in areas)
            near = set().union(*(names for n, names in areas if abs(n - at[0]) == nearest))
            if held <= near and not denied & near:
                return True
        elif at and held <= (named := {name for _, names in areas for name in names}) and not denied & named:
            return True
    return False


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens between what ends a clause: a mark, "but", or "without", which begins one."""
    clause: list[Token] = []
    for token in tokens:
        opens = token.text.lower() == "without"
        if opens or token.has("op.but", "mark"):
            yield clause
            clause = [token] if opens else []
        else:
            clause.append(token)
    yield clause


def _wanted(tokens: Sequence[Token], query: q.Query) -> dict[str, float]:
    kinds = {want.kind for want in query.wants}
    asked = [key for key in _WANTS if any(token.has(key) for token in tokens)]
    lost = sum(not kinds & set(_WANTS[key]) for key in asked)
    led = any(token.has("pron.who") for token in tokens) and any(token.has("verb.led") for token in tokens)
    by_inspector = query.ranking is not None and query.ranking.by == "inspector"
    free = {"share": "want.share", "count": "want.how_many", "times": "want", "dates": "want.when"}
    made = sum(kind in kinds and not any(token.has(key) for token in tokens) for kind, key in free.items())
    graded = bool(kinds & {"grades", "judged", "areas", "history"})
    unsaid = graded and not any(token.has(*_OF_GRADES) for token in tokens)
    by_area = any(token.has("area", "set.areas") for token in tokens)
    conditions = q.Graded | q.Step | q.Has | q.LedBy
    bare = "exists" in kinds and not any(isinstance(part, conditions) for part in q.every_part(query))
    return {
        "dates unsaid": float("dates" in kinds and not any(map(_is_dated, tokens))),
        "want lost": float(lost + (led and "leader" not in kinds and not by_inspector)),
        "want made": float(made),
        "grades unsaid": float(unsaid and not by_area),
        "area alone": float(unsaid and by_area),
        "states nothing": float(
            bare and not any(token.has("noun.report", "verb.inspected", "verb.published") for token in tokens)
        ),
    }


def _is_dated(token: Token) -> bool:
    """Whether it says of what a date is asked for; "did" says nothing of the kind."""
    return token.has(*_OF_DATES) or (token.has("verb.graded") and token.text.lower() not in ASKING)


def _chosen(tokens: Sequence[Token], query: q.Query, parts: Sequence[Any]) -> dict[str, float]:
    indexes = {part.index for part in parts if isinstance(part, q.Choice)}
    lasting = any(isinstance(part, q.Step) and part.between in ("last", "ends") for part in parts)
    lasting = lasting or query.extreme is not None or any(want.kind == "history" for want in query.wants)
    lost = made = 0
    for key, index in _CHOSEN.items():
        said = any(token.has(key) for token in tokens)
        lost += said and index not in indexes and not lasting
        made += index != -1 and index in indexes and not said
    past = any(token.has("quant.ever", "tense.past") for token in tokens)
    series = any(isinstance(part, q.At) for part in parts)
    return {"choice lost": float(lost), "choice made": float(made), "past at latest": float(past and series)}


def _step_lost(tokens: Sequence[Token], parts: Sequence[Any]) -> bool:
    """Whether the question says that a grade went up or down, and the query holds nothing that sets two grades beside
    each other ("never dropped below good" is said of each report alone).
    """
    if not any(token.has("step.up", "step.down", "step.either") for token in tokens):
        return False
    told = any(isinstance(part, q.Step | q.Then | q.Beside | q.Not) for part in parts)
    told = told or any(isinstance(part, q.Extreme) and part.of == "improvement" for part in parts)
    told = told or any(isinstance(part, q.Has) and (part.most == 0 or part.every) for part in parts)
    told = told or any(isinstance(part, q.Want) and part.kind in ("history", "difference", "areas") for part in parts)
    return not told and len({part.grades for part in parts if isinstance(part, q.Graded)}) < 2


def _frameworks_lacking(tokens: Sequence[Token], parts: Sequence[Any]) -> int:
    """How many of the frameworks that the question names the query does not hold, where it holds one."""
    named = names_said(tokens, "set.frameworks")
    held = {key for part in parts if isinstance(part, q.FrameworkIs) for key in part.keys}
    return len(named - held) if held else 0


def _order_turned(tokens: Sequence[Token], query: q.Query) -> bool:
    """Whether the earliest is picked where the question only says the latest, or the other way round."""
    if query.extreme is None or query.extreme.of != "date":
        return False
    latest, first = (any(token.has(key) for token in tokens) for key in ("choice.latest", "choice.first"))
    return latest not in (first, query.extreme.most)


def _named(tokens: Sequence[Token], query: q.Query, parts: Sequence[Any]) -> int:
    """How many places are left out or kept in against what the question says ("not counting London")."""
    other_than = any(token.has("op.other_than") for token in tokens)
    regions = any(token.has("set.regions", "set.authorities") for token in tokens)
    excluded = any(isinstance(part, q.Not) and isinstance(part.part, q.InRegion | q.ByAuthority) for part in parts)
    return int(other_than and regions and not excluded)


def _ranked_else(tokens: Sequence[Token], query: q.Query) -> bool:
    """Whether others are ranked than the question asks for: years where it says "which council"."""
    asked = {key for one, after in pairwise(tokens) if one.has("want.which") for key in _RANKED if after.has(key)}
    return query.ranking is not None and bool(asked) and query.ranking.by not in {_RANKED[key] for key in asked}


def _areas(part: Any) -> Iterator[str]:
    for name in ("area", "other"):
        value = getattr(part, name, None)
        if isinstance(value, str) and not isinstance(part, q.Ranking):
            yield value
    if isinstance(part, q.Want):
        yield from part.areas
