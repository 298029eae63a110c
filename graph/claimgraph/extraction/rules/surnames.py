"""A person whom a text calls by the last name alone, once the full name has stood there: Mara Velt; Velt said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimgraph.extraction.rules.common_words import ordinary_english
from claimgraph.extraction.rules.mentions import Mention

_FULL = re.compile(
    r"[A-ZÀ-Þ][\w’'.-]*(?: (?:[A-Z][.]|de|da|van|von|bin|al|[A-ZÀ-Þ][\w’'-]+)){0,2} (?P<last>[A-ZÀ-Þ][\w’'-]+)"
)
_ACTS = re.compile(
    r"['’]s |,|,? (?:said|says|added|told|noted|wrote|expects|who|also|was|is|has|had|will|did)(?![a-z])"
)


def with_surnames(plain: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of a text, a last name read as the one person before it who bears it."""
    persons: dict[str, Mention | None] = {}
    found: list[Mention] = []
    for mention in mentions:
        full = _FULL.fullmatch(mention.name) if mention.named and mention.sort == "person" else None
        if full:
            other = persons.setdefault(full["last"], mention)
            if other is not None and other.identity != mention.identity:
                persons[full["last"]] = None
        elif _is_lone(mention):
            bearer = persons.setdefault(mention.name, None)
            mention = _called(mention, bearer) if bearer else mention
        found.append(mention)
    small = set(re.findall(r"(?<![A-Za-z])[a-zß-ÿ]+(?![A-Za-z])", plain))
    bearers = {last: person for last, person in persons.items() if person and last.lower() not in small}
    return tuple(sorted([*found, *_unnamed(plain, found, bearers)], key=lambda mention: mention.start))


def _unnamed(plain: str, mentions: Sequence[Mention], bearers: dict[str, Mention]) -> Iterator[Mention]:
    """The last names that no mention covers, after the full ones."""
    if not bearers:
        return
    starts = {place for mention in mentions for place in range(mention.start, mention.end)}
    for match in re.finditer(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, bearers))})(?![\w-])", plain):
        person = bearers[match[0]]
        acts = not ordinary_english(match[0]) or _ACTS.match(plain, match.end())
        if acts and match.start() > person.end and match.start() not in starts:
            yield _called(Mention(match.start(), match.end(), "name", "person"), person)


def _called(mention: Mention, person: Mention) -> Mention:
    return replace(mention, how=person.how, sort="person", entity=person.entity, name=person.name)


def _is_lone(mention: Mention) -> bool:
    """Whether a mention is one unknown Latin word that may well be a person."""
    return mention.how == "name" and mention.sort in ("any", "person") and " " not in mention.name
