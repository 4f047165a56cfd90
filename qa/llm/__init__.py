"""Answers written by a chat model, and what keeps them honest.

    models.py    naming and building chat models; what is sent where
    evidence.py  what a model is given: spans of reports with opaque ids
    prompt.py    how the question and the evidence are put to it, as data
    reply.py     claims out of its words, while they arrive
    talk.py      one conversation: send, read while it arrives, count what it took
    terms.py     other words to search by, where a question's own find nothing
    trouble.py   what went wrong, in words that lead on
    chain.py     claims, gate, one repair, drop, or the answer without a model
    fit.py       whether what passed may stand as the answer
    budget.py    how long and how much
    cache.py     replies kept, if that is switched on
    local.py     a model folder in this process

Nothing here is imported before a model is named.
"""

from __future__ import annotations
