package io.handclasp.handshake.view;

import io.handclasp.handshake.record.CertificateNote;
import java.util.List;

/** What each end showed of itself. */
final class CertificatePart {
  private final Page page;

  CertificatePart(Page page) {
    this.page = page;
  }

  void tell(Party party) {
    String who = "the " + party.role().word();
    List<CertificateNote> chain = party.chain();
    if (chain.isEmpty()) {
      page.line("  " + who + ": none");
      return;
    }
    page.line("  " + who + ":");
    for (int i = 0; i < chain.size(); i++) {
      certificate(i, chain.get(i));
    }
  }

  private void certificate(int place, CertificateNote certificate) {
    page.words(4, "[" + place + "] ", certificate.subject());
    page.words(8, "issued by ", certificate.issuer() + ", serial " + certificate.serial());
    page.words(
        8,
        "valid ",
        certificate.notBefore()
            + " to "
            + certificate.notAfter()
            + ", "
            + certificate.keyType()
            + ", "
            + certificate.signatureAlgorithm());
    if (!certificate.names().isEmpty()) {
      page.words(8, "names ", String.join(", ", certificate.names()));
    }
    String usage = usage(certificate);
    if (!usage.isEmpty()) {
      page.words(8, "for ", usage);
    }
    page.words(8, "SHA-256 ", certificate.sha256());
  }

  private static String usage(CertificateNote certificate) {
    List<String> parts =
        List.of(
            certificate.authority() ? "authority" : "",
            String.join(", ", certificate.keyUsage()),
            String.join(", ", certificate.extendedKeyUsage()));
    return String.join("; ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }
}
