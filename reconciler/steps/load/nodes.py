"""The YAML door: text to nodes, by YAML 1.2's core schema."""

from collections.abc import Iterator

import yaml
from yamlcore import CCoreLoader

from reconciler.steps.load.walk import COLLECTION, TEXT

_RESOLVERS = CCoreLoader.yaml_implicit_resolvers  # YAML 1.2 core, by first character


class _Loader(CCoreLoader):  # type: ignore[misc]  # yamlcore has no types
    """yamlcore's loader without PyYAML's tags by path: unused here, and a fifth of the time."""

    def descend_resolver(self, _node: yaml.Node | None, _index: object) -> None:
        """Nothing: no tag depends on a path."""

    def ascend_resolver(self) -> None:
        """Nothing: no tag depends on a path."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that names none."""
        if kind is not yaml.ScalarNode:
            return COLLECTION
        if implicit[0]:
            for tag, expression in _RESOLVERS.get(value[:1], ()):
                if expression.match(value):
                    return str(tag)
        return TEXT


def nodes(text: str) -> Iterator[yaml.Node]:
    """The root of each document; raises MarkedYAMLError where the text is no longer YAML."""
    loader = _Loader(text)
    while loader.check_node():
        yield loader.get_node()
