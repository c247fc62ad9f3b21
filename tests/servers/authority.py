"""A certificate authority that lives as long as a test."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_BORN = datetime(2020, 1, 1, tzinfo=UTC)
_DAYS = timedelta(days=36_500)


class Authority:
    """Makes certificates for names and addresses; ``trust`` is a context that believes it alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        certificate = (
            self._builder(self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, SHA256())
        )
        self._file = folder / "authority.pem"
        self._file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def trust(self) -> ssl.SSLContext:
        """Give a client's context that trusts this authority only."""
        return ssl.create_default_context(cafile=str(self._file))

    def server(self, *hosts: str, until: datetime | None = None) -> ssl.SSLContext:
        """Give a server's context with a certificate for hosts, names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            self._builder(x509.Name([]), key, until)
            .add_extension(x509.SubjectAlternativeName([_named(host) for host in hosts]), True)
            .sign(self._key, SHA256())
        )
        file = self._folder / f"{hosts[0].replace(':', '_')}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(self, subject, key, until=None) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_BORN)
            .not_valid_after(until or _BORN + _DAYS)
        )


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
