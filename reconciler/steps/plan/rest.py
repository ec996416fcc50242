"""Which objects are at rest: platform, files and ledger agree on them, and nothing is to be said.

Of a big tenant most are, so this is asked of each object once, and all else only of the others.
"""

from collections.abc import Mapping

from reconciler.kinds import Kind
from reconciler.kinds.kind import Target
from reconciler.model.memory import Memory
from reconciler.model.observed import Observed, State, Value
from reconciler.model.sameness import same

Values = Mapping[str, Value | None]


class Rest:
    """Tells of the objects of one kind whether a plan has nothing at all to say of them.

    Thousands of sittings share the map of what they run with, and of what they are to run with:
    each pair of maps is compared once. They are told by their ids, and kept so that these are.
    """

    def __init__(self, kind: Kind, memory: Memory) -> None:
        self._root = kind.derived
        self._memory = memory
        self._compared: dict[tuple[int, int], tuple[Values, Values, Values | None]] = {}

    def holds(self, target: Target, observed: Observed | None) -> bool:
        """Whether an object that a channel shows is at rest."""
        memory, ref = self._memory, target.ref
        return (
            observed is not None
            and not (observed.unseen or target.absent or target.problems or target.notes)
            and ref not in memory.opened
            and ref not in memory.attested
            and self._agreed(target, observed.fields)
            and self._known_to_run(target, observed)
        )

    def _agreed(self, target: Target, fields: Values) -> bool:
        """Whether the platform and the ledger have just what is asked for, and no more is ours."""
        base, asked = self._memory.base.get(target.ref), target.asked
        if base is None or not base.keys() <= asked.keys():
            return False
        for path, value in asked.items():
            based = base.get(path)
            if not same(fields.get(path), value) or not same(based.value if based else None, value):
                return False
        return True

    def _known_to_run(self, target: Target, observed: Observed) -> bool:
        """Whether a sitting runs with what it is to run with, and the ledger knows with what."""
        runs = self._runs(target.runs, observed.fields)
        if not runs or observed.sitting is None or observed.sitting.state is State.DRAFT:
            return runs is not None
        known = self._memory.ran.get(target.ref)
        return known is not None and known[-1].settings == runs

    def _runs(self, wanted: Values, fields: Values) -> Values | None:
        """The derived fields of an object; None where they are not as they are to be."""
        found = self._compared.get(key := (id(wanted), id(fields)))
        if found is None:
            alike = all(same(fields.get(path), value) for path, value in wanted.items())
            runs = _derived(self._root, fields) if alike else None
            found = self._compared[key] = wanted, fields, runs
        return found[2]


def _derived(root: str, fields: Values) -> Values:
    return {p: value for p, value in fields.items() if root and p.startswith(f"{root}.")}
