"""Try a policy on the made-up cases of its tests."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from reconciler.kinds import KINDS
from reconciler.kinds.proctorio import Settings, flatten
from reconciler.kinds.sittings import Schedule
from reconciler.model.number import resolved
from reconciler.model.place import Place
from reconciler.model.policy import Declared, PolicyTest
from reconciler.steps.judge.cel import Scope
from reconciler.steps.judge.failure import Failure, Flaw, guess
from reconciler.steps.judge.rules import compiled
from reconciler.steps.judge.values import CHANGES, DOCUMENTS, nested

Model = TypeVar("Model", bound=BaseModel)

_KINDS: Final = {kind.name: kind for kind in KINDS}
CHANGE: Final[Mapping[str, object]] = {
    "action": None,
    "ref": None,
    "kind": None,
    "name": None,
    "fields": {},
    "directions": [],
    "touches": [],
}
FIELD: Final[Mapping[str, object]] = {"before": None, "after": None, "known": "verified"}
TOUCHED: Final[Mapping[str, object]] = dict.fromkeys(
    ("schedule", "starts", "candidates", "started")
)


@dataclass(frozen=True, slots=True)
class Trial:
    """One test and what came of it; *wrong* is empty when it is as expected."""

    policy: str
    test: str
    place: Place
    wrong: str = ""


def tried(declared: Declared) -> Iterator[Trial]:
    """Every test of a policy."""
    for index, test in enumerate(declared.policy.tests):
        place = declared.place("tests", index)
        yield Trial(declared.policy.name, test.name, place, _wrong(declared, test))


def _wrong(declared: Declared, test: PolicyTest) -> str:
    found = compiled(declared)
    if isinstance(found, Flaw):
        return f"the assertion cannot be read: {found}"
    try:
        values = _given(declared, test)
    except ValueError as error:
        return str(error)
    if values["settings"] is None and "settings" in found.names:
        return "the case gives no settings, so the policy would not be judged there"
    holds = found.holds(Scope(values))
    if isinstance(holds, Failure):
        return f"it cannot be judged: {holds.message}{f'; {holds.hint}' if holds.hint else ''}"
    return "" if holds is (test.expect == "pass") else _otherwise(test)


def _otherwise(test: PolicyTest) -> str:
    return (
        "expected to pass, and fails" if test.expect == "pass" else "expected to fail, and passes"
    )


def _given(declared: Declared, test: PolicyTest) -> dict[str, object]:
    """The case with null for all that it leaves out; raises ValueError for what does not exist."""
    about = declared.policy.judges
    known = CHANGES if about == "changes" else DOCUMENTS
    _known(test.given, known, "given")
    values: dict[str, object] = dict.fromkeys(known)
    kinds = {"resource": declared.policy.kinds[0], "template": "Template"}
    models: dict[str, BaseModel] = {}
    for name, kind in {**kinds, "assessment": "Assessment"}.items():
        if name in test.given:
            models[name] = _document(name, test.given[name], kind)
            values[name] = models[name].model_dump(mode="json", by_alias=True)
    values["settings"] = _settings(test.given, models)
    if "environment" in test.given:
        values["environment"] = test.given["environment"]
    if about == "changes":
        values["change"] = _change(resolved(test.given.get("change", {})))
        values["now"] = _moment(test.given.get("now", "2026-01-01T00:00:00Z"))
    return values


def _document(name: str, content: object, kind: str) -> BaseModel:
    said = content if isinstance(content, dict) else {}
    kind = str(said.get("kind", kind))
    _known([kind], _KINDS, f"given.{name}.kind")
    filled = {"kind": kind, _KINDS[kind].key: "example", **said}
    return _valid(_KINDS[kind].model, filled, name)


def _settings(given: Mapping[str, object], models: Mapping[str, BaseModel]) -> object:
    """The settings that the case gives, or that its template and tweak come to."""
    if "settings" in given:
        return nested(dict(flatten(_valid(Settings, given["settings"], "settings"))))
    resource, used = models.get("resource"), models.get("template")
    tweak = resource.tweak if isinstance(resource, Schedule) else None
    base = resource if isinstance(resource, Settings) else used
    if not isinstance(base, Settings):
        return None
    return nested({**dict(flatten(base)), **(dict(flatten(tweak)) if tweak else {})})


def _valid(model: type[Model], content: object, name: str) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        *above, last = map(str, ("given", name, *first["loc"]))
        if first["type"] == "extra_forbidden":
            hint = f"; {guess(last, model.model_fields)}" if len(first["loc"]) == 1 else ""
            raise ValueError(f'{".".join(above)} has no "{last}"{hint}') from error
        path = ".".join([*above, last])
        raise ValueError(f"{path}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error


def _change(content: object) -> dict[str, object]:
    said = _filled(content, CHANGE, "change")
    fields, touches = said["fields"], said["touches"]
    assert isinstance(fields, dict)  # noqa: S101 -- narrows; _filled has looked
    assert isinstance(touches, list)  # noqa: S101 -- the same
    said["fields"] = {
        path: _filled(field, FIELD, f"change.fields.{path}") for path, field in fields.items()
    }
    said["touches"] = [_touched(sitting) for sitting in touches]
    return said


def _touched(content: object) -> dict[str, object]:
    sitting = _filled(content, TOUCHED, "change.touches")
    return {**sitting, "starts": _moment(sitting["starts"])}


def _filled(content: object, pattern: Mapping[str, object], name: str) -> dict[str, object]:
    if not isinstance(content, dict):
        raise ValueError(f"given.{name} takes a map")  # noqa: TRY004 -- gathered as ValueError
    _known(content, pattern, f"given.{name}")
    for key, value in content.items():
        if isinstance(pattern[key], dict | list) and type(value) is not type(pattern[key]):
            what = "map" if isinstance(pattern[key], dict) else "list"
            raise ValueError(f"given.{name}.{key} takes a {what}")
    return {**pattern, **content}


def _known(names: Iterable[object], known: Collection[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f'{where} has no "{name}"; {guess(str(name), known)}')


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 -- refused in the next line
    if moment.tzinfo is None:
        raise ValueError(f'"{text}" is no moment; write it like 2026-12-01T09:00:00Z')
    return moment
