"""What a report is, and how a library of reports is kept on disk.

The lowest floor: knows no file format, no model and no question.
"""
