"""Tests of client.py: against the real server, against fake ones, and over HTTPS."""

import asyncio
import ssl
from typing import Any

import pytest
import trustme
from aiohttp import web
from client import Client, ClientError, Post
from server import init_app

SEA: dict[str, Any] = {"id": 7, "owner": "Ann", "editor": "Bob", "title": "Sea", "text": "Salt."}


# region Step 7: the client and the real server
# Write a fixture `server` with aiohttp_server, and a fixture `client` that yields a Client for it.
# Test what each method of the client returns, and what the server has afterwards.
# Test that an error carries the server's reason, and that the client is closed after `async with`.
# endregion


# region Step 8: the client and a fake server
# Write a fixture `fake` that returns an async function: given a handler, it serves it under every
# path with aiohttp_server, and returns the address.
# Test what the client makes of answers that the real server never gives: an unknown field, pages in
# HTML with status 200 and 502, an object for a list, no answer in time, a dropped connection.
# Test that a path in the base URL is kept.
# endregion


# region Step 9: over HTTPS
# Write a fixture `authority` (a trustme.CA), and one for a server with a certificate from it.
# Test that a client that trusts the authority lists the posts, and that another one, which does
# not, gets a ClientError.
# endregion
