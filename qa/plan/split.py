"""A comparison taken apart: one plan for each side, for answers that no fact holds.

Knows plans only.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.question import Kind, Plan

__all__ = ["split_comparison"]


def split_comparison(plan: Plan) -> tuple[Plan, ...]:
    """One plan for each authority compared, or else for each period; empty where there is nothing to take apart.

    The parts keep the question's words; their kind is that of a single question ("number" where a figure is wanted).
    """
    if plan.kind not in ("compare", "trend"):
        return ()
    figures = plan.answer_type in ("number", "percentage", "rate", "money", "duration")
    kind: Kind = "number" if figures else "finding"
    if len(plan.authorities) > 1:
        return tuple(replace(plan, kind=kind, authorities=(name,)) for name in plan.authorities)
    if len(plan.periods) > 1:
        return tuple(replace(plan, kind=kind, periods=(period,)) for period in plan.periods)
    return ()
