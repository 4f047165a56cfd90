"""What one piece of a question says, word by word.

Knows what each kind of token adds to a clause. Does not know where a piece ends, nor which pieces belong together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.language.small_words import REACHING, SPATIAL
from qa.plan.clauses.model import Clause, GradeCondition, StepSaid
from qa.plan.clauses.nouns import a_report, date_kind, has_time, no_report
from qa.plan.clauses.pieces import relative
from qa.plan.phrases.model import Grades, Listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.plan.clauses.pieces import Piece
    from qa.plan.phrases.model import Bound
    from qa.plan.token import Token

__all__ = ["clause_of"]


@dataclass(slots=True)
class _Reading:
    """A piece while it is read: where it has come to, and what is said so far."""

    piece: Piece
    clause: Clause
    place: int = 0
    denied: bool = False
    # Grades and areas in the order said, and whether the grades are denied.
    events: list[tuple[Grades | Listed, bool]] = field(default_factory=list)

    @property
    def token(self) -> Token:
        return self.piece[self.place][1]

    @property
    def before(self) -> Token | None:
        return self.piece[self.place - 1][1] if self.place else None

    @property
    def after(self) -> Token | None:
        return self.piece[self.place + 1][1] if self.place + 1 < len(self.piece) else None


def clause_of(piece: Piece, used: set[int]) -> Clause:
    """What a piece says; the places of the tokens that it makes use of go into `used`."""
    reading = _Reading(piece, Clause(tokens=[token for _, token in piece], either=_is_other(piece)))
    for place, (at, token) in enumerate(piece):
        reading.place = place
        for kinds, take in _TAKEN:
            taken = take(reading) if token.has(*kinds) else None
            if taken is not None:
                if taken:
                    used.add(at)
                break
    _pair(reading.clause, reading.events)
    _finish(reading)
    return reading.clause


def _finish(reading: _Reading) -> None:
    """What only the whole piece shows: a denial of nothing in it, whether a grade is given at all, how it is joined."""
    clause, piece = reading.clause, reading.piece
    if piece[0][1].text.lower() in REACHING and not clause.choice:
        clause.choice = "later"
    clause.negated = reading.denied
    if clause.choice in ("last two", "ends") and clause.step is None and not clause.grades:
        better = next((token for token in clause.tokens if token.has("want.better")), None)
        clause.step = None if better is None else StepSaid(-1 if _words(better) & {"lower", "worse"} else 1)
    grade = any(token.has("noun.grade", "verb.graded") and not token.has("verb.hold") for token in clause.tokens)
    gives = grade and any(token.has("verb.hold") for token in clause.tokens)
    if clause.areas and not clause.grades and not clause.authorities and not clause.step and gives:
        clause.judged = True
    named = clause.choice or clause.bound or clause.quantifier or clause.days is not None or clause.step
    clause.both = len(piece) > 1 and piece[0][1].has("op.or") and piece[1][1].text.lower() == "both"
    clause.apart = bool(named) and any(relative([token], 0) for _, token in piece[:3])
    ungraded = any(token.has("noun.grade", "verb.graded") for token in clause.tokens)
    if reading.denied and clause.areas and not clause.grades and ungraded:
        clause.judged, clause.negated = False, False


# --- what each kind of token adds: True where it is made use of, False where not, None where the next may take it


def _take_grades(reading: _Reading) -> bool | None:
    value: Grades = reading.token.value
    adjacent = reading.before is not None and reading.before.has("op.not")
    if reading.denied and adjacent and value.names == ("good",) and not value.negated:
        value, reading.denied = Grades(_BELOW_GOOD), False  # "not good" is less than good
    reading.events.append((value, reading.denied != value.negated))
    reading.denied = False
    return True


def _take_areas(reading: _Reading) -> bool | None:
    reading.events.append((reading.token.value, False))
    return True


def _take_beside(reading: _Reading) -> bool | None:
    way, other = reading.token.value
    named = next((value for value, _ in reversed(reading.events) if isinstance(value, Listed)), None)
    reading.clause.beside += [(area, way, other) for area in (named.names if named else ("",))]
    reading.events = [event for event in reading.events if event[0] is not named]
    return True


def _take_denial(reading: _Reading) -> bool | None:
    if no_report(reading.piece, reading.place):
        reading.clause.quantifier = "never"
    else:
        reading.denied = True
    return True


def _take_periods(reading: _Reading) -> bool | None:
    reading.clause.periods.append((date_kind(reading.piece, reading.place), reading.token.value))
    return True


def _take_frameworks(reading: _Reading) -> bool | None:
    reading.clause.frameworks += reading.token.value.names
    return True


def _take_inspectors(reading: _Reading) -> bool | None:
    reading.clause.inspectors += reading.token.value.names
    return True


def _take_authorities(reading: _Reading) -> bool | None:
    reading.clause.authorities += reading.token.value.names
    return True


def _take_never(reading: _Reading) -> bool | None:
    reading.clause.quantifier = "never"
    return True


def _take_every(reading: _Reading) -> bool | None:
    after = reading.after
    if after is not None and after.has("noun.area"):
        return False  # "in every area": of one report's areas, not of reports
    # "Each council's latest report", "the newest report on each": all are looked at anyhow.
    on_each = after is None and reading.token.text.lower() == "each"
    if not on_each and (after is None or not after.has("noun.authority")):
        reading.clause.quantifier = "every"
    return True


def _take_ever(reading: _Reading) -> bool | None:
    clause = reading.clause
    said = "ever" if a_report(reading.piece, reading.place) else reading.token.of("quant")
    if said == "ever" and reading.before is not None and reading.before.has("op.only"):
        said = "every"  # "only ever been good"
    denied = reading.denied or any(isinstance(value, Grades) and negated for value, negated in reading.events)
    if denied and reading.token.has("quant.ever") and _words(reading.token) & {"ever", "any"}:
        reading.denied = False  # "has not ever been good" is never; "not good at some point" is not
        reading.events = [(value, False) for value, _ in reading.events]
        clause.quantifier, said = "", "never"
    clause.quantifier = said if clause.quantifier in ("", "any") else clause.quantifier
    return True


def _take_again(reading: _Reading) -> bool | None:
    reading.clause.again = True
    return True


def _take_choice(reading: _Reading) -> bool | None:
    token, clause, after = reading.token, reading.clause, reading.after
    if token.has("choice.first") and after is not None and after.text.lower() == "to":
        return False  # "the first to get out of it": an order of authorities
    if not (token.has("verb.started", "verb.ended") and has_time(reading.piece, reading.place)):
        clause.choice = _chosen(clause.choice, token.of("choice"))  # else "started in 2019": a day of the inspection
    return True


def _take_step(reading: _Reading) -> bool | None:
    token, after, clause = reading.token, reading.after, reading.clause
    if after is not None and after.has("set.grades") and _is_bounded(after):
        return True  # "fell below good": the verb of a grade with its bound
    if token.has("cmp") and after is not None and after.has("set.grades", "bound", "days", "number"):
        return None
    clause.step = _step(clause.step, token, reading.denied)
    clause.same |= token.has("step.same")
    reading.denied = False if token.has("step.same", "step.change") else reading.denied
    return True


def _take_bound(reading: _Reading) -> bool | None:
    clause, token, before, after = reading.clause, reading.token, reading.before, reading.after
    bound: Bound = token.value
    if after is not None and after.has("choice.next") and before is not None and before.has("link.in"):
        return True  # "between two consecutive reports"
    if before is not None and before.has("choice.latest", "choice.next") and clause.choice and bound.least == 2:
        clause.choice = "last two" if clause.choice == "latest" else clause.choice
        return True  # "between the last two reports": which, not how many
    if any(one.has("noun.gap", "rank.longest", "rank.shortest") for one in clause.tokens):
        return True  # "a gap between two consecutive reports": two are what a gap lies between
    if clause.choice == "latest" and after is not None and after.has("noun.grade"):
        clause.bound = bound  # "the last three grades"
    elif after is not None and after.has("unit.step") and not after.has("noun.report"):
        clause.steps_by = bound
    elif (
        (token.has("count") and not _is_multiple(after))
        or (after is not None and after.has(*_COUNTED))
        or (clause.choice == "latest" and after is not None and after.has("noun.grade"))
    ):
        clause.bound = bound
    elif after is None or after.has("link", "pron", "filler", "noun.authority", "choice"):
        clause.numbers.append(token)
        if not (after is not None and after.has("noun.authority", "choice")):
            clause.bound = clause.bound or bound
    else:
        clause.numbers.append(token)
        return False
    return True


def _take_days(reading: _Reading) -> bool | None:
    reading.clause.days = reading.token.value
    return True


_BELOW_GOOD = ("requires improvement", "inadequate", "adequate", "satisfactory")
# What a count before it is a count of reports by.
_COUNTED = ("noun.report", "noun.time", "set.frameworks", "choice.next", "set.grades")
# The first that takes a token has it.
_TAKEN: tuple[tuple[tuple[str, ...], Callable[[_Reading], bool | None]], ...] = (
    (("set.grades",), _take_grades),
    (("set.areas",), _take_areas),
    (("set.beside",), _take_beside),
    (("op.not", "op.lack", "pron.none"), _take_denial),
    (("set.periods",), _take_periods),
    (("set.frameworks",), _take_frameworks),
    (("set.inspectors",), _take_inspectors),
    (("set.authorities",), _take_authorities),
    (("quant.never",), _take_never),
    (("quant.every",), _take_every),
    (("quant.ever", "quant.any"), _take_ever),
    (("quant.again",), _take_again),
    (("choice",), _take_choice),
    (("step",), _take_step),
    (("bound",), _take_bound),
    (("days",), _take_days),
)


# --- what several words say together


def _is_other(piece: Piece) -> bool:
    """Whether a piece is joined by "or" to what is before it; "either" only opens such a pair."""
    return piece[0][1].has("op.or") and piece[0][1].text.lower() != "either"


def _chosen(held: str, said: str) -> str:
    """Two words on which report: 'the latest than in the one before' are the last two, 'first to latest' both ends."""
    pairs = {frozenset(("latest", "previous")): "last two", frozenset(("first", "latest")): "ends"}
    if not held or held == said:
        return said
    return pairs.get(frozenset((held, said)), said if held in ("later", "earlier") else held)


def _is_multiple(after: Token | None) -> bool:
    """'Twice as many': how much more, not how often."""
    return after is not None and after.has("word")


def _words(token: Token) -> set[str]:
    return set(token.text.lower().split())


def _is_bounded(token: Token) -> bool:
    return len(token.value.names) > 1 or token.text.lower().split()[0] in SPATIAL


def _step(held: StepSaid | None, token: Token, denied: bool) -> StepSaid:
    """The change that a word tells; 'up or down' after 'moved' leaves the way open."""
    direction = {"up": 1, "down": -1, "same": 0}.get(token.of("step"))
    if token.has("step.change", "step.either"):
        direction = 0 if denied and token.has("step.change") else None
    if held is not None and token.has("step.either"):
        return StepSaid(None, held.least, held.most)
    if held is not None and held.direction is not None:
        return held
    return StepSaid(direction)


def _pair(clause: Clause, events: list[tuple[Grades | Listed, bool]]) -> None:
    """Grades with the areas they are said of: neighbours from the left, two by two."""
    at = 0
    while at < len(events):
        value, negated = events[at]
        other, denied = events[at + 1] if at + 1 < len(events) else (None, False)
        match value, other:
            case (Grades() as grades, Listed() as areas) | (Listed() as areas, Grades() as grades):
                negated = negated if value is grades else denied
                clause.grades.append(GradeCondition(areas.names, grades.names, negated, areas.joined or "and"))
                at += 1
            case Grades(), _:
                clause.grades.append(GradeCondition(None, value.names, negated))
            case Listed(), _:
                clause.areas.append(value)
        at += 1
