"""Who a document is: its kind, and the name under which the platform knows it."""

from collections.abc import Iterator, Mapping
from typing import Final

from reconciler.kinds import KINDS
from reconciler.model.document import Document
from reconciler.model.meant import meant
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.steps.load.parse import Parsed

KEYS: Final[Mapping[str, str]] = {
    "Site": "name",
    **{kind.name: kind.key for kind in KINDS},
    "Policy": "name",
}


def document(layer: str, parsed: Parsed) -> Iterator[Document | Problem]:
    """The Document that was *parsed*, or the reason why nobody can tell what it is.

    Without a usable name its Ref has the name "": the model then says what is missing.
    """
    content = parsed.content
    if not isinstance(content, dict):
        hint = "start with kind: and one of " + ", ".join(KEYS)
        yield Problem(
            "not-a-document", "a document is a map of keys to values", parsed.values[()], hint
        )
        return
    kind = content.get("kind")
    if isinstance(kind, str) and kind in KEYS:
        name = content.get(KEYS[kind])
        ref = Ref(kind, str(name) if isinstance(name, str) else "")
        yield Document(ref, layer, content, parsed.keys, parsed.values, parsed.file)
    elif kind is not None or "kind" not in content:
        yield _unknown(parsed, kind)


def _unknown(parsed: Parsed, kind: object) -> Problem:
    known = ", ".join(KEYS)
    if kind is None:
        message, hint = "the document does not say its kind", f"add kind: and one of {known}"
        return Problem("kind-missing", message, parsed.values[()], hint)
    shown = f'"{kind}"' if isinstance(kind, str) else "this"
    near = meant(kind, KEYS) if isinstance(kind, str) else None
    hint = f"write {near} (one of {known})" if near else f"write one of {known}"
    return Problem("kind-unknown", f"{shown} is not a kind", parsed.values[("kind",)], hint)
