"""A real SMTP server for the tests: says what it gets as one JSON object per line, and ends with its standard input."""

import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def say(**event):
    print(json.dumps(event), flush=True)


class Handler:
    def __init__(self, options):
        self.options = options

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.options.recipient:
            return self.options.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            data=envelope.content.decode("utf-8", "replace"),
            encrypted=server.transport.get_extra_info("ssl_object") is not None,
            login=bool(session.authenticated),
        )
        if self.options.silent:
            await asyncio.sleep(3600)
        return self.options.message or "250 OK"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--wrapped", action="store_true", help="TLS from the first byte")
    parser.add_argument("--login", help="user:password that is asked for")
    parser.add_argument("--recipient", help="answer to every recipient")
    parser.add_argument("--message", help="answer to every message")
    parser.add_argument("--silent", action="store_true", help="no answer to a message")
    options = parser.parse_args()
    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        if given == options.login:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)

    async def serve():
        starttls = context if context and not options.wrapped else None
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(
                Handler(options),
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=authenticate if options.login else None,
                auth_required=options.login is not None,
                auth_require_tls=False,
                hostname="localhost",
            ),
            host="127.0.0.1",
            port=0,
            ssl=context if options.wrapped else None,
        )
        say(port=server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, sys.stdin.read)

    asyncio.run(serve())


if __name__ == "__main__":
    main()
