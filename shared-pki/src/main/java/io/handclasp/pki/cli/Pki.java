package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code pki} command. Only the sub-command that is named is loaded: a start should cost no
 * more than it must.
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
  private static final Map<String, Supplier<PkiCommand>> COMMANDS = commands();

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
    return commandLine(arguments).setOut(out).setErr(err).execute(arguments);
  }

  static String versionLine() {
    String version = Pki.class.getPackage().getImplementationVersion();
    return "pki " + (version == null ? "(not packaged)" : version);
  }

  /** The names of all sub-commands, in the order of the help. */
  static Set<String> commandNames() {
    return COMMANDS.keySet();
  }

  /** The whole command with all its sub-commands, for manuals and completion. */
  public static CommandLine command() {
    return commandLine();
  }

  private static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new Pki());
    Supplier<PkiCommand> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named != null) {
      line.addSubcommand(named.get());
    } else {
      COMMANDS.values().forEach(command -> line.addSubcommand(command.get()));
    }
    line.getCommandSpec().version(versionLine());
    line.registerConverter(PasswordSource.class, new PasswordConverter());
    line.registerConverter(KeyType.class, new KeyTypeConverter());
    line.setParameterExceptionHandler(Pki::wrongUsage);
    line.setExecutionExceptionHandler((e, at, parsed) -> failed(e, at));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine at = e.getCommandLine();
    boolean atTop = at.getParent() == null;
    if (atTop && arguments.length > 0 && !arguments[0].startsWith("-")) {
      String all = String.join(", ", commandNames());
      at.getErr().println("pki: no command " + arguments[0] + " (expected one of: " + all + ")");
    } else {
      at.getErr().println("pki: " + e.getMessage());
    }
    at.getErr().println("see: " + at.getCommandSpec().qualifiedName(" ") + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine at) throws Exception {
    if (e instanceof CommandFailure failure) {
      return report(at, failure.getMessage(), failure.exitCode());
    }
    if (e instanceof StoreException store) {
      boolean canForce = at.getCommandSpec().findOption("--force") != null;
      String hint = store.fault() == StoreFault.FILE_EXISTS && canForce ? " (--force)" : "";
      return report(at, store.getMessage() + hint, exitCode(store.fault()));
    }
    if (e instanceof IllegalArgumentException) {
      // Values check themselves and say what they expected.
      return report(at, e.getMessage(), ExitCode.USAGE);
    }
    if (e instanceof IOException failure) {
      return report(at, words(failure), ExitCode.INPUT_OUTPUT);
    }
    if (e instanceof GeneralSecurityException) {
      return report(at, e.toString(), ExitCode.BAD_DATA);
    }
    throw e;
  }

  private static String words(IOException e) {
    if (e instanceof UnknownHostException) {
      return e.getMessage() + ": no such host";
    }
    if (e instanceof ConnectException) {
      return "no connection: " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    return e instanceof SSLException ? "no TLS there: " + e.getMessage() : e.toString();
  }

  private static int report(CommandLine at, @Nullable String message, int code) {
    at.getErr().println("pki " + at.getCommandName() + ": " + message);
    return code;
  }

  private static int exitCode(StoreFault fault) {
    return switch (fault) {
      case FILE_MISSING, FILE_UNREADABLE, PASSWORD_UNAVAILABLE -> ExitCode.INPUT_OUTPUT;
      case FILE_EXISTS, FILE_UNWRITABLE -> ExitCode.CANNOT_CREATE;
      default -> ExitCode.BAD_DATA;
    };
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static Map<String, Supplier<PkiCommand>> commands() {
    Map<String, Supplier<PkiCommand>> commands = new LinkedHashMap<>();
    commands.put("pair", PairCommand::new);
    commands.put("authority", AuthorityCommand::new);
    commands.put("request", RequestCommand::new);
    commands.put("sign", SignCommand::new);
    commands.put("install", InstallCommand::new);
    commands.put("trust", TrustCommand::new);
    commands.put("renew", RenewCommand::new);
    commands.put("revoke", RevokeCommand::new);
    commands.put("crl", CrlCommand::new);
    commands.put("rotate-authority", RotateAuthorityCommand::new);
    commands.put("convert", ConvertCommand::new);
    commands.put("list", ListCommand::new);
    commands.put("inspect", InspectCommand::new);
    commands.put("verify", VerifyCommand::new);
    commands.put("lint", LintCommand::new);
    return commands;
  }
}
