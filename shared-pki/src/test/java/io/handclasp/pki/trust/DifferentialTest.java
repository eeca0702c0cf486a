package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.CertificateBuilder;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.issue.SignatureHash;
import io.handclasp.pki.store.Identity;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chains put together at random, judged here, by the PKIX of the JDK and by {@code openssl verify}:
 * whatever is accepted here, both accept too; and what the JDK accepts and is refused here, is
 * refused for a reason that the documentation lists as stricter. More, and others, by {@code
 * -Ddifferential.chains=N -Ddifferential.changes=N -Ddifferential.seed=N}.
 */
class DifferentialTest {
  private static final int CHAINS = Integer.getInteger("differential.chains", 250);
  private static final int CHANGES = Integer.getInteger("differential.changes", 4_000);

  /** OpenSSL takes an authority that its namesake issued for self-signed where no key is named. */
  private static final String SELF_ISSUED = "error 19 at";

  /** Where this judge is stricter by intent; see docs/trust.md. */
  private static final Set<TrustReason> STRICTER =
      Set.of(
          TrustReason.EXPIRED, // of the anchor
          TrustReason.NOT_YET_VALID, // of the anchor
          TrustReason.ISSUER_NOT_CA, // of the anchor
          TrustReason.ISSUER_KEY_USAGE, // of the anchor
          TrustReason.PATH_LENGTH, // of the anchor
          TrustReason.NAME_CONSTRAINTS, // of the anchor
          TrustReason.POLICY, // of the anchor
          TrustReason.UNKNOWN_CRITICAL_EXTENSION, // of the anchor
          TrustReason.WEAK_KEY,
          TrustReason.WEAK_SIGNATURE_ALGORITHM,
          TrustReason.KEY_USAGE, // the JDK asks its TLS layer, not PKIX
          TrustReason.EXTENDED_KEY_USAGE, // the same
          TrustReason.MALFORMED);

  private static final KeyPair OTHER_KEY = KeyType.EC_P384.generate();

  /** One key for each place in a chain: making one costs more than judging the chain. */
  private static final List<KeyPair> KEYS =
      Stream.generate(KeyType.EC_P256::generate).limit(6).toList();

  @TempDir private Path folder;

  private final Random random = new Random(Long.getLong("differential.seed", 20240607));

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <B extends CertificateBuilder<B>> void disturb(B builder) {
    switch (random.nextInt(26)) {
      case 0 -> builder.expired();
      case 1 -> builder.notYetValid();
      case 2 -> builder.unknownCriticalExtension();
      case 3 -> builder.insecureHash(SignatureHash.SHA1);
      case 4 -> builder.noKeyUse();
      case 5 -> builder.keyUse(KeyUse.DIGITAL_SIGNATURE);
      case 6 -> builder.without(Oids.AUTHORITY_KEY_IDENTIFIER);
      case 7 -> builder.without(Oids.SUBJECT_KEY_IDENTIFIER);
      case 8 -> builder.without(Oids.BASIC_CONSTRAINTS);
      case 9 -> builder.damagedSignature();
      case 10 -> builder.versionOne();
      case 11 -> builder.client();
      case 12 -> builder.dns("x.example.org");
      case 13 -> builder.policy("1.3.6.1.4.1.55555.1");
      case 14 ->
          builder.extension(
              Extensions.POLICY_CONSTRAINTS,
              true,
              DerWriter.seq(DerWriter.tag(0x80, new byte[] {(byte) random.nextInt(3)})));
      case 15 -> builder.serial(-random.nextInt(3));
      case 16 -> builder.key(OTHER_KEY);
      case 17 -> builder.issuerName("CN=Somebody");
      default -> {}
    }
  }

  private Authority authority(AuthorityBuilder builder, int place) {
    builder.key(KEYS.get(place));
    if (chance(4)) {
      builder.pathLength(random.nextInt(3));
    } else {
      builder.anyPathLength();
    }
    switch (random.nextInt(16)) {
      case 0 -> builder.permitDns("example.com");
      case 1 -> builder.excludeDns("a.example.com");
      case 2 -> builder.permitDns("com").excludeIp("10.0.0.0/8");
      case 3 -> builder.permitDirectory("O=Acme");
      case 4 -> builder.excludeDirectory("O=Other");
      case 5 -> builder.permitIp("10.0.0.0/8");
      case 6 -> builder.withoutAuthorityFlag();
      default -> {}
    }
    disturb(builder);
    return builder.create();
  }

