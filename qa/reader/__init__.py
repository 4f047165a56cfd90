"""Reading: whether a sentence answers a question, and which of its figures does, by a small trained model.

Knows a question's text and sentences with their figures. Does not know how sentences were found, nor what is answered
with them. docs/reader.md says what the model is, how it was made and what it is worth.
"""

from qa.reader.model import Reader
from qa.reader.read import Figure, Read, read

__all__ = ["Figure", "Read", "Reader", "read"]
