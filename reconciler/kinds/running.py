"""What an activated sitting runs with, as fields like any other: `running.lock_down.full_screen`.

The platform copies template and tweaks at activation, and keeps the Proctorio keys of that moment;
a later save reaches only later activations (help.cirrusassessment.com/docs/proctorio-template).
"""

from collections.abc import Iterator, Mapping

from reconciler.kinds import proctorio
from reconciler.kinds.kind import Asked
from reconciler.kinds.moment import moment
from reconciler.model.live import Tenant
from reconciler.model.observed import Observed, Raw, State, Value
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted

ROOT = "running"
PREFIX = f"{ROOT}."
KEYS = f"{PREFIX}keys"
TWEAK = "tweak."
FROZEN = frozenset({State.ACTIVATED, State.STARTED, State.ENDED})


def is_running(path: str) -> bool:
    """Whether a path is about what an activated sitting runs with."""
    return path.startswith(PREFIX)


def decode(raw: Raw, tenant: Tenant) -> dict[str, Value | None]:
    """The snapshot of an activation by path; nothing where there is none."""
    settings = raw.get("ActiveSettings")
    if not isinstance(settings, dict):
        return {}
    fields = {f"{PREFIX}{path}": value for path, value in proctorio.decode(settings).items()}
    changed = tenant.features.keys_changed_at
    if changed is not None:
        since = raw.get("KeysFrom")
        fields[KEYS] = "current" if since and moment(since) >= changed else "old"
    return fields


def asked(
    asked: Mapping[str, Asked], observed: Observed | None, desired: Desired
) -> dict[str, Asked]:
    """What git wants an activated, proctored sitting to run with; nothing for any other."""
    if observed is None or observed.sitting is None or observed.sitting.state not in FROZEN:
        return {}
    if _wanted("proctoring", asked, observed) is not True:
        return {}
    template = desired.get(Ref("Template", str(_wanted("template", asked, observed))))
    if template is None or not isinstance(template.resource, proctorio.Settings):
        return {}
    return {f"{PREFIX}{path}": ask for path, ask in _settings(template, asked, observed)}


def _settings(
    template: Wanted, asked: Mapping[str, Asked], observed: Observed
) -> Iterator[tuple[str, Asked]]:
    base = template.resource
    assert isinstance(base, proctorio.Settings)  # noqa: S101 -- the caller has looked
    settings = {p: Asked(v, template.place(*p.split("."))) for p, v in proctorio.flatten(base)}
    for path in dict.fromkeys([*asked, *observed.fields]):
        if path.startswith(TWEAK):
            value = _wanted(path, asked, observed)
            option = path.removeprefix(TWEAK)
            place = asked[path].place if path in asked else template.place()
            if value is not None:
                settings[option] = Asked(value, place)
    yield from settings.items()
    if KEYS in observed.fields:
        # Rotated keys reach a sitting as a changed setting does, so they are asked for like one.
        yield "keys", Asked("current", template.place())


def _wanted(path: str, asked: Mapping[str, Asked], observed: Observed) -> Value | None:
    return asked[path].value if path in asked else observed.fields.get(path)
