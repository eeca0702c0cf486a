package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of one section, in the order they came. Names are lower case and, where {@link
 * FieldName} knows them, its very instances; values are opaque bytes without surrounding white
 * space. Both were checked by whoever parsed them, so that writers copy them as they are.
 *
 * <p>A section holds neither {@code host} nor the framing ({@code content-length}, {@code
 * transfer-encoding}) of its message: {@link RequestHead#authority()} and {@link BodyFraming} are
 * the only truth about those, and writers make the lines from them.
 *
 * <p>Not safe for use by several threads.
 */
public final class Fields {
  private AsciiString[] lines;
  private int size;

  /** No lines, room for a usual request. */
  public Fields() {
    this(12);
  }

  /** No lines, room for {@code capacity}. */
  public Fields(int capacity) {
    lines = new AsciiString[Math.max(2, 2 * capacity)];
  }

  /** A copy that can be changed by itself. */
  public Fields copy() {
    Fields copy = new Fields(0);
    copy.lines = lines.clone();
    copy.size = size;
    return copy;
  }

  /** How many lines there are. */
  public int size() {
    return size;
  }

  /** The lower-case name of a line. */
  public AsciiString name(int line) {
    return lines[2 * line];
  }

  /** The value of a line. */
  public AsciiString value(int line) {
    return lines[2 * line + 1];
  }

  /** Adds a line at the end; {@code name} is lower case. */
  public void add(AsciiString name, AsciiString value) {
    int at = 2 * size;
    if (at == lines.length) {
      lines = Arrays.copyOf(lines, 2 * at);
    }
    lines[at] = name;
    lines[at + 1] = value;
    size++;
  }

  /** Removes all lines of that name, then adds one. */
  public void set(AsciiString name, AsciiString value) {
    remove(name);
    add(name, value);
  }

  /** The value of the first line of that name, or null. */
  public @Nullable AsciiString get(AsciiString name) {
    int line = indexOf(name, 0);
    return line < 0 ? null : value(line);
  }

  /** Whether there is a line of that name. */
  public boolean contains(AsciiString name) {
    return indexOf(name, 0) >= 0;
  }

  /** Index of the first line of that name at or after {@code from}, or -1. */
  public int indexOf(AsciiString name, int from) {
    for (int line = from; line < size; line++) {
      if (same(lines[2 * line], name)) {
        return line;
      }
    }
    return -1;
  }

  /** Removes all lines of that name; returns whether there was one. */
  public boolean remove(AsciiString name) {
    int line = indexOf(name, 0);
    if (line < 0) {
      return false;
    }
    while (line >= 0) {
      removeLine(line);
      line = indexOf(name, line);
    }
    return true;
  }

  /** Removes one line; those behind it move up. */
  public void removeLine(int line) {
    int from = 2 * (line + 1);
    System.arraycopy(lines, from, lines, from - 2, 2 * size - from);
    size--;
  }

  /** Most names are shared instances, so that the reference settles it. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(AsciiString one, AsciiString other) {
    return one == other
        || (one.length() == other.length()
            && Arrays.equals(
                one.array(),
                one.arrayOffset(),
                one.arrayOffset() + one.length(),
                other.array(),
                other.arrayOffset(),
                other.arrayOffset() + other.length()));
  }

  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Fields[");
    for (int line = 0; line < size; line++) {
      names.append(line == 0 ? "" : ", ").append(name(line));
    }
    return names.append(']').toString();
  }
}
