"""The platform as it was observed, whole: what the plan compares with what is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.model.observed import Features, Observed, Seen, Value
from reconciler.model.reach import NOWHERE, Reach, Reaches
from reconciler.model.ref import Ref
from reconciler.model.shared import Shared

Fields = Mapping[str, Value | None]
Objects = Mapping[Ref, Observed]


@dataclass(frozen=True, slots=True)
class Tenant:
    """What decoding one object needs to know of the rest.

    *default_template* is the external id of the template with IsDefault, None if nobody knows it;
    *alike* has the fields of what was decoded so far, for objects that answer the same.
    """

    features: Features
    now: datetime
    default_template: str | None = None
    alike: Shared[Fields] = field(default_factory=Shared, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Live:
    """All observed objects by kind; *nameless* are those without an external id.

    *unread* are declared objects that no channel reads: nothing of them is known but by record.
    """

    tenant: Tenant
    objects: Mapping[str, Objects]
    nameless: Mapping[str, tuple[Seen, ...]] = field(default_factory=dict)
    reaches: Reaches = field(default_factory=dict)
    unread: Objects = field(default_factory=dict)

    def of(self, kind: str) -> Objects:
        """The observed objects of a kind."""
        return self.objects.get(kind, {})

    def known(self, ref: Ref) -> Observed | None:
        """One object, read or by record; None when it was looked for and is not there."""
        return self.of(ref.kind).get(ref) or self.unread.get(ref)

    def reach(self, kind: str) -> Reach:
        """What the channels can do for a kind."""
        return self.reaches.get(kind, NOWHERE)
