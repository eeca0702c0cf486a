package io.handclasp.proxy.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long this process runs. Linux tells it to a hundredth of a second; what Java makes of it is
 * off by up to one, as it knows the time of the boot in whole seconds only.
 */
public final class ProcessAge {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Clock ticks in a second, as Linux tells them to programs on every architecture we know. */
  private static final int TICKS = 100;

  private static final int START_FIELD = 19;

  private ProcessAge() {}

  /** Since the process began. */
  public static Duration now() {
    try {
      String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
      // The name before the last bracket may hold anything, blanks and brackets too.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double began = Double.parseDouble(fields[START_FIELD]) / TICKS;
      double now =
          Double.parseDouble(Files.readString(UPTIME, StandardCharsets.ISO_8859_1).split(" ")[0]);
      return Duration.ofMillis(Math.max(0, Math.round((now - began) * 1000)));
    } catch (IOException | RuntimeException e) {
      return ProcessHandle.current()
          .info()
          .startInstant()
          .map(start -> Duration.between(start, Instant.now()))
          .orElse(Duration.ZERO);
    }
  }
}
