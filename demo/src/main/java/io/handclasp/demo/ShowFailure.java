package io.handclasp.demo;

/** Something that the show promises did not happen; the message says what. */
final class ShowFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ShowFailure(String message) {
    super(message);
  }

  /** Fails with the message where a promise was not kept. */
  static void unless(boolean kept, String message) throws ShowFailure {
    if (!kept) {
      throw new ShowFailure(message);
    }
  }
}
