package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates and reasons a revocation list covers (RFC 5280 §5.2.5).
 *
 * @param place the name of its distribution point; null where it covers all
 * @param onlyUsers true where it covers no authorities
 * @param onlyAuthorities true where it covers authorities alone
 * @param onlyAttributes true where it covers attribute certificates alone
 * @param reasons bits of the reasons it covers; null where all
 * @param indirect true where it may name certificates of other issuers
 */
record RevocationScope(
    DistributionPoint.@Nullable Place place,
    boolean onlyUsers,
    boolean onlyAuthorities,
    boolean onlyAttributes,
    @Nullable Integer reasons,
    boolean indirect) {
  /** Bits 1 to 8 of ReasonFlags; bit 0 is unused. */
  static final int ALL_REASONS = 0x1fe;

  /** Everything that its issuer issued. */
  static RevocationScope everything() {
    return new RevocationScope(null, false, false, false, null, false);
  }

  static RevocationScope of(Der extension) throws DerException {
    DistributionPoint.Place place = null;
    boolean[] flags = new boolean[6];
    Integer reasons = null;
    for (Der field : extension.fields(0xa0, 0x81, 0x82, 0x83, 0x84, 0x85)) {
      switch (field.tag()) {
        case 0xa0 -> place = DistributionPoint.Place.of(field.inner());
        case 0x83 -> reasons = field.namedBits();
        default -> flags[field.tag() & 0x0f] = field.boolContent();
      }
    }
    return new RevocationScope(place, flags[1], flags[2], flags[5], reasons, flags[4]);
  }

  /**
   * The reasons for which a list of this scope answers for a certificate; 0 where it does not cover
   * it (RFC 5280 §6.3.3 b).
   */
  int reasonsFor(CertificateFacts certificate, DistinguishedName listIssuer) {
    boolean authority = certificate.extensions().authority();
    if (onlyAttributes || (onlyUsers && authority) || (onlyAuthorities && !authority)) {
      return 0;
    }
    int covered = 0;
    for (DistributionPoint point : pointsOf(certificate)) {
      if (answersAt(point, certificate, listIssuer)) {
        covered |= reasonsAt(point);
      }
    }
    return covered;
  }

  private int reasonsAt(DistributionPoint point) {
    int listed = reasons == null ? ALL_REASONS : reasons & ALL_REASONS;
    Integer asked = point.reasons();
    return asked == null ? listed : listed & asked;
  }

  /** What the certificate names, and the place that every certificate has without naming it. */
  private static List<DistributionPoint> pointsOf(CertificateFacts certificate) {
    List<DistributionPoint> points = new ArrayList<>(certificate.extensions().distributionPoints());
    GeneralName own = new GeneralName.Directory(certificate.issuer());
    points.add(new DistributionPoint(List.of(own), null, null, List.of()));
    return points;
  }

  private boolean answersAt(
      DistributionPoint point, CertificateFacts certificate, DistinguishedName listIssuer) {
    boolean signedByOther = !point.listIssuers().isEmpty();
    List<DistinguishedName> signers =
        signedByOther ? directoryNames(point.listIssuers()) : List.of(certificate.issuer());
    if (!signers.contains(listIssuer) || (signedByOther && !indirect)) {
      return false;
    }
    if (place == null) {
      return true;
    }
    Set<GeneralName> names = new HashSet<>(place.names(List.of(listIssuer)));
    List<GeneralName> asked = point.isNamed() ? point.names(signers) : point.listIssuers();
    return asked.stream().anyMatch(names::contains);
  }

  static List<DistinguishedName> directoryNames(List<GeneralName> names) {
    List<DistinguishedName> found = new ArrayList<>();
    for (GeneralName name : names) {
      if (name instanceof GeneralName.Directory directory) {
        found.add(directory.name());
      }
    }
    return found;
  }
}
