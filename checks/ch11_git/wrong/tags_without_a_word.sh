# fails: test_release_is_tagged
# A tag without -a or -m is a bare name.

# region Step 9: name a release
git tag v1.0
git push origin v1.0
# endregion
