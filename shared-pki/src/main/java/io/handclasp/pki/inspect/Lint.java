package io.handclasp.pki.inspect;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a careful reviewer of an internal PKI would object to. Each finding has a code, a sentence
 * and a cure. Immutable; safe for use by many threads.
 */
public final class Lint {
  private final Instant now;
  private final @Nullable Usage usage;

  /**
   * Sets what to compare with.
   *
   * @param now the time to judge validity at
   * @param usage what leaves are meant for; null where that is not known, and then only a leaf that
   *     suits neither role is objected to
   */
  public Lint(Instant now, @Nullable Usage usage) {
    this.now = now;
    this.usage = usage;
  }

  /** Looks at one certificate whose place is not known: a file, an entry of a trust store. */
  public List<LintFinding> certificate(String where, X509Certificate certificate) {
    return new CertificateLint(where, certificate, now, usage).findings(false);
  }

  /**
   * Looks at the chain of an identity: its first certificate is the leaf, the rest are authorities.
   */
  public List<LintFinding> identity(String where, List<X509Certificate> chain) {
    return identity(where, chain, List.of());
  }

  /**
   * The same, knowing what else is at hand: an issuer that the chain lacks may be found there.
   *
   * @param beside certificates of other files
   */
  public List<LintFinding> identity(
      String where, List<X509Certificate> chain, Collection<X509Certificate> beside) {
    List<LintFinding> findings = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      findings.addAll(
          new CertificateLint(where, chain.get(i), now, i == 0 ? usage : null).findings(i == 0));
    }
    findings.addAll(CollectionLint.chain(where, chain, beside));
    return findings;
  }

  /** Looks for certificates that cannot stand beside each other. */
  public List<LintFinding> together(Collection<X509Certificate> certificates) {
    return CollectionLint.together(certificates);
  }

  /**
   * Looks at a file as such: who may read it, and with which algorithms a PKCS12 file is written.
   *
   * @param holdsKey true where the file holds a private key or a password
   * @param peer the program that is to read it; null for any
   */
  public List<LintFinding> file(Path file, boolean holdsKey, @Nullable StorePeer peer) {
    return FileLint.findings(file, holdsKey, peer);
  }
}
