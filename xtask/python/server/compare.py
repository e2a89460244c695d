"""The site beside others, in one run on the same machine: nginx → the smallest program that axum makes with the same pages, what it
replaces, nginx → gunicorn → Flask, and nginx itself for files. Rounds take turns, medians are compared, and whose processor time it is
stands beside. Also: how soon the site is there, and what it holds when idle.
"""

import argparse
import html
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import front
from machine import load_average, memory, tree, wrk
from website import ROOT, Site, until

GUNICORN_WORKERS = 4
FASTER_THAN_FLASK = 16
# Of the rate that nginx has with the smallest axum program behind it.
SHARE_OF_AXUM = 0.9
# As deployed, nginx also writes its log, limits visitors and adds headers.
SHARE_OF_NGINX_DEPLOYED, SHARE_OF_NGINX_EMBEDDED = 0.85, 0.5
BOOT_SECONDS, IDLE_MEGABYTES = 1.0, 60
BOOTS = 5
# What the smallest axum program says of a page by itself.
HEADERS_OF_BOTH = {"content-length", "content-type", "date"}
SITE = """
upstream site {{ server unix:{site}; keepalive 32; }}
upstream flask {{ server unix:{flask}; keepalive 32; }}
upstream axum {{ server unix:{axum}; keepalive 32; }}
proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
# A page of ours in one piece.
proxy_buffer_size 32k;
proxy_buffers 8 32k;
server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://site; }}
    location /assets/ {{ root {static}; }}
}}
server {{
    listen 127.0.0.1:{flask_port};
    location / {{ proxy_pass http://flask; }}
    location /axum/ {{ proxy_pass http://axum/; }}
}}
server {{
    listen 127.0.0.1:{plain_port} ssl http2;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    location / {{ root {static}; }}
}}
"""


class Trial:
    """What is compared, started; each case has a name and an address."""

    def __init__(self, program, smallest, folder):
        self.folder = Path(folder)
        self.folder.chmod(0o755)
        self.site = Site(program, folder, more_binds=[f"unix:{self.folder / 'site.sock'}"])
        self.first_boot, self.boots = boot(self.site), []
        for _ in range(BOOTS):
            self.site.stop()
            self.boots.append(boot(self.site))
        time.sleep(2)
        self.idle = memory(self.site.process.pid)
        self.home, self.results, result = self.folder / "home.html", self.folder / "results.html", self.sample()
        _, headers, home = self.site.get("/")
        self.home.write_bytes(home)
        self.headers = self.folder / "headers"
        self.headers.write_text("".join(f"{name}: {value}\n" for name, value in headers.items() if name not in HEADERS_OF_BOTH))
        self.results.write_bytes(self.site.get(result)[2])
        self.flask = self.start_flask()
        self.axum = subprocess.Popen([smallest, self.folder / "axum.sock", self.headers, self.home, self.results])
        until(lambda: (self.folder / "axum.sock").exists(), "the smallest program is up", 30)
        self.nginx = front.Nginx(self.folder / "nginx")
        self.flask_port, self.plain_port, plain = front.free_port(), front.free_port(), front.free_port()
        deployed = self.nginx.deployed(program, f"unix:{self.folder / 'site.sock'}")
        more = SITE.format(
            site=self.folder / "site.sock", flask=self.folder / "flask.sock", axum=self.folder / "axum.sock", port=plain, flask_port=self.flask_port,
            plain_port=self.plain_port, static=self.nginx.folder / "static", folder=self.nginx.folder)
        self.nginx.start(deployed + more)
        style = next((self.nginx.folder / "static" / "assets").glob("*.css"))
        asset, direct = f"/assets/{style.name}", f"http://127.0.0.1:{self.site.port}"
        self.asset_bytes = style.stat().st_size
        self.cases = {
            "nginx → gunicorn → Flask": f"http://127.0.0.1:{self.flask_port}/",
            "nginx → axum": f"http://127.0.0.1:{self.flask_port}/axum/0",
            "nginx → axum, our headers": f"http://127.0.0.1:{self.flask_port}/axum/headed/0",
            "nginx → wordify": f"http://127.0.0.1:{plain}/",
            "results: nginx → axum": f"http://127.0.0.1:{self.flask_port}/axum/1",
            "results: nginx → axum, our headers": f"http://127.0.0.1:{self.flask_port}/axum/headed/1",
            "results: nginx → wordify": f"http://127.0.0.1:{plain}{result}",
            "nginx → wordify, compressed": f"http://127.0.0.1:{plain}/",
            "wordify": f"{direct}/",
            "wordify, compressed": f"{direct}/",
            "file: nginx": f"http://127.0.0.1:{plain}{asset}",
            "file: wordify, embedded": f"{direct}{asset}",
            "file by TLS: nginx": f"https://127.0.0.1:{self.plain_port}{asset}",
            "file by TLS: nginx as deployed": f"https://127.0.0.1:{self.nginx.tls_port}{asset}",
        }

    def sample(self):
        """The path of the results page of the sample."""
        job, status = self.site.submit((ROOT / "examples" / "state-of-the-union.csv").read_bytes())
        assert job, f"the sample was refused with {status}"
        until(lambda: self.site.job(job)["state"] == "succeeded", "the sample is done")
        return f"/jobs/{job}"

    def start_flask(self):
        environment = {"WORDIFY_TEMPLATES": ROOT / "crates/wordify-web/templates", "WORDIFY_HOME": self.home}
        socket = self.folder / "flask.sock"
        command = [sys.executable, "-m", "gunicorn", "--workers", str(GUNICORN_WORKERS), "--bind", f"unix:{socket}"]
        log = open(self.folder / "flask.log", "wb")
        process = subprocess.Popen(
            [*command, "flask_home:app"], cwd=Path(__file__).parent, env=os.environ | environment, stdout=log, stderr=log)
        until(lambda: socket.exists() and len(tree(process.pid)) > GUNICORN_WORKERS, "gunicorn is up", 30)
        return process

    def check_pages(self):
        """All show the same page, but for how an ampersand is written."""
        shown = []
        for name in ["nginx → gunicorn → Flask", "nginx → axum", "nginx → wordify", "wordify"]:
            shown.append(read(self.cases[name]))
        assert len(set(shown)) == 1 and "Which words tell" in shown[0], "the pages differ"
        results = [read(self.cases[f"results: nginx → {name}"]) for name in ("axum", "wordify")]
        assert results[0] == results[1] and "<h1" in results[0], "the pages of results differ"
        print(f"the page has {len(shown[0])} characters, the file {self.asset_bytes} bytes")

    def stop(self):
        self.nginx.stop()
        self.flask.terminate()
        self.flask.wait(30)
        self.axum.terminate()
        self.axum.wait(30)
        self.site.stop()


