package io.handclasp.proxy.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.handclasp.proxy.config.LogConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines on a thread of its own, many at once, so that no event loop waits for a terminal or
 * a disk. Where lines come faster than they can be written, they are dropped, counted, and the
 * count is said. Lines come out in the order in which they were appended.
 */
final class AsyncLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final LineKey LINES = new LineKey("lines");
  private static final int MOST_BYTES = 4 * 1_024 * 1_024;
  private static final long REST_NANOS = Duration.ofMillis(16).toNanos();
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final GatheredLines gathered = new GatheredLines(MOST_BYTES);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unsaid = new AtomicLong();
  private final Look look;
  private final LineEncoder encoder;
  private final OutputStream out;
  private final Thread writer;

  AsyncLines(Look look, OutputStream out) {
    this.look = look;
    this.encoder = new LineEncoder(look);
    this.out = out;
    writer = new Thread(this::write, "log");
    writer.setDaemon(true);
  }

  /** How the lines look. */
  Look look() {
    return look;
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  /** Ends once all that is queued was written. */
  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    LockSupport.unpark(writer);
    try {
      writer.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] line = encoded(event);
    add(line, line.length);
  }

  /** Appends a whole line with its end, at less cost than an event has. */
  void append(LineBytes line) {
    if (isStarted()) {
      add(line.bytes(), line.length());
    }
  }

  /** Lines that wait to be written. */
  int queued() {
    return gathered.size();
  }

  /** Lines that were dropped since the start. */
  long dropped() {
    return dropped.get();
  }

  private void add(byte[] line, int length) {
    if (!gathered.add(line, length)) {
      dropped.incrementAndGet();
      unsaid.incrementAndGet();
    }
  }

  private byte[] encoded(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(256);
    synchronized (encoder) {
      encoder.encode(event, text);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write() {
    boolean stopped = false;
    boolean sent = true;
    while (sent || !stopped) {
      stopped = !isStarted();
      sent = send();
      sayDropped();
      if (sent) {
        rest();
      } else if (!stopped) {
        LockSupport.park(this);
      }
    }
  }

  /** Lines gather meanwhile, and nobody has to wake the writer. */
  private void rest() {
    if (isStarted()) {
      LockSupport.parkNanos(this, REST_NANOS);
    }
  }

  private void sayDropped() {
    long lines = unsaid.getAndSet(0);
    if (lines > 0) {
      LogConfig.Format format = look == Look.JSON ? LogConfig.Format.JSON : LogConfig.Format.TEXT;
      LogLine line = new LogLine(format).begin("log-lines-dropped").add(LINES, lines);
      LoggerContext loggers = (LoggerContext) getContext();
      LoggingEvent event =
          new LoggingEvent(
              AsyncLines.class.getName(),
              loggers.getLogger(Concern.LIFECYCLE.logger()),
              Level.WARN,
              line.toString(),
              null,
              null);
      event.addMarker(LogLine.MADE);
      append(event);
    }
  }

  /** Where the output is gone there is nobody left to tell. */
  private boolean send() {
    try {
      return gathered.writeTo(out);
    } catch (IOException e) {
      addError("log output failed", e);
      return true;
    }
  }
}
