"""What the site promises, tried on the real program: nothing left on the disk, nothing lost, nothing that one file
can do to the others. Needs Python's own library only."""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from website import ROOT, Site, belongs, corpus, until

FINAL = {"succeeded", "failed", "canceled"}


def ended(site, job):
    until(lambda: site.job(job)["state"] in FINAL, "the job has ended")
    return site.job(job)


def after_a_job_nothing_of_the_upload_is_on_the_disk(program, folder):
    site = Site(program, folder)
    site.start()
    marks = {name: f"zq{secrets.token_hex(6)}" for name in ("text", "label", "column", "file")}
    lines = [f"{marks['column']},side"]
    for i in range(200):
        lines.append(f"{marks['text']}{i % 2} and other words {i},{marks['label']}{i % 2}")
    content = "\n".join(lines).encode()
    job, status = site.submit(content, name=f"{marks['file']}.csv", text=marks["column"], label="side", preset="wordify-2021", fits=2000)
    assert job, f"refused with {status}"
    assert found(site, marks.values()), "while the job needs it, the upload is there: the search looks in the right place"
    answer = ended(site, job)
    assert answer["state"] == "succeeded", answer
    until(lambda: not found(site, marks.values()), "nothing of the upload is on the disk or in the log", 30)
    assert any(marks["text"] in row["term"] for row in site.terms(job)), "the link still opens the result"
    site.stop()
    assert not found(site, marks.values()), "nothing comes back when the site stops"
    assert not found(site, [job]), "nor the secret of the link"
    site.start()
    assert site.request("DELETE", f"/api/v1/jobs/{job}")[0] == 204
    assert site.get(f"/api/v1/jobs/{job}/result.csv")[0] in (404, 410)
    site.stop()


def found(site, marks):
    """The files below the site's folder, its log included, that hold one of the marks."""
    needles = [mark.encode() for mark in marks]
    return [path for path in Path(site.folder).rglob("*")
            if path.is_file() and any(needle in path.read_bytes() for needle in needles)]


def a_job_goes_on_where_it_was_when_the_site_is_killed_or_stopped(program, folder):
    site = Site(program, folder)
    site.start()
    content, fits = corpus(7, 3000), 12000
    job, _ = site.submit(content, preset="wordify-2021", fits=fits)
    furthest = 0
    for stop in (site.kill, site.stop):
        until(lambda: fitted(site, job) >= furthest + 1500, f"more than {furthest} fits are done")
        reached = fitted(site, job)
        stop()
        site.start()
        until(lambda: fitted(site, job) or site.job(job)["state"] in FINAL, "the job goes on")
        again = fitted(site, job)
        assert again == 0 or again > reached * 0.3, f"after {reached} fits it began again at {again}"
        furthest = max(again, reached)
    assert ended(site, job)["state"] == "succeeded"
    status, _, ours = site.get(f"/api/v1/jobs/{job}/result.csv")
    (Path(folder) / "texts.csv").write_bytes(content)
    alone = subprocess.run([program, "analyze", "texts.csv", "--preset", "wordify-2021", "--fits", str(fits), "--language", "en", "--out", "-", "--format", "csv"],
                           cwd=folder, capture_output=True, check=True).stdout
    assert status == 200 and ours == alone, "the bytes are those of a run without interruption"
    site.stop()


def fitted(site, job):
    progress = site.job(job).get("progress") or {}
    return progress.get("done", 0) if progress.get("stage") == "fitting" else 0


def a_canceled_job_stops_at_once_and_leaves_nothing(program, folder):
    site = Site(program, folder)
    site.start()
    job, _ = site.submit(corpus(3, 3000), preset="wordify-2021", fits=100000)
    until(lambda: fitted(site, job) > 0, "it runs")
    before = time.monotonic()
    assert site.request("POST", f"/api/v1/jobs/{job}/cancel")[0] in (200, 202)
    until(lambda: site.job(job)["state"] == "canceled", "it is canceled", 10)
    assert time.monotonic() - before < 3, "within seconds"
    until(lambda: not site.analysts(), "its process is gone", 10)
    until(lambda: not os.listdir(site.folder / "data" / "jobs"), "its files are gone", 10)
    site.stop()


