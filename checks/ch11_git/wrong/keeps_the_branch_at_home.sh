# fails: test_branch_is_in_the_central_repository
# The branch was merged and main was pushed, but never the branch itself.

# region Step 5: push the branch
git status
# endregion
