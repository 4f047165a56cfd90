"""Themes across reports: of each report the sentence that speaks best of something, and what that comes to.

Knows sentences' vectors, words, the reader and citations. Does not know questions about one report.
"""

from qa.themes.answer import answer_theme
from qa.themes.figures import figures_of
from qa.themes.quotes import answer_quotes, quotes
from qa.themes.recommended import By, answer_recommended, recommended
from qa.themes.theme import Each, Theme, theme

__all__ = [
    "By",
    "Each",
    "Theme",
    "answer_quotes",
    "answer_recommended",
    "answer_theme",
    "figures_of",
    "quotes",
    "recommended",
    "theme",
]
