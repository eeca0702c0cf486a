package io.handclasp.pki.inspect;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the certificates of a file or a handshake hang together: the chain in its order, what does
 * not belong to it and what is missing. Tells facts, judges nothing: trust is the matter of {@code
 * io.handclasp.pki.trust}.
 *
 * @param chain leaf first, each followed by its issuer, as far as they are there
 * @param inOrder true where they were given in just this order, with nothing unrelated between
 * @param unrelated given, but no issuer of anything in the chain
 * @param missing the issuer that would have to follow the last one; null where the last one is
 *     self-signed
 */
public record ChainFacts(
    List<X509Certificate> chain,
    boolean inOrder,
    List<X509Certificate> unrelated,
    @Nullable MissingIssuer missing) {
  /** Copies. */
  public ChainFacts {
    chain = List.copyOf(chain);
    unrelated = List.copyOf(unrelated);
  }

  /**
   * Puts certificates in order. Issuers are found by name and signature, never by name alone: two
   * authorities of one name are kept apart.
   *
   * @param given in any order; of several leaves the first counts
   * @return an empty chain where nothing was given
   */
  public static ChainFacts of(Collection<X509Certificate> given) {
    List<X509Certificate> rest = new ArrayList<>(given.stream().distinct().toList());
    if (rest.isEmpty()) {
      return new ChainFacts(List.of(), true, List.of(), null);
    }
    List<X509Certificate> chain = new ArrayList<>();
    X509Certificate next = leafOf(rest);
    while (next != null) {
      rest.remove(next);
      chain.add(next);
      next = issuerOf(next, rest);
    }
    boolean inOrder = new ArrayList<>(given).subList(0, chain.size()).equals(chain);
    return new ChainFacts(chain, inOrder && rest.isEmpty(), rest, missingAbove(chain));
  }

  /** True where the chain ends in a self-signed certificate. */
  public boolean complete() {
    return !chain.isEmpty() && missing == null;
  }

  private static X509Certificate leafOf(List<X509Certificate> certificates) {
    for (X509Certificate candidate : certificates) {
      if (certificates.stream()
          .noneMatch(other -> !other.equals(candidate) && Signatures.issued(candidate, other))) {
        return candidate;
      }
    }
    return certificates.get(0);
  }

  private static @Nullable X509Certificate issuerOf(
      X509Certificate certificate, List<X509Certificate> candidates) {
    return candidates.stream()
        .filter(candidate -> Signatures.issued(candidate, certificate))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable MissingIssuer missingAbove(List<X509Certificate> chain) {
    CertificateFacts last = CertificateFacts.of(chain.get(chain.size() - 1));
    return last.selfSigned()
        ? null
        : new MissingIssuer(last.issuer(), last.authorityKeyId(), last.issuerAddresses());
  }

  /**
   * The certificate that the chain lacks.
   *
   * @param name its distinguished name, RFC 2253 form
   * @param keyId its key identifier as the certificate below it says; null where it does not
   * @param addresses where it can be fetched; mostly empty
   */
  public record MissingIssuer(String name, @Nullable String keyId, List<String> addresses) {
    /** Copies. */
    public MissingIssuer {
      addresses = List.copyOf(addresses);
    }
  }
}
