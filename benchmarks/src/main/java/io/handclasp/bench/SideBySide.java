package io.handclasp.bench;

import io.handclasp.pki.store.StoreException;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs pairs beside each other, in alternation, and prints a table of medians: each workload goes
 * round the pairs in slices of a few seconds, so that a slow spell of the machine meets them all.
 * CPU time is that of all processes of both halves; it is what other load disturbs least.
 */
public final class SideBySide {
  private final Options options;
  private final Lab lab;
  private final Origin origin;
  private final EventLoop loop;
  private final List<Pair> pairs;
  private final Map<String, RunningPair> running = new HashMap<>();

  /** Pairs with the load they know: a JVM that answered requests is cold for handshakes. */
  private final Set<String> warmed = new HashSet<>();

  private SideBySide(Options options, Lab lab, Origin origin, EventLoop loop) {
    this.options = options;
    this.lab = lab;
    this.origin = origin;
    this.loop = loop;
    this.pairs = options.pairs().stream().filter(Pair::isInstalled).toList();
  }

  /** Reads the words of {@code scripts/bench} and prints tables to the standard output. */
  public static void main(String[] args) throws IOException, StoreException, InterruptedException {
    Options options;
    try {
      options = Options.of(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(64);
      return;
    }
    Lab lab = Lab.make(Files.createTempDirectory("handclasp-bench-"));
    EventLoopGroup loops = Lab.TRANSPORT.loops(2);
    try (Origin origin = Origin.open(loops)) {
      new SideBySide(options, lab, origin, loops.next()).run();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    lab.delete();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    Report report = new Report(pairs);
    Thread ending = new Thread(() -> running.values().forEach(RunningPair::close));
    Runtime.getRuntime().addShutdownHook(ending);
    if (options.mixed()) {
      run(options.workloads(), report);
    } else {
      for (Workload workload : options.workloads()) {
        run(List.of(workload), report);
      }
    }
    System.out.printf(
        "Java %s, %d processors, %d rounds of %s s; medians%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        options.rounds(),
        Given.inSeconds(options.slice()));
    report.print(System.out);
    running.values().forEach(RunningPair::close);
  }

  /** So many rounds, each of all these workloads, each of those by all pairs in turn. */
  private void run(List<Workload> workloads, Report report)
      throws IOException, InterruptedException {
    Slice slice = new Slice(loop, lab, options.rate());
    for (Workload workload : workloads) {
      warm(workload, slice);
    }
    for (int round = 0; round < options.rounds(); round++) {
      for (Workload workload : workloads) {
        for (int i = 0; i < pairs.size(); i++) {
          Pair pair = pairs.get((i + round) % pairs.size());
          Slice.Result result = measure(workload, pair, slice);
          System.err.printf("%s %s %s%n", workload.word(), pair.name(), result);
          report.add(workload, pair, result);
        }
      }
    }
  }

  private void warm(Workload workload, Slice slice) throws IOException, InterruptedException {
    for (Pair pair : pairs) {
      boolean cold = warmed.add(pair.name() + workload.family());
      if (!workload.isOfFreshPairs()) {
        RunningPair there = started(pair);
        if (cold && !pair.isPeer()) {
          slice.run(workload.warming(), there, options.warm());
        }
        slice.run(workload, there, options.slice());
        end(there);
      } else if (cold) {
        // As a user's second start: at the end of the first, Java keeps what it made of the
        // classes.
        start(pair).close();
      }
    }
  }

  private Slice.Result measure(Workload workload, Pair pair, Slice slice)
      throws IOException, InterruptedException {
    if (workload.isOfFreshPairs()) {
      try (RunningPair once = start(pair)) {
        return slice.run(workload, once, options.slice());
      }
    }
    RunningPair there = started(pair);
    Slice.Result result = slice.run(workload, there, options.slice());
    end(there);
    return result;
  }

  private static void end(RunningPair pair) throws IOException, InterruptedException {
    pair.rest();
    pair.emptyOutputs();
  }

  private RunningPair started(Pair pair) throws IOException, InterruptedException {
    RunningPair there = running.get(pair.name());
    if (there == null) {
      there = start(pair);
      running.put(pair.name(), there);
    }
    return there;
  }

  private RunningPair start(Pair pair) throws IOException, InterruptedException {
    return RunningPair.start(pair, lab, origin.port(), options.workers());
  }

  /**
   * The command line.
   *
   * @param rate requests per second where latency is measured
   * @param mixed whether a round is of all workloads, in place of one workload after the other
   */
  record Options(
      List<Pair> pairs,
      List<Workload> workloads,
      int rounds,
      Duration slice,
      Duration warm,
      int rate,
      int workers,
      boolean mixed) {
    static final String USAGE =
        """
        Usage: bench [NAME=VALUE]...
          workloads=get1,get64,...  see docs/performance.md; all by default
          pairs=handclasp,...       of handclasp, nginx, haproxy; those that are installed; also
                                    quiet, which is ours without log, metrics, records and page
          java=HOME[,HOME]          Java homes, each with a pair of ours; the present one
          rounds=5 slice=4 warm=15  rounds, seconds of each slice and of the load before
          rate=8000 workers=2       requests/s for latency; threads of each half
          mixed=true                each round of all workloads: to compare those with each other
          more='{...}'              a line to add to our configuration\
        """;

    private static final Set<String> NAMES =
        Set.of(
            "workloads",
            "pairs",
            "java",
            "rounds",
            "slice",
            "warm",
            "rate",
            "workers",
            "mixed",
            "more");

    static Options of(String... words) {
      Given given = Given.of(NAMES, words);
      String usual =
          String.join(",", Arrays.stream(Workload.values()).map(Workload::word).toList());
      return new Options(
          pairs(given),
          given.texts("workloads", usual).stream().map(Workload::of).toList(),
          given.number("rounds", 5),
          given.seconds("slice", 4),
          given.seconds("warm", 15),
          given.number("rate", 8000),
          given.number("workers", 2),
          given.flag("mixed"));
    }

    private static List<Pair> pairs(Given given) {
      Path home = Path.of(System.getProperty("handclasp.home", "."));
      List<String> javas = given.texts("java", System.getProperty("java.home"));
      List<Pair> pairs = new ArrayList<>();
      for (String kind : given.texts("pairs", "handclasp,nginx,haproxy")) {
        switch (kind) {
          case "handclasp" -> {
            for (String java : javas) {
              String name = javas.size() == 1 ? kind : kind + " " + Path.of(java).getFileName();
              pairs.add(new HandclaspPair(name, home, Path.of(java), given.text("more", "")));
            }
          }
          case "quiet" ->
              pairs.add(
                  new HandclaspPair(
                      kind, home, Path.of(javas.get(0)), HandclaspPair.EVERYTHING_OFF));
          case "nginx" -> pairs.add(new NginxPair(Path.of("/usr/sbin/nginx")));
          case "haproxy" -> pairs.add(new HaproxyPair(Path.of("/usr/sbin/haproxy")));
          default -> throw new IllegalArgumentException("pair: " + kind);
        }
      }
      return pairs;
    }
  }
}
