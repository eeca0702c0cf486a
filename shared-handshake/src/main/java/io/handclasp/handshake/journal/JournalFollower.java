package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordFormatException;
import io.handclasp.handshake.record.RecordJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is added to a journal, across rotations: whoever polls gets what came since. Not safe
 * for use by several threads.
 */
public final class JournalFollower implements AutoCloseable {
  private static final int MOST_FILES = 1_000;

  private final Path journal;
  private final Consumer<String> notices;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private long at;

  private JournalFollower(Path journal, Consumer<String> notices) {
    this.journal = journal;
    this.notices = notices;
  }

  /** Goes on in the file of that key at that place, wherever it was moved meanwhile. */
  static JournalFollower from(Path journal, @Nullable Object key, long at, Consumer<String> notices)
      throws IOException {
    JournalFollower follower = new JournalFollower(journal, notices);
    int age = follower.ageOf(key);
    if (age < 0) {
      notices.accept(journal + ": moved away while it was read; some records may be missing");
    } else {
      follower.enter(age, at);
    }
    return follower;
  }

  /** What was added since the last time; does not wait. */
  public List<HandshakeRecord> poll() throws IOException {
    List<HandshakeRecord> added = new ArrayList<>();
    drain(added);
    while (hasMoved()) {
      drain(added); // what was written before the move
      advance();
      drain(added);
    }
    return added;
  }

  private boolean hasMoved() {
    Object current = JournalFile.keyOf(journal);
    return current != null && (channel == null || !Objects.equals(current, key));
  }

  private void advance() throws IOException {
    int age = channel == null ? 1 : ageOf(key);
    close();
    if (age < 0) {
      notices.accept(journal + ": rotated faster than it was read; some records may be missing");
    }
    try {
      enter(Math.max(0, age - 1), 0);
    } catch (NoSuchFileException e) {
      key = null; // between two moves of a rotation; the next poll will find it
    }
  }

  /** 0 where the file of that key is the one that is written, 1 for the one before; -1 if gone. */
  private int ageOf(@Nullable Object wanted) {
    for (int age = 0; age <= MOST_FILES; age++) {
      Object found = JournalFile.keyOf(at(age));
      if (found != null && Objects.equals(found, wanted)) {
        return age;
      }
      if (found == null && age > 0) {
        return -1;
      }
    }
    return -1;
  }

  private Path at(int age) {
    return age == 0 ? journal : JournalFile.older(journal, age);
  }

  private void enter(int age, long place) throws IOException {
    OpenFile opened = OpenFile.open(at(age));
    channel = opened.channel();
    key = opened.key();
    at = place;
  }

  private void drain(List<HandshakeRecord> added) throws IOException {
    FileChannel in = channel;
    if (in == null) {
      return;
    }
    long size = in.size();
    if (size < at) {
      notices.accept(journal + ": was cut short; reading on from its start");
      at = 0;
    }
    at =
        Lines.forward(
            in,
            at,
            size,
            (line, ended) -> {
              if (ended && line.length > 0) {
                add(line, added);
              }
              return true;
            });
  }

  private void add(byte[] line, List<HandshakeRecord> added) {
    try {
      added.add(RecordJson.read(line));
    } catch (RecordFormatException e) {
      notices.accept(journal + ": a line is no whole record; skipped");
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
