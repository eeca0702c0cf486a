package io.handclasp.demo;

import java.time.Duration;
import java.util.Locale;

/** Tells on a terminal what is being done, numbered and with times. One thread. */
final class Narrator {
  private final long began = System.nanoTime();
  private int step;

  /** Begins the next step. */
  void step(String title) {
    step++;
    System.out.printf(
        Locale.ROOT, "%n%d  %s  (%.1f s)%n", step, title, sinceStart().toMillis() / 1000.0);
  }

  /** One line within a step. */
  void say(String line) {
    System.out.println("   " + line);
  }

  /** Lines as they are. */
  void show(String text) {
    text.lines().forEach(this::say);
  }

  /** A line of its own outside all steps. */
  void close(String line) {
    System.out.println();
    System.out.println(line);
    System.out.flush();
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
