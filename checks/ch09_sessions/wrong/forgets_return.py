# fails: test_visits_are_counted, test_login_lets_in, test_wrong_password_is_403,
# test_nobody_is_logged_out_by_a_link, test_everybody_sees_their_own_name,
# test_post_belongs_to_its_writer, test_others_may_not_change_it, test_owner_may_change_it
# file: login.py
# Who may not is sent away, and who may gets nothing.

    # region Step 7: only for those who have logged in
    if needs_login(request) and await current_user(request) is None:
        raise login_first(request)
    else:
        await handler(request)
    # endregion
