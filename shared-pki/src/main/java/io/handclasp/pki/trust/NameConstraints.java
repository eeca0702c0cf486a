package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * The names that an authority may issue for (RFC 5280 §4.2.1.10).
 *
 * @param permitted subtrees of which a name must lie in one, where there is one of its form
 * @param excluded subtrees in none of which a name may lie
 */
record NameConstraints(List<GeneralName> permitted, List<GeneralName> excluded) {
  static NameConstraints of(Der extension) throws DerException {
    List<GeneralName> permitted = List.of();
    List<GeneralName> excluded = List.of();
    for (Der field : extension.fields(0xa0, 0xa1)) {
      if (field.is(0xa0)) {
        permitted = subtrees(field);
      } else {
        excluded = subtrees(field);
      }
    }
    if (permitted.isEmpty() && excluded.isEmpty()) {
      throw new DerException("name constraints that constrain nothing");
    }
    return new NameConstraints(permitted, excluded);
  }

  private static List<GeneralName> subtrees(Der field) throws DerException {
    List<GeneralName> bases = new ArrayList<>();
    for (Der subtree : field.children()) {
      List<Der> parts = subtree.filledSequence();
      if (parts.size() > 1) {
        throw new DerException("a subtree with minimum or maximum, which RFC 5280 rules out");
      }
      GeneralName base = GeneralName.of(parts.get(0));
      NameForms.checkConstraint(base);
      bases.add(base);
    }
    if (bases.isEmpty()) {
      throw new DerException("an empty list of subtrees");
    }
    return List.copyOf(bases);
  }
}