def read(url):
    with urllib.request.urlopen(url) as answer:
        return html.unescape(answer.read().decode())


def boot(site):
    """Seconds from the start of the program to the first answer."""
    begin = time.monotonic()
    site.spawn()
    while not site.answers("/readyz"):
        time.sleep(0.001)
    return time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--smallest", required=True, help="the example of wordify-server, built")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(options.program, options.smallest, folder)
        try:
            trial.check_pages()
            print(f"first boot {trial.first_boot * 1000:.0f} ms, median of {BOOTS} more {statistics.median(trial.boots) * 1000:.0f} ms, "
                  f"{load_average()}; idle: {trial.idle}")
            sys.exit(0 if measure(trial, options) else 1)
        finally:
            trial.stop()


def measure(trial, options):
    rounds = {name: [] for name in trial.cases}
    for _ in range(options.rounds):
        for name, url in trial.cases.items():
            servers = [trial.nginx.process.pid, trial.site.process.pid, trial.axum.pid, trial.flask.pid]
            headers = ["Accept-Encoding: gzip, br"] if name.endswith("compressed") else []
            rounds[name].append(wrk(url, options.seconds, servers, headers=headers))
    middle = {}
    print(f"{options.rounds} rounds of {options.seconds} s, wrk -t1 -c16, {load_average()}")
    for name, found in rounds.items():
        rate, p99, cost = (statistics.median(getattr(one, what) for one in found) for what in ("rate", "p99", "cost"))
        middle[name] = (rate, p99, cost)
        nginx, *programs = (statistics.median(costs) for costs in zip(*(one.costs for one in found)))
        failed = sum(one.failed for one in found)
        print(f"  {name:34} {rate:9.0f} requests/s   p99 {p99:7.1f} ms   {cost:6.0f} µs of processors each, "
              f"{nginx:4.0f} in nginx and {sum(programs):5.0f} behind it" + (f"   {failed} failed" if failed else ""))
    ours, theirs = memory(trial.site.process.pid), memory(trial.flask.pid)
    print(f"  memory after it: wordify {ours}; gunicorn {theirs}")

    def ratio(one, other, what=0):
        return middle[one][what] / middle[other][what]

    flask = "nginx → gunicorn → Flask"
    facts = [
        (f"nginx → wordify {ratio('nginx → wordify', flask):.1f} ×, direct {ratio('wordify', flask):.1f} × the requests of Flask; "
         f"processors: {1 / ratio('nginx → wordify', flask, 2):.1f} ×, {1 / ratio('wordify', flask, 2):.1f} ×",
         ratio("nginx → wordify", flask) >= FASTER_THAN_FLASK),
        shared(ratio("nginx → wordify", "nginx → axum"), "home page behind nginx", SHARE_OF_AXUM, "that of the smallest axum program"),
        shared(ratio("results: nginx → wordify", "results: nginx → axum"), "results behind nginx", SHARE_OF_AXUM,
               "that of the smallest axum program"),
        ("p99 below Flask's", middle["nginx → wordify"][1] < middle[flask][1] and middle["wordify"][1] < middle[flask][1]),
        ("memory below gunicorn's", ours.shared_once < theirs.shared_once and ours.resident < theirs.resident),
        shared(ratio("file by TLS: nginx as deployed", "file by TLS: nginx"), "nginx as deployed", SHARE_OF_NGINX_DEPLOYED),
        shared(ratio("file: wordify, embedded", "file: nginx"), "embedded files", SHARE_OF_NGINX_EMBEDDED),
        (f"there in less than {BOOT_SECONDS:.0f} s", max([trial.first_boot, *trial.boots]) < BOOT_SECONDS),
        (f"idle below {IDLE_MEGABYTES} MB", trial.idle.shared_once < IDLE_MEGABYTES),
        ("nothing failed", not any(one.failed for found in rounds.values() for one in found)),
    ]
    # How much of the distance is what the headers cost both programs, and nginx.
    for kind, name in (("", "home page"), ("results: ", "results")):
        print(f"  {name} behind nginx: {ratio(f'{kind}nginx → wordify', f'{kind}nginx → axum, our headers'):.2f} of the rate of the smallest axum "
              f"program with our headers, which has {ratio(f'{kind}nginx → axum, our headers', f'{kind}nginx → axum'):.2f} of its rate without")
    for text, is_good in facts:
        print(f"  {'good' if is_good else 'BAD '}  {text}")
    return all(is_good for _, is_good in facts)


def shared(share, what, wanted, whose="nginx's rate"):
    return f"{what}: {share:.2f} of {whose} (at least {wanted})", share >= wanted


if __name__ == "__main__":
    main()
