"""What the store asks a server for its own ends, one file each; $names are filled in with whole terms."""

from functools import cache
from importlib.resources import files


@cache
def request(name: str) -> str:
    """The text of a request, by the name of its file."""
    return files(__name__).joinpath(name).read_text("utf-8")
