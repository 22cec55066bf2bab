# fails: test_release_is_tagged
# `git push` sends no tags: the release has a name in one clone only.

# region Step 9: name a release
git tag -a v1.0 -m "The first release"
git push
# endregion
