package io.handclasp.proxy.config;

import java.util.Map;

/**
 * What is logged, and how.
 *
 * @param format lines for people or for programs
 * @param access the form of the lines that tell of requests
 * @param levels a level for each logger named: {@code handshake}, {@code access}, {@code
 *     connection}, {@code lifecycle}; those not named stay at {@link Level#INFO}
 */
public record LogConfig(Format format, AccessFormat access, Map<String, Level> levels) {
  /** With lines that tell of requests like all others. */
  public LogConfig(Format format, Map<String, Level> levels) {
    this(format, new AccessFormat.AsLog(), levels);
  }

  /** Copies the map. */
  public LogConfig {
    levels = Map.copyOf(levels);
  }

  /** Lines for people, every logger at {@link Level#INFO}. */
  public static LogConfig defaults() {
    return new LogConfig(Format.TEXT, Map.of());
  }

  /** The form of a line. */
  public enum Format {
    /** {@code key=value} behind time, level and logger. */
    TEXT,
    /** One JSON object with the same keys. */
    JSON
  }

  /** From silent to chatty. */
  public enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }
}
