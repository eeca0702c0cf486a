package io.handclasp.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the two programs as a process of its own, its log in a file. */
final class RunningProgram {
  private static final Pattern READY = Pattern.compile("lifecycle ready listen=(\\S+)");
  private static final long READY_SECONDS = 30;
  private static final long END_SECONDS = 40;

  private final String name;
  private final Process process;
  private final Thread end;
  private final Path log;
  private final String address;

  private RunningProgram(String name, Process process, Thread end, Path log, String address) {
    this.name = name;
    this.process = process;
    this.end = end;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts a program and waits for its ready line.
   *
   * @param name for messages
   * @param script what starts it
   * @throws ShowFailure with what it printed where it does not become ready
   */
  static RunningProgram start(String name, Path script, Path config, Path log)
      throws ShowFailure, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(script.toString(), "--config", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      // An interrupt from the keyboard ends the show; nothing of it may go on.
      Thread end = new Thread(process::destroy, "end of " + name);
      Runtime.getRuntime().addShutdownHook(end);
      process.getOutputStream().close();
      return new RunningProgram(name, process, end, log, awaitReady(name, process, log));
    } catch (IOException e) {
      throw new ShowFailure("cannot start " + name + ": " + e.getMessage());
    }
  }

  private static String awaitReady(String name, Process process, Path log)
      throws IOException, ShowFailure, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (System.nanoTime() < deadline) {
      Matcher ready = READY.matcher(Files.readString(log));
      if (ready.find()) {
        return ready.group(1);
      }
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new ShowFailure(
            name + " ended with " + process.exitValue() + ":\n" + Files.readString(log));
      }
    }
    process.destroy();
    throw new ShowFailure(name + " was not ready in time:\n" + Files.readString(log));
  }

  String name() {
    return name;
  }

  /** Where it listens, as {@code host:port}. */
  String address() {
    return address;
  }

  /** Where its admin page is. */
  String page() throws ShowFailure, InterruptedException {
    return Show.find("url=(\\S+)", awaitLogLine("lifecycle admin-ready"), "address of a page");
  }

  long pid() {
    return process.pid();
  }

  /** The lines of its log that hold all of these texts. */
  List<String> logLines(String... texts) throws ShowFailure {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> List.of(texts).stream().allMatch(line::contains))
          .toList();
    } catch (IOException e) {
      throw new ShowFailure("cannot read " + log + ": " + e.getMessage());
    }
  }

  /** Waits for a line of its log: lines are written behind the events. */
  String awaitLogLine(String... texts) throws ShowFailure, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < deadline) {
      List<String> found = logLines(texts);
      if (!found.isEmpty()) {
        return found.get(0);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new ShowFailure(name + " logged no line with " + String.join(" and ", texts));
  }

  /**
   * Ends it as a service manager would, with SIGTERM.
   *
   * @throws ShowFailure where it does not end with 0 in time
   */
  void stop() throws ShowFailure, InterruptedException {
    process.destroy();
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new ShowFailure(name + " did not end within " + END_SECONDS + " s of SIGTERM");
    }
    ShowFailure.unless(process.exitValue() == 0, name + " ended with " + process.exitValue());
  }

  /** Lets it outlive this process. */
  void leave() {
    Runtime.getRuntime().removeShutdownHook(end);
  }

  /** Ends it whatever happened before. */
  void stopQuietly() {
    process.destroy();
  }
}
