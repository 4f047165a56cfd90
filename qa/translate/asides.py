"""A question without what is said beside it: who asks, what they want the answer for, what they heard or did before.

Knows the translator's judgement of each word, and what of an aside a question may lean on. Does not know what is asked.
A word that may change the answer is never dropped: an aside goes only as a whole clause that is surely one, the more
surely the more it names, and what the rest leans on stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.language.phrasing import listed
from qa.plan.annotate import ASIDE, annotate
from qa.plan.asker import ASKS
from qa.translate.slots import WORD, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa.plan.token import Token
    from qa.question import Catalogue
    from qa.translate.model import Translator

__all__ = ["Spoken", "spoken"]

_FEW = 8  # words: so short a question says nothing beside itself
# The mean logit of its words from which on a sentence, a clause of it, and a part of a clause is an aside, and one that
# names or bounds something recorded.
_SURE = {"sentence": (0.3, 2.0), "clause": (1.0, 2.0), "part": (2.0, 3.0)}
_ASKERS = 9.0  # how sure the rules are
_PART = 3  # words that a part of a clause has at least
_SENTENCE = re.compile(r"[?!;]+|\.(?=\s|$)|\n")
_CLAUSE = re.compile(r"[:()–—]+|\s-+\s|,(?=\s)")
_BEGINS = re.compile(
    r"\b(?:because|since|so|as|while|whilst|although|though|if|before|for|but|when|cos|coz|bc)\b", re.IGNORECASE
)
_NAMES = {
    "place": ("name.authority", "name.absent", "name.region", "set.authorities", "set.regions"),
    "time": ("time", "set.periods"),
    "person": ("name.inspector", "set.inspectors"),
}
_SAYS = (
    *("grade", "noun.grade", "noun.gap", "area", "framework", "set.frameworks", "name.region", "set.regions", "rank"),
    *(
        "bound",
        "cmp",
        "op.not",
        "op.neither",
        "op.other_than",
        "op.only",
        "quant.never",
        "quant.every",
        "choice",
        "step",
    ),
)  # names are none of these: where the rest has none of its own, they stay
_ASKING = ("want", "pron.who", "pron.where")
_LEANS = {
    "place": frozenset("it its they their them there here us our we those these that this".split()),
    "time": frozenset("then that when since it after before".split()),
    "person": frozenset("he she his her him they their them that".split()),
}
_POINTS = re.compile(
    r"\bsuch\b(?! as\b)|\b(?:that|those)(?=\s*(?:[?,;.!]|$|when\b|in\b|at\b|by\b|for\b))", re.IGNORECASE
)
_LEFT = re.compile(r"^[\s,;:.–—)-]+|(?<=[\s(])[\s,;:–—(-]+$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """The question alone, and what was said beside it, in the asker's words."""

    question: str
    asides: tuple[str, ...] = ()

    def notes(self) -> list[str]:
        """What the person should be told was passed over."""
        quoted = listed([f"“{one}”" for one in self.asides])
        return [f"Taken as said beside the question, and passed over: {quoted}."] if self.asides else []


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stretch:
    start: int
    end: int
    words: tuple[tuple[int, float], ...]  # where each begins, and how surely it is said beside the question

    @property
    def sure(self) -> float:
        return sum(logit for _, logit in self.words) / len(self.words) if self.words else -9.0

    def cut(self, ends: Sequence[int]) -> Iterator[_Stretch]:
        """The stretch in pieces that end there and hold words."""
        start = self.start
        for end in (*(end for end in ends if self.start < end < self.end), self.end):
            held = tuple(word for word in self.words if start <= word[0] < end)
            if held:
                yield _Stretch(start=start, end=end, words=held)
                start = end


