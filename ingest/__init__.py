"""How reports get in: read a file, recognise what it is, split it into passages, embed and store them.

The middle floor: imports `corpus` only, and never asks a question.
"""
