package io.handclasp.pki.lifecycle;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an identity a new certificate that says what the old one said: subject, names and purposes.
 *
 * @param validity of the new certificate
 * @param newKey kind of a fresh key; null keeps the key
 * @param names alternative names to replace the old ones; empty keeps them
 */
public record Renewal(Duration validity, @Nullable KeyType newKey, List<AlternativeName> names) {
  /** Copies. */
  public Renewal {
    names = List.copyOf(names);
  }

  /**
   * Issues the new certificate and records it with its authority.
   *
   * @return the identity under its old alias, with the new certificate's chain
   */
  public Identity renew(Identity old, AuthorityFolder authority) throws StoreException {
    X509Certificate leaf = old.leaf();
    CertificateFacts facts = CertificateFacts.of(leaf);
    LeafBuilder builder =
        authority
            .authority()
            .identity(facts.subject())
            .alias(old.alias())
            .validFor(validity)
            .key(newKey != null ? newKey.generate() : new KeyPair(leaf.getPublicKey(), old.key()));
    names(facts).forEach(name -> name.addTo(builder));
    purposes(facts, builder);
    Identity renewed = builder.create();
    authority.record(renewed.leaf());
    return renewed;
  }

  private List<AlternativeName> names(CertificateFacts facts) {
    return names.isEmpty()
        ? facts.names().stream()
            .filter(name -> name.matches("(DNS|IP|URI|EMAIL):.+"))
            .map(AlternativeName::of)
            .toList()
        : names;
  }

  private static void purposes(CertificateFacts facts, LeafBuilder builder) {
    for (String purpose : facts.extendedKeyUsage()) {
      switch (purpose) {
        case "serverAuth" -> builder.server();
        case "clientAuth" -> builder.client();
        default -> {
          // What else it was for is not the business of a TLS identity.
        }
      }
    }
  }
}
