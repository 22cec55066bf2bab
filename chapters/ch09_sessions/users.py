"""The users of the blog. This file is given: read it, and leave it as it is.

Nobody can read a password out of this file, we neither. (Chapter 09 says what they are.)
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    """salt: random bytes, other ones for each user, so that equal passwords do not look equal"""

    salt: bytes
    password_hash: bytes


def hash_of(password: str, salt: bytes) -> bytes:
    """The scrypt hash of the password, 32 bytes

    It takes a tenth of a second and 16 MB, and is meant to: whoever steals the hashes has to spend
    as much on each guess. (A site with more to lose takes a larger n.)
    """
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


USERS = {
    "Ann": User(
        salt=bytes.fromhex("644aa4492268f9600aec348dc48ba495"),
        password_hash=bytes.fromhex(
            "81877e46eee4efc6e33c99c508c3620567ba9379a054c574996fe6cebec27a01"
        ),
    ),
    "Bob": User(
        salt=bytes.fromhex("0141d1064ad0664e6bed1ba87b8c709e"),
        password_hash=bytes.fromhex(
            "01f3bf862c209b325d8b21e9e7c341e1931759fc075a6bee9180366fb9d3185a"
        ),
    ),
    "Carla": User(
        salt=bytes.fromhex("0de0c14f02f49b2240936aa25b6c44d3"),
        password_hash=bytes.fromhex(
            "36db3e486e0b500e54ceac6cb133c1d639f0aebd7d8f9b908c163c4e98271d8f"
        ),
    ),
}
