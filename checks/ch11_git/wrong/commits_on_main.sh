# fails: test_gitignore_is_committed_on_the_branch
# No branch was made: the commits are on main, and go out with it.

# region Step 2: a branch, and what does not belong in it
python3 prepare.py
cat > .gitignore <<'END'
session.key
blog.sqlite3
END
git add .gitignore
git commit -m "Keep the key and the database out"
# endregion
