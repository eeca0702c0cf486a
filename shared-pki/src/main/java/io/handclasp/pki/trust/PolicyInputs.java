package io.handclasp.pki.trust;

import java.util.Set;

/**
 * The inputs of RFC 5280 §6.1.1 that concern certificate policies.
 *
 * @param acceptable object identifiers of the acceptable policies; empty means any
 * @param requireExplicit true where the path must be valid for an acceptable policy
 * @param inhibitMapping true to ignore policy mappings
 * @param inhibitAny true to give no weight to {@code anyPolicy}
 */
public record PolicyInputs(
    Set<String> acceptable, boolean requireExplicit, boolean inhibitMapping, boolean inhibitAny) {
  /** Copies. */
  public PolicyInputs {
    acceptable = Set.copyOf(acceptable);
  }

  /** Any policy or none will do, unless an authority asks for one. */
  public static PolicyInputs anyAccepted() {
    return new PolicyInputs(Set.of(), false, false, false);
  }
}
