# Sourced by the launchers in this folder's parent: starts a program of one module.
#
#   launch MODULE MAIN_CLASS OPTIONS_FILE JVM_OPTION... -- ARGUMENT...
#
# Works from any working directory. The class path is what `mvn package` collects: the module's jar
# and the jars in its target/lib.

HANDCLASP_HOME=$(cd -P "${BASH_SOURCE[0]%/*}/../.." && pwd)
source "$HANDCLASP_HOME/scripts/lib/java.sh"

launch() {
  local module=$1 main=$2 options_file=$3
  shift 3
  local options=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  local target="$HANDCLASP_HOME/$module/target"
  local jars=("$target/$module"-[0-9]*.jar)
  if [ ! -f "${jars[0]}" ] || [ ! -d "$target/lib" ]; then
    echo "$module is not built yet: run 'mvn -DskipTests package' in $HANDCLASP_HOME first." >&2
    exit 69
  fi
  # This one comes before the others, so that a search for loggers ends with it.
  local path=${jars[0]} proxy=("$target/lib/shared-proxy"-[0-9]*.jar)
  [ ! -f "${proxy[0]}" ] || path=$path:${proxy[0]}
  find_java
  [ "$JAVA_MAJOR" -lt 22 ] || options+=(--enable-native-access=ALL-UNNAMED)
  share_classes "$target/sharing" "${SHARED_AS:-$module}" "${jars[0]}" "$target"/lib/*.jar -- "$@"
  if [ "$options_file" = proxy.options ]; then
    spare_memory
    large_pages
  fi
  # shellcheck disable=SC2086 # the variable holds several options
  exec "$JAVA" "@$HANDCLASP_HOME/scripts/lib/$options_file" $NEWER_OPTIONS $SHARING ${SHARING_ARCHIVE:+"$SHARING_ARCHIVE"} \
    "${options[@]}" "-Djava.library.path=$target/native/META-INF/native" -cp "$path:$target/lib/*" "$main" "$@"
}