  private Identity leaf(Authority issuer) {
    String organisation = chance(6) ? "O=Other" : "O=Acme";
    LeafBuilder builder = issuer.identity("CN=a leaf," + organisation).key(KEYS.get(5));
    builder.dns(chance(4) ? "b.example.org" : chance(4) ? "a.example.com" : "b.example.com");
    if (chance(3)) {
      builder.ip(chance(2) ? "10.0.0.1" : "11.0.0.1");
    }
    disturb(builder);
    return builder.create();
  }

  @Test
  void acceptsNothingThatTheJdkOrOpenSslRefuses() throws Exception {
    OpenSslVerify openSsl = new OpenSslVerify(folder);
    int accepted = 0;
    int refusedByBoth = 0;
    for (int i = 0; i < CHAINS; i++) {
      Authority root = authority(Authority.root("CN=Root,O=Acme"), 0);
      Authority issuer = root;
      int depth = random.nextInt(4);
      for (int level = 0; level < depth; level++) {
        String name = chance(6) ? "CN=Level 0,O=Acme" : "CN=Level " + level + ",O=Acme";
        issuer = authority(issuer.intermediate(name), level + 1);
      }
      Identity leaf = leaf(issuer);
      List<X509Certificate> above = new ArrayList<>(issuer.chain());
      Collections.shuffle(above, random);
      List<X509Certificate> shown = new ArrayList<>(List.of(leaf.leaf()));
      shown.addAll(above);

      TrustDecision ours = Asked.about(shown).trusting(root).judged();

      if (ours.accepted()) {
        accepted++;
        assertThat(jdkObjection(ours.path(), List.of())).as("chain %d of %s", i, shown).isEmpty();
        assertThat(openSsl.objection(shown, root.certificate(), Purpose.SERVER))
            .as("chain %d of %s", i, shown)
            .matches(o -> o.isEmpty() || o.get().contains(SELF_ISSUED));
      } else if (jdkFindsPath(shown, root.certificate())) {
        assertThat(ours.refusals())
            .as("chain %d of %s", i, shown)
            .allMatch(f -> STRICTER.contains(f.reason()));
      } else {
        refusedByBoth++;
      }
    }
    assertThat(accepted).isGreaterThan(CHAINS / 10);
    assertThat(refusedByBoth).isGreaterThan(CHAINS / 10);
  }

