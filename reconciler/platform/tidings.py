"""What a tenant says of itself and of its past: features and audit."""

from datetime import datetime

from reconciler.errors import PlatformError
from reconciler.model.observed import AuditEntry, Features, Raw
from reconciler.platform.moments import moment


def features(content: object) -> Features:
    """The content of an answer as features; raises PlatformError if it is none."""
    match content:
        case {"Proctorio": {"Active": bool() as active, **proctorio}, **rest}:
            return Features(
                proctorio_active=active,
                keys_changed_at=_optional_moment(proctorio.get("KeysChangedAt")),
                actor=_optional_text(rest.get("Actor")),
                scheduler=_optional_text(rest.get("Scheduler")),
            )
        case _:
            raise PlatformError("the answer to /features does not say whether Proctorio is active")


def audit_entry(item: Raw) -> AuditEntry:
    """One item of the audit; raises PlatformError if it is none."""
    match item:
        case {
            "At": str() as at,
            "Actor": str() as actor,
            "Via": str() as via,
            "Object": str() as subject,
            "Field": str() as field,
        }:
            before, after = item.get("Before"), item.get("After")
            return AuditEntry(_moment(at), actor, via, subject, field, before, after)
        case _:
            raise PlatformError("an entry of the audit lacks one of At, Actor, Via, Object, Field")


def _optional_moment(value: object) -> datetime | None:
    return None if value is None else _moment(value)


def _moment(value: object) -> datetime:
    try:
        return moment(str(value))
    except ValueError as error:
        raise PlatformError(f"the platform wrote {value!r:.40} where a time belongs") from error


def _optional_text(value: object) -> str | None:
    return value if isinstance(value, str) else None
