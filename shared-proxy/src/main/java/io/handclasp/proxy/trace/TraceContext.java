package io.handclasp.proxy.trace;

import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Octets;
import io.netty.util.AsciiString;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in a distributed trace (W3C Trace Context). Its texts may be views of
 * bytes that came over the wire: use them at once or copy them.
 */
public final class TraceContext {
  private static final int LENGTH = 55;
  private static final int TRACE = 3;
  private static final int TRACE_END = 35;
  private static final int SPAN = 36;
  private static final int SPAN_END = 52;
  private static final int FLAGS = 53;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final AsciiString parent;
  private final @Nullable AsciiString state;
  private final @Nullable AsciiString caller;

  private TraceContext(
      AsciiString parent, @Nullable AsciiString state, @Nullable AsciiString caller) {
    this.parent = parent;
    this.state = state;
    this.caller = caller;
  }

  /**
   * What the caller says; null where it says nothing, or nothing that may be believed. A state that
   * is not well-formed is left out, and the trace goes on.
   */
  public static @Nullable TraceContext of(Fields fields) {
    int line = fields.indexOf(FieldName.TRACEPARENT, 0);
    if (line < 0 || fields.indexOf(FieldName.TRACEPARENT, line + 1) >= 0) {
      return null;
    }
    AsciiString parent = fields.value(line);
    if (!isWellFormed(parent)) {
      return null;
    }
    return new TraceContext(parent, TraceState.of(fields), parent);
  }

  /** A trace that begins here. */
  public static TraceContext begin(SplittableRandom random, boolean sampled) {
    byte[] text = template(sampled);
    hex(text, TRACE, notZero(random));
    hex(text, TRACE + 16, random.nextLong());
    hex(text, SPAN, notZero(random));
    return new TraceContext(new AsciiString(text, false), null, null);
  }

  /** The same trace with a span of our own, that the next hop is to name as its caller. */
  public TraceContext child(SplittableRandom random) {
    byte[] text = template(sampled());
    parent.copy(TRACE, text, TRACE, TRACE_END - TRACE);
    hex(text, SPAN, notZero(random));
    return new TraceContext(new AsciiString(text, false), state, caller);
  }

  /** Whether whoever began the trace records it. */
  public boolean sampled() {
    return (Octets.hex(parent.byteAt(FLAGS + 1)) & 1) != 0;
  }

  /** Version, trace, span and flags: 55 characters, more where a later version has more. */
  AsciiString traceparent() {
    return parent;
  }

  /** What tracing systems add; null where there is nothing. */
  public @Nullable CharSequence tracestate() {
    return state;
  }

  @Nullable AsciiString state() {
    return state;
  }

  /** 32 hexadecimal digits. */
  public CharSequence traceId() {
    return parent.subSequence(TRACE, TRACE_END, false);
  }

  /** The span that the next hop sees as its caller: 16 hexadecimal digits. */
  public CharSequence spanId() {
    return parent.subSequence(SPAN, SPAN_END, false);
  }

  /** The span that our caller named; null where the trace begins here. */
  public @Nullable CharSequence callerSpanId() {
    return caller == null ? null : caller.subSequence(SPAN, SPAN_END, false);
  }

  /** Lower-case hexadecimal, no forbidden version, neither id all zero; section 3.2.2. */
  private static boolean isWellFormed(AsciiString text) {
    return text.length() >= LENGTH
        && hasVersion(text)
        && text.byteAt(2) == '-'
        && text.byteAt(TRACE_END) == '-'
        && text.byteAt(SPAN_END) == '-'
        && isId(text, TRACE, TRACE_END)
        && isId(text, SPAN, SPAN_END)
        && isHex(text.byteAt(FLAGS))
        && isHex(text.byteAt(FLAGS + 1));
  }

  /** Version 00 has this length; a later one may have more behind another dash. */
  private static boolean hasVersion(AsciiString text) {
    byte high = text.byteAt(0);
    byte low = text.byteAt(1);
    if (!isHex(high) || !isHex(low) || (high == 'f' && low == 'f')) {
      return false;
    }
    boolean first = high == '0' && low == '0';
    return text.length() == LENGTH || (!first && text.byteAt(LENGTH) == '-');
  }

  private static boolean isId(AsciiString text, int from, int to) {
    int bits = 0;
    for (int i = from; i < to; i++) {
      byte digit = text.byteAt(i);
      if (!isHex(digit)) {
        return false;
      }
      bits |= Octets.hex(digit);
    }
    return bits != 0;
  }

  private static boolean isHex(byte digit) {
    return Octets.hex(digit) >= 0 && Octets.tokenLower(digit) == digit;
  }

  private static byte[] template(boolean sampled) {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[2] = '-';
    text[TRACE_END] = '-';
    text[SPAN_END] = '-';
    text[FLAGS] = '0';
    text[FLAGS + 1] = (byte) (sampled ? '1' : '0');
    return text;
  }

  private static long notZero(SplittableRandom random) {
    long id = random.nextLong();
    while (id == 0) {
      id = random.nextLong();
    }
    return id;
  }

  private static void hex(byte[] text, int at, long value) {
    for (int i = 0; i < 16; i++) {
      text[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
    }
  }
}
