# Sourced by scripts that run the programs: builds what is missing, with progress on the error output.

build_if_needed() {
  local stamp=$HANDCLASP_HOME/target/built newest
  if [ -f "$stamp" ]; then
    newest=$(cd "$HANDCLASP_HOME" && find pom.xml ./*/pom.xml ./*/src/main -newer "$stamp" -type f -print -quit)
    [ -n "$newest" ] || return 0
  fi
  if ! command -v mvn > /dev/null; then
    echo "Not built yet, and no Maven found: install Maven 3.8 or newer." >&2
    exit 69
  fi
  mkdir -p "$HANDCLASP_HOME/target"
  echo "Building what is missing; the first time Maven also fetches what it needs (a few minutes)." >&2
  local log=$HANDCLASP_HOME/target/build.log
  if ! (cd "$HANDCLASP_HOME" && mvn -B -Dmaven.test.skip=true -pl client-proxy,backend-service,demo -am package 2>&1) \
    | tee "$log" | build_progress >&2; then
    tail -n 40 "$log" >&2
    echo "The build failed; the whole of what Maven said is in $log" >&2
    exit 70
  fi
  touch "$stamp"
}

# Shows each module as its turn comes, and that files are being fetched.
build_progress() {
  awk '/Building Handclasp/ { sub(/^\[INFO\] /, ""); print "  " $0; fflush() }
       /Downloaded from/ { if (++fetched % 100 == 0) { print "  " fetched " files fetched"; fflush() } }'
}
