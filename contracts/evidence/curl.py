"""The command that sends a request again; who runs it brings the credentials."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from urllib.parse import quote, unquote

from contracts.evidence.known import sent
from contracts.evidence.names import COOKIES, CREDENTIALS, is_secret
from contracts.evidence.shapes import text_shape
from contracts.evidence.shell import word
from contracts.evidence.veil import REDACTED, Veil
from contracts.observed import GUARDED, Observed

UNSAID = frozenset(
    {"accept-encoding", "connection", "content-length", "host", "transfer-encoding", "user-agent"}
)
"""Headers that curl writes by itself, or that say nothing."""

INVENTED = frozenset({"examples", "coverage", "fuzzing", "golden"})
"""Who made a request of the document alone: nothing in it was learned from anybody."""

PLAYED = "http://mock"
AT_HOME = "http://127.0.0.1:4010"
"""Where `understudy serve` answers for what was played in the judge's own process."""


def curl(observed: Observed, veil: Veil) -> str:
    """One line for a shell, with variables such as $TELNYX_API_KEY for credentials.

    What a case was made of is kept, so that the command shows the same again; what was learned
    from answers becomes a pseudonym, so that it shows what kind of request it was.
    """
    said = Said(observed, veil)
    return " ".join(["curl", "-sS", *said.method(), *said.url(), *said.headers(), *said.body()])


class Said:
    """The parts of one command."""

    def __init__(self, observed: Observed, veil: Veil) -> None:
        self.request = observed.request
        self.template = observed.promise.base + observed.promise.operation.path
        self.crumbs = {
            one.name
            for one in observed.promise.operation.parameters
            if one.location == "cookie" and not is_secret(one.name)
        }
        self.is_played = str(observed.request.url).startswith(PLAYED)
        self.is_invented = observed.source in INVENTED or self.is_played
        self.is_clear = self.is_invented and bool(veil.secrets)
        """Whether all secrets are known: then what else looks like credentials was made up."""
        self.veil = veil if self.is_clear else veil.knowing(sent(observed.request, veil.named))
        self.variables = frozenset(self.veil.secrets.values())

    def method(self) -> list[str]:
        if self.request.method == "HEAD":
            return ["-I"]
        is_said = self.request.method == "GET" and not self.request.content
        return [] if is_said else ["-X", word(self.request.method)]

    def url(self) -> list[str]:
        url = self.request.url
        port = f":{url.port}" if url.port else ""
        origin = AT_HOME if self.is_played else f"{url.scheme}://{url.host}{port}"
        path, mark, query = url.raw_path.decode("latin-1").partition("?")
        text = origin + self.path(path) + mark + "&".join(map(self.pair, query.split("&")))
        globs = ["-g"] if any(one in text for one in "[]{}") else []
        return [*globs, word(text, self.variables)]

    def path(self, path: str) -> str:
        literal = set(self.template.split("/"))
        return "/".join(
            part if part in literal else self.learned("", part) for part in path.split("/")
        )

    def pair(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        return name + equals + self.learned(unquote(name), value)

    def learned(self, name: str, value: str) -> str:
        """A piece of the URL, percent-encoded as it was."""
        masked = self.veil.masked(value)
        if masked != value and masked[1:] in self.variables:
            return masked
        if self.is_clear:
            return masked
        if is_secret(name):
            return quote(REDACTED, safe="[]")
        if self.is_invented:
            return masked
        plain = unquote(masked)
        other = text_shape(plain, self.veil.pseudonyms, name)
        other = self.veil.pseudonyms.id(plain) if other.startswith("(") else other
        return masked if other == plain else quote(other, safe=":,.-_~")

    def headers(self) -> Iterator[str]:
        if self.request.url.userinfo and "authorization" not in self.request.headers:
            yield self.user()
        yield from self.added()
        for name, value in self.request.headers.items():
            if name in UNSAID or (name, value) == ("accept", "*/*"):
                continue
            is_basic = name in CREDENTIALS and value.lower().startswith("basic ")
            if is_basic and self.veil.masked(value) != value:
                yield self.user()
            else:
                yield self.header(name, value)

    def added(self) -> Iterator[str]:
        """The credentials that a request gets after it was made, and does not show."""
        scheme = self.request.extensions.get(GUARDED)
        if scheme == "basic":
            yield self.user()
        elif scheme == "bearer":
            yield f'-H "Authorization: Bearer ${self.veil.named.bearer}"'

    def user(self) -> str:
        return f'-u "${self.veil.named.user}:${self.veil.named.phrase}"'

    def header(self, name: str, value: str) -> str:
        told = self.cookies(value) if name == "cookie" else self.veil.masked(value)
        if told == value and not self.is_clear and _must_hide(name):
            told = REDACTED
        if not self.is_invented:
            told = self.veil.pseudonyms.text(told)
        line = f"{name}: {told}" if told else f"{name};"
        return f"-H {word(line, self.variables)}"

    def cookies(self, value: str) -> str:
        """Those that the document asks for; others come from who was asked before."""
        return "; ".join(
            pair
            if pair.partition("=")[0].strip() in self.crumbs and self.veil.masked(pair) == pair
            else f"{pair.partition('=')[0]}={REDACTED}"
            for pair in value.split("; ")
        )

    def body(self) -> list[str]:
        """As text where it is text; other bytes are decoded by the command itself."""
        content = self.request.content
        if not content:
            return []
        coded = b64encode(content).decode()
        text = content.decode("utf-8", "replace")
        if ("�" in text or "\0" in text) and not self.veil.reveals(coded):
            return ["--data-binary", f"@<(echo {coded} | base64 -d)"]
        told = self.veil.masked(text)
        if not self.is_invented:
            told = self.veil.pseudonyms.text(told)
        return ["--data-raw", word(told, self.variables)]


def _must_hide(name: str) -> bool:
    return name in CREDENTIALS | COOKIES or is_secret(name)
