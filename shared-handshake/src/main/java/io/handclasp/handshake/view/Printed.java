package io.handclasp.handshake.view;

/**
 * Makes texts of strangers fit for a terminal: one column for each character, and none that could
 * move the cursor, change the direction or break the line.
 */
final class Printed {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Printed() {}

  /** The text with everything but plain letters, digits and signs escaped. */
  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        out.append(c);
      } else {
        out.append("\\u")
            .append(HEX[c >> 12])
            .append(HEX[c >> 8 & 15])
            .append(HEX[c >> 4 & 15])
            .append(HEX[c & 15]);
      }
    }
    return out.toString();
  }

  /** The same, cut to that many columns. */
  static String of(String text, int columns) {
    return cut(of(text), columns);
  }

  static String cut(String plain, int columns) {
    return plain.length() <= columns ? plain : plain.substring(0, columns - 2) + "..";
  }

  /** ASCII, and the letters of Latin, Greek and Cyrillic, none of which is wide or combines. */
  private static boolean isPlain(char c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return c == '\u2026' || (c >= 0xa1 && c < 0x530 && c != 0xad && Character.isLetterOrDigit(c));
  }
}
