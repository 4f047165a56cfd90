"""Other words for a question, asked of a model when the question's own words find nothing.

Knows the question and how search terms look. Is shown no text of a report and sets no filter: what comes back can only
change the order in which passages within the selected reports are found.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from qa.llm.budget import Budget, timed
from qa.llm.prompt import encoded
from qa.llm.talk import untraced, words_of

if TYPE_CHECKING:
    from corpus.settings import Settings
    from qa.llm.models import ChatModel

__all__ = ["search_terms"]

_MOST = 6
_TERM = re.compile(r"[^\W\d_][\w'’ -]{2,40}")
_ASK = (
    "You help to search inspection reports on children's services. Write at most six words or short phrases that such"
    " a report would use to say what the person asks for, each on a line of its own, and nothing else: no names of"
    " places or people, no years, no numbers."
)


def search_terms(question: str, *, model: ChatModel, settings: Settings) -> tuple[str, ...]:
    """At most six words or phrases that reports may use for what is asked, lower-case; none where the model fails."""
    budget = Budget(seconds=settings.model_timeout, tokens=settings.token_budget)
    text = ""
    try:
        model.ready()
        for chunk in timed(partial(untraced, model.chat, [("system", _ASK), ("human", encoded(question))]), budget):
            text += words_of(chunk)
            if len(text) > 1_000:
                break
    except Exception:
        return ()  # the search goes on without; what is wrong with the model is said when it is to answer
    asked = question.casefold()
    found = []
    for line in text.splitlines():
        term = re.sub(r"^[\s\d.)*•-]+|[\s.,;:*]+$", "", line).casefold()
        if _TERM.fullmatch(term) and len(term.split()) <= 4 and term not in asked:
            found.append(term)
    return tuple(dict.fromkeys(found))[:_MOST]
