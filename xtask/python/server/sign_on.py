"""Single sign-on as the runbook describes it: Apache with mod_auth_openidc in front, and a provider of OpenID Connect.

Whoever is not signed on sees nothing of the site. Whoever is has limits of their own: two people at one address do not share them, and
a name that a visitor invents counts for nothing. The whole way is gone by curl: redirect, form of the provider, code, cookie.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import front
from website import Site, corpus, free_port, until

SETTINGS = """
[server]
bind = ["127.0.0.1:{port}", {{ address = "127.0.0.1:{behind}", trust_forwarded = ["127.0.0.1"], user_header = "X-Remote-User" }}]
access_log = {{ file = "{folder}/access.log", addresses = "full" }}

[limits]
jobs_per_visitor = 1
"""
MODULES = """mpm_event alias auth_openidc authn_core authz_core authz_host authz_user env headers http2 mime proxy proxy_http remoteip
reqtimeout rewrite setenvif socache_shmcb ssl""".split()
# The lines of the runbook, with the provider, a secret and a name for the way back.
OPENID = """
OIDCProviderMetadataURL "http://127.0.0.1:{provider}/.well-known/openid-configuration"
OIDCClientID wordify
OIDCClientSecret secret
OIDCRedirectURI "https://{domain}:{https}/signed-on"
OIDCCryptoPassphrase "of this machine alone"
OIDCRemoteUserClaim sub
<Location "/">
    AuthType openid-connect
    Require valid-user
</Location>
"""
MAIN = """
ServerRoot {folder}
PidFile {folder}/pid
ServerName {domain}
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
Mutex file:{folder}
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
{modules}
User nobody
Group nogroup
TypesConfig /dev/null
{site}
"""


class SignOnSite(Site):
    """A site with a listener for its proxy, which only settings can describe."""

    def __init__(self, program, folder):
        super().__init__(program, folder)
        self.behind = free_port()
        self.settings.write_text(SETTINGS.format(port=self.port, behind=self.behind, folder=folder))

    def spawn(self):
        self.process = subprocess.Popen([self.program, "serve", *self.options()], stdout=self.log, stderr=self.log)


class Apache:
    def __init__(self, program, folder, upstream, provider):
        self.folder, self.http, self.https = Path(folder), free_port(), free_port()
        self.folder.mkdir(mode=0o755)
        certificate, key = front.Nginx(self.folder).certificate()
        included = self.folder / "own"
        included.mkdir()
        (included / "sign-on.conf").write_text(OPENID.format(provider=provider, domain=front.DOMAIN, https=self.https))
        command = [program, "deploy", "apache", "--domain", front.DOMAIN, "--listen", "127.0.0.1", "--upstream", upstream]
        command += ["--http-port", str(self.http), "--https-port", str(self.https), "--certificate", certificate, "--key", key]
        command += ["--static", self.folder, "--acme", self.folder, "--logs", self.folder, "--include", included]
        site = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
        main = MAIN.format(folder=self.folder, domain=front.DOMAIN, http=self.http, https=self.https, modules=modules, site=site)
        (self.folder / "main").write_text(main)
        self.process = subprocess.Popen(["apache2", "-X", "-f", self.folder / "main"])

    def listens(self):
        assert self.process.poll() is None, (self.folder / "error.log").read_text()
        return is_open(self.https)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Person:
    """A browser with cookies of its own."""

    def __init__(self, apache, name):
        self.apache, self.name = apache, name
        self.jar = apache.folder / f"cookies-{name}"

    def ask(self, path, *options):
        """Status, address and text that are reached in the end."""
        address = path if path.startswith("http") else f"https://{front.DOMAIN}:{self.apache.https}{path}"
        command = ["curl", "-sSkL", "--max-time", "30", "-b", self.jar, "-c", self.jar, "-w", "\n%{http_code} %{url_effective}"]
        command += ["--resolve", f"{front.DOMAIN}:{self.apache.https}:127.0.0.1", *options, address]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        body, _, end = text.rpartition("\n")
        status, reached = end.split(" ", 1)
        return int(status), reached, body

    def sign_on(self):
        _, form, text = self.ask("/privacy")
        assert "/oauth2/authorize" in form and "Wordify" not in text, f"not led to the provider, but to {form}"
        status, reached, text = self.ask(form, "--data", f"sub={self.name}")
        assert (status, reached.endswith("/privacy")) == (200, True) and "Wordify" in text, (status, reached, text[:300])

    def submit(self, *options):
        """The status of a file that is left for an analysis which lasts."""
        file = self.apache.folder / "texts.csv"
        file.write_bytes(corpus(1, 3000))
        form = ["--form", f"file=@{file}", "--form", "preset=wordify-2021", "--form", "fits=100000"]
        status, _, text = self.ask("/api/v1/jobs", *form, *options)
        return status, json.loads(text)


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Workers of Apache are another user.
        Path(folder).chmod(0o755)
        site = SignOnSite(options.program, folder)
        port = free_port()
        command = [Path(sys.executable).parent / "oidc-provider-mock", "--port", str(port)]
        provider = subprocess.Popen(command, stdout=site.log, stderr=site.log)
        apache = None
        try:
            site.start()
            until(lambda: is_open(port), "the provider is up", 30)
            apache = Apache(options.program, Path(folder) / "apache", f"127.0.0.1:{site.behind}", port)
            until(apache.listens, "Apache is up", 30)
            look(site, apache)
        finally:
            if apache:
                apache.stop()
            provider.terminate()
            provider.wait(30)
            site.stop()
        log = (Path(folder) / "access.log").read_text()
        assert '127.0.0.1 - ada [' in log and '127.0.0.1 - eve [' in log, log
    print("sign-on: nothing without it, limits for each account and not for the address, invented names count for nothing")


def look(site, apache):
    ada, eve = Person(apache, "ada"), Person(apache, "eve")
    ada.sign_on()
    eve.sign_on()
    invented = ["--header", "X-Remote-User: mallory"]
    statuses = [ada.submit()[0], ada.submit()[0], ada.submit(*invented)[0], eve.submit(*invented)[0], eve.submit()[0]]
    assert statuses == [201, 429, 429, 201, 429], statuses
    status = subprocess.run(
        ["curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "-H", "X-Remote-User: mallory", "--resolve",
         f"{front.DOMAIN}:{apache.https}:127.0.0.1", f"https://{front.DOMAIN}:{apache.https}/api/v1/version"],
        check=True, capture_output=True, text=True).stdout
    assert status in ("302", "401"), f"answered without a sign-on: {status}"


if __name__ == "__main__":
    main()
