"""The SARIF file: valid by the published schema (sarif-2.1.0.schema.json, from Microsoft's MIT-licensed sarif-multitool), its shape
by a stricter one of ours, and what it says.

The schema here is ours: of what OASIS's sarif-schema-2.1.0.json asks, the objects that the format uses, with their required keys, closed
sets of keys, patterns and words.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from exports_sample import hostile, private, rendered
from jsonschema import Draft7Validator, Draft202012Validator
from reports_sample import sample_result

from commsaudit.model.outcome import Evidence
from commsaudit.reports.formats.as_sarif import uri_of

PUBLISHED = Draft202012Validator(json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8")))
Json = dict[str, Any]
TEXT: Json = {"type": "string"}
LEVEL: Json = {"enum": ["none", "note", "warning", "error"]}
LANGUAGE: Json = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
BAG: Json = {"type": "object"}


def thing(*required: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": {name.strip("_"): kind for name, kind in properties.items()},
        "additionalProperties": False,
    }


def several(item: Json, *, unique: bool = False, least: int = 0) -> Json:
    return {"type": "array", "items": item, "minItems": least, "uniqueItems": unique}


MESSAGE = thing("text", text=TEXT)
RULE = thing(
    "id",
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    defaultConfiguration=thing(level=LEVEL),
    properties=BAG,
)
DRIVER = thing("name", name=TEXT, version=TEXT, language=LANGUAGE, rules=several(RULE, unique=True))
URI: Json = {"type": "string", "format": "uri-reference", "pattern": r"^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*$"}
PHYSICAL = thing(
    artifactLocation=thing(uri=URI), region=thing(startLine={"type": "integer", "minimum": 1})
)  # fmt: skip
LOCATION = thing(
    physicalLocation=PHYSICAL, logicalLocations=several(thing(fullyQualifiedName=TEXT, kind=TEXT), unique=True)
)
SUPPRESSION = thing(
    "kind",
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = thing(
    "message",
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    message=MESSAGE,
    locations=several(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=several(SUPPRESSION, unique=True),
    properties=BAG,
)
INVOCATION = thing(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=several(thing("message", level=LEVEL, message=MESSAGE)),
)
RUN = thing(
    "tool",
    tool=thing("driver", driver=DRIVER),
    language=LANGUAGE,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    automationDetails=thing(id=TEXT, description=MESSAGE),
    invocations=several(INVOCATION),
    properties=BAG,
    results=several(RESULT),
)
SHAPE = thing(
    "version", "runs", _schema={"type": "string", "format": "uri"}, version={"enum": ["2.1.0"]}, runs=several(RUN)
)
SHAPE["properties"]["$schema"] = SHAPE["properties"].pop("schema")


def run_of(data: bytes) -> Json:
    log = json.loads(data)
    Draft7Validator(SHAPE).validate(log)
    PUBLISHED.validate(log)
    (run,) = log["runs"]
    found: Json = run
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "result",
    [sample_result(), sample_result("P02"), sample_result("P03"), hostile(), private()],
    ids=["all", "waived", "unknown", "hostile", "private"],
)
def test_the_shape_and_the_rules(result, lang):
    run = run_of(rendered("sarif", result, lang))
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert len(run["results"]) == len(result.findings)
    for each in run["results"]:
        assert rules[each["ruleIndex"]] == each["ruleId"]


def test_a_finding_points_at_its_record():
    first = run_of(rendered("sarif", sample_result("P01")))["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "exports/投诉_2026-03.csv"
    assert place["region"] == {"startLine": 12}
    assert first["ruleId"] == "supervision/2.3.3"
    assert first["level"] == "error"


def test_a_waived_finding_is_suppressed_and_an_observed_one_warns():
    results = run_of(rendered("sarif", sample_result("P01")))["results"]
    assert [len(each["suppressions"]) for each in results] == [0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert results[1]["suppressions"][0]["justification"] == "系统升级"
    assert [each["level"] for each in results] == ["error"] * 8 + ["warning"]


def test_what_could_not_be_judged_is_told():
    (invocation,) = run_of(rendered("sarif", sample_result("P01")))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["level"] for each in invocation["toolExecutionNotifications"]].count("error") == 1
    (invocation,) = run_of(rendered("sarif", sample_result("P03")))["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["note", "note", "warning"]


def test_a_finding_has_the_same_fingerprint_masked_or_not():
    prints = [
        [each["partialFingerprints"] for each in run_of(rendered("sarif", private(), reveal=reveal))["results"]]
        for reveal in (False, True)
    ]
    assert prints[0] == prints[1]


def test_a_message_holds_no_links_or_placeholders():
    message = run_of(rendered("sarif", hostile()))["results"][0]["message"]["text"]
    assert "\\[d\\](http://e.example)" in message
    assert "{{0}}" in message


def test_a_record_without_place_or_line():
    result = sample_result("P01")
    sources = [None, Evidence("complaints", "a.csv", 0)]
    result = replace(
        result,
        findings=tuple(replace(each, source=source) for each, source in zip(result.findings[:2], sources, strict=True)),
    )
    first, second = run_of(rendered("sarif", result))["results"]
    assert set(first["locations"][0]) == {"logicalLocations"}
    assert set(second["locations"][0]["physicalLocation"]) == {"artifactLocation"}


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("exports/a b.csv", "exports/a%20b.csv"),
        ("/data/投诉.csv", "file:///data/%E6%8A%95%E8%AF%89.csv"),
        ("C:\\logs\\a.csv", "file:///C:/logs/a.csv"),
        ("javascript:x", "javascript%3Ax"),
        ("a%2Fb#c?d", "a%252Fb%23c%3Fd"),
    ],
)
def test_paths_become_uris(file, uri):
    assert uri_of(file) == uri