def a_file_that_needs_too_much_memory_fails_alone(program, folder):
    site = Site(program, folder, "[jobs]\nmemory = \"60 MB\"\n")
    site.start()
    line = "".join(f"word{i} " for i in range(60))
    big = ("text,label\n" + "".join(f"{line} w{i} v{i * 7} u{i * 13},{i % 2}\n" for i in range(60000))).encode()
    job, status = site.submit(big, min_df=1)
    assert job, f"refused with {status}"
    small, _ = site.submit(corpus(5))
    answer = ended(site, job)
    assert answer["state"] == "failed" and "memory" in answer["failure"]["message"], answer
    assert ended(site, small)["state"] == "succeeded", "the other job is not harmed"
    assert belongs(site.terms(small), 5)
    site.stop()


def what_a_visitor_wrote_is_never_markup(program, folder):
    site = Site(program, folder)
    site.start()
    evil = "<script>alert(1)</script>"
    rows = [f"\"=cmd|' /C calc'!A0 {evil} bad{i % 4}\",{evil}" if i % 2 else f"\"fine <b>words</b> good{i % 4}\",<i>b</i>"
            for i in range(400)]
    job, _ = site.submit(("text,label\n" + "\n".join(rows)).encode(), name=f"{evil}.csv", preset="wordify-2021", fits=60, threshold=0.05)
    assert ended(site, job)["state"] == "succeeded"
    seen = 0
    for path in (f"/jobs/{job}", f"/jobs/{job}/labels/0", f"/jobs/{job}/labels/0/terms/0", f"/api/v1/jobs/{job}/result.html"):
        status, headers, body = site.get(path)
        assert status in (200, 303), f"{path}: {status}"
        assert b"<script>alert" not in body and b"<i>b</i>" not in body, f"{path} holds markup of the visitor's"
        assert "script-src" in headers["Content-Security-Policy"] or "default-src 'none'" in headers["Content-Security-Policy"]
        seen += b"&lt;script&gt;" in body or b"&#60;script&#62;" in body
    assert seen, "the label is shown, as text"
    site.stop()


def a_slow_upload_is_cut_off_and_a_foreign_page_refused(program, folder):
    site = Site(program, folder, "[limits]\nupload_timeout = \"2 seconds\"\nupload_max = \"1 MB\"\n")
    site.start()
    import socket
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as slow:
        slow.sendall(b"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                     b"Content-Length: 100000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc")
        answer = slow.recv(4096)
    assert answer.startswith(b"HTTP/1.1 408") or answer == b"", answer[:80]
    assert site.submit(corpus(1, 60000))[1] == 413
    body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + corpus(1) + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Origin": "https://evil.example"}
    assert site.request("POST", "/api/v1/jobs", body, headers)[0] == 403
    assert not os.listdir(site.folder / "data" / "jobs"), "nothing is left of what was refused"
    site.stop()


def the_sample_is_ready_within_two_seconds(program, folder):
    site = Site(program, folder)
    site.start()
    content = (ROOT / "examples" / "state-of-the-union.csv").read_bytes()
    job, _ = site.submit(content)
    ended(site, job)
    before = time.monotonic()
    job, _ = site.submit(content)
    until(lambda: site.job(job)["state"] == "succeeded", "the sample is done", 60)
    status = site.get(f"/jobs/{job}")[0]
    print(f"    {time.monotonic() - before:.2f} s from the upload to the results page (no bound on a loaded machine)")
    assert status == 200
    site.stop()


PROMISES = [value for value in list(globals().values())
            if callable(value) and getattr(value, "__code__", None) and value.__code__.co_varnames[:2] == ("program", "folder")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("promises", nargs="*", help="parts of names; all without")
    options = parser.parse_args()
    chosen = [promise for promise in PROMISES
              if not options.promises or any(part in promise.__name__ for part in options.promises)]
    failed = 0
    for promise in chosen:
        with tempfile.TemporaryDirectory() as folder:
            try:
                promise(options.program, folder)
                print(f"kept    {promise.__name__.replace('_', ' ')}")
            except (AssertionError, SystemExit) as broken:
                failed += 1
                print(f"broken  {promise.__name__.replace('_', ' ')}: {broken}")
                print((Path(folder) / "log").read_text(errors="replace")[-3000:])
        sys.stdout.flush()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
