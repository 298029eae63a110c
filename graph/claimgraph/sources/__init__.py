"""A location -> a document: its text as it is stored, and what the page says of itself.

One module per medium: text, HTML, Markdown, PDF, addresses of the web. Every offset that anybody records later refers to
`Document.text`, in code points. This room extracts no claims; a date that no page states stays unknown.
"""

from claimgraph.sources.document import Document, script_of
from claimgraph.sources.reading import Limits, read_document, read_documents

__all__ = ["Document", "Limits", "read_document", "read_documents", "script_of"]
