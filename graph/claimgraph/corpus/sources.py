"""One file of sources/ <-> a source with its claims, and claims added to a file without touching what the analyst wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b, sha256
from pathlib import Path

from claimgraph.claim import Claim, Entity, Label, PartialDate, Source
from claimgraph.corpus.claims import claim_fields, read_claim
from claimgraph.corpus.layout import Node, group, item
from claimgraph.corpus.model import SourceFile
from claimgraph.corpus.nodes import insertion_point
from claimgraph.corpus.problems import Problems
from claimgraph.corpus.records import Record, read_bytes, read_record
from claimgraph.corpus.terms import Terms, is_id, is_iri
from claimgraph.errors import CorpusError
from claimgraph.vocabulary import Vocabulary, load

__all__ = ["append_claims", "dump_source", "parse_source", "read_date", "read_source", "source_file"]

_KEYS = (
    "url", "title", "publisher", "creators", "language", "published", "kind", "copy-of", "digest", "length", "held",
    "trust", "note", "claims",
)  # fmt: skip
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def read_source(
    path: Path, *, vocabulary: Vocabulary | None = None, entities: Mapping[str, Entity] | None = None
) -> SourceFile:
    """Read one source file. Without `entities`, any id is taken for one. Raises CorpusError with every problem found."""
    problems = Problems()
    data = read_bytes(path, problems)
    problems.check()
    return parse_source(data or b"", path, vocabulary=vocabulary, entities=entities)


def parse_source(
    text: str | bytes, path: Path, *, vocabulary: Vocabulary | None = None, entities: Mapping[str, Entity] | None = None
) -> SourceFile:
    """What a source file says, from its text; the id is the name of the file. Raises CorpusError."""
    problems = Problems()
    data = text.encode() if isinstance(text, str) else text
    file = source_file(data, path, Terms(vocabulary or load(), entities, problems))
    problems.check()
    if file is None:
        raise CorpusError(f"{path}: cannot be read")
    return file


def source_file(data: bytes, path: Path, terms: Terms) -> SourceFile | None:
    """As `parse_source`, but problems are left with `terms`; None where there is no mapping to read."""
    if not is_id(path.stem):
        what = f"{path.name!r} does not name a source; use a-z, 0-9 and hyphens: kling-q3-2025.yaml"
        terms.problems.add(path, 0, "", what)
    record = read_record(data, path, terms.problems)
    if record is None:
        return None
    record.allow(_KEYS)
    made: dict[str, Entity] = {}
    source = _source(record, path.stem, terms, made)
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    for entry in record.records("claims"):
        claim = read_claim(entry, path.stem, source.text_length, terms)
        if claim is None:
            continue
        id = claim.id
        if id in lines:
            what = (
                f"the same claim stands on line {lines[id]}; delete one, or say what distinguishes them (scope, span)"
            )
            terms.problems.add(path, entry.line, "claim", what)
            continue
        lines[id] = entry.line
        claims.append(claim)
    digest = "sha256:" + sha256(data).hexdigest()
    return SourceFile(path, digest, source, tuple(claims), lines, tuple(made.values()))


def _source(record: Record, id: str, terms: Terms, made: dict[str, Entity]) -> Source:
    url, digest, language = record.text("url"), record.text("digest"), record.text("language")
    if url is not None and not is_iri(url):
        record.problem("url", f"{url!r} is not a URL; write https://..., with %20 for a space")
    elif url is not None and not url.lower().startswith(("http://", "https://")):
        record.problem("url", f"{url!r} is no address on the web; write https://... or http://..., or leave it out")
    if digest is not None and not _DIGEST.fullmatch(digest):
        record.problem("digest", f"{digest!r} is not a digest; write sha256: and 64 hexadecimal digits (0-9, a-f)")
    if language is not None and not _LANGUAGE.fullmatch(language):
        record.problem("language", f"{language!r} is not a language tag in small letters; write en, zh-hans or zh-hant")
    return Source(
        id=id,
        title=record.text("title", required=True) or "",
        url=url,
        publisher=_agent(record, "publisher", record.text("publisher"), terms, made),
        creators=tuple(
            creator for name in record.texts("creators") if (creator := _agent(record, "creators", name, terms, made))
        ),
        language=language,
        published=read_date(record, "published"),
        kind=terms.one_of(record, "kind", terms.vocabulary.source_kinds),
        digest=digest,
        text_length=record.number("length"),
        held=record.flag("held", default=True),
        copy_of=record.text("copy-of"),
        trust=record.text("trust"),
        note=record.text("note"),
    )


def read_date(record: Record, name: str) -> PartialDate | None:
    """A date known to the day, the month or the year; what is not one is reported."""
    text = record.text(name)
    try:
        return PartialDate(text) if text else None
    except ValueError as error:
        record.problem(name, str(error))
    return None


def _agent(record: Record, field: str, name: str | None, terms: Terms, made: dict[str, Entity]) -> str | None:
    """The entity of a publisher or author: by its id, by a name that one entity bears, or made of a new plain name."""
    if name is None or (terms.entities is not None and name in terms.entities):
        return name
    if is_id(name):
        return name if terms.is_entity(record, field, name) else None
    bearers = terms.labelled(name)
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        record.problem(field, f"{name!r} is a name of {' and of '.join(bearers)}; write the id")
        return None
    language = record.text("language") or "en"
    entity = _named(name, "Publication" if field == "publisher" else "Person", language)
    if terms.entities is not None and entity.id in terms.entities and terms.entities[entity.id].labels != entity.labels:
        record.problem(field, f"{name!r} would get the id of the entity {entity.id}; write that id, or another name")
        return None
    made[entity.id] = entity
    return entity.id


def _named(name: str, kind: str, language: str) -> Entity:
    """An entity made of a plain name: the id is the name in small letters, with a hash where that loses something."""
    plain = name.lower().replace(" ", "-")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if slug != plain:
        slug = f"{slug or kind.lower()}-{blake2b(name.encode(), digest_size=3).hexdigest()}"
    script = "zh-hant" if language.startswith("zh-hant") else "zh-hans"
    return Entity(slug, kind, (Label(name, script if _HAN.search(name) else "en"),))


def dump_source(source: Source, claims: Iterable[Claim], publications: Iterable[Entity] = ()) -> str:
    """The source and its claims as canonical YAML; `parse_source` reads the same values back.

    Publishers and authors among `publications` are written by their names, as entities.yaml does not know them.
    """
    names = {entity.id: entity.label() for entity in publications}
    fields: dict[str, Node | None] = {
        "url": source.url,
        "title": source.title,
        "publisher": names.get(source.publisher or "", source.publisher),
        "creators": [names.get(creator, creator) for creator in source.creators],
        "language": source.language,
        "published": source.published.text if source.published else None,
        "kind": source.kind,
        "copy-of": source.copy_of,
        "digest": source.digest,
        "length": None if source.text_length is None else str(source.text_length),
        "held": None if source.held else "false",
        "trust": source.trust,
        "note": source.note,
    }
    head = group({name: node for name, node in fields.items() if node})
    body = "".join(item(claim_fields(claim)) for claim in claims)
    return f"{head}claims:\n{body}" if body else f"{head}claims: []\n"


def append_claims(path: Path, claims: Iterable[Claim], *, vocabulary: Vocabulary | None = None) -> int:
    """Add claims to a source file below those that stand there; comments and order stay. Returns how many were new.

    The file is replaced in one step, and only when the result reads back as it should. Raises CorpusError.
    """
    file = read_source(path, vocabulary=vocabulary)
    new = {claim.id: claim for claim in claims if claim.id not in file.lines}
    if not new:
        return 0
    text = path.read_bytes().decode("utf-8-sig")
    end = insertion_point(text, "claims")
    if end is None:
        line = next(iter(file.lines.values()), 1)
        raise CorpusError(
            f"{path}:{line}: claims: is written in [brackets]; put each claim on a line that starts with '- '"
        )
    after, indent, empty = end
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    block = "".join(item(claim_fields(claim), indent) for claim in new.values())
    if empty:
        head = [row for row in rows[after - 1 : after] if row.lstrip().startswith("claims")]
        rows[after - len(head) : after] = ["claims:\n"]
        after += 1 - len(head)
    rows.insert(after, block)
    _replace(path, "".join(rows), file, len(new), vocabulary)
    return len(new)


def _replace(path: Path, text: str, before: SourceFile, added: int, vocabulary: Vocabulary | None) -> None:
    after = parse_source(text, path, vocabulary=vocabulary)
    if after.source != before.source or len(after.claims) != len(before.claims) + added:
        raise CorpusError(
            f"{path}: the new claims would change what stands there; add them by hand, nothing was written"
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CorpusError(f"{path}: cannot be written ({error.strerror}); nothing was changed") from error
