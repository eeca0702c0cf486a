package io.handclasp.proxy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops what Netty says, once for each, of completions that found no room in a ring: the kernel
 * keeps them until there is room. It happens where thousands of connections come or go at once, and
 * nobody who reads it could do anything about it.
 */
final class FullRings extends Filter<ILoggingEvent> {
  private static final String LOGGER = "io.netty.channel.uring.IoUringIoHandler";
  private static final String BEGINNING = "CompletionQueue overflow";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().equals(LOGGER) && event.getMessage().startsWith(BEGINNING)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
