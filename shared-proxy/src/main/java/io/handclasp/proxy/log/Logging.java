package io.handclasp.proxy.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.handclasp.proxy.config.LogConfig;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sets Logback up in code: reading XML would cost start-up time, and levels come from the one
 * configuration file. Loggers by concern stand at the configured level, libraries at WARN.
 */
public final class Logging implements AutoCloseable {
  private final LoggerContext context;
  private final AsyncLines lines;

  private Logging(LoggerContext context, AsyncLines lines) {
    this.context = context;
    this.lines = lines;
  }

  /**
   * Replaces whatever Logback was set up with.
   *
   * @param out where lines go; not closed
   */
  public static Logging start(LogConfig config, OutputStream out) {
    return start(config, out, Look.of(config.format(), out, System.getenv()));
  }

  /** The same with lines that look like that. */
  static Logging start(LogConfig config, OutputStream out, Look look) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    AsyncLines lines = new AsyncLines(look, out);
    lines.setContext(context);
    lines.addFilter(new FullRings());
    lines.start();
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(lines);
    Logging logging = new Logging(context, lines);
    logging.levels(config);
    return logging;
  }

  /** Takes up other levels, at any time. */
  public void levels(LogConfig config) {
    for (Concern concern : Concern.values()) {
      LogConfig.Level level = config.levels().getOrDefault(concern.logger(), LogConfig.Level.INFO);
      context.getLogger(concern.logger()).setLevel(Level.toLevel(level.name()));
    }
  }

  /** The level of each logger by concern. */
  public Map<String, String> levels() {
    Map<String, String> levels = new LinkedHashMap<>();
    for (Concern concern : Concern.values()) {
      Level level = context.getLogger(concern.logger()).getEffectiveLevel();
      levels.put(concern.logger(), level.levelStr.toLowerCase(Locale.ROOT));
    }
    return levels;
  }

  /**
   * Another level for one logger by concern, until the next reload.
   *
   * @return false where there is no such logger
   */
  public boolean level(String logger, LogConfig.Level level) {
    for (Concern concern : Concern.values()) {
      if (concern.logger().equals(logger)) {
        context.getLogger(logger).setLevel(Level.toLevel(level.name()));
        return true;
      }
    }
    return false;
  }

  /** Lines that wait to be written. */
  public int queued() {
    return lines.queued();
  }

  /** Lines that were dropped since the start, because they came faster than they were taken. */
  public long dropped() {
    return lines.dropped();
  }

  /** Where whole lines go. */
  AsyncLines lines() {
    return lines;
  }

  /** Writes what is queued and ends. */
  @Override
  public void close() {
    lines.stop();
  }
}
