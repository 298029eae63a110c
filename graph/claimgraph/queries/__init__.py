"""Questions: the named ones of ontology/queries with typed parameters, SPARQL of one's own, and results in any format.

`ask` answers both. A wrong query says line, column and what was expected; an unknown prefix or term suggests the nearest.
`absent` tells which nodes a query names that are not there.
"""

from claimgraph.queries.answers import RESULT_FORMATS, Answer, write_answer
from claimgraph.queries.asking import absent, ask, ask_named
from claimgraph.queries.catalogue import NamedQuery, Parameter, named_queries

__all__ = [
    "RESULT_FORMATS",
    "Answer",
    "NamedQuery",
    "Parameter",
    "absent",
    "ask",
    "ask_named",
    "named_queries",
    "write_answer",
]
