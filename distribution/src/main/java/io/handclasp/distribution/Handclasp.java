package io.handclasp.distribution;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.pki.cli.Pki;
import io.handclasp.pki.installed.InstalledCommand;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.doctor.HandshakesMain;
import io.handclasp.proxy.launch.OwnProcess;
import io.handclasp.proxy.reference.ConfigurationSchema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code handclasp}. It only looks at the first word and hands the rest over, so that a
 * start costs no more than that of the program asked for.
 */
public final class Handclasp {
  /** How it ends where the command line cannot be understood, as in BSD's sysexits. */
  private static final int USAGE = 64;

  private static final String SCHEMA_USAGE =
      """
      Usage: handclasp schema front|back

      Prints the JSON Schema of the configuration of the front or the back.""";

  private final PrintStream out;
  private final PrintStream err;

  Handclasp(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Does what the words say and exits with the code of what was run. */
  public static void main(String[] words) {
    if (words.length > 0 && (words[0].equals("front") || words[0].equals("back"))) {
      OwnProcess.begin();
    }
    InstalledCommand.is("handclasp"); // cures and hints name it
    String[] rest = words.length == 0 ? words : Arrays.copyOfRange(words, 1, words.length);
    switch (words.length == 0 ? "help" : words[0]) {
      case "pki" -> Pki.main(rest);
      case "handshakes" -> HandshakesMain.main(rest);
      case "doctor" -> HandshakesMain.main(words);
      default -> System.exit(new Handclasp(System.out, System.err).run(List.of(words)));
    }
  }

  /** Runs all but what ends the process by itself. */
  int run(List<String> words) {
    String first = words.isEmpty() ? "help" : words.get(0);
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (first) {
      case "front" -> ClientProxy.run(out, err, rest);
      case "back" -> BackendService.run(out, err, rest);
      case "probe" -> helpOr(rest, Probe.USAGE, () -> Probe.run(err, rest));
      case "schema" -> helpOr(rest, SCHEMA_USAGE, () -> schema(rest));
      case "convert" -> helpOr(rest, Convert.USAGE, () -> Convert.run(out, err, rest));
      case "completion" -> helpOr(rest, Completion.USAGE, () -> say(Completion.script()));
      case "help", "--help", "-h" -> say(help());
      case "version", "--version", "-V" -> say("handclasp " + version());
      default -> {
        err.println(first + ": no such command; see 'handclasp help'.");
        yield USAGE;
      }
    };
  }

  private int say(String text) {
    out.println(text);
    return 0;
  }

  /** For commands that read their words by hand. */
  private int helpOr(List<String> rest, String usage, IntSupplier command) {
    boolean help = rest.contains("--help") || rest.contains("-h");
    return help ? say(usage) : command.getAsInt();
  }

  private int schema(List<String> rest) {
    for (Side side : Side.values()) {
      if (rest.equals(List.of(side.word()))) {
        out.print(ConfigurationSchema.of(side));
        return 0;
      }
    }
    err.println(SCHEMA_USAGE);
    return USAGE;
  }

  /** The help of the front or the back. */
  static String proxyHelp(String word) {
    return word.equals("front")
        ? text(ClientProxy::run, List.of("--help"))
        : text(BackendService::run, List.of("--help"));
  }

  private static String text(Run run, List<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream into = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    run.run(into, into, words);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String version() {
    @Nullable String version = Handclasp.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  private static String help() {
    StringBuilder text =
        new StringBuilder(
                "Usage: handclasp COMMAND [WORDS]\n\nA pair of mutual-TLS HTTP proxies that")
            .append(" show the handshake.\n\n");
    for (Part part : Part.values()) {
      text.append("  %-12s %s%n".formatted(part.word(), part.sentence()));
    }
    return text.append("\n'handclasp COMMAND --help' says more of each.").toString();
  }

  /** Front or back. */
  private interface Run {
    int run(PrintStream out, PrintStream err, List<String> words);
  }
}
