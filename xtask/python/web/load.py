"""Many jobs from many visitors at once: all finish, none is run twice, and pages stay quick meanwhile."""

import argparse
import re
import sys
import tempfile
import threading
import time

from website import Site, belongs, corpus, until

PAGES = ["/", "/healthz", "/api/v1/languages", "/jobs/{job}", "/api/v1/jobs/{job}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--p99-ms", type=float, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.program, folder)
        site.start()
        try:
            sys.exit(0 if run(site, options) else 1)
        finally:
            site.kill()


def run(site, options):
    jobs, latencies, lock, done = {}, [], threading.Lock(), threading.Event()

    def visit(visitor):
        for number in range(visitor, options.jobs, options.visitors):
            job, status = site.submit(corpus(number), visitor, seed=number)
            assert job, f"job {number} was refused with {status}"
            with lock:
                jobs[number] = job

    def look():
        turn = 0
        while not done.is_set():
            with lock:
                known = list(jobs.values())
            path = PAGES[turn % len(PAGES)].format(job=known[turn % len(known)] if known else "0" * 32)
            before = time.perf_counter()
            status, _, _ = site.get(path, visitor=200)
            latencies.append(((time.perf_counter() - before) * 1000, path.split("/")[1]))
            assert status in (200, 404), f"{path}: {status}"
            turn += 1
            done.wait(0.01)

    began = time.monotonic()
    lookers = [threading.Thread(target=look) for _ in range(2)]
    visitors = [threading.Thread(target=visit, args=(visitor,)) for visitor in range(options.visitors)]
    for thread in lookers + visitors:
        thread.start()
    for thread in visitors:
        thread.join()
    accepted = time.monotonic() - began
    final = {"succeeded", "failed", "canceled"}
    until(lambda: all(site.job(job)["state"] in final for job in jobs.values()), "all jobs have ended")
    seconds = time.monotonic() - began
    done.set()
    for thread in lookers:
        thread.join()
    states = [site.job(job)["state"] for job in jobs.values()]
    mixed = [number for number, job in jobs.items() if not belongs(site.terms(job), number)]
    metrics = site.get("/metrics")[2].decode()
    ended = sum(float(value) for value in re.findall(r'^wordify_jobs_ended_total\{[^}]*\} (\S+)', metrics, re.M))
    ordered = sorted(latency for latency, _ in latencies)
    p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    print(f"{len(jobs)} jobs of {options.visitors} visitors: accepted in {accepted:.1f} s, ended after {seconds:.1f} s")
    print(f"states: { {state: states.count(state) for state in set(states)} }; results mixed up: {len(mixed)}")
    print(f"ends written: {ended:.0f}; {len(ordered)} page views meanwhile: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return (len(jobs) == options.jobs and set(states) == {"succeeded"} and not mixed
            and ended == options.jobs and p99 <= options.p99_ms)


if __name__ == "__main__":
    main()
