"""Clients made from the site's own description, in Python and in TypeScript: both compile strictly, and both take a file to its result."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from website import Site

# What TypeScript needs: its compiler, the types of the description, and what calls by them.
NODE_PACKAGES = ["openapi-fetch@0.17.0", "openapi-typescript@7.10.1", "typescript@5.9.3", "@types/node@24.19.4"]
TEXTS = "text,label\n" + "".join(f"word{row} {'sun' if row % 2 else 'rain'} again,{row % 2}\n" for row in range(60))

PYTHON = """
import sys
import time
from io import BytesIO

from wordify_client import Client
from wordify_client.api.jobs import create_job, result, show_job
from wordify_client.models import FormatName, Job, JobForm, State
from wordify_client.types import File

client = Client(base_url=sys.argv[1])
file = File(payload=BytesIO(sys.argv[2].encode()), file_name="texts.csv", mime_type="text/csv")
job = create_job.sync(client=client, body=JobForm(file=file))
assert isinstance(job, Job), job
while job.state not in (State.SUCCEEDED, State.FAILED, State.CANCELED):
    time.sleep(0.1)
    job = show_job.sync(job.id, client=client)
    assert isinstance(job, Job), job
answer = result.sync_detailed(job.id, FormatName.CSV, client=client)
print(answer.content.decode("utf-8-sig").splitlines()[0])
"""

TYPESCRIPT = """
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [site, texts] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl: site });
const form = new FormData();
form.append("file", new File([texts], "texts.csv", { type: "text/csv" }));
const created = await client.POST("/api/v1/jobs", { body: { file: "" }, bodySerializer: () => form });
if (created.error) throw new Error(created.error.detail);
let job: components["schemas"]["JobStatus"] = created.data;
while (!["succeeded", "failed", "canceled"].includes(job.state)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const shown = await client.GET("/api/v1/jobs/{id}", { params: { path: { id: job.id } } });
    if (shown.error) throw new Error(shown.error.detail);
    job = shown.data;
}
const path = { id: job.id, format: "csv" as const };
const result = await client.GET("/api/v1/jobs/{id}/result.{format}", { params: { path }, parseAs: "text" });
console.log(String(result.data).replace(/^\\uFEFF/, "").split("\\n")[0]);
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder)
        site.start()
        try:
            description = Path(folder) / "openapi.json"
            description.write_bytes(site.get("/api/v1/openapi.json")[2])
            address = f"http://127.0.0.1:{site.port}"
            heads = [in_python(Path(folder), description, address), in_typescript(Path(folder), description, address)]
        finally:
            site.kill()
    assert all(head.startswith("label,term,") for head in heads), heads
    print("clients in Python and TypeScript: made, compiled, and each took a file to its result")


def in_python(folder, description, address):
    programs = Path(sys.executable).parent
    client = folder / "client"
    run([programs / "openapi-python-client", "generate", "--path", description, "--output-path", client])
    script = client / "use.py"
    script.write_text(PYTHON)
    run([programs / "mypy", "--strict", "--cache-dir", folder / "mypy", "wordify_client", "use.py"], cwd=client)
    return run([sys.executable, script, address, TEXTS], cwd=client).strip()


def in_typescript(folder, description, address):
    home = folder / "typescript"
    home.mkdir()
    (home / "package.json").write_text(json.dumps({"type": "module", "private": True}))
    (home / "use.ts").write_text(TYPESCRIPT)
    run(["npm", "install", "--silent", "--no-fund", "--no-audit", *NODE_PACKAGES], cwd=home)
    run(["npx", "openapi-typescript", description, "--output", "api.ts"], cwd=home)
    strict = ["--strict", "--target", "es2022", "--lib", "es2023,dom", "--module", "nodenext", "--moduleResolution", "nodenext"]
    run(["npx", "tsc", *strict, "--types", "node", "use.ts"], cwd=home)
    return run(["node", "use.js", address, TEXTS], cwd=home).strip()


def run(command, cwd=None):
    # Node, npm and the formatter of the client stand beside the interpreter.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
