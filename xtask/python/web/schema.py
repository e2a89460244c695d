"""The site against its own description: schemathesis, which nobody here wrote, makes requests of every documented operation, valid
and not, alone and in chains, and finds nothing that the site answers otherwise than the description says."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from website import Site

# Whether a name is that of a column, and whether bytes are a table, no schema can say: 422 is the answer that is documented for it.
# A job that was canceled has no result, which is gone (410).
# An upload is deleted as the analysis that it becomes, at another address, of which the check of what was just made knows nothing.
SETTINGS = """
[checks.ensure_resource_availability]
enabled = false

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "404", "409", "410", "422", "429", "503"]
"""
# Files to draw from, so that half of the requests come further than the look at the file. A field that is an empty list or object
# has no part in a form: schemathesis 4.32.5 then sends a valid request and takes it for an invalid one.
HOOKS = """
import schemathesis
from hypothesis import strategies

tables = strategies.integers(2, 30).map(lambda rows: "text,label\\n" + "".join(f"word{row} again,{row % 2}\\n" for row in range(rows)))
schemathesis.openapi.format("binary", tables.map(str.encode) | strategies.binary(min_size=1))


@schemathesis.hook
def filter_body(context, body):
    return not isinstance(body, dict) or not any(isinstance(value, (list, dict)) and not value for value in body.values())
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--examples", type=int, default=200, help="at most, for each operation")
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder)
        site.start()
        try:
            found = look(site, options)
        finally:
            site.stop()
    sys.exit(found)


def look(site, options):
    """The exit code of schemathesis: 0 where there is no finding."""
    settings, hooks = site.folder / "schemathesis.toml", site.folder / "hooks.py"
    settings.write_text(SETTINGS)
    hooks.write_text(HOOKS)
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(settings), "--no-color", "run"]
    command += ["--max-examples", str(options.examples), "--seed", str(options.seed), "--generation-database", "none"]
    command.append(f"http://127.0.0.1:{site.port}/api/v1/openapi.json")
    return subprocess.run(command, cwd=site.folder, env=os.environ | {"SCHEMATHESIS_HOOKS": "hooks"}, check=False).returncode


if __name__ == "__main__":
    main()
