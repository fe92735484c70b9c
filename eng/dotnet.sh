# What the scripts at the root share about .NET. Sourced with `root` set to the checkout; callers use `set -euo pipefail`.

# Ends the script, with 125, unless the SDK that global.json asks for is there.
require_sdk() {
    local found
    if ! command -v dotnet > /dev/null; then
        echo "The .NET 10 SDK is needed to build, but there is no dotnet on the PATH. Install the SDK, then try again." >&2
        exit 125
    fi
    if ! (cd -- "$root" && dotnet --version) > /dev/null 2>&1; then
        found=$(cd / && dotnet --list-sdks 2> /dev/null | cut -d ' ' -f 1 | paste -s -d ' ')
        echo "The .NET 10 SDK is needed to build (see global.json), but $(command -v dotnet) has: ${found:-no SDK}." >&2
        exit 125
    fi
}

# A built program looks for .NET in the usual places and in DOTNET_ROOT, but not on the PATH.
export_dotnet_root() {
    local dotnet
    if [[ -z ${DOTNET_ROOT:-} ]] && dotnet=$(command -v dotnet); then
        dotnet=$(dirname -- "$(readlink -f -- "$dotnet")")
        if [[ -d $dotnet/host/fxr ]]; then
            export DOTNET_ROOT="$dotnet"
        fi
    fi
}
