package io.handclasp.handshake.record;

/** On whose side the cure lies, seen from the end that wrote the record. */
public enum Fault {
  /** This side's material or configuration. */
  OWN,
  /** The other end's. */
  PEER,
  /** Neither: unreachable, cut, damaged. */
  NETWORK,
  /** Cannot be told from here. */
  UNKNOWN;

  private final String word = name().toLowerCase(java.util.Locale.ROOT);

  /** The word for logs and JSON. */
  public String word() {
    return word;
  }
}
