"""Summaries: what one report says in short, and an authority's main problems out of its own report.

Knows recorded grades and recommendations, sections, and words that praise or blame. Does not know questions.
"""

from qa.summaries.answer import answer_summary
from qa.summaries.report import Summary, summarise

__all__ = ["Summary", "answer_summary", "summarise"]
