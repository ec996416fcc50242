"""`reconciler show`: one effective document, each value with the file and line that gave it."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from reconciler.cli.guess import near
from reconciler.errors import ReconcilerError
from reconciler.model.meant import meant
from reconciler.model.place import Place, YamlPath
from reconciler.model.ref import Ref
from reconciler.model.resource import Desired, Wanted
from reconciler.model.validated import Validated

if TYPE_CHECKING:
    from reconciler.kinds.sittings import Schedule

SCHEMA = "reconciler/document/1"
Said = dict[str, tuple[object, Place]]  # values and their places, by key
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./-]*(?<! )")
_ALIKE = 0.9  # of 1; less makes one sitting of another
_EXCEPTION = frozenset({"proctoring", "template", "tweak"})  # what `until` ends
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@click.command()
@click.argument("environment")
@click.argument("ref")
@click.option(
    "--config",
    default="config",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder of the configuration.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the document is printed.",
)
def show(environment: str, ref: str, config: Path, form: str) -> None:
    """Show the effective document of REF (such as Template/high-stakes) in ENVIRONMENT."""
    # Imported here so that --help stays fast.
    from reconciler.steps.load import load  # noqa: PLC0415
    from reconciler.steps.validate import validate as check  # noqa: PLC0415

    validated = check(*load(config))
    if not validated.environments:
        raise ReconcilerError("; ".join(f"{p.message}; {p.hint}" for p in validated.problems))
    if not validated.ok:
        click.echo(f"{config} has errors; `reconciler validate {config}` shows them", err=True)
    wanted = _effective(_find(validated, environment, ref), validated, environment)
    click.echo(_json(environment, wanted) if form == "json" else _text(wanted))


def _find(validated: Validated, environment: str, ref: str) -> Wanted:
    known = validated.environments
    if environment not in known:
        message = f'there is no environment "{environment}"{near(environment, known)}'
        raise click.BadParameter(message, param_hint="ENVIRONMENT")
    desired = known[environment]
    try:
        parsed = Ref.parse(ref)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="REF") from error
    if parsed not in desired:
        message = _undeclared(parsed, environment, desired)
        raise click.BadParameter(message, param_hint="REF")
    return desired[parsed]


def _undeclared(ref: Ref, environment: str, desired: Desired) -> str:
    names = [str(declared) for declared in desired]
    if ref.kind == "Schedule" and not meant(str(ref), names, _ALIKE):
        return (
            f"no document declares {ref} in {environment}; rules apply to the live schedules of "
            f"their assessment: `reconciler plan {environment} --only {ref}` asks the platform"
        )
    return f'nothing sound is declared as "{ref}" in {environment}{near(str(ref), names)}'


def _effective(wanted: Wanted, validated: Validated, environment: str) -> Wanted:
    """The document of a schedule with what the rule of its assessment says in its place."""
    from reconciler.kinds.sittings import Schedule  # noqa: PLC0415

    schedule = wanted.resource
    if not isinstance(schedule, Schedule):
        return wanted
    own = {name: getattr(schedule, name) for name in schedule.model_fields_set}
    if _expired(schedule, validated):
        click.echo(f"its exception ended on {schedule.until}; what the rule says holds", err=True)
        own = {name: value for name, value in own.items() if name not in _EXCEPTION}
    desired = validated.environments[environment]
    assessment = desired.get(Ref("Assessment", schedule.assessment or ""))
    given = _given(own, _ruled(schedule.id, assessment) if assessment else {})
    values = own | {name: value for name, (value, _) in given.items()}
    places: dict[YamlPath, Place] = {(name,): place for name, (_, place) in given.items()}
    return wanted._replace(
        resource=Schedule.model_construct(**values), places={**wanted.places, **places}
    )


def _given(own: Mapping[str, object], ruled: Said) -> Said:
    """What of a rule's word stands in place of what the document leaves out."""
    said = {name: found for name, found in ruled.items() if name not in own}
    proctoring = own.get("proctoring", said.get("proctoring", (None,))[0])
    if proctoring is False:
        said.pop("template", None)  # it has no effect on a sitting that is not proctored
    return said


def _ruled(name: str, assessment: Wanted) -> Said:
    """What the first rule says of the schedule of this name, each value with its place."""
    from reconciler.kinds.rules import Ruled  # noqa: PLC0415

    ruled = assessment.resource
    found = ruled.rule(name) if isinstance(ruled, Ruled) else None
    if found is None:
        return {}
    index, rule = found
    said: Said = {}
    for key in ("proctoring", "template"):
        for source, path in ((rule, ("schedules", index, key)), (ruled, (key,))):
            value = getattr(source, key, None)
            if value is not None:
                said.setdefault(key, (value, assessment.place(*path)))
    return said


def _expired(schedule: "Schedule", validated: Validated) -> bool:
    from reconciler.kinds.day import over  # noqa: PLC0415

    # Only sound files have days that are days, and a zone that is one.
    if schedule.until is None or validated.site is None or not validated.ok:
        return False
    return over(schedule.until, datetime.now(ZoneInfo(validated.site.time_zone)).date())


def _text(wanted: Wanted) -> str:
    lines = list(_lines(_content(wanted), (), wanted, ""))
    width = max(len(text) for text, place in lines if place)
    return "\n".join(
        f"{text:<{width}}  # {place.file}:{place.line}" if place else text for text, place in lines
    )


def _lines(
    value: object, path: YamlPath, wanted: Wanted, indent: str
) -> Iterator[tuple[str, Place | None]]:
    """The lines of a map or list, block style, with the place of each that holds a value."""
    match value:
        case dict():
            items = [(f"{_scalar(key)}:", key, item) for key, item in value.items()]
        case list():
            items = [("-", index, item) for index, item in enumerate(value)]
        case _:
            raise AssertionError(f"{value!r} has no lines")
    for head, key, item in items:
        below = (*path, key)
        if isinstance(item, dict | list) and item:
            nested = _lines(item, below, wanted, f"{indent}  ")
            if isinstance(key, int):  # the first line of an item shares the line of its dash
                text, place = next(nested)
                yield f"{indent}- {text.lstrip()}", place
            else:
                yield f"{indent}{head}", None
            yield from nested
        else:
            yield f"{indent}{head} {_scalar(item)}", wanted.place(*below)


def _scalar(value: object) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    # JSON is YAML: quotes, escapes, true, false, [] and {} mean the same.
    return json.dumps(value, ensure_ascii=False)


def _content(wanted: Wanted) -> dict[str, object]:
    """The document, with the keys of the kind itself before those that it shares."""
    content = wanted.resource.model_dump(mode="json", by_alias=True, exclude_unset=True)
    own = [key for key in type(wanted.resource).__annotations__ if key in content]
    return {key: content[key] for key in dict.fromkeys([*own, *content])}


def _json(environment: str, wanted: Wanted) -> str:
    content = _content(wanted)
    values = [
        {"path": list(path), "value": value, **_where(wanted.place(*path))}
        for path, value in _leaves(content, ())
    ]
    answer = {
        "schema": SCHEMA,
        "environment": environment,
        "ref": str(wanted.ref),
        "document": content,
        "values": values,
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _leaves(value: object, path: YamlPath) -> Iterator[tuple[YamlPath, object]]:
    match value:
        case dict() if value:
            for key, item in value.items():
                yield from _leaves(item, (*path, key))
        case list() if value:
            for index, item in enumerate(value):
                yield from _leaves(item, (*path, index))
        case _:
            yield path, value


def _where(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "column": place.column}
