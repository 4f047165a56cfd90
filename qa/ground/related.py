"""Whether a claim speaks of what its quotes speak of: each of its clauses, so that none rides along on another.

Knows clauses by their marks and joining words, and words by their stems. Does not know figures, dates and names, which
are looked up one by one, nor English well enough to see what a clause says of its words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from qa.ground.normal import clean, normal
from qa.ground.values import Value
from qa.language.thesaurus import thesaurus
from qa.language.words import QUESTION_WORDS, STOP, stem, words

__all__ = ["addressing", "is_known", "related", "riders"]

_RELATED = 1 / 3  # of a sentence's content words, at least, stand in its quotes or the report's line
_NEW = 1 / 3  # of a clause's content words, at most, stand nowhere there, each between two that do
_ALIKE = 5  # letters that "assess" and "assessment" share
_JOINTS = re.compile(
    r",(?!\d)|[;:()\[\]\u2026]|\s-\s|\.\s|(?<![\w-])(?:and|or|but|nor|while|whilst|whereas|because|since|although|though"
    r"|which|who|whose|where|when|if|unless|so|then|yet|plus|also|before|after|until|that|to|by|with)(?![\w-])",
    re.IGNORECASE,
)
# What a claim may say around what a report says.
_FRAME = frozenset(
    stem(word)
    for word in """part parts passage passages speak speaks spoke page note notes noted record recorded records show
    shows showed shown showing total sum difference altogether together judge judged judgement grade graded rate rated
    rating indeed receive received respectively however therefore overall moreover thus instead despite including
    include includes included follow following additionally furthermore meanwhile well further document documents
    letter statement statements thirds quarters rest remaining remainder left""".split()
)
# A report is not spoken for: it gives no advice that does not stand in it.
_ADDRESSING = re.compile(
    r"\b(?:should|must|ought|shall|please|let's|you|your|yours|we|us|our|ours|i|me|my|readers?|click|visit)\b",
    re.IGNORECASE,
)


def related(text: str, quoted: str, titles: str) -> bool:
    """Whether each sentence of the claim shares words with the quotes."""
    in_quotes, in_titles = _content(quoted), _content(titles)
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        content = _content(sentence)
        if not content & in_quotes or len(content & (in_quotes | in_titles)) < _RELATED * len(content):
            return False
    return True


def riders(text: str, found: Sequence[Value], support: str) -> list[str]:
    """The clauses of a claim that speak of other things than the support; `found` are the claim's values.

    A value is looked up for itself, and says nothing of the words beside it.
    """
    # "Pre- and post-adoption" has a hyphen at a word's end that is no word broken at a line's end.
    suspended = re.sub(r"-(?=\s)", " ", clean(support))
    known = _content(" , ".join([support, suspended, *(one.text for one in found)]))
    return [clause.strip() for clause in _clauses(text) if _rides(clause, known)]


def addressing(text: str, support: str) -> list[str]:
    """Words of a claim that tell a reader what to do, or speak to one, and do not stand in the support."""
    there = {match[0].lower() for match in _ADDRESSING.finditer(support)}
    return [match[0] for match in _ADDRESSING.finditer(text) if match[0].lower() not in there]


def _clauses(text: str) -> Iterator[str]:
    at = 0
    for match in _JOINTS.finditer(clean(text)):
        yield text[at : match.start()]
        at = match.end()
    yield text[at:]


def _rides(clause: str, known: set[str]) -> bool:
    new = [not is_known(word, known) for word in _words(clause) if _tells(word)]
    if not new:
        return False
    side_by_side = any(one and other for one, other in pairwise(new))
    return new[0] or new[-1] or side_by_side or sum(new) > _NEW * len(new)


def is_known(word: str, known: Collection[str]) -> bool:
    """Whether a word, one of its own family or all words of an expression that means the same is among known stems."""
    one = stem(word)
    if one in known or any(
        min(len(one), len(other)) >= _ALIKE and (one.startswith(other) or other.startswith(one)) for other in known
    ):
        return True
    return any(
        len(telling) > 0 and all(each in known for each in telling)
        for match in thesaurus().matches([one])
        for telling in (term.telling for term in match.says)
    )


def _tells(word: str) -> bool:
    return word not in STOP and word not in QUESTION_WORDS and stem(word) not in _FRAME


def _content(text: str) -> set[str]:
    return {stem(word) for word in _words(text) if word not in STOP and word not in QUESTION_WORDS}


@lru_cache(maxsize=256)  # the same quotes for each claim
def _words(text: str) -> tuple[str, ...]:
    """The words of a text; a dash between spaces joins none."""
    return tuple(words(normal(re.sub(r"(?<=\s)-(?=\s)", ",", clean(text))).text))
