"""A small OpenID provider on this computer: who comes is signed in at once, as `Person`.

Test code: it checks what a client must send (its secret, the redirect address, the nonce), no person.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "ceksilang-test", "only-for-this-test"


@dataclass
class Provider:
    """Where it is, whom it signs in, and which codes it has given out."""

    redirect: str
    person: dict[str, str]
    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test"}, private=True))
    nonces: dict[str, str] = field(default_factory=dict)
    signed_in: int = 0

    def metadata(self) -> dict[str, object]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, query: dict[str, list[str]]) -> str:
        """Return where the browser goes on."""
        assert query["client_id"] == [CLIENT]
        assert query["redirect_uri"] == [self.redirect]
        assert query["response_type"] == ["code"]
        code = secrets.token_urlsafe(16)
        self.nonces[code] = query["nonce"][0]
        return f"{self.redirect}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def make_token(self, form: dict[str, list[str]], given: str) -> dict[str, object]:
        """Give an id token for a code, once, to the client that knows the secret."""
        assert b64decode(given.removeprefix("Basic ")).decode() == f"{CLIENT}:{SECRET}"
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "u-1",
            "iat": now,
            "exp": now + 600,
            "nonce": self.nonces.pop(form["code"][0]),
            **self.person,
        }
        self.signed_in += 1
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token}


@contextmanager
def run_provider(redirect: str, **person: str) -> Iterator[Provider]:
    """Run a provider on a port of its own."""
    provider = Provider(redirect, person)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = urlsplit(self.path)
            if here.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(parse_qs(here.query)))
                self.end_headers()
            elif here.path == "/keys":
                self._say({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._say(provider.metadata())

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(provider.make_token(form, self.headers.get("Authorization", "")))

        def _say(self, answer: dict[str, object]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
