package io.handclasp.pair.faults;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.store.Identity;

/** Authorities and identities that the fault kit shares; made once, as keys cost time. */
final class FaultPki {
  static final String BACK = "back.example";
  static final String FRONT = "front.example";

  static final Authority ROOT = Authority.root("CN=Example Root").anyPathLength().create();
  static final Authority ISSUING =
      ROOT.intermediate("CN=Example Issuing CA").anyPathLength().create();

  /** The right name with another key. */
  static final Authority TWIN = Authority.root("CN=Example Root").anyPathLength().create();

  static final Authority OTHER = Authority.root("CN=Other Root").anyPathLength().create();
  static final Authority OTHER_ISSUING =
      OTHER.intermediate("CN=Other Issuing CA").anyPathLength().create();

  static final Identity GOOD_BACK = back(ROOT).create();
  static final Identity GOOD_FRONT = front(ROOT).create();

  private FaultPki() {}

  static LeafBuilder back(Authority authority) {
    return authority.identity("CN=" + BACK).server().dns(BACK);
  }

  static LeafBuilder front(Authority authority) {
    return authority.identity("CN=" + FRONT).client().dns(FRONT);
  }
}
