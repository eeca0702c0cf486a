package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place where a part of the revocation of a certificate is published (RFC 5280 §4.2.1.13).
 *
 * @param fullNames the names of the place
 * @param relativeName the place relative to the name of the list's issuer; null where not given so
 * @param reasons bits of the reasons covered there; null where all are
 * @param listIssuers who signs the list there; empty where the certificate's issuer does
 */
record DistributionPoint(
    List<GeneralName> fullNames,
    @Nullable String relativeName,
    @Nullable Integer reasons,
    List<GeneralName> listIssuers) {

  static List<DistributionPoint> listOf(Der extension) throws DerException {
    List<DistributionPoint> points = new ArrayList<>();
    for (Der point : extension.filledSequence()) {
      points.add(of(point));
    }
    return List.copyOf(points);
  }

  private static DistributionPoint of(Der point) throws DerException {
    Place place = new Place(List.of(), null);
    Integer reasons = null;
    List<GeneralName> issuers = List.of();
    for (Der field : point.fields(0xa0, 0x81, 0xa2)) {
      switch (field.tag()) {
        case 0xa0 -> place = Place.of(field.inner());
        case 0x81 -> reasons = field.namedBits();
        default -> issuers = GeneralName.listOf(field.children());
      }
    }
    DistributionPoint all =
        new DistributionPoint(place.fullNames(), place.relativeName(), reasons, issuers);
    if (!all.isNamed() && issuers.isEmpty()) {
      throw new DerException("a distribution point without place and issuer");
    }
    return all;
  }

  /** True where the place has a name at all. */
  boolean isNamed() {
    return !fullNames.isEmpty() || relativeName != null;
  }

  /** The names of the place, relative ones written out below each of {@code issuers}. */
  List<GeneralName> names(List<DistinguishedName> issuers) {
    return new Place(fullNames, relativeName).names(issuers);
  }

  /**
   * The name of a place (DistributionPointName).
   *
   * @param fullNames written out
   * @param relativeName relative to the issuer of the list; null where written out
   */
  record Place(List<GeneralName> fullNames, @Nullable String relativeName) {
    static Place of(Der choice) throws DerException {
      return switch (choice.tag()) {
        case 0xa0 -> new Place(GeneralName.listOf(choice.children()), null);
        case 0xa1 -> new Place(List.of(), DistinguishedName.relative(choice));
        default -> throw new DerException("a distribution point name of no known form");
      };
    }

    List<GeneralName> names(List<DistinguishedName> issuers) {
      if (relativeName == null) {
        return fullNames;
      }
      List<GeneralName> names = new ArrayList<>();
      for (DistinguishedName issuer : issuers) {
        names.add(new GeneralName.Directory(issuer.with(relativeName)));
      }
      return names;
    }
  }
}
