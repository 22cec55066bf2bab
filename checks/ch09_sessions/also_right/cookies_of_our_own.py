# file: server.py
# Another storage: the session is readable in the cookie, with a signature and a date that are checked.

    # region Step 2: a cookie that nobody can forge
    import base64
    import hmac
    import json
    import time

    try:
        secret = base64.b64decode(key, altchars=b"-_", validate=True)
    except ValueError as error:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY) from error
    if len(secret) != 32:
        raise ConfigurationError(HOW_TO_MAKE_A_KEY)

    class SignedCookies(aiohttp_session.AbstractStorage):
        def signature(self, text: str) -> str:
            return hmac.digest(secret, text.encode(), "sha256").hex()

        async def load_session(self, request: web.Request) -> aiohttp_session.Session:
            cookie = self.load_cookie(request) or ""
            data = None
            signature, _, text = cookie.partition(":")
            if cookie.isascii() and hmac.compare_digest(signature, self.signature(text)):
                content = json.loads(base64.urlsafe_b64decode(text))
                if content["until"] > time.time():
                    data = content["data"]
            return aiohttp_session.Session(None, data=data, new=data is None, max_age=MONTH)

        async def save_session(
            self,
            request: web.Request,
            response: web.StreamResponse,
            session: aiohttp_session.Session,
        ) -> None:
            content = {"until": time.time() + MONTH, "data": self._get_session_data(session)}
            text = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
            value = "" if session.empty else f"{self.signature(text)}:{text}"
            self.save_cookie(response, value, max_age=MONTH)

    return SignedCookies(cookie_name="AIOHTTP_SESSION", max_age=MONTH, samesite="Strict")
    # endregion
