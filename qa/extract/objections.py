"""What speaks against a figure: words of the question that its clause contradicts.

Knows whose a figure is, plans, times, earlier and later (corpus.owners), and pairs of opposites
(qa/data/contrasts.toml). Does not know how likely a figure is otherwise.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.language.amounts import amounts
from corpus.language.mentions import mentions
from corpus.language.pattern import words_pattern
from corpus.owners import OTHERS, owner_words
from qa.search.signals import telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.language.amounts import Amount
    from corpus.language.mentions import Mention
    from qa.question import Period

__all__ = ["OBJECTIONS", "objections"]

OBJECTIONS = frozenset(("whose", "planned", "time", "order", "opposite", "counted", "number", "except", "whole"))
"""What may speak against a figure: it is another's, or a target; of another time; the later or earlier of two; said of
the opposite; a number of something else; beside another number than the one named; of what the question excepts; of
the whole, where a part of it is asked for."""

_DATA = Path(__file__).parents[1] / "data" / "contrasts.toml"
_PARTS = re.compile(r"[;,]\s|\b(?:compared|while|whereas|against|than|but|although|and)\b|[–—]", re.IGNORECASE)
_EARLIER_ASKED = re.compile(
    r"\b(?:before|previous(?:ly)?|earlier|prior|used\s+to|to\s+begin\s+with|at\s+first|originally|to\s+start\s+with|initially"
    r"|(?:a|one)\s+year\s+ago|last\s+year|had\s+been|(?:down|up|risen|fallen|dropped|gone\s+up|gone\s+down)\s+from"
    r"|at\s+(?:its|the|their)\s+(?:worst|peak|height|highest|lowest|start|beginning|outset))\b",
    re.IGNORECASE,
)
_NOW_ASKED = re.compile(
    r"\b(?:now|currently|at\s+the\s+moment|today|these\s+days|at\s+present|nowadays|latest)\b", re.IGNORECASE
)
_NOW_SAID = re.compile(
    r"\b(?:now|currently|at\s+the\s+time\s+of\s+(?:the|this|our)\s+inspection|at\s+present)\b", re.IGNORECASE
)
_THE_ONE_BEFORE = re.compile(
    r"\b(?:(?:the\s+)?(?:year|month|quarter|spring|summer|autumn|winter)\s+(?:before|earlier)|previous\s+(?:year|quarter|spring)"
    r"|last\s+year|year\s+ago|(?:two|three)\s+years\s+(?:before|earlier|ago))\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:[a-z]+\s+){0,4}$", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:compared\s+(?:with|to)|than|against)\s+(?:[a-z]+\s+){0,4}$", re.IGNORECASE)
_PAST_BEHIND = re.compile(
    r"^[^.;]{0,40}?\b(?:year\s+before|previous|last\s+year|earlier|year\s+ago|(?:19|20)\d\d)", re.IGNORECASE
)
_PARTS_OF_IT = frozenset(("count", "none", "percentage", "fraction"))  # the kinds that a part may be told as
_HOW_MANY = re.compile(r"\b(?:how\s+many|number\s+of|numbers\s+of)\b", re.IGNORECASE)
_NOT_COUNTED = re.compile(
    r"[.,;:()]|\b(?:who|which|that|were|was|are|is|had|have|has|for|with|from|by|in|on|at|to|and|or)\b"
)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?|other\s+than|apart\s+from|aside|excluding|not\s+counting|not\s+including|leaving\s+out|besides|without\s+counting)\b",
    re.IGNORECASE,
)
_EXCEPT_SAID = re.compile(
    r"\b(?:except|other\s+than|apart\s+from|aside|exclud\w+|not|without|rest|remain\w+|other|another|further|addition\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto\s+(?:[a-z]+\s+){0,3}$", re.IGNORECASE)
# "Of the 54 recruited, ...", "30 out of 54", "nine (3%) of 266": what stands behind is a whole.
_WHOLE = re.compile(
    r"(?P<front>^|[,;:(–—]\s*|\bthat\s+|\b(?:out|some|all|one|only|just)\s+|[\d%)]\s*)\b(?:of|among)\s+"
    r"(?:(?:an?|the|these|those|its|their|all|total|group|some|around|about|approximately|over|nearly|almost|of)\s+){0,4}$",
    re.IGNORECASE,
)
_PART_ASKED = re.compile(
    r"\b(?:how\s+many|what\s+(?:share|proportion|percentage|fraction|number)|number)\s+(?:out\s+)?of\s+"
    r"(?:the|those|these|them|all|its|their|our|[\w’']+['’]s)\b"
    r"|^\W*(?:[\w’'&.-]+\W+){0,6}?(?:out\s+)?of\s+(?:the|those|these|all|its|their|our|[\w’']+['’]s)\b[^?]*?\bhow\s+many\b",
    re.IGNORECASE,
)
_ALL_ASKED = re.compile(
    r"\b(?:of|from)\s+how\s+many\b|\b(?:in\s+all|altogether|in\s+total|total|all\s+told)\b", re.IGNORECASE
)


def objections(question: str, periods: Sequence[Period], sentence: str, amount: Amount) -> frozenset[str]:
    """The names of what speaks against `amount` of `sentence`, of OBJECTIONS."""
    clause = _clause(sentence, amount)
    periods = [period for period in periods if period.of not in ("published", "inspected")]  # those tell the report
    speaks = {
        "whose": _asks_another_s(question) != _names("whose", clause),
        "planned": _names("planned", question) != _names("planned", clause),
        "time": _misdated(periods, sentence, amount),
        "order": _out_of_order(question, periods, sentence, amount),
        "opposite": any(_opposite(question, sentence, *pair) for pair in _contrasts().pairs),
        "counted": _counts_another(question, sentence, amount),
        "number": _beside_another_number(question, sentence, amount),
        "whole": _of_the_whole(question, sentence, amount),
        "except": _EXCEPT.search(question) is not None and _EXCEPT_SAID.search(sentence) is None,
    }
    return frozenset(name for name, against in speaks.items() if against)


# A sentence's figures are asked about one after another, and each looks at all of them.
@lru_cache(maxsize=256)
def _amounts(text: str) -> tuple[Amount, ...]:
    return tuple(amounts(text))


@lru_cache(maxsize=256)
def _times(sentence: str) -> tuple[Mention, ...]:
    return mentions(sentence)


@dataclass(frozen=True, slots=True)
class _Contrasts:
    named: dict[str, re.Pattern[str]]
    asked: re.Pattern[str]
    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    counted: tuple[re.Pattern[str], ...]


@cache
def _contrasts() -> _Contrasts:
    with _DATA.open("rb") as file:
        table = tomllib.load(file)
    return _Contrasts(
        named={
            "whose": words_pattern(word for owner in OTHERS for word in owner_words()[owner]),
            "planned": words_pattern(owner_words()["target"]),
        },
        asked=words_pattern(table["asked"]["whose"]),
        pairs=tuple((words_pattern(pair["one"]), words_pattern(pair["other"])) for pair in table["pair"]),
        counted=tuple(words_pattern(one["words"]) for one in table["counted"]),
    )


def _names(name: str, text: str) -> bool:
    return _contrasts().named[name].search(text) is not None


def _asks_another_s(question: str) -> bool:
    """Whether the question asks for another's figure, in reports' words or in people's."""
    return _names("whose", question) or _contrasts().asked.search(question) is not None


