"""The words by which a clause is taken apart: what ends a noun phrase, joins figures, compares, bounds and hedges.

Knows English words by what they do. Does not know figures.
"""

from __future__ import annotations

__all__ = [
    "ADJECTIVES",
    "ADRIFT",
    "AT_FIRST",
    "AUXILIARIES",
    "BESIDE",
    "BOUNDS_AFTER",
    "BOUNDS_BEFORE",
    "CHANGES",
    "COMPARES",
    "CONNECTIVES",
    "DETERMINERS",
    "FINITE",
    "GROUPS",
    "JOINTS",
    "OF_AGE",
    "OF_THEM",
    "PLURALS",
    "PREPOSITIONS",
    "QUANTITIES",
    "REFERENCES",
    "SINGULARS",
    "STOPS",
    "TIME_NOUNS",
    "VERBS",
]

AUXILIARIES = frozenset(
    """is are was were be been being am has have had having do does did will would shall should can could may might
    must isn't aren't wasn't weren't hasn't haven't hadn't don't didn't won't cannot can't""".split()
)
PREPOSITIONS = frozenset(
    """owing in on at by for with from to into within without during over under above below between across among
    amongst after before since until till against about around through throughout per via than as like
    towards toward outside inside beyond near upon onto off out up down despite behind beside besides along
    following including excluding regarding compared against""".split()
)
_CONJUNCTIONS = frozenset(
    """and or but nor while whilst whereas although though because so if when where whether unless that which who whom
    whose this these those it they them he she we you i there then also however both either neither not still
    already currently now again almost even just only ever never respectively recently previously together more
    less fewer most least other's due via ago later earlier each altogether overall annually once further such
    same well""".split()
)
STOPS = AUXILIARIES | PREPOSITIONS | _CONJUNCTIONS | {"of"}

