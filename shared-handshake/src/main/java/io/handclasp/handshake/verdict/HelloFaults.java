package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What client and server cannot agree on in their hellos. The server knows both sides and tells for
 * certain; the client knows its own offer alone, and what is odd about it.
 */
final class HelloFaults {
  private static final String TLS13 = "TLSv1.3";
  private static final String TLS12 = "TLSv1.2";

  /** What every program of today has (RFC 8446 section 9.1, RFC 9325). */
  private static final Set<String> COMMON_GROUPS = Set.of("x25519", "secp256r1");

  private static final Set<String> COMMON_SUITES =
      Set.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final Set<String> COMMON_PROTOCOLS = Set.of("h2", "http/1.1");

  private static final List<String> OPENSSL_GROUPS =
      List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1");

  private static final List<String> JDK_GROUPS =
      List.of(
          "x25519",
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "x448",
          "ffdhe2048",
          "ffdhe3072",
          "ffdhe4096",
          "ffdhe6144",
          "ffdhe8192");

  private final OwnSide own;
  private final String keyType;
  private final HandshakeRecord handshake;
  private final Negotiated seen;

  HelloFaults(OwnSide own, String keyType, HandshakeRecord handshake) {
    this.own = own;
    this.keyType = keyType;
    this.handshake = handshake;
    this.seen = handshake.negotiated();
  }

  /** True where the client offers what a client-proxy offers unless it is told otherwise. */
  boolean isOfAFront() {
    return seen.offeredProtocols().equals(List.of("h2", "http/1.1"))
        && seen.offeredSuites().stream()
            .allMatch(s -> COMMON_SUITES.contains(s) || s.endsWith("_SCSV"));
  }

  /** Where a server that is trusted asked for what the own key cannot give; null elsewhere. */
  @Nullable Finding ownKeyAtClient() {
    boolean asked = Boolean.TRUE.equals(seen.certificateRequested());
    boolean trusted = handshake.trust() != null && handshake.trust().accepted();
    return asked && trusted && !KeyCauses.isCommon(keyType)
        ? Finding.inferred(
            KeyCauses.of(Role.CLIENT, keyType),
            "the server is trusted, and this end gave up where it had to sign with its own key of "
                + keyType)
        : null;
  }

  private boolean offers(String version) {
    return seen.offeredVersions().contains(version);
  }

  private boolean has(String version) {
    return own.protocols().contains(version);
  }

