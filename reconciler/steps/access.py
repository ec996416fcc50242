"""Say who can do what with exams, before and after a plan's changes of roles. Pure."""

from reconciler.kinds.catalogue import Catalogue
from reconciler.kinds.ticks import PREFIX, managers
from reconciler.model.access import Access
from reconciler.model.after import after
from reconciler.model.live import Live, Objects
from reconciler.model.plan import Plan
from reconciler.model.ref import Ref

ROLE = "Role"


def access(plan: Plan, live: Live, catalogue: Catalogue) -> tuple[Access, ...]:
    """Who holds each capability of the catalogue; empty where no channel shows roles.

    All changes of roles count, also those that wait; what is by hand does not.
    """
    if not live.of(ROLE):
        return ()
    then = after((change for change in plan.changes if change.ref.kind == ROLE), live)
    return tuple(
        Access(
            capability,
            _holders(live.of(ROLE), capability, catalogue),
            _holders(then.of(ROLE), capability, catalogue),
        )
        for capability in sorted(catalogue.capabilities)
    )


def _holders(roles: Objects, capability: str, catalogue: Catalogue) -> tuple[Ref, ...]:
    if catalogue.manage_roles in catalogue.capabilities[capability]:
        return tuple(sorted(managers(roles, catalogue)))
    # A row that is on under a menu that is off opens nothing.
    paths = [PREFIX + row for row in catalogue.expand(capability)]
    return tuple(
        sorted(
            ref
            for ref, role in roles.items()
            if all(role.fields.get(path) is True for path in paths)
        )
    )
