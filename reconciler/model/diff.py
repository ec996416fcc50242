"""Say in words how two plain structures differ."""

from collections.abc import Iterator, Mapping

Plain = Mapping[str, object]


def differences(before: Plain, after: Plain) -> Iterator[str]:
    """One sentence per difference, sorted; nothing when they are equal."""
    if before == after:
        return
    # Imported here: it takes longer to load than most plans to make.
    from deepdiff import DeepDiff  # noqa: PLC0415

    found = DeepDiff(before, after, verbose_level=2, view="tree", threshold_to_diff_deeper=0)
    lines = []
    for items in found.values():
        for item in items:
            path = ".".join(str(key) for key in item.path(output_format="list"))
            lines.append(_sentence(path, item.t1, item.t2))
    yield from sorted(lines)


def _sentence(path: str, before: object, after: object) -> str:
    absent = "not present"
    if str(before) == absent:
        return f"{path}: {after}, which is new"
    if str(after) == absent:
        return f"{path}: {before}, which is no longer needed"
    return f"{path}: was {before}, is now {after}"
