package io.handclasp.proxy.server;

import io.handclasp.handshake.tls.KeyLogFile;
import io.handclasp.handshake.tls.KeyLogSettings;
import io.handclasp.handshake.tls.TlsSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The writing of secrets that the configuration asks for, from the start of the process until its
 * limit: a reload neither begins nor prolongs it. As long as it goes on, a warning says so.
 */
final class KeyLogging implements AutoCloseable {
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final KeyLogSettings settings;
  private final KeyLogFile file;
  private final long began = System.nanoTime();
  private @Nullable Future<?> reminder;
  private @Nullable Future<?> end;

  private KeyLogging(KeyLogSettings settings, KeyLogFile file) {
    this.settings = settings;
    this.file = file;
  }

  /** Makes the file; null where none is asked for. */
  static @Nullable KeyLogging open(TlsSettings tls) throws StartException {
    KeyLogSettings settings = tls.keyLog();
    if (settings == null) {
      return null;
    }
    try {
      return new KeyLogging(settings, KeyLogFile.create(settings.file()));
    } catch (FileAlreadyExistsException e) {
      throw exists(settings.file());
    } catch (IOException e) {
      throw unavailable(settings.file(), "cannot be made: " + e, e);
    }
  }

  /** The same as far as it goes without making the file. */
  static void check(TlsSettings tls, String provider) throws StartException {
    KeyLogSettings settings = tls.keyLog();
    if (settings == null) {
      return;
    }
    Path folder = settings.file().toAbsolutePath().getParent();
    if (Files.exists(settings.file(), LinkOption.NOFOLLOW_LINKS)) {
      throw exists(settings.file());
    }
    if (!provider.equals("openssl")) {
      throw unavailable(
          settings.file(), "would stay empty: only provider openssl tells its secrets", null);
    }
    if (folder == null || !Files.isWritable(folder)) {
      throw unavailable(settings.file(), "cannot be made in " + folder, null);
    }
  }

  private static StartException exists(Path file) {
    return unavailable(file, "exists already; expected a new file for each start", null);
  }

  private static StartException unavailable(Path file, String why, @Nullable Throwable cause) {
    return new StartException(
        StartFailure.UNAVAILABLE, List.of("tls.keyLogInsecure.file: " + file + " " + why), cause);
  }

  KeyLogFile file() {
    return file;
  }

  /** Warns now and every minute, and ends it in time. */
  void begin(EventLoopGroup loops, LifecycleListener listener) {
    warn(listener);
    reminder =
        loops.scheduleAtFixedRate(
            () -> warn(listener), REMINDER.toMillis(), REMINDER.toMillis(), TimeUnit.MILLISECONDS);
    end =
        loops.schedule(
            () -> {
              close();
              listener.onEvent(
                  new LifecycleEvent.Warned(
                      "INSECURE: no more secrets are written into "
                          + settings.file()
                          + "; take the file away and tls.keyLogInsecure out of the"
                          + " configuration"));
            },
            settings.limit().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void warn(LifecycleListener listener) {
    Duration left = settings.limit().minusNanos(System.nanoTime() - began);
    listener.onEvent(
        new LifecycleEvent.Warned(
            "INSECURE: the secrets of all connections are written into "
                + settings.file()
                + " for another "
                + Math.max(0, left.toSeconds())
                + " s; whoever has that file can read them"));
  }

  @Override
  public void close() {
    if (reminder != null) {
      reminder.cancel(false);
    }
    if (end != null) {
      end.cancel(false);
    }
    file.close();
  }
}
