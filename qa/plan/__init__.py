"""Understanding a question: what it names, when, and what kind of answer it wants; and which reports that means.

Knows the plan (qa.question) and how to make one. Does not answer anything.
"""

from __future__ import annotations

from qa.plan.reading import plan_question
from qa.plan.select import select_reports

__all__ = ["plan_question", "select_reports"]
