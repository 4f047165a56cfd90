"""Answers that a chat model points at and words, and what keeps them honest.

    models.py    naming and building chat models; what is sent where
    ladder.py    what a model can be asked to do, and what each rung sends
    quiz.py      which rung a model reaches: thirty questions whose answers are known
    memory.py    what was learnt of models and their servers
    numbered.py  the sentences it is shown, the likeliest first
    evidence.py  spans of reports as numbered evidence
    prompt.py    how the question and the sentences are put to it, as data
    talk.py      one conversation: send, read, count what it took, leave out what its server refuses
    loose.py     its reasoning taken off, its loose JSON read
    reply.py     what it points at and says, out of its words
    pointing.py  which sentences it means
    queries.py   the query of a question that the program cannot read
    grammar.py   its notation, as a grammar
    turns.py     a turn of a chat as a question
    terms.py     other words to search by, where it sees no answer
    trouble.py   what went wrong, in words that lead on
    chain.py     claims, the gate, their sentence where they fail it, or the answer without a model
    fit.py       whether what passed may stand against a refusal
    budget.py    how long and how much
    cache.py     replies kept, if that is switched on
    local.py     a model folder in this process

Nothing here is imported before a model is named.
"""

from __future__ import annotations
