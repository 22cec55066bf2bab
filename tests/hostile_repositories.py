"""Repositories that are damaged, odd, or wait for somebody to run git in them."""

from __future__ import annotations

from pathlib import Path

HOOKS = (
    "pre-commit post-checkout post-merge pre-push pre-receive update post-receive post-update "
    "reference-transaction post-index-change fsmonitor-watchman pre-auto-gc proc-receive "
    "push-to-checkout post-rewrite sendemail-validate"
).split()

DAMAGES = {
    "HEAD is no ref": "cat > .git/HEAD <<'END'\nnonsense\nEND",
    "HEAD is empty": "cat > .git/HEAD <<'END'\nEND",
    "HEAD of the central one is no ref": "cat > ../central.git/HEAD <<'END'\n\x1b[2Jnonsense\nEND",
    "a branch names nothing": f"cat > .git/refs/heads/about <<'END'\n{'f' * 40}\nEND",
    "a branch names a blob": "git update-ref refs/tags/blob HEAD:README.md\n"
    "git push --force origin refs/tags/blob:refs/tags/v1.0",
    "central main names nothing": f"cat > ../central.git/refs/heads/main <<'END'\n{'1' * 40}\nEND",
    "central main is long": f"cat > ../central.git/refs/heads/main <<'END'\n{'a' * 5000}\nEND",
    "names of SHA-256": f"cat > .git/refs/heads/about <<'END'\n{'a' * 64}\nEND",
    "borrowed objects": "cat > .git/objects/info/alternates <<'END'\n/\nEND",
    "a cut history": f"cat > .git/shallow <<'END'\n{'a' * 40}\nEND",
    "refs in the new form": "cat > .git/reftable/tables.list <<'END'\nEND",
    "too many refs": "\n".join(
        f"cat > .git/refs/heads/many/b{n} <<'END'\n{'b' * 40}\nEND" for n in range(600)
    ),
}
"""Added to the commands of the solution: each spoils what is graded."""

INSTEAD = {
    "no commands at all": "import os\nos._exit(0)\n",
    "a replaced commit": "git replace --graft main about origin/archive\n"
    "git push origin refs/replace/*",
    "a graft": "cat > .git/info/grafts <<'END'\nabc\nEND",
}
"""In place of the step that merges: none of them makes a merge of it."""


def scripts(solution: str) -> dict[str, str]:
    """Commands for a playground, by what is wrong with it; none of them may pass."""
    head, _, rest = solution.partition("# region Step 7")
    after = rest.partition("# endregion")[2]
    found = {name: f"{solution}\n{damage}\n" for name, damage in DAMAGES.items()}
    return found | {name: f"{head}\n{instead}\n{after}" for name, instead in INSTEAD.items()}


def booby_trap(repository: Path, trap: Path) -> None:
    """Have all that git runs by itself, by whatever setting, touch the file `trap`."""
    program = repository / "trap.sh"
    program.write_text(f"#!/bin/sh\ntouch '{trap}'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    hooks = repository / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in HOOKS:
        (hooks / name).write_bytes(program.read_bytes())
        (hooks / name).chmod(0o755)
    settings = f"""
[core]
    fsmonitor = {program}
    pager = {program}
    editor = {program}
    sshCommand = {program}
    askPass = {program}
    gitProxy = {program}
    alternateRefsCommand = {program}
    attributesFile = {repository}/info/attributes
    hooksPath = {hooks}
    worktree = /
[alias]
    cat-file = !{program}
    check-ignore = !{program}
    log = !{program}
[diff]
    external = {program}
[diff "all"]
    textconv = {program}
    command = {program}
[filter "all"]
    clean = {program}
    smudge = {program}
    process = {program}
    required = true
[merge "all"]
    driver = {program}
[uploadpack]
    packObjectsHook = {program}
[credential]
    helper = !{program}
[gpg]
    program = {program}
[include]
    path = {repository}/included
[includeIf "gitdir:/"]
    path = {repository}/included
[remote "origin"]
    uploadpack = {program}
    receivepack = {program}
    promisor = true
    vcs = {program}
[extensions]
    partialClone = origin
[protocol]
    allow = always
"""
    with (repository / "config").open("a", encoding="utf-8") as config:
        config.write(settings)
    (repository / "included").write_text(f"[core]\n    fsmonitor = {program}\n", encoding="utf-8")
    (repository / "info").mkdir(exist_ok=True)
    (repository / "info" / "attributes").write_text("* filter=all diff=all merge=all\n", "utf-8")


__all__ = ["booby_trap", "scripts"]
