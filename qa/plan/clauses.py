"""A question cut into clauses: what each says of one report, and which report of an authority's series it means.

Knows how clauses begin and end, and which words in one belong together. Does not know how they make a query.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.plan.phrases import Bound, Grades, Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.plan.annotate import Token
    from qa.question import Period

__all__ = ["Clause", "GradeCondition", "StepSaid", "clauses_of"]

_STOPS = ("mark.,", "mark.;", "mark.:", "mark..", "mark.?", "mark.(", "mark.)", "mark.-", "mark.–", "mark.—", "op.but")


@dataclass(slots=True)
class GradeCondition:
    """Areas and the grades said of them; `areas` is None where none is named, `joined` "or" where one of them will do."""

    areas: tuple[str, ...] | None
    grades: tuple[str, ...]
    negated: bool = False
    joined: str = "and"


@dataclass(slots=True)
class StepSaid:
    """A change of grade as it is said: upwards (1), downwards (-1), none (0) or any (None), by `least` to `most`."""

    direction: int | None
    least: int | None = None
    most: int | None = None


@dataclass(slots=True)
class Clause:
    """What is said of one report (or of each, or of two in a row)."""

    grades: list[GradeCondition] = field(default_factory=list)
    areas: list[Listed] = field(default_factory=list)  # areas named without a grade
    judged: bool | None = None  # a grade for those areas is given (True) or is not (False)
    choice: str = ""
    periods: list[tuple[str, Listed]] = field(default_factory=list)  # what kind of date, and the periods
    frameworks: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    beside: list[tuple[str, str, str]] = field(default_factory=list)  # area, which way, the area it is measured by
    quantifier: str = ""
    bound: Bound | None = None  # of reports
    steps_by: Bound | None = None  # of grades
    step: StepSaid | None = None
    days: Bound | int | None = None
    negated: bool = False
    again: bool = False
    same: bool = False
    either: bool = False  # joined to the clause before it by "or"
    both: bool = False  # "either both ... and ..., or ...", "or both ... and ...": those that follow belong to it
    apart: bool = False  # "and with a report that ...", "and whose first report ...": a report of its own
    numbers: list[Token] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether it says anything of the report but which one it is."""
        return bool(
            self.grades or self.beside or self.step or self.judged is not None or self.again or self.days is not None
        )

    @property
    def refers(self) -> bool:
        """Whether it says which report is meant."""
        return bool(self.choice or self.periods or self.quantifier in ("every", "never"))


def clauses_of(tokens: Sequence[Token], used: set[int]) -> list[Clause]:
    """The clauses of a question in order; the index of every token that they make use of goes into `used`."""
    pieces = [_clause(piece, used) for piece in _pieces(tokens)]
    _one_of_a_row(pieces)
    found: list[Clause] = []
    for piece in pieces:
        if found and _belongs(found[-1], piece):
            _join(found[-1], piece)
        else:
            found.append(piece)
    return [one for one in found if one.tokens]


def _one_of_a_row(pieces: Sequence[Clause]) -> None:
    """'Either A, B or C': the commas of a row that "either" opens are read as its "or"."""
    opened: int | None = None
    for at, piece in enumerate(pieces):
        first = piece.tokens[:2]
        if any(token.text.lower() == "either" for token in first) and (piece.apart or piece.quantifier):
            opened = at
        elif piece.either and piece.says and opened is not None:
            for one in pieces[opened + 1 : at]:
                one.either |= one.says and (one.apart or bool(one.quantifier)) and not _begins_with_and(one)
            opened = None


def _begins_with_and(piece: Clause) -> bool:
    return piece.tokens[0].has("op.and")


def _pieces(tokens: Sequence[Token]) -> list[list[tuple[int, Token]]]:
    """Runs of tokens between stops, with their indexes; "and" stops where what follows says which report it means."""
    pieces: list[list[tuple[int, Token]]] = [[]]
    for at, token in enumerate(tokens):
        if token.has("op.and", "op.or") and _relative(tokens, at + 1):
            pieces.append([(at, token)])
        elif token.has("op.but") and pieces[-1] and all(one.has("op.and", "op.or", "op.both") for _, one in pieces[-1]):
            pieces[-1].append((at, token))
        elif token.has(*_STOPS):
            pieces.append([(at, token)] if token.has("op.but") else [])
        elif (
            (token.has("op.and", "op.or") and _is_new(tokens, at + 1))
            or _goes_on(tokens, at, pieces[-1])
            or _reaches(tokens, at, pieces[-1])
        ):
            pieces.append([(at, token)])
        else:
            pieces[-1].append((at, token))
    return [piece for piece in pieces if piece]


