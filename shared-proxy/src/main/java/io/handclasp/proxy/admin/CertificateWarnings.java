package io.handclasp.proxy.admin;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What should be mended of a certificate that a peer showed. Stateless. */
final class CertificateWarnings {
  private static final Duration SOON = Duration.ofDays(30);
  private static final Pattern RSA = Pattern.compile("RSA (\\d+)");
  private static final int WEAK_RSA = 2048;

  private CertificateWarnings() {}

  /**
   * One of them.
   *
   * @param code stable, such as {@code expires-soon}
   * @param sentence for people
   */
  record Warning(String code, String sentence) {}

  /**
   * Those of one certificate.
   *
   * @param leafOf the end whose own certificate it is; null for an authority of the chain
   */
  static List<Warning> of(CertificateNote certificate, @Nullable Role leafOf, Instant now) {
    List<Warning> warnings = new ArrayList<>();
    validity(certificate, now, warnings);
    strength(certificate, warnings);
    if (leafOf != null) {
      leaf(certificate, leafOf, warnings);
    }
    return warnings;
  }

  private static void validity(CertificateNote certificate, Instant now, List<Warning> warnings) {
    if (now.isAfter(certificate.notAfter())) {
      warnings.add(new Warning("expired", "expired at " + certificate.notAfter()));
    } else if (now.isBefore(certificate.notBefore())) {
      warnings.add(new Warning("not-yet-valid", "not valid before " + certificate.notBefore()));
    } else if (now.plus(SOON).isAfter(certificate.notAfter())) {
      long days = Duration.between(now, certificate.notAfter()).toDays();
      warnings.add(new Warning("expires-soon", "expires in " + days + " days"));
    }
  }

  private static void strength(CertificateNote certificate, List<Warning> warnings) {
    Matcher rsa = RSA.matcher(certificate.keyType());
    boolean weak = rsa.matches() && Integer.parseInt(rsa.group(1)) < WEAK_RSA;
    if (weak || certificate.keyType().startsWith("DSA")) {
      warnings.add(new Warning("weak-key", certificate.keyType() + " is too weak a key"));
    }
    String algorithm = certificate.signatureAlgorithm().toUpperCase(Locale.ROOT);
    boolean root = certificate.subject().equals(certificate.issuer());
    if (!root && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
      warnings.add(
          new Warning(
              "weak-signature",
              "signed with " + certificate.signatureAlgorithm() + ", which can be forged"));
    }
  }

  private static void leaf(CertificateNote certificate, Role role, List<Warning> warnings) {
    if (certificate.names().isEmpty()) {
      warnings.add(
          new Warning("cn-only", "no alternative name: only the common name tells who it is"));
    }
    String needed = role == Role.CLIENT ? "clientAuth" : "serverAuth";
    List<String> usage = certificate.extendedKeyUsage();
    if (!usage.isEmpty() && !usage.contains(needed) && !usage.contains("anyExtendedKeyUsage")) {
      warnings.add(
          new Warning(role.word() + "-usage-missing", "its extended key usage lacks " + needed));
    }
    if (certificate.authority()) {
      warnings.add(new Warning("leaf-is-authority", "an authority's certificate used as a leaf"));
    }
  }
}
