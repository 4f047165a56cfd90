"""The library served: one layer over it, and its faces for other programs: HTTP, a web page, MCP.

Knows what is said to whom, and how much at once. Does not know how a question is answered.
"""
