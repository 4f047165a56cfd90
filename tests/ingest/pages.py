"""Documents made of pages of lines, as a reader makes them out of a PDF; the words are the tests' own."""

from __future__ import annotations

from corpus.model import Document, Page

REPORT = (
    """1
Northshire County Council
Inspection of services for children
Inspection date: 3 March to 14 March 2025
Report published: 2 May 2025
1. Children who need help and protection Requires improvement
2. Children in care and those leaving
care
Good
2.1 Adoption performance Outstanding
3. Leadership, management and governance Requires
improvement to be
good
""",
    """2
Contents
The council 3
Facts about the council 3
Executive summary 4
Recommendations 4
The experiences of children who need help and
protection 5
""",
    """3
The council
Facts about the council
Children living in the county
• About 41,000 children and young people under the age of 18 live in Northshire,
which is a fifth of the people who live in the county.
• The share of children who have free school meals:
– in primary schools is 12% (the national figure is 15%)
– in secondary schools is 9% (the national figure is 13%).
Children looked after in the county
• On 1 March 2025, 310 children were being looked after by the council (a rate
of 76 per 10,000 children). Of this number:
– 41 live outside the county
– 22 live in children’s homes, of whom nine live outside the
county
– two live in residential schools.

2
Residential schools look after children for fewer than 295 days in any one year.
""",
    """4
Executive summary
Senior leaders have a clear picture of how well services work, and they have acted on
the findings of the last inspection. Plans are short, and most of them are clear.
Visits to children happen on time in three of the four districts, and managers know
why they do not in the last.
Supervision is regular. Managers see each social worker once a month, and they write
down what was agreed, which helps the worker to act on it.
Recommendations
1. Make sure that every child who goes missing is offered a talk with somebody who is
independent within three days.
2. Reduce the number of children whose social worker has changed more than twice in
any one year.
""",
    """5
The experiences of children who need help and
protection: requires improvement to be good
12. Children in need are visited often. Their plans are reviewed, and what they say is
written down in
""",
    """6
their own words. This is a strength of the service.
13. Not all assessments are finished on time. In January, 14 of 96 were late, some of
them by more than a month.
If you would like a copy of this document in a different format, please
telephone 0000 000 0000.
Hill House
Long Lane
""",
)


def document(*texts: str) -> Document:
    """A document of these pages."""
    pages, at = [], 0
    for number, text in enumerate(texts, start=1):
        pages.append(Page(number=number, start=at, end=at + len(text)))
        at += len(text)
    return Document(text="".join(texts), pages=tuple(pages), media_type="application/pdf")
