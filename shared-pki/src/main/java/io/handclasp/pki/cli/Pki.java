package io.handclasp.pki.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code pki} command. Loads as little as it must: for its version no more than this class, for
 * a sub-command no other one.
 */
@Command(
    name = "pki",
    mixinStandardHelpOptions = true,
    description = "Makes, reads and judges the identities of mutual TLS.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or the answer is yes",
      "1:the answer is no: refused, expired, something found",
      "64:wrong command line",
      "65:bad data: a damaged file, a wrong password",
      "73:cannot create a file, or it exists and --force is not given",
      "74:cannot read a file or reach a peer"
    },
    footer = {
      "",
      "Passwords are given as file:PATH, env:NAME, prompt or pass:TEXT (in the open).",
      "Each command takes --help, and --explain to print what keytool and openssl would be told."
    })
public final class Pki {
  Pki() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs the command within this process.
   *
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      out.println(versionLine());
      return ExitCode.OK;
    }
    return Commands.execute(out, err, arguments);
  }

  /** The whole command with all its sub-commands, for manuals and completion. */
  public static CommandLine command() {
    return Commands.line();
  }

  static String versionLine() {
    String version = Pki.class.getPackage().getImplementationVersion();
    return "pki " + (version == null ? "(not packaged)" : version);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
