package io.handclasp.proxy.launch;

import io.handclasp.pki.installed.InstalledCommand;
import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.ConfigProblem;
import io.handclasp.proxy.config.LoadedConfig;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.log.AccessLog;
import io.handclasp.proxy.log.HandshakeLog;
import io.handclasp.proxy.log.LifecycleLog;
import io.handclasp.proxy.log.Logging;
import io.handclasp.proxy.log.ProcessAge;
import io.handclasp.proxy.metrics.ProxyMetrics;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.LifecycleListener;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.Rehearsal;
import io.handclasp.proxy.server.Reloader;
import io.handclasp.proxy.server.StartException;
import io.handclasp.proxy.server.Supervision;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Runs one of the two programs from its command line to its exit code. Problems go to the error
 * output, one line each; the log goes to the standard output.
 */
public final class Launcher {
  /** Ready by then where the machine allows it; the rest of the warm-up is done while serving. */
  private static final Duration LONGEST_START = Duration.ofMillis(400);

  /** Set by the scripts for a run from whose end Java keeps the classes for the next starts. */
  private static final String KEEPS_CLASSES = "handclasp.keepsClasses";

  private final Program program;
  private final PrintStream out;
  private final PrintStream err;

  /** With the process's own outputs, or others. */
  public Launcher(Program program, PrintStream out, PrintStream err) {
    this.program = program;
    this.out = out;
    this.err = err;
  }

  /**
   * Does what the command line says; where that is to serve, returns when SIGTERM or SIGINT came
   * and all is drained.
   *
   * @return the exit code
   */
  public int run(List<String> words) {
    CommandLine line = CommandLine.parse(words);
    if (line instanceof CommandLine.Run run) {
      return run(run);
    }
    if (line instanceof CommandLine.Misused misused) {
      err.println(misused.sentence());
      err.println("Try '" + called() + " --help'.");
      return ExitCode.USAGE;
    }
    out.println(line instanceof CommandLine.Version ? version() : usage());
    return ExitCode.OK;
  }

  private int run(CommandLine.Run run) {
    try {
      LoadedConfig loaded = ProxyConfigReader.read(run.config(), program.side());
      if (run.checkOnly()) {
        return check(loaded);
      }
      int code = serve(run.config(), loaded);
      if (Boolean.getBoolean(KEEPS_CLASSES)) {
        rehearseAll(loaded.config());
      }
      return code;
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCode.USAGE;
    } catch (StartException e) {
      e.problems().forEach(problem -> err.println(run.config() + ": " + problem));
      return e.failure().exitCode();
    }
  }

  private int check(LoadedConfig loaded) throws StartException {
    Logging logging = Logging.start(loaded.config().log(), err);
    try {
      List<String> warnings = ProxyServer.check(loaded.config());
      JournalKeeper.check(loaded.config().journal());
      loaded.warnings().forEach(warning -> err.println("warning: " + warning));
      warnings.forEach(warning -> err.println("warning: " + warning));
      out.println("ok");
      return ExitCode.OK;
    } finally {
      logging.close();
    }
  }

  private int serve(Path file, LoadedConfig loaded) throws StartException {
    // Addresses are kept by us, for as long as is configured: Java would keep them once more.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    ProxyConfig config = loaded.config();
    CountDownLatch ended = new CountDownLatch(1);
    Signals.handle("TERM", ended::countDown);
    Signals.handle("INT", ended::countDown);
    try (Supervision supervision = Supervision.of(System.getenv());
        Logging logging = logging(config);
        Rehearsal rehearsal = Rehearsal.begin(config, AccessLog.rehearsal(config.log()));
        JournalKeeper journal = JournalKeeper.open(config.journal(), config.log().format());
        Telemetry telemetry = Telemetry.open(program, config, logging, journal.journal());
        Operations operations =
            new Operations(program, config, telemetry.metrics(), new LoggersResource(logging));
        ProxyServer server =
            ProxyServer.start(
                program,
                config,
                events(loaded, logging, supervision)
                    .and(journal.events())
                    .and(telemetry.events())
                    .and(operations.events()),
                () -> rehearsal.await(LONGEST_START.minus(ProcessAge.now())));
        Reloader reloader =
            new Reloader(file, config, server, taken -> logging.levels(taken.config().log()))) {
      telemetry.watch(server);
      Runnable reload =
          () -> {
            supervision.reloading();
            reloader.reload();
          };
      Signals.handle("HUP", reload);
      operations.open(server, ended::countDown, reload);
      server.ready();
      supervision.begin(server);
      rehearsal.await();
      Future<?> heap = HeapGrowth.watch();
      try {
        ended.await();
      } finally {
        heap.cancel(false);
      }
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERNAL;
    }
  }

  /** Loads what Java is to keep, at the very end, where nobody sees it. */
  private static void rehearseAll(ProxyConfig config) {
    ProxyMetrics metrics = new ProxyMetrics();
    ProxyEvents listeners =
        new ProxyEvents(
                HandshakeLog.rehearsal(config.log()),
                AccessLog.rehearsal(config.log()),
                event -> {})
            .and(metrics.events());
    try (Rehearsal rehearsal =
        Rehearsal.overTls(config, listeners.handshakes(), listeners.exchanges())) {
      rehearsal.await();
    }
    Supervision.rehearse();
    metrics.close();
  }

  private Logging logging(ProxyConfig config) {
    Logging logging = Logging.start(config.log(), out);
    WarmUp.begin(config.transport());
    return logging;
  }

  private static ProxyEvents events(
      LoadedConfig loaded, Logging logging, LifecycleListener supervision) {
    LogConfig.Format format = loaded.config().log().format();
    LifecycleLog lifecycle = new LifecycleLog(format);
    for (ConfigProblem warning : loaded.warnings()) {
      lifecycle.onEvent(new LifecycleEvent.Warned(warning.toString()));
    }
    return new ProxyEvents(
            new HandshakeLog(format, logging),
            new AccessLog(loaded.config().log(), logging),
            lifecycle)
        .and(new ProxyEvents(handshake -> {}, exchange -> {}, supervision));
  }

  private String version() {
    String version = Launcher.class.getPackage().getImplementationVersion();
    return program.name() + " " + (version == null ? "(unpackaged)" : version);
  }

  private String called() {
    return InstalledCommand.name(program.name(), program.side().word());
  }

  private String usage() {
    return """
    Usage: %s --config FILE [--check]

      --config FILE  the YAML file; docs/configuration.md says what may stand in it
      --check        read everything, open every store, build every TLS context, bind nothing;
                     print ok, or every problem
      --help         this text
      --version      the version

    SIGTERM and SIGINT drain and end; SIGHUP reads the file and all it names again.

    Exit codes: 0 all well; 64 command line or configuration; 65 a key store, trust store,
    password or revocation list; 69 the address to listen on or the journal's file is not to
    be had; 70 a fault of the program.\
    """
        .formatted(called());
  }
}