def _clause(sentence: str, amount: Amount) -> str:
    """The part of the sentence that the figure stands in; of one in brackets, with what stands before them."""
    opened = sentence.rfind("(", 0, amount.start)
    start = opened if opened > sentence.rfind(")", 0, amount.start) else amount.start
    cuts = [match.end() for match in _PARTS.finditer(sentence, 0, start)]
    after = _PARTS.search(sentence, amount.end)
    return sentence[cuts[-1] if cuts else 0 : after.start() if after else len(sentence)]


def _misdated(periods: Sequence[Period], sentence: str, amount: Amount) -> bool:
    """Whether the time that belongs to the amount is none of those asked for.

    A year alone may only tell which report is meant: it counts where the sentence names that very time elsewhere.
    """
    times = _times(sentence)
    if not periods or not times or _dated_so(periods, sentence, amount):
        return False
    told = any(telling(period) == 1.0 for period in periods)
    return told or any(time.fits(period.start, period.end) for time in times for period in periods)


def _dated_so(periods: Sequence[Period], sentence: str, amount: Amount) -> bool:
    """Whether the time nearest to the amount is one of those asked for."""
    others = [one for one in _amounts(sentence) if one.start != amount.start]
    own = min(_times(sentence), key=lambda time: _gap(time, amount, others, sentence), default=None)
    return own is not None and any(own.fits(period.start, period.end) for period in periods)


