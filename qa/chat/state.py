"""What a conversation remembers from one turn to the next.

Knows the answer and the plan of the turn before. Does not know English: how a turn is read against the state is
followup's.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from corpus.files import is_text
from corpus.measures import measure, measures
from qa.chat.wording import in_report
from qa.plan import select_reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.model import Report
    from qa.answer import Answer
    from qa.question import Catalogue, Plan

__all__ = ["GRADED_KINDS", "State", "remember"]

_RECENT = 6  # authorities that "compare them" can reach back to
_OTHERS = re.compile(r"\bother (?:than|councils?|authorit)|\belse\b", re.IGNORECASE)
GRADED_KINDS = ("judgement", "compare", "trend")


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """The slots that the next turn may leave out.

    `question` is the last question as it stood alone, `kind` its plan's. `authorities` are those spoken of now,
    `recent` all
    of late, the last one last; `members` and `many` are the list that an answer gave and the question it answered.
    `report`
    is the number of the report spoken of, `said` the time in the person's own words ("in 2015"), empty where none was
    named. `grades` are those answered or asked about; `person` is the inspector last named.
    `wider` is the list that `members` was narrowed from; `times` are those for which one figure of one authority was
    asked, the last one last.
    """

    question: str = ""
    kind: str = ""
    authorities: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    many: str = ""
    report: int | None = None
    said: str = ""
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    person: str = ""
    wider: tuple[str, ...] = ()
    times: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> State:
        """The state out of JSON; a field that an earlier version did not write has its default.

        Raises TypeError for what is no state.
        """
        known = {field.name for field in fields(cls)}
        plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
        usual = asdict(cls())
        for name, value in plain.items():
            if name == "report":
                sound = value is None or isinstance(value, int)
            elif isinstance(value, tuple):
                sound = isinstance(usual[name], tuple) and all(isinstance(one, str) and is_text(one) for one in value)
            else:
                sound = isinstance(value, str) and isinstance(usual[name], str) and is_text(value)
            if not sound:
                raise TypeError(f"{name} is not what a turn writes")
        known_here = {one.key for one in measures()}  # another version may know others
        plain["measures"] = tuple(key for key in plain.get("measures", ()) if key in known_here)
        return cls(**plain)


def remember(state: State, plan: Plan, answer: Answer, *, said: str, catalogue: Catalogue) -> State:
    """The state after `answer` to the question that `plan` reads; `said` is the time as the person put it."""
    reports = {report.number: report for report in catalogue.reports}
    cited = [reports[c.report] for c in answer.citations if c.report in reports] if answer.answered else []
    members = _members(plan, answer, cited, state)
    authorities = plan.authorities or members
    if not authorities and not plan.regions and plan.kind != "aggregate":
        # Nothing was found, or it was no question about an authority: what was spoken of before still is.
        authorities = state.authorities
    same = authorities == state.authorities
    report = _report(plan, authorities, cited, state, catalogue)
    settled = same and (report is None or report.number == state.report)
    return State(
        question=plan.question,
        kind=plan.kind,
        authorities=authorities,
        recent=_recent(state.recent, authorities),
        members=members or state.members,
        many=plan.question if members or plan.kind == "aggregate" else state.many,
        report=report.number if report is not None else None,
        said=said,
        areas=plan.areas or (state.areas if same and plan.kind in ("person", "date", "judgement", "trend") else ()),
        measures=plan.measures or (state.measures if same and _says_nothing_else(plan) else ()),
        grades=_grades(plan, report) or (state.grades if settled else ()),
        person=_person(plan, answer, catalogue) or state.person,
        wider=_wider(members, state),
        times=_times(plan, said or (in_report(report) if report is not None else ""), state, same=same),
    )


def _wider(members: tuple[str, ...], state: State) -> tuple[str, ...]:
    if members and set(members) < set(state.members):
        return state.members
    return state.wider if not members or set(members) < set(state.wider) else ()


def _times(plan: Plan, said: str, state: State, *, same: bool) -> tuple[str, ...]:
    """The times asked about for one figure of one authority."""
    if plan.kind != "number" or len(plan.authorities) != 1 or not plan.measures:
        return state.times if same and plan.kind in ("compare", "trend") else ()
    family = {plan.measures[0], *_family(plan.measures[0])}
    before = state.times if same and family & set(state.measures) else ()
    return (*(time for time in before if time != said), said)[-_RECENT:] if said else before


def _family(key: str) -> tuple[str, ...]:
    one = measure(key)
    return tuple(other for other in (one.count, one.rate, one.share) if other)


def _says_nothing_else(plan: Plan) -> bool:
    """Whether a question is still about the figure that was spoken of."""
    return plan.kind in ("person", "date") or not (plan.topics or plan.areas or plan.grades or plan.kind == "judgement")


def _members(plan: Plan, answer: Answer, cited: Iterable[Report], state: State) -> tuple[str, ...]:
    """The authorities that an answer listed, in its order, where the question named none."""
    if plan.authorities or not answer.answered:
        return ()
    folded = answer.answer.casefold()
    names = dict.fromkeys(r.authority for r in cited if r.authority and r.authority.casefold() in folded)
    left_out = state.authorities if _OTHERS.search(plan.question) else ()
    return tuple(name for name in names if name not in left_out)


def _report(
    plan: Plan, authorities: tuple[str, ...], cited: list[Report], state: State, catalogue: Catalogue
) -> Report | None:
    """The one report that "that inspection" would mean now."""
    if len(authorities) != 1:
        return None
    own = [report for report in cited if report.authority == authorities[0]]
    if own:
        return max(own, key=lambda r: str(r.dated or "")) if plan.kind in ("trend", "compare") else own[0]
    chosen = select_reports(plan, catalogue.reports).preferred if plan.authorities else ()
    if len(chosen) == 1:
        return chosen[0]
    before = next((r for r in catalogue.reports if r.number == state.report), None)
    return before if before is not None and before.authority == authorities[0] else None


def _recent(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    return (*(name for name in before if name not in now), *now)[-_RECENT:]


def _grades(plan: Plan, report: Report | None) -> tuple[str, ...]:
    if report is not None and plan.kind in GRADED_KINDS:
        area = plan.areas[0] if plan.areas else "overall"
        return (report.judgements[area].casefold(),) if area in report.judgements else ()
    return plan.grades


def _person(plan: Plan, answer: Answer, catalogue: Catalogue) -> str:
    if plan.inspectors:
        return plan.inspectors[0]
    if plan.kind not in ("person", "lookup"):
        return ""
    at = {name: answer.answer.find(name) for name in catalogue.inspectors}
    return min((name for name, place in at.items() if place >= 0), key=lambda name: at[name], default="")
