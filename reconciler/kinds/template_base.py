"""Which templates others should extend, so that files say least."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.kinds.proctorio import OPTIONS
from reconciler.model.observed import Value


@dataclass(frozen=True, slots=True)
class Complete:
    """All settings of a template, and the dependency rules that do not hold in it."""

    values: Mapping[str, Value]
    accepted: frozenset[str]


def bases(new: Mapping[str, Complete], declared: Mapping[str, Complete]) -> dict[str, str]:
    """Which of the *new* templates extends which: *declared* ones, or new ones that extend none.

    One level only, so that a reader looks at two files at most. The base that saves most comes
    first; among equals a declared one, then the first by name.
    """
    known = {**new, **declared}
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


def _saving(child: Complete, base: Complete) -> int:
    """How many values are not written again; 0 unless that is most of them."""
    if not base.accepted <= child.accepted:
        return 0  # it would take over a reason that is not its own
    same = sum(child.values[path] == value for path, value in base.values.items())
    return same if same > len(OPTIONS) // 2 else 0
