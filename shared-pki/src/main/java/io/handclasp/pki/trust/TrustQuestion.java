package io.handclasp.pki.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a {@link TrustJudge}.
 *
 * @param chain as the peer showed it, leaf first by convention but in any order in fact; empty
 *     where it showed none
 * @param purpose what the leaf is shown for
 * @param expectedName the DNS name or IP address that the leaf must carry (RFC 9525); null where
 *     none is expected, as for clients
 * @param at the time to judge at
 */
public record TrustQuestion(
    List<X509Certificate> chain, Purpose purpose, @Nullable String expectedName, Instant at) {
  /** Copies the chain. */
  public TrustQuestion {
    chain = List.copyOf(chain);
  }
}
