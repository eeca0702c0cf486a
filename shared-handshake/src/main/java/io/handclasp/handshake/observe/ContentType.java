package io.handclasp.handshake.observe;

/** The numbers of TLS record types (RFC 8446 section 5.1). */
final class ContentType {
  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;
  static final int HEARTBEAT = 24;

  private ContentType() {}
}
