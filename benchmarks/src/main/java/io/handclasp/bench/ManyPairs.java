package io.handclasp.bench;

import io.handclasp.pki.store.StoreException;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One, two and four pairs of ours on this machine, each with the same share of the connections, all
 * loaded at once: what more instances cost and bring. Prints the table of {@code docs/scale.md}.
 */
public final class ManyPairs {
  private static final int CONNECTIONS = 64;
  private static final int MORE_CONNECTIONS = 2_000;
  private static final String JOURNAL = "handshakes.jsonl";

  private final Lab lab;
  private final Origin origin;
  private final EventLoopGroup loops;
  private final Duration warm;
  private final Duration slice;

  private ManyPairs(Lab lab, Origin origin, EventLoopGroup loops, Duration warm, Duration slice) {
    this.lab = lab;
    this.origin = origin;
    this.loops = loops;
    this.warm = warm;
    this.slice = slice;
  }

  /** Words: {@code counts=1,2,4 warm=20 slice=10}. */
  public static void main(String[] args) throws IOException, StoreException, InterruptedException {
    Given given = Given.of(Set.of("counts", "warm", "slice"), args);
    Lab lab = Lab.make(Files.createTempDirectory("handclasp-bench-"));
    EventLoopGroup loops = Lab.TRANSPORT.loops(2);
    try (Origin origin = Origin.open(loops)) {
      ManyPairs many =
          new ManyPairs(lab, origin, loops, given.seconds("warm", 20), given.seconds("slice", 10));
      System.out.println(
          "| pairs | requests/s | CPU-µs per request | p99 ms | records of both ends |"
              + " KiB of journals | MiB idle | loaded | with 2,000 more connections |");
      System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
      for (String count : given.texts("counts", "1,2,4")) {
        System.out.println(many.run(Integer.parseInt(count)));
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    lab.delete();
    System.exit(0);
  }

  private String run(int count) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("handclasp.home", "."));
    Path java = Path.of(System.getProperty("java.home"));
    Set<Path> earlier = journals();
    List<RunningPair> pairs = new ArrayList<>();
    List<HttpLoad> loads = new ArrayList<>();
    List<HttpLoad> more = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        HandclaspPair pair =
            new HandclaspPair("pair" + i, home, java, "journal: {file: " + JOURNAL + "}\n");
        pairs.add(RunningPair.start(pair, lab, origin.port(), 2));
      }
      long idle = memory(pairs);
      for (RunningPair pair : pairs) {
        loads.add(HttpLoad.open(loops.next(), pair.frontPort(), CONNECTIONS / count, "/1k", 0));
      }
      all(loads, warm);
      double before = cpu(pairs);
      List<HttpLoad.Outcome> outcomes = all(loads, slice);
      double cpu = cpu(pairs) - before;
      long loaded = memory(pairs);
      for (RunningPair pair : pairs) {
        more.add(HttpLoad.open(loops.next(), pair.frontPort(), MORE_CONNECTIONS / count, "/1k", 0));
      }
      all(more, Duration.ofSeconds(2));
      long answers = outcomes.stream().mapToLong(HttpLoad.Outcome::answers).sum();
      double slowest =
          outcomes.stream().mapToLong(each -> each.latencies().quantile(0.99)).max().orElse(0);
      Set<Path> journals = journals();
      journals.removeAll(earlier);
      return "| %d | %,.0f | %.0f | %.0f | %d | %d | %d | %d | %d |"
          .formatted(
              count,
              answers / (outcomes.get(0).took().toNanos() / 1e9),
              cpu / answers * 1e6,
              slowest / 1e3,
              lines(journals),
              bytes(journals) >> 10,
              idle >> 10,
              loaded >> 10,
              memory(pairs) >> 10);
    } finally {
      loads.forEach(HttpLoad::close);
      more.forEach(HttpLoad::close);
      pairs.forEach(RunningPair::close);
    }
  }

  private Set<Path> journals() throws IOException {
    try (Stream<Path> files = Files.walk(lab.folder())) {
      return files
          .filter(file -> file.endsWith(JOURNAL))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static long lines(Set<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.readAllLines(file).size();
    }
    return sum;
  }

  private static long bytes(Set<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }

  private static List<HttpLoad.Outcome> all(List<HttpLoad> loads, Duration time) {
    List<CompletableFuture<HttpLoad.Outcome>> running =
        loads.stream()
            .map(
                load ->
                    CompletableFuture.supplyAsync(
                        () -> run(load, time), task -> new Thread(task, "load").start()))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private static HttpLoad.Outcome run(HttpLoad load, Duration time) {
    try {
      return load.run(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double cpu(List<RunningPair> pairs) throws IOException {
    double sum = 0;
    for (RunningPair pair : pairs) {
      sum += pair.cpu();
    }
    return sum;
  }

  private static long memory(List<RunningPair> pairs) throws IOException {
    long sum = 0;
    for (RunningPair pair : pairs) {
      sum += pair.memory();
    }
    return sum;
  }
}
