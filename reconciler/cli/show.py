"""`reconciler show`: one effective document, each value with the file and line that gave it."""

import json
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

import click

from reconciler.model.place import Place, YamlPath
from reconciler.model.ref import Ref
from reconciler.model.resource import Wanted
from reconciler.model.validated import Validated

SCHEMA = "reconciler/document/1"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./-]*(?<! )")
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
    if not validated.ok:
        click.echo(f"{config} has errors; `reconciler validate {config}` shows them", err=True)
    wanted = _find(validated, environment, ref)
    click.echo(_json(environment, wanted) if form == "json" else _text(wanted))


def _find(validated: Validated, environment: str, ref: str) -> Wanted:
    known = validated.environments
    if environment not in known:
        message = f'there is no environment "{environment}"{_near(environment, known)}'
        raise click.BadParameter(message, param_hint="ENVIRONMENT")
    desired = known[environment]
    try:
        parsed = Ref.parse(ref)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="REF") from error
    if parsed not in desired:
        near = _near(ref, [str(declared) for declared in desired])
        message = f'nothing sound is declared as "{ref}" in {environment}{near}'
        raise click.BadParameter(message, param_hint="REF")
    return desired[parsed]


def _near(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, known, 1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there is {', '.join(known)}" if known else ""


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
