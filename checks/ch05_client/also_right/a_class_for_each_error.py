# file: client.py
# Two kinds of ClientError, for callers who want to try again after one of them; callers who do not
# still catch both at once.

# region Step 1: a post
class NoAnswer(ClientError):
    """Nobody answered, or not in time, or not to the end"""

    def __init__(self, reason: str) -> None:
        super().__init__(None, reason)


class BadAnswer(ClientError):
    """The blog answered, and nobody can read it"""


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    owner: str
    editor: str
    title: str
    text: str | None = None


# endregion

    # region Step 1: a post (from JSON)
    match data:
        case {"id": post_id, "owner": owner, "editor": editor, "title": title, **others}:
            return Post(post_id, owner, editor, title, others.get("text"))
    raise BadAnswer(None, "The server sent something that is no post")
    # endregion

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except aiohttp.ClientResponseError as error:
            raise BadAnswer(error.status, "The answer is not JSON") from error
        except aiohttp.InvalidURL as error:
            raise NoAnswer(f"{url} is no address") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(f"{method} {url}: {str(error) or 'no answer in time'}") from error
        except ValueError as error:
            raise BadAnswer(None, f"The answer is broken: {error}") from error
        # endregion
