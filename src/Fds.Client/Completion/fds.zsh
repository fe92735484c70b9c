#compdef fds
# Completes command lines of fds in zsh. Where fds has nothing to offer, names of files are completed.
_fds() {
    local -a candidates
    candidates=("${(@f)$(fds "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)}")
    # Options are offered to whoever has begun one.
    [[ -n $PREFIX ]] || candidates=(${candidates:#[-/]*})
    if [[ -n ${candidates[1]} ]]; then
        compadd -- "${candidates[@]}"
    else
        _files
    fi
}

if [[ ${funcstack[1]} == _fds ]]; then
    _fds "$@"
else
    compdef _fds fds
fi
