# fails: test_clone_has_the_history
# A repository of one's own, with the same name: all commands work, and nothing can be merged.

# region Step 1: clone the project
git init -b main blog
cd blog
git config user.name "Ada Lovelace"
git config user.email ada@blog.example
git commit --allow-empty -m "Begin the blog"
git remote add origin ../central.git
# endregion
