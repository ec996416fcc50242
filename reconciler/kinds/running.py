"""What an activated sitting runs with, as fields like any other: `running.lock_down.full_screen`.

The platform copies template and tweaks at activation, and keeps the Proctorio keys of that moment;
a later save reaches only later activations (help.cirrusassessment.com/docs/proctorio-template).
"""

from collections.abc import Mapping

from reconciler.kinds import proctorio
from reconciler.kinds.kind import NOTHING, beginning
from reconciler.kinds.moment import moment
from reconciler.model.live import Tenant
from reconciler.model.memory import Based, Memory
from reconciler.model.observed import Observed, Raw, Recorded, State, Unknown, Value
from reconciler.model.place import Place
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted

ROOT = "running"
PREFIX = f"{ROOT}."
KEYS = f"{PREFIX}keys"
TWEAK = "tweak."
FROZEN = frozenset({State.ACTIVATED, State.STARTED, State.ENDED})
Asked = Mapping[str, Value | None]


def is_running(path: str) -> bool:
    """Whether a path is about what an activated sitting runs with."""
    return path.startswith(PREFIX)


def decode(raw: Raw) -> dict[str, Value | None]:
    """The settings of an activation by path; nothing where there is none."""
    settings = raw.get("ActiveSettings")
    if not isinstance(settings, dict):
        return {}
    return {f"{PREFIX}{path}": value for path, value in proctorio.decode(settings).items()}


def keys(raw: Raw, tenant: Tenant) -> str | None:
    """Whether an activation has the tenant's keys of now; None where there is none, or no word."""
    changed = tenant.features.keys_changed_at
    if changed is None or not isinstance(raw.get("ActiveSettings"), dict):
        return None
    since = raw.get("KeysFrom")
    return "current" if since and moment(since) >= changed else "old"


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
        self._known: dict[tuple[str, bool], Asked] = {}

    def runs(self, asked: Asked, observed: Observed | None) -> Asked:
        """What git wants an activated, proctored sitting to run with; nothing for any other."""
        template = self._template(asked, observed)
        if template is None or observed is None:
            return NOTHING
        # Rotated keys reach a sitting as a changed setting does, so they are asked for like one.
        keyed, own = KEYS in observed.fields, _own(asked, observed)
        if not own:
            return self._by_template(template, keyed=keyed)
        keys = {KEYS: "current"} if keyed else {}
        return {**self._by_template(template, keyed=False), **own, **keys}

    def place(self, path: str, asked: Asked, observed: Observed | None) -> Place:
        """Where a template gives what a sitting is to run with, or stands if it does not."""
        template = self._template(asked, observed)
        assert template is not None  # noqa: S101 -- narrows; it has been asked for
        assert observed is not None  # noqa: S101 -- the same
        beyond = path == KEYS or path in _own(asked, observed)
        return template.place() if beyond else template.at(path.removeprefix(PREFIX))

    def _template(self, asked: Asked, observed: Observed | None) -> Wanted | None:
        if observed is None or observed.sitting is None or observed.sitting.state not in FROZEN:
            return None
        if _wanted("proctoring", asked, observed) is not True:
            return None
        template = self._desired.get(Ref("Template", str(_wanted("template", asked, observed))))
        return template if template and isinstance(template.resource, proctorio.Settings) else None

    def _by_template(self, template: Wanted, *, keyed: bool) -> Asked:
        key = template.ref.name, keyed
        if key not in self._known:
            settings = template.resource
            assert isinstance(settings, proctorio.Settings)  # noqa: S101 -- narrows; seen above
            said = {PREFIX + path: value for path, value in proctorio.flatten(settings)}
            self._known[key] = {**said, **({KEYS: "current"} if keyed else {})}
        return self._known[key]


def tweaks(observed: Observed | None) -> tuple[str, ...]:
    """The tweaks that a sitting has, or may have where nobody can tell."""
    return beginning(TWEAK, (*observed.fields, *observed.unseen)) if observed else ()


def _own(asked: Asked, observed: Observed) -> dict[str, Value]:
    """What a sitting is to run with beyond its template."""
    paths = dict.fromkeys((*beginning(TWEAK, tuple(asked)), *tweaks(observed)))
    values = ((path, _wanted(path, asked, observed)) for path in paths)
    return {PREFIX + p.removeprefix(TWEAK): value for p, value in values if value is not None}


def _wanted(path: str, asked: Asked, observed: Observed | None) -> Value | None:
    if path in asked:
        return asked[path]
    reading = observed.reading(path) if observed else Unknown("not seen")
    return None if isinstance(reading, Unknown) else reading.value
