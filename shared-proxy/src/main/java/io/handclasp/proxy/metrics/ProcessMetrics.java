package io.handclasp.proxy.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The process as the system sees it, by the names that every Prometheus client uses. What only
 * Linux tells is left out elsewhere.
 */
final class ProcessMetrics {
  private static final Path SELF = Path.of("/proc/self");

  private ProcessMetrics() {}

  static void collect(Families families) {
    ProcessHandle.Info info = ProcessHandle.current().info();
    info.totalCpuDuration()
        .ifPresent(
            used ->
                families
                    .counter("process_cpu_seconds", "CPU time used, user and system.")
                    .add(used.toNanos() / 1e9));
    info.startInstant()
        .ifPresent(
            start ->
                families
                    .gauge("process_start_time_seconds", "When the process started.")
                    .add(start.toEpochMilli() / 1e3));
    if (Files.isDirectory(SELF)) {
      linux(families);
    }
  }

  private static void linux(Families families) {
    try {
      add(families, "process_resident_memory_bytes", "Memory that is in RAM.", "VmRSS:");
      try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
        families.gauge("process_open_fds", "File descriptors open.").add(open.count());
      }
      for (String line : Files.readAllLines(SELF.resolve("limits"))) {
        if (line.startsWith("Max open files")) {
          families
              .gauge("process_max_fds", "File descriptors that may be open.")
              .add(number(line.substring("Max open files".length())));
        }
      }
    } catch (IOException e) {
      // What the system does not let us see is left out.
      return;
    }
  }

  private static void add(Families families, String name, String help, String key)
      throws IOException {
    List<String> lines = Files.readAllLines(SELF.resolve("status"));
    for (String line : lines) {
      if (line.startsWith(key)) {
        families.gauge(name, help).add(1024 * number(line.substring(key.length())));
      }
    }
  }

  private static double number(String text) {
    String first = text.strip().split("\\s+")[0];
    return first.equals("unlimited") ? Double.POSITIVE_INFINITY : Double.parseDouble(first);
  }
}
