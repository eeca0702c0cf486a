package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordFormatException;
import io.handclasp.handshake.record.RecordJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal, the older files included, as it was when it was opened: the process that writes
 * it may go on and may rotate meanwhile. What is not a whole record is skipped, with a word. Not
 * safe for use by several threads.
 */
public final class JournalReader implements AutoCloseable {
  private static final int MOST_FILES = 1_000;
  private static final byte[] LINE_START = "{\"id\":\"".getBytes(StandardCharsets.UTF_8);
  private static final int CHUNK = 1024 * 1024;

  private final Path journal;
  private final List<OpenFile> parts;
  private final boolean live;
  private final Consumer<String> notices;

  private JournalReader(
      Path journal, List<OpenFile> parts, boolean live, Consumer<String> notices) {
    this.journal = journal;
    this.parts = parts;
    this.live = live;
    this.notices = notices;
  }

  /**
   * Opens the file and its older siblings.
   *
   * @param notices is told in a sentence what was skipped
   * @throws IOException where there is no such journal, or it cannot be read
   */
  public static JournalReader open(Path file, Consumer<String> notices) throws IOException {
    return new JournalReader(file, parts(file), false, notices);
  }

  /** The same, to {@link #follow} afterwards: a last line under way is left to the follower. */
  public static JournalReader openLive(Path file, Consumer<String> notices) throws IOException {
    return new JournalReader(file, parts(file), true, notices);
  }

  /**
   * The youngest first. A writer may be moving them on at this moment: none is opened twice, and
   * one that is missing between two others ends nothing.
   */
  private static List<OpenFile> parts(Path file) throws IOException {
    List<OpenFile> parts = new ArrayList<>();
    NoSuchFileException missing = null;
    int gap = 0;
    for (int age = 0; age <= MOST_FILES && gap < 2; age++) {
      try {
        OpenFile part = OpenFile.open(age == 0 ? file : JournalFile.older(file, age));
        gap = 0;
        if (parts.stream().anyMatch(part::isSameAs)) {
          part.channel().close();
        } else {
          parts.add(part);
        }
      } catch (NoSuchFileException e) {
        missing = missing == null ? e : missing;
        gap++;
      }
    }
    if (parts.isEmpty() && missing != null) {
      throw missing;
    }
    return parts;
  }

  /** Every handshake that the filter wants, the oldest first. */
  public void read(HandshakeFilter filter, Consumer<HandshakeRecord> sink) throws IOException {
    read(filter, RecordJson::read, sink);
  }

  /** The same with records as {@link RecordJson#readOutline} gives them: for counting. */
  public void readOutlines(HandshakeFilter filter, Consumer<HandshakeRecord> sink)
      throws IOException {
    read(filter, RecordJson::readOutline, sink);
  }

  private interface Parsing {
    HandshakeRecord parse(byte[] line) throws RecordFormatException;
  }

  private void read(HandshakeFilter filter, Parsing parsing, Consumer<HandshakeRecord> sink)
      throws IOException {
    for (int i = parts.size() - 1; i >= 0; i--) {
      OpenFile part = parts.get(i);
      Skipped skipped = new Skipped(part.file());
      Lines.forward(
          part.channel(),
          0,
          part.size(),
          (line, ended) -> {
            HandshakeRecord handshake = parse(line, ended, parsing, skipped);
            if (handshake != null && filter.accepts(handshake)) {
              sink.accept(handshake);
            }
            return true;
          });
      skipped.say();
    }
  }

  /** The youngest that the filter wants, so many at most, the oldest of them first. */
  public List<HandshakeRecord> newest(HandshakeFilter filter, int most) throws IOException {
    List<HandshakeRecord> found = new ArrayList<>();
    for (OpenFile part : parts) {
      if (found.size() >= most) {
        break;
      }
      Skipped skipped = new Skipped(part.file());
      Lines.backward(
          part.channel(),
          part.size(),
          (line, ended) -> {
            HandshakeRecord handshake = parse(line, ended, skipped);
            if (handshake != null && filter.accepts(handshake)) {
              found.add(handshake);
            }
            return found.size() < most;
          });
      skipped.say();
    }
    Collections.reverse(found);
    return found;
  }

