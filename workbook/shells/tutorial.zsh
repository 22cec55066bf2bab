#compdef tutorial.py tutorial
# Completion of ./tutorial.py and tutorial in zsh; printed by: ./tutorial.py completion zsh

_tutorial_completion() {
    local program=${(Q)words[1]} kind key help
    local -a helped bare answer
    program=${program/#\~\//$HOME/}
    [[ $program == */* ]] || program=${commands[$program]:-}
    [[ -x $program ]] || return 1
    # Only the workbook's: a key must not start somebody else's tutorial.py.
    [[ $program != *.py || -f ${program:h}/workbook/completion.py ]] || return 1
    answer=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \
        _TUTORIAL_COMPLETE=zsh_complete $program </dev/null 2>/dev/null)}")
    for kind key help in "${answer[@]}"; do
        case $kind in
            plain)
                if [[ $help == _ ]]; then
                    bare+=("$key")
                else
                    helped+=("$key:$help")
                fi ;;
            dir) _path_files -/ ;;
            file) _path_files -f ;;
        esac
    done
    (( $#helped )) && _describe -V unsorted helped -U
    (( $#bare )) && compadd -U -V unsorted -a bare
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _tutorial_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _tutorial_completion tutorial.py tutorial
fi
