package io.handclasp.handshake.observe;

/** Makes what a stranger sent fit for a line of text. */
final class Printable {
  private static final int LONGEST = 255;

  private Printable() {}

  /** The text with a full stop for each character that is not printable ASCII, cut to 255. */
  static String of(String text) {
    int length = Math.min(text.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      if (!isPrintable(text.charAt(i))) {
        return replaced(text, length);
      }
    }
    return text.length() == length ? text : text.substring(0, length);
  }

  private static String replaced(String text, int length) {
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.append(isPrintable(c) ? c : '.');
    }
    return out.toString();
  }

  static boolean isPrintable(int c) {
    return c >= 0x20 && c < 0x7f;
  }
}
