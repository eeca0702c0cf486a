package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.TrustJudge;
import java.time.Duration;
import java.util.List;

/**
 * What this end is configured to be and holds: the other half of every verdict.
 *
 * @param role which end
 * @param identity own key and chain
 * @param judge own trust, lists and policy
 * @param protocols enabled versions, such as {@code TLSv1.3}
 * @param suites enabled suites by IANA name; empty where the safe ones are
 * @param groups enabled groups; empty where the provider's are
 * @param alpn protocols offered or accepted; empty where none
 * @param handshakeTimeout how long a handshake may take
 * @param stores what commands call the own stores
 */
public record OwnSide(
    Role role,
    Identity identity,
    TrustJudge judge,
    List<String> protocols,
    List<String> suites,
    List<String> groups,
    List<String> alpn,
    Duration handshakeTimeout,
    OwnStores stores) {
  /** Copies the lists. */
  public OwnSide {
    protocols = List.copyOf(protocols);
    suites = List.copyOf(suites);
    groups = List.copyOf(groups);
    alpn = List.copyOf(alpn);
  }
}
