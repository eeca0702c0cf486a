package io.handclasp.handshake.record;

/** How sure a conclusion is, seen from the end that drew it. */
public enum Certainty {
  /** This end saw it or decided it itself. */
  KNOWN,
  /** It follows from what this end knows, but another cause would look the same from here. */
  INFERRED,
  /** Several causes look the same from here; the other end's record tells which it is. */
  OTHER_END;

  private final String word = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

  /** The word for logs and JSON, such as {@code other-end}. */
  public String word() {
    return word;
  }
}
