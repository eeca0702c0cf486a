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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines on a thread of its own, many at once, so that no event loop waits for a terminal or
 * a disk. Where lines come faster than they can be written, they are dropped, counted, and the
 * count is said.
 */
final class AsyncLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int QUEUED = 16_384;
  private static final long REST_NANOS = Duration.ofMillis(2).toNanos();
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unsaid = new AtomicLong();
  private final LineEncoder encoder;
  private final LogConfig.Format format;
  private final OutputStream out;
  private final Thread writer;

  AsyncLines(Look look, OutputStream out) {
    this.encoder = new LineEncoder(look);
    this.format = look == Look.JSON ? LogConfig.Format.JSON : LogConfig.Format.TEXT;
    this.out = out;
    writer = new Thread(this::write, "log");
    writer.setDaemon(true);
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
    writer.interrupt();
    try {
      writer.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!queue.offer(event)) {
      dropped.incrementAndGet();
      unsaid.incrementAndGet();
    }
  }

  /** Lines that wait to be written. */
  int queued() {
    return queue.size();
  }

  /** Lines that were dropped since the start. */
  long dropped() {
    return dropped.get();
  }

  private void write() {
    List<ILoggingEvent> batch = new ArrayList<>();
    StringBuilder text = new StringBuilder(8_192);
    boolean last = false;
    while (!last) {
      last = !await(batch);
      queue.drainTo(batch);
      batch.forEach(event -> encoder.encode(event, text));
      batch.clear();
      sayDropped(text);
      send(text);
      LockSupport.parkNanos(REST_NANOS); // lines gather meanwhile, and nobody has to wake us
    }
  }

  /** False once the appender was stopped. */
  private boolean await(List<ILoggingEvent> batch) {
    if (!isStarted()) {
      return false;
    }
    try {
      batch.add(queue.take());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void sayDropped(StringBuilder text) {
    long lines = unsaid.getAndSet(0);
    if (lines > 0) {
      LogLine line = new LogLine(format).begin("log-lines-dropped").add("lines", lines);
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
      encoder.encode(event, text);
    }
  }

  /** Where the output is gone there is nobody left to tell. */
  private void send(StringBuilder text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      addError("log output failed", e);
    }
    text.setLength(0);
  }
}
