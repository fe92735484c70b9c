# Completes command lines of fds in fish. Where fds has nothing to offer, names of files are completed.
function __fds_complete
    set -l line (commandline -cp)
    fds "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null
end

complete -c fds -a '(__fds_complete)'
