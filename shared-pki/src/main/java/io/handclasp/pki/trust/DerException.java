package io.handclasp.pki.trust;

/** Bytes that are not the DER (X.690) that was expected; the message says what was found. */
final class DerException extends Exception {
  private static final long serialVersionUID = 1L;

  DerException(String message) {
    super(message);
  }
}
