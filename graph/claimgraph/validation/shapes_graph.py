"""The Turtle files of shapes as one graph that knows which file a node stands in, and how to refuse it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from claimgraph.errors import ValidationError
from claimgraph.validation.algebra import Term
from claimgraph.validation.paths import SH, MalformedPath, members


@dataclass(frozen=True, slots=True)
class ShapesGraph:
    """What the files say. Every file is a named graph, called by its IRI."""

    store: Store

    @classmethod
    def read(cls, files: Iterable[FilePath]) -> ShapesGraph:
        """The files together; ValidationError with file and line where one cannot be read."""
        store = Store()
        for file in files:
            try:
                store.load(file.read_bytes(), format=RdfFormat.TURTLE, to_graph=NamedNode(file.resolve().as_uri()))
            except (OSError, SyntaxError) as error:
                raise ValidationError(f"{file}: the shapes cannot be read: {error}") from error
        return cls(store)

    def values(self, node: Term, local_name: str) -> list[Term]:
        """The values of a property, sorted; a name without colon is SHACL's."""
        predicate = NamedNode(local_name if ":" in local_name else SH + local_name)
        return _sorted(quad.object for quad in self._about(node) if quad.predicate == predicate)

    def only(self, node: Term, local_name: str) -> Term | None:
        """The one value of a property or None; more than one is refused."""
        found = self.values(node, local_name)
        if len(found) > 1:
            raise self.refusal(node, f"sh:{local_name} has {len(found)} values and may have one")
        return found[0] if found else None

    def subjects(self, predicate: str, value: Term | None = None) -> list[Term]:
        """Whatever has the property (with the value), sorted."""
        return _sorted(quad.subject for quad in self.store.quads_for_pattern(None, NamedNode(predicate), value))

    def predicates(self, node: Term) -> list[str]:
        return sorted({quad.predicate.value for quad in self._about(node)})

    def members(self, node: Term, local_name: str, head: Term) -> Sequence[Term]:
        """The members of the list that is the value of the property; refused where it is none."""
        try:
            return [member for member in members(self.store, head) if not isinstance(member, Triple)]
        except MalformedPath as error:
            raise self.refusal(node, f"sh:{local_name} has no list for its value: {error}") from error

    def flag(self, node: Term, local_name: str) -> bool:
        """A boolean property, false where it is not stated."""
        value = self.only(node, local_name)
        if value is None:
            return False
        if not isinstance(value, Literal) or value.value not in {"true", "false"}:
            raise self.refusal(node, f"sh:{local_name} is {value}; write true or false")
        return value.value == "true"

    def texts(self, node: Term, local_name: str) -> tuple[Literal, ...]:
        """The literals of a property; anything else is refused."""
        found = self.values(node, local_name)
        literals = tuple(value for value in found if isinstance(value, Literal))
        if len(literals) != len(found):
            raise self.refusal(node, f"sh:{local_name} has a value that is no literal")
        return literals

    def refusal(self, node: Term, why: str) -> ValidationError:
        """An error that names file, shape and what is wrong with it."""
        files = sorted({quad.graph_name.value for quad in self._about(node) if isinstance(quad.graph_name, NamedNode)})
        name = f"<{node.value}>" if isinstance(node, NamedNode) else self._around(node)
        return ValidationError(f"{', '.join(files) or 'shapes'}: shape {name}: {why}")

    def _around(self, node: Term) -> str:
        """An anonymous shape by the named node that it hangs on."""
        seen: set[Term] = set()
        while isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            holders = _sorted(quad.subject for quad in self.store.quads_for_pattern(None, None, node))
            node = holders[0] if holders else node
        return f"within <{node.value}>" if isinstance(node, NamedNode) else "without a name"

    def _about(self, node: Term) -> list[Quad]:
        """What is said about a node; nothing about a literal."""
        return [] if isinstance(node, Literal) else list(self.store.quads_for_pattern(node, None, None))


def _sorted(nodes: Iterable[Term | Triple]) -> list[Term]:
    return sorted({node for node in nodes if not isinstance(node, Triple)}, key=str)
