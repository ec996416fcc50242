"""Who holds a capability before and after the changes of a plan."""

from dataclasses import dataclass

from reconciler.model.ref import Ref


@dataclass(frozen=True, slots=True)
class Access:
    """The roles that hold one capability, sorted."""

    capability: str
    before: tuple[Ref, ...]
    after: tuple[Ref, ...]

    @property
    def changes(self) -> bool:
        """Whether other roles hold it afterwards."""
        return self.before != self.after
