"""Names for what something was made of."""

from hashlib import blake2b


def digest(*names: object) -> str:
    """Return a name for all of *names* together."""
    text = repr(names).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).hexdigest()
