package io.handclasp.proxy.http2;

import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Lines on their way into Netty's HPACK encoder, which walks them once; iterator and entry are one
 * object, so that a field block costs no allocation. Reused from block to block.
 */
final class FieldLines extends HeaderView {
  private final Walk walk = new Walk();
  private AsciiString[] lines = new AsciiString[64];
  private int filled;

  void line(AsciiString name, AsciiString value) {
    if (filled == lines.length) {
      lines = Arrays.copyOf(lines, 2 * filled);
    }
    lines[filled++] = name;
    lines[filled++] = value;
  }

  void reset() {
    filled = 0;
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    walk.next = 0;
    return walk;
  }

  private final class Walk
      implements Iterator<Map.Entry<CharSequence, CharSequence>>,
          Map.Entry<CharSequence, CharSequence> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < filled;
    }

    @Override
    public Map.Entry<CharSequence, CharSequence> next() {
      if (next >= filled) {
        throw new NoSuchElementException();
      }
      next += 2;
      return this;
    }

    @Override
    public CharSequence getKey() {
      return lines[next - 2];
    }

    @Override
    public CharSequence getValue() {
      return lines[next - 1];
    }

    @Override
    public CharSequence setValue(CharSequence value) {
      throw new UnsupportedOperationException("setValue");
    }
  }
}
