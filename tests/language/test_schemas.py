"""The printed schemas and the models accept and refuse the same documents, and none is stale."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel, ValidationError

from reconciler.cli import reconciler
from reconciler.cli.schema.printed import DIALECT, printed
from reconciler.kinds import KINDS
from reconciler.model.number import Number, resolved
from reconciler.model.policy import Policy
from reconciler.model.site import Site
from reconciler.steps.load import load
from tests.language.generated import documents, mutated

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parents[1] / "examples"
MODELS: dict[str, type[BaseModel]] = {
    "Site": Site,
    **{kind.name: kind.model for kind in KINDS},
    "Policy": Policy,
}
SCHEMAS = {name: json.loads(text) for name, text in printed().items()}
FORMATS = FormatChecker(formats=())
FORMATS.checks("local-date-time", raises=ValueError)(
    lambda value: not isinstance(value, str) or bool(datetime.fromisoformat(value.strip()))
)
JUDGES = {
    name: Draft202012Validator(schema, format_checker=FORMATS) for name, schema in SCHEMAS.items()
}
bounded = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def model_accepts(kind, content):
    try:
        MODELS[kind].model_validate(content)
    except ValidationError:
        return False
    return True


def schemas_accept(kind, content):
    """The verdict of the kind's own schema, after checking that config.json says the same."""
    own = JUDGES[kind.lower()].is_valid(content)
    assert JUDGES["config"].is_valid(content) == own
    return own


def as_loaded(value):
    match value:
        case bool():
            return value
        case int() | float():
            return Number(json.dumps(value))
        case dict():
            return {key: as_loaded(item) for key, item in value.items()}
        case list():
            return [as_loaded(item) for item in value]
        case _:
            return value


def examples():
    roots = [EXAMPLES / "valid", EXAMPLES / "sound", EXAMPLES / "invalid", ROOT / "config"]
    for root in roots:
        configuration, problems = load(root)
        spoilt = {p.place.file for p in problems if p.place and p.code != "declared-twice"}
        yield from (d for d in configuration.documents if d.place.file not in spoilt)


@pytest.mark.parametrize("document", list(examples()), ids=lambda d: str(d.place))
def test_model_and_schema_agree_on_every_example(document):
    kind = document.ref.kind

    verdict = schemas_accept(kind, resolved(document.content))

    assert verdict == model_accepts(kind, document.content)


@pytest.mark.parametrize("kind", MODELS)
def test_model_and_schema_agree_on_generated_documents(kind):
    @bounded
    @given(documents(SCHEMAS[kind.lower()]))
    def agree(content):
        assert schemas_accept(kind, content) == model_accepts(kind, as_loaded(content))

    agree()


@pytest.mark.parametrize("kind", MODELS)
def test_model_and_schema_agree_on_documents_with_one_thing_wrong(kind):
    @bounded
    @given(mutated(SCHEMAS[kind.lower()]))
    def agree(content):
        assume(content.get("kind") == kind)

        assert schemas_accept(kind, content) == model_accepts(kind, as_loaded(content))

    agree()


def properties(schema):
    """Every property of every map, with where it stands."""
    maps = {"": schema, **schema.get("$defs", {})}
    for name, of in maps.items():
        for key, value in of.get("properties", {}).items():
            yield f"{name}.{key}", value


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_by_an_example_that_it_accepts(name):
    Draft202012Validator.check_schema(SCHEMAS[name])

    assert SCHEMAS[name]["$schema"] == DIALECT
    for where, field in properties(SCHEMAS[name]):
        assert field.get("description"), where
        assert field.get("examples"), where
        within = {"$defs": SCHEMAS[name].get("$defs", {}), **field}
        for example in field["examples"]:
            assert not list(Draft202012Validator(within).iter_errors(example)), where


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_schema_offers_null(name):
    for where, value in properties(SCHEMAS[name]):
        assert value.get("default", "") is not None, where
        assert "null" not in json.dumps(value.get("type", "")), where
    assert '"type": "null"' not in json.dumps(SCHEMAS[name])


def test_committed_schemas_are_printed_from_the_models(monkeypatch):
    monkeypatch.chdir(ROOT)

    result = CliRunner().invoke(reconciler, ["schema", "--check"])

    assert (result.exit_code, result.output) == (0, "")


def test_stale_schema_is_named(tmp_path):
    CliRunner().invoke(reconciler, ["schema", "--out", str(tmp_path)])
    (tmp_path / "role.json").write_text("{}\n", encoding="utf-8")

    result = CliRunner().invoke(reconciler, ["schema", "--check", "--out", str(tmp_path)])

    assert result.exit_code == 1
    assert result.output.startswith(f"{tmp_path / 'role.json'} is stale")


def test_one_schema_is_printed_to_stdout():
    result = CliRunner().invoke(reconciler, ["schema", "role"])

    assert json.loads(result.stdout) == SCHEMAS["role"]
