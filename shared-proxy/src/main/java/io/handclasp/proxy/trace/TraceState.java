package io.handclasp.proxy.trace;

import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The list that tracing systems carry along (W3C Trace Context, section 3.3). */
final class TraceState {
  private static final int MOST_MEMBERS = 32;
  private static final int LONGEST_PART = 256;

  private TraceState() {}

  /** All lines as one; null where there is none, or where the list is not well-formed. */
  static @Nullable AsciiString of(Fields fields) {
    int line = fields.indexOf(FieldName.TRACESTATE, 0);
    if (line < 0) {
      return null;
    }
    AsciiString state = fields.value(line);
    line = fields.indexOf(FieldName.TRACESTATE, line + 1);
    while (line >= 0) {
      state = new AsciiString(state + "," + fields.value(line));
      line = fields.indexOf(FieldName.TRACESTATE, line + 1);
    }
    return isWellFormed(state) ? state : null;
  }

  private static boolean isWellFormed(AsciiString state) {
    int members = 0;
    int from = 0;
    for (int i = 0; i <= state.length(); i++) {
      if (i < state.length() && state.byteAt(i) != ',') {
        continue;
      }
      AsciiString member = state.subSequence(from, i, false).trim();
      from = i + 1;
      if (!member.isEmpty() && (++members > MOST_MEMBERS || !isMember(member))) {
        return false;
      }
    }
    return members > 0;
  }

  private static boolean isMember(AsciiString member) {
    int equals = member.indexOf('=', 0);
    if (equals < 1 || equals > LONGEST_PART || member.length() - equals - 1 > LONGEST_PART) {
      return false;
    }
    for (int i = 0; i < equals; i++) {
      if (!isKey(member.byteAt(i))) {
        return false;
      }
    }
    for (int i = equals + 1; i < member.length(); i++) {
      byte c = member.byteAt(i);
      if (c < ' ' || c > '~' || c == '=') {
        return false;
      }
    }
    return isAlphanumeric(member.byteAt(0));
  }

  private static boolean isAlphanumeric(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isKey(byte c) {
    return isAlphanumeric(c) || c == '_' || c == '-' || c == '*' || c == '/' || c == '@';
  }
}
