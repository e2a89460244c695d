"""What we give to other programs, held against their own schemas: the container files, and the bill of materials."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from compose_spec import PyCompose
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

DEPLOY = Path(__file__).resolve().parents[3] / "deploy/container"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sbom", required=True)
    options = parser.parse_args()
    faults = [*compose(), *kubernetes(), *bill(Path(options.sbom).read_text())]
    print("\n".join(faults) or "compose.yaml, kubernetes.yaml and the bill of materials are as their schemas want them")
    sys.exit(1 if faults else 0)


def compose():
    text = (DEPLOY / "compose.yaml").read_text()
    try:
        PyCompose.from_yaml(text).validate()
    except ValueError as error:
        yield f"compose.yaml: {error}"
    # A check that takes everything would be none.
    try:
        PyCompose.from_yaml(text.replace("read_only: true", "read_only: perhaps"))
        yield "compose.yaml: the check takes what is wrong"
    except ValueError:
        pass


def kubernetes():
    command = [Path(sys.executable).with_name("kubernetes-validate"), "--strict", "--quiet"]
    path = DEPLOY / "kubernetes.yaml"
    checked = subprocess.run([*command, path], capture_output=True, text=True)
    if checked.returncode:
        yield f"kubernetes.yaml: {checked.stdout}{checked.stderr}"
    wrong = path.read_text().replace("replicas: 1", "replicas: one")
    if subprocess.run([*command, "-"], input=wrong, capture_output=True, text=True).returncode == 0:
        yield "kubernetes.yaml: the check takes what is wrong"


def bill(text):
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        yield f"bill of materials: {str(error)[:2000]}"
    content = json.loads(text)
    components = content["components"]
    without = [entry["name"] for entry in components if "licenses" not in entry]
    if len(components) < 100 or without:
        yield f"bill of materials: {len(components)} components, without a licence: {without}"


if __name__ == "__main__":
    main()
