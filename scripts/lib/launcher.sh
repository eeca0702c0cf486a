# Sourced by the launchers: finds Java and starts a program of one module.
#
#   launch MODULE MAIN_CLASS JVM_OPTION... -- ARGUMENT...
#
# Works from any working directory. The class path is what `mvn package` collects: the module's jar
# and the jars in its target/lib.

HANDCLASP_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    JAVA=$JAVA_HOME/bin/java
  elif JAVA=$(command -v java); then
    :
  else
    echo "No Java found: install a JDK 17 or newer, or set JAVA_HOME." >&2
    exit 69
  fi
  # The release file spares a start of Java, which would cost as much as the program's own.
  local release
  release=$(dirname "$(dirname "$(readlink -f "$JAVA")")")/release
  JAVA_MAJOR=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release" 2>/dev/null || true)
  [ -n "$JAVA_MAJOR" ] || JAVA_MAJOR=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
  if [ "${JAVA_MAJOR:-0}" -lt 17 ]; then
    echo "$JAVA is version ${JAVA_MAJOR:-unknown}; Handclasp needs a JDK 17 or newer." >&2
    exit 69
  fi
}

launch() {
  local module=$1 main=$2
  shift 2
  local options=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  local jars=("$HANDCLASP_HOME/$module/target/$module"-[0-9]*.jar)
  if [ ! -f "${jars[0]}" ] || [ ! -d "$HANDCLASP_HOME/$module/target/lib" ]; then
    echo "$module is not built yet: run 'mvn -DskipTests package' in $HANDCLASP_HOME first." >&2
    exit 69
  fi
  find_java
  [ "$JAVA_MAJOR" -lt 22 ] || options+=(--enable-native-access=ALL-UNNAMED)
  exec "$JAVA" "${options[@]}" -cp "${jars[0]}:$HANDCLASP_HOME/$module/target/lib/*" "$main" "$@"
}
