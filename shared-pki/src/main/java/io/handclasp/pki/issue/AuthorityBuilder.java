package io.handclasp.pki.issue;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Authority}: a root that signs itself, or an intermediate. Valid ten years where
 * not set otherwise. A root has no path length limit unless {@link #pathLength(int)} sets one; an
 * intermediate has 0, so that it signs leaves only.
 */
public final class AuthorityBuilder extends CertificateBuilder<AuthorityBuilder> {
  private static final Duration TEN_YEARS = Duration.ofDays(3652);

  private @Nullable Integer pathLength;
  private boolean claimsAuthority = true;

  AuthorityBuilder(String subject, @Nullable Authority issuer) {
    super(subject, issuer, TEN_YEARS);
    this.pathLength = issuer == null ? null : 0;
  }

  /** How many authorities may stand between this one and a leaf. */
  public AuthorityBuilder pathLength(int length) {
    pathLength = length;
    return this;
  }

  /** Any number of authorities may stand below this one. */
  public AuthorityBuilder anyPathLength() {
    pathLength = null;
    return this;
  }

  /** Only DNS names at or below this one may be issued (name constraints, critical). */
  public AuthorityBuilder permitDns(String domain) {
    return permit(GeneralName.dNSName, domain);
  }

  /** Only IP addresses of this network, such as {@code 10.0.0.0/8}. */
  public AuthorityBuilder permitIp(String network) {
    return permit(GeneralName.iPAddress, network);
  }

  /** Only e-mail addresses of this host, domain (leading dot) or exactly this one. */
  public AuthorityBuilder permitEmail(String pattern) {
    return permit(GeneralName.rfc822Name, pattern);
  }

  /** Only URIs of this host or domain (leading dot). */
  public AuthorityBuilder permitUri(String host) {
    return permit(GeneralName.uniformResourceIdentifier, host);
  }

  /** Only subjects below this name, such as {@code O=Example}. */
  public AuthorityBuilder permitDirectory(String name) {
    permitted.add(new GeneralName(Names.parse(name)));
    return this;
  }

  /** No DNS name at or below this one. */
  public AuthorityBuilder excludeDns(String domain) {
    return exclude(GeneralName.dNSName, domain);
  }

  /** No IP address of this network. */
  public AuthorityBuilder excludeIp(String network) {
    return exclude(GeneralName.iPAddress, network);
  }

  /** No e-mail address of this host, domain (leading dot) or exactly this one. */
  public AuthorityBuilder excludeEmail(String pattern) {
    return exclude(GeneralName.rfc822Name, pattern);
  }

  /** No URI of this host or domain (leading dot). */
  public AuthorityBuilder excludeUri(String host) {
    return exclude(GeneralName.uniformResourceIdentifier, host);
  }

  /** No subject below this name. */
  public AuthorityBuilder excludeDirectory(String name) {
    excluded.add(new GeneralName(Names.parse(name)));
    return this;
  }

  /** FOR TESTS: basic constraints say that it is no authority, though it signs. */
  public AuthorityBuilder withoutAuthorityFlag() {
    claimsAuthority = false;
    return this;
  }

  /** Makes the key, signs the certificate. */
  public Authority create() {
    KeyPair pair = takeKeyPair();
    X509Certificate certificate = issue(pair.getPublic(), pair.getPrivate());
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(certificate);
    if (issuer != null) {
      chain.addAll(issuer.chain());
    }
    return new Authority(pair.getPrivate(), chain);
  }

  private AuthorityBuilder permit(int kind, String name) {
    permitted.add(new GeneralName(kind, name));
    return this;
  }

  private AuthorityBuilder exclude(int kind, String name) {
    excluded.add(new GeneralName(kind, name));
    return this;
  }

  @Override
  AuthorityBuilder self() {
    return this;
  }

  @Override
  boolean claimsAuthority() {
    return claimsAuthority;
  }

  @Override
  @Nullable Integer pathLength() {
    return pathLength;
  }

  @Override
  Set<KeyUse> usualKeyUse(PublicKey subjectKey) {
    return EnumSet.of(KeyUse.KEY_CERT_SIGN, KeyUse.CRL_SIGN);
  }
}
