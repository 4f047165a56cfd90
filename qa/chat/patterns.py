"""The turns that are known by their form alone, as patterns.

Knows English. Does not know the conversation.
"""

from __future__ import annotations

import re

__all__ = [
    "ALWAYS",
    "AUXILIARY",
    "BARE_WHY",
    "BETTER_OR_WORSE",
    "BY_HOW_MUCH",
    "COMPARE",
    "COUNT_OF_THOSE",
    "DATED",
    "GENERAL",
    "GOODBYE",
    "HELLO",
    "IS_LATEST",
    "LED",
    "NEEDS",
    "NOW",
    "OF_THOSE",
    "ONES",
    "OTHERS",
    "PAGE",
    "PERSON",
    "RECOVERED",
    "REPORTS",
    "SAYING",
    "SIMILAR",
    "THAN",
    "THANKS",
    "UNIT",
    "VAGUE",
]

AUXILIARY = r"was|were|is|are|has|have|had|did|do|does|can|could|will"
_IT = r"(?:that|it|this|them|they|so|those|the change|the drop|the grade|the rating|the judge?ment)"


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE)


def _within(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


# Taking up what a refusal offers ("Did you mean: “A” or “B”?"): the first, and the second.
TAKEN = (
    _whole(
        r"(?:(?:yes|yep|yeah|ya|ok(?:ay)?|sure|exactly|right|correct|indeed|please|i (?:did|do)"
        r"|that(?:'s| is) (?:it|right|the one)|that one|the first(?: one)?|1)\b[\s,.!-]*)+"
    ),
    _whole(r"(?:(?:yes|no|ok(?:ay)?)\b[\s,.!-]*)*(?:the (?:second|other|latter)(?: one)?|2)(?: please)?[\s.!]*"),
)
YES = _whole(r"(?:(?:yes|yep|yeah|ya|sure|exactly|correct|indeed)\b[\s,.!-]*)+")  # to no offer
THANKS = _whole(
    r"(?:(?:ok(?:ay)?|great|perfect|lovely|brilliant|cool|fine|alright|all right|nice|good|right|super|excellent"
    r"|got it|understood|i see|ah|oh|well|thanks|thank you|thx|ta|cheers"
    r"|many thanks|much appreciated|appreciated|that'?s (?:all|great|helpful|useful|perfect|it)|very|so much"
    r"|a lot|for (?:that|now|your help)|much|then)[\s,.!-]*)+"
)
HELLO = _whole(r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|hiya)(?: there)?")
GOODBYE = _whole(r"(?:good)?bye(?: bye)?|see you(?: later)?|that(?:'s| is) all(?: for now)?")
PAGE = _whole(
    r"(?:(?:please|can you|could you|let me|i want to|i'd like to)\s+)*(?:(?:show|see|open|give|read)(?: me"
    r"| us)? )?(?:the |that |its )?(?:page|source|sources|citation|citations|quote|passage|evidence"
    r"|original)(?: please)?"
    r"|(?:show|open) (?:me |us )?(?:it|that|this)|show me|(?:on )?(?:what|which) page(?: (?:is|was) (?:that|it"
    r"|this)(?: on)?)?|where (?:does|did|do) (?:it|they|the report|he|she) say (?:that|so|this|it)"
    r"|where(?:'s| is) that(?: from| written| stated| said)?|(?:what(?:'s| is)|says who|according to what"
    r"|what) (?:your |the )?(?:source|evidence)(?: for (?:that|this|it))?|says who|source"
)
BARE_WHY = _whole(
    rf"(?:but |and |so )?(?:why so (?:many|few|high|low|bad|good|much|little|poor)|why(?: on earth)?(?:(?: is|'s"
    rf"| was| were| did| are| do) {_IT}(?: (?:the case|so"
    rf"|happen|so (?:bad|good|low|high|poor)|change|decided))?)?(?: so| not)?|why not|how come(?: {_IT})?"
    r"|(?:what|which)(?: were| are| was| is|'s)? (?:the |their )?(?:main |key )?(?:reasons?|causes?|explanations?"
    r"|grounds)(?: (?:did|do|does|were|was|are|is|have|has)(?: (?:they|she|he|it|the report|the inspectors?"
    r"|inspectors|ofsted))? "
    rf"(?:give|given|cite|cited|name|gave|mention|offer|list))?(?: (?:for|behind) {_IT})?|what (?:was|is|were|lay"
    rf"|lies|'s) (?:behind|the matter with|wrong with) {_IT}"
    rf"|what (?:caused|made|led to|explains?|drove|prompted) {_IT}(?: happen)?|what went wrong|for what reasons?"
    rf"|on what grounds|because of what|how did {_IT} (?:happen|come about)"
    rf"|(?:can you |could you )?(?:explain|elaborate)(?: {_IT})?(?: why)?(?: please)?|reasons?|give me (?:the"
    rf"|a) reasons?)(?: then| though| please)?"
)
BY_HOW_MUCH = _whole(
    r"(?:and )?by how (?:much|many)(?: (?:more|less|fewer|higher|lower|is that|was that))?|(?:and "
    r")?(?:what(?:'s| is| was) )?"
    r"(?:the )?(?:difference|gap)(?: between (?:them|the two|those))?|how (?:much|many) (?:more|less|fewer|"
    r"higher|lower|bigger|"
    r"smaller)(?: (?:is|was) (?:that|it))?"
)
LED = _within(
    r"who(?:'s|se)? (?:is |was |were )?(?:the )?(?:led|lead|leads|inspect(?:ed|or|ors)|lead inspector|in charge"
    r"|headed|ran"
    r"|wrote|signed|carried out|conducted|did|undertook|responsible)"
    r"|(?:which|what|whose) (?:hmi|inspectors?|team)|(?:the |and the )?(?:lead )?inspector(?:'s name)?"
    r"|inspected by who(?:m)?|led by who(?:m)?|by who(?:m)?"
)
NEEDS = _within(
    r"(?:what|which|where|anything|any|list)\b.{0,60}?\b(?:(?:needs?|needed|must|should|ha[sd]|have|ought|told"
    r"|asked?|asks|say|said|want(?:ed|s)?|expect(?:ed|s)?|recommend(?:ed|s|ing)?)\b.{0,50}?"
    r"\b(?:improv\w*|better|sort(?:ed)? (?:it |them )?out|fix\w*|put right|chang\w*|work on|work|address\w*"
    r"|do next|tackle[ds]?|do about it|do|next)|(?:recommend\w*|priorit(?:y|ies))|to improve|improvements?)"
    r"|recommendations?|areas? for improvement"
)
COMPARE = _within(
    r"compare (?:them|the two|both|these|those|all|that|it)|(?:how do|do) (?:they|the two|these|those) (?:compare"
    r"|differ)|side by side|whose (?:is|was) (?:the )?(?:better|worse|higher|lower|more|bigger|best|worst)"
    r"|which (?:one |of (?:them|these|those|the two) )?(?:is|was|were|did|does|has"
    r"|had) (?:the |a )?"
    r"(?:better|worse|higher|lower|more|fewer|best|worst|highest|lowest|most|fewest|bigger|larger|smaller)"
    r"|who (?:has|had|did|does|got|gets|is|was|came out) (?:the )?(?:\w+ )?"
    r"(?:better|worse|higher|lower|more|fewer|best|worst|highest|lowest|most|fewest|bigger|larger|smaller|less)"
    r"|compares? (?:to|with|against)|(?:compare )?the (?:first|last) (?:two|three)|which of the two|what(?:'s"
    r"| is) the difference|(?:the )?difference between them"
)
OF_THOSE = _within(
    r"(?:which|how many|what(?: share| proportion| percentage)?|who|any|name|list|some|all|none|most|both"
    r"|either)?(?: ones?)?\s*(?:of|among|amongst|out of) (?:those|them|these|that list|the list)(?: (?:councils"
    r"|authorities|ones|places))?"
)
COUNT_OF_THOSE = _whole(
    r"(?:so )?how many(?: (?:of (?:those|them|these)|(?:is|was|does) that(?: (?:make|in all|in total"
    r"|altogether))?|(?:are|were) (?:there|those|they)(?: (?:in all|in total|altogether))?|in all|in total"
    r"|altogether))?(?: in (?:all|total))?"
)
OTHERS = _whole(
    r"(?:are there |were there |is there |was there )?(?:any|which|what|who|anyone|anybody|anywhere|where"
    r"|what about)? ?(?:the )?(?:others?|else|rest|more)(?: (?:councils?|authorit(?:y|ies)|ones?|places?"
    r"|boroughs?))?(?: like (?:that|them|it)| too| as well)?"
)
BETTER_OR_WORSE = _within(
    r"(?:better|worse|(?:an )?improvement|higher|lower|more|fewer|up|down|changed?|different|progress|rise|fall"
    r"|same)(?: or (?:better|worse|down|up|fewer|more|lower|higher|fall|not))?,? "
    r"(?:than|on|from|since|as|compared (?:to|with)) (?:before|(?:the )?last (?:time|one|inspection|report)"
    r"|(?:the )?(?:previous|earlier)(?: (?:one|time|inspection|report))?|previously|it was|they were|it used to be)"
    r"|compares? (?:to|with|against) (?:the )?(?:year |one |time |inspection |report )?(?:before|previous|last)"
    r"|an improvement|up or down|better or worse|any change|(?:gone|went) (?:up|down)|go(?:ing)? (?:up|down)"
)
RECOVERED = _within(
    r"(?:have|has|did|do|are|is) (?:they|it|things|that|the council|the authority|matters|services"
    r"|this)(?: \w+){0,2}? (?:recover\w*|improv\w*|got(?:ten)? (?:any )?(?:better|worse)"
    r"|get(?:ting)? (?:any )?(?:better|worse)|turn(?:ed)? (?:it|things) (?:a)?round|chang\w*|progress\w*"
    r"|declin\w*|bounce[d]? back|moved? on)"
)
NOW = _within(
    r"(?:where|how) (?:is|are|does|do|has|have)\b.*\b(?:now|today|these days|stand|doing|currently|at the moment"
    r"|nowadays|at present)"
)
SIMILAR = _within(
    r"(?:(?:its|their|the|statistical|any) )*(?P<near>neighbours?|neighbouring (?:authorities|councils|boroughs"
    r"|counties|ones)|statistical neighbours?)|(?:the )?(?:same|rest of the|that|its|their|whole) region"
)
ALWAYS = _whole(
    r"(?:was|were|is|has|have) (?:it|that|they|this)(?: been)? (?:always|ever)(?: been)?(?: (?:so|that|this"
    r"|like that|the case|that (?:bad|good)))?(?: (?:before|then))?"
)
DATED = _within(
    r"when|(?:on )?(?:what|which) (?:date|day|month|year)|how long ago|how recent(?:ly)?|since when|(?:what )?dates?"
)
IS_LATEST = _whole(
    r"(?:is|was) (?:that|this|it) (?:still )?(?:the |their )?(?:latest|most recent|newest|last|current"
    r"|up to date)(?: (?:one|report|inspection|grade|rating|judge?ment))?"
)
REPORTS = _whole(
    r"(?:(?:are|were) there |do you have |have you(?: got)? |is there |list |show (?:me )?|give me )?(?:any |all "
    r"|how many |which |what |an? |the )?(?:other |more recent |recent |latest |more |later |newer |earlier "
    r"|older |previous )*(?:reports?|inspections?)"
    r"(?: (?:are|were) there| do you have| have you(?: got)?| (?:on|of|for|about) (?:them|it|that (?:council"
    r"|authority)|there)| here| since| have they had| did they have| exist)*"
)
ONES = _within(r"(?:which|what|any|how many)(?: (?:ones?|others?))?(?= (?:were|are|was|is|had|have|got)\b)")
UNIT = _whole(
    r"(?:(?:what|how much|how many)(?: is| was|'s)? ?)?(?:(?:and )?(?:as|in|what about|how about|what's|what is"
    r"|what was|give me|for|what) )?(?:an? |the |its |their )?(?:that )?(?:as |in )?(?:an? )?"
    r"(?P<unit>rate|percentage|per ?cent(?:age terms)?|%|proportion|share|per (?:10(?:,?000|k)|ten "
    r"thousand)(?: (?:children|kids))?|per head"
    r"|per capita|relative to (?:the )?population|absolute (?:numbers|terms|figures)|numbers?|figures?|count"
    r"|actual numbers?)"
    r"(?: (?:is|was|would) that)?(?: "
    r"(?:instead|then|please|too|as well|per (?:10(?:,?000|k)|ten thousand)(?: children)?))*"
)
PERSON = _within(
    r"she|he|her|him|hers|his|(?:that|this|the same|the lead) inspector|the (?:same )?(?:woman|man|person)"
)
SAYING = _within(
    r"say|said|says|saying|find|found|finds|think|thought|recommend(?:ed|s)?|ask(?:ed|s)?|tell|told|want(?:ed|s)?"
    r"|criticis\w*|prais\w*|writ(?:e|es|ten)|wrote|conclude[ds]?|note[ds]?|report(?:ed)?|mention(?:ed)?|like"
    r"|liked|impressed|see|saw|expect(?:ed)?"
)
GENERAL = _within(
    r"(?:which|what|how many|any|all|most|every|each|list|other|no|name)(?: (?:the|of the|other|english|local"
    r"|inspected))*(?: \w+)? (?:councils?|authorit(?:y|ies)|boroughs?|las|counties|cities|places|regions?|providers?)"
    r"|anywhere|nationally|across (?:england|the country|all|every)|in england|(?:in|does) (?:the|this"
    r"|your) (?:library|collection|corpus)|do you (?:have|know|cover|hold)|what can you|who are you|are you"
    r"|can you|you"
)
THAN = _within(
    r"(?:is|was|are|were) (?:that|it|this|they) (?:\w+ )?(?:higher|lower|better|worse|more|fewer|less|bigger"
    r"|smaller|larger|the same|as (?:good|bad|high|low))"
)
VAGUE = frozenset(
    """affected bad badly good well weak strong problem problems any better worse hit fine different similar still
    really get got given receive
    received that such so poor poorly great low high case they too also did was were have had has be been do always
    concern concerns""".split()
)
