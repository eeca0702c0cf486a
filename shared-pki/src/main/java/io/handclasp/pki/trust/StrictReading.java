package io.handclasp.pki.trust;

import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Tells which certificates the judge cannot read, though Java can: octets that are not DER, for
 * one. As an anchor such a certificate is left out.
 */
public final class StrictReading {
  private StrictReading() {}

  /** Why the judge cannot read a certificate; empty where it can. */
  public static Optional<String> fault(X509Certificate certificate) {
    try {
      CertificateReader.read(certificate);
      return Optional.empty();
    } catch (DerException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The anchors that a judge had to leave out, to warn of: each with its subject and why.
   *
   * @param file where the anchors are from, for the message
   * @throws StoreException {@link StoreFault#NOT_A_STORE} where no other is left
   */
  public static List<TrustFinding> leftOut(Path file, TrustJudge judge) throws StoreException {
    List<TrustFinding> leftOut =
        judge.unreadableAnchors().stream().map(StrictReading::finding).toList();
    if (!leftOut.isEmpty() && leftOut.size() == judge.anchors().size()) {
      throw new StoreException(
          StoreFault.NOT_A_STORE,
          file,
          file + ": no trusted certificate is left; " + leftOut.get(0).detail(),
          null);
    }
    return leftOut;
  }

  private static TrustFinding finding(X509Certificate anchor) {
    String subject = NameText.printable(anchor.getSubjectX500Principal().getName());
    return new TrustFinding(
        TrustReason.MALFORMED,
        anchor,
        "trusted certificate "
            + (subject.isEmpty() ? "(empty subject)" : subject)
            + " is left out, since it cannot be read: "
            + fault(anchor).orElse("")
            + "; have it issued anew");
  }
}
