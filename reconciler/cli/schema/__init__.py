"""`reconciler schema`: the JSON Schemas of what is written and printed, from the models."""

from collections.abc import Mapping
from pathlib import Path

import click

NAMES = (
    *("config", "site", "template", "role", "assessment", "schedule", "policy"),
    *("plan", "report", "drift", "history"),
)
OUT = Path("schemas")


@click.command()
@click.argument("name", required=False, type=click.Choice(NAMES))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write files into this folder."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the files are stale.")
@click.pass_context
def schema(ctx: click.Context, name: str | None, out: Path | None, *, check: bool) -> None:
    """Print the JSON Schema NAME (default: config, which covers every kind).

    The files of the configuration have one per kind; plan, report, drift and history are those of
    what commands print as JSON. With --out or --check it is about the files of all schemas, or of
    NAME alone.
    """
    # Imported here so that --help stays fast.
    from reconciler.cli.schema.printed import documents, printed  # noqa: PLC0415

    texts = {**printed(), **documents()}
    if out is None and not check:
        click.echo(texts[name or "config"], nl=False)
        return
    files = _files(texts, name, out or OUT)
    if check:
        ctx.exit(1 if _stale(files) else 0)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(path)


def _files(texts: Mapping[str, str], name: str | None, out: Path) -> dict[Path, str]:
    return {out / f"{n}.json": text for n, text in texts.items() if name in (None, n)}


def _stale(files: Mapping[Path, str]) -> bool:
    stale = [
        path
        for path, text in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        click.echo(f"{path} is stale; run reconciler schema --out {path.parent}")
    return bool(stale)
