"""What an activated sitting runs with, as fields like any other: `running.lock_down.full_screen`.

The platform copies template and tweaks at activation, and keeps the Proctorio keys of that moment;
a later save reaches only later activations (help.cirrusassessment.com/docs/proctorio-template).
"""

from collections.abc import Iterator, Mapping

from reconciler.kinds import proctorio
from reconciler.kinds.kind import Asked
from reconciler.kinds.moment import moment
from reconciler.model.live import Tenant
from reconciler.model.memory import Based, Memory
from reconciler.model.observed import Observed, Raw, Recorded, State, Unknown, Value
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


def recorded(observed: Observed, memory: Memory) -> dict[str, Recorded]:
    """What an activated sitting runs with by record, where no channel shows it.

    As somebody attested or saw it since it was a draft; else what the records say of its template,
    as far as that has stayed the same since we last wrote the draft.
    """
    written = memory.base.get(observed.ref, {})
    if observed.sitting is None or observed.sitting.state not in FROZEN or not written:
        return {}
    since = max(based.at for based in written.values())
    ran = memory.ran.get(observed.ref, ())
    if ran and ran[-1].at >= since:
        last = ran[-1]
        return {p: Recorded(v, last.at, last.by) for p, v in last.settings.items()}
    template = memory.base.get(Ref("Template", str(_base(written, "template"))), {})
    settings = {p: b for p, b in template.items() if p in proctorio.BY_PATH and b.at <= since}
    settings.update(
        (p.removeprefix(TWEAK), based) for p, based in written.items() if p.startswith(TWEAK)
    )
    return {f"{PREFIX}{p}": Recorded(b.value, b.at, b.by) for p, b in settings.items()}


def _base(written: Mapping[str, Based], path: str) -> Value | None:
    return written[path].value if path in written else None


class Templates:
    """What git wants of each sitting by its template, worked out once for all that use it."""

    def __init__(self, desired: Desired) -> None:
        self._desired = desired
        self._known: dict[str, dict[str, Asked]] = {}

    def asked(self, asked: Mapping[str, Asked], observed: Observed | None) -> dict[str, Asked]:
        """What git wants an activated, proctored sitting to run with; nothing for any other."""
        if observed is None or observed.sitting is None or observed.sitting.state not in FROZEN:
            return {}
        if _wanted("proctoring", asked, observed) is not True:
            return {}
        template = self._desired.get(Ref("Template", str(_wanted("template", asked, observed))))
        if template is None or not isinstance(template.resource, proctorio.Settings):
            return {}
        name = template.ref.name
        if name not in self._known:
            self._known[name] = dict(_settings(template, template.resource))
        return {**self._known[name], **dict(_own(template, asked, observed))}


def _settings(template: Wanted, settings: proctorio.Settings) -> Iterator[tuple[str, Asked]]:
    for path, value in proctorio.flatten(settings):
        yield f"{PREFIX}{path}", Asked(value, template.spot(*path.split(".")))


def _own(
    template: Wanted, asked: Mapping[str, Asked], observed: Observed
) -> Iterator[tuple[str, Asked]]:
    """What a sitting has beyond its template: its tweaks, and the keys of its activation."""
    for path in dict.fromkeys([*asked, *observed.fields, *observed.unseen]):
        value = _wanted(path, asked, observed) if path.startswith(TWEAK) else None
        if value is not None:
            spot = asked[path].spot if path in asked else template.spot()
            yield f"{PREFIX}{path.removeprefix(TWEAK)}", Asked(value, spot)
    if KEYS in observed.fields:
        # Rotated keys reach a sitting as a changed setting does, so they are asked for like one.
        yield KEYS, Asked("current", template.spot())


def _wanted(path: str, asked: Mapping[str, Asked], observed: Observed) -> Value | None:
    if path in asked:
        return asked[path].value
    reading = observed.reading(path)
    return None if isinstance(reading, Unknown) else reading.value