def _reaches(tokens: Sequence[Token], at: int, piece: list[tuple[int, Token]]) -> bool:
    """'From good to inadequate': the grade after "to" is that of a later report."""
    after = [token for token in tokens[at + 1 : at + 3] if not token.has("cmp", "op.only")]
    said = any(one.has("set.grades") for _, one in piece)
    return tokens[at].text.lower() in ("to", "into", "->", "→") and said and bool(after) and after[0].has("set.grades")


def _relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether "whose ..." or "with a report ..." begins at `at`, behind "either" or "both" too."""
    while at < len(tokens) and tokens[at].text.lower() in ("either", "both"):
        at += 1
    return at < len(tokens) and tokens[at].text.lower() in ("whose", "with", "without")


def _goes_on(tokens: Sequence[Token], at: int, piece: list[tuple[int, Token]]) -> bool:
    """Whether another report begins with a word for a later or earlier one: "... made it to", not "a later one"."""
    if not tokens[at].has("choice.later", "choice.earlier") or not any(
        one.has("set.grades", "step") for _, one in piece
    ):
        return False
    return not (at + 1 < len(tokens) and tokens[at + 1].has("pron.one", "noun.report")) and at + 1 < len(tokens)


def _is_new(tokens: Sequence[Token], at: int) -> bool:
    """Whether something of its own follows: a report, a grade, a denial, before the next stop."""
    if at > 1 and tokens[at - 2].has("verb.published") and at < len(tokens) and tokens[at].has("verb.inspected"):
        return False  # "published or inspected in 2019"
    for token in tokens[at : at + 4]:
        if token.has(*_STOPS, "op.and", "op.or"):
            return False
        if token.has("choice", "set.grades", "op.not", "quant", "step", "set.areas", "set.authorities"):
            return True
    return False


def _belongs(clause: Clause, piece: Clause) -> bool:
    """Whether a piece speaks of the same report as the clause before it."""
    if (piece.either and piece.says) or (piece.apart and clause.says):
        return False
    if clause.authorities and piece.authorities and (clause.refers or piece.refers):
        return False  # "Salford's report of 2024 and Manchester's of 2022": each its own
    if clause.says and any(token.has("noun.area") for token in piece.tokens) and not piece.areas:
        return False  # "but one bit was not": of the parts of a report, not of the report
    if not clause.says and not (clause.choice and piece.choice and piece.says and clause.areas):
        return True
    if not piece.refers:
        return not (piece.says and clause.quantifier == "never") or bool(
            piece.grades and not piece.again and not piece.step
        )
    if not piece.says and not (piece.choice in ("later", "next", "earlier", "previous") and piece.grades):
        return piece.choice in ("", clause.choice) or not clause.choice
    return False


def _join(clause: Clause, piece: Clause) -> None:
    if piece.either and clause.grades and any(token.has("op.both") for token in piece.tokens):
        clause.grades[-1].joined = "or"  # "for this, for that, or for both"
    elif (
        piece.areas
        and not piece.grades
        and clause.grades
        and piece.judged is None
        and not piece.says
        and not piece.tokens[0].has("op.but")
    ):
        last = clause.grades[-1]
        more = tuple(name for one in piece.areas for name in one.names)
        joined = "or" if piece.either or piece.areas[-1].joined == "or" else last.joined
        last.areas, last.joined = (*(last.areas or ()), *more), joined
    elif len(piece.grades) == 1 and piece.grades[0].areas is None and clause.areas and not clause.grades:
        piece.grades[0].areas = clause.areas[-1].names
        clause.areas = clause.areas[:-1]
        clause.grades += piece.grades
    else:
        clause.areas += piece.areas
        clause.grades += piece.grades
    clause.judged = clause.judged if piece.judged is None else piece.judged
    clause.choice = clause.choice or piece.choice
    clause.periods += piece.periods
    clause.frameworks += piece.frameworks
    clause.inspectors += piece.inspectors
    clause.authorities += piece.authorities
    clause.beside += piece.beside
    clause.quantifier = (
        clause.quantifier if clause.quantifier not in ("", "ever", "any") else piece.quantifier or clause.quantifier
    )
    clause.bound, clause.steps_by = clause.bound or piece.bound, clause.steps_by or piece.steps_by
    clause.step, clause.days = clause.step or piece.step, piece.days if clause.days is None else clause.days
    clause.negated |= piece.negated
    clause.again |= piece.again
    clause.same |= piece.same
    clause.tokens += piece.tokens
    clause.numbers += piece.numbers


def _clause(piece: list[tuple[int, Token]], used: set[int]) -> Clause:
    clause = Clause(tokens=[token for _, token in piece], either=_is_other(piece))
    events: list[tuple[str, Any, bool]] = []
    denied = False
    for place, (at, token) in enumerate(piece):
        after = piece[place + 1][1] if place + 1 < len(piece) else None
        before = piece[place - 1][1] if place else None
        taken = True
        if token.has("set.grades"):
            value: Grades = token.value
            events.append(("grades", value, denied != value.negated))
            denied = False
        elif token.has("set.areas"):
            events.append(("areas", token.value, False))
        elif token.has("set.beside"):
            way, other = token.value
            named = [value for kind, value, _ in events if kind == "areas"]
            clause.beside += [(area, way, other) for area in (named[-1].names if named else ("",))]
            events = [one for one in events if one[0] != "areas" or one[1] is not (named[-1] if named else None)]
        elif _no_report(piece, place):
            clause.quantifier = "never"
        elif token.has("op.not", "op.lack", "pron.none"):
            denied = True
        elif token.has("set.periods"):
            clause.periods.append((_date_kind(piece, place), token.value))
        elif token.has("set.frameworks"):
            clause.frameworks += token.value.names
        elif token.has("set.inspectors"):
            clause.inspectors += token.value.names
        elif token.has("set.authorities"):
            clause.authorities += token.value.names
        elif token.has("quant.never"):
            clause.quantifier = "never"
        elif token.has("quant.every") and after is not None and after.has("noun.authority"):
            pass  # "each council's latest report": every one of them is looked at anyhow
        elif token.has("quant.every"):
            clause.quantifier = "every"
        elif token.has("quant.ever", "quant.any"):
            said = "ever" if _a_report(piece, place) else token.of("quant")
            clause.quantifier = said if clause.quantifier in ("", "any") else clause.quantifier
        elif token.has("quant.again"):
            clause.again = True
        elif token.has("choice") and token.has("verb.started", "verb.ended") and _has_time(piece, place):
            pass  # "started in 2019": a day of the inspection
        elif token.has("choice"):
            clause.choice = _chosen(clause.choice, token.of("choice"))
        elif token.has("step") and after is not None and after.has("set.grades") and _is_bounded(after):
            pass  # "fell below good": the verb of a grade with its bound
        elif token.has("step") and not (token.has("cmp") and _bounds_what_follows(after)):
            clause.step = _step(clause.step, token, denied)
            clause.same |= token.has("step.same")
            denied = False if token.has("step.same", "step.change") else denied
        elif token.has("bound"):
            taken = _take_bound(clause, token, after, before)
        elif token.has("days"):
            clause.days = token.value
        else:
            taken = False
        if taken:
            used.add(at)
    if piece[0][1].text.lower() in ("to", "into", "->", "→") and not clause.choice:
        clause.choice = "later"
    _pair(clause, events)
    clause.negated = denied
    gives = any(token.has("verb.hold") for token in clause.tokens) and any(
        token.has("noun.grade", "verb.graded") and not token.has("verb.hold") for token in clause.tokens
    )
    if clause.areas and not clause.grades and not clause.authorities and gives:
        clause.judged = True
    named = clause.choice or clause.bound or clause.quantifier or clause.days is not None or clause.step
    clause.both = len(piece) > 1 and piece[0][1].has("op.or") and piece[1][1].text.lower() == "both"
    clause.apart = bool(named) and any(_relative([token], 0) for _, token in piece[:3])
    if denied and (
        clause.areas and not clause.grades and any(t.has("noun.grade", "verb.graded") for t in clause.tokens)
    ):
        clause.judged, clause.negated = False, False
    return clause


def _is_other(piece: list[tuple[int, Token]]) -> bool:
    """Whether a piece is joined by "or" to what is before it; "either" only opens such a pair."""
    return piece[0][1].has("op.or") and piece[0][1].text.lower() != "either"


def _report_at(piece: list[tuple[int, Token]], place: int) -> int | None:
    """Where the noun stands of "report", "ILACS report", "later one", that begins at `place`."""
    while place < len(piece) and piece[place][1].has("set.frameworks", "choice.later", "choice.earlier"):
        if place + 1 >= len(piece) or not piece[place + 1][1].has("noun.report", "pron.one", "set.frameworks"):
            return place if piece[place][1].has("set.frameworks") else None
        place += 1
    return place if place < len(piece) and piece[place][1].has("noun.report", "pron.one") else None


def _no_report(piece: list[tuple[int, Token]], place: int) -> bool:
    """'No report', "no ILACS report", "no later one": it is denied that there is one, not what is said of it."""
    token = piece[place][1]
    return token.text.lower() in ("no", "without", "without a") and _report_at(piece, place + 1) is not None


def _a_report(piece: list[tuple[int, Token]], place: int) -> bool:
    """'A report', "an ILACS report", "any report": one of them at some time, no matter which."""
    return piece[place][1].text.lower() in ("a", "an", "any", "some") and _report_at(piece, place + 1) is not None


def _chosen(held: str, said: str) -> str:
    """Two words on which report: 'the latest than in the one before' are the last two, 'first to latest' both ends."""
    pairs = {frozenset(("latest", "previous")): "last two", frozenset(("first", "latest")): "ends"}
    if not held or held == said:
        return said
    return pairs.get(frozenset((held, said)), said if held in ("later", "earlier") else held)


def _has_time(piece: list[tuple[int, Token]], place: int) -> bool:
    return place + 1 < len(piece) and piece[place + 1][1].has("set.periods")


def _is_bounded(token: Token) -> bool:
    return len(token.value.names) > 1 or token.text.lower().split()[0] in ("below", "above", "under", "better", "worse")


def _bounds_what_follows(after: Token | None) -> bool:
    return after is not None and after.has("set.grades", "bound", "days", "number")


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


def _take_bound(clause: Clause, token: Token, after: Token | None, before: Token | None) -> bool:
    bound: Bound = token.value
    if before is not None and before.has("choice.latest", "choice.next") and clause.choice and bound.least == 2:
        clause.choice = "last two" if clause.choice == "latest" else clause.choice
        return True  # "between the last two reports": which, not how many
    if any(one.has("noun.gap") for one in clause.tokens):
        return True  # "a gap between two consecutive reports": two are what a gap lies between
    if after is not None and after.has("unit.step") and not after.has("noun.report"):
        clause.steps_by = bound
    elif (
        after is not None and after.has("noun.report", "noun.time", "set.frameworks", "choice.next", "set.grades")
    ) or token.has("count"):
        clause.bound = bound
    elif after is None or after.has("link", "pron", "filler", "noun.authority", "choice"):
        clause.numbers.append(token)
        if not (after is not None and after.has("noun.authority", "choice")):
            clause.bound = clause.bound or bound
    else:
        clause.numbers.append(token)
        return False
    return True


def _date_kind(piece: list[tuple[int, Token]], place: int) -> str:
    """What a period qualifies, by the verb or noun nearest to it: publication, inspection, its first or last day."""
    kinds = (
        ("verb.started", "started"),
        ("verb.ended", "ended"),
        ("verb.published", "published"),
        ("verb.inspected", "inspected"),
    )
    said = [
        token for _, token in piece[max(0, place - 3) : place] if token.has("verb.published", "verb.inspected", "op.or")
    ]
    if len(said) == 3 and said[1].has("op.or"):
        return "any"  # "published or inspected in 2015"
    near = sorted(range(len(piece)), key=lambda at: (abs(at - place), at > place))
    for at in near:
        token = piece[at][1]
        if abs(at - place) > 6:
            break
        for key, kind in kinds:
            if token.has(key) and token.text.lower() not in ("of", "from", "out"):
                return kind
    period: Period = piece[place][1].value.names[0]
    return {"published": "published", "inspected": "inspected"}.get(period.of, "any")


def _pair(clause: Clause, events: list[tuple[str, Any, bool]]) -> None:
    """Grades with the areas they are said of: neighbours from the left, two by two."""
    at = 0
    while at < len(events):
        kind, value, negated = events[at]
        other = events[at + 1] if at + 1 < len(events) else None
        if other is not None and {kind, other[0]} == {"grades", "areas"}:
            grades, areas = (value, other[1]) if kind == "grades" else (other[1], value)
            clause.grades.append(
                GradeCondition(
                    areas.names, grades.names, negated if kind == "grades" else other[2], areas.joined or "and"
                )
            )
            at += 2
        elif kind == "grades":
            clause.grades.append(GradeCondition(None, value.names, negated))
            at += 1
        else:
            clause.areas.append(value)
            at += 1
