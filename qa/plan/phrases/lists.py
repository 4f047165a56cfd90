"""Things of one kind in a row: "2014 or 2015", "Salford, Bolton and Knowsley", "leadership and overall".

Knows what joins a row and where it ends. Does not know what is said of its members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.plan.phrases.model import Listed, merged

if TYPE_CHECKING:
    from qa.plan.token import Token

__all__ = ["lists"]


def lists(tokens: list[Token], kind: str, name: str) -> list[Token]:
    """'2014 or 2015', 'Salford, Bolton and Knowsley', 'leadership and overall': one token for the row."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].has(kind):
            found.append(tokens[at])
            at += 1
            continue
        members, end = [tokens[at]], at + 1
        joints: list[Token] = []
        while (after := _next_member(tokens, end, kind)) is not None:
            members.append(tokens[after])
            joints += tokens[end:after]
            end = after + 1
        names = tuple(dict.fromkeys(one for member in members for one in _named(member, kind)))
        found.append(merged(tokens[at:end], name, Listed(names, _how(joints) or ("and" if len(names) > 1 else ""))))
        at = end
    return found


def _next_member(tokens: list[Token], at: int, kind: str) -> int | None:
    """Where the next member of a row stands, the last of which ended before `at`; None where the row ends there."""
    after = at
    while after < len(tokens) and after - at < 3 and _joins(tokens[after]):
        after += 1
    direct = after == at and kind == "name.region"
    if after >= len(tokens) or not tokens[after].has(kind) or not (after > at or direct):
        return None
    joined = any(one.has("op") for one in tokens[at:after])
    return after if kind != "area" or joined or _goes_on(tokens, after, kind) else None


def _how(joints: list[Token]) -> str:
    """How a row is joined by what stands between its members: "or", "vs" or ""."""
    if any(one.has("op.or") for one in joints):
        return "or"
    return "vs" if any(one.has("want.compare") for one in joints) else ""


def _goes_on(tokens: list[Token], at: int, kind: str) -> bool:
    """Whether a row goes on after its member at `at` with "and" or "or": "leadership, adoption and overall"."""
    here = at + 1
    while here + 1 < len(tokens) and tokens[here].has("mark.,") and tokens[here + 1].has(kind):
        here += 2
    while here < len(tokens) and tokens[here].has("mark.,"):
        here += 1
    return here + 1 < len(tokens) and tokens[here].has("op.and", "op.or") and tokens[here + 1].has(kind)


def _joins(token: Token) -> bool:
    return token.has("op.and", "op.or", "mark.,", "mark./", "want.compare") and not token.has("mark.;")


def _named(token: Token, kind: str) -> tuple[Any, ...]:
    if kind in ("area", "framework"):
        return (token.of(kind),)
    return token.value if isinstance(token.value, tuple) else (token.value,)
