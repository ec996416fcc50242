"""The policies that come with the tool, as the documents that they are."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from reconciler.model.document import Document
from reconciler.steps.load import read
from reconciler.steps.load.files import Source

FILE = "policies.yaml"


@cache
def shipped() -> Mapping[str, Document]:
    """Their documents by name."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    found = read(Source(f"(shipped)/{FILE}", "", text))
    return {item.ref.name: item for item in found if isinstance(item, Document)}
