package io.handclasp.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stage of one show: its folder, its narrator, and the programs that run on it. */
final class Show implements AutoCloseable {
  private static final int USAGE_EXIT = 64;

  private final DemoOptions options;
  private final Path folder;
  private final Narrator narrator;
  private final Deque<RunningProgram> running = new ArrayDeque<>();

  private Show(DemoOptions options, Path folder, Narrator narrator) {
    this.options = options;
    this.folder = folder;
    this.narrator = narrator;
  }

  /** What is shown. */
  interface Play {
    void on(Show show) throws ShowFailure, IOException, InterruptedException;
  }

  /**
   * Runs a play from its command line to its exit code.
   *
   * @param name of the script
   * @param words the first is the folder of the repository
   */
  static int run(String name, List<String> words, Play play) throws InterruptedException {
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(DemoOptions.USAGE.formatted(name));
      return 0;
    }
    DemoOptions options;
    try {
      options = DemoOptions.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return USAGE_EXIT;
    }
    try (Show show = new Show(options, workFolder(name, options.work()), new Narrator())) {
      show.narrator.say("Everything is made in " + show.folder);
      play.on(show);
      return 0;
    } catch (ShowFailure | IOException e) {
      System.out.flush();
      System.err.println(name + ": " + e.getMessage());
      return 1;
    }
  }

  private static Path workFolder(String name, @Nullable Path wanted)
      throws IOException, ShowFailure {
    if (wanted == null) {
      return Files.createTempDirectory("handclasp-" + name + "-");
    }
    Files.createDirectories(wanted);
    try (Stream<Path> inside = Files.list(wanted)) {
      ShowFailure.unless(
          inside.findAny().isEmpty(), "--work: " + wanted + " is not empty; expected a new folder");
    }
    return wanted;
  }

  DemoOptions options() {
    return options;
  }

  Narrator narrator() {
    return narrator;
  }

  /** A file or folder of this show. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** One of the commented samples that are shipped. */
  Path sample(String name) {
    return options.home().resolve("config").resolve(name);
  }

  Tool toolIn(String name) throws IOException {
    return new Tool(Files.createDirectories(file(name)));
  }

  /** Runs one of the repository's scripts in this show's folder. */
  String script(String name, String... words) throws ShowFailure, InterruptedException {
    return new Tool(folder).run(Tool.words(options.script(name), words));
  }

  /** Starts one of the two programs and tells where it listens. */
  RunningProgram start(String name, String script, Path config)
      throws ShowFailure, InterruptedException {
    Path log = file(name + ".log");
    RunningProgram program = RunningProgram.start(name, options.script(script), config, log);
    running.push(program);
    narrator.say(
        "%-14s listens on %s  (pid %d, log %s)"
            .formatted(name, program.address(), program.pid(), log.getFileName()));
    return program;
  }

  /** The sequence of one handshake, joined from both ends. */
  String sequence(String id, Path frontJournal, Path backJournal)
      throws ShowFailure, InterruptedException {
    return script(
        "handshakes",
        "show",
        id,
        "--journal",
        frontJournal.toString(),
        "--journal",
        backJournal.toString());
  }

  /** Ends all programs, the last started first, or says how to do so where they are to stay. */
  void end() throws ShowFailure, InterruptedException {
    if (options.keep()) {
      StringBuilder pids = new StringBuilder();
      for (RunningProgram program : running) {
        pids.append(' ').append(program.pid());
        narrator.say("%-14s shows its handshakes at %s".formatted(program.name(), program.page()));
      }
      narrator.say("The pair goes on. To end it: kill" + pids);
      running.forEach(RunningProgram::leave);
      running.clear();
      return;
    }
    while (!running.isEmpty()) {
      RunningProgram program = running.pop();
      program.stop();
      narrator.say("%-14s ended with 0".formatted(program.name()));
    }
  }

  /** The id in an answer of the back's echo, or of a proxy that could not get one. */
  static String handshakeId(String answer) throws ShowFailure {
    return find("\"handshake\":\"([0-9a-z]+)\"", answer, "handshake id");
  }

  /** Who the back's echo says has shown a certificate. */
  static String verifiedPeer(String answer) throws ShowFailure {
    return find("\"subject\":\"([^\"]+)\"", answer, "verified peer");
  }

  /** What a pattern's group finds in a text. */
  static String find(String pattern, String text, String what) throws ShowFailure {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    ShowFailure.unless(matcher.find(), "no " + what + " in: " + text);
    return matcher.group(1);
  }

  /** Whatever still runs after a failure. */
  @Override
  public void close() {
    running.forEach(RunningProgram::stopQuietly);
  }
}
