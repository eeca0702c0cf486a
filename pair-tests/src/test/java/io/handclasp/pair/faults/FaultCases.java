package io.handclasp.pair.faults;

import static io.handclasp.pair.faults.FaultPki.BACK;
import static io.handclasp.pair.faults.FaultPki.FRONT;
import static io.handclasp.pair.faults.FaultPki.GOOD_BACK;
import static io.handclasp.pair.faults.FaultPki.GOOD_FRONT;
import static io.handclasp.pair.faults.FaultPki.ISSUING;
import static io.handclasp.pair.faults.FaultPki.OTHER;
import static io.handclasp.pair.faults.FaultPki.OTHER_ISSUING;
import static io.handclasp.pair.faults.FaultPki.ROOT;
import static io.handclasp.pair.faults.FaultPki.TWIN;
import static io.handclasp.pair.faults.FaultPki.back;
import static io.handclasp.pair.faults.FaultPki.front;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.SignatureHash;
import io.handclasp.pki.store.Identity;
import java.security.cert.CRLReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every fault that can be made between our two programs by what they are configured with. */
final class FaultCases {
  private static final Authority NO_CA =
      ROOT.intermediate("CN=Example Sub").withoutAuthorityFlag().create();
  private static final Authority SHORT_ROOT =
      Authority.root("CN=Short Root").pathLength(0).create();
  private static final Authority TOO_LOW = SHORT_ROOT.intermediate("CN=Below Short").create();
  private static final Authority NARROW =
      ROOT.intermediate("CN=Narrow Issuing CA").permitDns("allowed.example").create();
  private static final Authority EXPIRED_ISSUING =
      ROOT.intermediate("CN=Example Old Issuing CA").expired().create();

  // Names that say nothing: what the ends know has to tell.
  private static final Authority PLAIN = Authority.root("CN=Alpha").create();
  private static final Authority BETWEEN = PLAIN.intermediate("CN=Beta").create();
  private static final Authority FLAT = Authority.root("CN=Gamma,O=Delta").pathLength(0).create();
  private static final Authority FLAT_STRANGER =
      Authority.root("CN=Epsilon,O=Delta").pathLength(0).create();

  private FaultCases() {}

  static List<FaultCase> all() {
    List<FaultCase> cases = new ArrayList<>();
    serverChains(cases);
    serverLeaves(cases);
    clientChains(cases);
    clientLeaves(cases);
    revocation(cases);
    hellos(cases);
    return cases;
  }

