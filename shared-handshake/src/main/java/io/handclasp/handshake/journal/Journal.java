package io.handclasp.handshake.journal;

import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.RecordLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Keeps every handshake as one JSON line of a file that rotates by size; {@code
 * docs/handshake-record.md} describes the lines. An event loop only puts the record into a bounded
 * queue; a thread of its own makes the text and writes it, within a moment, so that a process that
 * is killed loses less than the last second. Where records come faster than they can be written
 * they are dropped, counted, and the count is said.
 *
 * <p>Not forced to the disk before {@link #close()}: what the process wrote survives the process,
 * not a loss of power. Safe for use by many threads.
 */
public final class Journal implements HandshakeListener, AutoCloseable {
  private static final int QUEUED = 4_096;
  private static final int BATCH = 256;
  private static final int BUFFER = 256 * 1024;
  private static final long IDLE_MILLIS = 50;
  private static final long GATHER_MILLIS = 5;
  private static final long GATHER_MANY_MILLIS = 40;
  private static final int MANY = 4;
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SAY_NANOS = Duration.ofSeconds(10).toNanos();

  private final BlockingQueue<HandshakeRecord> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final JournalFile file;
  private final Path path;
  private final Consumer<String> notices;
  private final RecordLines records = new RecordLines();
  private final Thread writer;
  private volatile boolean closed;

  /** The writer's own: whether many came at once. */
  private boolean busy;

  private Journal(Path path, JournalFile file, Consumer<String> notices) {
    this.path = path;
    this.file = file;
    this.notices = notices;
    writer = new Thread(this::write, "journal");
    writer.setDaemon(true);
  }

  /**
   * Opens the file for appending and starts the writer. A last line that an earlier process did not
   * finish is ended, so that it costs no other.
   *
   * @param file the file; created readable by its owner alone, in a folder that exists
   * @param maxBytes size at which a new file is begun
   * @param keep how many older files are kept, as {@code FILE.1} (the youngest) and so on
   * @param notices is told, in a sentence, of what was dropped or could not be written; called on
   *     the writer's thread, at most once in ten seconds
   * @throws IOException where the file cannot be opened
   */
  public static Journal open(Path file, long maxBytes, int keep, Consumer<String> notices)
      throws IOException {
    if (maxBytes < RecordJson.LARGEST + 1) {
      throw new IllegalArgumentException(
          "maxBytes: " + maxBytes + " (expected: > " + RecordJson.LARGEST + ")");
    }
    if (keep < 0) {
      throw new IllegalArgumentException("keep: " + keep + " (expected: >= 0)");
    }
    Journal journal =
        new Journal(
            file, JournalFile.open(file, maxBytes, keep), requireNonNull(notices, "notices"));
    journal.writer.start();
    return journal;
  }

  @Override
  public void onHandshake(HandshakeRecord handshake) {
    if (closed || !queue.offer(handshake)) {
      dropped.incrementAndGet();
    }
  }

  /** How many records wait to be written. */
  public int queued() {
    return queue.size();
  }

  /** How many were written since the start. */
  public long written() {
    return written.get();
  }

  /** How many were lost since the start: the queue was full, or the file could not be written. */
  public long dropped() {
    return dropped.get();
  }

  private void write() {
    JournalWatch watch = new JournalWatch();
    ByteBuffer lines = ByteBuffer.allocateDirect(BUFFER);
    List<HandshakeRecord> batch = new ArrayList<>(BATCH);
    try {
      while (await(batch)) {
        queue.drainTo(batch, BATCH - batch.size());
        watch.look();
        write(batch, lines, watch);
        busy = batch.size() >= MANY;
        batch.clear();
        watch.say();
      }
      watch.say();
      file.close();
    } catch (IOException e) {
      notices.accept("journal " + path + ": not closed in order: " + e);
    }
  }

  /** Waits for a first record; false once the journal is closed and all is written. */
  private boolean await(List<HandshakeRecord> batch) {
    try {
      while (true) {
        HandshakeRecord first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          if (!closed && queue.size() < BATCH) {
            // More gather meanwhile, and nobody has to wake us.
            Thread.sleep(busy ? GATHER_MANY_MILLIS : GATHER_MILLIS);
          }
          return true;
        }
        if (closed && queue.isEmpty()) {
          return false;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the journal's writer", e);
    }
  }

  private void write(List<HandshakeRecord> batch, ByteBuffer lines, JournalWatch watch) {
    int gathered = 0;
    for (HandshakeRecord handshake : batch) {
      byte[] line = records.write(handshake);
      int filled = lines.position() + line.length + 1;
      if (filled > lines.capacity() || (gathered > 0 && filled > file.room())) {
        append(lines, gathered, watch);
        gathered = 0;
      }
      lines.put(line).put((byte) '\n');
      gathered++;
    }
    append(lines, gathered, watch);
  }

  private void append(ByteBuffer lines, int records, JournalWatch watch) {
    try {
      file.append(lines.flip());
      written.addAndGet(records);
    } catch (IOException e) {
      dropped.addAndGet(records);
      watch.failed(e);
    } finally {
      lines.clear();
    }
  }

  /** Writes what is queued, then closes the file; waits for that, ten seconds at most. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks after the file and says what went wrong, not too often; the writer's own. */
  private final class JournalWatch {
    private long looked = System.nanoTime();
    private long said = System.nanoTime() - SAY_NANOS;
    private long told;
    private String reason = "";

    void look() {
      long now = System.nanoTime();
      if (now - looked < LOOK_NANOS && reason.isEmpty()) {
        return;
      }
      looked = now;
      try {
        file.reopenIfGone();
      } catch (IOException e) {
        failed(e);
      }
    }

    void failed(IOException e) {
      reason = e.toString();
    }

    void say() {
      long lost = dropped.get();
      long now = System.nanoTime();
      if (lost == told || (now - said < SAY_NANOS && !closed)) {
        return;
      }
      String why = reason.isEmpty() ? "they came faster than they could be written" : reason;
      notices.accept(
          "journal " + path + ": " + (lost - told) + " handshakes were not written: " + why);
      told = lost;
      said = now;
      reason = "";
    }
  }
}
