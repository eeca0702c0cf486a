package io.handclasp.proxy.server;

import static io.handclasp.proxy.server.LivePair.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.proxy.forward.ProxyEngine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Minutes of good requests beside every kind of bad one, with rotations and restarts all along. In
 * the end no good request has failed, nothing is left open, and the heap is flat: after each round
 * a collection leaves what is alive, and the least of the later half is no more than the least of
 * the earlier half, once everything is warm. On demand: {@code scripts/soak}.
 */
@EnabledIfSystemProperty(named = "soak.minutes", matches = "\\d+")
class SoakTest {
  private static final long HEAP_GROWTH = 4L << 20;
  private static final int MORE_FILES = 8;
  private static final Authority OLD = Authority.root("CN=old authority").create();
  private static final Authority NEW = Authority.root("CN=new authority").create();

  @TempDir private Path folder;
  private volatile boolean ended;
  private final AtomicLong faults = new AtomicLong();

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // a soak is as long as it is asked to be
  void standsMixedLoadWithFaultsAndLeavesNothingBehind() throws Exception {
    Duration length = Duration.ofMinutes(Integer.getInteger("soak.minutes", 15));
    int before = openFiles();
    long sent;
    List<Long> heaps = new ArrayList<>();
    int changes = 0;
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD, NEW));
      LivePair.Started back = pair.back("back", 0);
      int port = back.port();
      int other = pair.back("other", 0).port();
      LivePair.Started front = pair.front("front", 0, port, other);
      List<Thread> troublemakers = troublemakers(front.port(), other);
      long begun = System.nanoTime();
      try (Load load = new Load(4, true, front.port())) {
        while (System.nanoTime() - begun < length.toNanos()) {
          load.awaitMore(300);
          pair.put(changes % 2 == 0 ? content(NEW, OLD, NEW) : content(OLD, OLD, NEW));
          pair.await("front", LifecycleEvent.Reloaded.class);
          load.awaitMore(300);
          back.close();
          load.awaitMore(300);
          back = pair.back("back", port);
          changes++;
          pair.handshakes.clear();
          if (System.nanoTime() - begun > length.toNanos() / 5) {
            heaps.add(usedHeap());
          }
        }
        assertThat(load.end()).as("failures of " + load.sent()).isEmpty();
        sent = load.sent();
      }
      ended = true;
      for (Thread thread : troublemakers) {
        thread.join();
      }
      // A client that ended in order may have closed one direction only, so that what it asked for
      // is waited for as long as any other: timeouts.response is 60 seconds. The clients of the
      // good requests keep their connections: timeouts.idle is 75.
      long until = System.nanoTime() + Duration.ofSeconds(100).toNanos();
      while (left(front, back) > 0 && System.nanoTime() < until) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      assertThat(front.server().engine().exchanges()).as("exchanges left").isZero();
      assertThat(front.server().engine().connections()).as("connections left").isZero();
      assertThat(back.server().engine().exchanges()).as("exchanges left at the back").isZero();
    }
    int files = openFiles();
    // The clients of the good requests end when they are collected.
    for (int i = 0; i < 40 && files > before + MORE_FILES; i++) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      files = openFiles();
    }
    long early = least(heaps.subList(0, heaps.size() / 2));
    long late = least(heaps.subList(heaps.size() / 2, heaps.size()));
    System.out.printf(
        "soak: %d good requests, %d faults, %d rotations and restarts; heap after collections at"
            + " least %d KiB in the earlier half, %d KiB in the later, all of %s KiB; files %d"
            + " before, %d after%n",
        sent,
        faults.get(),
        changes,
        early >> 10,
        late >> 10,
        heaps.stream().map(bytes -> bytes >> 10).toList(),
        before,
        files);
    assertThat(late).as("heap").isLessThan(early + HEAP_GROWTH);
    assertThat(files).as("open files").isLessThanOrEqualTo(before + MORE_FILES);
  }

  private static int left(LivePair.Started front, LivePair.Started back) {
    ProxyEngine engine = front.server().engine();
    return engine.exchanges() + engine.connections() + back.server().engine().exchanges();
  }

  private static long least(List<Long> heaps) {
    return heaps.stream().mapToLong(Long::longValue).min().orElse(0);
  }

  private List<Thread> troublemakers(int front, int back) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> trouble(front, back, random), "trouble-" + i);
      threads.add(thread);
      thread.start();
    }
    return threads;
  }

  private void trouble(int front, int back, Random random) {
    while (!ended) {
      int kind = random.nextInt(9);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), kind >= 7 ? back : front)) {
        socket.setSoTimeout(5_000);
        faults.incrementAndGet();
        InputStream in = socket.getInputStream();
        switch (kind) {
          case 0 -> send(socket, "GET / HTTP/1.1\r\nHost: a");
          case 1 -> send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90\r\n\r\nabc");
          case 2 -> {
            send(socket, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            in.readNBytes(1000);
          }
          case 3 -> {
            send(socket, "GET /half HTTP/1.1\r\nHost: a\r\n\r\n");
            in.readAllBytes();
          }
          case 4 -> send(socket, "GET /stall HTTP/1.1\r\nHost: a\r\n\r\n");
          case 5 -> {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            socket.getOutputStream().write(noise);
            in.readNBytes(10);
          }
          case 6 -> {
            send(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\1\1\1\0\0\0\1x");
            in.readNBytes(30);
          }
          case 7 -> send(socket, "\26\3\1\2\0\1\0");
          default -> {
            send(socket, "GET / HTTP/1.1\r\n\r\n");
            in.readNBytes(1);
          }
        }
        if (random.nextBoolean()) {
          socket.setSoLinger(true, 0);
        }
      } catch (IOException e) {
        // What a troublemaker gets to feel is not what is tested.
        faults.incrementAndGet();
      }
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int openFiles() throws IOException {
    Path self = Path.of("/proc/self/fd");
    if (!Files.isDirectory(self)) {
      return 0;
    }
    try (var files = Files.list(self)) {
      return (int) files.count();
    }
  }
}
