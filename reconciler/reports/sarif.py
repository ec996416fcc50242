"""Findings as SARIF 2.1.0, in the part of it that GitHub's code scanning reads."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final
from urllib.parse import quote

from reconciler.model.place import Place
from reconciler.model.problem import Level, Problem
from reconciler.reports.findings import Findings
from reconciler.reports.rules import Rule, rule
from reconciler.reports.words import shown

MOST: Final = 5_000  # results that GitHub keeps of one upload
_PACKAGE: Final = "proctoring-reconciler"
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT: Final = "primaryLocationLineHash"  # the one that GitHub tells alerts apart by

Json = Mapping[str, object]


def log(found: Findings) -> str:
    """The log of one run, errors first; one that stands nowhere GitHub would refuse."""
    by_level = [p for level in Level for p in found.problems if p.level is level]
    kept = by_level[:MOST]
    codes = list(dict.fromkeys(problem.code for problem in kept))
    levels = {problem.code: problem.level for problem in reversed(kept)}
    run = {
        "tool": {"driver": _driver([_rule(rule(code), levels[code]) for code in codes])},
        "automationDetails": {"id": f"reconciler/{found.about}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes, found.site) for problem in kept],
    }
    answer = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _driver(rules: Sequence[Json]) -> Json:
    return {
        "name": "reconciler",
        "informationUri": f"urn:{_PACKAGE}",  # nothing is published anywhere
        "semanticVersion": version(_PACKAGE),
        "rules": rules,
    }


def _rule(rule: Rule, level: Level) -> Json:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.means},
        "fullDescription": {"text": rule.help},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["exam-proctoring"], "problem.severity": level},
    }


def _result(problem: Problem, codes: Sequence[str], site: Place) -> Json:
    place = problem.place or site
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": problem.level,
        "message": {"text": shown(problem.advice)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.file, errors="surrogateescape")},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        "partialFingerprints": {_FINGERPRINT: problem.id},
    }
