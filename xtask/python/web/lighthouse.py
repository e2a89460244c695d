"""Lighthouse on six pages at the width of a phone and of a desk: speed, accessibility, good practice, each 95 of 100 or more."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from website import Site, corpus, until

# Pinned, so that a new release with other rules cannot break a run.
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ["performance", "accessibility", "best-practices"]
SCORE_MIN = 0.95
# The second is Lighthouse's own desk, the first its phone on a slow network, as wide as a small one.
WIDTHS = {"phone": ["--form-factor=mobile", "--screenEmulation.width=375"], "desk": ["--preset=desktop"]}
SECONDS_MAX = 240
# A browser that starts now and then answers Lighthouse too late, on a machine with other work.
ATTEMPTS = 3


def audit(address, width, chromium):
    """The score of each category, and the audits that took points."""
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", "--output-path=stdout",
               f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless --no-sandbox --disable-gpu", *WIDTHS[width]]
    # Node stands beside the interpreter.
    environment = {**os.environ, "CHROME_PATH": chromium, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for attempt in range(ATTEMPTS):
        answer = subprocess.run(command, capture_output=True, timeout=SECONDS_MAX, env=environment)
        if answer.returncode == 0:
            break
        print(f"{address} {width}: attempt {attempt + 1} failed:", answer.stderr.decode(errors="replace")[-400:], flush=True)
    assert answer.returncode == 0, f"Lighthouse does not look at {address}"
    report = json.loads(answer.stdout)
    scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
    lost = [(reference["id"], report["audits"][reference["id"]]["score"])
            for name in CATEGORIES for reference in report["categories"][name]["auditRefs"]
            if reference["weight"] and (report["audits"][reference["id"]]["score"] or 0) < 0.9]
    return scores, lost


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])))
    low = []
    with tempfile.TemporaryDirectory() as folder:
        site = Site(arguments.program, folder)
        site.start()
        try:
            job, status = site.submit(corpus(1, 240))
            assert status == 201, status
            until(lambda: site.job(job)["state"] == "succeeded", "the result is there")
            term = f"/jobs/{job}/labels/0/terms/0"
            # Made when it is first asked for.
            site.get("/example", timeout=120)
            for path in ["/", "/help", "/example", f"/jobs/{job}", term, f"{term}/texts"]:
                for width in WIDTHS:
                    scores, lost = audit(f"http://127.0.0.1:{site.port}{path}", width, chromium)
                    shown = path.replace(job, "…")
                    print(f"{shown:32} {width:6}", *(f"{name} {100 * score:3.0f}" for name, score in scores.items()), lost, flush=True)
                    low += [f"{shown} {width} {name} {score}" for name, score in scores.items() if score < SCORE_MIN]
        finally:
            site.kill()
    assert not low, "\n".join(low)


if __name__ == "__main__":
    main()
