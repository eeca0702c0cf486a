package io.handclasp.proxy.doctor;

import io.handclasp.handshake.cli.CommandFailure;
import io.handclasp.handshake.cli.ExitCode;
import io.handclasp.handshake.cli.HandshakesCommand;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code handshakes doctor}: will they shake hands? */
@Command(
    name = "doctor",
    description = {
      "Says whether a front and a back will shake hands, before they run: opens their",
      "configurations and stores as they would, plays the handshake of each route in memory, and",
      "looks over both. Nothing is bound and nobody is called, except the --peer.",
      "Ends with 0 where all will go well, with 1 where a handshake will fail, and with the"
          + " proxy's",
      "own exit code where one of them would not start."
    })
final class DoctorCommand extends HandshakesCommand {
  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>[^:/]+)):(?<port>[0-9]{1,5})");

  @Parameters(
      arity = "1..2",
      paramLabel = "FRONT.yaml BACK.yaml",
      description = "The files of both proxies; with --peer the front's alone.")
  private List<Path> files;

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description = "Shake hands with this running server instead of the back's configuration.")
  private @Nullable String peer;

  @Option(
      names = "--patience",
      defaultValue = "5",
      paramLabel = "SECONDS",
      description = "How long to wait for the --peer. Default: ${DEFAULT-VALUE}.")
  private int patience;

  @Option(
      names = "--strict",
      description = "End with 1 also where something works but should be mended.")
  private boolean strict;

  @Override
  public Integer call() throws CommandFailure, IOException, InterruptedException {
    if ((peer == null) == (files.size() == 1)) {
      throw new CommandFailure(
          ExitCode.USAGE, "expected FRONT.yaml and BACK.yaml, or FRONT.yaml and --peer HOST:PORT");
    }
    return peer == null ? examineBoth() : examinePeer(peer);
  }

  /** At the same time, since both read stores and build contexts, which is most of the work. */
  private int examineBoth() throws IOException {
    settleLoggers();
    CompletableFuture<Opened> backToCome =
        CompletableFuture.supplyAsync(() -> Opened.open(files.get(1), Side.BACK));
    try (Opened front = Opened.open(files.get(0), Side.FRONT);
        Opened back = backToCome.join()) {
      return report(Examination.of(front, back));
    }
  }

  /**
   * Netty asks for loggers, and so does Java when it reads a certificate. Where two threads are the
   * first to ask, SLF4J gives one of them stand-ins until it is set up, and complains of that.
   */
  private static void settleLoggers() {
    LoggerFactory.getILoggerFactory();
  }

  private int examinePeer(String words) throws CommandFailure, IOException, InterruptedException {
    Address address = address(words);
    if (patience < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--patience: " + patience + " (expected: > 0)");
    }
    try (Opened front = Opened.open(files.get(0), Side.FRONT)) {
      return report(Examination.of(front, address, Duration.ofSeconds(patience)));
    }
  }

  private static Address address(String words) throws CommandFailure {
    Matcher matcher = HOST_PORT.matcher(words);
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group("port"));
      String v6 = matcher.group("v6");
      if (port > 0 && port <= 65_535) {
        return new Address(v6 == null ? matcher.group("host") : v6, port);
      }
    }
    throw new CommandFailure(ExitCode.USAGE, "--peer: " + words + " (expected: HOST:PORT)");
  }

  private int report(Examination examination) throws IOException {
    int code = exitCode(examination);
    if (json()) {
      printJson(out -> new ReportJson(out).write(examination, code));
    } else {
      new ReportText(out()).print(examination);
    }
    return code;
  }

  private int exitCode(Examination examination) {
    for (Opened side : examination.sides()) {
      if (side.exitCode() != ExitCode.OK) {
        return side.exitCode();
      }
    }
    boolean well = examination.succeeds() && !(strict && !examination.findings().isEmpty());
    return well ? ExitCode.OK : ExitCode.NEGATIVE;
  }
}
