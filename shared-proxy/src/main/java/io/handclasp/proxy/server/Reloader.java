package io.handclasp.proxy.server;

import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.ConfigProblem;
import io.handclasp.proxy.config.LoadedConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up changed files: on demand, and where configured whenever their content changes. All on
 * one thread of its own, where reading stores may take its time.
 */
public final class Reloader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("lifecycle");

  private final Path file;
  private final ProxyServer server;
  private final Consumer<LoadedConfig> taken;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "reload");
            made.setDaemon(true);
            return made;
          });
  private final FileWatch watch;
  private ProxyConfig config;

  /** What was read last; another than the one in force where that was refused. */
  private ProxyConfig asked;

  /**
   * Begins to watch.
   *
   * @param file the YAML file that {@code config} came from
   * @param taken is told of each configuration that came into force
   */
  public Reloader(Path file, ProxyConfig config, ProxyServer server, Consumer<LoadedConfig> taken) {
    this.file = file;
    this.server = server;
    this.taken = taken;
    this.config = config;
    asked = config;
    watch = new FileWatch(files());
    schedule();
  }

  /** Reads everything again, soon, on the reloader's thread. */
  public void reload() {
    thread.execute(
        () -> {
          watch.settle(files());
          take();
        });
  }

  private void schedule() {
    if (!thread.isShutdown()) {
      Duration interval = config.reload().interval();
      thread.schedule(this::look, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      if (config.reload().watch() && !watch.look(files()).isEmpty()) {
        take();
      }
    } finally {
      schedule();
    }
  }

  private void take() {
    try {
      LoadedConfig loaded = ProxyConfigReader.read(file, config.side());
      asked = loaded.config();
      watch.adopt(files()); // as they are before they are read
      if (server.reload(asked)) {
        config = asked;
        watch.adopt(files());
        taken.accept(loaded);
      }
    } catch (ConfigException e) {
      server.refuseReload(e.problems().stream().map(ConfigProblem::toString).toList());
    } catch (RuntimeException e) {
      LOG.error("reload failed by a fault of the program", e);
      server.refuseReload(List.of("a fault of the program, see the log: " + e));
    }
  }

  /** Every file whose content counts, also to a configuration that waits for it to be right. */
  private List<Path> files() {
    Set<Path> files = new LinkedHashSet<>(TlsFiles.of(config.tls()));
    files.addAll(TlsFiles.of(asked.tls()));
    files.add(file);
    return List.copyOf(files);
  }

  /** Watches no more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
