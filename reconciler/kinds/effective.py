"""What a template says, or a sitting would run with: template and tweak, with all places."""

from dataclasses import dataclass

from reconciler.kinds.dependencies import Effective
from reconciler.kinds.proctorio import flatten
from reconciler.kinds.rules import Said
from reconciler.kinds.sittings import Schedule, said, template
from reconciler.kinds.template import Template
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted


@dataclass(frozen=True, slots=True)
class Settled:
    """Effective settings, *template* the one that gives them, *own* the options said here.

    *above* is what they start from: the template of a sitting, the parent of a template.
    """

    effective: Effective
    template: Wanted
    own: frozenset[str]
    above: "Settled | None" = None

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles that bound it."""
        named = self.template.resource
        return tuple(named.profiles or ()) if isinstance(named, Template) else ()


def settled(wanted: Wanted, desired: Desired) -> Settled | None:
    """The settings of a template or of a declared, proctored sitting; None of anything else."""
    resource = wanted.resource
    if isinstance(resource, Template) and not resource.absent:
        return _template(wanted, resource, desired)
    if isinstance(resource, Schedule) and proctored(resource, desired):
        used = template(resource, desired)
        if used is not None and isinstance(used.resource, Template) and not used.resource.absent:
            return _sitting(wanted, resource, _template(used, used.resource, desired))
    return None


def word(schedule: Schedule, desired: Desired) -> Said:
    """Whether a declared sitting is proctored, and with which template; None where nobody says.

    A rule names no template for one that is not proctored.
    """
    found = said(schedule, desired)
    return found._replace(template=schedule.template) if found.proctoring is False else found


def proctored(schedule: Schedule, desired: Desired) -> bool:
    """Whether a declared sitting is proctored; where nobody says, it may be."""
    return said(schedule, desired).proctoring is not False


def _template(wanted: Wanted, resource: Template, desired: Desired) -> Settled:
    values = dict(flatten(resource))
    spots = {path: wanted.spot(*path.split(".")) for path in values}
    effective = Effective(wanted.ref, values, spots, wanted.spot())
    # Only a document that extends without a circle is ever wanted, so this ends.
    parent = desired.get(Ref("Template", resource.extends or ""))
    above = settled(parent, desired) if parent else None
    return Settled(effective, wanted, frozenset(values), above)


def _sitting(wanted: Wanted, schedule: Schedule, above: Settled) -> Settled:
    own = dict(flatten(schedule.tweak)) if schedule.tweak else {}
    spots = {path: wanted.spot("tweak", *path.split(".")) for path in own}
    base = above.effective
    effective = Effective(
        wanted.ref, {**base.values, **own}, {**base.spots, **spots}, wanted.spot()
    )
    return Settled(effective, above.template, frozenset(own), above)
