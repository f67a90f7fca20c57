"""The result file: its exact bytes, its order, its schema, and every way of being wrong."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scoring_samples import TINY, category, clause, finding, item, outcome, outcomes, standard

from commsaudit import __version__
from commsaudit.errors import InputError, UsageError
from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Status
from commsaudit.model.period import parse_period
from commsaudit.model.result import Metric
from commsaudit.scoring.build import build_result
from commsaudit.scoring.decode import parse_result, read_result
from commsaudit.scoring.encode import checksum, to_json
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse

SCHEMA = json.loads((files("commsaudit.scoring") / "result-1.schema.json").read_text("utf-8"))
ONE = standard(
    "one",
    "1.0",
    (category("A", "1.0"),),
    (item("A.1", "A", "1.0", "occurrence"),),
    (clause("A.1.1", "A.1", "0.25", "one"),),
)


def built(**changes):
    given_ = {
        "period": parse_period("2026-03", "2026-03-20T12:00"),
        "settings": {"timezone": "Asia/Shanghai", "sample": None, "parameters": {"A.1.1": {"days": 1}}},
        "counting": "occurrence",
        "inputs": [InputFile("complaints", "logs/投诉.csv", "a" * 64, 9, 6, 1, 1, 1)],
        "standards": [StandardUse(TINY, "score")],
        "projects": [ProjectOutcomes("P1", "望江苑", outcomes(A_1_1=outcome("A.1.1", 2, waived=1)))],
        "findings": [finding("A.1.1", "C-1"), finding("A.1.1", "C-2", waived=True)],
        "metrics": [Metric("P1", "tiny", "rate", "S-1", "91.5", "")],
    }
    return build_result(**{**given_, **changes})


def test_the_bytes_of_a_small_result():
    result = built(
        settings={"timezone": "Asia/Shanghai"},
        standards=[StandardUse(ONE, "score")],
        projects=[ProjectOutcomes("P1", "望江苑", [outcome("A.1.1", 1, standard="one")], {}, ["visits"])],
        findings=[finding("A.1.1", "C-1")],
        metrics=[],
    )
    lines = [
        '"schema":"commsaudit.result/1",',
        f'"tool":{{"name":"commsaudit","version":"{__version__}"}},',
        '"standards":[',
        '{"id":"one","digest":"%s","points":"1.0","mode":"score"}' % ("0" * 64),
        "],",
        '"period":{"label":"2026-03","start":"2026-03-01","end":"2026-03-31","as_of":"2026-03-20T12:00:00.000000"},',
        '"settings":{"counting":"occurrence","timezone":"Asia/Shanghai"},',
        '"inputs":[',
        '{"log":"complaints","file":"logs/投诉.csv","sha256":"%s","rows":9,"loaded":6,"rejected":1,'
        '"duplicates":1,"superseded":1}' % ("a" * 64),
        "],",
        '"projects":[',
        '{"project_id":"P1","name":"望江苑","score":{"points":"1.0","deduction":"0.25","score":"0.75",'
        '"low":"0.75","high":"0.75","percent":"75.0","without_waivers":"0.75"},'
        '"coverage":{"clauses":1,"assessed":1,"not_assessed":0},"empty_logs":["visits"],"categories":[',
        '{"id":"A","points":"1.0","deduction":"0.25","score":"0.75"}],"items":[',
        '{"id":"A.1","category":"A","cap":"1.0","deduction":"0.25"}],"clauses":[',
        '{"id":"A.1.1","standard":"one","status":"fail","reason":null,"unit":"0.25","obligations":3,'
        '"findings":1,"waived":0,"pending":0,"deduction":"0.25"}]}',
        "],",
        '"findings":[',
        '{"id":"P1/A.1.1/C-1","project_id":"P1","standard":"tiny","clause":"A.1.1","record_id":"C-1",'
        '"due_at":"2026-03-05T23:59:59.999999","detail":"too late",'
        '"source":{"log":"complaints","file":"complaints.csv","line":7},"waiver":null}',
        "],",
        '"findings_total":1,',
        '"metrics":[',
        "]",
    ]
    checksum = hashlib.sha256(("{" + "".join(lines) + "}").encode()).hexdigest()
    lines[-1] += ","
    assert to_json(result).decode() == "\n".join(["{", *lines, f'"checksum":"{checksum}"', "}", ""])


def test_the_checksum_is_over_plain_compact_json():
    content = json.loads(to_json(built()))
    stated = content.pop("checksum")
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == stated


def test_everything_is_in_its_order():
    result = built(
        inputs=[
            InputFile("visits", "b.csv", "", 0, 0, 0, 0, 0),
            InputFile("complaints", "a.csv", "", 0, 0, 0, 0, 0),
        ],
        projects=[ProjectOutcomes(name, "", [outcome("B.1.2"), outcome("A.1.2")]) for name in ("P2", "P10", "P1")],
        findings=[
            finding("B.1.1", "C-1", project="P1"),
            finding("A.1.1", "C-4", project="P2"),
            finding("A.2.1", "C-3", project="P1", day=9),
            finding("A.2.1", "C-2", project="P1", day=9),
            finding("A.2.1", "C-9", project="P1", day=2),
        ],
        metrics=[Metric("P2", "tiny", "a", "", "1", ""), Metric("P1", "tiny", "b", "", "1", "")],
    )
    assert [each.file for each in result.inputs] == ["a.csv", "b.csv"]
    assert [each.project_id for each in result.projects] == ["P1", "P10", "P2"]
    assert [each.outcome.clause for each in result.projects[0].clauses] == ["A.1.2", "B.1.2"]
    assert [each.record_id for each in result.findings] == ["C-9", "C-2", "C-3", "C-1", "C-4"]
    assert [each.project_id for each in result.metrics] == ["P1", "P2"]


def test_a_cut_keeps_the_first_of_each_clause_and_project_and_the_total():
    findings = [finding(of, f"C-{n}", project=p) for of in ("A.1.1", "B.1.1") for n in range(4) for p in ("P1", "P2")]
    result = built(findings=findings, max_findings=1)
    assert [(each.project_id, each.clause, each.record_id) for each in result.findings] == [
        ("P1", "A.1.1", "C-0"),
        ("P1", "B.1.1", "C-0"),
        ("P2", "A.1.1", "C-0"),
        ("P2", "B.1.1", "C-0"),
    ]
    assert result.findings_total == 16


def test_settings_are_recorded_as_plain_json():
    settings = {
        "rate": Decimal("0.60"),
        "since": date(2026, 1, 1),
        "at": datetime(2026, 1, 1),
        "quota": ((300, "4"),),
    }
    assert built(settings=settings).settings == {
        "counting": "occurrence",
        "rate": "0.6",
        "since": "2026-01-01",
        "at": "2026-01-01T00:00:00.000000",
        "quota": [[300, "4"]],
    }


def test_a_setting_that_json_cannot_say_is_refused():
    with pytest.raises(TypeError, match="cannot be recorded"):
        built(settings={"x": object()})


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


EVERY_STATUS = [
    outcome(each.id, *{Status.FAIL: (1, 0), Status.WAIVED: (1, 1)}.get(status, (0, 0)), status)
    for each, status in zip(TINY.clauses, list(Status)[1:], strict=True)
]


@pytest.mark.parametrize(
    "result",
    [
        built(),
        built(findings=[], inputs=[], projects=[], metrics=[], settings={"sample": {"size": 20, "seed": "a"}}),
        built(
            projects=[ProjectOutcomes("P1", "", EVERY_STATUS)],
            findings=[finding("A.1.1", "C-1"), finding("A.1.2", "C-2", waived=True)],
        ),
        built(standards=[StandardUse(standard("tiny", None, clauses=TINY.clauses), "observe")]),
    ],
    ids=["full", "empty", "every status", "observed"],
)
def test_results_keep_the_schema(result):
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(result)))
    assert parse_result(to_json(result), "r.json") == result


@pytest.mark.parametrize(
    "place",
    [(), ("period",), ("tool",), ("projects", 0), ("projects", 0, "clauses", 0), ("findings", 1, "waiver")],
)
def test_schema_and_reader_refuse_a_key_too_many(place):
    content = json.loads(to_json(built()))
    inner = content
    for step in place:
        inner = inner[step]
    inner["more"] = 1
    assert not Draft202012Validator(SCHEMA).is_valid(content)
    with pytest.raises(InputError, match="no such key"):
        parse_result(resealed(content), "r.json")


def resealed(content) -> bytes:
    """The content with a checksum that fits, as somebody who knows how could write it."""
    content.pop("checksum", None)
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    content["checksum"] = hashlib.sha256(canonical.encode()).hexdigest()
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("tool",), [], "tool should be an object"),
        (("period", "start"), "20260301", "period.start should be a date"),
        (("period", "as_of"), "2026-03-31T23:59:59", "period.as_of should be a moment"),
        (("findings_total",), True, "findings_total should be a whole number"),
        (("findings_total",), -1, "findings_total should be a whole number"),
        (("projects",), {}, "projects should be a list"),
        (("projects", 0, "items", 0, "category"), "Z", r"projects\[0\]\.items\[0\]\.category should be a category"),
        (("projects", 0, "score", "score"), "3.5", r"projects\[0\]\.score\.score should be 3\.4"),
        (("projects", 0, "score", "points"), "0.0", r"projects\[0\]\.score\.points should be more than 0"),
        (("projects", 0, "score", "low"), 3.4, r"projects\[0\]\.score\.low should be a string"),
        (("projects", 0, "score", "low"), "NaN", r"projects\[0\]\.score\.low should be a decimal string"),
        (("projects", 0, "clauses", 1, "status"), "passed", r"clauses\[1\]\.status should be a status"),
        (("projects", 0, "empty_logs"), [1], r"empty_logs should be a list of strings"),
        (("standards", 0, "mode"), "off", r"standards\[0\]\.mode should be"),
        (("findings", 0, "source", "line"), "7", r"findings\[0\]\.source\.line should be a whole number"),
    ],
)
def test_a_value_of_another_kind_is_named(place, value, says):
    content = json.loads(to_json(built()))
    *way, last = place
    inner = content
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(InputError, match=says):
        parse_result(resealed(content), "r.json")


def test_a_missing_key_is_named():
    content = json.loads(to_json(built()))
    del content["projects"][0]["name"]
    with pytest.raises(InputError, match=r"projects\[0\]\.name should be a value"):
        parse_result(resealed(content), "r.json")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "line 1, column 1"),
        (b"[]", "no JSON object"),
        (b"\xff\xfe{}", "byte 1 is no UTF-8"),
        (b'{"a":1,"a":2}', "key 'a' stands twice"),
        (b'{"a":NaN}', "NaN is no JSON number"),
        (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
        (b'{"a":' + b"9" * 5000 + b"}", "this is no result file"),
        (b'{"schema":"commsaudit.result/2"}', "schema is 'commsaudit.result/2'"),
        (b"{}", "it has no schema"),
        (b'{"schema":"commsaudit.result/1","a":"\\ud800"}', "checksum is None"),
    ],
)
def test_what_is_no_result_is_refused(data, says):
    with pytest.raises(InputError, match=says) as caught:
        parse_result(data, "some.json")
    assert "some.json" in caught.value.zh
    assert caught.value.zh != caught.value.en


def test_a_changed_result_is_refused():
    data = to_json(built())
    with pytest.raises(InputError, match="the file was changed"):
        parse_result(data.replace("望江苑".encode(), "望海苑".encode()), "r.json")


def test_white_space_does_not_matter_to_the_checksum():
    result = built()
    indented = json.dumps(json.loads(to_json(result)), indent=2).encode()
    assert parse_result(indented, "r.json") == result


def test_reading_from_disk(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(to_json(built()))
    assert read_result(path) == built()
    with pytest.raises(UsageError, match="no such result file"):
        read_result(tmp_path / "other.json")
    with pytest.raises(UsageError, match="no such result file"):
        read_result(tmp_path)


WORDS = st.text(st.characters(codec="utf-8")) | st.sampled_from(['},{"id":', '[{"id":"', ',{"id', '\n{"id":', "},{"])


@given(WORDS, WORDS, WORDS)
def test_no_text_upsets_the_layout(name, record, key):
    result = built(
        projects=[ProjectOutcomes("P1", name, outcomes(A_1_1=outcome("A.1.1", 1)))],
        findings=[finding("A.1.1", record)],
        settings={key: {key: [record, name]}, "rows": [{"id": record}, {"id": name}]},
    )
    assert parse_result(to_json(result), "r.json") == result


def test_a_finding_is_written_in_the_order_of_the_schema_whatever_its_file_had():
    written = to_json(built())
    content = json.loads(written)
    content["findings"] = [dict(reversed(each.items())) for each in content["findings"]]
    content["findings"][0]["source"] = dict(reversed(content["findings"][0]["source"].items()))
    del content["checksum"]
    content["checksum"] = checksum(content)
    turned = parse_result(json.dumps(content, ensure_ascii=False).encode(), "turned.json")
    assert to_json(turned) == written
