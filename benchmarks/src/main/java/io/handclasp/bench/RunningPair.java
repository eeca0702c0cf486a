package io.handclasp.bench;

import io.handclasp.bench.Pair.Half;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Both halves of a pair as processes. */
final class RunningPair implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double TICKS_PER_SECOND = 100;
  private static final Duration REST_CHECK = Duration.ofMillis(200);

  /** The part of one processor that a pair at rest takes at most: two JVMs sweep and compile. */
  private static final double REST = 0.1;

  private final Pair pair;
  private final int frontPort;
  private final int backPort;
  private final List<Process> halves = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private Duration startTime = Duration.ZERO;

  private RunningPair(Pair pair, int frontPort, int backPort) {
    this.pair = pair;
    this.frontPort = frontPort;
    this.backPort = backPort;
  }

  /** Starts both halves and returns at the first answer through both. */
  static RunningPair start(Pair pair, Lab lab, int originPort, int workers)
      throws IOException, InterruptedException {
    RunningPair running = new RunningPair(pair, freePort(), freePort());
    long began = System.nanoTime();
    try {
      for (Half half : List.of(Half.BACK, Half.FRONT)) {
        Path folder = Files.createTempDirectory(lab.folder(), pair.name() + "-");
        Pair.Place place =
            new Pair.Place(lab, folder, running.frontPort, running.backPort, originPort, workers);
        running.launch(half, place);
      }
      for (Half half : List.of(Half.BACK, Half.FRONT)) {
        running.await(half, began);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      running.close();
      throw e;
    }
    running.startTime = Duration.ofNanos(System.nanoTime() - began);
    return running;
  }

  private void launch(Half half, Pair.Place place) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(pair.command(half, place));
    for (String variable : pair.environment()) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    builder.redirectErrorStream(true);
    Path output = place.folder().resolve("output");
    outputs.add(output);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    halves.add(builder.start());
  }

  private void await(Half half, long began) throws IOException, InterruptedException {
    while (half == Half.BACK ? !accepts() : !answers()) {
      if (!halves.stream().allMatch(Process::isAlive)
          || System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IOException(pair.name() + ": the " + half + " did not start; see its output");
      }
      Thread.sleep(2);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), backPort), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + frontPort + "/1k").toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  int frontPort() {
    return frontPort;
  }

  int backPort() {
    return backPort;
  }

  Duration startTime() {
    return startTime;
  }

  /**
   * Returns once both halves are at rest, so that what is left of one pair's load is not the next
   * one's burden: some work for seconds after thousands of clients have gone.
   */
  void rest() throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    double before = cpu();
    do {
      Thread.sleep(REST_CHECK.toMillis());
      double now = cpu();
      if (now - before < REST_CHECK.toNanos() / 1e9 * REST) {
        return;
      }
      before = now;
    } while (System.nanoTime() - until < 0);
  }

  /**
   * Empties what the halves wrote. Access lines fill gigabytes otherwise, and each page of memory
   * that a virtual machine touches for the first time costs a writer several times the writing.
   */
  void emptyOutputs() throws IOException {
    for (Path output : outputs) {
      try (FileChannel file = FileChannel.open(output, StandardOpenOption.WRITE)) {
        file.truncate(0);
      }
    }
  }

  /** User and system time of all processes of both halves so far, in seconds. */
  double cpu() throws IOException {
    return cpu(halves);
  }

  /** The same of the back alone. */
  double backCpu() throws IOException {
    return cpu(halves.subList(0, 1));
  }

  private static double cpu(List<Process> of) throws IOException {
    double ticks = 0;
    for (long pid : pids(of)) {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Memory of all processes of both halves, shared pages shared out, in KiB. */
  long memory() throws IOException {
    long sum = 0;
    for (long pid : pids(halves)) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  private static List<Long> pids(List<Process> of) {
    return of.stream()
        .flatMap(half -> Stream.concat(Stream.of(half.toHandle()), half.descendants()))
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (Process half : halves) {
      List<ProcessHandle> all = half.descendants().toList();
      half.destroy();
      try {
        if (!half.waitFor(10, TimeUnit.SECONDS)) {
          half.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        half.destroyForcibly();
      }
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
