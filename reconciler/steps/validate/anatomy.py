"""What a model says about a path: the keys that may stand there, and the field at its end."""

from collections.abc import Iterator
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from reconciler.model.place import YamlPath


def keys(model: type[BaseModel], path: YamlPath) -> dict[str, FieldInfo]:
    """The keys of the map at *path* with their fields; empty for maps with free keys."""
    found: dict[str, FieldInfo] = {}
    for at in _models_at(model, path):
        # What a kind says itself comes before what it shares with others.
        names = sorted(at.model_fields, key=lambda name: name not in at.__annotations__)
        found.update((at.model_fields[name].alias or name, at.model_fields[name]) for name in names)
    return found


def field(model: type[BaseModel], path: YamlPath) -> FieldInfo | None:
    """The field at *path*, or the closest above it."""
    for length in range(len(path), 0, -1):
        key = path[length - 1]
        found = keys(model, path[: length - 1]).get(key) if isinstance(key, str) else None
        if found:
            return found
    return None


def home(model: type[BaseModel], path: YamlPath, key: str) -> str | None:
    """The key of the map at *path* below which *key* belongs."""
    below = (name for name in keys(model, path) if key in keys(model, (*path, name)))
    return next(below, None)


def _models_at(model: type[BaseModel], path: YamlPath) -> list[type[BaseModel]]:
    at, free = [model], False
    for key in path:
        if isinstance(key, int):
            continue
        if free:  # the key of a map with free keys: no field has its name
            free = False
            continue
        annotations = [m.model_fields[name].annotation for m in at for name in _named(m, key)]
        at = [found for annotation in annotations for found in _models(annotation)]
        free = any(_is_map(annotation) for annotation in annotations)
    return [] if free else at


def _named(model: type[BaseModel], key: str) -> Iterator[str]:
    return (name for name, info in model.model_fields.items() if key == (info.alias or name))


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _is_map(annotation: object) -> bool:
    return get_origin(annotation) is dict or any(_is_map(a) for a in get_args(annotation))
