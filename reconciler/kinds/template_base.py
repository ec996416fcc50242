"""Which templates others should extend, so that files say least."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.kinds.proctorio import OPTIONS
from reconciler.model.observed import Value


@dataclass(frozen=True, slots=True)
class Settled:
    """The settings of a template, and the dependency rules that do not hold in it."""

    values: Mapping[str, Value]
    accepted: frozenset[str]


def bases(new: Mapping[str, Settled], known: Mapping[str, Settled]) -> dict[str, str]:
    """Which of the *new* templates extends which of the *known*: new ones that extend none, or old.

    One level of new ones only, so that a reader looks at few files. The base that saves most comes
    first; among equals an old one, then the first by name. All of them name every setting.
    """
    saved = {
        (child, base): saving
        for child in new
        for base in known
        if child != base and (saving := _saving(new[child], known[base])) > 0
    }
    extends: dict[str, str] = {}
    while saved:
        total = dict.fromkeys(sorted(known, key=lambda name: (name in new, name)), 0)
        for (_, base), saving in saved.items():
            total[base] += saving
        best = max(total, key=lambda name: total[name])
        children = {child for child, base in saved if base == best}
        extends.update(dict.fromkeys(sorted(children), best))
        settled = children | {best}
        saved = {
            (child, base): saving
            for (child, base), saving in saved.items()
            if child not in settled and base not in children
        }
    return extends


def _saving(child: Settled, base: Settled) -> int:
    """How many values are not written again; 0 unless that is most of them."""
    if not base.accepted <= child.accepted:
        return 0  # it would take over a reason that is not its own
    same = sum(child.values[path] == value for path, value in base.values.items())
    return same if same > len(OPTIONS) // 2 else 0
