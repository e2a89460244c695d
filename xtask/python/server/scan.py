"""What two tools say of the site that nobody here wrote: testssl.sh of its TLS, slowhttptest of clients that are slow on purpose.

Fails where testssl finds anything of the severity medium or more, but for trust in a certificate that is our own, and where the site was not
available to others for a moment while a thousand slow clients held connections.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import front
from website import Site, free_port, until

SETTINGS = """
[server]
bind = ["127.0.0.1:{port}", {{ address = "127.0.0.1:{tls}", tls = {{ certificate = "{certificate}", key = "{key}" }} }}]
"""
# Severities of testssl that are no finding.
FINE = {"OK", "INFO", "LOW", "DEBUG"}
# What nobody can say of a certificate that the trial has made for itself; and what follows from an answer that is compressed: BREACH needs a
# secret beside text of a visitor's choosing, and our pages hold no secret besides the visitor's own link. All ciphers that are offered are
# strong, so the client chooses the one that its machine is fast at, as Mozilla recommends. And what the scanner's own openssl lacks.
OURS = re.compile(r"^(cert_(trust|chain_of_trust|crlDistributionPoints|ocspURL|notAfter|expirationStatus|validityPeriod|extlifeSpan|"
                  r"revocation|caIssuers|subjectAltName)|OCSP_stapling|DNS_CAArecord|BREACH|cipher_order$|engine_problem|overall_grade)")
SLOW = {
    "heads": ["-H"],
    "bodies": ["-B", "-f", "multipart/form-data; boundary=b", "-s", "100000"],
    "readers": ["-X", "-w", "1", "-y", "512", "-n", "1", "-z", "32", "-k", "3"],
    "ranges": ["-R"],
}
PATHS = {"bodies": "/api/v1/uploads"}


class TlsSite(Site):
    """A site that speaks TLS at another port, which only settings can describe."""

    def __init__(self, program, folder):
        super().__init__(program, folder)
        certificate, key = front.Nginx(Path(folder) / "tls").certificate()
        self.tls = free_port()
        self.settings.write_text(SETTINGS.format(port=self.port, tls=self.tls, certificate=certificate, key=key))

    def spawn(self):
        self.process = subprocess.Popen([self.program, "serve", *self.options()], stdout=self.log, stderr=self.log)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--connections", type=int, default=1000, help="of slow clients")
    parser.add_argument("--seconds", type=int, default=30, help="for each kind of them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = TlsSite(options.program, folder)
        site.start()
        try:
            good = [slow(site, kind, options) for kind in SLOW] + [scanned(site)]
            until(lambda: site.answers("/"), "the site answers afterwards", 10)
        finally:
            site.stop()
    sys.exit(0 if all(good) else 1)


def slow(site, kind, options):
    command = ["slowhttptest", *SLOW[kind], "-c", str(options.connections), "-r", "200", "-i", "5", "-p", "3", "-l", str(options.seconds)]
    command += ["-u", f"http://127.0.0.1:{site.port}{PATHS.get(kind, '/')}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=options.seconds + 60).stdout
    available = re.findall(r"service available:\s+(\w+)", re.sub(r"\x1b\[[0-9;]*[mH]", "", text))
    print(f"slow {kind}: {options.connections} clients for up to {options.seconds} s, the site was available at {available.count('YES')} of "
          f"{len(available)} looks", flush=True)
    return bool(available) and set(available) == {"YES"}


def scanned(site):
    found = site.folder / "testssl.json"
    command = ["testssl", "--quiet", "--color", "0", "--warnings", "off", "--jsonfile", found, f"https://127.0.0.1:{site.tls}/"]
    # Its code is the number of things that it did not like or could not try; the file says which.
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False, timeout=900)
    entries = json.loads(found.read_text())
    bad = [entry for entry in entries if entry["severity"] not in FINE and not OURS.match(entry["id"])]
    print(f"testssl: {len(entries)} facts, of which {len(bad)} are findings")
    for entry in bad:
        print(f"    {entry['severity']} {entry['id']}: {entry['finding']}")
    return len(entries) > 100 and not bad


if __name__ == "__main__":
    main()
