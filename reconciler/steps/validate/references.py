"""References between documents: the other one is declared for the same environment, and stays."""

from collections.abc import Iterable, Iterator

from reconciler.model.place import YamlPath
from reconciler.model.problem import Problem
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted
from reconciler.steps.validate.effective import Effective
from reconciler.steps.validate.layers import Layers
from reconciler.steps.validate.shape import nearest_of


def dangling(
    wanted: Wanted,
    references: Iterable[tuple[YamlPath, Ref]],
    environment: Effective,
    layers: Layers,
) -> Iterator[Problem]:
    """The references of one document that lead nowhere."""
    for path, ref in references:
        draft = environment.known.get(ref)
        if draft is None:
            message = f'there is no {ref.kind} "{ref.name}"'
            hint = _elsewhere(ref, environment, layers)
            yield Problem("unknown-reference", message, wanted.place(*path), hint, wanted.ref)
        elif draft.content.get("absent") is True:
            message = f"{ref} is declared absent ({draft.place}), and this document needs it"
            hint = "name another one, or remove absent: true"
            yield Problem("absent-reference", message, wanted.place(*path), hint, wanted.ref)


def _elsewhere(ref: Ref, environment: Effective, layers: Layers) -> str:
    holding = layers.holding(ref)
    if holding:
        return f"it is declared in {', '.join(holding)} only; move it to base to share it"
    names = [known.name for known in environment.known if known.kind == ref.kind]
    return nearest_of(ref.name, names) or f"declare one with kind: {ref.kind}"
