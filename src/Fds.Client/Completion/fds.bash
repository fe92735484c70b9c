# Completes command lines of fds in bash. Where fds has nothing to offer, names of files are completed.
_fds_complete() {
    local candidates word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    mapfile -t candidates < <(fds "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)
    for candidate in "${candidates[@]}"; do
        # Options are offered to whoever has begun one.
        if [[ $candidate == "$word"* && ( -n $word || $candidate != [-/]* ) ]]; then
            COMPREPLY+=("$candidate")
        fi
    done
}

complete -o default -F _fds_complete fds
