"""Texts about machines: ids, addresses, files, tokens. Secrets are plainly not real ones."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from uuid import UUID

from mock_server.data.field import Field
from mock_server.data.formats import host, ipv4, ipv6, uri
from mock_server.data.people import Draw
from mock_server.data.wording import WORDS

_BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{0}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari/605.1.15",
)
_MEDIA_TYPES = ("application/json", "application/pdf", "image/png", "image/jpeg", "text/csv")
_EXTENSIONS = ("csv", "pdf", "json", "png", "txt")
_COLORS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#17becf")


def identifier(field: Field, rng: Random) -> str:
    """A UUID where there is room for one, else hexadecimal digits."""
    longest = field.schema.get("maxLength", 36)
    text = str(UUID(int=rng.getrandbits(128), version=4))
    return text if longest >= 36 else text.replace("-", "")[: int(longest)]


def user_agent(_: Field, rng: Random) -> str:
    return rng.choice(_BROWSERS).format(rng.randint(115, 130))


def mac_address(_: Field, rng: Random) -> str:
    """From the block for documentation (RFC 7042, section 2.1.2)."""
    return f"00:00:5E:00:53:{rng.randrange(256):02X}"


def version(_: Field, rng: Random) -> str:
    return f"{rng.randint(1, 5)}.{rng.randint(0, 12)}.{rng.randint(0, 9)}"


def file_name(_: Field, rng: Random) -> str:
    return f"{rng.choice(WORDS)}-report.{rng.choice(_EXTENSIONS)}"


def file_path(field: Field, rng: Random) -> str:
    return f"/files/{rng.choice(WORDS)}/{file_name(field, rng)}"


def digest(_: Field, rng: Random) -> str:
    """As long as a SHA-256."""
    return f"{rng.getrandbits(256):064x}"


def secret(_: Field, rng: Random) -> str:
    return f"not-a-real-secret-{rng.getrandbits(48):012x}"


def web_page(_: Field, rng: Random) -> str:
    return f"https://{rng.choice(WORDS)}.example.com"


def one_of(*texts: str) -> Draw:
    return lambda _field, rng: rng.choice(texts)


TEXTS: Mapping[str, Draw] = {
    **dict.fromkeys(("uuid", "guid"), identifier),
    **dict.fromkeys(("ip", "ip_address", "ipv4", "ip_addr", "remote_addr", "source_ip"), ipv4),
    **dict.fromkeys(("ipv6", "ipv6_address"), ipv6),
    **dict.fromkeys(("user_agent", "browser"), user_agent),
    **dict.fromkeys(
        (
            *("url", "uri", "href", "link", "webhook", "callback", "webhook_url", "callback_url"),
            *("endpoint", "redirect_uri", "image_url", "avatar", "avatar_url", "permalink"),
        ),
        uri,
    ),
    **dict.fromkeys(("website", "homepage", "home_page", "origin", "base_url"), web_page),
    **dict.fromkeys(("domain", "domain_name", "hostname", "host", "fqdn", "server_name"), host),
    **dict.fromkeys(("mac", "mac_address"), mac_address),
    **dict.fromkeys(("mime_type", "media_type", "content_type", "mimetype"), one_of(*_MEDIA_TYPES)),
    **dict.fromkeys(("file_name", "filename", "attachment_name"), file_name),
    **dict.fromkeys(("file_path", "filepath"), file_path),
    **dict.fromkeys(("color", "colour", "hex_color"), one_of(*_COLORS)),
    **dict.fromkeys(("sha256", "hash", "checksum", "fingerprint", "etag", "signature"), digest),
    **dict.fromkeys(
        (
            *("secret", "api_key", "apikey", "api_secret", "access_token", "refresh_token"),
            *("token", "client_secret", "private_key", "auth_token", "signing_secret"),
        ),
        secret,
    ),
    **dict.fromkeys(("password", "passphrase"), secret),
    **dict.fromkeys(("http_method", "request_method"), one_of("GET", "POST", "PUT", "DELETE")),
}
CUSTOMARY: Mapping[str, Draw] = {
    **dict.fromkeys(("version", "api_version", "app_version", "firmware_version"), version),
    **dict.fromkeys(("id", "sid"), identifier),
    **dict.fromkeys(("path", "key", "slug"), lambda _field, rng: rng.choice(WORDS)),
    **dict.fromkeys(("etag_value", "digest"), digest),
}
