#!/usr/bin/python3
"""Checks the JSON Schemas of the five records against data.

Every line of the sample world, of any folder named on the command line and of each schema's own
examples must be valid; the cases in schema_cases/*.json must turn out as they say.

Usage: schemas_test.py [folder …]      Needs: python3-jsonschema (Debian). Exit status 1 on any failure.
"""
import json
import pathlib
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = pathlib.Path(__file__).resolve().parent / "schema_cases"
KINDS = {"profile": "profiles", "interaction": "interactions", "group": "groups",
         "membership": "memberships", "team": "teams"}
FAILURES_SHOWN = 20


def load_validators():
    validators = {}
    for kind in KINDS:
        schema = json.loads((ROOT / "data/schemas" / f"{kind}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[kind] = jsonschema.Draft202012Validator(schema)
    return validators


def check_folder(validators, folder):
    """Yields a message for each bad line; a folder that lacks one of the five files is bad too."""
    for kind, stem in KINDS.items():
        files = sorted(folder.glob(f"{stem}*.ndjson"))
        if not files:
            yield f"{folder}: no {stem}*.ndjson"
        for file in files:
            with file.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    error = next(validators[kind].iter_errors(json.loads(line)), None)
                    if error:
                        yield f"{file}:{number}: {error.json_path}: {error.message[:200]}"


def expanded(record):
    """A case may say {"$repeat": [what, count]} for a text or a list too long to write out."""
    if isinstance(record, dict):
        if "$repeat" in record:
            what, count = record["$repeat"]
            return what * count
        return {key: expanded(value) for key, value in record.items()}
    return [expanded(item) for item in record] if isinstance(record, list) else record


def check_cases(validators):
    files = sorted(CASES.glob("*.json"))
    if not files:
        yield f"{CASES}: no cases"
    for file in files:
        cases = json.loads(file.read_text("utf-8"))
        validator = validators[cases["schema"]]
        for wanted in ("valid", "invalid"):
            for case in cases[wanted]:
                if validator.is_valid(expanded(case["record"])) != (wanted == "valid"):
                    yield f"{file.name}: should be {wanted}: {case['because']}"


def check_examples(validators):
    for kind, validator in validators.items():
        for example in validator.schema["examples"]:
            if not validator.is_valid(example):
                yield f"{kind}.schema.json: its own example is not valid: {example}"


def main():
    validators = load_validators()
    failures = [*check_examples(validators), *check_cases(validators)]
    for folder in [ROOT / "data/sample", *map(pathlib.Path, sys.argv[1:])]:
        failures += check_folder(validators, folder)
    for failure in failures[:FAILURES_SHOWN]:
        print(failure, file=sys.stderr)
    if failures:
        sys.exit(f"{len(failures)} failures")
    print("schemas: all valid")


if __name__ == "__main__":
    main()
