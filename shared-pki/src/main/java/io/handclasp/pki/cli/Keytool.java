package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import java.util.List;

/** Words of keytool. */
final class Keytool {
  private Keytool() {}

  static List<String> algorithm(KeyType type) {
    return switch (type) {
      case EC_P256 -> List.of("-keyalg", "EC", "-groupname", "secp256r1");
      case EC_P384 -> List.of("-keyalg", "EC", "-groupname", "secp384r1");
      case EC_P521 -> List.of("-keyalg", "EC", "-groupname", "secp521r1");
      case ED25519 -> List.of("-keyalg", "Ed25519");
      default -> List.of("-keyalg", "RSA", "-keysize", type.code().substring(4));
    };
  }
}
