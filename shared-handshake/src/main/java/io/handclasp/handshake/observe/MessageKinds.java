package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;

/** The numbers of handshake messages (RFC 8446 section 4, RFC 5246 section 7.4, RFC 8879). */
final class MessageKinds {
  private MessageKinds() {}

  static Step.Kind kind(int type, Role sender) {
    boolean client = sender == Role.CLIENT;
    return switch (type) {
      case 1 -> Step.Kind.CLIENT_HELLO;
      case 2 -> Step.Kind.SERVER_HELLO;
      case 4 -> Step.Kind.NEW_SESSION_TICKET;
      case 8 -> Step.Kind.ENCRYPTED_EXTENSIONS;
      case 11 -> client ? Step.Kind.CLIENT_CERTIFICATE : Step.Kind.SERVER_CERTIFICATE;
      case 12 -> Step.Kind.SERVER_KEY_EXCHANGE;
      case 13 -> Step.Kind.CERTIFICATE_REQUEST;
      case 14 -> Step.Kind.SERVER_HELLO_DONE;
      case 15 -> client ? Step.Kind.CLIENT_CERTIFICATE_VERIFY : Step.Kind.SERVER_CERTIFICATE_VERIFY;
      case 16 -> Step.Kind.CLIENT_KEY_EXCHANGE;
      case 20 -> client ? Step.Kind.CLIENT_FINISHED : Step.Kind.SERVER_FINISHED;
      case 22 -> Step.Kind.CERTIFICATE_STATUS;
      case 24 -> Step.Kind.KEY_UPDATE;
      default -> Step.Kind.OTHER;
    };
  }
}
