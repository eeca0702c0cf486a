package io.handclasp.proxy.launch;

import io.handclasp.handshake.journal.Journal;
import io.handclasp.proxy.config.JournalConfig;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.log.LifecycleLog;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.StartException;
import io.handclasp.proxy.server.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal that the configuration asks for, or none. Opened before the first connection and
 * closed after the last, so that it has them all.
 */
final class JournalKeeper implements AutoCloseable {
  private final @Nullable Journal journal;

  private JournalKeeper(@Nullable Journal journal) {
    this.journal = journal;
  }

  /** Opens the file; what is lost later is said in the lifecycle log. */
  static JournalKeeper open(@Nullable JournalConfig config, LogConfig.Format format)
      throws StartException {
    if (config == null) {
      return new JournalKeeper(null);
    }
    LifecycleLog log = new LifecycleLog(format);
    try {
      return new JournalKeeper(
          Journal.open(
              config.file(),
              config.maxBytes(),
              config.keep(),
              sentence -> log.onEvent(new LifecycleEvent.Warned(sentence))));
    } catch (IOException e) {
      throw unavailable(config.file(), e.toString(), e);
    }
  }

  /** The same as far as it goes without making a file. */
  static void check(@Nullable JournalConfig config) throws StartException {
    if (config == null) {
      return;
    }
    Path file = config.file();
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw unavailable(file, "there is no folder " + folder, null);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder) || Files.isDirectory(file)) {
      throw unavailable(file, "it cannot be written", null);
    }
  }

  private static StartException unavailable(Path file, String why, @Nullable Throwable cause) {
    return new StartException(
        StartFailure.UNAVAILABLE,
        List.of(
            "journal.file: cannot write " + file + ": " + why + "; expected a file to append to"),
        cause);
  }

  /** The journal itself; null where none is kept. */
  @Nullable Journal journal() {
    return journal;
  }

  /** What it listens to. */
  ProxyEvents events() {
    return journal == null
        ? ProxyEvents.none()
        : new ProxyEvents(journal, exchange -> {}, event -> {});
  }

  @Override
  public void close() {
    if (journal != null) {
      journal.close();
    }
  }
}
