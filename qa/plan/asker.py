"""What askers say of themselves: "As a foster carer", "I left care in 2020 and want to know", "My sister works there".

Knows tokens, and how a sentence about the one who asks begins. Does not know what is asked. A statement is set aside
only where nothing in it could be a condition: it names no place, person, grade or report, denies and bounds nothing,
and an area only where the question has one of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.language.small_words import ASKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.plan.token import Token

__all__ = ["ASKS", "of_the_asker"]

_PARTS = ("mark..", "mark.:", "mark.;", "mark.-", "mark.–", "mark.—", "mark.?", "mark.!", "mark.(", "mark.)")
_CONDITIONS = (
    *("name", "grade", "noun.report", "noun.grade", "noun.area", "noun.region", "noun.gap", "framework", "rank"),
    *("bound", "count", "cmp", "op.not", "op.neither", "op.other_than", "op.only", "quant.never", "quant.every"),
    *("choice.first", "choice.previous", "step.up", "step.down", "step.same", "step.either", "verb.inspected"),
)
# What a clause asks by, or states a grade by: where it has none of these, it asks nothing.
ASKS = ("want", "pron.who", "pron.where", "mark.?", "grade", "noun.grade")
_OWN = ("i", "im", "ive", "we", "weve", "my", "our")  # apostrophes are left out now and then
_MEANS = ("mean", "meant", "care", "want", "need", "count", "exclude", "ignore")  # these say what is asked
_WISHES = ("want", "need", "would", "'d", "am", "are", "i", "we")  # "and want to know", "so I'd like to see"
_ERRANDS = frozenset(
    "working writing doing researching preparing studying moving thinking planning trying reporting drafting helping "
    "asking covering compiling".split()
)
# Participles that are prepositions: what follows them belongs to the question.
_PREPOSITIONS = frozenset(
    "according regarding concerning including excluding considering following during pending barring excepting "
    "starting beginning ending going judging leaving counting taking ignoring setting putting speaking".split()
)
_AUXILIARIES = (*ASKING, "can", "could", "would", "will", "should", "am")  # they open a question
_MOST = 24  # tokens; what is longer is a story, and may hold more than is seen here


def of_the_asker(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Which tokens, first and past the last, speak of the asker alone."""
    found: list[tuple[int, int]] = []
    parts = list(_parts(tokens))
    for first, last in parts:
        part, marked = tokens[first:last], tokens[first : last + 1]  # without and with the mark that ends it
        whole = _announces(marked) or _is_for(marked) or (_opens(tokens, first) and _wishes_it(part))
        end = last if whole else first + _about_asker(part)
        if end == last < len(tokens) and tokens[last].has("mark.?"):
            continue
        if end == first or end - first > _MOST or any(one.has(*_CONDITIONS) for one in tokens[first:end]):
            continue
        rest = [*tokens[:first], *tokens[end:]]
        area = any(one.has("area") for one in tokens[first:end])
        if any(one.has(*ASKS) for one in rest) and (not area or any(one.has("area") for one in rest)):
            found.append((first, end + (end == last and last < len(tokens))))  # the mark that ends it goes with it
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for at, token in enumerate(tokens):
        if token.has(*_PARTS):
            if at > first:
                yield first, at
            first = at + 1
    if first < len(tokens):
        yield first, len(tokens)


def _about_asker(part: Sequence[Token]) -> int:
    """How many of the first tokens of a part speak of the asker: all of them, those up to the question, or none."""
    words = [token.text.lower() for token in part]
    at = next((n for n, token in enumerate(part) if not _is_opening(token)), len(part))
    head = words[at : at + 2]
    if len(head) < 2:
        return 0
    if head[0] == "as" and head[1] in ("a", "an", "someone", "somebody"):
        return next((n for n in range(at + 2, len(part)) if part[n].text == "," or _wishes(part, n)), 0)
    if head[0] == "for" and head[1] in ("my", "our", "a", "an") and not any(one.has("noun") for one in part):
        return _till_question(part, at + 1, comma=True)
    errand = head[0].split()[0] in _ERRANDS or _is_unknown_participle(part[at])
    if not errand and (head[0].split()[0] not in _OWN or head[1].split()[0] in _MEANS):
        return 0
    return _till_question(part, at, comma=errand)


def _announces(part: Sequence[Token]) -> bool:
    """Whether a part only says that a question comes: "Analyst question:"."""
    ends = len(part) > 1 and part[-1].has("mark.:", "mark.-")
    return ends and part[-2].text.lower().split()[-1] in ("question", "query", "request", "enquiry")


def _is_unknown_participle(token: Token) -> bool:
    """Whether a clause begins without a subject, "Collecting examples for a lecture": it is the asker who does so."""
    word = token.text.lower()
    return token.keys == {"word"} and word.endswith("ing") and len(word) > len("being") and word not in _PREPOSITIONS


def _is_for(part: Sequence[Token]) -> bool:
    """Whether a part says what is done with the answer: "For coding:"."""
    return (
        len(part) == 3 and part[0].text.lower() == "for" and part[2].has("mark.:") and _is_unknown_participle(part[1])
    )


def _opens(tokens: Sequence[Token], first: int) -> bool:
    """Whether a sentence begins there."""
    return first == 0 or tokens[first - 1].has("mark..", "mark.?", "mark.!")


def _wishes_it(part: Sequence[Token]) -> bool:
    """Whether a sentence says why an answer is wanted: "Want it as a warning", "Need to get the order right"."""
    if len(part) < 3 or part[0].text.lower() not in ("want", "need", "wanted", "needed"):
        return False
    of_it = part[1].text.lower() in ("it", "this", "that", "these", "them", "to")
    return of_it and not any(one.has("area", "pron.who", "pron.where", "noun.grade", "want.which") for one in part)


def _till_question(part: Sequence[Token], at: int, *, comma: bool) -> int:
    """The whole part where nothing in it asks; else up to "and want to know ...", or, after an errand, to a comma."""
    asks = next((n for n in range(at, len(part)) if part[n].has("want", "pron.where", "mark.?")), None)
    if asks is None:
        return len(part)
    if comma:
        return max((n for n in range(at, asks + 1) if part[n].text == ","), default=0)
    return asks if _wishes(part, asks) and part[asks - 1].has("op.and", "filler", "talk", "mark.,") else 0


def _wishes(part: Sequence[Token], at: int) -> bool:
    """Whether "I want to see" or "want to know" stands there."""
    said = part[at].text.lower().replace("'", " '").split()
    return part[at].has("want.list") and bool(said) and said[0] in _WISHES


def _is_opening(token: Token) -> bool:
    """An idle word before a sentence: "so", "hi", "ok"."""
    idle = all(key.startswith(("filler.", "talk.")) for key in token.keys)
    first = token.text.lower().split()[0]
    return (idle or token.has("op.and", "op.but", "mark.,")) and first not in ("as", *_OWN, *_ERRANDS, *_AUXILIARIES)