def _gap(time: Mention, amount: Amount, others: Sequence[Amount], sentence: str) -> float:
    """How far a time stands from an amount: a little more before it than behind it, much more beyond another amount."""
    after, before = time.at - amount.end, amount.start - time.until
    low, high = min(amount.end, time.until), max(amount.start, time.at)
    crossed = sum(low <= other.start < high for other in others)
    broken = 60 if re.search(r"[.;]\s", sentence[low:high]) else 0
    return (after if after >= 0 else before + 6 if before >= 0 else 0) + 40 * crossed + broken


def _out_of_order(question: str, periods: Sequence[Period], sentence: str, amount: Amount) -> bool:
    """Whether the earlier of two is asked for and the later one stands here, or the reverse."""
    before, after = sentence[: amount.start], sentence[amount.end :]
    rises = re.match(r"[^.;]{0,60}?\bto\b", after, re.IGNORECASE) is not None
    changed = re.search(
        r"\b(?:increas|reduc|ris|rose|f[ae]ll|drop|declin|down|up|improv|chang|grow|grew|decreas)\w*\W+(?:[\w’']+\W+){0,6}$",
        before,
        re.IGNORECASE,
    )
    earlier = bool(_FROM.search(before) and (rises or changed)) or bool(
        _BESIDE.search(before) and _PAST_BEHIND.search(after)
    )
    later = bool(_TO.search(before) and re.search(r"\bfrom\b[^.;]*\d", before, re.IGNORECASE))
    asked_before = _EARLIER_ASKED.search(question) is not None
    if _dated_so(periods, sentence, amount):
        return False
    if earlier:
        return not asked_before and not any(telling(period) == 1.0 for period in periods)
    if later:
        return asked_before and not _NOW_ASKED.search(question)
    return _THE_ONE_BEFORE.search(question) is not None and _NOW_SAID.search(sentence) is not None


def _counts_another(question: str, sentence: str, amount: Amount) -> bool:
    """Whether what is counted behind the amount is another thing than what the question counts."""
    asked = _HOW_MANY.search(question)
    if asked is None or amount.kind not in ("count", "none"):
        return False
    wanted = _counted(" ".join(question[asked.end() :].split()[:5]))
    behind = _NOT_COUNTED.split(" ".join(sentence[amount.end :].split()[:5]))[0]
    given = _counted(behind)
    return bool(wanted) and bool(given) and not wanted & given


def _counted(text: str) -> set[int]:
    """Which of the things that are counted a text names."""
    return {n for n, one in enumerate(_contrasts().counted) if one.search(text)}


def _beside_another_number(question: str, sentence: str, amount: Amount) -> bool:
    """Whether a number that the question names stands in another clause, with another amount like this one."""
    named = {one.value for one in _amounts(question) if one.value is not None and one.kind != "none"}
    if not named or any(one.value in named for one in _amounts(_clause(sentence, amount))):
        return False
    others = [one for one in _amounts(sentence) if one.kind == amount.kind and one.value not in named]
    return any(
        one.start != amount.start and any(each.value in named for each in _amounts(_clause(sentence, one)))
        for one in others
    )


def _of_the_whole(question: str, sentence: str, amount: Amount) -> bool:
    """Whether a part is asked for and the amount is the whole of which the sentence gives one."""
    if amount.kind not in ("count", "none") or _ALL_ASKED.search(question) or not _PART_ASKED.search(question):
        return False
    others = [one for one in _amounts(sentence) if one.start != amount.start and one.kind in _PARTS_OF_IT]
    told = _WHOLE.search(sentence[: amount.start])
    if not others or told is None:
        return False
    before = sentence[: told.end("front")].rstrip()
    return not told["front"].strip(" ,;:(–—") or any(one.end >= len(before) - 1 for one in others) or "out" in told[0]


def _opposite(question: str, sentence: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    for asked, against in ((one, other), (other, one)):
        if asked.search(question) and not against.search(question):
            return against.search(sentence) is not None and asked.search(sentence) is None
    return False
