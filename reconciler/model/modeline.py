"""The first line of a file of the configuration, which tells editors what stands in it."""

from pathlib import PurePosixPath

SCHEMAS = PurePosixPath("schemas")


def modeline(path: PurePosixPath, kind: str, schemas: PurePosixPath = SCHEMAS) -> str:
    """The comment for the file at *path*, which holds documents of one *kind*.

    Both paths count from the same folder: the home of the repository.
    """
    up = "../" * (len(path.parts) - 1)
    return f"# yaml-language-server: $schema={up}{schemas}/{kind.lower()}.json"
