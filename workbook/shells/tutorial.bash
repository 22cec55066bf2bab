# Completion of ./tutorial.py and tutorial in bash; printed by: ./tutorial.py completion bash

_tutorial_completion() {
    local program=${1/#\~\//$HOME/} line kind
    program=$(type -P -- "${program//\\/}") || return 0
    # Only the workbook's: a key must not start somebody else's tutorial.py.
    [[ $program != *.py || -f ${program%/*}/workbook/completion.py ]] || return 0
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%,*}
        case $kind in
            plain) COMPREPLY+=("${line#*,}") ;;
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
        _TUTORIAL_COMPLETE=bash_complete "$program" </dev/null 2>/dev/null)
}

# Before version 4.4 (macOS has 3.2) bash sorts what it offers, and cannot be told not to.
complete -o nosort -F _tutorial_completion tutorial.py tutorial 2>/dev/null ||
    complete -F _tutorial_completion tutorial.py tutorial