  private static void serverChains(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByFront(
            "server-ca-unknown", "unknown_ca", e -> e.back.identity = back(OTHER).create()));
    cases.add(
        FaultCase.seenByFront(
                "server-ca-same-name-other-key",
                "unknown_ca",
                e -> e.back.identity = back(TWIN).create())
            .orTold("server-ca-unknown"));
    cases.add(
        FaultCase.seenByFront(
            "server-self-signed",
            "unknown_ca",
            e -> e.back.identity = Authority.selfSigned("CN=" + BACK).server().dns(BACK).create()));
    cases.add(
        FaultCase.seenByFront(
            "server-intermediate-missing",
            "unknown_ca",
            e -> e.back.identity = back(ISSUING).leafOnly().create()));
    cases.add(
        FaultCase.seenByFront(
            "server-intermediate-missing",
            "unknown_ca",
            e -> {
              // The front's own chain shows what the server's lacks.
              e.back.identity = back(BETWEEN).leafOnly().create();
              e.back.trusted = List.of(PLAIN.certificate(), BETWEEN.certificate());
              e.front.identity = front(BETWEEN).create();
              e.front.trusted = List.of(PLAIN.certificate());
            }));
    cases.add(
        FaultCase.seenByFront(
            "server-ca-unknown",
            "unknown_ca",
            e -> {
              e.back.identity = back(FLAT_STRANGER).create();
              e.back.trusted = List.of(FLAT.certificate());
              e.front.identity = front(FLAT).create();
              e.front.trusted = List.of(FLAT.certificate());
            }));
    cases.add(
        FaultCase.seenByFront(
            "server-chain-unrelated",
            "unknown_ca",
            e -> e.back.identity = with(back(ISSUING).leafOnly().create(), OTHER_ISSUING)));
    cases.add(
        FaultCase.seenByFront(
            "server-issuer-expired",
            "certificate_expired",
            e -> e.back.identity = back(EXPIRED_ISSUING).create()));
    cases.add(
        FaultCase.seenByFront(
            "server-issuer-not-ca", "unknown_ca", e -> e.back.identity = back(NO_CA).create()));
    cases.add(
        FaultCase.seenByFront(
            "server-pathlen-exceeded",
            "unknown_ca",
            e -> {
              e.back.identity = back(TOO_LOW).withRoot().create();
              e.front.trusted = List.of(SHORT_ROOT.certificate());
            }));
    cases.add(
        FaultCase.seenByFront(
            "server-name-constraint-violated",
            "certificate_unknown",
            e -> e.back.identity = back(NARROW).create()));
    cases.add(
        FaultCase.seenByFront(
                "server-cert-signature-invalid",
                "bad_certificate",
                e -> e.back.identity = back(ISSUING).damagedSignature().create())
            .orTold("server-chain-unrelated", "server-ca-unknown"));
  }

  private static Identity with(Identity identity, Authority stranger) {
    return new Identity(
        identity.alias(), identity.key(), List.of(identity.leaf(), stranger.certificate()));
  }

  private static void serverLeaves(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByFront(
            "server-hostname-mismatch",
            "certificate_unknown",
            e ->
                e.back.identity =
                    ROOT.identity("CN=elsewhere.example")
                        .server()
                        .dns("elsewhere.example")
                        .create()));
    cases.add(
        FaultCase.seenByFront(
            "server-no-san-cn-only",
            "certificate_unknown",
            e ->
                e.back.identity =
                    ROOT.identity("CN=" + BACK).server().noAlternativeNames().create()));
    cases.add(
        FaultCase.seenByFront(
            "server-ip-san-missing", "certificate_unknown", e -> e.peerName = "127.0.0.1"));
    cases.add(
        FaultCase.seenByFront(
            "server-wildcard-mismatch",
            "certificate_unknown",
            e -> {
              e.back.identity = ROOT.identity("CN=wild").server().dns("*.wild.example").create();
              e.peerName = "a.b.wild.example";
            }));
    cases.add(
        FaultCase.seenByFront(
            "server-eku-lacks-serverauth",
            "unsupported_certificate",
            e -> e.back.identity = ROOT.identity("CN=" + BACK).client().dns(BACK).create()));
    cases.add(
        FaultCase.seenByFront(
                "server-keyusage-lacks-signature",
                "",
                e -> e.back.identity = back(ROOT).keyUse(KeyUse.KEY_AGREEMENT).create())
            .when(c -> !c.isBackOpenSsl()));
    cases.add(
        FaultCase.seenByFront(
            "server-unknown-critical-extension",
            "certificate_unknown",
            e -> e.back.identity = back(ROOT).unknownCriticalExtension().create()));
    cases.add(
        FaultCase.seenByFront(
            "server-cert-rsa1024",
            "certificate_unknown",
            e -> e.back.identity = back(ROOT).key(KeyType.RSA_1024).create()));
    cases.add(
        FaultCase.seenByFront(
            "server-cert-sha1",
            "certificate_unknown",
            e -> e.back.identity = back(ROOT).insecureHash(SignatureHash.SHA1).create()));
    cases.add(
        FaultCase.seenByFront(
                "server-chain-too-large",
                "",
                e -> e.back.identity = withNames(back(ROOT), 2_000).create())
            .when(c -> !c.isFrontOpenSsl()));
    Authority rsa = Authority.root("CN=RSA Root").key(KeyType.RSA_2048).create();
    cases.add(
        FaultCase.seenByFront(
            "server-cert-md5",
            "certificate_unknown",
            e -> {
              e.back.identity = back(rsa).insecureHash(SignatureHash.MD5).create();
              e.front.trusted = List.of(rsa.certificate());
            }));
    cases.add(
        FaultCase.seenByBack(
                "server-cert-ed25519-unsupported",
                "handshake_failure",
                e -> e.back.identity = back(ROOT).key(KeyType.ED25519).create())
            .when(c -> !c.isBackOpenSsl() && c.isFrontOpenSsl())
            .orTold("cipher-none-shared", "signature-scheme-none-shared"));
    cases.add(
        FaultCase.seenByBack(
                "server-cert-curve-unsupported",
                "handshake_failure",
                e -> e.back.identity = back(ROOT).key(KeyType.EC_P521).create())
            .when(
                c ->
                    c.isBackOpenSsl()
                        && c.isFrontOpenSsl()
                        && c.version().equals(Combination.TLS13))
            .orTold("cipher-none-shared", "signature-scheme-none-shared"));
  }

  private static LeafBuilder withNames(LeafBuilder leaf, int names) {
    LeafBuilder named = leaf;
    for (int i = 0; i < names; i++) {
      named = named.dns("name-" + i + ".very.long.example.org");
    }
    return named;
  }

  private static void clientChains(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByFront(
            "client-cert-withheld", "", e -> e.front.identity = front(OTHER).create()));
    cases.add(
        FaultCase.seenByBack(
            "client-ca-same-name-other-key",
            "unknown_ca",
            e -> e.front.identity = front(TWIN).create()));
    cases.add(
        FaultCase.seenByBack(
            "client-intermediate-missing",
            "unknown_ca",
            e -> e.front.identity = front(ISSUING).leafOnly().create()));
    cases.add(
        FaultCase.seenByBack(
            "client-intermediate-missing",
            "unknown_ca",
            e -> {
              e.front.identity = front(BETWEEN).leafOnly().create();
              e.front.trusted = List.of(PLAIN.certificate(), BETWEEN.certificate());
              e.back.identity = back(BETWEEN).create();
              e.back.trusted = List.of(PLAIN.certificate());
            }));
    cases.add(
        FaultCase.seenByFront(
            "client-cert-withheld",
            "",
            e -> {
              e.front.identity = front(FLAT_STRANGER).create();
              e.front.trusted = List.of(FLAT.certificate());
              e.back.identity = back(FLAT).create();
              e.back.trusted = List.of(FLAT.certificate());
            }));
    cases.add(
        FaultCase.seenByBack(
            "client-chain-unrelated",
            "unknown_ca",
            e -> e.front.identity = with(front(ISSUING).leafOnly().create(), OTHER_ISSUING)));
    cases.add(
        FaultCase.seenByBack(
                "client-chain-too-large",
                "",
                e -> {
                  List<X509Certificate> chain = new ArrayList<>(GOOD_FRONT.chain());
                  chain.addAll(Collections.nCopies(60, OTHER_ISSUING.certificate()));
                  e.front.identity = new Identity(GOOD_FRONT.alias(), GOOD_FRONT.key(), chain);
                })
            .when(c -> !c.isBackOpenSsl()));
    cases.add(
        FaultCase.seenByBack(
            "client-issuer-expired",
            "certificate_expired",
            e -> e.front.identity = front(EXPIRED_ISSUING).create()));
    cases.add(
        FaultCase.seenByBack(
            "client-issuer-not-ca", "unknown_ca", e -> e.front.identity = front(NO_CA).create()));
    cases.add(
        FaultCase.seenByBack(
            "client-name-constraint-violated",
            "certificate_unknown",
            e -> e.front.identity = front(NARROW).create()));
  }

  private static void clientLeaves(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByBack(
            "client-eku-lacks-clientauth",
            "unsupported_certificate",
            e -> e.front.identity = ROOT.identity("CN=" + FRONT).server().dns(FRONT).create()));
    cases.add(
        FaultCase.seenByBack(
                "client-keyusage-lacks-signature",
                "",
                e -> e.front.identity = front(ROOT).keyUse(KeyUse.KEY_AGREEMENT).create())
            .when(c -> !c.isFrontOpenSsl()));
    cases.add(
        FaultCase.seenByBack(
            "client-unknown-critical-extension",
            "certificate_unknown",
            e -> e.front.identity = front(ROOT).unknownCriticalExtension().create()));
    cases.add(
        FaultCase.seenByBack(
            "client-cert-rsa1024",
            "certificate_unknown",
            e -> e.front.identity = front(ROOT).key(KeyType.RSA_1024).create()));
    cases.add(
        FaultCase.seenByFront(
                "client-cert-ed25519-unsupported",
                "",
                e -> e.front.identity = front(ROOT).key(KeyType.ED25519).create())
            .when(c -> !c.isFrontOpenSsl() && c.isBackOpenSsl())
            .orTold("client-cert-withheld"));
  }

  private static void revocation(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByFront(
            "server-cert-revoked",
            "certificate_revoked",
            e -> e.front.lists = List.of(ROOT.revocationList().revoke(GOOD_BACK.leaf()).create())));
    cases.add(
        FaultCase.seenByBack(
            "client-cert-revoked",
            "certificate_revoked",
            e -> e.back.lists = List.of(ROOT.revocationList().revoke(GOOD_FRONT.leaf()).create())));
    cases.add(
        FaultCase.seenByFront(
                "client-crl-expired",
                "certificate_unknown",
                e -> e.front.lists = List.of(ROOT.revocationList().expired().create()))
            .orTold("server-ca-unknown"));
    cases.add(
        FaultCase.seenByBack(
                "server-crl-expired",
                "certificate_unknown",
                e -> e.back.lists = List.of(ROOT.revocationList().expired().create()))
            .orTold("client-cert-revoked"));
    cases.add(
        FaultCase.seenByFront(
                "client-crl-missing-for-issuer",
                "certificate_unknown",
                e -> e.front.lists = List.of(OTHER.revocationList().create()))
            .orTold("server-ca-unknown", "client-crl-expired"));
    cases.add(
        FaultCase.seenByBack(
                "server-crl-missing-for-issuer",
                "certificate_unknown",
                e -> e.back.lists = List.of(OTHER.revocationList().create()))
            .orTold("client-cert-revoked", "server-crl-expired"));
    Identity numbered = back(ROOT).serial(77).create();
    Identity sameNumber = front(ROOT).serial(77).create();
    cases.add(
        FaultCase.seenByFront(
                "revoked-by-serial-collision",
                "certificate_revoked",
                e -> {
                  e.back.identity = numbered;
                  e.front.identity = sameNumber;
                  e.front.lists =
                      List.of(
                          ROOT.revocationList()
                              .revoke(
                                  sameNumber.leaf().getSerialNumber(),
                                  Instant.now(),
                                  CRLReason.SUPERSEDED)
                              .create());
                })
            .orTold("server-cert-revoked"));
  }

  private static void hellos(List<FaultCase> cases) {
    cases.add(
        FaultCase.seenByBack(
                "version-client-12-server-13",
                "protocol_version",
                e -> {
                  e.front.tls.add("protocols: [TLSv1.2]");
                  e.back.tls.add("protocols: [TLSv1.3]");
                })
            .when(c -> c.version().equals(Combination.TLS13)));
    cases.add(
        FaultCase.seenByBack(
                "version-client-13-server-12",
                "protocol_version",
                e -> {
                  e.front.tls.add("protocols: [TLSv1.3]");
                  e.back.tls.add("protocols: [TLSv1.2]");
                })
            .when(c -> c.version().equals(Combination.TLS13)));
    cases.add(
        FaultCase.seenByBack(
                "cipher-none-shared",
                "handshake_failure",
                e -> {
                  e.front.tls.add(
                      "suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]");
                  e.back.tls.add(
                      "suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]");
                })
            .when(c -> c.version().equals(Combination.TLS12)));
    Identity rsaBack = back(ROOT).key(KeyType.RSA_2048).create();
    cases.add(
        FaultCase.seenByBack(
                "cipher-wrong-key-type",
                "handshake_failure",
                e -> {
                  e.back.identity = rsaBack;
                  e.front.tls.add("suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]");
                })
            .when(c -> c.version().equals(Combination.TLS12)));
    cases.add(
        FaultCase.seenByBack(
                "group-none-shared",
                "handshake_failure",
                e -> {
                  e.front.tls.add("groups: [secp384r1]");
                  e.back.tls.add("groups: [x25519]");
                })
            .when(c -> c.isBackOpenSsl() && c.isFrontOpenSsl()));
  }
}
