# Sourced by every launcher, in any POSIX shell: finds Java and says which options it is given.
# Without commands of its own where it can: each would cost milliseconds of every start.

# find_java [RUNTIME]: sets JAVA, JAVA_VERSION, JAVA_MAJOR, NEWER_OPTIONS and, where that Java has its own classes in an
# archive, SHARES_CLASSES; RUNTIME is the Java that is shipped.
find_java() {
  if [ -n "${1:-}" ] && [ -x "$1/bin/java" ]; then
    JAVA=$1/bin/java
  elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    JAVA=$JAVA_HOME/bin/java
  elif JAVA=$(command -v java); then
    JAVA=$(readlink -f "$JAVA")
  else
    echo "No Java found: install a JDK 17 or newer, or set JAVA_HOME." >&2
    exit 69
  fi
  # The release file spares a start of Java, which would cost as much as the program's own.
  JAVA_VERSION=
  if [ -r "${JAVA%/bin/java}/release" ]; then
    while IFS='="' read -r key empty value rest; do
      [ "$key" != JAVA_VERSION ] || JAVA_VERSION=$value
    done <"${JAVA%/bin/java}/release"
  fi
  [ -n "$JAVA_VERSION" ] || JAVA_VERSION=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([^"]*\).*/\1/p')
  JAVA_MAJOR=${JAVA_VERSION%%[!0-9]*}
  if [ "${JAVA_MAJOR:-0}" -lt 17 ]; then
    echo "$JAVA is version ${JAVA_VERSION:-unknown}; Handclasp needs a JDK 17 or newer." >&2
    exit 69
  fi
  # What only a newer Java has. From 18 on it reflects by method handles, and spins classes for them at every
  # start: 5 MB of a program that reflects little. Netty keeps to what will be taken away one day only where it is told so, from
  # Java 24 on; without it starts take an eighth longer. From 25 on objects may have small headers, which
  # saves 3 MB and as many hundredths of a request's cost, where Java has its own classes in that form.
  NEWER_OPTIONS=
  SHARES_CLASSES=
  [ ! -f "${JAVA%/bin/java}/lib/server/classes.jsa" ] || SHARES_CLASSES=yes
  [ "$JAVA_MAJOR" -lt 18 ] || NEWER_OPTIONS="-Djdk.reflect.useNativeAccessorOnly=true"
  case $JAVA_MAJOR in
    24 | 25) NEWER_OPTIONS="$NEWER_OPTIONS --sun-misc-unsafe-memory-access=allow -Dio.netty.noUnsafe=false" ;;
  esac
  if [ "$JAVA_MAJOR" -ge 25 ] && [ -f "${JAVA%/bin/java}/lib/server/classes_coh.jsa" ]; then
    SHARES_CLASSES=yes
    NEWER_OPTIONS="$NEWER_OPTIONS -XX:+UseCompactObjectHeaders"
  fi
}

# worth_keeping WORD...: false for a run that loads too little to be prepared for the others by it.
worth_keeping() {
  [ -z "${SHARING_READ_ONLY:-}" ] || return 1
  case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -V "* | *" --check "* | "  ") return 1 ;;
  esac
}

# share_classes FOLDER NAME JAR... -- WORD...: sets SHARING and SHARING_ARCHIVE, the options by which Java
# keeps what it makes of the classes in FOLDER, from the end of the first run that is worth it; the second
# is one word, in which a path may have blanks. An archive that no longer fits the jars or the Java is made anew:
# one that is older than a jar, or was made of others than SHARING_OF, where that is set, says.
share_classes() {
  SHARING= SHARING_ARCHIVE=
  [ -z "${HANDCLASP_NO_SHARING:-}" ] || return 0
  archive=$1/$2-$JAVA_VERSION.jsa
  folder=$1
  shift 2
  fits=
  [ ! -f "$archive" ] || fits=yes
  while [ "$1" != -- ]; do
    [ "$archive" -nt "$1" ] || fits=
    shift
  done
  shift
  if [ -n "${SHARING_OF:-}" ]; then
    made_of=
    [ ! -f "$archive.of" ] || IFS= read -r made_of <"$archive.of" || :
    [ "$made_of" = "$SHARING_OF" ] || fits=
  fi
  if [ -n "$fits" ]; then
    SHARING_ARCHIVE=-XX:SharedArchiveFile=$archive
  elif [ -n "$SHARES_CLASSES" ] && [ -z "${HANDCLASP_JAVA_OPTS:-}${JAVA_TOOL_OPTIONS:-}" ] &&
    worth_keeping "$@" && mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
    rm -f "$archive"
    [ -z "${SHARING_OF:-}" ] || printf '%s\n' "$SHARING_OF" >"$archive.of"
    SHARING=-Dhandclasp.keepsClasses=true
    SHARING_ARCHIVE=-XX:ArchiveClassesAtExit=$archive
  else
    return 0
  fi
  # Its warnings are of no use to who runs a program.
  SHARING="$SHARING -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off:stderr"
}

# spare_memory: what the C library is told of a proxy, with few threads and little garbage, and Java 25, which takes
# 8 MB more than 17 does: it begins with less room for garbage, and gives back what its compilers and a load have left.
spare_memory() {
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-131072}"
  if [ "$JAVA_MAJOR" -ge 25 ]; then
    NEWER_OPTIONS="$NEWER_OPTIONS -Xms10m -XX:NewSize=1536k"
    # Elsewhere than on Linux Java would say that it cannot.
    [ ! -d /proc/self ] || NEWER_OPTIONS="$NEWER_OPTIONS -XX:TrimNativeHeapInterval=10000"
  fi
}

# large_pages: heap and code in pages of 2 MB, where Linux gives them to who asks (on some systems such pages have
# 512 MB): a request costs a twentieth less. They are resident as a whole, so all code is kept in one place, and Java 25
# gets the room for garbage that it then takes anyway.
large_pages() {
  folder=/sys/kernel/mm/transparent_hugepage granted= size=
  [ ! -r $folder/enabled ] || IFS= read -r granted <$folder/enabled || :
  [ ! -r $folder/hpage_pmd_size ] || IFS= read -r size <$folder/hpage_pmd_size || :
  case "$granted of $size" in
    *"[always]"*" of 2097152" | *"[madvise]"*" of 2097152")
      NEWER_OPTIONS="$NEWER_OPTIONS -XX:+UseTransparentHugePages -XX:-SegmentedCodeCache"
      [ "$JAVA_MAJOR" -lt 25 ] || NEWER_OPTIONS="$NEWER_OPTIONS -XX:NewSize=4m"
      ;;
  esac
}