  /** True where the JDK finds a path of its own. */
  private static boolean jdkFindsPath(List<X509Certificate> shown, X509Certificate anchor)
      throws GeneralSecurityException {
    X509CertSelector leaf = new X509CertSelector();
    leaf.setCertificate(shown.get(0));
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), leaf);
    parameters.setRevocationEnabled(false);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
    try {
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (CertPathBuilderException e) {
      return false;
    }
  }

  /** What the JDK has against the path that was accepted here; empty where nothing. */
  private static Optional<String> jdkObjection(
      List<X509Certificate> path, Collection<X509CRL> lists) throws GeneralSecurityException {
    X509Certificate anchor = path.get(path.size() - 1);
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
    parameters.setRevocationEnabled(!lists.isEmpty());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
    CertPath below =
        CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, path.size() - 1));
    try {
      CertPathValidator.getInstance("PKIX").validate(below, parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(e.getReason() + " " + e + " " + e.getCause());
    }
  }

  /** Changed octets under a true signature: what an authority could be talked into signing. */
  @Test
  void acceptsNoChangedCertificateThatTheJdkRefuses() throws Exception {
    Authority root = Authority.root("CN=Acme Root,O=Acme").create();
    RawCertificate raw = fullCertificate(root);
    List<String> objections = new ArrayList<>();
    int accepted = 0;
    for (int i = 0; i < CHANGES; i++) {
      byte[] signed = raw.toBeSigned();
      for (int n = random.nextInt(3); n >= 0; n--) {
        int place = random.nextInt(signed.length);
        signed[place] =
            (byte) (chance(2) ? signed[place] ^ (1 << random.nextInt(8)) : random.nextInt(256));
      }
      Asked asked =
          Asked.about(raw.asIfSigned(signed))
              .trusting(root)
              .named("back.example")
              .as(chance(2) ? Purpose.SERVER : Purpose.CLIENT);

      if (asked.judged().accepted()) {
        accepted++;
        byte[] signature = raw.sign(signed);
        byte[] encoded = DerWriter.seq(signed, RawCertificate.ECDSA, DerWriter.bits(signature));
        // The JDK compares names of unusual string types by octets, RFC 5280 §7.1 by content.
        jdkObjection(encoded, root)
            .filter(o -> !o.startsWith("NO_TRUST_ANCHOR"))
            .ifPresent(o -> objections.add(o + ": " + HexFormat.of().formatHex(encoded)));
      }
    }
    assertThat(objections).isEmpty();
    assertThat(accepted).isPositive();
  }

  private static Optional<String> jdkObjection(byte[] encoded, Authority root)
      throws GeneralSecurityException {
    X509Certificate parsed;
    try {
      parsed =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      return Optional.of(e.toString());
    }
    assertThat(parsed.getSubjectAlternativeNames().toString()).containsIgnoringCase("back.example");
    return jdkObjection(List.of(parsed, root.certificate()), List.of());
  }

  private static RawCertificate fullCertificate(Authority root) {
    RawCertificate raw = new RawCertificate(root);
    raw.extensions.add(
        RawCertificate.extension("2.5.29.15", true, new byte[] {3, 2, 7, (byte) 0x80}));
    raw.extensions.add(
        RawCertificate.extension(
            "2.5.29.37",
            false,
            DerWriter.seq(
                DerWriter.oid(Extensions.SERVER_AUTH), DerWriter.oid(Extensions.CLIENT_AUTH))));
    raw.extensions.add(RawCertificate.extension("2.5.29.19", true, DerWriter.seq()));
    raw.extensions.add(
        RawCertificate.extension(
            "2.5.29.32", false, DerWriter.seq(DerWriter.seq(DerWriter.oid("1.2.3.4")))));
    raw.extensions.add(
        RawCertificate.extension(
            "2.5.29.31",
            false,
            DerWriter.seq(
                DerWriter.seq(
                    DerWriter.tag(
                        0xa0, DerWriter.tag(0xa0, DerWriter.ascii(0x86, "http://a/c")))))));
    return raw;
  }

  private static boolean isSignedByNoneOf(X509CRL list, Authority... authorities) {
    for (Authority authority : authorities) {
      try {
        list.verify(authority.certificate().getPublicKey());
        return false;
      } catch (GeneralSecurityException e) {
        // The next one may have.
      }
    }
    return true;
  }

  @Test
  void acceptsNothingRevokedThatTheJdkRefuses() throws Exception {
    int accepted = 0;
    Authority root = Authority.root("CN=Root").create();
    Authority issuing = root.intermediate("CN=Issuing").create();
    Authority namesake = root.intermediate("CN=Issuing").create();
    for (int i = 0; i < 300; i++) {
      Identity leaf =
          issuing.identity("CN=x").key(KEYS.get(0)).serial(1 + random.nextInt(3)).create();
      Set<X509CRL> lists = new HashSet<>();
      for (Authority authority : List.of(root, issuing, namesake)) {
        if (!chance(8)) {
          var list = authority.revocationList();
          for (int serial = 1; serial <= 3; serial++) {
            if (chance(5)) {
              list.revoke(BigInteger.valueOf(serial), Instant.now(), CRLReason.SUPERSEDED);
            }
          }
          if (chance(8)) {
            list.expired();
          } else if (chance(8)) {
            list.unknownCriticalExtension();
          } else if (chance(8)) {
            list.signedBy(namesake.key());
          }
          lists.add(list.create());
        }
      }
      if (lists.isEmpty()) {
        continue;
      }
      List<X509Certificate> shown = List.of(leaf.leaf(), issuing.certificate());

      TrustDecision ours =
          Asked.about(shown).trusting(root).with(lists.toArray(X509CRL[]::new)).judged();

      if (ours.accepted()) {
        accepted++;
        // The JDK is led astray by a list of a namesake, which here must make no difference.
        lists.removeIf(l -> isSignedByNoneOf(l, root, issuing));
        assertThat(jdkObjection(ours.path(), lists)).as("chain %d", i).isEmpty();
      }
    }
    assertThat(accepted).isGreaterThan(30);
  }
}
