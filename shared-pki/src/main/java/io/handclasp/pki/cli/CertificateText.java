package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes certificates for people. */
final class CertificateText {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintWriter out;
  private final Palette palette;
  private final Instant now;

  CertificateText(PrintWriter out, Palette palette, Instant now) {
    this.out = out;
    this.palette = palette;
    this.now = now;
  }

  /** The whole certificate under a heading. */
  void print(String heading, CertificateFacts facts) {
    out.println(palette.title(heading + "  " + facts.subject()));
    line("may be used as", facts.role());
    line("issued by", facts.selfSigned() ? "itself" : facts.issuer());
    line("names", names(facts));
    line("valid", MINUTE.format(facts.notBefore()) + " to " + MINUTE.format(facts.notAfter()));
    line("days left", daysLeft(facts));
    line("key", facts.keyType() + ", signed with " + facts.signatureAlgorithm());
    line("key usage", orNone(facts.keyUsage()));
    line("extended usage", orNone(facts.extendedKeyUsage()));
    line("serial", facts.serial());
    line("SHA-256", colons(facts.sha256()));
    if (!facts.unreadable().isEmpty()) {
      line("unreadable", palette.warning(String.join(", ", facts.unreadable())));
    }
  }

  /** Days left in the colour that they deserve. */
  String daysLeft(CertificateFacts facts) {
    long days = facts.daysLeft(now);
    return switch (facts.validity(now)) {
      case EXPIRED -> palette.alarm("EXPIRED " + count(-days - 1) + " ago");
      case NOT_YET -> palette.alarm("NOT YET VALID before " + MINUTE.format(facts.notBefore()));
      case VALID ->
          expiresSoon(facts) ? palette.warning(days + " (renew)") : palette.good("" + days);
    };
  }

  private boolean expiresSoon(CertificateFacts facts) {
    long life = facts.notAfter().getEpochSecond() - facts.notBefore().getEpochSecond();
    long left = facts.notAfter().getEpochSecond() - now.getEpochSecond();
    return left < life / 5;
  }

  private static String count(long days) {
    return days + (days == 1 ? " day" : " days");
  }

  private static String names(CertificateFacts facts) {
    if (!facts.names().isEmpty()) {
      return String.join(", ", facts.names());
    }
    return facts.authority() ? "none (not needed by an authority)" : "none";
  }

  private static String orNone(List<String> usages) {
    return usages.isEmpty() ? "not restricted" : String.join(", ", usages);
  }

  private static String colons(String hex) {
    return hex.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
  }

  private void line(String name, String value) {
    out.printf(Locale.ROOT, "    %-15s %s%n", name, value);
  }
}
