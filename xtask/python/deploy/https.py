"""The package without another program in front: systemd opens ports 80 and 443, the certificate comes from an authority.

The authority is pebble, Let's Encrypt's own server for tests, inside the same container.
"""

import argparse
import json
import tempfile

from container import Container, make_root, until

DOMAIN = "wordify.example.org"
SETTINGS = f"""
[server]
bind = [
  {{ address = "[::]:443", tls = "acme" }},
  {{ address = "[::]:80", redirect_to_https = true }},
]
[server.acme]
domains = ["{DOMAIN}"]
terms_agreed = true
directory = "https://localhost:14000/dir"
root = "/etc/wordify/authority.pem"
"""
PEBBLE = {"pebble": {"listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000",
                     "certificate": "/etc/wordify/authority.pem", "privateKey": "/srv/authority.key",
                     "httpPort": 80, "tlsPort": 443}}
CERTIFY = ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -subj /CN=localhost "
           "-addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE -keyout /srv/authority.key -out /etc/wordify/authority.pem 2>&1")
CURL = f"curl -sf --cacert /srv/root.pem -o /dev/null -w '%{{http_version}} %{{http_code}} %{{redirect_url}}'"

CERTIFICATE = "cat /var/lib/wordify/acme/*/certificate.pem | sha256sum"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True, help="folder of the bare Debian; made when absent")
    parser.add_argument("--release", default="bookworm", help="of Debian")
    parser.add_argument("--package", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Container(make_root(options.root, options.release), folder) as machine:
        run(machine, options)


def run(machine, options):
    machine.copy(options.package, "/srv/wordify.deb")
    machine.copy("/usr/bin/pebble", "/srv/pebble")
    machine.run(f"apt-get install -y /srv/wordify.deb curl openssl; echo '127.0.0.1 localhost {DOMAIN}' >> /etc/hosts; {CERTIFY}")
    (machine.merged / "srv/pebble.json").write_text(json.dumps(PEBBLE))
    with open(machine.merged / "etc/wordify/wordify.toml", "a") as settings:
        settings.write(SETTINGS)
    authority = machine.start("PEBBLE_VA_NOSLEEP=1 exec /srv/pebble -config /srv/pebble.json >/srv/pebble.log 2>&1")
    try:
        until(lambda: machine.run("curl -sk https://localhost:14000/dir", check=False), "the authority is up", 30)
        machine.run("systemctl stop wordify.service; systemctl enable --now wordify-https.socket; systemctl start wordify.service")
        took = until(lambda: "valid until" in status(machine), "there is a certificate", 60)
        print(status(machine))
        print(f"a certificate after {took:.1f} s")
        machine.run("curl -sfk https://localhost:15000/roots/0 > /srv/root.pem")
        took = until(lambda: machine.run(f"{CURL} https://{DOMAIN}/", check=False).startswith("2 200"), "it is shown", 5)
        print(f"shown {took:.1f} s later")
        look(machine)
        first = machine.run(CERTIFICATE)
        machine.run("systemctl reload wordify")
        look(machine)
        machine.run("kill -9 $(systemctl show -p MainPID --value wordify)")
        look(machine)
    finally:
        authority.kill()
        authority.wait()
    machine.power_off()
    machine.boot()
    look(machine)
    again = machine.run(CERTIFICATE)
    if again != first:
        raise SystemExit("another certificate was ordered")
    print("kept over a reload, kill -9 and a second boot")


def status(machine):
    return machine.run("wordify status -c /etc/wordify/wordify.toml", check=False)


def look(machine):
    """Trusted https, and plain http leads to it; both answer while the service restarts, too."""
    for url, wanted in [(f"https://{DOMAIN}/", "2 200 "), (f"http://{DOMAIN}/jobs", f"1.1 308 https://{DOMAIN}/jobs")]:
        seen = machine.run(f"{CURL} {url}")
        if seen != wanted:
            raise SystemExit(f"{url}: {seen} instead of {wanted}")
        print(f"{url}: {seen}")


if __name__ == "__main__":
    main()