def spoken(question: str, catalogue: Catalogue, translator: Callable[[], Translator]) -> Spoken:
    """The question without what is surely said beside it; as it is where that would leave no question.

    `translator` gives the model, which is loaded where there is something to judge.
    """
    if len(WORD.findall(question)) < _FEW:
        return Spoken(question=question)
    read = annotate(question, catalogue)
    text = read.text
    # What the rules know to be of the asker (qa/plan/asker.py) is no word to be judged.
    ruled = [(token.start, _ASKERS) for token in read.tokens if token.has(ASIDE)]
    judged = sorted([*_judged(text, read.tokens, translator()), *ruled])
    whole = _Stretch(start=0, end=len(text), words=tuple(judged))
    sentences = whole.cut([found.end() for found in _SENTENCE.finditer(text)])
    beside = [one for sentence in sentences for one in _beside(sentence, text, read.tokens)]
    beside = [one for one in beside if one.start > _points_back(text, beside)]
    if any("?" in text[one.start : one.end] for one in beside) and "?" not in _without(text, beside):
        beside = [one for one in beside if "?" not in text[one.start : one.end]]
    rest = [token for token in read.tokens if not any(_within(token, one) for one in beside)]
    if not beside or not any(token.has(*ASKS) for token in rest):
        return Spoken(question=question)
    held = [token for token in read.tokens if any(_within(token, one) for one in beside)]
    named = dict.fromkeys(token.text for token in held if _leant_on(token, rest))
    left = _without(question, beside)  # "Slough: what did they get then?"
    return Spoken(
        question=f"{', '.join(named)}: {left}" if named else left,
        asides=tuple(question[one.start : one.end].strip(" ,;:-–—") for one in beside),
    )


def _judged(text: str, tokens: Sequence[Token], translator: Translator) -> list[tuple[int, float]]:
    """Where each word begins that is no stand-in, and how surely it is said beside the question."""
    marked = mark(text, tokens)
    read = translator.read(marked.text)
    places = [(marked.written(word.start()), read.aside(*word.span())) for word in WORD.finditer(marked.text)]
    return [(at, logit) for at, logit in places if at is not None]


def _beside(sentence: _Stretch, text: str, tokens: Sequence[Token]) -> Iterator[_Stretch]:
    """The sentence where all of it is said beside the question, else its clauses that are, else parts of these."""

    def is_one(part: _Stretch, kind: str) -> bool:
        own = [token for token in tokens if _within(token, part)]
        if kind != "sentence" and (len(part.words) < _PART or any(token.has(*_ASKING) for token in own)):
            return False  # "(suspended, not for good)", "and who to go to"
        return part.sure >= _SURE[kind][any(token.has(*_SAYS) for token in own)]

    if is_one(sentence, "sentence"):
        yield sentence
        return
    for clause in sentence.cut([found.end() for found in _CLAUSE.finditer(text)]):
        if is_one(clause, "clause"):
            yield clause
            continue
        for found in _BEGINS.finditer(text, clause.start, clause.end):
            parts = list(clause.cut([found.start()]))
            if len(parts) == 2 and min(len(part.words) for part in parts) >= _PART:
                one, other = sorted(parts, key=lambda part: -part.sure)
                if is_one(one, "part") and other.sure < 0:
                    yield one
                    break


def _points_back(text: str, beside: Sequence[_Stretch]) -> int:
    """Where the rest points at what was said before it, "such plans", "what did they do about that?"; else -1."""
    kept = [found.start() for found in _POINTS.finditer(text)]
    return max((at for at in kept if not any(one.start <= at < one.end for one in beside)), default=-1)


def _within(token: Token, stretch: _Stretch) -> bool:
    return stretch.start <= token.start < stretch.end


def _without(text: str, beside: Sequence[_Stretch]) -> str:
    left, at = "", 0
    for one in beside:
        left, at = left + text[at : one.start], one.end
    return _LEFT.sub("", left + text[at:]).strip()


def _leant_on(token: Token, rest: Sequence[Token]) -> bool:
    """Whether a name is one that the rest only points at: a place, a time, a person."""
    words = {word for one in rest for word in one.text.lower().replace("'", " ").split()}
    of_all = any(one.has("noun.authority", "want.which") for one in rest)
    for kind, keys in _NAMES.items():
        if token.has(*keys) and not any(one.has(*keys) for one in rest):
            return not of_all if kind == "place" else bool(words & _LEANS[kind])
    return False