# Verbs that may stand right behind a plural noun; those in -ed and -ing are known by their ending.
VERBS = frozenset(
    """access account accounts achieve achieves acknowledge acknowledges acts adds agree agrees allows amount amounts
    arise attend attends attract await awaits became become began believe benefit bring brought came capture
    captures cease celebrates choose chose come comprise comprises confirms considers consist consists continue
    continues contributes cost costs cover covers creates deliver delivers demonstrate demonstrates describe
    differs drives drop drops identify enables engages enhances ensures enter equals equate equates exceed exceeds
    excludes exist experience express facilitate fail fall falls feel fell felt find found gave get gets give
    given gives go goes got grew grow happens has have held help helps hold holds identifies improves include
    includes incorporates increase increases indicates informs involves join joins keep keeps kept knew know
    knows lacks last lasts leads leave leaves led left lie lies limits live lives lost made maintains make makes
    mean means meet meets met miss monitors move need offer offers operates oversees participate presents
    produces promotes provide provides put ran reach reached receive receives recognise recognises reduces
    reflects refuse relate relates rely remain remains report represent represents require requires responds
    result resulted results return rise rises rose run runs said saw say says scrutinises see seek seen serves
    set sets share show shown shows sit sits sought speak spent spoke stand stands start states stay stood strengthens
    suggests support supports take takes taught teach tell tend thought told took tracks undergo underpins
    understands undertake undertakes underwent use uses varies vary visit wait want went work works write
    wrote""".split()
)
# Verbs that have a singular subject too; of those that reports use, nearly always verbs (counted with a tagger).
FINITE = frozenset(
    """achieves acknowledges acts adds agrees allows attends became began brought built came captures celebrates chose
    comprises confirms considers consists continues contributes covers creates delivers demonstrates differs
    drew drives enables engages enhances ensures equals equates exceeds excludes falls fell felt found gave
    gives goes grew happens held helps holds identifies improves includes incorporates indicates informs
    involves keeps kept knew knows lacks leads leaves led left limits lost made maintains makes means meets met
    monitors offers operates oversees presents produces promotes provides ran receives recognises reduces
    reflects relates remains represents requires responds rises rose said saw says scrutinises serves set sets
    showed shows sits sought spent spoke states stood strengthens suggests supports takes told took tracks
    underpins understands understood undertakes undertook underwent uses varies was went were works wrote""".split()
)
PLURALS = frozenset("children people men women staff young-people youngsters offspring police personnel".split())
ADJECTIVES = frozenset(
    """new young old different serious other separate single additional further possible potential prospective such
    private local small large current former recent formal individual key main major specific independent
    more extra full-time part-time sibling permanent temporary agency vulnerable disabled older younger
    female male similar high low white black late early overdue worst best last previous better worse higher
    lower open active first second third final initial top good few several many total whole complete""".split()
)
AT_FIRST = frozenset(
    """needed required received resulted had led went came took fell rose met made achieved moved remained lived waited
    attended returned reached ceased left became began continued failed missed lasted started ended entered
    belonged related concerned involved compares compare means equates represents attend live lives remain
    receive achieve require participate continue benefit have has cease go feel know become stating saying
    describing telling identify identified stand""".split()
)
"""Verbs that no noun phrase begins with: "18 needed improvement"."""
REFERENCES = frozenset(
    """average averages rate rates figure figures period year quarter neighbours authorities authority target
    comparators england level levels months data national comparison addition relation response regard
    performance threshold thresholds benchmark""".split()
)
"""Heads that only say what a figure is set against: what it counts was said before."""
ADRIFT = frozenset("between beyond past post turning turn until reach".split())
OF_AGE = frozenset("are is become becomes became reach reaches at be".split())
"""In front of "18" alone: an age that names itself none."""
BESIDE = frozenset("most least more fewer less such further other additional another new".split())
SINGULARS = frozenset(
    "child person carer worker authority council family board team service manager leaver parent".split()
)
DETERMINERS = frozenset("the a an its their his her our these those this that all any some both every each".split())
OF_THEM = frozenset("whom which these those them whose this".split())
TIME_NOUNS = frozenset("year years month months week weeks day days quarter quarters hour hours time times".split())
QUANTITIES = frozenset(
    """number numbers proportion proportions percentage percentages rate rates share figure figures total average
    averages level levels amount amounts majority minority caseload volume""".split()
)
CHANGES = frozenset(
    """increase increases decrease reduction reductions rise rises drop fall decline improvement improvements growth
    cut cuts saving savings underspend overspend uplift deterioration jump""".split()
)
COMPARES = frozenset(
    """below above than compared comparison line against similar lower higher better worse exceeds exceeding exceed
    exceeded consistent beyond outperforming outperforms comparable match matches matching close closer under
    over like although while whereas but though""".split()
)
JOINTS: dict[str, int] = {
    **dict.fromkeys("compared while whilst whereas although but against".split(), 3),
    **dict.fromkeys("and or to from than with plus which including versus rising falling increasing".split(), 1),
}
"""Words between two figures at which their clauses part, and how surely."""
CONNECTIVES = frozenset(
    """however and but while whilst whereas although though so therefore consequently nevertheless additionally overall
    furthermore moreover also similarly only just even then thus positively encouragingly worryingly currently
    nonetheless meanwhile because since nationally locally previously again yet or where when with both""".split()
)
BOUNDS_BEFORE: dict[str, str] = {
    **dict.fromkeys(
        ("more than", "longer than", "over", "just over", "above", "in excess of", "well over", "exceeding"),
        "more than",
    ),
    **dict.fromkeys(("less than", "fewer than", "under", "just under", "below", "well under"), "less than"),
    **dict.fromkeys(("at least", "a minimum of", "no fewer than", "no less than"), "at least"),
    **dict.fromkeys(("up to", "at most", "no more than", "a maximum of", "as many as"), "at most"),
    **dict.fromkeys(("within",), "within"),
    **dict.fromkeys(("all but",), "all but"),
    **dict.fromkeys(
        (
            "about",
            "around",
            "approximately",
            "nearly",
            "almost",
            "some",
            "roughly",
            "circa",
            "close to",
            "approaching",
            "an estimated",
        ),
        "about",
    ),
}
BOUNDS_AFTER: dict[str, str] = {
    **dict.fromkeys(("or more", "or over", "or above", "and over", "or longer", "plus", "+"), "at least"),
    **dict.fromkeys(("or fewer", "or less", "or under"), "at most"),
}
# Two words that are one: what is counted goes on behind them.
GROUPS: dict[str, tuple[str, ...]] = {
    "and": ("adolescent mental health", "young people", "young person", "families", "young adults", "adolescents"),
    "or": ("young people", "young person"),
    "looked": ("after",),
    "in": ("need", "care", "custody"),
    "at": ("risk",),
    "subject": ("to",),
    "foster": ("to adopt",),
    "missing": ("from home", "from care", "from education", "education"),
    "leaving": ("care",),
    "with": ("disabilities", "a disability", "special educational needs"),
    "waiting": ("for adoption",),
}
