"""Every exception of claimgraph.

A message says what failed, on what (file:line, field), and what to do next. The command line prints it in one or two
lines and exits with 2; nothing is ever half-written.

    ClaimGraphError             whatever claimgraph raises on purpose
     +- CorpusError             an analyst's file is wrong: says file, line, field and the nearest valid name
     +- SourceError             a document cannot be read: missing, empty, encrypted, too large, not text
     +- ExtractionError         a drafting method cannot run: no endpoint, an answer that is not an answer
     +- StoreError              a store cannot be opened, read or written: missing, locked, full, unreachable
     +- QueryError              a question cannot be asked: syntax with line and column, unknown prefix or term
     +- ValidationError         the graph breaks its shapes; carries the report
     +- FormatError             a file format that is unknown, or that cannot hold what it was asked to hold
     +- MissingExtraError       an optional package is needed: says which extra installs it
"""


class ClaimGraphError(Exception):
    """Base of all errors that claimgraph raises on purpose."""


class CorpusError(ClaimGraphError):
    """An analyst's file is wrong. `problems` holds every line found, so that one run shows them all."""

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class SourceError(ClaimGraphError):
    """A document cannot be read."""


class ExtractionError(ClaimGraphError):
    """A drafting method cannot run."""


class StoreError(ClaimGraphError):
    """A store cannot be opened, read or written."""


class QueryError(ClaimGraphError):
    """A question cannot be asked as it is written."""


class ValidationError(ClaimGraphError):
    """The graph breaks its shapes."""


class FormatError(ClaimGraphError):
    """A file format is unknown, or cannot hold what it was asked to hold."""


class MissingExtraError(ClaimGraphError):
    """An optional package is needed and not installed."""

    def __init__(self, package: str, extra: str, cause: ImportError | None = None) -> None:
        """`cause` is the failed import: where another module than the package itself was not found, the message says so."""
        absent = f"{package} is not installed"
        if cause is not None and not isinstance(cause, ModuleNotFoundError):
            absent = f"{package} is installed and cannot be imported ({' '.join(str(cause).split())})"
        elif cause is not None and cause.name and cause.name.partition(".")[0] != package.replace("-", "_"):
            absent = f"{package} cannot be imported without {cause.name}"
        super().__init__(f"{absent}: pip install 'claimgraph[{extra}]'")
