package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.PasswordSource;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The sub-commands, and how one of them is run. */
final class Commands {
  private static final Map<String, Supplier<PkiCommand>> COMMANDS = commands();

  private Commands() {}

  /** Their names, in the order of the help. */
  static Set<String> names() {
    return COMMANDS.keySet();
  }

  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return line(arguments).setOut(out).setErr(err).execute(arguments);
  }

  /** The line with the one command that is named first, or with all where none is. */
  static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new Pki());
    Supplier<PkiCommand> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named != null) {
      line.addSubcommand(named.get());
    } else {
      COMMANDS.values().forEach(command -> line.addSubcommand(command.get()));
    }
    line.getCommandSpec().version(Pki.versionLine());
    line.registerConverter(PasswordSource.class, new PasswordConverter());
    line.registerConverter(KeyType.class, new KeyTypeConverter());
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler((e, at, parsed) -> Failures.failed(e, at));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setUsageHelpWidth(100);
    return line;
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
