"""A corpus of one's own: a folder with the files an analyst fills in, commented, and an example to copy from."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from claimgraph.corpus.layout import scalar
from claimgraph.errors import CorpusError

__all__ = ["new_corpus"]

_TEMPLATE = Path(__file__).parent / "template"


def new_corpus(folder: Path, title: str | None = None) -> Path:
    """Write an empty corpus into a new or empty folder and return the folder. Raises CorpusError where that cannot be."""
    folder = Path(folder)
    id = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "corpus"
    words = {"id": id, "title": scalar(title.strip() if title and title.strip() else id.replace("-", " ").capitalize())}
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CorpusError(f"{folder}: is not empty; name a new folder, nothing was written")
        for source in sorted(path for path in _TEMPLATE.rglob("*.*")):
            path = folder / source.relative_to(_TEMPLATE)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(Template(source.read_text(encoding="utf-8")).safe_substitute(words), encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be written ({error.strerror}); choose another place") from error
    return folder
