package io.handclasp.pair.faults;

import java.util.List;

/** Which providers meet in which version of TLS. */
record Combination(String front, String back, String version) {
  static final String TLS13 = "TLSv1.3";
  static final String TLS12 = "TLSv1.2";

  static final List<Combination> ALL =
      List.of(
          new Combination("openssl", "openssl", TLS13),
          new Combination("openssl", "openssl", TLS12),
          new Combination("jdk", "jdk", TLS13),
          new Combination("jdk", "jdk", TLS12));

  static final List<Combination> MIXED =
      List.of(
          new Combination("openssl", "jdk", TLS13),
          new Combination("jdk", "openssl", TLS13),
          new Combination("openssl", "jdk", TLS12),
          new Combination("jdk", "openssl", TLS12));

  boolean isBackOpenSsl() {
    return back.equals("openssl");
  }

  boolean isFrontOpenSsl() {
    return front.equals("openssl");
  }

  @Override
  public String toString() {
    return front + " to " + back + " " + version;
  }
}
