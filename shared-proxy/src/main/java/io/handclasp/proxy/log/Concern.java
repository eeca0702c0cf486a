package io.handclasp.proxy.log;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loggers, by what they tell of. */
enum Concern {
  /** One line per TLS connection. */
  HANDSHAKE,
  /** One line per request. */
  ACCESS,
  /** Connections, where something about them is odd. */
  CONNECTION,
  /** Start, reload, drain, end. */
  LIFECYCLE;

  /** The logger's name. */
  String logger() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The logger itself. */
  Logger open() {
    return LoggerFactory.getLogger(logger());
  }
}
