# fails: test_everybody_sees_their_own_name
# file: login.py
# The name is kept beside the routes, for all visitors together.

    # region Step 6: the name on every page
    user = await current_user(request)
    if user:
        routes.user = user  # type: ignore[attr-defined]
    return {"user": getattr(routes, "user", None)}
    # endregion
