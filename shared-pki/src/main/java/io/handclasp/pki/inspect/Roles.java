package io.handclasp.pki.inspect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts basic constraints, key usage and extended key usage into words. */
final class Roles {
  private Roles() {}

  static String describe(CertificateFacts facts) {
    return facts.authority() ? authority(facts) : leaf(facts);
  }

  private static String authority(CertificateFacts facts) {
    if (!facts.keyUsage().isEmpty() && !facts.keyUsage().contains("keyCertSign")) {
      return "authority whose key usage forbids it to sign certificates";
    }
    String kind = facts.selfSigned() ? "root authority" : "intermediate authority";
    return kind + ", signs " + depth(facts.pathLength());
  }

  private static String depth(@Nullable Integer pathLength) {
    if (pathLength == null) {
      return "certificates of leaves and of any number of authorities below it";
    }
    return switch (pathLength) {
      case 0 -> "certificates of leaves only";
      case 1 -> "certificates of leaves and of one level of authorities below it";
      default -> "certificates of leaves and of " + pathLength + " levels of authorities below it";
    };
  }

  private static String leaf(CertificateFacts facts) {
    List<String> uses = new ArrayList<>();
    if (facts.servesTlsServer()) {
      uses.add("TLS server");
    }
    if (facts.servesTlsClient()) {
      uses.add("TLS client");
    }
    for (String usage : facts.extendedKeyUsage()) {
      if (!usage.equals("serverAuth") && !usage.equals("clientAuth")) {
        uses.add(usage);
      }
    }
    if (uses.isEmpty()) {
      return "neither TLS server nor TLS client (usage forbids both)";
    }
    String words = String.join(" and ", uses);
    return facts.extendedKeyUsage().isEmpty() ? words + " (nothing restricts its use)" : words;
  }
}
