package io.handclasp.handshake.cli;

import io.handclasp.pki.installed.InstalledCommand;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code handshakes} command. Only the sub-command that is named is loaded: a start should cost
 * no more than it must. Sub-commands of modules above are given to it by their main class.
 */
@Command(
    name = "handshakes",
    mixinStandardHelpOptions = true,
    description = "Looks at handshakes: in the journals of the proxies, and before they happen.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or the answer is yes",
      "1:the answer is no: nothing found, several found, a failure foreseen",
      "64:wrong command line, or a configuration that cannot be used",
      "65:bad data: a store, a password",
      "70:a fault of the program",
      "74:cannot read a journal or reach a peer"
    },
    footer = {"", "Each command takes --help, and --json to write for programs."})
public final class Handshakes {
  private final Map<String, Supplier<? extends HandshakesCommand>> commands = new LinkedHashMap<>();

  /** With the sub-commands on journals. */
  public Handshakes() {
    commands.put("list", ListCommand::new);
    commands.put("show", ShowCommand::new);
    commands.put("why", WhyCommand::new);
    commands.put("stats", StatsCommand::new);
  }

  /** The same with one more. */
  public Handshakes with(String name, Supplier<? extends HandshakesCommand> command) {
    commands.put(name, command);
    return this;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    new Handshakes().runAndExit(arguments);
  }

  /** Runs the command and ends the process with its exit code. */
  public void runAndExit(String... arguments) {
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
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
  }

  /** The names of all sub-commands, in the order of the help. */
  public Set<String> commandNames() {
    return commands.keySet();
  }

  /** The whole command with all its sub-commands, for manuals and completion. */
  public CommandLine command() {
    return commandLine();
  }

  private CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(this);
    Supplier<? extends HandshakesCommand> named =
        arguments.length == 0 ? null : commands.get(arguments[0]);
    if (named != null) {
      line.addSubcommand(named.get());
    } else {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
    }
    line.getCommandSpec().version(versionLine());
    line.setParameterExceptionHandler(Handshakes::wrongUsage);
    line.setExecutionExceptionHandler((e, at, parsed) -> failed(e, at));
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static String versionLine() {
    String version = Handshakes.class.getPackage().getImplementationVersion();
    return "handshakes " + (version == null ? "(not packaged)" : version);
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine at = e.getCommandLine();
    at.getErr().println("handshakes: " + e.getMessage());
    at.getErr().println("see: " + InstalledCommand.name(at) + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine at) throws Exception {
    if (e instanceof CommandFailure failure) {
      return report(at, failure.getMessage(), failure.exitCode());
    }
    if (e instanceof IOException) {
      return report(at, e.getMessage(), ExitCode.INPUT_OUTPUT);
    }
    throw e;
  }

  private static int report(CommandLine at, @Nullable String message, int code) {
    at.getErr().println("handshakes " + at.getCommandName() + ": " + message);
    return code;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
