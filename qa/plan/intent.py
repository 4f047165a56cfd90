"""What a question asks for besides its kind: what must be improved, what is to come, the report told by its grade.

Knows English ways of asking. Does not know the library; names and times are blank in the texts it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.language.pattern import Lazy, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.plan.vocabulary import Named
    from qa.question import Kind

__all__ = [
    "PRELUDE",
    "asks_future",
    "asks_how_it_is",
    "asks_recommendations",
    "ends_of_stretch",
    "got_a_grade",
    "tells_the_report",
]

# What people say before they ask.
PRELUDE = Lazy(
    r"^\s*(?:(?:(?:hi|hello|hey|hiya)(?: there| all| again)?|good (?:morning|afternoon|evening)|dear all|"
    r"thanks?(?: you| a lot)?|cheers|great|cool|"
    r"perfect|ok(?:ay)?|right|fine|so|now|well|anyway|hmm+|um+|erm?|sorry|actually|please|quick(?: one| question)?|"
    r"(?:another|one more|next|a|my|different|new) (?:one|question|thing|subject|topic)|(?:change of|new) (?:subject|"
    r"topic)|"
    r"switch(?:ing)?(?: (?:to|over))?|moving on(?: to)?|turning to|"
    r"i(?:['’]m| am) (?:\w+ )?(?:writing|working|looking|reading|researching|reporting|interested|curious|doing)"
    r"(?: (?:a|an|some|my))?(?: (?:piece|story|article|report|essay|research|work|dissertation))? (?:about|on|at|into|"
    r"in|up)"
    r"|i (?:want|need|would like|['’]d like) to (?:know|find out|check)(?: (?:about|whether|if))?|"
    r"(?:can|could|would) you (?:please )?(?:tell me|say|check|find out)(?: (?:about|whether|if))?|(?:please )?tell me|"
    r"do you know|any idea|remind me)(?![\w'’])[\s,.:;!?–-]*)+"
)

# Who is told to improve; the name itself is blank.
_THEY = (
    r"(?:(?:the|its|their|it|they|them|she|he|we|this|that|council|authority|la|borough|county|service|services|"
    r"department|leaders?|managers?|bosses|management|senior|leadership|local|social|care|team|children'?s|'s|s'|"
    r"been|be|both|all) )*"
)
_SAYS = r"(?:the )?(?:hmi|inspectors?|ofsted|they|it|she|he|(?:\w+ )?(?:report|inspection|letter))"
_ADVERBS = r"(?:\w+ly |still |most |yet |also |now |next |first |really |to )*"
_ITEMS = (
    r"(?:what|which|things?|areas?|anything|everything|issues?|aspects?|points?|matters?|items|jobs?|tasks?|steps?|"
    r"actions?|changes?)"
)
_MEND = (
    r"(?:improv(?:e|ed|ing|ement)|fix(?:ed|ing)?|chang(?:e|ed|ing)|sort(?:ed|ing)?|tackl(?:e|ed|ing)|"
    r"address(?:ed|ing)?|put(?:ting)?(?: it| them| things)? right|remed(?:y|ied|ying)|rectif(?:y|ied|ying)|"
    r"work(?: on|ing on)?|better|(?:be|get|do|getting|doing) better|strengthen(?:ed|ing)?|attention|"
    r"concentrate on|focus on|prioriti[sz]e|get (?:right|to grips with)|deal(?:t|ing)? with|raise|rais(?:ed|ing)|"
    r"develop(?:ed|ing)?)"
)
_OUGHT = (
    r"(?:must|should|needs? to|needed to|ha(?:s|ve|d) (?:got )?to|ought to|could|"
    r"(?:was |were |is |are |being |been )?(?:told|asked|required|instructed|expected|ordered|urged|advised|directed|"
    r"recommended|left|obliged|supposed) to)"
)
_BIDS = (
    r"(?:tell|told|ask|asked|want|wanted|order|ordered|instruct|instructed|expect|expected|urge|urged|advise|advised|"
    r"require|required|direct|directed|call for|called for|call on|demand|demanded|say|said|think|thought|feel|felt|"
    r"suggest|suggested)"
)
_RECOMMENDED = phrase(
    r"recommendations?|recommend(?:s|ed|ing)?|homework|marching orders|next steps|what to (?:improve|fix|change|"
    r"work on|do better|do next)|to-?do(?:s| list)?|"
    r"areas? (?:\w+ )?(?:for|of|to|that need\w*|needing|requiring|in need of) (?:\w+ )?"
    r"(?:improve\w*|improving|development|develop|work on|work|strengthen|attention)|"
    r"(?:improvement|action|development|learning) (?:points?|items?|lists?)|points? (?:for|of) (?:improvement|action)|"
    r"improvement (?:priorities|areas|actions|needs|targets|requirements)|priorities for (?:\w+ )?(?:improvement|"
    r"action)|"
    r"priority (?:and immediate )?actions?|(?:required|necessary|outstanding|needed) (?:improvements|actions|changes)|"
    r"(?:improvements|changes|actions) (?:were |are |was )?(?:required|needed|necessary|demanded|called for)|"
    r"list of (?:improvements|jobs|actions|things to)|for (?:\w+ )?improvement|improvement agenda|must[- ]dos?"
)
_ORDERED = phrase(
    rf"{_ITEMS}(?: \w+){{0,2}}? (?:that )?{_ADVERBS}(?:needs?|needed|needing|requires?|required|requiring|wanted|"
    rf"deserved|called for) {_ADVERBS}(?:more |be |being |the )*(?:{_MEND}|done|doing)|"
    rf"{_ITEMS}(?: (?!{_OUGHT})\w+){{0,2}}? {_THEY}{_OUGHT} {_THEY}{_ADVERBS}(?:{_MEND}|do(?! (?:if|when|about|with|"
    rf"for|"
    rf"as|in order)\b)|take(?= ?(?:next|now|\?|$)))|"
    rf"what {_ADVERBS}(?:does|do|did) {_THEY}{_ADVERBS}(?:need|have) {_ADVERBS}(?:{_MEND}|do(?! (?:if|when|about|"
    rf"for)\b))|"
    rf"(?:what|which)(?: \w+){{0,2}}? (?:did|do|does|has|have|had) {_SAYS} (?:\w+ly )?{_BIDS} {_THEY}"
    rf"(?:(?:still |also )?(?:to|must|should|need(?:s|ed)? to|ought to|ha[sd] to|have to) {_ADVERBS}(?:be |get )?\w+|"
    rf"{_MEND})|"
    r"(?:what|which) (?:\w+ ){0,2}?(?:jobs?|tasks?|orders|instructions|targets|goals|priorities|improvements|changes|"
    r"steps|actions|work|requirements) (?:did|does|do|was|were|has|have|had|is|are) (?:\S+ ){0,5}?(?:leave|left|set|"
    r"give|given|ask(?:ed)?|told|tell|needed|need|needs|must|required?|call(?:ed)? for|demand(?:ed)?|want(?:ed)?|"
    r"identif(?:y|ied)|suggest(?:ed)?|impose[ds]?)"
)
# One of these is in every such question: a cheap look before the long pattern.
_BIDDING = (
    "need must should ought could require want deserve call told tell ask instruct expect order urge advis direct "
    "recommend left leave oblige suppose has have had demand say said think thought feel felt suggest set give gave "
    "identif impose".split()
)
# Said of anybody's needs, so it counts only where no more particular subject is named.
_ANYBODY = phrase(
    r"(?:(?:need|needs|needed|needing|must|should|told|asked|required|expected)(?: \S+){0,6}?(?: to)?|"
    r"(?:has|have|had|going) (?:got )?to) (?:improve|get better|be better|do better|fix|change)|improvements? (?:did|"
    r"does|were|are|was)"
    r"|what (?:\w+ )?improvements?(?! (?:ha[sd]|have) )"
)
_PRIORITIES = phrase(r"(?:what|which|list|name|give|tell|top|main|key|\w+'s)(?: \S+){0,4}? priorities")
_SET_BY_ITSELF = phrase(
    r"priorities (?:ha[sd]|have|did|does|do)(?! (?:the )?(?:ofsted|inspect))|priority (?:groups?|children|families)"
)

_FUTURE = phrase(
    r"will|going to (?:be|get|improve|become|drop|fall|stay|rise|go)|gonna|predict\w*|forecast\w*|foresee|foretell|"
    r"(?:likely|expected|due|set|bound) to (?:be|get|become|drop|fall|rise|improve)"
)
_NEXT = phrase(
    r"next (?:time(?: round| around)?|inspections?|visit|report|rating|grade|judge?ment|ofsted(?: \w+)?)|"
    r"next(?=\W*$| (?:be |due |to be )*(?:inspect|rate|grade|visit|judge)\w*| (?:inspect|rate|judge|visit))"
)
# "From one report to the next" are reports that there are.
_STEPS = phrase(r"(?:to|and|or) (?:the|its) (?:very )?next(?: one| report| inspection| visit)?")
_PAST = phrase(r"did|was|were|got|had|came|went|after|following|then|before")
_OF_EVENTS = ("judgement", "date", "trend", "compare", "aggregate", "lookup", "person")

_GOT = phrase(
    r"what (?:did|has|had|have|was|were) (?:\S+ ){0,6}?(?:get|got|receive|received|given|awarded|end up with|"
    r"come away with|"
    r"came away with|earn|earned|score)(?= (?:for|on|from|in|at|overall|by|the year|the "
    r"time|when|that|last|back|before|previously|most|now)\b|\W*$)"
)
_HOW_IT_IS = Lazy(
    r"\W*(?:and |so )?how(?:['’]s| is| are| was| were| did| does| do| has| have| had)?(?:\W+(?:it|they|the|council|"
    r"services?|children['’]?s|kids|social|care|things|there|overall|now|then|today|do|doing|done|fare|faring|fared|"
    r"get|got|getting|on|looking|look|been|moment|currently|nowadays|these|days|lately|recently|last|time|in|for|at|"
    r"perform|performing|performed))*\W*"
)
_OPINION = phrase(r"what (?:did|do) (?:ofsted|inspectors?|they|hmi) (?:think|make|reckon) of")
_TELLING = Lazy(
    r"\b(?:year|time|report|inspection|visit|one|when)\s+(?:(?:that|which|in|when|where|it|they|ofsted|inspectors?|was|"
    r"were|had|been|got|came|out|as|the|council|judged|rated|graded|found|declared|deemed|labelled|called|being|is|to|"
    r"be|an?|overall|services|children'?s|authority)\s+)*$"
)
_ASKED = Lazy(
    r"(?:\b(?:which|what|in which|in what|how many|and|or)\s+(?:year|time|report|inspection|visit|one)\s|"
    r"^\W*(?:and )?when\b(?![^?]*,\s*(?:how|what|which|who|why|did|was|were)\b))"
)
_ONE_END = Lazy(r"\b(?:from|since|between|starting with|beginning with)\s+(?:(?:the|its|their|first|old|earlier)\s+)*$")
_ONE_END_ANYWHERE = Lazy(r"\b(?:from|since|between)\b.{0,40}\b(?:sif|ilacs|framework|first)\b")
_SINCE = Lazy(r"\bsince\s+(?:(?:the|its|their|first|old|earlier)\s+)*$")
_OTHER_END = Lazy(r"\b(?:to|until|till|through|and|up|onwards?|into)\b")
_TO = Lazy(r"\b(?:to|until|till|through|and|into)\s+(?:\w+\s+){0,3}$")


def asks_recommendations(text: str, topics: tuple[str, ...]) -> bool:
    """Whether the question asks for what a report says must be improved."""
    if _RECOMMENDED.search(text) or _ANYBODY.search(text):
        return True
    bidden = any(word in text.casefold() for word in _BIDDING)
    if bidden and _ORDERED.search(text) and not (_PRIORITIES.search(text) and _SET_BY_ITSELF.search(text)):
        return True
    return bool(_PRIORITIES.search(text) and not _SET_BY_ITSELF.search(text) and not set(topics) - {"priorities"})


def asks_future(text: str, kind: Kind) -> bool:
    """Whether a grade or an inspection that has not been yet is asked about."""
    if kind not in _OF_EVENTS:
        return False
    text = _STEPS.compiled.sub(" ", text)
    return bool(_FUTURE.search(text) or (_NEXT.search(text) and not _PAST.search(text)))


def got_a_grade(text: str) -> bool:
    """'What did it get (for adoption)?': what was got is a grade, if an area or the inspectors are named."""
    return bool(_GOT.search(text) or _OPINION.search(text))


def asks_how_it_is(text: str) -> bool:
    """'How's it doing now?': nothing but how an authority is, so its grade is wanted."""
    return _HOW_IT_IS.fullmatch(text) is not None


def tells_the_report(text: str, grade: int) -> bool:
    """Whether the grade at `grade` only tells which report is meant: 'the year it failed', 'when it was inadequate'."""
    telling = _TELLING.search(text[:grade])
    return telling is not None and not _ASKED.match(text[text.rfind(" ", 0, max(0, telling.start() - 1)) + 1 :])


def ends_of_stretch(text: str, frameworks: Iterable[Named]) -> bool:
    """Whether a framework is an end of a stretch of time ('from the SIF to 2024') and so filters nothing."""
    for one in frameworks:
        before, after = text[: one.start], text[one.end : one.end + 40]
        if _SINCE.search(before) or (_ONE_END.search(before) and _OTHER_END.search(after)):
            return True
        if _TO.search(before) and _ONE_END_ANYWHERE.search(before):
            return True
    return False
