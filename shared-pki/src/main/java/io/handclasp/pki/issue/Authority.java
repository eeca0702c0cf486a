package io.handclasp.pki.issue;

import io.handclasp.pki.store.Identity;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * An authority that issues certificates: its key, its certificate and what stands above it.
 *
 * <pre>{@code
 * Authority root = Authority.root("CN=Example Root").create();
 * Authority issuing = root.intermediate("CN=Example Issuing").create();
 * Identity back = issuing.identity("CN=back.example").server().ip("127.0.0.1").create();
 * Identity front = issuing.identity("CN=front.example").client().create();
 * StoreWriter.pkcs12(Path.of("back.p12"), back, password);
 * X509CRL list = issuing.revocationList().revoke(front.leaf()).create();
 * }</pre>
 *
 * <p>Immutable; {@link #toString()} never shows the key.
 */
public final class Authority {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  Authority(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /** A root that signs itself, such as {@code CN=Example Root}. */
  public static AuthorityBuilder root(String name) {
    return new AuthorityBuilder(name, null);
  }

  /** A leaf that no authority vouches for: it signs itself. */
  public static LeafBuilder selfSigned(String name) {
    return new LeafBuilder(name, null);
  }

  /**
   * An authority read back from a store: its key, its certificate first and what stands above it.
   */
  public static Authority of(Identity stored) {
    return new Authority(stored.key(), stored.chain());
  }

  /** An authority below this one. */
  public AuthorityBuilder intermediate(String name) {
    return new AuthorityBuilder(name, this);
  }

  /** A server or client below this authority. */
  public LeafBuilder identity(String name) {
    return new LeafBuilder(name, this);
  }

  /** A list of what this authority has revoked. */
  public RevocationListBuilder revocationList() {
    return new RevocationListBuilder(this);
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The private key it signs with. */
  public PrivateKey key() {
    return key;
  }

  /** Its own certificate first, then what stands above it, root included. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** As an identity that a store can hold, under the given alias. */
  public Identity asIdentity(String alias) {
    return new Identity(alias, key, chain);
  }

  X500Name name() {
    return X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
  }

  @Override
  public String toString() {
    return "Authority[" + certificate().getSubjectX500Principal() + ", key redacted]";
  }
}