  /** Everything that a client's hello and the own settings have not in common. */
  List<Finding> atServer() {
    if (seen.offeredVersions().isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    boolean tls13 = offers(TLS13) && has(TLS13);
    if (!tls13 && !(offers(TLS12) && has(TLS12))) {
      findings.add(version(own.protocols()));
    } else {
      suites(tls13, findings);
      groups(findings);
      schemes(tls13, findings);
      authorities(tls13, findings);
    }
    boolean protocols =
        seen.offeredProtocols().isEmpty()
            || own.alpn().isEmpty()
            || seen.offeredProtocols().stream().anyMatch(own.alpn()::contains);
    if (!protocols) {
      findings.add(
          Finding.known(
                  Cause.ALPN_NONE_SHARED,
                  "the client offers " + seen.offeredProtocols() + ", the server has " + own.alpn())
              .by(deviant(seen.offeredProtocols(), COMMON_PROTOCOLS)));
    }
    return findings;
  }

  private Finding version(List<String> server) {
    return Finding.known(
        version(seen.offeredVersions(), server),
        "the client offers " + seen.offeredVersions() + ", the server has " + server);
  }

  private static Cause version(List<String> client, List<String> server) {
    boolean client12 = client.contains(TLS12);
    boolean client13 = client.contains(TLS13);
    if (!client12 && !client13) {
      return Cause.VERSION_CLIENT_11_ONLY;
    }
    if (!server.contains(TLS12) && !server.contains(TLS13)) {
      return Cause.VERSION_SERVER_11_ONLY;
    }
    return client13 ? Cause.VERSION_CLIENT_13_SERVER_12 : Cause.VERSION_CLIENT_12_SERVER_13;
  }

  private void suites(boolean tls13, List<Finding> findings) {
    List<String> enabled = own.suites().isEmpty() ? List.copyOf(COMMON_SUITES) : own.suites();
    List<String> shared =
        seen.offeredSuites().stream()
            .filter(s -> isOf13(s) == tls13 && enabled.contains(s))
            .toList();
    if (shared.isEmpty()) {
      findings.add(
          Finding.known(
                  Cause.CIPHER_NONE_SHARED,
                  "the client offers " + head(seen.offeredSuites()) + ", of which none is enabled")
              .by(deviant(seen.offeredSuites(), COMMON_SUITES)));
      return;
    }
    String signer = KeyCauses.isRsa(keyType) ? "RSA" : keyType.startsWith("DSA") ? "DSS" : "ECDSA";
    if (!tls13 && shared.stream().noneMatch(s -> s.contains("_" + signer + "_"))) {
      boolean clientHas =
          seen.offeredSuites().stream().anyMatch(s -> s.contains("_" + signer + "_"));
      findings.add(
          Finding.known(
                  Cause.CIPHER_WRONG_KEY_TYPE,
                  "the shared suites " + head(shared) + " do not go with a key of " + keyType)
              .by(clientHas ? Fault.OWN : Fault.PEER));
    }
  }

  static boolean isOf13(String suite) {
    return !suite.contains("_WITH_") && !suite.endsWith("_SCSV");
  }

  private static String head(List<String> items) {
    return items.size() <= 3
        ? items.toString()
        : items.subList(0, 3) + " and " + (items.size() - 3) + " more";
  }

  private void groups(List<Finding> findings) {
    List<String> enabled =
        !own.groups().isEmpty()
            ? own.groups()
            : handshake.provider().equals("openssl") ? OPENSSL_GROUPS : JDK_GROUPS;
    boolean shared =
        seen.offeredGroups().isEmpty()
            || seen.offeredGroups().stream()
                .anyMatch(g -> enabled.stream().anyMatch(e -> isSameGroup(e, g)));
    if (!shared) {
      findings.add(
          Finding.known(
                  Cause.GROUP_NONE_SHARED,
                  "the client offers " + head(seen.offeredGroups()) + ", the server has " + enabled)
              .by(deviant(seen.offeredGroups(), COMMON_GROUPS)));
    }
  }

  /** Curves have names of NIST, of SEC and of X9.62. */
  private static boolean isSameGroup(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String group) {
    return switch (group.toLowerCase(java.util.Locale.ROOT)) {
      case "p-256", "prime256v1" -> "secp256r1";
      case "p-384" -> "secp384r1";
      case "p-521" -> "secp521r1";
      default -> group.toLowerCase(java.util.Locale.ROOT);
    };
  }

  private void schemes(boolean tls13, List<Finding> findings) {
    // Before TLS 1.3 a scheme names no curve, but Java goes by it all the same.
    boolean exact = tls13 || (handshake.provider().equals("jdk") && keyType.startsWith("EC "));
    if (seen.offeredSchemes().isEmpty()
        || KeyCauses.canSign(keyType, seen.offeredSchemes(), exact)) {
      return;
    }
    String detail =
        "the own key is " + keyType + ", the client accepts " + head(seen.offeredSchemes());
    findings.add(
        KeyCauses.isCommon(keyType)
            ? Finding.known(Cause.SIGNATURE_SCHEME_NONE_SHARED, detail).by(Fault.PEER)
            : Finding.known(KeyCauses.of(own.role(), keyType), detail));
  }

  /** What cannot be said in a CertificateRequest; the JDK leaves the names out of its newer one. */
  private void authorities(boolean tls13, List<Finding> findings) {
    Finding tooMany = NamedAuthorities.tooMany(own.judge());
    if (tooMany != null && !(tls13 && handshake.provider().equals("jdk"))) {
      findings.add(tooMany);
    }
  }

  /** The client is the odd one out where it lacks what everybody has. */
  private static Fault deviant(List<String> offered, Set<String> common) {
    return offered.stream().anyMatch(common::contains) ? Fault.OWN : Fault.PEER;
  }

  /** What a server's chosen version, or its refusal of all that was offered, says. */
  Finding versionAtClient() {
    String chosen = seen.version();
    List<String> offered = seen.offeredVersions();
    if (chosen != null && !offered.contains(chosen)) {
      return Finding.known(
          version(offered, List.of(chosen)), "the server chose " + chosen + " of " + offered);
    }
    if (offered.contains(TLS13) && offered.contains(TLS12)) {
      return Finding.inferred(
          Cause.VERSION_SERVER_11_ONLY, "the server takes neither of " + offered);
    }
    return Finding.inferred(
        offered.contains(TLS13)
            ? Cause.VERSION_CLIENT_13_SERVER_12
            : offered.contains(TLS12)
                ? Cause.VERSION_CLIENT_12_SERVER_13
                : Cause.VERSION_CLIENT_11_ONLY,
        "the server does not take " + offered);
  }

  /** What a server that refused the version meant by it; the likeliest first. */
  List<Finding> refusedVersionAtClient() {
    Finding version = versionAtClient();
    boolean sure =
        version.certainty() == Certainty.KNOWN || !seen.offeredVersions().contains(TLS13);
    return sure ? List.of(version) : List.of(version, keyWithoutScheme("or else its key goes"));
  }

  /**
   * OpenSSL says of such a key that it lacks a cipher, or where it has TLS 1.3 alone, a version.
   */
  private Finding keyWithoutScheme(String key) {
    return Finding.otherEnd(
            Cause.SIGNATURE_SCHEME_NONE_SHARED,
            key + " with none of " + head(seen.offeredSchemes()))
        .by(Fault.PEER);
  }

  /** What a server objected to in the own offer, which it did not say; the likeliest first. */
  List<Finding> offerAtClient() {
    List<String> suites = seen.offeredSuites();
    if (seen.group() != null) {
      // A HelloRetryRequest names both, so that neither is what it objects to.
      return List.of(
          keyWithoutScheme(
              "it chose " + seen.suite() + " and " + seen.group() + "; its key may go"));
    }
    if (seen.offeredGroups().stream().noneMatch(COMMON_GROUPS::contains)
        && !seen.offeredGroups().isEmpty()) {
      return List.of(
          Finding.inferred(
                  Cause.GROUP_NONE_SHARED,
                  "this end offers " + seen.offeredGroups() + ", which many servers lack")
              .by(Fault.OWN));
    }
    List<String> before13 = suites.stream().filter(s -> s.contains("_WITH_")).toList();
    boolean only12 = !offers(TLS13);
    boolean ecdsa = before13.stream().anyMatch(s -> s.contains("_ECDSA_"));
    boolean rsa = before13.stream().anyMatch(s -> s.contains("_RSA_"));
    if (only12 && ecdsa != rsa) {
      return List.of(
          Finding.inferred(
                  Cause.CIPHER_WRONG_KEY_TYPE,
                  "this end offers suites for keys of " + (rsa ? "RSA" : "ECDSA") + " alone")
              .by(Fault.OWN));
    }
    if (own.suites().isEmpty() && !own.groups().isEmpty()) {
      Finding group =
          Finding.inferred(
                  Cause.GROUP_NONE_SHARED, "this end offers the groups " + own.groups() + " alone")
              .by(Fault.PEER);
      return only13()
          ? List.of(group)
          : List.of(group, noSuite("or else it has none of " + head(suites)));
    }
    if (own.suites().isEmpty() && only13()) {
      return usualOffer();
    }
    return List.of(
        noSuite(
            "the server found nothing that it takes in this end's offer: no suite, or no group"),
        noGroup(),
        keyWithoutScheme("or else its key goes"));
  }

  private boolean only13() {
    return seen.offeredVersions().equals(List.of(TLS13));
  }

  private Finding noSuite(String detail) {
    return Finding.otherEnd(Cause.CIPHER_NONE_SHARED, detail)
        .by(
            seen.offeredSuites().stream().anyMatch(COMMON_SUITES::contains)
                ? Fault.PEER
                : Fault.OWN);
  }

  private Finding noGroup() {
    return Finding.otherEnd(
            Cause.GROUP_NONE_SHARED, "or else it has none of " + seen.offeredGroups())
        .by(Fault.PEER);
  }

  /** Every server of TLS 1.3 has a suite of it, which leaves its key and its groups. */
  private List<Finding> usualOffer() {
    return List.of(
        Finding.otherEnd(
            Cause.SERVER_CERT_CURVE_UNSUPPORTED,
            "this end offers what every server has; the server's key may go with none of "
                + head(seen.offeredSchemes())),
        noGroup());
  }
}
