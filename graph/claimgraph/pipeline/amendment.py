"""Source files amended claim by claim: what else stands in them, comments and order included, stays as it is.

Used when a decision is undone or an article changed. The result must read back as what was meant, else nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from claimgraph.claim import Claim, Source
from claimgraph.corpus import SourceFile, parse_source
from claimgraph.corpus.claims import claim_fields
from claimgraph.corpus.layout import item
from claimgraph.corpus.nodes import Group, Items, Node, Text, compose
from claimgraph.corpus.sources import read_source
from claimgraph.errors import CorpusError
from claimgraph.pipeline.queue import write_file
from claimgraph.vocabulary import Vocabulary

__all__ = ["amend"]


def amend(
    path: Path,
    changes: Mapping[str, Claim | None],
    source: Source | None = None,
    *,
    vocabulary: Vocabulary | None = None,
) -> SourceFile:
    """Put claims in the place of those with these ids, or take them out where None; with the digest and length of `source`.

    Raises CorpusError where the file cannot be amended by line; then nothing is written.
    """
    file = read_source(path, vocabulary=vocabulary)
    text = path.read_bytes().decode("utf-8-sig")
    rows = text.splitlines(keepends=True)
    for id, (first, last) in sorted(_places(text, file).items(), key=lambda place: -place[1][0]):
        if id in changes:
            claim = changes[id]
            indent = len(rows[first]) - len(rows[first].lstrip(" "))
            rows[first:last] = [item(claim_fields(claim), indent)] if claim else []
    amended = "".join(rows)
    if source is not None:
        amended = _headed(amended, source)
    if not any(claim is not None for claim in (changes.get(old.id, old) for old in file.claims)):
        amended = re.sub(r"(?m)^claims:[ \t]*$", "claims: []", amended, count=1)
    return _written(path, amended, file, changes, vocabulary)


def _places(text: str, file: SourceFile) -> dict[str, tuple[int, int]]:
    """The rows of each claim: from its dash to the last line of its content."""
    root = compose(text)
    pairs = root.pairs if isinstance(root, Group) else []
    items = next((value for key, value in pairs if isinstance(key, Text) and key.value == "claims"), None)
    if not isinstance(items, Items) or items.flow:
        return {}
    ends = {node.line: _end(node) for node in items.items}
    return {id: (line - 1, ends[line]) for id, line in file.lines.items() if line in ends}


def _end(node: Node) -> int:
    """The last line of a node's content, without the comments that follow it."""
    while True:
        if isinstance(node, Items) and node.items and not node.flow:
            node = node.items[-1]
        elif isinstance(node, Group) and node.pairs and not node.flow:
            node = node.pairs[-1][1]
        else:
            return node.end


def _headed(text: str, source: Source) -> str:
    """The text with the digest and length of another reading of the article."""
    text = re.sub(r"(?m)^digest:.*$", f"digest: {source.digest}", text, count=1)
    return re.sub(r"(?m)^length:.*$", f"length: {source.text_length}", text, count=1)


def _written(
    path: Path, text: str, before: SourceFile, changes: Mapping[str, Claim | None], vocabulary: Vocabulary | None
) -> SourceFile:
    after = parse_source(text, path, vocabulary=vocabulary)
    wanted = [changes.get(claim.id, claim) for claim in before.claims]
    if [claim.id for claim in after.claims] != [claim.id for claim in wanted if claim is not None]:
        raise CorpusError(
            f"{path}: its claims cannot be amended line by line; change them by hand, nothing was written"
        )
    write_file(path, text)
    return after