  /**
   * The handshakes whose id begins with that text, the oldest first. Looks at the bytes and makes
   * records of nothing else.
   *
   * @param most the search may end where more than so many are found
   */
  public List<HandshakeRecord> find(String idPrefix, int most) throws IOException {
    byte[] wanted = concatenated(LINE_START, idPrefix.getBytes(StandardCharsets.UTF_8));
    int[] skips = Lines.skips(wanted);
    List<HandshakeRecord> found = new ArrayList<>();
    for (int i = parts.size() - 1; i >= 0 && found.size() <= most; i--) {
      find(parts.get(i), wanted, skips, most, found);
    }
    return found;
  }

  private void find(
      OpenFile part, byte[] wanted, int[] skips, int most, List<HandshakeRecord> found)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    Skipped skipped = new Skipped(part.file());
    long at = 0;
    while (at < part.size() && found.size() <= most) {
      int length = Lines.read(part.channel(), at, part.size(), chunk);
      int hit = Lines.indexOf(chunk, 0, length, wanted, skips);
      if (hit >= 0) {
        at = lineAt(part, at + hit, skipped, found);
      } else if (length < wanted.length || at + length >= part.size()) {
        break;
      } else {
        at += length - wanted.length + 1; // it may begin in this chunk and end in the next
      }
    }
    skipped.say();
  }

  /**
   * The records that have one of these ids, in no order; makes records of nothing else. Begins with
   * the youngest, and ends once there is one for each id.
   */
  public List<HandshakeRecord> withIds(Set<String> ids) throws IOException {
    List<HandshakeRecord> found = new ArrayList<>();
    Set<String> missing = new HashSet<>(ids);
    Skipped unsaid = new Skipped(journal);
    for (OpenFile part : parts) {
      Lines.backward(
          part.channel(),
          part.size(),
          (line, ended) -> {
            String id = idOf(line);
            HandshakeRecord handshake = ids.contains(id) ? parse(line, ended, unsaid) : null;
            if (handshake != null) {
              found.add(handshake);
              missing.remove(id);
            }
            return !missing.isEmpty();
          });
      if (missing.isEmpty()) {
        break;
      }
    }
    return found;
  }

  private static String idOf(byte[] line) {
    int end = LINE_START.length;
    while (end < line.length && line[end] != '"') {
      end++;
    }
    return end < line.length
        ? new String(line, LINE_START.length, end - LINE_START.length, StandardCharsets.UTF_8)
        : "";
  }

  /** The record that begins there. An unescaped quote tells that this is no text of another. */
  private long lineAt(OpenFile part, long start, Skipped skipped, List<HandshakeRecord> found)
      throws IOException {
    return Math.max(
        start + 1,
        Lines.forward(
            part.channel(),
            start,
            Math.min(part.size(), start + Lines.LONGEST),
            (line, ended) -> {
              HandshakeRecord handshake = parse(line, ended, skipped);
              if (handshake != null) {
                found.add(handshake);
              }
              return false;
            }));
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private @Nullable HandshakeRecord parse(byte[] line, boolean ended, Skipped skipped) {
    return parse(line, ended, RecordJson::read, skipped);
  }

  private @Nullable HandshakeRecord parse(
      byte[] line, boolean ended, Parsing parsing, Skipped skipped) {
    if (line.length == 0 || (live && !ended)) {
      return null;
    }
    try {
      return parsing.parse(line);
    } catch (RecordFormatException e) {
      skipped.add(ended);
      return null;
    }
  }

  /** Goes on where this reader's view of the journal ends; the reader may be closed before. */
  public JournalFollower follow() throws IOException {
    OpenFile youngest = parts.get(0);
    long[] behind = {youngest.size()};
    // Only the line under way matters, which is short.
    Lines.backward(
        youngest.channel(),
        youngest.size(),
        (line, ended) -> {
          behind[0] = ended ? youngest.size() : youngest.size() - line.length;
          return false;
        });
    return JournalFollower.from(journal, youngest.key(), behind[0], notices);
  }

  @Override
  public void close() throws IOException {
    for (OpenFile part : parts) {
      part.channel().close();
    }
  }

  /** Counts what was skipped of one file. */
  private final class Skipped {
    private final Path file;
    private int lines;
    private boolean torn;

    Skipped(Path file) {
      this.file = file;
    }

    void add(boolean ended) {
      if (ended) {
        lines++;
      } else {
        torn = true;
      }
    }

    void say() {
      if (torn) {
        notices.accept(file + ": the last line is torn; it was skipped");
      }
      if (lines > 0) {
        notices.accept(
            file
                + ": "
                + lines
                + (lines == 1 ? " line is" : " lines are")
                + " no whole record; skipped");
      }
    }
  }
}
