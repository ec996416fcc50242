"""The first line of a file of the configuration, which tells editors what stands in it."""

from pathlib import PurePosixPath

SCHEMAS = PurePosixPath("schemas")  # at home in the repository, as `reconciler schema --out` has it


def modeline(kind: str, schemas: str) -> str:
    """The comment for documents of one *kind*; *schemas* is their folder as the file sees it."""
    return f"# yaml-language-server: $schema={schemas}/{kind.lower()}.json"
