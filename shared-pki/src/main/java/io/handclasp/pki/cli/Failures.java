package io.handclasp.pki.cli;

import io.handclasp.pki.installed.InstalledCommand;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What went wrong, in one line on the error stream and an exit code. */
final class Failures {
  private Failures() {}

  static int wrongUsage(CommandLine.ParameterException e, String[] arguments) {
    CommandLine at = e.getCommandLine();
    boolean atTop = at.getParent() == null;
    if (atTop && arguments.length > 0 && !arguments[0].startsWith("-")) {
      String all = String.join(", ", Commands.names());
      at.getErr().println("pki: no command " + arguments[0] + " (expected one of: " + all + ")");
    } else {
      at.getErr().println("pki: " + e.getMessage());
    }
    at.getErr().println("see: " + InstalledCommand.name(at) + " --help");
    return ExitCode.USAGE;
  }

  static int failed(Exception e, CommandLine at) throws Exception {
    if (e instanceof CommandFailure failure) {
      return report(at, failure.getMessage(), failure.exitCode());
    }
    if (e instanceof StoreException store) {
      boolean canForce = at.getCommandSpec().findOption("--force") != null;
      String hint = store.fault() == StoreFault.FILE_EXISTS && canForce ? " Or give --force." : "";
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
}
