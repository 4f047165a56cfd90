"""Questions of many topics that passages answer, not facts: each with a place for where or when, or for neither.

Knows wording alone. "{}" takes " in Thornwick", " in 2015" or nothing.
"""

from __future__ import annotations

__all__ = ["COUNTED", "STATED", "TOPICS", "WARMING"]

WARMING = (
    "What did inspectors find about supervision{}?",
    "Why are children moved so often{}?",
    "How well are disabled children supported{}?",
    "What was said about elective home education{}?",
    "How do social workers record their visits{}?",
    "What is done about domestic abuse{}?",
    "Why was the fostering panel criticised{}?",
    "How good are pathway plans{}?",
    "What do care leavers think of their personal advisers{}?",
    "How are referrals from the police handled{}?",
    "What happens when a child goes missing from school{}?",
    "Why do child protection conferences come late{}?",
)

TOPICS = (
    "What did inspectors find about private fostering{}?",
    "Why do children wait too long for an assessment{}?",
    "How are young people at risk of sexual exploitation protected{}?",
    "What did the report say about return home interviews{}?",
    "How well do managers oversee casework{}?",
    "Why are social workers' caseloads too high{}?",
    "What is the quality of life story work{}?",
    "How are unaccompanied asylum-seeking children looked after{}?",
    "What was found about neglect and thresholds{}?",
    "How timely are initial health assessments{}?",
    "What do inspectors say about the virtual school{}?",
    "Why did adoption take so long{}?",
    "How is the emotional health of children in care looked after{}?",
    "What help do foster carers get{}?",
    "What did inspectors criticise in strategy discussions{}?",
    "What does the designated officer do well{}?",
    "What did children tell inspectors about their social workers{}?",
    "How do schools and health visitors share concerns{}?",
    "Why are plans for children not specific enough{}?",
    "What was said about agency staff and turnover{}?",
    "How is early help organised{}?",
    "What do inspectors report about young carers{}?",
    "How are care leavers helped to find work{}?",
    "What accommodation do care leavers live in{}?",
    "Why is supervision of social workers weak{}?",
    "How does the emergency duty team respond at night{}?",
    "What has been done about gangs and county lines{}?",
    "How are homeless 16 and 17 year olds treated{}?",
    "What did inspectors say about the independent reviewing officers{}?",
    "How well does the council use advocacy{}?",
    "What is known about contact between brothers and sisters{}?",
    "How are children placed far from home visited{}?",
    "What was wrong with performance management{}?",
    "How good is the work with families on the edge of care{}?",
    "What did inspectors find about female genital mutilation{}?",
    "How is radicalisation dealt with{}?",
    "What was said about the corporate parenting board{}?",
    "Why do some children drift without a permanent plan{}?",
    "How are connected carers and special guardians supported{}?",
    "What role does the lead member play{}?",
    "How do courts see the social work statements{}?",
    "What training is offered to newly qualified social workers{}?",
    "How are complaints by children handled{}?",
    "What did the multi-agency safeguarding hub get right{}?",
)

# What recorded facts answer: about one authority, and counted over all of them.
STATED = (
    "How was {} rated?",
    "Who led the latest inspection of {}?",
    "When was {} last inspected?",
    "How many children in {} were subject to child protection plans?",
    "Was {} judged good for leadership?",
    "How was adoption judged in {}?",
    "When was the report on {} published?",
    "How has {}'s overall grade changed?",
)
COUNTED = (
    "Which councils were judged inadequate?",
    "How many authorities are outstanding overall?",
    "Which councils were judged inadequate in reports published in 2015?",
    "Which authorities require improvement for leadership?",
    "How many reports are there from 2018?",
    "Which councils in the North West were judged good?",
)
