package io.handclasp.proxy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns an event into its line: time in UTC, level, logger, message. One thread at a time. */
final class LineEncoder {
  private static final int DEEPEST_CAUSE = 8;

  private static final int DATE = "uuuu-MM-ddT".length();

  private final Look look;
  private final TerminalLine terminal;
  private final LineTime time = new LineTime();
  private final LineBytes timeText = new LineBytes(32);

  LineEncoder(Look look) {
    this.look = look;
    terminal = new TerminalLine(look == Look.COLOURED);
  }

  /** Appends the line with its end. */
  void encode(ILoggingEvent event, StringBuilder out) {
    boolean made = event.getMarkerList() != null && event.getMarkerList().contains(LogLine.MADE);
    switch (look) {
      case JSON -> json(event, made, out);
      case PLAIN -> text(event, made, out);
      case ALIGNED, COLOURED -> terminal(event, made, out);
    }
  }

  private void text(ILoggingEvent event, boolean made, StringBuilder out) {
    time(event.getTimeStamp(), out);
    out.append(' ').append(padded(event)).append(' ').append(event.getLoggerName()).append(' ');
    if (made) {
      out.append(event.getMessage());
    } else {
      safe(event.getFormattedMessage(), out);
    }
    out.append('\n');
    trace(event.getThrowableProxy(), out, 0);
  }

  /** Whoever looks on knows the day. */
  private void terminal(ILoggingEvent event, boolean made, StringBuilder out) {
    StringBuilder time = new StringBuilder();
    time(event.getTimeStamp(), time);
    terminal.time(time.substring(DATE), out);
    terminal.level(event.getLevel(), out);
    terminal.logger(event.getLoggerName(), out);
    if (made) {
      terminal.made(event.getMessage(), out);
    } else {
      safe(event.getFormattedMessage(), out);
    }
    out.append('\n');
    trace(event.getThrowableProxy(), out, 0);
  }

  private void json(ILoggingEvent event, boolean made, StringBuilder out) {
    out.append("{\"time\":\"");
    time(event.getTimeStamp(), out);
    out.append("\",\"level\":\"").append(event.getLevel().levelStr.toLowerCase(Locale.ROOT));
    out.append("\",\"logger\":\"");
    LogLine.escape(out, event.getLoggerName());
    out.append("\",");
    if (made) {
      out.append(event.getMessage());
    } else {
      out.append("\"message\":\"");
      LogLine.escape(out, event.getFormattedMessage());
      out.append('"');
    }
    if (event.getThrowableProxy() != null) {
      StringBuilder trace = new StringBuilder();
      trace(event.getThrowableProxy(), trace, 0);
      out.append(",\"trace\":\"");
      LogLine.escape(out, trace);
      out.append('"');
    }
    out.append("}\n");
  }

  private static String padded(ILoggingEvent event) {
    String level = event.getLevel().levelStr;
    return level.length() == 4 ? level + ' ' : level;
  }

  private void time(long millis, StringBuilder out) {
    timeText.clear();
    time.add(millis, timeText);
    out.append(timeText);
  }

  /** Messages of others may quote a peer: a line break in them must not begin a line. */
  private static void safe(@Nullable String message, StringBuilder out) {
    String text = String.valueOf(message);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (LogLine.isUnsafe(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
  }

  private static void trace(@Nullable IThrowableProxy thrown, StringBuilder out, int depth) {
    if (thrown == null || depth > DEEPEST_CAUSE) {
      return;
    }
    out.append(depth == 0 ? "\t" : "\tcaused by ").append(thrown.getClassName()).append(": ");
    safe(thrown.getMessage(), out);
    out.append('\n');
    for (StackTraceElementProxy element : thrown.getStackTraceElementProxyArray()) {
      out.append("\t\t").append(element.getSTEAsString()).append('\n');
    }
    trace(thrown.getCause(), out, depth + 1);
  }
}
